"""One of the 34 with made-up published years: its change, its history, its weights."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from lib.model import sampling, successors, unit_lists
from lib.model.dataset import Dataset
from tests.support.made_up_margins import with_margins


def with_years_of_34(dataset, *years, moved=0.0, without=()):
    """The data set with made-up scores of the 34: the estimates of 2024, moved a little."""
    table = dataset.estimated_34.positions_of_year(2024)
    table = table[table["measure"].str.contains(".", regex=False)]
    table = table[~table["province"].isin(without)]
    rng = np.random.default_rng(34)
    parts = [dataset.tables.scores]
    for year in years:
        noise = rng.normal(0, 0.05, len(table))
        parts.append(
            pd.DataFrame(
                {
                    "year": year,
                    "province": table["province"],
                    "sub_dimension": table["measure"],
                    "score": (table["score"] + noise + moved).round(6),
                }
            )
        )
    scores = pd.concat(parts, ignore_index=True)
    return Dataset.build(replace(dataset.tables, scores=scores))


@pytest.fixture(scope="module")
def two_years(dataset):
    return with_years_of_34(dataset, 2025, 2026)


def test_shares_and_the_simple_mean_where_it_differs(dataset):
    assert successors.member_shares(dataset, "80")["80"] == pytest.approx(0.593, abs=5e-4)
    simple = successors.simple_mean_beside(dataset, "80", 2024)
    assert (round(simple.score, 2), simple.rank, simple.group) == (44.82, 8, 1)
    assert round(successors.simple_mean_beside(dataset, "79", 2024).score, 2) == 44.58
    assert successors.simple_mean_beside(dataset, "01", 2024) is None  # not merged
    assert successors.simple_mean_beside(dataset, "22", 2023) is None  # not published


def test_nothing_is_compared_before_the_34_have_a_year(dataset):
    assert successors.first_year_of_34(dataset) is None
    assert successors.change_of_first_year(dataset, "80") is None
    assert successors.frame_effect(dataset) is None
    assert successors.change_of_later_year(dataset, "80", 2024) is None
    assert set(successors.history(dataset, "80")["kind"]) == {"member", "estimate"}


def test_the_change_of_the_first_year_with_the_members_range(two_years):
    found = successors.change_of_first_year(two_years.published_34, "80")
    own = two_years.published_34.position(2025, "total", "80")
    assert (found.year, found.before) == (2025, 2024)
    assert found.estimate == pytest.approx(44.3515, abs=1e-4)
    assert found.change == pytest.approx(own["score"] - found.estimate, abs=1e-5)
    assert found.change_low == pytest.approx(own["score"] - 47.345244)  # the old Tây Ninh
    assert found.change_high == pytest.approx(own["score"] - 42.293085)  # Long An
    assert found.beyond == pytest.approx(found.change - found.expected - found.control, abs=1e-5)
    assert found.bound == pytest.approx(1.73, abs=0.005) and found.verdict == "consistent"
    assert successors.change_of_first_year(two_years, "82").imputed == "82"


def test_a_single_measure_has_a_change_and_no_verdict(two_years):
    found = successors.change_of_first_year(two_years, "80", "6.2")
    assert found.verdict == "" and np.isnan(found.bound)
    assert found.change == pytest.approx(found.score - found.estimate, abs=1e-5)


def test_a_large_difference_of_one_province_is_called_different(dataset):
    scores = with_years_of_34(dataset, 2025).tables.scores
    is_own = (scores["year"] == 2025) & (scores["province"] == "80")
    scores = scores.assign(score=scores["score"] + is_own * 0.1)
    found = successors.change_of_first_year(
        Dataset.build(replace(dataset.tables, scores=scores)), "80"
    )
    assert found.change == pytest.approx(2.8, abs=0.9) and found.verdict == "different"


def test_what_all_gain_makes_no_difference(dataset):
    first = successors.change_of_first_year(with_years_of_34(dataset, 2025), "79")
    moved = successors.change_of_first_year(with_years_of_34(dataset, 2025, moved=0.02), "79")
    assert moved.change == pytest.approx(first.change + 28 * 0.02, abs=1e-5)
    assert moved.beyond == pytest.approx(first.beyond, abs=1e-5)


def test_the_second_year_has_a_spread_and_no_badge(two_years):
    found = successors.change_of_later_year(two_years, "80", 2026)
    own = two_years.published_34
    gaps = [own.position(year, "total", "80")["gap_q50"] for year in (2025, 2026)]
    assert found.gap_change == pytest.approx(gaps[1] - gaps[0], abs=1e-5)
    assert found.is_within and found.bound == pytest.approx(1.9, abs=0.05)
    assert own.badge(2026, "total", "80").name == ""
    assert successors.change_of_later_year(two_years, "80", 2025) is None
    assert successors.change_of_later_year(two_years, "01", 2026).bound == pytest.approx(
        2.11, abs=0.01
    )


def test_the_history_goes_on_into_the_published_years(two_years):
    table = successors.history(two_years, "80")
    own = table[table["kind"] == "published"]
    assert own["year"].tolist() == [2025, 2026] and own["scored"].tolist() == [34, 34]
    assert set(own["era"]) == {table.set_index("year").loc[2024, "era"].iloc[0]}


def test_a_successor_that_was_not_published_has_no_change(dataset):
    without = with_years_of_34(dataset, 2025, without=("80",))
    assert successors.change_of_first_year(without, "80") is None
    assert successors.history(without, "80")["kind"].iloc[-1] == "estimate"
    assert successors.change_of_first_year(without, "79") is not None


@pytest.fixture(scope="module")
def measured(dataset):
    """One year of the 34 and made-up margins of 2024 and 2025."""
    tables = with_margins(with_years_of_34(dataset, 2025).tables, (2024,))
    own = Dataset.build(tables).published_34.ranking(2025, "total")
    margins = pd.DataFrame(
        {
            "province": own["province"],
            "year": 2025,
            "measure": "total",
            "low": own["score"] - 0.4,
            "high": own["score"] + 0.4,
            "standard_error": 0.2,
        }
    )
    both = pd.concat([tables.margins, margins[list(tables.margins)]], ignore_index=True)
    return Dataset.build(replace(tables, margins=both))


def test_printed_errors_make_the_error_of_an_estimate(dataset, measured):
    assert successors.estimate_error(dataset, "80", 2024) is None
    errors = sampling.margins(measured, 2024)
    by_code = dict(zip(errors.positions["province"], errors.errors.values, strict=True))
    shares = successors.member_shares(measured, "80")
    expected = sum((share * by_code[code]) ** 2 for code, share in shares.items()) ** 0.5
    assert successors.estimate_error(measured, "80", 2024) == pytest.approx(expected)
    assert successors.estimate_error(measured, "80", 2023) is None
    # An imputed member is further off than any that was asked.
    imputed = successors.estimate_error(measured, "82", 2024)
    assert imputed > successors.member_shares(measured, "82")["82"] * 1.0


def test_printed_errors_stand_in_the_place_of_what_passes(two_years, measured):
    # What is not sampling error passes too, so bounds differ by how a province's errors differ.
    usual, found = (
        successors.first_year_table(data).set_index("province")["bound"]
        for data in (two_years, measured)
    )
    assert (found - usual).abs().max() > 0.05 and (found - usual).abs().mean() < 0.1
    assert sampling.process(measured.published_34, 2025) == successors.yearly_process(measured)


def test_a_year_of_the_63_stays_theirs_once_the_34_are_published(two_years):
    assert unit_lists.dataset_of_year(two_years, 2024) is two_years
    assert unit_lists.dataset_of_year(two_years, 2025) is two_years.published_34


@pytest.mark.parametrize(("years", "counts"), [((2023,), False), ((2024,), True)])
def test_the_printed_errors_of_the_estimates_own_year_count(two_years, years, counts):
    margins = with_margins(two_years.tables, years).margins
    printed = Dataset.build(replace(two_years.tables, margins=margins))
    usual, found = (
        successors.first_year_table(data).set_index("province")["bound"]
        for data in (two_years, printed)
    )
    assert ((found - usual).abs().max() > 0.01) == counts


def test_without_a_score_or_the_year_before_there_is_no_later_change(dataset, two_years):
    without = with_years_of_34(dataset, 2025, 2026, without=("80",))
    assert successors.change_of_later_year(without, "80", 2026) is None
    assert successors.change_of_later_year(without, "01", 2026) is not None
    assert successors.change_of_later_year(two_years, "80", 2025) is None
    assert successors.change_of_later_year(dataset, "80", 2024) is None


@pytest.mark.parametrize("first", [2024, 2023, 2022])
def test_few_years_of_the_63_judge_no_change_of_the_34(two_years, first):
    scores = two_years.tables.scores
    few = Dataset.build(replace(two_years.tables, scores=scores[scores["year"] >= first]))
    assert successors.first_year_of_34(few) == 2025
    assert successors.first_year_table(few).empty
    assert successors.change_of_later_year(few, "80", 2026) is None
    assert successors.frame_effect(few) is None
