"""What a change is made of: parts of a score, the province's own and the others' part in a rank.

Scores and changes are in points, ranks in places (1 = best; a positive change is up).
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.stats.ranking import TOTAL

SAME, REDEFINED, ADDED, DROPPED = "same", "redefined", "added", "dropped"
DIMENSION, SUB_DIMENSION = "dimension", "sub_dimension"
_COLUMNS_READ = ["year", "province", "measure", "score", "prev_year"]
_PART_COLUMNS = ["before", "after", "change", "contribution", "status"]


def decompose(
    positions: pd.DataFrame,
    measured: pd.DataFrame,
    breaks: pd.DataFrame,
    province: str,
    year: int,
) -> pd.DataFrame:
    """What the change of a province's total on its previous published year is made of.

    Every row compares with the previous year of the total, even where the province was published
    in a single measure in between.

    Args:
        positions: see ``positions.positions``.
        measured: the result of ``positions.structure``.
        breaks: sub_dimension, year (the first that does not compare with the year before).
        province: its code.
        year: the later of the two years.

    Returns:
        measure, dimension, level (DIMENSION or SUB_DIMENSION), before, after, change (points; NaN
        where the part was measured in one of the years only), contribution (points; adds up to the
        change of the total by dimension, to that of the dimension by sub-dimension), status (SAME;
        REDEFINED: in both years, but broken, or in a dimension made of other sub-dimensions; ADDED;
        DROPPED). The dimensions in the official order, each followed by its sub-dimensions; empty
        where no earlier total compares.
    """
    own = positions.loc[positions["province"] == province, _COLUMNS_READ]
    return _parts_between(own, measured, breaks, _previous_year(own, TOTAL, year), year)


def parts_of_change(
    positions: pd.DataFrame,
    measured: pd.DataFrame,
    province: str,
    year: int,
    parent: str = TOTAL,
    *,
    breaks: pd.DataFrame,
) -> pd.DataFrame:
    """What the change of the total or of a dimension on its previous published year is made of.

    Args:
        positions, measured, breaks, province, year: as in ``decompose``.
        parent: ``total`` or a dimension; each has its own previous year.

    Returns:
        measure, before, after, change, contribution, status as in ``decompose``: the dimensions of
        the total or the sub-dimensions of a dimension; contribution adds up to the parent's change.
    """
    own = positions.loc[positions["province"] == province, _COLUMNS_READ]
    table = _parts_between(own, measured, breaks, _previous_year(own, parent, year), year)
    level = DIMENSION if parent == TOTAL else SUB_DIMENSION
    inside = (table["level"] == level) & ((table["dimension"] == parent) | (parent == TOTAL))
    return table.loc[inside, ["measure", *_PART_COLUMNS]].reset_index(drop=True)


def _previous_year(own: pd.DataFrame, measure: str, year: int) -> int | None:
    """The previous year that compares, of one province's rows."""
    found = own.loc[(own["year"] == year) & (own["measure"] == measure), "prev_year"].dropna()
    return None if found.empty else int(found.iloc[0])


def _parts_between(
    own: pd.DataFrame, measured: pd.DataFrame, breaks: pd.DataFrame, first: int | None, last: int
) -> pd.DataFrame:
    """Both levels as in ``decompose``, of one province's rows; empty where ``first`` is None."""
    if first is None:
        return _parts_between(own, measured, breaks, last, last).iloc[:0]
    old, new = (_lookup(own, year, "measure", "score") for year in (first, last))
    rows = []
    for measure, dimension, level, status in _part_status(measured, breaks, first, last):
        before, after = old.get(measure, np.nan), new.get(measure, np.nan)
        # A part that is new counts in full, and so does one that is gone.
        contribution = new.get(measure, 0.0) - old.get(measure, 0.0)
        points = (before, after, round(after - before, 6), round(contribution, 6))
        rows.append((measure, dimension, level, *points, status))
    return pd.DataFrame(rows, columns=["measure", "dimension", "level", *_PART_COLUMNS])


