"""Who does what by when: a filled-in template read back, row by row, nothing invented.

A commitment belongs to one measure of a plan. Bad rows are named with their row number as a
spreadsheet counts (the header is row 1) and with what they hold, and left out; of a row with a bad
date only the date is left out; good rows are kept as they are.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pandas as pd

from lib.common import spreadsheet
from lib.common.text import LANGUAGES, t
from lib.datasets.descriptions import DataError
from lib.ingest import handed
from lib.ingest.handed import Cell, Number, Unreadable

KEY = ("plan", "id")
FILLED_COLUMNS = ("owner", "deadline", "indicator", "target", "note")
COLUMNS = (*KEY, "measure", *FILLED_COLUMNS)
REQUIRED_COLUMNS = (*KEY, "owner", "deadline", "indicator", "target")
LARGEST = handed.LARGEST
FILE = "commitments.csv"  # a team that hosts the app may keep it in data/
DEADLINE_YEARS = (2000, 2100)  # a deadline outside is a slip of the pen
_MAX_ECHO = 160  # characters of a row that is left out which are told
_FORMULA_START = re.compile(r"'*[=+\-@]")  # how a cell begins that a spreadsheet would calculate


@dataclass(frozen=True)
class RejectedRow:
    """What was left out of a row (0 = the whole file) and why: a text of ``[commitment]``.

    ``content`` is what the row holds where all of it was left out.
    """

    row: int
    code: str
    values: tuple[tuple[str, object], ...] = ()
    content: str = ""

    def sentence(self, lang: str) -> str:
        """The reason with its row, in one sentence."""
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
    """What a file holds: ``rows`` (plan, id and FILLED, all text, deadline year-month-day)."""

    rows: pd.DataFrame = field(
        default_factory=lambda: pd.DataFrame(columns=[*KEY, *FILLED_COLUMNS])
    )
    problems: tuple[RejectedRow, ...] = ()


def heading(column: str, lang: str) -> str:
    """A column's heading in the file of that language."""
    return t(f"commitment.{column}", lang)


def parse_commitments(content: bytes, measures: pd.DataFrame) -> Commitments:
    """Read a filled-in template: XLSX, or text as ``handed`` reads it; headings of either language.

    Args:
        content: the file.
        measures: plan, id of every measure there is.

    Returns:
        the good rows in the file's order, and what was left out and why. Rows in which nothing is
        filled in are neither.
    """
    try:
        sheets = handed.tables(content, lambda cell: _column_of_heading(cell) != "")
    except Unreadable as err:
        return Commitments(problems=(RejectedRow(0, err.code, err.values),))
    rows = max(sheets, key=lambda sheet: sum(_column_of_heading(c) != "" for c in sheet[0]))
    lang = _language_of(rows[0])
    names = [_column_of_heading(cell) for cell in rows[0]]
    missing = [c for c in REQUIRED_COLUMNS if c not in names]
    if missing:
        return _refuse_file("columns", columns=",".join(missing))
    twice = sorted({c for c in names if c and names.count(c) > 1})
    if twice:
        return _refuse_file("twice", columns=",".join(twice))
    known = set(zip(measures["plan"], measures["id"], strict=True))
    good: dict[tuple[str, str], dict[str, str]] = {}
    place: dict[tuple[str, str], int] = {}
    problems: list[RejectedRow] = []
    escaped = not content.startswith(b"PK")  # only a text needs signs against calculation
    for number, cells in enumerate(rows[1:], start=2):
        texts = [_cell_text(cell, lang) for cell in cells]
        row = _row_values(names, texts, escaped)
        if not any(row[c] for c in FILLED_COLUMNS):
            continue
        key = (row["plan"], row["id"])
        problem = _find_problem(number, row, texts, names, known, place.get(key))
        if problem:
            problems.append(problem)
            continue
        place[key] = number
        deadline = _parse_date(row["deadline"])
        if deadline is None:
            problems.append(RejectedRow(number, "date", (("value", row["deadline"][:40]),)))
        row["deadline"] = deadline or ""
        if any(row[c] for c in FILLED_COLUMNS):
            good[key] = row
    if not good and not problems:
        return _refuse_file("unfilled")
    table = pd.DataFrame(list(good.values()), columns=[*KEY, *FILLED_COLUMNS], dtype="str")
    return Commitments(table, tuple(problems))


def commitment_template(measures: pd.DataFrame, rows: pd.DataFrame, lang: str) -> pd.DataFrame:
    """The measures of a plan with what is filled in so far, to fill in and hand in again.

    Args:
        measures: plan, id, measure_vi, measure_en.
        rows: the good rows of ``parse``.

    Returns:
        one text column for each of COLUMNS under its heading, a row a measure.
    """
    table = join_to_actions(measures, rows)
    table["measure"] = table[f"measure_{lang}"]
    return table[list(COLUMNS)].rename(columns={c: heading(c, lang) for c in COLUMNS})


