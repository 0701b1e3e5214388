"""A field that takes one file: Streamlit's own speaks English only, to screen readers too."""

import base64
from collections.abc import Callable
from typing import Any

import streamlit as st

from lib.common import paths


@st.cache_resource(show_spinner=False)
def _component() -> Callable[..., Any]:
    script = (paths.WEB / "upload.js").read_text(encoding="utf-8")
    return st.components.v2.component(
        "upload",
        html='<label><input type="file" title=""><span></span></label>',
        css="""label{position:relative;display:block;padding:16px;font-size:16px;text-align:center;
          color:var(--st-link-color);border:2px dashed var(--st-border-color);border-radius:9.6px}
          label:focus-within,label:hover{border-color:var(--st-primary-color)}
          input{position:absolute;inset:0;width:100%;opacity:0;cursor:pointer}""",
        js=script,
    )


def upload_field(
    key: str, label: str, accept: str, largest: int, read: Callable[[bytes, str], None]
) -> None:
    """The field; ``read`` gets a chosen file's content and name.

    Args:
        accept: what a browser offers to choose from (".csv,.xlsx").
        largest: bytes; of a larger file one more byte arrives, which tells that it is too large.
    """

    def handed() -> None:
        file = st.session_state[key].file
        if file:
            read(base64.b64decode(file["content"]), str(file["name"]))

    shown = {"label": label, "accept": accept, "most": largest + 1}
    _component()(key=key, data=shown, on_file_change=handed)
