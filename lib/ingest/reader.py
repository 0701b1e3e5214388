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
from functools import cache
from pathlib import PurePath
from typing import Any, Literal, NamedTuple

from lib.ingest.issues import Location
from lib.ingest.limits import ContentCounter, LimitExceeded, Limits, check_time, time_limit

_OLD_OFFICE = b"\xd0\xcf\x11\xe0"  # .xls, and any workbook behind a password
_ARCHIVE = b"PK\x03\x04"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_MACRO_SUFFIXES = (".xlsm", ".xltm", ".xlsb", ".xlam")
_TEXT_SUFFIXES = (".csv", ".txt", ".tsv")
_BEFORE_XML = b"\xef\xbb\xbf\xff\xfe \t\r\n"  # byte-order marks and blanks
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]+)([0-9]+):([A-Z]+)([0-9]+)"')
_HEAD_LINES = 30  # of a CSV file, from which its separator is recognised
_WHOLE_FILE = Location()

Progress = Callable[[int, int, str], None]  # sheets read, sheets in all, name of the next one


RefusalCode = Literal[
    "large", "empty", "macro", "old_office", "type", "encoding", "csv",
    "rows", "cells",  # too many of them
    "bomb",  # unpacks to too much
    "contents",  # too many formats, texts, merged cells
    "slow",  # takes too long
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


class MergedArea(NamedTuple):
    """Merged cells of a sheet: their first and last row and column, from 1."""

    top: int
    bottom: int
    left: int
    right: int


@dataclass(frozen=True, eq=False)
class Sheet:
    """A table as rows of cells.

    Attributes:
        name: "" for a CSV file.
        rows: of any lengths.
        merged: its merged cells.
        unterminated: True if the last line of a CSV file has no end, so the file may be cut off.
    """

    name: str
    rows: list[list[CellValue]]
    merged: tuple[MergedArea, ...] = ()
    unterminated: bool = False

    def location(self, row: int = 0, column: int = 0) -> Location:
        """A location on this sheet; rows and columns count from 1, 0 = all."""
        return Location(self.name, row, column)


def text_as_typed(text: str) -> CellValue:
    """Any text as it is; None for an empty one."""
    return text or None


def plain_text(text: str) -> CellValue:
    """Text without blanks around it; a formula where a spreadsheet would calculate it."""
    bare = text.replace("\u00a0", " ").replace("\u200b", "").strip()
    if bare.startswith(("=", "@")) or re.match(r"[+\-][^\d\s.,–-]", bare):
        return SpecialCell("formula", bare)
    return bare or None


def most_frequent_separator(text: str) -> str:
    """The separator of a CSV file of any content: semicolon or tab where the first lines have one.

    Raises:
        FileRefused: the first lines are blank.
    """
    head = [line for line in text.splitlines()[:_HEAD_LINES] if line.strip()]
    if not head:
        raise FileRefused("empty")
    # Commas also stand in headers and in numbers; semicolons and tabs only separate.
    candidates = [s for s in ";\t" if any(s in line for line in head[:3])] or [","]
    return max(candidates, key=lambda separator: max(line.count(separator) for line in head))


def separator_of_headings(text: str, is_heading: Callable[[str], bool]) -> str:
    """The separator under which the first line holds most of the expected headings."""
    header = text.lstrip().splitlines()[0]

    def count_headings(separator: str) -> int:
        try:
            return sum(map(is_heading, next(csv.reader([header], delimiter=separator))))
        except csv.Error:
            return 0

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
    if content.startswith(_OLD_OFFICE) or suffix == ".xls":
        raise FileRefused("old_office")
    # A workbook's cells share their texts: what is made of one is shared too, not made again.
    parse_text = cache(parse_text)
    try:
        with time_limit(limits.seconds):
            # Under another name than a text's, the first two bytes mean a damaged archive.
            if content.startswith(_ARCHIVE if suffix in _TEXT_SUFFIXES else _ARCHIVE[:2]):
                return _read_workbook(content, limits, parse_text, progress)
            if suffix not in _TEXT_SUFFIXES:
                raise FileRefused("type")
            return [_read_csv(content, limits, parse_text, choose_separator)]
    except LimitExceeded as limit:
        raise FileRefused(limit.code, _WHOLE_FILE, **limit.values) from limit


class _TimedBytes(io.BytesIO):
    """The bytes of a file; the time is looked at whenever a library reads some."""

    def read(self, size: int | None = -1, /) -> bytes:
        check_time()
        return super().read(size)


def _read_workbook(
    content: bytes,
    limits: Limits,
    parse_text: Callable[[str], CellValue],
    progress: Progress | None,
) -> list[Sheet]:
    """The sheets of an XLSX file, read cell by cell without loading the whole."""
    from openpyxl import load_workbook  # loads slowly, so only when somebody brings a file

    merged = _check_archive(content, limits)
    try:
        book = load_workbook(
            _TimedBytes(content), read_only=True, keep_links=False, data_only=limits.formula_results
        )
        check_time()
        sheets: list[Sheet] = []
        rows_left, cells_left = limits.rows, limits.cells
        worksheets = book.worksheets[: limits.sheets]
        for number, worksheet in enumerate(worksheets):
            if progress:
                progress(number, len(worksheets), worksheet.title)
            left = replace(limits, rows=rows_left, cells=cells_left)
            rows = _read_worksheet(worksheet, left, parse_text)
            if not limits.truncate:
                rows_left -= len(rows)
            cells_left -= sum(map(len, rows))
            path = str(getattr(worksheet, "_worksheet_path", "")).lstrip("/")
            sheets.append(Sheet(worksheet.title, rows, merged.get(path, ())))
        book.close()
    except (FileRefused, LimitExceeded):
        raise
    except Exception as err:  # a damaged workbook may make openpyxl raise anything
        raise FileRefused("broken") from err
    return sheets


def _read_worksheet(
    worksheet: Any,
    limits: Limits,
    parse_text: Callable[[str], CellValue],
) -> list[list[CellValue]]:
    """The rows of a worksheet without the empty cells at their ends.

    Args:
        worksheet: of openpyxl.
        limits: what is left of them after the sheets before.
        parse_text: makes a cell of the text in it.
    """
    worksheet.reset_dimensions()  # the size that a file states need not be true
    last_column = limits.columns if limits.truncate else None
    rows: list[list[CellValue]] = []
    cells = 0
    for row in worksheet.iter_rows(max_row=limits.rows + 1, max_col=last_column):
        values = [_cell_value(cell, limits, parse_text) for cell in row]
        while values and values[-1] is None:
            values.pop()
        cells += len(values)
        rows.append(values)
        if len(values) > limits.columns or cells > limits.cells:
            raise FileRefused("cells", Location(worksheet.title))
        check_time()
    while limits.truncate and rows and not rows[-1]:
        rows.pop()
    if len(rows) > limits.rows:
        raise FileRefused("rows", Location(worksheet.title), n=limits.rows)
    return rows


def _check_archive(content: bytes, limits: Limits) -> dict[str, tuple[MergedArea, ...]]:
    """Refuse what is not a safe XLSX file; the merged cells by part of the archive."""
    megabytes = limits.unpacked_bytes // 1_000_000
    merged = {}
    counter = ContentCounter(limits)
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
                raise FileRefused("type")
            for entry in entries:
                part = archive.read(entry)
                counter.add(part)
                part = part.replace(b"\0", b"")  # UTF-16 as ASCII
                if _declares_entities(entry.filename, part):
                    raise FileRefused("unsafe", size=megabytes)
                is_types = entry.filename == "[Content_Types].xml"
                if is_types and not limits.macros and b"macroEnabled" in part:
                    raise FileRefused("macro")
                if entry.filename.startswith("xl/worksheets/"):
                    merged[entry.filename] = _merged_areas(part)
    except (FileRefused, LimitExceeded):
        raise
    except Exception as err:  # not an archive, cut off, behind a password
        raise FileRefused("broken") from err
    return merged


def _declares_entities(name: str, part: bytes) -> bool:
    """Whether a part may unfold to more than it is, as no spreadsheet program writes it.

    Pictures (SVG) may have a document type of their own; they are never parsed.
    """
    if name.lower().endswith(".svg") or not part.lstrip(_BEFORE_XML).startswith(b"<"):
        return False
    return b"<!DOCTYPE" in part or b"<!ENTITY" in part


def _merged_areas(part: bytes) -> tuple[MergedArea, ...]:
    """The merged cells that the XML of a worksheet names."""
    return tuple(
        MergedArea(int(top), int(bottom), _column_number(left), _column_number(right))
        for left, top, right, bottom in _MERGED.findall(part)
    )


def _column_number(letters: bytes) -> int:
    """The number of a column: A = 1, AA = 27."""
    number = 0
    for char in letters:
        number = number * 26 + char - 64
    return number


def _cell_value(cell: Any, limits: Limits, parse_text: Callable[[str], CellValue]) -> CellValue:
    """A cell of openpyxl as a plain value."""
    value = cell.value
    if value is None:
        return None
    if cell.data_type == "f":
        formula = getattr(value, "text", value)  # of an array formula
        return SpecialCell("formula", formula if isinstance(formula, str) else "=")
    if cell.data_type == "e":
        return SpecialCell("error", value)
    if isinstance(value, bool):
        return SpecialCell("boolean", value)
    if isinstance(value, int | float):
        return Percentage(value) if "%" in (cell.number_format or "") else float(value)
    if isinstance(value, str):
        if len(value) > limits.cell_characters:
            raise LimitExceeded("contents")
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
    separator = choose_separator(text)
    rows: list[list[CellValue]] = []
    n_cells = 0
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
            n_cells += len(cells)
            too_wide = limits.csv_columns is not None and len(cells) > limits.csv_columns
            if too_wide or n_cells > limits.cells:
                raise FileRefused("cells")
            if len(rows) >= limits.rows:
                raise FileRefused("rows", n=limits.rows)
            rows.append([parse_text(cell) for cell in cells])
            check_time()
    except csv.Error as err:
        raise FileRefused("csv") from err
    return Sheet("", rows, unterminated=not text.endswith(("\n", "\r")))
