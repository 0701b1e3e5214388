"""What passes and what lasts of totals, and next year with standard errors."""

import numpy as np
import pandas as pd
import pytest

from lib.stats.forecasts.next_year import GAP_LEVELS
from lib.stats.sampling.process import (
    Process,
    estimate_process,
    passing_beyond_sampling,
    simulate_ahead,
)

KNOWN = Process(passing=0.8, lasting_change=1.1, level=2.6, persistence=0.7)


def made_up_gaps(process, n, years, rng):
    """Levels that drift and return, and gaps with what passes; one row for each province."""
    keeps = process.persistence
    level = [rng.normal(0, process.level**0.5, n)]
    for _ in range(years - 1):
        step = rng.normal(0, (process.level * (1 - keeps**2)) ** 0.5, n)
        level.append(keeps * level[-1] + step)
    return np.array(level).T, np.array(level).T + rng.normal(0, process.passing**0.5, (n, years))


def test_the_moments_of_made_up_totals_are_found_again():
    _, gaps = made_up_gaps(KNOWN, 3000, 8, np.random.default_rng(8))
    table = pd.DataFrame(gaps, columns=range(2018, 2026)).rename_axis("province")
    long = table.stack().rename("gap_q50").rename_axis(["province", "year"]).reset_index()
    changes = table.diff(axis=1).stack().rename("gap_change")
    changes = changes.rename_axis(["province", "year"]).reset_index().dropna()
    found = estimate_process(changes, long.assign(max_score=80.0), 2023)
    assert found.level == pytest.approx(KNOWN.level, rel=0.15)
    assert found.persistence == pytest.approx(KNOWN.persistence, abs=0.05)
    # An autoregressive level turns changes back too, so some of it counts as passing.
    assert found.passing == pytest.approx(0.8 + 2.6 * 0.3**2, abs=0.15)
    spread = 2 * 0.8 + 2 * 2.6 * 0.3
    assert found.lasting_change + 2 * found.passing == pytest.approx(spread, rel=0.05)


def test_the_published_totals_of_80_points(dataset):
    found = estimate_process(
        dataset.changes_of_measure("total"), dataset.positions_of_measure("total"), 2023
    )
    assert found.passing == pytest.approx(0.79, abs=0.01)
    assert found.lasting_change == pytest.approx(1.12, abs=0.01)
    assert found.level == pytest.approx(2.5, abs=0.15)
    assert found.persistence == pytest.approx(0.72, abs=0.03)


def test_too_few_changes_give_no_process(dataset):
    changes = dataset.changes_of_measure("total")
    totals = dataset.positions_of_measure("total")
    assert estimate_process(changes[changes["year"] < 2013], totals, 2012) is None
    assert estimate_process(changes, totals, 1999) is None


def test_sampling_errors_are_a_part_of_what_passes():
    assert passing_beyond_sampling(KNOWN, [np.full(3, 0.5), np.full(3, 0.5)]) == pytest.approx(0.55)
    assert passing_beyond_sampling(KNOWN, [np.full(3, 2.0)]) == 0


def test_next_years_ranges_cover_80_percent_of_made_up_years():
    rng, covered = np.random.default_rng(9), []
    for _ in range(30):
        _, gaps = made_up_gaps(KNOWN, 61, 2, rng)
        now = pd.DataFrame({"province": [f"{i:02}" for i in range(61)], "gap_q50": gaps[:, 0]})
        ahead = simulate_ahead(now, np.full(61, 0.4), KNOWN, draws=1000)
        ranks = pd.Series(-gaps[:, 1]).rank().astype(int)
        ranges = [ahead.rank_range(code) for code in now["province"]]
        covered += [r.best <= rank <= r.worst for r, rank in zip(ranges, ranks, strict=True)]
    assert 0.77 <= np.mean(covered) <= 0.86  # ranges hold at least 80 %
    assert ahead.group_chances("00").sum() == pytest.approx(1)


def test_a_larger_error_makes_next_year_less_certain():
    now = pd.DataFrame({"province": ["a", "b", "c", "d"], "gap_q50": [3.0, 1.0, -1.0, -3.0]})
    sure, unsure = (simulate_ahead(now, np.array([s, 0.2, 0.2, 0.2]), KNOWN) for s in (0.2, 2.5))
    assert unsure.rank_chances[0, 0] < sure.rank_chances[0, 0]
    assert np.ptp(unsure.gaps[0]) > np.ptp(sure.gaps[0])


def test_next_years_gaps_have_the_mean_and_the_spread_of_the_model():
    now = pd.DataFrame({"province": ["a", "b"], "gap_q50": [4.0, -2.0]})
    ahead = simulate_ahead(now, np.array([0.5, 0.9]), KNOWN, draws=40_000)
    beyond = 0.8 - (0.5**2 + 0.9**2) / 2
    for row, (gap, error) in enumerate([(4.0, 0.5), (-2.0, 0.9)]):
        noise = error**2 + beyond
        share = 2.6 / (2.6 + noise)
        spread = (0.7**2 * 2.6 * (1 - share) + 2.6 * (1 - 0.7**2) + noise) ** 0.5
        middle = (ahead.gaps[row, 49] + ahead.gaps[row, 50]) / 2
        assert middle == pytest.approx(0.7 * share * gap, abs=0.03)
        # Of a normal distribution 95 % lie within 1.96 spreads; the levels are 2.5 and 97.5 %.
        width = np.interp([0.025, 0.975], GAP_LEVELS, ahead.gaps[row])
        assert np.ptp(width) / 3.92 == pytest.approx(spread, rel=0.02)


def test_totals_of_another_maximum_are_left_out():
    _, gaps = made_up_gaps(KNOWN, 60, 7, np.random.default_rng(5))
    table = pd.DataFrame(gaps, columns=range(2018, 2025)).rename_axis("province")
    changes = table.diff(axis=1).stack().rename("gap_change").rename_axis(["province", "year"])
    totals = table.stack().rename("gap_q50").rename_axis(["province", "year"]).reset_index()
    totals["max_score"] = np.where(totals["year"] < 2020, 70.0, 80.0)
    changes = changes.reset_index()
    still = changes["gap_change"].where(changes["year"] > 2020, 0.0)
    for year in (2022, 2023):  # 2020 was reached from 2019, of 70 points
        found = estimate_process(changes, totals, year)
        other = estimate_process(changes.assign(gap_change=still), totals, year)
        assert found is not None and other is not None
        # The sum of both is the spread of the yearly changes of 80 points.
        assert found.lasting_change + 2 * found.passing == pytest.approx(
            other.lasting_change + 2 * other.passing
        )
