"""Of several columns with one label: the one that the sums tell, or the question which it is."""

from dataclasses import replace

import pytest

from lib.ingest.layouts.lines import Line
from lib.ingest.layouts.repeated_lines import choose_line

PARTS = ("1.1", "1.2", "6.1")
ROWS = 20


@pytest.fixture(scope="module")
def small(tables):
    parts = tables.sub_dimensions[tables.sub_dimensions["code"].isin(PARTS)]
    return replace(tables, sub_dimensions=parts)


def figures(start, step=0.01):
    return [start + at * 7 % ROWS * step for at in range(ROWS)]


A, B, C = figures(1.0), figures(1.3, 0.02), figures(0.9, 0.03)
ONE = [a + b for a, b in zip(A, B, strict=True)]
ALL = [a + b for a, b in zip(ONE, C, strict=True)]


def chosen(small, *columns):
    """Of columns (code, figures): the chosen ones, those that are another thing, the open ones."""
    rows = [list(row) for row in zip(*(own for _, own in columns), strict=True)]
    candidates = {}
    for column, (code, _) in enumerate(columns, 1):
        candidates.setdefault(code, []).append(Line(column, "code", code))
    found, rejected, twice = choose_line(rows, candidates, small, 2025)
    return found, [line.column for line in rejected], [line.column for line in twice]


def off(values, by, n=ROWS):
    """The first ``n`` figures moved."""
    return [value + by * (at < n) for at, value in enumerate(values)]


def test_columns_that_come_once_are_taken_as_they_are(small):
    columns = (("1.1", A), ("1.2", C), ("1", ONE))
    assert chosen(small, *columns) == ({"1.1": 1, "1.2": 2, "1": 3}, [], [])


@pytest.mark.parametrize("order", [(ONE, C), (C, ONE)])
def test_of_two_dimensions_the_one_that_is_the_sum_of_its_parts(small, order):
    first, second = order
    found = chosen(small, ("1.1", A), ("1.2", B), ("1", first), ("1", second))
    place = 3 if first is ONE else 4
    assert found == ({"1.1": 1, "1.2": 2, "1": place}, [7 - place], [])


@pytest.mark.parametrize("order", [(B, C), (C, B)])
def test_of_two_parts_the_one_that_makes_the_sum_right(small, order):
    first, second = order
    found = chosen(small, ("1.1", A), ("1.2", first), ("1.2", second), ("1", ONE))
    place = 2 if first is B else 3
    assert found == ({"1.1": 1, "1.2": place, "1": 4}, [5 - place], [])


@pytest.mark.parametrize("order", [(ALL, B), (B, ALL)])
def test_of_two_totals_the_sum_of_the_dimensions(small, order):
    columns = (("1.1", A), ("1.2", B), ("1", ONE), ("6.1", C), ("6", C))
    found, rejected, twice = chosen(small, *columns, *(("total", own) for own in order))
    place = 6 if order[0] is ALL else 7
    assert (found["total"], rejected, twice) == (place, [13 - place], [])


def test_a_total_is_told_only_where_every_dimension_is_there(small):
    columns = (("1.1", A), ("1.2", B), ("1", ONE), ("total", B), ("total", ALL))
    found, rejected, twice = chosen(small, *columns)
    assert (found["total"], rejected, twice) == (4, [], [5])


def test_parts_are_chosen_before_the_sum_that_is_made_of_them(small):
    columns = (("total", B), ("total", ALL), ("1", C), ("1", ONE), ("1.2", C), ("1.2", B))
    found, rejected, twice = chosen(small, *columns, ("1.1", A), ("6.1", C), ("6", C))
    assert (found["1.2"], found["1"], found["total"]) == (6, 4, 2)
    assert sorted(rejected) == [1, 3, 5] and twice == []


@pytest.mark.parametrize(
    ("second", "twice"),
    [
        (ONE, [4]),  # both fit
        (off(ONE, 0.019), [4]),
        (off(ONE, 0.021), []),  # full scores are within two hundredths
        (off(ONE, 0.021, 2), [4]),  # in nine of ten provinces
        (off(ONE, 0.021, 3), []),
    ],
)
def test_two_that_fit_leave_the_question(small, second, twice):
    found = chosen(small, ("1.1", A), ("1.2", B), ("1", ONE), ("1", second))
    assert found == ({"1.1": 1, "1.2": 2, "1": 3}, [] if twice else [4], twice)


@pytest.mark.parametrize(
    ("by", "is_told"), [(0.021, True), (0.299, True), (0.301, False), (-0.299, True)]
)
def test_rounded_sums_are_within_three_tenths_where_no_full_one_fits(small, by, is_told):
    found, rejected, twice = chosen(
        small, ("1.1", A), ("1.2", B), ("1", off(ONE, 5)), ("1", off(ONE, by))
    )
    assert (found["1"], rejected, twice) == ((4, [3], []) if is_told else (3, [], [4]))


def test_provinces_without_a_part_do_not_count_and_none_prove_nothing(small):
    gaps = [value if at % 2 else None for at, value in enumerate(B)]
    found, rejected, _ = chosen(small, ("1.1", A), ("1.2", gaps), ("1", C), ("1", ONE))
    assert (found["1"], rejected) == (4, [3])
    zeros = [0.0] * ROWS  # not published
    found, _, twice = chosen(small, ("1.1", A), ("1.2", zeros), ("1", C), ("1", ONE))
    assert (found["1"], twice) == (3, [4])
    found, _, twice = chosen(small, ("1.1", A), ("1", C), ("1", ONE))
    assert (found["1"], twice) == (2, [3])
