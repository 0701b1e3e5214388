"""Commitments: who does what by when for each action of a plan, read from a filled-in template.

A row that cannot be used is named with its number, as a spreadsheet counts (the header is row 1),
and with its content, and is left out. Of a row with a bad date only the date is left out.
"""

import re
import unicodedata
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Literal

import pandas as pd

from lib.common import spreadsheet
from lib.common.text import LANGUAGES, t
from lib.ingest.limits import COMMITMENTS_LIMITS
from lib.ingest.reader import (
    CellValue,
    FileRefused,
    Percentage,
    RefusalCode,
    SpecialCell,
    read_tables,
    separator_of_headings,
)

KEY = ("plan", "id")
FILLED_COLUMNS = ("owner", "deadline", "indicator", "target", "note")
COLUMNS = (*KEY, "measure", *FILLED_COLUMNS)
REQUIRED_COLUMNS = (*KEY, "owner", "deadline", "indicator", "target")
FILE_NAME = "commitments.csv"  # in data/, where a team that hosts the app may keep it
DEADLINE_YEARS = (2000, 2100)  # first and last; a deadline outside is a typing error
_MAX_ROW_EXCERPT = 160  # characters of a rejected row that a sentence quotes
_MAX_DATE_EXCERPT = 40  # characters of a bad date that a sentence quotes
_MAX_CHARACTERS = 500_000  # of all cells together, as every session keeps its own
_FRACTION = re.compile(r"\d+\s*%?")  # what follows the comma of a number that was cut in two
_FORMULA_START = re.compile(r"'*[=+\-@]")  # how a cell begins that a spreadsheet would calculate

RejectionCode = Literal[
    "large", "old", "kind", "broken", "bomb", "rows", "contents",
    "slow", "encoding", "empty", "csv",  # the file
    "columns", "twice", "sheets", "unfilled", "unreadable",  # the table
    "unknown", "cells", "duplicate", "date", "special", "comma",  # a row
]  # fmt: skip
_REJECTION_CODES: dict[RefusalCode, RejectionCode] = {
    "large": "large", "empty": "empty", "macro": "kind", "old_office": "old", "type": "kind",
    "encoding": "encoding", "csv": "csv", "rows": "rows", "cells": "contents", "bomb": "bomb",
    "contents": "contents", "slow": "slow", "unsafe": "broken", "broken": "broken",
}  # fmt: skip


@dataclass(frozen=True)
class RejectedRow:
    """What is left out of a file and why.

    Attributes:
        row: its number from 1; 0 = the whole file.
        code: the text ``bad_`` + code of ``[commitment]``.
        values: what fills the text's placeholders.
        content: the row in short, where all of it is left out.
    """

    row: int
    code: RejectionCode
    values: tuple[tuple[str, object], ...] = ()
    content: str = ""

    def sentence(self, lang: str) -> str:
        """The reason with the row, in one sentence."""
        values: dict[str, object] = dict(self.values)
        if "columns" in values:
            names = str(values["columns"]).split(",")
            values["columns"] = ", ".join(f"“{heading(c, lang)}”" for c in names)
        reason = t(f"commitment.bad_{self.code}", lang, **values)
        if not self.row:
            return reason
        key = "commitment.row_out" if self.content else "commitment.row"
        return t(key, lang, row=self.row, reason=reason, content=self.content)


@dataclass(frozen=True, eq=False)
class Commitments:
    """The usable rows of a file and what was left out.

    Attributes:
        rows: one per action, with KEY and FILLED_COLUMNS as text; deadline as year-month-day.
        problems: what was left out, in the order of the file.
    """

    rows: pd.DataFrame = field(
        default_factory=lambda: pd.DataFrame(columns=[*KEY, *FILLED_COLUMNS])
    )
    problems: tuple[RejectedRow, ...] = ()


def heading(column: str, lang: str) -> str:
    """The heading of one of COLUMNS in the file of that language."""
    return t(f"commitment.{column}", lang)


def parse_commitments(content: bytes, actions: pd.DataFrame) -> Commitments:
    """Read a filled-in template: XLSX or CSV, with the headings of either language.

    Args:
        content: the file.
        actions: plan, id of every plan action there is.

    Returns:
        the usable rows and what was left out and why. Rows in which nothing is filled in are
        neither.
    """
    try:
        separator = partial(separator_of_headings, is_heading=_is_heading)
        sheets = read_tables(content, COMMITMENTS_LIMITS, choose_separator=separator)
    except FileRefused as refused:
        return _reject_file(_REJECTION_CODES[refused.code], **_refusal_values(refused))
    tables = [sheet.rows for sheet in sheets if sheet.rows]
    if not tables:
        return _reject_file("empty")
    if sum(_has_headings(rows[0]) for rows in tables) > 1:
        return _reject_file("sheets")
    table = max(tables, key=lambda rows: sum(map(_is_heading, rows[0])))
    columns = [_column_of_heading(cell) for cell in table[0]]
    missing = [c for c in REQUIRED_COLUMNS if c not in columns]
    if missing:
        return _reject_file("columns", columns=",".join(missing))
    repeated = sorted({c for c in columns if c and columns.count(c) > 1})
    if repeated:
        return _reject_file("twice", columns=",".join(repeated))
    lang = _language_of(table[0])
    texts = [[_cell_text(cell, lang) for cell in cells] for cells in table[1:]]
    is_text = not sheets[0].name  # only in CSV do signs keep a spreadsheet from calculating
    parsed = _parse_rows(texts, columns, actions, is_text)
    special = _special_cells(table, columns)
    return replace(parsed, problems=(*parsed.problems, *special)) if special else parsed


