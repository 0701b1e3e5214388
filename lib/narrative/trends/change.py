"""The change on the previous year, and the ranks of all years, in words and key figures."""

import math

import pandas as pd

from lib.common.numbers import format_number, format_signed
from lib.common.strings import capitalize_first, first_that_fits, fit_clauses
from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.memoized import memoized
from lib.model.view import View
from lib.narrative import phrases
from lib.narrative.elements import KeyFigure
from lib.narrative.sampling import verdicts
from lib.narrative.successors import changes
from lib.narrative.trends.start_years import comparing_parts_note
from lib.narrative.trends.uncertainty import coverage_note, next_year_range
from lib.stats import decomposition
from lib.stats.ranking import TOTAL


def has_change(dataset: Dataset, view: View, measure: str) -> bool:
    """Whether the province has a change in the measure in the view's year.

    In the first published year of the 34 it is that from the estimate of the year before.
    """
    position = dataset.position(view.year, measure, view.province)
    if position is None:
        return False
    return bool(pd.notna(changes.with_estimate(dataset, view, position)["change"]))


def headline(dataset: Dataset, view: View) -> str:
    """What changed on the previous year and how usual that is, or why nothing compares."""
    lang = view.lang
    position = dataset.position(view.year, view.measure, view.province)
    if position is None or pd.isna(position["change"]):
        found = changes.first_change(dataset, view, view.measure)
        reason = (no_change_reason(dataset, view),)
        return _of_measure(
            dataset, view, *(changes.headlines(dataset, view, found) if found else reason)
        )
    rank_change = int(position["change_rank"])
    places = ", " + t("trends.rank_same", lang)
    if rank_change:
        rank_change_words = phrases.rank_change_phrase(rank_change, lang)
        places = ", " + t("trends.rank_moved", lang, places=rank_change_words)
    sentences = (
        t(
            "trends.headline_brief" if brief else "trends.headline",
            lang,
            name=dataset.name_in_sentence(view.province, lang),
            points=score_change_phrase(position["change"], lang, brief),
            before=position["prev_year"],
        )
        for brief in (False, True)
    )
    badge = dataset.badge(view.year, view.measure, view.province)
    kind = "; " + t(f"trends.headline_{badge.name}", lang) if badge.name else ""
    if is_redefined(dataset, view):
        limit, kind = "; " + t("trends.headline_redefined", lang), ""
    elif parts := comparing_parts_note(
        dataset, view, int(position["prev_year"]), "trends.headline_parts"
    ):
        limit = "; " + parts
    else:
        limit = ""
    # What limits the comparison must not give way to the change in rank, a key figure below.
    return fit_clauses(_of_measure(dataset, view, *sentences), places, limit, kind, first=(1, 2))


def _of_measure(dataset: Dataset, view: View, *sentences: str) -> str:
    """The first of the sentences that fits after the measure's name, or else after its code.

    The total has no name before its sentence.
    """
    names = [""]
    if view.measure != TOTAL:
        names = [f"{name}: " for name in phrases.headline_names(dataset, view)]
    return first_that_fits(*(name + sentence for name in names for sentence in sentences))


def is_redefined(dataset: Dataset, view: View) -> bool:
    """Whether the view's dimension or sub-dimension was measured differently the year before."""
    position = dataset.position(view.year, view.measure, view.province)
    if position is None or view.measure == TOTAL:
        return False
    breaks = dataset.tables.breaks
    broken = breaks["sub_dimension"].eq(view.measure) & breaks["year"].eq(view.year)
    return bool(position["redefined"]) or bool(broken.any())


def no_change_reason(dataset: Dataset, view: View) -> str:
    """Why there is nothing to compare, in one sentence."""
    has_earlier = any(
        dataset.position(year, view.measure, view.province) is not None
        for year in dataset.years
        if year < view.year
    )
    name = dataset.name_in_sentence(view.province, view.lang)
    key = "trends.rescaled" if has_earlier else "trends.first"
    return t(key, view.lang, name=name, year=view.year)


