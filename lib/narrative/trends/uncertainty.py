"""How usual a change is and how certain a rank, with the back-tests of both."""

from dataclasses import replace
from math import ceil, floor
from typing import NamedTuple

import pandas as pd

from lib.common.numbers import format_number, format_signed
from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.memoized import memoized
from lib.model.view import View
from lib.narrative import absent_provinces, phrases
from lib.narrative.sampling import verdicts
from lib.narrative.successors import changes
from lib.narrative.successors.tests import ranges_sentence
from lib.stats import typical_change
from lib.stats.backtest import ALL_YEARS
from lib.stats.changes import residual_badges
from lib.stats.forecasts.next_year import RankRange
from lib.stats.forecasts.rank_uncertainty import spread_of_four_in_five
from lib.stats.ranking import TOTAL, is_sub_dimension

MOST_NOTABLE = 5  # sub-dimensions named in the list of striking changes


class RankUncertainty(NamedTuple):
    """By how many points four of five scores are off at most, and the ranks that follow."""

    points: float
    best: int
    worst: int


def has_badge(dataset: Dataset, view: View) -> bool:
    """Whether it can be said how usual the change is."""
    return bool(dataset.badge(view.year, view.measure, view.province).name)


def no_badge_reason(dataset: Dataset, view: View) -> str:
    """Why it cannot be said how usual the change is."""
    if view.shown_since:
        return t("since.no_badge", view.lang)
    first = changes.first_change(dataset, view, view.measure)
    if first and first.verdict == "different":
        return changes.why_different(dataset, view)
    if first and first.verdict == "consistent":
        return t("successor.no_badge_first", view.lang)
    if later := changes.later_change(dataset, view, view.measure):
        figure = changes.later_figure(view, later)
        told = f"{figure.label}: {phrases.lower_first(figure.figure)} ({figure.note})."
        least = typical_change.MIN_CHANGES
        return t("successor.no_badge", view.lang, least=least, later=told)
    return t("trends.no_badge", view.lang, least=typical_change.MIN_CHANGES)


@memoized
def badge_limits(dataset: Dataset, measure: str, year: int) -> tuple[float, float]:
    """How many points off the expected change one may be to be usual, and to be notable."""
    return residual_badges.badge_limits(dataset.badge_reference(measure, year))


def typical_change_title(dataset: Dataset, view: View) -> str:
    """How far the change was off the expected one, and how usual that is."""
    lang, badge = view.lang, dataset.badge(view.year, view.measure, view.province)
    return t(
        "trends.usual_title",
        lang,
        off=format_signed(badge.gap_change - badge.expected, 2, lang),
        badge=t(f"badge.{badge.name}", lang).lower(),
        share=phrases.format_percent(badge.fraction, lang),
    )


def notable_changes(dataset: Dataset, view: View, most: int = MOST_NOTABLE) -> list[str]:
    """The sub-dimensions whose change is more than usual, the least usual first.

    A star marks those that stay striking although all sub-dimensions were looked at together.

    Args:
        dataset: the dataset of the view.
        view: province, year, language; its measure limits the list to one dimension.
        most: how many are named; ``notable_rest`` counts the others.
    """
    lang, notable = view.lang, _notable_sub_dimensions(dataset, view)
    return [
        t(
            "trends.notable_item",
            lang,
            measure=phrases.name_with_code(dataset, row.measure, lang),
            change=format_signed(row.gain, 2, lang),
            off=format_signed(row.residual, 2, lang),
            badge=t(f"badge.{row.badge}", lang).lower(),
            share=phrases.format_percent(row.fraction_as_large, lang),
            star=" ★" if row.survives else "",
        )
        for row in notable.sort_values("fraction_as_large").head(most).itertuples()
    ]


def notable_rest(dataset: Dataset, view: View, most: int = MOST_NOTABLE) -> str:
    """How many sub-dimensions ``notable_changes`` leaves out; "" where it names all."""
    rest = len(_notable_sub_dimensions(dataset, view)) - most
    return t("trends.notable_more", view.lang, n=rest) if rest > 0 else ""


def notable_count(dataset: Dataset, view: View) -> str:
    """How many sub-dimensions changed more than usual, beside how many would by chance.

    "" where none can be judged.
    """
    judged = _judged_sub_dimensions(dataset, view)
    judged = judged[judged["badge"] != ""]
    if judged.empty:
        return ""
    n = int(judged["badge"].isin(typical_change.BADGES[1:]).sum())
    sentence = t(
        "trends.notable_count",
        view.lang,
        n=n,
        all=len(judged),
        chance=chance_phrase(judged, view.lang),
    )
    if not n:
        return sentence
    key = "trends.notable_stars" if judged["survives"].any() else "trends.notable_no_star"
    return f"{sentence} {t(key, view.lang)}"


def chance_phrase(judged: pd.DataFrame, lang: str) -> str:
    """ "5–6": how many of these changes are called notable or rare by chance alone.

    Args:
        judged: badge; the changes of a list.
        lang: the language.
    """
    expected, _ = residual_badges.expected_by_chance(judged)
    low, high = floor(round(expected, 6)), ceil(round(expected, 6))
    return format_number(low, 0, lang) if low == high else f"{low}–{high}"


def _judged_sub_dimensions(dataset: Dataset, view: View) -> pd.DataFrame:
    """The province's changes of a year in the sub-dimensions of the view's measure.

    Returns:
        The columns of ``Dataset.badges`` and survives (see ``mark_survivors``, of all
        sub-dimensions whatever the measure).
    """
    judged = dataset.badges_of_year(view.year)
    judged = judged[judged["province"].eq(view.province) & is_sub_dimension(judged["measure"])]
    judged = judged.assign(survives=residual_badges.mark_survivors(judged))
    if view.measure == TOTAL:
        return judged
    return judged[judged["measure"].str.startswith(f"{view.measure.split('.')[0]}.")]


