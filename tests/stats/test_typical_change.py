"""Badges and ranges of rank: on frames made by hand, and back-tested on the real movements."""

import numpy as np
import pandas as pd
import pytest

from lib.stats.rank_ranges import (
    RankRange,
    backtest_ranges,
    next_year_range,
    next_year_ranges,
    this_year_ranges,
)
from lib.stats.ranking import TOTAL
from lib.stats.typical_change import (
    ALL_YEARS,
    BADGES,
    MIN_CHANGES,
    backtest_badges,
    badge_limits,
    judge_change,
    judge_changes,
    score_uncertainty,
)
from lib.stats.yearly_changes import compute_yearly_changes


@pytest.fixture(scope="module")
def moved(dataset):
    return compute_yearly_changes(dataset.positions, dataset.tables.breaks)


# By hand: a hundred movements of 1, 2 ... 100 points, every second one downwards.
SIZES = np.arange(1.0, 101.0)


def made(relative, year=2020, measure=TOTAL, start=0.5, end=0.5, scored=100):
    relative = np.asarray(relative, dtype=float)
    table = pd.DataFrame({"relative": relative, "gain": relative, "end_percentile": end})
    table = table.assign(year=year, measure=measure, start_percentile=start, start_scored=scored)
    table["province"] = [f"{i:02}" for i in range(len(table))]
    table["end_rank"] = (scored + 1 - scored * table["end_percentile"]).round().astype(int)
    return table


HUNDRED = made(SIZES * np.where(SIZES % 2, 1, -1))


def later_years_changed(moved, year):
    """``moved`` with every arrival after ``year`` upside down, and each of them twice."""
    late = moved[moved["year"] > year]
    upside_down = late.assign(
        relative=late["relative"] * 9 + 5,
        start_percentile=1 - late["start_percentile"],
        end_percentile=1 - late["end_percentile"],
        end_rank=late["end_scored"] + 1 - late["end_rank"],
    )
    return pd.concat([upside_down, moved[moved["year"] <= year], upside_down], ignore_index=True)


@pytest.mark.parametrize(
    ("relative", "share", "name"),
    [
        (81.0, 0.20, "usual"),
        (-81.0, 0.20, "usual"),
        (81.5, 0.19, "notable"),
        (96.0, 0.05, "notable"),
        (-96.5, 0.04, "rare"),
        (101.0, 0.0, "rare"),
        (0.0, 1.0, "usual"),
    ],
)
def test_a_badge_at_and_beside_its_thresholds(relative, share, name):
    assert judge_change(HUNDRED, TOTAL, 2020, relative) == (name, share, 100)


def test_the_marks_are_the_largest_movements_so_called():
    row = badge_limits(HUNDRED).iloc[0]
    assert (row["year"], row["measure"], row["moves"]) == (2020, TOTAL, 100)
    assert (row["median"], row["usual_to"], row["notable_to"]) == (50.5, 81.0, 96.0)


def test_ties_count_as_at_least_as_large():
    same = made([0.1 + 0.2] * 100)  # 0.30000000000000004
    assert judge_change(same, TOTAL, 2020, 0.3).fraction == 1
    assert judge_change(same, TOTAL, 2020, 0.300001).fraction == 0


def test_too_few_movements_judge_nothing():
    few = HUNDRED.iloc[: MIN_CHANGES - 1]
    name, share, count = judge_change(few, TOTAL, 2020, 1.0)
    assert (name, count) == ("", 99) and np.isnan(share)
    assert (
        judge_changes(few)["badge"].eq("").all()
        and judge_changes(few)["fraction_as_large"].isna().all()
    )
    assert badge_limits(few)["usual_to"].isna().all()
    assert judge_change(HUNDRED, TOTAL, 2020, np.nan).name == ""


