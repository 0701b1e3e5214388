"""What can be attained, what reaches a target and who to learn from: by hand and on real scores."""

import math
from itertools import product

import numpy as np
import pandas as pd
import pytest

from lib.stats import attainable_gains, targets
from lib.stats.attainable_gains import MIN_REFERENCES, ReferenceGains
from lib.stats.ranking import TOTAL, add_positions
from lib.stats.targets import Target
from lib.stats.yearly_changes import compute_yearly_changes

NEW_SCALE = range(2018, 2025)


@pytest.fixture(scope="module")
def moved(dataset):
    return compute_yearly_changes(dataset.positions, dataset.tables.breaks)


def references(dataset, moved, year, province="80"):
    return attainable_gains.find_references(
        moved, dataset.positions, dataset.tables.breaks, province, year
    )


def scored(dataset, year):
    """The provinces with a total, by code."""
    return dataset.ranking(year, TOTAL)["province"].tolist()


# By hand: the same scores as totals, as dimension 1 and as its sub-dimensions.
def totals(*scores, year=2023):
    codes = [f"{i:02}" for i in range(1, len(scores) + 1)]
    long = pd.DataFrame({"year": year, "province": codes, "score": scores})
    long = pd.concat([long.assign(measure=m) for m in (TOTAL, "1", "1.1", "1.2", "1.3")])
    regions = pd.DataFrame(
        {"code": codes, "region": [("N", "S")[i % 2] for i in range(len(codes))]}
    )
    return add_positions(long, regions).assign(max_score=80.0)


def history(gains, start=1.0, year=2023):
    rows = {"year": year, "measure": "1.1", "start": start, "gain": pd.Series(gains, dtype=float)}
    return pd.DataFrame(rows)


def own_scores(*scores, year=2023):
    """Province 01 has the first score in 1.1, others have the rest."""
    codes = [f"{i:02}" for i in range(1, len(scores) + 1)]
    return pd.DataFrame({"year": year, "province": codes, "measure": "1.1", "score": scores})


NO_BREAKS = pd.DataFrame({"sub_dimension": pd.Series(dtype=str), "year": pd.Series(dtype=int)})


def attainable_by_hand(past, scores, breaks=NO_BREAKS, similar=20):
    found = attainable_gains.find_references(past, scores, breaks, "01", 2023, similar)
    return attainable_gains.compute_attainable_gains(found).iloc[0], found


def test_the_nearest_movements_give_median_and_good_gain():
    near = history([i / 100 for i in range(20)], start=1.2)
    far = history([9.0] * 10, start=0.7)
    row, _ = attainable_by_hand(pd.concat([far, near]), own_scores(1.0, 3.0))
    assert (row["measure"], row["dimension"], row["n"]) == ("1.1", "1", 20)
    assert row["reach"] == pytest.approx(0.2)
    assert [row["median_gain"], row["typical"]] == pytest.approx([0.095, 0.095])
    assert [row["good_gain"], row["attainable"]] == pytest.approx([0.1425, 0.1425])
    assert (row["highest"], row["room"]) == (3.0, 2.0)


def test_nothing_beyond_the_highest_score_ever_is_attainable():
    row, found = attainable_by_hand(history([0.4] * 20), own_scores(1.0, 1.3))
    assert row["good_gain"] == pytest.approx(0.4)
    assert row["attainable"] == row["typical"] == pytest.approx(0.3)
    assert attainable_gains.gains_at(found, 1.0)["1.1"] == pytest.approx(0.3)


def test_a_loss_is_not_attainable_but_counts_at_its_quantile():
    row, found = attainable_by_hand(history([-0.2] * 20), own_scores(1.0, 1.3))
    assert (row["good_gain"], row["attainable"], row["typical"]) == (-0.2, 0, 0)
    assert attainable_gains.gains_at(found, 0.75)["1.1"] == -0.2


@pytest.mark.parametrize(("n", "expected"), [(MIN_REFERENCES - 1, 0), (MIN_REFERENCES, 0.5)])
def test_too_few_movements_say_nothing(n, expected):
    row, found = attainable_by_hand(history([0.5] * n), own_scores(1.0, 3.0))
    assert row["attainable"] == expected and row["n"] == n
    assert math.isnan(row["median_gain"]) == math.isnan(row["good_gain"]) == (expected == 0)
    assert attainable_gains.gains_at(found, 1.0)["1.1"] == expected


