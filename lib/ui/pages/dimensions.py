"""Parts of the page on dimensions."""

import html
from functools import partial

import streamlit as st

from lib.common.text import t
from lib.exports.csv_files import csv_bytes
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import estimates, phrases, tables
from lib.ui import controls
from lib.ui.downloads import download_button
from lib.ui.parts.charts import file_stem
from lib.ui.parts.tables import show_table


def show_sub_dimensions(dataset: Dataset, view: View) -> None:
    """From a dimension into its sub-dimensions: one table that sorts and downloads."""
    lang = view.lang
    dimension = view.measure.split(".")[0]
    if dimension not in dataset.dimensions(view.year):  # the total: begin with the weakest
        profile = dataset.dimension_positions(view.year, view.province)
        dimension = str(profile.loc[profile["percentile"].idxmin(), "measure"])
    controls.dimension_pills(dataset, view, dimension, "control.dimension")
    title, subtitle = phrases.sub_dimension_titles(dataset, view, dimension)
    source = "source.scores"
    frame = tables.province_table(dataset, view, dataset.sub_dimensions(view.year, dimension))
    if dataset.estimated:
        title, source = (
            estimates.tag_sentence(title, dataset, view),
            estimates.ESTIMATED_SOURCES[source],
        )
        frame = estimates.label_columns(frame, dataset, view)
    st.html(f'<div class="fig"><h2>{html.escape(title)}</h2><p>{html.escape(subtitle)}</p></div>')
    code, name = t("column.code", lang), t("column.measure", lang)
    shown = frame.assign(**{name: frame[code] + " " + frame[name]})
    show_table(view, shown.drop(columns=[code, t("column.scored", lang)]), key=f"drill-{dimension}")
    st.html(
        f'<p class="source">{html.escape(phrases.source_line(view, source, year=view.year))}</p>'
    )
    name = f"{view.file_prefix}-{dimension}-{file_stem(view)}.csv"
    download_button(t("chart.csv", lang), partial(csv_bytes, frame), name)
