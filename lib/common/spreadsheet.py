"""Write tables as a spreadsheet (XLSX): typed columns, a fixed header, a sheet of notes."""

import io
import math
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from lib.common.theme import LIGHT, text_color_on

_WIDEST, _NARROWEST = 60, 9  # characters of a column
_NOTES_WIDTH = 110  # characters
_LINE_HEIGHT = 15  # pt
_SHEET_NAME_LENGTH = 31  # characters, the most that spreadsheets allow
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # in XML


def write_xlsx(
    sheets: Mapping[str, pd.DataFrame],
    notes: tuple[str, Sequence[str]],
    form: bool = False,
    fills: Mapping[str, pd.DataFrame] | None = None,
) -> bytes:
    """Write one sheet a table, then a sheet of notes.

    Args:
        sheets: tables by the name of their sheet; numbers stay numbers, dates (``date``) dates,
            text is never calculated even where it begins with an equals sign.
        notes: the name of the last sheet and its sentences (sources, limits).
        form: the file is to be filled in; every cell is text, so that entries stay as typed.
        fills: by the name of a sheet, the colours (hex, "" = none) of the cells of some of its
            columns. Such a sheet prints on one landscape page.

    Returns:
        The file's content.
    """
    import xlsxwriter  # loads slowly, so only when a file is written

    out = io.BytesIO()
    # Without "in_memory" the library writes temporary files.
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    wrapped = {"text_wrap": True, "valign": "top"}
    formats = {
        "head": book.add_format(wrapped | {"bold": True}),
        "text": book.add_format(wrapped),
        "score": book.add_format({"num_format": "0.00"}),
        "date": book.add_format({"num_format": "dd/mm/yyyy"}),
    }
    for name, table in sheets.items():
        form_format = book.add_format(wrapped | {"num_format": "@"}) if form else None
        sheet = book.add_worksheet(_sheet_name(name))
        _write_sheet(sheet, table, formats, form_format)
        if fills and name in fills:
            _fill_cells(book, sheet, table, fills[name])
    name, sentences = notes
    sheet = book.add_worksheet(_sheet_name(name))
    _print_one_page_wide(sheet)
    sheet.set_column(0, 0, _NOTES_WIDTH)
    for row, sentence in enumerate(sentences):
        sheet.write_string(row, 0, _ILLEGAL.sub("", sentence), formats["text"])
        _make_room(sheet, row, [sentence], _NOTES_WIDTH)
    book.close()
    return out.getvalue()


def _write_sheet(
    sheet: Any, table: pd.DataFrame, formats: Mapping[str, Any], form_format: Any
) -> None:
    """Write a table: header, columns of their own type and width, a filter over all.

    ``form_format`` is the format of every cell of a form, else None.
    """
    _print_one_page_wide(sheet)
    sheet.repeat_rows(0)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(table), max(len(table.columns) - 1, 0))
    for number, column in enumerate(table.columns):
        values = table[column].astype(object).where(table[column].notna(), None).tolist()
        lengths = [len(str(v)) for v in values if v is not None and not isinstance(v, float)]
        # The button of the filter takes two characters of the header.
        longest = max([*lengths, len(str(column)) + 2, _NARROWEST])
        text_format = formats["text"] if longest > _WIDEST else None
        sheet.set_column(number, number, min(longest + 1, _WIDEST))
        sheet.write_string(0, number, str(column), formats["head"])
        for row, value in enumerate(values, start=1):
            if form_format is not None and value in (None, ""):
                sheet.write_blank(row, number, None, form_format)
                continue
            _write_cell(sheet, row, number, value, form_format or text_format, formats)
    for row, values in enumerate(table.itertuples(index=False), start=1):
        _make_room(sheet, row, [value for value in values if isinstance(value, str)], _WIDEST)


def _make_room(sheet: Any, row: int, texts: Sequence[str], width: int) -> None:
    """Make a row as high as its texts need in columns of ``width`` characters.

    LibreOffice prints a row without a height of its own as one line, over the next row.
    """
    # Lines break between words, so that each holds a few characters less.
    lines = max((math.ceil(len(text) / (0.9 * width)) for text in texts), default=1)
    if lines > 1:
        sheet.set_row(row, _LINE_HEIGHT * lines)


def _fill_cells(book: Any, sheet: Any, table: pd.DataFrame, fills: pd.DataFrame) -> None:
    """Write the numbers of some columns again on their colours; print it all on one page."""
    formats = {
        fill: book.add_format(
            {"num_format": "0.00", "bg_color": fill, "font_color": text_color_on(fill, LIGHT)}
        )
        for fill in set(fills.to_numpy().ravel()) - {""}
    }
    for column in fills.columns:
        number = table.columns.get_loc(column)
        for row, (value, fill) in enumerate(zip(table[column], fills[column], strict=True), 1):
            if fill:
                sheet.write_number(row, number, round(float(value), 6), formats[fill])
    sheet.fit_to_pages(1, 1)
    sheet.freeze_panes(1, 2)


def _print_one_page_wide(sheet: Any) -> None:
    """All columns on one landscape page of A4: on several pages no row could be read."""
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)


def _write_cell(
    sheet: Any, row: int, column: int, value: Any, text_format: Any, formats: Mapping[str, Any]
) -> None:
    """Write a value in its own type."""
    if hasattr(value, "item"):
        value = value.item()
    if value is None or value == "":
        return
    if isinstance(value, str):
        sheet.write_string(row, column, _ILLEGAL.sub("", value), text_format)
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, formats["date"])
    elif isinstance(value, float):
        if math.isfinite(value):
            # Scores have six decimals; more are floating-point noise.
            sheet.write_number(row, column, round(value, 6), formats["score"])
    else:
        sheet.write_number(row, column, value)


def _sheet_name(name: str) -> str:
    """The name as a sheet may have it: without some characters, and not too long."""
    return re.sub(r"[\[\]:*?/\\]", "-", name)[:_SHEET_NAME_LENGTH].strip("'")
