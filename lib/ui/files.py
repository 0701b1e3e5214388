"""Files that are made when somebody asks for one.

They are made outside of a session's run, so everything that decides on their content is in the
view. Pictures are cached, because many viewers want the same; the rest is made anew each time.
"""

from dataclasses import replace
from typing import Any, Literal

import streamlit as st

from lib.datasets import tables
from lib.exports import images, share_cards, workbooks
from lib.model.dataset import Dataset
from lib.model.unit_lists import dataset_of_view
from lib.model.view import View
from lib.ui.cache import HASH_BY_REPR, dataset_of_preview, draw_figure, draw_slot

PictureKind = Literal["png", "svg"]
_PICTURES_SIZE = "24MB"  # about 50 pictures, of 20 to 800 kB each
_SHARE_CARDS_SIZE = "16MB"  # about 110 cards


def draw_picture(name: str, view: View, source: str, kind: PictureKind, **options: Any) -> bytes:
    """A figure as a picture.

    Args:
        name: the figure's name in ``lib.charts.registry``.
        view: what it shows.
        source: the line below it.
        kind: the format.
        options: what the figure takes beside the view.

    Raises:
        LookupError: the view's preview has ended.
    """
    return _picture(tables.data_version(), name, view, tuple(sorted(options.items())), source, kind)


@st.cache_data(show_spinner=False, max_size=_PICTURES_SIZE, hash_funcs=HASH_BY_REPR)
def _picture(
    version: str, name: str, view: View, options: tuple, source: str, kind: PictureKind
) -> bytes:
    figure = draw_figure(name, view, **dict(options))
    topojson = dataset_of_view(dataset_of_preview(view.preview), view).tables.topojson
    if kind == "svg":
        return images.svg(figure, topojson, view.theme, source).encode()
    return images.png(figure, topojson, view.theme, source)


def draw_share_card(kind: share_cards.CardKind, view: View) -> bytes:
    """A picture to share as PNG.

    Args:
        kind: its shape.
        view: whose province and year it shows.

    Raises:
        LookupError: the view's preview has ended.
    """
    fields = ("province", "year", "lang", "preview", "shown_units")
    return _share_card(tables.data_version(), kind, View(**{f: getattr(view, f) for f in fields}))


@st.cache_data(show_spinner=False, max_size=_SHARE_CARDS_SIZE, hash_funcs=HASH_BY_REPR)
def _share_card(version: str, kind: share_cards.CardKind, view: View) -> bytes:
    return share_cards.png(dataset_of_view(dataset_of_preview(view.preview), view), view, kind)


def write_pdf(view: View, base_url: str) -> bytes:
    """The story on paper, with links to the app at ``base_url``."""
    # With typst, which only this file needs.
    from lib.exports.pdf import document

    return document.pdf_bytes(*_for_paper(view), base_url, draw_slot)


def write_pptx(view: View, base_url: str) -> bytes:
    """The story as slides, with links to the app at ``base_url``."""
    # With python-pptx, which only this file needs.
    from lib.exports.pptx import slides

    return slides.pptx_bytes(*_for_paper(view), base_url)


def write_view_workbook(view: View) -> bytes:
    """The data of the story's figures as a spreadsheet."""
    return workbooks.view_workbook(*_for_paper(view), draw_slot)


def write_full_workbook(view: View) -> bytes:
    """All data as a spreadsheet in the view's language."""
    return workbooks.full_workbook(dataset_of_preview(view.preview), view.lang)


def _for_paper(view: View) -> tuple[Dataset, View]:
    """The data of a file and its view in the light theme: paper is white whatever the screen is."""
    return dataset_of_preview(view.preview), replace(view, theme="light")
