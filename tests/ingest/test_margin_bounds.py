"""From where on intervals and standard errors of a file are asked about or refused: small tables.

Each of a few provinces has one sub-dimension, which is its dimension and its total too.
"""

from types import SimpleNamespace

import pandas as pd
import pytest

from lib.ingest.comparisons.margins import MARGINS, read_margins
from lib.ingest.layouts.shared import MarginCell, RecognizedScores

NONE = pd.DataFrame(columns=MARGINS).astype(
    {"year": "int64", "low": float, "high": float, "standard_error": float}
)
MEASURED = pd.DataFrame([(2025, "6", "6.1")], columns=["year", "dimension", "sub_dimension"])
PRINTED = pd.DataFrame(columns=["year", "province", "measure", "score"])


def read(rows, scores=None, present=NONE, measure="total"):
    """What is made of margins: low, high, error of the provinces "01", "02" ... (None: not there).

    The scores are in the middle where none are given.
    """
    codes = [f"{n:02d}" for n in range(1, len(rows) + 1)]
    cells = [
        MarginCell(2025, code, measure, kind, value)
        for code, row in zip(codes, rows, strict=True)
        for kind, value in zip(("low", "high", "error"), row, strict=True)
        if value is not None
    ]
    scores = scores or [(low + high) / 2 for low, high, _ in rows]
    table = pd.DataFrame(
        [(2025, code, "6.1", score) for code, score in zip(codes, scores, strict=True)],
        columns=["year", "province", "sub_dimension", "score"],
    )
    tables = SimpleNamespace(margins=present)
    extras, issues = read_margins(RecognizedScores(margins=cells), table, MEASURED, PRINTED, tables)
    return extras.get("margins"), issues


def told(rows, **more):
    """Code and provinces of what is asked, refused or said of single provinces."""
    _, issues = read(rows, **more)
    return [
        (issue.kind, issue.code, dict(issue.values)["provinces"])
        for issue in issues
        if "provinces" in dict(issue.values)
    ]


def even(n, half=1.645, error=1.0):
    """Intervals of so many errors around 40.123456 and on."""
    return [(40.123456 + at - half, 40.123456 + at + half, error) for at in range(n)]


def test_intervals_that_fit_are_kept_and_nothing_is_asked():
    kept, issues = read(even(3))
    assert [(i.kind, i.code) for i in issues] == [("note", "margins")]
    assert dict(issues[0].values) == {"year": 2025, "n": 3, "multiple": 1.645, "level": 90}
    assert list(kept.columns) == MARGINS and kept["province"].tolist() == ["01", "02", "03"]
    assert kept["low"].tolist() == pytest.approx([38.478456, 39.478456, 40.478456])


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        # Usual ones of two units of the last digit may leave one without a width; of three not.
        (0.2, ("note", "margins_no_width", "05")),
        (0.3, ("problem", "margins_ends", "05")),
        (0.4, ("problem", "margins_ends", "05")),
    ],
)
def test_without_errors_the_other_intervals_tell_whether_one_is_rounded_away(width, expected):
    rows = [(low, low + width, None) for low in (40.0, 41.1, 42.2, 43.3)]
    assert told([*rows, (44.4, 44.4, None)]) == [expected]


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (0.03, [("note", "margins_no_width", "05")]),
        (0.04, [("problem", "margins_ends", "05")]),
        (None, [("problem", "margins_ends", "05")]),
    ],
)
def test_the_error_beside_an_interval_tells_whether_it_is_rounded_away(error, expected):
    # Ends of one decimal are within 0.05; 1.645 × (0.03 - 0.005) × 0.98 = 0.040 is no more than
    # that, 1.645 × 0.035 × 0.98 = 0.056 is.
    rows = [(40.0, 43.3, 1.0), (41.0, 44.3, 1.0), (42.0, 45.3, 1.0), (43.0, 46.3, 1.01)]
    found = [row for row in told([*rows, (44.4, 44.4, error)]) if row[1] != "margins_uneven"]
    assert found == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([(1.0, 2.0, 0.0), (2.0, 3.0, 0.0)], ["margins_zero"]),
        ([(3.0, 2.0, 1.0), *even(2)], ["margins_ends"]),
        ([(2.0, 2.0, 1.0), *even(2)], ["margins_ends"]),
    ],
)
def test_what_cannot_be_refuses_the_file(rows, expected):
    kept, issues = read(rows, scores=[2.0, 41.0, 42.0][: len(rows)])
    assert kept is None and [i.code for i in issues if i.kind == "problem"] == expected
    assert [i.code for i in issues if i.code != "margins_zero"] == (
        [] if expected == ["margins_zero"] else expected
    )


