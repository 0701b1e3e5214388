"""A total with its printed interval, and the ranks and groups that sampling error leaves open.

All functions return "" (or None) where the data have no margin that they need.
"""

from typing import NamedTuple

import numpy as np

from lib.common.numbers import format_number
from lib.common.text import t
from lib.model import sampling
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import phrases


class Interval(NamedTuple):
    """A printed interval (points) and its level in per cent, None where that cannot be told."""

    low: float
    high: float
    level: int | None


def own_interval(dataset: Dataset, view: View) -> Interval | None:
    """The interval of the province's total as printed."""
    own = sampling.margin(dataset, view.year, view.province)
    found = sampling.margins(dataset, view.year)
    if own is None or found is None or np.isnan(own.low) or np.isnan(own.high):
        return None
    level = found.level
    percent = round(100 * level.level) if level is not None and level.is_known else None
    return Interval(own.low, own.high, percent)


def interval_phrase(interval: Interval, lang: str, key: str = "sampling.interval") -> str:
    """ "khoảng tin cậy 90%: 40,40–41,26"; ``key`` is the text of one whose level is known."""
    ends = {name: format_number(getattr(interval, name), 2, lang) for name in ("low", "high")}
    if interval.level is None:
        return t("sampling.interval_bare", lang, **ends)
    return t(key, lang, level=interval.level, **ends)


def interval_sentence(dataset: Dataset, view: View) -> str:
    """The interval of the province's total in a sentence, for a text alternative."""
    interval = own_interval(dataset, view)
    if interval is None:
        return ""
    name = dataset.province_name(view.province, view.lang)
    return t(
        "sampling.interval_of", view.lang, name=name, interval=interval_phrase(interval, view.lang)
    )


def score_note(dataset: Dataset, view: View) -> str:
    """The interval as a short note below the score."""
    interval = own_interval(dataset, view)
    if interval is None:
        return ""
    return interval_phrase(interval, view.lang, "sampling.score_note")


def rank_note(dataset: Dataset, view: View) -> str:
    """The true ranks as a short note below the rank."""
    found = sampling.true_ranks(dataset, view.year).get(view.province)
    if found is None:
        return ""
    return t("sampling.rank_note", view.lang, best=found.best, worst=found.worst)


def group_note(dataset: Dataset, view: View) -> str:
    """How likely the province truly is in its group, as a short note below the group."""
    chance = _own_group_chance(dataset, view)
    if chance is None:
        return ""
    return t("sampling.group_note", view.lang, chance=phrases.format_percent(chance, view.lang))


def _own_group_chance(dataset: Dataset, view: View) -> float | None:
    """The chance (0-1) that the province truly is in the group of its score."""
    found = sampling.true_ranks(dataset, view.year).get(view.province)
    if found is None:
        return None
    group = int(dataset.total_position(view.year, view.province)["group"])
    return found.group_chances[group - 1]


def sample_sentence(dataset: Dataset, view: View) -> str:
    """That PAPI is a sample survey, with the province's interval or that the data have none."""
    lang, interval = view.lang, own_interval(dataset, view)
    if interval is not None:
        phrase = interval_phrase(interval, lang)
        return t("sampling.sample", lang, year=view.year, interval=phrase)
    own = sampling.margin(dataset, view.year, view.province)
    if own is not None and not np.isnan(own.printed):
        error = format_number(own.printed, 2, lang)
        return t("sampling.sample_error", lang, year=view.year, error=error)
    if sampling.true_ranks(dataset, view.year):
        name = dataset.province_name(view.province, lang)
        return t("sampling.sample_common", lang, year=view.year, name=name)
    return t("brief.sample", lang)


def rank_sentence(dataset: Dataset, view: View) -> str:
    """Between which ranks the total truly stands, and how likely in its group."""
    lang = view.lang
    found = sampling.true_ranks(dataset, view.year).get(view.province)
    chance = _own_group_chance(dataset, view)
    if found is None or chance is None:
        return ""
    group = int(dataset.total_position(view.year, view.province)["group"])
    return t(
        "sampling.rank",
        lang,
        year=view.year,
        best=found.best,
        worst=found.worst,
        group=phrases.group_name(group, lang).lower(),
        chance=phrases.format_percent(chance, lang),
    )
