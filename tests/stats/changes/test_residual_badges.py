"""Badges after the expected change: by hand, and how they fall on the real changes."""

import numpy as np
import pandas as pd
import pytest

from lib.stats.changes.residual_badges import (
    backtest_residual_badges,
    badge_limits,
    expected_by_chance,
    flags_by_standing,
    judge_residuals,
    mark_survivors,
    reference_residuals,
    turned_back,
)
from lib.stats.ranking import TOTAL, is_sub_dimension


@pytest.fixture(scope="module")
def judged(changes_judged):
    return judge_residuals(changes_judged)


def make_changes(gaps, moved, year=2020):
    table = pd.DataFrame({"start_gap": gaps, "gap_change": moved, "year": year})
    table["province"] = [f"{i:03}" for i in range(len(table))]
    return table.assign(measure=TOTAL, gain=moved, start_percentile=0.5)


def test_what_was_to_be_expected_is_no_striking_change():
    gaps = np.repeat([-4.0, 4.0], 50)
    noise = np.tile([0.1, -0.1], 50)
    moved = -0.5 * gaps + noise
    moved[0] = 0.0  # from far below nothing came, though 2 points were to be expected
    out = judge_residuals(make_changes(gaps, moved))
    assert out.loc[0, "badge"] == "rare" and out.loc[0, "residual"] < -1.5
    # It pulls the line a little; two points come and are still no more than usual.
    assert out.loc[2, "gap_change"] == pytest.approx(2.1) and out.loc[2, "badge"] == "usual"


def test_ninety_nine_changes_judge_nothing():
    changes = make_changes(np.linspace(-1, 1, 99), np.zeros(99))
    assert (judge_residuals(changes)["badge"] == "").all()


def test_later_years_change_no_badge(changes_judged, judged):
    totals = changes_judged[changes_judged["measure"] == TOTAL]
    earlier = judge_residuals(totals[totals["year"] <= 2022])
    later = judged[(judged["measure"] == TOTAL) & (judged["year"] <= 2022)]
    pd.testing.assert_frame_equal(earlier, later.reset_index(drop=True))


def test_survivors_by_hand():
    # Allowed are 0.02, 0.04, 0.06, 0.08, 0.10: the third is within although the second is not.
    judged = pd.DataFrame({"fraction_as_large": [0.9, 0.059, 0.001, 0.05, 0.5, np.nan]})
    assert mark_survivors(judged).tolist() == [False, True, True, True, False, False]
    judged["fraction_as_large"] = [0.9, 0.061, 0.03, 0.05, 0.5, np.nan]
    assert not mark_survivors(judged).any()
    assert not mark_survivors(judged.iloc[5:]).any()


def test_chance_alone_gives_five_or_six_of_28(judged):
    own = judged[(judged["year"] == 2023) & (judged["province"] == "80")]
    own = own[is_sub_dimension(own["measure"])]
    assert len(own) == 28
    assert expected_by_chance(own) == pytest.approx((5.6, 1.4))
    assert (own["badge"] != "usual").sum() == 6
    assert not mark_survivors(own).any()


@pytest.mark.parametrize(("year", "most"), [(2022, 0.01), (2023, 0.06), (2024, 0.08)])
def test_few_provinces_have_a_change_that_survives(judged, year, most):
    rows = judged[is_sub_dimension(judged["measure"]) & (judged["year"] == year)]
    found = [mark_survivors(part).any() for _, part in rows.groupby("province")]
    assert np.mean(found) <= most


def assert_both_ends_are_flagged_alike(flags):
    ends = flags.loc[["lowest", "highest"]]
    assert ends["flagged"].between(0.10, 0.30).all()
    assert (ends[["up", "down"]] <= 0.20).all(axis=None)


def test_both_ends_of_the_table_are_flagged_alike(judged):
    of_total = judged["measure"] == TOTAL
    assert_both_ends_are_flagged_alike(flags_by_standing(judged[of_total]))
    of_parts = is_sub_dimension(judged["measure"])
    assert_both_ends_are_flagged_alike(flags_by_standing(judged[of_parts]))


