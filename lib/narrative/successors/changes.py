"""The first published score of one of the 34 beside the estimate of the year before.

The estimate is called so wherever it stands, and a difference is never called better or worse: it
may come from another sample, frame or weighting. The score that an unmerged province is compared
with is published; only its rank among the 34 is an estimate.
"""

import numpy as np
import pandas as pd

from lib.common.numbers import format_number, format_signed
from lib.common.strings import capitalize_first
from lib.common.text import t
from lib.model import successors
from lib.model.dataset import Dataset
from lib.model.memoized import memoized
from lib.model.successors import EstimatedChange, LaterChange
from lib.model.view import View
from lib.narrative import phrases
from lib.narrative.elements import KeyFigure
from lib.narrative.successors.tests import alarms_sentence, first_year_sentence
from lib.stats.ranking import TOTAL


def is_first_year(dataset: Dataset, year: int) -> bool:
    """Whether a year is the first that was published by the 34."""
    return dataset.units == "34" and not dataset.estimated and year == dataset.years[0]


def first_change(dataset: Dataset, view: View, measure: str = TOTAL) -> EstimatedChange | None:
    """From the estimate to the first published score; None in any other year or data set."""
    if not is_first_year(dataset, view.year):
        return None
    return successors.change_of_first_year(dataset, view.province, measure)


def later_change(dataset: Dataset, view: View, measure: str = TOTAL) -> LaterChange | None:
    """A change of the total between two published years of the 34; None elsewhere."""
    if dataset.units != "34" or dataset.estimated or measure != TOTAL or view.shown_since:
        return None
    return successors.change_of_later_year(dataset, view.province, view.year)


def with_estimate(dataset: Dataset, view: View, row: pd.Series) -> pd.Series:
    """A position in the first year of the 34 with the estimate as that of the year before.

    Other positions are returned as they are.
    """
    found = first_change(dataset, view, str(row["measure"])) if pd.isna(row["change"]) else None
    if found is None:
        return row
    own = row.astype(object)
    own["prev_year"], own["prev_score"], own["prev_rank"] = (
        found.before,
        found.estimate,
        found.before_rank,
    )
    own["change"], own["change_rank"] = found.change, found.before_rank - found.rank
    return own


@memoized
def ranking_with_estimates(dataset: Dataset, year: int, measure: str) -> pd.DataFrame:
    """The ranking of the first year of the 34 with the estimates as the scores of the year before.

    Rankings of other years are returned as they are.

    Returns:
        The columns of ``Dataset.ranking``; NaN in those of the change where nothing compares.
    """
    table = dataset.ranking(year, measure)
    if not is_first_year(dataset, year):
        return table
    found = [successors.change_of_first_year(dataset, code, measure) for code in table["province"]]
    return table.assign(
        prev_year=[np.nan if f is None else f.before for f in found],
        prev_score=[np.nan if f is None else f.estimate for f in found],
        prev_rank=[np.nan if f is None else f.before_rank for f in found],
        change=[np.nan if f is None else f.change for f in found],
        change_rank=[np.nan if f is None else f.before_rank - f.rank for f in found],
    )


def headlines(dataset: Dataset, view: View, found: EstimatedChange) -> tuple[str, ...]:
    """The score and whether it fits the estimate; that one beside it where this is not judged.

    From the longest wording to the shortest: key figures have what the shorter ones leave out.
    """
    lang, merged = view.lang, dataset.is_merged(view.province)
    verdict = verdict_phrase(dataset, view, found)
    if verdict and not merged:
        verdict = phrases.lower_first(t(f"successor.kpi_{found.verdict}_same", lang))
    sentence, brief = (
        t(
            key,
            lang,
            name=dataset.name_in_sentence(view.province, lang),
            score=format_number(found.score, 2, lang),
            points=difference_phrase(found.change, lang),
            before=found.before,
            estimate=format_number(found.estimate, 2, lang),
            verdict=verdict,
        )
        for key in (
            _key(dataset, view, "headline" if verdict else "headline_unjudged"),
            "successor.headline_brief",
        )
    )
    if not merged:
        return (sentence,)
    if not verdict:
        return sentence, brief
    estimate = format_number(found.estimate, 2, lang)
    return sentence + t("successor.headline_estimate", lang, estimate=estimate), sentence


def spoken_sentence(dataset: Dataset, view: View, found: EstimatedChange) -> str:
    """The difference and the ranks among the 34 in a sentence to read out."""
    lang = view.lang
    verdict = verdict_phrase(dataset, view, found)
    return t(
        _key(dataset, view, "aloud"),
        lang,
        points=difference_phrase(found.change, lang),
        before=found.before,
        verdict=f", {verdict}" if verdict else "",
        ranks=ranks_phrase(found, "aloud_moved", "aloud_kept", lang),
    )


def short_words(dataset: Dataset, view: View) -> tuple[str, str]:
    """The difference of the total in few words, and whether it fits; "" in other years."""
    found = first_change(dataset, view)
    if found is None:
        return "", ""
    points = difference_phrase(found.change, view.lang)
    words = t(_key(dataset, view, "short"), view.lang, points=points, before=found.before)
    return capitalize_first(words), verdict_phrase(dataset, view, found)


