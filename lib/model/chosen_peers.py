"""The provinces that a view compares the chosen province with."""

from typing import Literal, cast

from lib.model.dataset import Dataset
from lib.model.memoized import memoized
from lib.model.view import View
from lib.stats import peers
from lib.stats.peers import PEER_SETS, PeerSet
from lib.stats.ranking import TOTAL

MOST_BESIDE = 3  # provinces that stand beside the chosen one


def peer_set_name(dataset: Dataset, view: View) -> PeerSet | Literal["own"]:
    """The name of the peer set of a view.

    Returns:
        "own" where the view lists codes, "region" where the data set lacks the view's set, or
        where that is made of scores that the province does not have in the view's year.
    """
    if view.peers not in PEER_SETS:
        return "own"
    requested = cast(PeerSet, view.peers)
    if requested not in available_peer_sets(dataset):
        return "region"
    needs_scores = requested in ("rank", "alike")
    if needs_scores and not _peer_set(dataset, requested, view.province, view.year):
        return "region"
    return requested


@memoized
def available_peer_sets(dataset: Dataset) -> tuple[PeerSet, ...]:
    """The peer sets that a data set has, in their order."""
    has_south = bool(dataset.tables.provinces["southern_key_region"].any())
    return tuple(name for name in PEER_SETS if name != "south" or has_south)


def peer_codes(dataset: Dataset, view: View) -> list[str]:
    """The codes of the provinces that the view compares with (never the province itself)."""
    name = peer_set_name(dataset, view)
    if name == "own":
        codes = dict.fromkeys(dataset.unit_of(code) for code in view.peers.split(","))
        return [code for code in codes if code != view.province]
    return list(_peer_set(dataset, name, view.province, view.year))


@memoized
def _peer_set(dataset: Dataset, name: PeerSet, province: str, year: int) -> list[str]:
    tables = dataset.tables
    match name:
        case "region":
            return peers.same_region(province, tables.provinces)
        case "south":
            return peers.southern_key_region(province, tables.provinces)
        case "neighbours":
            return peers.neighbours(province, tables.neighbours)
        case "rank":
            return peers.nearest_in_rank(province, dataset.ranking(year, TOTAL))
        case "alike":
            return peers.most_similar(province, dataset.positions_of_year(year))


def named_beside(dataset: Dataset, view: View) -> list[str]:
    """The provinces that the view's ``peer`` names beside the chosen one, at most three."""
    codes = dict.fromkeys(dataset.unit_of(code) for code in view.peer.split(",") if code)
    return [code for code in codes if code != view.province][:MOST_BESIDE]


def provinces_beside(dataset: Dataset, view: View) -> list[str]:
    """The provinces beside the chosen one: those of ``peer``, else the best ranked of the peers.

    Where no peer has a total, it is the best ranked of all other provinces.
    """
    if named := named_beside(dataset, view):
        return named
    ranked = dataset.ranking(view.year, TOTAL)["province"].tolist()
    chosen = set(peer_codes(dataset, view))
    ranked_peers = [code for code in ranked if code in chosen]
    return (ranked_peers or [code for code in ranked if code != view.province])[:1]


def single_peer(dataset: Dataset, view: View) -> str:
    """The one province to compare with, where there is room for one: the first beside it."""
    return provinces_beside(dataset, view)[0]
