"""What to say in the meeting? Three sentences, a one-page brief, questions with answers."""

import streamlit as st

from lib import cached, state, ui, worded
from lib.findings import brief as findings
from lib.findings import overview, questions

world, view = state.scene(cached.world())
if ui.stopped(world, view):
    st.stop()

ui.head(world, view, findings.headline(world, view))
ui.points(view, "overview.aloud", overview.aloud(world, view))
left, right = st.columns([1.2, 1], gap="medium")
with left:
    worded.paragraphs(view, "brief.title", findings.paragraphs(world, view))
    worded.text_download(view, "brief.txt", findings.text(world, view), "brief")
with right:
    worded.questions(view, "questions.title", questions.questions(world, view))
ui.next_pages(view, "citizens", "trends", "peers")
