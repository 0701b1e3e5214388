"""A file that is not what it should be is not opened, and one sentence says why."""

import io
import zipfile

import pytest

from lib.datasets import tables as datasets_tables
from lib.ingest.inspection import MAX_FILE_BYTES, inspect_file
from tests.ingest.workbooks import codes, xlsx

GOOD = xlsx({"2025_PAPI": [["a"], [1]]})


@pytest.fixture(scope="module")
def tables():
    return datasets_tables.load_tables()


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
    "large": ("x.csv", lambda: b"x" * (MAX_FILE_BYTES + 1), "large"),
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
    found = inspect_file(make(), name, tables)
    assert codes(found) == [code] and not found.usable and found.scores.empty
    for lang in ("vi", "en"):
        told = found.issues[0].sentence(tables, lang)
        assert "{" not in told and "\n" not in told and told.endswith(".")


def test_what_a_sheet_claims_of_its_size_is_not_believed(tables):
    claim = b'<dimension ref="A1:XFD1048576"/><sheetData>'
    body = b'<row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>'
    claimed = with_part(SHEET, XML.replace(b"<sheetData>", claim) + body)
    assert codes(inspect_file(claimed, "x.xlsx", tables)) == ["no_header"]
