"""Where is it strong, where weak? The national map and a close-up of the region."""

import streamlit as st

from lib.narrative.map import headline
from lib.ui import cache, controls, url_state
from lib.ui.parts import charts, heads, links, maps

world, view = url_state.page_dataset_and_view(cache.current_dataset())
heads.show_head(world, view, cache.compute(headline, view))
with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
    controls.measure_select(world, view)
    controls.segmented_choice(view, "paint", ("groups", "continuous", "change"), "control.paint_")
    controls.segmented_choice(view, "render", ("static", "interactive"), "control.render_")
left, right = st.columns([1, 1.3], gap="medium")
with left:
    maps.show_national_map(world, view)
with right:
    maps.show_map_legend(view)
    charts.show_chart(view, "map.region")
links.show_next_pages(view, "overview", "dimensions", "peers")
