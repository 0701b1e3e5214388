"""A chart on a page with all that belongs to it: title, legend, source, data and files."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from lib.charts.figure import Figure
from lib.common.text import t
from lib.endpoints.embed import frame_snippet, other_sites_may_embed
from lib.endpoints.figures import has_unusable_start_year
from lib.exports.csv_files import csv_bytes
from lib.exports.file_names import province_file_name
from lib.exports.workbooks import figure_workbook
from lib.model.dataset import Dataset
from lib.model.unit_lists import dataset_of_view
from lib.model.view import View
from lib.narrative.phrases import source_line
from lib.ui.auth import access_rules
from lib.ui.cache import PictureKind, current_dataset, draw_figure, draw_picture
from lib.ui.downloads import download_button
from lib.ui.html import show_html
from lib.ui.parts.links import Link, current_base_url, current_link, page_link
from lib.ui.parts.tables import show_table
from lib.ui.parts.texts import option_label, show_figure_heading, show_note
from lib.ui.session import current_slug
from lib.ui.url_state import DATA_PARAMETER, close_figure, open_figure

_PANEL_PARTS = ("table", "large")  # what the panel of a figure can show
_TALLEST_STRETCHED = 450  # px of a drawing that follows the window's height
_PICTURE_KINDS: tuple[PictureKind, ...] = ("png", "svg")


def show_chart(
    view: View,
    name: str,
    *,
    title: bool = True,
    legend: bool = True,
    on_select: Callable[[], None] | None = None,
    key: str | None = None,
    tall: bool = False,
    **options: Any,
) -> None:
    """A figure with its title, subtitle, legend, source, and its data one click away.

    Args:
        view: what it shows.
        name: the figure's name in ``lib.charts.registry``.
        title: whether its title is shown; not where the page's head says the same.
        legend: whether its legend is shown below it.
        on_select: called when something in it is clicked.
        key: the widget's key, else the name.
        tall: whether it follows the window's height, as ui.css says for its name.
        options: what the figure takes beside the view.
    """
    figure = draw_figure(name, view, **options)
    selection: dict[str, Any] = {"on_select": on_select} if on_select else {}
    with st.container(gap="xsmall", key=f"tall-{name}" if tall else None):
        # Not as the chart's own description: one that changes makes the browser draw it anew.
        show_figure_heading(figure.title if title else "", figure.subtitle, name, figure.alt)
        _show_drawing(view, figure, key or name, tall, **selection)
        show_chart_footer(view, figure, options, legend)


def _show_drawing(view: View, figure: Figure, key: str, tall: bool, **selection: Any) -> None:
    """The drawing of a figure alone; arguments as of ``show_chart``."""
    st.vega_lite_chart(
        {**figure.spec, "datasets": figure.data} if figure.data else figure.spec,
        theme=None,
        alt=t("chart.described_above", view.lang),
        width="stretch",
        height="stretch" if tall else "content",
        key=key,
        **selection,
    )


def show_caption(figure: Figure, title: bool = True) -> None:
    """A figure's title (its conclusion) and subtitle (measure, unit, year)."""
    show_figure_heading(figure.title if title else "", figure.subtitle, figure.name)


def show_chart_footer(
    view: View, figure: Figure, options: dict[str, Any], legend: bool = True
) -> None:
    """Legend, source line, and a link to the figure's data, which opens over the page.

    Args:
        view: what the figure shows.
        figure: the figure.
        options: what it was drawn with beside the view; its pictures are drawn with them too.
        legend: whether the legend is shown.
    """
    line = _origin_line(view, figure)
    data_link = _panel_link(view, figure.name, t("chart.data", view.lang), "table_view")
    show_html(
        "parts/chart_footer",
        items=figure.legend if legend else (),
        source_line=line,
        data_link=data_link,
    )
    if open_figure() == figure.name:
        _show_data_panel(view, figure, options, line)


def show_chart_link(view: View, name: str, label: str) -> None:
    """A link that opens a figure over the page, where the page says in words what it shows.

    Args:
        view: what it shows.
        name: the figure's name in ``lib.charts.registry``.
        label: the link's words.
    """
    show_html("parts/links_line", items=[_panel_link(view, name, label, "bar_chart")])
    if open_figure() == name:
        figure = draw_figure(name, view)
        _show_data_panel(view, figure, {}, _origin_line(view, figure), first="large")


def _panel_link(view: View, name: str, label: str, icon: str) -> Link:
    return page_link(view, current_slug(), label, icon=icon, extra={DATA_PARAMETER: name})


def _origin_line(view: View, figure: Figure) -> str:
    line = source_line(dataset_of_view(current_dataset(), view), view, figure.source)
    return f"{line} {figure.origin}".strip()


def _show_data_panel(
    view: View,
    figure: Figure,
    options: dict[str, Any],
    source: str,
    first: str = _PANEL_PARTS[0],
) -> None:
    """A figure's table or its large drawing (``first`` of them), and its downloads, over the page.

    Closing it takes it off the URL.
    """
    lang = view.lang
    dataset = dataset_of_view(current_dataset(), view)
    province, table = dataset.name_in_sentence(view.province, lang), figure.table(dataset)
    chart = figure.name.replace(".", "-")
    link = current_link(view)
    name = partial(province_file_name, dataset, view, chart)

    @st.dialog(figure.title, width="large", on_dismiss=close_figure)
    def panel() -> None:
        show_note(figure.subtitle)
        shown = st.segmented_control(
            t("chart.shown", lang),
            _PANEL_PARTS,
            format_func=lambda part: option_label(t(f"chart.{part}", lang)),
            default=first,
            key=f"shown_{figure.name}",
            label_visibility="collapsed",
        )
        if shown == "large":
            _show_large(view, figure)
        else:
            show_table(view, table, key=f"table_{figure.name}", height=380)
        show_note(source)
        with st.container(horizontal=True):
            notes = [figure.title, figure.subtitle, source, link]
            book = partial(figure_workbook, table, notes, lang)
            download_button(t("chart.xlsx", lang), book, name(ending=".xlsx"))
            make = partial(csv_bytes, table, lang)
            download_button(t("chart.csv", lang), make, name(ending=".csv"))
            for kind in _PICTURE_KINDS:
                make = partial(
                    draw_picture, figure.name, view, f"{province}. {source}", kind, **options
                )
                download_button(t(f"chart.{kind}", lang), make, name(ending=f".{kind}"))
        _show_frame_snippet(dataset, view, figure)

    panel()


def _show_large(view: View, figure: Figure) -> None:
    """The drawing as wide as the window allows, and as tall unless it is taller by itself."""
    tall = figure.spec["height"] <= _TALLEST_STRETCHED
    name = f"large-{figure.name}"
    with st.container(gap="xsmall", key=f"tall-{name}" if tall else None):
        _show_drawing(view, figure, name, tall)
    show_html("parts/legend", items=figure.legend)


def _show_frame_snippet(dataset: Dataset, view: View, figure: Figure) -> None:
    """The HTML by which another site shows the figure; not of what others cannot open."""
    if view.preview or access_rules() is not None:
        return
    if has_unusable_start_year(dataset, view, figure.name):  # the page shows the figure without it
        view = replace(view, since=View.since)
    show_html(
        "parts/frame_snippet",
        label=t("embed.label", view.lang),
        snippet=frame_snippet(figure, view, current_base_url()),
        copy_label=t("embed.copy", view.lang),
        copied=t("embed.copied", view.lang),
        note="" if other_sites_may_embed() else t("embed.own_site", view.lang),
    )
