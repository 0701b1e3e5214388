"""Parts of the page with the brief: paragraphs, questions, the text file."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import streamlit as st

from lib.common.text import t
from lib.exports.file_names import province_file_name
from lib.model.dataset import Dataset
from lib.model.unit_lists import dataset_of_view
from lib.model.view import View
from lib.narrative import partly_published
from lib.narrative.elements import Paragraph, Question
from lib.narrative.phrases import source_line
from lib.stats.ranking import TOTAL
from lib.ui import files
from lib.ui.cache import compute, current_dataset
from lib.ui.downloads import download_button
from lib.ui.html import show_html
from lib.ui.parts.head import show_head
from lib.ui.parts.links import Link, current_public_url, page_link, show_next_pages
from lib.ui.parts.notices import show_nearest_years
from lib.ui.parts.texts import show_numbered_list


def show_published_part(dataset: Dataset, view: View) -> bool:
    """The brief of a province without a total: the published dimensions, and what is not.

    The questions are about the total, so there are none.

    Returns:
        Whether the province is one; nothing is shown where it is not.
    """
    if not partly_published.has_part(dataset, view):
        return False
    show_head(dataset, view, compute(partly_published.headline, view))
    show_numbered_list(view, "overview.aloud", compute(partly_published.spoken_sentences, view))
    show_brief(dataset, view, "brief.title", compute(partly_published.paragraphs, view))
    show_files(view, partly_published.plain_text)
    show_nearest_years(dataset, view)
    show_next_pages(view, "citizens", "dimensions", "present")
    return True


def show_files(view: View, plain_text: Callable[[Dataset, View], str]) -> None:
    """The brief as a text, and two pages with charts to print."""
    with st.container(horizontal=True):
        download_pages(view)
        download_text(view, "brief.txt", plain_text, "brief")


def show_brief(dataset: Dataset, view: View, title: str, paragraphs: Sequence[Paragraph]) -> None:
    """A text with small headings, to read and to print; ``title`` is a text key."""
    show_html(
        "pages/brief",
        heading=t(title, view.lang),
        paragraphs=[(p, _see_page(view, p.slug) if p.slug else None) for p in paragraphs],
        source_line=source_line(dataset, view),
    )


def show_questions(view: View, title: str, questions: Sequence[Question]) -> None:
    """Questions that open to their answers, each with a link to the page that shows it."""
    show_html(
        "pages/questions",
        heading=t(title, view.lang),
        questions=[(question, _answer_link(view, question)) for question in questions],
    )


def _answer_link(view: View, question: Question) -> Link:
    # Answers are about the total, whatever measure the URL carries.
    changes: dict[str, Any] = {"measure": TOTAL} | dict(question.changes)
    extra = {"show": question.chart} if question.chart else {}
    return _see_page(view, question.slug, extra=extra, **changes)


def _see_page(view: View, slug: str, **options: Any) -> Link:
    page = f"“{t(f'page.{slug}', view.lang)}”"
    return page_link(view, slug, t("questions.see", view.lang, page=page), **options)


def download_pages(view: View) -> None:
    """A button for the two pages to print."""
    dataset = dataset_of_view(current_dataset(), view)
    make = partial(files.write_pdf, view, current_public_url().base_url)
    file = province_file_name(dataset, view, ending=".pdf")
    download_button(t("present.pdf", view.lang), make, file)


def download_text(
    view: View, label: str, function: Callable[[Dataset, View], str], stem: str
) -> None:
    """A button for a plain text as a file.

    Args:
        view: what the text is about.
        label: a text key.
        function: returns the text (see ``lib.ui.cache.compute``).
        stem: begins the file's name.
    """

    def make() -> bytes:
        # With a byte order mark, without which an old Notepad does not read the diacritics.
        return compute(function, view).encode("utf-8-sig")

    dataset = dataset_of_view(current_dataset(), view)
    file = province_file_name(dataset, view, stem, ending=".txt")
    download_button(t(label, view.lang), make, file)
