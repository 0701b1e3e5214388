"""What is computed once and kept: the data set for everyone, figures and words by view.

Data files are looked at before the cache answers, so replaced files show without a restart.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

import streamlit as st

from lib.charts.cartography import deck_map
from lib.charts.figure import Figure
from lib.charts.registry import draw
from lib.datasets import tables as datasets_tables
from lib.exports import images, share_cards, workbooks
from lib.exports import screens as exports_screens
from lib.ingest.checks import IngestResult, apply_result
from lib.model.dataset import Dataset
from lib.model.unit_lists import dataset_of_view
from lib.model.view import View
from lib.narrative.story import ChartSlot, Screen, build_story
from lib.server import memory
from lib.ui.previews import all_previews, current_preview

T = TypeVar("T")
# Streamlit would take a view apart field by field, which costs more than what is looked up.
_BY_VIEW: dict[str | type, Callable[[Any], Any]] = {View: repr}


@st.cache_resource(show_spinner=False, max_entries=2)
def _published_dataset(version: str) -> Dataset:
    return _build_dataset(datasets_tables.load_tables())


def _build_dataset(tables: datasets_tables.Tables) -> Dataset:
    dataset = Dataset.build(tables)
    _ = dataset.badges  # every page says how usual a change is
    memory.collect_garbage()
    return dataset


_MAX_PREVIEW_DATASETS = 4


@st.cache_resource(show_spinner=False, max_entries=_MAX_PREVIEW_DATASETS)
def _preview_dataset(version: str, preview: str, _read: IngestResult) -> Dataset:
    return _build_dataset(apply_result(_read, _published_dataset(version).tables))


def _dataset(version: str, preview: str = "") -> Dataset:
    """The published world, or the one that this session tries out."""
    if not preview:
        return _published_dataset(version)
    kept = all_previews().get(preview)
    if kept is None:
        raise LookupError("this preview has ended")
    return _preview_dataset(version, preview, kept)


def _dataset_of(version: str, view: View) -> Dataset:
    """The world that a view lies in: of the 63 provinces or of the 34."""
    return dataset_of_view(_dataset(version, view.preview), view)


def published_dataset() -> Dataset:
    """The world as the data files stand now; DataError where they cannot be trusted."""
    return _published_dataset(datasets_tables.data_version())


def current_dataset() -> Dataset:
    """The world as the data files stand now, or as this session tries it out.

    DataError where the files cannot be trusted.
    """
    kept = current_preview()
    return _dataset(datasets_tables.data_version(), kept[0] if kept else "")


# Parts of a view that the figures of these pages do not show.
_UNUSED_FIELDS = {"targets": ("measure", "peers", "peer", "paint", "render", "scale")}
# Parts of a view that only these figures show.
_USED_ONLY_BY = {
    "since": ("trends.movers",),
    "target": ("targets.gaps", "targets.path"),
    "gains": (),
}


def _only(view: View, *fields: str) -> View:
    """A view with these fields, its language, its preview and its list; all else as by default."""
    return View(**{f: getattr(view, f) for f in (*fields, "lang", "preview", "shown_units")})


@st.cache_data(show_spinner=False, max_entries=2000, hash_funcs=_BY_VIEW)
def _figure(version: str, name: str, view: View, options: tuple) -> Figure:
    return draw(name, _dataset_of(version, view), view, **dict(options))


def figure(name: str, view: View, **options: Any) -> Figure:
    """A finished figure by the name in ``lib.charts.CHARTS``."""
    # What a figure does not show must not make it be drawn anew.
    unused = [f for f, users in _USED_ONLY_BY.items() if name not in users]
    unused += _UNUSED_FIELDS.get(name.split(".")[0], ())
    view = replace(view, **{f: getattr(View, f) for f in (*unused, "units", "requested")})
    return _figure(datasets_tables.data_version(), name, view, tuple(sorted(options.items())))


@st.cache_data(show_spinner=False, max_entries=4000, hash_funcs=_BY_VIEW)
def _computed(version: str, name: str, view: View, _find: Callable[[Dataset, View], Any]) -> Any:
    return _find(_dataset_of(version, view), view)


def compute(find: Callable[[Dataset, View], T], view: View, *fields: str) -> T:
    """What a function of ``lib.findings`` (or a chart's headline) says of a view.

    ``fields``: all of the view that it depends on, beside the language; without them all of it.
    """
    name = f"{find.__module__}.{find.__qualname__}"
    view = _only(view, *fields) if fields else replace(view, theme=View.theme, units=View.units)
    return _computed(datasets_tables.data_version(), name, view, find)


def compute_for_target(find: Callable[[Dataset, View], T], view: View) -> T:
    """What a function of ``findings.targets`` says that no scenario changes."""
    return compute(find, view, "province", "year", "target")


@st.cache_resource(show_spinner=False, max_entries=64, hash_funcs=_BY_VIEW)
def _deck(version: str, view: View) -> deck_map.CompactDeck:
    return deck_map.build_deck(_dataset_of(version, view), view)


def deck(view: View) -> deck_map.CompactDeck:
    """The interactive map of a view."""
    return _deck(datasets_tables.data_version(), replace(view, units=View.units, requested=None))


@st.cache_data(show_spinner=False, max_entries=50, hash_funcs=_BY_VIEW)
def _picture(version: str, name: str, view: View, options: tuple, source: str, kind: str) -> bytes:
    figure = _figure(version, name, view, options)
    topojson = _dataset_of(version, view).tables.topojson
    if kind == "svg":
        return images.svg(figure, topojson, view.theme, source).encode()
    return images.png(figure, topojson, view.theme, source)


def picture(name: str, view: View, source: str, kind: str, **options: Any) -> bytes:
    """A figure as a picture ("png" or "svg"), drawn when somebody asks for it."""
    return _picture(
        datasets_tables.data_version(), name, view, tuple(sorted(options.items())), source, kind
    )


@st.cache_data(show_spinner=False, max_entries=100, hash_funcs=_BY_VIEW)
def _card(version: str, kind: str, view: View) -> bytes:
    return share_cards.png(_dataset_of(version, view), view, kind)


def card(kind: str, view: View) -> bytes:
    """A picture to share as PNG, drawn when somebody asks for it."""
    return _card(datasets_tables.data_version(), kind, _only(view, "province", "year"))


@st.cache_resource(show_spinner=False, max_entries=60, hash_funcs=_BY_VIEW)
def _story(version: str, view: View) -> tuple[Screen, ...]:
    return build_story(_dataset_of(version, view), view)


@st.cache_resource(show_spinner=False, max_entries=240, hash_funcs=_BY_VIEW)
def _rendered_screen(
    version: str, view: View, base: str, number: int
) -> exports_screens.RenderedScreen:
    screens = _story(version, view)
    return exports_screens.render_screen(
        _dataset_of(version, view),
        screens[number - 1],
        base,
        number,
        len(screens),
        _cached_figure,
    )


def screens(view: View) -> tuple[Screen, ...]:
    """The story of a view's province and year (see ``story.story``)."""
    return _story(datasets_tables.data_version(), _only(view, "province", "year", "peer", "theme"))


def rendered_screen(screen: Screen, base: str, number: int) -> exports_screens.RenderedScreen:
    """A screen of that story as HTML; ``base`` is the app's address for phones."""
    return _rendered_screen(datasets_tables.data_version(), screen.view, base, number)


def _cached_figure(_: Dataset, shown: ChartSlot) -> Figure:
    """A screen's figure as the pages already have it."""
    return figure(shown.chart, shown.view)


def _dataset_for_file(view: View) -> tuple[Dataset, View]:
    """What a file shows: a file is made outside of its session's run, so its view tells the world.

    Paper is white whatever the screen is.
    """
    return _dataset(datasets_tables.data_version(), view.preview), replace(view, theme="light")


def pdf(view: View, base: str) -> bytes:
    """The story on paper; files are made anew for whoever asks, so nothing of them is kept."""

    from lib.exports.pdf import document  # with typst, only when somebody asks for it

    return document.pdf_bytes(*_dataset_for_file(view), base, _cached_figure)


def pptx(view: View, base: str) -> bytes:
    """The story as slides."""

    from lib.exports.pptx import slides  # with python-pptx, only when somebody asks for it

    return slides.pptx_bytes(*_dataset_for_file(view), base)


def view_workbook(view: View) -> bytes:
    """The data of the story's figures as a spreadsheet."""
    return workbooks.view_workbook(*_dataset_for_file(view), _cached_figure)


def full_workbook(view: View) -> bytes:
    """All data as a spreadsheet in the view's language."""
    return workbooks.full_workbook(_dataset_for_file(view)[0], view.lang)
