"""What did we promise, did it help? The plan's measures beside the scores before and after it."""

import streamlit as st

from lib import cached, planned, state, ui
from lib.findings import plan as findings

world, view = state.scene(cached.world())
known = findings.chosen(world, view) is not None
years = findings.years(world, view) if known else ""
ui.head(world, view, findings.headline(world, view), years, year=False)
if not known:
    planned.how_to_add(world, view)
    ui.next_pages(view, "overview", "trends", "dimensions")
    st.stop()

planned.other_plans(world, view)
ui.kpis(findings.kpis(world, view), "even")
if findings.has_coverage(world, view):
    ui.chart(view, "plan.coverage")
if findings.has_results(world, view):
    ui.chart(view, "plan.result")
    ui.note(findings.reading(world, view))
committed = planned.commitments_now(world)
planned.measures(world, view, committed)
planned.assign(world, view, committed)
ui.points(view, "plan.method", findings.method(world, view))
ui.next_pages(view, "trends", "dimensions", "peers")
