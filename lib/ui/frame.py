"""The frame around every page: the name, the pages by section, the language."""

import html

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from lib.common import pages
from lib.common.text import LANGUAGES, t
from lib.model.view import View
from lib.narrative import story
from lib.server import logs
from lib.ui import auth
from lib.ui.parts import assets, heads
from lib.ui.parts import links as parts_links


def requested_language() -> str:
    """The language of the address where no view can be read yet."""
    asked = st.query_params.get("lang", View.lang)
    return asked if asked in LANGUAGES else View.lang


def register_page(running: StreamlitPage) -> str:
    """Remember and return which page this run shows; the address without a path shows the first."""
    slug = running.url_path or pages.PAGES[0].slug
    if "slug" not in st.session_state:
        logs.log_event("session", page=slug, lang=requested_language())
    st.session_state["slug"] = slug
    return slug


def show_error(problem: Exception) -> bool:
    """An error that nobody foresaw: written down, and told in the page's language."""
    logs.log_error(str(st.session_state.get("slug", "")), problem)
    heads.show_failure(
        requested_language(),
        t("failure.error", requested_language()),
        t("failure.again", requested_language()),
    )
    return True


def page_title(view: View) -> str:
    """The title of the browser's tab."""
    slug = st.session_state["slug"]
    return f"{t(f'page.{slug}', view.lang)} · PAPI {view.year}"


def draw_frame(view: View) -> None:
    """The sidebar: the name, links that carry the view, the language; and the styles."""
    lang, here = view.lang, st.session_state["slug"]
    parts = [
        f'<div class="brand"><strong>{html.escape(t("app.title", lang))}</strong>'
        f"<span>{html.escape(t('app.tagline', lang))}</span></div>"
    ]
    for section in pages.SECTIONS:
        heading = html.escape(t(f"section.{section}", lang))
        links = "".join(
            parts_links.page_link(
                view,
                p.slug,
                f'<b class="icon" aria-hidden="true">{p.icon}</b>'
                + html.escape(t(f"page.{p.slug}", lang)),
                current=p.slug == here,
            )
            for p in pages.PAGES
            if p.section == section
        )
        parts.append(f'<nav aria-label="{heading}"><p class="navhead">{heading}</p>{links}</nav>')
    if story.has_screen(here):
        label = '<b class="icon" aria-hidden="true">present_to_all</b>'
        label += html.escape(t("present.here", lang))
        parts.insert(
            1,
            f'<nav class="show">{parts_links.page_link(view, "present", label, more={"screen": here})}</nav>',
        )
    languages = "".join(
        parts_links.page_link(view, here, name, current=code == lang, lang=code)
        for code, name in LANGUAGES.items()
    )
    parts.append(
        f'<p class="navhead">{html.escape(t("app.language", lang))}</p>'
        f'<div class="switch">{languages}</div>'
    )
    # Before all that they style: what is slanted until then would fetch a font of 138 kB.
    assets.show_page_style(view)
    with st.sidebar:
        st.html("".join(parts))
        assets.show_page_script(lang)
        auth.show_account(lang)
    _keep_connected()


@st.fragment(run_every="12h")
def _keep_connected() -> None:
    """A page that repeats something asks for a run when its connection comes back.

    Without that, a viewer whose replica went away is on one that knows nothing of the page: the
    first choice made there would be lost, and downloads would lead nowhere.
    """
