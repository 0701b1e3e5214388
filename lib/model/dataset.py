"""The data set that every page reads: tables, positions and what is computed from them."""

from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from lib.common.text import t
from lib.datasets.tables import Tables, Units
from lib.model.learning import forecasts, references
from lib.model.memoized import VIEWS, memoized, memoized_up_to
from lib.model.positions import Positions
from lib.stats import mergers, typical_change
from lib.stats.attainable_gains import (
    PastGains,
    ReferenceGains,
    collect_past_gains,
    compute_attainable_gains,
    find_references,
)
from lib.stats.backtest import summarize_backtest
from lib.stats.changes.comparable_totals import compare_totals
from lib.stats.changes.residual_badges import (
    backtest_residual_badges,
    changes_to_judge,
    judge_residuals,
    reference_residuals,
    turned_back,
)
from lib.stats.compact_tables import compact_integers
from lib.stats.decomposition import is_comparable
from lib.stats.forecasts import (
    expected_change,
    next_year,
    rank_uncertainty,
    skill,
    unpublished,
)
from lib.stats.gains.mix_frequency import past_trials
from lib.stats.gains.two_parts import split_gains
from lib.stats.plan import choose_plan
from lib.stats.ranking import TOTAL, compute_positions
from lib.stats.successors.imputation import impute_members
from lib.stats.targets import Target, TargetMix, find_mix
from lib.stats.yearly_changes import compute_yearly_changes

_NO_GOOD_YEAR = expected_change.GoodYear(0.0, 0.0, 0.0)
_NO_BADGE = typical_change.Badge("", float("nan"), float("nan"), float("nan"))


