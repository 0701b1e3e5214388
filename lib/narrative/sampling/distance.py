"""How far a total is from a threshold, in standard errors."""

from lib.common.numbers import format_number
from lib.common.text import t
from lib.model import sampling
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import phrases
from lib.stats.ranking import NEXT_THRESHOLD


def short_note(dataset: Dataset, view: View, threshold: str) -> str:
    """ "2,6 sai số chuẩn", and that the two are not told apart where so; "" without a margin."""
    away = sampling.threshold_distance(dataset, view.year, view.province, threshold)
    if away is None:
        return ""
    key = "sampling.away_note" if away.is_distinct else "sampling.near_note"
    return t(key, view.lang, errors=format_number(abs(away.errors), 1, view.lang))


def next_group_sentence(dataset: Dataset, view: View) -> str:
    """``sentence`` of the next group's threshold, in the highest group of its own."""
    group = int(dataset.total_position(view.year, view.province)["group"])
    return sentence(dataset, view, NEXT_THRESHOLD.get(group, "q75"))


def sentence(dataset: Dataset, view: View, threshold: str) -> str:
    """The distance in points and in standard errors in a sentence; "" without a margin.

    Args:
        dataset: the data.
        view: province, year, language.
        threshold: a name of ``ranking.THRESHOLDS``.
    """
    lang = view.lang
    away = sampling.threshold_distance(dataset, view.year, view.province, threshold)
    if away is None:
        return ""
    return t(
        "sampling.away" if away.is_distinct else "sampling.near",
        lang,
        threshold=t(f"targets.mark_{threshold}", lang),
        gap=phrases.format_distance(away.gap, lang),
        errors=format_number(abs(away.errors), 1, lang),
    )
