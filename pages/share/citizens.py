"""What is PAPI? Plain words for everybody, the province's result, and pictures to share."""

import streamlit as st

from lib.narrative import citizens
from lib.ui.cache import compute, current_dataset
from lib.ui.pages.citizens import show_glossary, show_share_cards
from lib.ui.parts.head import show_head
from lib.ui.parts.links import show_next_pages
from lib.ui.parts.notices import show_missing_score
from lib.ui.parts.texts import show_numbered_list, show_paragraphs
from lib.ui.url_state import page_dataset_and_view

dataset, view = page_dataset_and_view(current_dataset())
score_missing = show_missing_score(dataset, view, next_pages=False)
if not score_missing:
    show_head(dataset, view, compute(citizens.headline, view))
left, right = st.columns([1, 1.2], gap="medium")
with left:
    show_paragraphs(view, "citizens.what", compute(citizens.what_is_papi, view))
    if not score_missing:
        show_numbered_list(view, "citizens.result", compute(citizens.result_sentences, view))
        headline = compute(citizens.headline, view)
        show_share_cards(view, headline, compute(citizens.share_caption, view))
with right:
    show_glossary(view, compute(citizens.glossary, view))
show_next_pages(view, "overview", "map", "about")
