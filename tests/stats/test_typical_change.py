"""Badges and the uncertainty of a score: on changes made by hand, and back-tested on real ones."""

import numpy as np
import pandas as pd
import pytest

from lib.stats.backtest import ALL_YEARS
from lib.stats.ranking import TOTAL
from lib.stats.typical_change import (
    BADGES,
    MIN_CHANGES,
    backtest_badges,
    badge_limits,
    judge_changes,
    score_uncertainty,
)
from tests.stats.changes_by_hand import make_changes, with_other_future

# By hand: a hundred changes of 1, 2 ... 100 points, every second one downwards.
SIZES = np.arange(1.0, 101.0)
HUNDRED = make_changes(SIZES * np.where(SIZES % 2, 1, -1))


def judged(table, relative, year=2020, measure=TOTAL):
    """Badge, fraction and size of the reference of one change of a table."""
    rows = judge_changes(table).query("year == @year and measure == @measure")
    row = rows[rows["relative"] == relative].iloc[0]
    return row["badge"], row["fraction_as_large"], row["n_changes"]


@pytest.mark.parametrize(
    ("relative", "fraction", "badge"),
    [
        (81.0, 0.20, "usual"),
        (-82.0, 0.19, "notable"),
        (-96.0, 0.05, "notable"),
        (97.0, 0.04, "rare"),
        (-100.0, 0.01, "rare"),
        (1.0, 1.0, "usual"),
    ],
)
def test_badge_at_and_beside_its_limits(relative, fraction, badge):
    assert judged(HUNDRED, relative) == (badge, fraction, 100)


def test_direction_of_a_change_does_not_matter():
    downwards = HUNDRED.assign(relative=-HUNDRED["relative"])
    columns = ["province", "badge", "fraction_as_large", "n_changes"]
    assert judge_changes(downwards)[columns].equals(judge_changes(HUNDRED)[columns])


def test_limits_are_the_largest_changes_so_called():
    row = badge_limits(HUNDRED).iloc[0]
    assert (row["year"], row["measure"], row["n_changes"]) == (2020, TOTAL, 100)
    assert (row["median"], row["usual_to"], row["notable_to"]) == (50.5, 81.0, 96.0)


def test_ties_count_as_at_least_as_large():
    same = make_changes([0.1 + 0.2] * 99 + [0.3, 0.300001])  # the first are 0.30000000000000004
    assert judged(same, 0.3)[1] == 1
    assert judged(same, 0.300001)[1] == 1 / 101


def test_too_few_changes_judge_nothing():
    few = HUNDRED.iloc[: MIN_CHANGES - 1]
    table = judge_changes(few)
    assert table["badge"].eq("").all() and table["fraction_as_large"].isna().all()
    assert table["n_changes"].eq(99).all()
    assert badge_limits(few)["usual_to"].isna().all()


def test_unknown_change_has_no_badge():
    table = pd.concat([HUNDRED, make_changes([np.nan])], ignore_index=True)
    row = judge_changes(table).iloc[-1]
    assert row["badge"] == "" and np.isnan(row["fraction_as_large"])


def test_only_changes_of_the_measure_up_to_the_year_are_reference():
    huge = SIZES + 1000
    later, old_scale = make_changes(huge, 2021), make_changes(huge, 2018)
    other_measure = make_changes(huge, 2020, "1")
    table = pd.concat([HUNDRED, later, old_scale, other_measure], ignore_index=True)
    assert judged(table, 97.0) == ("rare", 0.04, 100)
    repeated = pd.concat([table, make_changes([97.0], 2021)], ignore_index=True)
    badge, fraction, n_changes = judged(repeated, 97.0, 2021)
    assert (badge, n_changes) == ("usual", 201)
    assert fraction == pytest.approx(105 / 201)  # 97 twice, 98 to 100, and the hundred huge ones
    assert 2018 not in set(judge_changes(table)["year"])


def test_every_change_since_the_new_scale_is_judged_once(yearly_changes):
    table = judge_changes(yearly_changes)
    assert len(table) == (yearly_changes["year"] >= 2019).sum()
    assert table["year"].min() == 2019
    assert not table.duplicated(["year", "province", "measure"]).any()


