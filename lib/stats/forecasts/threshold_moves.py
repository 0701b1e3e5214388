"""How far do the thresholds of the groups move in a year? A target does not stand still.

Thresholds are quartiles of the total (points). Moves between totals out of a different maximum are
left out.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from lib.stats.backtest import TEST_YEARS, summarize_backtest
from lib.stats.ranking import THRESHOLDS, TOTAL

MOVE_QUANTILES = (0.10, 0.50, 0.90)  # between the outer two lie 80 % of the moves
MIN_YEARS = 5  # moves of one year go together; fewer years say little of the next


class MoveRange(NamedTuple):
    """How far a threshold moves in a year: in four cases of five from ``low`` to ``high`` (points).

    Attributes:
        low, middle, high: quantiles MOVE_QUANTILES.
        n_years: years behind them.
    """

    low: float
    middle: float
    high: float
    n_years: int


def threshold_moves(positions: pd.DataFrame) -> pd.DataFrame:
    """Every move of a threshold of the total from one year to the very next.

    Args:
        positions: year, measure, max_score, q25, q50, q75 (points).

    Returns:
        year (the later of the two), threshold (a name of ``ranking.THRESHOLDS``), move (points).
    """
    totals = positions[positions["measure"] == TOTAL].drop_duplicates("year")
    totals = totals.sort_values("year").set_index("year")
    compares = (totals["max_score"].diff() == 0) & (totals.index.to_series().diff() == 1)
    moves = totals[list(THRESHOLDS)].diff()[compares]
    return moves.rename_axis(columns="threshold").stack().rename("move").reset_index()


def move_range(moves: pd.DataFrame, year: int) -> MoveRange | None:
    """How far any threshold may move in the year after ``year``.

    Quantiles of all past moves of the three thresholds together, at the expected place of a further
    value (type 6 of Hyndman and Fan 1996), because the next move is to be covered.

    Args:
        moves: the result of ``threshold_moves``.
        year: later moves are not used.

    Returns:
        None with fewer than MIN_YEARS years of moves.
    """
    past = moves[moves["year"] <= year]
    if past["year"].nunique() < MIN_YEARS:
        return None
    low, middle, high = np.quantile(past["move"], MOVE_QUANTILES, method="weibull")
    return MoveRange(float(low), float(middle), float(high), int(past["year"].nunique()))


def needed_range(moves: pd.DataFrame, year: int, gain_needed: float) -> tuple[float, float] | None:
    """What a target may take once its threshold has moved, in four cases of five.

    Args:
        moves: the result of ``threshold_moves``.
        year: the year from which the gain starts.
        gain_needed: points if all others stand still.

    Returns:
        Points from and to; below 0 where the target may be reached without a gain. None with too
        few years.
    """
    found = move_range(moves, year)
    return None if found is None else (gain_needed + found.low, gain_needed + found.high)


def backtest_moves(
    moves: pd.DataFrame, years: tuple[int, ...] = (2019, 2020, *TEST_YEARS)
) -> pd.DataFrame:
    """How often a threshold moved within its range; 0.80 is right.

    Args:
        moves: the result of ``threshold_moves``.
        years: the later years of the moves to forecast.

    Returns:
        n (thresholds), coverage (0-1), width (points); indexed by year and ALL_YEARS.
    """
    parts = []
    for year in years:
        found, test = move_range(moves, year - 1), moves.loc[moves["year"] == year, "move"]
        if found is not None and len(test):
            within = test.between(found.low, found.high).astype(float)
            parts.append(
                pd.DataFrame({"year": year, "coverage": within, "width": found.high - found.low})
            )
    columns = ["coverage", "width"]
    results = pd.concat(parts) if parts else pd.DataFrame(columns=["year", *columns])
    return summarize_backtest(results[columns], results["year"])
