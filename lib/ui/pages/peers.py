"""Parts of the page on peers."""

import streamlit as st

from lib.charts.dimensions.radar_data import MOST_BESIDE_ON_RADAR
from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative.dimensions.beside import absent_note, comparable_beside, named_ranks
from lib.ui.controls import beside_select
from lib.ui.html import show_html
from lib.ui.parts.charts import show_chart
from lib.ui.parts.texts import show_note


def show_named_ranks(dataset: Dataset, view: View) -> None:
    """The ranks of the province and its peers in words, where the ladder has no room for names."""
    show_html(
        "pages/named_ranks",
        label=t("peers.ranks", view.lang),
        items=named_ranks(dataset, view),
    )


def show_side_by_side(dataset: Dataset, view: View) -> None:
    """The province beside up to three others: the radar of three, the differences of all."""
    beside_select(dataset, view)
    if note := absent_note(dataset, view):
        show_note(note)
    compared = comparable_beside(dataset, view)
    if not compared:
        return
    left, right = st.columns([1, 1.2], gap="medium")
    with left:
        show_chart(view, "dimensions.radar")
        if len(compared) > MOST_BESIDE_ON_RADAR:
            show_note(t("peers.beside_radar", view.lang))
    with right:
        show_chart(view, "peers.duel")
