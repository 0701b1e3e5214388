"""CSV files: UTF-8, or UTF-16 with its mark."""

import csv
import io
import re
from collections.abc import Callable, Iterator

from lib.ingest.files.cells import CellValue, FileRefused, Sheet
from lib.ingest.issues import Location
from lib.ingest.limits import LimitExceeded, Limits, check_time

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_UTF32_MARKS = (b"\xff\xfe\0\0", b"\0\0\xfe\xff")
_SEPARATOR_LINE = re.compile(r"\s*\"?sep=(.)\"?\s*")  # how a CSV file tells its separator to Excel
_HEAD_LINES = 30  # of a CSV file, from which its separator is recognised
_HEAD_CHARACTERS = 4_000  # of each of them
# Characters in which those lines are looked for: splitting a whole text lists all lines it has.
_HEAD_LENGTH = 1_000_000


def most_frequent_separator(text: str) -> str:
    """The separator of a CSV file of any content: semicolon or tab where the first lines have one.

    Raises:
        FileRefused: the first lines are blank.
    """
    head = [line for line in _first_lines(text) if line.strip(" ,;\t")]
    if not head:
        raise FileRefused("empty")
    # Commas also stand in headers and in numbers; semicolons and tabs only separate. One in a
    # title above the table does not.
    candidates = [s for s in ";\t" if 2 * sum(s in line for line in head) >= len(head)] or [","]
    return max(candidates, key=lambda separator: max(line.count(separator) for line in head))


def separator_of_headings(text: str, is_heading: Callable[[str], bool]) -> str:
    """The separator under which one of the first lines holds most of the expected headings."""
    head = [line[:_HEAD_CHARACTERS] for line in _first_lines(text.lstrip())]

    def count_headings(separator: str) -> int:
        try:
            rows = list(csv.reader(head, delimiter=separator))
        except csv.Error:
            return 0
        return max(sum(map(is_heading, row)) for row in rows)

    return max((",", ";", "\t"), key=count_headings)


def _first_lines(text: str) -> list[str]:
    """The lines from which the separator is recognised."""
    return text[:_HEAD_LENGTH].splitlines()[:_HEAD_LINES]


def _lines(text: str, separator: str, most: int) -> Iterator[str]:
    """The lines of a CSV file; ``csv`` makes cells of a whole line before anybody can count them.

    Raises:
        FileRefused: a line has more than ``most`` separators.
    """
    for line in io.StringIO(text, newline=""):
        if line.count(separator) > most:
            raise FileRefused("cells")
        yield line


def read_csv(
    content: bytes,
    limits: Limits,
    parse_text: Callable[[str], CellValue],
    choose_separator: Callable[[str], str],
) -> Sheet:
    """The table of a CSV file; see ``reader.read_tables``.

    Raises:
        FileRefused: it is none, or larger than the limits.
        LimitExceeded: it costs too much.
    """
    if content.startswith(_UTF32_MARKS):
        raise FileRefused("encoding", Location("", 1))
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
    n_cells = 0
    try:
        lines = _lines(text, separator, limits.cells)
        for cells in csv.reader(lines, delimiter=separator, strict=True):
            n_cells += len(cells)
            too_wide = limits.csv_columns is not None and len(cells) > limits.csv_columns
            if too_wide or n_cells > limits.cells:
                raise FileRefused("cells")
            if len(rows) >= limits.rows:
                raise FileRefused("rows", n=limits.rows)
            if max(map(len, cells), default=0) > limits.cell_characters:
                raise LimitExceeded("contents")
            rows.append([parse_text(cell) for cell in cells])
            check_time()
    except csv.Error as err:
        raise FileRefused("csv") from err
    return Sheet("", rows, unterminated=not text.endswith(("\n", "\r")))
