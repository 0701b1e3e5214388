"""How texts are shown: the brief, questions, the glossary, pictures to share."""

import base64
import html
from collections.abc import Sequence
from functools import partial
from typing import Any

import streamlit as st

from lib import cached, say, ui
from lib.cards import LAYOUTS
from lib.downloads import download
from lib.findings import Paragraph, Question
from lib.findings.citizens import Term
from lib.measures.positions import TOTAL
from lib.text import t
from lib.view import View


def paragraphs(view: View, title: str, parts: Sequence[Paragraph]) -> None:
    """A text with small headings, to read and to print; ``title`` is a text key."""

    def more(part: Paragraph) -> str:
        page = html.escape(
            t("questions.see", view.lang, page=f"“{t(f'page.{part.slug}', view.lang)}”")
        )
        return f" {ui.link(view, part.slug, page)}"

    body = "".join(
        f"<h3>{html.escape(p.heading)}</h3><p>{html.escape(p.text)}{more(p) if p.slug else ''}</p>"
        for p in parts
    )
    source = html.escape(say.source(view, year=view.year))
    st.html(
        f'<article class="brief"><h2>{html.escape(t(title, view.lang))}</h2>{body}'
        f'<p class="source">{source}</p></article>'
    )


def text_download(view: View, label: str, text: str, stem: str) -> None:
    """A plain text as a file; ``label`` is a text key."""
    # With its mark, so that an old Notepad reads the diacritics.
    make = partial(text.encode, "utf-8-sig")
    download(
        t(label, view.lang), make, f"{view.file_prefix}-{stem}-{view.province}-{view.year}.txt"
    )


def questions(view: View, title: str, items: Sequence[Question]) -> None:
    """Questions that open to their answers, each with a link to the page that shows it."""
    parts = []
    for item in items:
        page = t(f"page.{item.slug}", view.lang)
        see = html.escape(t("questions.see", view.lang, page=f"“{page}”"))
        # Answers are about the total, whatever measure the address carries.
        changes: dict[str, Any] = {"measure": TOTAL} | dict(item.changes)
        more = {"show": item.show} if item.show else None
        way = ui.link(view, item.slug, see, more=more, **changes)
        parts.append(
            f"<details><summary>{html.escape(item.ask)}</summary>"
            f"<p>{html.escape(item.answer)} {way}</p></details>"
        )
    heading = html.escape(t(title, view.lang))
    st.html(f'<section class="asked"><h2>{heading}</h2>{"".join(parts)}</section>')


def glossary(view: View, terms: Sequence[Term]) -> None:
    """The dimensions in plain words; each opens to its sub-dimensions."""

    def place(term: Term) -> str:
        return f'<p class="source">{html.escape(term.place)}</p>' if term.place else ""

    parts = []
    for term in terms:
        inside = "".join(
            f"<dt>{html.escape(f'{sub.code} {sub.name}')}</dt>"
            f"<dd>{html.escape(sub.plain)}{place(sub)}</dd>"
            for sub in term.inside
        )
        parts.append(
            f"<details><summary>{html.escape(f'{term.code}. {term.name}')}"
            f"<span>{html.escape(term.plain)}</span></summary>{place(term)}<dl>{inside}</dl></details>"
        )
    heading, remark = (
        html.escape(t(f"citizens.{key}", view.lang)) for key in ("glossary", "glossary_note")
    )
    st.html(
        f'<section class="asked"><h2>{heading}</h2>{"".join(parts)}'
        f'<p class="source">{remark}</p></section>'
    )


def plain(view: View, title: str, sentences: Sequence[str]) -> None:
    """Short paragraphs under a heading (a text key)."""
    body = "".join(f"<p>{html.escape(s)}</p>" for s in sentences)
    st.html(f'<section class="brief"><h2>{html.escape(t(title, view.lang))}</h2>{body}</section>')


def cards(view: View, headline: str, words: str) -> None:
    """The pictures to share with ``words`` to go along, and a look at them once asked for."""
    lang, name = view.lang, "citizens.cards"
    heading, remark = (html.escape(t(f"citizens.{k}", lang)) for k in ("cards", "cards_note"))
    shown = st.query_params.get("data") == name
    show = ui.link(
        view, "citizens", html.escape(t("citizens.cards_show", lang)), more={"data": name}
    )
    way = "" if shown else f'<p class="ways">{show}</p>'
    st.html(f'<section class="brief"><h2>{heading}</h2><p>{remark}</p>{way}</section>')
    with st.container(horizontal=True):
        for kind in LAYOUTS:
            name = f"{view.file_prefix}-{kind}-{view.province}-{view.year}.png"
            download(t(f"citizens.card_{kind}", lang), partial(cached.card, kind, view), name)
    label = html.escape(t("citizens.caption", lang))
    st.html(f'<p class="source">{label}</p><p class="copy">{html.escape(words)}</p>')
    if shown:
        alt = html.escape(t("card.alt", lang, headline=headline))
        pictures = (base64.b64encode(cached.card(kind, view)).decode() for kind in LAYOUTS)
        images = "".join(f'<img src="data:image/png;base64,{p}" alt="{alt}">' for p in pictures)
        st.html(f'<div class="cards">{images}</div>')
