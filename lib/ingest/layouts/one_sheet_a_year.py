"""The producer's layout: a sheet a year, a row a province, a column a measure."""

import re

from lib.ingest.issues import problem, question, shorten
from lib.ingest.layouts.shared import (
    ID_COLUMNS,
    RecognizedScores,
    ScoreCell,
    ScoreSheet,
    header_codes,
    is_number,
    number_text,
    parse_score,
    province_of_row,
    union,
    value_at,
)
from lib.ingest.matching import YEAR, HeaderMatcher, ProvinceMatcher
from lib.ingest.reader import CellValue, Sheet, SpecialCell
from lib.stats.ranking import TOTAL

_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_NAMES_WITHIN = 6  # columns from the left in which the first province is looked for


def read_one_sheet_a_year(sheet: ScoreSheet, out: RecognizedScores) -> bool:
    """Read a sheet of one year into ``out``; any header row with a province will do.

    Returns:
        whether the sheet has this layout.
    """
    if sheet.header_row is None:
        return False
    if sheet.report_overlong_row(out):
        return True
    body = _first_body_row(sheet.sheet, sheet.header_row, sheet.provinces)
    year = _find_year(sheet, sheet.header_row, body, out)
    if year is None:
        return True
    if year in out.columns:
        out.issues.append(problem("year_twice", sheet.sheet.location(), year=year))
        return True
    headers = HeaderMatcher.of_year(sheet.tables, year)
    columns = _find_columns(sheet.sheet, sheet.header_row, body, headers, out)
    id_columns = {code: c for code, c in columns.items() if code in ID_COLUMNS}
    measures = {c: n for c, n in columns.items() if c not in id_columns and c != YEAR}
    out.columns[year] = {code: sheet.sheet.location(0, c) for code, c in measures.items()}
    used = {*id_columns.values(), *measures.values()}
    if merged := sheet.merged_cell(sheet.header_row + 1, len(sheet.sheet.rows), used):
        out.issues.append(problem("merged", merged))
        return True
    _read_rows(sheet, body, year, id_columns, measures, out)
    return True


def years_in(text: str) -> set[str]:
    """The years (2000-2099) that a text names."""
    return set(_YEAR.findall(text))


def year_of_sheet_name(name: str) -> set[str]:
    """The years that the name of a sheet tells, such as "2025_PAPI"."""
    return years_in(name.replace("_", " "))


def _read_rows(
    sheet: ScoreSheet,
    body: int,
    year: int,
    id_columns: dict[str, int],
    measures: dict[str, int],
    out: RecognizedScores,
) -> None:
    """The scores of all rows from ``body`` (from 0) on; a second row of a province is a problem."""
    rows: dict[str, int] = {}
    for number in range(body, len(sheet.sheet.rows)):
        row = sheet.sheet.rows[number]
        has_scores = any(value_at(row, column) is not None for column in measures.values())
        province = province_of_row(sheet, number, id_columns, has_scores, out)
        if province is None:
            continue
        if province in rows:
            values = {"province": province, "first": rows[province]}
            out.issues.append(problem("province_twice", sheet.sheet.location(number + 1), **values))
            continue
        rows[province] = number + 1
        for code, column in measures.items():
            location = sheet.sheet.location(number + 1, column)
            score = parse_score(value_at(row, column), location, out)
            if score is not None:
                out.cells.append(ScoreCell(year, province, code, score, location))


def _first_body_row(sheet: Sheet, header_row: int, provinces: ProvinceMatcher) -> int:
    """The first row (from 0) of figures: it names a province, or holds a number."""
    for number in range(header_row + 1, len(sheet.rows)):
        row = sheet.rows[number]
        named = any(isinstance(v, str) and provinces.by_name(v) for v in row[:_NAMES_WITHIN])
        if named or any(is_number(v) for v in row):
            return number
    return len(sheet.rows)


def _find_year(sheet: ScoreSheet, header_row: int, body: int, out: RecognizedScores) -> int | None:
    """The one year of a sheet; None with a problem where there is not exactly one.

    The name of the sheet goes before its year column, its title and the name of the file.
    """
    rows = sheet.sheet.rows
    in_name = year_of_sheet_name(sheet.sheet.name)
    in_column = _years_in_column(sheet, body)
    title = " ".join(v for row in rows[:header_row] for v in row if isinstance(v, str))
    sources = (in_name, in_column, years_in(title), years_in(sheet.file))
    years = next((source for source in sources if source), set())
    if in_name and in_column:
        years = in_name | in_column
    if len(years) == 1 and all(_YEAR.fullmatch(year) for year in years):
        return int(next(iter(years)))
    if years:
        values = {"years": shorten(", ".join(sorted(years)))}
        out.issues.append(problem("years", sheet.sheet.location(), **values))
    else:
        out.issues.append(problem("no_year", sheet.sheet.location()))
    return None


def _years_in_column(sheet: ScoreSheet, body: int) -> set[str]:
    """What stands in the first year column, if there is one; not always years."""
    columns = [c for c, codes in enumerate(sheet.header_codes, 1) if codes == {YEAR}]
    if not columns:
        return set()
    values = [value_at(row, columns[0]) for row in sheet.sheet.rows[body:]]
    return {number_text(value) for value in values if value is not None}


def _find_columns(
    sheet: Sheet, header_row: int, body: int, headers: HeaderMatcher, out: RecognizedScores
) -> dict[str, int]:
    """The columns (from 1) of measures, names and the year by code; any other is an issue."""
    width = max((len(row) for row in sheet.rows[header_row:]), default=0)
    columns: dict[str, int] = {}
    for column in range(1, width + 1):
        cells = [value_at(row, column) for row in sheet.rows[header_row:body]]
        codes = union(header_codes(headers, value) for value in cells)
        text = _header_text(cells)
        header = shorten(text)
        location = sheet.location(0, column)
        if any(isinstance(value, SpecialCell) for value in cells):
            out.issues.append(problem("header_odd", location))
        elif len(codes) > 1:
            measures = ",".join(sorted(codes))
            out.issues.append(problem("header_torn", location, header=header, measures=measures))
        elif codes:
            (code,) = codes
            if code not in columns:
                columns[code] = column
            elif code[0].isdigit() or code == TOTAL:
                out.issues.append(problem("column_twice", location, measure=code, header=header))
            else:
                out.issues.append(problem("id_twice", location, measure=code, header=header))
        elif any(value_at(row, column) is not None for row in sheet.rows[body:]):
            if text:
                out.issues.append(question("column_unknown", location, header=header))
            else:
                out.issues.append(question("column_bare", location))
    return columns


def _header_text(cells: list[CellValue]) -> str:
    """The texts of a column's header, each once."""
    return " / ".join(dict.fromkeys(value for value in cells if isinstance(value, str)))