def test_only_the_measure_and_the_years_up_to_the_one_shown_judge():
    huge = SIZES + 1000
    others = [made(huge, 2021), made(huge, 2018), made(huge, 2020, "1")]
    table = pd.concat([HUNDRED, *others], ignore_index=True)
    assert judge_change(table, TOTAL, 2020, 97.0) == ("rare", 0.04, 100)
    assert judge_change(table, TOTAL, 2021, 97.0) == ("usual", 0.52, 200)
    assert judge_change(table, TOTAL, 2020, 97.0, since=2017) == ("usual", 0.52, 200)


def test_badges_are_the_badge_of_every_movement(moved):
    table = judge_changes(moved)
    assert len(table) == (moved["year"] >= 2019).sum()
    assert (
        table["year"].min() == 2019 and not table.duplicated(["year", "province", "measure"]).any()
    )
    some = table.sample(40, random_state=1)
    for row in some.itertuples():
        name, share, count = judge_change(moved, row.measure, row.year, row.relative)
        assert (row.badge, row.moves) == (name, count)
        assert row.fraction_as_large == share or (
            np.isnan(row.fraction_as_large) and np.isnan(share)
        )
    assert set(some["badge"]) > {"", "usual"}  # the sample holds known and unknown


def test_long_an_2023_moved_as_provinces_usually_do(moved):
    own = (
        judge_changes(moved)
        .query("province == '80' and year == 2023 and measure == @TOTAL")
        .iloc[0]
    )
    assert round(own["gain"], 2) == 1.02
    assert own["badge"] == "usual" and 0.45 < own["fraction_as_large"] < 0.55


def test_tay_ninh_2024_moved_as_provinces_rarely_do(moved):
    own = (
        judge_changes(moved)
        .query("province == '72' and year == 2024 and measure == @TOTAL")
        .iloc[0]
    )
    assert round(own["gain"], 2) == 8.11
    assert own["badge"] == "rare"


def test_held_out_years_get_the_badges_about_as_often_as_they_should(moved):
    for measure in (None, TOTAL):
        overall = backtest_badges(moved, measure).loc[ALL_YEARS]
        assert 0.70 <= overall["usual"] <= 0.90
        assert overall["rare"] < overall["notable"] < overall["usual"]
        assert overall[list(BADGES)].sum() == pytest.approx(1)


def test_held_out_badges_by_hand():
    after = made([50.0, -85.0, 90.0, 99.0], 2021)
    table = pd.concat([HUNDRED, after], ignore_index=True)
    result = backtest_badges(table, years=(2021,))
    assert result.loc[2021].to_dict() == {"n": 4, "usual": 0.25, "notable": 0.5, "rare": 0.25}
    assert result.loc[ALL_YEARS].to_dict() == result.loc[2021].to_dict()
    assert (
        ALL_YEARS not in backtest_badges(HUNDRED, years=(2020,)).index
    )  # nothing was known before


def test_the_range_holds_the_middle_four_fifths_of_where_provinces_went():
    table = made(np.zeros(100), end=np.arange(1, 101) / 100)
    # A tenth of the weight lies below 0.105, a tenth above 0.905: 5.75 and 45.75 of fifty.
    assert next_year_range(table, TOTAL, 2020, 0.5, 50) == RankRange(6, 46, 100.0)
    assert next_year_range(table, TOTAL, 2020, 0.5, 1000)[:2] == (96, 896)


def test_the_range_is_learnt_from_provinces_that_stood_near():
    table = pd.concat(
        [made(np.zeros(80), start=0.2, end=0.4), made(np.zeros(80), start=0.8, end=0.7)]
    )
    assert next_year_range(table, TOTAL, 2020, 0.2, 100)[:2] == (61, 61)
    assert next_year_range(table, TOTAL, 2020, 0.8, 100)[:2] == (31, 31)


