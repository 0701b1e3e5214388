"""What is PAPI? Plain words for everybody, the province's result, and pictures to share."""

import streamlit as st

from lib import cached, state, ui, worded
from lib.findings import citizens as findings

world, view = state.scene(cached.world())
stopped = ui.stopped(world, view, ends=False)
if not stopped:
    ui.head(world, view, cached.told(findings.headline, view))
left, right = st.columns([1, 1.2], gap="medium")
with left:
    worded.plain(view, "citizens.what", cached.told(findings.what, view))
    if not stopped:
        ui.points(view, "citizens.result", cached.told(findings.result, view))
        worded.cards(
            view, cached.told(findings.headline, view), cached.told(findings.caption, view)
        )
with right:
    worded.glossary(view, cached.told(findings.glossary, view))
ui.next_pages(view, "overview", "map", "about")
