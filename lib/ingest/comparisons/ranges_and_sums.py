"""The figures of a file against each other: possible, added up right, each there once."""

from typing import Any

import pandas as pd

from lib.ingest.comparisons.rounding import rounding_error
from lib.ingest.issues import Issue, problem, question
from lib.ingest.layouts.shared import ScoreCell
from lib.stats.ranking import DIMENSION_MAX, TOTAL

SUM_TOLERANCE = 0.001  # points between a sum and its parts
_BINARY_ERROR = 1e-9  # points by which adding floats may miss
# Numbers that stand for "no data" in statistical files; a dimension may have 8 or 9 points.
_LARGE_SENTINELS = {float(digit * n) for digit in "89" for n in range(2, 6)}
_SENTINELS = {-1.0, -8.0, -9.0} | _LARGE_SENTINELS | {-number for number in _LARGE_SENTINELS}
_MIN_SENTINELS = 2  # cells with one; a single one may be a typing error
_NAMED = 3  # provinces that a sentence names


def check_ranges(
    cells: list[ScoreCell], measured: pd.DataFrame, decimals: dict[int, int]
) -> list[Issue]:
    """Scores that cannot be: a sub-dimension has at most an equal part of its dimension's points.

    Args:
        cells: the scores.
        measured: year, dimension, sub_dimension of all that is measured.
        decimals: of the years with rounded scores.
    """
    n_parts = measured.groupby(["year", "dimension"])["sub_dimension"].transform("size")
    keys = zip(measured["year"], measured["sub_dimension"], strict=True)
    largest = dict(zip(keys, (DIMENSION_MAX / n_parts).to_numpy(), strict=True))
    n_dimensions = measured.groupby("year")["dimension"].nunique().to_dict()
    issues = []
    for cell in cells:
        if cell.measure == TOTAL:
            top = DIMENSION_MAX * n_dimensions.get(cell.year, 0)
        else:
            top = largest.get((cell.year, cell.measure), DIMENSION_MAX)
        if not 0 < cell.score <= top + max(SUM_TOLERANCE, rounding_error(cell.year, decimals)):
            values = {"measure": cell.measure, "province": cell.province}
            issues.append(
                problem("range", cell.location, score=cell.score, top=float(top), **values)
            )
    return issues


def set_apart_sentinels(cells: list[ScoreCell]) -> tuple[list[ScoreCell], list[Issue]]:
    """Leave out numbers that stand for "no data", such as -99 and 999, where they repeat.

    Returns:
        the other cells, and a question for each such number of a year.
    """
    found: dict[tuple[int, float], list[ScoreCell]] = {}
    for cell in cells:
        if cell.score in _SENTINELS:
            found.setdefault((cell.year, cell.score), []).append(cell)
    repeated = {key: same for key, same in found.items() if len(same) >= _MIN_SENTINELS}
    issues = []
    for (year, number), same in sorted(repeated.items()):
        provinces = list(dict.fromkeys(cell.province for cell in same))
        values: dict[str, Any] = {
            "year": year,
            "n": len(same),
            "value": f"{number:g}".replace("-", "−"),
            "provinces": ",".join(provinces[:_NAMED]),
            "more": ", …" if len(provinces) > _NAMED else "",
        }
        issues.append(question("sentinel", same[0].location, **values))
    return [cell for cell in cells if (cell.year, cell.score) not in repeated], issues


def check_sums(
    cells: list[ScoreCell], measured: pd.DataFrame, decimals: dict[int, int]
) -> list[Issue]:
    """A dimension must be the sum of its sub-dimensions, the total that of the dimensions.

    Rounded parts and their rounded sum may differ by half a unit of the last decimal each. A total
    that is the sum of all sub-dimensions is right where a printed dimension is wrong.
    """
    parts: dict[int, dict[str, list[str]]] = {}  # sub-dimensions by year and dimension
    for row in measured.itertuples(index=False):
        parts.setdefault(row.year, {}).setdefault(row.dimension, []).append(row.sub_dimension)
    cells_of_rows: dict[tuple[int, str], dict[str, ScoreCell]] = {}
    for cell in cells:
        cells_of_rows.setdefault((cell.year, cell.province), {})[cell.measure] = cell
    issues = []
    for (year, _), row_cells in cells_of_rows.items():
        sums: dict[str, float] = {}
        printed: dict[str, float] = {}
        wrong: list[Issue] = []
        for dimension, codes in parts.get(year, {}).items():
            if all(code in row_cells for code in codes):
                sums[dimension] = sum(row_cells[code].score for code in codes)
            if dimension in row_cells:
                within = max(SUM_TOLERANCE, rounding_error(year, decimals) * (len(codes) + 1))
                wrong += _check_sum(row_cells[dimension], sums.get(dimension), within)
                printed[dimension] = row_cells[dimension].score
        issues += wrong
        if TOTAL in row_cells:
            n = len(parts.get(year, {}))
            within = max(SUM_TOLERANCE, rounding_error(year, decimals) * (n + 1))
            top = sums | printed
            total = sum(top.values()) if len(top) == n else None
            found = _check_sum(row_cells[TOTAL], total, within)
            if (
                wrong
                and len(sums) == n
                and abs(row_cells[TOTAL].score - sum(sums.values())) <= within
            ):
                found = []
            issues += found
    return issues


def _check_sum(cell: ScoreCell, sum_of_parts: float | None, within: float) -> list[Issue]:
    """A score against the sum of its parts, which is None where one of them is not there."""
    values: dict[str, Any] = {"province": cell.province, "measure": cell.measure}
    values |= {"year": cell.year, "score": cell.score}
    if sum_of_parts is None:
        return [question("sum_open", cell.location, **values)]
    if abs(cell.score - sum_of_parts) > within + _BINARY_ERROR:
        values |= {"parts": float(sum_of_parts), "within": within}
        return [problem("sum", cell.location, **values)]
    return []


def check_duplicates(cells: list[ScoreCell]) -> list[Issue]:
    """Second scores of the same year, province and measure."""
    keys: set[tuple[int, str, str]] = set()
    issues = []
    for cell in cells:
        key = (cell.year, cell.province, cell.measure)
        if key in keys:
            values = {"province": cell.province, "measure": cell.measure, "year": cell.year}
            issues.append(problem("twice", cell.location, **values))
        keys.add(key)
    return issues