def test_no_movement_at_all():
    row, _ = attainable_by_hand(history([]), own_scores(1.0, 3.0))
    assert (row["n"], row["attainable"]) == (0, 0) and math.isnan(row["reach"])


def test_a_break_cuts_off_movements_and_scores_before_it():
    past = pd.concat([history([0.3] * 20, year=2022), history([0.1] * 20, year=2023)])
    scores = pd.concat(
        [own_scores(1.0, 9.0, year=2021), own_scores(1.0, 5.0, year=2022), own_scores(1.0, 4.0)]
    )
    breaks = pd.DataFrame({"sub_dimension": ["1.1", "2.1"], "year": [2022, 2023]})
    row, _ = attainable_by_hand(past, scores, breaks, similar=40)
    assert (row["n"], row["good_gain"], row["highest"]) == (20, pytest.approx(0.1), 5.0)
    row, _ = attainable_by_hand(past, scores, similar=40)
    assert (row["n"], row["good_gain"], row["highest"]) == (40, pytest.approx(0.3), 9.0)


@pytest.mark.parametrize("year", [2019, 2024])
def test_attainable_never_negative_nor_above_the_highest_ever_reached(dataset, moved, year):
    past = dataset.positions[dataset.positions["year"] <= year]
    ever = past.groupby("measure")["score"].max()
    for province in scored(dataset, year):
        table = attainable_gains.compute_attainable_gains(
            references(dataset, moved, year, province)
        )
        assert sorted(table["measure"]) == sorted(
            dataset.structure.query("year == @year")["sub_dimension"]
        )
        assert (table["attainable"] >= table["typical"]).all() and (table["typical"] >= 0).all()
        assert table["attainable"].is_monotonic_decreasing
        best = table["measure"].map(ever)
        assert (table["score"] + table["attainable"] <= best + 1e-9).all()
        assert (table["highest"] <= best).all()


def test_a_sub_dimension_in_its_first_year_has_nothing_to_go_by(dataset, moved):
    table = attainable_gains.compute_attainable_gains(references(dataset, moved, 2022)).set_index(
        "measure"
    )
    assert table.loc["1.1", ["n", "attainable"]].tolist() == [0, 0]  # it jumped in 2022
    assert table.loc["5.1", "n"] == 40 and table.loc["5.1", "attainable"] > 0  # redefined in 2021


def test_distances_by_hand_and_the_cut_that_moves_along():
    # Cuts of 10, 8, 6, 4: 8.5, 7 and 5.5. At 5.5 province 04 would lift the lowest cut to 5.875.
    table = totals(10.0, 8.0, 6.0, 4.0)
    found = targets.distances_to_levels(table, "04", 2023).set_index("target")
    assert found["score"].to_dict() == {
        "group": 5.5, "rank": 6, "region": 8, "median": 7, "best": 10,
    }  # fmt: skip
    assert found["gap"].to_dict() == {
        "group": 1.5, "rank": 2, "region": 4, "median": 3, "best": 6,
    }  # fmt: skip
    assert found["needed"].to_dict() == {
        "group": 2, "rank": 2, "region": 4, "median": 4, "best": 6,
    }  # fmt: skip
    assert found["province"].to_dict() == {
        "group": "", "rank": "03", "region": "02", "median": "", "best": "01",
    }  # fmt: skip
    assert found["rank"].dropna().to_dict() == {"rank": 3, "region": 2, "best": 1}
    assert targets.outcome_of_gains(table, "04", 2023, {"1": 1.5}).group == 4
    assert targets.outcome_of_gains(table, "04", 2023, {"1": 1.999}).group == 4
    assert targets.outcome_of_gains(table, "04", 2023, {"1": 2.0}).group == 3


def test_the_first_is_already_everywhere():
    found = targets.distances_to_levels(totals(10.0, 8.0, 6.0, 4.0), "01", 2023)
    assert (found["gap"] == 0).all() and (found["needed"] == 0).all()
    assert found["province"].tolist() == ["", "01", "01", "", "01"]


