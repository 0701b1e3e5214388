"""Views that nobody has seen yet: the server's time, the browser's, the first screen."""

import asyncio
from collections.abc import Sequence

from playwright.async_api import BrowserContext

from bench import limits
from bench.browser import choose, first_screen, open_page
from bench.client import Session
from bench.report import Line
from bench.server import BARE, OURS

PAGES = ("", "map", "dimensions", "peers", "trends", "targets", "merged", "brief", "citizens")
IN_BROWSER = ("", "trends", "dimensions", "merged")
FIRST_YEAR = 2019  # of the views; charts of the years keep what they know of all of them
PAUSE = 0.1  # s between reruns, for what a run leaves behind
# Nobody opens these in the other measurements.
SERVER_PROVINCES = ("89", "83", "84", "95", "96", "82", "87", "94", "60", "67")
BROWSER_PROVINCES = ("Đồng Tháp", "Vĩnh Long", "Bạc Liêu", "Tây Ninh", "Hưng Yên", "Nam Định")
BARE_SETS = tuple(str(n) for n in range(2, 8))
SCREEN_QUERIES = tuple(f"province={code}&year=2021" for code in ("52", "54", "58"))


async def server_reruns() -> list[Line]:
    """Reruns of views never seen, all pages; the bare app draws its chart anew in every run."""
    bare_ms: list[float] = []
    ours_ms: dict[str, list[float]] = {page: [] for page in PAGES}
    async with Session(BARE) as bare, Session(OURS) as ours:
        for number, page in enumerate(PAGES):
            await ours.go(page, f"province=80&year={FIRST_YEAR}")
            for step, code in enumerate(SERVER_PROVINCES):
                year = FIRST_YEAR + (number + step) % 4
                await asyncio.sleep(PAUSE)
                run = await ours.run(f"province={code}&year={year}")
                ours_ms[page].append(1e3 * run.seconds)
                await asyncio.sleep(PAUSE)
                bare_ms.append(1e3 * (await bare.run(f"set={1 + step}")).seconds)
    limit = limits.RERUN_NEVER_SEEN
    means = [sum(times) / len(times) for times in zip(*ours_ms.values(), strict=True)]
    return [
        Line("server rerun, view never seen, overview", "ms", ours_ms[""], bare_ms, limit),
        Line(f"the same, mean of {len(PAGES)} pages", "ms", means, bare_ms, limit),
        *(Line(f"the same, /{page}", "ms", ours_ms[page], bare_ms) for page in PAGES[1:]),
    ]


async def browser_changes(context: BrowserContext) -> list[Line]:
    """Another province, never seen, chosen in the browser, until the page stands still."""
    bare_ms = await _choose_in_turn(context, "", BARE_SETS, BARE.address)
    return [
        Line(
            f"browser, another province never seen, /{page}",
            "ms",
            await _choose_in_turn(context, f"{page}?year=2020", BROWSER_PROVINCES, OURS.address),
            bare_ms,
            limits.OTHER_PROVINCE,
            relative=False,
        )
        for page in IN_BROWSER
    ]


async def _choose_in_turn(
    context: BrowserContext, path: str, options: Sequence[str], address: str
) -> list[float]:
    page = await context.new_page()
    try:
        await page.goto(f"http://{address}/{path}", wait_until="commit")
        await page.evaluate("window.drawn")
        return [await choose(page, option) for option in options]
    finally:
        await page.close()


async def first_screens(context: BrowserContext) -> list[Line]:
    """Presentations never seen until their first screen is drawn."""
    bare_ms, ours_ms = [], []
    for query in SCREEN_QUERIES:
        bare_ms.append((await open_page(context, BARE)).drawn)
        ours_ms.append(await first_screen(context, OURS, query))
    what = "open /present, never seen, until its first screen"
    return [Line(what, "ms", ours_ms, bare_ms, limits.FIRST_SCREEN)]
