"""What to show and hand out? The story as screens for a projector, and as files."""

import streamlit as st

from lib.narrative.partly_published import has_part
from lib.ui.cache import current_dataset
from lib.ui.pages import present
from lib.ui.parts.head import show_head
from lib.ui.parts.links import show_next_pages
from lib.ui.parts.notices import show_missing_score, show_partial_note
from lib.ui.url_state import page_dataset_and_view

dataset, view = page_dataset_and_view(current_dataset())
if not has_part(dataset, view) and show_missing_score(dataset, view):
    st.stop()

show_head(dataset, view, present.headline(dataset, view))
show_partial_note(dataset, view)
present.show_start_links(view)
present.show_files(view)
present.show_screens(view)
present.show_reach(view)
show_next_pages(view, "brief", "citizens", "overview")
