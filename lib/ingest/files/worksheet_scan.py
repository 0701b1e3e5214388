"""One pass over the XML of a worksheet: merged and hidden cells, formulas, and their order."""

from functools import lru_cache
from typing import NamedTuple
from xml.parsers import expat

from lib.ingest.limits import check_time


class MergedArea(NamedTuple):
    """Merged cells of a sheet: their first and last row and column, from 1."""

    top: int
    bottom: int
    left: int
    right: int


class WorksheetScan:
    """What is special about the cells of a worksheet; rows and columns count from 1.

    Attributes:
        merged: its merged cells.
        hidden_rows: rows that a spreadsheet does not show.
        hidden_columns: the same of columns, as first and last of each span.
        formulas: (row, column) of formulas that do not give text; without a value, their last
            result is not in the file.
        unordered: (row, column) of the first cell that stands before an earlier one, column 0 for
            a whole row; None where all are in order. openpyxl drops such cells in read-only mode.
    """

    def __init__(self, part: bytes) -> None:
        """Scan the XML of a worksheet.

        Raises:
            xml.parsers.expat.ExpatError: it is not well-formed.
            LimitExceeded: the time is up.
        """
        self.merged: list[MergedArea] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: list[tuple[int, int]] = []
        self.formulas: set[tuple[int, int]] = set()
        self.unordered: tuple[int, int] | None = None
        self._row = self._column = 0
        self._type: str | None = None
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.Parse(part, True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        """Take in the beginning of an element; most are cells and their values."""
        tag = name if ":" not in name else name.rpartition(":")[2]
        if tag == "c":
            self._start_cell(attributes)
        elif tag == "f":
            if self._type != "str":
                self.formulas.add((self._row, self._column))
        elif tag == "row":
            self._start_row(attributes)
        elif tag == "col":
            if _is_true(attributes.get("hidden")) or attributes.get("width") == "0":
                self.hidden_columns.append((int(attributes["min"]), int(attributes["max"])))
        elif tag == "mergeCell":
            first, _, last = attributes.get("ref", "").partition(":")
            (top, left), (bottom, right) = _cell(first), _cell(last or first)
            self.merged.append(MergedArea(top, bottom, left, right))

    def _start_row(self, attributes: dict[str, str]) -> None:
        """Take in the beginning of a row."""
        check_time()
        row = int(attributes["r"]) if "r" in attributes else self._row + 1
        if row <= self._row and self.unordered is None:
            self.unordered = (row, 0)
        self._row = row
        self._column = 0
        if _is_true(attributes.get("hidden")) or attributes.get("ht") == "0":
            self.hidden_rows.add(row)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        """Take in the beginning of a cell."""
        row, column = _cell(attributes["r"]) if "r" in attributes else (self._row, self._column + 1)
        if (row != self._row or column <= self._column) and self.unordered is None:
            self.unordered = (row, column)
        self._column = column
        self._type = attributes.get("t")


def _is_true(value: str | None) -> bool:
    """A truth value of XML Schema."""
    return value in ("1", "true", "on")


def _cell(reference: str) -> tuple[int, int]:
    """Row and column of "B3", from 1."""
    reference = reference.replace("$", "")
    letters = reference.rstrip("0123456789")
    return int(reference[len(letters) :] or 0), _column_number(letters)


@lru_cache(maxsize=1024)
def _column_number(letters: str) -> int:
    """The column that letters mean, from 1; 0 for none.

    Raises:
        ValueError: other signs are among them.
    """
    if letters and not (letters.isascii() and letters.isalpha()):
        raise ValueError(letters)
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number