def test_distances_of_long_an_2023(dataset):
    found = targets.distances_to_levels(dataset.positions, "80", 2023).set_index("target")
    assert found.loc["group", "score"] == pytest.approx(42.3265, abs=5e-5)
    # Of 61 provinces the median is one of them, so that it does not move away.
    assert found.loc["group", ["gap", "needed"]].tolist() == pytest.approx([1.493578] * 2)
    assert found.loc["rank", ["province", "rank"]].tolist() == ["68", 45]
    assert found.loc["best", "gap"] == pytest.approx(5.208587)
    assert found.loc["region", "province"] == "94"


def test_where_the_points_are_lacking(dataset):
    table = targets.gaps_by_dimension(dataset.positions, "80", 2023)
    assert table["measure"].tolist()[:3] == ["6", "3", "1"]  # as in the article
    assert table["gap"].iloc[0] == pytest.approx(6.758453 - 7.533808)
    to_mean = targets.gaps_by_dimension(dataset.positions, "80", 2023, "mean")["gap"].sum()
    assert to_mean == pytest.approx(40.832954 - 42.421153, abs=1e-5)
    upper = targets.gaps_by_dimension(dataset.positions, "80", 2023, "q75")
    assert (
        upper.set_index("measure")["gap"].sort_index()
        < table.set_index("measure")["gap"].sort_index()
    ).all()
    with pytest.raises(ValueError, match="'group' is none of"):
        targets.gaps_by_dimension(dataset.positions, "80", 2023, "group")


# Cuts of five values are the second, third and fourth of them.
@pytest.mark.parametrize(
    ("points", "rank", "group"),
    [
        (0.0, 5, 4),
        (1.0, 4, 3),  # level with 04: both share rank 4 and stand on the lowest cut
        (1.5, 4, 3),
        (2.0, 3, 2),
        (4.5, 1, 1),
        (-1.0, 5, 4),
    ],
)
def test_what_if_by_hand(points, rank, group):
    table = totals(10.0, 9.0, 8.0, 7.0, 6.0)
    assert targets.outcome_of_gains(table, "05", 2023, {"1.1": points}) == targets.Outcome(
        6 + points, points, rank, group
    )


def test_changes_of_sub_dimensions_and_dimensions_add_up():
    found = targets.outcome_of_gains(
        totals(10.0, 6.0), "02", 2023, {"1.1": 0.5, "1.2": -0.25, "1": 1.0}
    )
    assert found.total == 7.25 and found.change == 1.25


@pytest.mark.parametrize("measure", ["9", "3.4", TOTAL, ""])
def test_what_if_knows_only_what_was_measured(dataset, measure):
    with pytest.raises(ValueError, match=f"^Province 80 has no score in '{measure}' in 2023.$"):
        targets.outcome_of_gains(dataset.positions, "80", 2023, {measure: 0.1})


def test_what_if_takes_numbers_only(dataset):
    with pytest.raises(ValueError, match="'1.1' is not a number"):
        targets.outcome_of_gains(dataset.positions, "80", 2023, {"1.1": math.nan})


@pytest.mark.parametrize("year", NEW_SCALE)
def test_no_change_leaves_everyone_where_they_stand(dataset, year):
    for row in dataset.ranking(year, TOTAL).itertuples():
        found = targets.outcome_of_gains(dataset.positions, row.province, year, {"1": 0.0})
        assert found == targets.Outcome(row.score, 0.0, row.rank, row.group)


@pytest.mark.parametrize("year", [2012, 2021, 2023])
def test_what_if_is_the_ranking_computed_anew(dataset, year):
    random = np.random.default_rng(year)
    table = dataset.ranking(year, TOTAL)[["year", "measure", "province", "score"]]
    for province in random.choice(table["province"], 8, replace=False):
        points = round(random.normal(0, 2), 6)
        new = table.assign(score=table["score"] + points * (table["province"] == province))
        new = new.assign(score=new["score"].round(6))
        row = add_positions(new, dataset.tables.provinces).set_index("province").loc[province]
        found = targets.outcome_of_gains(dataset.positions, province, year, {"4": points})
        assert found == targets.Outcome(row["score"], points, row["rank"], row["group"])


