"""And the new province? Its members side by side, what to learn, the gap, what levelling brings."""

import streamlit as st

from lib.charts.merged.members import kind_colors, member_kinds
from lib.common.text import t
from lib.common.theme import PALETTES
from lib.narrative.merged import members, summary
from lib.ui.cache import compute, current_dataset
from lib.ui.pages.merged import show_map_of_34, show_weights_template
from lib.ui.parts.charts import show_chart, show_chart_link
from lib.ui.parts.head import show_head
from lib.ui.parts.key_figures import show_key_figures
from lib.ui.parts.links import show_next_pages
from lib.ui.parts.texts import show_note, show_numbered_list
from lib.ui.url_state import page_dataset_and_view

dataset, view = page_dataset_and_view(current_dataset())
headline = compute(summary.headline, view) or compute(summary.fallback_headline, view)
show_head(dataset, view, headline)
show_note(compute(summary.page_note, view))
kinds, colors = member_kinds(dataset, view), kind_colors(PALETTES[view.theme])
member_colors = {code: colors[kind] for code, kind in kinds.items()}
show_key_figures(compute(summary.key_figures, view), "even", member_colors)
has_profile = compute(members.has_profile, view)
left, right = st.columns([1.7, 1], gap="medium")
with left:
    show_chart(view, "merged.profile" if has_profile else "merged.ranges")
    facts = compute(summary.fact_sentences, view)
    show_numbered_list(view, "merged.facts", facts or [])
    if has_profile:  # the last of the facts says what it shows
        show_chart_link(view, "merged.ranges", t("merged.ranges_link", view.lang))
with right:
    show_map_of_34(dataset, view)
show_chart(view, "merged.history")
if has_profile:
    left, method = st.columns(2, gap="medium")
    with left:
        show_chart(view, "merged.learn")
else:
    method = st.container()
with method:
    show_numbered_list(view, "merged.method", compute(summary.method_sentences, view))
    show_weights_template(dataset, view)
show_next_pages(view, "map", "peers", "plan")
