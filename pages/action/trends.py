"""What changed, and is it real? The parts of the change, how usual it is, the years, the movers."""

import streamlit as st

from lib import cached, controls, state, ui
from lib.findings import trends as findings

world, view = state.scene(cached.world())
if ui.stopped(world, view, view.measure):
    st.stop()

ui.head(world, view, cached.told(findings.headline, view))
with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
    controls.measure_select(world, view)
    controls.choice(view, "scale", ("position", "points"), "control.scale_")
ui.kpis(cached.told(findings.kpis, view), "even")
if findings.has_change(world, view, findings.parent(view)):
    left, right = st.columns([1.25, 1], gap="medium")
    with left:
        if cached.told(findings.has_parts, view):
            ui.chart(view, "trends.waterfall")
        else:
            ui.note(cached.told(findings.rebuilt, view))
        ui.points(view, "trends.notable", cached.told(findings.notable, view))
    with right:
        if cached.told(findings.has_badge, view):
            ui.chart(view, "trends.usual")
        else:
            ui.note(cached.told(findings.no_badge, view))
ui.chart(view, "trends.path")
if cached.told(findings.starts, view):
    controls.since_select(view)
    if elsewhere := cached.told(findings.other_start, view):
        ui.note(elsewhere)
    ui.chart(view, "trends.movers")
ui.points(view, "trends.evidence", cached.told(findings.evidence, view))
ui.next_pages(view, "targets", "dimensions", "peers")
