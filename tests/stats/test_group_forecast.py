"""Chances of next year's group: on changes made by hand, and back-tested on the real ones."""

import numpy as np
import pandas as pd
import pytest

from lib.stats.backtest import ALL_YEARS
from lib.stats.group_forecast import (
    CALIBRATION_BINS,
    Backtest,
    backtest_forecast,
    beats_baselines,
    forecast_groups,
)
from lib.stats.ranking import TOTAL


@pytest.fixture(scope="module")
def result(yearly_changes):
    return backtest_forecast(yearly_changes)


def make_changes(end_groups, start=0.5, year=2020, measure=TOTAL, start_group=2):
    """One yearly change per entry of ``end_groups``, all from the same percentile."""
    table = pd.DataFrame({"end_group": end_groups, "start_percentile": start})
    return table.assign(year=year, measure=measure, start_group=start_group)


def chances(*args):
    return forecast_groups(*args)["chance"].tolist()


def test_from_one_percentile_the_chances_are_how_often_each_group_came():
    table = make_changes([2] * 60 + [3] * 40)
    forecast = forecast_groups(table, 0.5, 2020)
    assert forecast["group"].tolist() == [1, 2, 3, 4]
    assert forecast["chance"].tolist() == pytest.approx([0, 0.6, 0.4, 0])
    assert forecast["n"].tolist() == pytest.approx([100] * 4)


def test_near_changes_decide_and_a_little_of_all_is_added():
    table = pd.concat([make_changes([1] * 50, start=1.0), make_changes([4] * 150, start=0.1)])
    # Fifty near ones in group 1, and four more spread as all 200: 1 in group 1, 3 in group 4.
    assert chances(table, 1.0, 2020) == pytest.approx([51 / 54, 0, 0, 3 / 54])
    halfway = chances(table, 0.55, 2020)  # equally far from both
    assert halfway[3] == pytest.approx(0.75)


def test_a_change_that_started_one_bandwidth_away_weighs_six_tenths():
    table = pd.concat([make_changes([1] * 50, start=0.5), make_changes([2] * 50, start=0.55)])
    weight = np.exp(-0.5)
    expected = (50 + 4 / 2) / (50 + 50 * weight + 4)
    assert chances(table, 0.5, 2020)[0] == pytest.approx(expected)


def test_no_chances_from_other_measures_or_too_few_changes():
    table = make_changes([2] * 100)
    assert forecast_groups(table.assign(measure="1"), 0.5, 2020).empty
    assert forecast_groups(table.iloc[1:], 0.5, 2020).empty
    assert forecast_groups(table, 0.5, 2019).empty
    assert forecast_groups(table, np.nan, 2020).empty
    assert not forecast_groups(table, 0.5, 2020).empty


@pytest.mark.parametrize("year", range(2018, 2025))
def test_chances_add_up_to_one_for_every_province(dataset, yearly_changes, year):
    for percentile in dataset.ranking(year, TOTAL)["percentile"]:
        forecast = forecast_groups(yearly_changes, percentile, year)
        assert forecast["chance"].sum() == pytest.approx(1)
        assert (forecast["chance"] > 0).all() and (forecast["n"] > 20).all()


def test_first_years_have_no_chances(dataset, yearly_changes):
    percentile = dataset.ranking(2012, TOTAL)["percentile"].iloc[0]
    assert forecast_groups(yearly_changes, percentile, 2012).empty


def test_top_and_bottom_province_most_likely_stay(dataset, yearly_changes):
    percentiles = dataset.ranking(2023, TOTAL)["percentile"]
    top = chances(yearly_changes, percentiles.iloc[0], 2023)
    bottom = chances(yearly_changes, percentiles.iloc[-1], 2023)
    assert max(top) == top[0] < 0.95
    assert max(bottom) == bottom[3] < 0.95


