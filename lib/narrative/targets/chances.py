"""Chances of next year's groups and of the target, and the range of next year's rank.

They come from all provinces simulated together (``stats.forecasts.next_year``). Functions raise
LookupError where the view's province has no total in its year.
"""

from typing import NamedTuple

import numpy as np

from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.memoized import memoized
from lib.model.view import View
from lib.narrative import phrases
from lib.narrative.targets.choice import chosen_target
from lib.stats.backtest import ALL_YEARS, summarize_backtest
from lib.stats.forecasts import next_year, skill
from lib.stats.forecasts.next_year import RankRange

EVEN_SPREAD = 0.15  # up, stay and down are "almost even" within it


class GroupOutlook(NamedTuple):
    """What can be said of next year's group.

    Attributes:
        chances: of the four groups, highest first (0-1).
        is_skilled: whether they are the province's own chances; else they are how often provinces
            of its group ended in each, because no finer chances did better in back-tests.
    """

    chances: np.ndarray
    is_skilled: bool


class Moves(NamedTuple):
    """How often provinces of a group went up, stayed and went down (0-1)."""

    up: float
    stay: float
    down: float

    @property
    def are_even(self) -> bool:
        """Whether none of the three is much more frequent than another."""
        return max(self) - min(self) < EVEN_SPREAD


class Calibration(NamedTuple):
    """Chances of the next group in past years: ``said`` on average, ``came`` true (0-1), ``n``."""

    said: float
    came: float
    n: int


class Coverage(NamedTuple):
    """How often ranges held (0-1): over all years, in the worst and in the best year."""

    overall: float
    lowest: float
    highest: float


def has_forecast(dataset: Dataset, view: View) -> bool:
    """Whether enough changes are known for chances."""
    forecast = dataset.next_year(view.year)
    return forecast is not None and view.province in forecast.rows


def is_last_of_63(dataset: Dataset, view: View) -> bool:
    """Whether the year after the view's is published by the 34, so that no rank of 63 follows."""
    return dataset.units == "63" and view.year == dataset.years[-1]


def target_chance(dataset: Dataset, view: View) -> float | None:
    """The chance that next year's total meets the view's target (0-1); None where unknown."""
    forecast = dataset.next_year(view.year)
    if forecast is None:
        return None
    own_total = dataset.total_position(view.year, view.province)
    moves = dataset.threshold_moves
    of_median = moves[(moves["threshold"] == "q50") & (moves["year"] <= view.year)]
    target = chosen_target(dataset, view)
    if target.kind == "score" and of_median.empty:
        return None
    return forecast.chance(view.province, target, own_total["q50"], of_median["move"].to_numpy())


def format_chance(chance: float, lang: str) -> str:
    """A chance as readers write it: "23%", "dưới 1%"; never a certainty."""
    if chance < 0.01:
        return t("targets.chance_below", lang)
    return t("targets.chance_over", lang) if chance > 0.99 else phrases.format_percent(chance, lang)


def group_outlook(dataset: Dataset, view: View) -> GroupOutlook | None:
    """The chances of next year's groups, or how provinces of this group fared; None if unknown."""
    forecast = dataset.next_year(view.year)
    if forecast is None:
        return None
    group = int(dataset.total_position(view.year, view.province)["group"])
    if is_skilled(dataset, group):
        return GroupOutlook(forecast.group_chances(view.province), True)
    transitions = skill.transition_table(dataset.tested_changes, view.year)
    return GroupOutlook(transitions[group - 1], False)


def is_skilled(dataset: Dataset, group: int) -> bool:
    """Whether a province's own chances from this group did better than those of all."""
    table = dataset.forecast_skill
    return group in table.index and bool(table.loc[group, "is_skilled"])


def moves_from(outlook: GroupOutlook, group: int) -> Moves:
    """The chances of a better group, the same and a worse one."""
    up, down = outlook.chances[: group - 1].sum(), outlook.chances[group:].sum()
    return Moves(float(up), float(outlook.chances[group - 1]), float(down))


def rank_range(dataset: Dataset, view: View) -> RankRange | None:
    """Next year's rank in four cases of five; None where unknown."""
    if not has_forecast(dataset, view):
        return None
    forecast = dataset.next_year(view.year)
    return None if forecast is None else forecast.rank_range(view.province)


@memoized
def range_coverage(dataset: Dataset) -> Coverage | None:
    """How often past ranges of next year's rank held; None without a back-test."""
    cases = next_year.range_cases(dataset.past_forecasts)
    table = summarize_backtest(cases[["within"]], cases["year"])["within"]
    if table.empty:
        return None
    by_year = table.drop(index=ALL_YEARS)
    return Coverage(float(table[ALL_YEARS]), float(by_year.min()), float(by_year.max()))


def range_phrase(dataset: Dataset, view: View) -> str:
    """Next year's ranks and how often such a range held; "" where unknown."""
    found, coverage = rank_range(dataset, view), range_coverage(dataset)
    if found is None or coverage is None:
        return ""
    values = {name: phrases.format_percent(v, view.lang) for name, v in coverage._asdict().items()}
    key = "targets.next_rank_63" if is_last_of_63(dataset, view) else "targets.next_rank"
    next_year = view.year + 1
    return t(key, view.lang, best=found.best, worst=found.worst, next=next_year, **values)


@memoized
def calibration(dataset: Dataset, group: int) -> Calibration | None:
    """Past chances of the next group up from a group, beside what came; None without any."""
    cases = next_year.target_cases(dataset.past_forecasts)
    cases = cases[cases["start_group"] == group]
    if cases.empty:
        return None
    return Calibration(float(cases["chance"].mean()), float(cases["reached"].mean()), len(cases))
