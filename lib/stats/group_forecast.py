"""Which group may a province be in next year? Where provinces that started near it ended.

Groups run from 1 (highest) to 4 (lowest) and are quartile groups, so the percentile (fraction of
scored provinces at or below, 0-1) says which is near. Learnt from the yearly changes of the total
of every era. Frames named ``yearly_changes`` are the result of
``yearly_changes.compute_yearly_changes``; their ``year`` is the later of the two years compared.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from lib.stats.backtest import ALL_YEARS, TEST_YEARS, summarize_backtest
from lib.stats.rank_forecast import effective_size, kernel_weights
from lib.stats.ranking import GROUPS, TOTAL
from lib.stats.typical_change import MIN_CHANGES, changes_until

SMOOTHING = 4.0  # changes, one a group; added in the proportions of all provinces
CALIBRATION_BINS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 1.0)  # edges of the calibration table
_MODELS = ("model", "stays", "base_rates")


class Backtest(NamedTuple):
    """A back-test of the forecast.

    Attributes:
        scores: mean Brier scores by year and ALL_YEARS.
        calibration: forecast chances against what came true.
    """

    scores: pd.DataFrame
    calibration: pd.DataFrame


def forecast_groups(yearly_changes: pd.DataFrame, percentile: float, year: int) -> pd.DataFrame:
    """The chance of each group next year.

    How often past changes ended in each group, each weighted by a Gaussian kernel in the percentile
    at which it started (see ``rank_forecast.kernel_weights``), plus SMOOTHING changes that ended as
    all did.

    Args:
        yearly_changes: year, measure, start_percentile, end_group.
        percentile: the province's, by its total in ``year`` (0-1).
        year: the year looked at; later changes are not used.

    Returns:
        group, chance (0-1, adding up to 1), n (effective number of changes, the same in each row);
        empty with fewer than MIN_CHANGES changes, or without a percentile (NaN).
    """
    past = changes_until(yearly_changes, TOTAL, year)
    if len(past) < MIN_CHANGES or np.isnan(percentile):
        return pd.DataFrame(columns=["group", "chance", "n"])
    chances, n = _forecast(past, np.array([percentile]))
    return pd.DataFrame({"group": GROUPS, "chance": chances[0], "n": n[0]})


def backtest_forecast(
    yearly_changes: pd.DataFrame, years: tuple[int, ...] = TEST_YEARS
) -> Backtest:
    """How good the chances were, each year forecast from the changes that ended before it only.

    The Brier score (Brier 1950) is the squared difference between chance and outcome (1 or 0)
    summed over the four groups: 0 is best, 2 is certain and wrong. Two baselines stand beside the
    model: every province stays in its group, and every province has the proportions of all.

    Args:
        yearly_changes: year, measure, start_percentile, start_group, end_group.
        years: the years to forecast; those with too few changes before them are left out.

    Returns:
        scores: n (provinces), model, stays, base_rates (mean Brier scores); indexed by year and
        ALL_YEARS.
        calibration: low, high (bounds of the chance), forecast (mean chance), observed (fraction
        that came true), n (chances); bins without a chance are left out.
    """
    total = yearly_changes[yearly_changes["measure"] == TOTAL]
    parts, chances, outcomes = [], [np.empty((0, 4))], [np.empty((0, 4))]
    for year in years:
        past, test = total[total["year"] < year], total[total["year"] == year]
        if len(past) < MIN_CHANGES or test.empty:
            continue
        outcome = _one_hot(test["end_group"])
        forecast, _ = _forecast(past, test["start_percentile"].to_numpy())
        brier = {
            "model": _brier(forecast, outcome),
            "stays": _brier(_one_hot(test["start_group"]), outcome),
            "base_rates": _brier(_base_rates(past), outcome),
        }
        parts.append(pd.DataFrame({"year": year, **brier}))
        chances.append(forecast)
        outcomes.append(outcome)
    results = (
        pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=["year", *_MODELS])
    )
    scores = summarize_backtest(results[list(_MODELS)], results["year"])
    return Backtest(scores, _calibration(np.concatenate(chances), np.concatenate(outcomes)))


def beats_baselines(result: Backtest) -> bool:
    """Whether the chances were better than both baselines over all years together."""
    if ALL_YEARS not in result.scores.index:
        return False
    overall = result.scores.loc[ALL_YEARS]
    return bool(overall["model"] < min(overall["stays"], overall["base_rates"]))


def _forecast(past: pd.DataFrame, percentiles: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For each percentile one row of four chances, and the effective number of changes."""
    weights = kernel_weights(past["start_percentile"], percentiles)
    ended = weights @ _one_hot(past["end_group"]) + SMOOTHING * _base_rates(past)
    return ended / ended.sum(axis=1, keepdims=True), effective_size(weights)


def _base_rates(past: pd.DataFrame) -> np.ndarray:
    """The fraction of changes that ended in each group."""
    return _one_hot(past["end_group"]).mean(axis=0)


def _one_hot(groups: pd.Series) -> np.ndarray:
    """One row per entry, one column per group: 1 in the column of its group, else 0."""
    return (groups.to_numpy()[:, None] == np.array(GROUPS)).astype(float)


def _brier(chances: np.ndarray, outcomes: np.ndarray) -> np.ndarray:
    """The Brier score of each row."""
    return ((chances - outcomes) ** 2).sum(axis=1)


def _calibration(chances: np.ndarray, outcomes: np.ndarray) -> pd.DataFrame:
    """low, high, forecast, observed, n of every bin that holds a chance."""
    flat = pd.DataFrame({"forecast": chances.ravel(), "observed": outcomes.ravel()})
    bins = flat.groupby(np.digitize(flat["forecast"], CALIBRATION_BINS[1:-1]))
    out = bins.mean().assign(n=bins.size())
    out.insert(0, "low", np.array(CALIBRATION_BINS)[out.index])
    out.insert(1, "high", np.array(CALIBRATION_BINS)[out.index + 1])
    return out.reset_index(drop=True)
