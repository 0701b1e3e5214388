"""What does a province of a given standing gain anyhow? Regression to the mean.

Provinces far below the national median come closer to it in the next year and those far above fall
back, whatever they do, because a score is partly luck (Galton 1886). Changes and gaps are distances
to the national median in points. Frames named ``changes`` are rows of
``yearly_changes.compute_yearly_changes`` of one measure; their ``year`` is the later of the two.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from lib.stats.attainable_gains import GOOD_QUANTILE
from lib.stats.backtest import TEST_YEARS, summarize_backtest
from lib.stats.ranking import EPSILON
from lib.stats.typical_change import MIN_CHANGES

# Percentile, nine places of 61; standard deviation of the Gaussian kernel. Wide, because only the
# spread around the regression is local, and the spread changes slowly along the table.
SPREAD_BANDWIDTH = 0.15


class ExpectedChange(NamedTuple):
    """A line fitted by least squares: the expected change of the gap is intercept + slope * gap.

    Attributes:
        intercept: points.
        slope: points of change for each point of distance to the median.
        n: changes behind it.
    """

    intercept: float
    slope: float
    n: int

    def at(self, gap: float | np.ndarray) -> np.ndarray:
        """The expected change (points) from a distance to the median (points)."""
        return self.intercept + self.slope * np.asarray(gap, dtype=float)


class GoodYear(NamedTuple):
    """What a year brings to a measure of provinces of a given standing (points).

    Attributes:
        expected: change of the distance to the median that comes anyhow; may be negative.
        extra: what a good year (quantile GOOD_QUANTILE) adds to it.
        n: effective number of changes behind ``extra``.
    """

    expected: float
    extra: float
    n: float


def fit_expected_change(changes: pd.DataFrame, year: int) -> ExpectedChange | None:
    """The expected change by the starting gap, from the changes that ended by ``year``.

    Args:
        changes: year, start_gap, gap_change (points); one measure, of every era.
        year: later changes are not used.

    Returns:
        None with fewer than MIN_CHANGES changes.
    """
    past = (changes["year"] <= year).to_numpy()
    gaps, moved = (changes[name].to_numpy(float)[past] for name in ("start_gap", "gap_change"))
    return fit_line(gaps, moved)


def fit_line(gaps: np.ndarray, moved: np.ndarray) -> ExpectedChange | None:
    """``fit_expected_change`` of starting gaps and changes of the gap (points), one for each."""
    if len(gaps) < MIN_CHANGES:
        return None
    centred = gaps - gaps.mean()
    variation = float(centred @ centred)
    slope = float(centred @ moved) / variation if variation > EPSILON else 0.0
    return ExpectedChange(float(moved.mean() - slope * gaps.mean()), slope, len(gaps))


def good_year(changes: pd.DataFrame, year: int, gap: float, percentile: float) -> GoodYear | None:
    """What comes anyhow and what a good year adds, for the measure as a whole.

    The spread is that of past changes around the fitted line, each weighted by how near its
    province stood (see ``standing_weights``).

    Args:
        changes: as in ``fit_expected_change``, with start_percentile.
        year: the year looked at; later changes are not used.
        gap: distance to the median in that year (points).
        percentile: the standing in that year (0-1).

    Returns:
        None with fewer than MIN_CHANGES changes, or without a standing (NaN).
    """
    line = fit_expected_change(changes, year)
    if line is None or np.isnan(gap) or np.isnan(percentile):
        return None
    residuals, shares = residual_distribution(changes, line, year, np.array([percentile]))
    extra = quantile_of_shares(residuals, shares[0], GOOD_QUANTILE)
    size = 1 / float((shares[0] ** 2).sum())
    return GoodYear(float(line.at(gap)), max(0.0, extra), size)


def residual_distribution(
    changes: pd.DataFrame, line: ExpectedChange, year: int, percentiles: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """What past changes left over after the expected, and how much each counts for a standing.

    Args:
        changes: year, start_gap, gap_change (points), start_percentile (0-1).
        line: the result of ``fit_expected_change``.
        year: later changes are not used.
        percentiles: where provinces stand (0-1).

    Returns:
        The residuals, ascending (points), and one row of weights, adding up to 1, for each of
        ``percentiles``.
    """
    past = changes[changes["year"] <= year]
    residuals = past["gap_change"].to_numpy(float) - line.at(past["start_gap"].to_numpy(float))
    order = np.argsort(residuals, kind="stable")
    weights = standing_weights(past["start_percentile"].to_numpy(float)[order], percentiles)
    return residuals[order], weights / weights.sum(axis=1, keepdims=True)


def standing_weights(start_percentiles: np.ndarray, percentiles: np.ndarray) -> np.ndarray:
    """Gaussian weight of each past change for each standing, 1 where it started there.

    Args:
        start_percentiles: where the past changes started (0-1).
        percentiles: where provinces stand (0-1).

    Returns:
        One row for each of ``percentiles``, one column for each of ``start_percentiles``.
    """
    distance = (percentiles[:, None] - start_percentiles[None, :]) / SPREAD_BANDWIDTH
    return np.exp(-(distance**2) / 2)


def quantile_of_shares(values: np.ndarray, shares: np.ndarray, quantile: float) -> float:
    """A quantile of weighted values, each at the middle of its own weight.

    Args:
        values: ascending.
        shares: the weight of each, adding up to 1.
        quantile: 0-1.
    """
    return float(np.interp(quantile, shares.cumsum() - shares / 2, values))


def backtest_expected_change(
    changes: pd.DataFrame, years: tuple[int, ...] = TEST_YEARS
) -> pd.DataFrame:
    """How far the gap's change was from the expected, refitted each year on the years before.

    Args:
        changes: as in ``fit_expected_change``.
        years: the years to test; those with too few changes before them are left out.

    Returns:
        n, unchanged (mean squared error where no change is expected), expected (that of the line;
        points squared); indexed by year and ALL_YEARS.
    """
    parts = []
    for year in years:
        line, test = fit_expected_change(changes, year - 1), changes[changes["year"] == year]
        if line is None or test.empty:
            continue
        errors = test["gap_change"] - line.at(test["start_gap"].to_numpy(float))
        squares = {"unchanged": test["gap_change"] ** 2, "expected": errors**2}
        parts.append(pd.DataFrame({"year": year, **squares}))
    columns = ["unchanged", "expected"]
    results = pd.concat(parts) if parts else pd.DataFrame(columns=["year", *columns])
    return summarize_backtest(results[columns], results["year"])
