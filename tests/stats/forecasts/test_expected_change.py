"""What comes anyhow: on gaps made by hand, and back-tested on the real ones."""

import numpy as np
import pandas as pd
import pytest

from lib.stats.backtest import ALL_YEARS
from lib.stats.forecasts.expected_change import (
    backtest_expected_change,
    fit_expected_change,
    good_year,
)


def make_changes(gaps, moved, year=2020, percentile=0.5):
    table = pd.DataFrame({"start_gap": gaps, "gap_change": moved})
    return table.assign(year=year, start_percentile=percentile)


def test_the_line_is_that_of_the_changes():
    gaps = np.linspace(-3, 3, 120)
    line = fit_expected_change(make_changes(gaps, 0.5 - 0.4 * gaps), 2020)
    assert line == pytest.approx((0.5, -0.4, 120))
    assert line.at(-2.0) == pytest.approx(1.3)


def test_too_few_or_later_changes_make_no_line():
    changes = make_changes(np.linspace(-3, 3, 99), np.zeros(99))
    assert fit_expected_change(changes, 2020) is None
    enough = pd.concat([changes, changes])
    assert fit_expected_change(enough, 2020) is not None
    assert fit_expected_change(enough, 2019) is None


def test_a_good_year_adds_what_changes_from_a_like_standing_left_over():
    # From the lower half all is as expected; from the upper half a quarter ends 2 points higher.
    gaps = np.zeros(400)
    low = make_changes(gaps, np.zeros(400), percentile=0.05)
    high = make_changes(gaps, np.repeat([0.0, 2.0], [240, 160]), percentile=0.95)
    changes = pd.concat([low, high])
    upper, lower = (good_year(changes, 2020, 0.0, p) for p in (0.95, 0.05))
    assert upper.expected == lower.expected == pytest.approx(0.4)
    assert upper.expected + upper.extra == pytest.approx(2.0)
    assert lower.extra == 0
    assert good_year(changes, 2020, np.nan, 0.5) is None


def test_the_expected_change_is_nearer_than_none_in_every_year(total_changes):
    result = backtest_expected_change(total_changes)
    assert result["n"].tolist() == [60, 60, 59, 59, 238]
    assert (result["expected"] < result["unchanged"]).all()
    assert result.loc[ALL_YEARS].round(2).to_dict() == {
        "n": 238,
        "unchanged": 2.98,
        "expected": 2.42,
    }


def test_the_lowest_sixth_rises_and_the_highest_falls_by_itself(total_changes):
    recent = total_changes[total_changes["year"] > 2018]
    assert len(recent) == 362
    start = recent["start_percentile"]
    lowest, highest = recent[start <= 1 / 6], recent[start > 5 / 6]
    # Against the median gain; against the median itself see the gap's change.
    assert lowest["relative"].mean() == pytest.approx(1.49, abs=0.005)
    assert highest["relative"].mean() == pytest.approx(-0.80, abs=0.005)
    assert lowest["gap_change"].mean() == pytest.approx(1.28, abs=0.005)
    assert highest["gap_change"].mean() == pytest.approx(-1.02, abs=0.005)


def test_long_an_2023_comes_half_a_point_closer_anyhow(dataset, total_changes):
    own = dataset.position(2023, "total", "80")
    found = good_year(total_changes, 2023, own["gap_q50"], own["percentile"])
    assert found.expected == pytest.approx(0.58, abs=0.005)
    assert found.extra == pytest.approx(0.78, abs=0.005)


def test_two_meanings_of_the_median_differ_in_2024(total_changes):
    row = total_changes.query("year == 2024 and province == '80'").iloc[0]
    assert row["gain"] == pytest.approx(1.46, abs=0.005)
    assert row["relative"] == pytest.approx(0.87, abs=0.005)  # more than the median gain
    assert row["gap_change"] == pytest.approx(0.31, abs=0.005)  # closer to the median
