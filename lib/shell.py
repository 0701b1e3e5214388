"""The frame around every page: the name, the pages by section, the language."""

import html

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from lib import registry, state, ui
from lib.text import LANGUAGES, t
from lib.view import View


def language() -> str:
    """The language of the address where no view can be read yet."""
    asked = st.query_params.get("lang", LANGUAGES[0])
    return asked if asked in LANGUAGES else LANGUAGES[0]


def arrived(running: StreamlitPage) -> None:
    """Remember which page this run shows; the address without a path shows the first."""
    st.session_state["slug"] = running.url_path or registry.PAGES[0].slug
    st.session_state["page"] = running


def page_title(view: View) -> str:
    """The title of the browser's tab."""
    slug = st.session_state["slug"]
    return f"{t(f'page.{slug}', view.lang)} · PAPI {view.year}"


def frame(view: View) -> None:
    """The sidebar with links that carry the view, and the styles."""
    ui.style_sheet(view.theme)
    with st.sidebar:
        st.html(
            f'<div class="brand"><strong>{html.escape(t("app.title", view.lang))}</strong>'
            f"<span>{html.escape(t('app.tagline', view.lang))}</span></div>"
        )
        for section in registry.SECTIONS:
            heading = html.escape(t(f"section.{section}", view.lang))
            st.html(f'<p class="navhead">{heading}</p>')
            for page in registry.PAGES:
                if page.section == section:
                    st.page_link(
                        ui.target(page.slug),
                        label=t(f"page.{page.slug}", view.lang),
                        icon=page.icon,
                        query_params=view.query(),
                        width="stretch",
                    )
        key, write = state.bound(view, "lang")
        st.segmented_control(
            t("app.language", view.lang),
            LANGUAGES,
            format_func={"vi": "Tiếng Việt", "en": "English"}.__getitem__,
            key=key,
            on_change=write,
            required=True,
        )
        ui.browser(view)
