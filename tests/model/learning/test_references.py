"""What the 34 learn from in their first years: the changes of the 63, on their own table."""

from dataclasses import replace

import pytest

from lib.model import successors
from lib.model.dataset import Dataset
from lib.model.learning import forecasts, pseudo_tests, references
from lib.stats.ranking import TOTAL
from lib.stats.targets import Target
from tests.model.test_successors import with_years_of_34


@pytest.fixture(scope="module")
def own(dataset):
    return with_years_of_34(dataset, 2025).published_34


def test_only_the_published_34_with_few_changes_learn_from_the_63(dataset, own):
    assert own.learns_from_63
    assert not dataset.learns_from_63 and not dataset.estimated_34.learns_from_63
    four = with_years_of_34(dataset, 2025, 2026, 2027, 2028).published_34
    assert len(four.changes_of_measure(TOTAL)) == 102 and not four.learns_from_63


def test_the_changes_of_the_63_are_learnt_from_and_not_shown(dataset, own):
    learnt = references.changes_of_measure(own, TOTAL)
    assert len(learnt) == len(dataset.changes_of_measure(TOTAL))
    assert own.yearly_changes.empty and own.badge(2025, TOTAL, "80").name == ""
    assert own.good_year("80", 2025).extra > 0.3
    gains = own.split_gains("80", 2025)
    assert len(gains) == 28 and gains["n"].min() >= 20 and gains["extra"].sum() > 1


def test_groups_and_ranks_are_those_of_the_34(own):
    forecast = own.next_year(2025)
    assert len(forecast.rows) == 34 and forecast.rank_range("80").worst <= 34
    assert forecast.group_chances("80").sum() == pytest.approx(1)
    mix = own.target_mix("80", 2025, Target("group", 1))
    cut = own.position(2025, TOTAL, "80")["q75"]
    assert mix.required_total == pytest.approx(cut, abs=0.1)


def test_chances_are_tested_on_pseudo_mergers(dataset, own):
    assert own.forecast_skill.equals(pseudo_tests.pseudo_tests(dataset).by_changes.skill)
    assert not own.forecast_skill.at[2, "is_skilled"]
    assert len(own.tested_changes) == 191
    assert own.rank_range_backtest(TOTAL).loc["all", "n"] == 125
    # The 63 keep their own tests.
    assert dataset.rank_range_backtest(TOTAL).loc["all", "n"] == 238


def test_two_published_years_are_forecast_by_levels(dataset, own):
    tests = pseudo_tests.pseudo_tests(dataset)
    assert not forecasts.forecasts_by_levels(own) and not forecasts.forecasts_by_levels(dataset)
    two = with_years_of_34(dataset, 2025, 2026).published_34
    assert forecasts.forecasts_by_levels(two)
    assert two.forecast_skill.equals(tests.by_levels.skill)
    assert two.rank_range_backtest(TOTAL).loc["all", "n"] == 125
    assert pseudo_tests.forecast_tests(two).ranges.equals(tests.by_levels.ranges)
    assert pseudo_tests.forecast_tests(own).ranges.equals(tests.by_changes.ranges)
    # A merged province far from the others of its kind comes back; a range has room to both sides.
    last = two.ranking(2026, TOTAL).query("rank == rank.max()")["province"].iloc[0]
    best, worst = two.next_year(2026).rank_range(last)
    assert best < 20 and worst >= 30
    # Dimensions have no process; their ranges are learnt from the changes of the 63.
    assert two.next_year(2026, "1").n.min() > 20
    four = with_years_of_34(dataset, 2025, 2026, 2027, 2028).published_34
    assert not forecasts.forecasts_by_levels(four)
    # Only 100 changes of their own say how usual a change is.
    assert two.badge(2026, TOTAL, "80").name == "" and four.badge(2028, TOTAL, "80").name != ""


def test_thresholds_moved_as_those_of_the_estimated_34(dataset, own):
    moves = own.threshold_moves.set_index(["year", "threshold"])["move"]
    totals = dataset.estimated_34.positions_of_measure(TOTAL).drop_duplicates("year")
    q75 = totals.set_index("year")["q75"]
    assert moves[2024, "q75"] == pytest.approx(q75[2024] - q75[2023])
    assert 2025 not in own.threshold_moves["year"].tolist()  # estimates and published do not mix


def test_members_come_first_among_the_cases_to_learn_from(own):
    members = {"17", "25", "26"}  # Hòa Bình, Phú Thọ, Vĩnh Phúc
    table = successors.cases_to_learn_from(own, "25", 2025)
    assert table["is_member"].tolist() == sorted(table["is_member"], reverse=True)
    assert set(table.loc[table["is_member"], "province"]) <= members
    assert table["is_member"].any() and not table["is_member"].all()
    others = table[~table["is_member"]]
    assert not set(others["province"]) & members
    assert others["distance"].abs().max() <= 2 and (table["kept"] >= 0.5).all()
    assert successors.cases_to_learn_from(own, "25", 2025, n=1).shape[0] == 1


@pytest.mark.parametrize("first", [2022, 2023])
def test_few_years_forecast_nothing_by_levels(dataset, first):
    scores = dataset.tables.scores
    few = Dataset.build(replace(dataset.tables, scores=scores[scores["year"] >= first]))
    assert len(references.changes_of_pseudo_mergers(few, TOTAL)) > 1
    assert forecasts.pseudo_forecasts(few).empty
