"""Next year's table: on changes made by hand, and back-tested on the real ones."""

import numpy as np
import pandas as pd
import pytest

from lib.stats.forecasts.next_year import (
    forecast_past_years,
    range_cases,
    rank_chances,
    simulate_next_year,
    target_cases,
)
from lib.stats.forecasts.threshold_moves import threshold_moves
from lib.stats.targets import Target

NO_MOVE = np.array([0.0])


def make_changes(moved, year=2020):
    gaps = np.linspace(-2, 2, len(moved))
    percentiles = np.linspace(0.01, 1, len(moved))
    table = pd.DataFrame({"start_gap": gaps, "start_percentile": percentiles, "gap_change": moved})
    return table.assign(year=year)


def make_totals(*gaps):
    codes = [f"{i:02}" for i in range(1, len(gaps) + 1)]
    percentile = pd.Series(gaps).rank() / len(gaps)
    return pd.DataFrame({"province": codes, "gap_q50": gaps, "percentile": percentile})


def test_ranks_are_counted_over_the_draws():
    drawn = np.array([[3.0, 1.0, 3.0, 3.0], [2.0, 2.0, 1.0, 2.0], [1.0, 0.0, 2.0, 1.0]])
    assert rank_chances(drawn).tolist() == [[0.75, 0.25, 0], [0.25, 0.5, 0.25], [0, 0.25, 0.75]]


def test_without_chance_everybody_keeps_the_place():
    forecast = simulate_next_year(make_changes(np.zeros(100)), make_totals(2, 1, 0, -1), 2020)
    assert [forecast.rank_range(p) for p in ("01", "02", "03", "04")] == [
        (i, i) for i in range(1, 5)
    ]
    assert forecast.group_chances("02").tolist() == [0, 1, 0, 0]
    assert forecast.chance("02", Target("group", 1), 40.0, NO_MOVE) == 0
    assert forecast.chance("02", Target("group", 2), 40.0, NO_MOVE) == 1
    assert forecast.chance("02", Target("rank", 2), 40.0, NO_MOVE) == 1
    assert forecast.chance("02", Target("score", 40.9), 40.0, NO_MOVE) == 1
    assert forecast.chance("02", Target("score", 41.1), 40.0, NO_MOVE) == 0
    assert forecast.chance("02", Target("score", 41.1), 40.0, np.array([-1.0, 1.0])) == 0.5


def test_two_equal_provinces_have_equal_chances():
    moved = np.tile([-1.0, 1.0, -0.5, 0.5], 50)
    forecast = simulate_next_year(make_changes(moved), make_totals(1, 0, 0, -1), 2020)
    chances = [forecast.chance(p, Target("rank", 2), 0.0, NO_MOVE) for p in ("02", "03")]
    assert chances[0] == pytest.approx(chances[1], abs=0.03)
    assert forecast.rank_chances.sum(axis=0) == pytest.approx([1] * 4)
    assert forecast.rank_chances.sum(axis=1) == pytest.approx([1] * 4)


@pytest.mark.parametrize("target", [("group", 5), ("rank", 0), ("score", float("nan"))])
def test_what_is_no_target_is_said(target):
    forecast = simulate_next_year(make_changes(np.zeros(100)), make_totals(1, 0), 2020)
    with pytest.raises(ValueError):
        forecast.chance("01", Target(*target), 40.0, NO_MOVE)


