"""The national map, static or interactive."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from lib.charts.map.layers import SELECTION
from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.ui.cache import build_deck, draw_figure
from lib.ui.html import show_html
from lib.ui.parts.charts import show_caption, show_chart, show_chart_footer
from lib.ui.parts.notices import show_notice_sentences
from lib.ui.parts.texts import show_note
from lib.ui.url_state import change_view

_CLICKS_KEY = "deck_clicks"  # how many clicks the interactive map has had in this session
_WEBGL_COOKIE = "papi_webgl"  # the browser's last answer, so that the next visit need not wait


@st.cache_resource(show_spinner=False)
def _webgl_component() -> Callable[..., Any]:
    """A component that shows nothing and reports whether the browser has WebGL, if not known."""
    return st.components.v2.component(
        "webgl",
        js="""export default function ({ data, setStateValue }) {
          const context = document.createElement("canvas").getContext("webgl2");
          const answer = context ? "yes" : "no";
          document.cookie = `COOKIE=${answer};path=/;max-age=31536000;samesite=lax`;
          if (answer !== data.known) setStateValue("webgl", answer);
        }""".replace("COOKIE", _WEBGL_COOKIE),
    )


def has_webgl() -> bool | None:
    """Whether this browser can draw the interactive map; None until it has answered."""
    known = st.context.cookies.get(_WEBGL_COOKIE)
    component = _webgl_component()
    answer = component(key="webgl", data={"known": known}, on_webgl_change=lambda: None).webgl
    return {"yes": True, "no": False}.get(answer or known or "")


def show_national_map(dataset: Dataset, view: View) -> None:
    """The national map, static or interactive as the view says; a click chooses the province."""
    if view.render == "interactive":
        webgl = has_webgl()
        if webgl:
            _show_interactive_map(view)
            return
        if webgl is None:  # a drawing that another follows at once would only delay it
            with st.container(key="awaited-map"):
                show_notice_sentences([t("map.checking", view.lang)])
            return
        show_notice_sentences([t("map.no_webgl", view.lang)])
    key = f"national-{view.paint}"

    def choose_clicked() -> None:
        picked = st.session_state[key].selection.get(SELECTION) or []
        if picked and picked[0]["code"] in dataset.provinces.index:
            change_view(view, province=picked[0]["code"])

    show_chart(
        view,
        "map.national",
        title=False,
        legend=False,
        on_select=choose_clicked,
        key=key,
        tall=True,
    )


def _show_interactive_map(view: View) -> None:
    """The national map to move and zoom, with its own caption and footer."""
    figure = draw_figure("map.national", view)
    show_caption(figure, title=False)
    # A selection would stay on the map and pale all else, so each click starts a fresh map.
    clicks = st.session_state.setdefault(_CLICKS_KEY, 0)
    key = f"national-deck-{clicks}"

    def choose_clicked() -> None:
        st.session_state[_CLICKS_KEY] += 1
        picked = st.session_state[key].selection.objects.get("provinces") or []
        if picked:
            change_view(view, province=picked[0]["properties"]["code"])

    st.pydeck_chart(
        build_deck(view),
        height=450,
        key=key,
        on_select=choose_clicked,
        selection_mode="single-object",
        alt=t("map.interactive_alt", view.lang, headline=figure.title),
    )
    show_chart_footer(view, figure, {}, legend=False)


def show_region_left_out(view: View) -> None:
    """That a map of changes without a change has no close-up, and what to choose instead."""
    show_note(t("map.region_left_out", view.lang, groups=t("control.paint_groups", view.lang)))


def show_map_legend(view: View) -> None:
    """The map's legend in a column, with what a click does."""
    figure = draw_figure("map.national", view)
    show_html("parts/map_legend", items=figure.legend, click=t("map.click", view.lang))
