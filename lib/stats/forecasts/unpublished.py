"""Where would a province stand were the unpublished provinces in the table too?

Ranks are in places (1 = best), groups run from 1 (highest) to 4 (lowest).
"""

import numpy as np
import pandas as pd

from lib.stats.ranking import group_sizes

_COLUMNS = ["province", "rank", "worst_rank", "group", "best_group", "worst_group", "absent"]


def rank_bounds(year_totals: pd.DataFrame, n_provinces: int) -> pd.DataFrame:
    """Between which ranks and groups each province lies, wherever the unpublished ones stand.

    The best case has all of them below the province, the worst all of them above it. Groups are
    those of the whole table by the rule of ``ranking.group_sizes``, which for 63 provinces gives
    the 16, 16, 15 and 16 that the producer prints.

    Args:
        year_totals: province, rank, group; one measure in one year.
        n_provinces: of the list, with those unpublished.

    Returns:
        province, rank, worst_rank (the best is ``rank``), group (as given, among the published),
        best_group, worst_group (in the whole table), absent (unpublished provinces).

    Raises:
        ValueError: More provinces are published than there are.
    """
    absent = n_provinces - len(year_totals)
    if absent < 0:
        raise ValueError(f"{len(year_totals)} provinces are published, more than {n_provinces}.")
    out = year_totals[["province", "rank", "group"]].reset_index(drop=True)
    out["worst_rank"] = out["rank"] + absent
    sizes = group_sizes(n_provinces)
    for name, ranks in (("best_group", out["rank"]), ("worst_group", out["worst_rank"])):
        out[name] = groups_of_ranks(ranks.to_numpy(), sizes)
    return out.assign(absent=absent)[_COLUMNS]


def groups_of_ranks(ranks: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """The group of each rank where groups hold ``sizes`` provinces, highest first."""
    return 1 + np.searchsorted(np.cumsum(sizes), ranks, side="left")


def printed_groups(year_totals: pd.DataFrame, group_counts: pd.DataFrame, year: int) -> pd.Series:
    """The group of each province by the counts that were printed for the year.

    Args:
        year_totals: rank; one row for each published province.
        group_counts: year, group, provinces (how many the group was printed to hold).
        year: the year of the ranks.

    Returns:
        Whole numbers on the same index; NA where no counts are known for all four groups, or where
        they do not add up to the published provinces.
    """
    counts = group_counts[group_counts["year"] == year].sort_values("group")
    sizes = counts["provinces"].to_numpy(int)
    if len(sizes) != 4 or sizes.sum() != len(year_totals):
        return pd.Series(pd.NA, index=year_totals.index, dtype="Int64")
    groups = groups_of_ranks(year_totals["rank"].to_numpy(), sizes)
    return pd.Series(groups, index=year_totals.index, dtype="Int64")
