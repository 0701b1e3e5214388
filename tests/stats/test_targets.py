"""How far a target is and what reaches it: on positions made by hand, and on real scores."""

import math
from itertools import product

import numpy as np
import pandas as pd
import pytest

from lib.stats.attainable_gains import (
    collect_past_gains,
    compute_attainable_gains,
    find_references,
    gains_by_part,
)
from lib.stats.ranking import TOTAL, add_positions, is_sub_dimension
from lib.stats.targets import (
    Outcome,
    Target,
    distances_to_levels,
    find_mix,
    gaps_by_dimension,
    outcome_of_gains,
)
from lib.stats.yearly_changes import compute_yearly_changes
from tests.stats.scores_by_hand import make_positions, sub_dimension_scores

# Thresholds of five values are the second, third and fourth of them.
FIVE = make_positions(10.0, 9.0, 8.0, 7.0, 6.0)


def attainable(*points):
    """Attainable gains of 1.1, 1.2 and 1.3."""
    measures = ["1.1", "1.2", "1.3"][: len(points)]
    return pd.DataFrame({"measure": measures, "dimension": "1", "attainable": points})


def references_of(dataset, yearly_changes, year, province="80"):
    return references_from(yearly_changes, dataset.positions, dataset.tables.breaks, province, year)


def references_from(yearly_changes, positions, breaks, province, year):
    past_gains = collect_past_gains(yearly_changes, positions, breaks, year)
    return find_references(past_gains, sub_dimension_scores(positions, province, year))


def required_total(positions, province, year, target):
    return find_mix(attainable(), positions, province, year, target).required_total


def test_distances_by_hand_and_the_threshold_that_moves_along():
    # Thresholds of 10, 8, 6, 4: 8.5, 7, 5.5. With 5.5 province 04 would lift the lowest to 5.875.
    positions = make_positions(10.0, 8.0, 6.0, 4.0)
    table = distances_to_levels(positions, "04", 2023).set_index("target")
    assert table["score"].to_dict() == {
        "group": 5.5, "rank": 6, "region": 8, "median": 7, "best": 10,
    }  # fmt: skip
    assert table["gap"].to_dict() == {
        "group": 1.5, "rank": 2, "region": 4, "median": 3, "best": 6,
    }  # fmt: skip
    assert table["gain_needed"].to_dict() == {
        "group": 2, "rank": 2, "region": 4, "median": 4, "best": 6,
    }  # fmt: skip
    assert table["province"].to_dict() == {
        "group": "", "rank": "03", "region": "02", "median": "", "best": "01",
    }  # fmt: skip
    assert table["rank"].dropna().to_dict() == {"rank": 3, "region": 2, "best": 1}
    for points, group in ((1.5, 4), (1.999, 4), (2.0, 3)):
        assert outcome_of_gains(positions, "04", 2023, {"1": points}).group == group


def test_the_first_has_reached_every_level():
    table = distances_to_levels(make_positions(10.0, 8.0, 6.0, 4.0), "01", 2023)
    assert (table["gap"] == 0).all() and (table["gain_needed"] == 0).all()
    assert table["province"].tolist() == ["", "01", "01", "", "01"]


def test_distances_of_long_an_2023(dataset):
    table = distances_to_levels(dataset.positions, "80", 2023).set_index("target")
    assert table.loc["group", "score"] == pytest.approx(42.3265, abs=5e-5)
    # Of 61 provinces the median is one of them, so that it does not move away.
    assert table.loc["group", ["gap", "gain_needed"]].tolist() == pytest.approx([1.493578] * 2)
    assert table.loc["rank", ["province", "rank"]].tolist() == ["68", 45]
    assert table.loc["best", "gap"] == pytest.approx(5.208587)
    assert table.loc["region", "province"] == "94"


def test_dimensions_in_which_points_are_lacking(dataset):
    to_median = gaps_by_dimension(dataset.positions, "80", 2023)
    assert to_median["measure"].tolist()[:3] == ["6", "3", "1"]  # as in the article
    assert to_median["gap"].iloc[0] == pytest.approx(6.758453 - 7.533808)
    to_mean = gaps_by_dimension(dataset.positions, "80", 2023, "mean")["gap"].sum()
    assert to_mean == pytest.approx(40.832954 - 42.421153, abs=1e-5)
    to_upper = gaps_by_dimension(dataset.positions, "80", 2023, "q75")
    upper, median = (t.set_index("measure")["gap"].sort_index() for t in (to_upper, to_median))
    assert (upper < median).all()
    with pytest.raises(ValueError, match="'group' is none of"):
        gaps_by_dimension(dataset.positions, "80", 2023, "group")


