"""How the story is shown and handed out: the grid of its screens, one of them full size, files."""

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from lib.common.paths import WEB
from lib.common.text import t
from lib.exports import screens
from lib.exports.screens import RenderedScreen
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.server import public_url
from lib.server.public_url import PublicUrl
from lib.ui import cache, url_state
from lib.ui.downloads import download_button
from lib.ui.parts import heads, links

_LOOP_SECONDS = 20  # seconds of a screen in a lobby


def current_public_url() -> PublicUrl:
    """Where others open this app."""
    return public_url.find_public_url(st.context.url or "", st.session_state["slug"])


def headline(dataset: Dataset, view: View) -> str:
    """How many screens there are, about what."""
    name, n = dataset.province_name(view.province, view.lang), len(cache.screens(view))
    return t("present.headline", view.lang, n=n, name=name, year=view.year)


def render_screens(view: View) -> list[RenderedScreen]:
    """All screens as drawn; while that takes time, how far it is."""
    story, base = cache.screens(view), current_public_url().base
    drawn, place = [], st.empty()
    for number, screen in enumerate(story, start=1):
        words = t("present.drawing", view.lang, done=number, of=len(story))
        place.progress((number - 1) / len(story), words)
        drawn.append(cache.rendered_screen(screen, base, number))
    place.empty()
    return drawn


def show_start_links(view: View) -> None:
    """The ways into the presentation."""
    lang = view.lang
    begin = links.page_link(view, "present", t("present.start", lang), more={"screen": "1"})
    loop = links.page_link(
        view,
        "present",
        t("present.loop", lang, seconds=_LOOP_SECONDS),
        more={"screen": "1", "loop": str(_LOOP_SECONDS)},
    )
    st.html(
        f'<p class="ways starts">{begin}{loop}</p><p class="source">{t("present.lead", lang)}</p>'
    )


def show_files(view: View) -> None:
    """The story to take along: pages to print, tables."""
    lang, base = view.lang, current_public_url().base
    stem = f"{view.file_prefix}-{view.province}-{view.year}"
    with st.container(horizontal=True):
        download_button(t("present.pptx", lang), partial(cache.pptx, view, base), f"{stem}.pptx")
        download_button(t("present.pdf", lang), partial(cache.pdf, view, base), f"{stem}.pdf")
        download_button(t("present.book", lang), partial(cache.view_workbook, view), f"{stem}.xlsx")
        download_button(
            t("present.all", lang),
            partial(cache.full_workbook, view),
            f"{view.file_prefix}-{lang}.xlsx",
        )


def show_reach(view: View) -> None:
    """Where the QR code leads, when that is not the open web."""
    address = current_public_url()
    if address.reach != "web":
        heads.show_note(t(f"present.{address.reach}", view.lang, base=address.base))


@st.cache_resource(show_spinner=False)
def _component() -> Callable[..., Any]:
    html, css, js = (
        (WEB / f"stage.{kind}").read_text(encoding="utf-8") for kind in ("html", "css", "js")
    )
    return st.components.v2.component("stage", html=html, css=css, js=js)


def show_screens(view: View, drawn: list[RenderedScreen]) -> None:
    """Every screen small with what to say; the one that the address asks for fills the window."""
    lang = view.lang
    showing, notices = url_state.requested_screen([screen.slug for screen in drawn])
    heads.show_notices(view, notices)
    names = ("notes", "previous", "next", "code", "full", "close")
    _component()(
        key="stage",
        data={
            "screens": [
                {
                    "html": s.html,
                    "title": s.title,
                    "notes": s.notes,
                    "address": s.address,
                    "code": s.code,
                }
                for s in drawn
            ],
            "labels": {name: t(f"present.{name}", lang) for name in names},
            "theme": screens.css_variables(view.theme),
            "screen": showing.screen,
            "loop": showing.loop,
        },
    )
