"""What printed margins say of the published data; the margins are made up."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from lib.model import sampling
from lib.model.dataset import Dataset
from lib.stats.sampling.ranks import DISTINCT
from tests.stats.sampling.printed import PRINTED
from tests.support.made_up_margins import with_margins


@pytest.fixture(scope="module")
def measured(dataset):
    """The published data with margins of 2023 and 2024."""
    return Dataset.build(with_margins(dataset.tables))


def test_without_margins_nothing_is_said(dataset):
    assert not sampling.has_margins(dataset)
    assert sampling.margins(dataset, 2023) is None and sampling.true_ranks(dataset, 2023) == {}
    assert sampling.change_verdict(dataset, 2024, "80") is None
    assert sampling.threshold_distance(dataset, 2024, "80", "q50") is None
    assert sampling.next_year(dataset, 2024) is None


def test_other_years_have_none_nor_have_estimates(measured):
    assert sampling.has_margins(measured, 2023) and not sampling.has_margins(measured, 2022)
    assert sampling.margins(measured, 2022) is None
    assert not sampling.has_margins(measured.estimated_34)
    assert sampling.margins(measured.estimated_34, 2023) is None


def test_a_margin_is_kept_as_printed_beside_the_moderated_error(measured):
    own = sampling.margin(measured, 2023, "80")
    printed = measured.tables.margins.set_index(["year", "province"]).loc[(2023, "80")]
    assert (own.low, own.high, own.printed) == tuple(printed[["low", "high", "standard_error"]])
    found = sampling.margins(measured, 2023)
    assert min(own.printed, found.errors.common) <= own.spread.value
    assert own.spread.value <= max(own.printed, found.errors.common)
    assert round(100 * found.level.level) == 90


def test_a_province_without_a_printed_error_has_the_common_one(dataset):
    tables = with_margins(dataset.tables)
    is_own = tables.margins["province"] == "80"
    error = tables.margins["standard_error"].mask(is_own)
    less = Dataset.build(replace(tables, margins=tables.margins.assign(standard_error=error)))
    own, found = sampling.margin(less, 2023, "80"), sampling.margins(less, 2023)
    assert np.isnan(own.printed) and own.spread.value == pytest.approx(found.errors.common)
    ranks = sampling.true_ranks(less, 2023)["80"]
    assert ranks.worst > ranks.best


def test_an_interval_without_a_width_is_not_known_and_gives_no_verdict(dataset):
    tables = with_margins(dataset.tables)
    is_own = tables.margins["province"] == "80"
    low = tables.margins["low"].where(~is_own, 41.0)
    high = tables.margins["high"].where(~is_own, 41.0)
    error = tables.margins["standard_error"].mask(is_own)
    margins = tables.margins.assign(low=low, high=high, standard_error=error)
    flat = Dataset.build(replace(tables, margins=margins))
    # As a province for which nothing is printed.
    none = Dataset.build(replace(tables, margins=tables.margins[~is_own]))
    for data in (flat, none):
        assert sampling.margin(data, 2023, "80") is None
        assert sampling.change_verdict(data, 2024, "80") is None
        assert sampling.threshold_distance(data, 2023, "80", "q50") is None
    assert sampling.true_ranks(flat, 2023) == sampling.true_ranks(none, 2023)
    assert sampling.margins(flat, 2023).level == sampling.margins(none, 2023).level
    # With an error printed beside it, only the interval is not known.
    margins = tables.margins.assign(low=low, high=high)
    own = sampling.margin(Dataset.build(replace(tables, margins=margins)), 2023, "80")
    assert np.isnan(own.low) and np.isnan(own.high) and own.spread.value > 0


def test_three_printed_provinces_have_their_intervals_and_no_ranks(dataset):
    rows = PRINTED.drop(columns="score").assign(year=2023, measure="total")
    few = Dataset.build(replace(dataset.tables, margins=rows))
    assert sampling.margin(few, 2023, "01").low == 43.700916
    assert sampling.margin(few, 2023, "80") is None and sampling.true_ranks(few, 2023) == {}
    assert sampling.threshold_distance(few, 2023, "01", "q50") is None
    assert sampling.next_year(few, 2023) is None and sampling.process(few, 2023) is not None


def test_the_published_rank_lies_in_the_true_ones_of_every_province(measured):
    ranks = sampling.true_ranks(measured, 2023)
    for province, own in measured.total_positions(2023).items():
        assert ranks[province].best <= own["rank"] <= ranks[province].worst
        assert sum(ranks[province].group_chances) == pytest.approx(1)


def test_long_an_2023_is_on_its_threshold_and_far_from_the_median(measured):
    on, far = (sampling.threshold_distance(measured, 2023, "80", q) for q in ("q25", "q50"))
    assert on.errors == 0 and not on.is_distinct
    assert far.is_distinct and far.errors < -DISTINCT
    assert far.gap == pytest.approx(-1.493578, abs=1e-6)
    assert far.errors == pytest.approx(far.gap / np.hypot(far.spread, far.threshold_error))


def test_a_change_is_judged_where_both_years_have_margins(measured):
    assert sampling.change_verdict(measured, 2023, "80") is None  # nothing in 2022
    verdict = sampling.change_verdict(measured, 2024, "80")
    assert verdict.gap_change == pytest.approx(0.307096, abs=1e-6)
    assert not verdict.is_beyond and verdict.lasting.verdict == "low"
    leap = sampling.change_verdict(measured, 2024, "72")  # Tây Ninh: from the last to the second
    assert leap.is_beyond and leap.is_beyond_correlated and leap.lasting.verdict == "high"
    assert 0 < leap.lasting.expected < leap.residual < leap.gap_change


def test_samples_that_go_together_make_every_change_more_certain(measured):
    for province in ("01", "72", "80"):
        verdict = sampling.change_verdict(measured, 2024, province)
        assert verdict.correlated.error < verdict.sampled.error
        assert abs(verdict.correlated.ratio) > abs(verdict.sampled.ratio)


def test_a_year_with_parts_measured_anew_has_no_verdict(dataset):
    tables = with_margins(dataset.tables, (2021, 2022))
    assert (tables.breaks["year"] == 2022).any()
    assert sampling.change_verdict(Dataset.build(tables), 2022, "80") is None


def test_next_year_is_less_certain_than_this_one(measured):
    now = sampling.true_ranks(measured, 2024)["80"]
    ahead = sampling.next_year(measured, 2024).rank_range("80")
    assert ahead.worst - ahead.best > now.worst - now.best


def test_of_a_year_with_one_part_measured_anew_the_other_dimensions_have_a_verdict(dataset):
    tables = with_margins(dataset.tables, (2021, 2022))
    of_all = pd.concat(
        [
            tables.margins.assign(measure=measure)
            for measure in ("total", "1", "6", "8")  # a part of 1 was measured anew in 2022
        ],
        ignore_index=True,
    )
    found = Dataset.build(replace(tables, margins=of_all))
    verdicts = {m: sampling.change_verdict(found, 2022, "80", m) for m in ("total", "1", "6", "8")}
    assert verdicts["total"] is None and verdicts["1"] is None
    for measure in ("6", "8"):
        verdict = verdicts[measure]
        own = dataset.changes_of_year(2022).set_index(["measure", "province"])
        assert verdict.gap_change == own.loc[(measure, "80"), "gap_change"]
        assert verdict.lasting is None and np.isnan(verdict.residual)
    assert sampling.change_verdict(found, 2022, "80", "7") is None  # none is printed


def test_the_error_of_a_change_is_of_both_scores_and_both_medians(measured):
    verdict = sampling.change_verdict(measured, 2024, "80")
    ends = [sampling.margin(measured, year, "80").spread.value for year in (2023, 2024)]
    medians = [
        sampling.threshold_distance(measured, year, "80", "q50").threshold_error
        for year in (2023, 2024)
    ]
    assert min(medians) > 0
    expected = np.sqrt(sum(error**2 for error in (*ends, *medians)))
    assert verdict.sampled.error == pytest.approx(expected)
