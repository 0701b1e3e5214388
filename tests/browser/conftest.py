"""A real server and a real browser; a page that remembers every error and every host it asked."""

import contextlib
import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.support.servers import Server, running

SIZES = {"projector": (1280, 720), "phone": (390, 844)}
# Streamlit asks for its own end points below the page's path first and falls back to the root.
_PROBES = re.compile(r"/[a-z]+/_stcore/(health|host-config)$")


@contextlib.contextmanager
def serve() -> Iterator[str]:
    """A fresh server on a free port; its address."""
    server = Server()
    with running(server):
        yield server.address


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    with serve() as address:
        yield address


class Visit:
    """A browser page with what went wrong on it."""

    def __init__(self, page: Page, server: str) -> None:
        self.page, self.server = page, server
        self.errors: list[str] = []
        self.hosts: set[str] = set()
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", self._request)

    def _console(self, message) -> None:
        if message.type == "error" and not _PROBES.search(message.location.get("url", "")):
            self.errors.append(message.text)

    def _request(self, request) -> None:
        if request.url.startswith(("http", "ws")):
            self.hosts.add(request.url.split("/")[2])

    def open(self, path: str, server: str = "") -> Page:
        """Open an address and wait until the script has run and the charts are drawn."""
        self.page.goto(f"{server or self.server}/{path}")
        self.settle()
        return self.page

    def settle(self) -> None:
        """Wait until nothing runs or loads, every chart is drawn and the page stands still."""
        self.page.locator("h1").first.wait_for()
        # What a run sent is put on the page a moment after the run has ended: looked at twice.
        self.page.evaluate("delete window.seenBefore")
        self.wait_until(
            """() => {
              const app = document.querySelector('[data-testid=stApp]');
              const charts = [...document.querySelectorAll('[data-testid=stVegaLiteChart]')];
              const settled = app.dataset.testScriptState === 'notRunning'
                && !document.querySelector('[data-stale=true], [data-testid=stSkeleton]')
                && charts.every(c => c.querySelector('svg .mark-group path, canvas'));
              const before = window.seenBefore;
              window.seenBefore = settled && document.querySelectorAll('*').length;
              return settled && before === window.seenBefore;
            }"""
        )

    def wait_until(self, function: str) -> None:
        """Wait until a function is true in the page, also where its policy forbids eval."""
        end = time.monotonic() + 30
        while not self.page.evaluate(function):
            assert time.monotonic() < end, f"never true: {function}"
            self.page.wait_for_timeout(50)

    def heading(self) -> str:
        return self.page.locator("h1").first.inner_text().replace("\n", " ")

    def await_heading(self, start: str) -> None:
        self.page.locator("h1", has_text=start).first.wait_for()
        self.settle()


@pytest.fixture
def visit(chromium, server, request) -> Iterator[Visit]:
    """A new page of the size named by ``size`` (else a projector) that must end without errors."""
    options = dict(getattr(request, "param", {}))
    width, height = SIZES[options.pop("size", "projector")]
    context = chromium.new_context(viewport={"width": width, "height": height}, **options)
    found = Visit(context.new_page(), server)
    yield found
    context.close()
    assert found.errors == []
    assert {host.split(":")[0] for host in found.hosts} <= {"localhost"}
