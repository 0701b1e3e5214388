"""The badges of a change: usual, notable, rare, by the fraction of changes as large.

What is judged is the part of a change that was not to be expected of the province's standing, see
``changes.residual_badges``. Frames named ``yearly_changes`` are the result of
``yearly_changes.compute_yearly_changes``; their ``year`` is the later of the two years compared.
"""

from typing import NamedTuple

import numpy as np

from lib.stats.ranking import EPSILON

# Changes from this year on judge a change in points: earlier totals are out of 60, later out of 80.
FIRST_START_YEAR = 2018
USUAL = 0.20  # fraction of changes at least as large; from here on a change is usual
NOTABLE = 0.05  # the same; from here up to USUAL a change is notable, below it rare
BADGES = ("usual", "notable", "rare")
MIN_CHANGES = 100  # under two years of provinces; fewer judge and forecast nothing


class Badge(NamedTuple):
    """How usual a change is.

    Attributes:
        name: one of BADGES, "" where it cannot be said.
        fraction: 0-1, the fraction of reference changes at least as large; NaN without a badge.
        gap_change: change of the distance to the national median (points).
        expected: the change of it that was to be expected of the standing (points).
    """

    name: str
    fraction: float
    gap_change: float
    expected: float


def fraction_as_large(reference: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """The fraction of the sorted reference at least as large as each size; NaN if unknown."""
    if len(reference) < MIN_CHANGES:
        return np.full(len(sizes), np.nan)
    fraction = (len(reference) - np.searchsorted(reference, sizes - EPSILON)) / len(reference)
    return np.where(np.isnan(sizes), np.nan, fraction)


def badge_names(fraction: np.ndarray) -> np.ndarray:
    """The badge of each fraction; "" for NaN."""
    tests = [fraction >= USUAL, fraction >= NOTABLE, fraction < NOTABLE]
    return np.select(tests, list(BADGES), default="")


def largest_reached_by(sizes: np.ndarray, fraction: float) -> float:
    """The largest of the sorted sizes that at least ``fraction`` of them reach; NaN if too few."""
    if len(sizes) < MIN_CHANGES:
        return np.nan
    return float(sizes[len(sizes) - int(np.ceil(fraction * len(sizes) - EPSILON))])
