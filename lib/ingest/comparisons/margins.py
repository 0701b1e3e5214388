"""Intervals and standard errors of a file: kept as printed, once they agree with the scores."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from lib.datasets.tables import Tables
from lib.ingest.issues import PROBLEM, STORED_DECIMALS, Issue, note, problem, question
from lib.ingest.layouts.shared import MarginCell, RecognizedScores
from lib.stats.ranking import TOTAL, scores_by_measure
from lib.stats.sampling.standard_errors import IntervalLevel, interval_level, rounding_of

MARGIN_KEY = ["year", "province", "measure"]
MARGINS = [*MARGIN_KEY, "low", "high", "standard_error"]  # points, NaN where there is none
_WITHIN = 0.02  # by which half an interval may differ from the multiple of the others
_SUM_TOLERANCE = 0.001  # points between a printed total and the sum that is compared

_NARROW = 4  # half units of the last digit; next to usual intervals so wide one may have no width
_MANY = 10  # provinces that a sentence names


def read_margins(
    recognized: RecognizedScores,
    scores: pd.DataFrame,
    measured: pd.DataFrame,
    printed_scores: pd.DataFrame,
    tables: Tables,
) -> tuple[dict[str, pd.DataFrame], list[Issue]]:
    """The margins as they would be stored with those of a file, and what is wrong with these.

    Args:
        recognized: the margins of the file.
        scores: year, province, sub_dimension, score (points) as they would be stored.
        measured: year, dimension, sub_dimension of all that is measured.
        printed_scores: dimensions and totals that are not the sum of their parts, as they would
            be stored.
        tables: the present data.

    Returns:
        The table ``margins`` of ``IngestResult.extras``, where the file brings something new: a
        margin without a published score is left out, an error that is not above 0 is none. Then the
        issues: errors that are all 0, ends in the wrong order and intervals without a width that
        rounding does not explain refuse the file; what does not fit the score or the present data
        is asked.
    """
    if not recognized.margins:
        return {}, []
    published = scores_by_measure(scores, measured, printed_scores)
    table = _margin_table(recognized.margins).merge(published, on=MARGIN_KEY)
    issues = []
    for (year, measure), rows in table.groupby(["year", "measure"]):
        issues += _check_rows(rows, int(year), str(measure), _rounding_errors(rows))
    if any(issue.kind == PROBLEM for issue in issues):
        return {}, issues
    table["standard_error"] = table["standard_error"].where(table["standard_error"] > 0)
    has_any = table[["low", "high", "standard_error"]].notna().any(axis=1)
    table = table.loc[has_any, MARGINS].sort_values(MARGIN_KEY, ignore_index=True)
    after, other_issues = _merge(table, tables.margins)
    extras = {} if after.equals(tables.margins) else {"margins": after}
    return extras, [*issues, *other_issues, *_notes(table)]


def _merge(new: pd.DataFrame, present: pd.DataFrame) -> tuple[pd.DataFrame, list[Issue]]:
    """The margins of all years, and a question for each year of which present ones are replaced.

    A margin that the file does not have stays.
    """
    both = present.merge(new, on=MARGIN_KEY, suffixes=("_old", "_new"))
    differs = pd.Series(False, index=both.index)
    for name in MARGINS[len(MARGIN_KEY) :]:
        old, now = both[f"{name}_old"], both[f"{name}_new"]
        differs |= old.ne(now) & ~(old.isna() & now.isna())
    issues = [
        question("margins_other", year=int(year), n=len(rows), provinces=_codes(rows))
        for year, rows in both[differs].groupby("year")
    ]
    keys = pd.MultiIndex.from_frame(new[MARGIN_KEY])
    kept = present[~pd.MultiIndex.from_frame(present[MARGIN_KEY]).isin(keys)]
    after = pd.concat([part for part in (kept, new) if len(part)] or [present])
    after = after[list(present.columns)].sort_values(MARGIN_KEY, ignore_index=True)
    return after.astype(present.dtypes.to_dict()), issues


def _margin_table(cells: Iterable[MarginCell]) -> pd.DataFrame:
    """One row for each year, province and measure; the first of figures that come twice."""
    rows = [(c.year, c.province, c.measure, c.kind, round(c.value, STORED_DECIMALS)) for c in cells]
    table = pd.DataFrame(rows, columns=[*MARGIN_KEY, "kind", "value"])
    table = table.drop_duplicates([*MARGIN_KEY, "kind"])
    wide = table.pivot(index=MARGIN_KEY, columns="kind", values="value").reset_index()
    return wide.rename(columns={"error": "standard_error"}).reindex(columns=MARGINS)


def _rounding_errors(rows: pd.DataFrame) -> tuple[float, float]:
    """By how much the ends of intervals, and errors, may be rounded (points)."""
    ends = rows[["low", "high"]].to_numpy(float).ravel()
    return rounding_of(ends), rounding_of(rows["standard_error"].to_numpy(float))


def _check_rows(
    rows: pd.DataFrame, year: int, measure: str, rounding: tuple[float, float]
) -> list[Issue]:
    """The margins of one measure and year against each other and against the scores."""
    values: dict[str, Any] = {"year": year, "measure": measure}
    errors = rows["standard_error"].dropna()
    if len(errors) and (errors <= 0).all():
        return [problem("margins_zero", **values)]
    level = interval_level(rows[rows["standard_error"] > 0])
    without_width = rows["low"] == rows["high"]
    rounded_away = without_width & _may_be_rounded_away(rows, level, rounding)
    wrong = rows[(rows["low"] > rows["high"]) | (without_width & ~rounded_away)]
    if len(wrong):
        return [problem("margins_ends", provinces=_codes(wrong), **values)]
    issues = []
    if rounded_away.any():
        issues.append(note("margins_no_width", provinces=_codes(rows[rounded_away]), **values))
    half = (rows["high"] - rows["low"]) / 2
    off = (rows["high"] + rows["low"]) / 2 - rows["score"]
    ends, error_rounding = rounding
    within = ends + rounding_of(rows["score"].to_numpy(float)) + _SUM_TOLERANCE
    outside = off.abs() > half + within
    bad = {
        "margins_some_zero": rows["standard_error"] <= 0,
        "margins_outside": outside,
        "margins_skewed": (off.abs() > _WITHIN * half + within) & ~outside,
    }
    if level is not None:
        expected = level.multiple * rows["standard_error"]
        allowed = _WITHIN * expected + ends + level.multiple * error_rounding
        uneven = (half - expected).abs() > allowed
        bad["margins_uneven"] = uneven & (rows["standard_error"] > 0)
    for code, is_bad in bad.items():
        if is_bad.any():
            issues.append(question(code, provinces=_codes(rows[is_bad]), **values))  # type: ignore[arg-type]
    return issues


def _may_be_rounded_away(
    rows: pd.DataFrame, level: IntervalLevel | None, rounding: tuple[float, float]
) -> pd.Series:
    """Where the interval may be so narrow that both ends are rounded to one figure.

    Half of it is then no more than half a unit of the last digit of the ends. It is told from the
    error beside it; where there is none, from the intervals that have a width.
    """
    ends, error_rounding = rounding
    widths = rows["high"] - rows["low"]
    usual = float(widths[widths > 0].median())  # NaN where no interval has a width
    by_others = pd.Series(usual <= _NARROW * ends * (1 + 1e-6), index=rows.index)
    errors = rows["standard_error"].where(rows["standard_error"] > 0)
    if level is None:
        return by_others
    smallest = level.multiple * (errors - error_rounding) * (1 - _WITHIN)
    return (smallest <= ends).where(errors.notna(), by_others)


def _notes(margins: pd.DataFrame) -> list[Issue]:
    """What margins there are of each year, and which level the intervals have by their errors."""
    notes = []
    for year, rows in margins.groupby("year"):
        totals = rows[rows["measure"] == TOTAL]
        values: dict[str, Any] = {"year": int(year), "n": len(totals)}
        level = interval_level(rows)
        if level is None:
            notes.append(note("margins_bare", **values))
        elif level.is_known:
            multiple = round(level.multiple, level.decimals)
            found = {"multiple": multiple, "level": round(100 * level.level)}
            notes.append(note("margins", **(values | found)))
        elif level.is_common:
            low, high = (round(100 * bound) for bound in level.bounds)
            notes.append(note("margins_rounded", **values, low=low, high=high))
        else:
            notes.append(note("margins_varied", **values))
        if len(rows) > len(totals):
            more = len(rows) - len(totals)
            notes.append(note("margins_dimensions", year=int(year), n=more))
    return notes


def _codes(rows: pd.DataFrame) -> str:
    """The provinces of the rows as an issue holds them; of many the first."""
    codes = list(rows["province"])
    return ",".join(codes if len(codes) <= _MANY else [*codes[:_MANY], "…"])
