"""Several tables on one sheet, below or beside each other: read whole or refused as such."""

import pytest

from lib.ingest import report
from tests.ingest.workbooks import (
    FIRST,
    assert_scores,
    codes,
    columns_of,
    grid,
    inspect_sheet,
    next_year,
    turned,
)

IDS = 3  # columns of code and names, or of labels and scale


@pytest.fixture(scope="module")
def scores(tables):
    return next_year(tables)


@pytest.fixture(scope="module")
def rows(tables, scores):
    """A row a province, without the summary below."""
    return grid(tables, scores)[: FIRST + 63]


@pytest.fixture(scope="module")
def columns(tables, scores):
    """A column a province."""
    return turned(tables, scores)


def cut_below(rows, at, head=FIRST):
    """The rows from ``at`` on as a second table with the header once more."""
    return [*rows[:at], [], ["(tiếp theo)"], *rows[:head], *rows[at:]]


def beside(rows, *parts):
    """Tables beside each other, each of the label columns and some others; a blank between."""
    return [
        [value for part in parts for value in (*row[:IDS], *row[part], None)][:-1] for row in rows
    ]


def below(rows, *parts):
    """The same below each other."""
    return [row for part in parts for row in ([], *([*r[:IDS], *r[part]] for r in rows))][1:]


def reverse(rows):
    """The figures of all rows in the opposite order of columns."""
    return [[*row[:IDS], *row[IDS:][::-1]] for row in rows]


def parts_at(*ends):
    return [slice(a, b) for a, b in zip((IDS, *ends), (*ends, None), strict=True)]


@pytest.mark.parametrize("at", [FIRST + 1, FIRST + 32, FIRST + 60])
def test_rows_that_go_on_below_are_one_table(tables, rows, scores, at):
    result = inspect_sheet(tables, cut_below(rows, at))
    assert_scores(result, scores)
    assert "row_text" not in codes(result)


def test_a_second_header_in_another_order_is_followed(tables, rows, scores):
    """Without sums nothing but the header tells what stands in a column."""
    header = rows[0]
    labels = tables.headers[tables.headers["code"].str.contains(".", regex=False)]
    subs = [i for i, label in enumerate(header) if label in set(labels["header_en"])]
    bare = [[*row[:IDS], *(row[i] for i in subs)] for row in rows]
    moved = [*bare[:34], [], *reverse(bare[:FIRST]), *reverse(bare[34:])]
    assert_scores(inspect_sheet(tables, moved), scores)


def test_dimensions_that_go_on_below_or_beside_are_one_table(tables, rows, scores):
    for sheet in (below(rows, *parts_at(20)), beside(rows, *parts_at(20))):
        assert_scores(inspect_sheet(tables, sheet), scores)


def test_tables_beside_each_other_may_have_their_own_order_of_provinces(tables, rows, scores):
    first, second = ([[*r[:IDS], *r[part]] for r in rows] for part in parts_at(20))
    second = [*second[:FIRST], *second[FIRST:][::-1]]
    sheet = [[*a, None, *b] for a, b in zip(first, second, strict=True)]
    assert_scores(inspect_sheet(tables, sheet), scores)


def test_provinces_that_go_on_beside_are_one_table(tables, rows, scores):
    width = len(rows[0])
    right = [*rows[:FIRST], *rows[FIRST + 32 :]]
    right += [[]] * (FIRST + 32 - len(right))
    sheet = [
        [*a, *[None] * (width - len(a)), None, *b] for a, b in zip(rows[:34], right, strict=True)
    ]
    assert_scores(inspect_sheet(tables, sheet), scores)


@pytest.mark.parametrize("ends", [(35,), (24, 45), (63,), (65,)])
def test_columns_of_provinces_that_go_on_below_are_one_table(tables, columns, scores, ends):
    result = inspect_sheet(tables, below(columns, *parts_at(*ends)))
    assert_scores(result, scores)
    whole = inspect_sheet(tables, columns)
    kept = result.extras["indicators"]
    assert kept.equals(whole.extras["indicators"])
    assert result.extras["margins"].equals(whole.extras["margins"])


def test_columns_of_provinces_that_go_on_beside_are_one_table(tables, columns, scores):
    assert_scores(inspect_sheet(tables, beside(columns, *parts_at(35))), scores)


@pytest.mark.parametrize("ends", [(20,), (15, 27)])
def test_the_34_in_parts_are_the_34(tables, scores, ends):
    sheet = turned(tables, scores, units="34")
    result = inspect_sheet(tables, below(sheet, *parts_at(*ends)))
    assert result.usable and result.units == {2025: "34"}
    assert result.scores.equals(inspect_sheet(tables, sheet).scores)
    assert len(columns_of(tables, "34")) == 34 and codes(result).count("units_34") == 1
    assert "nhận ra 34 đơn vị" in report.report_text(result, tables, "vi")


def test_two_years_on_a_sheet_are_told_apart_by_their_titles(tables, rows, columns, scores):
    published = tables.scores[tables.scores["year"] == 2024]
    older = turned(tables, published, 2024)
    for new, old in ((columns, older), (rows, grid(tables, published, 2024)[: FIRST + 63])):
        both = [["PAPI 2025"], *new, [], ["PAPI 2024"], *old]
        result = inspect_sheet(tables, both, name="Sheet1")
        assert result.usable and result.added_years == (2025,) and result.changes.empty
        added = result.scores[result.scores["year"] == 2025].reset_index(drop=True)
        assert added["score"].tolist() == scores["score"].tolist()
        assert "older_same" in codes(result, "note")
        untold = inspect_sheet(tables, [*new, [], *old])
        assert codes(untold, "problem") == ["year_twice"]


def test_names_of_what_a_province_became_begin_no_table(tables, rows, scores):
    became = dict(zip(tables.mergers["province"], tables.mergers["successor"], strict=True))
    names = tables.successors.set_index("code")["name_vi"]

    def new_name(row):
        return names[became[f"{row[0]:02d}"]] if isinstance(row[0], int) else "Tỉnh mới"

    for at in (10, None):
        sheet = [[*r[:at], new_name(r), *(r[at:] if at else [])] for r in rows]
        assert_scores(inspect_sheet(tables, sheet), scores)


def test_labels_once_more_at_the_right_begin_no_table(tables, columns, scores):
    assert_scores(inspect_sheet(tables, [[*row, *row[:2]] for row in columns]), scores)
