"""The XML of a workbook's parts in one pass each: counted against the limits, its cells kept.

A library needs many times a part's size to read it and cannot be stopped on its way, so every part
that one reads is counted here first, and the sheets are read here alone.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from xml.etree import ElementTree
from xml.parsers import expat

from lib.ingest.files.cells import CellValue, MergedArea
from lib.ingest.limits import LimitExceeded, Limits, check_time

_ROW, _CELL, _VALUE, _FORMULA, _INLINE, _TEXT = "row", "c", "v", "f", "is", "t"  # elements
_ROWS = "sheetData"
_CELL_PARTS = {_VALUE, _FORMULA, _INLINE, _TEXT}
_COLUMNS, _MERGED, _TEXTS, _RUN = "col", "mergeCell", "sst", "r"
_MAX_CELL_PARTS = 4  # elements that a cell needs at most: formula, value, text in its frame
_MAX_ROW_CELLS = 16_384  # as many as a spreadsheet has columns
_OWN_TEXT, _RESULT_TEXT = "inlineStr", "str"  # types of cells: text of its own, text by a formula
_CHUNK = 65_536  # bytes of XML between two looks at the counts
# Elements in memory at once: a row, which is freed as it ends, has at most five for each cell, and
# what stands beside the rows is counted as definitions.
_MAX_HELD = 5 * _MAX_ROW_CELLS + 30_000
_BEFORE_XML = b"\xef\xbb\xbf\xff\xfe \t\r\n"  # byte-order marks and blanks
_EBCDIC = b"\x4c\x6f\xa7\x94"  # "<?xm", which a library reads though nothing here can count it
_UNKNOWN_ENCODING = expat.errors.codes[expat.errors.XML_ERROR_UNKNOWN_ENCODING]
_DIGITS = "0123456789"
_MAX_LETTERS, _MAX_DIGITS = 3, 10  # of a column; of the number of a row, a column or a format
# Of the code of a format, which spreadsheets limit to 255: openpyxl looks for the end of each
# bracket in all of the rest, for every format of a cell.
_MAX_FORMAT, _MAX_FORMAT_BRACKETS = 255, 16


# Column from 1, type, number of its format, and text of the value; None for a formula without one.
RawCell = tuple[int, str, int, str | None]
# The values of a row from those of its cells; None where it has more columns than it may have.
MakeRow = Callable[[list[RawCell]], list[CellValue] | None]


@dataclass
class WorksheetScan:
    """A worksheet as its XML says it; rows and columns count from 1.

    Attributes:
        rows: the number of each row, and its values as ``MakeRow`` gives them; rows without values
            are left out where the limits truncate, as whole columns may be formatted.
        merged: its merged cells.
        hidden_rows: rows that a spreadsheet does not show.
        hidden_columns: the same of columns, as first and last of each span.
        unordered: (row, column) of the first cell that stands before an earlier one, column 0 for
            a whole row; None where all are in order. Readers disagree on what such cells mean.
    """

    rows: list[tuple[int, list[CellValue] | None]] = field(default_factory=list)
    merged: list[MergedArea] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    unordered: tuple[int, int] | None = None


class _Names(dict[str, str]):
    """The names of elements without their namespaces, by their whole names."""

    def __missing__(self, tag: str) -> str:
        """Take in a new one."""
        self[tag] = _bare(tag)
        return self[tag]


class NotAPlace(Exception):
    """What should name a row or a cell does not."""


class PartScanner:
    """Counts the parts of one workbook one after the other, and reads its worksheets."""

    def __init__(self, limits: Limits) -> None:
        """Nothing is counted yet."""
        self._limits = limits
        self._rows = self._cells = self._cell_parts = self._texts = self._definitions = 0
        self._in_texts = False

    def count(self, part: bytes) -> None:
        """Count what a part other than a worksheet holds.

        A part that is not XML adds nothing, and no library can read it as XML either.

        Raises:
            LimitExceeded: the parts together hold too much, or this one may unfold to more.
            xml.parsers.expat.ExpatError: it is not well-formed.
        """
        if not self._is_xml(part):
            return
        self._in_texts = False
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._count_start
        parser.EndElementHandler = self._count_end
        parser.CommentHandler = parser.ProcessingInstructionHandler = self._count_remark
        with self._known_encoding():
            parser.Parse(part, True)

    def scan_sheet(self, part: bytes, make_row: MakeRow) -> WorksheetScan:
        """Count a worksheet and read its cells.

        Args:
            part: its XML.
            make_row: is given the cells of a row that have a value or a formula.

        Raises:
            LimitExceeded: see ``count``; or the time is up.
            NotAPlace: a row or cell stands nowhere.
            ElementTree.ParseError: it is not well-formed.
        """
        sheet = WorksheetScan()
        if not self._is_xml(part):
            raise NotAPlace("a sheet that is no XML")  # an empty sheet would be a silent loss
        parser: Any = ElementTree.XMLPullParser(("start", "end"))
        names = _Names()
        row = held = held_before = 0
        rows: ElementTree.Element | None = None
        for start in range(0, len(part), _CHUNK):
            check_time()
            with self._known_encoding():
                parser.feed(part[start : start + _CHUNK])
            for event in parser.read_events():
                element: ElementTree.Element = event[1]
                name = names[element.tag]
                if event[0] == "start":
                    if name == _ROW:
                        held_before = held
                    elif name == _ROWS:
                        rows = element
                    held += 1
                elif name == _CELL:
                    self._cells += 1
                elif name in _CELL_PARTS:
                    self._cell_parts += 1
                elif name == _ROW:
                    self._count_row(element)
                    row = _read_row(element, row, names, make_row, sheet, self._limits.truncate)
                    element.clear()
                    if rows is not None:
                        rows.clear()  # which would keep each of a million rows
                    held = held_before
                else:
                    self._count_definition()
                    _read_definition(name, element, sheet)
            self._check_cells()
            if held > _MAX_HELD:
                raise LimitExceeded("contents")
        parser.close()
        return sheet

    def _is_xml(self, part: bytes) -> bool:
        """Whether a library would read a part as XML."""
        start = part[:64].replace(b"\0", b"").lstrip(_BEFORE_XML)
        if start.startswith(_EBCDIC):
            raise self._uncountable()
        return start.startswith(b"<")

    @contextmanager
    def _known_encoding(self) -> Iterator[None]:
        """Refuse what a library could read and this class cannot."""
        try:
            yield
        except (expat.ExpatError, ElementTree.ParseError) as error:
            if error.code == _UNKNOWN_ENCODING:
                raise self._uncountable() from error
            raise
        except (LookupError, ValueError) as error:  # so parsers say it of most encodings
            raise self._uncountable() from error

    def _uncountable(self) -> LimitExceeded:
        """The refusal of a part that a library could read and this class could not."""
        return LimitExceeded("unsafe", size=self._limits.unpacked_bytes // 1_000_000)

    def _count_start(self, name: str, attributes: dict[str, str]) -> None:
        """Count one element of another part than a worksheet."""
        code = attributes.get("formatCode", "")
        if len(code) > _MAX_FORMAT or code.count("[") > _MAX_FORMAT_BRACKETS:
            raise LimitExceeded("contents")
        if self._in_texts:
            self._texts += 1
            if self._texts > self._limits.texts:
                raise LimitExceeded("contents")
            return
        self._in_texts = _bare(name) == _TEXTS
        self._count_definition()

    def _count_remark(self, *_: str) -> None:
        """Count a comment or an instruction, which a library keeps as it does an element."""
        self._count_definition()

    def _count_end(self, name: str) -> None:
        """Leave the list of texts."""
        if self._in_texts and _bare(name) == _TEXTS:
            self._in_texts = False

    def _count_definition(self) -> None:
        """Count an element outside of cells and texts."""
        self._definitions += 1
        if self._definitions > self._limits.definitions:
            raise LimitExceeded("contents")

    def _check_cells(self) -> None:
        """Refuse too many cells, or more in them than cells need."""
        if self._cells > self._limits.cells:
            raise LimitExceeded("cells")
        if self._cell_parts > _MAX_CELL_PARTS * self._cells + self._limits.definitions:
            raise LimitExceeded("contents")

    def _count_row(self, element: ElementTree.Element) -> None:
        """Count a row; its cells are counted by themselves."""
        check_time()
        self._rows += 1
        if self._rows > self._limits.rows and not self._limits.truncate:
            raise LimitExceeded("rows", n=self._limits.rows)
        if len(element) > _MAX_ROW_CELLS:
            raise LimitExceeded("cells")


def _read_row(
    element: ElementTree.Element,
    before: int,
    names: _Names,
    make_row: MakeRow,
    sheet: WorksheetScan,
    skips_empty: bool,
) -> int:
    """Add a row to a sheet; its number, from the number of the row before."""
    label = element.get("r", "")
    number = _number(label) if label else before + 1
    if number <= before and sheet.unordered is None:
        sheet.unordered = (number, 0)
    cells: list[RawCell] = []
    column = 0
    for cell in element:
        if names[cell.tag] != _CELL:
            continue
        last, column, reference = column, column + 1, cell.get("r")
        if reference:
            letters = reference.rstrip(_DIGITS)
            column = _column_number(letters)
            row = label if label else str(number)
            if (column <= last or reference[len(letters) :] != row) and sheet.unordered is None:
                sheet.unordered = (_number(reference[len(letters) :]), column)
        if len(cell):
            kind = cell.get("t", "n")
            text = _text(cell, kind, names)
            if text != "":
                cells.append((column, kind, _number(cell.get("s", "0")), text))
    values = make_row(cells)
    if values == [] and skips_empty:
        return number
    sheet.rows.append((number, values))
    if _is_true(element.get("hidden")) or element.get("ht") == "0":
        sheet.hidden_rows.add(number)
    return number


def _text(cell: ElementTree.Element, kind: str, names: _Names) -> str | None:
    """The text of a cell's value; "" where it is empty, None for a formula without its result."""
    part = cell[0]
    if len(cell) == 1 and kind != _OWN_TEXT and names[part.tag] == _VALUE:
        return part.text or ""
    found: str | None = None
    has_formula = False
    for part in cell:
        name = names[part.tag]
        if name == _VALUE and kind != _OWN_TEXT:
            found = (found or "") + (part.text or "")
        elif name == _FORMULA:
            has_formula = True
        elif name == _INLINE and kind == _OWN_TEXT:
            found = "".join(_texts_of(part, names))
    if found or not has_formula or (found == "" and kind == _RESULT_TEXT):
        return found or ""  # the result of a formula may be an empty text
    return None


