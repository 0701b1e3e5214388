"""Smaller integers hold the same figures."""

import pandas as pd

from lib.stats.compact_tables import compact_integers


def test_integers_take_less_memory_and_stay_the_same():
    table = pd.DataFrame(
        {
            "year": [2011, 2024],
            "rank": [63, 1],
            "prev_rank": pd.array([63, None], dtype="Int64"),
            "score": [40.830015, 0.1],
            "province": ["80", "01"],
        }
    )
    small = compact_integers(table)
    assert small["year"].dtype == "int32"
    assert small["rank"].dtype == "int16" and small["prev_rank"].dtype == "Int16"
    pd.testing.assert_frame_equal(small, table, check_dtype=False)
    assert small["score"].tolist() == [40.830015, 0.1]  # decimals are not rounded


def test_two_ranks_can_be_multiplied():
    ranks = compact_integers(pd.DataFrame({"rank": [180, 1]}))["rank"]
    assert (ranks * ranks).tolist() == [32400, 1]
    counts = compact_integers(pd.DataFrame({"n": [181, 1]}))["n"]
    assert (counts * counts).tolist() == [32761, 1]