def test_one_error_of_zero_is_asked_and_not_kept():
    low, high, _ = even(1)[0]
    rows = [(low, high, 0.0), *even(4)[1:]]
    assert told(rows) == [("question", "margins_some_zero", "01")]
    assert read(rows)[0]["standard_error"].isna().tolist() == [True, False, False, False]


@pytest.mark.parametrize(
    ("off", "code"),
    [
        (0.0, None),
        (0.033, None),  # 2 % of the half, 1.645, is 0.0329; the sums may be off by 0.001
        (0.035, "margins_skewed"),
        (1.645, "margins_skewed"),
        (1.65, "margins_outside"),
    ],
)
@pytest.mark.parametrize("side", [1, -1])
def test_how_far_a_score_may_stand_from_the_middle(off, code, side):
    middle = [40.123456 + at for at in range(4)]
    scores = [middle[0] + side * off, *middle[1:]]
    expected = [("question", code, "01")] if code else []
    assert told(even(4), scores=scores) == expected


@pytest.mark.parametrize(
    ("half", "code"),
    [
        (1.645, None),
        (1.677, None),  # 2 % of it is 0.0329
        (1.613, None),
        (1.679, "margins_uneven"),
        (1.611, "margins_uneven"),
    ],
)
def test_by_how_much_an_interval_may_differ_from_its_error(half, code):
    odd = (40.123456 - half, 40.123456 + half, 1.0)
    *others, last = even(9)[1:]
    rows = [odd, *others, (*last[:2], 1.000001)]  # errors are printed to all decimals
    assert told(rows) == ([("question", code, "01")] if code else [])


@pytest.mark.parametrize(("off", "is_asked"), [(0.244, False), (0.251, True)])
def test_by_as_much_more_as_a_rounded_error_may_be_off(off, is_asked):
    # 2 % of 8.225, and 1.645 times the 0.05 by which an error of one decimal may be off: 0.247.
    errors = (5.0, 5.0, 5.1, 5.2, 5.3)
    halves = [1.645 * error for error in errors]
    halves[0] += off
    rows = [(40.123456 - h, 40.123456 + h, e) for h, e in zip(halves, errors, strict=True)]
    assert told(rows) == ([("question", "margins_uneven", "01")] if is_asked else [])


def test_margins_of_nothing_published_are_left_out():
    cells = [MarginCell(2025, "99", "total", "low", 1.0), MarginCell(2025, "99", "7", "high", 2.0)]
    scores = pd.DataFrame(
        [(2025, "01", "6.1", 2.0)], columns=["year", "province", "sub_dimension", "score"]
    )
    found = read_margins(
        RecognizedScores(margins=cells), scores, MEASURED, PRINTED, SimpleNamespace(margins=NONE)
    )
    assert found[0] == {} and found[1] == []
    assert read_margins(RecognizedScores(), scores, MEASURED, PRINTED, None) == ({}, [])


def present(**columns):
    table = {
        "year": [2024, 2025],
        "province": ["01", "01"],
        "measure": ["total", "total"],
        "low": [1.0, 38.478456],
        "high": [2.0, 41.768456],
        "standard_error": [0.5, 1.0],
    }
    return pd.DataFrame(table | columns)


def test_present_margins_stay_and_a_year_of_which_some_are_replaced_is_asked_about():
    kept, issues = read(even(2), present=present())
    assert kept[["year", "province"]].values.tolist() == [[2024, "01"], [2025, "01"], [2025, "02"]]
    assert [i.code for i in issues] == ["margins"]
    same, issues = read(even(1), present=present())
    assert same is None and [i.code for i in issues] == ["margins"]
    for column, values in (
        ("low", [1.0, 38.4]), ("high", [2.0, 41.7]), ("standard_error", [0.5, 0.9]),
        ("standard_error", [0.5, float("nan")]),
    ):  # fmt: skip
        asked = told(even(1), present=present(**{column: values}))
        assert asked == [("question", "margins_other", "01")]
    # The other year's are not touched.
    assert told(even(1), present=present(low=[0.5, 38.478456])) == []


@pytest.mark.parametrize(("n", "more"), [(10, False), (11, True)])
def test_ten_provinces_are_named_and_of_eleven_the_first_ten(n, more):
    rows = [(low, high, 0.0) for low, high, _ in even(n)]
    named = told([*rows, *even(12)])[0][2].split(",")
    assert named[:10] == [f"{at:02d}" for at in range(1, 11)]
    assert named[10:] == (["…"] if more else [])
