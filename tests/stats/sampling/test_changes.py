"""Beyond sampling error, and lasting: the two verdicts on a change."""

from math import inf, sqrt
from statistics import NormalDist

import numpy as np
import pandas as pd
import pytest

from lib.stats.sampling.changes import (
    Spread,
    backtest_lasting,
    beyond_sampling,
    judge_lasting,
)
from lib.stats.sampling.distributions import two_sided_p


def test_the_printed_formula_and_its_degrees_of_freedom():
    found = beyond_sampling(1.5, Spread(0.3, 4), Spread(0.4, 6), median_variance=0.02)
    assert found.error == pytest.approx(sqrt(0.09 + 0.16 + 0.02))
    df = 0.25**2 / (0.3**4 / 4 + 0.4**4 / 6)
    assert found.p == pytest.approx(two_sided_p(1.5 / found.error, df))


def test_samples_that_go_together_make_a_change_more_certain():
    alone, together = (
        beyond_sampling(-0.8, Spread(0.4, inf), Spread(0.4, inf), 0.0, r) for r in (0.0, 0.5)
    )
    assert alone.ratio == pytest.approx(-0.8 / sqrt(0.32))
    assert together.ratio == pytest.approx(-2.0) and together.p < alone.p


def test_infinite_degrees_of_freedom_are_the_normal_distribution():
    found = beyond_sampling(1.96, Spread(0.6, inf), Spread(0.8, inf), 0.0)
    assert found.p == pytest.approx(0.05, abs=1e-3)


def test_chance_alone_is_called_a_change_as_often_as_agreed():
    rng = np.random.default_rng(11)
    n = 4000
    errors = 0.4 * np.sqrt(rng.chisquare(5, (n, 2)) / 5)
    moved = 0.4 * rng.standard_normal((n, 2))
    p = [
        beyond_sampling(b - a, Spread(e, 5), Spread(f, 5), 0.0).p
        for (a, b), (e, f) in zip(moved, errors, strict=True)
    ]
    assert np.mean(np.array(p) <= 0.10) == pytest.approx(0.10, abs=0.02)


def test_what_lasts_is_a_part_of_the_change():
    found = judge_lasting(2.0, 0.3, 0.4, passing_variance=0.6, lasting_variance=1.12)
    noise = 0.09 + 0.16 + 1.2
    share = 1.12 / (1.12 + noise)
    assert found.expected == pytest.approx(2.0 * share)
    assert found.sd == pytest.approx(sqrt(share * noise))
    down = judge_lasting(-2.0, 0.3, 0.4, 0.6, 1.12)
    assert down.expected == -found.expected and down.verdict == found.verdict


@pytest.mark.parametrize(
    ("residual", "verdict"), [(0.2, "low"), (1.0, "low"), (1.5, "middle"), (3.0, "high")]
)
def test_the_verdict_goes_by_the_chance_that_the_direction_lasts(residual, verdict):
    found = judge_lasting(residual, 0.3, 0.3, 0.7, 1.12)
    assert found.verdict == verdict
    less = judge_lasting(residual, 1.5, 1.5, 0.7, 1.12)
    assert less.chance < found.chance


def test_the_chance_of_a_direction_comes_true():
    rng = np.random.default_rng(12)
    lasting = rng.normal(0, 1.12**0.5, 20_000)
    seen = lasting + rng.normal(0, (0.09 + 0.16 + 2 * 0.5) ** 0.5, 20_000)
    judged = [judge_lasting(d, 0.3, 0.4, 0.5, 1.12) for d in seen]
    for verdict in ("low", "middle", "high"):
        rows = [i for i, j in enumerate(judged) if j.verdict == verdict]
        said = np.mean([judged[i].chance for i in rows])
        came = np.mean(lasting[rows] * seen[rows] > 0)
        assert came == pytest.approx(said, abs=0.02)


def test_verdicts_on_past_changes_came_true(dataset):
    judged = dataset.badges[dataset.badges["measure"] == "total"]
    tested = backtest_lasting(judged, passing=0.795, lasting_variance=1.12)
    assert tested.index.tolist() == ["low", "middle", "high"] and tested["n"].sum() == 297
    assert tested["kept"]["low"] < 0.65 < 0.72 < tested["kept"]["middle"] < tested["kept"]["high"]
    assert tested["kept"]["high"] > 0.85


def test_what_was_still_there_a_year_later_is_counted_by_verdict():
    judged = pd.DataFrame(
        [
            # A large rise that stays, one that is gone, a small one that grows, one without a next.
            (2020, "a", 3.0, 3.0), (2021, "a", -2.9, np.nan),
            (2020, "b", 3.0, 3.0), (2021, "b", -3.0, np.nan),
            (2020, "c", -0.1, -0.1), (2021, "c", -5.0, np.nan),
            (2020, "d", 3.0, 3.0),
        ],
        columns=["year", "province", "gap_change", "residual"],
    )  # fmt: skip
    tested = backtest_lasting(judged, passing=0.7, lasting_variance=1.12)
    assert tested["n"].loc[["low", "high"]].tolist() == [1, 2] and np.isnan(
        tested.loc["middle", "n"]
    )
    assert tested["kept"].loc[["low", "high"]].tolist() == [1, 0.5]


def test_a_verdict_begins_at_its_chance():
    for limit, below, above in ((0.75, "low", "middle"), (0.90, "middle", "high")):
        # With a share of one half and a spread of 1 the chance is that of the residual over 2.
        residual = 2 * NormalDist().inv_cdf(limit)
        found = [judge_lasting(residual + d, 0.0, 0.0, 1.0, 2.0) for d in (-1e-6, 1e-6)]
        assert [f.verdict for f in found] == [below, above]
        assert found[1].chance == pytest.approx(limit, abs=1e-6)