def _part_status(
    measured: pd.DataFrame, breaks: pd.DataFrame, first: int, last: int
) -> list[tuple[str, str, str, str]]:
    """measure, dimension, level, status of all that was measured in either year."""
    old, new = (_lookup(measured, year, "sub_dimension", "dimension") for year in (first, last))
    home = old | new
    broken = set(_broken_between(breaks, first, last)) & home.keys()
    rebuilt = {home[sub] for sub in old.keys() ^ new.keys()}
    redefined = rebuilt | {home[sub] for sub in broken}
    redefined |= {sub for sub in home if sub in broken or home[sub] in rebuilt}
    was, now = ({*part.keys(), *part.values()} for part in (old, new))

    def status(measure: str) -> str:
        if measure not in was or measure not in now:
            return DROPPED if measure in was else ADDED
        return REDEFINED if measure in redefined else SAME

    levels = dict.fromkeys(home.values(), DIMENSION) | dict.fromkeys(home, SUB_DIMENSION)
    return [(m, home.get(m, m), levels[m], status(m)) for m in sorted(levels)]


def _lookup(table: pd.DataFrame, year: int, key: str, value: str) -> dict:
    """One column by another in a year."""
    inside = table["year"] == year
    return dict(zip(table.loc[inside, key], table.loc[inside, value], strict=True))


def _broken_between(breaks: pd.DataFrame, first: int, last: int) -> pd.Series:
    """The sub-dimensions with a break after ``first``, up to and including ``last``."""
    return breaks.loc[(breaks["year"] > first) & (breaks["year"] <= last), "sub_dimension"]


@dataclass(frozen=True)
class RankSplit:
    """A change of rank (places, positive = up) by cause; all ranks among ``compared`` provinces.

    ``own + others == before - after``. Both may be halves.
    """

    before: int
    after: int
    compared: int
    own: float
    others: float
    rank_if_others_stood: int
    rank_if_own_stood: int


def split_rank_change(
    positions: pd.DataFrame, province: str, year: int, measure: str = TOTAL
) -> RankSplit | None:
    """How far a province's own change and how far the others' moved its rank.

    Provinces enter and leave, so the ranks are among those scored in both years and may differ
    from the published ones. What the province's own change did depends on whether the others
    change before or after it; ``own`` is the mean of both orders (Shapley value), and so is
    ``others``. Ties share the best rank.

    Args:
        positions: see ``positions.positions``.
        province: its code.
        year: the later of the two years; the earlier is the previous one published.
        measure: total, dimension or sub-dimension; see ``comparable`` for the latter two.

    Returns:
        The split, or None where no earlier score compares.
    """
    table = positions.loc[positions["measure"] == measure, _COLUMNS_READ]
    first = _previous_year(table[table["province"] == province], measure, year)
    if first is None:
        return None
    old, new = (_lookup(table, y, "province", "score") for y in (first, year))
    rest = (old.keys() & new.keys()) - {province}

    def rank(own: dict[str, float], others: dict[str, float]) -> int:
        return 1 + sum(others[code] > own[province] for code in rest)

    before, after = rank(old, old), rank(new, new)
    others_stood, own_stood = rank(new, old), rank(old, new)
    return RankSplit(
        before=before,
        after=after,
        compared=len(rest) + 1,
        own=((before - others_stood) + (own_stood - after)) / 2,
        others=((before - own_stood) + (others_stood - after)) / 2,
        rank_if_others_stood=others_stood,
        rank_if_own_stood=own_stood,
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
        first, last: the years.

    Returns:
        For the total, whether its maximum is the same; for a dimension, whether it is made of the
        same sub-dimensions and none of them breaks after the first year up to the last; for a
        sub-dimension, whether it was measured in both years and does not break.
    """
    if measure == TOTAL:
        totals = positions[positions["measure"] == TOTAL]
        old, new = (totals.loc[totals["year"] == y, "max_score"] for y in (first, last))
        return not old.empty and set(old) == set(new)
    inside = measured[(measured["dimension"] == measure) | (measured["sub_dimension"] == measure)]
    old, new = (set(inside.loc[inside["year"] == y, "sub_dimension"]) for y in (first, last))
    broken = set(_broken_between(breaks, min(first, last), max(first, last)))
    return bool(old) and old == new and not old & broken
