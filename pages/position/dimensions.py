"""In what? The radar beside the strips, then the sub-dimensions of one dimension."""

import streamlit as st

from lib.ui import cache, controls, url_state
from lib.ui.pages import dimensions
from lib.ui.parts import charts, heads, links

world, view = url_state.page_dataset_and_view(cache.current_dataset())
if not world.scored_dimensions(view.year, view.province):
    heads.stop_without_score(world, view)
    st.stop()

heads.show_head(world, view, cache.figure("dimensions.strip", view).title)
heads.show_partial_note(world, view)
with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
    controls.segmented_choice(view, "scale", ("position", "points"), "control.scale_")
    controls.peer_select(world, view)
left, right = st.columns([1, 1.2], gap="medium")
with left:
    charts.show_chart(view, "dimensions.radar")
with right:
    charts.show_chart(view, "dimensions.strip", title=False)
dimensions.show_sub_dimensions(world, view)
links.show_next_pages(view, "peers", "map", "overview")
