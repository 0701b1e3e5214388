"""A browser page that records its errors and the hosts that it requested."""

import contextlib
import re
import time
from collections.abc import Iterator

from playwright.sync_api import Browser, ConsoleMessage, Page, Request

WAIT_LIMIT = 30  # s
SIZES = {"projector": (1280, 720), "phone": (390, 844)}
# Streamlit asks for its own end points below the page's path first and falls back to the root.
_EXPECTED_FAILURES = re.compile(r"/[a-z]+/_stcore/(health|host-config)$")
# What a run sent is put on the page a moment after the run has ended: the page counts as drawn
# when two looks in a row see the same number of elements.
_DRAWN = """() => {
  const app = document.querySelector('[data-testid=stApp]');
  const charts = [...document.querySelectorAll('[data-testid=stVegaLiteChart]')];
  const drawn = app.dataset.testScriptState === 'notRunning'
    && !document.querySelector('[data-stale=true], [data-testid=stSkeleton]')
    && charts.every(c => c.querySelector('svg .mark-group path, canvas'));
  const before = window.elementCount;
  window.elementCount = drawn && document.querySelectorAll('*').length;
  return drawn && before === window.elementCount;
}"""


class Visit:
    """A browser page that records its errors and the hosts that it requested."""

    def __init__(self, page: Page, base_url: str) -> None:
        """Take a new page; ``base_url`` is that of the server whose paths it opens."""
        self.page, self.base_url = page, base_url
        self.errors: list[str] = []
        self.hosts: set[str] = set()
        page.on("console", self._note_message)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", self._note_host)

    def _note_message(self, message: ConsoleMessage) -> None:
        expected = _EXPECTED_FAILURES.search(message.location.get("url", ""))
        if message.type == "error" and not expected:
            self.errors.append(message.text)

    def _note_host(self, request: Request) -> None:
        if request.url.startswith(("http", "ws")):
            self.hosts.add(request.url.split("/")[2])

    def open(self, path: str) -> Page:
        """Open an address and wait until the script has run and the charts are drawn."""
        self.page.goto(f"{self.base_url}/{path}")
        self.wait_until_drawn()
        return self.page

    def wait_until_drawn(self) -> None:
        """Wait until nothing runs or loads, every chart is drawn and the page stands still."""
        self.page.locator("h1").first.wait_for()
        self.page.evaluate("delete window.elementCount")
        self.wait_until(_DRAWN)
        # Screens of the presentation whose charts another run still draws.
        self.page.locator("section.pending").first.wait_for(state="detached")

    def wait_until(self, function: str) -> None:
        """Wait until a JavaScript function is true, also where the page's policy forbids eval."""
        end = time.monotonic() + WAIT_LIMIT
        while not self.page.evaluate(function):
            assert time.monotonic() < end, f"never true: {function}"
            self.page.wait_for_timeout(50)

    def heading(self) -> str:
        """The page's heading on one line."""
        return self.page.locator("h1").first.inner_text().replace("\n", " ")

    def wait_for_heading(self, start: str) -> None:
        """Wait for a heading with that text, and until its page is drawn."""
        self.page.locator("h1", has_text=start).first.wait_for()
        self.wait_until_drawn()


@contextlib.contextmanager
def checked_visit(browser: Browser, base_url: str, size: str, **options) -> Iterator[Visit]:
    """Open a new page of a named size; fail at the end if it had errors or requested other hosts.

    Args:
        browser: The browser that all tests share.
        base_url: Of the server.
        size: One of ``SIZES``.
        options: More of Playwright's for the page's context, such as ``color_scheme``.
    """
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, **options)
    visit = Visit(context.new_page(), base_url)
    yield visit
    context.close()
    assert visit.errors == []
    assert {host.split(":")[0] for host in visit.hosts} <= {"localhost"}
