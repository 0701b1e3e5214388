"""The project's own layout: a row a score with its year, province and sub-dimension."""

import re
from collections.abc import Iterator

from lib.ingest.files.cells import CellValue
from lib.ingest.issues import number_spans, problem, question, shorten
from lib.ingest.layouts.shared import (
    ID_COLUMNS,
    RecognizedScores,
    ScoreCell,
    ScoreSheet,
    decimals_of,
    number_text,
    parse_score,
    province_of_row,
    union,
    value_at,
)
from lib.ingest.limits import check_time
from lib.ingest.matching import CODE, NAME_COLUMNS, PROVINCE, SCORE, YEAR

COLUMNS = {YEAR, PROVINCE, CODE, SCORE}
_YEAR = re.compile(r"20\d\d")


def read_one_row_a_score(sheet: ScoreSheet, out: RecognizedScores) -> bool:
    """Read a sheet with one score a row into ``out``; its header row names all of COLUMNS.

    Returns:
        whether the sheet has this layout.
    """
    if sheet.header_row is None or not union(sheet.header_codes) >= COLUMNS:
        return False
    if sheet.report_overlong_row(out):
        return True
    columns = _find_columns(sheet, out)
    if columns is None:
        return True
    first, last = sheet.header_row + 1, len(sheet.sheet.rows)
    if merged := sheet.merged_cell(first, last, set(columns.values())):
        out.issues.append(problem("merged", merged))
        return True
    known_codes = set(sheet.tables.sub_dimensions["code"])
    for number, province, row in _rows_of_provinces(sheet, sheet.header_row, columns, out):
        year_cell, code_cell = value_at(row, columns[YEAR]), value_at(row, columns[CODE])
        year, code = _parse_year(year_cell), _parse_code(code_cell)
        if year is None:
            location = sheet.sheet.location(number, columns[YEAR])
            out.issues.append(problem("year", location, value=shorten(year_cell)))
            continue
        if code not in known_codes:
            location = sheet.sheet.location(number, columns[CODE])
            out.issues.append(problem("code", location, value=shorten(code_cell)))
            continue
        location = sheet.sheet.location(number, columns[SCORE])
        out.columns.setdefault(year, {}).setdefault(code, location)
        out.units.setdefault(year, sheet.units)
        out.rows.add((year, province))
        value = value_at(row, columns[SCORE])
        score = parse_score(value, location, out)
        if score is not None:
            decimals = decimals_of(value)
            out.cells.append(ScoreCell(year, province, code, score, location, decimals))
    return True


def _find_columns(sheet: ScoreSheet, out: RecognizedScores) -> dict[str, int] | None:
    """The columns (from 1) by what they hold; None with a problem where one comes twice."""
    columns: dict[str, int] = {}
    for column, codes in enumerate(sheet.header_codes, 1):
        for code in codes & (COLUMNS | set(NAME_COLUMNS)):
            if code in columns:
                header = str(sheet.header_cells[column - 1])
                location = sheet.sheet.location(0, column)
                out.issues.append(problem("id_twice", location, header=header))
                return None
            columns[code] = column
    return columns


def _rows_of_provinces(
    sheet: ScoreSheet, header_row: int, columns: dict[str, int], out: RecognizedScores
) -> Iterator[tuple[int, str, list[CellValue]]]:
    """The rows that tell their province, each with its number (from 1) and the province."""
    id_columns = {code: c for code, c in columns.items() if code in ID_COLUMNS}
    hidden: list[int] = []
    for number in range(header_row + 1, len(sheet.sheet.rows)):
        check_time()
        row = sheet.sheet.rows[number]
        has_scores = any(value_at(row, columns[code]) is not None for code in (CODE, SCORE))
        if number + 1 in sheet.sheet.hidden_rows and not sheet.read_hidden:
            hidden.append(number + 1)
            continue
        province = province_of_row(sheet, number, id_columns, has_scores, out)
        if province is not None:
            yield number + 1, province, row
    if hidden:
        values = {"n": len(hidden), "names": number_spans(hidden) or str(hidden[0])}
        out.issues.append(question("hidden", sheet.sheet.location(), **values))


def _parse_year(value: CellValue) -> int | None:
    """A year (2000-2099) as a number or as text; None for anything else."""
    text = number_text(value)
    return int(text) if isinstance(value, float | str) and _YEAR.fullmatch(text) else None


def _parse_code(value: CellValue) -> str:
    """The code of a sub-dimension ("1.1"), also with a decimal comma; "" where there is none."""
    if isinstance(value, str):
        return value.replace(",", ".")
    return number_text(value) if isinstance(value, float) else ""
