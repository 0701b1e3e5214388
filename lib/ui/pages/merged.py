"""Parts of the page on merged provinces."""

from dataclasses import replace
from functools import partial

import streamlit as st

from lib.common.paths import ROOT
from lib.common.text import t
from lib.exports.csv_files import csv_bytes
from lib.model.dataset import Dataset
from lib.model.unit_lists import resolve_units
from lib.model.view import View
from lib.narrative import estimates, tables
from lib.stats.ranking import TOTAL
from lib.ui.downloads import download_button
from lib.ui.parts.charts import show_chart


def show_map_of_34(dataset: Dataset, view: View) -> None:
    """The national map of the 34 by their estimates, the successor outlined."""
    plain = replace(view, measure=TOTAL, paint=View.paint, units="34", requested=None)
    _, shown = resolve_units(dataset, plain, "both")
    asked = view.requested or (view.province, view.year)
    shown = replace(shown, units=view.units, requested=asked)
    show_chart(shown, "map.national", height=385, islets=False, key="map-of-34")


def show_weights_template(dataset: Dataset, view: View) -> None:
    """How to weigh the members by population or anything else: two files to fill in."""
    lang = view.lang
    description = ROOT / "data" / "templates" / "weights.meta.toml"
    with st.expander(t("merged.weights", lang)):
        st.markdown(t("merged.weights_how", lang, method=estimates.method_phrase(dataset, lang)))
        with st.container(horizontal=True):
            template = partial(csv_bytes, tables.weights_template(dataset))
            download_button("weights.csv", template, "weights.csv")
            download_button(description.name, description.read_bytes, description.name)
