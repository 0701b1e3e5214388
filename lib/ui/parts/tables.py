"""Tables with numbers in the page's language."""

from collections.abc import Callable, Iterable
from functools import partial

import pandas as pd
import streamlit as st

from lib.common.numbers import format_number, format_signed
from lib.common.text import Language, t
from lib.model.view import View
from lib.narrative.estimates import ESTIMATED
from lib.narrative.tables import SIGNED_COLUMNS
from lib.ui.html import show_html

_MISSING = "–"
# What stands behind names and numbers on screen (keys of [column]): a phone shows three columns.
_LAST_COLUMNS = ("kind", "region", "code")
_SIGNED_OF_A_PLAN = ("plan.col_change", "plan.col_national")  # keys of columns
_MOST_WITHOUT_SORTING = 36  # rows: all dimensions or sub-dimensions
_MOST_AT_ONCE = 10  # rows; more of them scroll, so that the downloads below stay in view


def show_table(view: View, table: pd.DataFrame, key: str, height: int) -> None:
    """A table of a figure; changes and differences carry their sign.

    One of few rows shows all its columns in any window. A longer one sorts by value; names, scores
    and ranks come first in it, so that a phone shows them without scrolling.

    Args:
        view: whose language is used.
        table: with the columns' names as they are shown.
        key: the key of a longer table, which is a widget.
        height: of what scrolls, in px.
    """
    on_screen = columns_on_screen(table, view.lang)
    if len(table) <= _MOST_WITHOUT_SORTING:
        with st.container(height=height if len(table) > _MOST_AT_ONCE else "content", border=False):
            show_short_table(view, table[on_screen])
        return
    styled = table.style.format(_formats(table, view.lang), na_rep=_MISSING)
    st.dataframe(
        styled,
        hide_index=True,
        width="stretch",
        height=height,
        key=key,
        placeholder=_MISSING,
        column_order=on_screen,
    )


def show_short_table(view: View, table: pd.DataFrame) -> None:
    """A table of a few rows, without sorting; on a phone each row becomes a card.

    Args:
        view: whose language is used.
        table: with the columns' names as they are shown; the first column names the rows.
    """
    formats = _formats(table, view.lang)
    texts = [
        [_MISSING if pd.isna(cell) else formats.get(name, str)(cell) for cell in table[name]]
        for name in table.columns
    ]
    columns = [
        {"name": name, "is_number": pd.api.types.is_numeric_dtype(table[name])}
        for name in table.columns
    ]
    show_html("parts/short_table", columns=columns, rows=list(zip(*texts, strict=True)))


def columns_on_screen(table: pd.DataFrame, lang: Language) -> list[str]:
    """The columns with names, scores and ranks first; codes and regions last."""
    last = [t(f"column.{key}", lang) for key in _LAST_COLUMNS]
    first = [column for column in table.columns if column not in last]
    return [*first, *(column for column in last if column in table.columns)]


def _formats(table: pd.DataFrame, lang: Language) -> dict[str, Callable[[float], str]]:
    """How the numbers of each column are written."""
    signed = _column_names(SIGNED_COLUMNS, lang) | {t(key, lang) for key in _SIGNED_OF_A_PLAN}
    rank_changes = _column_names(("change_rank",), lang)
    formats: dict[str, Callable[[float], str]] = {}
    for column in table.columns:
        if pd.api.types.is_float_dtype(table[column]):
            # Of several provinces, each in a column of its own: "Difference: Tây Ninh".
            kind = column if column in signed else column.partition(":")[0]
            write = format_signed if kind in signed else format_number
            formats[column] = partial(write, decimals=2, lang=lang)
        elif column in rank_changes:
            formats[column] = partial(format_signed, decimals=0, lang=lang)
    return formats


def _column_names(keys: Iterable[str], lang: Language) -> set[str]:
    """Columns' names and what they are called where they hold estimates."""
    return {t(f"column.{key}", lang) for key in keys} | {ESTIMATED.column(k, lang) for k in keys}
