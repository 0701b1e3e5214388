"""The provinces that a view compares the chosen province with."""

from lib.model.dataset import Dataset
from lib.model.view import View
from lib.stats import peers as stats_peers
from lib.stats.ranking import TOTAL


def peer_set_name(dataset: Dataset, view: View) -> str:
    """The name of the set that is compared, "own" for codes; the region where it has no other."""
    if view.peers not in stats_peers.PEER_SETS:
        return "own"
    return view.peers if view.peers in available_peer_sets(dataset) else "region"


def available_peer_sets(dataset: Dataset) -> tuple[str, ...]:
    """The sets of peers that a world knows."""
    has_south = bool(dataset.tables.provinces["southern_key_region"].any())
    return tuple(s for s in stats_peers.PEER_SETS if s != "south" or has_south)


def peer_codes(dataset: Dataset, view: View) -> list[str]:
    """The codes of the provinces that the view compares with (never the province itself)."""
    positions = dataset.positions_of_year(view.year)
    match peer_set_name(dataset, view):
        case "region":
            return stats_peers.same_region(view.province, dataset.tables.provinces)
        case "south":
            return stats_peers.southern_key_region(view.province, dataset.tables.provinces)
        case "neighbours":
            return stats_peers.neighbours(view.province, dataset.tables.neighbours)
        case "rank":
            return stats_peers.nearest_in_rank(view.province, positions)
        case "alike":
            return stats_peers.most_similar(view.province, positions)
        case _:
            codes = dict.fromkeys(dataset.unit_of(c) for c in view.peers.split(","))
            return [c for c in codes if c != view.province]


def single_peer(dataset: Dataset, view: View) -> str:
    """The one province held beside the chosen one: as asked for, else the best ranked peer."""
    if view.peer and dataset.unit_of(view.peer) != view.province:
        return dataset.unit_of(view.peer)
    candidates = peer_codes(dataset, view)
    totals = dataset.ranking(view.year, TOTAL)
    scored = totals[totals.province.isin(candidates)]
    if len(scored):
        return str(scored.iloc[0]["province"])
    others = totals[totals.province != view.province]
    return str(others.iloc[0]["province"])
