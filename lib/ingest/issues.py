"""What is wrong or doubtful in a file of scores: one sentence each, with the sheet and the cell."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from lib.common.numbers import format_number
from lib.common.strings import capitalize_first
from lib.common.text import t
from lib.datasets.tables import Tables, Units
from lib.stats.ranking import SCORE_DECIMALS, TOTAL

IssueKind = Literal["problem", "question", "note"]
PROBLEM: Literal["problem"] = "problem"
QUESTION: Literal["question"] = "question"
NOTE: Literal["note"] = "note"

# The texts "f_" + code of [ingest], by the step that raises them.
IssueCode = Literal[
    # the file as a whole: inspection.py
    "large", "empty", "macro", "old_office", "type", "cells", "contents", "slow", "bomb", "broken",
    "order", "encoding", "csv", "csv_end", "more_issues",
    "more_questions", "more_notes",
    # layout, rows and columns: recognition.py, layouts/
    "no_table", "no_header", "old_letters", "garbled", "cells_many", "merged", "units_34",
    "codes_former",
    "sheets_hidden", "all_hidden", "hidden", "same_sheet", "year_twice", "no_year", "years",
    "year_other", "year_of_scores",
    "header_odd", "header_torn", "header_like", "header_renamed", "column_unknown",
    "columns_unknown", "column_bare", "column_twice", "id_twice", "left_over",
    "row_nameless", "row_odd", "row_text", "summary", "province_unknown", "province_like",
    "province_torn", "province_twice", "odd", "text", "remarks", "footnotes", "sentinel",
    "year", "code",
    # the scores: checks.py
    "year_early", "year_gap", "year_of_34", "year_of_63", "year_before_34",
    "not_yet", "extended", "ended",
    "column_missing", "not_measured", "range", "sum", "sum_open", "twice", "few", "absent",
    "sums", "sums_shifted", "sums_exchanged", "sums_copied", "sums_scaled", "sums_reordered",
    "sums_rounded",
    "no_row", "empty_row", "no_row_34", "empty_row_34", "partial",
    "rounded", "rounded_whole", "rounded_part", "rounded_kept",
    "printed_sums", "printed_other",
    # besides scores: comparisons/
    "indicators", "indicators_same", "indicators_changed", "indicators_off_scale",
    "indicators_unread", "indicators_left",
    # against the present data: plausibility.py, comparisons/
    "median", "step", "beyond", "equals_year", "swapped", "exchanged", "other_province",
    "shifted", "column_sorted", "column_copied", "column_shifted", "older_same",
    "older_differs", "older_unread", "older_rounded", "older_same_rounded", "older_other",
    "step_34",
    # intervals and standard errors: comparisons/margins.py
    "margins", "margins_bare", "margins_rounded", "margins_varied", "margins_dimensions",
    "margins_zero", "margins_ends", "margins_no_width",
    "margins_some_zero", "margins_outside", "margins_skewed", "margins_uneven", "margins_other",
]  # fmt: skip

# Each counts the problems, questions or notes that a result leaves out.
MORE_CODES: tuple[IssueCode, IssueCode, IssueCode] = ("more_issues", "more_questions", "more_notes")
STORED_DECIMALS = SCORE_DECIMALS  # of an indicator and a margin, too
_SENSELESS = 1e6  # points; a number that large is not printed digit by digit
# Values that are counts, not years; all others that are whole numbers are printed as they are.
_COUNTS = ("n", "figures", "rounded", "names", "found", "all", "units", "size")
_MAX_QUOTED = 3  # of like things that a sentence quotes
_MAX_EXCERPT = 40  # characters of a cell that a sentence quotes


@dataclass(frozen=True)
class Location:
    """A place in a file as a spreadsheet names it.

    Attributes:
        sheet: its name; "" in a CSV file, which has none.
        row: from 1; 0 = all rows.
        column: from 1; 0 = all columns.
        turned: the table has a column a province, so like things stand side by side in a row.
    """

    sheet: str = ""
    row: int = 0
    column: int = 0
    turned: bool = False

    def describe(self, lang: str, span: str = "") -> str:
        """The location in words; "" for a whole CSV file.

        Args:
            lang: "vi" or "en".
            span: several rows of this column in words, instead of its one row; several columns of
                this row where the table is turned.
        """
        if span:
            column, rows = column_letter(self.column), span
            if self.turned:
                column, rows = span, str(self.row)
            key = "ingest.at_cells" if self.sheet else "ingest.at_line_cells"
            return t(key, lang, sheet=self.sheet, column=column, rows=rows)
        if self.sheet and self.row:
            cell = f"{column_letter(self.column)}{self.row}" if self.column else str(self.row)
            key = "ingest.at_cell" if self.column else "ingest.at_row"
            return t(key, lang, sheet=self.sheet, cell=cell)
        if self.sheet and self.column:
            return t("ingest.at_column", lang, sheet=self.sheet, cell=column_letter(self.column))
        if self.sheet:
            return t("ingest.at_sheet", lang, sheet=self.sheet)
        if self.row and self.column:
            return t("ingest.at_line_column", lang, row=self.row, cell=column_letter(self.column))
        if self.column:
            return t("ingest.at_csv_column", lang, cell=column_letter(self.column))
        return t("ingest.at_line", lang, row=self.row) if self.row else ""

    def line(self) -> "Location":
        """The whole row of a cell; in a turned table its column."""
        return replace(self, row=0) if self.turned else replace(self, column=0)

    def across(self) -> "Location":
        """The whole column of a cell; in a turned table its row."""
        return replace(self, column=0) if self.turned else replace(self, row=0)


@dataclass(frozen=True)
class Issue:
    """One thing to correct, to confirm or to know about a file.

    Attributes:
        kind: a problem refuses the file, a question must be confirmed, a note is for information.
        code: the text ``f_`` + code of ``[ingest]``.
        location: where it is.
        values: what fills the text's placeholders. Under a name that begins with "province" or
            "measure" stand codes, joined by commas; the sentence gives their names. Floats are
            points.
        units: the list that the codes of provinces belong to; a code may be in both.
    """

    kind: IssueKind
    code: IssueCode
    location: Location = Location()
    values: tuple[tuple[str, object], ...] = ()
    units: Units = "63"

    def sentence(self, tables: Tables, lang: str, span: str = "") -> str:
        """The issue with its location in one sentence.

        Args:
            tables: the names of provinces and measures.
            lang: "vi" or "en".
            span: see ``Location.describe``.
        """
        values = {
            name: _format_value(name, value, self.units, tables, lang)
            for name, value in self.values
        }
        text = t(f"ingest.f_{self.code}", lang, **values)
        location = self.location.describe(lang, span)
        if not location:
            return capitalize_first(text)
        return t("ingest.found", lang, place=location, text=text)


def problem(code: IssueCode, location: Location = Location(), **values: Any) -> Issue:
    """An issue that refuses the file."""
    return Issue(PROBLEM, code, location, tuple(values.items()))


def question(code: IssueCode, location: Location = Location(), **values: Any) -> Issue:
    """An issue that must be confirmed."""
    return Issue(QUESTION, code, location, tuple(values.items()))


def note(code: IssueCode, location: Location = Location(), **values: Any) -> Issue:
    """An issue for information only."""
    return Issue(NOTE, code, location, tuple(values.items()))


def with_units(issues: Iterable[Issue], units: Mapping[int, Units]) -> list[Issue]:
    """The issues with the list of provinces of the year that they name.

    Args:
        issues: with a year among their values.
        units: the list of each year; where all years have one, also of issues without a year.
    """
    lists = set(units.values())
    only: Units = next(iter(lists)) if len(lists) == 1 else "63"
    out = []
    for issue in issues:
        year = dict(issue.values).get("year")
        out.append(replace(issue, units=units.get(year, only) if isinstance(year, int) else only))
    return out


def group_issues(issues: list[Issue]) -> list[tuple[Issue, list[int]]]:
    """The same issue in several rows of one column as one; in a turned table, columns of one row.

    Returns:
        the first issue of each group with the rows (columns) of all, in the order of ``issues``.
    """
    groups: dict[object, tuple[Issue, list[int]]] = {}
    for index, issue in enumerate(issues):
        location = issue.location
        line, number = location.column, location.row
        if location.turned:
            line, number = number, line
        same_line = (issue.code, location.sheet, line, issue.values)
        key: object = same_line if line and number else index
        groups.setdefault(key, (issue, []))[1].append(number)
    return list(groups.values())


def number_spans(numbers: list[int], as_columns: bool = False) -> str:
    """Rows in words ("3–65, 70") or columns ("D–F"); "" for one, which the location names."""
    if len(numbers) < 2:
        return ""
    spans: list[list[int]] = []
    for number in sorted(numbers):
        if spans and number - spans[-1][-1] <= 1:
            spans[-1].append(number)
        else:
            spans.append([number])
    name = column_letter if as_columns else str
    return ", ".join(f"{name(s[0])}–{name(s[-1])}" if s[0] != s[-1] else name(s[0]) for s in spans)


def column_letter(column: int) -> str:
    """The name of a column in a spreadsheet: 1 = A, 27 = AA."""
    out = ""
    while column:
        column, rest = divmod(column - 1, 26)
        out = chr(65 + rest) + out
    return out


def quote_first(texts: Sequence[str]) -> str:
    """The first of several texts, each short, and a mark where there are more."""
    quoted = "; ".join(shorten(text) for text in texts[:_MAX_QUOTED])
    return f"{quoted}; …" if len(texts) > _MAX_QUOTED else quoted


def shorten(text: object) -> str:
    """The content of a cell on one line, cut to what a sentence can quote."""
    line = str(text).strip()
    if not line.isprintable():
        line = "".join(c if c.isprintable() else " " for c in line).strip()
    return line if len(line) <= _MAX_EXCERPT else f"{line[:_MAX_EXCERPT]}…"


def format_score(value: float, lang: str) -> str:
    """A score (points) with all its decimals, two at least; one of no sense in short."""
    if not abs(value) < _SENSELESS:
        return f"{value:.3g}"
    text = format_number(value, STORED_DECIMALS, lang)
    bare = text.rstrip("0")
    return bare + "0" * max(0, 2 - (len(bare) - max(bare.rfind("."), bare.rfind(",")) - 1))


def measure_label(code: str, tables: Tables, lang: str) -> str:
    """A measure with its code: "6.2 Giáo dục tiểu học công lập"; the code alone where unknown."""
    for table in (tables.sub_dimensions, tables.dimensions):
        names = table.loc[table["code"] == code, f"name_{lang}"]
        if len(names):
            return f"{code} {names.iloc[0]}"
    return t("measure.total", lang) if code == TOTAL else code


def province_label(code: str, tables: Tables, lang: str, units: Units = "63") -> str:
    """The short name of a province of the list ``units``; its code where unknown.

    A name of the 34 that one of its former members had, too, says that it is of the 34.
    """
    provinces = tables.successors if units == "34" else tables.provinces
    names = provinces.loc[provinces["code"] == code, f"short_{lang}"]
    if names.empty:
        return code
    name = str(names.iloc[0])
    members = tables.mergers.loc[tables.mergers["successor"] == code, "province"]
    if units == "34" and len(members) > 1 and name in set(tables.provinces[f"short_{lang}"]):
        return t("ingest.of_34", lang, name=name)
    return name


def _format_value(name: str, value: object, units: Units, tables: Tables, lang: str) -> object:
    """A value as the sentence prints it."""
    if isinstance(value, float):
        return format_score(value, lang)
    if name.startswith("province"):
        return ", ".join(province_label(c, tables, lang, units) for c in str(value).split(","))
    if name.startswith("measure"):
        return ", ".join(measure_label(c, tables, lang) for c in str(value).split(","))
    if isinstance(value, Location):
        place = value.describe(lang).rpartition(", ")[2]
        return place[:1].lower() + place[1:]
    if name in _COUNTS and isinstance(value, int):
        return format_number(value, 0, lang)
    if name == "what":
        return t(f"ingest.what_{value}", lang)
    return value