@pytest.mark.parametrize(
    ("points", "rank", "group"),
    [
        (0.0, 5, 4),
        (1.0, 4, 3),  # level with 04: both share rank 4 and are on the lowest threshold
        (1.5, 4, 3),
        (2.0, 3, 2),
        (4.5, 1, 1),
        (-1.0, 5, 4),
    ],
)
def test_outcome_by_hand(points, rank, group):
    outcome = outcome_of_gains(FIVE, "05", 2023, {"1.1": points})
    assert outcome == Outcome(6 + points, points, rank, group)


def test_gains_of_sub_dimensions_and_dimensions_add_up():
    gains = {"1.1": 0.5, "1.2": -0.25, "1": 1.0}
    outcome = outcome_of_gains(make_positions(10.0, 6.0), "02", 2023, gains)
    assert outcome.total == 7.25 and outcome.change == 1.25


@pytest.mark.parametrize("measure", ["9", "3.4", TOTAL, ""])
def test_outcome_knows_only_what_was_measured(dataset, measure):
    with pytest.raises(ValueError, match=f"^Province 80 has no score in '{measure}' in 2023.$"):
        outcome_of_gains(dataset.positions, "80", 2023, {measure: 0.1})


def test_outcome_takes_numbers_only(dataset):
    with pytest.raises(ValueError, match="'1.1' is not a number"):
        outcome_of_gains(dataset.positions, "80", 2023, {"1.1": math.nan})


@pytest.mark.parametrize("year", range(2018, 2025))
def test_without_a_gain_everyone_stays(dataset, year):
    for row in dataset.ranking(year, TOTAL).itertuples():
        outcome = outcome_of_gains(dataset.positions, row.province, year, {"1": 0.0})
        assert outcome == Outcome(row.score, 0.0, row.rank, row.group)


@pytest.mark.parametrize("year", [2012, 2021, 2023])
def test_outcome_is_the_ranking_computed_anew(dataset, year):
    random = np.random.default_rng(year)
    table = dataset.ranking(year, TOTAL)[["year", "measure", "province", "score"]]
    for province in random.choice(table["province"], 8, replace=False):
        points = round(random.normal(0, 2), 6)
        scores = (table["score"] + points * (table["province"] == province)).round(6)
        ranking = add_positions(table.assign(score=scores), dataset.tables.provinces)
        row = ranking.set_index("province").loc[province]
        outcome = outcome_of_gains(dataset.positions, province, year, {"4": points})
        assert outcome == Outcome(row["score"], points, row["rank"], row["group"])


@pytest.mark.parametrize("year", [2022, 2023, 2024])
@pytest.mark.slow
def test_required_total_just_meets_the_group(dataset, year):
    positions = dataset.positions_of_year(year).query("measure in ('total', '1')")
    for row in dataset.ranking(year, TOTAL).itertuples():
        for group in (1, 2, 3):
            target = Target("group", group)
            points = required_total(positions, row.province, year, target) - row.score
            meets = outcome_of_gains(positions, row.province, year, {"1": points})
            fails = outcome_of_gains(positions, row.province, year, {"1": points - 0.001})
            assert meets.group <= group < fails.group
            assert (points > 0) == (row.group > group)


@pytest.mark.parametrize("rank", [1, 2, 40, 60])
@pytest.mark.slow
def test_required_total_just_meets_the_rank(dataset, rank):
    positions = dataset.positions_of_year(2024).query("measure in ('total', '1')")
    for row in dataset.ranking(2024, TOTAL).itertuples():
        points = required_total(positions, row.province, 2024, Target("rank", rank)) - row.score
        meets = outcome_of_gains(positions, row.province, 2024, {"1": points})
        fails = outcome_of_gains(positions, row.province, 2024, {"1": points - 0.001})
        assert meets.rank <= rank < fails.rank


def test_an_equal_score_is_enough_for_a_rank():
    positions = make_positions(10.0, 9.0, 9.0, 7.0)
    assert required_total(positions, "04", 2023, Target("rank", 2)) == 9
    assert required_total(positions, "04", 2023, Target("rank", 3)) == 9
    assert required_total(positions, "04", 2023, Target("rank", 4)) == -math.inf


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
def test_impossible_targets_are_refused(target):
    with pytest.raises(ValueError, match=r"^The .*\.$"):
        find_mix(attainable(0.5), FIVE, "05", 2023, target)


