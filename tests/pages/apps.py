"""Runs the app without a browser: open a page, read its HTML."""

from streamlit.testing.v1 import AppTest

from lib.common.pages import PAGES, page_by_slug
from lib.common.paths import ROOT

TIMEOUT = 60  # s of a run


def start_session(**params: str) -> AppTest:
    """A new session that opens the first page with URL parameters."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=TIMEOUT)
    for name, value in params.items():
        app.query_params[name] = value
    return app.run()


def go_to_page(app: AppTest, slug: str) -> AppTest:
    """The session on another page."""
    return app.switch_page(page_by_slug(slug).script).run()


def open_page(slug: str, params: dict[str, str]) -> AppTest:
    """A new session on a page with URL parameters."""
    app = start_session(**params)
    return app if slug == PAGES[0].slug else go_to_page(app, slug)


def html_of(app: AppTest) -> str:
    """All HTML of our own on the page."""
    return " ".join(block.proto.body for block in app.get("html"))
