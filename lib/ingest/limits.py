"""How much an untrusted file may hold and cost: a year of scores, a form with commitments.

A library needs many times a file's size to read it, and cannot be stopped on its way. So what a
workbook holds is counted before one sees it, and a clock is looked at between its rows.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Literal
from xml.parsers import expat

_SHEET, _ROW, _CELL, _TEXTS = "sheetData", "row", "c", "sst"  # elements, without their prefixes
_CELL_PARTS = {"v", "f", "is", "t"}  # what a cell needs: value, formula, text
_MAX_CELL_PARTS = 4
_MAX_ROW_CELLS = 16_384  # as many as a spreadsheet has columns; a row cannot be stopped midway
_BEFORE_XML = b"\xef\xbb\xbf\xff\xfe \t\r\n"  # byte-order marks and blanks
_EBCDIC = b"\x4c\x6f\xa7\x94"  # "<?xm", which a library reads though nothing here can count it


@dataclass(frozen=True)
class Limits:
    """How large a file may be, and how much of what it holds is taken.

    Attributes:
        file_bytes: of the file.
        unpacked_bytes: of all parts of a workbook together.
        parts: files in the archive that a workbook is.
        sheets: of a workbook.
        rows: of all sheets of a workbook together; of a CSV file.
        columns: of a sheet of a workbook.
        cells: of all sheets of a workbook together, formatted empty ones too; of a CSV file.
        texts: elements in the list of texts that the cells of a workbook share, two for a plain
            text.
        definitions: all other elements in a workbook: formats, merged cells, links, names.
        csv_columns: of a CSV file; None = bounded by ``cells``.
        cell_characters: of the text in a cell of a workbook.
        seconds: of computing time to read the file, and to recognise what it holds.
        truncate: True leaves out the sheets, columns and empty rows beyond the limits, False
            refuses a workbook that has such columns or rows.
        macros: True reads a workbook with macros (which never run), False refuses it.
    """

    file_bytes: int
    unpacked_bytes: int
    parts: int
    sheets: int
    rows: int
    columns: int
    cells: int
    texts: int
    definitions: int
    csv_columns: int | None
    cell_characters: int
    seconds: float
    truncate: bool
    macros: bool


# The published sheets of 2018 to 2024 in one file, with indicators and margins of error: 0.6 MB,
# unpacked 4.3 MB, 100,000 cells, 4 s of computing. The limits are at least twice that.
SCORES_LIMITS = Limits(
    file_bytes=5_000_000,
    unpacked_bytes=16_000_000,
    parts=500,
    sheets=100,
    rows=60_000,
    columns=256,
    cells=250_000,
    texts=100_000,
    definitions=30_000,
    csv_columns=256,
    cell_characters=32_767,  # as many as a spreadsheet allows
    seconds=8,
    truncate=False,  # a score that is left out silently would be worse than a refusal
    macros=False,
)

COMMITMENTS_LIMITS = Limits(
    file_bytes=2_000_000,
    unpacked_bytes=10_000_000,
    parts=300,
    sheets=20,
    rows=5_000,
    columns=60,
    cells=150_000,
    texts=50_000,
    definitions=30_000,
    csv_columns=None,
    cell_characters=32_767,
    seconds=4,
    truncate=True,  # whole columns may be formatted, and other sheets kept, beside the template
    macros=True,
)

LimitCode = Literal["bomb", "cells", "rows", "contents", "slow", "unsafe"]


class LimitExceeded(Exception):
    """A file holds or costs too much.

    Attributes:
        code: a code of ``reader.FileRefused``.
        values: the limit.
    """

    def __init__(self, code: LimitCode, **values: int) -> None:
        """See the class."""
        super().__init__(code)
        self.code, self.values = code, values


@dataclass
class _Clock:
    """When the time of a file is up.

    Attributes:
        seconds: of computing that it has.
        end: the thread's time at which they are over.
        looked_at_from: the monotonic time before which they cannot be over. A thread's time costs a
            call of the system, so up to then nobody asks for it.
    """

    seconds: float
    end: float
    looked_at_from: float


_clock: ContextVar[_Clock | None] = ContextVar("clock", default=None)


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Around all that is done with a file: ``check_time`` ends it; the outermost limit counts.

    Only computing counts and not waiting for the processor, so that a good file is not refused on a
    busy server.

    Args:
        seconds: of computing time.
    """
    if _clock.get():
        yield
        return
    clock = _Clock(seconds, time.thread_time() + seconds, time.monotonic() + seconds)
    token = _clock.set(clock)
    try:
        yield
    finally:
        _clock.reset(token)


