"""The view in the URL: read once a run, changed by widgets and clicks.

The URL is the only place where the view is stored. A widget shows what the URL says and its
callback writes there, so links, reload, the back button and a pasted link on a cold server all give
the same view.
"""

import os
from collections.abc import Callable, Sequence
from dataclasses import replace

import streamlit as st

from lib.charts.registry import CHARTS
from lib.common.pages import page_by_slug
from lib.common.text import Language
from lib.common.theme import ThemeName
from lib.model.dataset import Dataset
from lib.model.opening_view import opening_language, opening_view
from lib.model.unit_lists import resolve_page, resolve_units
from lib.model.url_parameters import (
    FIGURE_PARAMETERS,
    SCREEN_PARAMETERS,
    VIEW_PARAMETERS,
    Notice,
    ScreenRequest,
    make_notice,
    read_figure_request,
    read_language,
    read_screen_request,
    read_view,
)
from lib.model.url_repair import repair_parameters, written_keys
from lib.model.view import View
from lib.server import unknown_pages
from lib.ui.preview_session import current_preview
from lib.ui.session import current_slug, member_last_seen, note_member

DATA_PARAMETER = "data"  # the URL parameter that names the figure whose data are open
SHARE_CARDS = "citizens.cards"  # how it names the pictures to share
_FIGURES = frozenset({*CHARTS, SHARE_CARDS})


def current_view(dataset: Dataset) -> tuple[View, list[Notice]]:
    """The view of this run, with a notice for each value that could not be used."""
    opening = opening_view(dataset, os.environ)
    view, notices = read_view(st.query_params.to_dict(), dataset, browser_theme(), opening)
    preview = current_preview()
    view = replace(view, preview=preview[0]) if preview else view
    return _of_member_last_seen(dataset, view), notices


def _of_member_last_seen(dataset: Dataset, view: View) -> View:
    """The view of the member last looked at, where the URL names what it became.

    A page of the 34 is the same for each of its members; links from it to a year of the 63 are not.
    """
    shown = resolve_units(dataset, view, page_by_slug(current_slug()).units)[1]
    successor = dataset.successor(view.province)
    if shown.shown_units == "34" and view.province == successor:
        return replace(view, province=member_last_seen(successor) or view.province)
    note_member(successor, view.province)
    return view


def current_language() -> Language:
    """The language of this run, where no view can be read yet."""
    return read_language(st.query_params.to_dict(), opening_language(os.environ))


def browser_theme() -> ThemeName:
    """The theme of the viewer's browser, light where it is not known yet."""
    return "dark" if st.context.theme.type == "dark" else "light"


def requested_screen(slugs: Sequence[str]) -> tuple[ScreenRequest, list[Notice]]:
    """The screen of the presentation that the URL asks for; ``slugs`` are the screens' pages."""
    return read_screen_request(st.query_params.to_dict(), slugs)


def page_notices() -> list[Notice]:
    """What of the URL beside the view could not be used, and what it says more than once.

    That it named no page is told once (see ``lib.server.unknown_pages``).
    """
    page = [Notice("page", ())] if st.query_params.pop(unknown_pages.MARKER, None) else []
    return page + _figure_request()[1] + _repeated()


def _repeated() -> list[Notice]:
    """A notice for each parameter that the URL gives more than one value; the last one counts."""
    names = (*VIEW_PARAMETERS, *FIGURE_PARAMETERS, *SCREEN_PARAMETERS)
    params = st.query_params
    given: dict[str, list[str]] = {}
    for key in written_keys(params.to_dict(), names):
        for value in params.get_all(key):
            for name, parameter in repair_parameters({key: value}, names).items():
                given.setdefault(name, []).append(parameter.value)
    taken = repair_parameters(params.to_dict(), names)
    return [
        make_notice("twice", taken[name].value, name=name)
        for name, values in given.items()
        if len(set(values)) > 1
    ]


def open_figure() -> str:
    """The name of the figure whose data are open; "" for none."""
    return _figure_request()[0].get(DATA_PARAMETER, "")


def close_figure() -> None:
    """Take the figure whose data are open off the URL."""
    _drop([DATA_PARAMETER])


def beside_the_view() -> dict[str, str]:
    """The parameters of this run's URL that belong to a link to it and are not the view's."""
    names = (*FIGURE_PARAMETERS, *SCREEN_PARAMETERS)
    found = repair_parameters(st.query_params.to_dict(), names)
    return {name: parameter.value for name, parameter in found.items()} | _figure_request()[0]


def _figure_request() -> tuple[dict[str, str], list[Notice]]:
    return read_figure_request(st.query_params.to_dict(), _FIGURES)


def _drop(names: Sequence[str]) -> None:
    """Take parameters off the URL, however their names are written."""
    for key in written_keys(st.query_params.to_dict(), names):
        del st.query_params[key]


def page_dataset_and_view(dataset: Dataset) -> tuple[Dataset, View]:
    """What this run's page shows: the data with its list of provinces, and the view of them."""
    view, _ = current_view(dataset)
    return resolve_page(dataset, view, page_by_slug(current_slug()))


def change_view(view: View, **changes: object) -> None:
    """Write a changed view to the URL; parameters that are not the view's stay."""
    params = st.query_params.to_dict()
    for key in written_keys(params, VIEW_PARAMETERS):
        del params[key]
    st.query_params.from_dict(params | view.query(**changes))


def bind_widget(view: View, field: str) -> tuple[str, Callable[[], None]]:
    """A widget's key, set to the view's value, and the callback that writes a new value back."""
    key = f"view_{field}"
    st.session_state[key] = getattr(view, field)

    def write() -> None:
        change_view(view, **{field: st.session_state[key]})

    return key, write
