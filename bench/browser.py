"""Opening a page in Chromium: when it is drawn, and what came over its websocket.

A page counts as drawn at the last change of its document or of a WebGL canvas after which, for
``QUIET`` ms: the script state is ``notRunning``, no placeholder is left, and there is at least one
chart (unless the page has none) and every chart has marks. Times are those of the page's own clock,
which starts with the navigation.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from playwright.async_api import Browser, BrowserContext, Page, WebSocket, async_playwright
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from bench.server import App
from tests.support.browser_setup import ARGUMENTS, find_browser

# Nothing but this machine can be reached.
FLAGS = [*ARGUMENTS, "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]
OPEN_LIMIT = 20  # s
QUIET = 300  # ms
WATCH = """
(() => {
  const WORDS = /\\/(brief|citizens)$/; // pages without charts
  let changed = 0, since = 0;
  const touch = () => { changed = performance.now(); };
  new MutationObserver(touch).observe(document, { childList: true, subtree: true });
  // When the server last sent something. The state of the script does not tell: that of a short run
  // goes there and back within one frame, and nothing in the document changes.
  let sent = 0;
  window.WebSocket = class extends WebSocket {
    constructor(...args) {
      super(...args);
      this.addEventListener("message", () => { sent = performance.now(); });
    }
  };
  const shapes = ["Arrays", "Elements", "ArraysInstanced", "ElementsInstanced"];
  for (const name of shapes.map((shape) => `draw${shape}`)) {
    const draw = WebGL2RenderingContext.prototype[name];
    WebGL2RenderingContext.prototype[name] = function (...args) {
      this.canvas.drawn = true;
      touch();
      return draw.apply(this, args);
    };
  }
  const all = (id) => [...document.querySelectorAll(`[data-testid="${id}"]`)];
  const complete = () => {
    const vega = all("stVegaLiteChart"), decks = all("stDeckGlJsonChart");
    return all("stApp").some((app) => app.dataset.testScriptState === "notRunning")
      && !all("stSkeleton").length && !all("stAppSkeleton").length
      && (vega.length + decks.length > 0 || WORDS.test(location.pathname))
      && (decks.length > 0 || !location.search.includes("render=interactive"))
      && vega.every((c) => c.querySelector("svg.marks path, svg.marks text, canvas.marks"))
      && decks.every((c) => [...c.querySelectorAll("canvas")].some((canvas) => canvas.drawn));
  };
  // Resolves once the page stands still after a run of the script that began after `start`.
  window.stillAfter = (start) => new Promise((resolve) => {
    const timer = setInterval(() => {
      const now = performance.now();
      if (sent <= start || !complete()) { since = 0; return; }
      since ||= now;
      const at = Math.max(since, changed);
      if (now - at > QUIET) { clearInterval(timer); resolve([at, performance.timeOrigin + at]); }
    }, 10);
  });
  window.drawn = window.stillAfter(0);
  document.addEventListener("click", () => { window.clicked = performance.now(); }, true);
})();
"""


@dataclass
class Opened:
    """A page that was opened: when it was drawn, and the bytes of each script run."""

    drawn: float = 0.0  # ms after the navigation began
    drawn_at: float = 0.0  # epoch, s
    runs: list[int] = field(default_factory=list)

    def count(self, frame: bytes | str) -> None:
        """Add one message from the server to the run it belongs to."""
        payload = frame if isinstance(frame, bytes) else frame.encode()
        # A run that another one overtakes has no end, but each has a beginning.
        if not self.runs or ForwardMsg.FromString(payload).HasField("new_session"):
            self.runs.append(0)
        self.runs[-1] += len(payload)


@contextlib.asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """The system's Chromium where there is one, else Playwright's own."""
    async with async_playwright() as playwright:
        path = find_browser()
        browser = await playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            yield browser
        finally:
            await browser.close()


async def window(browser: Browser) -> BrowserContext:
    """A window with an HTTP cache of its own, of a laptop's size, in the light theme."""
    context = await browser.new_context(
        viewport={"width": 1366, "height": 768}, color_scheme="light", locale="vi-VN"
    )
    await context.add_init_script(WATCH.replace("QUIET", str(QUIET)))
    return context


async def open_page(
    context: BrowserContext, app: App, path: str = "/", count: bool = False
) -> Opened:
    """Open a page in a new tab, wait until it is drawn, close it.

    Args:
        context: The window.
        app: Whose page.
        path: The page's path and query.
        count: Whether to count the bytes of the websocket's messages.

    Raises:
        RuntimeError: It was not drawn within ``OPEN_LIMIT``.
    """
    opened = Opened()
    page = await context.new_page()

    def listen(socket: WebSocket) -> None:
        socket.on("framereceived", opened.count)

    try:
        async with asyncio.timeout(OPEN_LIMIT):
            if count:
                page.on("websocket", listen)
            await page.goto(f"http://{app.address}{path}", wait_until="commit")
            opened.drawn, at = await page.evaluate("window.drawn")
            opened.drawn_at = at / 1000
    except TimeoutError:
        raise RuntimeError(f"{app.name} {path} was not drawn within {OPEN_LIMIT} s") from None
    finally:
        await page.close()
    return opened


async def choose(page: Page, option: str) -> float:
    """Choose an option of the page's first field; return the ms until the page stands still."""
    await page.get_by_role("combobox").first.fill(option)  # only what matches is in the list
    await page.get_by_role("option", name=option, exact=True).click()
    async with asyncio.timeout(OPEN_LIMIT):
        start = await page.evaluate("window.clicked")
        still, _ = await page.evaluate("(start) => window.stillAfter(start)", start)
    elapsed: float = still - start
    return elapsed


async def first_screen(context: BrowserContext, app: App, query: str) -> float:
    """Open a presentation; return the ms from the navigation until its first screen is drawn."""
    page = await context.new_page()
    try:
        await page.goto(f"http://{app.address}/present?screen=1&{query}", wait_until="commit")
        await page.locator("dialog[open] section:not(.pending)").wait_for(timeout=OPEN_LIMIT * 1e3)
        drawn: float = await page.evaluate("performance.now()")
    finally:
        await page.close()
    return drawn
