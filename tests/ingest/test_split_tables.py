"""One sheet or several tables on it: where each begins, on sheets of a few rows."""

import pytest

from lib.ingest.files.cells import Sheet
from lib.ingest.layouts.shared import ScoreSheet
from lib.ingest.layouts.tables_of_sheet import split_tables
from lib.ingest.matching import HeaderMatcher, ProvinceMatcher

HEAD = ["Mã", "Tỉnh", "Y tế công lập", "6.2 Giáo dục tiểu học công lập"]
A = [["01", "Hà Nội", 1.1, 2.1], ["02", "Hà Giang", 1.2, 2.2]]
B = [["04", "Cao Bằng", 1.3, 2.3], ["06", "Bắc Kạn", 1.4, 2.4]]


@pytest.fixture(scope="module")
def matchers(tables):
    return ProvinceMatcher.of_63(tables), HeaderMatcher.of_year(tables, 2025)


@pytest.fixture
def parts(tables, matchers):
    """Of each table of a sheet its first and last cell (row, column from 1) and its names."""

    def find(rows, names=2):
        provinces, headers = matchers
        sheet = ScoreSheet(Sheet("s", rows), "x.xlsx", tables, provinces, headers, names=names)
        found = []
        for part in split_tables(sheet):
            cells = [
                (r, c)
                for r, row in enumerate(part.sheet.rows, 1)
                for c, value in enumerate(row, 1)
                if value is not None
            ]
            ends = [(f(r for r, _ in cells), f(c for _, c in cells)) for f in (min, max)]
            found.append((*ends, part.names))
        return found

    return find


def test_one_table_stays_one(parts):
    assert parts([HEAD, *A, *B]) == [((1, 1), (5, 4), 2)]
    # Blank rows, remarks, sums and the labels once more with nothing below are no table.
    for between in ([None], ["Ghi chú"], [None, "Trung bình", 1.5, 2.5]):
        assert len(parts([HEAD, *A, between, *B])) == 1
    assert len(parts([HEAD, *A, HEAD])) == 1
    assert len(parts([["PAPI 2025"], HEAD, *A])) == 1
    assert len(parts([HEAD, HEAD, *A])) == 1  # labels in two rows
    assert len(parts([["x"], *A])) == 1  # no header at all


@pytest.mark.parametrize(
    "header",
    [
        HEAD,
        ["Mã", "Tỉnh", "7.1 Nghiêm túc trong bảo vệ môi trường", "Chất lượng không khí"],
        ["Mã", "Tỉnh", "7.1", "7.2"],  # codes alone, as text or as numbers
        ["Mã", "Tỉnh", 7.1, 7.2],
        [None, "Tỉnh", "Y tế công lập", None],
        ["Mã", "Tỉnh", "Gì đó", "Chất lượng không khí"],
    ],
)
def test_a_header_below_figures_begins_a_table(parts, header):
    assert parts([HEAD, *A, header, *B]) == [((1, 1), (3, 4), 2), ((4, 1), (6, 4), 2)]


@pytest.mark.parametrize(
    "row",
    [
        ["Mã", "Tỉnh", None, None],  # labels of provinces alone
        [None, "Tỉnh", 6.1, None],  # and one number
        [None, "Tỉnh", 6.1, 99.5],  # or numbers of which one is no measure
        [None, None, "6.1", None],
        [None, "Ghi chú", "x", "y"],
        ["04", "Cao Bằng", "6.1", "6.2"],  # a province
    ],
)
def test_a_row_that_is_no_header_begins_none(parts, row):
    assert len(parts([HEAD, *A, row, *B])) == 1