def key_figures(dataset: Dataset, view: View) -> list[KeyFigure]:
    """The change, its badge, the change in rank and its two causes, and next year's rank range.

    Where standard errors are printed their two verdicts stand in the place of the badge, which the
    chart tells too. Figures that are not known are left out; [] where there is no change.
    """
    position = dataset.position(view.year, view.measure, view.province)
    if position is None or pd.isna(position["change"]):
        found = changes.first_change(dataset, view, view.measure)
        if position is None or found is None:
            return []
        next_year = _next_year_figure(dataset, view)
        of_estimate = changes.key_figures(dataset, view, found)
        return [*of_estimate, next_year] if next_year else of_estimate
    verdicts_by_errors: list[KeyFigure | None] = [*verdicts.key_figures(dataset, view)]
    later = changes.later_change(dataset, view, view.measure)
    by_spread = _badge_figure(dataset, view)
    if by_spread is None and later:  # the 34 have too few changes for badges
        by_spread = changes.later_figure(view, later)
    judged = verdicts_by_errors or [by_spread]
    figures = (
        _change_figure(dataset, view, position),
        *judged,
        _rank_change_figure(dataset, view, position),
        _rank_split_figure(dataset, view),
        _next_year_figure(dataset, view),
    )
    return [figure for figure in figures if figure is not None]


def _change_figure(dataset: Dataset, view: View, position: pd.Series) -> KeyFigure:
    """The change in points, and that of the distance to the national median."""
    lang = view.lang
    note = t("trends.kpi_gap_year", lang, year=position["prev_year"])
    if view.shown_since:
        note = t("since.kpi", lang)
    elif position["prev_year"] == view.year - 1:
        note = gap_change_phrase(dataset, view)
    return KeyFigure(
        t("trends.kpi_change", lang, year=position["prev_year"]),
        phrases.points_phrase(position["change"], lang),
        "",
        note,
    )


def gap_change_phrase(dataset: Dataset, view: View) -> str:
    """How the distance to the national median changed, beside what is usual from that standing.

    "" where that is not known.
    """
    lang, badge = view.lang, dataset.badge(view.year, view.measure, view.province)
    if pd.isna(badge.gap_change):
        gap_change = _gap_changes(dataset, view.year).get((view.measure, view.province))
        if gap_change is None:
            return ""
        return t("trends.gap_change", lang, gap=format_signed(gap_change, 2, lang))
    key = "trends.gap_change" if pd.isna(badge.expected) else "trends.gap_and_expected"
    return t(
        key,
        lang,
        gap=format_signed(badge.gap_change, 2, lang)
        + comparing_parts_note(dataset, view, view.year - 1, "trends.within_parts"),
        expected=format_signed(badge.expected, 2, lang),
    )


@memoized
def _gap_changes(dataset: Dataset, year: int) -> dict[tuple[str, str], float]:
    """Changes of the distance to the median by measure and province, on the parts that compare."""
    judged = dataset.judged_changes_of_year(year)
    keys = zip(judged["measure"], judged["province"], strict=True)
    return dict(zip(keys, judged["gap_change"], strict=True))


def _badge_figure(dataset: Dataset, view: View) -> KeyFigure | None:
    """How usual the change is."""
    lang = view.lang
    badge = dataset.badge(view.year, view.measure, view.province)
    if not badge.name:
        return None
    note = t(
        "trends.kpi_share",
        lang,
        off=format_signed(badge.gap_change - badge.expected, 2, lang),
        share=phrases.format_percent(badge.fraction, lang),
    )
    turned = dataset.turned_back(view.year) if view.measure == TOTAL else math.nan
    if badge.name == "rare" and not pd.isna(turned):
        note += "; " + t("trends.kpi_turned", lang, share=phrases.format_percent(turned, lang))
    return KeyFigure(t("trends.kpi_badge", lang), t(f"badge.{badge.name}", lang), "", note)