@pytest.mark.parametrize("year", [2022, 2023, 2024])
def test_the_smallest_total_just_meets_the_group(dataset, year):
    positions = dataset.positions_of_year(year).query("measure in ('total', '1')")
    for row in dataset.ranking(year, TOTAL).itertuples():
        for group in (1, 2, 3):
            target = Target("group", group)
            total = targets.smallest_total(positions, row.province, year, target)
            points = total - row.score
            meets = targets.outcome_of_gains(positions, row.province, year, {"1": points})
            fails = targets.outcome_of_gains(positions, row.province, year, {"1": points - 0.001})
            assert meets.group <= group < fails.group
            assert (points > 0) == (row.group > group)


@pytest.mark.parametrize("rank", [1, 2, 40, 60])
def test_the_smallest_total_just_meets_the_rank(dataset, rank):
    positions = dataset.positions_of_year(2024).query("measure in ('total', '1')")
    for row in dataset.ranking(2024, TOTAL).itertuples():
        total = targets.smallest_total(positions, row.province, 2024, Target("rank", rank))
        points = total - row.score
        assert targets.outcome_of_gains(positions, row.province, 2024, {"1": points}).rank <= rank
        assert (
            targets.outcome_of_gains(positions, row.province, 2024, {"1": points - 0.001}).rank
            > rank
        )


def test_an_equal_score_is_enough_for_a_rank():
    table = totals(10.0, 9.0, 9.0, 7.0)
    assert targets.smallest_total(table, "04", 2023, Target("rank", 2)) == 9
    assert targets.smallest_total(table, "04", 2023, Target("rank", 3)) == 9
    assert targets.smallest_total(table, "04", 2023, Target("rank", 4)) == -math.inf


@pytest.mark.parametrize(
    "target",
    [
        Target("group", 4),
        Target("group", 0),
        Target("rank", 0),
        Target("rank", 6),
        Target("rank", 2.5),
        Target("score", math.nan),
        Target("place", 1),  # type: ignore[arg-type]
    ],
)
def test_targets_that_are_none(target):
    with pytest.raises(ValueError, match=r"^The .*\.$"):
        targets.smallest_total(totals(10.0, 9.0, 8.0, 7.0, 6.0), "05", 2023, target)


def could(*points):
    return pd.DataFrame(
        {"measure": ["1.1", "1.2", "1.3"][: len(points)], "dimension": "1", "attainable": points}
    )


TABLE = totals(10.0, 9.0, 8.0, 7.0, 6.0)


@pytest.mark.parametrize("needed", [0.02, 0.4, 0.5, 0.62, 0.81, 0.98])
@pytest.mark.parametrize("weights", [None, {"1.1": 4.0}, {"1.2": 0.1, "1.3": 0.2}])
@pytest.mark.parametrize("most", [(0.5, 0.3, 0.2), (0.2, 0.3, 0.5), (0.6, 0.38)])
def test_no_mix_on_a_grid_has_less_strain(needed, weights, most):
    found = targets.find_mix(could(*most), TABLE, "05", 2023, Target("score", 6 + needed), weights)
    names = could(*most)["measure"]
    cost = np.array([(weights or {}).get(name, 1.0) for name in names])
    taken = found.gains.set_index("measure")["gain"].reindex(names).fillna(0).to_numpy()
    assert found.feasible and taken.sum() == pytest.approx(needed, abs=1e-9)
    assert (taken <= np.array(most) + 1e-9).all() and (found.gains["gain"] > 0).all()
    mixes = np.array(list(product(*(np.arange(round(m * 100) + 1) / 100 for m in most))))
    enough = mixes[mixes.sum(axis=1) >= needed - 1e-9]
    least = (enough / np.array(most) @ cost).min()
    assert taken / np.array(most) @ cost == pytest.approx(least, abs=1e-6)
    assert found.strain == pytest.approx((taken / np.array(most)).sum())


