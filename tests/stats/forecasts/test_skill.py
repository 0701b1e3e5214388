"""Where the chances of groups know more than base rates."""

import numpy as np
import pandas as pd
import pytest

from lib.stats.forecasts.skill import (
    base_rates,
    leading_group,
    score_forecasts,
    skill_by_group,
    transition_table,
)


def make_changes(starts, ends, year=2020):
    return pd.DataFrame({"year": year, "start_group": starts, "end_group": ends})


def test_transitions_are_counted_by_the_group_at_the_start():
    changes = make_changes([1, 1, 2, 2, 2, 2], [1, 2, 2, 2, 3, 1])
    table = transition_table(changes, 2020)
    assert table[0].tolist() == [0.5, 0.5, 0, 0]
    assert table[1].tolist() == [0.25, 0.5, 0.25, 0]
    assert np.isnan(table[2:]).all()
    assert base_rates(changes, 2020).tolist() == pytest.approx([2 / 6, 3 / 6, 1 / 6, 0])
    assert np.isnan(transition_table(changes, 2019)).all()


def make_forecasts(chances, ends, provinces, start=2):
    table = pd.DataFrame(chances, columns=[f"chance_{g}" for g in (1, 2, 3, 4)])
    return table.assign(year=2021, province=provinces, start_group=start, end_group=ends)


def test_scores_by_hand():
    changes = make_changes([2] * 4, [1, 2, 3, 4])
    forecasts = make_forecasts([[0, 1, 0, 0], [0, 1, 0, 0]], [2, 3], ["01", "02"])
    scores = score_forecasts(forecasts, changes)
    assert scores["model"].tolist() == [0, 2]
    assert scores["base_rates"].tolist() == scores["transition"].tolist() == [0.75, 0.75]
    assert scores["modal_right"].tolist() == [1, 0]


@pytest.mark.parametrize(
    ("gain", "transition", "skilled"),
    [(0.2, 0.6, True), (0.2, 0.544, False), (0.2, 0.546, True), (-0.1, 0.9, False)],
)
def test_skill_needs_an_interval_above_zero_and_about_the_transition_table(
    gain, transition, skilled
):
    n = 60
    scores = pd.DataFrame({"province": [f"{i:02}" for i in range(n)], "start_group": 1})
    scores = scores.assign(
        model=0.75 - gain, base_rates=0.75, transition=transition, modal_right=1.0
    )
    assert skill_by_group(scores).loc[1, "is_skilled"] == skilled


def test_a_mean_above_zero_by_two_provinces_alone_is_no_skill():
    gains = np.r_[np.full(58, -0.02), [2.0, 2.0]]
    scores = pd.DataFrame({"province": [f"{i:02}" for i in range(60)], "start_group": 1})
    scores = scores.assign(model=0.75 - gains, base_rates=0.75, transition=0.9, modal_right=1.0)
    row = skill_by_group(scores).loc[1]
    assert row["skill"] > 0 > row["low"] and not row["is_skilled"]


def test_a_group_is_named_where_it_leads_clearly():
    assert leading_group(np.array([0.10, 0.20, 0.30, 0.40])) is None
    assert leading_group(np.array([0.10, 0.20, 0.275, 0.425])) == 4
    assert leading_group(np.array([0.60, 0.20, 0.10, 0.10])) == 1


def test_chances_beat_base_rates_and_transitions_but_not_from_group_three(forecasts, total_changes):
    scores = score_forecasts(forecasts[forecasts["year"] > 2020], total_changes)
    means = scores[["model", "transition", "base_rates"]].mean()
    assert means["model"] <= means["transition"] + 0.005
    assert means.round(3).to_dict() == {"model": 0.642, "transition": 0.657, "base_rates": 0.750}
    skill = skill_by_group(scores)
    assert skill["n"].tolist() == [57, 61, 60, 60]
    assert skill["is_skilled"].tolist() == [True, True, False, True]
    assert skill.loc[3, "low"] < 0 < skill.loc[1, "low"]
