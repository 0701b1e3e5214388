"""How much an untrusted file may hold and cost: a year of scores, a form with commitments.

A library needs many times a file's size to read it, and cannot be stopped on its way. So what a
workbook holds is counted before one sees it (``files.worksheet_scan``), and a clock is looked at
between its rows.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Literal


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
            text; different texts in all cells of any file, where one with letters counts as five.
        definitions: all other elements in a workbook: formats, merged cells, links, names.
        csv_columns: of a CSV file; None = bounded by ``cells``.
        cell_characters: of the text in a cell of a workbook.
        seconds: of computing time to read the file, and to recognise what it holds.
        truncate: True leaves out the sheets, columns and empty rows beyond the limits (a sheet
            says so: ``Sheet.cut`` and ``Sheet.unread``), False refuses a workbook that has such
            columns or rows.
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


# The published sheets of 2019 to 2024 in one file, with indicators and margins of error: 0.9 MB,
# unpacked 4.3 MB, 112,000 cells, 2 s of computing. The limits are at least twice that.
SCORES_LIMITS = Limits(
    file_bytes=5_000_000,
    unpacked_bytes=16_000_000,
    parts=500,
    sheets=100,
    rows=45_000,
    columns=256,
    cells=250_000,
    texts=100_000,
    definitions=30_000,
    csv_columns=256,
    cell_characters=32_767,  # as many as a spreadsheet allows
    seconds=8,  # four times the real file on a machine that does nothing else
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
