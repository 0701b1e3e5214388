"""Where do we stand? Rank, group, change, the dimensions, all provinces on one line, the map."""

import streamlit as st

from lib.narrative import overview
from lib.ui import cache, url_state
from lib.ui.parts import charts, heads, key_figures, links

world, view = url_state.page_dataset_and_view(cache.current_dataset())
if heads.stop_without_score(world, view):
    st.stop()

heads.show_head(world, view, cache.compute(overview.headline, view))
key_figures.show_key_figures(cache.compute(overview.key_figures, view))
left, right = st.columns([1.7, 1], gap="medium")
with left:
    charts.show_chart(view, "overview.profile")
    charts.show_chart(view, "overview.strip")
with right:
    charts.show_chart(view, "overview.country")
heads.show_numbered_list(view, "overview.aloud", cache.compute(overview.spoken_sentences, view))
links.show_next_pages(view, "trends", "targets", "map", "dimensions")
