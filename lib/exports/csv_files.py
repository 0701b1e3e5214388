"""Tables as CSV files for spreadsheets."""

import csv
import io

import pandas as pd


def csv_bytes(table: pd.DataFrame) -> bytes:
    """A table as CSV that spreadsheets open with its diacritics (UTF-8 with a byte-order mark)."""
    out = io.StringIO()
    # Scores hold six decimals; more would be noise of the arithmetic.
    table.round(6).to_csv(out, index=False, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")
