"""The national map, drawn or interactive."""

import html
from collections.abc import Callable
from typing import Any

import streamlit as st

from lib.charts.map.layers import SELECTION
from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.ui import cache, url_state
from lib.ui.parts.charts import legend_html, show_caption, show_chart, show_chart_footer


@st.cache_resource(show_spinner=False)
def _webgl_component() -> Callable[..., Any]:
    """A component without a face: asks whether the browser has WebGL."""
    return st.components.v2.component(
        "webgl",
        js="""export default function ({ setStateValue }) {
          const context = document.createElement("canvas").getContext("webgl2");
          setStateValue("webgl", context ? "yes" : "no");
        }""",
    )


def has_webgl() -> bool | None:
    """Whether this browser can draw the interactive map; None until it has answered."""
    answer = _webgl_component()(key="webgl", on_webgl_change=lambda: None).webgl
    return None if answer is None else answer == "yes"


def show_national_map(dataset: Dataset, view: View) -> None:
    """The national map as the view asks, drawn or interactive; a click chooses the province."""
    if view.render == "interactive":
        webgl = has_webgl()
        if webgl:
            _show_interactive_map(view)
            return
        key = "map.checking" if webgl is None else "map.no_webgl"
        st.info(t(key, view.lang))
    key = f"national-{view.paint}"

    def clicked() -> None:
        picked = st.session_state[key].selection.get(SELECTION) or []
        if picked and picked[0]["code"] in dataset.provinces.index:
            url_state.change_view(view, province=picked[0]["code"])

    show_chart(view, "map.national", title=False, legend=False, on_select=clicked, key=key)


def _show_interactive_map(view: View) -> None:
    figure = cache.figure("map.national", view)
    show_caption(figure, title=False)
    # A selection would stay on the map and pale all else, so each click starts a fresh map.
    clicks = st.session_state.setdefault("deck_clicks", 0)
    key = f"national-deck-{clicks}"

    def clicked() -> None:
        st.session_state["deck_clicks"] += 1
        picked = st.session_state[key].selection.objects.get("provinces") or []
        if picked:
            url_state.change_view(view, province=picked[0]["properties"]["code"])

    st.pydeck_chart(
        cache.deck(view),
        height=450,
        key=key,
        on_select=clicked,
        selection_mode="single-object",
        alt=t("map.interactive_alt", view.lang, headline=figure.title),
    )
    show_chart_footer(view, figure, {}, legend=False)


def show_map_legend(view: View) -> None:
    """The map's legend in a column, with what a click does."""
    figure = cache.figure("map.national", view)
    click = html.escape(t("map.click", view.lang))
    st.html(f'{legend_html(figure.legend, column=True)}<p class="source">{click}</p>')
