"""What is a change made of: the parts of a score, the province's own and others' part in a rank?

Scores and changes are in points, ranks in places (1 = best; a positive change is up).
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.stats.ranking import SCORE_DECIMALS, TOTAL, is_dimension

SAME, REDEFINED, ADDED, DROPPED = "same", "redefined", "added", "dropped"
_COLUMNS_READ = ["year", "province", "measure", "score", "prev_year"]
_PART_COLUMNS = ["before", "after", "change", "contribution", "status"]


@dataclass(frozen=True)
class RankSplit:
    """A change of rank by cause; all ranks are among the ``compared`` provinces.

    Attributes:
        before, after: ranks in the earlier and the later year.
        compared: number of provinces scored in both years.
        own_contribution, others_contribution: places (positive = up, may be halves); they add up to
            ``before - after``.
        rank_if_others_unchanged: the rank of the new score among the others' old ones.
        rank_if_own_unchanged: the rank of the old score among the others' new ones.
    """

    before: int
    after: int
    compared: int
    own_contribution: float
    others_contribution: float
    rank_if_others_unchanged: int
    rank_if_own_unchanged: int


def decompose(
    positions: pd.DataFrame,
    measured: pd.DataFrame,
    breaks: pd.DataFrame,
    province: str,
    year: int,
) -> pd.DataFrame:
    """What the change of a province's total since its previous published year is made of.

    Every row compares with the previous year of the total, even where the province was published
    in a single measure in between.

    Args:
        positions: see ``ranking.compute_positions``.
        measured: the result of ``ranking.measured_sub_dimensions``.
        breaks: sub_dimension, year (the first that does not compare with the year before).
        province: its code.
        year: the later of the two years.

    Returns:
        measure, dimension, before, after, change (points; NaN where the part was measured in one of
        the years only), contribution (points; adds up to the change of the total by dimension, to
        that of the dimension by sub-dimension), status (SAME; REDEFINED: in both years, but broken,
        or in a dimension made of other sub-dimensions; ADDED; DROPPED). The dimensions in the
        official order, each followed by its sub-dimensions; empty where no earlier total compares.
    """
    own_positions = positions[_COLUMNS_READ][positions["province"] == province]
    first = _previous_year(own_positions, year, "measure", TOTAL)
    return _parts_between(own_positions, measured, breaks, first, year)


def parts_of_change(
    positions: pd.DataFrame,
    measured: pd.DataFrame,
    province: str,
    year: int,
    parent: str = TOTAL,
    *,
    breaks: pd.DataFrame,
) -> pd.DataFrame:
    """What the change of the total or of a dimension since its previous published year is made of.

    Args:
        positions, measured, breaks, province, year: as in ``decompose``.
        parent: ``total`` or a dimension; each has its own previous year.

    Returns:
        measure, before, after, change, contribution, status as in ``decompose``: the dimensions of
        the total or the sub-dimensions of a dimension; contribution adds up to the parent's change.
    """
    own_positions = positions[_COLUMNS_READ][positions["province"] == province]
    first = _previous_year(own_positions, year, "measure", parent)
    table = _parts_between(own_positions, measured, breaks, first, year)
    dimension_rows = is_dimension(table["measure"])
    parts = dimension_rows if parent == TOTAL else ~dimension_rows & (table["dimension"] == parent)
    return table[["measure", *_PART_COLUMNS]][parts].reset_index(drop=True)


def split_rank_change(
    positions: pd.DataFrame, province: str, year: int, measure: str = TOTAL
) -> RankSplit | None:
    """How far a province's own change and how far the others' moved its rank.

    Provinces enter and leave, so the ranks are among those scored in both years and may differ
    from the published ones. What the province's own change did depends on whether the others
    change before or after it; each contribution is the mean of both orders, which is the Shapley
    value of two players (Shapley 1953). Ties share the best rank.

    Args:
        positions: see ``ranking.compute_positions``.
        province: its code.
        year: the later of the two years; the earlier is the previous one published.
        measure: total, dimension or sub-dimension; whether the latter two compare is not checked
            (see ``is_comparable``).

    Returns:
        The split, or None where no earlier score compares.
    """
    table = positions[_COLUMNS_READ][positions["measure"] == measure]
    first = _previous_year(table, year, "province", province)
    if first is None:
        return None
    old, new = (_lookup(table, y, "province", "score") for y in (first, year))
    other_provinces = (old.keys() & new.keys()) - {province}

    def rank(own_scores: dict[str, float], other_scores: dict[str, float]) -> int:
        return 1 + sum(other_scores[code] > own_scores[province] for code in other_provinces)

    before, after = rank(old, old), rank(new, new)
    others_unchanged, own_unchanged = rank(new, old), rank(old, new)
    return RankSplit(
        before=before,
        after=after,
        compared=len(other_provinces) + 1,
        own_contribution=((before - others_unchanged) + (own_unchanged - after)) / 2,
        others_contribution=((before - own_unchanged) + (others_unchanged - after)) / 2,
        rank_if_others_unchanged=others_unchanged,
        rank_if_own_unchanged=own_unchanged,
    )


def is_comparable(
    positions: pd.DataFrame,
    measured: pd.DataFrame,
    breaks: pd.DataFrame,
    measure: str,
    first: int,
    last: int,
) -> bool:
    """Whether a measure is the same in two years.

    Args:
        positions, measured, breaks: as in ``decompose``.
        measure: total, dimension or sub-dimension.
        first, last: the years, in either order.

    Returns:
        For the total, whether its maximum is the same; for a dimension, whether it is made of the
        same sub-dimensions and none of them breaks after the first year up to the last; for a
        sub-dimension, whether it was measured in both years and does not break.
    """
    if measure == TOTAL:
        is_total = (positions["measure"] == TOTAL).to_numpy()
        years, maxima = (positions[c].to_numpy()[is_total] for c in ("year", "max_score"))
        old, new = (set(maxima[years == y].tolist()) for y in (first, last))
        return bool(old) and old == new
    inside = measured[(measured["dimension"] == measure) | (measured["sub_dimension"] == measure)]
    old, new = (set(inside.loc[inside["year"] == y, "sub_dimension"]) for y in (first, last))
    broken = set(_broken_between(breaks, min(first, last), max(first, last)))
    return bool(old) and old == new and not old & broken


def _previous_year(table: pd.DataFrame, year: int, key: str, code: str) -> int | None:
    """The previous year that compares, of the row of ``year`` whose ``key`` is ``code``."""
    previous = _lookup(table, year, key, "prev_year").get(code)
    return None if previous is None or pd.isna(previous) else int(previous)


def _parts_between(
    own_positions: pd.DataFrame,
    measured: pd.DataFrame,
    breaks: pd.DataFrame,
    first: int | None,
    last: int,
) -> pd.DataFrame:
    """The table of ``decompose``, of one province's rows; empty where ``first`` is None."""
    if first is None:
        return _parts_between(own_positions, measured, breaks, last, last).iloc[:0]
    old, new = (_lookup(own_positions, year, "measure", "score") for year in (first, last))
    rows = []
    for measure, dimension, status in _part_status(measured, breaks, first, last):
        before, after = old.get(measure, np.nan), new.get(measure, np.nan)
        # A part that is new counts in full, and so does one that is gone.
        contribution = new.get(measure, 0.0) - old.get(measure, 0.0)
        points = (
            before,
            after,
            round(after - before, SCORE_DECIMALS),
            round(contribution, SCORE_DECIMALS),
        )
        rows.append((measure, dimension, *points, status))
    return pd.DataFrame(rows, columns=["measure", "dimension", *_PART_COLUMNS])


