"""Changes since any year, of frames made by hand."""

import pandas as pd

from lib.stats.changes.since import changes_since
from lib.stats.ranking import compute_positions, measured_sub_dimensions

PROVINCES = pd.DataFrame({"code": ["01", "02"], "region": ["A", "A"]})
SUBS = pd.DataFrame(
    {
        "code": ["1.1", "1.2", "2.1"],
        "dimension": ["1", "1", "2"],
        "year_from": [2018, 2018, 2018],
        "year_to": [None, 2019, None],
    }
)
NO_BREAKS = pd.DataFrame({"sub_dimension": [], "year": []})


def positions():
    rows = []
    for year, codes in ((2018, ("1.1", "1.2", "2.1")), (2019, ("1.1", "1.2", "2.1"))):
        rows += [(year, p, c, 1.0 + i * 0.1) for i, p in enumerate(("01", "02")) for c in codes]
    rows += [(2020, "01", c, 2.0) for c in ("1.1", "2.1")]
    rows += [(2020, "02", "1.1", 1.5), (2020, "02", "2.1", 1.0)]
    scores = pd.DataFrame(rows, columns=["year", "province", "sub_dimension", "score"])
    # Province 02 is absent in 2018.
    scores = scores[~((scores["year"] == 2018) & (scores["province"] == "02"))]
    return compute_positions(scores, SUBS, PROVINCES)


def changed(breaks=NO_BREAKS):
    table = positions()
    measured = measured_sub_dimensions(SUBS, [2018, 2019, 2020])
    return changes_since(table, measured, breaks, 2018, 2020).set_index(["province", "measure"])


def test_a_change_is_that_since_the_year_and_missing_without_a_score_in_it():
    out = changed()
    row = out.loc["01", "2.1"]
    assert (row["prev_year"], row["prev_score"], row["change"]) == (2018, 1.0, 1.0)
    assert (row["prev_rank"], row["change_rank"]) == (1, 0)
    absent = out.loc["02"]
    assert absent["change"].isna().all() and absent["prev_year"].isna().all()
    assert not absent["redefined"].any()


def test_what_is_made_of_other_parts_or_breaks_in_between_is_called_redefined():
    out = changed()
    assert bool(out.loc[("01", "1"), "redefined"]) and bool(out.loc[("01", "total"), "redefined"])
    assert not out.loc[("01", "2"), "redefined"] and not out.loc[("01", "1.1"), "redefined"]
    broken = changed(pd.DataFrame({"sub_dimension": ["2.1"], "year": [2019]}))
    assert bool(broken.loc[("01", "2.1"), "redefined"]) and bool(
        broken.loc[("01", "2"), "redefined"]
    )
    before = changed(pd.DataFrame({"sub_dimension": ["2.1"], "year": [2018]}))
    assert not before.loc[("01", "2.1"), "redefined"]


def test_the_rows_stay_those_of_the_year():
    table = positions()
    later = table[table["year"] == 2020]
    measured = measured_sub_dimensions(SUBS, [2018, 2019, 2020])
    out = changes_since(table, measured, NO_BREAKS, 2018, 2020)
    same = ["year", "province", "measure", "score", "rank", "group"]
    pd.testing.assert_frame_equal(out[same], later[same])
