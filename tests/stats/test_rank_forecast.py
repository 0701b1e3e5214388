"""Ranges of rank, this year's and next year's: by hand, and back-tested on the real changes."""

import numpy as np
import pandas as pd
import pytest

from lib.stats.backtest import ALL_YEARS
from lib.stats.rank_forecast import RankRange, backtest_ranges, next_year_range, this_year_ranges
from lib.stats.ranking import TOTAL
from tests.stats.changes_by_hand import make_changes, with_other_future


def next_year_ranges(yearly_changes, ranking):
    """The range of every province of a ranking, with its rank."""
    rows = []
    for row in ranking.itertuples():
        found = next_year_range(yearly_changes, row.measure, row.year, row.percentile, row.scored)
        rows.append((row.province, row.rank, *found))
    return pd.DataFrame(rows, columns=["province", "rank", "best", "worst", "n"])


def test_range_holds_the_middle_four_fifths_of_where_provinces_ended():
    table = make_changes(np.zeros(100), end=np.arange(1, 101) / 100)
    # A tenth of the weight lies below 0.105, a tenth above 0.905: 5.75 and 45.75 of fifty.
    assert next_year_range(table, TOTAL, 2020, 0.5, 50) == RankRange(6, 46, 100.0)
    assert next_year_range(table, TOTAL, 2020, 0.5, 1000)[:2] == (96, 896)


def test_range_is_learnt_from_provinces_that_started_near():
    low, high = (
        make_changes(np.zeros(80), start=start, end=end) for start, end in ((0.2, 0.4), (0.8, 0.7))
    )
    table = pd.concat([low, high])
    assert next_year_range(table, TOTAL, 2020, 0.2, 100)[:2] == (61, 61)
    assert next_year_range(table, TOTAL, 2020, 0.8, 100)[:2] == (31, 31)


def test_range_stays_inside_the_ranking_at_the_very_top_and_bottom():
    top = make_changes(np.zeros(100), start=1.0, end=1.0)
    assert next_year_range(top, TOTAL, 2020, 1.0, 61)[:2] == (1, 1)
    bottom = make_changes(np.zeros(100), start=0.01, end=0.0)
    assert next_year_range(bottom, TOTAL, 2020, 0.01, 61)[:2] == (61, 61)


def test_no_range_from_too_few_changes():
    table = make_changes(np.zeros(100))
    assert next_year_range(table.iloc[1:], TOTAL, 2020, 0.5, 61) is None
    assert next_year_range(table, TOTAL, 2019, 0.5, 61) is None
    assert next_year_range(table, "1", 2020, 0.5, 61) is None
    assert next_year_range(table, TOTAL, 2020, np.nan, 61) is None


@pytest.mark.parametrize("year", range(2018, 2025))
def test_every_province_has_a_range_from_2018_on(dataset, yearly_changes, year):
    ranking = dataset.ranking(year, TOTAL)
    table = next_year_ranges(yearly_changes, ranking)
    assert (table["best"] <= table["worst"]).all()
    assert table["best"].min() >= 1 and table["worst"].max() <= len(ranking)
    has_uncertainty = year >= 2020
    this_year = this_year_ranges(yearly_changes, ranking)
    assert len(this_year) == (len(ranking) if has_uncertainty else 0)


def test_provinces_return_towards_the_middle(dataset, yearly_changes):
    table = next_year_ranges(yearly_changes, dataset.ranking(2023, TOTAL)).set_index("rank")
    middle = (table["best"] + table["worst"]) / 2
    assert (middle.loc[:10] > middle.loc[:10].index).all()
    assert (middle.loc[52:] < middle.loc[52:].index).all()
    assert middle.loc[:10].mean() < middle.loc[52:].mean() - 15  # and yet where it starts matters


def test_ranges_hold_about_four_fifths_of_held_out_years(yearly_changes):
    result = backtest_ranges(yearly_changes)
    assert result.index.tolist() == [2021, 2022, 2023, 2024, ALL_YEARS]
    assert result.loc[ALL_YEARS, "n"] == 238
    assert 0.75 <= result.loc[ALL_YEARS, "coverage"] <= 0.85
    assert result.loc[ALL_YEARS, "width"] < 40  # all 61 ranks would cover everything


