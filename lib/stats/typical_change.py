"""How much do provinces usually change in a year, and is a given change larger than that?

A change is judged by the size of its ``relative`` part (gain minus the national median gain,
points). Frames named ``yearly_changes`` are the result of
``yearly_changes.compute_yearly_changes``; their ``year`` is the later of the two years compared.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from lib.stats.backtest import TEST_YEARS, summarize_backtest
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
        n_changes: number of reference changes.
    """

    name: str
    fraction: float
    n_changes: int


def badge_limits(yearly_changes: pd.DataFrame) -> pd.DataFrame:
    """How large a change each badge allows, as known in every year.

    Args:
        yearly_changes: year, measure, relative (points).

    Returns:
        year, measure, n_changes (that start in or after FIRST_START_YEAR and end by that year),
        median (of |relative|), usual_to, notable_to (the largest |relative| still so called); in
        points, NaN where there are fewer than MIN_CHANGES.
    """
    rows = []
    recent = _recent(yearly_changes)[["year", "measure", "relative"]]
    years, sizes = recent["year"].to_numpy(), recent["relative"].abs().to_numpy()
    for measure, indices in recent.groupby("measure").indices.items():
        for year in np.unique(years[indices]):
            reference = np.sort(sizes[indices[years[indices] <= year]])
            limits = (
                _median(reference),
                _largest_reached_by(reference, USUAL),
                _largest_reached_by(reference, NOTABLE),
            )
            rows.append((year, measure, len(reference), *limits))
    columns = ["year", "measure", "n_changes", "median", "usual_to", "notable_to"]
    return pd.DataFrame(rows, columns=columns)


def judge_changes(yearly_changes: pd.DataFrame) -> pd.DataFrame:
    """The badge of every change that starts in or after FIRST_START_YEAR.

    The reference is every such change of the measure that ends by the same year, so the change
    itself is among them and later years are not: the badge of 2023 stays as it is when 2024 is
    published. "usual" where at least USUAL of the reference is as large (either way), "notable"
    from NOTABLE, else "rare".

    Args:
        yearly_changes: year, province, measure, gain, relative (points).

    Returns:
        year, province, measure, gain, relative (points), fraction_as_large (0-1, the fraction of
        the reference that is at least as large), badge, n_changes (size of the reference). Badge ""
        and fraction NaN where the reference holds fewer than MIN_CHANGES or ``relative`` is NaN.
    """
    return _judge(yearly_changes, lag=0)


def backtest_badges(
    yearly_changes: pd.DataFrame,
    measure: str | None = None,
    years: tuple[int, ...] = TEST_YEARS,
) -> pd.DataFrame:
    """How often each badge falls when only the years before judge; about 0.80, 0.15, 0.05 is right.

    Args:
        yearly_changes: year, province, measure, gain, relative (points).
        measure: one measure, or None for all together.
        years: the later years of the changes to judge.

    Returns:
        n (changes that get a badge), usual, notable, rare (0-1); indexed by year and ALL_YEARS.
    """
    if measure is not None:
        yearly_changes = yearly_changes[yearly_changes["measure"] == measure]
    judged = _judge(yearly_changes, lag=1)
    judged = judged[judged["year"].isin(years) & (judged["badge"] != "")]
    fractions = {name: (judged["badge"] == name).astype(float) for name in BADGES}
    return summarize_backtest(pd.DataFrame(fractions), judged["year"])


def score_uncertainty(yearly_changes: pd.DataFrame, measure: str, year: int) -> float:
    """How far one year's score may lie off in four cases of five.

    The largest usual change up to ``year`` (see ``badge_limits``) over the square root of two,
    because a change holds the errors of two surveys. It takes every change for error, so it is an
    upper bound; its size is back-tested by ``backtest_badges``, the attribution to error cannot be.

    Args:
        yearly_changes: year, measure, relative (points).
        measure, year: of the score.

    Returns:
        Points; NaN with fewer than MIN_CHANGES.
    """
    reference = _recent(changes_until(yearly_changes, measure, year))
    sizes = np.sort(reference["relative"].abs().to_numpy())
    return _largest_reached_by(sizes, USUAL) / np.sqrt(2)


def changes_until(yearly_changes: pd.DataFrame, measure: str, year: int) -> pd.DataFrame:
    """The changes of a measure, of every era, that ended by ``year``."""
    ended = (yearly_changes["year"] <= year) & (yearly_changes["measure"] == measure)
    return yearly_changes[ended]


def _recent(yearly_changes: pd.DataFrame) -> pd.DataFrame:
    """The changes that start in or after FIRST_START_YEAR."""
    return yearly_changes[yearly_changes["year"] > FIRST_START_YEAR]


def _judge(yearly_changes: pd.DataFrame, lag: int) -> pd.DataFrame:
    """Badges; the reference ends ``lag`` years before the year judged."""
    rows = _recent(yearly_changes)[["year", "province", "measure", "gain", "relative"]]
    rows = rows.reset_index(drop=True)
    years, sizes = rows["year"].to_numpy(), rows["relative"].abs().to_numpy()
    fraction, n_changes = np.full(len(rows), np.nan), np.zeros(len(rows), dtype=int)
    for indices in rows.groupby("measure").indices.values():
        for year in np.unique(years[indices]):
            reference = np.sort(sizes[indices[years[indices] <= year - lag]])
            judged = indices[years[indices] == year]
            fraction[judged] = fraction_as_large(reference, sizes[judged])
            n_changes[judged] = len(reference)
    return rows.assign(fraction_as_large=fraction, badge=badge_names(fraction), n_changes=n_changes)


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


def _median(sizes: np.ndarray) -> float:
    """The median of the sizes; NaN if there are too few."""
    return float(np.median(sizes)) if len(sizes) >= MIN_CHANGES else np.nan


def _largest_reached_by(sizes: np.ndarray, fraction: float) -> float:
    """The largest of the sorted sizes that at least ``fraction`` of them reach; NaN if too few."""
    if len(sizes) < MIN_CHANGES:
        return np.nan
    return float(sizes[len(sizes) - int(np.ceil(fraction * len(sizes) - EPSILON))])
