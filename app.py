"""Start here: page config, language, navigation, then the page that the address asks for."""

import streamlit as st

from lib import cached, registry, shell, state, ui
from lib.catalog import DataError

st.set_page_config(
    page_title="PAPI", page_icon="static/icon.png", layout="wide", initial_sidebar_state=250
)
pages = {
    page.slug: st.Page(page.script, title=page.slug, url_path=page.slug, default=i == 0)
    for i, page in enumerate(registry.PAGES)
}
running = st.navigation(list(pages.values()), position="hidden")
st.session_state["slug"] = running.url_path or registry.PAGES[0].slug

try:
    world = cached.world()
except DataError as error:
    ui.failure(shell.language(), error.sentence(shell.language()))
    st.stop()

view, notices = state.current(world)
shell.frame(view)
ui.notices(view, notices)
running.run()
