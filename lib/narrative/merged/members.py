"""The members of the chosen province's successor, their scores side by side, and its estimate.

All functions take the dataset of the 63 provinces and a view of one of them.
"""

from typing import NamedTuple

import pandas as pd

from lib.model.dataset import Dataset
from lib.model.memoized import VIEWS, memoized, memoized_up_to
from lib.model.view import View
from lib.stats import mergers
from lib.stats.ranking import TOTAL

_EPSILON = 1e-9  # points; sums of the same scores in another order may differ by less


class GainAtBest(NamedTuple):
    """What the estimate gains where every member reaches the best one's level.

    Attributes:
        gain: points in all.
        lasting: the part of it to be expected a year later (``stats.mergers.LASTING_LEAD``).
        rank_before: the estimate's rank among the 34.
        rank_after: its rank with the lasting part, the other provinces unchanged.
        parts: see ``stats.mergers.gain_at_best_member``, the largest gain first.
    """

    gain: float
    lasting: float
    rank_before: int
    rank_after: int
    parts: pd.DataFrame


def members(dataset: Dataset, view: View) -> list[str]:
    """The members of the chosen province's successor, the chosen one first."""
    codes = dataset.members[dataset.successor(view.province)]
    return sorted(codes, key=lambda code: (code != view.province, code))


def is_merged(dataset: Dataset, view: View) -> bool:
    """Whether the chosen province became part of a larger one."""
    return len(members(dataset, view)) > 1


def published_members(dataset: Dataset, view: View) -> list[str]:
    """The members with a total, the best rank first."""
    codes = set(members(dataset, view))
    return [code for code in dataset.ranking(view.year, TOTAL)["province"] if code in codes]


def is_comparable(dataset: Dataset, view: View) -> bool:
    """Whether two members have a total, so that there is something to compare."""
    return is_merged(dataset, view) and len(published_members(dataset, view)) > 1


def has_profile(dataset: Dataset, view: View) -> bool:
    """Whether two members have a score in at least one dimension."""
    table, dimensions = member_positions(dataset, view), set(dataset.dimensions(view.year))
    return any(
        published > 1 and measure in dimensions
        for measure, published in zip(table["measure"], table["published"], strict=True)
    )


def member_positions(dataset: Dataset, view: View) -> pd.DataFrame:
    """The members' positions in every measure (see ``stats.mergers.compare_members``)."""
    return dataset.compare_members(dataset.successor(view.province), view.year)


def own_gap(dataset: Dataset, view: View) -> pd.Series:
    """The gap between the members of the chosen province's successor.

    Returns:
        A row of ``stats.mergers.member_gaps``.

    Raises:
        KeyError: The province was not merged.
    """
    return _gaps_by_successor(dataset, view.year)[dataset.successor(view.province)]


@memoized
def _gaps_by_successor(dataset: Dataset, year: int) -> dict[str, pd.Series]:
    table = dataset.member_gaps(year).set_index("successor")
    return {successor: table.loc[successor] for successor in table.index}


def estimated_total(dataset: Dataset, view: View) -> pd.Series | None:
    """The successor's estimated total among the 34; None where no estimate can be made."""
    totals = dataset.estimated_34.total_positions(view.year)
    return totals.get(dataset.successor(view.province))


def gain_at_best(dataset: Dataset, view: View) -> GainAtBest | None:
    """What the estimate gains where every member reaches the best one's level in each dimension.

    None where there is no estimate, or fewer than two members have a total.
    """
    estimate = estimated_total(dataset, view)
    if estimate is None or not is_comparable(dataset, view):
        return None
    return _gain_at_best(dataset, estimate["province"], view.year)


@memoized_up_to(VIEWS)
def _gain_at_best(dataset: Dataset, successor: str, year: int) -> GainAtBest:
    """``gain_at_best`` of one of the 34 that has an estimate."""
    table = dataset.tables.weights
    weights = dict(zip(table["province"], table["weight"], strict=True))
    parts = mergers.gain_at_best_member(
        dataset.compare_members(successor, year), dataset.dimensions(year), weights
    )
    gain = float(parts["gain"].sum())
    totals = dict(dataset.estimated_34.total_positions(year))
    estimate = totals.pop(successor)
    lasting = float(parts["lasting"].sum())
    reached = estimate["score"] + lasting + _EPSILON
    rank_after = 1 + len([row for row in totals.values() if row["score"] > reached])
    ordered = parts.sort_values(["gain", "measure"], ascending=[False, True])
    ranks = int(estimate["rank"]), rank_after
    return GainAtBest(gain, lasting, *ranks, ordered.reset_index(drop=True))


def member_ranks(dataset: Dataset, view: View) -> list[tuple[int, str]]:
    """The rank and the code of each member with a total, the best first."""
    return [
        (int(dataset.total_position(view.year, code)["rank"]), code)
        for code in published_members(dataset, view)
    ]
