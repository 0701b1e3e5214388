"""Chances of next year's group: on frames made by hand, and back-tested on the real movements."""

import numpy as np
import pandas as pd
import pytest

from lib.stats.group_forecast import (
    CALIBRATION_BINS,
    Backtest,
    backtest_forecast,
    beats_baselines,
    forecast_groups,
    year_chances,
)
from lib.stats.ranking import TOTAL
from lib.stats.typical_change import ALL_YEARS
from lib.stats.yearly_changes import compute_yearly_changes

CHANCES = ["chance_1", "chance_2", "chance_3", "chance_4"]


@pytest.fixture(scope="module")
def moved(dataset):
    return compute_yearly_changes(dataset.positions, dataset.tables.breaks)


@pytest.fixture(scope="module")
def result(moved):
    return backtest_forecast(moved)


def made(ends, start=0.5, year=2020, measure=TOTAL, group=2):
    """One movement per entry of ``ends`` (groups), all from the same standing."""
    table = pd.DataFrame({"end_group": ends, "start_percentile": start, "start_group": group})
    return table.assign(year=year, measure=measure)


def chances(*args):
    return forecast_groups(*args)["chance"].tolist()


def test_from_one_standing_the_chances_are_how_often_each_group_came():
    table = made([2] * 60 + [3] * 40)
    assert chances(table, 0.5, 2020) == pytest.approx([0, 0.6, 0.4, 0])
    assert forecast_groups(table, 0.5, 2020)["n"].tolist() == pytest.approx([100] * 4)
    assert forecast_groups(table, 0.5, 2020)["group"].tolist() == [1, 2, 3, 4]


def test_near_movements_decide_and_a_little_of_all_is_added():
    table = pd.concat([made([1] * 50, start=1.0), made([4] * 150, start=0.1)])
    # Fifty near ones in group 1, and four more spread as all 200: 1 in group 1, 3 in group 4.
    assert chances(table, 1.0, 2020) == pytest.approx([51 / 54, 0, 0, 3 / 54])
    half = chances(table, 0.55, 2020)  # equally far from both
    assert half[3] == pytest.approx(0.75)


def test_a_province_five_hundredths_away_weighs_six_tenths():
    table = pd.concat([made([1] * 50, start=0.5), made([2] * 50, start=0.55)])
    weight = np.exp(-0.5)
    expected = (50 + 4 / 2) / (50 + 50 * weight + 4)
    assert chances(table, 0.5, 2020)[0] == pytest.approx(expected)


def test_other_measures_and_too_few_movements_say_nothing():
    table = made([2] * 100)
    assert forecast_groups(table.assign(measure="1"), 0.5, 2020).empty
    assert forecast_groups(table.iloc[1:], 0.5, 2020).empty
    assert forecast_groups(table, 0.5, 2019).empty
    assert forecast_groups(table, np.nan, 2020).empty
    assert not forecast_groups(table, 0.5, 2020).empty


def test_chances_add_up_to_one_for_every_province_and_year(dataset, moved):
    for year in range(2018, 2025):
        standing = dataset.ranking(year, TOTAL)
        table = year_chances(moved, standing)
        assert table["province"].tolist() == standing["province"].tolist()
        assert np.allclose(table[CHANCES].sum(axis=1), 1)
        assert (table[CHANCES] > 0).all(axis=None) and (table["n"] > 20).all()


def test_the_first_years_have_no_chances(dataset, moved):
    assert year_chances(moved, dataset.ranking(2012, TOTAL)).empty
    assert year_chances(moved, dataset.ranking(2023, TOTAL).iloc[:0]).empty


def test_one_province_and_all_at_once_agree(dataset, moved):
    standing = dataset.ranking(2023, TOTAL)
    table = year_chances(moved, standing).set_index("province")
    for row in standing.iloc[::10].itertuples():
        assert table.loc[row.province, CHANCES].tolist() == pytest.approx(
            chances(moved, row.percentile, 2023)
        )
        assert table.loc[row.province, "group"] == row.group


def test_the_top_and_the_bottom_province_most_likely_stay(dataset, moved):
    table = year_chances(moved, dataset.ranking(2023, TOTAL))
    top, bottom = table.iloc[0], table.iloc[-1]
    assert top[CHANCES].astype(float).idxmax() == "chance_1" and top["chance_1"] < 0.95
    assert bottom[CHANCES].astype(float).idxmax() == "chance_4" and bottom["chance_4"] < 0.95


