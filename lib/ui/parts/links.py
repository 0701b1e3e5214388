"""Links between pages that carry the view."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

import streamlit as st

from lib.common.text import t
from lib.model.view import View
from lib.narrative.partly_published import is_empty_page
from lib.server.public_url import PublicUrl, find_public_url, shown_url
from lib.stats.ranking import TOTAL
from lib.ui.cache import current_dataset
from lib.ui.html import show_html
from lib.ui.session import current_slug
from lib.ui.url_state import beside_the_view, current_view


@dataclass(frozen=True)
class Link:
    """A link as the templates draw it.

    Args:
        href: where it leads, relative to the page.
        label: its words.
        icon: a ligature of the Material Symbols before the label, "" for none.
        detail: words after the label, which is bold then; "" for none.
        current: whether it leads to what is on screen.
    """

    href: str
    label: str
    icon: str = ""
    detail: str = ""
    current: bool = False


def page_link(
    view: View,
    slug: str,
    label: str,
    *,
    icon: str = "",
    detail: str = "",
    current: bool = False,
    extra: Mapping[str, str] | None = None,
    **changes: object,
) -> Link:
    """A link to a page with the view, followed without loading the app anew (see ui.js).

    Args:
        view: what the page shows.
        slug: the page.
        label: see ``Link``, as ``icon``, ``detail`` and ``current``.
        extra: URL parameters that are not the view's: ``data`` (a figure whose data the page
            opens), ``show`` (a figure to which it scrolls), ``screen`` (of the presentation).
        changes: fields of the view that differ behind the link.

    In a frame of another site (``?embed=true``) the links stay without a menu too.
    """
    if view.measure != TOTAL and current_slug() == "targets" != slug:
        # On that page a dimension only chooses the sliders, so it is not taken to others.
        changes = {"measure": TOTAL} | changes
    embedded = {"embed": "true"} if st.context.is_embedded else {}
    query = urlencode(view.query(**changes) | dict(extra or {}) | embedded)
    return Link(f"{slug}?{query}", label, icon, detail, current)


def current_public_url() -> PublicUrl:
    """Where others reach this app."""
    return find_public_url(st.context.url or "", current_slug())


def current_base_url() -> str:
    """The address of this app for what somebody copies: the one in the browser or of the host."""
    return shown_url(st.context.url or "", current_slug())


def current_link(view: View) -> str:
    """The address to copy for what is on screen."""
    query = urlencode(view.query() | beside_the_view())
    return f"{current_base_url()}/{current_slug()}?{query}"


def show_next_pages(view: View, *slugs: str) -> None:
    """Links to the pages that answer the next questions; not to those that have no answer."""
    lang = view.lang
    dataset = current_dataset()
    asked, _ = current_view(dataset)
    items = [
        page_link(view, slug, t(f"page.{slug}", lang), detail=t(f"question.{slug}", lang))
        for slug in slugs
        if not is_empty_page(slug, dataset, asked)
    ]
    show_html("parts/next_pages", label=t("question.next", lang), items=items)


def show_choice(label: str, items: list[Link], label_hidden: bool = False) -> None:
    """Links side by side, of which one is current: a choice of few.

    Args:
        label: what is chosen.
        items: the choices.
        label_hidden: whether only screen readers have the label.
    """
    show_html("parts/choice", label=label, label_hidden=label_hidden, items=items)


def show_labelled_links(label: str, items: list[Link]) -> None:
    """Links to choose from behind a label; nothing where there are none."""
    if items:
        show_html("parts/labelled_links", label=label, items=items)