def test_so_they_are_where_only_the_years_before_judge(changes_judged):
    totals = changes_judged[changes_judged["measure"] == TOTAL]
    flags = backtest_residual_badges(totals)
    assert flags.loc["all", "n"] == 238
    assert_both_ends_are_flagged_alike(flags)


def test_long_an_2023_rose_as_was_to_be_expected(judged):
    row = judged.query("year == 2023 and province == '80' and measure == 'total'").iloc[0]
    assert row["gap_change"] == pytest.approx(0.935, abs=0.005)
    assert row["expected"] == pytest.approx(0.89, abs=0.005)
    assert row["badge"] == "usual"


def test_no_changes_are_judged_where_scores_are_estimated(dataset):
    estimated = dataset.estimated_34
    assert estimated.badges.empty and estimated.compared_totals.empty
    assert estimated.next_year(2023) is None and estimated.mix_trials.empty
    assert estimated.forecast_skill.empty


def hundred_changes():
    """Changes of 1, 2 ... 100 points up and as many down, all from the median: none expected."""
    sizes = np.arange(1.0, 101.0)
    return make_changes(np.zeros(200), np.concatenate([sizes, -sizes]))


def test_limits_are_the_largest_residuals_so_called():
    reference = reference_residuals(hundred_changes(), 2020)
    assert len(reference) == 200 and reference["expected"].eq(0).all()
    assert badge_limits(reference) == (81.0, 96.0)
    judged = judge_residuals(hundred_changes()).set_index("gap_change")["badge"]
    found = {size: judged[size] for size in (81.0, 82.0, 96.0, 97.0, -81.0, -97.0)}
    assert list(found.values()) == ["usual", "notable", "notable", "rare", "usual", "rare"]


def test_no_limits_from_too_few_changes_or_before_the_first_year():
    few = reference_residuals(hundred_changes().head(99), 2020)
    assert few.empty and np.isnan(badge_limits(few)).all()
    assert reference_residuals(hundred_changes(), 2019).empty


def test_the_limits_separate_the_badges_of_every_year(changes_judged, judged):
    totals = changes_judged[changes_judged["measure"] == TOTAL]
    for year in (2020, 2023, 2024):
        usual_to, notable_to = badge_limits(reference_residuals(totals, year))
        rows = judged[(judged["measure"] == TOTAL) & (judged["year"] == year)]
        sizes, badges = rows["residual"].abs(), rows["badge"]
        assert sizes[badges == "usual"].max() <= usual_to + 1e-6
        assert sizes[badges == "notable"].between(usual_to, notable_to + 1e-6).all()
        assert sizes[badges == "rare"].min() > notable_to


def test_rare_changes_that_turn_back(judged):
    assert turned_back(judged, 2024) == pytest.approx(0.83, abs=0.01)
    assert np.isnan(turned_back(judged, 2020))


def test_flags_are_counted_by_direction_at_each_end_of_the_table():
    judged = pd.DataFrame(
        [
            ("notable", 0.5, 1 / 6), ("rare", -0.5, 0.1), ("usual", 0.4, 0.0), ("usual", -0.3, 0.1),
            ("rare", 0.2, 0.9), ("usual", 0.0, 1.0), ("usual", 0.1, 5 / 6), ("", 9.0, 0.1),
        ],
        columns=["badge", "residual", "start_percentile"],
    )  # fmt: skip
    flags = flags_by_standing(judged)
    assert flags["n"].to_dict() == {"lowest": 4, "highest": 2, "all": 7}
    assert flags.loc["lowest", ["flagged", "up", "down"]].tolist() == [0.5, 0.25, 0.25]
    assert flags.loc["highest", ["flagged", "up", "down"]].tolist() == [0.5, 0.5, 0]
    assert flags.loc["all", "flagged"] == pytest.approx(3 / 7)
    assert expected_by_chance(judged) == pytest.approx((0.2 * 7, 0.05 * 7))