def test_tied_provinces_have_the_same_chances(dataset, moved):
    standing = dataset.ranking(2023, TOTAL).head(10).copy()
    standing.iloc[3:5, standing.columns.get_loc("percentile")] = 0.93
    tied = year_chances(moved, standing).iloc[3:5][CHANCES]
    assert len(tied.drop_duplicates()) == 1


def test_later_years_change_nothing_said_of_an_earlier_one(dataset, moved):
    late = moved[moved["year"] > 2022]
    upside_down = late.assign(
        end_group=5 - late["end_group"],
        start_percentile=1 - late["start_percentile"],
        start_group=1,
    )
    parts = [upside_down, moved[moved["year"] <= 2022], upside_down]
    other = pd.concat(parts, ignore_index=True)
    standing = dataset.ranking(2022, TOTAL)
    pd.testing.assert_frame_equal(year_chances(moved, standing), year_chances(other, standing))
    assert chances(moved, 0.3, 2022) == chances(other, 0.3, 2022)
    for table, same in zip(
        backtest_forecast(moved, (2021, 2022)), backtest_forecast(other, (2021, 2022)), strict=True
    ):
        pd.testing.assert_frame_equal(table, same)
    # The same change is seen as soon as it has arrived.
    assert chances(moved, 0.3, 2023) != chances(other, 0.3, 2023)


def test_brier_scores_by_hand():
    before = made([2] * 50 + [3] * 50)
    after = made([2, 2, 3, 1], year=2021)  # all start in group 2
    scores = backtest_forecast(pd.concat([before, after], ignore_index=True), (2020, 2021)).scores
    # Chances of a half each: (1/2)^2 twice if one of the two came, else 1 + 1/4 + 1/4.
    half = (3 * 0.5 + 1.5) / 4
    expected = {"n": 4, "model": half, "stays": (0 + 0 + 2 + 2) / 4, "base": half}
    assert scores.loc[2021].to_dict() == pytest.approx(expected)
    assert scores.index.tolist() == [2021, ALL_YEARS]


def test_a_forecast_year_does_not_teach_its_own_forecast():
    before = made([2] * 50 + [3] * 50)
    after = made([1] * 200, year=2021)
    result = backtest_forecast(pd.concat([before, after], ignore_index=True), (2021,))
    assert result.scores.loc[2021, ["model", "base"]].tolist() == [1.5, 1.5]
    table = result.calibration.set_index("low")
    assert table.loc[0.0].to_dict() == {"high": 0.1, "forecast": 0, "observed": 0.5, "n": 400}
    assert table.loc[0.5].to_dict() == {"high": 1, "forecast": 0.5, "observed": 0, "n": 400}


def test_nothing_known_before_gives_an_empty_back_test_that_beats_nothing():
    result = backtest_forecast(made([2] * 100), (2020,))
    assert result.scores.empty and result.calibration.empty
    assert not beats_baselines(result)


def test_the_chances_beat_both_plain_forecasts_on_held_out_years(result):
    overall = result.scores.loc[ALL_YEARS]
    assert overall["n"] == result.scores["n"].iloc[:-1].sum() == 238
    assert overall["model"] < overall["base"] - 0.05
    assert overall["model"] < overall["stays"] - 0.05
    assert beats_baselines(result)


@pytest.mark.parametrize(
    ("model", "stays", "base", "better"),
    [(0.6, 0.7, 0.8, True), (0.6, 0.5, 0.8, False), (0.6, 0.7, 0.5, False), (0.6, 0.6, 0.7, False)],
)
def test_beating_means_better_than_both(model, stays, base, better):
    scores = pd.DataFrame({"model": [model], "stays": [stays], "base": [base]}, index=[ALL_YEARS])
    assert beats_baselines(Backtest(scores, pd.DataFrame())) is better


def test_chances_came_true_about_as_often_as_they_said(result):
    table = result.calibration
    assert table["n"].sum() == 4 * 238 and table["low"].tolist() == list(CALIBRATION_BINS[:-1])
    assert table["forecast"].between(table["low"], table["high"]).all()
    assert np.average(table["observed"], weights=table["n"]) == pytest.approx(0.25)
    assert (table["forecast"] - table["observed"]).abs().max() < 0.10
    assert table["observed"].is_monotonic_increasing


def test_long_an_2023_most_likely_falls_back_into_the_lowest_group(dataset, moved):
    own = year_chances(moved, dataset.ranking(2023, TOTAL)).set_index("province").loc["80"]
    assert own["group"] == 3
    assert own[CHANCES].astype(float).round(2).tolist() == [0.07, 0.19, 0.31, 0.44]
