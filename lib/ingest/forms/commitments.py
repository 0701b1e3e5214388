"""Commitments: who does what by when for each action of a plan, read from a filled-in template.

A row that cannot be used is named with its number, as a spreadsheet counts (the header is row 1),
and with its content, and is left out. Of a row with a bad date only the date is left out.
"""

import re
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import pandas as pd

from lib.common.strings import clean_text
from lib.ingest.files.cells import CellValue, FileRefused, RefusalCode, Sheet
from lib.ingest.files.csv_file import separator_of_headings
from lib.ingest.forms.cells import (
    cell_text,
    fill_merged,
    parse_date,
    row_excerpt,
    special_kind,
    text_or_error,
)
from lib.ingest.forms.commitment_form import (
    FILE_NAME,
    FORMULA_START,
    Commitments,
    RejectedRow,
    RejectionCode,
)
from lib.ingest.forms.headings import (
    FILLED_COLUMNS,
    KEY,
    REQUIRED_COLUMNS,
    columns_of,
    foreign_columns,
    header_row,
    is_heading,
    language_of,
)
from lib.ingest.limits import COMMITMENTS_LIMITS, LimitExceeded, check_time, time_limit
from lib.ingest.reader import read_tables

_EXCERPT = 40  # characters that a sentence quotes
_MAX_CHARACTERS = 500_000  # of all cells together, as every session keeps its own
_FRACTION = re.compile(r"\d+\s*%?")  # what follows the comma of a number that was cut in two
_REJECTION_CODES: dict[RefusalCode, RejectionCode] = {
    "large": "large", "empty": "empty", "macro": "kind", "old_office": "old", "type": "kind",
    "encoding": "encoding", "csv": "csv", "rows": "rows", "cells": "contents", "bomb": "bomb",
    "contents": "contents", "slow": "slow", "unsafe": "broken", "broken": "broken",
    "order": "order",
}  # fmt: skip


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
        with time_limit(COMMITMENTS_LIMITS.seconds):
            return _parse(content, actions)
    except FileRefused as refused:
        return _reject_file(_REJECTION_CODES[refused.code], **_refusal_values(refused))
    except LimitExceeded as limit:
        return _reject_file(_REJECTION_CODES[limit.code], **limit.values)


def _parse(content: bytes, actions: pd.DataFrame) -> Commitments:
    """``parse_commitments`` without a limit to its time."""
    separator = partial(separator_of_headings, is_heading=is_heading)
    sheets = read_tables(
        content, COMMITMENTS_LIMITS, parse_text=text_or_error, choose_separator=separator
    )
    found = _parse_sheets([sheet for sheet in sheets if not sheet.unread], actions)
    return replace(found, problems=(*found.problems, *_far_problems(sheets)))


def _far_problems(sheets: list[Sheet]) -> list[RejectedRow]:
    """What is said of sheets and columns beyond those that are read."""
    limits = COMMITMENTS_LIMITS
    far = any(sheet.unread and not sheet.hidden for sheet in sheets)
    problems = [RejectedRow(0, "far_sheets", (("n", limits.sheets),))] if far else []
    cut = ", ".join(f"“{s.name}”" for s in sheets if s.cut and set(KEY) <= set(columns_of(s)))
    told = (("sheet", cut), ("n", limits.columns))
    return [*problems, RejectedRow(0, "far_columns", told)] if cut else problems


def _parse_sheets(sheets: list[Sheet], actions: pd.DataFrame) -> Commitments:
    """``parse_commitments`` of the sheets that are read."""
    tables = {sheet.name: columns_of(sheet) for sheet in sheets if sheet.rows}
    if not tables:
        return _reject_file("empty")
    form = [sheet for sheet in sheets if set(REQUIRED_COLUMNS) <= set(tables.get(sheet.name, ()))]
    hidden = [sheet.name for sheet in form if sheet.hidden]
    complete = [sheet for sheet in form if not sheet.hidden]
    if not complete and hidden:
        return _reject_file("hidden_sheet", sheet=", ".join(hidden))
    if not complete:
        visible = [tables[sheet.name] for sheet in sheets if sheet.rows and not sheet.hidden]
        columns = max(visible or tables.values(), key=lambda names: sum(map(bool, names)))
        return _reject_file("columns", columns=_missing(columns))
    is_text = not sheets[0].name  # only in CSV do signs keep a spreadsheet from calculating
    rows = _Rows(set(zip(actions["plan"], actions["id"], strict=True)), is_text)
    rows.problems += [RejectedRow(0, "hidden_sheet", (("sheet", name),)) for name in hidden]
    for name, columns in tables.items():
        if set(KEY) <= set(columns) and name not in {sheet.name for sheet in form}:
            values = (("sheet", name), ("columns", _missing(columns)))
            rows.problems.append(RejectedRow(0, "lacking_sheet", values))
    foreign: list[str] = []
    for sheet in complete:
        columns, number = tables[sheet.name], header_row(sheet)
        if repeated := sorted({c for c in columns if c and columns.count(c) > 1}):
            return _reject_file("twice", columns=",".join(repeated))
        rows.name = sheet.name if len(complete) > 1 else ""
        _parse_rows(sheet, number, columns, rows)
        foreign += foreign_columns(sheet, number, columns)
    if foreign:
        names = ", ".join(f"“{name[:_EXCERPT]}”" for name in dict.fromkeys(foreign))
        rows.problems.append(RejectedRow(0, "foreign", (("names", names),)))
    return rows.result()


def _missing(columns: list[str]) -> str:
    """The required columns that a sheet lacks, joined by commas."""
    return ",".join(column for column in REQUIRED_COLUMNS if column not in columns)


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
    return {**refused.values, **({"row": refused.location.row} if refused.location.row else {})}