def _notable_sub_dimensions(dataset: Dataset, view: View) -> pd.DataFrame:
    """The rows of ``_judged_sub_dimensions`` whose change is more than usual."""
    judged = _judged_sub_dimensions(dataset, view)
    return judged[judged["badge"].isin(typical_change.BADGES[1:])]


def next_year_range(dataset: Dataset, view: View) -> RankRange | None:
    """The ranks between which the province ends next year in four cases of five.

    None where the province has no score, or too few changes are known.
    """
    if dataset.position(view.year, view.measure, view.province) is None:
        return None
    forecast = dataset.next_year(view.year, view.measure)
    return None if forecast is None else forecast.rank_range(view.province)


def coverage_note(dataset: Dataset, view: View) -> str:
    """How often the ranges of next year's rank held in past years; "" where that is not known."""
    backtest = dataset.rank_range_backtest(view.measure)
    if ALL_YEARS not in backtest.index:
        return ""
    within = backtest["within"]
    by_year = within.drop(ALL_YEARS)
    low, high = (format_number(100 * end, 0, view.lang) for end in (by_year.min(), by_year.max()))
    return t(
        "trends.kpi_covered",
        view.lang,
        coverage=phrases.format_percent(within[ALL_YEARS], view.lang),
        years=f"{low}–{high}%",
    )


def rank_uncertainty(dataset: Dataset, view: View) -> RankUncertainty | None:
    """How far the province's score in the view's measure may be off, and the ranks that follow.

    None where the province has no score, or too few changes are known.
    """
    return _rank_uncertainties(dataset, view.measure, view.year).get(view.province)


@memoized
def _rank_uncertainties(dataset: Dataset, measure: str, year: int) -> dict[str, RankUncertainty]:
    """The uncertainty of every province's score and rank; {} where too few changes are known."""
    table = dataset.simulated_ranks(year, measure)
    points = spread_of_four_in_five(dataset.transitory_sd(year, measure))
    columns = table["province"], table["best"], table["worst"]
    return {
        province: RankUncertainty(points, int(best), int(worst))
        for province, best, worst in zip(*columns, strict=True)
    }


def rank_ranges_sentence(dataset: Dataset, view: View) -> str:
    """Which question each range of ranks of the total answers; "" with fewer than two ranges."""
    lang, total_view = view.lang, replace(view, measure=TOTAL)
    ranges = {
        "absent": absent_provinces.rank_bound(dataset, view),
        "spread": rank_uncertainty(dataset, total_view),
        "next": next_year_range(dataset, total_view),
    }
    told = [
        t(
            f"trends.ranks_{name}",
            lang,
            best=found.best,
            worst=found.worst,
            all=len(dataset.provinces),
            next=view.year + 1,
        )
        for name, found in ranges.items()
        if found is not None
    ]
    if len(told) < 2:
        return ""
    return t("trends.ranks_differ", lang, list="; ".join(told))


def backtest_sentences(dataset: Dataset, view: View) -> list[str]:
    """How rank ranges and badges did on years that they were not made from, and this year's range.

    [] where too few years compare to have tested them.
    """
    lang = view.lang
    of_first_year = changes.evidence_sentences(dataset, view)
    ranges, badges = dataset.rank_range_backtest(TOTAL), dataset.badge_backtest
    by_errors = verdicts.evidence(dataset, view)
    if ALL_YEARS not in ranges.index or dataset.learns_from_63:
        later = changes.later_change(dataset, view, view.measure)
        judged = changes.later_sentence(dataset, view, later) if later else ""
        joined = ranges_sentence(dataset, lang) if dataset.learns_from_63 else ""
        return [*of_first_year, *by_errors, *filter(None, [judged, joined])]
    years = [year for year in ranges.index if year != ALL_YEARS]
    all_ranges = ranges.loc[ALL_YEARS]

    def coverage(year: int | str) -> str:
        return phrases.format_percent(ranges.at[year, "within"], lang)

    def flagged(standing: str) -> str:
        return phrases.format_percent(badges.at[standing, "flagged"], lang)

    lead = t("sampling.evidence" if by_errors else "trends.test_lead", lang)
    sentences = [
        *by_errors,
        lead
        + " "
        + t(
            "trends.test_ranges",
            lang,
            first=years[0],
            last=years[-1],
            coverage=coverage(ALL_YEARS),
            n=int(all_ranges["n"]),
            width=format_number(all_ranges["width"], 0, lang),
            years="; ".join(f"{year}: {coverage(year)}" for year in years),
        ),
        t(
            "trends.test_badges",
            lang,
            n=format_number(badges.at["all", "n"], 0, lang),
            flagged=flagged("all"),
            lowest=flagged("lowest"),
            highest=flagged("highest"),
        ),
    ]
    this_year = rank_uncertainty(dataset, view)
    if this_year is not None:
        sentences.append(
            t(
                "trends.this_year",
                lang,
                name=dataset.name_in_sentence(view.province, lang),
                year=view.year,
                wobble=format_number(this_year.points, 2, lang),
                best=this_year.best,
                worst=this_year.worst,
            )
        )
    explained = rank_ranges_sentence(dataset, view) if view.measure == TOTAL else ""
    return [*of_first_year, *sentences, *filter(None, [explained])]
