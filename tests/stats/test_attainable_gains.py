"""What can be attained: on changes made by hand, and on real scores."""

import math

import pandas as pd
import pytest

from lib.stats.attainable_gains import (
    MIN_REFERENCES,
    collect_past_gains,
    compute_attainable_gains,
    find_references,
    gains_by_part,
)
from lib.stats.ranking import TOTAL
from tests.stats.scores_by_hand import sub_dimension_scores

NO_BREAKS = pd.DataFrame({"sub_dimension": pd.Series(dtype=str), "year": pd.Series(dtype=int)})


def past_changes(gains, start=1.0, year=2023):
    """Yearly changes of 1.1 from one score."""
    table = {"year": year, "measure": "1.1", "start": start, "gain": pd.Series(gains, dtype=float)}
    return pd.DataFrame(table)


def scores_of_sub_dimension(*scores, year=2023):
    """Province 01 has the first score in 1.1, others have the rest."""
    codes = [f"{i:02}" for i in range(1, len(scores) + 1)]
    return pd.DataFrame({"year": year, "province": codes, "measure": "1.1", "score": scores})


def attainable_by_hand(past, scores, breaks=NO_BREAKS, n_references=20):
    """The row of 1.1 of province 01, and its reference gains."""
    own_scores = {"1.1": scores.query("year == 2023 and province == '01'")["score"].item()}
    past_gains = collect_past_gains(past, scores, breaks, 2023)
    references = find_references(past_gains, own_scores, n_references)
    return compute_attainable_gains(references).iloc[0], references[0]


def attainable_in(dataset, yearly_changes, year, province="80"):
    """The attainable gains of a province on real scores."""
    past_gains = collect_past_gains(yearly_changes, dataset.positions, dataset.tables.breaks, year)
    own_scores = sub_dimension_scores(dataset.positions, province, year)
    return compute_attainable_gains(find_references(past_gains, own_scores))


def test_nearest_changes_give_median_and_good_gain():
    near = past_changes([i / 100 for i in range(20)], start=1.2)
    far = past_changes([9.0] * 10, start=0.7)
    row, _ = attainable_by_hand(pd.concat([far, near]), scores_of_sub_dimension(1.0, 3.0))
    assert (row["measure"], row["dimension"], row["n"]) == ("1.1", "1", 20)
    assert row["reach"] == pytest.approx(0.2)
    assert [row["median_gain"], row["typical"]] == pytest.approx([0.095, 0.095])
    assert [row["good_gain"], row["attainable"]] == pytest.approx([0.1425, 0.1425])
    assert (row["highest"], row["room"]) == (3.0, 2.0)


def test_nothing_beyond_the_highest_score_ever_is_attainable():
    row, reference = attainable_by_hand(past_changes([0.4] * 20), scores_of_sub_dimension(1.0, 1.3))
    assert row["good_gain"] == pytest.approx(0.4)
    assert row["attainable"] == row["typical"] == pytest.approx(0.3)


def test_a_loss_is_not_attainable():
    past = past_changes([-0.2] * 20)
    row, reference = attainable_by_hand(past, scores_of_sub_dimension(1.0, 1.3))
    assert (row["good_gain"], row["attainable"], row["typical"]) == (-0.2, 0, 0)


@pytest.mark.parametrize(("n", "expected"), [(MIN_REFERENCES - 1, 0), (MIN_REFERENCES, 0.5)])
def test_too_few_changes_say_nothing(n, expected):
    row, reference = attainable_by_hand(past_changes([0.5] * n), scores_of_sub_dimension(1.0, 3.0))
    assert row["attainable"] == expected and row["n"] == n
    assert math.isnan(row["median_gain"]) == math.isnan(row["good_gain"]) == (expected == 0)


def test_no_change_at_all():
    row, _ = attainable_by_hand(past_changes([]), scores_of_sub_dimension(1.0, 3.0))
    assert (row["n"], row["attainable"]) == (0, 0) and math.isnan(row["reach"])


def test_a_break_excludes_changes_and_scores_before_it():
    past = pd.concat([past_changes([0.3] * 20, year=2022), past_changes([0.1] * 20, year=2023)])
    scores = pd.concat(
        [
            scores_of_sub_dimension(1.0, 9.0, year=2021),
            scores_of_sub_dimension(1.0, 5.0, year=2022),
            scores_of_sub_dimension(1.0, 4.0),
        ]
    )
    breaks = pd.DataFrame({"sub_dimension": ["1.1", "2.1"], "year": [2022, 2023]})
    row, _ = attainable_by_hand(past, scores, breaks, n_references=40)
    assert (row["n"], row["good_gain"], row["highest"]) == (20, pytest.approx(0.1), 5.0)
    row, _ = attainable_by_hand(past, scores, n_references=40)
    assert (row["n"], row["good_gain"], row["highest"]) == (40, pytest.approx(0.3), 9.0)


@pytest.mark.parametrize("year", [2019, 2024])
@pytest.mark.slow
def test_attainable_is_never_negative_nor_above_the_highest_ever(dataset, yearly_changes, year):
    past = dataset.positions[dataset.positions["year"] <= year]
    highest_ever = past.groupby("measure")["score"].max()
    measured = dataset.measured_sub_dimensions.query("year == @year")["sub_dimension"]
    for province in dataset.ranking(year, TOTAL)["province"]:
        table = attainable_in(dataset, yearly_changes, year, province)
        assert sorted(table["measure"]) == sorted(measured)
        assert (table["attainable"] >= table["typical"]).all() and (table["typical"] >= 0).all()
        assert table["attainable"].is_monotonic_decreasing
        highest = table["measure"].map(highest_ever)
        assert (table["score"] + table["attainable"] <= highest + 1e-9).all()
        assert (table["highest"] <= highest).all()


def test_a_sub_dimension_in_its_first_year_has_no_reference(dataset, yearly_changes):
    table = attainable_in(dataset, yearly_changes, 2022).set_index("measure")
    assert table.loc["1.1", ["n", "attainable"]].tolist() == [0, 0]  # it jumped in 2022
    assert table.loc["5.1", "n"] == 40 and table.loc["5.1", "attainable"] > 0  # redefined in 2021


def test_parts_of_the_gain_of_old_tay_ninh(yearly_changes):
    table = gains_by_part(yearly_changes, "72", 2024)
    assert table["gain"].is_monotonic_decreasing
    assert table["measure"].tolist()[:3] == ["2", "1", "4"]
    dimensions = table[table["measure"].str.len() == 1]
    assert len(dimensions) == 8 and dimensions["gain"].sum() == pytest.approx(8.108891, abs=1e-5)
    assert table["gain"].sum() == pytest.approx(2 * 8.108891, abs=1e-4)
    assert gains_by_part(yearly_changes, "72", 2011).empty


def test_a_change_over_a_break_is_no_gain(yearly_changes):
    measures = set(gains_by_part(yearly_changes, "80", 2022)["measure"])
    assert "1.1" not in measures and "1" not in measures and {"1.2", "2"} <= measures