def _texts_of(frame: ElementTree.Element, names: _Names) -> Iterator[str]:
    """The pieces of a text; how it is to be pronounced is none."""
    for part in frame:
        for piece in part if names[part.tag] == _RUN else (part,):
            if names[piece.tag] == _TEXT:
                yield piece.text or ""


def _read_definition(name: str, element: ElementTree.Element, sheet: WorksheetScan) -> None:
    """Take in what is said of hidden columns and merged cells."""
    if name == _COLUMNS:
        if _is_true(element.get("hidden")) or element.get("width") == "0":
            span = _number(element.get("min", "")), _number(element.get("max", ""))
            sheet.hidden_columns.append(span)
    elif name == _MERGED:
        first, _, last = element.get("ref", "").replace("$", "").partition(":")
        (top, left), (bottom, right) = _cell(first), _cell(last or first)
        sheet.merged.append(MergedArea(top, bottom, left, right))


def _bare(name: str) -> str:
    """The name of an element without its namespace or prefix."""
    return name.rpartition("}")[2].rpartition(":")[2]


def _is_true(value: str | None) -> bool:
    """A truth value of XML Schema."""
    return value in ("1", "true", "on")


@lru_cache(maxsize=4096)
def _number(text: str) -> int:
    """The number of a row, a column or a format; NotAPlace for other text."""
    if not (text.isascii() and text.isdigit() and len(text) <= _MAX_DIGITS):
        raise NotAPlace(text[:_MAX_DIGITS])
    return int(text)


def _cell(reference: str) -> tuple[int, int]:
    """Row and column of "B3", from 1; NotAPlace for other text."""
    letters = reference.rstrip(_DIGITS)
    return _number(reference[len(letters) :] or "0"), _column_number(letters)


@lru_cache(maxsize=1024)
def _column_number(letters: str) -> int:
    """The column that letters mean, from 1; 0 for none; NotAPlace for other text."""
    # No spreadsheet has columns of more letters; the number of a long word takes hours.
    if letters and not (letters.isascii() and letters.isalpha() and len(letters) <= _MAX_LETTERS):
        raise NotAPlace(letters[:_MAX_LETTERS])
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number
