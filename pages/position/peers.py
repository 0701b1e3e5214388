"""Against whom? The ladder, a head-to-head, and ranks over the years among the chosen set."""

import streamlit as st

from lib import cached, controls, state, ui

world, view = state.scene(cached.world())
if ui.stopped(world, view, view.measure):
    st.stop()

ui.head(world, view, cached.figure("peers.ladder", view).title)
with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
    controls.peer_set_select(world, view)
    controls.measure_select(world, view)
controls.peer_set_note(world, view)
ui.chart(view, "peers.ladder", title=False)
controls.peer_select(world, view)
ui.chart(view, "peers.duel")
ui.chart(view, "peers.bump")
ui.next_pages(view, "dimensions", "map", "overview")