def join_to_actions(measures: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """The measures with FILLED beside them, "" where nothing is filled in."""
    out = measures.merge(rows, on=list(KEY), how="left")
    out[list(FILLED_COLUMNS)] = out[list(FILLED_COLUMNS)].fillna("").astype(str)
    return out


def to_csv(table: pd.DataFrame) -> bytes:
    """A template as CSV for a spreadsheet; cells that it would calculate begin with an apostrophe.

    ``parse`` takes the apostrophe off again, so nothing is lost on the way there and back.
    """
    safe = table.map(lambda cell: f"'{cell}" if _FORMULA_START.match(cell) else cell)
    text = safe.to_csv(index=False, lineterminator="\r\n")
    return b"\xef\xbb\xbf" + text.encode("utf-8")


def to_xlsx(table: pd.DataFrame, notes: tuple[str, list[str]]) -> bytes:
    """A template as XLSX in which every cell is text, so that a date stays as it is typed."""
    return spreadsheet.write_xlsx(
        {t("commitment.sheet", _language_of(list(table.columns))): table}, notes, True
    )


def load_commitments(root: Path, measures: pd.DataFrame) -> Commitments:
    """The commitments kept beside the data, checked like an upload; nothing without the file."""
    path = root / "data" / FILE
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return Commitments()
    except OSError as err:
        raise DataError("unreadable", file=path.name) from err
    return parse_commitments(content, measures)


def _refuse_file(code: str, **values: object) -> Commitments:
    return Commitments(problems=(RejectedRow(0, code, tuple(values.items())),))


def _normalize(text: str) -> str:
    """Text to compare headings by: one form of its letters, no case, no spaces around."""
    return unicodedata.normalize("NFC", text).strip().casefold()


def _column_of_heading(cell: Cell) -> str:
    """The column that a heading names, in either language or by its plain name; "" = another."""
    wanted = _normalize(str(cell))
    for column in COLUMNS:
        if wanted in (column, *(_normalize(heading(column, lang)) for lang in LANGUAGES)):
            return column
    return ""


def _language_of(header: list[Cell]) -> str:
    """The language in which most headings are written."""
    found = {_normalize(str(cell)) for cell in header}
    named = {lang: {_normalize(heading(c, lang)) for c in COLUMNS} for lang in LANGUAGES}
    return max(LANGUAGES, key=lambda lang: len(found & named[lang]))


def _cell_text(cell: Cell, lang: str) -> str:
    """A cell as text: a date as year-month-day, a number as the language writes it."""
    if isinstance(cell, Number):
        text = f"{round(cell.value * (100 if cell.percent else 1), 10):.15g}"
        return (text.replace(".", ",") if lang == "vi" else text) + ("%" if cell.percent else "")
    return cell.isoformat() if isinstance(cell, date) else cell


def _row_values(names: list[str], cells: list[str], escaped: bool) -> dict[str, str]:
    """The cells by column; what is not there is empty."""
    found = {name: cell for name, cell in zip(names, cells, strict=False) if name}
    row = {c: found.get(c, "").strip() for c in (*KEY, *FILLED_COLUMNS)}
    if not escaped:
        return row
    return {
        c: v[1:] if v.startswith("'") and _FORMULA_START.match(v) else v for c, v in row.items()
    }


def _find_problem(
    number: int,
    row: dict[str, str],
    cells: list[str],
    names: list[str],
    known: set,
    first: int | None,
) -> RejectedRow | None:
    """Why a row is left out, None for a good one; ``first`` is where its measure stands already."""
    content = " · ".join(cell.strip() for cell in cells if cell.strip())
    content = content if len(content) <= _MAX_ECHO else f"{content[:_MAX_ECHO]}…"
    if any(cell.strip() for cell in cells[len(names) :]):
        values = (("found", len(cells)), ("expected", len(names)))
        return RejectedRow(number, "cells", values, content)
    if (row["plan"], row["id"]) not in known:
        return RejectedRow(number, "unknown", (("plan", row["plan"]), ("id", row["id"])), content)
    if first is not None:
        return RejectedRow(number, "duplicate", (("id", row["id"]), ("first", first)), content)
    return None


def _parse_date(text: str) -> str | None:
    """A date as year-month-day; also read from day/month/year, as Vietnamese spreadsheets save it.

    None where it is no date; "" stays.
    """
    if not text:
        return ""
    if found := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text):
        year, month, day = map(int, found.groups())
    elif found := re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text):
        day, month, year = map(int, found.groups())
    else:
        return None
    if not DEADLINE_YEARS[0] <= year <= DEADLINE_YEARS[1]:
        return None
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
