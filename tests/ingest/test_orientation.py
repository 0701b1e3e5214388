"""Which row or column names the provinces, and of which list they are: from how many names on."""

import pytest

from lib.ingest.files.cells import Sheet
from lib.ingest.layouts.orientation import count_names, find_province_line, is_of_34
from lib.ingest.matching import ProvinceMatcher


@pytest.fixture(scope="module")
def lists(tables):
    return ProvinceMatcher.of_63(tables), ProvinceMatcher.of_34(tables)


@pytest.fixture(scope="module")
def names(tables):
    return list(tables.provinces["name_vi"])


@pytest.fixture(scope="module")
def new_names(tables):
    return list(tables.successors["name_vi"])


def found(lists, rows):
    line = find_province_line(Sheet("s", rows), *lists)
    return line and (line.index, line.turned, line.units, line.names)


@pytest.mark.parametrize(
    ("of_34", "only_of_63", "expected"),
    [(25, 3, True), (24, 0, False), (25, 4, False), (34, 0, True), (34, 4, False)],
)
def test_from_how_many_names_on_a_file_is_of_the_34(of_34, only_of_63, expected):
    assert is_of_34(of_34, only_of_63) == expected


def test_different_names_are_counted_once_each(lists, names):
    assert count_names([*names[:5], *names[:5], None, 1.0, "x"], *lists) == ("63", 5)
    assert count_names([], *lists) == ("63", 0)


def test_names_of_both_lists_are_told_apart_by_those_that_one_alone_has(lists, tables, new_names):
    assert count_names(new_names, *lists) == ("34", 34)
    old = set(tables.provinces["short_vi"]) - set(tables.successors["short_vi"])
    gone = sorted(old)[:4]
    assert count_names([*new_names, *gone[:3]], *lists) == ("34", 34)
    assert count_names([*new_names, *gone], *lists)[0] == "63"


@pytest.mark.parametrize(("n", "is_found"), [(17, True), (16, False)])
def test_seventeen_names_make_a_line(lists, names, n, is_found):
    column = [["x", name, 1.0] for name in names[:n]]
    assert found(lists, column) == ((1, False, "63", n) if is_found else None)
    row = [["x"] * n, names[:n]]
    assert found(lists, row) == ((1, True, "63", n) if is_found else None)


def test_of_lines_with_equally_many_names_the_last_and_of_others_the_longest(lists, names):
    twice = [[name, name] for name in names[:20]]
    assert found(lists, twice) == (1, False, "63", 20)
    longer = [[name, name if at else "x"] for at, name in enumerate(names[:20])]
    assert found(lists, longer) == (0, False, "63", 20)
    rows = [names[:20], ["x"], names[:20]]
    assert found(lists, rows) == (2, True, "63", 20)


def test_parts_of_a_table_have_seventeen_names_together_of_three_or_more_each(lists, names):
    # Two rows of names, none of them long enough alone.
    assert found(lists, [names[:10], ["x"], names[10:17]]) == (0, True, "63", 17)
    assert found(lists, [names[:10], ["x"], names[10:16]]) is None
    rows = [names[:14], names[14:17]]
    assert found(lists, rows) == (0, True, "63", 17)
    assert found(lists, [names[:15], names[15:17], ["x", "y", "z"]]) is None


def test_a_long_part_has_the_list_of_all_parts(lists, new_names):
    # Of the first 20 names alone nobody could tell that they are of the 34.
    assert found(lists, [new_names[:20], new_names[20:]])[:3] == (0, True, "34")
    assert found(lists, [new_names[:20], ["x"]])[:3] == (0, True, "63")
    assert found(lists, [new_names])[:3] == (0, True, "34")


def test_names_are_looked_for_in_the_first_600_rows_and_120_columns(lists, names):
    for at, is_found in ((599, True), (600, False)):
        rows = [[] for _ in range(at)] + [names[:17]]
        assert bool(found(lists, rows)) == is_found
    for at, is_found in ((119, True), (120, False)):
        rows = [[None] * at + [name] for name in names[:17]]
        assert bool(found(lists, rows)) == is_found