def test_equal_gains_are_taken_in_the_order_of_the_list():
    for order in ([0, 1, 2], [2, 0, 1]):
        table = could(0.5, 0.5, 0.5).iloc[order]
        found = targets.find_mix(table, TABLE, "05", 2023, Target("score", 6.7))
        assert found.gains["measure"].tolist() == table["measure"].tolist()[:2]
        assert found.gains["gain"].tolist() == pytest.approx([0.5, 0.2])


def test_a_solution_by_hand():
    found = targets.find_mix(could(0.9, 0.6, 0.0), TABLE, "05", 2023, Target("group", 3))
    assert (found.mark, found.needed, found.feasible) == (7, 1, True)
    assert (found.total, found.rank, found.group) == (7, 4, 3)
    assert found.gains.to_numpy().tolist() == [
        ["1.1", "1", 0.9, 1.0],
        ["1.2", "1", pytest.approx(0.1), pytest.approx(1 / 6)],
    ]
    assert found.strain == pytest.approx(7 / 6) and found.even_share == pytest.approx(1 / 1.5)


def test_an_infeasible_target_gives_the_most_there_is():
    found = targets.find_mix(could(0.9, 0.6, 0.0), TABLE, "05", 2023, Target("rank", 3))
    assert not found.feasible and found.needed == 2
    assert found.gains["gain"].tolist() == [0.9, 0.6] and found.strain == 2
    assert (found.total, found.rank, found.group) == (7.5, 4, 3)
    assert found.even_share == pytest.approx(2 / 1.5)
    nothing = targets.find_mix(could(0.0, 0.0), TABLE, "05", 2023, Target("rank", 3))
    assert (nothing.feasible, nothing.total, nothing.even_share) == (False, 6, math.inf)


def test_all_that_is_attainable_is_just_enough():
    found = targets.find_mix(could(0.9, 0.1), TABLE, "05", 2023, Target("group", 3))
    assert found.feasible and found.group == 3 and found.even_share == pytest.approx(1)


@pytest.mark.parametrize("target", [Target("group", 2), Target("rank", 5), Target("score", 7.0)])
def test_nothing_is_needed_for_what_is_reached(target):
    found = targets.find_mix(could(0.9, 0.6), TABLE, "03", 2023, target)
    assert (found.needed, found.feasible, found.strain, found.even_share) == (0, True, 0, 0)
    assert found.gains.empty and (found.total, found.rank, found.group) == (8, 3, 2)


def test_solutions_of_all_provinces_take_the_largest_gains_first(dataset, moved):
    feasible = set()
    for province in scored(dataset, 2024)[::4]:
        table = attainable_gains.compute_attainable_gains(
            references(dataset, moved, 2024, province)
        )
        target = Target("group", 1)
        found = targets.find_mix(table, dataset.positions, province, 2024, target)
        most = table["attainable"].to_numpy()
        filled = np.clip(found.needed - (most.cumsum() - most), 0, most)
        assert found.gains["gain"].tolist() == pytest.approx(filled[filled > 1e-9], abs=1e-5)
        assert (found.group <= target.value) == found.feasible
        assert found.feasible == (most.sum() >= found.needed)
        changes = found.gains.set_index("measure")["gain"].to_dict()
        again = targets.outcome_of_gains(dataset.positions, province, 2024, changes)
        assert (again.total, again.rank, again.group) == (found.total, found.rank, found.group)
        feasible.add(found.feasible)
    assert feasible == {True, False}


def test_long_an_2023_to_the_next_group(dataset, moved):
    table = attainable_gains.compute_attainable_gains(references(dataset, moved, 2023))
    assert table["measure"].iloc[0] == "6.2"
    found = targets.find_mix(table, dataset.positions, "80", 2023, Target("group", 2))
    assert found.feasible and found.group == 2 and found.rank == 31
    assert found.gains["gain"].sum() == pytest.approx(1.493578)
    assert not targets.find_mix(table, dataset.positions, "80", 2023, Target("rank", 1)).feasible


def gains_of(*gains, score=6.0, highest=9.0):
    return [ReferenceGains("1.1", score, highest, np.sort(np.array(gains)), 0.0)]