def _part_status(
    measured: pd.DataFrame, breaks: pd.DataFrame, first: int, last: int
) -> list[tuple[str, str, str]]:
    """measure, dimension, status of all that was measured in either year."""
    old, new = (_lookup(measured, year, "sub_dimension", "dimension") for year in (first, last))
    dimension_of = old | new
    broken = set(_broken_between(breaks, first, last)) & dimension_of.keys()
    rebuilt = {dimension_of[sub] for sub in old.keys() ^ new.keys()}
    redefined = rebuilt | {dimension_of[sub] for sub in broken}
    redefined |= {sub for sub in dimension_of if sub in broken or dimension_of[sub] in rebuilt}
    old_measures, new_measures = ({*part.keys(), *part.values()} for part in (old, new))

    def status(measure: str) -> str:
        if measure not in new_measures:
            return DROPPED
        if measure not in old_measures:
            return ADDED
        return REDEFINED if measure in redefined else SAME

    measures = sorted({*dimension_of, *dimension_of.values()})
    return [(measure, dimension_of.get(measure, measure), status(measure)) for measure in measures]


def _lookup(table: pd.DataFrame, year: int, key: str, value: str) -> dict:
    """One column by another in a year."""
    rows = np.flatnonzero(table["year"].to_numpy() == year)
    keys, values = (table[column].array[rows].tolist() for column in (key, value))
    return dict(zip(keys, values, strict=True))


def _broken_between(breaks: pd.DataFrame, first: int, last: int) -> pd.Series:
    """The sub-dimensions with a break after ``first``, up to and including ``last``."""
    return breaks.loc[(breaks["year"] > first) & (breaks["year"] <= last), "sub_dimension"]
