"""Places, spans, quotes and figures of an issue in words."""

import pytest

from lib.ingest.issues import (
    Issue,
    Location,
    column_letter,
    format_score,
    group_issues,
    measure_label,
    note,
    number_spans,
    problem,
    province_label,
    question,
    quote_first,
    shorten,
    with_units,
)

CELL = Location("2025", 7, 3)
TURNED = Location("2025", 7, 3, turned=True)


@pytest.mark.parametrize(
    ("location", "span", "words"),
    [
        (CELL, "", "Trang tính “2025”, ô C7"),
        (Location("2025", 7), "", "Trang tính “2025”, dòng 7"),
        (Location("2025", 0, 3), "", "Trang tính “2025”, cột C"),
        (Location("2025"), "", "Trang tính “2025”"),
        (Location("", 7, 3), "", "Dòng 7, cột C"),
        (Location("", 7), "", "Dòng 7"),
        (Location("", 0, 3), "", "Cột C"),
        (Location(), "", ""),
        (CELL, "3–65", "Trang tính “2025”, cột C, dòng 3–65"),
        (TURNED, "D–F", "Trang tính “2025”, cột D–F, dòng 7"),
        (Location("", 7, 3), "3–65", "Cột C, dòng 3–65"),
    ],
)
def test_a_place_in_words(location, span, words):
    assert location.describe("vi", span).casefold() == words.casefold()


def test_the_line_of_a_cell_and_what_runs_across_it():
    assert CELL.line() == Location("2025", 7, 0) and CELL.across() == Location("2025", 0, 3)
    assert TURNED.line() == Location("2025", 0, 3, turned=True)
    assert TURNED.across() == Location("2025", 7, 0, turned=True)


@pytest.mark.parametrize(
    ("number", "letters"),
    [(1, "A"), (2, "B"), (26, "Z"), (27, "AA"), (52, "AZ"), (53, "BA"), (702, "ZZ"), (703, "AAA")],
)
def test_the_name_of_a_column(number, letters):
    assert column_letter(number) == letters


@pytest.mark.parametrize(
    ("numbers", "rows", "columns"),
    [
        ([], "", ""),
        ([5], "", ""),
        ([3, 4], "3–4", "C–D"),
        ([3, 5], "3, 5", "C, E"),
        ([5, 3, 4, 9, 27, 26], "3–5, 9, 26–27", "C–E, I, Z–AA"),
        ([3, 3, 4], "3–4", "C–D"),
    ],
)
def test_rows_and_columns_that_follow_each_other(numbers, rows, columns):
    assert number_spans(numbers) == rows
    assert number_spans(numbers, as_columns=True) == columns


def test_like_issues_of_one_line_are_one_group():
    at = [problem("text", Location("s", row, 3), value="x") for row in (4, 5, 9)]
    other = [
        problem("text", Location("s", 4, 4), value="x"),
        problem("text", Location("s", 6, 3), value="y"),
        problem("odd", Location("s", 6, 3), value="x"),
        problem("text", Location("t", 6, 3), value="x"),
    ]
    assert group_issues([*at[:2], *other, at[2]]) == [
        (at[0], [4, 5, 9]), *((issue, [issue.location.row]) for issue in other),
    ]  # fmt: skip
    turned = [problem("text", Location("s", 3, c, turned=True), value="x") for c in (4, 5)]
    assert group_issues(turned) == [(turned[0], [4, 5])]
    # Without a row or a column each stands for itself.
    whole = [problem("text", Location("s", 0, 3), value="x")] * 2
    assert group_issues(whole) == [(whole[0], [0]), (whole[1], [0])]
    rows = [problem("text", Location("s", 3, 0), value="x")] * 2
    assert len(group_issues(rows)) == 2


@pytest.mark.parametrize(
    ("texts", "quoted"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b", "c"], "a; b; c"),
        (["a", "b", "c", "d"], "a; b; c; …"),
        ([" a ", "x" * 41], "a; " + "x" * 40 + "…"),
    ],
)
def test_the_first_three_are_quoted(texts, quoted):
    assert quote_first(texts) == quoted


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("x" * 40, "x" * 40),
        ("x" * 41, "x" * 40 + "…"),
        ("  a\nb\t c ", "a b  c"),
        ("\n", ""),
        (1.5, "1.5"),
    ],
)
def test_what_a_sentence_quotes_of_a_cell(text, short):
    assert shorten(text) == short


@pytest.mark.parametrize(
    ("value", "vi", "en"),
    [
        (1.5, "1,50", "1.50"),
        (1.25, "1,25", "1.25"),
        (1.256789, "1,256789", "1.256789"),
        (1.2500001, "1,25", "1.25"),
        (2.0, "2,00", "2.00"),
        (-99.0, "−99,00", "−99.00"),
        (999_999.0, "999.999,00", "999,999.00"),
        (1e6, "1e+06", "1e+06"),
        (-1e6, "-1e+06", "-1e+06"),
        (float("nan"), "nan", "nan"),
    ],
)
def test_a_score_with_all_its_decimals_and_two_at_least(value, vi, en):
    assert (format_score(value, "vi"), format_score(value, "en")) == (vi, en)


def test_names_of_measures_and_provinces(tables):
    assert measure_label("6.2", tables, "vi") == "6.2 Giáo dục tiểu học công lập"
    assert measure_label("6", tables, "en") == "6 Public Service Delivery"
    assert measure_label("9.9", tables, "vi") == "9.9"
    assert "9" not in measure_label("total", tables, "vi") != "total"
    assert province_label("80", tables, "vi") == "Long An"
    assert province_label("80", tables, "vi", "34") != "Long An"
    assert "Tây Ninh" in province_label("80", tables, "vi", "34") != "Tây Ninh"  # merged
    assert province_label("01", tables, "vi", "34") == "Hà Nội"  # as it was
    assert province_label("99", tables, "vi") == "99"


def test_the_list_of_provinces_of_an_issue_is_that_of_its_year():
    issues = [note("absent", year=2024), note("absent", year=2025), note("remarks", n=1)]

    def units(lists):
        return [issue.units for issue in with_units(issues, lists)]

    assert units({2024: "63", 2025: "34"}) == ["63", "34", "63"]
    assert units({2025: "34"}) == ["34", "34", "34"]
    assert units({}) == ["63", "63", "63"]


def test_a_sentence_with_its_place_and_the_values_in_words(tables):
    issue = question("median", Location("2025", 0, 5), step=0.2, measure="6.2", year=2025)
    words = issue.sentence(tables, "vi")
    assert words.startswith("Trang tính “2025”, cột E") and "0,20" in words
    assert "6.2 Giáo dục tiểu học công lập" in words
    without = Issue("question", "median", Location(), issue.values).sentence(tables, "vi")
    assert "Trang tính" not in without and words.endswith(without)
    several = problem("few", Location("s"), year=2025, n=1200, all=63).sentence(tables, "vi")
    assert "1.200" in several and "1.200," not in several and "2.025" not in several
    named = note("absent", year=2025, n=2, provinces="01,80").sentence(tables, "vi")
    assert "Hà Nội, Long An" in named
