"""The one year of a sheet: its tab before its year column before its title."""

import pytest

from lib.ingest.files.cells import Sheet
from lib.ingest.issues import Issue
from lib.ingest.layouts.shared import ScoreSheet
from lib.ingest.layouts.years import find_year, year_of_sheet_name, years_in
from lib.ingest.matching import HeaderMatcher, ProvinceMatcher


@pytest.fixture(scope="module")
def matchers(tables):
    return ProvinceMatcher.of_63(tables), HeaderMatcher.of_year(tables, 2025)


@pytest.fixture
def year_of(tables, matchers):
    """The year of a sheet with some rows, or the code of the issue and what it names."""
    provinces, headers = matchers

    def find(rows, name="Sheet1", body=1, confirmed=None, turned=False):
        sheet = Sheet(name, rows, turned=turned)
        found = find_year(ScoreSheet(sheet, "x.xlsx", tables, provinces, headers), body, confirmed)
        if isinstance(found, Issue):
            return (found.code, *(value for _, value in found.values))
        return found

    return find


def table(*titles, years=(), label="Năm"):
    """Rows of a table of two provinces below titles; with ``years`` it has a column of them."""
    head = ["Mã tỉnh", "Tỉnh", "Y tế công lập", *([label] if years else [])]
    rows = [["01", "Hà Nội", 2.1], ["80", "Long An", 2.2]]
    return [
        *([title] for title in titles),
        head,
        *([*row, *([years[n]] if years else [])] for n, row in enumerate(rows)),
    ]


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("PAPI 2025", {"2025"}),
        ("2011–2024", {"2011", "2024"}),
        ("01/7/2025", set()),  # a date
        ("202/2025/QH15", set()),
        ("12025", set()),
        ("20255", set()),
        ("1999", set()),
        ("2000 2099", {"2000", "2099"}),
    ],
)
def test_years_that_a_text_names(text, years):
    assert years_in(text) == years


def test_an_underscore_ends_the_year_of_a_tab():
    assert year_of_sheet_name("2025_PAPI") == {"2025"}
    assert year_of_sheet_name("a_2025b_2024") == {"2025", "2024"}


def test_the_tab_goes_before_the_title_and_the_title_may_not_deny_it(year_of):
    assert year_of(table(), "2025") == 2025
    assert year_of(table("PAPI 2025"), "2025") == 2025
    assert year_of(table("PAPI 2024 và 2025"), "2025") == 2025
    assert year_of(table("PAPI 2024"), "2025") == ("year_other", "2025", "2024")
    assert year_of(table("PAPI 2023", "PAPI 2024"), "2025") == ("year_other", "2025", "2023, 2024")
    assert year_of(table(), "2024-2025") == ("years", "2024, 2025")


def test_a_column_of_years(year_of):
    assert year_of(table(years=(2025.0, 2025.0))) == 2025
    assert year_of(table(years=("2025", 2025.0))) == 2025
    assert year_of(table(years=(2025.0, None))) == 2025
    assert year_of(table(years=(2024.0, 2025.0))) == ("years", "2024, 2025")
    assert year_of(table(years=(2025.0, "x"))) == ("years", "2025, x")
    assert year_of(table(years=(1.0, 2.0))) is None  # it numbers rows
    assert year_of(table(years=(2025.0, 2025.0)), "2025") == 2025
    assert year_of(table(years=(2024.0, 2024.0)), "2025") == ("years", "2024, 2025")
    assert year_of(table("PAPI 2025", years=(2024.0, 2024.0)), body=2) == (
        "year_other", "2024", "2025",
    )  # fmt: skip


def test_a_title_above_the_labels_tells_the_year_where_nothing_else_does(year_of):
    assert year_of(table("Kết quả năm 2025")) == 2025
    assert year_of(table("Kết quả năm 2025", "In năm 2026")) == ("years", "2025, 2026")
    # What names PAPI goes before any other text.
    assert year_of(table("PAPI 2025", "In năm 2026")) == 2025
    assert year_of(table()) is None
    # Below the labels nothing is a title.
    assert year_of([*table(), ["PAPI 2025"]]) is None


def test_somebodys_word_counts_where_the_sheet_names_that_year_at_all(year_of):
    assert year_of(table("PAPI 2024"), "2025", confirmed=2024) == 2024
    assert year_of(table("PAPI 2024"), "2025", confirmed=2025) == 2025
    assert year_of(table("PAPI 2024"), "2025", confirmed=2023) == ("year_other", "2025", "2024")
    assert year_of(table(years=(2024.0, 2025.0)), confirmed=2024) == 2024


def test_the_title_of_a_turned_table_stands_before_its_labels(year_of):
    # Turned: the title is the first cell of what is the row of labels.
    head = ["Mã tỉnh", "Tỉnh", "Y tế công lập"]
    rows = [["01", "Hà Nội", 2.1], ["80", "Long An", 2.2]]
    titled = [["PAPI 2025", *head], *([None, *row] for row in rows)]
    assert year_of(titled, turned=True) == 2025
    assert year_of([["Kết quả 2025", *head], *titled[1:]], turned=True) is None  # not of PAPI
    # Nor does a remark behind the labels or below them.
    assert year_of([[None, *head, "PAPI 2025"], *titled[1:]], turned=True) is None
    below = [[None, *head], ["PAPI 2025", *rows[0]], [None, *rows[1]]]
    assert year_of(below, turned=True) is None
    above = [["PAPI 2025"], [None, *head], *titled[1:]]
    assert year_of(above, turned=True, body=2) == 2025
