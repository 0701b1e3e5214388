"""And the new province? Its members side by side, what to learn, the gap, what levelling brings."""

import streamlit as st

from lib import cached, state, ui
from lib.charts.merged import member_colors
from lib.findings import merged as findings
from lib.style import TONES

world, view = state.scene(cached.world())
ui.head(world, view, cached.told(findings.headline, view) or cached.told(findings.instead, view))
ui.note(cached.told(findings.note, view))
ui.kpis(cached.told(findings.kpis, view), "even", member_colors(world, view, TONES[view.theme])[1])
together = cached.told(findings.has_profile, view)
left, right = st.columns([1.7, 1], gap="medium")
with left:
    ui.chart(view, "merged.profile" if together else "merged.ranges")
    ui.points(view, "merged.facts", cached.told(findings.facts, view) or [])
with right:
    ui.map_of_34(world, view)
if together:
    left, right = st.columns(2, gap="medium")
    with left:
        ui.chart(view, "merged.learn")
    with right:
        ui.chart(view, "merged.ranges")
ui.points(view, "merged.method", cached.told(findings.method, view))
ui.weights_template(world, view)
ui.next_pages(view, "map", "peers", "plan")