@pytest.mark.parametrize("needed", [0.02, 0.4, 0.5, 0.62, 0.81, 0.98])
@pytest.mark.parametrize("weights", [None, {"1.1": 4.0}, {"1.2": 0.1, "1.3": 0.2}])
@pytest.mark.parametrize("most", [(0.5, 0.3, 0.2), (0.2, 0.3, 0.5), (0.6, 0.38)])
def test_no_mix_on_a_grid_has_less_effort(needed, weights, most):
    mix = find_mix(attainable(*most), FIVE, "05", 2023, Target("score", 6 + needed), weights)
    measures = attainable(*most)["measure"]
    cost = np.array([(weights or {}).get(measure, 1.0) for measure in measures])
    taken = mix.gains.set_index("measure")["gain"].reindex(measures).fillna(0).to_numpy()
    assert mix.feasible and taken.sum() == pytest.approx(needed, abs=1e-9)
    assert (taken <= np.array(most) + 1e-9).all() and (mix.gains["gain"] > 0).all()
    grid = np.array(list(product(*(np.arange(round(m * 100) + 1) / 100 for m in most))))
    enough = grid[grid.sum(axis=1) >= needed - 1e-9]
    least = (enough / np.array(most) @ cost).min()
    assert taken / np.array(most) @ cost == pytest.approx(least, abs=1e-6)
    assert mix.effort == pytest.approx((taken / np.array(most)).sum())


def test_equal_gains_are_taken_in_the_order_of_the_list():
    for order in ([0, 1, 2], [2, 0, 1]):
        table = attainable(0.5, 0.5, 0.5).iloc[order]
        mix = find_mix(table, FIVE, "05", 2023, Target("score", 6.7))
        assert mix.gains["measure"].tolist() == table["measure"].tolist()[:2]
        assert mix.gains["gain"].tolist() == pytest.approx([0.5, 0.2])


def test_mix_by_hand():
    mix = find_mix(attainable(0.9, 0.6, 0.0), FIVE, "05", 2023, Target("group", 3))
    assert (mix.required_total, mix.gain_needed, mix.feasible) == (7, 1, True)
    assert (mix.total, mix.rank, mix.group) == (7, 4, 3)
    assert mix.gains.columns.tolist() == ["measure", "dimension", "gain", "effort"]
    assert mix.gains.to_numpy().tolist() == [
        ["1.1", "1", 0.9, 1.0],
        ["1.2", "1", pytest.approx(0.1), pytest.approx(1 / 6)],
    ]
    assert mix.effort == pytest.approx(7 / 6) and mix.even_fraction == pytest.approx(1 / 1.5)


def test_an_infeasible_target_takes_all_that_is_attainable():
    mix = find_mix(attainable(0.9, 0.6, 0.0), FIVE, "05", 2023, Target("rank", 3))
    assert not mix.feasible and mix.gain_needed == 2
    assert mix.gains["gain"].tolist() == [0.9, 0.6] and mix.effort == 2
    assert (mix.total, mix.rank, mix.group) == (7.5, 4, 3)
    assert mix.even_fraction == pytest.approx(2 / 1.5)
    nothing = find_mix(attainable(0.0, 0.0), FIVE, "05", 2023, Target("rank", 3))
    assert (nothing.feasible, nothing.total, nothing.even_fraction) == (False, 6, math.inf)


def test_all_that_is_attainable_is_just_enough():
    mix = find_mix(attainable(0.9, 0.1), FIVE, "05", 2023, Target("group", 3))
    assert mix.feasible and mix.group == 3 and mix.even_fraction == pytest.approx(1)


@pytest.mark.parametrize("target", [Target("group", 2), Target("rank", 5), Target("score", 7.0)])
def test_nothing_is_needed_for_what_is_reached(target):
    mix = find_mix(attainable(0.9, 0.6), FIVE, "03", 2023, target)
    assert (mix.gain_needed, mix.feasible, mix.effort, mix.even_fraction) == (0, True, 0, 0)
    assert mix.gains.empty and (mix.total, mix.rank, mix.group) == (8, 3, 2)


