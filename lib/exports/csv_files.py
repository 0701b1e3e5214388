"""Tables as CSV files for spreadsheets."""

import csv
import io

import pandas as pd

_DECIMALS = 6  # as many as the scores are stored with


def csv_bytes(table: pd.DataFrame, lang: str = "en") -> bytes:
    """A table as CSV in UTF-8, with the byte-order mark that Excel needs to read diacritics.

    Args:
        table: with the columns' names as they are written.
        lang: "vi" = columns divided by semicolons and decimal commas, as a spreadsheet with
            Vietnamese settings reads them on a double click: there 1.234 would be a thousand and
            more. "en" = commas and decimal points, as programs read them.
    """
    out = io.StringIO()
    divider, decimal = (";", ",") if lang == "vi" else (",", ".")
    table.round(_DECIMALS).to_csv(
        out,
        index=False,
        quoting=csv.QUOTE_MINIMAL,
        lineterminator="\r\n",
        sep=divider,
        decimal=decimal,
    )
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")
