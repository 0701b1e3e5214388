"""Parts of the page for citizens: plain words, the glossary, pictures to share."""

import base64
import html
from collections.abc import Sequence
from functools import partial

import streamlit as st

from lib.common.text import t
from lib.exports.share_cards import LAYOUTS
from lib.model.view import View
from lib.narrative.citizens import Term
from lib.ui import cache
from lib.ui.downloads import download_button
from lib.ui.parts import links


def show_glossary(view: View, terms: Sequence[Term]) -> None:
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


def show_paragraphs(view: View, title: str, sentences: Sequence[str]) -> None:
    """Short paragraphs under a heading (a text key)."""
    body = "".join(f"<p>{html.escape(s)}</p>" for s in sentences)
    st.html(f'<section class="brief"><h2>{html.escape(t(title, view.lang))}</h2>{body}</section>')


def show_share_cards(view: View, headline: str, words: str) -> None:
    """The pictures to share with ``words`` to go along, and a look at them once asked for."""
    lang, name = view.lang, "citizens.cards"
    heading, remark = (html.escape(t(f"citizens.{k}", lang)) for k in ("cards", "cards_note"))
    shown = st.query_params.get("data") == name
    show = links.page_link(
        view, "citizens", html.escape(t("citizens.cards_show", lang)), more={"data": name}
    )
    way = "" if shown else f'<p class="ways">{show}</p>'
    st.html(f'<section class="brief"><h2>{heading}</h2><p>{remark}</p>{way}</section>')
    with st.container(horizontal=True):
        for kind in LAYOUTS:
            name = f"{view.file_prefix}-{kind}-{view.province}-{view.year}.png"
            download_button(t(f"citizens.card_{kind}", lang), partial(cache.card, kind, view), name)
    label = html.escape(t("citizens.caption", lang))
    st.html(f'<p class="source">{label}</p><p class="copy">{html.escape(words)}</p>')
    if shown:
        alt = html.escape(t("card.alt", lang, headline=headline))
        pictures = (base64.b64encode(cache.card(kind, view)).decode() for kind in LAYOUTS)
        images = "".join(f'<img src="data:image/png;base64,{p}" alt="{alt}">' for p in pictures)
        st.html(f'<div class="cards">{images}</div>')
