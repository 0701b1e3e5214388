"""How large an uploaded file may be: a year of scores, a form with commitments."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """How large a file may be, and how much of what it holds is taken.

    Attributes:
        file_bytes: of the file.
        unpacked_bytes: of all parts of a workbook together.
        parts: files in the archive that a workbook is.
        sheets: of a workbook.
        rows: of a sheet of a workbook.
        columns: of a sheet of a workbook.
        cells: filled cells of a workbook; None = bounded by the limits above.
        csv_rows: of a CSV file; None = bounded by ``file_bytes``.
        csv_columns: of a CSV file; None = bounded by ``file_bytes``.
        truncate: True leaves out the sheets, columns and empty rows beyond the limits, False
            refuses a workbook that has such columns or rows.
        macros: True reads a workbook with macros (which never run), False refuses it.
    """

    file_bytes: int
    unpacked_bytes: int
    parts: int
    sheets: int
    rows: int
    columns: int
    cells: int | None
    csv_rows: int | None
    csv_columns: int | None
    truncate: bool
    macros: bool


SCORES_LIMITS = Limits(
    file_bytes=10_000_000,
    unpacked_bytes=60_000_000,
    parts=500,
    sheets=500,
    rows=60_000,
    columns=256,
    cells=1_200_000,
    csv_rows=60_000,
    csv_columns=256,
    truncate=False,  # a score that is left out silently would be worse than a refusal
    macros=False,
)

COMMITMENTS_LIMITS = Limits(
    file_bytes=2_000_000,
    unpacked_bytes=30_000_000,
    parts=300,
    sheets=20,
    rows=5_000,
    columns=60,
    cells=None,
    csv_rows=None,
    csv_columns=None,
    truncate=True,  # whole columns may be formatted, and other sheets kept, beside the template
    macros=True,
)
