"""What reaches the next group? The distance, what a good year brings, a scenario, the chances."""

import streamlit as st

from lib.narrative.dimensions import leaders
from lib.narrative.targets import chances, choice, distance, scenario
from lib.ui.cache import compute_for_target, current_dataset
from lib.ui.controls import target_choice
from lib.ui.pages import targets
from lib.ui.parts.charts import show_chart
from lib.ui.parts.head import show_head
from lib.ui.parts.key_figures import show_key_figures
from lib.ui.parts.links import show_next_pages
from lib.ui.parts.notices import show_missing_score, show_notices
from lib.ui.parts.texts import show_note
from lib.ui.url_state import page_dataset_and_view

dataset, view = page_dataset_and_view(current_dataset())
if show_missing_score(dataset, view, charts=["trends.path"]):
    st.stop()

show_notices(view, scenario.notices(dataset, view))
# A link with a scenario opens on where that leads; the cached headline knows no scenario.
headline = (
    distance.headline(dataset, view) if view.gains else compute_for_target(distance.headline, view)
)
show_head(dataset, view, headline, compute_for_target(distance.lead, view))
target_choice(dataset, view)
show_key_figures(compute_for_target(distance.key_figures, view), "goal")
has_references = compute_for_target(choice.has_references, view)
left, right = st.columns([1, 1.2], gap="medium")
with left:
    show_chart(view, "targets.gaps")
    if led := compute_for_target(leaders.leaders_of_largest_gaps, view):
        show_note(led)
with right:
    if has_references:
        show_chart(view, "targets.path")
    else:
        targets.show_no_gains(dataset, view)
if has_references:
    targets.show_scenario(dataset, view)
left, right = st.columns([1, 1.2], gap="medium")
if compute_for_target(chances.has_forecast, view):
    with left:
        show_chart(view, "targets.chance")
    with right:
        targets.show_forecast_evidence(view)
targets.show_gain_examples(dataset, view)
targets.show_method(view)
show_next_pages(view, "dimensions", "peers", "overview")
