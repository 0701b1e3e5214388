"""What is PAPI? Plain words for everybody, the province's result, and pictures to share."""

import streamlit as st

from lib import cached, state, ui, worded
from lib.findings import citizens as findings

world, view = state.scene(cached.world())
stopped = ui.stopped(world, view, ends=False)
if not stopped:
    ui.head(world, view, findings.headline(world, view))
left, right = st.columns([1, 1.2], gap="medium")
with left:
    worded.plain(view, "citizens.what", findings.what(world, view))
    if not stopped:
        ui.points(view, "citizens.result", findings.result(world, view))
        worded.cards(view, findings.headline(world, view), findings.caption(world, view))
with right:
    worded.glossary(view, findings.glossary(world, view))
ui.next_pages(view, "overview", "map", "about")
