"""Parts of the page with the brief: paragraphs, questions, the text file."""

import html
from collections.abc import Sequence
from functools import partial
from typing import Any

import streamlit as st

from lib.common.text import t
from lib.model.view import View
from lib.narrative import phrases
from lib.narrative.elements import Paragraph, Question
from lib.stats.ranking import TOTAL
from lib.ui.downloads import download_button
from lib.ui.parts import links


def show_brief(view: View, title: str, parts: Sequence[Paragraph]) -> None:
    """A text with small headings, to read and to print; ``title`` is a text key."""

    def more(part: Paragraph) -> str:
        page = html.escape(
            t("questions.see", view.lang, page=f"“{t(f'page.{part.slug}', view.lang)}”")
        )
        return f" {links.page_link(view, part.slug, page)}"

    body = "".join(
        f"<h3>{html.escape(p.heading)}</h3><p>{html.escape(p.text)}{more(p) if p.slug else ''}</p>"
        for p in parts
    )
    source = html.escape(phrases.source_line(view, year=view.year))
    st.html(
        f'<article class="brief"><h2>{html.escape(t(title, view.lang))}</h2>{body}'
        f'<p class="source">{source}</p></article>'
    )


def download_text(view: View, label: str, text: str, stem: str) -> None:
    """A plain text as a file; ``label`` is a text key."""
    # With its mark, so that an old Notepad reads the diacritics.
    make = partial(text.encode, "utf-8-sig")
    download_button(
        t(label, view.lang), make, f"{view.file_prefix}-{stem}-{view.province}-{view.year}.txt"
    )


def show_questions(view: View, title: str, items: Sequence[Question]) -> None:
    """Questions that open to their answers, each with a link to the page that shows it."""
    parts = []
    for item in items:
        page = t(f"page.{item.slug}", view.lang)
        see = html.escape(t("questions.see", view.lang, page=f"“{page}”"))
        # Answers are about the total, whatever measure the address carries.
        changes: dict[str, Any] = {"measure": TOTAL} | dict(item.changes)
        more = {"show": item.show} if item.show else None
        way = links.page_link(view, item.slug, see, more=more, **changes)
        parts.append(
            f"<details><summary>{html.escape(item.ask)}</summary>"
            f"<p>{html.escape(item.answer)} {way}</p></details>"
        )
    heading = html.escape(t(title, view.lang))
    st.html(f'<section class="asked"><h2>{heading}</h2>{"".join(parts)}</section>')
