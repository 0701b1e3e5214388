"""HTML of our own, from the templates in lib/ui/templates."""

from pathlib import Path
from typing import Any

import streamlit as st

from lib.common.html_templates import keep_whole, render

_FOLDER = Path(__file__).parent / "templates"


def show_html(name: str, /, **values: Any) -> None:
    """Put a filled-in template on the page; values are escaped.

    Args:
        name: the template's path below lib/ui/templates, without ".html.jinja".
        values: the template's variables.

    Raises:
        jinja2.UndefinedError: a variable of the template has no value.
    """
    st.html(keep_whole(render(_FOLDER, f"{name}.html.jinja", **values)))
