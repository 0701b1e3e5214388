"""Key figures as a row of cards."""

import html
from collections.abc import Mapping

import streamlit as st

from lib.narrative.elements import KeyFigure


def show_key_figures(
    items: list[KeyFigure], kind: str = "", colors: Mapping[str, str] | None = None
) -> None:
    """The key figures in a row that wraps; nothing where there are none.

    ``kind`` "goal" stresses the first, not the rank; "even" makes all alike, however many.
    ``colors`` are those of the provinces in the page's charts, for the cards that are theirs.
    """
    hues = colors or {}
    cells = "".join(
        f'<div role="listitem"{_card_attributes(k, hues.get(k.who, ""))}><p>{html.escape(k.label)}</p>'
        f"<strong>{html.escape(k.figure)}<small>{html.escape(k.suffix)}</small></strong>"
        f"<p>{html.escape(k.note)}</p></div>"
        for k in items
    )
    if cells:
        look = f"kpis {kind} hued" if colors is not None else f"kpis {kind}"
        st.html(f'<div class="{look}" role="list">{cells}</div>')


def _card_attributes(kpi: KeyFigure, color: str) -> str:
    """The attributes of a card with an edge of its own."""
    look = ' class="estimated"' if kpi.estimated else ""
    return f'{look} style="border-left-color:{color}"' if color else look