def test_a_title_above_a_further_header_goes_with_it(parts):
    for title, start in (
        ([["PAPI 2024"]], 4),
        ([["PAPI 2024", "x"]], 4),  # two cells are a title
        ([[None], ["PAPI 2024"], [None]], 4),
        ([["a", "b", "c"]], 4),  # labels of another kind
        ([["Y tế công lập", "b", "c"]], 5),  # a label of a measure
        ([[None, "Trung bình", 1.5, 2.5]], 5),  # figures
    ):
        rows = [HEAD, *A, *title, HEAD, *B]
        found = parts(rows)
        cells_before = [n for n, row in enumerate(rows[: start - 1], 1) if any(row)]
        assert len(found) == 2 and found[0][1][0] == cells_before[-1], title
        assert found[1][1][0] == len(rows)


def test_three_tables_below_each_other(parts):
    found = parts([HEAD, *A, HEAD, *B, HEAD, *A])
    assert found == [((1, 1), (3, 4), 2), ((4, 1), (6, 4), 2), ((7, 1), (9, 4), 2)]


def beside(first, second):
    return [[*a, *b] for a, b in zip(first, second, strict=True)]


def test_other_provinces_beside_begin_a_table(parts):
    found = parts(beside([HEAD, *A], [HEAD, *B]))
    assert found == [((1, 1), (3, 4), 2), ((1, 5), (3, 8), 6)]
    # An empty column and the codes before the names go with them.
    gap = beside([[*HEAD, None], *([*row, None] for row in A)], [HEAD, *B])
    assert parts(gap) == [((1, 1), (3, 4), 2), ((1, 6), (3, 9), 7)]


def test_the_same_names_beside_other_measures_begin_none(parts):
    more = [["Tỉnh", "Chất lượng không khí"], ["Hà Nội", 1.5], ["Hà Giang", 1.6]]
    assert len(parts(beside([HEAD, *A], more))) == 1
    # In another order, or before the same measures, they do.
    order = [["Tỉnh", "Chất lượng không khí"], ["Hà Giang", 1.5], ["Hà Nội", 1.6]]
    assert parts(beside([HEAD, *A], order)) == [((1, 1), (3, 4), 2), ((1, 5), (3, 6), 5)]
    again = [["Tỉnh", "Y tế công lập"], ["Hà Nội", 1.5], ["Hà Giang", 1.6]]
    assert len(parts(beside([HEAD, *A], again))) == 2


def test_names_without_measures_behind_or_before_them_begin_none(parts):
    neighbours = [["Giáp với"], ["Cao Bằng"], ["Bắc Kạn"]]
    assert len(parts(beside([HEAD, *A], neighbours))) == 1
    became = [["Sau sắp xếp"], ["Cao Bằng"], ["Bắc Kạn"]]
    assert len(parts(beside(became, [HEAD, *A]), names=3)) == 1
    # What each became repeats itself; a single other name is none of a table.
    same = [["x", "Chất lượng không khí"], ["Cao Bằng", 1.0], ["Cao Bằng", 1.0]]
    assert len(parts(beside([HEAD, *A], same))) == 1
    single = [["x", "Chất lượng không khí"], ["Cao Bằng", 1.0], [None, 1.0]]
    assert len(parts(beside([HEAD, *A], single))) == 1


def test_a_table_below_may_name_the_provinces_in_another_column(parts):
    head, bare = ["Tỉnh", "Chất lượng không khí"], [row[1:3] for row in B]
    found = parts([HEAD, *A, head, *bare])
    assert found == [((1, 1), (3, 4), 2), ((4, 1), (6, 2), 1)]
    # So may one below that, and one that counts its rows on the left.
    counted = [["TT", "Mã", *HEAD[1:]], *([float(n), *row] for n, row in enumerate(A, 1))]
    found = parts([HEAD, *A, head, *bare, *counted])
    assert found == [((1, 1), (3, 4), 2), ((4, 1), (6, 2), 1), ((7, 1), (9, 5), 3)]
    # Names in the labels themselves, as of neighbours, make no table of what has none below.
    assert len(parts([HEAD, *A, ["Tỉnh", "Chất lượng không khí", "x"], ["Ghi chú"]])) == 1
