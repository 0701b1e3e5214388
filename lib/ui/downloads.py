"""Buttons that make a file in memory when they are clicked; nothing is written to the disk."""

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
    """A button for a file; a page has one button for a file's name.

    While the file is made the button shows a spinner; where that fails it says so for a while (in
    the words of ``lib.ui.parts.assets.show_page_style``) and the page stays as it is.

    Args:
        label: the button's words.
        make: called when it is clicked; returns the file's content.
        file: the file's name; its ending is one of ``MIME_TYPES``.

    Raises:
        KeyError: the ending is none of them.
    """
    suffix = PurePath(file).suffix
    icon = ":material/image:" if suffix in _PICTURES else ":material/download:"
    st.download_button(
        label, make, file, MIME_TYPES[suffix], icon=icon, key=f"download_{file}", on_click="ignore"
    )
