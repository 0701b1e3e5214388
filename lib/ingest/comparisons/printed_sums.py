"""Dimensions and totals that a file prints otherwise than as the sum of its parts."""

from typing import Any

import pandas as pd

from lib.datasets.tables import Tables
from lib.ingest.issues import STORED_DECIMALS, Issue, note, question
from lib.ingest.layouts.shared import RecognizedScores
from lib.stats.ranking import scores_by_measure

_KEY = ["year", "province", "measure"]
# Points: thirty parts with six decimals and a sum with seven digits in all differ by less.
_EXACT = 3e-5
_MAX_NAMED = 3  # provinces that a sentence names
_SAME = 0.001  # points between a printed sum and one that is kept already, which then stays


def keep_printed_sums(
    recognized: RecognizedScores,
    scores: pd.DataFrame,
    measured: pd.DataFrame,
    unchanged_years: set[int],
    file: str,
    tables: Tables,
) -> tuple[pd.DataFrame, list[Issue]]:
    """The printed sums of all years with those of a file.

    Args:
        recognized: the dimensions and totals of the file, which agree with their parts within the
            tolerance of ``checks``.
        scores: year, province, sub_dimension, score (points) of the file's years as they would be
            stored.
        measured: year, dimension, sub_dimension of all that is measured.
        unchanged_years: those of which nothing of the file is stored.
        file: its name, which is the source of what it prints.
        tables: the present data.

    Returns:
        ``tables.printed_scores`` as it would be stored. A present row stays unless the file prints
        another figure; of the file's years it goes where the parts now add up to it. Then a note
        on new rows, and a question for each year of which present ones are replaced.
    """
    present = tables.printed_scores
    cells = [
        (c.year, c.province, c.measure, round(c.score, STORED_DECIMALS))
        for c in recognized.cells
        if "." not in c.measure and c.year not in unchanged_years
    ]
    file_sums = pd.DataFrame(cells, columns=[*_KEY, "score"]).drop_duplicates(_KEY)
    if file_sums.empty:
        return present, []
    file_sums = file_sums.astype({"year": "int64", "score": float}).assign(source=file)
    beside = file_sums.merge(present, on=_KEY, how="left", suffixes=("", "_present"))
    is_known = (beside["score"] - beside["score_present"]).abs() <= _SAME
    complete = scores_by_measure(scores, measured)[_KEY]  # others are never used
    new = beside.loc[~is_known, [*_KEY, "score", "source"]].merge(complete, on=_KEY)
    both = pd.concat([part for part in (present, new) if len(part)] or [present])
    both = both.drop_duplicates(_KEY, keep="last")
    after = _without_plain_sums(both, scores, measured, set(file_sums["year"]))
    after = after.sort_values(_KEY, ignore_index=True)[list(present.columns)]
    return after.astype(present.dtypes.to_dict()), _issues(present, after)


def _without_plain_sums(
    printed: pd.DataFrame, scores: pd.DataFrame, measured: pd.DataFrame, years: set[int]
) -> pd.DataFrame:
    """The printed sums of which those of ``years`` are not what their sub-dimensions add up to."""
    sums = scores_by_measure(scores, measured)
    beside = printed.merge(sums, on=_KEY, how="left", suffixes=("", "_sum"))
    is_plain = (beside["score"] - beside["score_sum"]).abs() <= _EXACT
    return printed[~(is_plain & beside["year"].isin(years)).to_numpy()]


def _issues(present: pd.DataFrame, after: pd.DataFrame) -> list[Issue]:
    """What is new or replaced, by year."""
    beside = after.merge(present, on=_KEY, how="left", suffixes=("", "_present"))
    issues = []
    for year, rows in beside.groupby("year"):
        is_new = rows["score_present"].isna()
        replaced = ~is_new & rows["score"].ne(rows["score_present"])
        if n := int(is_new.sum()):
            issues.append(note("printed_sums", year=int(year), n=n, **_provinces(rows[is_new])))
        if n := int(replaced.sum()):
            values = _provinces(rows[replaced])
            issues.append(question("printed_other", year=int(year), n=n, **values))
    return issues


def _provinces(rows: pd.DataFrame) -> dict[str, Any]:
    """How many provinces the rows are of, and the first of them."""
    codes = list(dict.fromkeys(rows["province"]))
    more = ", …" if len(codes) > _MAX_NAMED else ""
    return {"units": len(codes), "provinces": ",".join(codes[:_MAX_NAMED]), "more": more}
