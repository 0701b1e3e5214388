"""A sheet to scores: which row is a header, which column what, which row whose.

Two layouts are known: the producer's (a sheet a year, a row a province, a column a measure) and the
project's own (a row a score: year, province, sub_dimension, score). What is not known is named.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lib.datasets.tables import Tables
from lib.ingest import matching
from lib.ingest.issues import Issue, Location, note, problem, question, shorten
from lib.ingest.matching import (
    CODE,
    NAME_COLUMNS,
    PROVINCE,
    SCORE,
    SUMMARY_CODE,
    YEAR,
    HeaderMatcher,
    ProvinceMatcher,
)
from lib.ingest.reader import CellValue, Sheet, UnusableCell
from lib.stats.ranking import TOTAL

_HEADER_WITHIN = 40  # rows
_MOST_OF_34, _FEW_OF_63 = 25, 3  # names that tell a file of the 34: of theirs, of the others
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_NUMBER = re.compile(r"[+]?[0-9]{1,3}(?:[.,][0-9]{1,20})?")
_ABSENT = {"-", "–", "—", "n/a", "na", ".", "..", "...", "…", "x", "không có", "không công bố"}
OWN_LAYOUT_COLUMNS = {YEAR, PROVINCE, CODE, SCORE}


@dataclass(frozen=True)
class ScoreCell:
    """One score as a file gives it, in points; ``measure`` may be a dimension or the total."""

    year: int
    province: str
    measure: str
    score: float
    place: Location


@dataclass
class RecognizedScores:
    """What the sheets hold. ``columns``: where each measure of a year stands, and its header."""

    cells: list[ScoreCell] = field(default_factory=list)
    findings: list[Issue] = field(default_factory=list)
    columns: dict[int, dict[str, Location]] = field(default_factory=dict)
    listed: dict[int, set[str]] = field(default_factory=dict)  # provinces with a row


def recognize_scores(sheets: list[Sheet], file: str, tables: Tables) -> RecognizedScores:
    """The scores on all sheets; what is not understood is in the findings."""
    out = RecognizedScores()
    provinces = ProvinceMatcher.of(tables)
    for sheet in sheets:
        if not any(any(v is not None for v in row) for row in sheet.rows):
            continue
        if of_34 := _count_34(sheet, tables, provinces):
            # Whatever else were said of it would be said of provinces that it does not mean.
            return RecognizedScores(findings=[problem("of_34", sheet.place(), n=of_34)])
        _recognize_sheet(sheet, file, tables, provinces, out)
    if not out.columns and not any(f.kind == "problem" for f in out.findings):
        out.findings.append(problem("no_table"))
    return out


def _recognize_sheet(
    sheet: Sheet, file: str, tables: Tables, provinces: ProvinceMatcher, out: RecognizedScores
) -> None:
    guess = HeaderMatcher.of(tables, _latest_year_allowed(tables))
    start = _header_row(sheet, guess)
    if start is None:
        # A sheet that is called after a year is meant to be read.
        tell = problem if _YEAR.search(sheet.name.replace("_", " ")) else note
        out.findings.append(tell("no_header", sheet.place()))
        return
    if not sheet.name:  # in CSV an unquoted decimal comma pushes all cells that follow it along
        width = len(sheet.rows[start])
        for number, row in enumerate(sheet.rows[start:], start + 1):
            if any(v is not None for v in row[width:]):
                out.findings.append(problem("cells_many", sheet.place(number)))
                return
    first = [_codes(guess, v) for v in sheet.rows[start]]
    found = {code for codes in first for code in codes}
    if found >= OWN_LAYOUT_COLUMNS:
        _read_own_layout(sheet, start, tables, provinces, out)
    else:
        _read_producer_layout(sheet, start, file, tables, provinces, out)


def _latest_year_allowed(tables: Tables) -> int:
    return int(tables.scores["year"].max()) + 1


def _codes(headers: HeaderMatcher, value: CellValue) -> frozenset[str]:
    if isinstance(value, float) and 1 <= value < 10:
        return headers.codes(f"{value:g}")
    return headers.codes(value) if isinstance(value, str) else frozenset()


def _header_row(sheet: Sheet, headers: HeaderMatcher) -> int | None:
    """The first row with a column that tells the province and one that tells what is measured."""
    for number, row in enumerate(sheet.rows[:_HEADER_WITHIN]):
        known = [codes for v in row if (codes := _codes(headers, v))]
        flat = {code for codes in known for code in codes}
        if len(known) >= 2 and flat & {PROVINCE, *NAME_COLUMNS}:
            return number
    return None


def _count_34(sheet: Sheet, tables: Tables, provinces: ProvinceMatcher) -> int:
    """How many of the 34 a sheet names that speaks of them and not of the 63; else 0."""
    start = _header_row(sheet, headers := HeaderMatcher.of(tables, _latest_year_allowed(tables)))
    if start is None:
        return 0
    ids: dict[str, int] = {}
    for column, value in enumerate(sheet.rows[start], 1):
        ids |= dict.fromkeys(_codes(headers, value) & {PROVINCE, *NAME_COLUMNS}, column)
    today = ProvinceMatcher.of_34(tables)
    rows = sheet.rows[start + 1 :]
    # Names first: there are files with new names and old codes.
    told = {_value_at(row, ids[code]) for row in rows for code in NAME_COLUMNS if code in ids}
    found = [(today.by_name(v), provinces.by_name(v)) for v in told if isinstance(v, str)]
    if not any(a or b for a, b in found) and PROVINCE in ids:
        told = {_value_at(row, ids[PROVINCE]) for row in rows}
        found = [(today.by_code(v), provinces.by_code(v)) for v in told]
    new = {a for a, _ in found if a}
    old = {b for a, b in found if b and not a}
    return len(new) if len(new) >= _MOST_OF_34 and len(old) <= _FEW_OF_63 else 0


def _merged_cell_in(sheet: Sheet, first: int, last: int, columns: set[int]) -> Location | None:
    """A merged cell within these rows and columns (from 1), if there is one."""
    for top, bottom, left, right in sheet.merged:
        if top <= last and bottom >= first and columns & set(range(left, right + 1)):
            return sheet.place(top, left)
    return None


# --- the producer's layout -------------------------------------------------------------------


def _read_producer_layout(
    sheet: Sheet,
    start: int,
    file: str,
    tables: Tables,
    provinces: ProvinceMatcher,
    out: RecognizedScores,
) -> None:
    body = _first_body_row(sheet, start, provinces)
    year = _year_of(sheet, start, body, file, tables, out)
    if year is None:
        return
    if year in out.columns:
        out.findings.append(problem("year_twice", sheet.place(), year=year))
        return
    columns = _columns(sheet, start, body, HeaderMatcher.of(tables, year), out)
    ids = {code: c for code, c in columns.items() if code in (PROVINCE, *NAME_COLUMNS)}
    out.columns[year] = {
        code: sheet.place(0, c) for code, c in columns.items() if code not in (*ids, YEAR)
    }
    out.listed.setdefault(year, set())
    used = {c for code, c in columns.items() if code != YEAR}
    if merged := _merged_cell_in(sheet, start + 1, len(sheet.rows), used):
        out.findings.append(problem("merged", merged))
        return
    rows: dict[str, int] = {}
    measures = {code: c for code, c in columns.items() if code in out.columns[year]}
    for number in range(body, len(sheet.rows)):
        row = sheet.rows[number]
        filled = [c for c in measures.values() if _value_at(row, c) is not None]
        province = _province_of_row(sheet, number, ids, provinces, bool(filled), out)
        if province is None:
            continue
        if province in rows:
            values = {"province": province, "first": rows[province]}
            out.findings.append(problem("province_twice", sheet.place(number + 1), **values))
            continue
        rows[province] = number + 1
        out.listed[year].add(province)
        for code, column in measures.items():
            place = sheet.place(number + 1, column)
            score = _parse_score(_value_at(row, column), place, out)
            if score is not None:
                out.cells.append(ScoreCell(year, province, code, score, place))


def _value_at(row: list[CellValue], column: int) -> CellValue:
    """The value in a column that counts from 1."""
    return row[column - 1] if column <= len(row) else None


def _first_body_row(sheet: Sheet, start: int, provinces: ProvinceMatcher) -> int:
    """The first row of figures: it names a province, or holds a number."""
    for number in range(start + 1, len(sheet.rows)):
        row = sheet.rows[number]
        told = any(isinstance(v, str) and provinces.by_name(v) for v in row[:6])
        if told or any(_is_number(v) for v in row):
            return number
    return len(sheet.rows)


def _is_number(value: CellValue) -> bool:
    return isinstance(value, float) or bool(isinstance(value, str) and _NUMBER.fullmatch(value))


def _year_of(
    sheet: Sheet, start: int, body: int, file: str, tables: Tables, out: RecognizedScores
) -> int | None:
    """The one year that the sheet's name, its year column, its title or the file's name tells."""
    guess = HeaderMatcher.of(tables, _latest_year_allowed(tables))
    column = [c for c, v in enumerate(sheet.rows[start], 1) if _codes(guess, v) == {YEAR}]
    in_column: set[str] = set()
    for row in sheet.rows[body:] if column else []:
        value = _value_at(row, column[0])
        if value is not None:
            in_column.add(f"{value:g}" if isinstance(value, float) else str(value))
    title = " ".join(v for row in sheet.rows[:start] for v in row if isinstance(v, str))
    told = [set(_YEAR.findall(text)) for text in (sheet.name.replace("_", " "),)]
    told += [in_column, set(_YEAR.findall(title)), set(_YEAR.findall(file))]
    known = next((years for years in told if years), set())
    if told[0] and in_column and told[0] != in_column:
        known = told[0] | in_column
    years = {y for y in known if _YEAR.fullmatch(y)}
    if len(known) != 1 or years != known:
        code = "no_year" if not known else "years"
        values = {"years": shorten(", ".join(sorted(known)))} if known else {}
        out.findings.append(problem(code, sheet.place(), **values))
        return None
    return int(years.pop())


def _columns(
    sheet: Sheet, start: int, body: int, headers: HeaderMatcher, out: RecognizedScores
) -> dict[str, int]:
    """Where each measure and each name stands (columns from 1); the rest is named."""
    width = max((len(row) for row in sheet.rows[start:]), default=0)
    columns: dict[str, int] = {}
    for column in range(1, width + 1):
        heads = [_value_at(sheet.rows[n], column) for n in range(start, body)]
        told = [codes for v in heads if (codes := _codes(headers, v))]
        means = frozenset().union(*told)
        words = " / ".join(dict.fromkeys(v for v in heads if isinstance(v, str)))
        place = sheet.place(0, column)
        if any(isinstance(v, UnusableCell) for v in heads):
            out.findings.append(problem("header_odd", place))
            continue
        if len(means) > 1:
            values = {"header": shorten(words), "measures": ",".join(sorted(means))}
            out.findings.append(problem("header_torn", place, **values))
            continue
        if not means:
            if any(_value_at(row, column) is not None for row in sheet.rows[body:]):
                code = "column_unknown" if words else "column_bare"
                values = {"header": shorten(words)} if words else {}
                out.findings.append(question(code, place, **values))
            continue
        (code,) = means
        if code in columns:
            values = {"measure": code, "header": shorten(words)}
            code_twice = "column_twice" if code[0].isdigit() or code == TOTAL else "id_twice"
            out.findings.append(problem(code_twice, place, **values))
            continue
        columns[code] = column
    return columns


def _province_of_row(
    sheet: Sheet,
    number: int,
    ids: dict[str, int],
    provinces: ProvinceMatcher,
    filled: bool,
    out: RecognizedScores,
) -> str | None:
    """The province of a row by its code and its names; None where there is none, or a problem."""
    row = sheet.rows[number]
    values = {code: _value_at(row, column) for code, column in ids.items()}
    told = {code: v for code, v in values.items() if v is not None}
    place = sheet.place(number + 1)
    if not told:
        if any(
            isinstance(v, UnusableCell) or _is_number(v) for v in row
        ):  # else a remark below the table
            out.findings.append(problem("row_nameless", place))
        return None
    text = ", ".join(_plain_text(v) for v in told.values())
    if any(isinstance(v, UnusableCell) for v in told.values()):
        if filled:
            out.findings.append(problem("row_odd", place))
        return None
    if matching.two_digit_code(told.get(PROVINCE)) == SUMMARY_CODE or any(
        isinstance(v, str) and matching.is_summary_name(v) for v in told.values()
    ):
        out.findings.append(note("summary", place, name=shorten(text)))
        return None
    means: dict[str, str | None] = {}
    for code, value in told.items():
        by_code = provinces.by_code(value) if code == PROVINCE else None
        by_name = provinces.by_name(value) if isinstance(value, str) else None
        means[code] = by_code or by_name
    found = set(means.values())
    if len(found) == 1 and None not in found:
        return found.pop()
    if not filled:
        out.findings.append(note("row_text", place, name=shorten(text)))
    elif None in found:
        wrong = next(code for code, province in means.items() if province is None)
        place = sheet.place(number + 1, ids[wrong])
        likely = _likely_province(told, found - {None}, provinces)
        if likely:
            values = {"name": shorten(_plain_text(told[wrong])), "province": likely}
            out.findings.append(problem("province_like", place, **values))
        else:
            out.findings.append(problem("province_unknown", place, name=shorten(text)))
    else:
        place = sheet.place(number + 1, ids[next(iter(means))])
        out.findings.append(problem("province_torn", place, name=shorten(text)))
    return None


def _likely_province(
    told: Mapping[str, CellValue], known: set[str | None], provinces: ProvinceMatcher
) -> str | None:
    """The province that a row probably means: by its other cells, else by the nearest name."""
    if known:
        return known.pop() if len(known) == 1 else None
    near = {provinces.nearest(v) for v in told.values() if isinstance(v, str)} - {None}
    return near.pop() if len(near) == 1 else None


def _plain_text(value: CellValue) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _parse_score(value: CellValue, place: Location, out: RecognizedScores) -> float | None:
    """A score in points; None for an empty cell and for one that cannot be read."""
    if value is None or (isinstance(value, str) and value.casefold() in _ABSENT):
        return None
    if isinstance(value, UnusableCell):
        out.findings.append(problem("odd", place, what=value.what))
        return None
    if isinstance(value, str):
        # No score reaches 100, so a comma in one can only be a decimal comma.
        if not _NUMBER.fullmatch(value):
            out.findings.append(problem("text", place, value=shorten(value)))
            return None
        return float(value.replace(",", "."))
    return value


# --- the project's own layout ----------------------------------------------------------------


def _read_own_layout(
    sheet: Sheet, start: int, tables: Tables, provinces: ProvinceMatcher, out: RecognizedScores
) -> None:
    guess = HeaderMatcher.of(tables, _latest_year_allowed(tables))
    columns: dict[str, int] = {}
    for column, value in enumerate(sheet.rows[start], 1):
        for code in _codes(guess, value) & (OWN_LAYOUT_COLUMNS | set(NAME_COLUMNS)):
            if code in columns:
                out.findings.append(problem("id_twice", sheet.place(0, column), header=str(value)))
                return
            columns[code] = column
    if merged := _merged_cell_in(sheet, start + 1, len(sheet.rows), set(columns.values())):
        out.findings.append(problem("merged", merged))
        return
    ids = {code: c for code, c in columns.items() if code in (PROVINCE, *NAME_COLUMNS)}
    known = set(tables.sub_dimensions["code"])
    for number, province, row in _own_layout_rows(sheet, start, ids, columns, provinces, out):
        year, code = (
            _parse_year(_value_at(row, columns[YEAR])),
            _parse_code(_value_at(row, columns[CODE])),
        )
        if year is None:
            place = sheet.place(number, columns[YEAR])
            out.findings.append(
                problem("year", place, value=shorten(_value_at(row, columns[YEAR])))
            )
            continue
        if code not in known:
            place = sheet.place(number, columns[CODE])
            out.findings.append(
                problem("code", place, value=shorten(_value_at(row, columns[CODE])))
            )
            continue
        place = sheet.place(number, columns[SCORE])
        out.columns.setdefault(year, {}).setdefault(code, place)
        out.listed.setdefault(year, set()).add(province)
        score = _parse_score(_value_at(row, columns[SCORE]), place, out)
        if score is not None:
            out.cells.append(ScoreCell(year, province, code, score, place))


def _own_layout_rows(
    sheet: Sheet,
    start: int,
    ids: dict[str, int],
    columns: dict[str, int],
    provinces: ProvinceMatcher,
    out: RecognizedScores,
) -> Iterator[tuple[int, str, list[CellValue]]]:
    """The rows that say whose they are, numbered from 1."""
    for number in range(start + 1, len(sheet.rows)):
        row = sheet.rows[number]
        filled = any(_value_at(row, columns[code]) is not None for code in (CODE, SCORE))
        province = _province_of_row(sheet, number, ids, provinces, filled, out)
        if province is not None:
            yield number + 1, province, row


def _parse_year(value: CellValue) -> int | None:
    text = f"{value:g}" if isinstance(value, float) else value
    return int(text) if isinstance(text, str) and _YEAR.fullmatch(text) else None


def _parse_code(value: CellValue) -> str:
    """ "1.1", also where a spreadsheet made a number of it."""
    if isinstance(value, float):
        return f"{value:g}"
    return value.replace(",", ".") if isinstance(value, str) else ""
