"""In what? The radar beside the strips, then the sub-dimensions of one dimension."""

import streamlit as st

from lib import cached, controls, state, ui

world, view = state.scene(cached.world())
if not world.dimensions_of(view.year, view.province):
    ui.stopped(world, view)
    st.stop()

ui.head(world, view, cached.figure("dimensions.strip", view).title)
ui.partial_note(world, view)
with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
    controls.choice(view, "scale", ("position", "points"), "control.scale_")
    controls.peer_select(world, view)
left, right = st.columns([1, 1.2], gap="medium")
with left:
    ui.chart(view, "dimensions.radar")
with right:
    ui.chart(view, "dimensions.strip", title=False)
ui.drill(world, view)
ui.next_pages(view, "peers", "map", "overview")
