"""What is computed once and kept: the world for everyone, each figure by its name and view.

Descriptions are looked at before the cache answers, so replaced data files show without a restart.
"""

import secrets
from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

import streamlit as st

from lib import cards, data, export, extract, maps, memory, stage
from lib.charts import draw
from lib.figure import Figure
from lib.ingest import Read, applied
from lib.story import Screen, Shown, story
from lib.view import View, world_of
from lib.world import World

T = TypeVar("T")
# Streamlit would take a view apart field by field, which costs more than what is looked up.
_BY_VIEW: dict[str | type, Callable[[Any], Any]] = {View: repr}


@st.cache_resource(show_spinner=False, max_entries=2)
def _published(version: str) -> World:
    return _built(data.load())


def _built(tables: data.Tables) -> World:
    world = World.build(tables)
    _ = world.badges  # every page says how usual a change is
    memory.settle()
    return world


# What a session tries out stays in that session; these few worlds are kept only so that no run
# has to build its own anew. Their key is the session's secret, and everything cached has it.
_KEPT = "preview"
MOST_PREVIEWS = 16  # files; the worlds made of them are larger, so fewer
_MOST_WORLDS = 4


@st.cache_resource(show_spinner=False, max_entries=_MOST_WORLDS)
def _tried_out(version: str, preview: str, _read: Read) -> World:
    return _built(applied(_read, _published(version).tables))


def _world(version: str, preview: str = "") -> World:
    """The published world, or the one that this session tries out."""
    if not preview:
        return _published(version)
    kept = _previews().get(preview)
    if kept is None:
        raise LookupError("this preview has ended")
    return _tried_out(version, preview, kept)


def _scene(version: str, view: View) -> World:
    """The world that a view lies in: of the 63 provinces or of the 34."""
    return world_of(_world(version, view.preview), view)


@st.cache_resource(show_spinner=False)
def _previews() -> dict[str, Read]:
    """What sessions try out, by their secret: a download is made outside of its session's run."""
    return {}


def preview() -> tuple[str, Read] | None:
    """The secret and the file of this session's preview, if it tries one out."""
    kept = st.session_state.get(_KEPT)
    if kept:
        _remember(*kept)
    return kept


def start_preview(read: Read) -> None:
    """From now on this session sees the figures of a file, and nobody else does."""
    end_preview()
    st.session_state[_KEPT] = (secrets.token_hex(16), read)


def end_preview() -> None:
    """Back to the published figures."""
    kept = st.session_state.pop(_KEPT, None)
    if kept:
        _previews().pop(kept[0], None)


def _remember(secret: str, read: Read) -> None:
    """Keep what a session tries out among the latest; the session has its own copy."""
    found = _previews()
    found.setdefault(secret, read)
    for old in list(found)[:-MOST_PREVIEWS]:
        found.pop(old, None)


def published() -> World:
    """The world as the data files stand now; DataError where they cannot be trusted."""
    return _published(data.version())


def world() -> World:
    """The world as the data files stand now, or as this session tries it out.

    DataError where the files cannot be trusted.
    """
    kept = preview()
    return _world(data.version(), kept[0] if kept else "")


# Parts of a view that the figures of these pages do not show.
_UNUSED = {"targets": ("measure", "peers", "peer", "paint", "render", "scale")}
# Parts of a view that only these figures show.
_SPECIAL = {
    "since": ("trends.movers",),
    "target": ("targets.gaps", "targets.path"),
    "gains": (),
}


def _only(view: View, *fields: str) -> View:
    """A view with these fields, its language, its preview and its list; all else as by default."""
    return View(**{f: getattr(view, f) for f in (*fields, "lang", "preview", "shown")})


@st.cache_data(show_spinner=False, max_entries=2000, hash_funcs=_BY_VIEW)
def _figure(version: str, name: str, view: View, options: tuple) -> Figure:
    return draw(name, _scene(version, view), view, **dict(options))


def figure(name: str, view: View, **options: Any) -> Figure:
    """A finished figure by the name in ``lib.charts.CHARTS``."""
    # What a figure does not show must not make it be drawn anew.
    unused = [f for f, users in _SPECIAL.items() if name not in users]
    unused += _UNUSED.get(name.split(".")[0], ())
    view = replace(view, **{f: getattr(View, f) for f in (*unused, "units", "asked")})
    return _figure(data.version(), name, view, tuple(sorted(options.items())))


