"""What is wrong or doubtful in a file of scores: one sentence each, with the sheet and the cell."""

from dataclasses import dataclass
from typing import Any, Literal

from lib.common.numbers import format_number
from lib.common.strings import capitalize_first
from lib.common.text import t
from lib.datasets.tables import Tables
from lib.stats.ranking import TOTAL

IssueKind = Literal["problem", "question", "note"]
PROBLEM: Literal["problem"] = "problem"
QUESTION: Literal["question"] = "question"
NOTE: Literal["note"] = "note"

# The texts "f_" + code of [ingest], by the step that raises them.
IssueCode = Literal[
    # the file as a whole: inspection.py
    "large", "empty", "macro", "old_office", "type", "cells", "contents", "slow", "bomb", "broken",
    "encoding", "csv", "csv_end", "more_issues",
    # layout, rows and columns: recognition.py, layouts/
    "no_table", "no_header", "cells_many", "merged", "of_34", "year_twice", "no_year", "years",
    "header_odd", "header_torn", "column_unknown", "column_bare", "column_twice", "id_twice",
    "row_nameless", "row_odd", "row_text", "summary", "province_unknown", "province_like",
    "province_torn", "province_twice", "odd", "text", "year", "code",
    # the scores: checks.py
    "year_early", "year_gap", "year_of_34", "not_yet", "extended", "ended", "column_missing",
    "not_measured", "range", "sum", "sum_open", "twice", "few", "absent", "partial", "median",
    "step", "beyond",
]  # fmt: skip

_SCORE_DECIMALS = 6  # of a score as it is stored
_MAX_EXCERPT = 40  # characters of a cell that a sentence quotes


@dataclass(frozen=True)
class Location:
    """A place in a file as a spreadsheet names it.

    Attributes:
        sheet: its name; "" in a CSV file, which has none.
        row: from 1; 0 = all rows.
        column: from 1; 0 = all columns.
    """

    sheet: str = ""
    row: int = 0
    column: int = 0

    def describe(self, lang: str, rows: str = "") -> str:
        """The location in words; "" for a whole CSV file.

        Args:
            lang: "vi" or "en".
            rows: several rows of this column in words, instead of its one row.
        """
        if rows:
            key = "ingest.at_cells" if self.sheet else "ingest.at_line_cells"
            return t(key, lang, sheet=self.sheet, column=column_letter(self.column), rows=rows)
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
    """

    kind: IssueKind
    code: IssueCode
    location: Location = Location()
    values: tuple[tuple[str, object], ...] = ()

    def sentence(self, tables: Tables, lang: str, rows: str = "") -> str:
        """The issue with its location in one sentence.

        Args:
            tables: the names of provinces and measures.
            lang: "vi" or "en".
            rows: see ``Location.describe``.
        """
        values = {name: _format_value(name, value, tables, lang) for name, value in self.values}
        text = t(f"ingest.f_{self.code}", lang, **values)
        location = self.location.describe(lang, rows)
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


def group_issues(issues: list[Issue]) -> list[tuple[Issue, list[int]]]:
    """The same issue in several rows of one column as one.

    Returns:
        the first issue of each group with the rows of all, in the order of ``issues``.
    """
    groups: dict[object, tuple[Issue, list[int]]] = {}
    for index, issue in enumerate(issues):
        location = issue.location
        same_column = (issue.code, location.sheet, location.column, issue.values)
        key: object = same_column if location.row and location.column else index
        groups.setdefault(key, (issue, []))[1].append(location.row)
    return list(groups.values())


def row_spans(rows: list[int]) -> str:
    """Rows in words: "3–65, 70"; "" for a single row, which the issue's location names."""
    if len(rows) < 2:
        return ""
    spans: list[list[int]] = []
    for row in sorted(rows):
        if spans and row - spans[-1][-1] <= 1:
            spans[-1].append(row)
        else:
            spans.append([row])
    return ", ".join(f"{s[0]}–{s[-1]}" if s[0] != s[-1] else str(s[0]) for s in spans)


def column_letter(column: int) -> str:
    """The name of a column in a spreadsheet: 1 = A, 27 = AA."""
    out = ""
    while column:
        column, rest = divmod(column - 1, 26)
        out = chr(65 + rest) + out
    return out


def shorten(text: object) -> str:
    """The content of a cell on one line, cut to what a sentence can quote."""
    line = "".join(c if c.isprintable() else " " for c in str(text)).strip()
    return line if len(line) <= _MAX_EXCERPT else f"{line[:_MAX_EXCERPT]}…"


def format_score(value: float, lang: str) -> str:
    """A score (points) with all its decimals, two at least."""
    text = format_number(value, _SCORE_DECIMALS, lang)
    bare = text.rstrip("0")
    return bare + "0" * max(0, 2 - (len(bare) - max(bare.rfind("."), bare.rfind(",")) - 1))


def measure_label(code: str, tables: Tables, lang: str) -> str:
    """A measure with its code: "6.2 Giáo dục tiểu học công lập"; the code alone where unknown."""
    for table in (tables.sub_dimensions, tables.dimensions):
        names = table.loc[table["code"] == code, f"name_{lang}"]
        if len(names):
            return f"{code} {names.iloc[0]}"
    return t("measure.total", lang) if code == TOTAL else code


def province_label(code: str, tables: Tables, lang: str) -> str:
    """The short name of a province; its code where unknown."""
    names = tables.provinces.loc[tables.provinces["code"] == code, f"short_{lang}"]
    return str(names.iloc[0]) if len(names) else code


def _format_value(name: str, value: object, tables: Tables, lang: str) -> object:
    """A value as the sentence prints it."""
    if isinstance(value, float):
        return format_score(value, lang)
    if name.startswith("province"):
        return ", ".join(province_label(c, tables, lang) for c in str(value).split(","))
    if name.startswith("measure"):
        return ", ".join(measure_label(c, tables, lang) for c in str(value).split(","))
    if name == "what":
        return t(f"ingest.what_{value}", lang)
    return value
