"""Reading an untrusted XLSX or CSV file into sheets of plain cells.

Sizes are checked before anything is unpacked; macros never run and nothing is calculated. What
the cells mean is for the caller to say.
"""

import csv
import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import zip_longest
from pathlib import PurePath
from typing import Any, Literal

from lib.common.strings import clean_text
from lib.ingest.issues import Location
from lib.ingest.limits import Limits
from lib.ingest.xlsx.parts import as_archive, as_transitional, declares_entities
from lib.ingest.xlsx.worksheet_scan import MergedArea, WorksheetScan

_OLD_OFFICE = b"\xd0\xcf\x11\xe0"  # .xls, and any workbook behind a password
_ARCHIVE = b"PK\x03\x04"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_MACRO_SUFFIXES = (".xlsm", ".xltm", ".xlam")
_OTHER_SUFFIXES = (".xls", ".xlsb", ".ods", ".numbers", ".et")
# Parts of archives that other spreadsheet programs write: OpenDocument, binary Excel.
_OTHER_PARTS = {"content.xml", "xl/workbook.bin", "index/document.iwa"}
_TEXT_SUFFIXES = (".csv", ".txt", ".tsv")
_SEPARATOR_LINE = re.compile(r"\s*\"?sep=(.)\"?\s*")  # how a CSV file tells its separator to Excel
_HEAD_LINES = 30  # of a CSV file, from which its separator is recognised
_WHOLE_FILE = Location()

Progress = Callable[[int, int, str], None]  # sheets read, sheets in all, name of the next one


RefusalCode = Literal[
    "large", "empty", "macro", "old_office", "type", "encoding", "csv",
    "rows", "cells",  # too many of them
    "order",  # cells that stand before earlier ones, which would be lost
    "bomb",  # unpacks to too much
    "unsafe",  # declares entities, which may unfold to too much
    "broken",
]  # fmt: skip


class FileRefused(Exception):
    """Why a file cannot be read at all.

    Attributes:
        code: the reason.
        location: where, as far as it is known.
        values: the limit that is exceeded (``size`` in MB, ``n``).
    """

    def __init__(self, code: RefusalCode, location: Location = _WHOLE_FILE, **values: int) -> None:
        """See the class."""
        super().__init__(code)
        self.code = code
        self.location = location
        self.values = values


class Percentage(float):
    """A number that its cell shows as a percentage: 0.9 reads "90%"."""


SpecialKind = Literal["formula", "error", "date", "boolean"]


@dataclass(frozen=True)
class SpecialCell:
    """A cell that holds neither text nor a number.

    Attributes:
        kind: what it holds; a time of day or a duration counts as a date.
        value: the date, the truth value, or the text of the formula or error.
    """

    kind: SpecialKind
    value: object

    def __str__(self) -> str:
        """The value as text."""
        return str(self.value)


CellValue = str | float | SpecialCell | None  # a float may be a Percentage; None = empty


@dataclass(frozen=True, eq=False)
class Sheet:
    """A table as rows of cells.

    Attributes:
        name: "" for a CSV file.
        rows: of any lengths.
        merged: its merged cells.
        unterminated: True if the last line of a CSV file has no end, so the file may be cut off.
        hidden: whether a spreadsheet does not show the sheet.
        hidden_rows, hidden_columns: those that it does not show, from 1.
        turned: True where rows and columns have changed places; locations are those of the file.
    """

    name: str
    rows: list[list[CellValue]]
    merged: tuple[MergedArea, ...] = ()
    unterminated: bool = False
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    turned: bool = False

    def location(self, row: int = 0, column: int = 0) -> Location:
        """A location on this sheet; rows and columns count from 1, 0 = all."""
        if self.turned:
            return Location(self.name, column, row, turned=True)
        return Location(self.name, row, column)

    def turn(self) -> "Sheet":
        """The same sheet with rows as columns and columns as rows."""
        return replace(
            self,
            rows=[list(row) for row in zip_longest(*self.rows)],
            merged=tuple(MergedArea(a.left, a.right, a.top, a.bottom) for a in self.merged),
            hidden_rows=self.hidden_columns,
            hidden_columns=self.hidden_rows,
            turned=not self.turned,
        )


def text_as_typed(text: str) -> CellValue:
    """Any text as it is; None for an empty one."""
    return text or None


def plain_text(text: str) -> CellValue:
    """Text without blanks around it; a formula where a spreadsheet would calculate it."""
    bare = clean_text(text)
    if bare.startswith(("=", "@")) or re.match(r"[+\-][^\d\s.,–-]", bare):
        return SpecialCell("formula", bare)
    return bare or None


