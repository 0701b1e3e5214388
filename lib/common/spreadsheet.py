"""Tables as one spreadsheet file (XLSX): typed columns, a header that stays, a sheet of notes."""

import io
import math
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

_WIDEST, _NARROWEST = 60, 9  # characters
_TITLE = 31  # characters that the name of a sheet may have
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # in XML


def write_xlsx(
    sheets: Mapping[str, pd.DataFrame], notes: tuple[str, Sequence[str]], form: bool = False
) -> bytes:
    """One sheet a table, then a sheet of sentences (sources, limits).

    Args:
        sheets: tables by the name of their sheet; numbers stay numbers, dates (``date``) dates,
            text is never calculated even where it begins with an equals sign.
        notes: the name of the last sheet and its sentences.
        form: to be filled in; every cell is text, so that what is typed stays as it is.
    """
    import xlsxwriter  # loads slowly, so only when somebody asks for a file

    out = io.BytesIO()
    # Nothing goes through the disk, not even while it is written.
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    wrapped = {"text_wrap": True, "valign": "top"}
    looks = {
        "head": book.add_format(wrapped | {"bold": True}),
        "text": book.add_format(wrapped),
        "score": book.add_format({"num_format": "0.00"}),
        "date": book.add_format({"num_format": "dd/mm/yyyy"}),
    }
    for name, table in sheets.items():
        typed = book.add_format(wrapped | {"num_format": "@"}) if form else None
        _write_sheet(book.add_worksheet(_sheet_name(name)), table, looks, typed)
    name, sentences = notes
    sheet = book.add_worksheet(_sheet_name(name))
    sheet.set_column(0, 0, 110)
    for row, sentence in enumerate(sentences):
        sheet.write_string(row, 0, _ILLEGAL.sub("", sentence), looks["text"])
    book.close()
    return out.getvalue()


def _write_sheet(sheet: Any, table: pd.DataFrame, looks: Mapping[str, Any], typed: Any) -> None:
    """One table: header, columns of their own type and width, a filter over all.

    ``typed`` is the look of every cell of a form, else None.
    """
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(table), max(len(table.columns) - 1, 0))
    for place, column in enumerate(table.columns):
        values = table[column].astype(object).where(table[column].notna(), None).tolist()
        shown = [len(str(v)) for v in values if v is not None and not isinstance(v, float)]
        # The header has the filter's button beside it.
        longest = max([*shown, len(str(column)) + 2, _NARROWEST])
        look = looks["text"] if longest > _WIDEST else None
        sheet.set_column(place, place, min(longest + 1, _WIDEST))
        sheet.write_string(0, place, str(column), looks["head"])
        for row, value in enumerate(values, start=1):
            if typed is not None and value in (None, ""):
                sheet.write_blank(row, place, None, typed)
                continue
            _write_cell(sheet, row, place, value, typed or look, looks)


def _write_cell(
    sheet: Any, row: int, place: int, value: Any, look: Any, looks: Mapping[str, Any]
) -> None:
    """A value of its own type into a cell."""
    if hasattr(value, "item"):
        value = value.item()
    if value is None or value == "":
        return
    if isinstance(value, str):
        sheet.write_string(row, place, _ILLEGAL.sub("", value), look)
    elif isinstance(value, bool):
        sheet.write_boolean(row, place, value)
    elif isinstance(value, date):
        sheet.write_datetime(row, place, value, looks["date"])
    elif isinstance(value, float):
        if math.isfinite(value):
            # More decimals than the scores have would be noise of the arithmetic.
            sheet.write_number(row, place, round(value, 6), looks["score"])
    else:
        sheet.write_number(row, place, value)


def _sheet_name(name: str) -> str:
    """A name that a sheet may have."""
    return re.sub(r"[\[\]:*?/\\]", "-", name)[:_TITLE].strip("'")
