"""The first years of the 34 on made-up scores: each figure worked out from published ones."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from lib.model import sampling, successors
from lib.model.dataset import Dataset
from lib.stats.forecasts.expected_change import fit_expected_change
from lib.stats.ranking import TOTAL
from lib.stats.successors import first_year
from tests.model.test_successors import with_years_of_34
from tests.support.made_up_margins import with_margins


@pytest.fixture(scope="module")
def shown(dataset):
    return with_years_of_34(dataset, 2025, 2026)


@pytest.fixture(scope="module")
def process(shown):
    return successors.yearly_process(shown)


def squares(shown, successor):
    return {code: s**2 for code, s in successors.member_shares(shown, successor).items()}


@pytest.mark.parametrize("measure", [TOTAL, "1", "6.2"])
def test_a_first_change_has_the_positions_before_and_after(shown, measure):
    n = 0
    for successor in shown.members:
        before = shown.estimated_34.position(2024, measure, successor)
        after = shown.published_34.position(2025, measure, successor)
        found = successors.change_of_first_year(shown, successor, measure)
        assert (found is None) == (before is None or after is None)
        if found is None:
            continue
        n += 1
        assert (found.score, found.rank, found.group) == tuple(after[["score", "rank", "group"]])
        assert (found.estimate, found.before_rank, found.before_group) == tuple(
            before[["score", "rank", "group"]]
        )
        assert (found.low, found.high) == (before["low"], before["high"])
        assert found.change == round(after["score"] - before["score"], 6)
        assert found.change_low == round(after["score"] - before["high"], 6)
        assert found.change_high == round(after["score"] - before["low"], 6)
        judged = (found.expected, found.control, found.beyond, found.bound, found.deviations)
        assert np.isnan(judged).all() == (measure != TOTAL) != bool(found.verdict)
    assert n >= 30


def test_a_first_total_is_judged_by_what_its_members_shares_leave_to_chance(shown, process):
    changes = shown.changes_of_measure(TOTAL)
    unseen = first_year.imputed_variance(changes, process)
    assert unseen > process.passing
    slope = fit_expected_change(changes, 2024).slope
    table = {c: successors.change_of_first_year(shown, c) for c in shown.members}
    table = {code: found for code, found in table.items() if found}
    alone = [found.change for code, found in table.items() if not shown.is_merged(code)]
    gaps = {c: shown.estimated_34.position(2024, TOTAL, c)["gap_q50"] for c in table}
    some_imputed = 0
    for code, found in table.items():
        kind = [gaps[c] for c in table if shown.is_merged(c) == shown.is_merged(code)]
        assert found.control == pytest.approx(np.mean(alone), abs=1e-6)
        assert found.expected == pytest.approx(slope * (gaps[code] - np.mean(kind)), abs=1e-6)
        expected = found.change - found.expected - found.control
        assert found.beyond == pytest.approx(expected, abs=2e-6)
        of_members = squares(shown, code)
        total = sum(of_members.values())
        imputed = found.imputed.split()
        some_imputed += bool(imputed)
        variance = (
            sum(s * (unseen if m in imputed else process.passing) for m, s in of_members.items())
            + process.passing
            + process.lasting_change * (total + 0.06 * (1 - total))
        )
        assert found.bound == pytest.approx(first_year.QUANTILE * variance**0.5)
        assert found.deviations == pytest.approx(found.beyond / variance**0.5)
    assert some_imputed


def with_total_moved(shown, successor, year, by):
    """The data set in which a total of a year is so much higher, each part by the same."""
    scores = shown.tables.scores
    is_meant = (scores["year"] == year) & (scores["province"] == successor)
    moved = (scores["score"] + is_meant * by / is_meant.sum()).round(6)
    return Dataset.build(replace(shown.tables, scores=scores.assign(score=moved)))


@pytest.mark.parametrize(("by", "is_within"), [(0.0, True), (2.6, False), (-2.6, False)])
@pytest.mark.parametrize("successor", ["80", "01"])
def test_a_later_change_is_held_against_its_own_spread(shown, process, successor, by, is_within):
    moved = with_total_moved(shown, successor, 2026, by)
    found = successors.change_of_later_year(moved.published_34, successor, 2026)
    gaps = [moved.published_34.position(y, TOTAL, successor)["gap_q50"] for y in (2025, 2026)]
    assert found.gap_change == pytest.approx(gaps[1] - gaps[0], abs=1e-6)
    line = fit_expected_change(shown.changes_of_measure(TOTAL), 2024)
    assert found.expected == pytest.approx(float(line.at(gaps[0])), abs=1e-6)
    assert found.beyond == pytest.approx(found.gap_change - found.expected)
    # Two samples of one province; what lasts is averaged over the members.
    total = sum(squares(shown, successor).values())
    sd = (2 * process.passing + process.lasting_change * (total + 0.06 * (1 - total))) ** 0.5
    assert found.bound == pytest.approx(first_year.QUANTILE * sd)
    assert found.deviations == pytest.approx(found.beyond / sd)
    assert found.is_within == is_within


def test_printed_errors_of_the_two_years_make_the_spread_of_a_later_change(shown, process):
    columns = ["province", "year", "measure", "low", "high", "standard_error"]
    rows = [
        (province, year, TOTAL, 30.0, 31.0, 0.2 + (year - 2025) / 10)
        for year in (2025, 2026)
        for province in shown.members
    ]
    margins = pd.DataFrame(rows, columns=columns)
    own = with_margins(shown.tables, ()).margins
    tables = replace(shown.tables, margins=margins[list(own)].astype(own.dtypes.to_dict()))
    printed = Dataset.build(tables)
    found = successors.change_of_later_year(printed, "80", 2026)
    usual = successors.change_of_later_year(shown, "80", 2026)
    assert found.beyond == usual.beyond
    variances = [
        errors.errors.values[errors.positions["province"].tolist().index("80")] ** 2
        + sampling.passing_beyond_sampling(process, [errors.errors.values])
        for errors in (sampling.margins(printed.published_34, y) for y in (2025, 2026))
    ]
    total = sum(squares(shown, "80").values())
    lasting = process.lasting_change * (total + 0.06 * (1 - total))
    assert found.bound == pytest.approx(first_year.QUANTILE * (sum(variances) + lasting) ** 0.5)


def test_whether_merged_provinces_differ_as_a_whole(shown):
    found = successors.frame_effect(shown.estimated_34)
    table = successors.first_year_table(shown)
    merged = table[table["members_merged"]]
    assert (found.n_merged, found.n_unmerged) == (len(merged), len(table) - len(merged))
    mean = merged["beyond"].mean() - table.loc[~table["members_merged"], "beyond"].mean()
    assert found.difference == pytest.approx(mean, abs=1e-6)
    assert not found.is_effect


def test_a_measure_that_is_another_in_the_first_year_has_no_change(shown):
    parts = shown.tables.sub_dimensions
    is_meant = parts["code"] == "6.4"
    ended = parts.assign(year_to=parts["year_to"].mask(is_meant, 2024))
    scores = shown.tables.scores
    gone = (scores["year"] > 2024) & (scores["sub_dimension"] == "6.4")
    other = Dataset.build(replace(shown.tables, sub_dimensions=ended, scores=scores[~gone]))
    assert other.published_34.position(2025, "6", "80") is not None
    assert successors.change_of_first_year(other, "80", "6") is None
    for measure in ("1", "6.2"):
        assert successors.change_of_first_year(other, "80", measure) is not None
    assert successors.change_of_first_year(shown, "80", "6") is not None
