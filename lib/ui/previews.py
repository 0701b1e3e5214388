"""New figures that a session tries out, kept for that session alone."""

import secrets

import streamlit as st

from lib.ingest.checks import IngestResult

# What a session tries out stays in that session; these few worlds are kept only so that no run
# has to build its own anew. Their key is the session's secret, and everything cached has it.
_SESSION_KEY = "preview"
MAX_PREVIEWS = 16  # files; the worlds made of them are larger, so fewer


@st.cache_resource(show_spinner=False)
def all_previews() -> dict[str, IngestResult]:
    """What sessions try out, by their secret: a download is made outside of its session's run."""
    return {}


def current_preview() -> tuple[str, IngestResult] | None:
    """The secret and the file of this session's preview, if it tries one out."""
    kept = st.session_state.get(_SESSION_KEY)
    if kept:
        _remember_preview(*kept)
    return kept


def start_preview(read: IngestResult) -> None:
    """From now on this session sees the figures of a file, and nobody else does."""
    end_preview()
    st.session_state[_SESSION_KEY] = (secrets.token_hex(16), read)


def end_preview() -> None:
    """Back to the published figures."""
    kept = st.session_state.pop(_SESSION_KEY, None)
    if kept:
        all_previews().pop(kept[0], None)


def _remember_preview(secret: str, read: IngestResult) -> None:
    """Keep what a session tries out among the latest; the session has its own copy."""
    found = all_previews()
    found.setdefault(secret, read)
    for old in list(found)[:-MAX_PREVIEWS]:
        found.pop(old, None)
