"""Data, method, sources, limits: written from the descriptions beside the files."""

import streamlit as st

from lib.common.paths import ROOT
from lib.common.text import t
from lib.datasets.descriptions import read_descriptions
from lib.ui import cache, url_state
from lib.ui.pages import about
from lib.ui.parts import heads, links

METHOD = (
    "total",
    "rank",
    "group",
    "median",
    "rounding",
    "scale",
    "noise",
    "alike",
    "merged",
    "map",
)

world, view = url_state.page_dataset_and_view(cache.current_dataset())
heads.show_title(t("question.about", view.lang))
st.write(t("about.lead", view.lang))
st.subheader(t("about.method", view.lang))
for entry in METHOD:
    st.markdown(t(f"about.m_{entry}", view.lang))
st.subheader(t("about.files", view.lang))
for description in read_descriptions(ROOT / "data") + read_descriptions(ROOT / "geo"):
    about.show_described_file(view, description)
st.markdown(t("about.rights", view.lang))
links.show_next_pages(view, "overview", "map", "peers")