# 21 gains from -1 to 1: quantile q is 2q - 1.
EVEN = np.linspace(-1, 1, 21)


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        (Target("score", 6.5), 0.75),
        (Target("score", 6.51), 0.76),
        (Target("score", 6.0), 0.5),
        (Target("group", 3), 1.0),
        (Target("score", 5.0), 0.0),
        (Target("rank", 5), 0.0),
        (Target("score", 7.01), None),
    ],
)
def test_difficulty_by_hand(target, expected):
    assert targets.required_quantile(gains_of(*EVEN), TABLE, "05", 2023, target) == expected


def test_difficulty_counts_no_gain_beyond_the_room():
    found = gains_of(*EVEN, highest=6.4)
    assert targets.required_quantile(found, TABLE, "05", 2023, Target("score", 6.4)) == 0.7
    assert targets.required_quantile(found, TABLE, "05", 2023, Target("score", 6.41)) is None


def test_no_difficulty_without_movements():
    target = Target("score", 5.0)
    assert targets.required_quantile(gains_of(*EVEN[:19]), TABLE, "05", 2023, target) is None
    assert targets.required_quantile([], TABLE, "05", 2023, target) is None


@pytest.mark.parametrize("target", [Target("group", 1), Target("group", 2), Target("rank", 40)])
def test_difficulty_is_the_lowest_quantile_that_meets_it(dataset, moved, target):
    found = references(dataset, moved, 2023)
    q = targets.required_quantile(found, dataset.positions, "80", 2023, target)
    needed = targets.smallest_total(dataset.positions, "80", 2023, target) - 40.832954
    assert (
        attainable_gains.gains_at(found, q - 0.01).sum()
        < needed
        <= attainable_gains.gains_at(found, q).sum()
    )


def test_old_tay_ninh_comes_up_by_itself_for_long_an_2024(dataset, moved):
    found = attainable_gains.find_gains_to_learn_from(moved, dataset.positions, "80", 2024)
    first = found.iloc[0]
    assert (first["province"], first["year"]) == ("72", 2024)
    assert round(first["gain"], 2) == 8.11
    assert (first["start_rank"], first["end_rank"]) == (60, 2)
    assert first["distance"] == pytest.approx((39.236353 - 42.326532) - (42.293085 - 43.479567))
    assert found["gain"].is_monotonic_decreasing and "80" not in set(found["province"])
    assert (found["distance"].abs() <= attainable_gains.LEVEL_TOLERANCE).all()


def test_later_movements_do_not_appear(dataset, moved):
    found = attainable_gains.find_gains_to_learn_from(moved, dataset.positions, "80", 2023, n=100)
    assert found["year"].min() == 2019 and found["year"].max() == 2023
    assert not ((found["province"] == "72") & (found["gain"] > 8)).any()
    assert found["province"].iloc[0] == "74"  # Bình Dương, rank 57 to 2 in 2021


def test_the_old_scale_is_learnt_from_on_its_own(dataset, moved):
    assert attainable_gains.find_gains_to_learn_from(
        moved, dataset.positions, "80", 2018
    ).empty  # its first year
    found = attainable_gains.find_gains_to_learn_from(moved, dataset.positions, "80", 2017)
    assert len(found) == 10 and found["year"].between(2012, 2017).all()
    assert (found["end"] < 45).all()


def test_learn_from_by_hand():
    # Medians: 7 in 2022, 9 in 2023. Province 01 stands 1 below in 2023.
    table = pd.concat([totals(8.0, 7.0, 6.0, year=2022), totals(8.0, 9.0, 10.0)])
    past = pd.DataFrame(
        {
            "year": 2023,
            "province": ["01", "02", "03", "04", "05", "06"],
            "measure": TOTAL,
            "start": [6.0, 7.0, 6.0, 5.5, 5.0, 6.0],
            "gain": [9.0, 2.0, 3.0, 4.0, 5.0, -0.1],
        }
    ).assign(end=0.0, national=0.0, relative=0.0, start_rank=1, end_rank=1)
    found = attainable_gains.find_gains_to_learn_from(past, table, "01", 2023, within=0.5)
    assert found["province"].tolist() == ["04", "03"]  # itself, others' levels and losses are out
    assert found["distance"].tolist() == [-0.5, 0.0]
    assert attainable_gains.find_gains_to_learn_from(past, table, "01", 2023, n=1, within=1.0)[
        "province"
    ].tolist() == ["05"]
    assert attainable_gains.find_gains_to_learn_from(
        past.assign(year=2024), table, "01", 2023
    ).empty


