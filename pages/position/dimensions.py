"""In what? The radar beside the strips, then one dimension: sub-dimensions, indicators."""

import streamlit as st

from lib.ui.cache import current_dataset, draw_figure
from lib.ui.controls import beside_select, field_choice
from lib.ui.pages.dimensions import show_indicators, show_sub_dimensions
from lib.ui.parts.charts import show_chart
from lib.ui.parts.head import show_head
from lib.ui.parts.links import show_next_pages
from lib.ui.parts.notices import show_missing_score, show_partial_note
from lib.ui.url_state import page_dataset_and_view

dataset, view = page_dataset_and_view(current_dataset())
if not dataset.scored_dimensions(view.year, view.province):
    show_missing_score(dataset, view, charts=["trends.path"])
    st.stop()

show_head(dataset, view, draw_figure("dimensions.strip", view).title)
show_partial_note(dataset, view)
with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
    field_choice(view, "scale", ("position", "points"))
    beside_select(dataset, view)
left, right = st.columns([1, 1.2], gap="medium")
with left:
    show_chart(view, "dimensions.radar", tall=True)
with right:
    show_chart(view, "dimensions.strip", title=False)
show_sub_dimensions(dataset, view)
show_indicators(dataset, view)
show_next_pages(view, "peers", "map", "overview")
