"""A sheet with several tables, below or beside each other: each becomes a sheet by itself.

A table that was cut to fit a page goes on below its first part under the same or another header, or
beside it with its own names; a sheet may also hold two years. Read as one table, figures of the
later parts would be lost or stand under the header of the first.
"""

from collections.abc import Iterator
from dataclasses import replace

from lib.ingest.files.cells import CellValue, Sheet
from lib.ingest.layouts.shared import ID_COLUMNS, ScoreSheet, header_codes, is_number, union
from lib.ingest.limits import check_time
from lib.stats.ranking import TOTAL

_MOSTLY = 0.8  # of the texts of a line, to be a line of names; of its names, to differ
_MIN_NAMES = 2  # of a line of names
_FEW = 2  # cells of a title


def split_tables(sheet: ScoreSheet) -> list[ScoreSheet]:
    """The tables of a sheet, each with the other cells empty, so that locations stay true.

    Args:
        sheet: with a row a province; one that holds a single table is returned as it is.
    """
    if sheet.header_row is None:
        return [sheet]
    parts = []
    for below in _split_at(sheet, _header_starts(sheet)):
        turned = replace(below, sheet=below.sheet.turn()) if below.names else below
        starts = _name_starts(below, turned)
        for part in _split_at(turned, starts) if starts else [below]:
            parts.append(part if not starts else replace(part, sheet=part.sheet.turn()))
    if len(parts) == 1:
        return [sheet]
    return [replace(part, names=_names_of(part) or part.names) for part in parts]


def _split_at(sheet: ScoreSheet, starts: list[int]) -> list[ScoreSheet]:
    """The sheet cut before these rows (from 0)."""
    if not starts:
        return [sheet]
    rows = sheet.sheet.rows
    ends = [*starts, len(rows)]
    out = []
    for first, end in zip([0, *starts], ends, strict=True):
        kept = [row if first <= number < end else [] for number, row in enumerate(rows)]
        out.append(replace(sheet, sheet=replace(sheet.sheet, rows=kept)))
    return out


def _header_starts(sheet: ScoreSheet) -> list[int]:
    """The rows (from 0) at which a further table begins that has its own header below others."""
    rows = sheet.sheet.rows
    starts: list[int] = []
    has_figures = False  # since the last header
    for number in range((sheet.header_row or 0) + 1, len(rows)):
        check_time()
        row = rows[number]
        if has_figures and _is_header(sheet, row) and _has_provinces(sheet, number):
            start = number
            while start and _is_above_header(sheet, rows[start - 1]):
                start -= 1
            starts.append(start)
            has_figures = False
        elif _is_of_province(sheet, row) and any(map(is_number, row)):
            has_figures = True
    return starts


def _is_header(sheet: ScoreSheet, row: list[CellValue]) -> bool:
    """Whether a row below figures has the labels of a table."""
    texts = [value for value in row if isinstance(value, str)]
    labels = [codes for text in texts if (codes := _label_codes(sheet, text))]
    if not labels or _names_province(sheet, row):
        return False
    if len(labels) >= 2 and any(_is_measure(code) for codes in labels for code in codes):
        return True
    # Measures by their numbers alone, of which a spreadsheet may have made numbers.
    numbers = [header_codes(sheet.headers, value) for value in row if is_number(value)]
    return not union(labels).isdisjoint(ID_COLUMNS) and len(numbers) >= 2 and all(numbers)


def _is_measure(code: str) -> bool:
    return code[0].isdigit() or code == TOTAL


def _is_above_header(sheet: ScoreSheet, row: list[CellValue]) -> bool:
    """Whether a row above a header goes with it: empty, a title, or labels without a measure."""
    cells = [value for value in row if value is not None]
    if _names_province(sheet, row) or any(map(is_number, cells)):
        return False
    return len(cells) <= _FEW or not any(header_codes(sheet.headers, value) for value in cells)


def _names_province(sheet: ScoreSheet, row: list[CellValue]) -> bool:
    """Whether a row is of a province, as far as its column of names tells it."""
    if sheet.names:
        return sheet.province_named(row)
    return any(map(is_number, row)) and not any(_label_codes(sheet, value) for value in row)


