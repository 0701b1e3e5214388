"""The style sheets and the scripts that every page carries."""

import json
import re
from dataclasses import asdict
from functools import cache

import streamlit as st
from markupsafe import Markup

from lib.common.pages import page_by_slug
from lib.common.paths import WEB
from lib.common.text import Language, t
from lib.common.theme import PALETTES, Palette, ThemeName, text_color_on
from lib.model.view import View
from lib.ui.html import show_script
from lib.ui.session import current_slug

PAGE_SCRIPTS = ("ui.js", "province_picker.js")  # the second calls the first
# What Streamlit and Vega say in English only, by key of [ears]; the English text is theirs.
_WORDS_OF_STREAMLIT = (
    "skip",
    "close",
    "open",
    "sidebar",
    "expand",
    "collapse",
    "choose",
    "none_found",
    "clear",
    "running",
    "chart",
    "axis",
    "group_mark",
    "shape_mark",
    "shape",
)
_COLOURS = ("ink", "muted", "grid", "accent", "second", "peer", "band", "background", "low", "high")


@cache
def read_asset(name: str) -> str:
    """The text of a file of lib/ui/web, read once."""
    return (WEB / name).read_text(encoding="utf-8")


@cache
def _compact_css(name: str) -> str:
    """A style sheet without comments, on one line: Streamlit goes through every line of HTML."""
    without_comments = re.sub(r"/\*.*?\*/", "", read_asset(name), flags=re.DOTALL)
    return re.sub(r"(?<=[{};]) ", "", " ".join(without_comments.split()))


def show_page_style(view: View) -> None:
    """The styles of every page, and those of a page that has a style sheet of its own.

    They depend on the language, the theme and whether the page is in a frame (``?embed=true``), so
    Streamlit sends them once.
    """
    # Paper is white whatever the screen is.
    screen, paper = (_css_variables(PALETTES[theme]) for theme in (view.theme, "light"))
    words = "".join(
        f'--{name}:"{t(key, view.lang)}";'
        for name, key in (("failed", "chart.failed"), ("lost", "connection.lost"))
    )
    embedded = _compact_css("embedded.css") if st.context.is_embedded else ""
    st.html(
        f"<style>:root{{{screen}{words}}}"
        f"@media print{{:root{{{paper}}}{_paper_colors(view.theme)}}}"
        f"{_compact_css('ui.css')}{embedded}</style>"
    )
    if name := page_by_slug(current_slug()).styles:
        st.html(f"<style>{_compact_css(f'{name}.css')}</style>")


def _css_variables(palette: Palette) -> str:
    """A palette as CSS variables: its colours, the groups' and those of text on them."""
    colours = {name: getattr(palette, name) for name in _COLOURS}
    for group, fill in enumerate(palette.groups, start=1):
        colours |= {f"group{group}": fill, f"on{group}": text_color_on(fill, palette)}
    return "".join(f"--{name}:{colour};" for name, colour in colours.items())


@cache
def _paper_colors(theme: ThemeName) -> str:
    """Rules by which charts and legends drawn for the dark theme print in the light one's colours.

    Charts carry their colours as attributes, which a style sheet overrides. Colours between two of
    the palette, as on a map of scores, stay: they are readable on paper.
    """
    if theme == "light":
        return ""
    screen, paper = asdict(PALETTES[theme]), asdict(PALETTES["light"])
    colors = dict(zip(screen.pop("groups"), paper.pop("groups"), strict=True))
    colors |= {screen[name]: paper[name] for name in screen}
    chart = '[data-testid="stVegaLiteChart"]'
    return "".join(
        f'{chart} [fill="{old}"]{{fill:{new}}}{chart} [stroke="{old}"]{{stroke:{new}}}'
        f'.legend i[style*="{old}"]{{--c:{new}!important}}'
        for old, new in colors.items()
    )


def show_page_script(lang: Language) -> None:
    """The page's scripts, which learn the language from an element beside them.

    They are the same for everybody, so that a web server can allow them by their hashes and no
    others. Where the language changes, the element does too and the browser runs them again.
    """
    other: Language = "en" if lang == "vi" else "vi"
    pairs = [[t(f"ears.{word}", other), t(f"ears.{word}", lang)] for word in _WORDS_OF_STREAMLIT]
    words = json.dumps(pairs, ensure_ascii=False)
    scripts = [Markup(read_asset(name)) for name in PAGE_SCRIPTS]
    show_script("frame/page_script", lang=lang, words=words, scripts=scripts)
