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


def told(text: str, world: World, view: View) -> str:
    """A sentence on the chosen province; where it was not merged, only the rank is estimated."""
    if world.is_merged(view.province):
        return tagged(text, view.lang)
    return t("estimate.tagged_rank", view.lang, text=text)


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
    lang, name = view.lang, world.own_name(view.province, view.lang)
    name = name[0].upper() + name[1:]  # it begins the sentence
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
    how = _scores(figure.table, world, view)
    if not how:
        title, subtitle = told(figure.title, world, view), "estimate.subtitle_rank"
        alt = "estimate.alt_rank"
    else:
        title, subtitle, alt = tagged(figure.title, lang), "estimate.subtitle", "estimate.alt"
    brief = t("estimate.brief_weighted" if world.tables.weighted_by else "estimate.brief", lang)
    return replace(
        figure,
        spec=_tooltips(figure.spec, lang, how),
        title=title,
        subtitle=t(subtitle, lang, text=figure.subtitle, method=brief),
        alt=t(alt, lang, text=figure.alt, method=method(world, lang)),
        table=named(figure.table, world, view),
        source=SOURCES[figure.source],
    )


# The source line of estimates in place of that of published scores.
SOURCES = {
    "source.scores": "source.scores_estimated",
    "source.map": "source.map_estimated",
    "source.series": "source.series_estimated",
}
_POINTS = ("score", "change")
_PLACES = ("rank", "group", "change_rank", "rank_in_set")
MIXED = "estimate.mixed"  # the words for scores of which some are published


def column_name(name: str, lang: str, how: str = "estimate.tagged") -> str:
    """The name of a column or a tooltip line; one that holds estimates says so.

    Args:
        how: the words for scores: all estimated, MIXED, or "" = all published.
    """
    for key in (*_POINTS, *_PLACES):
        plain = t(f"column.{key}", lang)
        if name == plain or name.startswith(f"{plain}: "):
            words = how if key in _POINTS else "estimate.tagged"
            return name.replace(plain, t(words, lang, text=plain), 1) if words else name
    return name


def named(table: pd.DataFrame, world: World, view: View) -> pd.DataFrame:
    """A table whose columns say which hold estimates, or its rows, where only some are of them."""
    lang = view.lang
    province, code = t("column.province", lang), t("column.code", lang)
    how = _scores(table, world, view)
    by_row = province in table.columns
    names = {}
    for column in table.columns:
        # A column of one province alone is named after it.
        alone = column.split(": ", 1)[1:]
        published = [c for c in world.members if world.name(c, lang) in alone]
        if by_row or (published and not world.is_merged(published[0])):
            names[column] = column_name(column, lang, "")
        else:
            names[column] = column_name(column, lang, "estimate.tagged" if alone else how)
    out = table.rename(columns=names)
    if by_row:
        kinds = [
            t("estimate.word" if world.is_merged(c) else "estimate.published", lang)
            for c in table[code]
        ]
        out.insert(list(out.columns).index(province) + 1, t("column.kind", lang), kinds)
    return out


def _scores(table: pd.DataFrame, world: World, view: View) -> str:
    """The words for a figure's scores, by its table (see ``column_name``)."""
    several = f"{t('column.score', view.lang)}: "
    if t("column.province", view.lang) in table.columns or any(
        c.startswith(several) for c in table.columns
    ):
        return MIXED
    return "estimate.tagged" if world.is_merged(view.province) else ""


def _tooltips(node: Any, lang: str, how: str) -> Any:
    """A spec whose tooltips say which of their lines are estimates."""
    if isinstance(node, list):
        return [_tooltips(item, lang, how) for item in node]
    if not isinstance(node, dict):
        return node
    return {
        key: [tip | {"title": column_name(tip.get("title") or "", lang, how)} for tip in value]
        if key == "tooltip" and isinstance(value, list)
        else _tooltips(value, lang, how)
        for key, value in node.items()
    }
