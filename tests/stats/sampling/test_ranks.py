"""Ranks, groups and thresholds from standard errors, on made-up provinces whose truth is known."""

import numpy as np
import pandas as pd
import pytest

from lib.stats.ranking import group_sizes
from lib.stats.sampling.ranks import (
    distance_in_errors,
    simulate_true_ranks,
    threshold_errors,
    true_levels,
)
from lib.stats.sampling.standard_errors import moderate_errors


def make_year(scores):
    table = pd.DataFrame({"score": scores, "province": [f"{i:02}" for i in range(len(scores))]})
    return table.assign(rank=table["score"].rank(method="min", ascending=False).astype(int))


def ranges_of_made_up_years(n, least, most, seed, years=40):
    """The ranges of years whose true ranks and errors are known: best, worst, rank, truth."""
    rng, parts = np.random.default_rng(seed), []
    for _ in range(years):
        truth = rng.normal(42, 3.4**0.5, n)
        errors = np.exp(rng.uniform(np.log(least), np.log(most), n))
        printed = errors * np.sqrt(rng.chisquare(2, n) / 2)  # of few clusters
        moderated = moderate_errors(printed)
        year = make_year(truth + errors * rng.standard_normal(n))
        out = simulate_true_ranks(year, moderated.values, moderated.df, draws=1000)
        parts.append(out.assign(truth=pd.Series(truth).rank(ascending=False)))
    return pd.concat(parts)


@pytest.mark.parametrize(
    ("n", "least", "most"), [(63, 0.16, 0.9), (63, 0.3, 0.3), (34, 0.16, 0.9), (63, 0.4, 1.2)]
)
def test_ranges_of_80_percent_cover_80_percent(n, least, most):
    ranges = ranges_of_made_up_years(n, least, most, seed=n)
    covered = ranges["truth"].between(ranges["best"], ranges["worst"]).mean()
    assert 0.77 <= covered <= 0.83


def test_no_range_inside_the_table_is_a_single_rank():
    ranges = ranges_of_made_up_years(34, 0.01, 0.05, seed=5, years=10)
    inside = ranges["rank"].between(2, 33)
    assert (ranges["worst"] - ranges["best"])[inside].min() >= 1
    assert ranges["best"].min() == 1 and ranges["worst"].max() == 34
    far = simulate_true_ranks(make_year([50.0, 44.9, 45.0, 30]), np.full(4, 0.01), np.full(4, 9.0))
    assert far["best"].tolist() == [1, 2, 2, 4] and far["worst"].tolist() == [1, 3, 3, 4]


def test_the_published_rank_lies_in_its_range_and_chances_add_up():
    rng = np.random.default_rng(1)
    year = make_year(rng.normal(42, 1.8, 63))
    out = simulate_true_ranks(year, rng.uniform(0.2, 1.5, 63), np.full(63, 4.0))
    assert out["rank"].between(out["best"], out["worst"]).all()
    groups = out[[f"group_{g}" for g in (1, 2, 3, 4)]]
    assert groups.sum(axis=1).to_numpy() == pytest.approx(np.ones(63))
    assert groups.sum().to_numpy() == pytest.approx(group_sizes(63))


def test_the_same_table_gives_the_same_ranges():
    year, spread = make_year(np.linspace(38, 46, 61)), np.full(61, 0.5)
    twice = [simulate_true_ranks(year, spread, np.full(61, np.inf)) for _ in range(2)]
    pd.testing.assert_frame_equal(*twice)


def test_an_extreme_score_of_a_large_error_is_drawn_to_the_middle():
    scores = np.append(np.random.default_rng(2).normal(42, 1.5, 60), 47.0)
    spread = np.append(np.full(60, 0.2), 1.5)
    levels, sd = true_levels(scores, spread)
    assert 42 < levels[-1] < 45.5 and sd[-1] < 1.5
    assert np.abs(levels[:-1] - scores[:-1]).max() < 0.1
    out = simulate_true_ranks(make_year(scores), spread, np.full(61, np.inf))
    assert out["best"].iloc[-1] == 1 and out["worst"].iloc[-1] > 5


def test_errors_of_zero_and_unknown_ones():
    year = make_year([1.0, 2.0])
    with pytest.raises(ValueError, match="above 0"):
        simulate_true_ranks(year, np.array([0.0, 0.1]), np.full(2, np.inf))
    assert simulate_true_ranks(year, np.array([np.nan, 0.1]), np.full(2, np.inf)).empty
    assert simulate_true_ranks(year.head(1), np.array([0.1]), np.full(1, np.inf)).empty


def test_a_threshold_is_as_certain_as_the_scores_around_it():
    year = make_year(np.linspace(38, 46, 61))
    small, large = (threshold_errors(year, np.full(61, s)) for s in (0.1, 1.0))
    assert set(small) == {"q25", "q50", "q75"}
    assert all(0 < small[name] < 0.1 and small[name] < large[name] < 1.0 for name in small)
    assert distance_in_errors(-0.5, 0.3, 0.4) == pytest.approx(-1.0)
