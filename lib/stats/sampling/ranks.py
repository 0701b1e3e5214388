"""Ranks, groups and distances to a threshold, given the standard errors of all scores.

Frames named ``year_positions`` have province, score, rank: one measure in one year. ``spread`` is
the standard error of each row (points, after moderation), above 0, and ``df`` its degrees of
freedom.
"""

import numpy as np
import pandas as pd

from lib.stats.forecasts.next_year import RANGE_QUANTILES, SEED, rank_chances
from lib.stats.forecasts.rank_uncertainty import DRAWS
from lib.stats.ranking import GROUPS, THRESHOLDS, group_sizes

DISTINCT = 1.28  # standard errors; what is nearer to a threshold is not told apart from it
_LEAST_SHARE = 0.1  # of the mean squared error: the true levels differ by at least as much
_COLUMNS = ["province", "score", "rank", "best", "worst"]
_GROUP_COLUMNS = [f"group_{group}" for group in GROUPS]


def true_levels(scores: np.ndarray, spread: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The level behind each score and how certain it is (empirical Bayes, Efron and Morris 1975).

    A score far from the others is partly so by its sampling error. Each is drawn to the median, the
    more the larger its error is beside the variance of the true levels, which is the variance of
    the scores less the mean squared error.

    Args:
        scores: points.
        spread: see above.

    Returns:
        The levels and their standard deviations (points).
    """
    noise = float((spread**2).mean())
    variance = max(float(scores.var(ddof=1)) - noise, _LEAST_SHARE * noise)
    share = variance / (variance + spread**2)
    middle = float(np.median(scores))
    return middle + share * (scores - middle), np.sqrt(share) * spread


def simulate_true_ranks(
    year_positions: pd.DataFrame, spread: np.ndarray, df: np.ndarray, draws: int = DRAWS
) -> pd.DataFrame:
    """Between which ranks and in which groups each province truly stands.

    The levels of all provinces are drawn together (Student's t, since the errors are estimates
    too); ranks and thresholds are made anew in every draw. The seed is fixed.

    Args:
        year_positions, spread, df: see above.
        draws: simulated tables.

    Returns:
        province, score, rank, best, worst, group_1 to group_4 (chances, 0-1). From best to worst
        lie the ranks whose middle is between the quantiles 0.10 and 0.90, and the published rank;
        inside the table at least two, since errors of few clusters do not tell a single one.
        Empty where a spread is not known (NaN) or a province is alone.

    Raises:
        ValueError: A spread is not above 0.
    """
    spread = np.asarray(spread, dtype=float)
    if len(year_positions) < 2 or np.isnan(spread).any():
        return pd.DataFrame(columns=[*_COLUMNS, *_GROUP_COLUMNS])
    if not (spread > 0).all():
        raise ValueError("A score's standard error must be above 0 points.")
    out = year_positions[["province", "score", "rank"]].reset_index(drop=True)
    levels, uncertainty = true_levels(out["score"].to_numpy(float), spread)
    errors = _student_draws(np.asarray(df, dtype=float), draws)
    chances = rank_chances(levels[:, None] + uncertainty[:, None] * errors)
    until = chances.cumsum(axis=1)
    low, high = RANGE_QUANTILES
    middles = until - chances / 2
    best = np.minimum(1 + (middles < low).sum(axis=1), out["rank"])
    worst = np.maximum((middles <= high).sum(axis=1), out["rank"])
    ends = np.cumsum(group_sizes(len(out)))
    groups = np.diff(until[:, ends - 1], axis=1, prepend=0.0)
    out = out.assign(
        best=best.astype(int),
        worst=worst.astype(int),
        **{name: groups[:, i] for i, name in enumerate(_GROUP_COLUMNS)},
    )
    return _at_least_two_ranks(out, levels)


def _student_draws(df: np.ndarray, draws: int) -> np.ndarray:
    """Draws of Student's t, one row for each of ``df``; normal ones where it is infinite."""
    random = np.random.default_rng(SEED)
    errors = random.standard_normal((len(df), draws))
    finite = np.isfinite(df)
    if finite.any():
        squares = random.chisquare(df[finite][:, None], (int(finite.sum()), draws))
        errors[finite] /= np.sqrt(squares / df[finite][:, None])
    return errors


def _at_least_two_ranks(ranges: pd.DataFrame, levels: np.ndarray) -> pd.DataFrame:
    """Ranges of one rank inside the table with the neighbour whose level is nearer."""
    alone = (ranges["best"] == ranges["worst"]) & ranges["rank"].between(2, len(ranges) - 1)
    if not alone.any():
        return ranges
    ordered = np.sort(levels)[::-1]
    index = ranges["rank"].to_numpy()[alone] - 1
    is_up = ordered[index - 1] - ordered[index] <= ordered[index] - ordered[index + 1]
    out = ranges.copy()
    out.loc[alone, "best"] -= is_up.astype(int)
    out.loc[alone, "worst"] += (~is_up).astype(int)
    return out


def threshold_errors(
    year_positions: pd.DataFrame, spread: np.ndarray, draws: int = DRAWS
) -> dict[str, float]:
    """The standard error of each threshold: how it scatters when all scores are drawn anew.

    Args:
        year_positions, spread: see above.
        draws: simulated tables. The seed is fixed.

    Returns:
        Points by name of the threshold (``ranking.THRESHOLDS``).
    """
    scores = year_positions["score"].to_numpy(float)[:, None]
    errors = np.random.default_rng(SEED).standard_normal((len(scores), draws))
    drawn = scores + np.asarray(spread, dtype=float)[:, None] * errors
    levels = np.quantile(drawn, list(THRESHOLDS.values()), axis=0)
    return dict(zip(THRESHOLDS, levels.std(axis=1, ddof=1).tolist(), strict=True))


def distance_in_errors(gap: float, spread: float, threshold_error: float) -> float:
    """How many standard errors a score is away from a threshold, with its sign.

    Args:
        gap: score minus threshold (points).
        spread: the standard error of the score (points).
        threshold_error: that of the threshold (points), see ``threshold_errors``.
    """
    return gap / float(np.hypot(spread, threshold_error))