def test_how_many_past_changes_stand_behind_each_province():
    # 100 changes that started where the province stands: all of them, and their double.
    for n in (100, 200):
        changes = make_changes(np.tile([-1.0, 1.0], n // 2)).assign(start_percentile=0.5)
        forecast = simulate_next_year(changes, make_totals(1, 0), 2020, draws=10)
        assert forecast.n == pytest.approx([n, n])
    # Half of them a long way off count for nothing where the province stands.
    far = np.repeat([0.0, 1.0], 100)
    changes = make_changes(np.tile([-1.0, 1.0], 100)).assign(start_percentile=far)
    forecast = simulate_next_year(changes, make_totals(1), 2020, draws=10)
    assert forecast.n == pytest.approx([100], abs=0.5)


def test_what_past_changes_left_over_is_drawn_to_both_sides_alike():
    # Each standing once rose and once fell by as much, so the line is flat and nobody leans.
    sizes = (np.arange(50) + 0.5) / 50
    changes = pd.DataFrame(
        {
            "start_gap": np.repeat(np.linspace(-2, 2, 50), 2),
            "start_percentile": 0.5,
            "gap_change": np.column_stack([sizes, -sizes]).ravel(),
            "year": 2020,
        }
    )
    forecast = simulate_next_year(changes, make_totals(1.5, -0.5), 2020)
    for row, gap in enumerate((1.5, -0.5)):
        drawn = forecast.gaps[row] - gap
        assert drawn + drawn[::-1] == pytest.approx(np.zeros(100), abs=1e-9)
        assert drawn[::-1][:3] == pytest.approx([0.99, 0.97, 0.95], abs=0.011)


def test_too_few_changes_forecast_nothing():
    assert simulate_next_year(make_changes(np.zeros(99)), make_totals(1, 0), 2020) is None
    assert simulate_next_year(make_changes(np.zeros(100)), make_totals(), 2020) is None
    assert simulate_next_year(make_changes(np.zeros(100)), make_totals(1, 0), 2019) is None


def test_the_same_draws_come_again(total_changes, totals):
    year = totals[totals["year"] == 2023]
    first, second = (simulate_next_year(total_changes, year, 2023) for _ in range(2))
    assert (first.rank_chances == second.rank_chances).all()


def test_later_years_change_no_forecast(total_changes, totals):
    later = total_changes["year"] > 2022
    other = total_changes.assign(
        gap_change=total_changes["gap_change"].where(~later, 9 - total_changes["start_gap"])
    )
    year = totals[totals["year"] == 2022]
    first, second = (simulate_next_year(c, year, 2022) for c in (total_changes, other))
    assert (first.rank_chances == second.rank_chances).all()
    third = simulate_next_year(other, totals[totals["year"] == 2023], 2023)
    known = simulate_next_year(total_changes, totals[totals["year"] == 2023], 2023)
    assert not (third.rank_chances == known.rank_chances).all()


def test_chances_of_targets_came_true_about_as_often_as_said(forecasts):
    cases = target_cases(forecasts)
    assert len(cases) == 228
    brier = ((cases["chance"] - cases["reached"]) ** 2).mean()
    assert brier <= 0.215
    means = cases.groupby("start_group")[["chance", "reached"]].mean()
    assert means["reached"].round(2).tolist() == [0.18, 0.39, 0.45]
    assert (means["chance"] - means["reached"]).abs().max() <= 0.08


def test_ranges_hold_in_each_third_of_the_table_and_each_year(forecasts):
    cases = range_cases(forecasts[forecasts["year"] > 2020])
    assert len(cases) == 238
    assert cases.groupby("third")["within"].mean().between(0.75, 0.88).all()
    assert cases.groupby("year")["within"].mean().min() >= 0.65
    assert cases["width"].mean() < 36


def test_thirds_of_the_table_and_whether_the_rank_fell_within_its_range():
    ranks = [1, 20, 21, 40, 41, 60]
    made = pd.DataFrame({"year": 2020, "province": [f"{rank:02}" for rank in ranks]})
    made = made.assign(start_rank=ranks, start_scored=60, best=10, worst=[12, 12, 9, 14, 10, 30])
    cases = range_cases(made.assign(end_rank=[10, 12, 10, 9, 11, 31]))
    assert cases["third"].tolist() == [1, 1, 2, 2, 3, 3]
    assert cases["within"].tolist() == [1, 1, 0, 0, 0, 0]
    assert cases["width"].tolist() == [2, 2, -1, 4, 0, 20]


def test_the_chance_of_a_higher_group_and_who_reached_it():
    made = pd.DataFrame({"year": 2020, "province": list("abcde"), "start_group": [1, 2, 2, 3, 4],
                         "end_group": [1, 1, 2, 2, 4], "chance_1": 0.1, "chance_2": 0.2,
                         "chance_3": 0.3, "chance_4": 0.4})  # fmt: skip
    cases = target_cases(made)
    assert cases["province"].tolist() == list("bcde")  # nobody is above the first group
    assert cases["chance"].tolist() == pytest.approx([0.1, 0.1, 0.3, 0.6])
    assert cases["reached"].tolist() == [1, 0, 1, 0]


def test_no_forecast_before_there_are_enough_changes(total_changes, totals):
    assert forecast_past_years(total_changes, totals, (2012, 2013)).empty


def test_long_an_2023(dataset, total_changes, totals):
    forecast = simulate_next_year(total_changes, totals[totals["year"] == 2023], 2023)
    assert forecast.group_chances("80").round(2).tolist() == pytest.approx(
        [0.07, 0.16, 0.34, 0.43], abs=0.011
    )
    moves = threshold_moves(totals).query("threshold == 'q50' and year <= 2023")["move"].to_numpy()
    own = dataset.position(2023, "total", "80")
    next_group = forecast.chance("80", Target("group", 2), own["q50"], moves)
    by_score = forecast.chance("80", Target("score", own["q50"]), own["q50"], moves)
    assert next_group == pytest.approx(0.23, abs=0.01)
    assert by_score == pytest.approx(0.23, abs=0.02)
    assert forecast.rank_range("80") == (22, 58)
