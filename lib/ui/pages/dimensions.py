"""Parts of the page on dimensions."""

from functools import partial

import streamlit as st

from lib.common.text import t
from lib.exports.csv_files import csv_bytes
from lib.exports.file_names import province_file_name
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import estimates, phrases, tables
from lib.narrative.dimensions import indicators, leaders
from lib.narrative.dimensions.titles import sub_dimension_titles
from lib.ui.controls import dimension_choice
from lib.ui.downloads import download_button
from lib.ui.html import show_html
from lib.ui.parts.tables import show_short_table
from lib.ui.parts.texts import show_figure_heading, show_note
from lib.ui.url_state import bind_widget


def show_sub_dimensions(dataset: Dataset, view: View) -> None:
    """The sub-dimensions of one dimension as a table to download.

    The dimension is that of the view's measure; where that is the total, the weakest one.
    """
    lang = view.lang
    dimension = _chosen_dimension(dataset, view)
    dimension_choice(dataset, view, dimension, "control.dimension")
    title, subtitle = sub_dimension_titles(dataset, view, dimension)
    source = "source.scores"
    shown = dataset.sub_dimensions(view.year, dimension)
    table = tables.province_table(dataset, view, shown)
    if dataset.estimated:
        title = estimates.tag_sentence(title, dataset, view)
        source = estimates.ESTIMATED_SOURCES[source]
    show_figure_heading(title, subtitle)
    code, name = t("column.code", lang), t("column.measure", lang)
    on_screen = table.assign(**{name: table[code] + " " + table[name]})
    on_screen = on_screen.drop(columns=[code, t("column.scored", lang)])
    # A first year has no badges: a column of dashes tells nothing.
    show_short_table(view, on_screen.dropna(axis="columns", how="all"))
    if led := leaders.leaders_note(dataset, view, shown):
        show_note(led)
    show_note(phrases.source_line(dataset, view, source))
    file = province_file_name(dataset, view, "dimension", dimension, ending=".csv")
    download_button(t("chart.csv", lang), partial(csv_bytes, table, lang), file)


def show_indicators(dataset: Dataset, view: View) -> None:
    """The indicators below the sub-dimensions of the dimension, or those that words find.

    Nothing where the data have no indicator of the province in that year.
    """
    if not indicators.has_indicators(dataset, view):
        return
    lang = view.lang
    dimension = _chosen_dimension(dataset, view)
    shown = dataset.sub_dimensions(view.year, dimension)
    groups = [] if view.find else indicators.indicator_groups(dataset, view, shown)
    found = indicators.found_lines(dataset, view) if view.find else ()
    title = indicators.section_title(dataset, view, dimension)
    show_figure_heading(title, indicators.indicator_note(dataset, view), "indicators")
    key, write = bind_widget(view, "find")
    placeholder = t("indicators.find_example", lang)
    st.text_input(
        t("indicators.find", lang), key=key, on_change=write, placeholder=placeholder, max_chars=60
    )
    if groups or found:
        heads = indicators.column_heads(dataset, view)
        show_html("pages/indicators", heads=heads, groups=groups, found=found)
        show_note(phrases.source_line(dataset, view))
        make = partial(_write_indicators, dataset, view, shown)
        about = ("indicators", "" if view.find else dimension)
        name = province_file_name(dataset, view, *about, ending=".csv")
        download_button(t("indicators.csv", lang), make, name)


def _write_indicators(dataset: Dataset, view: View, shown: list[str]) -> bytes:
    return csv_bytes(indicators.indicator_table(dataset, view, shown), view.lang)


def _chosen_dimension(dataset: Dataset, view: View) -> str:
    """The dimension of the view's measure; where that is the total, the province's weakest."""
    dimension = view.measure.split(".")[0]
    if dimension in dataset.dimensions(view.year):
        return dimension
    profile = dataset.dimension_positions(view.year, view.province)
    return str(profile.loc[profile["percentile"].idxmin(), "measure"])
