"""The table of everything as a spreadsheet: the rows on screen in the colours on screen."""

import io

import openpyxl

from lib.common.theme import LIGHT
from lib.exports.score_table import table_workbook
from lib.model.unit_lists import resolve_units
from lib.model.view import View

LINK = "https://papi.example.vn/table?province=80&year=2023&units=63&lang=vi"


def opened(dataset, view):
    return openpyxl.load_workbook(io.BytesIO(table_workbook(dataset, view, LINK)))


def fill(cell):
    return f"#{cell.fill.start_color.rgb[2:].lower()}" if cell.fill.fill_type else ""


def test_scores_have_the_colours_of_their_groups_and_the_unpublished_none(dataset):
    sheet = opened(dataset, View())["Bảng điểm"]
    head = [cell.value for cell in sheet[1]]
    rows = {row[0].value: dict(zip(head, row, strict=True)) for row in sheet.iter_rows(min_row=2)}
    assert len(rows) == 63
    own = rows["80"]
    assert round(own["Tổng điểm PAPI"].value, 2) == 40.83
    assert fill(own["Tổng điểm PAPI"]) == LIGHT.groups[2]
    assert fill(own["6. Cung ứng dịch vụ công"]) == LIGHT.groups[3]
    assert fill(own["8. Quản trị điện tử"]) == LIGHT.groups[0]
    assert own["8. Quản trị điện tử"].font.color.rgb[2:].lower() == "ffffff"
    assert own["Hạng: Tổng điểm PAPI"].value == 46 and fill(own["Hạng: Tổng điểm PAPI"]) == ""
    assert rows["74"]["Tổng điểm PAPI"].value is None and fill(rows["74"]["Tổng điểm PAPI"]) == ""


def test_it_prints_on_one_landscape_page_and_its_notes_name_colours_source_and_link(dataset):
    book = opened(dataset, View())
    setup = book["Bảng điểm"].page_setup
    assert (setup.orientation, setup.paperSize) == ("landscape", 9)
    assert book["Bảng điểm"].sheet_properties.pageSetUpPr.fitToPage
    notes = [row[0].value for row in book["Nguồn và lưu ý"].iter_rows()]
    assert any("40,83–42,11" in note for note in notes)
    assert any(note.startswith("Nguồn: PAPI") for note in notes)
    assert notes[-1] == LINK


def test_the_34_say_that_they_are_estimates(dataset):
    _, view = resolve_units(dataset, View(units="34", year=2024), "both")
    book = opened(dataset, view)
    assert len(list(book["Bảng điểm"].rows)) == 35
    notes = " ".join(row[0].value for row in book["Nguồn và lưu ý"].iter_rows())
    assert "ước tính" in notes and "Tây Ninh (sau sắp xếp) dựa trên" in notes
