"""Start here with `streamlit run app.py`: the server imports this file once, a session runs it."""

import streamlit as st
from starlette.middleware import Middleware

from lib import cached, door, logs, memory, previewed, probe, registry, shell, state, ui
from lib.catalog import DataError
from lib.paths import Paths
from lib.turns import turns
from lib.wanted import Wanted


def session() -> None:
    """One run of one viewer: page config, navigation, then the page that the address asks for."""
    st.set_page_config(
        page_title="PAPI", page_icon="static/icon.png", layout="wide", initial_sidebar_state=262
    )
    pages = [st.Page(p.script, title=p.slug, url_path=p.slug) for p in registry.PAGES]
    # The address without a path is the first page too.
    home = st.Page(registry.PAGES[0].script, title="PAPI", url_path="home", default=True)
    running = st.navigation([*pages, home], position="hidden")
    slug = shell.arrived(running)
    with logs.run(slug), turns.turn():
        door.keep(shell.language())
        try:
            world = cached.world()
        except DataError as error:
            ui.failure(shell.language(), error.sentence(shell.language()))
            st.stop()
        view, notices = state.current(world)
        st.set_page_config(page_title=shell.page_title(view))
        shell.frame(view)
        previewed.banner(view)
        ui.notices(view, state.lost() + notices)
        running.run()
    memory.give_back()


if __name__ == "__main__":
    session()
else:
    # Told at start, Streamlit knows that this app navigates by itself and does not answer the
    # first deep link of a cold server with "page not found".
    st.navigation([st.Page(lambda: None, title="PAPI", default=True)], position="hidden")
    logs.setup()
    app = st.App(
        __file__,
        routes=[probe.ROUTE],
        middleware=[Middleware(Paths), Middleware(Wanted)],
        on_script_error=shell.failed,
    )
    memory.spare()
