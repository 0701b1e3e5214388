"""Sums that fail in many provinces: which column is at fault, and in which way; one sentence each.

A part that stands in the wrong cells leaves a trace: the sum minus the other parts is what should
stand there. Where these figures are found elsewhere in the file, the fault has a name.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.ingest.issues import Issue, IssueCode, Location, problem
from lib.ingest.layouts.shared import ScoreCell
from lib.ingest.limits import check_time
from lib.stats.ranking import TOTAL

MANY = 3  # provinces with the same fault that are named one by one
_NEARLY_ALL = 0.9  # of the provinces, to know the fault
_SAME_RATIO = 1e-3  # by which ratios of figures in another unit may differ
_ROUNDED = 3  # decimals of a rounded column at most


@dataclass(frozen=True, eq=False)
class _FailedSum:
    """A dimension or total of one year that is not the sum of its parts in many provinces.

    Attributes:
        measure: the code of the sum.
        issues: one for each province.
        grid: the scores of the year: a row a province in the order of the file, a column a measure.
        parts: the codes of its parts.
        missing: what the parts lack to the sum (points), by province.
        within: points by which they may differ.
    """

    measure: str
    issues: list[Issue]
    grid: pd.DataFrame
    parts: list[str]
    missing: pd.Series
    within: float

    def implied(self, code: str) -> pd.Series:
        """What would have to stand in a column for the sum to be right."""
        if code == self.measure:
            return self.grid[code] - self.missing
        return self.grid[code] + self.missing

    def fits(self, code: str, figures: pd.Series) -> bool:
        """Whether these figures are what would have to stand in a column."""
        off = (self.implied(code) - figures).abs().dropna()
        return len(off) > MANY and bool((off <= self.within).mean() >= _NEARLY_ALL)


def name_column_faults(
    cells: list[ScoreCell], measured: pd.DataFrame, decimals: dict[int, int], issues: list[Issue]
) -> list[Issue]:
    """The issues with sums that fail in many provinces as one issue each, which names the column.

    Args:
        cells: the scores of the file.
        measured: year, dimension, sub_dimension of all that is measured.
        decimals: of the years that are rounded as a whole.
        issues: of the sums, one for each province.
    """
    failed: dict[tuple[int, str], list[Issue]] = {}
    for issue in issues:
        values = dict(issue.values)
        if issue.code == "sum":
            failed.setdefault((int(str(values["year"])), str(values["measure"])), []).append(issue)
    many = {key: found for key, found in failed.items() if len(found) > MANY}
    if not many:
        return issues
    merged = {id(issue) for found in many.values() for issue in found}
    out = [issue for issue in issues if id(issue) not in merged]
    named: set[tuple[int, frozenset[str]]] = set()
    for (year, measure), found in many.items():
        of_year = [cell for cell in cells if cell.year == year]
        grid, places = _grid_of(of_year)
        parts = _parts_of(measure, measured[measured["year"] == year], grid)
        missing = grid[measure] - grid[parts].sum(axis=1, skipna=False)
        within = float(str(dict(found[0].values)["within"]))
        failed_sum = _FailedSum(measure, found, grid, parts, missing, within)
        rounded = {} if year in decimals else _rounded_columns(of_year)
        code, values = _find_fault(failed_sum, rounded)
        columns = frozenset({str(values["measure_column"]), str(values.get("measure_other", ""))})
        if code == "sums_exchanged" and (year, columns) in named:
            continue  # the other of the two sums that an exchange breaks
        named.add((year, columns))
        place = places[str(values["measure_column"]).split(",")[0]]
        out.append(problem(code, place, year=year, measure=measure, **values, **_count(found)))
    return out


def _grid_of(cells: list[ScoreCell]) -> tuple[pd.DataFrame, dict[str, Location]]:
    """The scores of a year as provinces by measures, and where each measure stands."""
    order: dict[str, int] = {}
    places: dict[str, Location] = {}
    for cell in cells:
        location = cell.location
        order.setdefault(cell.province, location.column if location.turned else location.row)
        places.setdefault(cell.measure, location.across())
    rows = [(cell.province, cell.measure, cell.score) for cell in cells]
    table = pd.DataFrame(rows, columns=["province", "measure", "score"])
    table = table.drop_duplicates(["province", "measure"])
    grid = table.pivot(index="province", columns="measure", values="score")
    return grid.loc[sorted(grid.index, key=lambda province: order[province])], places


def _parts_of(measure: str, measured: pd.DataFrame, grid: pd.DataFrame) -> list[str]:
    """The columns that a sum is made of; of a total the sub-dimensions where a dimension lacks."""
    parts: list[str] = []
    for dimension, rows in measured.groupby("dimension", sort=True):
        if measure == TOTAL and dimension in grid:
            parts.append(str(dimension))
        elif measure in (TOTAL, dimension):
            parts += list(rows["sub_dimension"])
    return parts


def _rounded_columns(cells: list[ScoreCell]) -> dict[str, int]:
    """The columns with few decimals, of a year that has full figures elsewhere."""
    most: dict[str, int] = {}
    for cell in cells:
        most[cell.measure] = max(most.get(cell.measure, 0), cell.decimals)
    return {measure: decimals for measure, decimals in most.items() if decimals <= _ROUNDED}


def _find_fault(failed: _FailedSum, rounded: dict[str, int]) -> tuple[IssueCode, dict[str, object]]:
    """The first fault that explains the sums of nearly all provinces."""
    check_time()
    columns = [*failed.parts, failed.measure]
    short = [code for code in columns if code in rounded]
    by_rounding = sum(0.5 * 10.0 ** -rounded[code] for code in short) + failed.within
    if short and failed.missing.abs().max() <= by_rounding:
        digits = max(rounded[code] for code in short)
        return "sums_rounded", {"measure_column": ",".join(short), "decimals": digits}
    for code, values in _faults(failed, columns):
        return code, values
    first = dict(failed.issues[0].values)
    example = {name: first[name] for name in ("province", "score", "parts")}
    return "sums", {"measure_column": failed.measure, **example}


def _faults(
    failed: _FailedSum, columns: list[str]
) -> Iterator[tuple[IssueCode, dict[str, object]]]:
    """The faults of one column that fit, the most telling first."""
    grid = failed.grid
    for code in columns:
        if any(failed.fits(code, grid[code].shift(step)) for step in (1, -1)):
            yield "sums_shifted", {"measure_column": code}
    for code in columns:
        for other in grid.columns:
            values = {"measure_column": code, "measure_other": other}
            if other != code and failed.fits(code, grid[other]):
                yield "sums_exchanged", values
            if other != code and _is_copy(grid[code], grid[other]):
                yield "sums_copied", values
    for code in columns:
        ratio = (failed.implied(code) / grid[code]).dropna()
        factor = float(ratio.median())
        same = (ratio / factor - 1).abs() <= _SAME_RATIO
        if abs(factor - 1) > 10 * _SAME_RATIO and same.mean() >= _NEARLY_ALL:
            yield "sums_scaled", {"measure_column": code, "factor": 1 / factor}
    for code in columns:
        wanted, found = np.sort(failed.implied(code).dropna()), np.sort(grid[code].dropna())
        if not len(wanted) == len(found) > MANY:
            continue
        if (np.abs(wanted - found) <= failed.within).mean() >= _NEARLY_ALL:
            yield "sums_reordered", {"measure_column": code}


def _is_copy(column: pd.Series, other: pd.Series) -> bool:
    """Whether two columns hold the same figures."""
    both = (column - other).abs().dropna()
    return len(both) > MANY and bool((both < 1e-9).mean() >= _NEARLY_ALL)


def _count(found: list[Issue]) -> dict[str, object]:
    """In how many provinces, and the first of them."""
    provinces = [str(dict(issue.values)["province"]) for issue in found]
    more = ", …" if len(provinces) > MANY else ""
    return {"n": len(provinces), "provinces": ",".join(provinces[:MANY]), "more": more}
