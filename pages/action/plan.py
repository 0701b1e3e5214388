"""What did we promise, did it help? The plan's actions beside the scores before and after it."""

import streamlit as st

from lib.narrative.plan import key_figures, results
from lib.ui.cache import compute_for_plan, current_dataset
from lib.ui.pages import plan
from lib.ui.parts.charts import show_chart
from lib.ui.parts.head import show_head
from lib.ui.parts.key_figures import show_key_figures
from lib.ui.parts.links import show_next_pages
from lib.ui.parts.texts import show_note, show_numbered_list
from lib.ui.url_state import page_dataset_and_view

dataset, view = page_dataset_and_view(current_dataset())
has_plan = results.chosen_plan(dataset, view) is not None
years = compute_for_plan(results.years_note, view) if has_plan else ""
tagged = results.rests_on_estimate(dataset, view)
show_head(dataset, view, compute_for_plan(results.headline, view), years, tagged=tagged)
if not has_plan:
    plan.show_how_to_add(dataset, view)
    show_next_pages(view, "overview", "trends", "dimensions")
    st.stop()

plan.show_other_plans(dataset, view)
show_key_figures(compute_for_plan(key_figures.key_figures, view), "even")
methods = compute_for_plan(results.method_sentences, view)
if results.is_outline(dataset, view):
    plan.show_outline(dataset, view)
    show_numbered_list(view, "plan.method", methods)
    show_next_pages(view, "trends", "dimensions", "peers")
    st.stop()
if compute_for_plan(results.has_coverage, view):
    show_chart(view, "plan.coverage")
if compute_for_plan(results.has_results, view):
    show_chart(view, "plan.result")
    show_note(compute_for_plan(results.reading_note, view))
commitments = plan.current_commitments()
plan.show_actions(dataset, view, commitments)
plan.show_assignments(dataset, view, commitments)
show_numbered_list(view, "plan.method", methods)
show_next_pages(view, "trends", "dimensions", "peers")