def test_a_province_at_the_very_top_or_bottom_has_a_range_inside_the_table():
    top = made(np.zeros(100), start=1.0, end=1.0)
    assert next_year_range(top, TOTAL, 2020, 1.0, 61)[:2] == (1, 1)
    bottom = made(np.zeros(100), start=0.01, end=0.0)
    assert next_year_range(bottom, TOTAL, 2020, 0.01, 61)[:2] == (61, 61)


def test_no_range_where_too_little_has_arrived(moved):
    table = made(np.zeros(100))
    assert next_year_range(table.iloc[1:], TOTAL, 2020, 0.5, 61) is None
    assert next_year_range(table, TOTAL, 2019, 0.5, 61) is None
    assert next_year_range(table, "1", 2020, 0.5, 61) is None
    assert next_year_range(table, TOTAL, 2020, np.nan, 61) is None


def test_ranges_are_the_range_of_every_province(dataset, moved):
    standing = dataset.ranking(2023, TOTAL)
    table = next_year_ranges(moved, standing)
    assert len(table) == 61 and (table["best"] <= table["worst"]).all()
    assert table["best"].min() >= 1 and table["worst"].max() <= 61
    for row in standing.iloc[::12].itertuples():
        one = next_year_range(moved, TOTAL, 2023, row.percentile, row.scored)
        own = table[table["province"] == row.province].iloc[0]
        assert (own["best"], own["worst"]) == one[:2] and own["n"] == pytest.approx(one.n)
    assert next_year_ranges(moved, standing.iloc[:0]).empty


def test_provinces_return_towards_the_middle(dataset, moved):
    table = next_year_ranges(moved, dataset.ranking(2023, TOTAL)).set_index("rank")
    middle = (table["best"] + table["worst"]) / 2
    assert (middle.loc[:10] > middle.loc[:10].index).all()
    assert (middle.loc[52:] < middle.loc[52:].index).all()
    assert middle.loc[:10].mean() < middle.loc[52:].mean() - 15  # and yet where it stands matters


def test_tied_provinces_have_the_same_range(dataset, moved):
    standing = dataset.ranking(2023, TOTAL).head(20).copy()
    standing.iloc[5:7, standing.columns.get_indexer(["percentile", "rank"])] = [0.9, 6]
    tied = next_year_ranges(moved, standing).query("rank == 6")[["best", "worst", "n"]]
    assert len(tied) == 2 and len(tied.drop_duplicates()) == 1


def test_every_year_from_2018_has_ranges_and_from_2020_badges(dataset, moved):
    judged = judge_changes(moved)
    for year in range(2018, 2025):
        standing = dataset.ranking(year, TOTAL)
        assert len(next_year_ranges(moved, standing)) == len(standing)
        held = judged[(judged["year"] == year) & (judged["measure"] == TOTAL)]["badge"]
        assert (held != "").all() if year >= 2020 else (held == "").all()
        assert len(this_year_ranges(moved, standing)) == (len(standing) if year >= 2020 else 0)


def test_ranges_of_rank_hold_about_four_fifths_of_held_out_years(moved):
    result = backtest_ranges(moved)
    assert result.index.tolist() == [2021, 2022, 2023, 2024, ALL_YEARS]
    assert result.loc[ALL_YEARS, "n"] == 238
    assert 0.75 <= result.loc[ALL_YEARS, "coverage"] <= 0.85
    assert result.loc[ALL_YEARS, "width"] < 40  # all 61 ranks would cover everything


def test_ranges_of_other_measures_hold_on_average(moved):
    every = [backtest_ranges(moved, measure) for measure in moved["measure"].unique()]
    overall = pd.DataFrame([result.loc[ALL_YEARS] for result in every if len(result)])
    assert len(overall) > 30
    assert 0.75 <= np.average(overall["coverage"], weights=overall["n"]) <= 0.85


