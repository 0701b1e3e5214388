"""One column of scores beside the wrong provinces: sorted by itself, copied, or shifted by a row.

With dimensions or a total in the file the sums tell it (``column_faults``). Where a file has
sub-dimensions alone nothing contradicts itself, so the column is compared with its own order and
with the scores of the year before.

On the 352 columns of 2011-2024, listed by code, by name in either language, by region and by what
the provinces became, no more than 8 neighbouring scores rise or fall, no more than 3 are equal, and
none of the 1,605 with a year before fits it better by 16 % one row away; of columns shifted by a
row 68 to 83 % do. None fits better by 22 % where only its rows from some row on are moved; of
columns so shifted from the 11th, 21st or 31st row on, a third do.
"""

from itertools import pairwise

import numpy as np
import pandas as pd

from lib.ingest.issues import Issue, question
from lib.ingest.layouts.shared import RecognizedScores, ScoreCell
from lib.ingest.limits import check_time

_LONG_RUN = 12  # scores that only rise or only fall
_LONG_COPY = 4  # scores that are equal to all decimals
_FULL_DECIMALS = 4  # at least, of a score that is hardly equal to another by chance
_MARGIN = 0.16  # by which a column fits the year before better one row away
_PART_MARGIN = 0.22  # the same of its lower part alone
_MIN_PROVINCES = 17


def check_lone_columns(
    new: pd.DataFrame, before: pd.DataFrame, year: int, recognized: RecognizedScores
) -> list[Issue]:
    """Ask about columns that look sorted by themselves or shifted by one row.

    Args:
        new: the scores of ``year``: province, sub_dimension, score (points).
        before: the same of the year before.
        year: of the file.
        recognized: where the scores stand in the file.
    """
    columns: dict[str, list[ScoreCell]] = {}
    for cell in recognized.cells:
        if cell.year == year and "." in cell.measure:
            columns.setdefault(cell.measure, []).append(cell)
    if len({cells[0].location.across() for cells in columns.values()}) < len(columns):
        return []  # a row a score: whole rows are moved, with their provinces
    scores = {(r.province, r.sub_dimension): r.score for r in new.itertuples()}
    former = {(r.province, r.sub_dimension): r.score for r in before.itertuples()}
    issues = []
    for measure, cells in sorted(columns.items()):
        check_time()
        in_file = sorted(cells, key=lambda cell: (cell.location.row, cell.location.column))
        keys = [(cell.province, measure) for cell in in_file]
        now = np.array([scores.get(key, np.nan) for key in keys])
        then = np.array([former.get(key, np.nan) for key in keys])
        place, values = cells[0].location.across(), {"measure": measure, "year": year}
        if len(now) < _MIN_PROVINCES:
            continue
        if (run := longest_run(now)) >= _LONG_RUN:
            issues.append(question("column_sorted", place, n=run, **values))
        elif (run := longest_copy(in_file)) >= _LONG_COPY:
            issues.append(question("column_copied", place, n=run, **values))
        elif (
            fit_of_shift(now, then) < 1 - _MARGIN
            or fit_of_shifted_part(now, then) < 1 - _PART_MARGIN
        ):
            issues.append(question("column_shifted", place, **values))
    return issues


def longest_run(values: np.ndarray) -> int:
    """The most neighbouring figures that only rise or only fall; equal ones add nothing.

    Args:
        values: in the order of the file.
    """
    best = 1
    for sign in (1, -1):
        run = 1
        for step in sign * np.diff(values):
            if step > 0:
                run += 1
            elif step < 0 or np.isnan(step):
                run = 1
            best = max(best, run)
    return best


def longest_copy(cells: list[ScoreCell]) -> int:
    """The most neighbouring scores that are equal, rounded ones left out."""
    best = run = 1
    for before, cell in pairwise(cells):
        is_full = cell.decimals >= _FULL_DECIMALS
        run = run + 1 if is_full and cell.score == before.score else 1
        best = max(best, run)
    return best


def fit_of_shifted_part(now: np.ndarray, then: np.ndarray) -> float:
    """``fit_of_shift`` of a column whose rows are moved from some row on, the best such row."""
    a, b = _standardize(now), _standardize(then)
    own = np.abs(a - b)
    if not _distance(a, b) > 0 or len(own) <= _MIN_PROVINCES:
        return 1.0
    best = whole = float(np.nanmean(own))
    for moved in (
        np.append(np.abs(a[1:] - b[:-1]), np.nan),  # row by row beside the province before
        np.insert(np.abs(a[:-1] - b[1:]), 0, np.nan),
    ):
        for first in range(1, len(own) - _MIN_PROVINCES):
            best = min(best, float(np.nanmean(np.append(own[:first], moved[first:]))))
    return best / whole


def fit_of_shift(now: np.ndarray, then: np.ndarray) -> float:
    """How far a column is from the year before when moved by a row, in parts of how far it is.

    Args:
        now, then: the scores (points) of the same provinces in the order of the file, NaN for none.

    Returns:
        the lesser of the mean distances one row up and down by the mean distance as it stands, all
        in interquartile ranges from the median; 1 where there is nothing to compare.
    """
    a, b = _standardize(now), _standardize(then)
    own = _distance(a, b)
    if not own > 0:
        return 1.0
    return min(_distance(a[1:], b[:-1]), _distance(a[:-1], b[1:])) / own


def _standardize(values: np.ndarray) -> np.ndarray:
    """Each figure by its distance from the median in interquartile ranges."""
    if np.isnan(values).all():
        return values
    low, middle, high = np.nanquantile(values, [0.25, 0.5, 0.75])
    return (values - middle) / (high - low) if high > low else np.full(len(values), np.nan)


def _distance(a: np.ndarray, b: np.ndarray) -> float:
    """The mean distance of two columns where both have figures; NaN where they never have."""
    both = np.abs(a - b)
    both = both[~np.isnan(both)]
    return float(both.mean()) if len(both) >= _MIN_PROVINCES - 1 else float("nan")
