"""Where do we stand? Rank, group, change, the dimensions, all provinces on one line, the map."""

import streamlit as st

from lib.narrative import overview
from lib.stats.ranking import TOTAL
from lib.ui.cache import compute, current_dataset
from lib.ui.controls import since_links
from lib.ui.pages.overview import show_published_part
from lib.ui.parts.charts import show_chart
from lib.ui.parts.head import show_head
from lib.ui.parts.key_figures import show_key_figures
from lib.ui.parts.links import show_next_pages
from lib.ui.parts.notices import show_missing_score
from lib.ui.parts.texts import show_numbered_list
from lib.ui.url_state import page_dataset_and_view

dataset, view = page_dataset_and_view(current_dataset())
if show_published_part(dataset, view) or show_missing_score(
    dataset, view, charts=["trends.path", "overview.country"]
):
    st.stop()

show_head(dataset, view, compute(overview.headline, view))
show_key_figures(compute(overview.key_figures, view))
left, right = st.columns([1.7, 1], gap="medium")
with left:
    show_chart(view, "overview.profile")
    show_chart(view, "overview.strip")
with right:
    show_chart(view, "overview.country", tall=True)
if dataset.units == "34":
    show_chart(view, "trends.path")
show_numbered_list(view, "overview.aloud", compute(overview.spoken_sentences, view))
since_links(dataset, view, TOTAL)
show_next_pages(view, "trends", "targets", "map", "dimensions")
