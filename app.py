"""Start here with `streamlit run app.py`: the server imports this file once, a session runs it."""

import streamlit as st
from starlette.middleware import Middleware

from lib.common import pages as common_pages
from lib.datasets.descriptions import DataError
from lib.server import logs, memory
from lib.server.login_redirect import ReturnAfterLogin
from lib.server.run_queue import RUN_QUEUE
from lib.server.unknown_pages import RedirectUnknownPages
from lib.ui import auth, cache, frame, health, url_state
from lib.ui.pages import preview
from lib.ui.parts import heads


def session() -> None:
    """One run of one viewer: page config, navigation, then the page that the address asks for."""
    st.set_page_config(
        page_title="PAPI", page_icon="static/icon.png", layout="wide", initial_sidebar_state=262
    )
    pages = [st.Page(p.script, title=p.slug, url_path=p.slug) for p in common_pages.PAGES]
    # The address without a path is the first page too.
    home = st.Page(common_pages.PAGES[0].script, title="PAPI", url_path="home", default=True)
    running = st.navigation([*pages, home], position="hidden")
    slug = frame.register_page(running)
    with logs.log_slow_run(slug), RUN_QUEUE.turn():
        auth.require_access(frame.requested_language())
        try:
            dataset = cache.current_dataset()
        except DataError as error:
            heads.show_failure(
                frame.requested_language(), error.sentence(frame.requested_language())
            )
            st.stop()
        view, notices = url_state.current_view(dataset)
        st.set_page_config(page_title=frame.page_title(view))
        frame.draw_frame(view)
        preview.show_banner(view)
        heads.show_notices(view, url_state.unknown_page_notices() + notices)
        running.run()
    memory.return_freed_memory()


if __name__ == "__main__":
    session()
else:
    # Told at start, Streamlit knows that this app navigates by itself and does not answer the
    # first deep link of a cold server with "page not found".
    st.navigation([st.Page(lambda: None, title="PAPI", default=True)], position="hidden")
    logs.set_up_logging()
    app = st.App(
        __file__,
        routes=[health.ROUTE],
        middleware=[Middleware(RedirectUnknownPages), Middleware(ReturnAfterLogin)],
        on_script_error=frame.show_error,
    )
    memory.reduce_baseline()
