"""A table that somebody hands in: CSV or XLSX as rows of cells, whatever a spreadsheet made of it.

Nothing in the file is trusted: its size is checked before it is unpacked, nothing is calculated.
"""

import csv
import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, NamedTuple

LARGEST = 2_000_000  # bytes of a file
_UNPACKED = 30_000_000  # bytes of all parts of a workbook
_PARTS, _SHEETS, _ROWS, _COLUMNS = 300, 20, 5_000, 60
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"  # .xls, and any workbook behind a password
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


class Number(NamedTuple):
    """A cell that holds a number; ``percent``: shown as a percentage, so 0.9 reads "90%"."""

    value: float
    percent: bool


Cell = str | date | Number


class Unreadable(Exception):
    """Why a file as a whole cannot be read: a text of ``[commitment]``, "bad_" before ``code``."""

    def __init__(self, code: str, **values: object) -> None:
        """With what the text needs to fill its places."""
        super().__init__(code)
        self.code, self.values = code, tuple(values.items())


def tables(content: bytes, known: Callable[[str], bool]) -> list[list[list[Cell]]]:
    """The sheets of a workbook, or the one table of a text, as rows of cells.

    Args:
        content: XLSX, or text (UTF-8, UTF-16 with its mark) with commas, semicolons or tabs.
        known: whether a cell is one of the expected headings; tells the separator.

    Raises:
        Unreadable: with the reason.
    """
    if len(content) > LARGEST:
        raise Unreadable("large", size=LARGEST // 1_000_000)
    if content.startswith(_OLD_EXCEL):
        raise Unreadable("old")
    if content.startswith(b"PK\x03\x04"):
        return _workbook(content)
    return [_text(content, known)]


def _text(content: bytes, known: Callable[[str], bool]) -> list[list[Cell]]:
    wide = content.startswith(_UTF16)
    if content.startswith(b"%PDF") or (b"\0" in content and not wide):
        raise Unreadable("kind")
    try:
        text = content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as err:
        raise Unreadable("encoding", row=content[: err.start].count(b"\n") + 1) from err
    if not text.strip():
        raise Unreadable("empty")
    try:
        reader = csv.reader(io.StringIO(text), delimiter=_separator(text, known), strict=True)
        return [list[Cell](row) for row in reader]
    except csv.Error as err:
        raise Unreadable("csv") from err


def _separator(text: str, known: Callable[[str], bool]) -> str:
    """The separator under which the header holds most of the expected headings."""
    header = text.lstrip().splitlines()[0]

    def found(separator: str) -> int:
        try:
            return sum(map(known, next(csv.reader([header], delimiter=separator))))
        except csv.Error:
            return 0

    return max((",", ";", "\t"), key=found)


def _workbook(content: bytes) -> list[list[list[Cell]]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parcel:
            entries = parcel.infolist()
            # Reading never unpacks more than an entry claims, so the claims can be added up.
            if len(entries) > _PARTS or sum(e.file_size for e in entries) > _UNPACKED:
                raise Unreadable("bomb", size=_UNPACKED // 1_000_000)
            if "xl/workbook.xml" not in {e.filename for e in entries}:
                raise Unreadable("kind")
            # What unfolds into more than it is; no spreadsheet program writes it.
            if any(b"<!DOCTYPE" in parcel.read(e).replace(b"\0", b"") for e in entries):
                raise Unreadable("broken")
        return _sheets(content)
    except Unreadable:
        raise
    except Exception as err:  # whatever a spoilt workbook makes the reader stumble over
        raise Unreadable("broken") from err


def _sheets(content: bytes) -> list[list[list[Cell]]]:
    from openpyxl import load_workbook  # loads slowly, so only when somebody hands in a file

    # A formula's last result is what its writer saw.
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    out = []
    for sheet in book.worksheets[:_SHEETS]:
        sheet.reset_dimensions()  # what a file claims of its size may be anything
        rows = []
        for row in sheet.iter_rows(max_row=_ROWS + 1, max_col=_COLUMNS):
            cells = [_cell(cell) for cell in row]
            while cells and cells[-1] == "":
                cells.pop()
            rows.append(cells)
        while rows and not rows[-1]:
            rows.pop()
        if len(rows) > _ROWS:
            raise Unreadable("rows", n=_ROWS)
        out.append(rows)
    book.close()
    if not any(out):
        raise Unreadable("empty")
    return [rows for rows in out if rows]


def _cell(cell: Any) -> Cell:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Number(float(value), "%" in (cell.number_format or ""))
    return str(value)
