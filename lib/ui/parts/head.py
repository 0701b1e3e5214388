"""The head of a page: its conclusion beside the choice of province, year and list of provinces."""

import streamlit as st

from lib.common.pages import page_by_slug
from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.unit_lists import page_years
from lib.model.view import CHOICES, View
from lib.narrative import estimates
from lib.ui import controls
from lib.ui.html import show_html
from lib.ui.parts.links import Link, page_link
from lib.ui.parts.texts import show_note, show_title
from lib.ui.session import current_slug


def show_head(
    dataset: Dataset,
    view: View,
    sentence: str,
    note: str = "",
    tagged: bool = True,
) -> None:
    """The page's conclusion with the controls beside it.

    Args:
        dataset: the data on screen.
        view: what the page shows.
        sentence: the conclusion.
        note: a quiet sentence below it.
        tagged: whether the sentence is marked as an estimate where the data are estimates.
    """
    left, right = st.columns([2, 1], vertical_alignment="top", gap="medium")
    estimated = (
        tagged
        and dataset.estimated
        and dataset.position(view.year, view.measure, view.province) is not None
    )
    with left, st.container(gap="xsmall"):
        show_title(estimates.tag_sentence(sentence, dataset, view) if estimated else sentence)
        if note:
            show_note(note)
    if not page_by_slug(current_slug()).has_year:
        with right:
            show_html("parts/province_picker", field=controls.province_select(dataset, view))
        return
    with right:
        _show_controls(dataset, view)
    if dataset.estimated:
        show_note(estimates.page_note(dataset, view))


def _show_controls(dataset: Dataset, view: View) -> None:
    """The fields for the province and the year.

    Below them the switch between the lists of provinces and the way to a newer year, where there
    are.
    """
    newest = page_years(dataset, page_by_slug(current_slug()).units)[-1]
    newer = []
    if view.year < newest:
        label = t("notice.newer", view.lang, year=newest)
        newer.append(page_link(view, current_slug(), label, year=newest))
    show_html(
        "parts/head_controls",
        province=controls.province_select(dataset, view),
        year=controls.year_select(dataset, view),
        units=_unit_list_links(dataset, view),
        units_label=t("units.label", view.lang),
        newer=newer,
        members=_member_links(dataset, view),
        members_label=t("successor.of_before", view.lang),
    )


def _member_links(dataset: Dataset, view: View) -> list[Link]:
    """The provinces that became one with the view's, in a year before that, all of them.

    None as long as no year of the 34 is published: then nobody comes here from what they became.
    """
    if dataset.units != "63" or not dataset.tables.years_of_34:
        return []
    successor = dataset.successor(view.province)
    if not dataset.is_merged(successor):
        return []
    return [
        page_link(
            view,
            current_slug(),
            dataset.province_name(member, view.lang),
            province=member,
            current=member == view.province,
        )
        for member in dataset.members[successor]
    ]


def _unit_list_links(dataset: Dataset, view: View) -> list[Link]:
    """The 63 provinces of the scores or the 34 of today, where the page shows both."""
    slug = current_slug()
    only_34 = dataset.units == "34" and not dataset.estimated
    if page_by_slug(slug).units != "both" or only_34:
        return []
    return [
        page_link(view, slug, t(f"units.{n}", view.lang), current=n == view.shown_units, units=n)
        for n in CHOICES["units"]
    ]
