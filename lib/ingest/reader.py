"""Reading an untrusted XLSX or CSV file into sheets of plain cells.

Sizes are checked before anything is unpacked; macros never run and nothing is calculated. What
the cells mean is for the caller to say.
"""

import re
from collections.abc import Callable
from functools import cache
from pathlib import PurePath

from lib.common.strings import clean_text
from lib.ingest.files.cells import CellValue, FileRefused, Sheet, SpecialCell
from lib.ingest.files.csv_file import most_frequent_separator, read_csv
from lib.ingest.files.workbook import Progress, read_workbook
from lib.ingest.issues import Location
from lib.ingest.limits import LimitExceeded, Limits, time_limit

_OLD_OFFICE = b"\xd0\xcf\x11\xe0"  # .xls, and any workbook behind a password
_ARCHIVE = b"PK\x03\x04"
_MACRO_SUFFIXES = (".xlsm", ".xltm", ".xlam")
_OTHER_SUFFIXES = (".xls", ".xlsb", ".ods", ".numbers", ".et")
_TEXT_SUFFIXES = (".csv", ".txt", ".tsv")
_WEIGHT_OF_WORDS = 5  # as many numbers typed as text take the time of a text with letters


def text_as_typed(text: str) -> CellValue:
    """Any text as it is; None for an empty one."""
    return text or None


def plain_text(text: str) -> CellValue:
    """Text without blanks around it; a formula where a spreadsheet would calculate it."""
    bare = clean_text(text)
    if bare.startswith(("=", "@")) or re.match(r"[+\-][^\d\s.,–-]", bare):
        return SpecialCell("formula", bare)
    return bare or None


def _counted(parse_text: Callable[[str], CellValue], most: int) -> Callable[[str], CellValue]:
    """``parse_text`` for at most so many texts, each of them one more time for the same text.

    One with letters counts as several: it is compared with all names.
    """
    n = 0

    def parse(text: str) -> CellValue:
        nonlocal n
        n += 1 if text.upper() == text.lower() else _WEIGHT_OF_WORDS
        if n > most:
            raise LimitExceeded("contents")
        return parse_text(text)

    return parse


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
    # A workbook's cells share their texts: what is made of one is shared too, not made again.
    parse_text = cache(_counted(parse_text, limits.texts))
    try:
        with time_limit(limits.seconds):
            # Under another name than a text's, the first two bytes mean a damaged archive.
            if content.startswith(_ARCHIVE if suffix in _TEXT_SUFFIXES else _ARCHIVE[:2]):
                return read_workbook(content, limits, parse_text, progress)
            if suffix not in _TEXT_SUFFIXES:
                raise FileRefused("type")
            return [read_csv(content, limits, parse_text, choose_separator)]
    except LimitExceeded as limit:
        raise FileRefused(limit.code, Location(), **limit.values) from limit
