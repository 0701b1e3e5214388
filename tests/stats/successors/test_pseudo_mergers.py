"""Back-tests on the 63 joined in past years: acceptance of what the pages say of the 34."""

import pandas as pd
import pytest

from lib.model.learning import pseudo_tests
from lib.stats.ranking import TOTAL
from lib.stats.successors.best_member import backtest_best_member
from lib.stats.successors.pseudo_mergers import pseudo_changes, whole_estimates


@pytest.fixture(scope="module")
def tests(dataset):
    return pseudo_tests.pseudo_tests(dataset)


def test_a_year_counts_where_all_members_were_published(dataset):
    estimates = dataset.estimated_34.positions_of_measure(TOTAL)
    whole = whole_estimates(estimates)
    assert not ((whole["province"] == "79") & (whole["year"] == 2023)).any()  # without Bình Dương
    changes = pseudo_changes(estimates, dataset.tables.breaks)
    assert len(changes) == 191 and set(changes["year"]) == set(range(2019, 2025))
    assert not ((changes["province"] == "79") & (changes["year"] >= 2023)).any()
    assert ((changes["province"] == "80") & (changes["year"] == 2024)).any()


def test_four_in_five_of_the_first_years_lie_within_the_bound(tests):
    table = tests.first_year
    assert table["n"].to_dict() == {"1": 61, "2": 97, "3": 33, "merged": 130, "all": 191}
    within = table["within"].round(2).to_dict()
    assert 0.75 <= within["merged"] <= 0.85 and 0.75 <= within["2"] <= 0.85
    assert within == {"1": 0.87, "2": 0.80, "3": 0.76, "merged": 0.79, "all": 0.82}
    # Neither direction is favoured by much.
    assert table.at["merged", "above"] > 0.05 and table.at["merged", "below"] < 0.15
    # Most next scores lie outside the members' range: the range is no interval.
    assert table.at["merged", "in_range"] < 0.6


def test_the_alarm_of_a_new_frame_rings_once_in_six_years_without_one(tests):
    assert tests.alarms == (1, 6)


def test_ranges_of_next_years_rank(tests):
    assert tests.by_changes.ranges["n"].to_dict() == {"merged": 85, "unmerged": 40, "all": 125}
    within = tests.by_changes.ranges["within"].round(2).to_dict()
    assert 0.75 <= within["all"] <= 0.85
    assert within == {"merged": 0.86, "unmerged": 0.75, "all": 0.82}
    assert tests.by_changes.ranges_by_year.min() > 0.65


def test_chances_know_more_than_base_rates_and_from_the_second_group_not(tests):
    assert tests.by_changes.chances.round(3).to_dict() == pytest.approx(
        {"n": 125, "model": 0.608, "transition": 0.660, "base_rates": 0.750}, abs=0.002
    )
    assert tests.by_changes.skill["is_skilled"].to_dict() == {1: True, 2: False, 3: True, 4: True}


def test_levels_cover_merged_and_unmerged_alike(tests):
    """What forecasts the 34 from their second year on is no worse than changes of the 63."""
    ranges, by_changes = tests.by_levels.ranges, tests.by_changes
    assert ranges["n"].to_dict() == {"merged": 85, "unmerged": 40, "all": 125}
    within = ranges["within"].round(2).to_dict()
    assert within == {"merged": 0.86, "unmerged": 0.82, "all": 0.85}
    assert tests.by_levels.ranges_by_year.min() > 0.65
    assert ranges.at["all", "width"] < by_changes.ranges.at["all", "width"] + 0.1
    assert tests.by_levels.chances.round(3).to_dict() == pytest.approx(
        {"n": 125, "model": 0.606, "transition": 0.660, "base_rates": 0.750}, abs=0.002
    )
    assert tests.by_levels.chances["model"] <= by_changes.chances["model"] + 0.002
    assert tests.by_levels.skill["is_skilled"].to_dict() == {1: True, 2: False, 3: True, 4: True}


def test_half_of_the_best_members_lead_is_left(dataset, tests):
    assert (tests.leads, round(tests.lead_left, 2)) == (130, 0.48)
    # By hand, weights 3 to 1: 21 leads the mean of 4.5 by 1.5; a year later it is 0.75 below 5.75.
    rows = [(2020, "20", 4.0), (2020, "21", 6.0), (2021, "20", 6.0), (2021, "21", 5.0)]
    table = pd.DataFrame(rows, columns=["year", "province", "score"]).assign(measure="1")
    joined = pd.DataFrame({"province": ["20", "21"], "successor": "20"})
    weights = pd.DataFrame({"province": ["20", "21"], "weight": [3.0, 1.0]})
    found = backtest_best_member(table, joined, weights, 2018)
    assert found[["lead", "left"]].to_numpy().tolist() == [[1.5, -0.75]]
