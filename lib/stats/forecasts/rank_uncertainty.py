"""Which ranks of this year are told apart, given what passes from a score within a year?

A score holds a part that is gone a year later, the sampling error among it. This describes the year
looked at; it is no forecast (see ``next_year``).
"""

from statistics import NormalDist

import numpy as np
import pandas as pd

from lib.stats.forecasts.next_year import RANGE_QUANTILES, SEED, rank_chances
from lib.stats.ranking import GROUPS, group_sizes
from lib.stats.typical_change import FIRST_START_YEAR, MIN_CHANGES

DRAWS = 10_000
_COLUMNS = ["province", "score", "rank", "best", "worst"]
_GROUP_COLUMNS = [f"group_{group}" for group in GROUPS]


def transitory_sd(changes: pd.DataFrame, year: int) -> float:
    """The standard deviation of the part of a score that is gone a year later (points).

    Where a score is a lasting level plus a passing part, two changes in a row share the middle
    year's passing part with opposite signs, so their covariance is minus its variance (the local
    level model, Harvey 1989). All pairs of the same maximum as ``year`` count, later ones too: it
    is a property of the survey and no forecast. Changes of the level that last make no part of it.

    Args:
        changes: year, province, gap_change (points); one measure.
        year: the year looked at (its maximum decides which pairs count).

    Returns:
        NaN with fewer than MIN_CHANGES pairs, or where changes do not tend to turn back.
    """
    same_maximum = (changes["year"] > FIRST_START_YEAR) == (year >= FIRST_START_YEAR)
    table = changes.loc[same_maximum, ["year", "province", "gap_change"]]
    before = table.assign(year=table["year"] + 1)
    pairs = table.merge(before, on=["year", "province"], suffixes=("", "_before"))
    if len(pairs) < MIN_CHANGES:
        return np.nan
    both = pairs.groupby("year")[["gap_change", "gap_change_before"]]
    centred = pairs[["gap_change", "gap_change_before"]] - both.transform("mean")
    # Each year loses the one degree of freedom of its means.
    covariance = float(centred.prod(axis=1).sum()) / (len(pairs) - pairs["year"].nunique())
    return float(np.sqrt(-covariance)) if covariance < 0 else np.nan


def spread_of_four_in_five(sd: float) -> float:
    """How far off four of five normally distributed scores are at most (points).

    Args:
        sd: the result of ``transitory_sd`` (points; NaN if unknown).
    """
    return sd * NormalDist().inv_cdf(RANGE_QUANTILES[1])


def spread_of_change(sd: float) -> float:
    """The standard deviation of a change of which nothing lasts (points).

    It is the difference of the passing parts of two scores.

    Args:
        sd: the result of ``transitory_sd`` (points; NaN if unknown).
    """
    return sd * np.sqrt(2)


def simulate_ranks(
    year_positions: pd.DataFrame, spread: float | np.ndarray, draws: int = DRAWS
) -> pd.DataFrame:
    """The ranks and groups that each province would hold were every score off by chance.

    All scores are drawn anew together, normally around the published ones, and ranks and thresholds
    are computed anew in each draw. The seed is fixed.

    Args:
        year_positions: province, score, rank; one measure in one year.
        spread: the standard deviation of a score (points), one for all or one for each row.
        draws: simulated tables.

    Returns:
        province, score, rank, best, worst (quantiles 0.10 and 0.90 of the rank, the published rank
        always between them), group_1 to group_4 (chances, 0-1). Empty where the spread is not
        known (NaN).

    Raises:
        ValueError: A spread is not above 0.
    """
    spread = np.broadcast_to(np.asarray(spread, dtype=float), len(year_positions))
    if year_positions.empty or np.isnan(spread).any():
        return pd.DataFrame(columns=[*_COLUMNS, *_GROUP_COLUMNS])
    if not (spread > 0).all():
        raise ValueError("A score's spread must be above 0 points.")
    scores = year_positions["score"].to_numpy(float)
    errors = np.random.default_rng(SEED).standard_normal((len(scores), draws))
    chances = rank_chances(scores[:, None] + spread[:, None] * errors)
    until = chances.cumsum(axis=1)
    out = year_positions[["province", "score", "rank"]].reset_index(drop=True)
    best, worst = (1 + (until < level).sum(axis=1) for level in RANGE_QUANTILES)
    ends = np.cumsum(group_sizes(len(scores)))
    groups = np.diff(until[:, ends - 1], axis=1, prepend=0.0)
    return out.assign(
        best=np.minimum(best, out["rank"]).astype(int),
        worst=np.maximum(worst, out["rank"]).astype(int),
        **{name: groups[:, i] for i, name in enumerate(_GROUP_COLUMNS)},
    )
