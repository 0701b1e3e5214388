"""Data, method, sources, limits: written from the descriptions beside the files."""

import streamlit as st

from lib import cached, state, ui
from lib.catalog import read_folder
from lib.data import ROOT
from lib.text import t

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

world, view = state.scene(cached.world())
ui.title(t("question.about", view.lang))
st.write(t("about.lead", view.lang))
st.subheader(t("about.method", view.lang))
for entry in METHOD:
    st.markdown(t(f"about.m_{entry}", view.lang))
st.subheader(t("about.files", view.lang))
for description in read_folder(ROOT / "data") + read_folder(ROOT / "geo"):
    ui.described_file(view, description)
st.markdown(t("about.rights", view.lang))
ui.next_pages(view, "overview", "map", "peers")
