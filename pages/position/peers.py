"""Against whom? The ladder, a head-to-head, and ranks over the years among the chosen set."""

import streamlit as st

from lib.ui import cache, controls, url_state
from lib.ui.parts import charts, heads, links

world, view = url_state.page_dataset_and_view(cache.current_dataset())
if heads.stop_without_score(world, view, view.measure):
    st.stop()

heads.show_head(world, view, cache.figure("peers.ladder", view).title)
with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
    controls.peer_set_select(world, view)
    controls.measure_select(world, view)
controls.peer_set_note(world, view)
charts.show_chart(view, "peers.ladder", title=False)
controls.peer_select(world, view)
charts.show_chart(view, "peers.duel")
charts.show_chart(view, "peers.bump")
links.show_next_pages(view, "dimensions", "map", "overview")
