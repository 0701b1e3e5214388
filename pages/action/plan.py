"""What did we promise, did it help? The plan's measures beside the scores before and after it."""

import streamlit as st

from lib.narrative.plan import results
from lib.ui import cache, url_state
from lib.ui.pages import plan
from lib.ui.parts import charts, heads, key_figures, links

world, view = url_state.page_dataset_and_view(cache.current_dataset())
known = results.chosen_plan(world, view) is not None
years = results.years_note(world, view) if known else ""
heads.show_head(world, view, results.headline(world, view), years, year=False)
if not known:
    plan.show_how_to_add(world, view)
    links.show_next_pages(view, "overview", "trends", "dimensions")
    st.stop()

plan.show_other_plans(world, view)
key_figures.show_key_figures(results.key_figures(world, view), "even")
if results.has_coverage(world, view):
    charts.show_chart(view, "plan.coverage")
if results.has_results(world, view):
    charts.show_chart(view, "plan.result")
    heads.show_note(results.reading_note(world, view))
committed = plan.current_commitments(world)
plan.show_actions(world, view, committed)
plan.show_assignments(world, view, committed)
heads.show_numbered_list(view, "plan.method", results.method_sentences(world, view))
links.show_next_pages(view, "trends", "dimensions", "peers")
