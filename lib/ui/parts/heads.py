"""The head of a page, notices, empty states, notes and lists."""

import html

import streamlit as st

from lib.common import pages
from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.url_parameters import Notice
from lib.model.view import CHOICES, View
from lib.narrative import estimates, phrases
from lib.stats.ranking import TOTAL
from lib.ui import controls
from lib.ui.parts.links import page_link, show_next_pages


def show_head(
    dataset: Dataset, view: View, sentence: str, under: str = "", year: bool = True
) -> None:
    """The page's conclusion with the province and the year beside it.

    ``under`` is a quiet sentence below; without ``year`` the page has years of its own.
    """
    left, right = st.columns([2, 1], vertical_alignment="top", gap="medium")
    told = (
        dataset.estimated and dataset.position(view.year, view.measure, view.province) is not None
    )
    with left, st.container(gap="xsmall"):
        show_title(estimates.tag_sentence(sentence, dataset, view) if told else sentence)
        if under:
            show_note(under)
    if not year:
        with right:
            controls.province_select(dataset, view)
        return
    newest = dataset.all_years[-1]
    with right, st.container(gap=None):
        with st.container(horizontal=True, gap="small"):
            controls.province_select(dataset, view)
            controls.year_select(dataset, view)
        here = st.session_state["slug"]
        ways = [_units_switch(dataset, view)] if pages.page_by_slug(here).units == "both" else []
        if view.year < newest:
            label = html.escape(t("notice.newer", view.lang, year=newest))
            ways.append(page_link(view, here, label, year=newest))
        if any(ways):
            st.html(f'<div class="ways middle">{"".join(ways)}</div>')
    if dataset.estimated:
        show_note(estimates.page_note(dataset, view))


def _units_switch(dataset: Dataset, view: View) -> str:
    """The 63 provinces of the scores or the 34 of today; no choice where the 34 are published."""
    if dataset.units == "34" and not dataset.estimated:
        return ""
    here, lang = st.session_state["slug"], view.lang
    links = "".join(
        page_link(
            view, here, html.escape(t(f"units.{n}", lang)), current=n == view.shown_units, units=n
        )
        for n in CHOICES["units"]
    )
    name = html.escape(t("units.label", lang))
    return f'<div class="switch" role="group" aria-label="{name}">{links}</div>'


def show_title(text: str) -> None:
    """A page's first heading."""
    st.html(f'<h1 class="lead">{html.escape(text)}</h1>')


def show_notices(view: View, found: list[Notice]) -> None:
    """What in the address could not be used, one sentence each."""
    items = ""
    for notice in found:
        sentence = html.escape(t(f"notice.{notice.code}", view.lang, **dict(notice.values)))
        way = ""
        if notice.code == "year_late":  # a year that only a preview had
            way = " " + page_link(view, "preview", html.escape(t("page.preview", view.lang)))
        items += f"<p>{sentence}{way}</p>"
    if items:
        st.html(f'<div class="notices" role="status">{items}</div>')


def stop_without_score(
    dataset: Dataset, view: View, measure: str = TOTAL, ends: bool = True
) -> bool:
    """Where the province has no score: a page head that says so, ways on, and True.

    ``ends``: nothing comes after it, so other pages are offered.
    """
    if dataset.position(view.year, measure, view.province) is not None:
        return False
    lang = view.lang
    show_head(dataset, view, phrases.missing_score_sentence(dataset, view, measure))
    table = dataset.positions
    found = table[(table["province"] == view.province) & (table["measure"] == measure)]
    years = sorted((int(y) for y in found["year"]), key=lambda y: (abs(y - view.year), -y))[:2]
    st.write(t("empty.way_on", lang) if years else t("empty.still", lang))
    here = st.session_state["slug"]
    ways = "".join(
        page_link(view, here, html.escape(t("empty.go_year", lang, year=year)), year=year)
        for year in sorted(years)
    )
    st.html(f'<p class="ways">{ways}</p>')
    if ends:
        others = [p.slug for p in pages.PAGES if p.slug != st.session_state["slug"]]
        show_next_pages(view, *others[:3])
    return True


def show_partial_note(dataset: Dataset, view: View) -> None:
    """Where only a part of the province's scores is published: the sentence that says so."""
    if dataset.position(view.year, TOTAL, view.province) is None:
        sentence = html.escape(phrases.missing_score_sentence(dataset, view))
        st.html(f'<div class="notices" role="status"><p>{sentence}</p></div>')


def show_failure(lang: str, sentence: str, next_step: str = "") -> None:
    """A plain page for data that cannot be trusted, or for what else went wrong."""
    st.title(t("failure.title", lang))
    st.error(sentence)
    st.write(next_step or t("failure.next", lang))


def show_numbered_list(view: View, title: str, sentences: list[str]) -> None:
    """Sentences as a numbered list under a heading (a text key); nothing where there are none."""
    items = "".join(f"<li>{html.escape(s)}</li>" for s in sentences)
    heading = html.escape(t(title, view.lang))
    if items:
        st.html(f'<section class="aloud"><h2>{heading}</h2><ol>{items}</ol></section>')


def show_note(sentence: str) -> None:
    """One quiet sentence in place of a picture."""
    st.html(f'<p class="source">{html.escape(sentence)}</p>')
