"""Between which ranks a province may stand: next year, and this year given the usual error."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from lib.stats import typical_change
from lib.stats.ranking import TOTAL
from lib.stats.typical_change import (
    FIRST_START_YEAR,
    MIN_CHANGES,
    known_by,
    score_uncertainty,
    summarize_backtest,
)

BANDWIDTH = 0.05  # share (3 places of 61); standard deviation of the weights around a standing
RANGE_QUANTILES = (0.10, 0.90)  # quantiles of next year's standing; between them lie 80 %


class RankRange(NamedTuple):
    """``best`` and ``worst`` rank and ``n``, the (effective) number of movements behind them."""

    best: int
    worst: int
    n: float


def next_year_range(
    moved: pd.DataFrame, measure: str, year: int, share: float, scored: int
) -> RankRange | None:
    """The ranks between which a province standing at ``share`` ends next year four times in five.

    From all earlier movements of the measure in any era (shares compare where points do not), each
    weighted by how near it started; provinces return towards the middle, and so do the ranges.
    None where fewer than MIN_MOVES arrived up to ``year``.

    Args:
        moved: see ``moves.moves``.
        measure, year: the measure and the year shown.
        share: the province's standing that year (0-1, provinces at or below).
        scored: the number of provinces to be ranked next year; this year's will do.
    """
    known = known_by(moved, measure, year)
    if len(known) < MIN_CHANGES or np.isnan(share):
        return None
    best, worst, n = _forecast_ranges(known, np.array([share]), np.array([scored]))
    return RankRange(int(best[0]), int(worst[0]), float(n[0]))


def next_year_ranges(moved: pd.DataFrame, standing: pd.DataFrame) -> pd.DataFrame:
    """``rank_range`` of every province in one measure and year.

    Args:
        moved: see ``moves.moves``.
        standing: the positions of one measure in one year.

    Returns:
        province, rank (this year's), best, worst (next year's), n (effective movements); empty
        where fewer than MIN_MOVES have arrived.
    """
    known = _known_for(moved, standing)
    if len(known) < MIN_CHANGES:
        return pd.DataFrame(columns=["province", "rank", "best", "worst", "n"])
    best, worst, n = _forecast_ranges(
        known, standing["percentile"].to_numpy(), standing["scored"].to_numpy()
    )
    return _with_rank(standing, best, worst, n)


def backtest_ranges(
    moved: pd.DataFrame,
    measure: str = TOTAL,
    years: tuple[int, ...] = typical_change.TEST_YEARS,
    since: int | None = None,
) -> pd.DataFrame:
    """How often next year's rank fell within its range; 0.80 is right.

    Each year of arrival is forecast from the arrivals before it only.

    Args:
        moved: see ``moves.moves``.
        measure: the measure to forecast.
        years: years of arrival to forecast.
        since: the first starting year to learn from; None for every era, as ``rank_range`` does.

    Returns:
        n (provinces), coverage (0-1), width (mean of worst minus best, places); indexed by year
        and ALL. Years with too few movements before them are left out.
    """
    parts = []
    for year in years:
        known = known_by(moved, measure, year - 1)
        known = known if since is None else known[known["year"] > since]
        test = moved[(moved["measure"] == measure) & (moved["year"] == year)]
        if len(known) < MIN_CHANGES or test.empty:
            continue
        at, scored = test["start_percentile"].to_numpy(), test["start_scored"].to_numpy()
        best, worst, _ = _forecast_ranges(known, at, scored)
        within = test["end_rank"].between(best, worst).astype(float)
        parts.append(pd.DataFrame({"year": year, "coverage": within, "width": worst - best}))
    if not parts:
        return pd.DataFrame(columns=["n", "coverage", "width"])
    tested = pd.concat(parts, ignore_index=True)
    return summarize_backtest(tested[["coverage", "width"]], tested["year"])


def this_year_ranges(
    moved: pd.DataFrame, standing: pd.DataFrame, since: int = FIRST_START_YEAR
) -> pd.DataFrame:
    """Where each province would rank this year were its own score off by one ``wobble``.

    The other provinces stay as published. This describes the year shown; it is no forecast (for
    that see ``rank_ranges``).

    Args:
        moved: see ``moves.moves``.
        standing: the positions of one measure in one year.
        since: the first starting year of the movements.

    Returns:
        province, rank, best, worst, n (movements behind the wobble); empty where there are fewer
        than MIN_MOVES.
    """
    known = _known_for(moved, standing)
    known = known[known["year"] > since]
    if len(known) < MIN_CHANGES:
        return pd.DataFrame(columns=["province", "rank", "best", "worst", "n"])
    off = score_uncertainty(known, standing["measure"].iloc[0], standing["year"].iloc[0], since)
    own, rank = standing["score"].to_numpy(), standing["rank"].to_numpy()
    best = 1 + _count_above(own, own + off)
    # A lowered score has the province's own published one ahead of it.
    worst = np.maximum(_count_above(own, own - off), rank)
    return _with_rank(standing, best, worst, np.full(len(own), float(len(known))))


def kernel_weights(started: pd.Series, share: np.ndarray) -> np.ndarray:
    """Weight of each past movement for each standing: Gaussian in share, 1 at the same standing.

    Returns:
        One row per ``share``, one column per ``started`` (both 0-1).
    """
    off = (share[:, None] - started.to_numpy()[None, :]) / BANDWIDTH
    return np.exp(-(off**2) / 2)


def effective_size(weights: np.ndarray) -> np.ndarray:
    """The number of equally weighted movements that say as much as each row of weights."""
    return weights.sum(axis=1) ** 2 / (weights**2).sum(axis=1)


def _count_above(scores: np.ndarray, at: np.ndarray) -> np.ndarray:
    """How many of the scores are above each of ``at``."""
    return len(scores) - np.searchsorted(np.sort(scores), at + typical_change._EPS, side="right")


def _known_for(moved: pd.DataFrame, standing: pd.DataFrame) -> pd.DataFrame:
    """The movements known in the year of ``standing`` in its measure."""
    if standing.empty:
        return moved.iloc[:0]
    return known_by(moved, standing["measure"].iloc[0], standing["year"].iloc[0])


def _forecast_ranges(
    known: pd.DataFrame, share: np.ndarray, scored: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Best and worst rank and effective movements for each standing."""
    order = np.argsort(known["end_percentile"].to_numpy(), kind="stable")
    end = known["end_percentile"].to_numpy()[order]
    weights = kernel_weights(known["start_percentile"].iloc[order], share)
    # A movement stands at the middle of its own weight.
    passed = weights.cumsum(axis=1) - weights / 2
    passed /= weights.sum(axis=1, keepdims=True)
    low, high = np.array([np.interp(RANGE_QUANTILES, row, end) for row in passed]).T
    best, worst = (np.rint(scored + 1 - scored * at).astype(int) for at in (high, low))
    return best.clip(1, scored), worst.clip(1, scored), effective_size(weights)


def _with_rank(
    standing: pd.DataFrame, best: np.ndarray, worst: np.ndarray, n: np.ndarray
) -> pd.DataFrame:
    out = standing[["province", "rank"]].reset_index(drop=True)
    return out.assign(best=best, worst=worst, n=n)
