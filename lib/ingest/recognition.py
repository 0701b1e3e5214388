"""From sheets to scores: chooses the layout of each sheet; what is not understood is an issue."""

from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from lib.datasets.tables import Tables
from lib.ingest.files.cells import Sheet
from lib.ingest.issues import NOTE, PROBLEM, Issue, IssueCode, Location, note, problem, quote_first
from lib.ingest.layouts import orientation
from lib.ingest.layouts.first_row import first_body_row
from lib.ingest.layouts.old_letters import find_damaged_letters
from lib.ingest.layouts.one_row_a_score import (
    has_one_row_a_score,
    has_years,
    read_one_row_a_score,
)
from lib.ingest.layouts.one_sheet_a_year import read_one_sheet_a_year
from lib.ingest.layouts.shared import ID_COLUMNS, RecognizedScores, ScoreSheet, value_at
from lib.ingest.layouts.tables_of_sheet import split_tables
from lib.ingest.layouts.units_of_years import cut_by_units, units_of_codes
from lib.ingest.layouts.years import find_year, year_of_sheet_name, years_in
from lib.ingest.limits import check_time
from lib.ingest.matching import PROVINCE, HeaderMatcher, ProvinceMatcher

_SAME = 1e-6  # points by which two sheets may differ on one score
_UNKNOWN: tuple[IssueCode, ...] = ("province_unknown", "province_like", "province_torn")
_LABELS_WITHIN = 10_000  # different texts that are looked through to say what was found


@dataclass(frozen=True)
class Confirmed:
    """What somebody has said of a file that it does not tell by itself.

    Attributes:
        year: its newest year, where tab, title, name of the file and figures disagree.
        hidden: whether hidden sheets, rows and columns are to be read.
    """

    year: int | None = None
    hidden: bool = False


NOTHING_CONFIRMED = Confirmed()


@dataclass(frozen=True, eq=False)
class _YearSheet:
    """A sheet of one year, which it tells by itself, or else the others or the file's name."""

    sheet: ScoreSheet
    year: int


@dataclass(frozen=True, eq=False)
class _Names:
    """What is looked for on every sheet: the provinces of both lists, and the headers.

    Attributes:
        headers: those of the year after the newest, and of any other.
    """

    of_63: ProvinceMatcher
    of_34: ProvinceMatcher
    headers: HeaderMatcher

    @classmethod
    def of(cls, tables: Tables) -> "_Names":
        """The names in the data."""
        return cls(
            ProvinceMatcher.of_63(tables),
            ProvinceMatcher.of_34(tables),
            HeaderMatcher.of_year(tables, int(tables.scores["year"].max()) + 1),
        )


def recognize_scores(
    sheets: list[Sheet], file: str, tables: Tables, confirmed: Confirmed = NOTHING_CONFIRMED
) -> RecognizedScores:
    """The scores on all sheets that are not empty.

    Args:
        sheets: the file as ``reader`` gives it.
        file: its name, which may tell the year.
        tables: the present data.
        confirmed: what somebody has said of the file.

    Returns:
        the scores and the issues. The newest year and years that the data do not have are read to
        be stored, any other year to be compared.
    """
    out = RecognizedScores()
    pending: list[ScoreSheet] = []
    unread: list[Sheet] = []
    names = _Names.of(tables)
    sheets = [s for s in sheets if any(any(v is not None for v in row) for row in s.rows)]
    hidden = [s for s in sheets if s.hidden and not confirmed.hidden]
    if hidden and len(hidden) == len(sheets):
        return RecognizedScores(issues=[problem("all_hidden", **_names_of_sheets(hidden))])
    if hidden:
        out.issues.append(note("sheets_hidden", **_names_of_sheets(hidden)))
    for sheet in sheets:
        check_time()
        if sheet in hidden:
            continue
        score_sheet = _orient(sheet, file, tables, confirmed, names)
        if has_one_row_a_score(score_sheet):
            _read_rows_of_scores(score_sheet, confirmed, names, out)
            continue
        if score_sheet.header_row is None or not _tells_provinces(score_sheet):
            unread.append(sheet)
        else:
            pending += split_tables(score_sheet)
    short_names = tables.provinces["short_vi"]
    if not any(sheet.names for sheet in pending) and (
        damage := find_damaged_letters(_texts(sheets), short_names)
    ):
        return RecognizedScores(issues=[damage])
    year_sheets = _years_of_sheets(pending, file, confirmed, out)
    _set_apart_older_years(tables, out)
    _read_year_sheets(year_sheets, tables, out)
    if any(issue.code in _UNKNOWN for issue in out.issues) and (
        damage := find_damaged_letters(_texts(sheets), short_names)
    ):
        return RecognizedScores(issues=[damage])
    out.issues += [_no_header(sheet) for sheet in unread]
    out.issues += _notes_on_content(out)
    if not out.columns and all(
        issue.kind == NOTE or issue.code == "no_header" for issue in out.issues
    ):
        out.issues = [_nothing_understood(sheets, names)]
    return out


