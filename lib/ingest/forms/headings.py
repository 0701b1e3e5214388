"""The columns of the form of commitments, and the row of a sheet that holds their headings."""

from functools import cache

from lib.common.strings import clean_text
from lib.common.text import LANGUAGES, t
from lib.ingest.files.cells import CellValue, Sheet
from lib.ingest.issues import column_letter

KEY = ("plan", "id")
PAPI = "papi"  # names of PAPI indicators; only in the file where the data have indicators
FILLED_COLUMNS = ("owner", "deadline", "indicator", "target", "note", PAPI)
COLUMNS = (*KEY, "measure", *FILLED_COLUMNS)
REQUIRED_COLUMNS = (*KEY, "owner", "deadline", "indicator", "target")
_HEADER_WITHIN = 30  # rows from the top in which the headings are looked for
# Headings of templates handed out before version 0.5.0, which teams may still have.
_FORMER_HEADINGS = {"measure": ("measure",), "indicator": ("chỉ tiêu theo dõi", "indicator")}
_SIGNS_AFTER = " :.*"  # such as "Ghi chú:" and "Mã *"


def heading(column: str, lang: str) -> str:
    """The heading of one of COLUMNS in the file of that language."""
    return t(f"commitment.{column}", lang)


def column_of_heading(cell: CellValue) -> str:
    """The column that a heading names, in either language or by its plain name; "" = another."""
    return _columns_by_name().get(_normalize(str(cell)), "")


@cache
def _columns_by_name() -> dict[str, str]:
    """The columns by their names in normal form, made once: a file may have 100,000 headings."""
    names = {column: column for column in COLUMNS}
    for column in COLUMNS:
        headings = (_normalize(heading(column, lang)) for lang in LANGUAGES)
        for name in (*headings, *_FORMER_HEADINGS.get(column, ())):
            names.setdefault(name, column)
    return names


def is_heading(cell: CellValue) -> bool:
    """Whether a cell is a heading of the template."""
    return column_of_heading(cell) != ""


def header_row(sheet: Sheet) -> int:
    """The row (from 0) with the most headings among the first."""
    rows = range(min(len(sheet.rows), _HEADER_WITHIN))
    return max(rows, key=lambda number: sum(map(is_heading, sheet.rows[number])))


def columns_of(sheet: Sheet) -> list[str]:
    """The column of each cell of the header row; "" for one that is not of the template."""
    if not sheet.rows:
        return []
    return [column_of_heading(cell) for cell in sheet.rows[header_row(sheet)]]


def language_of(header: list[CellValue]) -> str:
    """The language in which most headings are written."""
    present = {_normalize(str(cell)) for cell in header}
    headings = {lang: {_normalize(heading(c, lang)) for c in COLUMNS} for lang in LANGUAGES}
    return max(LANGUAGES, key=lambda lang: len(present & headings[lang]))


def foreign_columns(sheet: Sheet, number: int, columns: list[str]) -> list[str]:
    """The columns with cells below the header (row ``number`` from 0) that the template lacks.

    Returns:
        their headings; the letter of a column without one.
    """
    header = sheet.rows[number]
    filled = {
        place
        for row in sheet.rows[number + 1 :]
        for place, cell in enumerate(row[: len(columns)])
        if cell is not None and not columns[place]
    }
    names = {place: clean_text(str(header[place] or "")) for place in sorted(filled)}
    return [name or column_letter(place + 1) for place, name in names.items()]


def _normalize(text: str) -> str:
    """Text to compare headings by: one form of its letters, no case, no signs at its end."""
    return clean_text(text).rstrip(_SIGNS_AFTER).casefold()
