"""A member that was not published: from its last gap, only where the measure is the same."""

import pandas as pd
import pytest

from lib.stats.successors.imputation import backtest_imputation, impute_members

MERGERS = pd.DataFrame({"province": ["10", "11", "30"], "successor": ["11", "11", "30"]})
NO_BREAKS = pd.DataFrame({"sub_dimension": pd.Series(dtype=str), "year": pd.Series(dtype=int)})


def positions(*rows):
    columns = ["year", "province", "measure", "score", "q50", "era"]
    table = pd.DataFrame(rows, columns=columns)
    return table.assign(gap_q50=table["score"] - table["q50"])


def test_six_tenths_of_the_last_gap_on_the_median_of_the_year():
    table = positions(
        (2022, "10", "total", 43.0, 40.0, 0),
        (2022, "11", "total", 41.0, 40.0, 0),
        (2022, "30", "total", 40.0, 40.0, 0),
        (2023, "11", "total", 43.0, 42.0, 0),
    )
    found = impute_members(table, MERGERS, NO_BREAKS)
    assert found.to_dict("records") == [
        {"year": 2023, "province": "10", "measure": "total", "score": 43.8}
    ]  # 30 was not merged: nothing of it is published, so nothing is imputed


@pytest.mark.parametrize(
    ("measure", "era", "broken"), [("total", 1, False), ("5.1", 0, True), ("5", 0, True)]
)
def test_nothing_is_imputed_across_a_change_of_the_measure(measure, era, broken):
    breaks = pd.DataFrame({"sub_dimension": ["5.1"], "year": [2023]}) if broken else NO_BREAKS
    rows = [(2022, "10", measure, 4.0, 3.0, 0), (2023, "11", measure, 4.0, 3.0, era)]
    assert impute_members(positions(*rows), MERGERS, breaks).empty


def test_a_gap_of_two_years_ago_is_too_old():
    rows = [(2021, "10", "total", 43.0, 40.0, 0), (2023, "11", "total", 43.0, 42.0, 0)]
    assert impute_members(positions(*rows), MERGERS, NO_BREAKS).empty


def test_the_members_missing_in_2023_and_2024_are_imputed(dataset):
    table = dataset.estimated_34.positions_of_measure("total")
    recent = table[(table["year"] >= 2019) & (table["imputed"] != "")]
    found = {(int(r.year), r.province): r.imputed for r in recent.itertuples()}
    assert found == {(2023, "79"): "74", (2024, "25"): "26", (2024, "82"): "82"}
    own = dataset.estimated_34.position(2024, "total", "82")
    before = dataset.position(2023, "total", "82")["gap_q50"]  # Tiền Giang
    now = dataset.position(2024, "total", "87")  # Đồng Tháp
    imputed = now["q50"] + 0.6 * before
    shares = 1600.0 / 3372.5, 1772.5 / 3372.5
    assert own["score"] == pytest.approx(shares[0] * now["score"] + shares[1] * imputed, abs=1e-5)


def test_imputing_is_nearer_than_leaving_out(dataset):
    tables = dataset.tables
    for weights, limits in ((None, (0.84, 1.22, 0.65, 0.91)), (tables.weights, None)):
        cases = backtest_imputation(dataset.positions, tables.mergers, weights, 2018)
        assert cases.groupby("members").size().to_dict() == {2: 195, 3: 101}
        errors = cases[["imputed", "left_out"]].abs().groupby(cases["members"]).quantile(0.8)
        assert (errors["imputed"] < 0.75 * errors["left_out"]).all()
        if limits:
            assert errors.stack().round(2).tolist() == list(limits)
