"""A sentence about a file names the very cell, row or label; what is hidden is left out alone."""

import io

import openpyxl
import pytest

from lib.ingest.forms.commitments import parse_commitments
from lib.ingest.inspection import inspect_file
from tests.ingest.test_commitments import ACTIONS, HEADER
from tests.ingest.workbooks import (
    FIRST,
    assert_scores,
    codes,
    grid,
    inspect_sheet,
    sentence,
    xlsx,
)


def test_a_row_of_no_province_is_named_at_the_first_of_its_cells(tables, scores):
    rows = grid(tables, scores)
    rows[FIRST + 1][:3] = [97, "Atlantis", "Atlantis"]
    result = inspect_sheet(tables, rows)
    assert sentence(result, tables).startswith("Trang tính “2025_PAPI”, ô A4: ")
    rows = grid(tables, scores)
    rows[FIRST][1] = "Atlantis"  # the code and the other name tell which one is meant
    assert sentence(inspect_sheet(tables, rows), tables).startswith(
        "Trang tính “2025_PAPI”, ô B3: "
    )


def test_a_merged_cell_beside_the_table_does_not_hide_one_within(tables, scores):
    rows = [[*row, None, None] for row in grid(tables, scores)]
    beside = openpyxl.utils.get_column_letter(len(rows[0]))
    # A file lists its merged cells in an order of its own.
    areas = [f"{beside}{row}:{beside}{row + 1}" for row in (11, 25, 50)]
    for row in (11, 25, 50):
        rows[row - 1][-1] = "Ghi chú"
    assert_scores(inspect_sheet(tables, rows, merged=areas), scores)
    for within in ("F5:F6", "F20:F21", "T40:T41"):
        result = inspect_sheet(tables, rows, merged=[*areas, within])
        cell = within.partition(":")[0]
        assert sentence(result, tables).startswith(f"Trang tính “2025_PAPI”, ô {cell}: ")
        assert codes(result, "problem")[0] == "merged"


def test_exactly_the_hidden_rows_of_a_list_of_scores_are_left_out(tables, scores):
    names = dict(zip(tables.provinces["code"], tables.provinces["name_vi"], strict=True))
    body = [[names[r.province], r.sub_dimension, r.score] for r in scores.itertuples()]
    content = xlsx({"2025": [["Tỉnh, thành phố", "Nội dung thành phần", "Điểm"], *body]})
    book = openpyxl.load_workbook(io.BytesIO(content))
    # A whole province, so that what is left can be stored.
    hidden = [n for n, row in enumerate(body, 2) if row[0] == "Long An"]
    for number in hidden:
        book.worksheets[0].row_dimensions[number].hidden = True
    out = io.BytesIO()
    book.save(out)
    result = inspect_file(out.getvalue(), "x.xlsx", tables)
    assert_scores(result, scores[scores["province"] != "80"])
    (asked,) = [issue for issue in result.issues if issue.code == "hidden"]
    assert dict(asked.values)["n"] == len(hidden)


@pytest.mark.parametrize("titles", [0, 1, 2, 3])
def test_a_row_of_assignments_below_titles_is_named_as_the_spreadsheet_numbers_it(titles):
    text = "\n".join([*["Phân công"] * titles, HEADER, "1/KH,Z9,Sở Y tế,,,,"])
    (problem,) = parse_commitments(text.encode(), ACTIONS).problems
    assert (problem.row, problem.code) == (titles + 2, "unknown")


@pytest.mark.parametrize("place", [5, 20])
def test_a_header_nobody_knows_is_asked_about_and_its_column_is_no_indicator(tables, scores, place):
    rows = grid(tables, scores)
    for row in rows[:2]:
        row[place] = str(row[place])[:-1]
    result = inspect_sheet(tables, rows)
    (asked,) = [issue for issue in result.issues if issue.code == "column_unknown"]
    letter = openpyxl.utils.get_column_letter(place + 1)
    assert asked.sentence(tables, "vi").startswith(f"Trang tính “2025_PAPI”, cột {letter}: ")
    assert codes(result, "problem") == ["column_missing"]
    assert "indicators" not in codes(result)
