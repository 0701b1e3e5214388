"""The addresses beside the pages on a small server without Streamlit, its document as installed."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import streamlit
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from lib.charts.registry import draw
from lib.endpoints.page_head import PageHead
from lib.endpoints.routes import endpoint_routes
from lib.endpoints.sources import Sources
from lib.model.unit_lists import dataset_of_view
from lib.ui.sources import SOURCES

DOCUMENT = (Path(streamlit.__file__).parent / "static" / "index.html").read_text()


@pytest.fixture(scope="session")
def sources(dataset) -> Sources:
    return Sources(
        dataset=lambda: dataset,
        figure=lambda name, view: draw(name, dataset_of_view(dataset, view), view),
        compute=lambda function, view: function(dataset_of_view(dataset, view), view),
        is_locked=lambda: False,
        is_allowed=lambda request: True,
        font_url="/static/media/font.woff2",
        front_end_scripts=SOURCES.front_end_scripts,
    )


@pytest.fixture(scope="session")
def open_client(sources) -> Callable[..., TestClient]:
    """A client of a server whose sources differ from ``sources`` in what is given."""

    def make(**changes) -> TestClient:
        changed = replace(sources, **changes)

        def page(request):
            headers = {"etag": '"of-the-file"', "cache-control": "no-cache"}
            if request.headers.get("if-none-match"):
                return HTMLResponse("", 304)
            return HTMLResponse(DOCUMENT, headers=headers)

        routes = [*endpoint_routes(changed), Route("/{path:path}", page)]
        middleware = [Middleware(PageHead, sources=changed)]
        app = Starlette(routes=routes, middleware=middleware)
        return TestClient(app, base_url="http://papi.test", follow_redirects=False)

    return make


@pytest.fixture(scope="session")
def client(open_client) -> TestClient:
    return open_client()