def test_coverage_by_hand():
    before = made(np.zeros(100), end=np.arange(1, 101) / 100)  # as above: ranks 6 to 46 of fifty
    ends = np.array([0.92, 0.90, 0.10, 0.08])  # ranks 5, 6, 46 and 47
    after = made(np.zeros(4), 2021, end=ends, scored=50)
    result = backtest_ranges(pd.concat([before, after], ignore_index=True), years=(2020, 2021))
    assert result.index.tolist() == [2021, ALL_YEARS]
    assert result.loc[ALL_YEARS].to_dict() == {"n": 4, "coverage": 0.5, "width": 40}
    assert backtest_ranges(before, years=(2020,)).empty


def test_later_years_change_nothing_said_of_an_earlier_one(dataset, moved):
    other = later_years_changed(moved, 2022)
    standing = dataset.ranking(2022, TOTAL)
    for ask in (
        lambda m: judge_changes(m).query("year <= 2022").reset_index(drop=True),
        lambda m: badge_limits(m).query("year <= 2022").reset_index(drop=True),
        lambda m: next_year_ranges(m, standing),
        lambda m: this_year_ranges(m, standing),
        lambda m: backtest_ranges(m, years=(2021, 2022)),
        lambda m: backtest_badges(m, years=(2021, 2022)),
    ):
        pd.testing.assert_frame_equal(ask(moved), ask(other))
    assert judge_change(moved, TOTAL, 2022, 3.0) == judge_change(other, TOTAL, 2022, 3.0)
    # The same change is seen as soon as it has arrived.
    later = dataset.ranking(2023, TOTAL)
    assert not next_year_ranges(moved, later).equals(next_year_ranges(other, later))
    assert judge_change(moved, TOTAL, 2023, 3.0) != judge_change(other, TOTAL, 2023, 3.0)


def test_a_forecast_year_does_not_teach_its_own_forecast(moved):
    own = moved["year"] == 2023
    # All of 2023 ends last: a forecast that had seen any of it would follow.
    fallen = moved.assign(
        end_percentile=moved["end_percentile"].mask(own, 0.0),
        relative=moved["relative"].mask(own, 99.0),
    )
    width = [
        backtest_ranges(table, years=(2023,)).loc[ALL_YEARS, "width"] for table in (moved, fallen)
    ]
    assert width[0] == width[1]
    assert backtest_badges(fallen, years=(2023,)).loc[ALL_YEARS, "rare"] == 1


# Every movement is the square root of two: a score may lie one point off.
STANDING = pd.DataFrame(
    {
        "year": 2020,
        "measure": TOTAL,
        "province": ["01", "02", "03", "04", "05", "06"],
        "score": [10.0, 9.5, 9.0, 8.0, 8.0, 5.0],
        "rank": [1, 2, 3, 4, 4, 6],
    }
)


def test_the_rank_with_the_score_one_wobble_off():
    even = made([np.sqrt(2)] * 100)
    assert score_uncertainty(even, TOTAL, 2020) == pytest.approx(1)
    table = this_year_ranges(even, STANDING).set_index("province")
    # Level with the score one point up or down shares its rank.
    assert table["best"].to_dict() == {"01": 1, "02": 1, "03": 1, "04": 3, "05": 3, "06": 6}
    assert table["worst"].to_dict() == {"01": 2, "02": 3, "03": 3, "04": 5, "05": 5, "06": 6}


def test_no_wobble_leaves_the_rank_alone_and_too_few_movements_give_none():
    table = this_year_ranges(made([0.0] * 100), STANDING)
    assert table["best"].tolist() == table["worst"].tolist() == STANDING["rank"].tolist()
    assert this_year_ranges(made([1.0] * 99), STANDING).empty
    assert np.isnan(score_uncertainty(made([1.0] * 99), TOTAL, 2020))


def test_the_published_rank_lies_in_its_range(dataset, moved):
    for year in (2020, 2023, 2024):
        table = this_year_ranges(moved, dataset.ranking(year, TOTAL))
        assert table["rank"].between(table["best"], table["worst"]).all()
        assert table["worst"].max() <= len(table) and table["best"].min() == 1
