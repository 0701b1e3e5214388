"""Parts of a change and causes of a change of rank: by hand and on real scores."""

import pandas as pd
import pytest

from lib.stats import decomposition
from lib.stats.ranking import (
    TOTAL,
    compute_positions,
    is_dimension,
    is_sub_dimension,
    measured_sub_dimensions,
)
from tests.stats.scores_by_hand import total_positions

# By hand: 2.2 takes the place of 2.3 in 2021.
SUBS = pd.DataFrame(
    {
        "code": ["1.1", "1.2", "2.1", "2.2", "2.3"],
        "dimension": ["1", "1", "2", "2", "2"],
        "year_from": [2020, 2020, 2020, 2021, 2020],
        "year_to": pd.array([None, None, None, None, 2020], dtype="Int64"),
    }
)
PROVINCES = pd.DataFrame({"code": ["01", "02", "03", "04"], "region": ["N", "N", "S", "S"]})
SCORES = {
    2020: {
        "01": {"1.1": 1.0, "1.2": 2.0, "2.1": 3.0, "2.3": 1.0},
        "03": {"1.1": 1.0, "1.2": 1.0, "2.1": 1.0, "2.3": 1.0},
        "04": {"1.1": 2.0, "1.2": 2.0, "2.1": 2.0, "2.3": 2.0},
    },
    2021: {  # 03 is missing, 04 lacks 2.2 and with it dimension 2 and the total
        "01": {"1.1": 1.5, "1.2": 1.0, "2.1": 2.0, "2.2": 4.0},
        "04": {"1.1": 3.0, "1.2": 3.0, "2.1": 3.0},
    },
    2022: {
        "01": {"1.1": 1.75, "1.2": 1.0, "2.1": 2.0, "2.2": 4.5},
        "03": {"1.1": 2.0, "1.2": 1.0, "2.1": 1.0, "2.2": 1.0},
        "04": {"1.1": 3.5, "1.2": 3.0, "2.1": 3.0, "2.2": 1.0},
    },
}
NO_BREAKS = pd.DataFrame({"sub_dimension": pd.Series(dtype=str), "year": pd.Series(dtype=int)})


def scores_frame(scores):
    """The table of {year: {province: {sub-dimension: score}}}."""
    rows = [
        (year, province, sub, score)
        for year, provinces in scores.items()
        for province, province_scores in provinces.items()
        for sub, score in province_scores.items()
    ]
    return pd.DataFrame(rows, columns=["year", "province", "sub_dimension", "score"])


def breaks_of(*pairs):
    return pd.DataFrame(pairs, columns=["sub_dimension", "year"])


BY_HAND = compute_positions(scores_frame(SCORES), SUBS, PROVINCES)
MEASURED = measured_sub_dimensions(SUBS, [2020, 2021, 2022])


def test_dimensions_of_a_change_of_the_total():
    table = decomposition.parts_of_change(BY_HAND, MEASURED, "01", 2021, breaks=NO_BREAKS)
    assert table.to_dict("list") == {
        "measure": ["1", "2"],
        "before": [3.0, 4.0],
        "after": [2.5, 6.0],
        "change": [-0.5, 2.0],
        "contribution": [-0.5, 2.0],
        "status": ["same", "redefined"],
    }


def test_what_is_new_or_gone_counts_in_full_but_has_no_change():
    table = decomposition.parts_of_change(BY_HAND, MEASURED, "01", 2021, "2", breaks=NO_BREAKS)
    table = table.set_index("measure")
    # 2.1 stays, but as a part of another whole.
    assert table["status"].to_dict() == {"2.1": "redefined", "2.2": "added", "2.3": "dropped"}
    assert table["contribution"].to_dict() == {"2.1": -1.0, "2.2": 4.0, "2.3": -1.0}
    assert table["change"].isna().to_dict() == {"2.1": False, "2.2": True, "2.3": True}
    assert pd.isna(table.loc["2.2", "before"]) and pd.isna(table.loc["2.3", "after"])