def _orient(
    sheet: Sheet, file: str, tables: Tables, confirmed: Confirmed, names: _Names
) -> ScoreSheet:
    """A sheet with a row a province, turned where it has a column a province."""
    of_63, of_34, headers = names.of_63, names.of_34, names.headers
    line = orientation.find_province_line(sheet, of_63, of_34)
    if line is None:
        whole = ScoreSheet(sheet, file, tables, of_63, headers, read_hidden=confirmed.hidden)
        if _codes_are_of_34(whole, of_34):
            return replace(whole, provinces=of_34, units="34")
        return whole
    return ScoreSheet(
        sheet.turn() if line.turned else sheet,
        file,
        tables,
        of_34 if line.units == "34" else of_63,
        headers,
        line.units,
        line.index + 1,
        confirmed.hidden,
    )


def _tells_provinces(sheet: ScoreSheet) -> bool:
    """Whether a sheet names provinces, or any row below its header has the code of one."""
    if sheet.names:
        return True
    columns = [c for c, codes in enumerate(sheet.header_codes, 1) if codes & set(ID_COLUMNS)]
    values = [
        value_at(row, column)
        for row in sheet.sheet.rows[(sheet.header_row or 0) + 1 :]
        for column in columns
    ]
    return any(
        sheet.provinces.by_code(v) or (isinstance(v, str) and sheet.provinces.by_name(v))
        for v in values
    )


def _codes_are_of_34(sheet: ScoreSheet, of_34: ProvinceMatcher) -> bool:
    """Whether a sheet without names has the codes of the 34 and not of the 63."""
    if sheet.header_row is None:
        return False
    columns = [c for c, codes in enumerate(sheet.header_codes, 1) if PROVINCE in codes]
    if not columns:
        return False
    values = {value_at(row, columns[0]) for row in sheet.sheet.rows[sheet.header_row + 1 :]}
    new = {code for value in values if (code := of_34.by_code(value))}
    only_old = {code for v in values if (code := sheet.provinces.by_code(v))} - new
    return orientation.is_of_34(len(new), len(only_old))


def _read_rows_of_scores(
    sheet: ScoreSheet, confirmed: Confirmed, names: _Names, out: RecognizedScores
) -> None:
    """Read a sheet with a row a score; one without years has that of its tab, title or file."""
    year: int | None = None
    if not has_years(sheet):
        found = find_year(sheet, (sheet.header_row or 0) + 1, confirmed.year)
        in_file = years_in(sheet.file.replace("_", " "))
        if found is None and (confirmed.year or len(in_file) == 1):
            found = confirmed.year or int(next(iter(in_file)))
        if not isinstance(found, int):
            out.issues.append(found or problem("no_year", sheet.sheet.location()))
            return
        year = found
    for part_sheet in cut_by_units(sheet, names.of_63, names.of_34):
        part = RecognizedScores()
        read_one_row_a_score(part_sheet, year, part)
        part.units |= units_of_codes(part_sheet, part)
        if part_sheet.names and part_sheet.units == "34":
            n = len(part_sheet.provinces_named)
            part.issues.append(note("units_34", sheet.sheet.location(), n=n))
        part.issues = [replace(issue, units=part_sheet.units) for issue in part.issues]
        _merge(part, out)


