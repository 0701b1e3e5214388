"""What changed, and is it real? The parts of the change, how usual it is, the years, the movers."""

import streamlit as st

from lib.narrative import trends
from lib.ui import cache, controls, url_state
from lib.ui.parts import charts, heads, key_figures, links

world, view = url_state.page_dataset_and_view(cache.current_dataset())
if heads.stop_without_score(world, view, view.measure):
    st.stop()

heads.show_head(world, view, cache.compute(trends.headline, view))
with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
    controls.measure_select(world, view)
    controls.segmented_choice(view, "scale", ("position", "points"), "control.scale_")
key_figures.show_key_figures(cache.compute(trends.key_figures, view), "even")
if trends.has_change(world, view, trends.decomposed_measure(view)):
    left, right = st.columns([1.25, 1], gap="medium")
    with left:
        if cache.compute(trends.has_parts, view):
            charts.show_chart(view, "trends.waterfall")
        else:
            heads.show_note(cache.compute(trends.not_decomposed_reason, view))
        heads.show_numbered_list(
            view, "trends.notable", cache.compute(trends.notable_changes, view)
        )
    with right:
        if cache.compute(trends.has_badge, view):
            charts.show_chart(view, "trends.usual")
        else:
            heads.show_note(cache.compute(trends.no_badge_reason, view))
charts.show_chart(view, "trends.path")
if cache.compute(trends.start_years, view):
    controls.since_select(view)
    if elsewhere := cache.compute(trends.start_year_note, view):
        heads.show_note(elsewhere)
    charts.show_chart(view, "trends.movers")
heads.show_numbered_list(view, "trends.evidence", cache.compute(trends.backtest_sentences, view))
links.show_next_pages(view, "targets", "dimensions", "peers")
