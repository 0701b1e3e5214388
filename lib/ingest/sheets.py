"""A file as it arrives: bytes to sheets of plain values; nothing in it is trusted or calculated."""

import csv
import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from lib.ingest.found import Place, Refused

LARGEST = 10_000_000  # bytes of a file
_UNPACKED = 60_000_000  # bytes of all parts of a workbook
_PARTS = 500
_ROWS, _COLUMNS, _CELLS = 60_000, 256, 1_200_000  # of a sheet, of a sheet, of a file
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"  # .xls, and a workbook behind a password
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]+)([0-9]+):([A-Z]+)([0-9]+)"')
Progress = Callable[[int, int, str], None]  # sheets read, sheets in all, the one to come


@dataclass(frozen=True)
class Odd:
    """A cell that holds no plain value: ``what`` is formula, error, date or boolean."""

    what: str


Value = float | str | Odd | None


@dataclass(frozen=True, eq=False)
class Sheet:
    """A sheet (``name`` "" for CSV) as rows of values; ``merged``: first and last row, column."""

    name: str
    rows: list[list[Value]]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    cut: bool = False  # the last line of a CSV file has no end

    def place(self, row: int = 0, column: int = 0) -> Place:
        """A place on this sheet; rows and columns count from 1."""
        return Place(self.name, row, column)


def read(content: bytes, name: str, progress: Progress | None = None) -> list[Sheet]:
    """The sheets of an XLSX or CSV file; Refused where it is neither or not safe to open."""
    if len(content) > LARGEST:
        raise Refused("large", size=LARGEST // 1_000_000)
    if not content.strip():
        raise Refused("empty")
    kind = PurePath(name).suffix.lower()
    if kind in (".xlsm", ".xltm", ".xlsb", ".xlam"):
        raise Refused("macro")
    if content.startswith(_OLD_OFFICE) or kind == ".xls":
        raise Refused("old_office")
    if content.startswith(b"PK"):
        return _workbook(content, progress)
    if kind not in (".csv", ".txt", ".tsv"):
        raise Refused("type")
    return [_csv(content)]


def _workbook(content: bytes, progress: Progress | None) -> list[Sheet]:
    """Every worksheet of an XLSX file, read cell by cell without loading the whole."""
    from openpyxl import load_workbook  # loads slowly, so only when somebody brings a file

    merged = _look_inside(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        sheets, cells = [], 0
        for number, sheet in enumerate(book.worksheets):
            if progress:
                progress(number, len(book.worksheets), sheet.title)
            sheet.reset_dimensions()  # what a file claims of its size may be anything
            rows: list[list[Value]] = []
            for row in sheet.iter_rows(max_row=_ROWS + 1):
                values = [_value(cell) for cell in row]
                while values and values[-1] is None:
                    values.pop()
                cells += len(values)
                rows.append(values)
                if len(values) > _COLUMNS or cells > _CELLS:
                    raise Refused("cells", Place(sheet.title))
            if len(rows) > _ROWS:
                raise Refused("cells", Place(sheet.title))
            path = str(getattr(sheet, "_worksheet_path", "")).lstrip("/")
            sheets.append(Sheet(sheet.title, rows, merged.get(path, ())))
        book.close()
    except Refused:
        raise
    except Exception as err:  # whatever a spoilt workbook makes the reader stumble over
        raise Refused("broken") from err
    return sheets


def _look_inside(content: bytes) -> dict[str, tuple[tuple[int, int, int, int], ...]]:
    """The merged cells by part of the workbook; Refused for bombs, macros, anything not XLSX."""
    try:
        parcel = zipfile.ZipFile(io.BytesIO(content))
        entries = parcel.infolist()
        # zipfile never unpacks more than an entry claims, so the claims can be added up.
        if len(entries) > _PARTS or sum(e.file_size for e in entries) > _UNPACKED:
            raise Refused("bomb", size=_UNPACKED // 1_000_000)
        names = {e.filename.lower() for e in entries}
        if any("vbaproject" in n or "macrosheets" in n for n in names):
            raise Refused("macro")
        if "xl/workbook.xml" not in names:
            raise Refused("type")
        merged = {}
        for entry in entries:
            if not entry.filename.lower().endswith((".xml", ".rels")):
                continue
            part = parcel.read(entry)
            plain = part.replace(b"\0", b"")
            if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
                raise Refused("bomb", size=_UNPACKED // 1_000_000)
            if b"macroEnabled" in plain and entry.filename == "[Content_Types].xml":
                raise Refused("macro")
            if entry.filename.startswith("xl/worksheets/"):
                merged[entry.filename] = tuple(
                    (int(r1), int(r2), _column(c1), _column(c2))
                    for c1, r1, c2, r2 in _MERGED.findall(plain)
                )
    except Refused:
        raise
    except Exception as err:  # not a zip, cut off, behind a password
        raise Refused("broken") from err
    return merged


def _column(letters: bytes) -> int:
    number = 0
    for char in letters:
        number = number * 26 + char - 64
    return number


def _value(cell: Any) -> Value:
    """A cell of a workbook as a plain value."""
    value = cell.value
    if value is None:
        return None
    if cell.data_type == "f":
        return Odd("formula")
    if cell.data_type == "e":
        return Odd("error")
    if isinstance(value, bool):
        return Odd("boolean")
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, str):
        return text(value)
    return Odd("date")


def text(value: str) -> Value:
    """Text without blanks around it; what a spreadsheet would calculate is a formula."""
    bare = value.replace("\u00a0", " ").replace("\u200b", "").strip()
    if bare.startswith(("=", "@")) or re.match(r"[+\-][^\d\s.,–-]", bare):
        return Odd("formula")
    return bare or None


def _csv(content: bytes) -> Sheet:
    """A CSV file: UTF-8 or UTF-16 with its mark; commas, semicolons or tabs."""
    if b"\0" in content and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused("type")
    try:
        wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
        words = content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as err:
        row = content[: err.start].count(b"\n") + 1
        raise Refused("encoding", Place("", row)) from err
    head = [line for line in words.splitlines()[:30] if line.strip()]
    if not head:
        raise Refused("empty")
    # Commas also stand in headers and in numbers; semicolons and tabs only separate.
    found = [s for s in ";\t" if any(s in line for line in head[:3])] or [","]
    separator = max(found, key=lambda s: max(line.count(s) for line in head))
    try:
        reader = csv.reader(io.StringIO(words, newline=""), delimiter=separator, strict=True)
        rows: list[list[Value]] = []
        for cells in reader:
            if len(cells) > _COLUMNS or len(rows) >= _ROWS:
                raise Refused("cells")
            rows.append([text(cell) for cell in cells])
    except csv.Error as err:
        raise Refused("csv") from err
    return Sheet("", rows, cut=not words.endswith(("\n", "\r")))
