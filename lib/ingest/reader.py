"""A file as it arrives: bytes to sheets of plain values; nothing in it is trusted or calculated."""

import csv
import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from lib.ingest.issues import FileRefused, Location

MAX_FILE_BYTES = 10_000_000  # bytes of a file
_MAX_UNPACKED_BYTES = 60_000_000  # bytes of all parts of a workbook
_MAX_PARTS = 500
_MAX_ROWS, _MAX_COLUMNS, _MAX_CELLS = 60_000, 256, 1_200_000  # of a sheet, of a sheet, of a file
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"  # .xls, and a workbook behind a password
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]+)([0-9]+):([A-Z]+)([0-9]+)"')
Progress = Callable[[int, int, str], None]  # sheets read, sheets in all, the one to come


@dataclass(frozen=True)
class UnusableCell:
    """A cell that holds no plain value: ``what`` is formula, error, date or boolean."""

    what: str


CellValue = float | str | UnusableCell | None


@dataclass(frozen=True, eq=False)
class Sheet:
    """A sheet (``name`` "" for CSV) as rows of values; ``merged``: first and last row, column."""

    name: str
    rows: list[list[CellValue]]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    cut: bool = False  # the last line of a CSV file has no end

    def place(self, row: int = 0, column: int = 0) -> Location:
        """A place on this sheet; rows and columns count from 1."""
        return Location(self.name, row, column)


def read_sheets(content: bytes, name: str, progress: Progress | None = None) -> list[Sheet]:
    """The sheets of an XLSX or CSV file; Refused where it is neither or not safe to open."""
    if len(content) > MAX_FILE_BYTES:
        raise FileRefused("large", size=MAX_FILE_BYTES // 1_000_000)
    if not content.strip():
        raise FileRefused("empty")
    kind = PurePath(name).suffix.lower()
    if kind in (".xlsm", ".xltm", ".xlsb", ".xlam"):
        raise FileRefused("macro")
    if content.startswith(_OLD_OFFICE) or kind == ".xls":
        raise FileRefused("old_office")
    if content.startswith(b"PK"):
        return _read_workbook(content, progress)
    if kind not in (".csv", ".txt", ".tsv"):
        raise FileRefused("type")
    return [_read_csv(content)]


def _read_workbook(content: bytes, progress: Progress | None) -> list[Sheet]:
    """Every worksheet of an XLSX file, read cell by cell without loading the whole."""
    from openpyxl import load_workbook  # loads slowly, so only when somebody brings a file

    merged = _check_archive(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        sheets, cells = [], 0
        for number, sheet in enumerate(book.worksheets):
            if progress:
                progress(number, len(book.worksheets), sheet.title)
            sheet.reset_dimensions()  # what a file claims of its size may be anything
            rows: list[list[CellValue]] = []
            for row in sheet.iter_rows(max_row=_MAX_ROWS + 1):
                values = [_cell_value(cell) for cell in row]
                while values and values[-1] is None:
                    values.pop()
                cells += len(values)
                rows.append(values)
                if len(values) > _MAX_COLUMNS or cells > _MAX_CELLS:
                    raise FileRefused("cells", Location(sheet.title))
            if len(rows) > _MAX_ROWS:
                raise FileRefused("cells", Location(sheet.title))
            path = str(getattr(sheet, "_worksheet_path", "")).lstrip("/")
            sheets.append(Sheet(sheet.title, rows, merged.get(path, ())))
        book.close()
    except FileRefused:
        raise
    except Exception as err:  # whatever a spoilt workbook makes the reader stumble over
        raise FileRefused("broken") from err
    return sheets


def _check_archive(content: bytes) -> dict[str, tuple[tuple[int, int, int, int], ...]]:
    """The merged cells by part of the workbook; Refused for bombs, macros, anything not XLSX."""
    try:
        parcel = zipfile.ZipFile(io.BytesIO(content))
        entries = parcel.infolist()
        # zipfile never unpacks more than an entry claims, so the claims can be added up.
        if len(entries) > _MAX_PARTS or sum(e.file_size for e in entries) > _MAX_UNPACKED_BYTES:
            raise FileRefused("bomb", size=_MAX_UNPACKED_BYTES // 1_000_000)
        names = {e.filename.lower() for e in entries}
        if any("vbaproject" in n or "macrosheets" in n for n in names):
            raise FileRefused("macro")
        if "xl/workbook.xml" not in names:
            raise FileRefused("type")
        merged = {}
        for entry in entries:
            if not entry.filename.lower().endswith((".xml", ".rels")):
                continue
            part = parcel.read(entry)
            plain = part.replace(b"\0", b"")
            if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
                raise FileRefused("bomb", size=_MAX_UNPACKED_BYTES // 1_000_000)
            if b"macroEnabled" in plain and entry.filename == "[Content_Types].xml":
                raise FileRefused("macro")
            if entry.filename.startswith("xl/worksheets/"):
                merged[entry.filename] = tuple(
                    (int(r1), int(r2), _column_number(c1), _column_number(c2))
                    for c1, r1, c2, r2 in _MERGED.findall(plain)
                )
    except FileRefused:
        raise
    except Exception as err:  # not a zip, cut off, behind a password
        raise FileRefused("broken") from err
    return merged


def _column_number(letters: bytes) -> int:
    number = 0
    for char in letters:
        number = number * 26 + char - 64
    return number


def _cell_value(cell: Any) -> CellValue:
    """A cell of a workbook as a plain value."""
    value = cell.value
    if value is None:
        return None
    if cell.data_type == "f":
        return UnusableCell("formula")
    if cell.data_type == "e":
        return UnusableCell("error")
    if isinstance(value, bool):
        return UnusableCell("boolean")
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, str):
        return clean_text(value)
    return UnusableCell("date")


def clean_text(value: str) -> CellValue:
    """Text without blanks around it; what a spreadsheet would calculate is a formula."""
    bare = value.replace("\u00a0", " ").replace("\u200b", "").strip()
    if bare.startswith(("=", "@")) or re.match(r"[+\-][^\d\s.,–-]", bare):
        return UnusableCell("formula")
    return bare or None


def _read_csv(content: bytes) -> Sheet:
    """A CSV file: UTF-8 or UTF-16 with its mark; commas, semicolons or tabs."""
    if b"\0" in content and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise FileRefused("type")
    try:
        wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
        words = content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as err:
        row = content[: err.start].count(b"\n") + 1
        raise FileRefused("encoding", Location("", row)) from err
    head = [line for line in words.splitlines()[:30] if line.strip()]
    if not head:
        raise FileRefused("empty")
    # Commas also stand in headers and in numbers; semicolons and tabs only separate.
    found = [s for s in ";\t" if any(s in line for line in head[:3])] or [","]
    separator = max(found, key=lambda s: max(line.count(s) for line in head))
    try:
        reader = csv.reader(io.StringIO(words, newline=""), delimiter=separator, strict=True)
        rows: list[list[CellValue]] = []
        for cells in reader:
            if len(cells) > _MAX_COLUMNS or len(rows) >= _MAX_ROWS:
                raise FileRefused("cells")
            rows.append([clean_text(cell) for cell in cells])
    except csv.Error as err:
        raise FileRefused("csv") from err
    return Sheet("", rows, cut=not words.endswith(("\n", "\r")))
