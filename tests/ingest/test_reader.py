"""A file that is not what it should be is not opened, and one sentence says why."""

import io
import zipfile
from dataclasses import replace
from datetime import date, datetime

import openpyxl
import pytest

from lib.ingest.files.cells import FileRefused, Percentage, SpecialCell
from lib.ingest.inspection import inspect_file
from lib.ingest.limits import COMMITMENTS_LIMITS, SCORES_LIMITS
from lib.ingest.reader import plain_text, read_tables
from tests.ingest.workbooks import codes, xlsx

GOOD = xlsx({"2025_PAPI": [["a"], [1]]})


def with_part(name, content):
    """The good workbook with one part more, or another in its place."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(GOOD)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            if entry.filename != name:
                new.writestr(entry, old.read(entry))
        new.writestr(name, content)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
XML = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
FILES = {
    "bomb": ("x.xlsx", lambda: with_part("xl/media/zeros.bin", b"\0" * 61_000_000), "bomb"),
    "many parts": ("x.xlsx", lambda: _many(), "bomb"),
    "entities": ("x.xlsx", lambda: with_part(SHEET, b'<!DOCTYPE x [<!ENTITY a "b">]><x/>'), "bomb"),
    "macro": ("x.xlsx", lambda: with_part("xl/vbaProject.bin", b"x"), "macro"),
    "macro by name": ("x.xlsm", lambda: GOOD, "macro"),
    "ods": ("x.ods", lambda: _zip("content.xml"), "old_office"),
    "binary": ("x.xlsb", lambda: GOOD, "old_office"),
    "old": ("x.xls", lambda: b"\xd0\xcf\x11\xe0" + b"x" * 600, "old_office"),
    "password": ("x.xlsx", lambda: b"\xd0\xcf\x11\xe0" + b"x" * 600, "old_office"),
    "picture": ("x.png", lambda: b"\x89PNG\r\n\x1a\n", "type"),
    "picture as csv": ("x.csv", lambda: b"\x89PNG\r\n\x1a\n\0\0", "type"),
    "program as xlsx": ("x.xlsx", lambda: b"MZ\x90", "type"),
    "document": ("x.xlsx", lambda: _zip("word/document.xml"), "type"),
    "cut": ("x.xlsx", lambda: GOOD[: len(GOOD) // 2], "broken"),
    "sheet that is none": ("x.xlsx", lambda: with_part(SHEET, b"\x1f\x8b\x08 scores"), "broken"),
    "spoilt sheet": ("x.xlsx", lambda: with_part(SHEET, XML + b"<row><c"), "broken"),
    "empty": ("x.xlsx", lambda: b"", "empty"),
    "large": ("x.csv", lambda: b"x" * (SCORES_LIMITS.file_bytes + 1), "large"),
    "wide": ("x.csv", lambda: b"a," * 400 + b"\n", "cells"),
    "encoding": ("x.csv", lambda: "năm,tỉnh\n".encode("cp1258", "replace") + b"\xff\n", "encoding"),
    "quotes": ("x.csv", lambda: b'year,"x\n1', "csv"),
    "far cell": (
        "x.xlsx",
        lambda: with_part(SHEET, XML + b'<row r="1"><c r="XFD1"><v>1</v></c></row>'
                          b"</sheetData></worksheet>"),
        "cells",
    ),
}  # fmt: skip


def _many():
    return _zip(*(f"xl/{i}.xml" for i in range(600)))


def _zip(*names):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        for name in names:
            new.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize("kind", FILES)
def test_refused_with_one_sentence(tables, kind):
    name, make, code = FILES[kind]
    result = inspect_file(make(), name, tables)
    assert codes(result) == [code] and not result.usable and result.scores.empty
    for lang in ("vi", "en"):
        sentence = result.issues[0].sentence(tables, lang)
        assert "{" not in sentence and "\n" not in sentence and sentence.endswith(".")


def test_what_a_sheet_claims_of_its_size_is_not_believed(tables):
    claim = b'<dimension ref="A1:XFD1048576"/><sheetData>'
    body = b'<row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>'
    claimed = with_part(SHEET, XML.replace(b"<sheetData>", claim) + body)
    assert codes(inspect_file(claimed, "x.xlsx", tables)) == ["no_table"]


# --- the reader alone: what its parameters do -----------------------------------------------------

SMALL = replace(SCORES_LIMITS, rows=3, columns=2, sheets=1, csv_columns=2)


def refusal(content, limits, **more):
    with pytest.raises(FileRefused) as caught:
        read_tables(content, limits, **more)
    return caught.value.code


def odd_cells():
    """A workbook with a cell of each type in its only row."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append([" text", 0.25, 0.9, datetime(2025, 2, 1, 8), True, "=1+1", "#N/A", "  ", None])
    sheet["C1"].number_format = "0%"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_each_type_of_cell_keeps_what_it_is():
    (sheet,) = read_tables(odd_cells(), COMMITMENTS_LIMITS)
    text, number, percentage, *special = sheet.rows[0]
    assert (text, number, percentage) == (" text", 0.25, 0.9)
    assert isinstance(percentage, Percentage) and not isinstance(number, Percentage)
    # A formula without a last result is not an empty cell.
    assert special == [
        SpecialCell("date", date(2025, 2, 1)),
        SpecialCell("boolean", True),
        SpecialCell("formula", "="),
        SpecialCell("error", "#N/A"),
        "  ",
    ]


