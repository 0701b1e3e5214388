"""New figures that a session tries out and no other session sees."""

import secrets

import streamlit as st

from lib.ingest.result import IngestResult

# Beside the session's own copy there is one that all threads reach, because a download is made
# outside of the session's run. It is found by a secret, which is part of every cache key.
_SESSION_KEY = "preview"
MAX_PREVIEWS = 16  # files; of the data sets made of them, which are larger, fewer are cached


@st.cache_resource(show_spinner=False)
def all_previews() -> dict[str, IngestResult]:
    """The files that sessions try out, by their secrets."""
    return {}


def current_preview() -> tuple[str, IngestResult] | None:
    """The secret and the file of this session's preview; None where it shows the published data."""
    preview: tuple[str, IngestResult] | None = st.session_state.get(_SESSION_KEY)
    if preview:
        share_preview(*preview)
    return preview


def start_preview(uploaded: IngestResult) -> None:
    """From now on this session, and no other, shows the figures of a file."""
    end_preview()
    st.session_state[_SESSION_KEY] = (secrets.token_hex(16), uploaded)


def end_preview() -> None:
    """Return to the published figures."""
    preview = st.session_state.pop(_SESSION_KEY, None)
    if preview:
        all_previews().pop(preview[0], None)


def share_preview(secret: str, uploaded: IngestResult) -> None:
    """Make a file available outside of its session's runs; the oldest of too many is dropped."""
    previews = all_previews()
    previews.setdefault(secret, uploaded)
    for oldest in list(previews)[:-MAX_PREVIEWS]:
        previews.pop(oldest, None)
