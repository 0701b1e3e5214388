"""How the province stands among its peers."""

from lib.common.numbers import format_number
from lib.common.strings import first_that_fits, fit_clauses
from lib.common.text import t
from lib.model.chosen_peers import peer_codes
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import estimates, phrases
from lib.stats.ranking import TOTAL


def headline(dataset: Dataset, view: View) -> str:
    """The province's rank in the view's measure, and how many of its peers score higher.

    Raises:
        LookupError: the province has no score.
    """
    lang = view.lang
    own = dataset.position(view.year, view.measure, view.province)
    if own is None:
        raise LookupError(f"{view.province} has no score in {view.measure} in {view.year}")
    scores = dataset.ranking(view.year, view.measure).set_index("province")["score"]
    peers = set(peer_codes(dataset, view)) & set(scores.index)
    better = sum(scores[code] > own["score"] for code in peers)
    rank = t(
        "peers.ladder_title" if view.measure == TOTAL else "peers.ladder_measure",
        lang,
        measure=phrases.view_measure_name(dataset, view, short=True),
        name=dataset.name_in_sentence(view.province, lang),
        place=phrases.format_rank(dataset, own),
    )
    if not better:
        keys = ("peers.ladder_none", "peers.ladder_none_brief")
    elif better == len(peers) > 1:
        keys = ("peers.ladder_all", "peers.ladder_all_brief")
    else:
        keys = ("peers.ladder_some", "peers.ladder_some_brief")
    clauses = (*(t(key, lang, better=better, n=len(peers)) for key in keys), "")
    return first_that_fits(
        *(rank + clause for clause in clauses), room=estimates.headline_room(dataset, view)
    )


def region_headline(dataset: Dataset, view: View) -> str:
    """The province's rank by its total in its region, and who is first there.

    Raises:
        LookupError: the province has no total.
    """
    lang, own_total = view.lang, dataset.total_position(view.year, view.province)
    table = dataset.ranking(view.year, TOTAL)
    best = table[table["region"] == own_total["region"]].iloc[0]
    values = {
        "name": dataset.name_in_sentence(view.province, lang),
        "rank": own_total["region_rank"],
        "n": own_total["region_scored"],
        "known": phrases.region_count_note(dataset, own_total, lang),
        "region": dataset.region_name(view.province, lang),
        "best": dataset.province_name(best["province"], lang),
        "score": format_number(best["score"], 2, lang),
    }
    if own_total["region_rank"] == 1:
        return t("story.region_first", lang, **values)
    return fit_clauses(t("story.region", lang, **values), t("story.region_best", lang, **values))