@pytest.mark.slow
def test_mixes_of_real_provinces_take_the_largest_gains_first(dataset, yearly_changes):
    feasible = set()
    target = Target("group", 1)
    for province in dataset.ranking(2024, TOTAL)["province"].sort_values()[::4]:
        table = compute_attainable_gains(references_of(dataset, yearly_changes, 2024, province))
        mix = find_mix(table, dataset.positions, province, 2024, target)
        most = table["attainable"].to_numpy()
        filled = np.clip(mix.gain_needed - (most.cumsum() - most), 0, most)
        assert mix.gains["gain"].tolist() == pytest.approx(filled[filled > 1e-9], abs=1e-5)
        assert (mix.group <= target.value) == mix.feasible
        assert mix.feasible == (most.sum() >= mix.gain_needed)
        gains = mix.gains.set_index("measure")["gain"].to_dict()
        outcome = outcome_of_gains(dataset.positions, province, 2024, gains)
        assert (outcome.total, outcome.rank, outcome.group) == (mix.total, mix.rank, mix.group)
        feasible.add(mix.feasible)
    assert feasible == {True, False}


def test_long_an_2023_to_the_next_group(dataset, yearly_changes):
    table = compute_attainable_gains(references_of(dataset, yearly_changes, 2023))
    assert table["measure"].iloc[0] == "6.2"
    mix = find_mix(table, dataset.positions, "80", 2023, Target("group", 2))
    assert mix.feasible and mix.group == 2 and mix.rank == 31
    assert mix.gains["gain"].sum() == pytest.approx(1.493578)
    assert not find_mix(table, dataset.positions, "80", 2023, Target("rank", 1)).feasible


def statistics_of_long_an(positions, yearly_changes, breaks, year):
    """Everything that is said of targets, as frames."""
    references = references_from(yearly_changes, positions, breaks, "80", year)
    table, target = compute_attainable_gains(references), Target("group", 2)
    return [
        table,
        find_mix(table, positions, "80", year, target).gains,
        distances_to_levels(positions, "80", year),
        gaps_by_dimension(positions, "80", year),
        gains_by_part(yearly_changes, "80", year),
    ]


def test_later_years_change_nothing_of_an_earlier_one(dataset, yearly_changes):
    breaks = dataset.tables.breaks[["sub_dimension", "year"]]
    later = pd.DataFrame({"sub_dimension": ["1.3", "6.2", "7.2"], "year": [2023, 2024, 2023]})
    other_breaks = pd.concat([breaks, later])
    positions = dataset.positions
    is_later = positions["year"] > 2022
    mirrored = positions["score"].mask(is_later, positions["best"] * 2 - positions["score"])
    other_positions = positions.assign(score=mirrored)
    other_changes = compute_yearly_changes(other_positions, other_breaks)
    for year, is_same in ((2022, True), (2024, False)):
        frames = statistics_of_long_an(positions, yearly_changes, breaks, year)
        other = statistics_of_long_an(other_positions, other_changes, other_breaks, year)
        assert all(a.equals(b) for a, b in zip(frames, other, strict=True)) == is_same


@pytest.mark.parametrize(("year", "province"), [(2018, "22"), (2023, "22"), (2022, "24")])
def test_without_a_total_there_is_no_target(dataset, yearly_changes, year, province):
    positions, target = dataset.positions, Target("group", 1)
    references = references_of(dataset, yearly_changes, year, province)
    table = compute_attainable_gains(references)
    assert distances_to_levels(positions, province, year).empty
    assert outcome_of_gains(positions, province, year, {}) is None
    assert find_mix(table, positions, province, year, target) is None
    # What is published of it can still be judged.
    measures = dataset.positions_of_year(year).query("province == @province")["measure"]
    assert sorted(table["measure"]) == sorted(measures[is_sub_dimension(measures)])


@pytest.mark.parametrize("year", [2011, *range(2012, 2025, 2)])
@pytest.mark.parametrize("province", ["01", "80"])
def test_any_year_works(dataset, yearly_changes, year, province):
    positions = dataset.positions
    references = references_of(dataset, yearly_changes, year, province)
    assert len(distances_to_levels(positions, province, year)) == 5
    assert len(gaps_by_dimension(positions, province, year)) == (6 if year < 2018 else 8)
    table = compute_attainable_gains(references)
    mix = find_mix(table, positions, province, year, Target("rank", 1))
    assert mix.total >= dataset.position(year, TOTAL, province)["score"]
