"""Runs the app without a browser: open a page, read its HTML, choose a province."""

import html
import re
from urllib.parse import parse_qsl

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


def choose_province(app: AppTest, code: str, field: str = "province") -> AppTest:
    """The session after a choice in a field for provinces: where the choice's link leads."""
    found = re.search(rf'<div class="pick" ([^>]*)>(?:(?!</div>).)*id="pick-{field}"', html_of(app))
    data = {
        name: html.unescape(value) for name, value in re.findall(r'data-(\w+)="(.*?)"', found[1])
    }
    options = re.search(r'data-page-provinces="(.*?)"', html_of(app))[1]
    offered = {option.split("|")[0] for option in options.split(";")}
    assert code in offered - set(data["without"].split(","))
    return _follow(app, data["href"].replace("%7B%7D", code))


def choose(app: AppTest, field: str, value: object) -> AppTest:
    """The session after a choice in a field with few values, as it stands in the URL."""
    found = re.search(
        r'<div class="pick one" data-href="([^"]*)">(?:(?!</div>).)*'
        rf'id="pick-{field}">(.*?)</select>',
        html_of(app),
    )
    assert f'<option value="{value}"' in found[2]
    return _follow(app, html.unescape(found[1]).replace("%7B%7D", str(value)))


def follow(app: AppTest, label: str) -> AppTest:
    """The session after a link of the page's own was followed."""
    (address,) = re.findall(rf'<a class="go" href="([^"]*)"[^>]*>{label}</a>', html_of(app))
    return _follow(app, html.unescape(address))


def _follow(app: AppTest, address: str) -> AppTest:
    app.query_params.clear()
    for name, value in parse_qsl(address.partition("?")[2]):
        app.query_params[name] = value
    return app.run()


def html_of(app: AppTest) -> str:
    """All HTML of our own on the page, without the elements that keep a span on one line."""
    return re.sub("</?bdi>", "", " ".join(block.proto.body for block in app.get("html")))
