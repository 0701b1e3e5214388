"""The figures of a file beside the present data: the same, or those of another year."""

import pandas as pd

from lib.datasets.tables import Tables
from lib.ingest.issues import STORED_DECIMALS, Issue, note, problem, question
from lib.ingest.layouts.shared import RecognizedScores
from lib.ingest.limits import check_time
from lib.ingest.plausibility import ROUNDING_TOLERANCE

_EQUAL = 0.9  # of the scores that a file and a published year have in common
_MIN_COMMON = 200  # such scores, to say that two years are equal


def compare_with_present(
    part: RecognizedScores, tables: Tables, within: float = 0.0
) -> list[Issue]:
    """What a sheet of a published year says otherwise than the data; nothing of it is stored.

    Args:
        part: the sheet.
        tables: the present data.
        within: points of a difference that is rounding, where the sheet is rounded.

    Returns:
        a note that the sheet says the same, or a note a score that differs.
    """
    issues: list[Issue] = []
    within = max(within, ROUNDING_TOLERANCE)
    for year in sorted(part.columns):
        check_time()
        location = part.sheet_of_year(year)
        of_year = tables.scores[tables.scores["year"] == year]
        keys = (of_year[name].to_numpy(dtype=object) for name in ("province", "sub_dimension"))
        present = dict(zip(zip(*keys, strict=True), of_year["score"], strict=True))
        cells = [c for c in part.cells if c.year == year and "." in c.measure]
        if (part.units.get(year) == "34") != (year in tables.years_of_34) or not cells:
            issues.append(note("older_unread", location, year=year))
            continue
        differs = 0
        for cell in cells:
            old = present.get((cell.province, cell.measure))
            if old is not None and abs(old - cell.score) <= within:
                continue
            differs += 1
            values = {"province": cell.province, "measure": cell.measure, "year": year}
            old_value: float | str = "–" if old is None else float(old)
            score = round(cell.score, STORED_DECIMALS)
            issues.append(note("older_differs", cell.location, **values, old=old_value, new=score))
        if not differs:
            issues.append(note("older_same", location, year=year, n=len(cells)))
    return issues


def check_year_of_content(
    scores: pd.DataFrame, recognized: RecognizedScores, tables: Tables, confirmed: int | None
) -> list[Issue]:
    """Years whose figures are those of another published year.

    Args:
        scores: of the file: year, province, sub_dimension, score (points).
        recognized: where they stand.
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
        both = scores[scores["year"] == year].merge(
            tables.scores, on=["province", "sub_dimension"], suffixes=("", "_present")
        )
        both["equal"] = (both["score"] - both["score_present"]).abs() <= ROUNDING_TOLERANCE
        counts = both.groupby("year_present")["equal"].agg(["mean", "size"])
        enough = counts[(counts["mean"] >= _EQUAL) & (counts["size"] >= _MIN_COMMON)]
        others = [int(other) for other in enough.index]
        if not others or year in others:
            continue
        location = recognized.sheet_of_year(year)
        values = {"year": year, "other": max(others)}
        if year in present_years:
            issues.append(problem("year_other", location, **values))
        else:
            issues.append(question("equals_year", location, **values))
    return issues
