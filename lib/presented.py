"""How the story is shown and handed out: the grid of its screens, one of them full size, files."""

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from lib import address, cached, stage, state, ui
from lib.address import Address
from lib.data import ROOT
from lib.downloads import download
from lib.stage import Staged
from lib.text import t
from lib.view import View
from lib.world import World

_PACE = 20  # seconds of a screen in a lobby


def here() -> Address:
    """Where others open this app."""
    return address.public(st.context.url or "", st.session_state["slug"])


def headline(world: World, view: View) -> str:
    """How many screens there are, about what."""
    name, n = world.name(view.province, view.lang), len(cached.screens(view))
    return t("present.headline", view.lang, n=n, name=name, year=view.year)


def screens(view: View) -> list[Staged]:
    """All screens as drawn; while that takes time, how far it is."""
    story, base = cached.screens(view), here().base
    drawn, place = [], st.empty()
    for number, screen in enumerate(story, start=1):
        words = t("present.drawing", view.lang, done=number, of=len(story))
        place.progress((number - 1) / len(story), words)
        drawn.append(cached.staged(screen, base, number))
    place.empty()
    return drawn


def start(view: View) -> None:
    """The ways into the presentation."""
    lang = view.lang
    begin = ui.link(view, "present", t("present.start", lang), more={"screen": "1"})
    loop = ui.link(
        view,
        "present",
        t("present.loop", lang, seconds=_PACE),
        more={"screen": "1", "loop": str(_PACE)},
    )
    st.html(
        f'<p class="ways starts">{begin}{loop}</p><p class="source">{t("present.lead", lang)}</p>'
    )


def files(view: View) -> None:
    """The story to take along: pages to print, tables."""
    lang, base = view.lang, here().base
    stem = f"{view.file_prefix}-{view.province}-{view.year}"
    with st.container(horizontal=True):
        download(t("present.pptx", lang), partial(cached.pptx, view, base), f"{stem}.pptx")
        download(t("present.pdf", lang), partial(cached.pdf, view, base), f"{stem}.pdf")
        download(t("present.book", lang), partial(cached.view_book, view), f"{stem}.xlsx")
        download(
            t("present.all", lang),
            partial(cached.full_book, view),
            f"{view.file_prefix}-{lang}.xlsx",
        )


def reach(view: View) -> None:
    """Where the QR code leads, when that is not the open web."""
    address = here()
    if address.reach != "web":
        ui.note(t(f"present.{address.reach}", view.lang, base=address.base))


@st.cache_resource(show_spinner=False)
def _component() -> Callable[..., Any]:
    html, css, js = (
        (ROOT / "lib" / "web" / f"stage.{kind}").read_text(encoding="utf-8")
        for kind in ("html", "css", "js")
    )
    return st.components.v2.component("stage", html=html, css=css, js=js)


def grid(view: View, drawn: list[Staged]) -> None:
    """Every screen small with what to say; the one that the address asks for fills the window."""
    lang = view.lang
    showing, notices = state.showing([screen.slug for screen in drawn])
    ui.notices(view, notices)
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
            "theme": stage.colors(view.theme),
            "screen": showing.screen,
            "loop": showing.loop,
        },
    )