def _has_headings(row: list[CellValue]) -> bool:
    """Whether a row has all headings that a table needs."""
    return set(REQUIRED_COLUMNS) <= {_column_of_heading(cell) for cell in row}


def _special_cells(table: list[list[CellValue]], columns: list[str]) -> list[RejectedRow]:
    """The errors and truth values among the filled columns, which are left out."""
    return [
        RejectedRow(number, "special", (("columns", column), ("value", str(cell))))
        for number, cells in enumerate(table[1:], start=2)
        for column, cell in zip(columns, cells, strict=False)
        if column in FILLED_COLUMNS and _is_no_text(cell)
    ]


def _is_no_text(cell: CellValue) -> bool:
    """Whether a cell holds an error or a truth value, which nobody typed as an answer."""
    return isinstance(cell, SpecialCell) and cell.kind in ("error", "boolean")


def commitment_template(actions: pd.DataFrame, rows: pd.DataFrame, lang: str) -> pd.DataFrame:
    """The actions of a plan with what is filled in so far, to fill in and upload again.

    Args:
        actions: plan, id, measure_vi, measure_en.
        rows: ``Commitments.rows``.
        lang: "vi" or "en".

    Returns:
        one text column for each of COLUMNS under its heading, a row an action.
    """
    table = join_to_actions(actions, rows)
    table["measure"] = table[f"measure_{lang}"]
    return table[list(COLUMNS)].rename(columns={c: heading(c, lang) for c in COLUMNS})


