"""Totals, ranks, groups, gaps and changes: on published numbers and on frames made by hand."""

import numpy as np
import pandas as pd
import pytest

from lib.stats.ranking import (
    TOTAL,
    add_positions,
    compute_positions,
    measured_sub_dimensions,
    scores_by_measure,
)


def row(dataset, year, province, measure=TOTAL):
    found = dataset.position(year, measure, province)
    assert found is not None
    return found


# Printed elsewhere: the article of 12 June 2024 and press reports of the launches.
def test_long_an_2023_as_published(dataset):
    own = row(dataset, 2023, "80")
    assert round(own["score"], 2) == 40.83
    assert (own["rank"], own["scored"], own["group"]) == (46, 61, 3)
    assert (own["region_rank"], own["region_scored"]) == (7, 13)
    assert (own["prev_year"], own["prev_rank"], own["change_rank"]) == (2022, 57, 11)
    assert round(own["change"], 4) == 1.0237  # +1.03 in the article is 40.83 - 39.80, both cut off


def test_long_an_2023_lies_exactly_on_the_lower_threshold(dataset):
    own = row(dataset, 2023, "80")
    assert own["near"] == "q25" and own["on_threshold"]
    assert own["gap_q25"] == 0
    assert round(own["to_next"], 2) == 1.49


@pytest.mark.parametrize(
    ("year", "province", "measure", "published"),
    [
        (2023, "46", TOTAL, 46.0415),
        (2023, "46", "1", 5.3435),
        # Printed as 5.8366, with which the eight dimensions would not add up to the printed total.
        (2023, "46", "2", 5.8356),
        (2023, "46", "3", 4.3688),
        (2023, "46", "4", 7.5740),
        (2023, "46", "6", 8.3041),
        (2023, "01", TOTAL, 43.9603),
        (2023, "79", TOTAL, 41.7754),
        (2024, "22", TOTAL, 47.8212),
        (2020, "22", TOTAL, 48.8114),
    ],
)
def test_scores_that_the_press_printed(dataset, year, province, measure, published):
    assert row(dataset, year, province, measure)["score"] == pytest.approx(published, abs=6e-5)


def test_2023_median_lowest_and_coverage(dataset):
    table = dataset.ranking(2023, TOTAL)
    assert len(table) == 61
    assert table["q50"].iloc[0] == pytest.approx(42.3265, abs=5e-5)
    assert table["mean"].iloc[0] == pytest.approx(42.4212, abs=5e-5)
    lowest = table.iloc[-1]
    assert lowest["province"] == "67" and round(lowest["score"], 2) == 38.97
    assert dataset.unscored_provinces(2023, TOTAL) == ["22", "74"]


def test_quartile_rule_gives_the_printed_group_sizes(dataset):
    sizes = dataset.ranking(2019, TOTAL)["group"].value_counts().sort_index().tolist()
    assert sizes == [16, 16, 15, 16]


def test_ranks_of_long_an_by_dimension(dataset):
    profile = dataset.dimension_positions(2023, "80").set_index("measure")
    assert profile["rank"].to_dict() == {
        "1": 47, "2": 43, "3": 59, "4": 34, "5": 30, "6": 61, "7": 34, "8": 9,
    }  # fmt: skip


def test_no_change_of_totals_across_the_new_scale(dataset):
    first = row(dataset, 2018, "80")
    assert (
        pd.isna(first["change"]) and pd.isna(first["change_rank"]) and pd.isna(first["prev_year"])
    )
    assert (first["max_score"], row(dataset, 2017, "80")["max_score"]) == (80, 60)
    assert first["era"] == 1 and row(dataset, 2017, "80")["era"] == 0


def test_a_gap_year_is_bridged_and_named(dataset):
    after = row(dataset, 2024, "74")  # Bình Dương was not published in 2023
    assert after["prev_year"] == 2022
    assert after["change"] == pytest.approx(after["score"] - row(dataset, 2022, "74")["score"])


def test_changed_content_is_flagged(dataset):
    assert row(dataset, 2021, "80", "5")["redefined"]  # 5.2 was dropped
    assert not row(dataset, 2022, "80", "5")["redefined"]


def test_partial_provinces_have_no_total(dataset):
    for year, province in ((2018, "22"), (2018, "87"), (2022, "24"), (2022, "27")):
        assert dataset.position(year, TOTAL, province) is None
        assert not dataset.positions_of_year(year).query("province == @province").empty


