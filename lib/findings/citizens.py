"""PAPI in plain words: what it is, how to read it, what it asks about, and the province's result.

Every number is computed; nothing here claims a cause.
"""

from dataclasses import dataclass

from lib import say
from lib.findings import brief
from lib.findings.overview import ordered
from lib.style import number
from lib.text import t
from lib.view import View
from lib.world import World


@dataclass(frozen=True)
class Term:
    """One measure of the glossary; ``place`` is the province's result ("" = none published)."""

    code: str
    name: str
    plain: str
    place: str
    inside: tuple["Term", ...] = ()


def headline(world: World, view: View) -> str:
    """The province's rank in one line."""
    own = brief.total(world, view)
    return t(
        "citizens.headline",
        view.lang,
        name=world.name(view.province, view.lang),
        rank=own["rank"],
        all=len(world.provinces),
        last=say.last(own, view.lang),
        year=view.year,
    )


def what(world: World, view: View) -> list[str]:
    """Who makes PAPI, what it asks, and how to read a score, a rank and a group."""
    lang = view.lang
    dims = world.dimensions(view.year)
    return [
        t("citizens.what_who", lang, first=world.years[0]),
        t(
            "citizens.what_asked",
            lang,
            year=view.year,
            dims=len(dims),
            subs=sum(len(world.subs(view.year, d)) for d in dims),
        ),
        t("citizens.read_score", lang, max=_maxima(world, lang)),
        t("citizens.read_rank", lang),
        t("citizens.read_group", lang),
    ]


def result(world: World, view: View) -> list[str]:
    """The province's result in three sentences, and one on what limits it."""
    lang, own = view.lang, brief.total(world, view)
    profile = ordered(world, view, world.dimensions(view.year))
    best, worst = profile.iloc[0], profile.iloc[-1]
    known = say.standing(view, world, own)
    out = [
        t("citizens.result_1", lang, **known),
        t("citizens.result_2", lang, **known),
        t(
            "citizens.result_3",
            lang,
            best=world.measure_name(best["measure"], lang),
            best_rank=say.rank(best, lang),
            worst=world.measure_name(worst["measure"], lang),
            worst_rank=say.rank(worst, lang),
        ),
    ]
    side = say.beside(world, view, own)
    return [*out, t("citizens.result_side", lang, words=side)] if side else out


def caption(world: World, view: View) -> str:
    """Words to send along with a picture."""
    lang, own = view.lang, brief.total(world, view)
    profile = ordered(world, view, world.dimensions(view.year))
    best, worst = profile.iloc[0], profile.iloc[-1]
    side = say.beside(world, view, own)
    return t(
        "citizens.caption_text",
        lang,
        headline=headline(world, view),
        side=f" ({side})" if side else "",
        best=world.measure_name(best["measure"], lang),
        best_rank=say.rank(best, lang),
        worst=world.measure_name(worst["measure"], lang),
        worst_rank=say.rank(worst, lang),
        **say.standing(view, world, own),
    )


def glossary(world: World, view: View) -> list[Term]:
    """The dimensions of the year in the official order, each with its sub-dimensions."""
    own = world.own(view.year, view.province, world.measures(view.year)).set_index("measure")

    def term(code: str, inside: tuple[Term, ...] = ()) -> Term:
        place = ""
        if code in own.index:
            row = own.loc[code]
            place = t(
                "citizens.place",
                view.lang,
                name=world.name(view.province, view.lang),
                score=number(row["score"], 2, view.lang),
                rank=say.rank(row, view.lang),
            )
        name, plain = world.measure_name(code, view.lang), world.plain(code, view.lang)
        return Term(code, name, plain, place, inside)

    return [
        term(d, tuple(term(s) for s in world.subs(view.year, d)))
        for d in world.dimensions(view.year)
    ]


def _maxima(world: World, lang: str) -> str:
    """ "60 points (2011–2017) and 80 points (2018–2024)"."""
    spans: dict[int, list[int]] = {}
    for year in world.years:
        spans.setdefault(world.max_score(year), []).append(year)
    return say.listing(
        [
            t("citizens.read_max", lang, max=most, first=years[0], last=years[-1])
            for most, years in spans.items()
        ],
        lang,
    )