@st.cache_data(show_spinner=False, max_entries=4000, hash_funcs=_BY_VIEW)
def _told(version: str, name: str, view: View, _find: Callable[[World, View], Any]) -> Any:
    return _find(_scene(version, view), view)


def told(find: Callable[[World, View], T], view: View, *fields: str) -> T:
    """What a function of ``lib.findings`` (or a chart's headline) says of a view.

    ``fields``: all of the view that it depends on, beside the language; without them all of it.
    """
    name = f"{find.__module__}.{find.__qualname__}"
    view = _only(view, *fields) if fields else replace(view, theme=View.theme, units=View.units)
    return _told(data.version(), name, view, find)


def goal(find: Callable[[World, View], T], view: View) -> T:
    """What a function of ``findings.targets`` says that no scenario changes."""
    return told(find, view, "province", "year", "target")


@st.cache_resource(show_spinner=False, max_entries=64, hash_funcs=_BY_VIEW)
def _deck(version: str, view: View) -> maps.CompactDeck:
    return maps.deck(_scene(version, view), view)


def deck(view: View) -> maps.CompactDeck:
    """The interactive map of a view."""
    return _deck(data.version(), replace(view, units=View.units, asked=None))


@st.cache_data(show_spinner=False, max_entries=50, hash_funcs=_BY_VIEW)
def _picture(version: str, name: str, view: View, options: tuple, source: str, kind: str) -> bytes:
    figure = _figure(version, name, view, options)
    topojson = _scene(version, view).tables.topojson
    if kind == "svg":
        return export.svg(figure, topojson, view.theme, source).encode()
    return export.png(figure, topojson, view.theme, source)


def picture(name: str, view: View, source: str, kind: str, **options: Any) -> bytes:
    """A figure as a picture ("png" or "svg"), drawn when somebody asks for it."""
    return _picture(data.version(), name, view, tuple(sorted(options.items())), source, kind)


@st.cache_data(show_spinner=False, max_entries=100, hash_funcs=_BY_VIEW)
def _card(version: str, kind: str, view: View) -> bytes:
    return cards.png(_scene(version, view), view, kind)


def card(kind: str, view: View) -> bytes:
    """A picture to share as PNG, drawn when somebody asks for it."""
    return _card(data.version(), kind, _only(view, "province", "year"))


@st.cache_resource(show_spinner=False, max_entries=60, hash_funcs=_BY_VIEW)
def _story(version: str, view: View) -> tuple[Screen, ...]:
    return story(_scene(version, view), view)


@st.cache_resource(show_spinner=False, max_entries=240, hash_funcs=_BY_VIEW)
def _staged(version: str, view: View, base: str, number: int) -> stage.Staged:
    screens = _story(version, view)
    return stage.staged(
        _scene(version, view),
        screens[number - 1],
        base,
        number,
        len(screens),
        _drawn,
    )


def screens(view: View) -> tuple[Screen, ...]:
    """The story of a view's province and year (see ``story.story``)."""
    return _story(data.version(), _only(view, "province", "year", "peer", "theme"))


def staged(screen: Screen, base: str, number: int) -> stage.Staged:
    """A screen of that story as HTML; ``base`` is the app's address for phones."""
    return _staged(data.version(), screen.view, base, number)


def _drawn(_: World, shown: Shown) -> Figure:
    """A screen's figure as the pages already have it."""
    return figure(shown.chart, shown.view)


def _asked(view: View) -> tuple[World, View]:
    """What a file shows: a file is made outside of its session's run, so its view tells the world.

    Paper is white whatever the screen is.
    """
    return _world(data.version(), view.preview), replace(view, theme="light")


def pdf(view: View, base: str) -> bytes:
    """The story on paper; files are made anew for whoever asks, so nothing of them is kept."""
    from lib import paper  # with typst, only when somebody asks for it

    return paper.pdf_bytes(*_asked(view), base, _drawn)


def pptx(view: View, base: str) -> bytes:
    """The story as slides."""
    from lib import slides  # with python-pptx, only when somebody asks for it

    return slides.pptx_bytes(*_asked(view), base)


def view_book(view: View) -> bytes:
    """The data of the story's figures as a spreadsheet."""
    return extract.view_book(*_asked(view), _drawn)


def full_book(view: View) -> bytes:
    """All data as a spreadsheet in the view's language."""
    return extract.full_book(_asked(view)[0], view.lang)
