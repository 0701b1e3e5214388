"""The frame around every page: the name, links to the pages, the language, the styles."""

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from lib.common.pages import PAGES, PAGES_WITHOUT_PROVINCE, SECTIONS
from lib.common.text import LANGUAGES, t
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative.partly_published import is_empty_page
from lib.narrative.story import has_screen
from lib.server import logs
from lib.ui import session
from lib.ui.auth import show_account
from lib.ui.html import show_html
from lib.ui.parts.assets import show_page_style, show_page_words
from lib.ui.parts.links import Link, current_link, page_link
from lib.ui.parts.notices import show_failure
from lib.ui.parts.province_picker import picker_options
from lib.ui.url_state import current_language


def register_page(page: StreamlitPage) -> str:
    """Remember and return the slug of this run's page; a URL without a path shows the first one."""
    slug = page.url_path or PAGES[0].slug
    if session.is_new():
        logs.log_event("session", page=slug, lang=current_language())
    session.set_current_slug(slug)
    return slug


def show_error(error: Exception) -> bool:
    """Log an unforeseen error and show a page in the viewer's language; Streamlit shows nothing."""
    logs.log_error(session.current_slug(), error)
    lang = current_language()
    session.set_page_settings()
    show_failure(lang, t("failure.error", lang), t("failure.again", lang))
    return True


def page_title(name: str, view: View) -> str:
    """The title of the browser's tab: the province and year first, which a narrow tab still shows.

    Args:
        name: of the province on the page.
        view: the year and the language.
    """
    slug = session.current_slug()
    page = t(f"page.{slug}", view.lang)
    parts = [page, "PAPI"] if slug in PAGES_WITHOUT_PROVINCE else [f"{name} {view.year}", page]
    return " · ".join(parts)


def draw_frame(dataset: Dataset, shown: Dataset, view: View) -> None:
    """The styles and the sidebar: the name, links to the pages, the language, the account.

    Args:
        dataset: that of the 63.
        shown: that of the page, whose provinces its fields offer.
        view: as read from the URL.
    """
    # Before everything that they style: an element without them would load another font (138 kB).
    show_page_style(view)
    with st.sidebar:
        _show_sidebar(dataset, view)
        show_page_words(view.lang, picker_options(shown, view.lang))
        show_account(view.lang)
        # Last in the sidebar: its messages may be dropped (see ``pages.present.show_screens``), and
        # in the page its empty block would push everything 16 px down.
        _keep_connected()


def _show_sidebar(dataset: Dataset, view: View) -> None:
    lang, slug = view.lang, session.current_slug()
    present = (
        page_link(
            view,
            "present",
            t("present.here", lang),
            icon="present_to_all",
            extra={"screen": slug},
        )
        if has_screen(slug) and not is_empty_page("present", dataset, view)
        else None
    )
    languages = [
        page_link(view, slug, name, current=code == lang, lang=code)
        for code, name in LANGUAGES.items()
    ]
    show_html(
        "frame/sidebar",
        title=t("app.title", lang),
        tagline=t("app.tagline", lang),
        present=present,
        copy=current_link(view),
        copy_label=t("share.copy", lang),
        copied=t("share.copied", lang),
        sections=[(t(f"section.{s}", lang), _section_links(view, s)) for s in SECTIONS],
        language_heading=t("app.language", lang),
        languages=languages,
    )


def _section_links(view: View, section: str) -> list[Link]:
    return [
        page_link(
            view,
            page.slug,
            t(f"page.{page.slug}", view.lang),
            icon=page.icon,
            current=page.slug == session.current_slug(),
        )
        for page in PAGES
        if page.section == section
    ]


@st.fragment(run_every="12h")
def _keep_connected() -> None:
    """Make the browser ask for a run when its connection comes back.

    A page with a repeating fragment does. Without it, a viewer whose replica went away would be on
    one that knows nothing of the page: the first choice there would be lost and downloads fail.
    """
