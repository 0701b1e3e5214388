"""What is computed once and kept: the world for everyone, each figure by its name and view.

Descriptions are looked at before the cache answers, so replaced data files show without a restart.
"""

import ctypes
import gc
import os
from dataclasses import replace
from typing import Any

import streamlit as st

from lib import cards, data, export, extract, maps, stage
from lib.charts import CHARTS
from lib.figure import Figure
from lib.findings import targets
from lib.story import Screen, Shown, story
from lib.view import View
from lib.world import World


@st.cache_resource(show_spinner=False, max_entries=2)
def _world(version: tuple[int, ...]) -> World:
    world = World.build(data.load())
    _ = world.badges  # every page says how usual a change is
    _give_back()
    return world


def _give_back() -> None:
    """Return to the system what computing has freed; glibc would keep it for the process."""
    gc.collect()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if os.name == "posix" else None
    if trim:
        trim(0)


def world() -> World:
    """The world as the data files stand now; DataError where they cannot be trusted."""
    return _world(data.version())


# Parts of a view that the figures of these pages do not show.
_UNUSED = {"targets": ("measure", "peers", "peer", "paint", "render", "scale")}
# Parts of a view that only these figures show.
_SPECIAL = {
    "since": ("trends.movers",),
    "target": ("targets.gaps", "targets.path"),
    "gains": (),
}


@st.cache_data(show_spinner=False, max_entries=2000)
def _figure(version: tuple[int, ...], name: str, view: View, options: tuple) -> Figure:
    return CHARTS[name](_world(version), view, **dict(options))


def figure(name: str, view: View, **options: Any) -> Figure:
    """A finished figure by the name in ``lib.charts.CHARTS``."""
    # What a figure does not show must not make it be drawn anew.
    unused = [f for f, users in _SPECIAL.items() if name not in users]
    unused += _UNUSED.get(name.split(".")[0], ())
    view = replace(view, **{f: getattr(View, f) for f in unused})
    return _figure(data.version(), name, view, tuple(sorted(options.items())))


@st.cache_data(show_spinner=False, max_entries=2000)
def _goal(version: tuple[int, ...], name: str, view: View) -> Any:
    return getattr(targets, name)(_world(version), view)


def goal(name: str, view: View) -> Any:
    """What ``findings.targets`` has by that name; no scenario changes it, so none is in its key."""
    plain = View(province=view.province, year=view.year, target=view.target, lang=view.lang)
    return _goal(data.version(), name, plain)


@st.cache_resource(show_spinner=False, max_entries=64)
def _deck(version: tuple[int, ...], view: View) -> maps.CompactDeck:
    return maps.deck(_world(version), view)


def deck(view: View) -> maps.CompactDeck:
    """The interactive map of a view."""
    return _deck(data.version(), view)


@st.cache_data(show_spinner=False, max_entries=50)
def _picture(
    version: tuple[int, ...], name: str, view: View, options: tuple, source: str, kind: str
) -> bytes:
    figure, topojson = _figure(version, name, view, options), _world(version).tables.topojson
    if kind == "svg":
        return export.svg(figure, topojson, view.theme, source).encode()
    return export.png(figure, topojson, view.theme, source)


def picture(name: str, view: View, source: str, kind: str, **options: Any) -> bytes:
    """A figure as a picture ("png" or "svg"), drawn when somebody asks for it."""
    return _picture(data.version(), name, view, tuple(sorted(options.items())), source, kind)


@st.cache_data(show_spinner=False, max_entries=100)
def _card(version: tuple[int, ...], kind: str, view: View) -> bytes:
    return cards.png(_world(version), view, kind)


def card(kind: str, view: View) -> bytes:
    """A picture to share as PNG, drawn when somebody asks for it."""
    shown = View(province=view.province, year=view.year, lang=view.lang)
    return _card(data.version(), kind, shown)


@st.cache_resource(show_spinner=False, max_entries=60)
def _story(version: tuple[int, ...], view: View) -> tuple[Screen, ...]:
    return story(_world(version), view)


@st.cache_resource(show_spinner=False, max_entries=240)
def _staged(version: tuple[int, ...], view: View, base: str, number: int) -> stage.Staged:
    screens = _story(version, view)
    return stage.staged(
        _world(version),
        screens[number - 1],
        base,
        number,
        len(screens),
        _drawn,
    )


def screens(view: View) -> tuple[Screen, ...]:
    """The story of a view's province and year (see ``story.story``)."""
    shown = View(
        province=view.province, year=view.year, peer=view.peer, lang=view.lang, theme=view.theme
    )
    return _story(data.version(), shown)


def staged(screen: Screen, base: str, number: int) -> stage.Staged:
    """A screen of that story as HTML; ``base`` is the app's address for phones."""
    return _staged(data.version(), screen.view, base, number)


def _drawn(_: World, shown: Shown) -> Figure:
    """A screen's figure as the pages already have it."""
    return figure(shown.chart, shown.view)


def pdf(view: View, base: str) -> bytes:
    """The story on paper; files are made anew for whoever asks, so nothing of them is kept."""
    from lib import paper  # with typst, only when somebody asks for it

    return paper.pdf_bytes(world(), replace(view, theme="light"), base, _drawn)


def view_book(view: View) -> bytes:
    """The data of the story's figures as a spreadsheet."""
    return extract.view_book(world(), replace(view, theme="light"), _drawn)


def full_book(lang: str) -> bytes:
    """All data as a spreadsheet."""
    return extract.full_book(world(), lang)
