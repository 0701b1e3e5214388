"""And the new province? Its members side by side, what to learn, the gap, what levelling brings."""

import streamlit as st

from lib.charts.merged.members import member_colors
from lib.common.theme import PALETTES
from lib.narrative import merged
from lib.ui import cache, url_state
from lib.ui.pages import merged as pages_merged
from lib.ui.parts import charts, heads, key_figures, links

world, view = url_state.page_dataset_and_view(cache.current_dataset())
heads.show_head(
    world,
    view,
    cache.compute(merged.headline, view) or cache.compute(merged.fallback_headline, view),
)
heads.show_note(cache.compute(merged.page_note, view))
key_figures.show_key_figures(
    cache.compute(merged.key_figures, view),
    "even",
    member_colors(world, view, PALETTES[view.theme])[1],
)
together = cache.compute(merged.has_profile, view)
left, right = st.columns([1.7, 1], gap="medium")
with left:
    charts.show_chart(view, "merged.profile" if together else "merged.ranges")
    heads.show_numbered_list(view, "merged.facts", cache.compute(merged.fact_sentences, view) or [])
with right:
    pages_merged.show_map_of_34(world, view)
if together:
    left, right = st.columns(2, gap="medium")
    with left:
        charts.show_chart(view, "merged.learn")
    with right:
        charts.show_chart(view, "merged.ranges")
heads.show_numbered_list(view, "merged.method", cache.compute(merged.method_sentences, view))
pages_merged.show_weights_template(world, view)
links.show_next_pages(view, "map", "peers", "plan")
