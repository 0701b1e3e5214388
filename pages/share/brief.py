"""What to say in the meeting? Three sentences, a one-page brief, questions with answers."""

import streamlit as st

from lib import cached, state, ui, worded
from lib.findings import brief as findings
from lib.findings import overview, questions

world, view = state.scene(cached.world())
if ui.stopped(world, view):
    st.stop()

ui.head(world, view, cached.told(findings.headline, view))
ui.points(view, "overview.aloud", cached.told(overview.aloud, view))
left, right = st.columns([1.2, 1], gap="medium")
with left:
    worded.paragraphs(view, "brief.title", cached.told(findings.paragraphs, view))
    worded.text_download(view, "brief.txt", cached.told(findings.text, view), "brief")
with right:
    worded.questions(view, "questions.title", cached.told(questions.questions, view))
ui.next_pages(view, "citizens", "trends", "peers")
