"""Tables that sort by value and read in the language's numbers."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from lib.common import numbers
from lib.common.text import t
from lib.model.view import View
from lib.narrative import estimates, tables


def show_table(view: View, frame: pd.DataFrame, key: str, height: Any = "auto") -> None:
    """A table that sorts by value and reads in the language's numbers."""
    lang = view.lang
    differences = {t(f"column.{k}", lang) for k in tables.SIGNED_COLUMNS}
    differences |= {estimates.estimated_column_name(name, lang) for name in differences}
    places = t("column.change_rank", lang)
    formats: dict[str, Callable[[float], str]] = {}
    for column in frame.columns:
        if pd.api.types.is_float_dtype(frame[column]):
            write = numbers.format_signed if column in differences else numbers.format_number
            formats[column] = partial(write, decimals=2, lang=lang)
        elif column in (places, estimates.estimated_column_name(places, lang)):
            formats[column] = partial(numbers.format_signed, decimals=0, lang=lang)
    shown = frame.style.format(formats, na_rep="–")
    st.dataframe(shown, hide_index=True, width="stretch", height=height, key=key, placeholder="–")
