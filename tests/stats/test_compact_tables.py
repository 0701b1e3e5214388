"""Smaller integers hold the same figures."""

import pandas as pd

from lib.stats.compact_tables import compact_integers


def test_integers_take_half_the_memory_and_stay_the_same():
    table = pd.DataFrame(
        {
            "year": [2011, 2024],
            "prev_rank": pd.array([63, None], dtype="Int64"),
            "score": [40.830015, 0.1],
            "province": ["80", "01"],
        }
    )
    small = compact_integers(table)
    assert small["year"].dtype == "int32" and small["prev_rank"].dtype == "Int32"
    pd.testing.assert_frame_equal(small, table, check_dtype=False)
    assert small["score"].tolist() == [40.830015, 0.1]  # decimals are not rounded
