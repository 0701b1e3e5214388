"""The producer's layouts: a sheet a year, a row a province, a column a measure, or turned."""

import math
import re
from dataclasses import dataclass, field, replace

from lib.ingest.files.cells import CellValue, SpecialCell
from lib.ingest.issues import (
    Issue,
    IssueCode,
    Location,
    note,
    problem,
    question,
    quote_first,
    shorten,
)
from lib.ingest.layouts.first_row import first_body_row
from lib.ingest.layouts.lines import Line, classify_lines
from lib.ingest.layouts.repeated_lines import choose_line
from lib.ingest.layouts.shared import (
    ID_COLUMNS,
    IndicatorCell,
    MarginCell,
    RecognizedScores,
    ScoreCell,
    ScoreSheet,
    decimals_of,
    is_number,
    parse_score,
    province_of_row,
    to_number,
    value_at,
)
from lib.ingest.limits import check_time
from lib.ingest.matching import NAME_VI, PROVINCE, YEAR, HeaderMatcher, two_digit_code
from lib.stats.ranking import TOTAL

_MAX_UNKNOWN = 3  # unknown columns that are each asked about; more are asked about together
_MIN_NUMBERED = 3  # provinces: the first codes are 1, 2 and 4
_CODES_AGREE = 0.8  # of a column's cells with the names beside them, to be the codes
_TOGETHER: tuple[IssueCode, ...] = (
    "province_torn",
    "province_unknown",
)  # several of a sheet make one sentence


@dataclass
class _Columns:
    """The columns (from 1) of a sheet by what they hold."""

    ids: dict[str, int] = field(default_factory=dict)
    measures: dict[str, int] = field(default_factory=dict)
    statistics: list[Line] = field(default_factory=list)
    indicators: list[Line] = field(default_factory=list)


def read_one_sheet_a_year(
    sheet: ScoreSheet, year: int, out: RecognizedScores, only_scores: bool = False
) -> bool:
    """Read a sheet of one year into ``out``; any header row with a province will do.

    Args:
        sheet: the sheet.
        year: of its figures.
        out: gets what it holds.
        only_scores: True leaves out the indicators and margins of error.

    Returns:
        whether the sheet has this layout.
    """
    if sheet.header_row is None:
        return False
    if sheet.report_overlong_row(out):
        return True
    body = first_body_row(sheet)
    lines = classify_lines(
        sheet.sheet.rows, sheet.header_row, body, HeaderMatcher.of_year(sheet.tables, year)
    )
    columns = _find_columns(sheet, body, year, lines, out)
    located = {c: sheet.sheet.location(0, n) for c, n in columns.measures.items()}
    out.columns[year] = located
    out.units[year] = sheet.units
    last = _last_row(sheet, body, columns.ids)
    used = {*columns.ids.values(), *columns.measures.values()}
    if merged := sheet.merged_cell(body + 1, last, used):
        out.issues.append(problem("merged", merged))
        return True
    if only_scores:
        columns.indicators, columns.statistics = [], []
    _read_rows(sheet, body, year, columns, out)
    return True


def _last_row(sheet: ScoreSheet, body: int, ids: dict[str, int]) -> int:
    """The last row (from 1) that names a province."""
    last = body
    for number, row in enumerate(sheet.sheet.rows[body:], body + 1):
        check_time()
        if any(value_at(row, column) is not None for column in ids.values()):
            last = number
    return last


def _find_columns(
    sheet: ScoreSheet, body: int, year: int, lines: list[Line], out: RecognizedScores
) -> _Columns:
    """The columns by what they hold; what is not understood is an issue."""
    columns = _Columns()
    candidates: dict[str, list[Line]] = {}
    issues: list[Issue] = []
    unknown: list[Line] = []
    for line in _visible(sheet, body, lines, out):
        location = sheet.sheet.location(0, line.column)
        header = shorten(line.header)
        if line.kind in ("low", "high", "error", "weighted", "rank"):
            columns.statistics.append(line)
        elif line.kind == "indicator" or (line.kind == "unknown" and line.code and _told(sheet)):
            columns.indicators.append(line)
        elif line.kind == "odd":
            issues.append(problem("header_odd", location))
        elif line.kind == "torn":
            measures = ",".join(sorted(line.codes))
            issues.append(problem("header_torn", location, header=header, measures=measures))
        elif line.kind in ("unknown", "points"):
            unknown.append(line)
        elif line.code in ID_COLUMNS or line.code == YEAR or not _is_measure(line.code):
            first = columns.ids.setdefault(line.code, line.column)
            if line.column == sheet.names:
                columns.ids[line.code] = line.column
            elif first != line.column and not sheet.names:
                values = {"measure": line.code, "header": header}
                issues.append(problem("id_twice", location, **values))
        else:
            candidates.setdefault(line.code, []).append(line)
            if line.kind == "like":
                issues.append(question("header_like", location, header=header, measure=line.code))
    columns.measures, rejected, twice = choose_line(
        sheet.sheet.rows[body:], candidates, sheet.tables, year
    )
    for line in twice if len(twice) <= _MAX_UNKNOWN else twice[:1]:
        same = [line] if len(twice) <= _MAX_UNKNOWN else twice
        values = {
            "measure": ",".join(other.code for other in same),
            "header": quote_first([other.header for other in same]),
        }
        place = sheet.sheet.location(0, line.column)
        of_first = sheet.sheet.location(0, columns.measures[line.code])
        issues.append(problem("column_twice", place, first=of_first, **values))
    out.issues += issues
    columns.ids.pop(YEAR, None)
    if sheet.names and sheet.names not in columns.ids.values():
        columns.ids[NAME_VI] = sheet.names
    if PROVINCE in columns.ids and _numbers_rows(sheet, body, columns.ids[PROVINCE]):
        del columns.ids[PROVINCE]
    if PROVINCE not in columns.ids and (codes := _column_of_codes(sheet, body, columns)):
        columns.ids[PROVINCE] = codes
    renamed = _report_renamed(sheet, year, [*unknown, *columns.indicators], columns, out)
    unknown = [line for line in unknown if line not in renamed]
    columns.indicators = [line for line in columns.indicators if line not in renamed]
    used = {*columns.ids.values(), *columns.measures.values()}
    first = min(columns.measures.values(), default=0)
    if sheet.sheet.turned:  # rows above the names map provinces to others
        unknown = [line for line in unknown if line.column > first]
    _report_unknown(sheet, [line for line in unknown if line.column not in used], body, out)
    left = [*rejected, *(s for s in columns.statistics if s.kind in ("weighted", "rank"))]
    if left:
        out.issues.append(note("left_over", sheet.sheet.location(), **_quote(left)))
    columns.ids = {c: n for c, n in columns.ids.items() if c in ID_COLUMNS}
    return columns


