"""All of it on one sheet? Every province by every measure, sorted and filtered as asked."""

import streamlit as st

from lib.narrative.table import words
from lib.ui.cache import current_dataset
from lib.ui.pages import table
from lib.ui.parts.head import show_head
from lib.ui.parts.links import show_next_pages
from lib.ui.url_state import page_dataset_and_view

dataset, view = page_dataset_and_view(current_dataset())
show_head(dataset, view, words.headline(dataset, view))
with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
    table.columns_select(dataset, view)
    table.only_select(dataset, view)
table.show_score_table(dataset, view)
table.show_table_files(dataset, view)
show_next_pages(view, "peers", "map", "dimensions")
