"""Ranks and groups were the unpublished provinces in the table too."""

import pandas as pd
import pytest

from lib.stats.forecasts.unpublished import groups_of_ranks, printed_groups, rank_bounds
from lib.stats.ranking import TOTAL, group_sizes


def bounds(dataset, year):
    return rank_bounds(dataset.ranking(year, TOTAL), len(dataset.provinces)).set_index("province")


def test_all_may_be_below_or_above():
    table = pd.DataFrame({"province": list("abc"), "rank": [1, 2, 3], "group": [1, 2, 4]})
    out = rank_bounds(table, 5)  # groups of 2, 1, 1 and 1
    assert out["worst_rank"].tolist() == [3, 4, 5]
    assert out["best_group"].tolist() == [1, 1, 2]
    assert out["worst_group"].tolist() == [2, 3, 4]
    assert (out["absent"] == 2).all()
    with pytest.raises(ValueError, match="more than 2"):
        rank_bounds(table, 2)


def test_the_rule_gives_the_groups_that_the_producer_prints(dataset):
    counts = dataset.tables.group_counts
    for year in (2017, 2019):  # all 63 published
        printed = counts[counts["year"] == year].sort_values("group")["provinces"]
        assert group_sizes(63).tolist() == printed.tolist() == [16, 16, 15, 16]


@pytest.mark.parametrize("year", range(2011, 2025))
def test_the_sizes_are_those_of_the_groups_shown(dataset, year):
    table = dataset.ranking(year, TOTAL)
    shown = table.groupby("group").size()
    assert shown.tolist() == group_sizes(len(table)).tolist()


def test_long_an_2023_may_be_48th_and_in_the_lowest_group(dataset):
    own = bounds(dataset, 2023).loc["80"]
    assert own[["rank", "worst_rank", "absent"]].tolist() == [46, 48, 2]
    assert own[["group", "best_group", "worst_group"]].tolist() == [3, 3, 4]


@pytest.mark.parametrize("year", range(2011, 2025))
def test_what_is_shown_lies_within_the_bounds(dataset, year):
    out = bounds(dataset, year)
    assert (out["worst_group"] >= out["group"]).all()
    assert (out["best_group"] <= out["group"]).all()
    assert (out["worst_rank"] - out["rank"] == 63 - len(out)).all()
    if len(out) == 63:
        assert (out["worst_group"] == out["best_group"]).all()


@pytest.mark.parametrize(
    ("year", "ranks"), [(2021, []), (2022, [32, 47]), (2023, [16, 31, 46]), (2024, [16, 31, 46])]
)
def test_provinces_whose_printed_group_is_another(dataset, year, ranks):
    table = dataset.ranking(year, TOTAL)
    printed = printed_groups(table, dataset.tables.group_counts, year)
    assert sorted(table.loc[printed != table["group"], "rank"]) == ranks
    # What was printed is always among what the unpublished provinces leave open.
    out = rank_bounds(table, 63)
    printed = printed.reset_index(drop=True)
    assert (printed.between(out["best_group"], out["worst_group"])).all()


def test_without_printed_counts_nothing_is_said(dataset):
    table = dataset.ranking(2018, TOTAL)
    assert printed_groups(table, dataset.tables.group_counts, 2018).isna().all()
    assert printed_groups(table.iloc[1:], dataset.tables.group_counts, 2023).isna().all()
    counts = pd.DataFrame({"year": 2018, "group": [1, 2], "provinces": [15, 15]})
    assert printed_groups(table, counts, 2018).isna().all()


def test_groups_by_sizes():
    assert groups_of_ranks([1, 2, 3, 6], [2, 1, 2, 1]).tolist() == [1, 1, 2, 4]
