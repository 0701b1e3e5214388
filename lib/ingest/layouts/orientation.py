"""Which line of a sheet names the provinces: a column or a row, and of which list they are."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from lib.datasets.tables import Units
from lib.ingest.files.cells import CellValue, Sheet
from lib.ingest.limits import check_time
from lib.ingest.matching import ProvinceMatcher

_ROWS_WITHIN, _COLUMNS_WITHIN = 600, 120  # from the top and the left, where names are looked for
_MIN_NAMES = 17  # half of the 34; fewer names are no list of provinces
_MIN_OF_PART = 3  # in a line of a table that is cut into parts
_MIN_OF_34, _MAX_OF_63 = 25, 3  # names that tell a file of the 34: of theirs, of the others


@dataclass(frozen=True)
class ProvinceLine:
    """The line of a sheet that names the provinces.

    Attributes:
        index: of the column, or of the row where the sheet is ``turned``, from 0.
        turned: whether the provinces are columns.
        units: the list that the names are of, decided by all of them together: many a name is in
            both lists and means two different provinces.
        names: how many provinces of that list it names.
    """

    index: int
    turned: bool
    units: Units
    names: int


def find_province_line(
    sheet: Sheet, of_63: ProvinceMatcher, of_34: ProvinceMatcher
) -> ProvinceLine | None:
    """The line with the most names of provinces; None where no line has at least half of a list.

    Of lines with equally many the last counts: rows that map provinces to others stand before. A
    table may be cut into parts; its lines then have half of a list together.
    """
    width = max((len(row) for row in sheet.rows), default=0)
    columns = [
        [row[index] for row in sheet.rows if index < len(row)]
        for index in range(min(width, _COLUMNS_WITHIN))
    ]
    best: ProvinceLine | None = None
    parts: ProvinceLine | None = None
    for turned, lines in ((True, sheet.rows[:_ROWS_WITHIN]), (False, columns)):
        several: list[CellValue] = []  # the names of a table that is cut into parts
        longest = ProvinceLine(0, turned, "63", 0)
        for index, cells in enumerate(lines):
            check_time()
            units, names = count_names(cells, of_63, of_34)
            if names >= _MIN_OF_PART:
                several += cells
            if names >= longest.names:
                longest = ProvinceLine(index, turned, units, names)
        if longest.names >= _MIN_NAMES and (best is None or longest.names >= best.names):
            best = longest
        units, names = count_names(several, of_63, of_34)
        if names >= _MIN_NAMES and longest.names and (parts is None or names > parts.names):
            parts = replace(longest, units=units, names=names)
    if best is not None and parts is not None and best.turned == parts.turned:
        is_part = best.names < _MIN_OF_34 <= parts.names
        return replace(best, units=parts.units) if is_part else best
    return best or parts


def count_names(
    cells: Iterable[CellValue], of_63: ProvinceMatcher, of_34: ProvinceMatcher
) -> tuple[Units, int]:
    """Of which list the names in some cells are, and how many different ones."""
    texts = {cell for cell in cells if isinstance(cell, str)}
    matches = [(of_34.by_name(text), of_63.by_name(text)) for text in texts]
    new = {code for code, _ in matches if code}
    old = {code for _, code in matches if code}
    only_old = {code for new_code, code in matches if code and not new_code}
    if is_of_34(len(new), len(only_old)):
        return "34", len(new)
    return "63", len(old)


def is_of_34(of_34: int, only_of_63: int) -> bool:
    """Whether so many provinces of the 34, and of the 63 alone, make a file of the 34."""
    return of_34 >= _MIN_OF_34 and only_of_63 <= _MAX_OF_63
