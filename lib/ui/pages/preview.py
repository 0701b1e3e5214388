"""Parts of the page that tries out new figures: the upload, the report, the way to end it."""

import re
from functools import partial

import streamlit as st

from lib.common.pages import PAGES
from lib.common.text import t
from lib.ingest import report
from lib.ingest.inspection import inspect_file
from lib.ingest.issues import IssueCode
from lib.ingest.limits import SCORES_LIMITS
from lib.ingest.producer_workbook import write_workbook
from lib.ingest.recognition import NOTHING_CONFIRMED, Confirmed
from lib.ingest.result import IngestResult
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
    set_file_aside,
    start_preview,
)
from lib.ui.upload_field import upload_field
from lib.ui.url_state import change_view

_UPLOADED_KEY = "preview_arrived"  # what _inspect_upload takes of a file, until the next run
_YEAR_KEY, _HIDDEN_KEY = "preview_year", "preview_hidden"
_ASKS_YEAR: set[IssueCode] = {"year_other", "year_of_scores", "years", "no_year"}
_ASKS_HIDDEN: set[IssueCode] = {"hidden", "sheets_hidden", "all_hidden"}
_ACCEPT = f".xlsx,.csv,.txt,{MIME_TYPES['.xlsx']}"


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
    result = _last_file()
    if result is None:
        return
    lang = view.lang
    open_link = (
        None
        if file_set_aside()
        else page_link(view, PAGES[0].slug, t("preview.open", lang), year=max(result.years))
    )
    show_html(
        "pages/preview_report",
        verdict=report.verdict(result, lang),
        open_link=open_link,
        sections=report.sections(result, dataset.tables, lang),
    )
    codes = {issue.code for issue in result.issues}
    if codes & _ASKS_YEAR:
        first, last = dataset.all_years[0], max(*result.years, dataset.all_years[-1]) + 10
        label = t("preview.year", lang)
        st.number_input(label, first, last, None, key=_YEAR_KEY)
    if codes & _ASKS_HIDDEN:
        st.checkbox(t("preview.hidden", lang), key=_HIDDEN_KEY)


def _last_file() -> IngestResult | None:
    """The last file of this session, shown or not."""
    preview = current_preview()
    return file_set_aside() or (preview[1] if preview else None)


def _answers(name: str) -> Confirmed:
    """What the fields below the report say, if this is the file that they ask about."""
    asked = _last_file()
    if asked is None or asked.file != name:
        return NOTHING_CONFIRMED
    is_read = bool(st.session_state.get(_HIDDEN_KEY, False))
    return Confirmed(st.session_state.get(_YEAR_KEY), is_read)


def _receive_upload(content: bytes, name: str) -> None:
    st.session_state[_UPLOADED_KEY] = (content, name, _answers(name))


def _inspect_upload(
    view: View, content: bytes, name: str, confirmed: Confirmed = NOTHING_CONFIRMED
) -> None:
    """Read and check a file against the published figures; a good one is tried out at once."""
    lang = view.lang
    bar = st.progress(0.0, t("preview.reading", lang))

    def progress(done: int, n: int, sheet: str) -> None:
        escaped = re.sub(r"([^\w\s])|_", r"\\\g<0>", sheet)  # a progress bar's text is Markdown
        bar.progress(done / n, t("preview.sheet", lang, done=done + 1, n=n, sheet=escaped))

    try:
        with FILE_QUEUE.wait_for_turn():
            result = inspect_file(content, name, published_dataset().tables, progress, confirmed)
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
