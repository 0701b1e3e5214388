"""From sheets to scores: chooses the layout of each sheet; what is not understood is an issue."""

from lib.datasets.tables import Tables
from lib.ingest.issues import NOTE, PROBLEM, Issue, problem
from lib.ingest.layouts.one_row_a_score import read_one_row_a_score
from lib.ingest.layouts.one_sheet_a_year import read_one_sheet_a_year, year_of_sheet_name
from lib.ingest.layouts.shared import ID_COLUMNS, RecognizedScores, ScoreSheet, value_at
from lib.ingest.matching import NAME_COLUMNS, PROVINCE, HeaderMatcher, ProvinceMatcher
from lib.ingest.reader import Sheet

# The layouts that are known: each reads a sheet that has it, and returns whether it does. The first
# that does counts, so a stricter one stands before a looser one. A new layout is one more function.
LAYOUTS = (read_one_row_a_score, read_one_sheet_a_year)

_MIN_OF_34, _MAX_OF_63 = 25, 3  # names that tell a file of the 34: of theirs, of the others


def recognize_scores(sheets: list[Sheet], file: str, tables: Tables) -> RecognizedScores:
    """The scores on all sheets that are not empty.

    Args:
        sheets: the file as ``reader`` gives it.
        file: its name, which may tell the year.
        tables: the present data.

    Returns:
        the scores and the issues; where a sheet holds the 34 provinces, that problem alone.
    """
    out = RecognizedScores()
    provinces = ProvinceMatcher.of_63(tables)
    headers = HeaderMatcher.of_year(tables, int(tables.scores["year"].max()) + 1)
    for sheet in sheets:
        if not any(any(value is not None for value in row) for row in sheet.rows):
            continue
        score_sheet = ScoreSheet(sheet, file, tables, provinces, headers)
        if count := _count_of_34(score_sheet):
            # Anything else said of the file would be about provinces that it does not mean.
            return RecognizedScores(issues=[problem("of_34", sheet.location(), n=count)])
        if not any(read_layout(score_sheet, out) for read_layout in LAYOUTS):
            out.issues.append(_no_header(sheet))
    if not out.columns and not any(issue.kind == PROBLEM for issue in out.issues):
        out.issues.append(problem("no_table"))
    return out


def _no_header(sheet: Sheet) -> Issue:
    """A sheet without a known layout: a problem where its name is a year, so it should be read."""
    kind = PROBLEM if year_of_sheet_name(sheet.name) else NOTE
    return Issue(kind, "no_header", sheet.location())


def _count_of_34(sheet: ScoreSheet) -> int:
    """How many of the 34 provinces a sheet names that holds them and not the 63; else 0."""
    if sheet.header_row is None:
        return 0
    columns: dict[str, int] = {}
    for column, codes in enumerate(sheet.header_codes, 1):
        columns |= dict.fromkeys(codes.intersection(ID_COLUMNS), column)
    rows = sheet.sheet.rows[sheet.header_row + 1 :]
    provinces_34 = ProvinceMatcher.of_34(sheet.tables)
    # Names first: there are files with new names and old codes.
    names = {value_at(row, columns[c]) for row in rows for c in NAME_COLUMNS if c in columns}
    matches = [
        (provinces_34.by_name(name), sheet.provinces.by_name(name))
        for name in names
        if isinstance(name, str)
    ]
    if not any(new or old for new, old in matches) and PROVINCE in columns:
        values = {value_at(row, columns[PROVINCE]) for row in rows}
        matches = [(provinces_34.by_code(v), sheet.provinces.by_code(v)) for v in values]
    of_34 = {new for new, _ in matches if new}
    of_63_only = {old for new, old in matches if old and not new}
    is_of_34 = len(of_34) >= _MIN_OF_34 and len(of_63_only) <= _MAX_OF_63
    return len(of_34) if is_of_34 else 0
