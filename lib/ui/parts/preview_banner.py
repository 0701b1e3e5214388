"""What every page shows while its session tries out a file.

Apart from the page that reads the file: every session needs this, few need what reads files.
"""

import streamlit as st

from lib.common.text import t
from lib.ingest import report
from lib.model.view import View
from lib.ui.cache import published_dataset
from lib.ui.html import show_html
from lib.ui.parts.notices import show_notice_sentences
from lib.ui.preview_session import (
    current_preview,
    end_preview,
    forget_dropped_preview,
    set_file_aside,
)


def show_banner(view: View) -> None:
    """On every page of a session that tries out a file: its name, and the button to end it."""
    if forget_dropped_preview():
        show_notice_sentences([t("preview.dropped", view.lang)])
    preview = current_preview()
    if preview is None:
        return
    lang, uploaded = view.lang, preview[1]
    years = report.describe_years(uploaded)
    with st.container(horizontal=True, vertical_alignment="center", key="preview_banner"):
        show_html(
            "pages/preview_banner",
            sentence=t("preview.banner", lang, file=uploaded.file, years=years),
        )
        st.button(
            t("preview.end", lang),
            icon=":material/close:",
            on_click=_return_to_published,
            key="preview_end",
        )


def _return_to_published() -> None:
    """End the preview; a year that only it had leaves the URL."""
    end_preview()
    set_file_aside(None)
    if st.query_params.get("year", "") not in map(str, published_dataset().years):
        st.query_params.pop("year", None)
