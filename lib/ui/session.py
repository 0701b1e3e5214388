"""What a viewer's session remembers between runs: the page. All else is in the URL."""

import streamlit as st

_SLUG_KEY = "slug"


def is_new() -> bool:
    """Whether this is the session's first run."""
    return _SLUG_KEY not in st.session_state


def set_current_slug(slug: str) -> None:
    """Remember the page that this run shows."""
    st.session_state[_SLUG_KEY] = slug


def current_slug() -> str:
    """The page that this run shows; "" before the first run knows it."""
    return str(st.session_state.get(_SLUG_KEY, ""))
