"""New figures that a session tries out and no other session sees."""

import secrets

import streamlit as st

from lib.ingest.result import IngestResult

# A session remembers its files by secrets only. The files are where all threads reach them, because
# a download is made outside of the session's run, and few: however many sessions hand files in,
# and however long they stay, the memory is that of these. A secret is part of every cache key.
_PREVIEW_KEY = "preview"
_ASIDE_KEY = "preview_aside"
MAX_FILES = 32  # of the data sets made of them, which are larger, fewer are cached


@st.cache_resource(show_spinner=False)
def uploaded_files() -> dict[str, IngestResult]:
    """The files that sessions have handed in, by their secrets, the last used one at the end."""
    return {}


def current_preview() -> tuple[str, IngestResult] | None:
    """The secret and the file of this session's preview; None where it shows the published data."""
    secret: str | None = st.session_state.get(_PREVIEW_KEY)
    uploaded = _use_file(secret)
    return (secret, uploaded) if secret and uploaded else None


def start_preview(uploaded: IngestResult) -> None:
    """From now on this session, and no other, shows the figures of a file."""
    end_preview()
    st.session_state[_PREVIEW_KEY] = _add_file(uploaded)


def end_preview() -> None:
    """Return to the published figures."""
    _forget(_PREVIEW_KEY)


def forget_dropped_preview() -> bool:
    """Whether this session's preview made room for newer ones; it is told once."""
    is_dropped = _PREVIEW_KEY in st.session_state and current_preview() is None
    if is_dropped:
        _forget(_PREVIEW_KEY)
    return is_dropped


def set_file_aside(uploaded: IngestResult | None) -> None:
    """Keep the last file that is not shown (refused, or nothing new in it) for its report."""
    _forget(_ASIDE_KEY)
    if uploaded is not None:
        st.session_state[_ASIDE_KEY] = _add_file(uploaded)


def file_set_aside() -> IngestResult | None:
    """The file of ``set_file_aside``."""
    return _use_file(st.session_state.get(_ASIDE_KEY))


def keep_file(secret: str, uploaded: IngestResult) -> None:
    """Make a file available outside of its session's runs; the one longest unused is dropped."""
    files = uploaded_files()
    files[secret] = uploaded
    for oldest in list(files)[:-MAX_FILES]:
        files.pop(oldest, None)


def _add_file(uploaded: IngestResult) -> str:
    secret = secrets.token_hex(16)
    keep_file(secret, uploaded)
    return secret


def _use_file(secret: str | None) -> IngestResult | None:
    """A file by its secret, which is then the last to be dropped."""
    uploaded = uploaded_files().pop(secret, None) if secret else None
    if secret and uploaded is not None:
        keep_file(secret, uploaded)
    return uploaded


def _forget(key: str) -> None:
    uploaded_files().pop(st.session_state.pop(key, ""), None)
