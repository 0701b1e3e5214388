"""The figures of a file beside the present data: the same, or those of another year."""

from typing import Any

import pandas as pd

from lib.datasets.tables import Tables
from lib.ingest.comparisons.rounding import decimals_of_cells, half_unit
from lib.ingest.issues import (
    PROBLEM,
    STORED_DECIMALS,
    Issue,
    IssueCode,
    note,
    problem,
    question,
    with_units,
)
from lib.ingest.layouts.shared import RecognizedScores, ScoreCell
from lib.ingest.limits import check_time
from lib.ingest.plausibility import ROUNDING_TOLERANCE

_EQUAL = 0.9  # of the scores that a file and a published year have in common
_MIN_COMMON = 200  # such scores, to say that two years are equal
# What a year lacks, or has and should not have, by the measures of its columns.
_OF_COLUMNS: set[IssueCode] = {
    "column_missing", "not_measured", "not_yet", "ended", "extended", "header_renamed",
    "header_like", "header_torn", "column_unknown", "columns_unknown", "sum", "sums", "sum_open",
    "range",
}  # fmt: skip


def compare_with_present(part: RecognizedScores, tables: Tables) -> list[Issue]:
    """What a sheet of a published year says otherwise than the data; nothing of it is stored.

    Args:
        part: the sheet. Scores that are rounded differ only beyond their rounding.
        tables: the present data.

    Returns:
        A note that the sheet says the same, or a note a score that differs. Of a rounded sheet one
        note says so; one of a sheet that has the figures of another year names both years.
    """
    issues: list[Issue] = []
    for year in sorted(part.columns):
        check_time()
        cells = [c for c in part.cells if c.year == year and "." in c.measure]
        if (part.units.get(year) == "34") != (year in tables.years_of_34) or not cells:
            issues.append(note("older_unread", part.sheet_of_year(year), year=year))
            continue
        issues += _compare_year(year, cells, part, tables)
    return with_units(issues, part.units)


def _compare_year(
    year: int, cells: list[ScoreCell], part: RecognizedScores, tables: Tables
) -> list[Issue]:
    """``compare_with_present`` of one year."""
    location = part.sheet_of_year(year)
    of_year = tables.scores[tables.scores["year"] == year]
    keys = (of_year[name].to_numpy(dtype=object) for name in ("province", "sub_dimension"))
    present = dict(zip(zip(*keys, strict=True), of_year["score"], strict=True))
    decimals = decimals_of_cells(cells)
    issues = []
    for cell, rounded in zip(cells, decimals, strict=True):
        old = present.get((cell.province, cell.measure))
        within = max(half_unit(rounded), ROUNDING_TOLERANCE)
        if old is not None and abs(old - cell.score) <= within:
            continue
        values: dict[str, Any] = {"province": cell.province, "measure": cell.measure, "year": year}
        values |= {"old": "–" if old is None else float(old)}
        new = round(cell.score, STORED_DECIMALS)
        issues.append(note("older_differs", cell.location, **values, new=new))
    counts: dict[str, Any] = {"year": year, "n": len(cells)}
    if len(issues) > (1 - _EQUAL) * len(cells):
        others = _years_of_scores(cells, tables)
        if others and year not in others:
            return [note("older_other", location, year=year, other=others[-1])]
    shortened = [number for number in decimals if number is not None]
    if shortened:
        counts |= {"decimals": max(shortened), "rounded": len(shortened)}
        code: IssueCode = "older_rounded" if issues else "older_same_rounded"
        return [note(code, location, **counts), *issues]
    return issues or [note("older_same", location, **counts)]


def name_year_of_scores(
    issues: list[Issue], recognized: RecognizedScores, tables: Tables
) -> list[Issue]:
    """The issues of a refused file, with the year whose figures it has in place of its columns.

    Under the tab of another year a sheet lacks columns, or has some too many, that no other header
    would mend.

    Args:
        issues: what is wrong with the file.
        recognized: its scores.
        tables: the present data.
    """
    for year in sorted(recognized.columns):
        of_columns = [
            issue
            for issue in issues
            if issue.code in _OF_COLUMNS and dict(issue.values).get("year", year) == year
        ]
        if all(issue.kind != PROBLEM for issue in of_columns):
            continue
        cells = [c for c in recognized.cells if c.year == year and "." in c.measure]
        others = _years_of_scores(cells, tables) if recognized.units.get(year) != "34" else []
        if others and year not in others:
            values = {"year": year, "other": others[-1]}
            issues = [issue for issue in issues if issue not in of_columns]
            issues.append(problem("year_of_scores", recognized.sheet_of_year(year), **values))
    return issues


def _years_of_scores(cells: list[ScoreCell], tables: Tables) -> list[int]:
    """The published years, in order, whose scores are those of a sheet.

    Args:
        cells: scores of sub-dimensions of one year.
        tables: the present data.
    """
    decimals = decimals_of_cells(cells)
    if 0 in decimals:
        return []  # whole numbers are those of many a year
    rows = [
        (cell.province, cell.measure, cell.score, max(half_unit(rounded), ROUNDING_TOLERANCE))
        for cell, rounded in zip(cells, decimals, strict=True)
    ]
    file = pd.DataFrame(rows, columns=["province", "sub_dimension", "score", "within"])
    both = file.merge(tables.scores, on=["province", "sub_dimension"], suffixes=("", "_present"))
    both["equal"] = (both["score"] - both["score_present"]).abs() <= both["within"]
    counts = both.groupby("year")["equal"].agg(["mean", "size"])
    enough = counts[(counts["mean"] >= _EQUAL) & (counts["size"] >= _MIN_COMMON)]
    return sorted(int(year) for year in enough.index)


def check_year_of_content(
    recognized: RecognizedScores, tables: Tables, confirmed: int | None
) -> list[Issue]:
    """Years whose figures are those of another published year.

    Args:
        recognized: the scores of the file.
        tables: the present data.
        confirmed: the year of the file as somebody has said.

    Returns:
        a problem where the data have other figures for that year, else a question.
    """
    issues = []
    present_years = set(tables.scores["year"])
    for year in sorted(recognized.columns):
        check_time()
        if recognized.units.get(year) == "34" or year == confirmed:
            continue
        cells = [c for c in recognized.cells if c.year == year and "." in c.measure]
        others = _years_of_scores(cells, tables)
        if not others or year in others:
            continue
        location = recognized.sheet_of_year(year)
        values = {"year": year, "other": max(others)}
        if year in present_years:
            issues.append(problem("year_of_scores", location, **values))
        else:
            issues.append(question("equals_year", location, **values))
    return issues