def _years_of_sheets(
    sheets: list[ScoreSheet], file: str, confirmed: Confirmed, out: RecognizedScores
) -> list[_YearSheet]:
    """The sheets with their years, the newest first; a sheet without one is an issue."""
    in_file = {int(year) for year in years_in(file.replace("_", " "))}
    told: list[_YearSheet] = []
    untold: list[ScoreSheet] = []
    for sheet in sheets:
        year = find_year(sheet, first_body_row(sheet), confirmed.year)
        if isinstance(year, Issue):
            out.issues.append(year)
        elif year is None:
            untold.append(sheet)
        else:
            told.append(_YearSheet(sheet, year))
    told.sort(key=lambda s: -s.year)
    newest = told[0].year if told else 0
    if told and confirmed.year and confirmed.year not in {s.year for s in told}:
        told = [replace(s, year=confirmed.year) if s.year == newest else s for s in told]
    elif told and in_file and not min(in_file) <= newest <= max(in_file) and not confirmed.year:
        values = {"year": newest, "other": ", ".join(map(str, sorted(in_file)))}
        out.issues.append(problem("year_other", told[0].sheet.sheet.location(), **values))
    candidates = {s.year for s in told}
    if len(candidates) != 1 and len(in_file) == 1:
        candidates = in_file
    if confirmed.year is not None and not told:
        candidates = {confirmed.year}
    for sheet in untold:
        if len(candidates) == 1:
            told.append(_YearSheet(sheet, next(iter(candidates))))
        elif len(in_file) > 1 and not told:
            values = {"years": ", ".join(map(str, sorted(in_file)))}
            out.issues.append(problem("years", sheet.sheet.location(), **values))
        else:
            kind = NOTE if told else PROBLEM
            out.issues.append(Issue(kind, "no_year", sheet.sheet.location()))
    return told


def _read_year_sheets(year_sheets: list[_YearSheet], tables: Tables, out: RecognizedScores) -> None:
    """Read the sheets into ``out``: those of years to store, and the others to be compared."""
    present = {int(year) for year in tables.scores["year"].unique()}
    newest = max([s.year for s in year_sheets] + list(out.columns), default=0)
    first_of_year: dict[int, RecognizedScores] = {}
    for year_sheet in year_sheets:
        check_time()
        year, sheet = year_sheet.year, year_sheet.sheet
        part = RecognizedScores()
        is_compared = year != newest and year in present
        read_one_sheet_a_year(sheet, year, part, only_scores=is_compared)
        if is_compared:
            out.compared.append(part)
            continue
        part.sheets.add(sheet.sheet.name)
        if sheet.units == "34" and year not in first_of_year:
            named = {p for s in year_sheets if s.year == year for p in s.sheet.provinces_named}
            known = named or {province for _, province in part.rows}  # told by codes alone
            part.issues.append(note("units_34", sheet.sheet.location(), n=len(known)))
        part.issues = [replace(issue, units=sheet.units) for issue in part.issues]
        if year in first_of_year:
            _add_second_sheet(part, year_sheet, first_of_year[year], out)
        else:
            first_of_year[year] = part
            _merge(part, out)


def _set_apart_older_years(tables: Tables, out: RecognizedScores) -> None:
    """Leave only the newest year and years that the data do not have; compare the others."""
    present = {int(year) for year in tables.scores["year"].unique()}
    older = {year for year in out.columns if year in present and year != max(out.columns)}
    for year in sorted(older):
        check_time()
        part = RecognizedScores(
            [cell for cell in out.cells if cell.year == year],
            columns={year: out.columns.pop(year)},
            units={year: out.units.get(year, "63")},
        )
        out.compared.append(part)
    out.cells = [cell for cell in out.cells if cell.year not in older]


