"""The spreadsheets: typed, complete, and readable in LibreOffice."""

import io
import tempfile

import openpyxl
import pandas as pd
import pytest

from lib.exports import workbooks
from lib.model.view import View
from lib.narrative import story
from lib.stats.ranking import TOTAL
from tests.support import made_up_34


def book(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def frame(sheet):
    head, *rows = sheet.iter_rows(values_only=True)
    return pd.DataFrame(rows, columns=head)


@pytest.fixture(scope="module")
def everything(dataset):
    return workbooks.full_workbook(dataset, "vi")


@pytest.fixture(scope="module")
def of_long_an(dataset):
    return workbooks.view_workbook(dataset, View())


def test_the_full_workbook_holds_every_score_and_the_published_rank_of_long_an(dataset, everything):
    assert len(everything) < 3_000_000
    opened = book(everything)
    assert opened.sheetnames == [
        "Điểm và hạng", "Tỉnh, thành phố", "Nội dung", "Nội dung thành phần",
        "Năm không so sánh được", "Nguồn và lưu ý",
    ]  # fmt: skip
    table = frame(opened["Điểm và hạng"])
    assert len(table) == len(dataset.positions)
    subs = table[table["Mã nội dung"].str.contains(".", regex=False, na=False)]
    assert len(subs) == 21_891
    own = table[(table["Năm"] == 2023) & (table["Mã tỉnh"] == "80")]
    total = own[own["Nội dung"] == "Tổng điểm PAPI"].iloc[0]
    assert round(total["Điểm"], 2) == 40.83
    assert (total["Hạng"], total["Số địa phương có số liệu"]) == (46, 61)
    assert total["Nhóm"] == "Trung bình thấp"
    # The total is the sum of its dimensions.
    parts = own[own["Mã nội dung"].isin(list("12345678"))]
    assert parts["Điểm"].sum() == pytest.approx(total["Điểm"])
    assert table.duplicated(["Năm", "Mã tỉnh", "Nội dung"]).sum() == 0


def test_columns_are_typed_headers_stay_and_filter(everything, of_long_an):
    for content in (everything, of_long_an):
        opened = book(content)
        for sheet in opened.worksheets[:-1]:
            assert sheet.freeze_panes == "A2"
            assert sheet.auto_filter.ref == sheet.dimensions
            assert all(cell.font.bold for cell in sheet[1])
            assert all(9 <= d.width <= 62 for d in sheet.column_dimensions.values())
    first = book(everything).worksheets[0][2]
    assert [type(cell.value) for cell in first[:4]] == [int, str, str, str]
    assert first[1].value == "01"  # a code keeps its zero
    assert isinstance(first[6].value, float) and first[6].number_format == "0.00"


def test_the_full_workbook_lists_measures_years_breaks_and_caveats(dataset, everything):
    opened = book(everything)
    subs = frame(opened["Nội dung thành phần"]).set_index("Mã nội dung")
    assert len(subs) == len(dataset.tables.sub_dimensions)
    assert subs.loc["5.2", "Đo đến năm"] == 2020 and pd.isna(subs.loc["1.1", "Đo đến năm"])
    assert len(frame(opened["Năm không so sánh được"])) == len(dataset.tables.breaks)
    provinces = frame(opened["Tỉnh, thành phố"]).set_index("Mã tỉnh")
    assert len(provinces) == 63 and provinces.loc["80", "Vùng"] == "Đồng bằng sông Cửu Long"
    notes = " ".join(str(row[0].value) for row in opened["Nguồn và lưu ý"].rows)
    for expected in ("papi.org.vn", "Không so sánh tổng điểm qua mốc 2018", "khảo sát chọn mẫu"):
        assert expected in notes, expected


def test_the_notes_of_the_full_workbook_name_the_years_of_both_lists(dataset):
    made_up = made_up_34.build_dataset((2025,))
    for of, last in ((dataset, 2024), (made_up, 2025)):
        notes = [
            row[0].value for row in book(workbooks.full_workbook(of, "en")).worksheets[-1].rows
        ]
        assert notes[0].startswith(f"All PAPI scores of 2011–{last} by province")


def test_the_english_workbook_is_english(dataset):
    opened = book(workbooks.full_workbook(dataset, "en"))
    assert opened.sheetnames[0] == "Scores and ranks"
    assert list(frame(opened["Scores and ranks"]).columns)[:3] == [
        "Year", "Province code", "Province or city",
    ]  # fmt: skip


@pytest.mark.parametrize("view", [View(), View(province="79", year=2011, lang="en")])
def test_the_view_s_workbook_has_a_sheet_for_each_figure_listed_with_its_title(dataset, view):
    opened = book(workbooks.view_workbook(dataset, view))
    slots = [slot for screen in story.build_story(dataset, view) for slot in screen.charts]
    contents = frame(opened.worksheets[0])
    assert len(contents) == len(slots) == len(opened.sheetnames) - 2
    assert contents.iloc[:, 0].tolist() == opened.sheetnames[1:-1]
    assert contents.notna().all(axis=None)
    for sheet in opened.worksheets[1:-1]:
        assert sheet.max_row > 1 and sheet.max_column > 1


def test_the_view_s_workbook_has_the_numbers_of_the_charts(of_long_an):
    opened = book(of_long_an)
    table = frame(opened.worksheets[1]).set_index("Mã")
    assert round(table.loc["80", "Điểm"], 2) == 40.83 and table.loc["80", "Hạng"] == 46
    assert len(table) == 61
    notes = [row[0].value for row in opened.worksheets[-1].rows]
    assert notes[0].startswith("Số liệu của các biểu đồ về Long An năm 2023")


def test_sheets_print_all_columns_on_a_page_with_their_header(everything, of_long_an):
    for content in (everything, of_long_an):
        for sheet in book(content).worksheets:
            assert sheet.page_setup.orientation == "landscape", sheet.title
            assert sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.title
        first = book(content).worksheets[0]
        assert first.page_setup.fitToHeight == 0 and first.print_title_rows in ("1:1", "$1:$1")


def test_rows_are_as_high_as_their_texts(dataset, everything):
    title, subtitle = "Tiêu đề", "Mức tăng khá trong một năm thêm bao nhiêu " * 6
    of_figure = workbooks.figure_workbook(pd.DataFrame({"Điểm": [1.0]}), [title, subtitle], "vi")
    notes = book(of_figure).worksheets[-1]
    assert notes.row_dimensions[1].height in (None, 15)
    assert notes.row_dimensions[2].height == 45  # 252 characters, 110 a line
    for sheet in book(everything).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and len(cell.value) > 120:
                    assert sheet.row_dimensions[cell.row].height >= 30, cell.coordinate


def test_libreoffice_reads_the_same(office, tmp_path, everything, of_long_an):
    for stem, content in (("all", everything), ("view", of_long_an)):
        path = tmp_path / f"{stem}.xlsx"
        path.write_bytes(content)
        (converted,) = office.convert([path], "xlsx")
        ours, theirs = book(content), openpyxl.load_workbook(converted)
        assert theirs.sheetnames == ours.sheetnames
        for sheet in ours.worksheets:
            pd.testing.assert_frame_equal(
                frame(theirs[sheet.title]), frame(sheet), check_dtype=False
            )


def test_a_province_without_a_total_has_no_view_workbook(dataset):
    assert "22" in dataset.unscored_provinces(2023, TOTAL)
    with pytest.raises(LookupError):
        workbooks.view_workbook(dataset, View(province="22"))


def test_nothing_stays_on_disk(dataset, tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    workbooks.full_workbook(dataset, "vi")
    assert list(tmp_path.iterdir()) == []
