"""Who does what by when: a filled-in template read back, row by row, nothing invented.

A commitment belongs to one measure of a plan. Bad rows are named with their row number as a
spreadsheet counts (the header is row 1) and left out; good rows are kept as they are.
"""

import csv
import io
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pandas as pd

from lib.text import LANGUAGES, t

KEY = ("plan", "id")
FILLED = ("owner", "deadline", "indicator", "target", "note")
COLUMNS = (*KEY, "measure", *FILLED)
NEEDED = (*KEY, "owner", "deadline", "indicator", "target")
FILE = "commitments.csv"  # a team that hosts the app may keep it in data/
LARGEST = 2_000_000  # bytes
YEARS = (2000, 2100)  # a deadline outside is a slip of the pen
_RISKY = re.compile(r"'*[=+\-@]")  # how a cell begins that a spreadsheet would calculate


@dataclass(frozen=True)
class Problem:
    """Why a row (0 = the whole file) was left out: a text of ``[commitment]`` and its values."""

    row: int
    code: str
    values: tuple[tuple[str, object], ...] = ()

    def sentence(self, lang: str) -> str:
        """The reason with its row, in one sentence."""
        values: dict[str, object] = dict(self.values)
        if "columns" in values:
            names = str(values["columns"]).split(",")
            values["columns"] = ", ".join(f"“{heading(c, lang)}”" for c in names)
        reason = t(f"commitment.bad_{self.code}", lang, **values)
        return t("commitment.row", lang, row=self.row, reason=reason) if self.row else reason


@dataclass(frozen=True, eq=False)
class Parsed:
    """What a file holds: ``rows`` (plan, id and FILLED, all text, deadline year-month-day)."""

    rows: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=[*KEY, *FILLED]))
    problems: tuple[Problem, ...] = ()


def heading(column: str, lang: str) -> str:
    """A column's heading in the file of that language."""
    return t(f"commitment.{column}", lang)


def parse(content: bytes, measures: pd.DataFrame) -> Parsed:
    """Read a filled-in template: UTF-8, commas, semicolons or tabs, headings of either language.

    Args:
        content: the file.
        measures: plan, id of every measure there is.

    Returns:
        the good rows in the file's order, and what was left out and why. Rows in which nothing is
        filled in are neither.
    """
    if len(content) > LARGEST:
        return _nothing("large", size=LARGEST // 1_000_000)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as err:
        return _nothing("encoding", row=content[: err.start].count(b"\n") + 1)
    if not text.strip():
        return _nothing("empty")
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=_separator(text), strict=True))
    except csv.Error:
        return _nothing("csv")
    names = [_column(cell) for cell in rows[0]]
    missing = [c for c in NEEDED if c not in names]
    if missing:
        return _nothing("columns", columns=",".join(missing))
    twice = sorted({c for c in names if c and names.count(c) > 1})
    if twice:
        return _nothing("twice", columns=",".join(twice))
    known = set(zip(measures["plan"], measures["id"], strict=True))
    good: dict[tuple[str, str], dict[str, str]] = {}
    place: dict[tuple[str, str], int] = {}
    problems: list[Problem] = []
    for number, cells in enumerate(rows[1:], start=2):
        row = _row(names, cells)
        if not any(row[c] for c in FILLED):
            continue
        key = (row["plan"], row["id"])
        problem = _problem(number, row, cells, names, known)
        if problem is None and key in place:
            values = (("id", row["id"]), ("first", place[key]))
            problem = Problem(number, "duplicate", values)
        if problem:
            problems.append(problem)
            continue
        place[key] = number
        row["deadline"] = _date(row["deadline"]) or ""
        good[key] = row
    table = pd.DataFrame(list(good.values()), columns=[*KEY, *FILLED], dtype="str")
    return Parsed(table, tuple(problems))


def template(measures: pd.DataFrame, rows: pd.DataFrame, lang: str) -> pd.DataFrame:
    """The measures of a plan with what is filled in so far, to fill in and hand in again.

    Args:
        measures: plan, id, measure_vi, measure_en.
        rows: the good rows of ``parse``.

    Returns:
        one text column for each of COLUMNS under its heading, a row a measure.
    """
    table = joined(measures, rows)
    table["measure"] = table[f"measure_{lang}"]
    return table[list(COLUMNS)].rename(columns={c: heading(c, lang) for c in COLUMNS})


def joined(measures: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """The measures with FILLED beside them, "" where nothing is filled in."""
    out = measures.merge(rows, on=list(KEY), how="left")
    out[list(FILLED)] = out[list(FILLED)].fillna("").astype(str)
    return out


def to_csv(table: pd.DataFrame) -> bytes:
    """A template as CSV for a spreadsheet; cells that it would calculate begin with an apostrophe.

    ``parse`` takes the apostrophe off again, so nothing is lost on the way there and back.
    """
    safe = table.map(lambda cell: f"'{cell}" if _RISKY.match(cell) else cell)
    text = safe.to_csv(index=False, lineterminator="\r\n")
    return b"\xef\xbb\xbf" + text.encode("utf-8")


def load(root: Path, measures: pd.DataFrame) -> Parsed:
    """The commitments kept beside the data, checked like an upload; nothing without the file."""
    path = root / "data" / FILE
    return parse(path.read_bytes(), measures) if path.exists() else Parsed()


def _nothing(code: str, **values: object) -> Parsed:
    return Parsed(problems=(Problem(0, code, tuple(values.items())),))


def _separator(text: str) -> str:
    """The separator under which the header names most of our columns."""
    header = text.lstrip().splitlines()[0]
    known = {s: sum(_column(c) != "" for c in _cells(header, s)) for s in (",", ";", "\t")}
    return max(known, key=known.__getitem__)


def _cells(line: str, separator: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=separator))
    except csv.Error:
        return []


def _plain(text: str) -> str:
    """Text to compare headings by: one form of its letters, no case, no spaces around."""
    return unicodedata.normalize("NFC", text).strip().casefold()


def _column(cell: str) -> str:
    """The column that a heading names, in either language or by its plain name; "" = another."""
    wanted = _plain(cell)
    for column in COLUMNS:
        if wanted in (column, *(_plain(heading(column, lang)) for lang in LANGUAGES)):
            return column
    return ""


def _row(names: list[str], cells: list[str]) -> dict[str, str]:
    """The cells by column; what is not there is empty."""
    found = {name: cell for name, cell in zip(names, cells, strict=False) if name}
    row = {c: found.get(c, "").strip() for c in (*KEY, *FILLED)}
    return {c: v[1:] if v.startswith("'") and _RISKY.match(v) else v for c, v in row.items()}


def _problem(
    number: int, row: dict[str, str], cells: list[str], names: list[str], known: set
) -> Problem | None:
    """What is wrong with a row, None for a good one."""
    if any(cell.strip() for cell in cells[len(names) :]):
        return Problem(number, "cells", (("found", len(cells)), ("expected", len(names))))
    if (row["plan"], row["id"]) not in known:
        return Problem(number, "unknown", (("plan", row["plan"]), ("id", row["id"])))
    if row["deadline"] and _date(row["deadline"]) is None:
        return Problem(number, "date", (("value", row["deadline"][:40]),))
    return None


def _date(text: str) -> str | None:
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
    if not YEARS[0] <= year <= YEARS[1]:
        return None
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
