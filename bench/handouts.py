"""The presentation and the files: how long a change of screen and each file take, how large."""

import time
from collections.abc import Callable
from statistics import median

from playwright.async_api import BrowserContext

from bench.report import Line
from bench.server import OURS
from lib.charts.registry import CHARTS
from lib.datasets import tables
from lib.exports import share_cards, workbooks
from lib.exports.pdf import document
from lib.exports.pptx import slides
from lib.model.dataset import Dataset
from lib.model.view import View

CHANGES, FILES = 24, 3
SLOWEST = {"pptx": 3.0, "pdf": 3.0, "card": 2.0}  # s
LARGEST = {"pptx": 2_000, "card": 400}  # kB
# A key, then two frames: the screen is painted.
TURN = """async (key) => {
  const find = (root) => {
    for (const node of root.querySelectorAll("*")) {
      if (node.matches("dialog[open]")) return node;
      const found = node.shadowRoot && find(node.shadowRoot);
      if (found) return found;
    }
  };
  const start = performance.now();
  find(document).querySelector(".hall")
    .dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, composed: true }));
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  return performance.now() - start;
}"""


async def screens(context: BrowserContext) -> list[Line]:
    """From a key to the next screen painted."""
    page = await context.new_page()
    await page.goto(f"http://{OURS.address}/present?screen=1")
    await page.locator("dialog[open] section").wait_for(timeout=60_000)
    keys = ["ArrowRight" if i // 8 % 2 == 0 else "ArrowLeft" for i in range(CHANGES)]
    took = [await page.evaluate(TURN, key) for key in keys]
    await page.close()
    return [Line("change of screen", "ms", took, (), 400, relative=False)]


def files() -> list[Line]:
    """Each file for Long An 2023 in a warm process, its figures drawn as the pages have them."""

    dataset, view, base = Dataset.build(tables.load_tables()), View(), "https://papi.example.vn"
    drawn: dict = {}

    def figure(_: Dataset, shown):
        if shown not in drawn:
            drawn[shown] = CHARTS[shown.chart](dataset, shown.view)
        return drawn[shown]

    makers: dict[str, Callable[[], bytes]] = {
        "pptx": lambda: slides.pptx_bytes(dataset, view, base),
        "pdf": lambda: document.pdf_bytes(dataset, view, base, figure),
        "card": lambda: share_cards.png(dataset, view, "square"),
        "xlsx of the screens": lambda: workbooks.view_workbook(dataset, view, figure),
        "xlsx of all data": lambda: workbooks.full_workbook(dataset, "vi"),
    }
    lines = []
    for name, make in makers.items():
        took, sizes = [], [len(make()) / 1e3]
        for _ in range(FILES):
            start = time.perf_counter()
            make()
            took.append(time.perf_counter() - start)
        slowest, largest = SLOWEST.get(name), LARGEST.get(name)
        lines.append(Line(f"{name}, made", "s", took, (), slowest, relative=False, decimals=2))
        size = [median(sizes)]
        lines.append(Line(f"{name}, size", "kB", size, (), largest, relative=False))
    return lines
