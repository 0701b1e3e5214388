"""Start with `streamlit run app.py`: the server imports this file once, each session runs it."""

import streamlit as st
from starlette.middleware import Middleware

from lib.common.pages import PAGES
from lib.datasets.descriptions import DataError
from lib.endpoints.page_head import PageHead
from lib.endpoints.routes import endpoint_routes
from lib.server import logs, memory, public_url, websockets
from lib.server.allowed_hosts import RefuseForeignHosts
from lib.server.login_redirect import ReturnAfterLogin
from lib.server.run_queue import RUN_QUEUE
from lib.server.unknown_pages import RedirectUnknownPages
from lib.ui import auth, cache, frame, health, session, url_state
from lib.ui.parts.notices import show_failure, show_notices
from lib.ui.parts.preview_banner import show_banner
from lib.ui.sources import SOURCES


def run_session() -> None:
    """One run of one viewer: page settings, navigation, then the page that the URL names."""
    pages = [st.Page(page.script, title=page.slug, url_path=page.slug) for page in PAGES]
    # A URL without a path shows the first page.
    home = st.Page(PAGES[0].script, title="PAPI", url_path="home", default=True)
    page = st.navigation([*pages, home], position="hidden")
    slug = frame.register_page(page)
    with logs.log_slow_run(slug), RUN_QUEUE.wait_for_slot(), cache.one_version():
        lang = url_state.current_language()
        auth.require_access(lang)
        try:
            dataset = cache.current_dataset()
        except DataError as error:
            session.set_page_settings()
            show_failure(lang, error.sentence(lang))
            st.stop()
        view, notices = url_state.current_view(dataset)
        shown, shown_view = url_state.page_dataset_and_view(dataset)
        name = shown.province_name(shown_view.province, view.lang)
        session.set_page_settings(frame.page_title(name, view))
        frame.draw_frame(dataset, shown, view)
        show_banner(view)
        show_notices(view, url_state.page_notices() + notices)
        page.run()
    memory.after_run()


if __name__ == "__main__":
    run_session()
else:
    # Streamlit must learn at start that this app navigates by itself, or it answers the first deep
    # link of a cold server with "page not found".
    st.navigation([st.Page(lambda: None, title="PAPI", default=True)], position="hidden")
    logs.set_up_logging()
    websockets.widen_compression_window()
    logs.log_unusable_setting(public_url.setting_error())
    routes = [health.ROUTE, *endpoint_routes(SOURCES)]
    app = st.App(
        __file__,
        routes=routes,
        middleware=[
            Middleware(RefuseForeignHosts),
            Middleware(RedirectUnknownPages, routes=routes),
            Middleware(ReturnAfterLogin),
            Middleware(PageHead, sources=SOURCES),
        ],
        on_script_error=frame.show_error,
    )
    memory.reduce_baseline()
