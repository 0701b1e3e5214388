"""What to say in the meeting? Three sentences, a one-page brief, questions with answers."""

import streamlit as st

from lib.narrative import brief, overview, questions
from lib.stats.ranking import TOTAL
from lib.ui.cache import compute, current_dataset
from lib.ui.controls import since_links
from lib.ui.pages.brief import show_brief, show_files, show_published_part, show_questions
from lib.ui.parts.head import show_head
from lib.ui.parts.links import show_next_pages
from lib.ui.parts.notices import show_missing_score
from lib.ui.parts.texts import show_numbered_list
from lib.ui.url_state import page_dataset_and_view

dataset, view = page_dataset_and_view(current_dataset())
if show_published_part(dataset, view) or show_missing_score(dataset, view):
    st.stop()

show_head(dataset, view, compute(brief.headline, view))
show_numbered_list(view, "overview.aloud", compute(overview.spoken_sentences, view))
since_links(dataset, view, TOTAL)
left, right = st.columns([1.2, 1], gap="medium")
with left:
    show_brief(dataset, view, "brief.title", compute(brief.paragraphs, view))
    show_files(view, brief.plain_text)
with right:
    show_questions(view, "questions.title", compute(questions.questions, view))
show_next_pages(view, "citizens", "trends", "peers")
