"""New figures tried out in one session: the file comes in, the report, the way there and back."""

import html
import re
from functools import partial

import streamlit as st

from lib import cached, registry, state, ui, upload
from lib.downloads import TYPES, download
from lib.ingest import LARGEST, Read, inspect, produce, report
from lib.text import t
from lib.view import View
from lib.world import World

_ARRIVED = "preview_arrived"  # content and name, until they are read
_ASIDE = "preview_aside"  # the last file that is not shown: refused, or nothing new in it
_ACCEPT = f".xlsx,.csv,.txt,{TYPES['.xlsx']}"


def banner(view: View) -> None:
    """On every page of a session that tries out a file: which, and the way to end it."""
    kept = cached.preview()
    if kept is None:
        return
    lang, read = view.lang, kept[1]
    words = t("preview.banner", lang, file=read.file, years=report.years(read))
    with st.container(horizontal=True, vertical_alignment="center", key="preview_banner"):
        st.html(f'<p class="tried" role="status">{html.escape(words)}</p>')
        st.button(t("preview.end", lang), icon=":material/close:", on_click=_end, key="preview_end")


def take(view: View) -> None:
    """What this page does, the field, and the reading of what has arrived."""
    lang = view.lang
    lead = html.escape(t("preview.lead", lang))
    st.html(f'<section class="brief"><p>{lead}</p></section>')
    label = t("preview.upload", lang, size=LARGEST // 1_000_000)
    upload.field("preview_upload", label, _ACCEPT, LARGEST, _arrive)
    if _ARRIVED in st.session_state:
        _read(view, *st.session_state.pop(_ARRIVED))


def sample(world: World, view: View) -> None:
    """What a file should look like: the newest published year in the producer's layout."""
    newest = world.years[-1]
    label = t("preview.template", view.lang, year=newest)
    download(label, partial(produce.workbook, world.tables, [newest]), f"papi-{newest}.xlsx")


def told(world: World, view: View) -> None:
    """What the checks of the last file found, and the way to the dashboard."""
    kept = cached.preview()
    aside: Read | None = st.session_state.get(_ASIDE)
    read = aside or (kept[1] if kept else None)
    if read is None:
        return
    lang = view.lang
    parts = [f"<h2>{html.escape(report.verdict(read, lang))}</h2>"]
    if read is not aside:
        first = registry.PAGES[0].slug
        way = ui.link(view, first, html.escape(t("preview.open", lang)), year=max(read.years))
        parts.append(f'<p class="ways">{way}</p>')
    for section in report.sections(read, world.tables, lang):
        items = "".join(f"<li>{html.escape(s)}</li>" for s in section.sentences)
        opened = "" if section.kind == "note" else " open"
        heading = html.escape(section.heading)
        parts.append(f"<details{opened}><summary>{heading}</summary><ul>{items}</ul></details>")
    st.html(f'<section class="asked found">{"".join(parts)}</section>')


def _arrive(content: bytes, name: str) -> None:
    st.session_state[_ARRIVED] = (content, name)


def _end() -> None:
    """Back to the published figures, and to a year that they have."""
    cached.end_preview()
    st.session_state.pop(_ASIDE, None)
    if st.query_params.get("year", "") not in map(str, cached.published().years):
        st.query_params.pop("year", None)


def _read(view: View, content: bytes, name: str) -> None:
    """Read and check a file against the published figures; a good one is tried out at once."""
    lang = view.lang
    bar = st.progress(0.0, t("preview.reading", lang))

    def progress(done: int, n: int, sheet: str) -> None:
        name = re.sub(r"([^\w\s])|_", r"\\\g<0>", sheet)  # a sheet's name is not Markdown
        bar.progress(done / n, t("preview.sheet", lang, done=done + 1, n=n, sheet=name))

    read = inspect(content, name, cached.published().tables, progress)
    st.session_state.pop(_ASIDE, None)
    if read.usable and not read.unchanged:
        bar.progress(1.0, t("preview.building", lang))
        cached.start_preview(read)
        try:
            cached.world()
        except Exception:  # else every page of this session would fail from now on
            cached.end_preview()
            raise
        state.change(view, year=max(read.years))
    else:
        st.session_state[_ASIDE] = read
    st.rerun()