def _label_codes(sheet: ScoreSheet, value: CellValue) -> frozenset[str]:
    """What a text with letters means as a label; a number in a CSV file is a text, too."""
    is_label = isinstance(value, str) and any(map(str.isalpha, value))
    return header_codes(sheet.headers, value) if is_label else frozenset()


def _has_provinces(sheet: ScoreSheet, first: int) -> bool:
    """Whether there is a province from a row (from 0) on."""
    return any(_is_of_province(sheet, row) for row in sheet.sheet.rows[first:])


def _is_of_province(sheet: ScoreSheet, row: list[CellValue]) -> bool:
    """Whether a row is of a province; a table below others may name it in another column."""
    return _names_province(sheet, row) or bool(sheet.names and _provinces_in(sheet, row))


def _name_starts(sheet: ScoreSheet, turned: ScoreSheet) -> list[int]:
    """The columns (from 0) at which a further table begins that has its own names beside others.

    Names that repeat the first ones row by row before other measures are no further table, nor are
    names without figures of a measure behind them.

    Args:
        sheet: with a row a province.
        turned: the same with rows and columns exchanged.
    """
    if not sheet.names:
        return []
    lines = turned.sheet.rows
    measures = {
        number: codes for number, line in enumerate(lines) if (codes := _measures(sheet, line))
    }
    first: dict[int, str] = {}
    starts: list[int] = []
    for number, line in enumerate(lines):
        check_time()
        names = _provinces_in(sheet, line)
        if not names:
            continue
        texts = [v for v in line if isinstance(v, str) and not header_codes(sheet.headers, v)]
        # What each province became stands there more than once; remarks are no names.
        if len(set(names.values())) < _MOSTLY * max(len(names), len(texts)):
            continue
        if not first:
            first = names
            continue
        before = union(codes for at, codes in measures.items() if at < number)
        behind = union(codes for at, codes in measures.items() if at > number)
        if not before or not behind:
            continue
        repeats = all(first.get(row) == province for row, province in names.items())
        if (repeats or len(names) < _MIN_NAMES) and before.isdisjoint(behind):
            continue
        start = number
        while start and _is_beside_names(sheet, lines[start - 1]):
            start -= 1
        if start and start not in starts:
            starts.append(start)
    return starts


def _measures(sheet: ScoreSheet, line: list[CellValue]) -> frozenset[str]:
    """The measures that the labels of a column with figures name."""
    if not any(map(is_number, line)):
        return frozenset()
    texts = [value for value in line[sheet.header_row or 0 :] if isinstance(value, str)]
    labels = union(_label_codes(sheet, text) for text in texts)
    return frozenset(filter(_is_measure, labels))


def _provinces_in(sheet: ScoreSheet, line: list[CellValue]) -> dict[int, str]:
    """The provinces that a column names, by row."""
    matches = (
        (row, sheet.provinces.by_name(value))
        for row, value in enumerate(line)
        if isinstance(value, str)
    )
    return {row: province for row, province in matches if province}


def _is_beside_names(sheet: ScoreSheet, line: list[CellValue]) -> bool:
    """Whether a column left of names goes with them: empty, codes, other names."""
    values = [v for v in line if v is not None and not header_codes(sheet.headers, v)]
    if _measures(sheet, line):
        return False
    return all(
        (sheet.provinces.by_code(value) if isinstance(value, float) else True) for value in values
    ) and (not values or any(map(is_number, values)) or bool(_provinces_in(sheet, line)))


def _names_of(part: ScoreSheet) -> int:
    """The column (from 1) that names the most provinces, the last of such; 0 for none."""
    best, most = 0, 0
    for number, cells in enumerate(_columns(part.sheet), start=1):
        names = set(_provinces_in(part, cells).values())
        if names and len(names) >= most:
            best, most = number, len(names)
    return best


def _columns(sheet: Sheet) -> Iterator[list[CellValue]]:
    """The columns of a sheet."""
    width = max((len(row) for row in sheet.rows), default=0)
    for index in range(width):
        yield [row[index] if index < len(row) else None for row in sheet.rows]
