"""The view in the address: read once a run, changed by widgets and clicks.

The address is the only truth. A widget shows what the address says and its callback writes there,
so links, reload, the back button and a pasted link on a cold server all give the same view.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

import streamlit as st

from lib.common import pages
from lib.model.dataset import Dataset
from lib.model.unit_lists import resolve_units
from lib.model.url_parameters import Notice, ScreenRequest, read_screen_request, read_view
from lib.model.view import NOT_IN_URL, View
from lib.server import unknown_pages
from lib.ui import previews


def current_view(dataset: Dataset) -> tuple[View, list[Notice]]:
    """The view of this run, with a notice for each value that could not be used."""
    theme = st.context.theme.type
    params = {name: st.query_params[name] for name in st.query_params}
    view, notices = read_view(params, dataset, theme if theme in ("light", "dark") else "light")
    tried = previews.current_preview()
    return (replace(view, preview=tried[0]) if tried else view), notices


def requested_screen(slugs: Sequence[str]) -> tuple[ScreenRequest, list[Notice]]:
    """The screen of a presentation that the address asks for; ``slugs`` are the screens' pages."""
    return read_screen_request({name: st.query_params[name] for name in st.query_params}, slugs)


def unknown_page_notices() -> list[Notice]:
    """Whether the address named no page (see ``paths``); told once."""
    return [Notice("page", ())] if st.query_params.pop(unknown_pages.MARKER, None) else []


def page_dataset_and_view(dataset: Dataset) -> tuple[Dataset, View]:
    """What this run's page shows: the world with the provinces it speaks of, the view in it."""
    return resolve_units(
        dataset, current_view(dataset)[0], pages.page_by_slug(st.session_state["slug"]).units
    )


def change_view(view: View, **changes: object) -> None:
    """Write a changed view to the address; parameters that are not the view's stay."""
    wanted = view.query(**changes)
    for name in set(View.__dataclass_fields__) - set(NOT_IN_URL):
        if name in wanted:
            st.query_params[name] = wanted[name]
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
