"""Tables that sort by value and show numbers in the page's language."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from lib.common.numbers import format_number, format_signed
from lib.common.text import Language, t
from lib.model.view import View
from lib.narrative.estimates import estimated_column_name
from lib.narrative.tables import SIGNED_COLUMNS


def show_table(view: View, table: pd.DataFrame, key: str, height: Any = "auto") -> None:
    """A table; changes and differences carry their sign.

    Args:
        view: whose language is used.
        table: with the columns' names as they are shown.
        key: the widget's key.
        height: in px, or as ``st.dataframe`` takes it.
    """
    lang = view.lang
    signed = _with_estimated((t(f"column.{name}", lang) for name in SIGNED_COLUMNS), lang)
    rank_changes = _with_estimated((t("column.change_rank", lang),), lang)
    formats: dict[str, Callable[[float], str]] = {}
    for column in table.columns:
        if pd.api.types.is_float_dtype(table[column]):
            write = format_signed if column in signed else format_number
            formats[column] = partial(write, decimals=2, lang=lang)
        elif column in rank_changes:
            formats[column] = partial(format_signed, decimals=0, lang=lang)
    styled = table.style.format(formats, na_rep="–")
    st.dataframe(styled, hide_index=True, width="stretch", height=height, key=key, placeholder="–")


def _with_estimated(names: Iterable[str], lang: Language) -> set[str]:
    """Columns' names and what they are called where they hold estimates."""
    plain = set(names)
    return plain | {estimated_column_name(name, lang) for name in plain}
