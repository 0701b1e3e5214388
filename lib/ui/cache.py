"""Caches that all sessions share: data, figures, sentences, the interactive map, the story.

Every key contains the version of the data files, which is read from the disk before a cache
answers, so replaced files show without a restart. Beside it:

- data: the secret of the preview ("" = the published data),
- figures: name, view and options,
- sentences and key figures: the function that returns them and the view (``compute``),
- pictures and share cards: what is drawn and in which format,
- the interactive map, the story and its rendered screens: the view.

Fields of a view that do not change the result are set to their defaults in the key, so that views
that differ only in them share an entry. Files are made in ``lib.ui.files``.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Literal, TypeVar

import streamlit as st

from lib.charts.cartography import deck_map
from lib.charts.figure import Figure
from lib.charts.registry import COUNTED_SINCE, draw
from lib.datasets import tables
from lib.exports import images, screens, share_cards
from lib.ingest.result import IngestResult, apply_result
from lib.model.dataset import Dataset
from lib.model.unit_lists import dataset_of_view
from lib.model.view import View
from lib.narrative.elements import ChartSlot, Screen
from lib.narrative.story import build_story, story_view
from lib.server import memory
from lib.ui.preview_session import current_preview, uploaded_files

T = TypeVar("T")
PictureKind = Literal["png", "svg"]

# Streamlit would hash a view field by field, which takes longer than the look-up itself.
HASH_BY_REPR: dict[str | type, Callable[[Any], Any]] = {View: repr}
_MAX_PREVIEW_DATASETS = 4
# Pickled bytes; the least recently used entry is dropped first.
_FIGURES_SIZE = "32MB"  # about 2700 figures, of 3 to 30 kB each
# Most results are smaller than the memory of an entry, so the entries are limited too.
_COMPUTED_SIZE, _MAX_COMPUTED = "8MB", 4000
_PICTURES_SIZE = "24MB"  # about 50 pictures, of 20 to 800 kB each
_SHARE_CARDS_SIZE = "16MB"  # about 110 cards

# Fields of a view that no figure of these pages depends on.
_UNUSED_FIELDS = {"targets": ("measure", "peers", "peer", "paint", "render", "scale")}
# Fields of a view that only these figures depend on.
_USED_ONLY_BY = {
    "since": ("trends.movers",),
    "shown_since": COUNTED_SINCE,
    "target": ("targets.gaps", "targets.path"),
    "gains": (),
    "sort": (),
    "only": (),
    "find": (),
}


_RUN = threading.local()  # each run of a viewer has a thread of its own


@contextmanager
def one_version() -> Iterator[None]:
    """In this block the data files are looked at once and not before every answer of a cache.

    A run asks about twenty times, and what it shows is of one version. Outside of such a block
    every question looks at the files.
    """
    _RUN.version = tables.data_version()
    try:
        yield
    finally:
        del _RUN.version


def _version() -> str:
    """The version of the data files, see ``one_version``."""
    version: str | None = getattr(_RUN, "version", None)
    return tables.data_version() if version is None else version


# -- data -------------------------------------------------------------------------------------


def published_dataset() -> Dataset:
    """The data as the files stand now.

    Raises:
        DataError: the files cannot be trusted.
    """
    return _published_dataset(_version())


def current_dataset() -> Dataset:
    """The data that this session shows: the published ones, or those of its preview.

    Raises:
        DataError: the files cannot be trusted.
    """
    preview = current_preview()
    return dataset_of_preview(preview[0] if preview else "")


def dataset_of_preview(secret: str) -> Dataset:
    """The data of a preview, or for "" the published ones; downloads call it without a session.

    Raises:
        DataError: the files cannot be trusted.
        LookupError: the preview has ended.
    """
    return _dataset(_version(), secret)


def _dataset(version: str, secret: str) -> Dataset:
    if not secret:
        return _published_dataset(version)
    uploaded = uploaded_files().get(secret)
    if uploaded is None:
        raise LookupError("this preview has ended")
    return _preview_dataset(version, secret, uploaded)


@st.cache_resource(show_spinner=False, max_entries=2)
def _published_dataset(version: str) -> Dataset:
    return _build_dataset(tables.load_tables())


@st.cache_resource(show_spinner=False, max_entries=_MAX_PREVIEW_DATASETS)
def _preview_dataset(version: str, secret: str, _uploaded: IngestResult) -> Dataset:
    return _build_dataset(apply_result(_uploaded, _published_dataset(version).tables))


def _build_dataset(loaded: tables.Tables) -> Dataset:
    dataset = Dataset.build(loaded)
    _ = dataset.badges  # computed here and not in the first run, since every page needs them
    memory.collect_garbage()
    return dataset


def _dataset_of_view(version: str, view: View) -> Dataset:
    """The data of a view's preview with the provinces that it shows: the 63 or the 34."""
    return dataset_of_view(_dataset(version, view.preview), view)


# -- figures and sentences --------------------------------------------------------------------


def draw_figure(name: str, view: View, **options: Any) -> Figure:
    """A finished figure.

    Args:
        name: its name in ``lib.charts.registry``.
        view: what it shows.
        options: what it takes beside the view.

    Raises:
        KeyError: there is no such figure, or the data lack what the view names.
        LookupError: the view's preview has ended.
    """
    unused = [f for f, names in _USED_ONLY_BY.items() if name not in names]
    unused += _UNUSED_FIELDS.get(name.split(".")[0], ())
    view = replace(view, **{f: getattr(View, f) for f in (*unused, "units", "requested")})
    return _figure(_version(), name, view, tuple(sorted(options.items())))


