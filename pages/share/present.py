"""What to show and hand out? The story as screens for a projector, and as files."""

import streamlit as st

from lib import cached, presented, state, ui

world, view = state.scene(cached.world())
if ui.stopped(world, view):
    st.stop()

ui.head(world, view, presented.headline(world, view))
drawn = presented.screens(view)
presented.start(view)
presented.files(view)
presented.grid(view, drawn)
presented.reach(view)
ui.next_pages(view, "brief", "citizens", "overview")
