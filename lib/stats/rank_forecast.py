"""Weights of past changes by where they started (used by ``group_forecast``).

A percentile is the fraction (0-1) of scored provinces at or below.
"""

import numpy as np
import pandas as pd

BANDWIDTH = 0.05  # percentile, 3 places of 61; standard deviation of the Gaussian kernel


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