def test_a_break_redefines_the_sub_dimension_and_its_dimension_only():
    breaks = breaks_of(("1.2", 2022), ("2.3", 2022))  # 2.3 is no longer measured
    table = decomposition.decompose(BY_HAND, MEASURED, breaks, "01", 2022)
    assert table.set_index("measure")["status"].to_dict() == {
        "1": "redefined", "1.1": "same", "1.2": "redefined", "2": "same", "2.1": "same",
        "2.2": "same",
    }  # fmt: skip


def test_a_break_counts_when_it_lies_after_the_earlier_year():
    breaks = breaks_of(("1.1", 2021))
    one_year = decomposition.parts_of_change(BY_HAND, MEASURED, "01", 2022, "1", breaks=breaks)
    assert one_year["status"].tolist() == ["same", "same"]  # on 2021, where the break is over
    bridged = decomposition.parts_of_change(BY_HAND, MEASURED, "03", 2022, "1", breaks=breaks)
    assert bridged["status"].tolist() == ["redefined", "same"]  # on 2020
    assert bridged["before"].tolist() == [1.0, 1.0]


def test_a_year_without_a_total_is_bridged_at_both_levels():
    table = decomposition.decompose(BY_HAND, MEASURED, NO_BREAKS, "04", 2022).set_index("measure")
    # Dimension 1 was published in 2021, but the total compares with 2020.
    assert table.loc["1", ["before", "after", "change"]].tolist() == [4.0, 6.5, 2.5]
    assert table.loc["1.1", ["before", "after", "change"]].tolist() == [2.0, 3.5, 1.5]
    alone = decomposition.parts_of_change(BY_HAND, MEASURED, "04", 2022, "1", breaks=NO_BREAKS)
    assert alone["before"].tolist() == [3.0, 3.0]


def test_both_levels_come_in_the_official_order():
    table = decomposition.decompose(BY_HAND, MEASURED, NO_BREAKS, "01", 2021)
    assert table["measure"].tolist() == ["1", "1.1", "1.2", "2", "2.1", "2.2", "2.3"]
    assert table["dimension"].tolist() == ["1"] * 3 + ["2"] * 4


def test_a_dimension_in_place_of_another():
    subs = pd.DataFrame(
        {
            "code": ["1.1", "2.1", "3.1"],
            "dimension": ["1", "2", "3"],
            "year_from": [2020, 2020, 2021],
            "year_to": pd.array([None, 2020, None], dtype="Int64"),
        }
    )
    scores = {2020: {"01": {"1.1": 5.0, "2.1": 4.0}}, 2021: {"01": {"1.1": 5.5, "3.1": 7.0}}}
    table = compute_positions(scores_frame(scores), subs, PROVINCES)
    found = decomposition.parts_of_change(
        table, measured_sub_dimensions(subs, [2020, 2021]), "01", 2021, breaks=NO_BREAKS
    )
    assert found["status"].tolist() == ["same", "dropped", "added"]
    assert found["contribution"].tolist() == [0.5, -4.0, 7.0]


@pytest.mark.parametrize(
    ("province", "year"), [("01", 2020), ("04", 2021), ("03", 2021), ("02", 2022), ("01", 2030)]
)
def test_nothing_to_decompose_without_an_earlier_total(province, year):
    full = decomposition.decompose(BY_HAND, MEASURED, NO_BREAKS, "01", 2021)
    table = decomposition.decompose(BY_HAND, MEASURED, NO_BREAKS, province, year)
    assert table.empty and table.columns.equals(full.columns)
    one_level = decomposition.parts_of_change(BY_HAND, MEASURED, province, year, breaks=NO_BREAKS)
    assert one_level.empty and "contribution" in one_level
    assert decomposition.split_rank_change(BY_HAND, province, year) is None


def test_a_total_out_of_another_maximum_is_not_decomposed(dataset):
    args = (dataset.positions, dataset.measured_sub_dimensions, "80", 2018)
    assert decomposition.parts_of_change(*args, breaks=dataset.tables.breaks).empty
    assert len(decomposition.parts_of_change(*args, "3", breaks=dataset.tables.breaks)) == 4
    assert decomposition.split_rank_change(dataset.positions, "80", 2018) is None
    assert decomposition.split_rank_change(dataset.positions, "80", 2018, "3") is not None


