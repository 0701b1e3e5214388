"""Mixes of gains after what comes anyhow, and that they take the least effort."""

import numpy as np
import pandas as pd
import pytest

from lib.stats.targets import Target, find_mix
from tests.stats.scores_by_hand import make_positions

FIVE = make_positions(10.0, 9.0, 8.0, 7.0, 6.0)


def attainable(*points):
    """Attainable gains of 1.1, 1.2 and 1.3."""
    measures = ["1.1", "1.2", "1.3"][: len(points)]
    return pd.DataFrame({"measure": measures, "dimension": "1", "attainable": points})


def test_what_comes_anyhow_need_not_be_won():
    extra = attainable(0.9, 0.6, 0.3).rename(columns={"attainable": "extra"})
    target = Target("score", 7.0)  # province 05 has 6
    options = {"column": "extra", "expected": 0.4}
    mix = find_mix(extra, FIVE, "05", 2023, target, **options)
    assert mix.gain_needed == 1.0 and mix.expected == 0.4
    assert mix.gains["gain"].tolist() == [0.6] and mix.effort == pytest.approx(0.6 / 0.9)
    assert mix.total == 7.0 and mix.feasible
    nothing = find_mix(extra, FIVE, "05", 2023, target, column="extra", expected=1.2)
    assert nothing.gains.empty and nothing.effort == 0 and nothing.total == 7.2


def test_what_is_reached_must_be_won_again_where_a_fall_is_expected():
    mix = find_mix(attainable(0.9), FIVE, "02", 2023, Target("score", 8.8), expected=-0.5)
    assert mix.gain_needed == 0
    assert mix.gains["gain"].tolist() == pytest.approx([0.3])
    assert mix.total == pytest.approx(8.8)


@pytest.mark.parametrize("seed", range(20))
def test_no_exchange_of_gains_saves_effort(seed):
    rng = np.random.default_rng(seed)
    most = rng.uniform(0.01, 1, 3).round(2)
    weights = dict(zip(["1.1", "1.2", "1.3"], rng.uniform(0.5, 2, 3), strict=True))
    needed = most.sum() * rng.uniform(0.1, 0.9)
    mix = find_mix(attainable(*most), FIVE, "05", 2023, Target("score", 6 + needed), weights)
    taken = mix.gains.set_index("measure")["gain"].reindex(weights, fill_value=0.0).to_numpy()
    assert taken.sum() == pytest.approx(needed, abs=1e-5)
    price = np.array(list(weights.values())) / most  # effort of a point
    given, free = price[taken > 1e-6], price[taken < most - 1e-6]
    assert given.max() <= free.min() + 1e-9
