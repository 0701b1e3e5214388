"""The view in the address: read once a run, changed by widgets and clicks.

The address is the only truth. A widget shows what the address says and its callback writes there,
so links, reload, the back button and a pasted link on a cold server all give the same view.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

import streamlit as st

from lib import cached, paths, registry
from lib.view import HIDDEN, Notice, Showing, View, read, read_showing, seen
from lib.world import World


def current(world: World) -> tuple[View, list[Notice]]:
    """The view of this run, with a notice for each value that could not be used."""
    theme = st.context.theme.type
    params = {name: st.query_params[name] for name in st.query_params}
    view, notices = read(params, world, theme if theme in ("light", "dark") else "light")
    tried = cached.preview()
    return (replace(view, preview=tried[0]) if tried else view), notices


def showing(slugs: Sequence[str]) -> tuple[Showing, list[Notice]]:
    """The screen of a presentation that the address asks for; ``slugs`` are the screens' pages."""
    return read_showing({name: st.query_params[name] for name in st.query_params}, slugs)


def lost() -> list[Notice]:
    """Whether the address named no page (see ``paths``); told once."""
    return [Notice("page", ())] if st.query_params.pop(paths.LOST, None) else []


def scene(world: World) -> tuple[World, View]:
    """What this run's page shows: the world with the provinces it speaks of, the view in it."""
    return seen(world, current(world)[0], registry.page(st.session_state["slug"]).units)


def change(view: View, **changes: object) -> None:
    """Write a changed view to the address; parameters that are not the view's stay."""
    wanted = view.query(**changes)
    for name in set(View.__dataclass_fields__) - set(HIDDEN):
        if name in wanted:
            st.query_params[name] = wanted[name]
        elif name in st.query_params:
            del st.query_params[name]


def bound(view: View, field: str) -> tuple[str, Callable[[], None]]:
    """A widget's key, set to the view's value, and the callback that writes a new value back."""
    key = f"view_{field}"
    st.session_state[key] = getattr(view, field)

    def write() -> None:
        value = st.session_state[key]
        if value is not None:  # a segmented control can be emptied; the view cannot
            change(view, **{field: value})

    return key, write
