"""Links between pages that carry the view."""

import html
from collections.abc import Mapping
from urllib.parse import urlencode

import streamlit as st

from lib.common.text import t
from lib.model.view import View
from lib.stats.ranking import TOTAL


def page_link(
    view: View,
    slug: str,
    label: str,
    current: bool = False,
    more: Mapping[str, str] | None = None,
    **changes: object,
) -> str:
    """HTML of a link to a page with the view, or with ``changes`` to it; ``label`` is HTML.

    Followed without loading the app anew (see ``page_wide_script``). ``more`` are parameters that
    Followed without loading the app anew (see ``page_wide_script``). ``more`` are parameters that
    are not the view's: ``data`` (a figure of that page whose data open), ``show`` (one to which the
    page scrolls), ``screen`` (of a presentation).
    """
    if view.measure != TOTAL and st.session_state["slug"] == "targets" != slug:
        # There a dimension only chooses which sliders are seen.
        changes = {"measure": TOTAL} | changes
    query = urlencode(view.query(**changes) | dict(more or {}))
    address = html.escape(f"{slug}?{query}" if query else slug)
    now = ' aria-current="page"' if current else ""
    return f'<a class="go" href="{address}"{now}>{label}</a>'


def show_next_pages(view: View, *slugs: str) -> None:
    """Where the next question is answered."""
    lang = view.lang
    links = "".join(
        page_link(
            view,
            slug,
            f"<b>{html.escape(t(f'page.{slug}', lang))}</b>"
            f" {html.escape(t(f'question.{slug}', lang))}",
        )
        for slug in slugs
    )
    st.html(f'<nav class="ways"><p>{html.escape(t("question.next", lang))}</p>{links}</nav>')
