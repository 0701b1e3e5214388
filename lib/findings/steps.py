"""What could come next, from the figures alone: where most is to gain, what a plan leaves out.

Nothing here is advice on how to govern; each sentence says what the data show. Source of what is
attainable: ``measures.attainable``, the movements of provinces that stood alike.
"""

import pandas as pd

from lib import say
from lib.findings import Paragraph, plan, trends
from lib.findings import targets as goals
from lib.measures.positions import TOTAL
from lib.style import signed
from lib.text import t
from lib.view import View
from lib.world import World

MOST = 3  # sub-dimensions named


def headline(world: World, view: View) -> str:
    """Where most is to gain, and whether a plan speaks of it; "" where no gains are known."""
    lang = view.lang
    name = world.name(view.province, lang)
    if not goals.has_references(world, view):
        return ""
    top = _attainable(world, view).iloc[0]
    sentence = t(
        "steps.headline",
        lang,
        name=name,
        measure=say.inside(world.measure_name(top["measure"], lang), lang),
        gain=signed(top["attainable"], 2, lang),
    )
    table = plan.coverage(world, view)
    blind = table.loc[~table["addressed"], "measure"] if len(table) else []
    if top["measure"] not in set(blind):
        return sentence
    return sentence + t("steps.headline_blind", lang, source=plan.told_in(world, view))


def steps(world: World, view: View) -> list[Paragraph]:
    """Where to gain, what the plan leaves out, whom to learn from, what to be ready for."""
    parts = {
        "gain": _gain(world, view),
        "blind": _blind(world, view),
        "learn": _learn(world, view),
        "ready": _ready(world, view),
    }
    return [
        Paragraph(t(f"steps.h_{name}", view.lang), text) for name, text in parts.items() if text
    ]


def _attainable(world: World, view: View) -> pd.DataFrame:
    table = world.attainable(view.province, view.year)
    return table.sort_values(["attainable", "measure"], ascending=[False, True])


def _named(world: World, view: View, table: pd.DataFrame) -> str:
    names = [
        f"{m} {world.measure_name(m, view.lang)} ({signed(gain, 2, view.lang)})"
        for m, gain in zip(table["measure"], table["attainable"], strict=True)
    ]
    return say.listing(names, view.lang)


def _gain(world: World, view: View) -> str:
    if not goals.has_references(world, view):
        return ""
    top = _attainable(world, view).head(MOST)
    return t("steps.gain", view.lang, names=_named(world, view, top))


def _blind(world: World, view: View) -> str:
    table = plan.coverage(world, view)
    if table.empty or table["addressed"].all():
        return ""
    blind = table[~table["addressed"]].sort_values("attainable", ascending=False)
    return t(
        "steps.blind",
        view.lang,
        plan=plan.required(world, view)["plan"],
        source=plan.told_in(world, view),
        n=len(blind),
        names=_named(world, view, blind.head(MOST)),
    )


def _learn(world: World, view: View) -> str:
    rows = goals.learnt(world, view)
    if not rows:
        return ""
    first, lang = rows[0], view.lang
    years, _, gain, ranks, _, most = first.cells
    return t(
        "steps.learn",
        lang,
        name=world.name(first.province, lang),
        years=years,
        gain=gain.lstrip("+"),
        ranks=ranks,
        most=most,
    )


def _ready(world: World, view: View) -> str:
    ahead = trends.next_range(world, View(view.province, view.year, TOTAL, lang=view.lang))
    if ahead is None:
        return ""
    return t("steps.ready", view.lang, best=ahead.best, worst=ahead.worst)
