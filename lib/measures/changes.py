"""What a change is made of: parts of a score, own and others' share in a rank, the way over time.

Scores, changes and gaps are in points, ranks in places (1 = best; a positive change is up).
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.measures.positions import TOTAL

SAME, REDEFINED, ADDED, DROPPED = "same", "redefined", "added", "dropped"
DIMENSION, SUB_DIMENSION = "dimension", "sub_dimension"
_READ = ["year", "province", "measure", "score", "prev_year"]
_PART = ["before", "after", "change", "contribution", "status"]


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
    own = positions.loc[positions["province"] == province, _READ]
    return _between(own, measured, breaks, _previous(own, TOTAL, year), year)


def parts(
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
    own = positions.loc[positions["province"] == province, _READ]
    table = _between(own, measured, breaks, _previous(own, parent, year), year)
    level = DIMENSION if parent == TOTAL else SUB_DIMENSION
    inside = (table["level"] == level) & ((table["dimension"] == parent) | (parent == TOTAL))
    return table.loc[inside, ["measure", *_PART]].reset_index(drop=True)


def _previous(own: pd.DataFrame, measure: str, year: int) -> int | None:
    """The previous year that compares, of one province's rows."""
    found = own.loc[(own["year"] == year) & (own["measure"] == measure), "prev_year"].dropna()
    return None if found.empty else int(found.iloc[0])


def _between(
    own: pd.DataFrame, measured: pd.DataFrame, breaks: pd.DataFrame, first: int | None, last: int
) -> pd.DataFrame:
    """Both levels as in ``decompose``, of one province's rows; empty where ``first`` is None."""
    if first is None:
        return _between(own, measured, breaks, last, last).iloc[:0]
    old, new = (_by(own, year, "measure", "score") for year in (first, last))
    rows = []
    for measure, dimension, level, status in _status(measured, breaks, first, last):
        before, after = old.get(measure, np.nan), new.get(measure, np.nan)
        # A part that is new counts in full, and so does one that is gone.
        contribution = new.get(measure, 0.0) - old.get(measure, 0.0)
        points = (before, after, round(after - before, 6), round(contribution, 6))
        rows.append((measure, dimension, level, *points, status))
    return pd.DataFrame(rows, columns=["measure", "dimension", "level", *_PART])


def _status(
    measured: pd.DataFrame, breaks: pd.DataFrame, first: int, last: int
) -> list[tuple[str, str, str, str]]:
    """measure, dimension, level, status of all that was measured in either year."""
    old, new = (_by(measured, year, "sub_dimension", "dimension") for year in (first, last))
    home = old | new
    broken = set(_broken(breaks, first, last)) & home.keys()
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


def _by(table: pd.DataFrame, year: int, key: str, value: str) -> dict:
    """One column by another in a year."""
    inside = table["year"] == year
    return dict(zip(table.loc[inside, key], table.loc[inside, value], strict=True))


def _broken(breaks: pd.DataFrame, first: int, last: int) -> pd.Series:
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


def own_or_others(
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
    table = positions.loc[positions["measure"] == measure, _READ]
    first = _previous(table[table["province"] == province], measure, year)
    if first is None:
        return None
    old, new = (_by(table, y, "province", "score") for y in (first, year))
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


def movers(positions: pd.DataFrame, first: int, last: int, measure: str = TOTAL) -> pd.DataFrame:
    """All provinces scored in both of any two years, the largest rise first.

    Args:
        positions: see ``positions.positions``.
        first, last: the years.
        measure: total, dimension or sub-dimension; see ``comparable`` for the latter two.

    Returns:
        province, before, after, change (points), before_rank, after_rank (as published, among all
        scored that year), change_rank (places, positive = up); empty where the maxima differ.
    """
    table = positions[positions["measure"] == measure]
    columns = ["province", "score", "rank", "max_score"]
    old, new = (table.loc[table["year"] == year, columns] for year in (first, last))
    out = old.merge(new, on="province", suffixes=("_old", "_new"))
    # Sub-dimensions have no known maximum.
    out = out[(out["max_score_old"] == out["max_score_new"]) | out["max_score_new"].isna()]
    out = pd.DataFrame(
        {
            "province": out["province"],
            "before": out["score_old"],
            "after": out["score_new"],
            "change": (out["score_new"] - out["score_old"]).round(6),
            "before_rank": out["rank_old"],
            "after_rank": out["rank_new"],
            "change_rank": out["rank_old"] - out["rank_new"],
        }
    )
    return out.sort_values(["change", "province"], ascending=[False, True], ignore_index=True)


def comparable(
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
    broken = set(_broken(breaks, min(first, last), max(first, last)))
    return bool(old) and old == new and not old & broken


def story(positions: pd.DataFrame, province: str, measure: str = TOTAL) -> pd.DataFrame:
    """A province's position in a measure in every year it was published, oldest first.

    Args:
        positions: see ``positions.positions``.
        province: its code.
        measure: total, dimension or sub-dimension.

    Returns:
        year, score, rank, scored (provinces), group (1-4), median, gap (score minus median), share
        (0-1: share of scored provinces at or below), era (scores of two do not go on one line).
    """
    own = positions[(positions["province"] == province) & (positions["measure"] == measure)]
    out = own.rename(columns={"q50": "median", "gap_q50": "gap"}).sort_values("year")
    columns = ["year", "score", "rank", "scored", "group", "median", "gap", "share", "era"]
    return out[columns].reset_index(drop=True)


def gap_series(positions: pd.DataFrame, provinces: list[str], measure: str = TOTAL) -> pd.DataFrame:
    """How far provinces stood from the national median in every year they were published.

    Args:
        positions: see ``positions.positions``.
        provinces: their codes.
        measure: total, dimension or sub-dimension.

    Returns:
        year, province, score, rank, scored (provinces), share (0-1), gap (score minus median),
        q25_gap, q75_gap (the cuts minus the median), era; by year, then province.
    """
    table = positions[positions["measure"] == measure]
    table = table[table["province"].isin(provinces)].sort_values(["year", "province"])
    out = table.rename(columns={"gap_q50": "gap"})
    for name in ("q25", "q75"):
        out[f"{name}_gap"] = (out[name] - out["q50"]).round(6)
    columns = ["year", "province", "score", "rank", "scored", "share", "gap"]
    return out[[*columns, "q25_gap", "q75_gap", "era"]].reset_index(drop=True)
