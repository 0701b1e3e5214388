"""Cells of a filled-in form: their texts, merged ones and dates."""

import re
from datetime import date

from lib.ingest.files.cells import CellValue, Percentage, Sheet, SpecialCell, SpecialKind
from lib.ingest.limits import check_time

_ERROR = re.compile(r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!)")
DEADLINE_YEARS = (2000, 2100)  # first and last; a deadline outside is a typing error
_MAX_EXCERPT = 160  # characters that a sentence quotes of a row


def text_or_error(text: str) -> CellValue:
    """A text as it is, None for an empty one; an error that a spreadsheet has saved as text."""
    return SpecialCell("error", text) if _ERROR.fullmatch(text) else text or None


def special_kind(cell: CellValue) -> SpecialKind | None:
    """What a cell holds that is neither text nor a number; None for any other."""
    return cell.kind if isinstance(cell, SpecialCell) else None


def cell_text(cell: CellValue, lang: str) -> str:
    """A cell as text: a date as year-month-day, a number as the language writes it.

    "" for what nobody typed: a formula without a result, an error, a truth value.
    """
    if cell is None or special_kind(cell) in ("formula", "error", "boolean"):
        return ""
    if not isinstance(cell, float):
        return str(cell)
    is_percentage = isinstance(cell, Percentage)
    text = f"{round(float(cell) * (100 if is_percentage else 1), 10):.15g}"
    return (text.replace(".", ",") if lang == "vi" else text) + ("%" if is_percentage else "")


def fill_merged(sheet: Sheet, header_row: int, columns: set[int]) -> list[list[CellValue]]:
    """The rows with the value of a merged cell in each row that it covers, as a reader sees it.

    Args:
        sheet: its cells and its merged areas.
        header_row: from 0; merged areas down to it are left alone.
        columns: those (from 1) in which a value counts for all rows.
    """
    rows = [list(row) for row in sheet.rows]
    for area in sheet.merged:
        check_time()
        if area.top <= header_row + 1 or area.top > len(rows):
            continue
        if area.left not in columns:
            continue
        first = rows[area.top - 1]
        value = first[area.left - 1] if area.left <= len(first) else None
        for row in rows[area.top : area.bottom] if value is not None else ():
            row += [None] * (area.left - len(row))
            row[area.left - 1] = value
    return rows


def parse_date(text: str) -> str | None:
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


def row_excerpt(cells: list[str]) -> str:
    """A row in short."""
    content = " · ".join(cell.strip() for cell in cells if cell.strip())
    return content if len(content) <= _MAX_EXCERPT else f"{content[:_MAX_EXCERPT]}…"
