"""PAPI in plain words: what it is, how to read it, what it asks about, and the province's result.

Every number is computed; nothing here claims a cause.
"""

from dataclasses import dataclass

from lib.common.numbers import format_number
from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import brief, phrases
from lib.narrative.overview import best_first


@dataclass(frozen=True)
class Term:
    """One measure of the glossary; ``place`` is the province's result ("" = none published)."""

    code: str
    name: str
    plain: str
    place: str
    inside: tuple["Term", ...] = ()


def headline(dataset: Dataset, view: View) -> str:
    """The province's rank in one line."""
    own = brief.total(dataset, view)
    return t(
        "citizens.headline",
        view.lang,
        name=dataset.province_name(view.province, view.lang),
        rank=own["rank"],
        all=len(dataset.provinces),
        last=phrases.last_place_note(own, view.lang),
        year=view.year,
    )


def what_is_papi(dataset: Dataset, view: View) -> list[str]:
    """Who makes PAPI, what it asks, and how to read a score, a rank and a group."""
    lang = view.lang
    dims = dataset.dimensions(view.year)
    return [
        t("citizens.what_who", lang, first=dataset.years[0]),
        t(
            "citizens.what_asked",
            lang,
            year=view.year,
            dims=len(dims),
            subs=sum(len(dataset.sub_dimensions(view.year, d)) for d in dims),
        ),
        t("citizens.read_score", lang, max=_score_scales(dataset, lang)),
        t("citizens.read_rank", lang),
        t("citizens.read_group", lang),
    ]


def result_sentences(dataset: Dataset, view: View) -> list[str]:
    """The province's result in three sentences, and one on what limits it."""
    lang, own = view.lang, brief.total(dataset, view)
    profile = best_first(dataset, view, dataset.dimensions(view.year))
    best, worst = profile.iloc[0], profile.iloc[-1]
    known = phrases.standing_values(dataset, view, own)
    out = [
        t("citizens.result_1", lang, **known),
        t("citizens.result_2", lang, **known),
        t(
            "citizens.result_3",
            lang,
            best=dataset.measure_name(best["measure"], lang),
            best_rank=phrases.rank_phrase(best, lang),
            worst=dataset.measure_name(worst["measure"], lang),
            worst_rank=phrases.rank_phrase(worst, lang),
        ),
    ]
    side = phrases.caveats_phrase(dataset, view, own)
    return [*out, t("citizens.result_side", lang, words=side)] if side else out


def share_caption(dataset: Dataset, view: View) -> str:
    """Words to send along with a picture."""
    lang, own = view.lang, brief.total(dataset, view)
    profile = best_first(dataset, view, dataset.dimensions(view.year))
    best, worst = profile.iloc[0], profile.iloc[-1]
    side = phrases.caveats_phrase(dataset, view, own)
    return t(
        "citizens.caption_text",
        lang,
        headline=headline(dataset, view),
        side=f" ({side})" if side else "",
        best=dataset.measure_name(best["measure"], lang),
        best_rank=phrases.rank_phrase(best, lang),
        worst=dataset.measure_name(worst["measure"], lang),
        worst_rank=phrases.rank_phrase(worst, lang),
        **phrases.standing_values(dataset, view, own),
    )


def glossary(dataset: Dataset, view: View) -> list[Term]:
    """The dimensions of the year in the official order, each with its sub-dimensions."""
    own = dataset.positions_of(view.year, view.province, dataset.measures(view.year)).set_index(
        "measure"
    )

    def term(code: str, inside: tuple[Term, ...] = ()) -> Term:
        place = ""
        if code in own.index:
            row = own.loc[code]
            place = t(
                "citizens.place",
                view.lang,
                name=dataset.province_name(view.province, view.lang),
                score=format_number(row["score"], 2, view.lang),
                rank=phrases.rank_phrase(row, view.lang),
            )
        name, plain = (
            dataset.measure_name(code, view.lang),
            dataset.plain_description(code, view.lang),
        )
        return Term(code, name, plain, place, inside)

    return [
        term(d, tuple(term(s) for s in dataset.sub_dimensions(view.year, d)))
        for d in dataset.dimensions(view.year)
    ]


def _score_scales(dataset: Dataset, lang: str) -> str:
    """ "60 points (2011–2017) and 80 points (2018–2024)"."""
    spans: dict[int, list[int]] = {}
    for year in dataset.years:
        spans.setdefault(dataset.max_score(year), []).append(year)
    return phrases.join_list(
        [
            t("citizens.read_max", lang, max=most, first=years[0], last=years[-1])
            for most, years in spans.items()
        ],
        lang,
    )