@pytest.mark.slow
def test_ranges_of_other_measures_hold_on_average(yearly_changes):
    measures = yearly_changes["measure"].unique()
    results = [backtest_ranges(yearly_changes, measure) for measure in measures]
    overall = pd.DataFrame([result.loc[ALL_YEARS] for result in results if len(result)])
    assert len(overall) > 30
    assert 0.75 <= np.average(overall["coverage"], weights=overall["n"]) <= 0.85


def test_coverage_by_hand():
    before = make_changes(np.zeros(100), end=np.arange(1, 101) / 100)  # ranks 6 to 46 of fifty
    ends = np.array([0.92, 0.90, 0.10, 0.08])  # ranks 5, 6, 46 and 47
    after = make_changes(np.zeros(4), 2021, end=ends, scored=50)
    table = pd.concat([before, after], ignore_index=True)
    result = backtest_ranges(table, years=(2020, 2021))
    assert result.index.tolist() == [2021, ALL_YEARS]
    assert result.loc[ALL_YEARS].to_dict() == {"n": 4, "coverage": 0.5, "width": 40}
    assert backtest_ranges(before, years=(2020,)).empty


def test_later_years_change_no_range_of_an_earlier_one(dataset, yearly_changes):
    other = with_other_future(yearly_changes, 2022)
    ranking = dataset.ranking(2022, TOTAL)
    for statistic in (
        lambda changes: next_year_ranges(changes, ranking),
        lambda changes: this_year_ranges(changes, ranking),
        lambda changes: backtest_ranges(changes, years=(2021, 2022)),
    ):
        pd.testing.assert_frame_equal(statistic(yearly_changes), statistic(other))
    # They count from their own year on.
    later = dataset.ranking(2023, TOTAL)
    assert not next_year_ranges(yearly_changes, later).equals(next_year_ranges(other, later))


def test_held_out_year_does_not_forecast_itself(yearly_changes):
    # All of 2023 ends last: a forecast that used any of it would follow.
    of_2023 = yearly_changes["year"] == 2023
    ends = yearly_changes["end_percentile"].mask(of_2023, 0.0)
    fallen = yearly_changes.assign(end_percentile=ends)
    width, fallen_width = (
        backtest_ranges(changes, years=(2023,)).loc[ALL_YEARS, "width"]
        for changes in (yearly_changes, fallen)
    )
    assert width == fallen_width


# Every change is the square root of two: a score may lie one point off.
RANKING = pd.DataFrame(
    {
        "year": 2020,
        "measure": TOTAL,
        "province": ["01", "02", "03", "04", "05", "06"],
        "score": [10.0, 9.5, 9.0, 8.0, 8.0, 5.0],
        "rank": [1, 2, 3, 4, 4, 6],
    }
)


def test_rank_with_the_score_off_by_its_uncertainty():
    table = this_year_ranges(make_changes([np.sqrt(2)] * 100), RANKING).set_index("province")
    # Level with the score one point up or down shares its rank.
    assert table["best"].to_dict() == {"01": 1, "02": 1, "03": 1, "04": 3, "05": 3, "06": 6}
    assert table["worst"].to_dict() == {"01": 2, "02": 3, "03": 3, "04": 5, "05": 5, "06": 6}


def test_without_uncertainty_the_range_is_the_rank():
    table = this_year_ranges(make_changes([0.0] * 100), RANKING)
    assert table["best"].tolist() == table["worst"].tolist() == RANKING["rank"].tolist()


def test_no_uncertainty_from_too_few_changes():
    assert this_year_ranges(make_changes([1.0] * 99), RANKING).empty
    assert this_year_ranges(make_changes([1.0] * 100), RANKING.iloc[:0]).empty


@pytest.mark.parametrize("year", [2020, 2023, 2024])
def test_published_rank_lies_in_its_range(dataset, yearly_changes, year):
    table = this_year_ranges(yearly_changes, dataset.ranking(year, TOTAL))
    assert table["rank"].between(table["best"], table["worst"]).all()
    assert table["worst"].max() <= len(table) and table["best"].min() == 1
