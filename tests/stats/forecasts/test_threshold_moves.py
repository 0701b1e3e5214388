"""Moves of thresholds: on totals made by hand and on the real ones."""

import pandas as pd
import pytest

from lib.stats.backtest import ALL_YEARS
from lib.stats.forecasts.threshold_moves import (
    backtest_moves,
    move_range,
    needed_range,
    threshold_moves,
)
from lib.stats.ranking import TOTAL


def make_thresholds(medians, first=2011, max_score=80.0):
    table = pd.DataFrame({"q50": medians}).assign(measure=TOTAL, max_score=max_score)
    table["year"] = range(first, first + len(medians))
    return table.assign(q25=table["q50"] - 1, q75=table["q50"] + 1)


def test_moves_are_differences_of_years_that_compare():
    before = make_thresholds([40.0, 41.0], max_score=60.0)
    after = make_thresholds([50.0, 49.5], first=2013)
    gap = make_thresholds([60.0], first=2016)
    moves = threshold_moves(pd.concat([gap, before, after]))
    assert moves["year"].tolist() == [2012] * 3 + [2014] * 3
    assert moves["move"].tolist() == pytest.approx([1.0] * 3 + [-0.5] * 3)
    assert moves["threshold"].tolist() == ["q25", "q50", "q75"] * 2


def test_the_range_is_of_past_moves_and_needs_five_years():
    medians = [0.0, 1.0, 3.0, 6.0, 10.0, 15.0, 35.0]
    moves = threshold_moves(make_thresholds(medians))
    assert move_range(moves, 2015) is None  # four years of moves
    found = move_range(moves, 2016)
    # Places 1.6, 8 and 14.4 of fifteen moves: three each of 1, 2, 3, 4 and 5.
    assert found == pytest.approx((1.0, 3.0, 5.0, 5))
    assert needed_range(moves, 2016, 2.0) == pytest.approx((3.0, 7.0))
    assert needed_range(moves, 2015, 2.0) is None


def test_four_fifths_of_the_real_moves_lie_within_their_range(totals):
    result = backtest_moves(threshold_moves(totals))
    assert result["n"].tolist() == [3] * 6 + [18]
    assert result.loc[ALL_YEARS, "coverage"] >= 0.70
    assert result.loc[ALL_YEARS, "coverage"] == pytest.approx(15 / 18)
    assert result.loc[2024, "coverage"] == pytest.approx(1 / 3)  # all rose by more than expected


def test_what_long_an_needs_with_the_threshold_moving(totals):
    moves = threshold_moves(totals)
    low, high = needed_range(moves, 2023, 1.493578)
    assert (round(low, 1), round(high, 1)) == (0.5, 2.4)
    medians = moves[(moves["threshold"] == "q50") & (moves["year"] > 2018)]["move"]
    assert medians.min() == pytest.approx(-1.01, abs=0.005)
    assert medians.max() == pytest.approx(1.15, abs=0.005)