def join_to_actions(actions: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """The actions with FILLED_COLUMNS beside them, "" where nothing is filled in.

    Args:
        actions: plan, id and any other columns.
        rows: ``Commitments.rows``.
    """
    out = actions.merge(rows, on=list(KEY), how="left")
    out[list(FILLED_COLUMNS)] = out[list(FILLED_COLUMNS)].fillna("").astype(str)
    return out


def to_csv(table: pd.DataFrame) -> bytes:
    """A template as CSV for a spreadsheet; cells that it would calculate begin with an apostrophe.

    ``parse_commitments`` takes the apostrophe off again, so that nothing is lost on the way there
    and back.
    """
    safe = table.map(lambda cell: f"'{cell}" if _FORMULA_START.match(cell) else cell)
    text = safe.to_csv(index=False, lineterminator="\r\n")
    return b"\xef\xbb\xbf" + text.encode("utf-8")


def to_xlsx(table: pd.DataFrame, notes: tuple[str, list[str]]) -> bytes:
    """A template as XLSX in which every cell is text, so that a date stays as it is typed.

    Args:
        table: see ``commitment_template``.
        notes: the name and the sentences of a second sheet.
    """
    return spreadsheet.write_xlsx(
        {t("commitment.sheet", _language_of(list(table.columns))): table}, notes, True
    )


def load_commitments(root: Path, actions: pd.DataFrame) -> Commitments:
    """The commitments stored beside the data, checked like an upload; nothing without the file."""
    path = root / "data" / FILE_NAME
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return Commitments()
    except OSError:  # the page shows its plan all the same
        return _reject_file("unreadable")
    return parse_commitments(content, actions)


def _reject_file(code: RejectionCode, **values: object) -> Commitments:
    """Nothing but the reason why the file cannot be used."""
    return Commitments(problems=(RejectedRow(0, code, tuple(values.items())),))


def _refusal_values(refused: FileRefused) -> dict[str, object]:
    """What the text of a refused file needs."""
    row = {"row": refused.location.row} if refused.location.row else {}
    return {**refused.values, **row}


def _normalize(text: str) -> str:
    """Text to compare headings by: one form of its letters, no case, no blanks around it."""
    return unicodedata.normalize("NFC", text).strip().casefold()


def _column_of_heading(cell: CellValue) -> str:
    """The column that a heading names, in either language or by its plain name; "" = another."""
    text = _normalize(str(cell))
    for column in COLUMNS:
        if text in (column, *(_normalize(heading(column, lang)) for lang in LANGUAGES)):
            return column
    return ""


def _is_heading(cell: CellValue) -> bool:
    """Whether a cell is a heading of the template."""
    return _column_of_heading(cell) != ""


def _language_of(header: list[CellValue]) -> str:
    """The language in which most headings are written."""
    present = {_normalize(str(cell)) for cell in header}
    headings = {lang: {_normalize(heading(c, lang)) for c in COLUMNS} for lang in LANGUAGES}
    return max(LANGUAGES, key=lambda lang: len(present & headings[lang]))


def _cell_text(cell: CellValue, lang: str) -> str:
    """A cell as text: a date as year-month-day, a number as the language writes it."""
    if cell is None or _is_no_text(cell):
        return ""
    if not isinstance(cell, float):
        return str(cell)
    is_percentage = isinstance(cell, Percentage)
    text = f"{round(float(cell) * (100 if is_percentage else 1), 10):.15g}"
    return (text.replace(".", ",") if lang == "vi" else text) + ("%" if is_percentage else "")


def _parse_rows(
    texts: list[list[str]], columns: list[str], actions: pd.DataFrame, is_text: bool
) -> Commitments:
    """The rows below the header.

    Args:
        texts: their cells.
        columns: the column of each cell, "" for one that is not of the template.
        actions: plan, id of every plan action there is.
        is_text: whether cells may begin with an apostrophe that is no part of them.
    """
    known_keys = set(zip(actions["plan"], actions["id"], strict=True))
    good_rows: dict[tuple[str, str], dict[str, str]] = {}
    first_rows: dict[tuple[str, str], int] = {}
    problems: list[RejectedRow] = []
    for number, cells in enumerate(texts, start=2):
        row = _row_values(columns, cells, is_text)
        if not any(row[c] for c in FILLED_COLUMNS):
            continue
        key = (row["plan"], row["id"])
        width = len(columns)
        problem = _find_problem(number, row, cells, width, is_text, known_keys, first_rows.get(key))
        if problem:
            problems.append(problem)
            continue
        first_rows[key] = number
        deadline = _parse_date(row["deadline"])
        if deadline is None:
            excerpt = row["deadline"][:_MAX_DATE_EXCERPT]
            problems.append(RejectedRow(number, "date", (("value", excerpt),)))
        row["deadline"] = deadline or ""
        if any(row[c] for c in FILLED_COLUMNS):
            good_rows[key] = row
    if not good_rows and not problems:
        return _reject_file("unfilled")
    if sum(len(value) for row in good_rows.values() for value in row.values()) > _MAX_CHARACTERS:
        return _reject_file("contents")
    rows = pd.DataFrame(list(good_rows.values()), columns=[*KEY, *FILLED_COLUMNS], dtype="str")
    return Commitments(rows, tuple(problems))


def _row_values(columns: list[str], cells: list[str], is_text: bool) -> dict[str, str]:
    """The cells of a row by column; "" where there is none."""
    values = {column: cell for column, cell in zip(columns, cells, strict=False) if column}
    row = {c: values.get(c, "").strip() for c in (*KEY, *FILLED_COLUMNS)}
    if not is_text:
        return row
    return {
        c: v[1:] if v.startswith("'") and _FORMULA_START.match(v) else v for c, v in row.items()
    }


def _find_problem(
    number: int,
    row: dict[str, str],
    cells: list[str],
    width: int,
    is_csv: bool,
    known_keys: set[tuple[str, str]],
    first_row: int | None,
) -> RejectedRow | None:
    """Why a row is left out; None for a good one.

    Args:
        number: the row, from 1.
        row: its values by column.
        cells: all its cells.
        width: cells of the header.
        is_csv: whether a separator too many moves the cells after it, even into an empty one.
        known_keys: plan and id of every action.
        first_row: the row in which its action stands already.
    """
    content = " · ".join(cell.strip() for cell in cells if cell.strip())
    if len(content) > _MAX_ROW_EXCERPT:
        content = f"{content[:_MAX_ROW_EXCERPT]}…"
    if any(cell.strip() for cell in cells[width:]) or (is_csv and len(cells) > width):
        values = (("found", len(cells)), ("expected", width))
        return RejectedRow(number, "cells", values, content)
    if (row["plan"], row["id"]) not in known_keys:
        return RejectedRow(number, "unknown", (("plan", row["plan"]), ("id", row["id"])), content)
    if is_csv and row["target"].isdigit() and _FRACTION.fullmatch(row["note"]):
        return RejectedRow(number, "comma", (("value", f"{row['target']},{row['note']}"),), content)
    if first_row is not None:
        return RejectedRow(number, "duplicate", (("id", row["id"]), ("first", first_row)), content)
    return None


def _parse_date(text: str) -> str | None:
    """A date as year-month-day; also read from day/month/year, as Vietnamese spreadsheets save it.

    None where it is no date; "" stays.
    """
    if not text:
        return ""
    if match := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text):
        year, month, day = map(int, match.groups())
    elif match := re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text):
        day, month, year = map(int, match.groups())
    else:
        return None
    if not DEADLINE_YEARS[0] <= year <= DEADLINE_YEARS[1]:
        return None
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