def test_2011_to_2017_has_six_dimensions_out_of_sixty(dataset):
    assert dataset.dimensions(2017) == list("123456")
    assert dataset.max_score(2017) == 60
    assert dataset.dimensions(2018) == list("12345678")


# By hand: two dimensions of two sub-dimensions, five provinces.
SUBS = pd.DataFrame(
    {
        "code": ["1.1", "1.2", "2.1", "2.2"],
        "dimension": ["1", "1", "2", "2"],
        "year_from": [2020, 2020, 2020, 2021],
        "year_to": pd.array([None, None, None, None], dtype="Int64"),
    }
)
PROVINCES = pd.DataFrame(
    {"code": ["01", "02", "03", "04", "05"], "region": ["N", "N", "N", "S", "S"]}
)


def scores(year, table):
    return pd.DataFrame(
        [(year, p, s, v) for p, values in table.items() for s, v in values.items()],
        columns=["year", "province", "sub_dimension", "score"],
    )


def by_hand(table, year=2021):
    return compute_positions(scores(year, table), SUBS, PROVINCES).set_index(
        ["measure", "province"]
    )


FULL = {"1.1": 1.0, "1.2": 1.0, "2.1": 1.0, "2.2": 1.0}


def test_ties_share_the_best_rank():
    table = by_hand({"01": FULL | {"1.1": 2.0}, "02": FULL, "03": FULL, "04": FULL | {"1.1": 0.5}})
    assert table.loc[TOTAL]["rank"].to_dict() == {"01": 1, "02": 2, "03": 2, "04": 4}
    assert table.loc[(TOTAL, "02"), "percentile"] == 0.75  # three of four are at or below


def test_a_missing_sub_dimension_takes_away_its_dimension_and_the_total_only():
    broken = {k: v for k, v in FULL.items() if k != "2.2"}
    table = by_hand({"01": FULL, "02": broken})
    assert ("1", "02") in table.index and ("2.1", "02") in table.index
    assert ("2", "02") not in table.index and (TOTAL, "02") not in table.index
    assert table.loc[(TOTAL, "01"), "scored"] == 1


def test_a_sub_dimension_not_yet_measured_is_not_missed():
    year_one = {k: v for k, v in FULL.items() if k != "2.2"}
    table = compute_positions(scores(2020, {"01": year_one}), SUBS, PROVINCES)
    assert table.query("measure == @TOTAL")["score"].tolist() == [3.0]


def test_group_gaps_and_flags_around_a_threshold():
    long = pd.DataFrame(
        {
            "year": 2021,
            "measure": TOTAL,
            "province": ["01", "02", "03", "04", "05"],
            "score": [10.0, 9.0, 8.04, 8.0, 1.0],
        }
    )
    table = add_positions(long, PROVINCES).set_index("province")
    # Thresholds of five values are the values themselves: 8.0, 8.04, 9.0.
    assert table["group"].to_dict() == {"01": 1, "02": 1, "03": 2, "04": 3, "05": 4}
    assert table["on_threshold"].to_dict() == {
        "01": False, "02": True, "03": True, "04": True, "05": False,
    }  # fmt: skip
    assert table.loc["04", "near"] == "q25"
    assert table.loc["05", "to_next"] == pytest.approx(7.0)
    assert np.isnan(table.loc["01", "to_next"])
    assert table["region_rank"].to_dict() == {"01": 1, "02": 2, "03": 3, "04": 1, "05": 2}


@pytest.mark.parametrize(("gap", "near"), [(0.05, "q50"), (0.051, "")])
def test_near_means_within_five_hundredths(gap, near):
    long = pd.DataFrame(
        {
            "year": 2021,
            "measure": TOTAL,
            "province": ["01", "02", "03", "04"],
            "score": [20.0, 10.0 + gap, 10.0 - gap, 0.0],
        }
    )
    table = add_positions(long, PROVINCES).set_index("province")
    assert table.loc["02", "near"] == near
    assert not table.loc["02", "on_threshold"]


def test_dimension_is_the_sum_of_its_sub_dimensions_everywhere(dataset):
    measured = measured_sub_dimensions(dataset.tables.sub_dimensions, dataset.years)
    long = scores_by_measure(dataset.tables.scores, measured)
    subs = dataset.tables.scores.merge(measured, on=["year", "sub_dimension"])
    sums = subs.groupby(["year", "province", "dimension"])["score"].sum()
    dims = long[long["measure"].str.fullmatch(r"\d")].set_index(["year", "province", "measure"])
    assert np.allclose(dims["score"], sums.loc[dims.index.tolist()], atol=1e-6)