@dataclass
class _Rows:
    """What is read of the rows of all sheets so far.

    Attributes:
        known_keys: plan and id of every plan action there is.
        is_text: whether cells may begin with an apostrophe that is no part of them.
        name: of the sheet, where there are several.
    """

    known_keys: set[tuple[str, str]]
    is_text: bool
    name: str = ""
    good: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    first_rows: dict[tuple[str, str], str] = field(default_factory=dict)
    problems: list[RejectedRow] = field(default_factory=list)

    def reject(self, problem: RejectedRow) -> None:
        """Add what is left out, with its sheet."""
        self.problems.append(replace(problem, sheet=self.name))

    def result(self) -> Commitments:
        """The usable rows and what was left out."""
        if not self.good and not self.problems:
            return _reject_file("unfilled")
        if sum(len(v) for row in self.good.values() for v in row.values()) > _MAX_CHARACTERS:
            return _reject_file("contents")
        rows = pd.DataFrame(list(self.good.values()), columns=[*KEY, *FILLED_COLUMNS], dtype="str")
        return Commitments(rows, tuple(self.problems))


def _parse_rows(sheet: Sheet, header: int, columns: list[str], rows: _Rows) -> None:
    """The rows below the header of one sheet.

    Args:
        sheet: its cells.
        header: its row, from 0.
        columns: the column of each cell, "" for one that is not of the template.
        rows: what is read so far; gets the rows.
    """
    lang = language_of(sheet.rows[header])
    filled = {n for n, c in enumerate(columns, 1) if c in FILLED_COLUMNS or c == KEY[0]}
    headings = [cell for cell in sheet.rows[header] if cell is not None]
    table = fill_merged(sheet, header, filled)
    for number, raw in enumerate(table[header + 1 :], start=header + 2):
        check_time()
        cells = [cell_text(cell, lang) for cell in raw]
        row = _row_values(columns, cells, rows.is_text)
        left_out = _left_out_cells(number, columns, raw)
        if not any(row[c] for c in FILLED_COLUMNS) and not left_out:
            continue
        if [cell for cell in raw if cell is not None] == headings:
            continue  # the headings once more, as on each page of a print
        if number in sheet.hidden_rows:
            rows.reject(RejectedRow(number, "hidden", content=row_excerpt(cells)))
            continue
        key = (row["plan"], row["id"])
        if not left_out and rows.good.get(key) == _with_date(row):
            continue  # the same once more, as on a copy of the sheet
        problem = _find_problem(number, row, cells, len(columns), rows)
        if problem:
            rows.reject(problem)
            continue
        rows.first_rows[key] = f"{number} ({rows.name})" if rows.name else str(number)
        for cell_problem in left_out:
            rows.reject(cell_problem)
        deadline = parse_date(row["deadline"])
        if deadline is None:
            rows.reject(RejectedRow(number, "date", (("value", row["deadline"][:_EXCERPT]),)))
        if any(_with_date(row)[c] for c in FILLED_COLUMNS):
            rows.good[key] = _with_date(row)


def _with_date(row: dict[str, str]) -> dict[str, str]:
    """A row as it is kept: its deadline as year-month-day, "" for a bad one."""
    return {**row, "deadline": parse_date(row["deadline"]) or ""}


def _left_out_cells(number: int, columns: list[str], cells: list[CellValue]) -> list[RejectedRow]:
    """The cells of a row (from 1) that hold nothing anybody typed as an answer."""
    filled = [(c, cell) for c, cell in zip(columns, cells, strict=False) if c in FILLED_COLUMNS]
    formulas = [c for c, cell in filled if special_kind(cell) == "formula"]
    out = [
        RejectedRow(number, "special", (("columns", c), ("value", str(cell))))
        for c, cell in filled
        if special_kind(cell) in ("error", "boolean")
    ]
    if formulas:
        out.insert(0, RejectedRow(number, "formula", (("columns", ",".join(formulas)),)))
    return out


def _row_values(columns: list[str], cells: list[str], is_text: bool) -> dict[str, str]:
    """The cells of a row by column; "" where there is none."""
    values = {column: cell for column, cell in zip(columns, cells, strict=False) if column}
    row = {c: values.get(c, "").strip() for c in (*KEY, *FILLED_COLUMNS)}
    row |= {c: clean_text(row[c]) for c in KEY}
    if not is_text:
        return row
    return {c: v[1:] if v.startswith("'") and FORMULA_START.match(v) else v for c, v in row.items()}


def _find_problem(
    number: int, row: dict[str, str], cells: list[str], width: int, rows: _Rows
) -> RejectedRow | None:
    """Why a row is left out; None for a good one.

    Args:
        number: the row, from 1.
        row: its values by column.
        cells: all its cells.
        width: cells of the header.
        rows: what is read so far; in CSV a separator too many moves the cells after it, even into
            an empty one.
    """
    content = row_excerpt(cells)
    key, target, note = (row["plan"], row["id"]), row["target"], row["note"]
    if any(cell.strip() for cell in cells[width:]) or (rows.is_text and len(cells) > width):
        values = (("found", len(cells)), ("expected", width))
        return RejectedRow(number, "cells", values, content)
    if key not in rows.known_keys:
        return RejectedRow(number, "unknown", (("plan", row["plan"]), ("id", row["id"])), content)
    if rows.is_text and target.isdigit() and _FRACTION.fullmatch(note):
        return RejectedRow(number, "comma", (("value", f"{target},{note}"),), content)
    if first := rows.first_rows.get(key):
        return RejectedRow(number, "duplicate", (("id", row["id"]), ("first", first)), content)
    return None