def _add_second_sheet(
    part: RecognizedScores, second: _YearSheet, first: RecognizedScores, out: RecognizedScores
) -> None:
    """Another table of a year: what it says again must be the same, what else it says is added."""
    location = second.sheet.sheet.location()
    scores = {(c.province, c.measure): c.score for c in first.cells}
    if any(
        abs(cell.score - scores.get((cell.province, cell.measure), cell.score)) > _SAME
        for cell in part.cells
    ):
        out.issues.append(problem("year_twice", location, year=second.year))
        return
    again = [cell for cell in part.cells if (cell.province, cell.measure) in scores]
    if again:
        out.issues.append(note("same_sheet", location, year=second.year, n=len(again)))
    part.cells = [cell for cell in part.cells if (cell.province, cell.measure) not in scores]
    _add_others(part, first)
    known = {(issue.code, issue.values) for issue in out.issues}
    part.issues = [
        issue
        for issue in part.issues
        if issue.kind == PROBLEM
        or (issue.location.sheet in first.sheets and (issue.code, issue.values) not in known)
    ]
    columns = part.columns.get(second.year, {})
    part.columns = {}
    _merge(part, out)
    for code, place in columns.items():
        out.columns.setdefault(second.year, {}).setdefault(code, place)
    first.cells += part.cells


def _add_others(part: RecognizedScores, first: RecognizedScores) -> None:
    """Leave in a further table only indicators and margins that the first does not have.

    An indicator of both keeps the line of the first, which tells it from like ones.
    """
    lines: dict[object, list[int]] = {}
    for cell in first.indicators:
        of_label = lines.setdefault((cell.sub_dimension, cell.labels, cell.scale), [])
        if cell.line not in of_label:
            of_label.append(cell.line)
    own: dict[object, list[int]] = {}
    renamed = []
    for cell in part.indicators:
        key = (cell.sub_dimension, cell.labels, cell.scale)
        of_label = own.setdefault(key, [])
        if cell.line not in of_label:
            of_label.append(cell.line)
        place = of_label.index(cell.line)
        known = lines.get(key, [])
        renamed.append(replace(cell, line=known[place]) if place < len(known) else cell)
    indicators = {(c.province, c.sub_dimension, c.line) for c in first.indicators}
    part.indicators = [
        c for c in renamed if (c.province, c.sub_dimension, c.line) not in indicators
    ]
    margins = {(c.province, c.measure, c.kind) for c in first.margins}
    part.margins = [c for c in part.margins if (c.province, c.measure, c.kind) not in margins]
    first.indicators = [*first.indicators, *part.indicators]
    first.margins = [*first.margins, *part.margins]


def _merge(part: RecognizedScores, out: RecognizedScores) -> None:
    """Add what a sheet holds to that of the others."""
    out.cells += part.cells
    out.issues += part.issues
    out.columns |= part.columns
    out.units |= part.units
    out.rows |= part.rows
    out.indicators += part.indicators
    out.margins += part.margins
    out.blanks += part.blanks
    out.footnotes += part.footnotes


def _notes_on_content(out: RecognizedScores) -> list[Issue]:
    """What is there besides scores, each in one note."""
    notes = []
    if out.blanks:
        notes.append(note("remarks", n=out.blanks))
    if out.footnotes:
        notes.append(note("footnotes", n=out.footnotes))
    return notes


def _names_of_sheets(sheets: list[Sheet]) -> dict[str, Any]:
    """How many sheets, and the names of the first."""
    return {"n": len(sheets), "names": quote_first([sheet.name for sheet in sheets])}


def _no_header(sheet: Sheet) -> Issue:
    """A sheet without a known layout: a problem where its name is a year, so it should be read."""
    kind = PROBLEM if year_of_sheet_name(sheet.name) else NOTE
    return Issue(kind, "no_header", sheet.location())


def _nothing_understood(sheets: list[Sheet], names: _Names) -> Issue:
    """Why no sheet was understood: what was looked for, and the most that was found."""
    texts = _texts(sheets)
    _, n_names = orientation.count_names(texts, names.of_63, names.of_34)
    first = islice(dict.fromkeys(texts), _LABELS_WITHIN)
    measures = {c for v in first for c in names.headers.codes(v) if c[0].isdigit()}
    return problem("no_table", Location(), names=n_names, found=len(measures))


def _texts(sheets: list[Sheet]) -> list[str]:
    """All texts of the sheets."""
    return [v for sheet in sheets for row in sheet.rows for v in row if isinstance(v, str)]
