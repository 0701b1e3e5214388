"""What a viewer's session remembers between runs; what a page shows is all in the URL.

The page, and of each of the 34 the member last looked at, to which links to years of the 63 lead.
"""

import streamlit as st

_SLUG_KEY = "slug"
_MEMBERS_KEY = "members_last_seen"


def is_new() -> bool:
    """Whether this is the session's first run."""
    return _SLUG_KEY not in st.session_state


def set_current_slug(slug: str) -> None:
    """Remember the page that this run shows."""
    st.session_state[_SLUG_KEY] = slug


def current_slug() -> str:
    """The page that this run shows; "" before the first run knows it."""
    return str(st.session_state.get(_SLUG_KEY, ""))


def note_member(successor: str, member: str) -> None:
    """Remember which member of one of the 34 (codes) was last looked at."""
    st.session_state.setdefault(_MEMBERS_KEY, {})[successor] = member


def member_last_seen(successor: str) -> str:
    """The member of one of the 34 that was last looked at; "" for none."""
    return str(st.session_state.get(_MEMBERS_KEY, {}).get(successor, ""))


def set_page_settings(title: str = "PAPI") -> None:
    """The title of the browser's tab, and the page's width; once in a run, before its elements.

    The tab's icon is the server's: for another one Streamlit would load Pillow, 5 MB of memory.
    """
    st.set_page_config(page_title=title, layout="wide", initial_sidebar_state=262)