def _report_renamed(
    sheet: ScoreSheet, year: int, lines: list[Line], columns: _Columns, out: RecognizedScores
) -> list[Line]:
    """The lines with the number of a sub-dimension that is not there, under another name.

    The number alone does not decide, so each is a problem that says which name to write there.
    """
    headers = HeaderMatcher.of_year(sheet.tables, year)
    renamed: dict[str, Line] = {}
    for line in lines:
        for label in line.labels:
            code = headers.sub_dimension_of_number(label)
            if code and code not in columns.measures:
                renamed.setdefault(code, line)
    for code, line in renamed.items():
        location = sheet.sheet.location(0, line.column)
        header = shorten(next(x for x in line.labels if headers.sub_dimension_of_number(x) == code))
        values = {"header": header, "measure": code, "year": year}
        out.issues.append(problem("header_renamed", location, **values))
    return list(renamed.values())


def _is_measure(code: str) -> bool:
    """Whether a code is of a measure."""
    return code[0].isdigit() or code == TOTAL


def _told(sheet: ScoreSheet) -> bool:
    """Whether all rows below a sub-dimension are its indicators, as in the turned layout."""
    return sheet.sheet.turned


def _visible(sheet: ScoreSheet, body: int, lines: list[Line], out: RecognizedScores) -> list[Line]:
    """The lines that a spreadsheet shows; hidden ones are asked about."""
    hidden = sheet.sheet.hidden_columns
    if sheet.read_hidden or not hidden:
        return lines
    ids = {line.column for line in lines if line.code in ID_COLUMNS} | {sheet.names}
    left_out = [line for line in lines if line.column in hidden and line.column not in ids]
    if left_out:
        out.issues.append(question("hidden", sheet.sheet.location(), **_quote(left_out)))
    return [line for line in lines if line not in left_out]


def _quote(lines: list[Line]) -> dict[str, object]:
    """How many lines there are and the labels of the first."""
    return {"n": len(lines), "names": quote_first([line.header or "…" for line in lines])}


def _numbers_rows(sheet: ScoreSheet, body: int, column: int) -> bool:
    """Whether what stands below a header of codes only numbers the provinces: 1, 2, 3, 4."""
    if not sheet.names:
        return False
    rows = [row for row in sheet.sheet.rows[body:] if sheet.province_named(row)]
    numbers = [two_digit_code(value_at(row, column)) for row in rows]
    return numbers == [f"{n:02d}" for n in range(1, len(rows) + 1)] and len(rows) > _MIN_NUMBERED


def _column_of_codes(sheet: ScoreSheet, body: int, columns: _Columns) -> int:
    """A column without a known header whose numbers are the codes of the names; 0 for none."""
    if not sheet.names:
        return 0
    first = min(columns.measures.values(), default=0)
    for column in range(1, first):
        check_time()
        agree = numbers = 0
        for row in sheet.sheet.rows[body:]:
            value, name = value_at(row, column), value_at(row, sheet.names)
            if isinstance(value, float) and isinstance(name, str):
                numbers += 1
                agree += two_digit_code(value) == sheet.provinces.by_name(name)
        if numbers and agree >= _CODES_AGREE * numbers and column != sheet.names:
            return column
    return 0


