"""How an estimate is told from a published score, the same wherever the 34 provinces are shown."""

from dataclasses import replace
from typing import Any

import pandas as pd

from lib import say
from lib.figure import Figure
from lib.measures.positions import TOTAL
from lib.text import t
from lib.view import View
from lib.world import World


def tagged(text: str, lang: str) -> str:
    """ "Tây Ninh ... (ước tính)"; a text that says so already stays as it is."""
    word = t("estimate.tagged", lang, text="")
    return text if text.endswith(word) else t("estimate.tagged", lang, text=text)


def method(world: World, lang: str) -> str:
    """How the scores of the 34 are made: "simple mean of the members' published scores"."""
    if world.tables.weighted_by is None:
        return t("estimate.simple", lang)
    title = world.tables.weighted_by[0 if lang == "vi" else 1]
    return t("estimate.weighted", lang, title=title)


def basis(world: World, view: View, measure: str = TOTAL) -> str:
    """What the chosen province's estimate rests on; "" where there is none.

    Args:
        world: the estimated 34.
    """
    row = world.row(view.year, measure, view.province)
    if row is None:
        return ""
    lang, name = view.lang, world.name(view.province, view.lang)
    used, codes = row["basis"].split(), world.members[view.province]
    if len(codes) == 1:
        return t("estimate.same", lang, name=name)
    names = say.listing([world.member_name(code, lang) for code in used], lang)
    absent = [world.member_name(code, lang) for code in codes if code not in used]
    if not absent:
        return t("estimate.whole", lang, name=name, names=names)
    return t(
        "estimate.part",
        lang,
        name=name,
        names=names,
        absent=say.listing(absent, lang),
        share=say.percent(row["coverage"], lang),
    )


def note(world: World, view: View) -> str:
    """Under the head of a page of estimates: how they are made and what this one rests on."""
    lang = view.lang
    about = t("estimate.note", lang, method=method(world, lang))
    return " ".join(filter(None, [about, basis(world, view, view.measure)]))


def mark(figure: Figure, world: World, view: View) -> Figure:
    """The figure of an estimated world with the word in every place where a number is read."""
    lang = view.lang
    return replace(
        figure,
        spec=_tooltips(figure.spec, lang),
        title=tagged(figure.title, lang),
        subtitle=t(
            "estimate.subtitle",
            lang,
            text=figure.subtitle,
            method=t(
                "estimate.brief_weighted" if world.tables.weighted_by else "estimate.brief", lang
            ),
        ),
        alt=t("estimate.alt", lang, text=figure.alt, method=method(world, lang)),
        table=named(figure.table, lang),
        source=SOURCES[figure.source],
    )


# The source line of estimates in place of that of published scores.
SOURCES = {
    "source.scores": "source.scores_estimated",
    "source.map": "source.map_estimated",
    "source.series": "source.series_estimated",
}
_NUMBERS = ("score", "rank", "group", "change", "change_rank", "rank_in_set")


def column_name(name: str, lang: str) -> str:
    """The name of a column or a tooltip line; one that holds estimates says so."""
    for key in _NUMBERS:
        plain = t(f"column.{key}", lang)
        if name == plain or name.startswith(f"{plain}: "):
            return name.replace(plain, tagged(plain, lang), 1)
    return name


def named(table: pd.DataFrame, lang: str) -> pd.DataFrame:
    """A table whose columns say which of them hold estimates."""
    return table.rename(columns=lambda column: column_name(column, lang))


def _tooltips(node: Any, lang: str) -> Any:
    """A spec whose tooltips say which of their lines are estimates."""
    if isinstance(node, list):
        return [_tooltips(item, lang) for item in node]
    if not isinstance(node, dict):
        return node
    return {
        key: [tip | {"title": column_name(tip.get("title") or "", lang)} for tip in value]
        if key == "tooltip" and isinstance(value, list)
        else _tooltips(value, lang)
        for key, value in node.items()
    }
