"""How totals move from year to year: what passes, what lasts, and what that says of next year.

A province's distance to the national median is a lasting level plus a part that passes within the
year, the sampling error among it. The level drifts and returns slowly to the median: it is an
autoregressive process of the first order (Box and Jenkins 1970).
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from lib.stats.forecasts.next_year import GAP_LEVELS, SEED, NextYear, rank_chances
from lib.stats.forecasts.rank_uncertainty import DRAWS, transitory_sd
from lib.stats.typical_change import MIN_CHANGES

_LAGS = (1, 2, 3)  # years; the autocovariances of longer lags rest on too few years


class Process(NamedTuple):
    """Variances (squared points) and persistence of the totals of one maximum.

    Attributes:
        passing: of what is gone a year later, sampling error included.
        lasting_change: of what lasts of a yearly change.
        level: of the lasting levels.
        persistence: what is left of a level's distance to the median a year later (0-1).
    """

    passing: float
    lasting_change: float
    level: float
    persistence: float


def estimate_process(changes: pd.DataFrame, positions: pd.DataFrame, year: int) -> Process | None:
    """The process behind the totals, by moments, from all years of the same maximum as ``year``.

    The passing part is that of ``rank_uncertainty.transitory_sd``; what lasts of a change has the
    variance of the changes less twice the passing one; level and persistence come from the
    covariances of distances to the median one, two and three years apart, which hold no passing
    part. Later years count too: it is a property of the survey and no forecast.

    Args:
        changes: year, province, gap_change (points); the total.
        positions: year, province, gap_q50 (points), max_score; the total.
        year: the year looked at.

    Returns:
        None with too few changes or years, or where one of the moments is not above 0.
    """
    passing = transitory_sd(changes, year) ** 2
    largest = positions.loc[positions["year"] == year, "max_score"]
    if np.isnan(passing) or largest.empty:
        return None
    same = positions[positions["max_score"] == largest.iloc[0]]
    table = changes[changes["year"].isin(same["year"]) & (changes["year"] - 1).isin(same["year"])]
    if len(table) < MIN_CHANGES:
        return None
    moved = table["gap_change"] - table.groupby("year")["gap_change"].transform("mean")
    spread = float((moved**2).sum()) / (len(table) - table["year"].nunique())
    gaps = same.pivot(index="province", columns="year", values="gap_q50")
    covariances = [_autocovariance(gaps, lag) for lag in _LAGS]
    lasting = spread - 2 * passing
    if lasting <= 0 or not all(value > 0 for value in covariances):  # NaN too
        return None
    persistence = min(sum(covariances[1:]) / sum(covariances[:-1]), 1.0)
    return Process(passing, lasting, covariances[0] / persistence, persistence)


def _autocovariance(gaps: pd.DataFrame, lag: int) -> float:
    """The mean over the years of the covariance with the gaps ``lag`` years later."""
    centred = gaps - gaps.mean()
    pairs = [
        float((centred[year] * centred[year + lag]).mean())
        for year in gaps.columns
        if year + lag in gaps.columns
    ]
    return float(np.mean(pairs)) if pairs else np.nan


def passing_beyond_sampling(process: Process, spreads: list[np.ndarray]) -> float:
    """What passes beyond the sampling error (squared points): max(0, passing - mean S²).

    Args:
        process: see ``estimate_process``.
        spreads: the standard errors (points) of the years looked at.
    """
    return max(0.0, process.passing - float((np.concatenate(spreads) ** 2).mean()))


def simulate_ahead(
    year_positions: pd.DataFrame, spread: np.ndarray, process: Process, draws: int = DRAWS
) -> NextYear:
    """All totals of the year after, given the standard errors of this one.

    The level behind a gap g is N(m, v) with m = share g, v = level (1 - share) and share = level /
    (level + S² + t²), t² being what passes beyond sampling; a year later the gap is
    N(persistence m, persistence² v + level (1 - persistence²) + S² + t²).

    Args:
        year_positions: province, gap_q50 (points); the total in one year.
        spread: the standard error of each row (points, after moderation), above 0.
        process: see ``estimate_process``.
        draws: simulated years. The seed is fixed.
    """
    gaps, squares = year_positions["gap_q50"].to_numpy(float), np.asarray(spread, float) ** 2
    noise = squares + passing_beyond_sampling(process, [np.asarray(spread, float)])
    share = process.level / (process.level + noise)
    keeps = process.persistence
    variance = process.level * (keeps**2 * (1 - share) + 1 - keeps**2) + noise
    return simulate_normal(year_positions["province"], keeps * share * gaps, variance, draws)


def simulate_normal(
    provinces: pd.Series, means: np.ndarray, variances: np.ndarray, draws: int = DRAWS
) -> NextYear:
    """All gaps of the year after, each normal and independent of the others.

    Args:
        provinces: codes.
        means: of the gaps (points), by province.
        variances: of the same (squared points).
        draws: simulated years. The seed is fixed.
    """
    drawn = np.random.default_rng(SEED).standard_normal((len(means), draws))
    ahead = means[:, None] + np.sqrt(variances)[:, None] * drawn
    return NextYear(
        rows={str(province): row for row, province in enumerate(provinces)},
        rank_chances=rank_chances(ahead),
        gaps=np.quantile(ahead, GAP_LEVELS, axis=1).T,
        n=np.full(len(means), np.nan),
    )
