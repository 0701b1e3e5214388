"""What changed, and is it real? The parts of the change, how usual it is, the years, the movers."""

import streamlit as st

from lib import cached, controls, state, ui
from lib.findings import trends as findings

world, view = state.scene(cached.world())
if ui.stopped(world, view, view.measure):
    st.stop()

ui.head(world, view, findings.headline(world, view))
with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
    controls.measure_select(world, view)
    controls.choice(view, "scale", ("position", "points"), "control.scale_")
ui.kpis(findings.kpis(world, view), "even")
if findings.has_change(world, view, findings.parent(view)):
    left, right = st.columns([1.25, 1], gap="medium")
    with left:
        if findings.has_parts(world, view):
            ui.chart(view, "trends.waterfall")
        else:
            ui.note(findings.rebuilt(world, view))
        ui.points(view, "trends.notable", findings.notable(world, view))
    with right:
        if findings.has_badge(world, view):
            ui.chart(view, "trends.usual")
        else:
            ui.note(findings.no_badge(world, view))
ui.chart(view, "trends.path")
if findings.starts(world, view):
    controls.since_select(world, view)
    if elsewhere := findings.other_start(world, view):
        ui.note(elsewhere)
    ui.chart(view, "trends.movers")
ui.points(view, "trends.evidence", findings.evidence(world, view))
ui.next_pages(view, "targets", "dimensions", "peers")
