"""Cells of a filled-in form: their text, dates as people type them, merged cells."""

from datetime import date

import pytest

from lib.ingest.files.cells import MergedArea, Percentage, Sheet, SpecialCell
from lib.ingest.files.csv_file import most_frequent_separator, separator_of_headings
from lib.ingest.forms.cells import cell_text, fill_merged, parse_date, row_excerpt, text_or_error


@pytest.mark.parametrize(
    ("cell", "vi", "en"),
    [
        (None, "", ""),
        ("1.5", "1.5", "1.5"),
        (1.5, "1,5", "1.5"),
        (12.0, "12", "12"),
        (0.1 + 0.2, "0,3", "0.3"),
        (1234567.25, "1234567,25", "1234567.25"),
        (Percentage(0.905), "90,5%", "90.5%"),
        (Percentage(1.0), "100%", "100%"),
        (SpecialCell("date", date(2026, 2, 1)), "2026-02-01", "2026-02-01"),
        (SpecialCell("formula", "=A1"), "", ""),
        (SpecialCell("error", "#REF!"), "", ""),
        (SpecialCell("boolean", True), "", ""),
    ],
)
def test_the_text_of_a_cell(cell, vi, en):
    assert (cell_text(cell, "vi"), cell_text(cell, "en")) == (vi, en)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("", ""), ("2026-02-01", "2026-02-01"), ("2026-2-1", "2026-02-01"),
        ("1/2/2026", "2026-02-01"), ("01.02.2026", "2026-02-01"), ("1-2-2026", "2026-02-01"),
        ("31/12/2026", "2026-12-31"), ("31/2/2026", None), ("12/31/2026", None),
        ("1/1/2000", "2000-01-01"), ("31/12/1999", None), ("31/12/2100", "2100-12-31"),
        ("1/1/2101", None), ("2026", None), ("quý 2", None), ("1/2/26", None), ("0/1/2026", None),
    ],
)  # fmt: skip
def test_a_date_as_people_type_it(text, iso):
    assert parse_date(text) == iso


@pytest.mark.parametrize("text", ["#REF!", "#N/A", "#DIV/0!", "#NAME?"])
def test_an_error_that_was_saved_as_text_is_one(text):
    assert text_or_error(text) == SpecialCell("error", text)
    assert text_or_error(f"{text} x") == f"{text} x"
    assert text_or_error("") is None


def test_a_row_is_quoted_in_160_characters_without_its_empty_cells():
    assert row_excerpt(["a", " ", "", " b "]) == "a · b"
    assert row_excerpt(["a" * 160]) == "a" * 160
    assert row_excerpt(["a" * 161]) == "a" * 160 + "…"


@pytest.mark.parametrize(
    ("area", "expected"),
    [
        ((2, 4, 1, 1), ["x", "x", "x", "d"]),  # down from the row below the header
        ((2, 3, 1, 2), ["x", "x", "c", "d"]),
        ((2, 9, 1, 1), ["x", "x", "x", "x"]),  # beyond the last row
        ((1, 3, 1, 1), ["x", "b", "c", "d"]),  # from the header on
        ((2, 3, 2, 2), ["x", "b", "c", "d"]),  # a column that is not filled
        ((9, 10, 1, 1), ["x", "b", "c", "d"]),
        ((4, 5, 1, 1), ["x", "b", "c", "c"]),
    ],
)
def test_a_merged_cell_counts_for_each_of_its_rows(area, expected):
    rows = [["head", "h"], ["x"], ["b"], ["c"], ["d"]]
    sheet = Sheet("s", rows, (MergedArea(*area),))
    filled = fill_merged(sheet, 0, {1})
    assert [row[0] for row in filled[1:]] == expected and filled[0] == ["head", "h"]
    assert [row[0] for row in rows[1:]] == ["x", "b", "c", "d"]  # the sheet stays as it is


def test_a_merged_cell_fills_rows_that_end_before_it_and_an_empty_one_fills_none():
    sheet = Sheet("s", [["h"], ["a", None, "x"], [], ["c"]], (MergedArea(2, 3, 3, 3),))
    assert fill_merged(sheet, 0, {3})[2] == [None, None, "x"]
    short = Sheet("s", [["h"], ["a", None, "x"], ["b"], ["c"]], (MergedArea(2, 3, 3, 3),))
    assert fill_merged(short, 0, {3})[2] == ["b", None, "x"]
    empty = Sheet("s", [["h"], ["a"], ["b", None, "y"]], (MergedArea(2, 3, 3, 3),))
    assert fill_merged(empty, 0, {3})[2] == ["b", None, "y"]


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("a,b\n1,2\n", ","), ("a;b\n1;2\n", ";"), ("a\tb\n1\t2\n", "\t"),
        ("a;b\n1,5;2,5\n", ";"), ("a,b;c\n1,2\n3,4\n", ","), ("a,b;c\n1,2;3\n3,4\n5,6\n", ";"),
        ("a,b;c\n1,2;3\n3,4\n5,6\n7,8\n", ","),  # in less than half of the lines
        ("a;b;c\td\n1;2;3\t4\n", ";"), ("\n\n;;\na;b\n", ";"), ("a\n", ","),
    ],
)  # fmt: skip
def test_the_separator_is_semicolon_or_tab_where_half_of_the_lines_have_one(text, separator):
    assert most_frequent_separator(text) == separator


def test_the_separator_is_looked_for_in_thirty_lines():
    head = "a,b\n" * 14
    assert most_frequent_separator(head + "a;b\n" * 16) == ";"
    assert most_frequent_separator("a,b\n" * 16 + "a;b\n" * 30) == ","


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_of_a_form_is_that_of_its_headings(separator):
    text = f"x{separator}y\n" + separator.join(("mot", "hai", "ba")) + "\n1,2;3\t4\n"
    assert separator_of_headings(text, lambda cell: cell in ("mot", "hai", "ba")) == separator
    assert separator_of_headings("\n\n mot;hai\n", lambda cell: cell == "hai") == ";"
    assert separator_of_headings("none", lambda cell: False) == ","
