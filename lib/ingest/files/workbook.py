"""XLSX files: openpyxl reads what a workbook says of its sheets, the sheets are read here.

openpyxl drops cells out of order, keeps no last result of a formula apart from the formula, and
needs a second pass for what is merged or hidden. So only the list of sheets, the formats and the
shared texts come from it.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import isfinite
from typing import Any
from xml.etree import ElementTree

from lib.ingest.files.cells import CellValue, FileRefused, Percentage, Sheet, SpecialCell
from lib.ingest.files.worksheet_scan import NotAPlace, RawCell, WorksheetScan
from lib.ingest.files.xlsx_parts import WorkbookParts, open_parts, refuse_damaged_archive
from lib.ingest.issues import Location
from lib.ingest.limits import LimitExceeded, Limits, check_time

Progress = Callable[[int, int, str], None]  # sheets read, sheets in all, name of the next one
# How a workbook writes a sign that XML does not allow, or may change: a line break is _x000D_
# (ECMA-376, part 1, 22.9.2.19).
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NO_RESULT = SpecialCell("formula", "=")  # of a formula whose last result is not in the file


class _TimedBytes(io.BytesIO):
    """The bytes of a file; the time is looked at whenever a library reads some."""

    def read(self, size: int | None = -1, /) -> bytes:
        check_time()
        return super().read(size)


@dataclass(frozen=True)
class _ListedSheet:
    """A worksheet as the workbook lists it: its name, whether it is hidden, its part."""

    name: str
    hidden: bool
    path: str


def read_workbook(
    content: bytes,
    limits: Limits,
    parse_text: Callable[[str], CellValue],
    progress: Progress | None,
) -> list[Sheet]:
    """The sheets of an XLSX file, read cell by cell.

    Args:
        content: the file.
        limits: how much of it is read.
        parse_text: makes a cell of the text in it.
        progress: called before each sheet.

    Raises:
        FileRefused: it is none, damaged or unsafe.
        LimitExceeded: it holds or costs too much.
    """
    with refuse_damaged_archive():
        archive = zipfile.ZipFile(io.BytesIO(content))
    with archive:
        parts = open_parts(archive, limits)
        listed, values = _read_parts(parts.without_sheets, limits, parse_text)
        if len(listed) > limits.sheets and not limits.truncate:
            raise LimitExceeded("contents")
        try:
            sheets = list(_read_sheets(listed[: limits.sheets], parts, values, limits, progress))
        except (NotAPlace, ElementTree.ParseError) as error:
            raise FileRefused("broken") from error
    behind = listed[limits.sheets :]
    return sheets + [Sheet(sheet.name, [], hidden=sheet.hidden, unread=True) for sheet in behind]


def _read_sheets(
    listed: list[_ListedSheet],
    parts: WorkbookParts,
    values: "_CellValues",
    limits: Limits,
    progress: Progress | None,
) -> Iterator[Sheet]:
    """The sheets one after the other, within the limits of all together."""
    rows_left, cells_left = limits.rows, limits.cells
    for number, sheet in enumerate(listed):
        if progress:
            progress(number, len(listed), sheet.name)
        values.cut = False
        scan = parts.scan_sheet(sheet.path, values.row)
        if scan.unordered:
            raise FileRefused("order", Location(sheet.name, *scan.unordered))
        rows = _rows_of_sheet(scan, limits, rows_left, cells_left, sheet.name)
        if not limits.truncate:
            rows_left -= len(rows)
        cells_left -= sum(map(len, rows))
        columns = (
            range(max(first, 1), min(last, limits.columns) + 1)
            for first, last in scan.hidden_columns
        )
        yield Sheet(
            sheet.name,
            rows,
            tuple(scan.merged),
            hidden=sheet.hidden,
            hidden_rows=frozenset(scan.hidden_rows),
            hidden_columns=frozenset(number for span in columns for number in span),
            cut=values.cut,
        )


def _rows_of_sheet(
    scan: WorksheetScan,
    limits: Limits,
    rows_left: int,
    cells_left: int,
    name: str,
) -> list[list[CellValue]]:
    """The rows of a worksheet without the empty cells at their ends.

    Args:
        scan: of its XML.
        limits: of the file.
        rows_left, cells_left: what is left of them after the sheets before.
        name: of the sheet.
    """
    rows: list[list[CellValue]] = []
    cells = 0
    for number, row in scan.rows:
        check_time()
        if row is None:
            raise FileRefused("cells", Location(name))
        if number > rows_left:
            raise FileRefused("rows", Location(name), n=limits.rows)
        rows += [[] for _ in range(number - len(rows) - 1)]
        rows.append(row)
        cells += len(row)
        if cells > cells_left:
            raise FileRefused("cells", Location(name))
    return rows


class _CellValues:
    """Makes plain values of the cells of a workbook by its texts and formats.

    Attributes:
        cut: whether a value was left out since this was last set to False.
    """

    def __init__(
        self, book: Any, texts: list[str], limits: Limits, parse_text: Callable[[str], CellValue]
    ) -> None:
        """See the class; ``book`` is a workbook of openpyxl with its formats."""
        from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE

        self.cut = False
        self._texts, self._parse_text = texts, parse_text
        self._limits = limits
        self._epoch = book.epoch
        self._dates, self._durations = book._date_formats, book._timedelta_formats
        try:
            formats = [
                BUILTIN_FORMATS.get(style.numFmtId, "")
                if style.numFmtId < BUILTIN_FORMATS_MAX_SIZE
                else book._number_formats[style.numFmtId - BUILTIN_FORMATS_MAX_SIZE]
                for style in book._cell_styles
            ]
        except IndexError as error:  # a format that the workbook does not define
            raise FileRefused("broken") from error
        self._is_percentage = ["%" in text for text in formats]

    def row(self, raw_cells: list[RawCell]) -> list[CellValue] | None:
        """See ``MakeRow``; up to the last value."""
        row: list[CellValue] = []
        for raw in raw_cells:
            try:
                value = self._value(raw)
            except (ValueError, IndexError) as error:  # no number, no such text or format
                raise FileRefused("broken") from error
            if value is None:
                continue
            column = raw[0]
            if column > self._limits.columns:
                if self._limits.truncate:
                    self.cut = True
                    break
                return None
            if column > len(row) + 1:
                row += [None] * (column - len(row) - 1)
            row.append(value)
        return row

    def _value(self, raw: RawCell) -> CellValue:
        """The value of one cell; None where it is empty."""
        _, kind, style, text = raw
        if text is None:
            return _NO_RESULT
        if kind == "n":
            if style in self._dates:
                return self._date(float(text), style)
            number = float(text)
            if not isfinite(number) or "_" in text or not text.isascii():  # as Python writes them
                raise ValueError(text)
            return Percentage(number) if self._is_percentage[style] else number
        if kind == "s":
            number_of_text = int(text)
            if number_of_text < 0:
                raise ValueError(text)
            return self._text(self._texts[number_of_text])
        if kind == "e":
            return SpecialCell("error", text)
        if kind == "b":
            return SpecialCell("boolean", bool(int(text)))
        if kind == "d":
            return self._iso_date(text)
        return self._text(text)

    def _text(self, text: str) -> CellValue:
        """A text as the caller reads it."""
        if len(text) > self._limits.cell_characters:
            raise LimitExceeded("contents")
        if "_x" in text:
            text = _unescaped(text)
        return self._parse_text(text) if text else None

    def _date(self, serial: float, style: int) -> SpecialCell:
        """A date, a time or a duration by its serial number; an error outside of what dates are."""
        from openpyxl.utils.datetime import from_excel

        try:
            found = from_excel(serial, self._epoch, timedelta=style in self._durations)
        except (OverflowError, ValueError):
            return SpecialCell("error", "#VALUE!")
        return _special_date(found)

    def _iso_date(self, text: str) -> CellValue:
        """A date as workbooks of the strict kind write it."""
        from openpyxl.utils.datetime import from_ISO8601

        return _special_date(from_ISO8601(text))


def _unescaped(text: str) -> str:
    """A text with its escaped signs as they are; a line break is one sign, other controls none."""
    plain = _ESCAPED.sub(_sign, text)
    return plain if plain == text else plain.replace("\r\n", "\n").replace("\r", "\n")


def _sign(escaped: re.Match[str]) -> str:
    """The sign that an escape means; half of a pair that is none without the other stays."""
    sign = chr(int(escaped[1], 16))
    if sign.isprintable() or sign in "\t\n\r":
        return sign
    return escaped[0] if "\ud800" <= sign <= "\udfff" else ""


def _special_date(found: date | time | timedelta) -> SpecialCell:
    """A date without its time of day."""
    return SpecialCell("date", found.date() if isinstance(found, datetime) else found)


def _read_parts(
    archive: bytes, limits: Limits, parse_text: Callable[[str], CellValue]
) -> tuple[list[_ListedSheet], _CellValues]:
    """The sheets that a workbook lists, and what makes values of their cells.

    Args:
        archive: see ``WorkbookParts.without_sheets``.
        limits: of the file.
        parse_text: makes a cell of the text in it.
    """
    # They load slowly, so only when somebody brings a file.
    from openpyxl.reader.excel import ExcelReader
    from openpyxl.styles.stylesheet import apply_stylesheet

    try:
        reader = ExcelReader(_TimedBytes(archive), read_only=True, keep_links=False, data_only=True)
        reader.read_manifest()
        reader.read_strings()
        reader.read_workbook()
        apply_stylesheet(reader.archive, reader.wb)
        if not all(sheet.id for sheet in reader.parser.sheets):
            raise FileRefused("broken")  # find_sheets would leave out a sheet without a part
        found = list(reader.parser.find_sheets())
    except (FileRefused, LimitExceeded):
        raise
    except Exception as error:  # of a damaged part the library may raise anything
        raise FileRefused("broken") from error
    check_time()
    listed = [
        _ListedSheet(sheet.name, sheet.state != "visible", relation.target)
        for sheet, relation in found
        if "chartsheet" not in relation.Type
    ]
    return listed, _CellValues(reader.wb, reader.shared_strings, limits, parse_text)
