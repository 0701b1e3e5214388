"""New figures tried out in one session: the file comes in, the report, the way there and back."""

import html
import re
from functools import partial

import streamlit as st

from lib.common import pages
from lib.common.text import t
from lib.ingest import producer_workbook, report
from lib.ingest.checks import IngestResult
from lib.ingest.inspection import inspect_file
from lib.ingest.reader import MAX_FILE_BYTES
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.ui import cache, previews, upload_field, url_state
from lib.ui.downloads import MIME_TYPES, download_button
from lib.ui.parts import links

_UPLOADED_KEY = "preview_arrived"  # content and name, until they are read
_REJECTED_KEY = "preview_aside"  # the last file that is not shown: refused, or nothing new in it
_ACCEPT = f".xlsx,.csv,.txt,{MIME_TYPES['.xlsx']}"


def show_banner(view: View) -> None:
    """On every page of a session that tries out a file: which, and the way to end it."""
    kept = previews.current_preview()
    if kept is None:
        return
    lang, read = view.lang, kept[1]
    words = t("preview.banner", lang, file=read.file, years=report.describe_years(read))
    with st.container(horizontal=True, vertical_alignment="center", key="preview_banner"):
        st.html(f'<p class="tried" role="status">{html.escape(words)}</p>')
        st.button(
            t("preview.end", lang),
            icon=":material/close:",
            on_click=_end_preview,
            key="preview_end",
        )


def show_upload(view: View) -> None:
    """What this page does, the field, and the reading of what has arrived."""
    lang = view.lang
    lead = html.escape(t("preview.lead", lang))
    st.html(f'<section class="brief"><p>{lead}</p></section>')
    label = t("preview.upload", lang, size=MAX_FILE_BYTES // 1_000_000)
    upload_field.upload_field("preview_upload", label, _ACCEPT, MAX_FILE_BYTES, _keep_upload)
    if _UPLOADED_KEY in st.session_state:
        _inspect_upload(view, *st.session_state.pop(_UPLOADED_KEY))


def show_template(dataset: Dataset, view: View) -> None:
    """What a file should look like: the newest published year in the producer's layout."""
    newest = dataset.years[-1]
    label = t("preview.template", view.lang, year=newest)
    download_button(
        label,
        partial(producer_workbook.write_workbook, dataset.tables, [newest]),
        f"papi-{newest}.xlsx",
    )


def show_report(dataset: Dataset, view: View) -> None:
    """What the checks of the last file found, and the way to the dashboard."""
    kept = previews.current_preview()
    aside: IngestResult | None = st.session_state.get(_REJECTED_KEY)
    read = aside or (kept[1] if kept else None)
    if read is None:
        return
    lang = view.lang
    parts = [f"<h2>{html.escape(report.verdict(read, lang))}</h2>"]
    if read is not aside:
        first = pages.PAGES[0].slug
        way = links.page_link(
            view, first, html.escape(t("preview.open", lang)), year=max(read.years)
        )
        parts.append(f'<p class="ways">{way}</p>')
    for section in report.sections(read, dataset.tables, lang):
        items = "".join(f"<li>{html.escape(s)}</li>" for s in section.sentences)
        opened = "" if section.kind == "note" else " open"
        heading = html.escape(section.heading)
        parts.append(f"<details{opened}><summary>{heading}</summary><ul>{items}</ul></details>")
    st.html(f'<section class="asked found">{"".join(parts)}</section>')


def _keep_upload(content: bytes, name: str) -> None:
    st.session_state[_UPLOADED_KEY] = (content, name)


def _end_preview() -> None:
    """Back to the published figures, and to a year that they have."""
    previews.end_preview()
    st.session_state.pop(_REJECTED_KEY, None)
    if st.query_params.get("year", "") not in map(str, cache.published_dataset().years):
        st.query_params.pop("year", None)


def _inspect_upload(view: View, content: bytes, name: str) -> None:
    """Read and check a file against the published figures; a good one is tried out at once."""
    lang = view.lang
    bar = st.progress(0.0, t("preview.reading", lang))

    def progress(done: int, n: int, sheet: str) -> None:
        name = re.sub(r"([^\w\s])|_", r"\\\g<0>", sheet)  # a sheet's name is not Markdown
        bar.progress(done / n, t("preview.sheet", lang, done=done + 1, n=n, sheet=name))

    read = inspect_file(content, name, cache.published_dataset().tables, progress)
    st.session_state.pop(_REJECTED_KEY, None)
    if read.usable and not read.unchanged:
        bar.progress(1.0, t("preview.building", lang))
        previews.start_preview(read)
        try:
            cache.current_dataset()
        except Exception:  # else every page of this session would fail from now on
            previews.end_preview()
            raise
        url_state.change_view(view, year=max(read.years))
    else:
        st.session_state[_REJECTED_KEY] = read
    st.rerun()