def _rank_change_figure(dataset: Dataset, view: View, position: pd.Series) -> KeyFigure:
    """The change in rank, and the rank that the usual change alone would have brought."""
    lang = view.lang
    key = "trends.kpi_ranks" if position["change_rank"] else "trends.kpi_ranks_kept"
    note = t(key, lang, before=position["prev_rank"], after=position["rank"])
    usual = _rank_after_usual_change(dataset, view, position)
    if usual is not None:
        note += "; " + t("trends.kpi_usual", lang, rank=usual)
    return KeyFigure(
        t("trends.kpi_rank", lang),
        capitalize_first(phrases.rank_change_phrase(int(position["change_rank"]), lang)),
        "",
        note,
    )


def _rank_split_figure(dataset: Dataset, view: View) -> KeyFigure | None:
    """How much of the change in rank comes from the province's score, how much from the others'.

    In whole places that add up to the published change: half a place counts as the province's own,
    and provinces scored in one of the two years only are a third part. None where each is none.
    """
    position = dataset.position(view.year, view.measure, view.province)
    split = decomposition.split_rank_change(
        dataset.positions_of_measure(view.measure), view.province, view.year, view.measure
    )
    if position is None or not split or is_redefined(dataset, view):
        return None
    lang, whole = view.lang, int(position["change_rank"])
    own = int(math.copysign(math.floor(abs(split.own_contribution) + 0.5), split.own_contribution))
    among_both_years = split.before - split.after
    if not (own or among_both_years or whole):
        return None  # nothing moved the rank, which the figure before it says
    note = t(
        "trends.kpi_others" if whole == among_both_years else "trends.kpi_others_and_absent",
        lang,
        places=_places_phrase(among_both_years - own, lang),
        absent=_places_phrase(whole - among_both_years, lang),
        sum=_places_phrase(whole, lang),
        n=split.compared,
    )
    return KeyFigure(
        t("trends.kpi_own", lang), capitalize_first(_places_phrase(own, lang)), "", note
    )


def _rank_after_usual_change(dataset: Dataset, view: View, position: pd.Series) -> int | None:
    """The rank that the usual change from the province's standing alone would have brought.

    It is that of the total without what went beyond the usual change, among the others' of the
    year. None where that is not known, or where parts of the total do not compare.
    """
    badge = dataset.badge(view.year, view.measure, view.province)
    if view.measure != TOTAL or pd.isna(badge.expected) or pd.isna(badge.gap_change):
        return None
    if comparing_parts_note(dataset, view, view.year - 1, "trends.within_parts"):
        return None
    usual_score = position["score"] - (badge.gap_change - badge.expected)
    table = dataset.ranking(view.year, TOTAL)
    others = table.loc[table["province"] != view.province, "score"]
    return int((others > usual_score).sum()) + 1


def _next_year_figure(dataset: Dataset, view: View) -> KeyFigure | None:
    """The range of next year's rank, the rank that came about, how often such ranges held."""
    forecast = next_year_range(dataset, view)
    if forecast is None:
        return None
    notes = [coverage_note(dataset, view)]
    if view.year != dataset.years[-1]:
        actual = dataset.position(view.year + 1, view.measure, view.province)
        if actual is not None:
            came = t("trends.kpi_came", view.lang, year=view.year + 1, rank=actual["rank"])
            notes = [came, *notes]
    label, note = t("trends.kpi_range", view.lang), "; ".join(note for note in notes if note)
    return KeyFigure(label, f"{forecast.best}–{forecast.worst}", "", note)


def score_change_phrase(change: float, lang: str, brief: bool = False) -> str:
    """ "rose 1,02 points" in words, of a score, which ``brief`` does not name."""
    if round(change, 2) == 0:
        hardly = "trends.hardly_brief" if brief else "trends.hardly"
        return t("trends.stayed" if change == 0 else hardly, lang)
    return change_phrase(change, lang)


def change_phrase(change: float, lang: str) -> str:
    """ "rose 1,02 points" in words."""
    if round(change, 2) == 0:
        return t("trends.under_step", lang)
    key = "trends.rose" if change > 0 else "trends.fell"
    return t(key, lang, n=format_number(abs(change), 2, lang))


def _places_phrase(places: int, lang: str) -> str:
    """ "+10 places", or that it is none."""
    if not places:
        return t("trends.places_none", lang)
    return t("trends.places", lang, n=format_signed(places, 0, lang))
