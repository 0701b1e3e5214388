"""A file that is not what it should be is not opened, and one sentence says why."""

import io
import zipfile
from dataclasses import replace
from datetime import date, datetime

import openpyxl
import pytest

from lib.datasets.tables import load_tables
from lib.ingest.inspection import inspect_file
from lib.ingest.limits import COMMITMENTS_LIMITS, SCORES_LIMITS
from lib.ingest.reader import FileRefused, Percentage, SpecialCell, plain_text, read_tables
from tests.ingest.workbooks import codes, xlsx

GOOD = xlsx({"2025_PAPI": [["a"], [1]]})


@pytest.fixture(scope="module")
def tables():
    return load_tables()


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
    "old": ("x.xls", lambda: b"\xd0\xcf\x11\xe0" + b"x" * 600, "old_office"),
    "password": ("x.xlsx", lambda: b"\xd0\xcf\x11\xe0" + b"x" * 600, "old_office"),
    "picture": ("x.png", lambda: b"\x89PNG\r\n\x1a\n", "type"),
    "picture as csv": ("x.csv", lambda: b"\x89PNG\r\n\x1a\n\0\0", "type"),
    "program as xlsx": ("x.xlsx", lambda: b"MZ\x90", "type"),
    "document": ("x.xlsx", lambda: _zip("word/document.xml"), "type"),
    "cut": ("x.xlsx", lambda: GOOD[: len(GOOD) // 2], "broken"),
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
    assert codes(inspect_file(claimed, "x.xlsx", tables)) == ["no_header"]


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
    # A formula without a last result is an empty cell where results are taken.
    assert special == [
        SpecialCell("date", date(2025, 2, 1)),
        SpecialCell("boolean", True),
        None,
        SpecialCell("error", "#N/A"),
        "  ",
    ]


def test_where_results_are_not_taken_a_formula_is_a_formula():
    (sheet,) = read_tables(odd_cells(), SCORES_LIMITS, parse_text=plain_text)
    assert sheet.rows[0][0] == "text" and len(sheet.rows[0]) == 7
    assert sheet.rows[0][5] == SpecialCell("formula", "=1+1") and str(sheet.rows[0][5]) == "=1+1"


def test_what_is_beyond_the_limits_is_refused_or_left_out():
    wide = xlsx({"a": [[1, 2, 3]], "b": [[4]]})
    long = xlsx({"a": [[1], [1], [1], [1]]})
    assert refusal(wide, SMALL) == "cells" and refusal(long, SMALL) == "rows"
    assert refusal(b"1,2,3", SMALL) == "cells" and refusal(b"1\n" * 4, SMALL) == "rows"
    truncating = replace(SMALL, truncate=True)
    (sheet,) = read_tables(wide, truncating)
    assert sheet.rows == [[1, 2]]
    assert refusal(long, truncating) == "rows"
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
