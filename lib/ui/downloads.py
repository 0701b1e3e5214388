"""Buttons that make a file in memory when they are clicked; nothing stays on the disk."""

from collections.abc import Callable
from pathlib import PurePath

import streamlit as st

_OFFICE = "application/vnd.openxmlformats-officedocument"
MIME_TYPES = {
    ".csv": "text/csv",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".pptx": f"{_OFFICE}.presentationml.presentation",
    ".svg": "image/svg+xml",
    ".toml": "application/toml",
    ".txt": "text/plain",
    ".xlsx": f"{_OFFICE}.spreadsheetml.sheet",
}
_PICTURES = (".png", ".svg")


def download_button(label: str, make: Callable[[], bytes], file: str) -> None:
    """A button for a file; one page has one of each file.

    While the file is made the button turns; where that fails it says so for a while (its words
    are in ``ui.page_wide_style``) and the page stays as it is.

    Args:
        label: the button's words.
        make: called when it is clicked.
        file: the name with its ending, one of TYPES.
    """
    kind = PurePath(file).suffix
    icon = ":material/image:" if kind in _PICTURES else ":material/download:"
    st.download_button(
        label, make, file, MIME_TYPES[kind], icon=icon, key=f"download_{file}", on_click="ignore"
    )
