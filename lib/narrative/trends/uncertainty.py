"""How usual a change is and how certain a rank, with the back-tests of both."""

from typing import NamedTuple

from lib.common.numbers import format_number, format_signed
from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.memoized import memoized
from lib.model.view import View
from lib.narrative import phrases
from lib.stats import rank_forecast, typical_change
from lib.stats.backtest import ALL_YEARS
from lib.stats.ranking import TOTAL, is_sub_dimension


class RankUncertainty(NamedTuple):
    """By how many points a score may be off, and the ranks (best, worst) between which it lies."""

    points: float
    best: int
    worst: int


def has_badge(dataset: Dataset, view: View) -> bool:
    """Whether it can be said how usual the change is."""
    return bool(dataset.badge(view.year, view.measure, view.province).name)


def no_badge_reason(dataset: Dataset, view: View) -> str:
    """Why it cannot be said how usual the change is."""
    return t("trends.no_badge", view.lang, least=typical_change.MIN_CHANGES)


def badge_limits(dataset: Dataset, view: View) -> tuple[float, float]:
    """How many points off the national median a change may be to be usual, and to be notable."""
    return _limits_by_year(dataset, view.measure)[view.year]


@memoized
def _limits_by_year(dataset: Dataset, measure: str) -> dict[int, tuple[float, float]]:
    """``badge_limits`` of a measure in every year."""
    columns = dataset.badge_limits(measure)[["year", "usual_to", "notable_to"]]
    return {int(year): (usual, notable) for year, usual, notable in columns.itertuples(index=False)}


def typical_change_title(dataset: Dataset, view: View) -> str:
    """What fraction of past changes was as large, and so how usual this one is."""
    badge = dataset.badge(view.year, view.measure, view.province)
    return t(
        "trends.usual_title",
        view.lang,
        share=phrases.format_percent(badge.fraction, view.lang),
        badge=t(f"trends.headline_{badge.name}", view.lang),
    )


def notable_changes(dataset: Dataset, view: View, most: int = 5) -> list[str]:
    """The sub-dimensions whose change is more than usual, the least usual first.

    Args:
        dataset: the dataset of the view.
        view: province, year, language; its measure limits the list to one dimension.
        most: how many are named; a last item counts the rest.
    """
    lang, badges = view.lang, dataset.badges_of_year(view.year)
    badges = badges[badges["province"].eq(view.province)]
    of_measure = is_sub_dimension(badges["measure"])
    if view.measure != TOTAL:
        of_measure &= badges["measure"].str.startswith(f"{view.measure.split('.')[0]}.")
    notable = badges[of_measure & badges["badge"].isin(typical_change.BADGES[1:])]
    items = [
        t(
            "trends.notable_item",
            lang,
            measure=phrases.name_with_code(dataset, row.measure, lang),
            change=format_signed(row.gain, 2, lang),
            badge=t(f"badge.{row.badge}", lang).lower(),
            share=phrases.format_percent(row.fraction_as_large, lang),
        )
        for row in notable.sort_values("fraction_as_large").head(most).itertuples()
    ]
    rest = len(notable) - most
    return [*items, t("trends.notable_more", lang, n=rest)] if rest > 0 else items


def next_year_range(dataset: Dataset, view: View) -> rank_forecast.RankRange | None:
    """The ranks between which four in five provinces at this percentile were a year later.

    None where the province has no score, or too few changes are known.
    """
    position = dataset.position(view.year, view.measure, view.province)
    if position is None:
        return None
    return rank_forecast.next_year_range(
        dataset.changes_of_measure(view.measure),
        view.measure,
        view.year,
        position["percentile"],
        int(position["scored"]),
    )


def rank_uncertainty(dataset: Dataset, view: View) -> RankUncertainty | None:
    """The uncertainty of the province's score in the view's measure and of the rank it gives.

    None where the province has no score, or too few changes are known.
    """
    return _rank_uncertainties(dataset, view.measure, view.year).get(view.province)


@memoized
def _rank_uncertainties(dataset: Dataset, measure: str, year: int) -> dict[str, RankUncertainty]:
    """The uncertainty of every province's score and rank; {} where too few changes are known."""
    ranking = dataset.ranking(year, measure)
    table = rank_forecast.this_year_ranges(dataset.yearly_changes, ranking)
    points = float(typical_change.score_uncertainty(dataset.yearly_changes, measure, year))
    return {
        province: RankUncertainty(points, int(best), int(worst))
        for province, best, worst in zip(
            table["province"], table["best"], table["worst"], strict=True
        )
    }


def backtest_sentences(dataset: Dataset, view: View) -> list[str]:
    """How rank ranges and badges did on years that they were not made from, and this year's range.

    [] where too few years compare to have tested them.
    """
    lang = view.lang
    ranges, badges = dataset.rank_range_backtest, dataset.badge_backtest
    if ALL_YEARS not in ranges.index:
        return []
    years = [year for year in ranges.index if year != ALL_YEARS]
    all_ranges = ranges.loc[ALL_YEARS]
    all_badges = badges.loc[ALL_YEARS]

    def coverage(year: int | str) -> str:
        return phrases.format_percent(ranges.at[year, "coverage"], lang)

    sentences = [
        t(
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
            n=format_number(all_badges["n"], 0, lang),
            **{
                name: phrases.format_percent(all_badges[name], lang)
                for name in typical_change.BADGES
            },
        ),
    ]
    this_year = rank_uncertainty(dataset, view)
    if this_year is not None:
        sentences.append(
            t(
                "trends.this_year",
                lang,
                name=dataset.province_name(view.province, lang),
                year=view.year,
                wobble=format_number(this_year.points, 2, lang),
                best=this_year.best,
                worst=this_year.worst,
            )
        )
    return sentences
