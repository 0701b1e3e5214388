"""Everything the pages read, in one immutable value: the tables, the positions, the names."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from lib.common.collation import vietnamese_sort_key
from lib.common.text import LANGUAGES, t
from lib.datasets.tables import Tables, years_of_units
from lib.stats import (
    attainable_gains,
    group_forecast,
    mergers,
    rank_ranges,
    targets,
    typical_change,
)
from lib.stats.compact import compact_integers
from lib.stats.ranking import TOTAL, compute_positions, measured_sub_dimensions
from lib.stats.yearly_changes import compute_yearly_changes


@dataclass(frozen=True)
class Dataset:
    """``tables`` as loaded and ``positions`` as computed from them (see ``measures.positions``).

    A world knows one list of provinces, ``units``: the 63 or, in ``estimates`` and ``official``,
    the 34 that they became. ``estimated`` says that its scores are not published ones; its
    positions then have the columns low, high, basis and coverage (see ``measures.merged``).
    ``dataset_of_63`` is that of the 63 that one of the 34 comes from.
    """

    tables: Tables
    positions: pd.DataFrame
    units: str = "63"
    estimated: bool = False
    dataset_of_63: "Dataset | None" = None

    @classmethod
    def build(cls, tables: Tables) -> "Dataset":
        """Compute the positions of the 63 provinces in all their years once."""
        return cls(tables, cls._published(tables, "63"))

    @staticmethod
    def _published(tables: Tables, units: str) -> pd.DataFrame:
        """The positions by the scores published for one list of provinces."""
        scores = tables.scores
        new = scores["year"].isin(Dataset._years_of_34(tables))
        scores = scores[new if units == "34" else ~new]
        return compact_integers(compute_positions(scores, tables.sub_dimensions, tables.provinces))

    @staticmethod
    def _years_of_34(tables: Tables) -> list[int]:
        """The years of the vintage of the 34 that use no code of the 63 alone.

        Files are refused before they mix lists; what a session tries out may still do so.
        """
        late = tables.scores[tables.scores["year"].between(*years_of_units(tables.vintages, "34"))]
        fits = late["province"].isin(tables.successors["code"]).groupby(late["year"]).all()
        return [int(year) for year in fits.index[fits]]

    @cached_property
    def _tables_34(self) -> Tables:
        """The tables with the 34 in the places of the 63; no plan is theirs yet."""
        tables = self.tables
        return replace(
            tables,
            regions=tables.successor_regions,
            # No key economic region has been drawn for them.
            provinces=tables.successors.assign(southern_key_region=False),
            labels=tables.successor_labels,
            neighbours=tables.successor_neighbours,
            light=tables.successors_light,
            topojson=tables.successors_topojson,
            plans=tables.plans.iloc[:0],
        )

    @cached_property
    def estimated_34(self) -> "Dataset":
        """The 34 in the years of the 63: every score is the mean of the published members'."""
        tables = self._tables_34
        found = mergers.estimate_positions(
            self.positions, tables.mergers, tables.provinces, self.structure, tables.weights
        )
        return Dataset(
            tables, compact_integers(found), units="34", estimated=True, dataset_of_63=self
        )

    @cached_property
    def published_34(self) -> "Dataset | None":
        """The 34 by their own published scores; None as long as there are none."""
        if not self._years_of_34(self.tables):
            return None
        tables = self._tables_34
        return Dataset(tables, self._published(tables, "34"), units="34", dataset_of_63=self)

    @cached_property
    def all_years(self) -> list[int]:
        """The years that have scores, whatever list of provinces they follow."""
        return sorted(int(y) for y in self.tables.scores["year"].unique())

    @cached_property
    def _successors(self) -> dict[str, str]:
        return dict(self.tables.mergers[["province", "successor"]].to_numpy().tolist())

    def successor(self, province: str) -> str:
        """The code, among the 34, of what one of the 63 became."""
        return self._successors[province]

    def unit_of(self, code: str) -> str:
        """The province of this world that one of the 63 is, or belongs to."""
        return self.successor(code) if self.units == "34" else code

    @cached_property
    def members(self) -> dict[str, list[str]]:
        """The codes, among the 63, of the members of each of the 34."""
        return mergers.members_by_successor(self.tables.mergers)

    @cached_property
    def years(self) -> list[int]:
        """The years that have scores."""
        return sorted(int(y) for y in self.positions["year"].unique())

    @cached_property
    def provinces(self) -> pd.DataFrame:
        """The provinces by code."""
        return self.tables.provinces.set_index("code")

    @cached_property
    def structure(self) -> pd.DataFrame:
        """year, sub_dimension, dimension: what was measured when."""
        return measured_sub_dimensions(self.tables.sub_dimensions, self.years)

    @cached_property
    def _rows_of(self) -> dict[int, np.ndarray]:
        return {int(y): at for y, at in self.positions.groupby("year").indices.items()}

    @cached_property
    def _by_year(self) -> dict[int, pd.DataFrame]:
        return {}

    @cached_property
    def all_measures(self) -> list[str]:
        """Every measure there ever was, total first."""
        return [
            TOTAL,
            *self.tables.dimensions["code"],
            *self.tables.sub_dimensions["code"],
        ]

    def positions_of_year(self, year: int) -> pd.DataFrame:
        """All positions of one year."""
        known = self._by_year
        if year not in known:
            # A copy keeps columns of a kind together, which makes taking rows twice as fast.
            known[year] = self.positions.take(self._rows_of[year]).copy()
        return known[year]

    @cached_property
    def _by_measure(self) -> dict[tuple[int, str], pd.DataFrame]:
        return {}

    @cached_property
    def _places(self) -> dict[int, dict[str, dict[str, int]]]:
        return {}

    def _places_in(self, year: int) -> dict[str, dict[str, int]]:
        """Where the row of a province and a measure stands in the table of a year."""
        known = self._places
        if year not in known:
            table = self.positions_of_year(year)
            found: dict[str, dict[str, int]] = {}
            pairs = zip(table["province"], table["measure"], strict=True)
            for at, (province, measure) in enumerate(pairs):
                found.setdefault(province, {})[measure] = at
            known[year] = found
        return known[year]

    def ranking(self, year: int, measure: str) -> pd.DataFrame:
        """The positions in one measure of one year, best rank first."""
        known = self._by_measure
        if (year, measure) not in known:
            table = self.positions_of_year(year)
            known[year, measure] = table[table["measure"] == measure]
        return known[year, measure]

    def position(self, year: int, measure: str, province: str) -> pd.Series | None:
        """One province's position, or None where it has no score."""
        at = self._places_in(year).get(province, {}).get(measure)
        return None if at is None else self.positions_of_year(year).iloc[at]

    def required_total(self, year: int, province: str) -> pd.Series:
        """A province's position by the total.

        Raises:
            LookupError: The province has no total in that year.
        """
        own_total = self.position(year, TOTAL, province)
        if own_total is None:
            raise LookupError(f"{province} has no total in {year}")
        return own_total

    def positions_of(self, year: int, province: str, measures: Iterable[str]) -> pd.DataFrame:
        """One province's positions of a year in these measures, in their order, if it has them."""
        known = self._places_in(year).get(province, {})
        return self.positions_of_year(year).take([known[m] for m in measures if m in known])

    def dimension_positions(self, year: int, province: str) -> pd.DataFrame:
        """One province's dimensions in one year, in the official order."""
        return self.positions_of(year, province, self.dimensions(year))

    def scored_dimensions(self, year: int, province: str) -> list[str]:
        """The dimensions in which the province has a score that year."""
        known = self._places_in(year).get(province, {})
        return [dimension for dimension in self.dimensions(year) if dimension in known]

    @cached_property
    def _contents(self) -> dict[int, dict[str, list[str]]]:
        """Sub-dimensions by year and dimension, all in the official order."""
        out: dict[int, dict[str, list[str]]] = {year: {} for year in self.years}
        ordered = self.structure.sort_values(["year", "sub_dimension"])
        for row in ordered.itertuples(index=False):
            out[row.year].setdefault(row.dimension, []).append(row.sub_dimension)
        return out

    def dimensions(self, year: int) -> list[str]:
        """The dimensions measured in a year, in the official order."""
        return list(self._contents[year])

    def sub_dimensions(self, year: int, dimension: str) -> list[str]:
        """The sub-dimensions of a dimension measured in a year."""
        return list(self._contents[year].get(dimension, []))

    def measures(self, year: int) -> list[str]:
        """Every measure of a year: the total, then each dimension with its sub-dimensions."""
        out = [TOTAL]
        for dimension in self.dimensions(year):
            out += [dimension, *self.sub_dimensions(year, dimension)]
        return out

    def unscored(self, year: int, measure: str) -> list[str]:
        """The provinces without a score, by code."""
        scored = set(self.ranking(year, measure)["province"])
        return [code for code in self.provinces.index if code not in scored]

    def years_with_total(self, province: str) -> list[int]:
        """The years in which the province has a total."""
        table = self.positions
        found = table[(table["province"] == province) & (table["measure"] == TOTAL)]
        return sorted(int(y) for y in found["year"])

    def max_score(self, year: int) -> int:
        """The most points that a total can have in a year (60 or 80)."""
        return 10 * len(self.dimensions(year))

    def scale_since(self, year: int) -> int:
        """The first year, up to this one, since which a total has had the same maximum."""
        earlier = [y for y in self.years if y <= year]
        other = [y for y in earlier if self.max_score(y) != self.max_score(year)]
        return min(y for y in earlier if not other or y > other[-1])

    @cached_property
    def yearly_changes(self) -> pd.DataFrame:
        """Every one-year movement that compares (see ``measures.moves``)."""
        # How an estimate moves says nothing of chance: it would be the members' movements again.
        published = self.positions.iloc[:0] if self.estimated else self.positions
        return compact_integers(compute_yearly_changes(published, self.tables.breaks))

    @cached_property
    def badges(self) -> pd.DataFrame:
        """How usual each of these movements was (see ``measures.noise.badges``)."""
        return typical_change.judge_changes(self.yearly_changes)

    @cached_property
    def _badges(self) -> dict[int, dict[tuple[str, str], typical_change.Badge]]:
        return {}

    def badge(self, year: int, measure: str, province: str) -> typical_change.Badge:
        """How usual a province's change was; an empty name where that cannot be said."""
        known = self._badges
        if year not in known:
            table = self.badges[self.badges["year"] == year]
            columns = table[["measure", "province", "badge", "fraction_as_large", "moves"]]
            known[year] = {
                (measure, province): typical_change.Badge(*badge)
                for measure, province, *badge in columns.itertuples(index=False)
            }
        return known[year].get((measure, province), typical_change.Badge("", float("nan"), 0))

    @cached_property
    def rank_range_backtest(self) -> pd.DataFrame:
        """How well the ranges of next year's rank did (see ``noise.backtest_ranges``)."""
        return rank_ranges.backtest_ranges(self.yearly_changes)

    @cached_property
    def badge_backtest(self) -> pd.DataFrame:
        """The share of each badge in years not yet known (see ``noise.backtest_badges``)."""
        return typical_change.backtest_badges(self.yearly_changes)

    @cached_property
    def forecast_backtest(self) -> group_forecast.Backtest:
        """How well the chances of each group did (see ``chance.backtest``)."""
        return group_forecast.backtest_forecast(self.yearly_changes)

    @cached_property
    def _references(self) -> dict[tuple[str, int], list[attainable_gains.ReferenceGains]]:
        return {}

    def reference_gains(self, province: str, year: int) -> list[attainable_gains.ReferenceGains]:
        """What provinces that started alike gained in a year (see ``attainable.references``)."""
        known = self._references
        if (province, year) not in known:
            known[province, year] = attainable_gains.find_references(
                self.yearly_changes, self.positions, self.tables.breaks, province, year
            )
        return known[province, year]

    @cached_property
    def _attainable(self) -> dict[tuple[str, int], pd.DataFrame]:
        return {}

    def attainable_gains(self, province: str, year: int) -> pd.DataFrame:
        """What it could gain in a year, in steps of 0.01 points (see ``attainable.in_steps``)."""
        known = self._attainable
        if (province, year) not in known:
            found = attainable_gains.compute_attainable_gains(self.reference_gains(province, year))
            known[province, year] = attainable_gains.round_down_to_steps(found)
        return known[province, year]

    @cached_property
    def _solutions(self) -> dict[tuple[str, int, targets.Target], targets.TargetMix | None]:
        return {}

    def target_mix(
        self, province: str, year: int, target: targets.Target
    ) -> targets.TargetMix | None:
        """What reaches a target with the least strain (see ``targets.solve``)."""
        known, asked = self._solutions, (province, year, target)
        if asked not in known:
            known[asked] = targets.find_mix(
                self.attainable_gains(province, year), self.positions, province, year, target
            )
        return known[asked]

    @cached_property
    def _inner_gaps(self) -> dict[int, pd.DataFrame]:
        return {}

    def member_gaps(self, year: int) -> pd.DataFrame:
        """How far apart the members of every merged province are (see ``merged.inner_gaps``)."""
        known = self._inner_gaps
        if year not in known:
            known[year] = mergers.member_gaps(self.positions, self.tables.mergers, year)
        return known[year]

    @cached_property
    def _sides(self) -> dict[tuple[str, int], pd.DataFrame]:
        return {}

    def compare_members(self, successor: str, year: int) -> pd.DataFrame:
        """The members of one of the 34 in every measure (see ``merged.side_by_side``)."""
        known = self._sides
        if (successor, year) not in known:
            codes = self.members[successor]
            known[successor, year] = mergers.compare_members(
                self.positions_of_year(year), codes, year
            )
        return known[successor, year]

    @cached_property
    def _names(self) -> dict[str, dict[str, str]]:
        columns = self.provinces[["short_vi", "short_en"]]
        return {str(code): row for code, row in columns.to_dict("index").items()}

    @cached_property
    def _regions(self) -> dict[str, dict[str, str]]:
        regions = self.tables.regions.set_index("code").to_dict("index")
        return {str(c): regions[r] for c, r in self.provinces["region"].items()}

    def province_name(self, province: str, lang: str) -> str:
        """A province's short name."""
        return self._names[province][f"short_{lang}"]

    @cached_property
    def _in_order(self) -> dict[str, dict[str, str]]:
        columns = {lang: self.provinces[f"short_{lang}"].to_dict() for lang in LANGUAGES}
        return {
            lang: dict(sorted(names.items(), key=lambda pair: vietnamese_sort_key(pair[1])))
            for lang, names in columns.items()
        }

    def provinces_by_name(self, lang: str) -> dict[str, str]:
        """The provinces' short names by code, sorted by name."""
        return self._in_order[lang]

    def region_name(self, province: str, lang: str, short: bool = False) -> str:
        """The name of a province's region."""
        return self._regions[province][f"{'short' if short else 'name'}_{lang}"]

    @cached_property
    def _new_names(self) -> pd.DataFrame:
        return self.tables.successors.set_index("code")

    def successor_name(self, code: str, lang: str) -> str:
        """The short name of one of the 34, in the world of the 63 too."""
        return str(self._new_names.at[code, f"short_{lang}"])

    def is_merged(self, code: str) -> bool:
        """Whether one of the 34 was made of several of the 63, so that its scores are estimates."""
        return len(self.members[code]) > 1

    def successor_label(self, code: str, lang: str) -> str:
        """The short name of one of the 34; "new" tells a merged one from a member so named."""
        name = self.successor_name(code, lang)
        return t("estimate.new", lang, name=name) if self.is_merged(code) else name

    def name_in_sentence(self, code: str, lang: str) -> str:
        """A province's name in a sentence: of the estimated 34 it says which ones are new."""
        return (
            self.successor_label(code, lang) if self.estimated else self.province_name(code, lang)
        )

    def member_name(self, code: str, lang: str) -> str:
        """The short name of one of the 63; "old" tells it from a larger successor so named."""
        name = (self.dataset_of_63 or self).province_name(code, lang)
        successor = self.successor(code)
        renamed = len(self.members[successor]) == 1 or name != self.successor_name(successor, lang)
        return name if renamed else t("estimate.old", lang, name=name)

    @cached_property
    def _measure_names(self) -> dict[tuple[str, str, bool], str]:
        names: dict[tuple[str, str, bool], str] = {}
        for lang in ("vi", "en"):
            for short in (False, True):
                names[TOTAL, lang, short] = t("measure.total", lang)
                for row in self.tables.dimensions.itertuples():
                    column = f"{'short' if short else 'name'}_{lang}"
                    names[row.code, lang, short] = getattr(row, column)
                for row in self.tables.sub_dimensions.itertuples():
                    names[row.code, lang, short] = getattr(row, f"name_{lang}")
        return names

    def measure_name(self, measure: str, lang: str, short: bool = False) -> str:
        """The official name of a measure, or the short one that fits on a chart."""
        return self._measure_names[measure, lang, short]

    @cached_property
    def _plain(self) -> dict[str, dict[str, str]]:
        return self.tables.glossary.set_index("code").to_dict("index")

    def plain_description(self, measure: str, lang: str) -> str:
        """What a dimension or sub-dimension is about, in one plain sentence."""
        return self._plain[measure][f"plain_{lang}"]
