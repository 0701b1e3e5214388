"""The chosen province beside up to three others over the dimensions, and among its peers."""

from lib.common.text import t
from lib.model.chosen_peers import peer_codes, provinces_beside
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import phrases


def shared_dimensions(dataset: Dataset, view: View, peer: str) -> list[str]:
    """The dimensions in which the chosen province and another one have a score."""
    own, other = (dataset.scores_of(view.year, code) for code in (view.province, peer))
    return [d for d in dataset.dimensions(view.year) if d in own and d in other]


def comparable_beside(dataset: Dataset, view: View) -> list[str]:
    """The provinces beside the chosen one that share a scored dimension with it."""
    return [p for p in provinces_beside(dataset, view) if shared_dimensions(dataset, view, p)]


def absent_note(dataset: Dataset, view: View) -> str:
    """Which provinces beside the chosen one have no figures of the year; "" where all have."""
    comparable = comparable_beside(dataset, view)
    absent = [p for p in provinces_beside(dataset, view) if p not in comparable]
    names = [dataset.province_name(code, view.lang) for code in absent]
    if not names:
        return ""
    joined = phrases.join_list(names, view.lang)
    return t("peers.beside_absent", view.lang, names=joined, year=view.year)


def leads_phrase(dataset: Dataset, view: View, peers: tuple[str, ...]) -> str:
    """In how many dimensions the province scores higher: "Sóc Trăng in 1/8 and Cà Mau in 2/8"."""
    lang, own = view.lang, dataset.scores_of(view.year, view.province)
    parts = []
    for peer in peers:
        other, shared = (
            dataset.scores_of(view.year, peer),
            shared_dimensions(dataset, view, peer),
        )
        ahead = sum(round(own[d] - other[d], 6) > 0 for d in shared)
        name = dataset.province_name(peer, lang)
        parts.append(t("peers.beside_lead", lang, peer=name, ahead=ahead, dims=len(shared)))
    return phrases.join_list(parts, lang)


def named_ranks(dataset: Dataset, view: View) -> list[tuple[str, int, bool]]:
    """The chosen province and its peers by their rank in the view's measure, best first.

    Returns:
        Name, rank, and whether it is the chosen one; provinces without a score are left out.
    """
    shown = {view.province, *peer_codes(dataset, view)}
    table = dataset.ranking(view.year, view.measure)
    return [
        (dataset.province_name(code, view.lang), int(rank), code == view.province)
        for code, rank in zip(table["province"], table["rank"], strict=True)
        if code in shown
    ]
