"""The presentation and the files: time of a change of screen, time and size of each file."""

import time
from collections.abc import Callable

from playwright.async_api import BrowserContext

from bench import limits
from bench.report import Line
from bench.server import OURS
from lib.charts.figure import Figure
from lib.datasets import tables
from lib.exports import share_cards, workbooks
from lib.exports.figure_source import draw_figure
from lib.exports.pdf import document
from lib.exports.pptx import slides
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative.elements import ChartSlot

CHANGES = 24  # of screens
ROUNDS = 3  # of each file
# Presses a key; after two frames the next screen is painted. Returns ms.
PRESS_KEY = """async (key) => {
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
    """Time from a key to the next screen painted."""
    page = await context.new_page()
    await page.goto(f"http://{OURS.address}/present?screen=1")
    await page.locator("dialog[open] section").wait_for(timeout=60_000)
    keys = ["ArrowRight" if i // 8 % 2 == 0 else "ArrowLeft" for i in range(CHANGES)]
    times = [await page.evaluate(PRESS_KEY, key) for key in keys]
    await page.close()
    return [Line("change of screen", "ms", times, (), limits.SCREEN_CHANGE, relative=False)]


def files() -> list[Line]:
    """Time and size of each file for Long An 2023, in a warm process with cached figures."""
    dataset, view, base_url = Dataset.build(tables.load_tables()), View(), "https://papi.example.vn"
    figures: dict[ChartSlot, Figure] = {}

    def cached_figure(_: Dataset, slot: ChartSlot) -> Figure:
        if slot not in figures:
            figures[slot] = draw_figure(dataset, slot)
        return figures[slot]

    writers: dict[str, Callable[[], bytes]] = {
        "pptx": lambda: slides.pptx_bytes(dataset, view, base_url),
        "pdf": lambda: document.pdf_bytes(dataset, view, base_url, cached_figure),
        "card": lambda: share_cards.png(dataset, view, "square"),
        "xlsx of the screens": lambda: workbooks.view_workbook(dataset, view, cached_figure),
        "xlsx of all data": lambda: workbooks.full_workbook(dataset, "vi"),
    }
    lines = []
    for name, write in writers.items():
        times, sizes = [], [len(write()) / 1e3]
        for _ in range(ROUNDS):
            start = time.perf_counter()
            write()
            times.append(time.perf_counter() - start)
        limit = limits.FILE_SECONDS.get(name)
        lines.append(Line(f"{name}, made", "s", times, (), limit, relative=False, decimals=2))
        lines.append(
            Line(f"{name}, size", "kB", sizes, (), limits.FILE_SIZE.get(name), relative=False)
        )
    return lines
