"""What reaches the next group? The distance, what a good year brings, a scenario, the chances."""

import streamlit as st

from lib import cached, controls, state, targeted, ui
from lib.findings import targets as findings

world, view = state.scene(cached.world())
if ui.stopped(world, view):
    st.stop()

ui.notices(view, findings.notices(world, view))
# What is kept between runs knows no scenario; a link sent with one opens on what it leads to.
sentence = findings.headline(world, view) if view.gains else cached.goal(findings.headline, view)
ui.head(world, view, sentence, cached.goal(findings.moving, view))
controls.target_select(world, view)
ui.kpis(cached.goal(findings.kpis, view), "goal")
known = cached.goal(findings.has_references, view)
left, right = st.columns([1, 1.2], gap="medium")
with left:
    ui.chart(view, "targets.gaps")
with right:
    if known:
        ui.chart(view, "targets.path")
    else:
        targeted.no_gains(world, view)
if known:
    targeted.what_if(world, view)
left, right = st.columns([1, 1.2], gap="medium")
if cached.goal(findings.has_chances, view):
    with left:
        ui.chart(view, "targets.chance")
    with right:
        targeted.trust(view)
targeted.learnt(world, view)
targeted.goal_method(view)
ui.next_pages(view, "dimensions", "peers", "overview")
