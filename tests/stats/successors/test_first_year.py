"""The first published score against its estimate: on frames made by hand."""

import pandas as pd
import pytest

from lib.stats.forecasts.expected_change import ExpectedChange
from lib.stats.sampling.process import Process
from lib.stats.successors.first_year import (
    MEMBER_CORRELATION,
    change_variance,
    compare_first_year,
    frame_effect,
    imputed_variance,
)

PROCESS = Process(passing=0.79, lasting_change=1.12, level=2.5, persistence=0.73)
LINE = ExpectedChange(0.1, -0.4, 400)
UNMERGED = [f"{n}" for n in range(40, 51)]


def shares(k):
    return {str(n): 1 / k for n in range(k)}


@pytest.mark.parametrize(("k", "bound"), [(1, 2.10), (2, 1.71), (3, 1.55)])
def test_the_bound_of_equal_members(k, bound):
    assert 1.2816 * change_variance(PROCESS, shares(k)) ** 0.5 == pytest.approx(bound, abs=0.01)


def test_an_uneven_weight_an_imputed_member_and_a_sample_of_its_own_widen():
    even = change_variance(PROCESS, {"1": 0.5, "2": 0.5})
    assert change_variance(PROCESS, {"1": 0.9, "2": 0.1}) > even
    assert change_variance(PROCESS, {"1": 0.5, "2": 0.5}, {"2": 1.11}) == pytest.approx(
        even + 0.25 * (1.11 - 0.79)
    )
    precise = change_variance(PROCESS, {"1": 0.5, "2": 0.5}, after=0.2)
    assert even - precise == pytest.approx(0.79 - 0.2)


def test_an_imputed_score_is_as_far_off_as_six_tenths_of_gaps_were():
    moved = pd.DataFrame({"start_gap": [1.0, -1.0, 2.0], "gap_change": [0.6, -0.6, 0.2]})
    assert imputed_variance(moved, PROCESS) == pytest.approx((1 + 1 + 1) / 3 - 0.79)


def frames(merged_scores, gaps=None, gained=1.0):
    """Eleven unmerged that gain the same, and merged ones of 43 points with these gaps."""
    merged = [str(10 + n) for n in range(len(merged_scores))]
    estimates = pd.DataFrame(
        {
            "province": UNMERGED + merged,
            "score": [42.0] * 11 + [43.0] * len(merged),
            "low": 42.0, "high": 44.0, "rank": 1, "group": 1, "imputed": "",
            "gap_q50": [0.5] * 11 + (gaps or [1.0] * len(merged)),
        }
    )  # fmt: skip
    published = pd.DataFrame(
        {
            "province": UNMERGED + merged,
            "score": [42.0 + gained] * 11 + merged_scores,
            "rank": 2, "group": 2,
        }
    )  # fmt: skip
    is_merged = {code: code in merged for code in UNMERGED + merged}
    return estimates, published, LINE, dict.fromkeys(is_merged, 1.0), is_merged


def test_the_difference_is_freed_of_what_all_gained_and_of_what_comes_anyhow():
    # Gaps a point above, at and a point below the mean of the merged: 0.4 down, none, 0.4 up.
    table = compare_first_year(*frames([43.6, 45.4, 43.0], [2.0, 1.0, 0.0])).set_index("province")
    assert table.loc["10", ["change", "expected", "control", "beyond"]].tolist() == [
        0.6, -0.4, 1.0, 0.0,
    ]  # fmt: skip
    assert table.loc["40", ["change", "expected", "beyond"]].tolist() == [1.0, 0.0, 0.0]
    assert table["bound"].round(3).unique().tolist() == [1.282]
    assert table["verdict"].loc[["10", "11", "12"]].tolist() == [
        "consistent", "different", "different",
    ]  # fmt: skip
    assert table.loc["11", "deviations"] == pytest.approx(1.4)


def test_a_difference_of_the_merged_as_a_whole_is_said():
    usual = frame_effect(compare_first_year(*frames([43.4, 44.0, 44.6, 43.2, 44.8])))
    assert usual.difference == pytest.approx(0) and not usual.is_effect
    shifted = frame_effect(compare_first_year(*frames([44.4, 45.0, 45.6, 44.2, 45.8])))
    assert shifted.difference == pytest.approx(1.0) and shifted.is_effect
    assert (shifted.n_merged, shifted.n_unmerged) == (5, 11)
    assert frame_effect(compare_first_year(*frames([43.0]))) is None


def test_with_too_few_unmerged_nothing_is_judged():
    estimates, published, *rest = frames([43.6])
    assert compare_first_year(estimates[7:], published, *rest).empty


def test_members_changes_go_together_a_little(dataset):
    changes = dataset.changes_of_measure("total")
    recent = changes[changes["year"] > 2018]
    moved = recent["gap_change"] - recent.groupby("year")["gap_change"].transform("mean")
    table = recent.assign(moved=moved)[["year", "province", "moved"]].merge(dataset.tables.mergers)
    pairs = table.merge(table, on=["year", "successor"], suffixes=("", "_other"))
    pairs = pairs[pairs["province"] < pairs["province_other"]]
    correlation = (pairs["moved"] * pairs["moved_other"]).mean() / (moved**2).mean()
    assert len(pairs) == 199
    assert correlation == pytest.approx(MEMBER_CORRELATION, abs=0.01)
