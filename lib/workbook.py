"""Tables as one spreadsheet file (XLSX): typed columns, a header that stays, a sheet of notes."""

import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

_WIDEST = 60  # characters
_TITLE = 31  # characters that the name of a sheet may have


def xlsx(sheets: Mapping[str, pd.DataFrame], notes: tuple[str, Sequence[str]]) -> bytes:
    """One sheet a table, then a sheet of sentences (sources, limits).

    Args:
        sheets: tables by the name of their sheet; numbers stay numbers, dates (``date``) dates,
            text is never calculated even where it begins with an equals sign.
        notes: the name of the last sheet and its sentences.
    """
    from openpyxl import Workbook  # loads slowly, so only when somebody asks for a file
    from openpyxl.styles import Alignment, Font

    book = Workbook()
    book.remove(book.worksheets[0])
    for name, table in sheets.items():
        sheet = book.create_sheet(name[:_TITLE])
        sheet.append([str(column) for column in table.columns])
        clean = table.astype(object).where(table.notna(), None)
        for row, values in enumerate(clean.to_numpy(), start=2):
            for place, value in enumerate(values, start=1):
                _write(sheet.cell(row, place), value)
        for cell in sheet[1]:
            cell.font = Font(bold=True)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.freeze_panes = "A2"
        sheet.auto_filter.ref = sheet.dimensions
        _widths(sheet)
    name, sentences = notes
    sheet = book.create_sheet(name[:_TITLE])
    for row, sentence in enumerate(sentences, start=1):
        cell = sheet.cell(row, 1)
        _write(cell, sentence)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.column_dimensions["A"].width = 110
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write(cell: Any, value: object) -> None:
    """A value of its own type into a cell."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if hasattr(value, "item"):
        value = value.item()
    if value is None or value == "":
        return
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.data_type = "s"
        return
    cell.value = value
    if isinstance(value, float):
        cell.number_format = "0.00"
    elif isinstance(value, date):
        cell.number_format = "dd/mm/yyyy"


def _widths(sheet: Any) -> None:
    """Columns as wide as what they hold, up to a limit from which on the text wraps."""
    from openpyxl.styles import Alignment

    for column in sheet.columns:
        longest = max(len(str(cell.value)) if cell.value is not None else 0 for cell in column)
        letter = column[0].column_letter
        sheet.column_dimensions[letter].width = min(max(longest + 2, 9), _WIDEST)
        if longest > _WIDEST:
            for cell in column:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
