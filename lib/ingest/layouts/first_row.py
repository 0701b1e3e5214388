"""Where the figures of a sheet begin below its labels."""

import re

from lib.ingest.files.cells import CellValue
from lib.ingest.layouts.shared import ScoreSheet, header_codes, is_number, to_number, value_at
from lib.ingest.limits import check_time
from lib.ingest.matching import PROVINCE, words

_NAMES_WITHIN = 6  # columns from the left in which the first province is looked for
# What a row is called that says how large the scores of each column can be.
_OF_SCALE = re.compile(r"thang diem|toi da|toi thieu|trong so|\bscale|\bweight")


def first_body_row(sheet: ScoreSheet) -> int:
    """The first row (from 0) of figures: it names a province, or holds a number.

    Where a column names the provinces, a row above them with numbers is one of labels, unless it
    has a name or a code of its own: left out, its figures would be lost without a word.
    """
    rows = sheet.sheet.rows
    for number in range((sheet.header_row or 0) + 1, len(rows)):
        check_time()
        if sheet.names:
            name = value_at(rows[number], sheet.names)
            is_summary = isinstance(name, str) and sheet.provinces.is_summary(name)
            if sheet.province_named(rows[number]) or is_summary:
                return number
            if _is_of_unknown(sheet, rows[number]):
                return number
            continue
        row = rows[number]
        names = (v for v in row[:_NAMES_WITHIN] if isinstance(v, str))
        if any(map(sheet.provinces.by_name, names)) or any(map(is_number, row)):
            return number
    return len(rows)


def _is_of_unknown(sheet: ScoreSheet, row: list[CellValue]) -> bool:
    """Whether a row above the first province that is known has scores of another, or of a code."""
    name = value_at(row, sheet.names)
    if name is None:
        codes = zip(sheet.header_codes, row, strict=False)
        is_own = any(PROVINCE in of and sheet.provinces.by_code(value) for of, value in codes)
    else:
        is_own = isinstance(name, str) and not header_codes(sheet.headers, name)
        is_own = is_own and any(map(str.isalpha, str(name)))
        is_own = is_own and not _OF_SCALE.search(" ".join(words(str(name))))
    numbers = (number for v in row if (number := to_number(v)) is not None)
    # Whole numbers count the columns, and 6.1 may be the number of a sub-dimension.
    return is_own and any(n % 1 and not header_codes(sheet.headers, n) for n in numbers)