def test_contributions_are_the_mean_of_both_orders():
    # Up one place had the other not changed, overtaken again as it did: half a place each.
    table = total_positions({2020: {"01": 5.0, "02": 5.5}, 2021: {"01": 6.0, "02": 6.5}})
    split = decomposition.split_rank_change(table, "01", 2021)
    assert split == decomposition.RankSplit(2, 2, 2, 0.5, -0.5, 1, 2)


def test_a_rank_that_only_the_others_moved():
    table = total_positions(
        {2020: {"01": 5.0, "02": 4.0, "03": 3.0}, 2021: {"01": 5.0, "02": 6, "03": 7}}
    )
    split = decomposition.split_rank_change(table, "01", 2021)
    assert (split.before, split.after, split.own_contribution, split.others_contribution) == (
        1,
        3,
        0,
        -2,
    )
    assert (split.rank_if_others_unchanged, split.rank_if_own_unchanged) == (1, 3)


def test_who_enters_or_leaves_moves_no_rank():
    table = total_positions(
        {2020: {"01": 5.0, "02": 4.0, "03": 9.0}, 2021: {"01": 5.0, "02": 6, "04": 9}}
    )
    split = decomposition.split_rank_change(table, "01", 2021)
    assert (split.before, split.after, split.compared) == (1, 2, 2)


def test_ties_share_the_best_of_the_counterfactual_ranks():
    table = total_positions(
        {2020: {"01": 5.0, "02": 6.0, "03": 7.0}, 2021: {"01": 6.0, "02": 5, "03": 7}}
    )
    split = decomposition.split_rank_change(table, "01", 2021)
    assert split.rank_if_others_unchanged == 2  # level with 02's old score
    assert split.rank_if_own_unchanged == 2  # level with 02's new score


@pytest.mark.parametrize(
    ("measure", "first", "last", "same"),
    [
        (TOTAL, 2017, 2018, False),
        (TOTAL, 2011, 2017, True),
        (TOTAL, 2018, 2024, True),
        (TOTAL, 2024, 2025, False),
        (TOTAL, 2025, 2026, False),
        ("5", 2020, 2021, False),
        ("5", 2021, 2024, True),
        ("5", 2020, 2020, True),
        ("1", 2018, 2019, False),  # 1.1 breaks in 2019
        ("1", 2019, 2021, True),
        ("6", 2017, 2022, False),  # 6.4 breaks in between
        ("7", 2017, 2018, False),
        ("1.1", 2018, 2019, False),
        ("1.1", 2019, 2018, False),
        ("1.2", 2018, 2019, True),
        ("1.1", 2019, 2021, True),
        ("1.1", 2020, 2024, False),
        ("5.2", 2019, 2020, True),
        ("5.2", 2020, 2021, False),
        ("8.3", 2018, 2019, False),
        ("7.1", 2016, 2017, False),
    ],
)
def test_measures_that_are_comparable_in_two_years(dataset, measure, first, last, same):
    args = (dataset.positions, dataset.measured_sub_dimensions, dataset.tables.breaks)
    assert decomposition.is_comparable(*args, measure, first, last) is same


# Real scores; whole loops over them read only the columns they need.
READ = ["year", "province", "measure", "score", "prev_year", "change"]


def test_long_an_2023_by_dimension(dataset):
    table = decomposition.parts_of_change(
        dataset.positions, dataset.measured_sub_dimensions, "80", 2023, breaks=dataset.tables.breaks
    ).set_index("measure")
    assert table["contribution"].sum() == pytest.approx(1.023715, abs=1e-5)
    assert table["contribution"].idxmax() == "8" and table["contribution"].idxmin() == "1"
    assert table.loc["8", "change"] == pytest.approx(0.685904)
    assert set(table["status"]) == {"same"}


@pytest.fixture(scope="module")
def by_province(dataset):
    return {str(code): part for code, part in dataset.positions[READ].groupby("province")}


