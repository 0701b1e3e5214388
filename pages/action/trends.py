"""What changed, and is it real? The parts of the change, how usual it is, the years, the movers."""

import streamlit as st

from lib.narrative.trends import change, decomposition, spread, start_years, uncertainty
from lib.ui.cache import compute, current_dataset
from lib.ui.controls import field_choice, measure_select, since_links
from lib.ui.parts.charts import show_chart
from lib.ui.parts.head import show_head
from lib.ui.parts.key_figures import show_key_figures
from lib.ui.parts.links import show_next_pages
from lib.ui.parts.notices import show_missing_score
from lib.ui.parts.texts import show_note, show_numbered_list
from lib.ui.url_state import page_dataset_and_view

dataset, view = page_dataset_and_view(current_dataset())
movers = ["trends.movers"] if compute(start_years.start_years, view) else []
if show_missing_score(dataset, view, view.measure, ["trends.path", *movers]):
    st.stop()

show_head(dataset, view, compute(change.headline, view))
with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
    measure_select(dataset, view)
    field_choice(view, "scale", ("position", "points"))
since_links(dataset, view, view.measure)
show_key_figures(compute(change.key_figures, view), "even")
if change.has_change(dataset, view, decomposition.decomposed_measure(view)):
    has_spread = compute(spread.has_spread, view)
    judged = compute(uncertainty.has_badge, view) or has_spread or dataset.units == "63"
    left, right = st.columns([1.25, 1], gap="medium") if judged else (st.container(), None)
    with left:
        if compute(decomposition.has_parts, view):
            show_chart(view, "trends.waterfall")
        else:
            show_note(compute(decomposition.not_decomposed_reason, view))
        notable = compute(uncertainty.notable_changes, view)
        if count := compute(uncertainty.notable_count, view):
            show_note(count)
        rest = compute(uncertainty.notable_rest, view)
        show_numbered_list(view, "trends.notable", notable, rest)
    with right or left:
        if compute(uncertainty.has_badge, view):
            show_chart(view, "trends.usual")
        else:
            if has_spread:
                show_chart(view, "trends.spread")
            show_note(compute(uncertainty.no_badge_reason, view))
show_chart(view, "trends.path")
for name in movers:
    show_chart(view, name)
show_numbered_list(view, "trends.evidence", compute(uncertainty.backtest_sentences, view))
show_next_pages(view, "targets", "dimensions", "peers")
