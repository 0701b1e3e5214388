"""What a plan addresses and what the scores did since: by hand, and on Long An's plan."""

import pandas as pd
import pytest

from lib.model.view import View
from lib.stats import plan, typical_change
from lib.stats.ranking import TOTAL, compute_positions

PROVINCES = pd.DataFrame({"code": ["01", "02", "03"], "region": ["A", "A", "B"]})
SUBS = pd.DataFrame(
    {
        "code": ["1.1", "1.2", "1.3"],
        "dimension": ["1", "1", "1"],
        "year_from": [2020, 2020, 2020],
        "year_to": pd.array([None, None, None], dtype="Int64"),
    }
)
# 01 rises in 1.1 as the median does not; falls in 1.2 less than the median; stays in 1.3.
SCORES = {
    2020: {"01": [1.0, 2.0, 1.0], "02": [2.0, 2.0, 2.0], "03": [3.0, 2.0, 3.0]},
    2021: {"01": [1.5, 1.9, 1.0], "02": [2.0, 1.5, 2.5], "03": [3.1, 1.0, 3.5]},
}
NO_BREAKS = pd.DataFrame({"sub_dimension": [], "year": []})
NO_BADGES = pd.DataFrame({"year": [], "province": [], "measure": [], "badge": []})
PLANS = pd.DataFrame(
    {
        "plan": ["P1", "P2", "P3"],
        "province": ["01", "01", "02"],
        "issued": ["2021-03-01", "2022-03-01", "2021-05-01"],
        "base_year": [2020, 2021, 2020],
        "target_year": [2021, 2022, 2021],
        "target_group": [2, 1, 3],
    }
)
ACTIONS = pd.DataFrame(
    {
        "plan": ["P1", "P1", "P1", "P3"],
        "id": ["A1", "A2", "B1", "A1"],
        "sub_dimensions": ["", "1.1;1.2", "1.1", "1.3"],
    }
)


@pytest.fixture(scope="module")
def by_hand():
    rows = [
        {"year": year, "province": p, "sub_dimension": f"1.{i}", "score": score}
        for year, of_year in SCORES.items()
        for p, scores in of_year.items()
        for i, score in enumerate(scores, start=1)
    ]
    return compute_positions(pd.DataFrame(rows), SUBS, PROVINCES)


def gains(**points):
    return pd.DataFrame({"measure": list(points), "extra": list(points.values())})


def test_the_plan_of_the_year_comes_first_then_the_latest():
    assert plan.choose_plan(PLANS, "01", 2022)["plan"] == "P2"  # its target
    assert plan.choose_plan(PLANS, "01", 2021)["plan"] == "P1"  # target before base
    assert plan.choose_plan(PLANS, "01", 2020)["plan"] == "P1"  # its base
    assert plan.choose_plan(PLANS, "01", 2013)["plan"] == "P2"
    assert plan.choose_plan(PLANS, "03", 2021) is None


def test_an_action_is_split_by_its_sub_dimensions():
    found = plan.actions_by_sub_dimension(ACTIONS, "P1")
    assert list(zip(found["id"], found["sub_dimension"], strict=True)) == [
        ("A1", ""), ("A2", "1.1"), ("A2", "1.2"), ("B1", "1.1"),
    ]  # fmt: skip


def test_coverage_names_the_actions_and_the_gap_to_the_aim(by_hand):
    found = plan.plan_coverage(by_hand, ACTIONS, PLANS.loc[0], gains(**{"1.3": 0.4, "1.1": 0.2}))
    assert found["measure"].tolist() == ["1.1", "1.2", "1.3"]
    assert found["ids"].tolist() == ["A2, B1", "A2", ""]
    assert found["addressed"].tolist() == [True, True, False]
    assert found["gap"].tolist() == [-1.0, 0.0, -1.0]  # to the median
    assert found["extra"].tolist() == [0.2, 0.0, 0.4]
    lower = PLANS.loc[0].copy()
    lower["target_group"] = 3
    found = plan.plan_coverage(by_hand, ACTIONS, lower, gains())
    assert found["gap"].tolist() == [-0.5, 0.0, -0.5]  # to the lower quartile


