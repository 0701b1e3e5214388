"""What to show and hand out? The story as screens for a projector, and as files."""

import streamlit as st

from lib.ui import cache, url_state
from lib.ui.pages import present
from lib.ui.parts import heads, links

world, view = url_state.page_dataset_and_view(cache.current_dataset())
if heads.stop_without_score(world, view):
    st.stop()

heads.show_head(world, view, present.headline(world, view))
drawn = present.render_screens(view)
present.show_start_links(view)
present.show_files(view)
present.show_screens(view, drawn)
present.show_reach(view)
links.show_next_pages(view, "brief", "citizens", "overview")
