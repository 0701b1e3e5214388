"""What is PAPI? Plain words for everybody, the province's result, and pictures to share."""

import streamlit as st

from lib.narrative import citizens, partly_published
from lib.ui.cache import compute, current_dataset
from lib.ui.pages.citizens import show_glossary, show_result
from lib.ui.parts.head import show_head
from lib.ui.parts.links import show_next_pages
from lib.ui.parts.notices import show_missing_score
from lib.ui.parts.texts import show_paragraphs
from lib.ui.url_state import page_dataset_and_view

dataset, view = page_dataset_and_view(current_dataset())
has_part = partly_published.has_part(dataset, view)
has_result = has_part or not show_missing_score(dataset, view, next_pages=False)
if has_result:
    headline = compute(partly_published.headline if has_part else citizens.headline, view)
    show_head(dataset, view, headline)
left, right = st.columns([1, 1.2], gap="medium")
with left:
    show_paragraphs(view, "citizens.what", compute(citizens.what_is_papi, view))
    if has_result:
        show_result(dataset, view, headline)
with right:
    show_glossary(view, compute(citizens.glossary, view))
show_next_pages(view, "overview", "map", "about")