def test_results_come_with_the_median_change(by_hand):
    badges = pd.DataFrame(
        {"year": [2021], "province": ["01"], "measure": ["1.1"], "badge": ["rare"]}
    )
    found = plan.plan_results(by_hand, NO_BREAKS, ACTIONS, PLANS.loc[0], badges).set_index(
        "measure"
    )
    assert found["change"].round(6).tolist() == [0.5, -0.1, 0.0]
    assert found["national"].round(6).tolist() == [0.1, -0.5, 0.5]
    # 1.2 fell less than the median, but it fell.
    assert found["above"].tolist() == [True, False, False]
    assert found["addressed"].tolist() == [True, True, False]
    assert found["badge"].tolist() == ["rare", "", ""]
    assert found.loc["1.1", ["before_rank", "after_rank"]].tolist() == [3, 3]
    assert found.loc["1.1", "gap"] == pytest.approx(-0.5)


def test_a_redefined_sub_dimension_is_no_result(by_hand):
    args = (ACTIONS, PLANS.loc[0], NO_BADGES)
    redefined = pd.DataFrame({"sub_dimension": ["1.1"], "year": [2021]})
    assert "1.1" not in plan.plan_results(by_hand, redefined, *args)["measure"].tolist()
    earlier = pd.DataFrame({"sub_dimension": ["1.1"], "year": [2020]})
    assert "1.1" in plan.plan_results(by_hand, earlier, *args)["measure"].tolist()


def test_no_results_before_the_target_year_is_published(by_hand):
    later = PLANS.loc[1]
    assert plan.plan_results(by_hand, NO_BREAKS, ACTIONS, later, NO_BADGES).empty
    assert all(pd.isna(x) for x in plan.total_change(by_hand, later))
    change, national = plan.total_change(by_hand, PLANS.loc[0])
    assert change == pytest.approx(0.4)  # of 0.4, 0 and -0.4
    assert national == pytest.approx(0.0)


# Long An's plan on the real scores.


@pytest.fixture(scope="module")
def long_an(dataset):
    return plan.choose_plan(dataset.tables.plans, "80", View().year)


def test_the_blind_spots_of_long_an(dataset, long_an):
    found = plan.plan_coverage(
        dataset.positions,
        dataset.tables.plan_measures,
        long_an,
        dataset.split_gains("80", 2023),
    )
    assert len(found) == 28
    blind = found[~found["addressed"]]
    assert blind["measure"].tolist() == ["4.3", "6.2", "6.3", "6.4", "7.2", "7.3", "8.2"]
    # More is to gain in one of them than anywhere else.
    assert found.loc[found["extra"].idxmax(), "measure"] == "6.2"
    assert found["gap"].to_numpy() == pytest.approx(
        [dataset.position(2023, m, "80")["gap_q50"] for m in found["measure"]]
    )


def test_the_result_of_long_an(dataset, long_an):
    row = dataset.position(2024, TOTAL, "80")
    assert (round(row["score"], 2), row["rank"], row["group"]) == (42.29, 45, 3)
    change, national = plan.total_change(dataset.positions, long_an)
    assert (round(change, 2), round(national, 2)) == (1.46, 0.59)
    found = plan.plan_results(
        dataset.positions,
        dataset.tables.breaks,
        dataset.tables.plan_measures,
        long_an,
        dataset.badges,
    )
    assert found["change"].sum() == pytest.approx(change, abs=1e-5)
    changes = dataset.yearly_changes.query("year == 2024 and province == '80'").set_index("measure")
    own = found.set_index("measure")
    assert own["national"].to_numpy() == pytest.approx(
        changes.loc[own.index, "national"].to_numpy()
    )
    by = found.groupby("addressed")["above"].agg(["sum", "size"])
    assert by.loc[True].tolist() == [12, 21] and by.loc[False].tolist() == [3, 7]
    assert set(own.index[own["badge"].isin(typical_change.BADGES[1:])]) == {"1.1", "1.4", "6.2"}
