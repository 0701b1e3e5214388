"""The page's own style sheets and script."""

from functools import cache

import streamlit as st

from lib.common import pages
from lib.common.paths import WEB
from lib.common.text import t
from lib.common.theme import PALETTES
from lib.model.view import View


@cache
def read_asset(name: str) -> str:
    """A file of the page's own, read once: it is the same for every run."""
    return (WEB / name).read_text(encoding="utf-8")


def _one_line_css(name: str) -> str:
    """A style sheet on one line: Streamlit looks through every line of it in every run."""
    return " ".join(read_asset(name).split())


def show_page_style(view: View) -> None:
    """Styles of the whole page, the same in every run and so sent once.

    A page that needs more has a style sheet of its own.
    """
    names = ("ink", "muted", "grid", "accent", "second", "band", "background", "low", "high")
    # Paper is white whatever the screen is.
    variables, printed = (
        "".join(f"--{n}:{getattr(palette, n)};" for n in names)
        for palette in (PALETTES[view.theme], PALETTES["light"])
    )
    failed = f'--failed:"{t("chart.failed", view.lang)}";'
    st.html(
        f"<style>:root{{{variables}{failed}}}"
        f"@media print{{:root{{{printed}}}}}{_one_line_css('ui.css')}</style>"
    )
    if own := pages.page_by_slug(st.session_state["slug"]).styles:
        st.html(f"<style>{_one_line_css(f'{own}.css')}</style>")


def show_page_script(lang: str) -> None:
    """The page's own script, the same in every run and so sent once.

    It tells the page its language and follows our own links without loading it anew: as after the
    browser's back button, Streamlit runs the page that the new address names. On a phone it also
    closes the menu. It is the same text for everybody, so that a web server can allow it by its
    hash and no other.
    """
    script = read_asset("ui.js")
    # What changes with the language makes it run again.
    words = f'<span hidden data-page-lang="{lang}"></span><script>{script}</script>'
    st.html(words, unsafe_allow_javascript=True)
