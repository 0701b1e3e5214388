"""Where do the figures come from? Data, method, sources, limits, as described beside the files."""

import streamlit as st

from lib.common.paths import ROOT
from lib.common.text import t
from lib.datasets.optional_tables import read_descriptions_of_content
from lib.narrative import about
from lib.ui.cache import compute, current_dataset
from lib.ui.pages.about import show_description
from lib.ui.parts.links import show_next_pages
from lib.ui.parts.tables import show_short_table
from lib.ui.parts.texts import show_title
from lib.ui.url_state import page_dataset_and_view

_, view = page_dataset_and_view(current_dataset())
show_title(t("question.about", view.lang))
st.write(t("about.lead", view.lang))
st.subheader(t("about.method", view.lang))
with st.container(key="methods"):
    for text in compute(about.method_texts, view, "year"):
        st.markdown(text)
st.subheader(t("data_change.title", view.lang))
show_short_table(view, compute(about.changes_table, view, "year"))
st.subheader(t("about.files", view.lang))
st.markdown(f"[{t('about.reuse', view.lang)}](data/?lang={view.lang})")
with st.container(key="data-files"):
    for folder in ("data", "geo"):
        for description in read_descriptions_of_content(ROOT / folder):
            show_description(view, description)
st.markdown(t("about.rights", view.lang))
show_next_pages(view, "overview", "map", "peers")
