"""Movers, a province's years, gaps to the median and eras: by hand and on real scores."""

import pandas as pd
import pytest

from lib.stats import history
from lib.stats.ranking import TOTAL
from tests.stats.scores_by_hand import total_positions


def test_movers_are_scored_in_both_years_the_largest_rise_first():
    table = total_positions(
        {
            2020: {"01": 5.0, "02": 4.0, "03": 9.0, "04": 8.0},
            2022: {"01": 6.0, "02": 5.0, "04": 10.0},
        }
    )
    found = history.rank_movers(table, 2020, 2022)
    assert found.to_dict("list") == {
        "province": ["04", "01", "02"],  # 01 and 02 rose alike
        "before": [8.0, 5.0, 4.0],
        "after": [10.0, 6.0, 5.0],
        "change": [2.0, 1.0, 1.0],
        "before_rank": [2, 3, 4],
        "after_rank": [1, 2, 3],
        "change_rank": [1, 1, 1],
    }


def test_movers_of_totals_only_within_one_maximum(dataset):
    assert history.rank_movers(dataset.positions, 2017, 2018).empty
    assert len(history.rank_movers(dataset.positions, 2011, 2017)) == 63
    assert len(history.rank_movers(dataset.positions, 2017, 2018, "1")) > 55
    assert len(history.rank_movers(dataset.positions, 2017, 2018, "1.1")) > 55


def test_history_in_every_published_year_with_the_median():
    table = total_positions({2022: {"01": 6.0, "02": 4.0, "03": 1.0}, 2020: {"01": 5.0, "02": 8.0}})
    assert history.province_history(table.iloc[::-1], "01").to_dict("list") == {
        "year": [2020, 2022],
        "score": [5.0, 6.0],
        "rank": [2, 1],
        "scored": [2, 3],
        "group": [4, 1],
        "median": [6.5, 4.0],
        "gap": [-1.5, 2.0],
        "percentile": [0.5, 1.0],
        "era": [0, 0],
    }
    assert history.province_history(table, "03")["year"].tolist() == [2022]
    assert history.province_history(table, "04").empty


def test_gaps_to_the_median_beside_those_of_the_thresholds():
    table = total_positions(
        {
            2021: {"01": 4.0, "02": 2.0},
            2020: {"01": 1.0, "02": 2.0, "03": 4.0, "04": 9.0},
        }
    )
    found = history.median_gap_history(table, ["02", "01"], TOTAL)
    # Thresholds of 2020: 1.75, 3, 5.25; of 2021: 2.5, 3, 3.5.
    assert found.to_dict("list") == {
        "year": [2020, 2020, 2021, 2021],
        "province": ["01", "02", "01", "02"],
        "score": [1.0, 2.0, 4.0, 2.0],
        "rank": [4, 3, 1, 2],
        "scored": [4, 4, 2, 2],
        "percentile": [0.25, 0.5, 1.0, 0.5],
        "gap": [-2.0, -1.0, 1.0, -1.0],
        "q25_gap": [-1.25, -1.25, -0.5, -0.5],
        "q75_gap": [2.25, 2.25, 0.5, 0.5],
        "era": [0, 0, 0, 0],
    }


def test_long_an_over_the_years(dataset):
    table = history.province_history(dataset.positions, "80").set_index("year")
    assert table.index.tolist() == dataset.years
    assert table.loc[[2011, 2013, 2022, 2023, 2024], "rank"].tolist() == [3, 3, 57, 46, 45]
    assert table["era"].tolist() == [0] * 7 + [1] * 7
    assert table["gap"].to_numpy() == pytest.approx((table["score"] - table["median"]).to_numpy())
    assert 2023 not in history.province_history(dataset.positions, "74")["year"].tolist()


def test_tay_ninh_rose_most_in_2024(dataset):
    first = history.rank_movers(dataset.positions, 2023, 2024).iloc[0]
    assert first["province"] == "72"
    assert first["change"] == pytest.approx(8.11, abs=0.005)
    assert (first["before_rank"], first["after_rank"], first["change_rank"]) == (60, 2, 58)


def test_first_year_of_every_era(dataset):
    assert history.era_starts(dataset.positions) == [2011, 2018]
    assert history.era_starts(dataset.positions, "5") == [2011, 2021]  # 5.2 was dropped
    assert history.era_starts(dataset.positions, "7") == [2018]


def test_eras_of_some_provinces_begin_in_the_first_year_of_any():
    positions = total_positions({2020: {"01": 5.0}, 2021: {"01": 5.0, "02": 4.0}})
    positions["era"] = (positions["year"] > 2019).astype(int)
    before = positions.assign(year=positions["year"] - 5, era=0).query("province == '01'")
    positions = pd.concat([before, positions])
    assert history.era_starts(positions) == [2015, 2020]
    assert history.era_starts(positions, TOTAL, ["02"]) == [2020]  # itself published from 2021 on
    assert history.era_starts(positions, TOTAL, ["02", "01"]) == [2015, 2020]
    assert history.era_starts(positions, TOTAL, ["03"]) == []