@st.cache_data(show_spinner=False, max_size=_FIGURES_SIZE, hash_funcs=HASH_BY_REPR)
def _figure(version: str, name: str, view: View, options: tuple) -> Figure:
    return draw(name, _dataset_of_view(version, view), view, **dict(options))


def compute(function: Callable[[Dataset, View], T], view: View, *fields: str) -> T:
    """What a function of ``lib.narrative`` returns for a view, computed once.

    Kept by the function's module and name, the version of the data and the view. The function must
    be one of a module's top level, and its result one that can be pickled: each call gets a copy.

    Args:
        function: takes the data and the view.
        view: what it is about.
        fields: the fields of the view that the result depends on, beside the language, the preview
            and the list of provinces. Views that differ in others share the result. Without
            fields it depends on all but the theme and the list that the URL asks for.

    Returns:
        What the function returned.
    """
    name = f"{function.__module__}.{function.__qualname__}"
    view = view.reduced_to(*fields) if fields else replace(view, theme=View.theme, units=View.units)
    return _computed(_version(), name, view, function)


def compute_for_target(function: Callable[[Dataset, View], T], view: View) -> T:
    """As ``compute``, for what depends on the chosen target and not on the scenario."""
    return compute(function, view, "province", "year", "target")


def compute_for_plan(function: Callable[[Dataset, View], T], view: View) -> T:
    """As ``compute``, for what depends on the plan alone, whichever measure or peers are chosen."""
    return compute(function, view, "province", "year")


@st.cache_data(
    show_spinner=False,
    max_entries=_MAX_COMPUTED,
    max_size=_COMPUTED_SIZE,
    hash_funcs=HASH_BY_REPR,
)
def _computed(
    version: str, name: str, view: View, _function: Callable[[Dataset, View], Any]
) -> Any:
    return _function(_dataset_of_view(version, view), view)


# -- pictures ---------------------------------------------------------------------------------


def draw_picture(name: str, view: View, source: str, kind: PictureKind, **options: Any) -> bytes:
    """A figure as a picture.

    Args:
        name: the figure's name in ``lib.charts.registry``.
        view: what it shows.
        source: the line below it.
        kind: the format.
        options: what the figure takes beside the view.

    Raises:
        LookupError: the view's preview has ended.
    """
    return _picture(_version(), name, view, tuple(sorted(options.items())), source, kind)


@st.cache_data(show_spinner=False, max_size=_PICTURES_SIZE, hash_funcs=HASH_BY_REPR)
def _picture(
    version: str, name: str, view: View, options: tuple, source: str, kind: PictureKind
) -> bytes:
    figure = draw_figure(name, view, **dict(options))
    topojson = _dataset_of_view(version, view).tables.topojson
    if kind == "svg":
        return images.svg(figure, topojson, view.theme, source).encode()
    return images.png(figure, topojson, view.theme, source)


def draw_share_card(kind: share_cards.CardKind, view: View) -> bytes:
    """A picture to share as PNG.

    Args:
        kind: its shape.
        view: whose province and year it shows.

    Raises:
        LookupError: the view's preview has ended.
    """
    return _share_card(_version(), kind, view.reduced_to("province", "year"))


@st.cache_data(show_spinner=False, max_size=_SHARE_CARDS_SIZE, hash_funcs=HASH_BY_REPR)
def _share_card(version: str, kind: share_cards.CardKind, view: View) -> bytes:
    return share_cards.png(_dataset_of_view(version, view), view, kind)


# -- the interactive map and the story --------------------------------------------------------


def build_deck(view: View) -> deck_map.CompactDeck:
    """The interactive map of a view."""
    return _deck(_version(), replace(view, units=View.units, requested=None, find=""))


@st.cache_resource(show_spinner=False, max_entries=64, hash_funcs=HASH_BY_REPR)
def _deck(version: str, view: View) -> deck_map.CompactDeck:
    return deck_map.build_deck(_dataset_of_view(version, view), view)


def build_screens(view: View) -> tuple[Screen, ...]:
    """The story of a view's province and year (see ``lib.narrative.story``)."""
    return _story(_version(), story_view(view))


@st.cache_resource(show_spinner=False, max_entries=60, hash_funcs=HASH_BY_REPR)
def _story(version: str, view: View) -> tuple[Screen, ...]:
    return build_story(_dataset_of_view(version, view), view)


def rendered_story(view: View, base_url: str) -> screens.RenderedStory:
    """The story of a view's province and year as HTML; all sessions share what is rendered.

    Args:
        view: whose story.
        base_url: where phones reach the app.
    """
    return _rendered_story(_version(), story_view(view), base_url)


@st.cache_resource(show_spinner=False, max_entries=24, hash_funcs=HASH_BY_REPR)
def _rendered_story(version: str, view: View, base_url: str) -> screens.RenderedStory:
    dataset, story = _dataset_of_view(version, view), _story(version, view)
    return screens.RenderedStory(dataset, story, base_url, draw_slot)


def draw_slot(_: Dataset, slot: ChartSlot) -> Figure:
    """The figure of a place on a screen, as the pages already have it."""
    return draw_figure(slot.chart, slot.view)
