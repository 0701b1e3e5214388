"""Where is it strong, where weak? The national map and a close-up of the region."""

import streamlit as st

from lib.narrative.map import headline, nothing_compares
from lib.ui.cache import compute, current_dataset
from lib.ui.controls import field_choice, measure_select, since_links
from lib.ui.parts.charts import show_chart
from lib.ui.parts.head import show_head
from lib.ui.parts.links import show_next_pages
from lib.ui.parts.maps import show_map_legend, show_national_map, show_region_left_out
from lib.ui.url_state import page_dataset_and_view

dataset, view = page_dataset_and_view(current_dataset())
show_head(dataset, view, compute(headline, view))
with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
    measure_select(dataset, view)
    field_choice(view, "paint", ("groups", "continuous", "change"))
    field_choice(view, "render", ("static", "interactive"))
if view.paint == "change":
    since_links(dataset, view, view.measure)
left, right = st.columns([1, 1.3], gap="medium")
with left:
    show_national_map(dataset, view)
with right:
    show_map_legend(view)
    if compute(nothing_compares, view):
        show_region_left_out(view)
    else:
        show_chart(view, "map.region", tall=True)
show_next_pages(view, "overview", "dimensions", "peers")
