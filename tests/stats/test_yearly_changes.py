"""Breaks are on the list with a reason; only years that compare make a yearly change."""

import pandas as pd
import pytest

from lib.stats.ranking import compute_positions
from lib.stats.yearly_changes import JUMP_SIZE, compute_yearly_changes, median_jumps


def test_every_jump_of_the_national_median_is_on_the_list(dataset):
    jumps = median_jumps(dataset.positions)
    listed = set(
        zip(dataset.tables.breaks["sub_dimension"], dataset.tables.breaks["year"], strict=True)
    )
    missing = [
        pair
        for pair in zip(jumps["sub_dimension"], jumps["year"], strict=True)
        if pair not in listed
    ]
    assert missing == []
    # Those that the figures show by themselves, as measured when the list was made.
    assert len(jumps) == 16
    assert jumps["ranges"].abs().min() > JUMP_SIZE


def test_every_break_has_a_reason_in_both_languages(dataset):
    table = dataset.tables.breaks
    assert table[["reason_vi", "reason_en"]].apply(lambda c: c.str.len()).min().min() > 20
    assert set(table["kind"]) == {"definition", "event", "jump"}


def by_hand(scores: dict[int, dict[str, dict[str, float]]], breaks=()) -> pd.DataFrame:
    """Yearly changes of {year: {province: {sub-dimension: score}}}."""
    rows = [
        (year, province, sub, score)
        for year, of in scores.items()
        for province, subs in of.items()
        for sub, score in subs.items()
    ]
    table = pd.DataFrame(rows, columns=["year", "province", "sub_dimension", "score"])
    codes = sorted(set(table["sub_dimension"]))
    subs = pd.DataFrame(
        {
            "code": codes,
            "dimension": [code[0] for code in codes],
            "year_from": [table.loc[table.sub_dimension == c, "year"].min() for c in codes],
            "year_to": [table.loc[table.sub_dimension == c, "year"].max() for c in codes],
        }
    )
    homes = pd.DataFrame({"code": sorted(set(table["province"])), "region": "A"})
    listed = pd.DataFrame(list(breaks), columns=["sub_dimension", "year"])
    return compute_yearly_changes(compute_positions(table, subs, homes), listed)


def test_relative_change_is_the_gain_minus_the_median_gain():
    out = by_hand(
        {
            2020: {"01": {"1.1": 1.0}, "02": {"1.1": 2.0}, "03": {"1.1": 3.0}},
            2021: {"01": {"1.1": 1.5}, "02": {"1.1": 2.1}, "03": {"1.1": 2.9}},
        }
    )
    own = out[(out["measure"] == "1.1") & (out["province"] == "01")].iloc[0]
    assert own["gain"] == pytest.approx(0.5)
    assert own["national"] == pytest.approx(0.1)
    assert own["relative"] == pytest.approx(0.4)
    assert (own["start_rank"], own["end_rank"]) == (3, 3)


def test_a_missing_year_in_between_makes_no_change():
    out = by_hand(
        {
            2020: {"01": {"1.1": 1.0}, "02": {"1.1": 2.0}},
            2021: {"02": {"1.1": 2.0}},
            2022: {"01": {"1.1": 1.5}, "02": {"1.1": 2.1}},
        }
    )
    assert set(out.loc[out["province"] == "01", "year"]) == set()
    assert set(out.loc[out["province"] == "02", "year"]) == {2021, 2022}


def test_a_break_excludes_its_sub_dimension_and_dimension_only():
    scores = {
        year: {p: {"1.1": v, "2.1": v} for p, v in (("01", year / 1000), ("02", 1.0))}
        for year in (2020, 2021)
    }
    out = by_hand(scores, breaks=[("1.1", 2021)])
    assert set(out["measure"]) == {"2", "2.1", "total"}


def test_a_dimension_made_of_other_parts_makes_no_change():
    out = by_hand(
        {
            2020: {"01": {"1.1": 1.0}, "02": {"1.1": 2.0}},
            2021: {"01": {"1.1": 1.0, "1.2": 1.0}, "02": {"1.1": 2.0, "1.2": 0.5}},
        }
    )
    assert set(out["measure"]) == {"1.1", "total"}
