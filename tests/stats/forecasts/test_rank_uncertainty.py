"""Ranks of this year were every score off by chance."""

import numpy as np
import pandas as pd
import pytest

from lib.stats.forecasts.rank_uncertainty import simulate_ranks, transitory_sd


def make_year(*scores):
    table = pd.DataFrame({"score": scores, "province": [f"{i:02}" for i in range(len(scores))]})
    return table.assign(rank=table["score"].rank(method="min", ascending=False).astype(int))


def test_a_passing_part_turns_changes_back():
    rng = np.random.default_rng(7)
    passing = rng.normal(0, 0.8, (500, 4))
    lasting = rng.normal(0, 1.0, (500, 4)).cumsum(axis=1)
    moved = np.diff(passing + lasting, axis=1)
    changes = pd.DataFrame(
        {
            "year": np.tile([2020, 2021, 2022], 500),
            "province": np.repeat([f"{i:03}" for i in range(500)], 3),
            "gap_change": moved.ravel(),
        }
    )
    assert transitory_sd(changes, 2022) == pytest.approx(0.8, abs=0.1)
    assert np.isnan(transitory_sd(changes, 2017))  # another maximum
    assert np.isnan(transitory_sd(changes.head(147), 2022))  # under a hundred pairs


def test_changes_that_go_on_have_no_passing_part():
    moved = np.repeat(np.linspace(-1, 1, 120), 2)
    changes = pd.DataFrame({"year": [2020, 2021] * 120, "gap_change": moved})
    changes["province"] = np.repeat(np.arange(120).astype(str), 2)
    assert np.isnan(transitory_sd(changes, 2021))


def test_far_apart_ranks_stay_and_equal_ones_share():
    out = simulate_ranks(make_year(90, 50.0, 50.0, 10), 1.0)
    assert out["best"].tolist() == [1, 2, 2, 4]
    assert out["worst"].tolist() == [1, 3, 3, 4]
    assert out["group_1"].tolist() == [1, 0, 0, 0]
    assert out.loc[1, "group_2"] == pytest.approx(0.5, abs=0.02)


def test_a_province_measured_well_has_the_narrower_range():
    scores = np.linspace(40, 44, 41)
    spread = np.where(np.arange(41) == 20, 0.05, 0.9)
    out = simulate_ranks(make_year(*scores), spread)
    width = out["worst"] - out["best"]
    assert width[20] < width[19] and width[20] < width[21]
    assert width[20] > 0  # the others are uncertain


def test_a_spread_of_zero_is_refused_and_an_unknown_one_gives_nothing():
    with pytest.raises(ValueError, match="above 0"):
        simulate_ranks(make_year(1.0, 2.0), 0.0)
    assert simulate_ranks(make_year(1.0, 2.0), np.nan).empty


@pytest.mark.parametrize("year", range(2011, 2025))
def test_no_range_inside_the_table_is_a_single_rank(total_changes, totals, year):
    spread = transitory_sd(total_changes, year)
    out = simulate_ranks(totals[totals["year"] == year], spread)
    inside = out["rank"].between(2, len(out) - 1)
    assert (out["worst"] > out["best"])[inside].all()
    assert out["rank"].between(out["best"], out["worst"]).all()
    groups = out[[f"group_{g}" for g in (1, 2, 3, 4)]]
    assert groups.sum(axis=1).to_numpy() == pytest.approx(np.ones(len(out)))


def test_the_real_spread_and_dien_bien_2021(total_changes, totals):
    assert transitory_sd(total_changes, 2023) == pytest.approx(0.89, abs=0.005)
    out = simulate_ranks(totals[totals["year"] == 2021], 0.89).set_index("province")
    assert out.loc["11", ["rank", "best", "worst"]].tolist() == [60, 59, 60]
