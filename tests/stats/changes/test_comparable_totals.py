"""Totals on the parts that compare: by hand and on the real breaks."""

import numpy as np
import pandas as pd
import pytest

from lib.stats.changes.comparable_totals import compare_totals


@pytest.fixture(scope="module")
def compared(dataset):
    return compare_totals(dataset.yearly_changes, dataset.positions)


def make_rows(province, *rows):
    table = pd.DataFrame(rows, columns=["measure", "start", "end", "start_gap", "gap_change"])
    return table.assign(province=province, year=2021, gain=table["end"] - table["start"])


def test_a_broken_part_is_left_out_of_the_gap_and_its_median():
    # 1.2 is measured anew, so only 1.1 compares; the totals say the opposite of it.
    changes = pd.concat(
        [
            make_rows("01", ("total", 10.0, 14.0, -1.0, 2.0), ("1.1", 5.0, 5.0, 0.0, 0.0)),
            make_rows("02", ("total", 11.0, 12.0, 0.0, -1.0), ("1.1", 6.0, 7.5, 0.0, 0.0)),
            make_rows("03", ("total", 12.0, 12.0, 1.0, -2.0), ("1.1", 4.0, 4.5, 0.0, 0.0)),
            make_rows("04", ("1.1", 9.0, 9.5, 0.0, 0.0)),  # published in part: no total
        ]
    )
    positions = pd.DataFrame({"year": 2021, "measure": ["total", "1.1", "1.2"]})
    out = compare_totals(changes, positions).set_index("province")
    assert out.index.tolist() == ["01", "02", "03"]
    assert out["start_gap"].tolist() == [0.0, 1.0, -1.0]
    assert out["gap_change"].tolist() == [0.0, 1.5, 0.5]
    assert out["gain"].tolist() == [4.0, 1.0, 0.0]
    assert (out["n_compared"] == 1).all() and (out["n_parts"] == 2).all()


def test_where_all_compares_the_total_stays_as_it_is():
    changes = make_rows("01", ("total", 10.0, 14.0, -1.0, 2.0), ("1.1", 10.0, 14.0, 0.0, 0.0))
    out = compare_totals(changes, pd.DataFrame({"year": [2021], "measure": ["1.1"]}))
    assert out[["start_gap", "gap_change"]].to_numpy().tolist() == [[-1.0, 2.0]]


def test_how_many_parts_compare_and_how_often_the_sign_differs(compared, total_changes):
    sizes = compared.groupby("year")["n_compared"].first()
    assert sizes.loc[2019:].tolist() == [24, 28, 23, 27, 28, 28]
    assert compared[compared["year"] > 2018].groupby("year").size().sum() == 362
    both = compared.merge(total_changes, on=["year", "province"], suffixes=("", "_whole"))
    both["differs"] = np.sign(both["gap_change"]) != np.sign(both["gap_change_whole"])
    by_year = both.groupby("year")["differs"].mean()
    assert by_year.loc[2019:2021].round(2).tolist() == [0.18, 0.17, 0.05]
    assert by_year.loc[2023:].tolist() == [0, 0]
