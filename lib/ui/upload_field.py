"""A field that takes one file, in the page's language: Streamlit's own speaks English only."""

import base64
from collections.abc import Callable
from typing import Any

import streamlit as st

from lib.common.web_files import read_web_file


@st.cache_resource(show_spinner=False)
def _component() -> Callable[..., Any]:
    return st.components.v2.component(
        "upload",
        html='<label><input type="file" title=""><span></span></label>',
        css="""label{position:relative;display:block;padding:16px;font-size:16px;text-align:center;
          color:var(--st-link-color);border:2px dashed var(--st-border-color);border-radius:9.6px}
          label:focus-within,label:hover{border-color:var(--st-primary-color)}
          input{position:absolute;inset:0;width:100%;opacity:0;cursor:pointer}""",
        js=read_web_file("upload.js"),
    )


def upload_field(
    key: str, label: str, accept: str, max_bytes: int, on_upload: Callable[[bytes, str], None]
) -> None:
    """The field.

    Args:
        key: the widget's key.
        label: its words.
        accept: the kinds of file that a browser offers (".csv,.xlsx").
        max_bytes: the largest file; of a larger one only one byte more arrives, by which the reader
            sees that it is too large.
        on_upload: called with the content and the name of a chosen file.
    """

    def receive() -> None:
        file = st.session_state[key].file
        if file:
            on_upload(base64.b64decode(file["content"]), str(file["name"]))

    # upload.js reads these names.
    data = {"label": label, "accept": accept, "most": max_bytes + 1}
    _component()(key=key, data=data, on_file_change=receive)
