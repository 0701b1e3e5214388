"""Where do we stand? Rank, group, change, the dimensions, all provinces on one line, the map."""

import streamlit as st

from lib import cached, state, ui
from lib.findings import overview as findings

world, view = state.scene(cached.world())
if ui.stopped(world, view):
    st.stop()

ui.head(world, view, cached.told(findings.headline, view))
ui.kpis(cached.told(findings.kpis, view))
left, right = st.columns([1.7, 1], gap="medium")
with left:
    ui.chart(view, "overview.profile")
    ui.chart(view, "overview.strip")
with right:
    ui.chart(view, "overview.country")
ui.points(view, "overview.aloud", cached.told(findings.aloud, view))
ui.next_pages(view, "trends", "targets", "map", "dimensions")
