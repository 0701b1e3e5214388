"""Between which ranks may a province lie: next year, and this year given the usual error?

Frames named ``yearly_changes`` are the result of ``yearly_changes.compute_yearly_changes``; their
``year`` is the later of the two years compared. A percentile is the fraction (0-1) of scored
provinces at or below.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from lib.stats.backtest import TEST_YEARS, summarize_backtest
from lib.stats.ranking import EPSILON, TOTAL
from lib.stats.typical_change import FIRST_START_YEAR, MIN_CHANGES, changes_until, score_uncertainty

BANDWIDTH = 0.05  # percentile, 3 places of 61; standard deviation of the Gaussian kernel
RANGE_QUANTILES = (0.10, 0.90)  # of next year's percentile; between them lie 80 %


class RankRange(NamedTuple):
    """A range of ranks.

    Attributes:
        best, worst: ranks, both inside the range.
        n: effective number of yearly changes behind it.
    """

    best: int
    worst: int
    n: float


def next_year_range(
    yearly_changes: pd.DataFrame, measure: str, year: int, percentile: float, scored: int
) -> RankRange | None:
    """The ranks between which a province ends next year in four cases of five.

    Quantiles of where earlier changes of the measure ended, of any era (percentiles compare where
    points do not), each weighted by a Gaussian kernel in the percentile at which it started.
    Provinces return towards the middle, and so do the ranges.

    Args:
        yearly_changes: year, measure, start_percentile, end_percentile.
        measure, year: the measure and the year looked at; later changes are not used.
        percentile: the province's, that year (0-1).
        scored: the number of provinces to be ranked next year; this year's will do.

    Returns:
        None with fewer than MIN_CHANGES changes, or without a percentile (NaN).
    """
    past = changes_until(yearly_changes, measure, year)
    if len(past) < MIN_CHANGES or np.isnan(percentile):
        return None
    best, worst, n = _forecast_ranges(past, np.array([percentile]), np.array([scored]))
    return RankRange(int(best[0]), int(worst[0]), float(n[0]))


def backtest_ranges(
    yearly_changes: pd.DataFrame, measure: str = TOTAL, years: tuple[int, ...] = TEST_YEARS
) -> pd.DataFrame:
    """How often next year's rank fell within its range; 0.80 is right.

    Each year is forecast from the changes that ended before it only.

    Args:
        yearly_changes: year, measure, start_percentile, end_percentile, start_scored, end_rank.
        measure: the measure to forecast.
        years: the years to forecast; those with too few changes before them are left out.

    Returns:
        n (provinces), coverage (0-1), width (mean of worst minus best, places); indexed by year
        and ALL_YEARS.
    """
    parts = []
    for year in years:
        past = changes_until(yearly_changes, measure, year - 1)
        held_out = (yearly_changes["measure"] == measure) & (yearly_changes["year"] == year)
        test = yearly_changes[held_out]
        if len(past) < MIN_CHANGES or test.empty:
            continue
        best, worst, _ = _forecast_ranges(
            past, test["start_percentile"].to_numpy(), test["start_scored"].to_numpy()
        )
        within = test["end_rank"].between(best, worst).astype(float)
        parts.append(pd.DataFrame({"year": year, "coverage": within, "width": worst - best}))
    if not parts:
        return pd.DataFrame(columns=["n", "coverage", "width"])
    results = pd.concat(parts, ignore_index=True)
    return summarize_backtest(results[["coverage", "width"]], results["year"])


def this_year_ranges(yearly_changes: pd.DataFrame, year_positions: pd.DataFrame) -> pd.DataFrame:
    """Where each province would rank this year were its own score off by its uncertainty.

    The other provinces stay as published. This describes the year looked at; it is no forecast
    (see ``next_year_range``).

    Args:
        yearly_changes: year, measure, relative (points).
        year_positions: year, measure, province, score, rank; one measure in one year.

    Returns:
        province, rank, best, worst, n (changes behind ``typical_change.score_uncertainty``); empty
        where there are fewer than MIN_CHANGES.
    """
    n_changes, uncertainty = 0, np.nan
    if not year_positions.empty:
        measure, year = year_positions["measure"].iloc[0], year_positions["year"].iloc[0]
        past = changes_until(yearly_changes, measure, year)
        n_changes = int((past["year"] > FIRST_START_YEAR).sum())
        uncertainty = score_uncertainty(past, measure, year)
    if n_changes < MIN_CHANGES:
        return pd.DataFrame(columns=["province", "rank", "best", "worst", "n"])
    scores, ranks = year_positions["score"].to_numpy(), year_positions["rank"].to_numpy()
    best = 1 + _count_above(scores, scores + uncertainty)
    # A lowered score has the province's own published one ahead of it.
    worst = np.maximum(_count_above(scores, scores - uncertainty), ranks)
    out = year_positions[["province", "rank"]].reset_index(drop=True)
    return out.assign(best=best, worst=worst, n=float(n_changes))


def kernel_weights(start_percentiles: pd.Series, percentiles: np.ndarray) -> np.ndarray:
    """Gaussian weight of each past change for each percentile, 1 where it started there.

    Args:
        start_percentiles: where the past changes started (0-1).
        percentiles: where provinces are now (0-1).

    Returns:
        One row for each of ``percentiles``, one column for each of ``start_percentiles``.
    """
    distance = (percentiles[:, None] - start_percentiles.to_numpy()[None, :]) / BANDWIDTH
    return np.exp(-(distance**2) / 2)


def effective_size(weights: np.ndarray) -> np.ndarray:
    """The number of equally weighted changes that say as much as each row of weights (Kish 1965).

    Args:
        weights: one row per forecast, one column per change.

    Returns:
        One number per row.
    """
    return weights.sum(axis=1) ** 2 / (weights**2).sum(axis=1)


def _count_above(scores: np.ndarray, levels: np.ndarray) -> np.ndarray:
    """How many of the scores are above each of ``levels``."""
    return len(scores) - np.searchsorted(np.sort(scores), levels + EPSILON, side="right")


def _forecast_ranges(
    past: pd.DataFrame, percentiles: np.ndarray, scored: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Best and worst rank and effective number of changes for each percentile."""
    order = np.argsort(past["end_percentile"].to_numpy(), kind="stable")
    ends = past["end_percentile"].to_numpy()[order]
    weights = kernel_weights(past["start_percentile"].iloc[order], percentiles)
    # Each change lies at the middle of its own weight; quantiles are interpolated linearly between.
    cumulated = weights.cumsum(axis=1) - weights / 2
    cumulated /= weights.sum(axis=1, keepdims=True)
    low, high = np.array([np.interp(RANGE_QUANTILES, row, ends) for row in cumulated]).T
    best, worst = (np.rint(scored + 1 - scored * end).astype(int) for end in (high, low))
    return best.clip(1, scored), worst.clip(1, scored), effective_size(weights)