def key_figures(dataset: Dataset, view: View, found: EstimatedChange) -> list[KeyFigure]:
    """The difference, what the members' range makes of it, the verdict, the ranks."""
    lang, merged = view.lang, dataset.is_merged(view.province)
    before = format_number(found.estimate, 2, lang)
    low, high = (format_number(end, 2, lang) for end in (found.low, found.high))
    note = "kpi_change_note" if merged else "kpi_change_note_same"
    if merged and low == high:
        note = "kpi_change_note_one"
    figures = [
        KeyFigure(
            t(_key(dataset, view, "kpi_change"), lang, before=found.before),
            phrases.points_phrase(found.change, lang),
            "",
            t(f"successor.{note}", lang, estimate=before, low=low, high=high),
            estimated=merged,
        )
    ]
    if merged and found.low < found.high:
        ends = (format_signed(end, 2, lang) for end in (found.change_low, found.change_high))
        figures.append(
            KeyFigure(
                t("successor.kpi_range", lang),
                t("successor.to", lang, **dict(zip(("low", "high"), ends, strict=True))),
                t("successor.points", lang),
                t("successor.kpi_range_note", lang, before=found.before),
                estimated=True,
            )
        )
    if found.verdict:
        figures.append(
            KeyFigure(
                t("successor.kpi_verdict", lang),
                t(_key(dataset, view, f"kpi_{found.verdict}"), lang),
                "",
                t(
                    "successor.kpi_verdict_note",
                    lang,
                    beyond=format_signed(found.beyond, 2, lang),
                    bound=format_number(found.bound, 2, lang),
                ),
            )
        )
    figures.append(
        KeyFigure(
            t("successor.kpi_rank", lang),
            capitalize_first(_places_phrase(found.before_rank - found.rank, lang)),
            "",
            ranks_phrase(found, "kpi_ranks", "kpi_ranks_kept", lang),
            estimated=True,
        )
    )
    return figures


def later_figure(view: View, found: LaterChange) -> KeyFigure:
    """How a change between two published years stands to the spread of those of the 63."""
    lang = view.lang
    kind = "within" if found.is_within else "beyond"
    return KeyFigure(
        t("successor.kpi_later", lang),
        t(f"successor.kpi_{kind}", lang),
        "",
        t(
            "successor.kpi_later_note",
            lang,
            beyond=format_signed(found.beyond, 2, lang),
            bound=format_number(found.bound, 2, lang),
        ),
    )


def later_sentence(dataset: Dataset, view: View, found: LaterChange) -> str:
    """How far a change between two published years is off the expected one, and the bound."""
    lang = view.lang
    return t(
        f"successor.later_{'within' if found.is_within else 'beyond'}",
        lang,
        before=view.year - 1,
        year=view.year,
        change=format_signed(found.gap_change, 2, lang),
        expected=format_signed(found.expected, 2, lang),
        beyond=format_signed(found.beyond, 2, lang),
        bound=format_number(found.bound, 2, lang),
    )


def evidence_sentences(dataset: Dataset, view: View) -> list[str]:
    """How the first published score was judged, and what its difference may come from.

    [] in other years than the first.
    """
    lang, found = view.lang, first_change(dataset, view)
    if found is None or not found.verdict:
        return []
    sentences = [
        t(
            _key(dataset, view, "test_first"),
            lang,
            year=found.year,
            before=found.before,
            expected=format_signed(found.expected, 2, lang),
            control=format_signed(found.control, 2, lang),
            beyond=format_signed(found.beyond, 2, lang),
            bound=format_number(found.bound, 2, lang),
        ),
        *([why_different(dataset, view)] if found.verdict == "different" else []),
        *filter(None, [first_year_sentence(dataset, lang)]),
    ]
    if found.imputed:
        sentences.append(imputed_sentence(dataset, view, found))
    effect = successors.frame_effect(dataset)
    if effect is not None:
        key = "successor.frame_effect" if effect.is_effect else "successor.no_frame_effect"
        values = {
            "difference": format_signed(effect.difference, 2, lang),
            "error": format_number(effect.error, 2, lang),
            "merged": effect.n_merged,
            "unmerged": effect.n_unmerged,
        }
        sentences.append(" ".join([t(key, lang, **values), alarms_sentence(dataset, lang)]).strip())
    return sentences


def why_different(dataset: Dataset, view: View) -> str:
    """What the difference of the first published score may come from."""
    return t(_key(dataset, view, "why_different"), view.lang)


def imputed_sentence(dataset: Dataset, view: View, found: EstimatedChange) -> str:
    """Which members had no published score in the year of the estimate."""
    names = [dataset.member_name(code, view.lang) for code in found.imputed.split()]
    listed = phrases.join_list(names, view.lang)
    return t("successor.imputed", view.lang, names=listed, before=found.before)


def verdict_phrase(dataset: Dataset, view: View, found: EstimatedChange) -> str:
    """Whether the difference fits, within a sentence; "" where it is not judged."""
    if not found.verdict:
        return ""
    return t(_key(dataset, view, found.verdict), view.lang)


def difference_phrase(points: float, lang: str) -> str:
    """ "cao hơn 0,43 điểm": a score beside another, without a judgement."""
    if round(points, 2) == 0:
        return t("successor.equal", lang)
    key = "successor.higher" if points > 0 else "successor.lower"
    return t(key, lang, n=format_number(abs(points), 2, lang))


def ranks_phrase(found: EstimatedChange, moved: str, kept: str, lang: str) -> str:
    """From the estimated rank to the published one, or that both are the same.

    Args:
        moved, kept: keys of the section ``successor``: for two ranks, for one.
    """
    key = moved if found.before_rank != found.rank else kept
    return t(f"successor.{key}", lang, before=found.before_rank, after=found.rank)


def _places_phrase(places: int, lang: str) -> str:
    """ "cao hơn 3 bậc": a rank beside an estimated one, without a judgement."""
    if not places:
        return t("say.same_rank", lang)
    key = "successor.places_higher" if places > 0 else "successor.places_lower"
    return t(key, lang, n=abs(places))


def _key(dataset: Dataset, view: View, name: str) -> str:
    """The text key: that of an unmerged province does not speak of an estimated score."""
    return f"successor.{name}" if dataset.is_merged(view.province) else f"successor.{name}_same"