def sheet_xml(body, more=""):
    """The first sheet of a workbook by its XML."""
    part = XML + body.encode() + b"</sheetData>" + more.encode() + b"</worksheet>"
    return read_tables(with_part(SHEET, part), SCORES_LIMITS, parse_text=plain_text)[0]


def test_the_last_result_of_a_formula_is_read():
    cells = '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>A1</f></c><c r="C1" t="str">'
    sheet = sheet_xml(cells + "<f>T(9)</f><v></v></c></row>")
    assert sheet.rows == [[2.0, SpecialCell("formula", "=")]]


@pytest.mark.parametrize(
    "body",
    [
        '<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
        '<row r="1"><c r="A2"><v>1</v></c></row>',
    ],
)
def test_cells_out_of_order_are_refused_for_some_would_be_lost(body):
    with pytest.raises(FileRefused) as caught:
        sheet_xml(body)
    assert caught.value.code == "order" and caught.value.location.sheet == "2025_PAPI"


def test_merged_and_hidden_cells_are_told_however_they_are_written():
    body = "<row r='1' hidden='1'><c r='A1'><v>1</v></c></row>"
    sheet = sheet_xml(body, "<mergeCells count='1'><mergeCell ref='A1:B2'/></mergeCells>")
    assert sheet.merged == ((1, 2, 1, 2),) and sheet.hidden_rows == {1}


def test_the_strict_kind_of_a_workbook_is_read():
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            part = old.read(entry)
            for kind in (b"spreadsheetml", b"officeDocument"):
                new_kind = b"http://purl.oclc.org/ooxml/" + kind
                part = part.replace(
                    b"http://schemas.openxmlformats.org/" + kind + b"/2006", new_kind
                )
            new.writestr(entry, part)
    assert b"purl.oclc.org" in out.getvalue() or out.getvalue() != GOOD
    assert read_tables(out.getvalue(), SCORES_LIMITS)[0].rows == [["a"], [1]]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("sep=;\na;1,5\n", [[], ["a", "1,5"]]),
        ("Bảng điểm; năm 2025\na,b\n1,2\n3,4\n", [["Bảng điểm; năm 2025"], ["a", "b"]]),
    ],
)
def test_the_separator_of_a_file_with_more_than_a_table(text, rows):
    assert read_tables(text.encode(), SCORES_LIMITS, name="x.csv")[0].rows[:2] == rows


@pytest.mark.parametrize("part", ["content.xml", "xl/workbook.bin"])
def test_other_spreadsheets_are_to_be_saved_as_xlsx(tables, part):
    result = inspect_file(_zip(part), "x.xlsx", tables)
    assert codes(result) == ["old_office"] and ".xlsx" in result.issues[0].sentence(tables, "vi")


def test_what_is_beyond_the_limits_is_refused_or_left_out():
    wide = xlsx({"a": [[1, 2, 3]], "b": [[4]]})
    long = xlsx({"a": [[1], [1], [1], [1]]})
    assert refusal(wide, SMALL) == "contents"  # a second sheet is not left out in silence
    assert refusal(wide, replace(SMALL, sheets=2)) == "cells" and refusal(long, SMALL) == "rows"
    assert refusal(b"1,2,3", SMALL) == "cells" and refusal(b"1\n" * 4, SMALL) == "rows"
    truncating = replace(SMALL, truncate=True)
    sheet, behind = read_tables(wide, truncating)
    assert sheet.rows == [[1, 2]] and sheet.cut and not sheet.unread
    assert behind.name == "b" and behind.rows == [] and behind.unread
    assert refusal(long, truncating) == "rows"
    assert refusal(xlsx({"a": [[1], [1], [1], [], [], [], [1]]}), truncating) == "rows"
    assert refusal(xlsx({"a": [[1, 2], [3]]}), replace(SMALL, cells=2)) == "cells"


def test_macros_are_never_run_and_refused_where_the_limits_say_so():
    content = with_part("xl/vbaProject.bin", b"x")
    assert refusal(content, SCORES_LIMITS) == "macro"
    assert read_tables(content, COMMITMENTS_LIMITS)[0].rows == [["a"], [1]]


def test_entities_are_refused_in_any_part_but_pictures():
    declared = b'<!DOCTYPE svg [<!ENTITY a "b">]><svg/>'
    for limits in (SCORES_LIMITS, COMMITMENTS_LIMITS):
        assert refusal(with_part("xl/other.bin", b"\xef\xbb\xbf " + declared), limits) == "unsafe"
        assert (
            refusal(with_part("xl/a.xml", declared.decode().encode("utf-16")), limits) == "unsafe"
        )
        assert read_tables(with_part("xl/media/logo.svg", declared), limits)


def test_a_text_may_begin_like_an_archive():
    assert read_tables(b"PK,1\n", SCORES_LIMITS, name="x.csv")[0].rows == [["PK", "1"]]
    assert refusal(b"PK,1\n", SCORES_LIMITS, name="x.xlsx") == "broken"
