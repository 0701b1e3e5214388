"""A chart on a page with all that belongs to it."""

import html
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import streamlit as st

from lib.charts.figure import Figure, LegendItem
from lib.common.text import t
from lib.exports.csv_files import csv_bytes
from lib.model.unit_lists import dataset_of_view
from lib.model.view import View
from lib.narrative import phrases
from lib.ui import cache
from lib.ui.downloads import download_button
from lib.ui.parts.links import page_link
from lib.ui.parts.tables import show_table


def show_chart(
    view: View,
    name: str,
    *,
    title: bool = True,
    legend: bool = True,
    on_select: Callable[[], None] | None = None,
    key: str | None = None,
    **options: Any,
) -> None:
    """A figure with its title, subtitle, legend, source, and its data one click away."""
    figure = cache.figure(name, view, **options)
    more: dict[str, Any] = {"on_select": on_select} if on_select else {}
    with st.container(gap="xsmall"):
        show_caption(figure, title)
        st.vega_lite_chart(
            figure.spec, theme=None, alt=figure.alt, width="stretch", key=key or name, **more
        )
        show_chart_footer(view, figure, options, legend)


def show_caption(figure: Figure, title: bool = True) -> None:
    """Title (the conclusion, unless the page's head says it) and subtitle (measure, unit, ...)."""
    heading = f"<h2>{html.escape(figure.title)}</h2>" if title else ""
    words = f"{heading}<p>{html.escape(figure.subtitle)}</p>"
    st.html(f'<div class="fig" id="{figure.name}">{words}</div>')


def legend_html(items: Sequence[LegendItem], column: bool = False) -> str:
    """What the colours mean; beside each other, or below each other as a column."""
    parts = "".join(
        f'<div role="listitem"><i class="{item.look}"'
        f' style="--c:{item.color}"></i>'
        f"<span><b>{html.escape(item.label)}</b>"
        + (f" <small>{html.escape(item.detail)}</small>" if item.detail else "")
        + "</span></div>"
        for item in items
    )
    kind = "legend column" if column else "legend"
    return f'<div class="{kind}" role="list">{parts}</div>' if parts else ""


def show_chart_footer(
    view: View, figure: Figure, options: dict[str, Any], legend: bool = True
) -> None:
    """Legend, source line, and a link to the figure's data, which opens over the page."""
    years = dataset_of_view(cache.current_dataset(), view).years
    source = phrases.source_line(
        view, figure.source, year=view.year, first=years[0], last=years[-1]
    )
    source = f"{source} {figure.origin}".strip()
    label = '<b class="icon" aria-hidden="true">table_view</b>'
    label += html.escape(t("chart.data", view.lang))
    st.html(
        f"{legend_html(figure.legend) if legend else ''}"
        f'<div class="foot"><p class="source">{html.escape(source)}</p>'
        f"{page_link(view, st.session_state['slug'], label, more={'data': figure.name})}</div>"
    )
    if st.query_params.get("data") == figure.name:
        _show_data_panel(view, figure, options, source)


def _show_data_panel(view: View, figure: Figure, options: dict[str, Any], source: str) -> None:
    """A figure's table with its downloads, over the page; closing it takes it off the address."""
    subject = dataset_of_view(cache.current_dataset(), view).province_name(view.province, view.lang)
    stem = f"{view.file_prefix}-{figure.name.replace('.', '-')}-{file_stem(view)}"

    def close() -> None:
        st.query_params.pop("data", None)

    @st.dialog(figure.title, width="large", on_dismiss=close)
    def panel() -> None:
        st.html(f'<p class="source">{html.escape(figure.subtitle)}</p>')
        show_table(view, figure.table, key=f"table_{figure.name}", height=380)
        st.html(f'<p class="source">{html.escape(source)}</p>')
        with st.container(horizontal=True):
            download_button(
                t("chart.csv", view.lang), partial(csv_bytes, figure.table), f"{stem}.csv"
            )
            for kind in ("png", "svg"):
                make = partial(
                    cache.picture, figure.name, view, f"{subject}. {source}", kind, **options
                )
                download_button(t(f"chart.{kind}", view.lang), make, f"{stem}.{kind}")

    panel()


def file_stem(view: View) -> str:
    """What ends a file's name: the province and the year, and that it is one of the 34."""
    return f"{view.province}-{view.year}" + ("-34" if view.shown_units == "34" else "")
