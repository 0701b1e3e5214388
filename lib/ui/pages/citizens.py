"""Parts of the page for citizens: the glossary and the pictures to share."""

import base64
from collections.abc import Sequence
from functools import partial

import streamlit as st

from lib.common.text import t
from lib.exports.file_names import province_file_name
from lib.exports.share_cards import LAYOUTS
from lib.model.dataset import Dataset
from lib.model.unit_lists import dataset_of_view
from lib.model.view import View
from lib.narrative import citizens, partly_published
from lib.narrative.citizens import Term
from lib.ui.cache import compute, current_dataset, draw_share_card
from lib.ui.downloads import download_button
from lib.ui.html import show_html
from lib.ui.parts.links import current_link, page_link
from lib.ui.parts.notices import show_nearest_years
from lib.ui.parts.texts import show_numbered_list
from lib.ui.url_state import DATA_PARAMETER, SHARE_CARDS, open_figure


def show_result(dataset: Dataset, view: View, title: str) -> None:
    """The province's result in sentences, with what the pictures of it say.

    Where only some dimensions are published: what those are, without pictures, which show a rank.

    Args:
        dataset: the data on screen.
        view: a province with a total or with some dimensions.
        title: the page's headline.
    """
    if partly_published.has_part(dataset, view):
        sentences = compute(partly_published.spoken_sentences, view)
        show_numbered_list(view, "citizens.result", sentences)
        show_nearest_years(dataset, view)
        return
    show_numbered_list(view, "citizens.result", compute(citizens.result_sentences, view))
    show_share_cards(view, title, compute(citizens.share_caption, view))


def show_glossary(view: View, terms: Sequence[Term]) -> None:
    """The dimensions in plain words; each opens to its sub-dimensions."""
    show_html(
        "pages/glossary",
        heading=t("citizens.glossary", view.lang),
        terms=terms,
        note=t("citizens.glossary_note", view.lang),
    )


def show_share_cards(view: View, headline: str, caption: str) -> None:
    """The pictures to share as files, words to go along, and the pictures once asked for.

    Args:
        view: whose province and year the pictures show.
        headline: what they say, for who cannot see them.
        caption: the words to go along.
    """
    lang = view.lang
    is_open = open_figure() == SHARE_CARDS
    show_html(
        "pages/share_cards",
        heading=t("citizens.cards", lang),
        note=t("citizens.cards_note", lang),
        show_link=None
        if is_open
        else page_link(
            view, "citizens", t("citizens.cards_show", lang), extra={DATA_PARAMETER: SHARE_CARDS}
        ),
    )
    dataset = dataset_of_view(current_dataset(), view)
    with st.container(horizontal=True):
        for kind in LAYOUTS:
            make = partial(draw_share_card, kind, view)
            file = province_file_name(dataset, view, kind, ending=".png")
            download_button(t(f"citizens.card_{kind}", lang), make, file)
    link = current_link(view)
    show_html("pages/share_caption", label=t("citizens.caption", lang), caption=f"{caption} {link}")
    if is_open:
        show_html(
            "pages/share_card_images",
            images=[base64.b64encode(draw_share_card(kind, view)).decode() for kind in LAYOUTS],
            alt=t("card.alt", lang, headline=headline),
        )
