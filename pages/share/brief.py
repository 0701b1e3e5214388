"""What to say in the meeting? Three sentences, a one-page brief, questions with answers."""

import streamlit as st

from lib.narrative import brief, overview, questions
from lib.ui import cache, url_state
from lib.ui.pages import brief as pages_brief
from lib.ui.parts import heads, links

world, view = url_state.page_dataset_and_view(cache.current_dataset())
if heads.stop_without_score(world, view):
    st.stop()

heads.show_head(world, view, cache.compute(brief.headline, view))
heads.show_numbered_list(view, "overview.aloud", cache.compute(overview.spoken_sentences, view))
left, right = st.columns([1.2, 1], gap="medium")
with left:
    pages_brief.show_brief(view, "brief.title", cache.compute(brief.paragraphs, view))
    pages_brief.download_text(view, "brief.txt", cache.compute(brief.plain_text, view), "brief")
with right:
    pages_brief.show_questions(view, "questions.title", cache.compute(questions.questions, view))
links.show_next_pages(view, "citizens", "trends", "peers")
