"""Files of the 34, misspelt names, merged cells: what they are is said, and at which cell."""

import io
from datetime import datetime

import openpyxl
import pytest

from lib.ingest import report
from lib.ingest.inspection import inspect_file
from tests.ingest.workbooks import (
    FIRST,
    as_csv,
    assert_scores,
    codes,
    column,
    grid,
    inspect_sheet,
    next_year,
    row_of,
    sentence,
    turned,
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
    assert codes(result, "problem") == ["year_of_63"]
    words = sentence(result, tables)
    assert "năm 2023 đã được công bố theo 63 tỉnh, thành phố trước sắp xếp" in words
    assert "chưa được công bố" not in words
    result = inspect_sheet(tables, rows_of_34(tables, rows), name="2010_PAPI")
    of_34 = [i for i in result.issues_of_kind("problem") if i.code == "year_before_34"]
    assert "chỉ có từ năm 2025" in of_34[0].sentence(tables, "vi")


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


@pytest.mark.parametrize("name", ["Tổng cộng", "Cộng", "Total", "Grand Total"])
@pytest.mark.slow
def test_a_row_of_sums_over_provinces_is_left_out(tables, rows, name):
    n_provinces = len(tables.provinces)
    rows.insert(FIRST + n_provinces, [None, None, name] + [60.0] * (len(rows[0]) - 3))
    result = inspect_sheet(tables, rows)
    assert result.usable and len(result.scores) == len(next_year(tables))
    assert f"phần tổng hợp “{name}” không được đọc" in report.report_text(result, tables, "vi")


@pytest.mark.parametrize("codes_too", [True, False])
def test_letters_damaged_by_the_wrong_encoding_are_told_in_one_sentence(tables, rows, codes_too):
    if not codes_too:
        rows = [[None, None, *row[2:]] for row in rows]
    damaged = as_csv(rows).decode("utf-8-sig").encode().decode("cp1252", "replace").encode()
    result = inspect_file(damaged, "2025.csv", tables)
    assert codes(result) == ["garbled"] and "CSV UTF-8" in sentence(result, tables)


def shown_as_percentages(rows, name):
    """A workbook of these rows in which all figures are shown as percentages."""
    book = openpyxl.load_workbook(io.BytesIO(xlsx({name: rows})))
    for row in book[name].iter_rows(min_row=FIRST + 1, min_col=4):
        for cell in row:
            cell.number_format = "0%"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("layout", ["columns", "rows", "rows without scales"])
@pytest.mark.slow
def test_a_sheet_formatted_as_percentages_has_the_same_scores(tables, rows, layout):
    if layout != "columns":
        rows = turned(tables, next_year(tables), scale=layout == "rows")
    result = inspect_file(shown_as_percentages(rows, "2025_PAPI"), "x.xlsx", tables)
    assert_scores(result, next_year(tables))


RENAMED = "1.1 Hiểu biết của người dân"


def renamed_file(tables, layout, label):
    """A file in which 1.1 has the number and a name never seen; its label is ``label``."""
    year = next_year(tables)
    if layout == "columns":
        rows = grid(tables, year)
        at = column(rows, "Civic Knowledge")
        rows[0][at], rows[1][at] = "Citizens' knowledge", label
    elif layout == "rows":
        rows = turned(tables, year, scale=False)
        row = next(r for r in rows if r[1] == "1.1: Tri thức công dân")
        row[:2] = ["Citizens' knowledge", label]
    else:
        named = dict(
            zip(tables.sub_dimensions["code"], tables.sub_dimensions["name_vi"], strict=True)
        )
        places = dict(zip(tables.provinces["code"], tables.provinces["name_vi"], strict=True))
        rows = [["Tỉnh", "Nội dung thành phần", "Điểm"]]
        for r in year.itertuples():
            text = (
                label if r.sub_dimension == "1.1" else f"{r.sub_dimension} {named[r.sub_dimension]}"
            )
            rows.append([places[r.province], text, r.score])
    return rows


@pytest.mark.parametrize("layout", ["columns", "rows", "one row a score"])
@pytest.mark.slow
def test_a_renamed_sub_dimension_is_told_with_the_name_to_write_there(tables, layout):
    result = inspect_sheet(tables, renamed_file(tables, layout, RENAMED))
    assert codes(result, "problem") == ["header_renamed"]
    text = sentence(result, tables)
    assert f"“{RENAMED}” có số thứ tự của 1.1 Tri thức công dân" in text
    assert "trong bản sao của tệp thành “1.1 Tri thức công dân”" in text
    # Whoever does what the sentence says has a file that goes in.
    mended = inspect_sheet(tables, renamed_file(tables, layout, "1.1 Tri thức công dân"))
    assert mended.usable and len(mended.scores) == len(next_year(tables))


@pytest.mark.slow
def test_a_known_name_with_the_number_of_another_is_no_renamed_one(tables, rows):
    at = column(rows, "Civic Knowledge")
    rows[0][at], rows[1][at] = "Primary Education", "1.1 Giáo dục tiểu học công lập"
    assert "header_renamed" not in codes(inspect_sheet(tables, rows))


@pytest.mark.slow
def test_a_part_that_is_no_longer_measured_is_the_only_thing_said_of_its_dimension(tables):
    of_2019 = tables.scores[tables.scores["year"] == 2019]
    of_2019 = of_2019.assign(score=(of_2019["score"] * 0.998).round(6))
    result = inspect_sheet(tables, turned(tables, of_2019, year=2019), name="2025_VIE_ENG")
    assert codes(result, "problem") == ["ended"]
    assert "5.2 Thủ tục cấp phép xây dựng đã ngừng đo từ sau năm 2020" in sentence(result, tables)


@pytest.mark.slow
def test_a_year_after_a_gap_has_no_year_to_be_compared_with(tables):
    year = next_year(tables, 2027)
    result = inspect_sheet(tables, grid(tables, year, 2027), name="2027_PAPI")
    assert_scores(result, year)
    assert "year_gap" in codes(result, "question") and "step" not in codes(result)