@pytest.mark.slow
def test_contributions_add_up_everywhere(dataset, by_province):
    rows = dataset.positions
    expected = rows[(rows["measure"] == TOTAL) & rows["prev_year"].notna()]
    expected = expected.set_index(["year", "province"])["change"]
    found = {
        (year, province): decomposition.decompose(
            by_province[province],
            dataset.measured_sub_dimensions,
            dataset.tables.breaks,
            province,
            year,
        )
        for year, province in expected.index
    }
    found = pd.concat(found, names=["year", "province"])
    dims = found[is_dimension(found["measure"])].set_index("dimension", append=True)
    subs = found[is_sub_dimension(found["measure"])]
    sums = dims.groupby(["year", "province"])["contribution"].sum()
    assert len(sums) == len(expected) > 700
    assert ((sums - expected).abs() < 0.005).all()
    by_dim = subs.groupby(["year", "province", "dimension"])["contribution"].sum()
    assert len(by_dim) == len(dims) == sum(len(dataset.dimensions(y)) for y, _ in expected.index)
    assert ((by_dim - dims["contribution"].droplevel(2)).abs() < 0.005).all()


@pytest.mark.slow
def test_contributions_add_up_where_only_the_dimension_compares(dataset, by_province):
    rows = dataset.positions
    dims = rows[rows["measure"].str.fullmatch(r"\d") & rows["prev_year"].notna()]
    total = rows.loc[rows["measure"] == TOTAL, ["year", "province", "prev_year"]]
    dims = dims.merge(total, on=["year", "province"], how="left", suffixes=("", "_total"))
    dims = dims[(dims["prev_year"] != dims["prev_year_total"]).fillna(True)]
    # Of the year of the new scale only the dimensions that were rebuilt.
    dims = dims[(dims["year"] != 2018) | dims["measure"].isin(["2", "3"])]
    assert {2018, 2022, 2023} <= set(dims["year"])
    for row in dims.itertuples():
        positions = by_province[row.province]
        found = decomposition.parts_of_change(
            positions,
            dataset.measured_sub_dimensions,
            row.province,
            row.year,
            row.measure,
            breaks=dataset.tables.breaks,
        )
        assert abs(found["contribution"].sum() - row.change) < 0.005, row


@pytest.mark.slow
def test_parts_with_status_same_are_comparable(dataset, by_province):
    positions = by_province["80"]  # published in every year
    for year in dataset.years[1:]:
        for dimension in dataset.dimensions(year - 1):
            found = decomposition.parts_of_change(
                positions,
                dataset.measured_sub_dimensions,
                "80",
                year,
                dimension,
                breaks=dataset.tables.breaks,
            )
            for row in found.itertuples():
                same = decomposition.is_comparable(
                    positions,
                    dataset.measured_sub_dimensions,
                    dataset.tables.breaks,
                    row.measure,
                    year - 1,
                    year,
                )
                assert same == (row.status == "same"), (year, row)


@pytest.mark.slow
def test_own_and_others_make_up_every_change_of_rank(dataset):
    rows = dataset.positions.loc[dataset.positions["measure"] == TOTAL, READ]
    scores = rows.pivot(index="province", columns="year", values="score")
    for (year, first), table in rows.dropna(subset="prev_year").groupby(["year", "prev_year"]):
        both = scores[[first, year]].dropna().rank(method="min", ascending=False)
        for province in table["province"]:
            split = decomposition.split_rank_change(rows, province, year)
            assert (split.before, split.after) == tuple(both.loc[province])
            assert split.own_contribution + split.others_contribution == split.before - split.after
            assert split.compared == len(both)


def test_long_an_rose_by_itself_in_2023_and_against_the_others_in_2024(dataset):
    split = decomposition.split_rank_change(dataset.positions, "80", 2023)
    assert (split.compared, split.before, split.after) == (59, 55, 44)
    assert (split.own_contribution, split.others_contribution) == (11, 0)
    split = decomposition.split_rank_change(dataset.positions, "80", 2024)
    assert (split.own_contribution, split.others_contribution) == (12, -10)
