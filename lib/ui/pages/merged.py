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
from lib.narrative.estimates import method_phrase
from lib.narrative.tables import weights_template
from lib.stats.ranking import TOTAL
from lib.ui.downloads import download_button
from lib.ui.parts.charts import show_chart


def show_map_of_34(dataset: Dataset, view: View) -> None:
    """The national map of the 34 by their estimates, with the successor outlined.

    Links on it keep the province, the year and the list of provinces of the page's own view.
    """
    of_63 = replace(view, measure=TOTAL, paint=View.paint, units="34", requested=None)
    _, of_34 = resolve_units(dataset, of_63, "both")
    requested = view.requested or (view.province, view.year)
    map_view = replace(of_34, units=view.units, requested=requested)
    with st.container(key="beside-the-profile"):  # lower on paper that lies across: ui.css
        show_chart(map_view, "map.national", height=385, island_names=False, key="map-of-34")


def show_weights_template(dataset: Dataset, view: View) -> None:
    """How to weight the members by population or anything else: two files to fill in."""
    lang = view.lang
    description = ROOT / "data" / "templates" / "weights.meta.toml"
    with st.expander(t("merged.weights", lang)):
        st.markdown(t("merged.weights_how", lang, method=method_phrase(dataset, lang)))
        with st.container(horizontal=True):
            make = partial(csv_bytes, weights_template(dataset), lang)
            download_button("weights.csv", make, "weights.csv")
            download_button(description.name, description.read_bytes, description.name)
