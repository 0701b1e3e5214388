"""Gains as what comes anyhow and what a good year adds."""

import pandas as pd
import pytest

from lib.stats.gains.two_parts import split_gains


def make_gains(*rows):
    columns = ["measure", "dimension", "score", "median_gain", "good_gain", "room", "n"]
    return pd.DataFrame(rows, columns=columns)


def test_the_extra_is_what_a_good_year_adds_in_whole_steps():
    out = split_gains(
        make_gains(
            ("1.1", "1", 1.0, 0.315, 0.45, 1.0, 40),
            ("1.2", "1", 1.0, -0.10, 0.019, 1.0, 40),
            ("1.3", "1", 1.0, 0.30, 0.60, 0.40, 40),  # the room ends the good year
            ("1.4", "1", 1.0, 0.30, 0.60, 0.20, 40),  # and here also the ordinary one
            ("1.5", "1", 1.0, float("nan"), float("nan"), 1.0, 5),
        )
    ).set_index("measure")
    assert out.index.tolist() == ["1.1", "1.2", "1.3", "1.4", "1.5"]
    assert out["expected"].tolist() == pytest.approx([0.315, -0.10, 0.30, 0.20, 0.0])
    assert out["extra"].tolist() == pytest.approx([0.13, 0.11, 0.10, 0.0, 0.0])


def test_two_thirds_of_long_ans_largest_gain_come_anyhow(dataset):
    out = split_gains(dataset.attainable_gains("80", 2023)).set_index("measure")
    assert out.loc["6.2", ["expected", "extra"]].round(2).tolist() == [0.31, 0.13]
    assert out["extra"].is_monotonic_decreasing
    mix = dataset.attainable_gains("80", 2023).head(8)["measure"]
    assert out.loc[mix, "expected"].sum() == pytest.approx(0.88, abs=0.005)
