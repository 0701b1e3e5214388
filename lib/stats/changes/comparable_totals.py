"""How did a total change on the parts that compare, where others were measured anew?

Frames named ``yearly_changes`` are the result of ``yearly_changes.compute_yearly_changes``.
"""

import pandas as pd

from lib.stats.ranking import SCORE_DECIMALS, TOTAL, is_sub_dimension


def comparing_scores(
    positions: pd.DataFrame, breaks: pd.DataFrame, first: int, last: int
) -> tuple[pd.DataFrame, int]:
    """Scores of two years on the sub-dimensions that compare between them.

    Args:
        positions: year, province, measure, score (points).
        breaks: sub_dimension, year (the first that does not compare with the year before).
        first, last: the years, the earlier first.

    Returns:
        before, after (sums, points), indexed by province, only those with all these scores in both
        years; and how many sub-dimensions compare.
    """
    parts = positions[is_sub_dimension(positions["measure"])]
    broken = breaks.loc[breaks["year"].between(first + 1, last), "sub_dimension"]
    scores = {
        year: parts[parts["year"] == year].pivot(
            index="province", columns="measure", values="score"
        )
        for year in (first, last)
    }
    codes = scores[first].columns.intersection(scores[last].columns).difference(list(broken))
    sums = {
        name: scores[year][codes].dropna().sum(axis=1).round(SCORE_DECIMALS)
        for name, year in (("before", first), ("after", last))
    }
    return pd.concat(sums, axis=1, join="inner"), len(codes)


def compare_totals(yearly_changes: pd.DataFrame, positions: pd.DataFrame) -> pd.DataFrame:
    """The changes of the total, each on the sub-dimensions that compare with the year before.

    Where a sub-dimension breaks, the gap and its change are those of the sum of the others: the
    national median is then that of this sum. Elsewhere they are the total's own.

    Args:
        yearly_changes: year, province, measure, start, end, gain, start_gap, gap_change (points)
            and any other columns.
        positions: year, measure; see ``ranking.compute_positions``.

    Returns:
        The rows of the total with start_gap and gap_change so replaced (start, end and gain stay
        the published total's), n_compared and n_parts (sub-dimensions that compare, and those
        measured in the later year). Provinces with a comparing part unpublished are left out.
    """
    is_part = is_sub_dimension(yearly_changes["measure"])
    keys = ["year", "province"]
    sums = yearly_changes[is_part].groupby(keys)[["start", "end"]].sum()
    sums["n_compared"] = yearly_changes[is_part].groupby(keys).size()
    by_year = sums["n_compared"].groupby("year")
    sums = sums[sums["n_compared"] == by_year.transform("max")].round(SCORE_DECIMALS)

    parts = positions.loc[is_sub_dimension(positions["measure"]), ["year", "measure"]]
    totals = yearly_changes[yearly_changes["measure"] == TOTAL]
    out = totals.merge(sums.reset_index(), on=keys, suffixes=("", "_compared"))
    out["n_parts"] = out["year"].map(parts.drop_duplicates().groupby("year").size())
    broken = out["n_compared"] < out["n_parts"]
    gaps = {
        name: out[f"{name}_compared"] - out.groupby("year")[f"{name}_compared"].transform("median")
        for name in ("start", "end")
    }
    out["start_gap"] = gaps["start"].where(broken, out["start_gap"]).round(SCORE_DECIMALS)
    change = (gaps["end"] - gaps["start"]).where(broken, out["gap_change"])
    out["gap_change"] = change.round(SCORE_DECIMALS)
    return out.drop(columns=["start_compared", "end_compared"])
