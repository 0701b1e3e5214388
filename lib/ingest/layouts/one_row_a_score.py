"""A row a score with its province and sub-dimension: the project's own layout, and pivoted ones.

The province stands there by its code or its name, the sub-dimension by its code or its label, the
year in a column of its own or, where there is none, in the tab, the title or the file's name.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lib.datasets.tables import Tables
from lib.ingest.files.cells import CellValue
from lib.ingest.issues import (
    note,
    number_spans,
    problem,
    question,
    quote_first,
    shorten,
)
from lib.ingest.layouts.lines import statistic_kind
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
from lib.ingest.matching import CODE, NAME_COLUMNS, NAME_VI, PROVINCE, SCORE, YEAR, HeaderMatcher
from lib.stats.ranking import TOTAL

_COLUMNS = {YEAR, PROVINCE, CODE, SCORE}
_YEAR = re.compile(r"20\d\d")
_BARE_CODE = re.compile(r"[1-9](?:\.[1-9])?")


def has_one_row_a_score(sheet: ScoreSheet) -> bool:
    """Whether a header row names a column of sub-dimensions, one of scores and one of provinces."""
    codes = union(sheet.header_codes)
    if sheet.header_row is None or not codes >= {CODE, SCORE}:
        return False
    is_wide = any(code[0].isdigit() or code == TOTAL for code in codes)
    return not is_wide and bool(sheet.names or codes & set(ID_COLUMNS))


def has_years(sheet: ScoreSheet) -> bool:
    """Whether each row of such a sheet tells its year."""
    return YEAR in union(sheet.header_codes)


def year_of_row(sheet: ScoreSheet, row: list[CellValue]) -> int | None:
    """The year in the first year column of a row; None where it tells none."""
    column = next((c for c, codes in enumerate(sheet.header_codes, 1) if YEAR in codes), 0)
    return _parse_year(value_at(row, column)) if column else None


def read_one_row_a_score(sheet: ScoreSheet, year: int | None, out: RecognizedScores) -> None:
    """Read a sheet with one score a row into ``out``.

    Args:
        sheet: one of which ``has_one_row_a_score`` is true.
        year: of all rows, where the sheet has no column of years.
        out: gets what it holds.
    """
    if sheet.header_row is None or sheet.report_overlong_row(out):
        return
    columns = _find_columns(sheet, out)
    if columns is None:
        return
    first, last = sheet.header_row + 1, len(sheet.sheet.rows)
    if merged := sheet.merged_cell(first, last, set(columns.values())):
        out.issues.append(problem("merged", merged))
        return
    labels = _Labels(sheet.tables)
    for number, province, row in _rows_of_provinces(sheet, sheet.header_row, columns, out):
        year_of_score = year if year is not None else _parse_year(value_at(row, columns[YEAR]))
        if year_of_score is None:
            cell = shorten(value_at(row, columns[YEAR]))
            location = sheet.sheet.location(number, columns[YEAR])
            out.issues.append(problem("year", location, value=cell))
            continue
        code_cell = value_at(row, columns[CODE])
        code = labels.code(year_of_score, code_cell)
        if code is None:
            if labels.is_wrong(code_cell):
                location = sheet.sheet.location(number, columns[CODE])
                out.issues.append(problem("code", location, value=shorten(code_cell)))
            continue
        location = sheet.sheet.location(number, columns[SCORE])
        out.columns.setdefault(year_of_score, {}).setdefault(code, location)
        out.units.setdefault(year_of_score, sheet.units)
        out.rows.add((year_of_score, province))
        value = value_at(row, columns[SCORE])
        score = parse_score(value, location, out)
        if score is not None:
            decimals = decimals_of(value)
            out.cells.append(ScoreCell(year_of_score, province, code, score, location, decimals))
    labels.report(sheet, columns[CODE], out)


@dataclass
class _Labels:
    """What the labels in the column of sub-dimensions mean, and those that mean nothing known.

    Attributes:
        tables: the present data.
        codes: the code of each label by year; None for one that is not read.
        torn: the codes of labels that contradict themselves.
        alike: the sub-dimension of each new label that is taken for one.
        statistics, unknown: labels of other figures.
        renamed: labels with the number of a sub-dimension under another name, by year and code.
    """

    tables: Tables
    codes: dict[tuple[int, str], str | None] = field(default_factory=dict)
    torn: dict[str, frozenset[str]] = field(default_factory=dict)
    alike: dict[str, str] = field(default_factory=dict)
    statistics: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    renamed: dict[tuple[int, str], str] = field(default_factory=dict)
    _matchers: dict[int, HeaderMatcher] = field(default_factory=dict)

    def code(self, year: int, cell: CellValue) -> str | None:
        """The measure that a cell means in a year; None where it means none that is known."""
        bare = _parse_code(cell)
        if bare in set(self.tables.sub_dimensions["code"]):
            return bare  # the project's own codes, which mean the same in all years
        if not isinstance(cell, str):
            return None
        if (year, cell) not in self.codes:
            self.codes[year, cell] = self._code_of_label(year, cell)
        return self.codes[year, cell]

    def is_wrong(self, cell: CellValue) -> bool:
        """Whether a cell that means nothing known should be a code: it is no text, or like one."""
        return not isinstance(cell, str) or bool(_BARE_CODE.fullmatch(_parse_code(cell)))

    def report(self, sheet: ScoreSheet, column: int, out: RecognizedScores) -> None:
        """Say which labels contradict themselves, are new, or are not read."""
        location = sheet.sheet.location(0, column)
        for label, codes in self.torn.items():
            measures = ",".join(sorted(codes))
            header = shorten(label)
            out.issues.append(problem("header_torn", location, header=header, measures=measures))
        for label, code in self.alike.items():
            header = shorten(label)
            out.issues.append(question("header_like", location, header=header, measure=code))
        for (year, code), label in self.renamed.items():
            if code not in out.columns.get(year, {}):
                values = {"header": shorten(label), "measure": code, "year": year}
                out.issues.append(problem("header_renamed", location, **values))
        if self.statistics:
            out.issues.append(note("left_over", location, **_quote(self.statistics)))
        if self.unknown:
            out.issues.append(question("columns_unknown", location, **_quote(self.unknown)))

    def _code_of_label(self, year: int, label: str) -> str | None:
        """See ``code``; what is found besides a code is kept to be reported."""
        if statistic_kind((label,)):
            self.statistics.append(label)
            return None
        if year not in self._matchers:
            self._matchers[year] = HeaderMatcher.of_year(self.tables, year)
        matcher = self._matchers[year]
        codes = frozenset(c for c in matcher.codes(label) if c[0].isdigit() or c == TOTAL)
        if len(codes) == 1:
            return next(iter(codes))
        if codes:
            self.torn[label] = codes
        elif nearest := matcher.nearest(label):
            self.alike[label] = nearest
            return nearest
        elif number := matcher.sub_dimension_of_number(label):
            self.renamed[year, number] = label
        elif not self.is_wrong(label):
            self.unknown.append(label)
        return None


def _quote(labels: list[str]) -> dict[str, object]:
    """How many different labels there are, and the first."""
    distinct = list(dict.fromkeys(labels))
    return {"n": len(distinct), "names": quote_first(distinct)}


def _find_columns(sheet: ScoreSheet, out: RecognizedScores) -> dict[str, int] | None:
    """The columns (from 1) by what they hold; None with a problem where one comes twice."""
    columns: dict[str, int] = {}
    others = []
    for column, codes in enumerate(sheet.header_codes, 1):
        header = sheet.header_cells[column - 1]
        known = codes & (_COLUMNS | set(NAME_COLUMNS))
        for code in known:
            if code == CODE and CODE in columns:
                others.append(str(header))  # the code and the name of a sub-dimension
                continue
            if code in columns:
                location = sheet.sheet.location(0, column)
                out.issues.append(problem("id_twice", location, header=str(header)))
                return None
            columns[code] = column
        if not known and column != sheet.names and header is not None:
            others.append(str(header))
    if sheet.names and sheet.names not in columns.values():
        columns[NAME_VI] = sheet.names
    if others:
        out.issues.append(note("left_over", sheet.sheet.location(), **_quote(others)))
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