def test_later_years_change_no_chance_of_an_earlier_one(dataset, yearly_changes):
    later = yearly_changes[yearly_changes["year"] > 2022]
    upside_down = later.assign(
        end_group=5 - later["end_group"],
        start_percentile=1 - later["start_percentile"],
        start_group=1,
    )
    known = yearly_changes[yearly_changes["year"] <= 2022]
    other = pd.concat([upside_down, known, upside_down], ignore_index=True)
    for percentile in dataset.ranking(2022, TOTAL)["percentile"]:
        assert chances(yearly_changes, percentile, 2022) == chances(other, percentile, 2022)
    results = (backtest_forecast(table, (2021, 2022)) for table in (yearly_changes, other))
    for frame, other_frame in zip(*results, strict=True):
        pd.testing.assert_frame_equal(frame, other_frame)
    # They count from their own year on.
    assert chances(yearly_changes, 0.3, 2023) != chances(other, 0.3, 2023)


def test_brier_scores_by_hand():
    before = make_changes([2] * 50 + [3] * 50)
    after = make_changes([2, 2, 3, 1], year=2021)  # all start in group 2
    scores = backtest_forecast(pd.concat([before, after], ignore_index=True), (2020, 2021)).scores
    # Chances of a half each: (1/2)^2 twice if one of the two came, else 1 + 1/4 + 1/4.
    half = (3 * 0.5 + 1.5) / 4
    expected = {"n": 4, "model": half, "stays": (0 + 0 + 2 + 2) / 4, "base_rates": half}
    assert scores.loc[2021].to_dict() == pytest.approx(expected)
    assert scores.index.tolist() == [2021, ALL_YEARS]


def test_held_out_year_does_not_forecast_itself():
    before = make_changes([2] * 50 + [3] * 50)
    after = make_changes([1] * 200, year=2021)
    result = backtest_forecast(pd.concat([before, after], ignore_index=True), (2021,))
    assert result.scores.loc[2021, ["model", "base_rates"]].tolist() == [1.5, 1.5]
    table = result.calibration.set_index("low")
    assert table.loc[0.0].to_dict() == {"high": 0.1, "forecast": 0, "observed": 0.5, "n": 400}
    assert table.loc[0.5].to_dict() == {"high": 1, "forecast": 0.5, "observed": 0, "n": 400}


def test_back_test_without_earlier_changes_is_empty_and_beats_nothing():
    result = backtest_forecast(make_changes([2] * 100), (2020,))
    assert result.scores.empty and result.calibration.empty
    assert not beats_baselines(result)


def test_chances_beat_both_baselines_on_held_out_years(result):
    overall = result.scores.loc[ALL_YEARS]
    assert overall["n"] == result.scores["n"].iloc[:-1].sum() == 238
    assert overall["model"] < overall["base_rates"] - 0.05
    assert overall["model"] < overall["stays"] - 0.05
    assert beats_baselines(result)


@pytest.mark.parametrize(
    ("model", "stays", "base_rates", "better"),
    [(0.6, 0.7, 0.8, True), (0.6, 0.5, 0.8, False), (0.6, 0.7, 0.5, False), (0.6, 0.6, 0.7, False)],
)
def test_beating_means_better_than_both(model, stays, base_rates, better):
    scores = {"model": [model], "stays": [stays], "base_rates": [base_rates]}
    table = pd.DataFrame(scores, index=[ALL_YEARS])
    assert beats_baselines(Backtest(table, pd.DataFrame())) is better


def test_chances_came_true_about_as_often_as_forecast(result):
    table = result.calibration
    assert table["n"].sum() == 4 * 238 and table["low"].tolist() == list(CALIBRATION_BINS[:-1])
    assert table["forecast"].between(table["low"], table["high"]).all()
    assert np.average(table["observed"], weights=table["n"]) == pytest.approx(0.25)
    assert (table["forecast"] - table["observed"]).abs().max() < 0.10
    assert table["observed"].is_monotonic_increasing


def test_long_an_2023_most_likely_falls_back_into_the_lowest_group(dataset, yearly_changes):
    position = dataset.position(2023, TOTAL, "80")
    assert position["group"] == 3
    forecast = forecast_groups(yearly_changes, position["percentile"], 2023)
    assert forecast["chance"].round(2).tolist() == [0.07, 0.19, 0.31, 0.44]
