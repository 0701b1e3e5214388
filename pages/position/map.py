"""Where is it strong, where weak? The national map and a close-up of the region."""

import streamlit as st

from lib import cached, controls, state, ui
from lib.charts.map import headline

world, view = state.scene(cached.world())
ui.head(world, view, cached.told(headline, view))
with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
    controls.measure_select(world, view)
    controls.choice(view, "paint", ("groups", "continuous", "change"), "control.paint_")
    controls.choice(view, "render", ("static", "interactive"), "control.render_")
left, right = st.columns([1, 1.3], gap="medium")
with left:
    ui.national_map(world, view)
with right:
    ui.map_legend(view)
    ui.chart(view, "map.region")
ui.next_pages(view, "overview", "dimensions", "peers")