def test_badges_of_real_changes_counted_one_by_one(yearly_changes):
    table = judge_changes(yearly_changes)
    sample = table.sample(40, random_state=1)
    for row in sample.itertuples():
        reference = yearly_changes[
            (yearly_changes["measure"] == row.measure)
            & yearly_changes["year"].between(2019, row.year)
        ]
        assert row.n_changes == len(reference)
        as_large = (reference["relative"].abs() >= abs(row.relative) - 1e-9).mean()
        if len(reference) < MIN_CHANGES:
            assert row.badge == "" and np.isnan(row.fraction_as_large)
        else:
            assert row.fraction_as_large == as_large
            expected = "usual" if as_large >= 0.2 else "notable" if as_large >= 0.05 else "rare"
            assert row.badge == expected
    assert set(sample["badge"]) > {"", "usual"}  # the sample holds known and unknown


def test_long_an_2023_changed_as_provinces_usually_do(yearly_changes):
    table = judge_changes(yearly_changes).query("year == 2023 and measure == @TOTAL")
    row = table.set_index("province").loc["80"]
    assert round(row["gain"], 2) == 1.02
    assert row["badge"] == "usual" and 0.45 < row["fraction_as_large"] < 0.55


def test_tay_ninh_2024_changed_as_provinces_rarely_do(yearly_changes):
    table = judge_changes(yearly_changes).query("year == 2024 and measure == @TOTAL")
    row = table.set_index("province").loc["72"]
    assert round(row["gain"], 2) == 8.11
    assert row["badge"] == "rare"


def test_totals_have_badges_from_2020_on(yearly_changes):
    table = judge_changes(yearly_changes).query("measure == @TOTAL")
    for year in range(2019, 2025):
        badges = table.loc[table["year"] == year, "badge"]
        assert (badges != "").all() if year >= 2020 else (badges == "").all()


def test_held_out_years_get_the_badges_about_as_often_as_they_should(yearly_changes):
    for measure in (None, TOTAL):
        overall = backtest_badges(yearly_changes, measure).loc[ALL_YEARS]
        assert 0.70 <= overall["usual"] <= 0.90
        assert overall["rare"] < overall["notable"] < overall["usual"]
        assert overall[list(BADGES)].sum() == pytest.approx(1)


def test_held_out_badges_by_hand():
    after = make_changes([50.0, -85.0, 90.0, 99.0], 2021)
    table = pd.concat([HUNDRED, after], ignore_index=True)
    result = backtest_badges(table, years=(2021,))
    assert result.loc[2021].to_dict() == {"n": 4, "usual": 0.25, "notable": 0.5, "rare": 0.25}
    assert result.loc[ALL_YEARS].to_dict() == result.loc[2021].to_dict()
    # Nothing was known before 2020.
    assert ALL_YEARS not in backtest_badges(HUNDRED, years=(2020,)).index


def test_held_out_year_does_not_judge_itself(yearly_changes):
    of_2023 = yearly_changes["year"] == 2023
    huge = yearly_changes.assign(relative=yearly_changes["relative"].mask(of_2023, 99.0))
    assert backtest_badges(huge, years=(2023,)).loc[ALL_YEARS, "rare"] == 1


def test_later_years_change_no_badge_of_an_earlier_one(yearly_changes):
    other = with_other_future(yearly_changes, 2022)
    for statistic in (
        lambda changes: judge_changes(changes).query("year <= 2022").reset_index(drop=True),
        lambda changes: badge_limits(changes).query("year <= 2022").reset_index(drop=True),
        lambda changes: backtest_badges(changes, years=(2021, 2022)),
    ):
        pd.testing.assert_frame_equal(statistic(yearly_changes), statistic(other))
    assert score_uncertainty(yearly_changes, TOTAL, 2022) == score_uncertainty(other, TOTAL, 2022)
    # They count from their own year on.
    limits, other_limits = (
        badge_limits(changes).set_index(["measure", "year"]).loc[(TOTAL, 2023), "usual_to"]
        for changes in (yearly_changes, other)
    )
    assert limits != other_limits


def test_score_uncertainty_is_the_usual_change_over_the_root_of_two():
    even = make_changes([np.sqrt(2)] * 100)
    assert score_uncertainty(even, TOTAL, 2020) == pytest.approx(1)
    assert np.isnan(score_uncertainty(even.iloc[1:], TOTAL, 2020))
