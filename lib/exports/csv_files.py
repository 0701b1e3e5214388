"""Tables as CSV files for spreadsheets."""

import csv
import io

import pandas as pd

_DECIMALS = 6  # as many as the scores are stored with


def csv_bytes(table: pd.DataFrame) -> bytes:
    """A table as CSV in UTF-8, with the byte-order mark that Excel needs to read diacritics."""
    out = io.StringIO()
    table.round(_DECIMALS).to_csv(
        out, index=False, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n"
    )
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")
