"""How did provinces change since an earlier year that somebody chose?"""

import pandas as pd

from lib.stats.ranking import SCORE_DECIMALS, TOTAL


def changes_since(
    positions: pd.DataFrame,
    measured: pd.DataFrame,
    breaks: pd.DataFrame,
    first: int,
    last: int,
) -> pd.DataFrame:
    """The positions of a year with their changes since an earlier year, whichever it is.

    Totals out of a different maximum are not compared, nor are estimates of which other provinces
    make up the earlier one.

    Args:
        positions: see ``ranking.compute_positions``; estimates have the column basis as well.
        measured: the result of ``ranking.measured_sub_dimensions``.
        breaks: sub_dimension, year (the first that does not compare with the year before).
        first, last: the years, the earlier first.

    Returns:
        The rows of ``last`` in their order, with prev_year, prev_score, prev_rank, prev_scored,
        change (points) and change_rank (places, positive = up) of ``first``, missing where the two
        do not compare; and redefined: whether the measure is made of other sub-dimensions, or a
        sub-dimension of it breaks after the first year up to the last.
    """
    keys = ["province", "measure"]
    basis = ["basis"] if "basis" in positions else []
    later = positions[positions["year"] == last]
    columns = [*keys, "score", "rank", "scored", "max_score", *basis]
    earlier = positions.loc[positions["year"] == first, columns]
    both = later[keys].merge(earlier, on=keys, how="left").set_index(later.index)
    compares = both["score"].notna() & (
        (both["max_score"] == later["max_score"]) | later["max_score"].isna()
    )
    if basis:
        compares &= both["basis"] == later["basis"]
    remade = _remade_measures(measured, breaks, first, last)
    out = later.assign(
        prev_year=pd.Series(first, later.index, dtype="Int64").where(compares),
        prev_score=both["score"].where(compares),
        prev_rank=both["rank"].astype("Int64").where(compares),
        redefined=compares & later["measure"].isin(remade),
    )
    return out.assign(
        change=(out["score"] - out["prev_score"]).round(SCORE_DECIMALS),
        change_rank=out["prev_rank"] - out["rank"],
    )


def _remade_measures(
    measured: pd.DataFrame, breaks: pd.DataFrame, first: int, last: int
) -> set[str]:
    """Measures that are made of other sub-dimensions in the later year, or in which one breaks."""
    broken = set(breaks.loc[breaks["year"].between(first + 1, last), "sub_dimension"])
    parts: dict[int, dict[str, set[str]]] = {first: {}, last: {}}
    for year, contents in parts.items():
        for row in measured[measured["year"] == year].itertuples():
            for measure in (TOTAL, row.dimension):
                contents.setdefault(measure, set()).add(row.sub_dimension)
    return broken | {
        measure
        for measure, content in parts[last].items()
        if content != parts[first].get(measure) or content & broken
    }