def check_time() -> None:
    """Called in every loop over what a file holds; does nothing outside of ``time_limit``.

    Raises:
        LimitExceeded: the time is up.
    """
    clock = _clock.get()
    if clock is None or (now := time.monotonic()) < clock.looked_at_from:
        return
    left = clock.end - time.thread_time()
    if left < 0:
        raise LimitExceeded("slow", n=round(clock.seconds))
    clock.looked_at_from = now + left


class ContentCounter:
    """What the parts of a workbook hold, counted by a parser that keeps nothing.

    Rows and cells are counted in every part and not only in those that are called worksheets,
    because a workbook itself names the parts that hold its sheets.
    """

    def __init__(self, limits: Limits) -> None:
        """Nothing is counted yet."""
        self._limits = limits
        self._rows = self._cells = self._texts = self._definitions = 0
        self._in_sheet = self._in_texts = False
        self._row_cells = 0  # of the row that is open
        self._cell_parts_left = 0  # of the cell that is open

    def add(self, part: bytes) -> bool:
        """Count what one part holds.

        A part that is not XML adds nothing, and no library can read it as XML either.

        Returns:
            whether it holds rows of a sheet.

        Raises:
            LimitExceeded: the parts together hold too much, or this one may unfold to more.
        """
        start = part[:64].replace(b"\0", b"").lstrip(_BEFORE_XML)
        if start.startswith(_EBCDIC):
            raise self._uncountable()
        if not start.startswith(b"<"):
            return False
        rows_before = self._rows
        self._in_sheet = self._in_texts = False
        self._cell_parts_left = 0
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        try:
            parser.Parse(part, True)
        except expat.ExpatError as error:
            if error.code == expat.errors.codes[expat.errors.XML_ERROR_UNKNOWN_ENCODING]:
                raise self._uncountable() from error
        except (LookupError, ValueError) as error:  # so it says of most unknown encodings
            raise self._uncountable() from error
        return self._rows > rows_before

    def _uncountable(self) -> LimitExceeded:
        """The refusal of a part that a library could read and this class could not."""
        return LimitExceeded("unsafe", size=self._limits.unpacked_bytes // 1_000_000)

    def _start(self, name: str, _: dict[str, str]) -> None:
        """Count one element."""
        name = name if ":" not in name else name.rpartition(":")[2]
        if self._in_texts:
            self._texts += 1
            if self._texts > self._limits.texts:
                raise LimitExceeded("contents")
        elif self._in_sheet and name == _CELL:
            self._cells += 1
            self._row_cells += 1
            self._cell_parts_left = _MAX_CELL_PARTS
            if self._cells > self._limits.cells or self._row_cells > _MAX_ROW_CELLS:
                raise LimitExceeded("cells")
        elif self._in_sheet and name == _ROW:
            self._rows += 1
            self._row_cells = 0
            if self._rows > self._limits.rows and not self._limits.truncate:
                raise LimitExceeded("rows", n=self._limits.rows)
        elif self._cell_parts_left and name in _CELL_PARTS:
            self._cell_parts_left -= 1
        else:
            self._in_sheet = self._in_sheet or name == _SHEET
            self._in_texts = name == _TEXTS
            self._definitions += 1
            if self._definitions > self._limits.definitions:
                raise LimitExceeded("contents")

    def _end(self, name: str) -> None:
        """Leave a cell, the rows of a sheet, or the list of texts."""
        name = name if ":" not in name else name.rpartition(":")[2]
        if name == _CELL:
            self._cell_parts_left = 0
        elif name == _SHEET:
            self._in_sheet = False
        elif name == _TEXTS:
            self._in_texts = False
