"""What is found while a file is read: one sentence each, with the sheet and the cell."""

from dataclasses import dataclass
from typing import Any

from lib.common.numbers import format_number
from lib.common.text import t
from lib.datasets.tables import Tables
from lib.stats.ranking import TOTAL

PROBLEM, QUESTION, NOTE = "problem", "question", "note"
_DECIMALS = 6  # of a score as it is kept


@dataclass(frozen=True)
class Location:
    """A cell as a spreadsheet names it: rows and columns count from 1; 0 = the whole of it.

    ``sheet`` is "" in a CSV file, which has none.
    """

    sheet: str = ""
    row: int = 0
    column: int = 0

    def say(self, lang: str, rows: str = "") -> str:
        """The place in words, or the same column in several ``rows``; "" for a whole CSV file."""
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
    """A PROBLEM refuses the file, a QUESTION must be confirmed, a NOTE is only told.

    ``code`` names a text of ``[ingest]``. Values named ``province``, ``measure`` (or beginning so)
    hold codes, or several joined by commas, and are told by name; floats are points.
    """

    kind: str
    code: str
    place: Location = Location()
    values: tuple[tuple[str, object], ...] = ()

    def sentence(self, tables: Tables, lang: str, rows: str = "") -> str:
        """What was found, with its place (in one row or in several ``rows``), in one sentence."""
        values = {name: _format_value(name, value, tables, lang) for name, value in self.values}
        text = t(f"ingest.f_{self.code}", lang, **values)
        place = self.place.say(lang, rows)
        return (
            t("ingest.found", lang, place=place, text=text)
            if place
            else text[:1].upper() + text[1:]
        )


class FileRefused(Exception):
    """A file that cannot be read at all; ``finding`` says why."""

    def __init__(self, code: str, place: Location = Location(), **values: object) -> None:
        """See the class."""
        self.finding = problem(code, place, **values)
        super().__init__(code)


def problem(code: str, place: Location = Location(), **values: Any) -> Issue:
    """A PROBLEM."""
    return Issue(PROBLEM, code, place, tuple(values.items()))


def question(code: str, place: Location = Location(), **values: Any) -> Issue:
    """A QUESTION."""
    return Issue(QUESTION, code, place, tuple(values.items()))


def note(code: str, place: Location = Location(), **values: Any) -> Issue:
    """A NOTE."""
    return Issue(NOTE, code, place, tuple(values.items()))


def group_issues(findings: list[Issue]) -> list[tuple[Issue, list[int]]]:
    """The findings that say the same of one column as one, with its rows, in their order."""
    out: dict[object, tuple[Issue, list[int]]] = {}
    for index, finding in enumerate(findings):
        place = finding.place
        alike: object = (finding.code, place.sheet, place.column, finding.values)
        key = alike if place.row and place.column else index
        out.setdefault(key, (finding, []))[1].append(place.row)
    return list(out.values())


def row_spans(rows: list[int]) -> str:
    """Rows in words: "3–65, 70"; "" for one alone, which its place tells."""
    if len(rows) < 2:
        return ""
    parts: list[list[int]] = []
    for row in sorted(rows):
        if parts and row - parts[-1][-1] <= 1:
            parts[-1].append(row)
        else:
            parts.append([row])
    return ", ".join(f"{p[0]}–{p[-1]}" if p[0] != p[-1] else str(p[0]) for p in parts)


def column_letter(column: int) -> str:
    """The name of a column in a spreadsheet: 1 = A, 27 = AA."""
    out = ""
    while column:
        column, rest = divmod(column - 1, 26)
        out = chr(65 + rest) + out
    return out


def shorten(text: object) -> str:
    """What a cell says, short and on one line."""
    shown = "".join(c if c.isprintable() else " " for c in str(text)).strip()
    return shown if len(shown) <= 40 else f"{shown[:40]}…"


def format_score(value: float, lang: str) -> str:
    """A score with all its decimals, two at least."""
    text = format_number(value, _DECIMALS, lang)
    bare = text.rstrip("0")
    return bare + "0" * max(0, 2 - (len(bare) - max(bare.rfind("."), bare.rfind(",")) - 1))


def measure_label(code: str, tables: Tables, lang: str) -> str:
    """A measure with its code: "6.2 Giáo dục tiểu học công lập"."""
    for table in (tables.sub_dimensions, tables.dimensions):
        found = table.loc[table["code"] == code, f"name_{lang}"]
        if len(found):
            return f"{code} {found.iloc[0]}"
    return t("measure.total", lang) if code == TOTAL else code


def province_label(code: str, tables: Tables, lang: str) -> str:
    """A province by name."""
    found = tables.provinces.loc[tables.provinces["code"] == code, f"short_{lang}"]
    return str(found.iloc[0]) if len(found) else code


def _format_value(name: str, value: object, tables: Tables, lang: str) -> object:
    if isinstance(value, float):
        return format_score(value, lang)
    if name.startswith("province"):
        return ", ".join(province_label(c, tables, lang) for c in str(value).split(","))
    if name.startswith("measure"):
        return ", ".join(measure_label(c, tables, lang) for c in str(value).split(","))
    if name == "what":
        return t(f"ingest.what_{value}", lang)
    return value