def test_what_old_tay_ninh_gained_in(moved):
    found = attainable_gains.gains_by_part(moved, "72", 2024)
    assert found["gain"].is_monotonic_decreasing
    assert found["measure"].tolist()[:3] == ["2", "1", "4"]
    dims = found[found["measure"].str.len() == 1]
    assert len(dims) == 8 and dims["gain"].sum() == pytest.approx(8.108891, abs=1e-5)
    assert found["gain"].sum() == pytest.approx(2 * 8.108891, abs=1e-4)
    assert attainable_gains.gains_by_part(moved, "72", 2011).empty


def test_a_movement_over_a_break_is_no_gain(moved):
    found = set(attainable_gains.gains_by_part(moved, "80", 2022)["measure"])
    assert "1.1" not in found and "1" not in found and {"1.2", "2"} <= found


def everything(positions, moved, breaks, year):
    found = attainable_gains.find_references(moved, positions, breaks, "80", year)
    table = attainable_gains.compute_attainable_gains(found)
    solution = targets.find_mix(table, positions, "80", year, Target("group", 2))
    return [
        table,
        solution.gains,
        targets.distances_to_levels(positions, "80", year),
        targets.gaps_by_dimension(positions, "80", year),
        attainable_gains.find_gains_to_learn_from(moved, positions, "80", year),
        attainable_gains.gains_by_part(moved, "80", year),
        pd.Series([targets.required_quantile(found, positions, "80", year, Target("group", 2))]),
    ]


def test_later_years_change_nothing(dataset, moved):
    breaks = dataset.tables.breaks[["sub_dimension", "year"]]
    later = pd.DataFrame({"sub_dimension": ["1.3", "6.2", "7.2"], "year": [2023, 2024, 2023]})
    positions = dataset.positions
    ahead = positions["year"] > 2022
    mirrored = positions["score"].mask(ahead, positions["best"] * 2 - positions["score"])
    changed = positions.assign(score=mirrored)
    other = compute_yearly_changes(changed, pd.concat([breaks, later]))
    for y, same in ((2022, True), (2024, False)):
        before = everything(positions, moved, breaks, y)
        after = everything(changed, other, pd.concat([breaks, later]), y)
        assert all(a.equals(b) for a, b in zip(before, after, strict=True)) == same


@pytest.mark.parametrize(("year", "province"), [(2018, "22"), (2023, "22"), (2022, "24")])
def test_without_a_total_there_is_no_target(dataset, moved, year, province):
    positions = dataset.positions
    target = Target("group", 1)
    found = references(dataset, moved, year, province)
    table = attainable_gains.compute_attainable_gains(found)
    assert targets.distances_to_levels(positions, province, year).empty
    assert targets.smallest_total(positions, province, year, target) is None
    assert targets.outcome_of_gains(positions, province, year, {}) is None
    assert targets.find_mix(table, positions, province, year, target) is None
    assert targets.required_quantile(found, positions, province, year, target) is None
    assert attainable_gains.find_gains_to_learn_from(moved, positions, province, year).empty
    # What is published of it can still be judged.
    own = dataset.positions_of_year(year).query("province == @province")["measure"]
    published = own[own.str.contains(".", regex=False)]
    assert sorted(table["measure"]) == sorted(published)


@pytest.mark.parametrize("year", [2011, *range(2012, 2025, 2)])
def test_any_year_works(dataset, moved, year):
    positions = dataset.positions
    for province in ("01", "80"):
        found = references(dataset, moved, year, province)
        table = attainable_gains.compute_attainable_gains(found)
        assert len(targets.distances_to_levels(positions, province, year)) == 5
        assert len(targets.gaps_by_dimension(positions, province, year)) == (
            6 if year < 2018 else 8
        )
        solution = targets.find_mix(table, positions, province, year, Target("rank", 1))
        assert solution.total >= dataset.position(year, TOTAL, province)["score"]
        q = targets.required_quantile(found, positions, province, year, Target("rank", 60))
        assert (q is None) == (year == 2011)  # no movement arrived by then
