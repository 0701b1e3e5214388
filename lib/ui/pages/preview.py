"""Parts of the page that tries out new figures: the upload, the report, the way to end it."""

import re
from functools import partial

import streamlit as st

from lib.common.pages import PAGES
from lib.common.text import t
from lib.ingest import report
from lib.ingest.inspection import inspect_file
from lib.ingest.limits import SCORES_LIMITS
from lib.ingest.producer_workbook import write_workbook
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.server.run_queue import FILE_QUEUE, TooManyFiles
from lib.ui.cache import current_dataset, published_dataset
from lib.ui.downloads import MIME_TYPES, download_button
from lib.ui.html import show_html
from lib.ui.parts.links import page_link
from lib.ui.parts.notices import show_notice_sentences
from lib.ui.preview_session import (
    current_preview,
    end_preview,
    file_set_aside,
    forget_dropped_preview,
    set_file_aside,
    start_preview,
)
from lib.ui.upload_field import upload_field
from lib.ui.url_state import change_view

_UPLOADED_KEY = "preview_arrived"  # content and name of a file, until the next run reads them
_ACCEPT = f".xlsx,.csv,.txt,{MIME_TYPES['.xlsx']}"


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


def show_upload(view: View) -> None:
    """What this page does, and the field for a file; a file that came with this run is read."""
    lang = view.lang
    show_html("pages/preview_lead", sentence=t("preview.lead", lang))
    label = t("preview.upload", lang, size=SCORES_LIMITS.file_bytes // 1_000_000)
    upload_field("preview_upload", label, _ACCEPT, SCORES_LIMITS.file_bytes, _receive_upload)
    if _UPLOADED_KEY in st.session_state:
        _inspect_upload(view, *st.session_state.pop(_UPLOADED_KEY))


def show_template(dataset: Dataset, view: View) -> None:
    """What a file should look like: the newest published year in the producer's layout."""
    newest = dataset.years[-1]
    label = t("preview.template", view.lang, year=newest)
    make = partial(write_workbook, dataset.tables, [newest])
    download_button(label, make, f"papi-{newest}.xlsx")


def show_report(dataset: Dataset, view: View) -> None:
    """What the checks of the last file found and, where it is shown, the way to the dashboard."""
    preview = current_preview()
    rejected = file_set_aside()
    result = rejected or (preview[1] if preview else None)
    if result is None:
        return
    lang = view.lang
    open_link = (
        None
        if rejected
        else page_link(view, PAGES[0].slug, t("preview.open", lang), year=max(result.years))
    )
    show_html(
        "pages/preview_report",
        verdict=report.verdict(result, lang),
        open_link=open_link,
        sections=report.sections(result, dataset.tables, lang),
    )


def _receive_upload(content: bytes, name: str) -> None:
    st.session_state[_UPLOADED_KEY] = (content, name)


def _return_to_published() -> None:
    """End the preview; a year that only it had leaves the URL."""
    end_preview()
    set_file_aside(None)
    if st.query_params.get("year", "") not in map(str, published_dataset().years):
        st.query_params.pop("year", None)


def _inspect_upload(view: View, content: bytes, name: str) -> None:
    """Read and check a file against the published figures; a good one is tried out at once."""
    lang = view.lang
    bar = st.progress(0.0, t("preview.reading", lang))

    def progress(done: int, n: int, sheet: str) -> None:
        escaped = re.sub(r"([^\w\s])|_", r"\\\g<0>", sheet)  # a progress bar's text is Markdown
        bar.progress(done / n, t("preview.sheet", lang, done=done + 1, n=n, sheet=escaped))

    try:
        with FILE_QUEUE.wait_for_turn():
            result = inspect_file(content, name, published_dataset().tables, progress)
    except TooManyFiles:
        bar.empty()
        show_notice_sentences([t("failure.file_busy", lang)])
        return
    set_file_aside(None)
    if result.usable and not result.unchanged:
        bar.progress(1.0, t("preview.building", lang))
        start_preview(result)
        try:
            current_dataset()
        except Exception:  # else every page of this session would fail from now on
            end_preview()
            raise
        change_view(view, year=max(result.years))
    else:
        set_file_aside(result)
    st.rerun()
