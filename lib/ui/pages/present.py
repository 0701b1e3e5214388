"""Parts of the page with the presentation: its screens, one of them full size, and its files."""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from lib.common.text import t
from lib.common.web_files import read_web_file
from lib.exports.file_names import file_name, province_file_name
from lib.exports.screens import RenderedScreen, css_variables
from lib.model.dataset import Dataset
from lib.model.unit_lists import dataset_of_view
from lib.model.url_parameters import ScreenRequest
from lib.model.view import View
from lib.ui import files
from lib.ui.cache import build_screens, current_dataset, rendered_story
from lib.ui.downloads import download_button
from lib.ui.html import show_html
from lib.ui.parts.assets import screens_on_paper
from lib.ui.parts.links import current_public_url, page_link
from lib.ui.parts.notices import show_notices
from lib.ui.parts.texts import show_note
from lib.ui.url_state import requested_screen

_SECONDS_TO_THE_OTHERS = 0.3  # s from the first screen to the run that draws the others
_LOOP_SECONDS = 20  # s that a screen stays where the presentation runs by itself
_LABELS = ("notes", "previous", "next", "code", "full", "close", "lost", "blank")


def headline(dataset: Dataset, view: View) -> str:
    """How many screens there are, about what."""
    name, n = dataset.name_in_sentence(view.province, view.lang), len(build_screens(view))
    return t("present.headline", view.lang, n=n, name=name, year=view.year)


def show_start_links(view: View) -> None:
    """Links that start the presentation, by hand or in a loop."""
    lang = view.lang
    loop_label = t("present.loop", lang, seconds=_LOOP_SECONDS)
    loop = {"screen": "1", "loop": str(_LOOP_SECONDS)}
    show_html(
        "pages/start_links",
        items=[
            page_link(view, "present", t("present.start", lang), extra={"screen": "1"}),
            page_link(view, "present", loop_label, extra=loop),
        ],
        lead=t("present.lead", lang),
    )


def show_files(view: View) -> None:
    """The story to take along: slides, pages to print, tables."""
    lang, base_url = view.lang, current_public_url().base_url
    published = current_dataset()
    story = partial(province_file_name, dataset_of_view(published, view), view)
    span = (published.all_years[0], published.all_years[-1])
    everything = file_name(replace(view, shown_units="63"), years=span, ending=".xlsx")
    buttons = (
        ("pptx", partial(files.write_pptx, view, base_url), story(ending=".pptx")),
        ("pdf", partial(files.write_pdf, view, base_url), story(ending=".pdf")),
        ("book", partial(files.write_view_workbook, view), story(ending=".xlsx")),
        ("all", partial(files.write_full_workbook, view), everything),
    )
    with st.container(horizontal=True):
        for name, make, file in buttons:
            download_button(t(f"present.{name}", lang), make, file)


def show_reach(view: View) -> None:
    """Where the QR codes lead, unless that is the open web."""
    public_url = current_public_url()
    if public_url.reach != "web":
        show_note(t(f"present.{public_url.reach}", view.lang, base=public_url.base_url))


def show_screens(view: View) -> None:
    """Every screen small with what to say; the one that the URL names fills the window.

    The first run draws that one, or the first, and shows the others as titles; a run of this part
    alone, which the browser asks for at once, draws the others.
    """
    request, notices = requested_screen([screen.slug for screen in build_screens(view)])
    show_notices(view, notices)
    story = rendered_story(view, current_public_url().base_url)
    # Before the part below: its timer starts with it, and a run that it asks for stops this one.
    story.render(request.screen or 1)
    first_screens = story.screens()
    # The browser would keep asking: a run of the whole page sets this anew.
    interval = None if story.is_complete else _SECONDS_TO_THE_OTHERS
    runs = itertools.count()

    @st.fragment(run_every=interval)
    def stage() -> None:
        if not next(runs):
            _show_stage(view, first_screens, request)
            return
        story.render_all()
        # Shown before the run that stops the timer: that one would first take an empty part away.
        _show_stage(view, story.screens(), request)
        if interval:
            st.rerun()

    # In a container of its own: as the part's next run begins, Streamlit drops what is unsent of
    # the part; what follows on the page would stand behind a gap, which ends the browser's page.
    with st.container():
        stage()


def _show_stage(view: View, screens: Sequence[RenderedScreen], request: ScreenRequest) -> None:
    # presentation.js reads these names.
    _component()(
        key="stage",
        data={
            "screens": [
                {
                    "html": screen.html,
                    "label": screen.label,
                    "title": screen.title,
                    "notes": screen.notes,
                    "address": screen.url,
                    "code": screen.qr_code,
                }
                for screen in screens
            ],
            "labels": {name: t(f"present.{name}", view.lang) for name in _LABELS}
            | {"dialog": t("page.present", view.lang)},
            "theme": css_variables(view.theme),
            "paper": screens_on_paper(view.theme),
            "screen": request.screen,
            "loop": request.loop,
        },
    )


@st.cache_resource(show_spinner=False)
def _component() -> Callable[..., Any]:
    return st.components.v2.component(
        "stage",
        html=read_web_file("presentation.html"),
        css=read_web_file("presentation.css"),
        js=read_web_file("presentation.js"),
    )