@dataclass(frozen=True)
class Dataset(Positions):
    """Tables and positions of one list of provinces, never changed once it is built.

    Attributes:
        tables: as loaded; in a data set of the 34 their provinces, regions and boundaries stand
            in the places of those of the 63.
        positions: of these provinces in all the years of this list.
        units: the list of provinces, the "63" or the "34" that they became.
        estimated: whether the scores are means of the members' and not published ones; the
            positions then have more columns, such as basis (see
            ``lib.stats.mergers.estimate_positions``).
        dataset_of_63: in a data set of the 34, the one that it was made from.
    """

    units: Units = "63"
    estimated: bool = False
    dataset_of_63: "Dataset | None" = None

    @classmethod
    def build(cls, tables: Tables) -> "Dataset":
        """The 63 provinces in all their years."""
        return cls(tables, cls._published_positions(tables, "63"))

    @cached_property
    def estimated_34(self) -> "Dataset":
        """The 34 in the years of the 63: every score is the weighted mean of the members'."""
        tables = self._tables_34
        positions = mergers.estimate_positions(
            self.positions,
            tables.mergers,
            tables.provinces,
            self.measured_sub_dimensions,
            tables.weights,
            self.imputed_members,
        )
        return Dataset(
            tables, compact_integers(positions), units="34", estimated=True, dataset_of_63=self
        )

    @cached_property
    def imputed_members(self) -> pd.DataFrame:
        """Scores of members that were not published (see ``successors.imputation``)."""
        return impute_members(self.positions, self.tables.mergers, self.tables.breaks)

    @cached_property
    def published_34(self) -> "Dataset | None":
        """The 34 by their own published scores; None as long as there are none."""
        if not self.tables.years_of_34:
            return None
        tables = self._tables_34
        positions = self._published_positions(tables, "34")
        return Dataset(tables, positions, units="34", dataset_of_63=self)

    @cached_property
    def all_years(self) -> list[int]:
        """The years that have scores, whichever list of provinces they follow, ascending."""
        return sorted(int(y) for y in self.tables.scores["year"].unique())

    @staticmethod
    def _published_positions(tables: Tables, units: Units) -> pd.DataFrame:
        """The positions by the scores published for one list of provinces."""
        scores = tables.scores
        of_34 = scores["year"].isin(tables.years_of_34)
        scores = scores[of_34 if units == "34" else ~of_34]
        positions = compute_positions(
            scores, tables.sub_dimensions, tables.provinces, tables.printed_scores
        )
        return compact_integers(positions)

    @cached_property
    def _tables_34(self) -> Tables:
        """The tables with the 34 in the places of the 63."""
        tables = self.tables
        return replace(
            tables,
            regions=tables.successor_regions,
            # No key economic region has been drawn for them.
            provinces=tables.successors.assign(southern_key_region=False),
            labels=tables.successor_labels,
            neighbours=tables.successor_neighbours,
            geojson=tables.successors_geojson,
            topojson=tables.successors_topojson,
        )

    # Names that depend on the list of provinces

    def unit_of(self, province: str) -> str:
        """The code, in this data set's list, of what one of the 63 is or has become."""
        return self.successor(province) if self.units == "34" else province

    def name_in_sentence(self, code: str, lang: str) -> str:
        """A province's name in a sentence; among the 34 as ``successor_label`` gives it."""
        return (self.successor_label if self.units == "34" else self.province_name)(code, lang)

    def member_name(self, province: str, lang: str) -> str:
        """The name of one of the 63, marked where a larger successor is so named."""
        name = (self.dataset_of_63 or self).province_name(province, lang)
        successor = self.successor(province)
        if self.is_merged(successor) and name == self.successor_name(successor, lang):
            return t("estimate.old", lang, name=name)
        return name

    # Plans

    @cached_property
    def plans(self) -> pd.DataFrame:
        """The plans of the provinces of this list."""
        plans = self.tables.plans
        return plans[plans["units"] == self.units]

    @memoized
    def plan(self, province: str, year: int) -> pd.Series | None:
        """The plan of a province that goes with a year (see ``stats.plan.choose_plan``)."""
        return choose_plan(self.plans, province, year)

    # Statistics, each computed when it is first asked for

    @cached_property
    def yearly_changes(self) -> pd.DataFrame:
        """Every change from one year to the next that compares; none where scores are estimated.

        See ``lib.stats.yearly_changes.compute_yearly_changes``.
        """
        # How an estimate changes says nothing of chance: it repeats the members' changes.
        published = self.positions.iloc[:0] if self.estimated else self.positions
        return compact_integers(compute_yearly_changes(published, self.tables.breaks))

    @cached_property
    def badges(self) -> pd.DataFrame:
        """How usual each of these changes was (see ``changes.residual_badges``)."""
        changes = changes_to_judge(self.yearly_changes, self.compared_totals)
        return compact_integers(judge_residuals(changes))

    def judged_changes_of_year(self, year: int) -> pd.DataFrame:
        """The changes that end in one year, see ``residual_badges.changes_to_judge``."""
        return changes_to_judge(self.changes_of_year(year), self.compared_totals)

    def badge(self, year: int, measure: str, province: str) -> typical_change.Badge:
        """How usual a province's change was; an empty name where that cannot be said."""
        return self._badges_of_year(year).get((measure, province), _NO_BADGE)

    @memoized
    def _badges_of_year(self, year: int) -> dict[tuple[str, str], typical_change.Badge]:
        """Badges by measure and province."""
        table = self.badges_of_year(year)
        columns = table[
            ["measure", "province", "badge", "fraction_as_large", "gap_change", "expected"]
        ]
        return {
            (measure, province): typical_change.Badge(*badge)
            for measure, province, *badge in columns.itertuples(index=False)
        }

    @memoized
    def badges_of_year(self, year: int) -> pd.DataFrame:
        """The rows of ``badges`` of one year."""
        return self.badges[self.badges["year"] == year].copy()

    @cached_property
    def badge_backtest(self) -> pd.DataFrame:
        """How often badges fell in years held out (see ``backtest_residual_badges``)."""
        return backtest_residual_badges(changes_to_judge(self.yearly_changes, self.compared_totals))

    @memoized
    def rank_range_backtest(self, measure: str) -> pd.DataFrame:
        """How often next year's rank fell within its range (see ``next_year.range_cases``)."""
        cases = next_year.range_cases(forecasts.past_forecasts(self, measure))
        return summarize_backtest(cases[["within", "width"]], cases["year"])

    @memoized
    def years_comparable_with(self, measure: str, year: int) -> list[int]:
        """The earlier years in which a measure is the same, newest first (``is_comparable``)."""
        return [
            earlier
            for earlier in self.years[::-1]
            if earlier < year
            and is_comparable(
                self.positions_of_measure(measure),
                self.measured_sub_dimensions,
                self.tables.breaks,
                measure,
                earlier,
                year,
            )
        ]

    @memoized
    def turned_back(self, year: int) -> float:
        """How often rare changes turned back a year later (see ``residual_badges.turned_back``)."""
        return turned_back(self.badges, year)

    @memoized
    def badge_reference(self, measure: str, year: int) -> pd.DataFrame:
        """The changes that judge those of a year (see ``reference_residuals``)."""
        changes = changes_to_judge(self.changes_of_measure(measure), self.compared_totals)
        return reference_residuals(changes, year)

    @memoized
    def changes_of_year(self, year: int) -> pd.DataFrame:
        """The rows of ``yearly_changes`` that end in one year."""
        return self.yearly_changes[self.yearly_changes["year"] == year].copy()

    @memoized
    def changes_of_measure(self, measure: str) -> pd.DataFrame:
        """The rows of ``yearly_changes`` of one measure."""
        return self.yearly_changes[self.yearly_changes["measure"] == measure].copy()

    @memoized
    def past_gains(self, year: int) -> PastGains:
        """By which changes the gains of a year are judged (see ``collect_past_gains``)."""
        changes = references.changes_to_learn(self)
        positions = references.positions_to_learn(self)
        return collect_past_gains(changes, positions, self.tables.breaks, year)

    @memoized_up_to(VIEWS)
    def reference_gains(self, province: str, year: int) -> list[ReferenceGains]:
        """What provinces that started alike gained in a year (see ``find_references``)."""
        scores = self.scores_of(year, province)
        return find_references(
            self.past_gains(year), {m: score for m, score in scores.items() if "." in m}
        )

    @memoized_up_to(VIEWS)
    def attainable_gains(self, province: str, year: int) -> pd.DataFrame:
        """What a province could gain in a year (see ``compute_attainable_gains``)."""
        return compute_attainable_gains(self.reference_gains(province, year))

    @memoized_up_to(VIEWS)
    def split_gains(self, province: str, year: int) -> pd.DataFrame:
        """What comes anyhow and what a good year adds, by sub-dimension (see ``split_gains``)."""
        return split_gains(self.attainable_gains(province, year))

    @memoized
    def good_year(self, province: str, year: int) -> expected_change.GoodYear:
        """The same for the total, as points of distance to the median; zeros where unknown.

        See ``lib.stats.forecasts.expected_change.good_year``.
        """
        own = self.position(year, TOTAL, province)
        found = None
        if own is not None:
            changes = references.changes_of_measure(self, TOTAL)
            found = expected_change.good_year(changes, year, own["gap_q50"], own["percentile"])
        return found or _NO_GOOD_YEAR

    @memoized_up_to(VIEWS)
    def target_mix(self, province: str, year: int, target: Target) -> TargetMix | None:
        """The gains that reach a target beyond what comes anyhow (see ``lib.stats.targets``)."""
        return find_mix(
            self.split_gains(province, year),
            self.ranking(year, TOTAL),
            province,
            year,
            target,
            column="extra",
            expected=round(self.good_year(province, year).expected, 2),
        )

    @memoized
    def next_year(self, year: int, measure: str = TOTAL) -> next_year.NextYear | None:
        """All scores of the year after ``year`` as simulated (see ``learning.forecasts``)."""
        return forecasts.next_year(self, year, measure)

    @cached_property
    def past_forecasts(self) -> pd.DataFrame:
        """Past years forecast from the years before (see ``next_year.forecast_past_years``)."""
        return forecasts.past_forecasts(self)

    @cached_property
    def tested_changes(self) -> pd.DataFrame:
        """The changes that those forecasts are of (see ``lib.model.learning.references``)."""
        return references.tested_changes(self)

    @cached_property
    def learns_from_63(self) -> bool:
        """Whether gains, chances and ranges of these 34 are learnt from the 63 as well."""
        return references.learns_from_63(self)

    @cached_property
    def forecast_skill(self) -> pd.DataFrame:
        """From which groups the chances know more than base rates (see ``forecasts.skill``)."""
        scores = skill.score_forecasts(self.past_forecasts, self.tested_changes)
        return skill.skill_by_group(scores)

    @cached_property
    def threshold_moves(self) -> pd.DataFrame:
        """How far the thresholds of the total moved (see ``forecasts.threshold_moves``)."""
        return references.moves_of_thresholds(self)

    @memoized
    def transitory_sd(self, year: int, measure: str) -> float:
        """What passes from a score within a year (see ``forecasts.rank_uncertainty``)."""
        changes = references.changes_of_measure(self, measure)
        return rank_uncertainty.transitory_sd(changes, year)

    def spread_of_change(self, year: int) -> float:
        """How far a total moves within a year where nothing lasts (standard deviation, points)."""
        return rank_uncertainty.spread_of_change(self.transitory_sd(year, TOTAL))

    @memoized
    def simulated_ranks(self, year: int, measure: str) -> pd.DataFrame:
        """Ranks of a year were all scores off by chance (see ``forecasts.rank_uncertainty``)."""
        spread = self.transitory_sd(year, measure)
        return rank_uncertainty.simulate_ranks(self.ranking(year, measure), spread)

    @cached_property
    def compared_totals(self) -> pd.DataFrame:
        """Changes of the total on the parts that compare (see ``changes.comparable_totals``)."""
        return compact_integers(compare_totals(self.yearly_changes, self.positions))

    @cached_property
    def mix_trials(self) -> pd.DataFrame:
        """What past mixes promised and brought (see ``gains.mix_frequency``)."""
        if self.learns_from_63 and self.dataset_of_63:
            return self.dataset_of_63.mix_trials
        trials = past_trials(self.yearly_changes, self.positions, self.tables.breaks)
        return compact_integers(trials)

    @memoized
    def rank_bounds(self, year: int) -> pd.DataFrame:
        """Ranks and groups by the total with the unpublished (see ``forecasts.unpublished``)."""
        return unpublished.rank_bounds(self.ranking(year, TOTAL), len(self.provinces))

    @memoized
    def printed_groups(self, year: int) -> dict[str, int]:
        """Groups by the printed counts, by province; {} where no counts are known.

        See ``forecasts.unpublished.printed_groups``.
        """
        totals = self.ranking(year, TOTAL)
        groups = unpublished.printed_groups(totals, self.tables.group_counts, year).dropna()
        return {totals.at[i, "province"]: int(group) for i, group in groups.items()}

    @memoized
    def member_gaps(self, year: int) -> pd.DataFrame:
        """How far apart the members of every merged province are, by the total.

        See ``lib.stats.mergers.member_gaps``.
        """
        return mergers.member_gaps(self.ranking(year, TOTAL), self.tables.mergers, year)

    @memoized_up_to(VIEWS)
    def compare_members(self, successor: str, year: int) -> pd.DataFrame:
        """The members of one of the 34 in every measure (see ``lib.stats.mergers``)."""
        return mergers.compare_members(self.positions_of_year(year), self.members[successor], year)
