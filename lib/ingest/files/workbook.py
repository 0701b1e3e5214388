"""XLSX files: what is unsafe or too large is refused before openpyxl sees it."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from lib.ingest.files.cells import CellValue, FileRefused, Percentage, Sheet, SpecialCell
from lib.ingest.files.worksheet_scan import WorksheetScan
from lib.ingest.files.xlsx_parts import as_transitional, declares_entities, is_strict
from lib.ingest.issues import Location
from lib.ingest.limits import ContentCounter, LimitExceeded, Limits, check_time

# Parts of archives that other spreadsheet programs write: OpenDocument, binary Excel.
_OTHER_PARTS = {"content.xml", "xl/workbook.bin", "index/document.iwa"}

Progress = Callable[[int, int, str], None]  # sheets read, sheets in all, name of the next one


class _TimedBytes(io.BytesIO):
    """The bytes of a file; the time is looked at whenever a library reads some."""

    def read(self, size: int | None = -1, /) -> bytes:
        check_time()
        return super().read(size)


def read_workbook(
    content: bytes,
    limits: Limits,
    parse_text: Callable[[str], CellValue],
    progress: Progress | None,
) -> list[Sheet]:
    """The sheets of an XLSX file, read cell by cell without loading the whole.

    Args:
        content: the file.
        limits: how much of it is read.
        parse_text: makes a cell of the text in it.
        progress: called before each sheet.

    Raises:
        FileRefused: it is none, damaged or unsafe.
        LimitExceeded: it holds or costs too much.
    """
    from openpyxl import load_workbook  # loads slowly, so only when somebody brings a file

    content, scans = _check_archive(content, limits)
    try:
        book = load_workbook(_TimedBytes(content), read_only=True, keep_links=False, data_only=True)
        check_time()
        sheets: list[Sheet] = []
        rows_left, cells_left = limits.rows, limits.cells
        worksheets = book.worksheets[: limits.sheets]
        for number, worksheet in enumerate(worksheets):
            if progress:
                progress(number, len(worksheets), worksheet.title)
            path = str(getattr(worksheet, "_worksheet_path", "")).lstrip("/")
            scan = scans.get(path) or WorksheetScan(b"<worksheet/>")
            if scan.unordered:
                raise FileRefused("order", Location(worksheet.title, *scan.unordered))
            left = replace(limits, rows=rows_left, cells=cells_left)
            rows = _read_worksheet(worksheet, left, parse_text, scan.formulas)
            if not limits.truncate:
                rows_left -= len(rows)
            cells_left -= sum(map(len, rows))
            sheets.append(_as_sheet(worksheet, rows, scan, limits))
        book.close()
    except (FileRefused, LimitExceeded):
        raise
    except Exception as err:  # a damaged workbook may make openpyxl raise anything
        raise FileRefused("broken") from err
    return sheets


def _as_sheet(
    worksheet: Any, rows: list[list[CellValue]], scan: WorksheetScan, limits: Limits
) -> Sheet:
    """A worksheet with what its XML says of it."""
    columns = (
        range(max(first, 1), min(last, limits.columns) + 1) for first, last in scan.hidden_columns
    )
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
    parse_text: Callable[[str], CellValue],
    formulas: set[tuple[int, int]],
) -> list[list[CellValue]]:
    """The rows of a worksheet without the empty cells at their ends.

    Args:
        worksheet: of openpyxl.
        limits: what is left of them after the sheets before.
        parse_text: makes a cell of the text in it.
        formulas: row and column of each; without its last result one is a ``SpecialCell``.
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
        values = [_cell_value(cell, limits, parse_text) for cell in row]
        number = len(rows) + 1
        for column in rows_with_formulas.get(number, ()):
            values += [None] * (column - len(values))
            if values[column - 1] is None:
                values[column - 1] = SpecialCell("formula", "=")
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


def _check_archive(content: bytes, limits: Limits) -> tuple[bytes, dict[str, WorksheetScan]]:
    """Refuse what is not a safe XLSX file.

    Returns:
        the file as openpyxl reads it, and the scan of each part that holds rows.
    """
    megabytes = limits.unpacked_bytes // 1_000_000
    counter = ContentCounter(limits)
    scans: dict[str, WorksheetScan] = {}
    strict = False
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
                holds_rows = counter.add(part)
                ascii_part = part.replace(b"\0", b"")  # UTF-16 as ASCII
                if declares_entities(entry.filename, ascii_part):
                    raise FileRefused("unsafe", size=megabytes)
                is_types = entry.filename == "[Content_Types].xml"
                if is_types and not limits.macros and b"macroEnabled" in ascii_part:
                    raise FileRefused("macro")
                strict = strict or is_strict(part)
                if holds_rows:
                    scans[entry.filename] = WorksheetScan(part)
            if strict:
                content = as_transitional(archive)
    except (FileRefused, LimitExceeded):
        raise
    except Exception as err:  # not an archive, cut off, behind a password
        raise FileRefused("broken") from err
    return content, scans


def _cell_value(cell: Any, limits: Limits, parse_text: Callable[[str], CellValue]) -> CellValue:
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
        if len(value) > limits.cell_characters:
            raise LimitExceeded("contents")
        return parse_text(value)
    return SpecialCell("date", value.date() if isinstance(value, datetime) else value)
