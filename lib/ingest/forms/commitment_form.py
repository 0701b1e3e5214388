"""The form of commitments: who does what by when for each action of a plan; its rows, its files.

``lib.ingest.forms.commitments`` reads a filled-in form; what shows or writes one needs no reader.
"""

import re
from dataclasses import dataclass, field
from typing import Literal

import pandas as pd

from lib.common import spreadsheet
from lib.common.text import t
from lib.ingest.forms.headings import (
    COLUMNS,
    FILLED_COLUMNS,
    KEY,
    PAPI,
    heading,
    language_of,
)

FILE_NAME = "commitments.csv"  # in data/, where a team that hosts the app may keep it
FORMULA_START = re.compile(r"'*[=+\-@]")  # how a cell begins that a spreadsheet would calculate

RejectionCode = Literal[
    "large", "old", "kind", "broken", "bomb", "rows", "contents",
    "slow", "encoding", "empty", "csv", "order", "unreadable",  # the file
    "columns", "twice", "unfilled", "hidden_sheet", "lacking_sheet", "foreign",  # the table
    "far_sheets", "far_columns",  # what stands behind all that is read
    "unknown", "cells", "duplicate", "date", "formula", "special", "comma", "hidden",  # a row
]  # fmt: skip


@dataclass(frozen=True)
class RejectedRow:
    """What is left out of a file and why.

    Attributes:
        row: its number from 1; 0 = the whole file.
        code: the text ``bad_`` + code of ``[commitment]``.
        values: what fills the text's placeholders.
        content: the row in short, where all of it is left out.
        sheet: the name of its sheet, where a workbook has more than one with the headings.
    """

    row: int
    code: RejectionCode
    values: tuple[tuple[str, object], ...] = ()
    content: str = ""
    sheet: str = ""

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
        sentence = t(key, lang, row=self.row, reason=reason, content=self.content)
        return f"{self.sheet}: {sentence}" if self.sheet else sentence


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


def commitment_template(
    actions: pd.DataFrame, rows: pd.DataFrame, lang: str, papi: bool = False
) -> pd.DataFrame:
    """The actions of a plan with what is filled in so far, to fill in and upload again.

    Args:
        actions: plan, id, measure_vi, measure_en; the result has a row for each.
        rows, lang, papi: ``Commitments.rows``; see ``titled_columns``.
    """
    table = join_to_actions(actions, rows)
    table["measure"] = table[f"measure_{lang}"]
    return titled_columns(table, lang, papi)


def titled_columns(table: pd.DataFrame, lang: str, papi: bool = False) -> pd.DataFrame:
    """COLUMNS under their headings in ``lang``; an empty PAPI only where ``papi`` asks for it."""
    names = {c: heading(c, lang) for c in COLUMNS if c != PAPI or papi or table[c].ne("").any()}
    return table[list(names)].rename(columns=names)


def join_to_actions(actions: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """The actions with FILLED_COLUMNS beside them, "" where nothing is filled in.

    Args:
        actions: plan, id and any other columns.
        rows: ``Commitments.rows``.
    """
    filled = rows.reindex(columns=[*KEY, *FILLED_COLUMNS])
    out = actions.merge(filled, on=list(KEY), how="left")
    out[list(FILLED_COLUMNS)] = out[list(FILLED_COLUMNS)].fillna("").astype(str)
    return out


def to_csv(table: pd.DataFrame) -> bytes:
    """A template as CSV for a spreadsheet; cells that it would calculate begin with an apostrophe.

    In Vietnamese its columns are divided by semicolons, as a Vietnamese spreadsheet expects them.
    ``commitments.parse_commitments`` takes the apostrophe off again, so that nothing is lost on the
    way there and back.
    """
    safe = table.map(lambda cell: f"'{cell}" if FORMULA_START.match(cell) else cell)
    divider = ";" if language_of(list(table.columns)) == "vi" else ","
    text = safe.to_csv(index=False, sep=divider, lineterminator="\r\n")
    return b"\xef\xbb\xbf" + text.encode("utf-8")


def to_xlsx(table: pd.DataFrame, notes: tuple[str, list[str]]) -> bytes:
    """A template as XLSX in which every cell is text, so that a date stays as it is typed.

    Args:
        table: see ``commitment_template``.
        notes: the name and the sentences of a second sheet.
    """
    return spreadsheet.write_xlsx(
        {t("commitment.sheet", language_of(list(table.columns))): table}, notes, True
    )
