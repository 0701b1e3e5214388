"""What reaches the next group? The distance, what a good year brings, a scenario, the chances."""

import streamlit as st

from lib.narrative.targets import choice, distance, evidence, scenario
from lib.ui import cache, controls, url_state
from lib.ui.pages import targets
from lib.ui.parts import charts, heads, key_figures, links

world, view = url_state.page_dataset_and_view(cache.current_dataset())
if heads.stop_without_score(world, view):
    st.stop()

heads.show_notices(view, scenario.notices(world, view))
# What is kept between runs knows no scenario; a link sent with one opens on what it leads to.
sentence = (
    distance.headline(world, view)
    if view.gains
    else cache.compute_for_target(distance.headline, view)
)
heads.show_head(
    world, view, sentence, cache.compute_for_target(distance.moving_threshold_note, view)
)
controls.target_select(world, view)
key_figures.show_key_figures(cache.compute_for_target(distance.key_figures, view), "goal")
known = cache.compute_for_target(choice.has_references, view)
left, right = st.columns([1, 1.2], gap="medium")
with left:
    charts.show_chart(view, "targets.gaps")
with right:
    if known:
        charts.show_chart(view, "targets.path")
    else:
        targets.show_no_gains(world, view)
if known:
    targets.show_scenario(world, view)
left, right = st.columns([1, 1.2], gap="medium")
if cache.compute_for_target(evidence.has_forecast, view):
    with left:
        charts.show_chart(view, "targets.chance")
    with right:
        targets.show_forecast_evidence(view)
targets.show_gain_examples(world, view)
targets.show_method(view)
links.show_next_pages(view, "dimensions", "peers", "overview")
