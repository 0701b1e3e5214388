"""Files of the 34, misspelt names, merged cells: what they are is said, and at which cell."""

from datetime import datetime

import pytest

from lib.ingest import report
from lib.ingest.inspection import inspect_file
from tests.ingest.workbooks import (
    FIRST,
    codes,
    column,
    grid,
    inspect_sheet,
    next_year,
    row_of,
    sentence,
    xlsx,
)


@pytest.fixture
def rows(tables):
    return grid(tables, next_year(tables))


def rows_of_34(tables, rows, old_codes=False):
    """The producer's sheet with as many rows as there are successors, so named."""
    out = [list(r) for r in rows[: FIRST + len(tables.successors)]]
    former = dict(zip(tables.provinces["name_vi"], tables.provinces["code"], strict=True))
    for row, province in zip(out[FIRST:], tables.successors.itertuples(), strict=True):
        code = former.get(province.name_vi, province.code) if old_codes else province.code
        row[:3] = [int(code), province.name_en, province.name_vi]
    return out


@pytest.mark.parametrize("how", ["names and codes", "old codes", "names", "codes"])
@pytest.mark.slow
def test_a_file_of_the_34_goes_in_by_the_codes_of_the_34(tables, rows, how):
    new = rows_of_34(tables, rows, old_codes=how == "old codes")
    for row in new[FIRST:] if how in ("names", "codes") else []:
        row[:3] = [None, None, row[2]] if how == "names" else [row[0], None, None]
    result = inspect_sheet(tables, new)
    assert result.usable and result.units == {2025: "34"}
    first = result.scores.groupby("province")["score"].first()
    civic = {
        r.code: row[4] for r, row in zip(tables.successors.itertuples(), new[FIRST:], strict=True)
    }
    assert first.to_dict() == {code: score for code, score in civic.items() if score}
    text = report.report_text(result, tables, "vi")
    assert "34 tỉnh, thành phố từ ngày 01/7/2025 (nhận ra 34 đơn vị" in text
    assert "Tây Ninh, An Giang, …" in text
    assert ("mã của một đơn vị trước sắp xếp" in text) == (how == "old codes")


def test_a_year_before_the_34_cannot_be_of_the_34(tables, rows):
    result = inspect_sheet(tables, rows_of_34(tables, rows), name="2023_PAPI")
    assert codes(result, "problem")[:1] == ["year_of_63"]


def test_a_misspelt_name_is_offered_the_right_one_at_its_cell(tables, rows):
    row = rows[row_of(rows, 72)]
    row[2] = "Tây Nih"
    assert "ô C48: không có tỉnh, thành phố nào là “Tây Nih”; có phải “Tây Ninh” không?" in (
        sentence(inspect_sheet(tables, rows), tables)
    )
    row[0] = row[1] = None
    assert "có phải “Tây Ninh” không?" in sentence(inspect_sheet(tables, rows), tables)
    row[2] = "Atlantis"
    assert codes(inspect_sheet(tables, rows), "problem") == ["province_unknown"]


def test_names_that_are_all_nearly_right_are_one_sentence(tables, rows):
    for row in rows[FIRST : FIRST + 63]:
        row[1], row[2] = None, f"{row[2]} xq"
    assert codes(inspect_sheet(tables, rows), "problem") == ["province_unknown"]


def test_the_headers_once_more_below_are_no_province(tables, rows):
    result = inspect_sheet(tables, [*rows[:30], *rows[:FIRST], *rows[30:]])
    assert result.usable and len(result.scores) == 61 * 28


def test_one_fault_of_a_whole_column_is_reported_once(tables, rows):
    at = column(rows, "Civic Knowledge")
    for row in [rows[FIRST], *rows[FIRST + 2 : FIRST + 63]]:
        row[at] = "=1+1"
    result = inspect_sheet(tables, rows)
    section = report.sections(result, tables, "vi")[0]
    assert section.heading == "Phải sửa (62)" and len(section.sentences) == 1
    assert section.sentences[0].startswith(
        "Trang tính “2025_PAPI”, cột E, dòng 3, 5–65: ô chứa công"
    )


@pytest.mark.slow
def test_questions_name_their_cells(tables, rows):
    row = rows[row_of(rows)]
    step = 2.49 - row[column(rows, "Primary Education")]
    for english in ("Primary Education", "Public Service Delivery"):
        row[column(rows, english)] += step
    row[-1] += step
    questions = inspect_sheet(tables, rows).issues_of_kind("question")
    assert all(f.location.sheet for f in questions)
    of_row = [f for f in questions if dict(f.values).get("province") == "80"]
    assert of_row and {f.location.row for f in of_row} == {row_of(rows) + 1}


def test_a_merged_cell_says_that_the_rest_is_not_checked(tables, rows):
    text = sentence(inspect_sheet(tables, rows, merged=["E10:E11"]), tables)
    assert "Các ô khác của bảng này chưa được kiểm tra" in text


def test_a_date_where_the_year_belongs_is_named_as_it_reads(tables):
    header = ["year", "province", "sub_dimension", "score"]
    rows = [header, [datetime(2025, 1, 1), "01", "1.1", 1.5]]
    result = inspect_file(xlsx({"Sheet1": rows}), "x.xlsx", tables)
    assert "“2025-01-01” không phải là năm" in sentence(result, tables)
