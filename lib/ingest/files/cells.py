"""What a file is read into: sheets of plain cells, or the reason why it cannot be read."""

from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Literal, NamedTuple

from lib.ingest.issues import Location
from lib.ingest.limits import LimitExceeded

_WHOLE_FILE = Location()
_MAX_TURNED_CELLS = 1_000_000  # empty ones too, which an unturned sheet does not keep

RefusalCode = Literal[
    "large", "empty", "macro", "old_office", "type", "encoding", "csv",
    "rows", "cells",  # too many of them
    "order",  # cells that stand before earlier ones, which would be lost
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

    __slots__ = ()  # a file may hold hundreds of thousands


SpecialKind = Literal["formula", "error", "date", "boolean"]


@dataclass(frozen=True, slots=True)
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
        hidden: whether a spreadsheet does not show the sheet.
        hidden_rows, hidden_columns: those that it does not show, from 1.
        cut: whether it has values in columns that are not read.
        unread: whether it is one of the sheets behind those that are read: ``rows`` is empty.
        turned: True where rows and columns have changed places; locations are those of the file.
    """

    name: str
    rows: list[list[CellValue]]
    merged: tuple[MergedArea, ...] = ()
    unterminated: bool = False
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    cut: bool = False
    unread: bool = False
    turned: bool = False

    def location(self, row: int = 0, column: int = 0) -> Location:
        """A location on this sheet; rows and columns count from 1, 0 = all."""
        if self.turned:
            return Location(self.name, column, row, turned=True)
        return Location(self.name, row, column)

    def turn(self) -> "Sheet":
        """The same sheet with rows as columns and columns as rows.

        Raises:
            LimitExceeded: the longest row and column span more cells than any table has.
        """
        if len(self.rows) * max(map(len, self.rows), default=0) > _MAX_TURNED_CELLS:
            raise LimitExceeded("cells")
        return replace(
            self,
            rows=[list(row) for row in zip_longest(*self.rows)],
            merged=tuple(MergedArea(a.left, a.right, a.top, a.bottom) for a in self.merged),
            hidden_rows=self.hidden_columns,
            hidden_columns=self.hidden_rows,
            turned=not self.turned,
        )
