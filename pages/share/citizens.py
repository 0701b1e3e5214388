"""What is PAPI? Plain words for everybody, the province's result, and pictures to share."""

import streamlit as st

from lib.narrative import citizens
from lib.ui import cache, url_state
from lib.ui.pages import citizens as pages_citizens
from lib.ui.parts import heads, links

world, view = url_state.page_dataset_and_view(cache.current_dataset())
stopped = heads.stop_without_score(world, view, ends=False)
if not stopped:
    heads.show_head(world, view, cache.compute(citizens.headline, view))
left, right = st.columns([1, 1.2], gap="medium")
with left:
    pages_citizens.show_paragraphs(
        view, "citizens.what", cache.compute(citizens.what_is_papi, view)
    )
    if not stopped:
        heads.show_numbered_list(
            view, "citizens.result", cache.compute(citizens.result_sentences, view)
        )
        pages_citizens.show_share_cards(
            view,
            cache.compute(citizens.headline, view),
            cache.compute(citizens.share_caption, view),
        )
with right:
    pages_citizens.show_glossary(view, cache.compute(citizens.glossary, view))
links.show_next_pages(view, "overview", "map", "about")