def most_frequent_separator(text: str) -> str:
    """The separator of a CSV file of any content: semicolon or tab where the first lines have one.

    Raises:
        FileRefused: the first lines are blank.
    """
    head = [line for line in text.splitlines()[:_HEAD_LINES] if line.strip(" ,;\t")]
    if not head:
        raise FileRefused("empty")
    # Commas also stand in headers and in numbers; semicolons and tabs only separate. One in a
    # title above the table does not.
    candidates = [s for s in ";\t" if 2 * sum(s in line for line in head) >= len(head)] or [","]
    return max(candidates, key=lambda separator: max(line.count(separator) for line in head))


def separator_of_headings(text: str, is_heading: Callable[[str], bool]) -> str:
    """The separator under which one of the first lines holds most of the expected headings."""
    head = text.lstrip().splitlines()[:_HEAD_LINES]

    def count_headings(separator: str) -> int:
        try:
            rows = list(csv.reader(head, delimiter=separator))
        except csv.Error:
            return 0
        return max(sum(map(is_heading, row)) for row in rows)

    return max((",", ";", "\t"), key=count_headings)


def read_tables(
    content: bytes,
    limits: Limits,
    *,
    name: str | None = None,
    parse_text: Callable[[str], CellValue] = text_as_typed,
    choose_separator: Callable[[str], str] = most_frequent_separator,
    progress: Progress | None = None,
) -> list[Sheet]:
    """The sheets of a workbook, or the one table of a CSV file.

    Args:
        content: XLSX, or text (UTF-8, UTF-16 with its mark).
        limits: how much of it is read.
        name: the file's name, whose suffix must fit; without one the content decides alone.
        parse_text: makes a cell of the text in it.
        choose_separator: the separator of a CSV file, from its text.
        progress: called before each sheet of a workbook.

    Raises:
        FileRefused: the file is neither, is damaged, unsafe or larger than the limits.
    """
    suffix = PurePath(name).suffix.lower() if name is not None else ".txt"
    if len(content) > limits.file_bytes:
        raise FileRefused("large", size=limits.file_bytes // 1_000_000)
    if not content.strip():
        raise FileRefused("empty")
    if suffix in _MACRO_SUFFIXES:
        raise FileRefused("macro")
    if content.startswith(_OLD_OFFICE) or suffix in _OTHER_SUFFIXES:
        raise FileRefused("old_office")
    # Under another name than that of a text, the first two bytes mean a damaged archive.
    if content.startswith(_ARCHIVE if suffix in _TEXT_SUFFIXES else _ARCHIVE[:2]):
        return _read_workbook(content, limits, parse_text, progress)
    if suffix not in _TEXT_SUFFIXES:
        raise FileRefused("type")
    return [_read_csv(content, limits, parse_text, choose_separator)]


def _read_workbook(
    content: bytes,
    limits: Limits,
    parse_text: Callable[[str], CellValue],
    progress: Progress | None,
) -> list[Sheet]:
    """The sheets of an XLSX file, read cell by cell without loading the whole."""
    from openpyxl import load_workbook  # loads slowly, so only when somebody brings a file

    content, scans = _check_archive(content, limits)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False, data_only=True)
        sheets: list[Sheet] = []
        cells_left = limits.cells
        worksheets = book.worksheets[: limits.sheets]
        for number, worksheet in enumerate(worksheets):
            if progress:
                progress(number, len(worksheets), worksheet.title)
            path = str(getattr(worksheet, "_worksheet_path", "")).lstrip("/")
            scan = scans.get(path) or WorksheetScan(b"<worksheet/>")
            if scan.unordered:
                raise FileRefused("order", Location(worksheet.title, *scan.unordered))
            rows = _read_worksheet(worksheet, limits, cells_left, parse_text, scan.formulas)
            if cells_left is not None:
                cells_left -= sum(map(len, rows))
            sheets.append(_as_sheet(worksheet, rows, scan, limits))
        book.close()
    except FileRefused:
        raise
    except Exception as err:  # a damaged workbook may make openpyxl raise anything
        raise FileRefused("broken") from err
    return sheets


def _as_sheet(
    worksheet: Any, rows: list[list[CellValue]], scan: WorksheetScan, limits: Limits
) -> Sheet:
    """A worksheet with what its XML says of it."""
    columns = (range(first, min(last, limits.columns) + 1) for first, last in scan.hidden_columns)
    return Sheet(
        worksheet.title,
        rows,
        tuple(scan.merged),
        hidden=worksheet.sheet_state != "visible",
        hidden_rows=frozenset(scan.hidden_rows),
        hidden_columns=frozenset(number for span in columns for number in span),
    )


