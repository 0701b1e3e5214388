"""Against whom? The ladder, up to four side by side, ranks over the years in the chosen set."""

import streamlit as st

from lib.ui.cache import current_dataset, draw_figure
from lib.ui.controls import measure_select, peer_set_choice, peer_set_note
from lib.ui.pages.peers import show_named_ranks, show_side_by_side
from lib.ui.parts.charts import show_chart
from lib.ui.parts.head import show_head
from lib.ui.parts.links import show_next_pages
from lib.ui.parts.notices import show_missing_score
from lib.ui.url_state import page_dataset_and_view

dataset, view = page_dataset_and_view(current_dataset())
if show_missing_score(dataset, view, view.measure, ["peers.bump"]):
    st.stop()

show_head(dataset, view, draw_figure("peers.ladder", view).title)
with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
    peer_set_choice(dataset, view)
    measure_select(dataset, view)
peer_set_note(dataset, view)
show_chart(view, "peers.ladder", title=False)
show_named_ranks(dataset, view)
show_side_by_side(dataset, view)
show_chart(view, "peers.bump")
show_next_pages(view, "dimensions", "map", "overview")
