"""Scores that look like those of another province: from how many on, and in which order of rows."""

from itertools import chain

import numpy as np
import pandas as pd
import pytest

from lib.ingest.comparisons.profiles import check_places, exchanged_names
from lib.ingest.issues import Location
from lib.ingest.layouts.shared import RecognizedScores, ScoreCell


def year_of_scores(measures, provinces, seed=7):
    """As many provinces, each with a profile of its own; rows as in scores.csv."""
    chance = np.random.default_rng(seed)
    return pd.DataFrame(
        [
            (f"{p:02d}", f"1.{m}", score)
            for p in range(1, provinces + 1)
            for m, score in enumerate(chance.uniform(1, 2, measures), 1)
        ],
        columns=["province", "sub_dimension", "score"],
    )


def swapped_pairs(measures, provinces):
    """The pairs that are asked about where the rows of 03 and 05 are exchanged in a file."""
    before = year_of_scores(measures, provinces)
    new = before.assign(province=before["province"].replace({"03": "05", "05": "03"}))
    cells = [
        ScoreCell(2025, row.province, row.sub_dimension, row.score, Location("s", row.Index + 2))
        for row in new.sort_values("province", kind="stable").reset_index(drop=True).itertuples()
    ]
    mergers = pd.DataFrame({"province": [], "successor": []}, dtype=str)
    issues = check_places(new, before, 2025, RecognizedScores(cells), mergers)
    return [
        (issue.code, issue.kind, *(value for key, value in issue.values if key != "year"))
        for issue in issues
    ]


@pytest.mark.parametrize(
    ("measures", "provinces", "is_asked"),
    [(10, 17, True), (9, 17, False), (10, 16, False), (28, 16, False), (9, 63, False)],
)
def test_two_rows_are_compared_only_where_profiles_are_long_and_many(measures, provinces, is_asked):
    expected = [("swapped", "question", "03", "05")] if is_asked else []
    assert swapped_pairs(measures, provinces) == expected


@pytest.fixture(scope="module")
def orders(tables):
    """The orders in which files list the 63: by code, and by what became one province."""
    mergers = tables.mergers
    first = mergers.groupby("successor")["province"].transform("min")
    group = dict(zip(mergers["province"], first, strict=True))
    provinces = list(tables.provinces["code"])
    return {
        "code": sorted(provinces),
        "group": sorted(provinces, key=lambda code: (group[code], code)),
    }


def places(codes):
    return {code: Location("s", row, 1) for row, code in enumerate(codes, 3)}


@pytest.mark.parametrize("order", ["code", "group"])
def test_two_names_that_break_the_order_of_a_file_are_found(tables, orders, order):
    codes = list(orders[order])
    assert exchanged_names(places(codes), tables.mergers) == []
    codes[20], codes[41] = codes[41], codes[20]
    assert exchanged_names(places(codes), tables.mergers) == [(codes[20], codes[41])]


def test_the_34_are_in_order_by_their_first_members_too(tables):
    mergers = tables.mergers
    codes = list(mergers.groupby("successor")["province"].min().sort_values().index)
    assert codes != sorted(codes)
    assert exchanged_names(places(codes), mergers) == []
    codes[2], codes[30] = codes[30], codes[2]
    assert exchanged_names(places(codes), mergers) == [(codes[2], codes[30])]


def test_rows_in_any_other_order_or_too_few_say_nothing(tables, orders):
    codes = orders["code"]
    by_name = list(chain(codes[1::2], codes[::2]))
    assert exchanged_names(places(by_name), tables.mergers) == []
    three = [codes[1], codes[2], codes[0], *codes[3:]]
    assert exchanged_names(places(three), tables.mergers) == []
    few = [codes[1], codes[0], *codes[2:16]]
    assert exchanged_names(places(few), tables.mergers) == []
    enough = [*few, codes[16]]
    assert exchanged_names(places(enough), tables.mergers) == [(codes[1], codes[0])]


def test_the_place_of_two_exchanged_rows_is_their_row_in_the_sheet_of_that_year():
    before = year_of_scores(10, 17)
    new = before.assign(province=before["province"].replace({"03": "05", "05": "03"}))
    rows = new.sort_values("province", kind="stable").reset_index(drop=True)
    cells = [
        ScoreCell(2025, row.province, row.sub_dimension, row.score, Location("s", row.Index + 2, 4))
        for row in rows.itertuples()
    ]
    # Sheets of other years and the sums list the same provinces elsewhere.
    elsewhere = [
        ScoreCell(year, f"{p:02d}", measure, 1.0, Location("other", 100 - p, 4))
        for p in range(1, 18)
        for year, measure in ((2024, "1.1"), (2026, "1.1"), (2025, "1"), (2025, "total"))
    ]
    mergers = pd.DataFrame({"province": [], "successor": []}, dtype=str)
    for others in ([*elsewhere, *cells], [*cells, *elsewhere]):
        (issue,) = check_places(new, before, 2025, RecognizedScores(others), mergers)
        last = rows.index[rows["province"] == "03"][-1] + 2
        assert (issue.code, issue.location) == ("swapped", Location("s", last))


def exchanged(swap_scores, provinces=17):
    """What is said of a file in the order of codes in which two names are exchanged."""
    before = year_of_scores(10, provinces)
    names = before["province"].replace({"03": "05", "05": "03"})
    cells = [
        ScoreCell(2025, name, row.sub_dimension, row.score, Location("s", row.Index // 10 + 2, 4))
        for name, row in zip(names, before.itertuples(), strict=True)
    ]
    new = before.assign(province=names) if swap_scores else before
    mergers = pd.DataFrame({"province": [], "successor": []}, dtype=str)
    issues = check_places(new, before, 2025, RecognizedScores(cells), mergers)
    return [(issue.kind, issue.code, issue.location, dict(issue.values)) for issue in issues]


@pytest.mark.parametrize(("swap_scores", "kind"), [(True, "problem"), (False, "question")])
def test_exchanged_names_are_refused_where_the_scores_are_those_of_the_other(swap_scores, kind):
    values = {"province": "05", "province_other": "03", "year": 2025}
    assert exchanged(swap_scores) == [(kind, "exchanged", Location("s", 4), values)]