def _read_worksheet(
    worksheet: Any,
    limits: Limits,
    cells_left: int | None,
    parse_text: Callable[[str], CellValue],
    formulas: set[tuple[int, int]],
) -> list[list[CellValue]]:
    """The rows of a worksheet without the empty cells at their ends.

    A formula (``formulas``: row and column) without its last result is a ``SpecialCell``.
    """
    worksheet.reset_dimensions()  # the size that a file states need not be true
    last_column = limits.columns if limits.truncate else None
    rows: list[list[CellValue]] = []
    rows_with_formulas: dict[int, list[int]] = {}
    for number, column in formulas:
        if column <= limits.columns:
            rows_with_formulas.setdefault(number, []).append(column)
    cells = 0
    for row in worksheet.iter_rows(max_row=limits.rows + 1, max_col=last_column):
        values = [_cell_value(cell, parse_text) for cell in row]
        number = len(rows) + 1
        for column in rows_with_formulas.get(number, ()):
            values += [None] * (column - len(values))
            if values[column - 1] is None:
                values[column - 1] = SpecialCell("formula", "=")
        while values and values[-1] is None:
            values.pop()
        cells += len(values)
        rows.append(values)
        if len(values) > limits.columns or (cells_left is not None and cells > cells_left):
            raise FileRefused("cells", Location(worksheet.title))
    while limits.truncate and rows and not rows[-1]:
        rows.pop()
    if len(rows) > limits.rows:
        raise FileRefused("rows", Location(worksheet.title), n=limits.rows)
    return rows


def _check_archive(content: bytes, limits: Limits) -> tuple[bytes, dict[str, WorksheetScan]]:
    """Refuse what is not a safe XLSX file.

    Returns:
        the file as openpyxl reads it, and the scan of each worksheet by part of the archive.
    """
    megabytes = limits.unpacked_bytes // 1_000_000
    parts: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            # zipfile never unpacks more than an entry states, so the stated sizes can be added up.
            unpacked = sum(entry.file_size for entry in entries)
            if len(entries) > limits.parts or unpacked > limits.unpacked_bytes:
                raise FileRefused("bomb", size=megabytes)
            names = {entry.filename.lower() for entry in entries}
            if not limits.macros and any("vbaproject" in n or "macrosheets" in n for n in names):
                raise FileRefused("macro")
            if "xl/workbook.xml" not in names:
                raise FileRefused("type" if names.isdisjoint(_OTHER_PARTS) else "old_office")
            for entry in entries:
                part = archive.read(entry)
                ascii_part = part.replace(b"\0", b"")  # UTF-16 as ASCII
                if declares_entities(entry.filename, ascii_part):
                    raise FileRefused("unsafe", size=megabytes)
                is_types = entry.filename == "[Content_Types].xml"
                if is_types and not limits.macros and b"macroEnabled" in ascii_part:
                    raise FileRefused("macro")
                parts[entry.filename] = part
        is_sheet = re.compile(r"xl/worksheets/[^/]*\.xml").fullmatch
        scans = {name: WorksheetScan(part) for name, part in parts.items() if is_sheet(name)}
        if transitional := as_transitional(parts):
            content = as_archive(transitional)
    except FileRefused:
        raise
    except Exception as err:  # not an archive, cut off, behind a password
        raise FileRefused("broken") from err
    return content, scans


def _cell_value(cell: Any, parse_text: Callable[[str], CellValue]) -> CellValue:
    """A cell of openpyxl as a plain value."""
    value = cell.value
    if value is None:
        return None
    if cell.data_type == "e":
        return SpecialCell("error", value)
    if isinstance(value, bool):
        return SpecialCell("boolean", value)
    if isinstance(value, int | float):
        return Percentage(value) if "%" in (cell.number_format or "") else float(value)
    if isinstance(value, str):
        return parse_text(value)
    return SpecialCell("date", value.date() if isinstance(value, datetime) else value)


def _read_csv(
    content: bytes,
    limits: Limits,
    parse_text: Callable[[str], CellValue],
    choose_separator: Callable[[str], str],
) -> Sheet:
    """A CSV file: UTF-8, or UTF-16 with its mark."""
    is_utf16 = content.startswith(_UTF16_MARKS)
    if content.startswith(b"%PDF") or (b"\0" in content and not is_utf16):
        raise FileRefused("type")
    try:
        text = content.decode("utf-16" if is_utf16 else "utf-8-sig")
    except UnicodeDecodeError as err:
        row = content[: err.start].count(b"\n") + 1
        raise FileRefused("encoding", Location("", row)) from err
    if not text.strip():
        raise FileRefused("empty")
    rows: list[list[CellValue]] = []
    first_line, _, rest = text.partition("\n")
    if match := _SEPARATOR_LINE.fullmatch(first_line):
        separator, text = match.group(1), rest
        rows.append([])  # the rows below keep their numbers
    else:
        separator = choose_separator(text)
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
            if limits.csv_columns is not None and len(cells) > limits.csv_columns:
                raise FileRefused("cells")
            if limits.csv_rows is not None and len(rows) >= limits.csv_rows:
                raise FileRefused("rows", n=limits.csv_rows)
            rows.append([parse_text(cell) for cell in cells])
    except csv.Error as err:
        raise FileRefused("csv") from err
    return Sheet("", rows, unterminated=not text.endswith(("\n", "\r")))
