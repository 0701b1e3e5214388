"""What a page sends beside the style sheet and the scripts of every page (lib.common.web_files).

That is what depends on the language, the theme or the page: colours, words, a style sheet of its
own.
"""

import json
from dataclasses import asdict
from functools import cache

import streamlit as st

from lib.common.pages import page_by_slug
from lib.common.text import Language, t
from lib.common.theme import PALETTES, Palette, ThemeName, text_color_on
from lib.common.web_files import compact_css
from lib.exports.screens import css_variables
from lib.model.view import View
from lib.ui.html import show_html
from lib.ui.session import current_slug

# What Streamlit and Vega say in English only, by key of [ears]; the English text is theirs.
_WORDS_OF_STREAMLIT = (
    "skip",
    "close",
    "sidebar",
    "expand",
    "collapse",
    "running",
    "chart",
    "axis",
    "group_mark",
    "shape_mark",
    "shape",
)
_COLOURS = ("ink", "muted", "grid", "accent", "second", "peer", "band", "background", "low", "high")


def show_page_style(view: View) -> None:
    """The colours and words of the styles, and the style sheet of a page that has its own.

    They depend on the language, the theme and whether the page is in a frame (``?embed=true``), so
    Streamlit sends them once.
    """
    # Paper is white whatever the screen is.
    screen, paper = (_css_variables(PALETTES[theme]) for theme in (view.theme, "light"))
    words = "".join(
        f'--{name}:"{t(key, view.lang)}";'
        for name, key in (("failed", "chart.failed"), ("lost", "connection.lost"))
    )
    embedded = compact_css("embedded.css") if st.context.is_embedded else ""
    st.html(
        f"<style>:root{{{screen}{words}}}"
        f"@media print{{:root{{{paper}}}{_paper_colors(view.theme)}}}"
        f"{embedded}</style>"
    )
    if name := page_by_slug(current_slug()).styles:
        st.html(f"<style>{compact_css(f'{name}.css')}</style>")


def _css_variables(palette: Palette) -> str:
    """A palette as CSS variables: its colours, the groups' and those of text on them."""
    colours = {name: getattr(palette, name) for name in _COLOURS}
    for group, fill in enumerate(palette.groups, start=1):
        colours |= {f"group{group}": fill, f"on{group}": text_color_on(fill, palette)}
    return "".join(f"--{name}:{colour};" for name, colour in colours.items())


@cache
def _paper_colors(theme: ThemeName) -> str:
    """Rules by which charts and legends of a dark page print in the light theme's colours."""
    return _colour_rules(theme, '[data-testid="stVegaLiteChart"]')


@cache
def screens_on_paper(theme: ThemeName) -> str:
    """The style sheet by which the screens of a presentation print light; empty where they are."""
    if theme == "light":
        return ""
    light = css_variables("light").replace(";", "!important;")
    return f"@media print{{.present{{{light}}}{_colour_rules(theme, 'section svg')}}}"


def _colour_rules(theme: ThemeName, chart: str) -> str:
    """What a chart (a CSS selector) or a legend has of a theme's colours, in the light theme's.

    Charts carry their colours as attributes, which a style sheet overrides. Colours between two of
    the palette, as on a map of scores, stay: they are readable on paper.
    """
    if theme == "light":
        return ""
    screen, paper = asdict(PALETTES[theme]), asdict(PALETTES["light"])
    colors = dict(zip(screen.pop("groups"), paper.pop("groups"), strict=True))
    colors |= {screen[name]: paper[name] for name in screen}
    return "".join(
        f'{chart} [fill="{old}"]{{fill:{new}}}{chart} [stroke="{old}"]{{stroke:{new}}}'
        f'.legend i[style*="{old}"]{{--c:{new}!important}}'
        for old, new in colors.items()
    )


def show_page_words(lang: Language, provinces: str = "") -> None:
    """What the page's scripts look for and no choice on a page changes, so that it is sent once.

    Args:
        lang: the page's language, for which the words for what is English only are added.
        provinces: the options of its fields for a province.
    """
    other: Language = "en" if lang == "vi" else "vi"
    pairs = [[t(f"ears.{word}", other), t(f"ears.{word}", lang)] for word in _WORDS_OF_STREAMLIT]
    words = json.dumps(pairs, ensure_ascii=False)
    show_html("frame/page_words", lang=lang, words=words, provinces=provinces)
