"""What all layouts share: a sheet with its header row, provinces of rows, scores of cells."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from lib.datasets.tables import Tables, Units
from lib.ingest import matching
from lib.ingest.files.cells import CellValue, Sheet, SpecialCell
from lib.ingest.issues import Issue, Location, note, problem, shorten
from lib.ingest.matching import (
    NAME_COLUMNS,
    PROVINCE,
    SUMMARY_CODE,
    HeaderMatcher,
    ProvinceMatcher,
)

ID_COLUMNS = (PROVINCE, *NAME_COLUMNS)  # any of them may tell the province of a row
_HEADER_WITHIN = 40  # rows with cells from the top of a sheet
# A number as people type it: after an apostrophe that keeps it text, with its unit, with the sign
# of a footnote.
_NUMBER = re.compile(
    r"['’]?(?P<number>[+-]?[0-9]{1,3}(?:[.,][0-9]{1,20})?)(?:\s*(?:điểm|points?))?"
    r"(?P<footnote>\s*(?:\(\*{1,3}\)|\*{1,3}|[¹²³⁰⁴-⁹†‡]+))?",
    re.IGNORECASE,
)
# Whole numbers of four or five digits that stand for "no figure" where nobody types a thousand.
_LONG_SENTINEL = re.compile(r"-?(?:8{4,5}|9{4,5})")


@dataclass(frozen=True)
class ScoreCell:
    """One score as a file gives it.

    Attributes:
        year: of the survey.
        province: its code.
        measure: the code of a sub-dimension or a dimension, or the total.
        score: in points.
        location: the cell.
        decimals: as printed.
    """

    year: int
    province: str
    measure: str
    score: float
    location: Location
    decimals: int = 6


@dataclass(frozen=True)
class IndicatorCell:
    """One figure of an indicator below a sub-dimension.

    Attributes:
        year: of the survey.
        province: its code.
        sub_dimension: the code of the one above; "" where there is none.
        labels: in Vietnamese and English as printed, "" where one is not there.
        scale: as printed, "" where there is none.
        value: on that scale; a share as a fraction (0-1) or as per cent, as the file has it; NaN
            where the cell holds something that cannot be read.
        line: the column (row of a turned sheet) of the file, which tells like labels apart.
    """

    year: int
    province: str
    sub_dimension: str
    labels: tuple[str, str]
    scale: str
    value: float
    line: int = 0


@dataclass(frozen=True)
class MarginCell:
    """One end of the interval of a total or dimension, or its standard error (points)."""

    year: int
    province: str
    measure: str
    kind: str  # "low", "high" or "error"
    value: float


@dataclass
class RecognizedScores:
    """The scores of a file as far as its sheets are understood.

    Attributes:
        cells: the scores.
        issues: what is wrong or not understood.
        columns: where each measure stands, by year and code; in a layout without a column a
            measure, where it stands first.
        rows: year and province of every row that names one, with or without scores.
        units: the list of provinces of each year.
        indicators, margins: what the file has besides scores.
        blanks: cells that hold no score but a 0, a sign or a remark.
        footnotes: scores with the sign of a footnote.
        compared: what other sheets say of years that the data have already; only to be compared.
        sheets: the names of those that are read to be stored.
    """

    cells: list[ScoreCell] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    columns: dict[int, dict[str, Location]] = field(default_factory=dict)
    rows: set[tuple[int, str]] = field(default_factory=set)
    units: dict[int, Units] = field(default_factory=dict)
    indicators: list[IndicatorCell] = field(default_factory=list)
    margins: list[MarginCell] = field(default_factory=list)
    blanks: int = 0
    footnotes: int = 0
    compared: list["RecognizedScores"] = field(default_factory=list)
    sheets: set[str] = field(default_factory=set)

    def sheet_of_year(self, year: int) -> Location:
        """The sheet on which a year stands (the first one)."""
        return Location(next(iter(self.columns[year].values()), Location()).sheet)


@dataclass(frozen=True, eq=False)
class ScoreSheet:
    """A sheet of a file with what is needed to understand it.

    Attributes:
        sheet: its cells.
        file: the name of the file.
        tables: the present data.
        provinces: the provinces by code and name.
        headers: the headers of the year after the newest, and of any other.
        units: the list of the provinces.
        names: the column (from 1) that names the provinces; 0 where none does.
        read_hidden: whether hidden rows and columns are read.
    """

    sheet: Sheet
    file: str
    tables: Tables
    provinces: ProvinceMatcher
    headers: HeaderMatcher
    units: Units = "63"
    names: int = 0
    read_hidden: bool = False

    @cached_property
    def header_row(self) -> int | None:
        """The first row (from 0) with a column for the province and one for what is measured."""
        rows = [
            (n, row) for n, row in enumerate(self.sheet.rows) if any(v is not None for v in row)
        ]
        for number, row in rows[:_HEADER_WITHIN]:
            codes_of_cells = [codes for v in row if (codes := header_codes(self.headers, v))]
            if self.names and self.province_named(row):
                return None
            known = union(codes_of_cells)
            if len(codes_of_cells) >= 2 and (self.names or not known.isdisjoint(ID_COLUMNS)):
                return number
        return None

    def province_named(self, row: list[CellValue]) -> bool:
        """Whether a row names a province in the column of names."""
        name = value_at(row, self.names)
        return isinstance(name, str) and self.provinces.by_name(name) is not None

    @property
    def provinces_named(self) -> set[str]:
        """The provinces in the column of names."""
        names = (value_at(row, self.names) for row in self.sheet.rows if self.names)
        codes = {self.provinces.by_name(name) for name in names if isinstance(name, str)}
        return {code for code in codes if code}

    @property
    def header_cells(self) -> list[CellValue]:
        """The header row; empty where there is none."""
        return [] if self.header_row is None else self.sheet.rows[self.header_row]

    @cached_property
    def header_codes(self) -> list[frozenset[str]]:
        """What each cell of the header row may mean."""
        return [header_codes(self.headers, value) for value in self.header_cells]

    def report_overlong_row(self, out: RecognizedScores) -> bool:
        """Whether a CSV file has a row with more cells than the header, which then is a problem.

        An unquoted decimal comma moves all cells after it by one column.
        """
        if self.sheet.name or self.header_row is None:
            return False
        width = len(self.header_codes)
        for number, row in enumerate(self.sheet.rows[self.header_row :], self.header_row + 1):
            if any(value is not None for value in row[width:]):
                out.issues.append(problem("cells_many", self.sheet.location(number)))
                return True
        return False

    def merged_cell(self, first: int, last: int, columns: set[int]) -> Location | None:
        """A merged cell within these rows and columns (from 1); None where there is none."""
        for area in self.sheet.merged:
            if area.top <= last and area.bottom >= first:
                if not any(area.left <= column <= area.right for column in columns):
                    continue
                return self.sheet.location(area.top, area.left)
        return None


def union(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    """All elements of the sets."""
    return frozenset().union(*sets)


def header_codes(headers: HeaderMatcher, value: CellValue) -> frozenset[str]:
    """What a cell may mean as a header; nothing where it is none."""
    if isinstance(value, float) and 1 <= value < 10:
        return headers.codes(f"{value:g}")
    return headers.codes(value) if isinstance(value, str) else frozenset()


def value_at(row: list[CellValue], column: int) -> CellValue:
    """The value in a column, which counts from 1; None beyond the end of the row."""
    return row[column - 1] if column <= len(row) else None


def is_number(value: CellValue) -> bool:
    """Whether a cell is a number, or text that reads as one."""
    return to_number(value) is not None


def number_text(value: CellValue) -> str:
    """A cell as text: "1.1" also where a spreadsheet made a number of it."""
    return f"{value:g}" if isinstance(value, float) else str(value)


def parse_score(value: CellValue, location: Location, out: RecognizedScores) -> float | None:
    """A score in points; None for what is not published and, with a problem, for anything else.

    Not published is an empty cell, a sign or a remark without a digit, and 0: no scale of PAPI
    reaches down to it.
    """
    if value is None:
        return None
    if isinstance(value, SpecialCell):
        out.issues.append(problem("odd", location, what=value.kind))
        return None
    number = to_number(value)
    if number == 0 or (isinstance(value, str) and not re.search(r"\d", value)):
        out.blanks += 1
        return None
    if isinstance(value, str) and number is None and _LONG_SENTINEL.fullmatch(value):
        return float(value)  # the checks of ranges tell what to make of it
    if number is None:
        out.issues.append(problem("text", location, value=shorten(value)))
    elif isinstance(value, str) and (match := _NUMBER.fullmatch(value)) and match["footnote"]:
        out.footnotes += 1
    return number


def to_number(value: CellValue) -> float | None:
    """A number, or text that reads as one; None for anything else.

    No score reaches 100, so a comma in one can only be a decimal comma.
    """
    if isinstance(value, float):
        return value
    text = _typed_number(value) if isinstance(value, str) else ""
    return float(text) if text else None


def _typed_number(text: str) -> str:
    """The number that a text is, with a decimal point; "" where it is none."""
    match = _NUMBER.fullmatch(text.replace("\u2212", "-"))
    return match["number"].replace(",", ".") if match else ""


def decimals_of(value: CellValue) -> int:
    """How many decimals a number has, without zeros at its end."""
    text = repr(float(value)) if isinstance(value, float) else _typed_number(str(value))
    return len(text.partition(".")[2].rstrip("0"))


def province_of_row(
    sheet: ScoreSheet,
    number: int,
    id_columns: Mapping[str, int],
    has_scores: bool,
    out: RecognizedScores,
) -> str | None:
    """The province of a row by its code and its names.

    Args:
        sheet: the sheet.
        number: the row, from 0.
        id_columns: the columns (from 1) of ID_COLUMNS that the sheet has.
        has_scores: whether the row holds scores; without, it may be a remark.
        out: gets a problem where the row has scores of no single province, and a note of a row
            that is left out.

    Returns:
        the code; None where the row is not of a province.
    """
    row = sheet.sheet.rows[number]
    location = sheet.sheet.location(number + 1)
    ids = {code: v for code, c in id_columns.items() if (v := value_at(row, c)) is not None}
    if not ids:
        if has_scores and any(isinstance(v, SpecialCell) or is_number(v) for v in row):
            out.issues.append(problem("row_nameless", location))
        return None
    if any(isinstance(v, SpecialCell) for v in ids.values()):
        if has_scores:
            out.issues.append(problem("row_odd", location))
        return None
    text = shorten(", ".join(number_text(v) for v in ids.values()))
    if _is_summary(ids, sheet.provinces):
        out.issues.append(note("summary", location, name=text))
        return None
    if all(code in header_codes(sheet.headers, value) for code, value in ids.items()):
        out.issues.append(note("row_text", location, name=text))  # the header once more
        return None
    matches = {code: _match_province(code, value, sheet.provinces) for code, value in ids.items()}
    former = sheet.provinces.former_codes.get(matching.two_digit_code(ids.get(PROVINCE)))
    if former and (matches[PROVINCE] is None or former in matches.values()):
        matches[PROVINCE] = former  # the code of a member before the mergers
    distinct = set(matches.values())
    if len(distinct) == 1 and None not in distinct:
        return distinct.pop()
    if has_scores:
        out.issues.append(_province_problem(sheet, number, id_columns, ids, matches))
    else:
        out.issues.append(note("row_text", location, name=text))
    return None


def _is_summary(ids: Mapping[str, CellValue], provinces: ProvinceMatcher) -> bool:
    """Whether a row sums up others, such as the highest scores."""
    return matching.two_digit_code(ids.get(PROVINCE)) == SUMMARY_CODE or any(
        isinstance(value, str) and provinces.is_summary(value) for value in ids.values()
    )


def _match_province(column: str, value: CellValue, provinces: ProvinceMatcher) -> str | None:
    """The province that one cell of ``column`` names; a column of codes may hold names."""
    by_code = provinces.by_code(value) if column == PROVINCE else None
    by_name = provinces.by_name(value) if isinstance(value, str) else None
    return by_code or by_name


def _province_problem(
    sheet: ScoreSheet,
    number: int,
    id_columns: Mapping[str, int],
    ids: Mapping[str, CellValue],
    matches: Mapping[str, str | None],
) -> Issue:
    """Why the code and the names of a row do not tell one province."""
    text = shorten(", ".join(number_text(v) for v in ids.values()))
    unmatched = [code for code, province in matches.items() if province is None]
    code = unmatched[0] if unmatched else next(iter(matches))
    location = sheet.sheet.location(number + 1, id_columns[code])
    if not unmatched:
        return problem("province_torn", location, name=text)
    likely = _likely_province(ids, set(matches.values()) - {None}, sheet.provinces)
    if likely is None:
        return problem("province_unknown", location, name=text)
    name = shorten(number_text(ids[code]))
    return problem("province_like", location, name=name, province=likely)


def _likely_province(
    ids: Mapping[str, CellValue], matched: set[str | None], provinces: ProvinceMatcher
) -> str | None:
    """The province that a row probably means: by its other cells, else by the nearest name."""
    if matched:
        return matched.pop() if len(matched) == 1 else None
    nearest = {provinces.nearest(v) for v in ids.values() if isinstance(v, str)} - {None}
    return nearest.pop() if len(nearest) == 1 else None
