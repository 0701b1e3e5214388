"""The view in the URL: read once a run, changed by widgets and clicks.

The URL is the only place where the view is stored. A widget shows what the URL says and its
callback writes there, so links, reload, the back button and a pasted link on a cold server all give
the same view.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

import streamlit as st

from lib.common.pages import page_by_slug
from lib.common.theme import ThemeName
from lib.model.dataset import Dataset
from lib.model.unit_lists import resolve_units
from lib.model.url_parameters import Notice, ScreenRequest, read_screen_request, read_view
from lib.model.view import NOT_IN_URL, View
from lib.server import unknown_pages
from lib.ui.preview_session import current_preview
from lib.ui.session import current_slug

DATA_PARAMETER = "data"  # the URL parameter that names the figure whose data are open


def current_view(dataset: Dataset) -> tuple[View, list[Notice]]:
    """The view of this run, with a notice for each value that could not be used."""
    view, notices = read_view(st.query_params.to_dict(), dataset, browser_theme())
    preview = current_preview()
    return (replace(view, preview=preview[0]) if preview else view), notices


def browser_theme() -> ThemeName:
    """The theme of the viewer's browser, light where it is not known yet."""
    return "dark" if st.context.theme.type == "dark" else "light"


def requested_screen(slugs: Sequence[str]) -> tuple[ScreenRequest, list[Notice]]:
    """The screen of the presentation that the URL asks for; ``slugs`` are the screens' pages."""
    return read_screen_request(st.query_params.to_dict(), slugs)


def unknown_page_notices() -> list[Notice]:
    """A notice, once, where the URL named no page (see ``lib.server.unknown_pages``)."""
    return [Notice("page", ())] if st.query_params.pop(unknown_pages.MARKER, None) else []


def page_dataset_and_view(dataset: Dataset) -> tuple[Dataset, View]:
    """What this run's page shows: the data with its list of provinces, and the view of them."""
    view, _ = current_view(dataset)
    return resolve_units(dataset, view, page_by_slug(current_slug()).units)


def change_view(view: View, **changes: object) -> None:
    """Write a changed view to the URL; parameters that are not the view's stay."""
    params = view.query(**changes)
    for name in set(View.__dataclass_fields__) - set(NOT_IN_URL):
        if name in params:
            st.query_params[name] = params[name]
        elif name in st.query_params:
            del st.query_params[name]


def bind_widget(view: View, field: str) -> tuple[str, Callable[[], None]]:
    """A widget's key, set to the view's value, and the callback that writes a new value back."""
    key = f"view_{field}"
    st.session_state[key] = getattr(view, field)

    def write() -> None:
        value = st.session_state[key]
        if value is not None:  # a segmented control can be emptied; the view cannot
            change_view(view, **{field: value})

    return key, write
