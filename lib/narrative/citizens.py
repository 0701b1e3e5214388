"""PAPI in plain words: what it is, how to read it, what it asks about, and the province's result.

Every number is computed; nothing here claims a cause. ``headline``, ``result_sentences`` and
``share_caption`` raise LookupError where the province has no total in the view's year.
"""

from dataclasses import dataclass

from lib.common.numbers import format_number
from lib.common.strings import first_that_fits
from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import phrases
from lib.narrative.overview import dimensions_best_first


@dataclass(frozen=True)
class Term:
    """One dimension or sub-dimension of the glossary.

    Attributes:
        code: its code.
        name: its official name.
        description: what it is about, in plain words.
        result: the chosen province's score and rank in it; "" where none is published.
        sub_terms: its sub-dimensions; empty for a sub-dimension.
    """

    code: str
    name: str
    description: str
    result: str
    sub_terms: tuple["Term", ...] = ()


def headline(dataset: Dataset, view: View) -> str:
    """The province's rank in one line."""
    own_total = dataset.total_position(view.year, view.province)
    return first_that_fits(
        *(
            t(
                "citizens.headline",
                view.lang,
                name=dataset.name_in_sentence(view.province, view.lang),
                rank=own_total["rank"],
                all=len(dataset.provinces),
                known=phrases.scored_count_note(dataset, own_total, view.lang, brief),
                year=view.year,
            )
            for brief in (False, True)
        )
    )


def what_is_papi(dataset: Dataset, view: View) -> list[str]:
    """Who makes PAPI, what it asks, and how to read a score, a rank and a group."""
    lang = view.lang
    dims = dataset.dimensions(view.year)
    return [
        t(
            "citizens.what_who",
            lang,
            first=phrases.series_years(dataset)[0],
            producers=_producers_in_full(dataset, view),
        ),
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


def _producers_in_full(dataset: Dataset, view: View) -> str:
    """The producers of the year by their names, each with its abbreviation."""
    rows = dataset.producers(view.year)
    names = zip(rows[f"name_{view.lang}"], rows["short"], strict=True)
    return phrases.join_list([f"{name} ({short})" for name, short in names], view.lang)


def result_sentences(dataset: Dataset, view: View) -> list[str]:
    """The province's result in three sentences, and one on what limits it."""
    lang, own_total = view.lang, dataset.total_position(view.year, view.province)
    values = phrases.total_text_values(dataset, view, own_total)
    sentences = [
        t("citizens.result_1", lang, **values),
        t("citizens.result_2", lang, **values),
        t("citizens.result_3", lang, **_best_and_worst(dataset, view)),
    ]
    caveats = phrases.caveats_phrase(dataset, view, own_total)
    return [*sentences, t("citizens.result_side", lang, words=caveats)] if caveats else sentences


def share_caption(dataset: Dataset, view: View) -> str:
    """A caption to send along with a picture."""
    own_total = dataset.total_position(view.year, view.province)
    caveats = phrases.caveats_phrase(dataset, view, own_total)
    return t(
        "citizens.caption_text",
        view.lang,
        headline=headline(dataset, view),
        producers=", ".join(dataset.producers(view.year)["short"]),
        side=f" ({caveats})" if caveats else "",
        **_best_and_worst(dataset, view),
        **phrases.total_text_values(dataset, view, own_total),
    )


def _best_and_worst(dataset: Dataset, view: View) -> dict[str, str]:
    """Names and ranks of the highest and the lowest dimension, by placeholder."""
    ranked = dimensions_best_first(dataset, view)
    best, worst = ranked.iloc[0], ranked.iloc[-1]
    return {
        "best": dataset.measure_name(best["measure"], view.lang),
        "best_rank": phrases.rank_phrase(best, view.lang),
        "worst": dataset.measure_name(worst["measure"], view.lang),
        "worst_rank": phrases.rank_phrase(worst, view.lang),
    }


def glossary(dataset: Dataset, view: View) -> list[Term]:
    """The dimensions of the year in the official order, each with its sub-dimensions."""

    def term(code: str, sub_terms: tuple[Term, ...] = ()) -> Term:
        result, position = "", dataset.position(view.year, code, view.province)
        if position is not None:
            result = t(
                "citizens.place",
                view.lang,
                name=dataset.name_in_sentence(view.province, view.lang),
                score=format_number(position["score"], 2, view.lang),
                rank=phrases.rank_phrase(position, view.lang),
            )
        name = dataset.measure_name(code, view.lang)
        return Term(code, name, dataset.plain_description(code, view.lang), result, sub_terms)

    return [
        term(dimension, tuple(term(s) for s in dataset.sub_dimensions(view.year, dimension)))
        for dimension in dataset.dimensions(view.year)
    ]


def _score_scales(dataset: Dataset, lang: str) -> str:
    """ "60 points (2011–2017) and 80 points (2018–2024)"."""
    years_by_maximum: dict[int, list[int]] = {}
    before = dataset.dataset_of_63  # one of the 34 also shows its members' years
    for source in [before, dataset] if before is not None else [dataset]:
        for year in source.years:
            years_by_maximum.setdefault(source.max_score(year), []).append(year)
    return phrases.join_list(
        [
            t("citizens.read_max", lang, max=maximum, first=years[0], last=years[-1])
            for maximum, years in years_by_maximum.items()
        ],
        lang,
    )