def _report_unknown(sheet: ScoreSheet, lines: list[Line], body: int, out: RecognizedScores) -> None:
    """Ask about columns that are not understood: each, or many together; texts are remarks."""
    figures = [
        line
        for line in lines
        if any(
            is_number(value_at(row, line.column))
            or isinstance(value_at(row, line.column), SpecialCell)
            for row in sheet.sheet.rows[body:]
        )
    ]
    if remarks := [line for line in lines if line not in figures]:
        out.issues.append(note("left_over", sheet.sheet.location(), **_quote(remarks)))
    if len(figures) > _MAX_UNKNOWN:
        out.issues.append(question("columns_unknown", sheet.sheet.location(), **_quote(figures)))
        return
    for line in figures:
        location = sheet.sheet.location(0, line.column)
        if line.labels:
            header = shorten(line.header)
            out.issues.append(question("column_unknown", location, header=header))
        else:
            out.issues.append(question("column_bare", location))


def _read_rows(
    sheet: ScoreSheet, body: int, year: int, columns: _Columns, out: RecognizedScores
) -> None:
    """The scores of all rows from ``body`` (from 0) on; a second row of a province is a problem."""
    rows: dict[str, Location] = {}
    hidden: list[str] = []
    found = RecognizedScores()
    for number in range(body, len(sheet.sheet.rows)):
        check_time()
        row = sheet.sheet.rows[number]
        has_scores = any(value_at(row, column) is not None for column in columns.measures.values())
        province = province_of_row(sheet, number, columns.ids, has_scores, found)
        if province is None:
            continue
        location = sheet.sheet.location(number + 1)
        if number + 1 in sheet.sheet.hidden_rows and not sheet.read_hidden:
            hidden.append(str(value_at(row, sheet.names) or province))
            continue
        if province in rows:
            values = {"province": province, "first": rows[province]}
            found.issues.append(problem("province_twice", location, **values))
            continue
        rows[province] = location
        out.rows.add((year, province))
        _read_scores(sheet, number, province, year, columns, found)
        _read_others(sheet.sheet.rows[number], (year, province), columns, out)
    if hidden:
        values = {"n": len(hidden), "names": quote_first(hidden)}
        found.issues.append(question("hidden", sheet.sheet.location(), **values))
    if sheet.units == "34" and _has_former_codes(sheet, body, columns):
        found.issues.append(note("codes_former", sheet.sheet.location()))
    out.issues += _together(found.issues)
    out.cells += found.cells
    out.blanks += found.blanks
    out.footnotes += found.footnotes


def _read_scores(
    sheet: ScoreSheet,
    number: int,
    province: str,
    year: int,
    columns: _Columns,
    out: RecognizedScores,
) -> None:
    """The scores of one row."""
    row = sheet.sheet.rows[number]
    for code, column in columns.measures.items():
        location = sheet.sheet.location(number + 1, column)
        value = value_at(row, column)
        score = parse_score(value, location, out)
        if score is not None:
            decimals = decimals_of(value)
            out.cells.append(ScoreCell(year, province, code, score, location, decimals))


def _read_others(
    row: list[CellValue], key: tuple[int, str], columns: _Columns, out: RecognizedScores
) -> None:
    """The indicators and margins of error of one row, for a year and a province."""
    for line in columns.indicators:
        cell = value_at(row, line.column)
        value = to_number(cell)
        if value is None and (isinstance(cell, SpecialCell) or re.search(r"\d", str(cell))):
            value = math.nan
        if value is not None:
            named = (line.label_vi_en, line.scale)
            out.indicators.append(IndicatorCell(*key, line.code, *named, value, line.column))
    for line in columns.statistics:
        value = to_number(value_at(row, line.column))
        # An error of 0 is kept: whether there are others decides what it means.
        if value is None or (value == 0 and line.kind != "error") or not line.code:
            continue
        if line.kind in ("low", "high", "error"):
            out.margins.append(MarginCell(*key, line.code, line.kind, value))


def _has_former_codes(sheet: ScoreSheet, body: int, columns: _Columns) -> bool:
    """Whether codes beside the names of the 34 are those of provinces before the mergers."""
    if PROVINCE not in columns.ids or not sheet.names:
        return False
    for row in sheet.sheet.rows[body:]:
        name = value_at(row, sheet.names)
        code = two_digit_code(value_at(row, columns.ids[PROVINCE]))
        if code and isinstance(name, str) and sheet.provinces.by_name(name) not in (None, code):
            return True
    return False


def _together(issues: list[Issue]) -> list[Issue]:
    """The issues with those of _TOGETHER as one each, which quotes the first.

    Many names that are nearly right have one cause, so they count as names of no province.
    """
    if sum(issue.code == "province_like" for issue in issues) > _MAX_UNKNOWN:
        issues = [
            replace(issue, code="province_unknown") if issue.code == "province_like" else issue
            for issue in issues
        ]
    out = [issue for issue in issues if issue.code not in _TOGETHER]
    for code in _TOGETHER:
        same = [issue for issue in issues if issue.code == code]
        if same:
            names = [str(dict(issue.values)["name"]) for issue in same]
            location = same[0].location
            if len(same) > 1:
                location = Location(location.sheet, turned=location.turned)
            out.append(problem(code, location, name=quote_first(names)))
    return out
