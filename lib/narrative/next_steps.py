"""What could come next, from the figures alone: where most is to gain, what a plan leaves out.

Nothing here is advice on how to govern; each sentence says what the data show. Source of what is
attainable: ``measures.attainable``, the movements of provinces that stood alike.
"""

import pandas as pd

from lib.common.numbers import format_signed
from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import phrases, trends
from lib.narrative.elements import Paragraph
from lib.narrative.plan import results
from lib.narrative.targets import choice, evidence
from lib.stats.ranking import TOTAL

NAMED_GAINS = 3  # sub-dimensions named


def headline(dataset: Dataset, view: View) -> str:
    """Where most is to gain, and whether a plan speaks of it; "" where no gains are known."""
    lang = view.lang
    name = dataset.province_name(view.province, lang)
    if not choice.has_references(dataset, view):
        return ""
    top = _largest_gains(dataset, view).iloc[0]
    sentence = t(
        "steps.headline",
        lang,
        name=name,
        measure=phrases.name_in_sentence(dataset.measure_name(top["measure"], lang), lang),
        gain=format_signed(top["attainable"], 2, lang),
    )
    table = results.coverage(dataset, view)
    blind = table.loc[~table["addressed"], "measure"] if len(table) else []
    if top["measure"] not in set(blind):
        return sentence
    return sentence + t("steps.headline_blind", lang, source=results.source_kind(dataset, view))


def next_steps(dataset: Dataset, view: View) -> list[Paragraph]:
    """Where to gain, what the plan leaves out, whom to learn from, what to be ready for."""
    parts = {
        "gain": _gain(dataset, view),
        "blind": _blind(dataset, view),
        "learn": _learn(dataset, view),
        "ready": _ready(dataset, view),
    }
    return [
        Paragraph(t(f"steps.h_{name}", view.lang), text) for name, text in parts.items() if text
    ]


def _largest_gains(dataset: Dataset, view: View) -> pd.DataFrame:
    table = dataset.attainable_gains(view.province, view.year)
    return table.sort_values(["attainable", "measure"], ascending=[False, True])


def _list_with_gains(dataset: Dataset, view: View, table: pd.DataFrame) -> str:
    names = [
        f"{m} {dataset.measure_name(m, view.lang)} ({format_signed(gain, 2, view.lang)})"
        for m, gain in zip(table["measure"], table["attainable"], strict=True)
    ]
    return phrases.join_list(names, view.lang)


def _gain(dataset: Dataset, view: View) -> str:
    if not choice.has_references(dataset, view):
        return ""
    top = _largest_gains(dataset, view).head(NAMED_GAINS)
    return t("steps.gain", view.lang, names=_list_with_gains(dataset, view, top))


def _blind(dataset: Dataset, view: View) -> str:
    table = results.coverage(dataset, view)
    if table.empty or table["addressed"].all():
        return ""
    blind = table[~table["addressed"]].sort_values("attainable", ascending=False)
    return t(
        "steps.blind",
        view.lang,
        plan=results.required_plan(dataset, view)["plan"],
        source=results.source_kind(dataset, view),
        n=len(blind),
        names=_list_with_gains(dataset, view, blind.head(NAMED_GAINS)),
    )


def _learn(dataset: Dataset, view: View) -> str:
    rows = evidence.gain_examples(dataset, view)
    if not rows:
        return ""
    first, lang = rows[0], view.lang
    years, _, gain, ranks, _, most = first.cells
    return t(
        "steps.learn",
        lang,
        name=dataset.province_name(first.province, lang),
        years=years,
        gain=gain.lstrip("+"),
        ranks=ranks,
        most=most,
    )


def _ready(dataset: Dataset, view: View) -> str:
    ahead = trends.next_year_range(dataset, View(view.province, view.year, TOTAL, lang=view.lang))
    if ahead is None:
        return ""
    return t("steps.ready", view.lang, best=ahead.best, worst=ahead.worst)
