"""Next year's totals of the 34 by lasting levels, on numbers worked out by hand."""

import pandas as pd
import pytest

from lib.stats.sampling.process import Process
from lib.stats.successors.next_year import simulate_by_levels

PROCESS = Process(passing=1.0, lasting_change=0.5, level=3.0, persistence=0.8)
# Two of equal members each, two that were not merged.
SQUARES = {"a": 0.5, "b": 0.5, "c": 1.0, "d": 1.0}


def simulated(gaps, passing=None):
    totals = pd.DataFrame({"province": list(SQUARES), "gap_q50": gaps})
    return simulate_by_levels(totals, PROCESS, SQUARES, passing)


def middle_and_spread(forecast, province):
    gaps = forecast.gaps[forecast.rows[province]]
    # Of 100 quantiles at 0.5 %, 1.5 % ...: the middle, and from the 10th to the 90th percentile.
    return (gaps[49] + gaps[50]) / 2, (gaps[89] + gaps[90] - gaps[9] - gaps[10]) / 2


def test_a_level_returns_to_the_mean_of_its_kind():
    forecast = simulated([-2.0, 0.0, 1.0, 3.0])
    # Unmerged: the mean is 2, of a distance of 1 stay 0.8 * 3 / (3 + 1).
    assert middle_and_spread(forecast, "d")[0] == pytest.approx(2.6, abs=0.06)
    assert middle_and_spread(forecast, "c")[0] == pytest.approx(1.4, abs=0.06)
    # Merged: the mean is -1; their levels vary by 0.53 * 3, so 0.8 * 1.59 / 2.59 stay.
    assert middle_and_spread(forecast, "a")[0] == pytest.approx(-1.491, abs=0.06)


def test_the_levels_of_merged_provinces_spread_less():
    forecast = simulated([-1.0, 1.0, -1.0, 1.0])
    # 2 * 1.2816 standard deviations: 3 (1 - 0.64 * 0.75) + 1 and 1.59 (1 - 0.64 * 0.614) + 1.
    assert middle_and_spread(forecast, "c")[1] == pytest.approx(4.101, abs=0.15)
    assert middle_and_spread(forecast, "a")[1] == pytest.approx(3.592, abs=0.13)
    # Joined past years have the samples of two members: 1.59 (1 - 0.64 * 0.761) + 0.5.
    joined = simulated([-1.0, 1.0, -1.0, 1.0], dict.fromkeys("ab", 0.5))
    assert middle_and_spread(joined, "a")[1] == pytest.approx(2.940, abs=0.1)
