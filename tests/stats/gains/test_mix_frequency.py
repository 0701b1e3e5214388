"""How often mixes came true: on trials made by hand and on the real gains."""

import numpy as np
import pandas as pd
import pytest

from lib.stats.gains.mix_frequency import mix_frequency, past_trials


@pytest.fixture(scope="module")
def trials(dataset):
    return past_trials(dataset.yearly_changes, dataset.positions, dataset.tables.breaks)


def make_trials(*gains, start_gap=0.0, year=2020, n=100):
    """Provinces that are promised 0.1 + 0.2 in each part and gain ``gains`` in the parts."""
    rows = [
        (year, f"{start_gap}-{i:03}", start_gap, order, 0.1, 0.2, gain)
        for i in range(n)
        for order, gain in enumerate(gains)
    ]
    columns = ["year", "province", "start_gap", "order", "expected", "extra", "gain"]
    return pd.DataFrame(rows, columns=columns)


def test_a_sum_may_be_reached_although_a_part_is_not():
    found = mix_frequency(make_trials(0.5, 0.1), 2020, 0.0, 2)
    assert found == (1.0, 0.0, 100)
    assert mix_frequency(make_trials(0.3, 0.3), 2020, 0.0, 2) == (1.0, 1.0, 100)
    assert mix_frequency(make_trials(0.3, 0.2), 2020, 0.0, 2) == (0.0, 0.0, 100)


def test_only_as_many_parts_and_as_much_as_the_mix_takes():
    trials = make_trials(0.3, 0.2, -1.0)
    assert mix_frequency(trials, 2020, 0.0, 1).reached == 1
    assert mix_frequency(trials, 2020, 0.0, 2).reached == 0
    assert mix_frequency(trials, 2020, 0.0, 2, fraction=0.5).reached == 1
    assert mix_frequency(trials, 2020, 0.0, 3, fraction=0.0).reached == 0


def test_the_nearest_standing_decides():
    trials = pd.concat([make_trials(0.5, start_gap=-2.0), make_trials(0.0, start_gap=2.0)])
    assert mix_frequency(trials, 2020, -1.5, 1).reached == 1
    assert mix_frequency(trials, 2020, 1.5, 1).reached == 0


def test_nothing_is_said_from_few_cases_or_without_a_mix():
    assert mix_frequency(make_trials(0.5, n=99), 2020, 0.0, 1) is None
    assert mix_frequency(make_trials(0.5), 2019, 0.0, 1) is None
    assert mix_frequency(make_trials(0.5), 2020, 0.0, 0) is None
    assert mix_frequency(make_trials(0.5), 2020, np.nan, 1) is None


def test_later_breaks_and_gains_change_no_trial(dataset, trials):
    known = dataset.yearly_changes[dataset.yearly_changes["year"] <= 2022]
    positions = dataset.positions[dataset.positions["year"] <= 2022]
    earlier = past_trials(known, positions, dataset.tables.breaks)
    later = trials[trials["year"] <= 2022].reset_index(drop=True)
    pd.testing.assert_frame_equal(earlier, later)


def test_a_trial_promises_what_the_page_shows(dataset, trials):
    own = trials[(trials["year"] == 2024) & (trials["province"] == "80")]
    shown = dataset.attainable_gains("80", 2023).set_index("measure")
    extra = (shown["good_gain"] - shown["median_gain"]).sort_values(ascending=False)
    assert own["extra"].tolist() == pytest.approx(extra[extra >= 0.01].tolist(), abs=1e-6)


def test_eight_good_years_at_once_hardly_ever_come(trials):
    one, eight, all_parts = (mix_frequency(trials, 2023, -1.496, n) for n in (1, 8, 28))
    assert one.reached == pytest.approx(0.29, abs=0.06)
    assert eight.reached == pytest.approx(0.14, abs=0.03)
    assert eight.all_reached == all_parts.all_reached == 0
    assert all_parts.reached < 0.20
    # All province-years from 2020 on: about one in ten reached the sum of all good years.
    recent = trials[trials["year"] >= 2020].assign(promised=trials["expected"] + trials["extra"])
    sums = recent.groupby(["year", "province"])[["gain", "promised"]].sum()
    assert len(sums) == 301
    assert (sums["gain"] >= sums["promised"]).mean() == pytest.approx(0.096, abs=0.005)
