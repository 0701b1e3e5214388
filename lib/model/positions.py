"""Positions by year, measure and province, and what was measured in which year."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from lib.model.memoized import memoized
from lib.model.names import Names
from lib.stats.ranking import DIMENSION_MAX, TOTAL, measured_sub_dimensions, rounded_parts


@dataclass(frozen=True)
class Positions(Names):
    """Look-ups in ``positions``, one row a year, measure and province that has a score.

    The columns are those of ``lib.stats.ranking.compute_positions``. Tables that are returned
    are shared between all callers and must not be changed.
    """

    positions: pd.DataFrame

    @cached_property
    def years(self) -> list[int]:
        """The years that have positions, ascending."""
        return sorted(int(y) for y in self.positions["year"].unique())

    @memoized
    def positions_of_year(self, year: int) -> pd.DataFrame:
        """All positions of one year.

        Raises:
            KeyError: The year has no positions.
        """
        rows = self._rows_by_year[year]
        if rows[-1] - rows[0] == len(rows) - 1:  # sorted by year: nothing is copied
            return self.positions.iloc[rows[0] : rows[-1] + 1]
        # A copy keeps columns of a kind together, which makes taking rows twice as fast.
        return self.positions.take(rows).copy()

    @memoized
    def ranking(self, year: int, measure: str) -> pd.DataFrame:
        """The positions in one measure of one year, best rank first."""
        table = self.positions_of_year(year)
        return table[table["measure"] == measure]

    def position(self, year: int, measure: str, province: str) -> pd.Series | None:
        """One province's position, or None where it has no score."""
        row = self._row_numbers(year).get(province, {}).get(measure)
        return None if row is None else self.positions_of_year(year).iloc[row]

    def total_position(self, year: int, province: str) -> pd.Series:
        """A province's position by the total.

        Raises:
            LookupError: The province has no total in that year.
        """
        own_total = self.total_positions(year).get(province)
        if own_total is None:
            raise LookupError(f"{province} has no total in {year}")
        return own_total

    @memoized
    def total_positions(self, year: int) -> dict[str, pd.Series]:
        """The positions by the total of one year, by province, best rank first."""
        table = self.ranking(year, TOTAL)
        return {province: table.iloc[row] for row, province in enumerate(table["province"])}

    @memoized
    def positions_of_measure(self, measure: str) -> pd.DataFrame:
        """All positions in one measure, of every year."""
        return self.positions[self.positions["measure"] == measure].copy()

    def total_ranks(self, province: str) -> dict[int, int]:
        """A province's rank by the total in every year in which it has one, ascending."""
        return self.ranks_over_years(TOTAL, province)

    def ranks_over_years(self, measure: str, province: str) -> dict[int, int]:
        """A province's rank in a measure in every year in which it has one, ascending."""
        return self._ranks_by_province(measure).get(province, {})

    def positions_of(self, year: int, province: str, measures: Iterable[str]) -> pd.DataFrame:
        """One province's positions in those of the measures that it has, in their order."""
        rows = self._row_numbers(year).get(province, {})
        return self.positions_of_year(year).take([rows[m] for m in measures if m in rows])

    def positions_best_first(
        self, year: int, province: str, measures: Iterable[str]
    ) -> pd.DataFrame:
        """One province's positions in these measures, highest percentile first, ties by code."""
        rows = self._row_numbers(year).get(province, {})
        percentiles = self.positions_of_year(year)["percentile"].to_numpy()
        scored = [measure for measure in measures if measure in rows]
        ordered = sorted(scored, key=lambda measure: (-percentiles[rows[measure]], measure))
        return self.positions_of(year, province, ordered)

    def positions_of_province(self, province: str) -> pd.DataFrame:
        """One province's positions in every measure of every year."""
        return self.positions.take(self._rows_by_province.get(province, []))

    def scores_of(self, year: int, province: str) -> dict[str, float]:
        """One province's scores of a year by measure."""
        scores = self.positions_of_year(year)["score"].to_numpy()
        rows = self._row_numbers(year).get(province, {})
        return {measure: float(scores[row]) for measure, row in rows.items()}

    def ranks_of(self, year: int, province: str) -> dict[str, int]:
        """One province's ranks of a year by measure."""
        ranks = self.positions_of_year(year)["rank"].to_numpy()
        rows = self._row_numbers(year).get(province, {})
        return {measure: int(ranks[row]) for measure, row in rows.items()}

    def dimension_positions(self, year: int, province: str) -> pd.DataFrame:
        """One province's positions in the dimensions, in the official order."""
        return self.positions_of(year, province, self.dimensions(year))

    def scored_dimensions(self, year: int, province: str) -> list[str]:
        """The dimensions in which the province has a score that year."""
        rows = self._row_numbers(year).get(province, {})
        return [dimension for dimension in self.dimensions(year) if dimension in rows]

    def unscored_provinces(self, year: int, measure: str) -> list[str]:
        """The provinces without a score, by code."""
        scored = set(self.ranking(year, measure)["province"])
        return [code for code in self.provinces.index if code not in scored]

    def years_with_total(self, province: str) -> list[int]:
        """The years in which the province has a total, ascending."""
        return list(self.total_ranks(province))

    @cached_property
    def measured_sub_dimensions(self) -> pd.DataFrame:
        """What was measured when: year, sub_dimension, dimension."""
        return measured_sub_dimensions(self.tables.sub_dimensions, self.years)

    def dimensions(self, year: int) -> list[str]:
        """The dimensions measured in a year, in the official order."""
        return list(self._sub_dimensions_by_dimension[year])

    def sub_dimensions(self, year: int, dimension: str) -> list[str]:
        """The sub-dimensions of a dimension measured in a year, in the official order."""
        return list(self._sub_dimensions_by_dimension[year].get(dimension, []))

    def measures(self, year: int) -> list[str]:
        """Every measure of a year: the total, then each dimension with its sub-dimensions."""
        out = [TOTAL]
        for dimension in self.dimensions(year):
            out += [dimension, *self.sub_dimensions(year, dimension)]
        return out

    def max_score(self, year: int) -> int:
        """The most points that a total can have in a year (60 or 80)."""
        return DIMENSION_MAX * len(self.dimensions(year))

    def scale_since(self, year: int) -> int:
        """The first year, up to this one, since which a total has had the same maximum."""
        earlier = [y for y in self.years if y <= year]
        other = [y for y in earlier if self.max_score(y) != self.max_score(year)]
        return min(y for y in earlier if not other or y > other[-1])

    def is_rounded(self, year: int, measure: str, province: str) -> bool:
        """Whether a score is known to fewer decimals than the printed sum above it."""
        return (year, measure, province) in self._rounded

    @cached_property
    def _rounded(self) -> set[tuple[int, str, str]]:
        """Year, measure and province of the scores that are only known rounded."""
        tables = self.tables
        rows = rounded_parts(tables.scores, self.measured_sub_dimensions, tables.printed_scores)
        columns = rows["year"], rows["measure"], rows["province"]
        return {(int(year), m, p) for year, m, p in zip(*columns, strict=True)}

    @cached_property
    def _rows_by_year(self) -> dict[int, np.ndarray]:
        return {int(y): rows for y, rows in self.positions.groupby("year").indices.items()}

    @cached_property
    def _rows_by_province(self) -> dict[str, np.ndarray]:
        return {str(p): rows for p, rows in self.positions.groupby("province").indices.items()}

    @memoized
    def _ranks_by_province(self, measure: str) -> dict[str, dict[int, int]]:
        """Ranks in a measure, by province, then year, ascending."""
        columns = ["province", "year", "rank"]
        table = self.positions_of_measure(measure)[columns].sort_values("year")
        out: dict[str, dict[int, int]] = {}
        for province, year, rank in table.itertuples(index=False):
            out.setdefault(province, {})[int(year)] = int(rank)
        return out

    @memoized
    def _row_numbers(self, year: int) -> dict[str, dict[str, int]]:
        """Row numbers in ``positions_of_year`` by province, then measure."""
        table = self.positions_of_year(year)
        out: dict[str, dict[str, int]] = {}
        pairs = zip(table["province"], table["measure"], strict=True)
        for row, (province, measure) in enumerate(pairs):
            out.setdefault(province, {})[measure] = row
        return out

    @cached_property
    def _sub_dimensions_by_dimension(self) -> dict[int, dict[str, list[str]]]:
        """Sub-dimensions by year, then dimension, all in the official order."""
        out: dict[int, dict[str, list[str]]] = {year: {} for year in self.years}
        ordered = self.measured_sub_dimensions.sort_values(["year", "sub_dimension"])
        for row in ordered.itertuples(index=False):
            out[row.year].setdefault(row.dimension, []).append(row.sub_dimension)
        return out
