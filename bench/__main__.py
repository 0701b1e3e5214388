"""Measure the dashboard beside the bare app and print the table.

Medians, with quartiles in brackets; both apps take turns so that drift cancels out. Exits 0 also
where a limit is missed, 1 where something could not be measured. Needs Linux (``/proc``).
"""

import asyncio
import os
import platform
import sys
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from itertools import cycle, islice

import streamlit
from playwright.async_api import BrowserContext

from bench import limits, unseen
from bench.browser import Opened, chromium, open_page, window
from bench.client import WITHOUT_CHARTS, Run, Session
from bench.handouts import files, screens
from bench.report import Line, markdown
from bench.server import BARE, OURS, ROOT, App, Server, serve

RUN_LIMIT = 540  # s, the whole benchmark
# Those with a limit of their own compute more; the solver's page is measured last.
DECISIONS = ("trends", "plan", "merged", "brief", "citizens", "targets")
POSITION = ("/", "/map", "/map?render=interactive", "/dimensions", "/peers")
PAGES = (*POSITION, *(f"/{page}" for page in DECISIONS))
SOLVER = "targets"
# Whose memory has a limit, and those that are measured after them.
FIRST = (*(path.strip("/") for path in POSITION), "trends")
OTHERS = tuple(page for page in DECISIONS if page not in (*FIRST, SOLVER))
RERUN = tuple(page for page in DECISIONS if page != "plan")  # of which few provinces have one
ROUNDS, FEWEST, COLD_STARTS, SESSIONS, RERUNS = 7, 3, 3, 30, 30
SETTLING = 20  # sessions whose memory does not count: they fill what the start left free
PAUSE = 0.1  # s between reruns: Streamlit collects garbage after each
OPENINGS = 110  # s, then no further round is begun
PROVINCES = ("80", "79", "91", "93", "01", "48", "92", "86", "31", "68")
WARM = [f"province={code}" for code in PROVINCES]
BARE_WARM = [f"set={n}" for n in range(1, 11)]


async def cold_starts(context: BrowserContext) -> list[Line]:
    """From process start to the health probe and to the first page drawn; browser cache warm."""
    healthy: dict[App, list[float]] = {BARE: [], OURS: []}
    drawn: dict[App, list[float]] = {BARE: [], OURS: []}
    for _ in range(COLD_STARTS):
        for app in (BARE, OURS):
            async with serve(app) as server:
                opened = await open_page(context, app)
            healthy[app].append(server.healthy_after)
            drawn[app].append(opened.drawn_at - server.started)
    return [
        Line("cold start: health probe answers", "s", healthy[OURS], healthy[BARE], decimals=2),
        Line("cold start: first page drawn", "s", drawn[OURS], drawn[BARE], decimals=2),
    ]


async def memory(bare: Server, ours: Server) -> list[Line]:
    """Resident memory with one session, and per added idle session.

    The session opens the pages of the position and of what changed, then all others, and last the
    page with the solver.
    """
    one_session: dict[App, float] = {}
    all_but_solver = with_solver = 0.0
    added: dict[App, float] = {}
    for server in (bare, ours):
        first, others = ([""], []) if server is bare else (FIRST, OTHERS)
        async with AsyncExitStack() as tabs:
            tab = await tabs.enter_async_context(Session(server.app))
            for path in first:
                page, _, query = path.partition("?")
                await tab.go(page, query)
            one_session[server.app] = settled = server.memory()
            for page in others:
                await tab.go(page)
            if server is ours:
                all_but_solver = server.memory()
                await tab.go(SOLVER)
                with_solver = settled = server.memory()
            for number in range(SETTLING + SESSIONS):
                if number == SETTLING:
                    settled = server.memory()
                tab = await tabs.enter_async_context(Session(server.app))
                await tab.run()
            added[server.app] = (server.memory() - settled) / SESSIONS
    per_session = f"memory per added idle session (of {SESSIONS})"
    return [
        Line(
            "memory, one session",
            "MB",
            [one_session[OURS]],
            [one_session[BARE]],
            limits.MEMORY_ONE_SESSION,
        ),
        Line(
            "memory, all pages seen but one",
            "MB",
            [all_but_solver],
            [one_session[BARE]],
            limits.MEMORY_ALL_PAGES,
        ),
        Line(
            f"memory, once /{SOLVER} has loaded the solver",
            "MB",
            [with_solver],
            [one_session[BARE]],
            limits.MEMORY_WITH_SOLVER,
        ),
        Line(
            per_session,
            "MB",
            [added[OURS]],
            [added[BARE]],
            limits.MEMORY_ADDED_SESSION,
            relative=False,
            decimals=2,
        ),
    ]


async def first_views(context: BrowserContext) -> list[Line]:
    """Bytes over the websocket in each page's first view; warms all caches too."""
    bare = await open_page(context, BARE, count=True)
    lines = []
    for path in PAGES:
        opened: Opened = await open_page(context, OURS, path, count=True)
        size, limit = sum(opened.runs) / 1e3, limits.FIRST_VIEW
        what = f"websocket, first view of {path}"
        if "interactive" in path:
            if len(opened.runs) < 2:
                raise RuntimeError("the browser did not say that it has WebGL")
            size, limit = opened.runs[1] / 1e3, limits.INTERACTIVE_MAP
            what = f"websocket, {path}, second run"
        lines.append(
            Line(what, "kB", [size], [sum(bare.runs) / 1e3], limit, relative=False, decimals=1)
        )
    return lines + await _bytes_sent()


async def _bytes_sent() -> list[Line]:
    """The largest of all first views as it is sent: compressed."""
    sent = {}
    for path in PAGES:
        page, _, query = path.strip("/").partition("?")
        async with Session(OURS, page) as tab:
            sent[path] = (await tab.run(query)).sent / 1e3
    largest = max(sent, key=lambda path: sent[path])
    what = f"websocket, largest first view as sent ({largest})"
    limit = limits.FIRST_VIEW_SENT
    return [Line(what, "kB", [sent[largest]], (), limit, relative=False, decimals=1)]


async def openings(context: BrowserContext) -> list[Line]:
    """Navigation to drawn, browser and server caches warm; fewer rounds on a slow machine."""
    bare: list[float] = []
    ours: dict[str, list[float]] = {path: [] for path in PAGES}
    end = time.perf_counter() + OPENINGS
    while len(bare) < ROUNDS * len(PAGES) and (
        len(bare) < FEWEST * len(PAGES) or time.perf_counter() < end
    ):
        for path in PAGES:
            bare.append((await open_page(context, BARE)).drawn)
            ours[path].append((await open_page(context, OURS, path)).drawn)
    return [Line(f"open {path}", "ms", ours[path], bare, _opening_limit(path)) for path in PAGES]


def _opening_limit(path: str) -> float | None:
    """× the bare app; None for pages of words."""
    if path.strip("/") in WITHOUT_CHARTS:
        return None
    if "interactive" in path:
        return limits.OPEN_INTERACTIVE_MAP
    return limits.OPEN_OVERVIEW if path == "/" else limits.OPEN_OTHER_PAGE


async def reruns() -> list[Line]:
    """Reruns after a widget change: time on the server, and bytes."""

    async def change(tab: Session, query: str) -> Run:
        await asyncio.sleep(PAUSE)
        return await tab.run(query)

    async with Session(BARE) as bare, Session(OURS) as ours:

        async def warm(page: str, times: int) -> tuple[list[Run], list[Run]]:
            """The same views again and again, in turns with the bare app."""
            await ours.go(page)
            for query, other in zip(WARM, BARE_WARM, strict=True):
                await bare.run(other)
                await ours.run(query)
            both = islice(zip(cycle(WARM), cycle(BARE_WARM), strict=True), times)
            runs = [(await change(ours, query), await change(bare, other)) for query, other in both]
            return [run for run, _ in runs], [run for _, run in runs]

        lines = []
        for page in RERUN:
            cached, bare_runs = await warm(page, RERUNS // 3)
            what = f"server rerun of /{page}, figures cached"
            lines.append(
                Line(what, "ms", _ms(cached), _ms(bare_runs), limits.RERUN_OTHER_PAGE, decimals=1)
            )
        cached, bare_runs = await warm("", RERUNS)
    return [
        Line(
            "server rerun, figures cached",
            "ms",
            _ms(cached),
            _ms(bare_runs),
            limits.RERUN_OVERVIEW,
            decimals=1,
        ),
        *lines,
        Line(
            "websocket, widget change on the overview, as sent",
            "kB",
            [run.sent / 1e3 for run in cached],
            [run.sent / 1e3 for run in bare_runs],
            limits.WIDGET_CHANGE,
            relative=False,
            decimals=1,
        ),
        Line(
            "websocket, widget change on the overview, unpacked",
            "kB",
            [run.bytes / 1e3 for run in cached],
            [run.bytes / 1e3 for run in bare_runs],
            relative=False,
            decimals=1,
        ),
    ]


def _ms(runs: Sequence[Run]) -> list[float]:
    return [run.seconds * 1e3 for run in runs]


async def measure() -> str:
    """Everything, in one report."""
    start, load = time.perf_counter(), os.getloadavg()[0]

    def report_step(step: str) -> None:
        print(f"{time.perf_counter() - start:4.0f} s  {step}", file=sys.stderr, flush=True)

    async with asyncio.timeout(RUN_LIMIT), chromium() as browser:
        version, context = browser.version, await window(browser)
        async with serve(BARE) as bare, serve(OURS) as ours:
            report_step("memory")
            memory_lines = await memory(bare, ours)
            report_step("websocket")
            traffic_lines = await first_views(context)
            report_step("opening pages")
            opening_lines = await openings(context)
            report_step("reruns")
            rerun_lines = await reruns()
            report_step("views never seen")
            unseen_lines = await unseen.server_reruns()
            unseen_lines += await unseen.browser_changes(context)
            unseen_lines += await unseen.first_screens(context)
            report_step("screens")
            screen_lines = await screens(context)
        report_step("files")
        file_lines = await asyncio.to_thread(files)
        report_step("cold starts")
        cold_lines = await cold_starts(context)
        report_step("done")
    facts = [
        f"{time.strftime('%Y-%m-%d %H:%M')}, {os.cpu_count()} cores, load before {load:.1f}, "
        + f"Python {platform.python_version()}, Streamlit {streamlit.__version__}, "
        + f"Chromium {version}, {time.perf_counter() - start:.0f} s.",
        "Medians (quartiles), the apps taking turns. A page is drawn when its script has ended, "
        + "every chart has marks and nothing changes any more.",
    ]
    lines = opening_lines + rerun_lines + unseen_lines + traffic_lines + memory_lines
    lines += cold_lines + screen_lines + file_lines
    return markdown("Beside a one-chart Streamlit app", facts, lines)


def main() -> int:
    """Print the report and keep it in ``bench/results/latest.md``."""
    try:
        report = asyncio.run(measure())
    except Exception as error:
        print(f"not measured: {str(error) or 'it took too long'}", file=sys.stderr)
        return 1
    folder = ROOT / "bench" / "results"
    folder.mkdir(exist_ok=True)
    (folder / "latest.md").write_text(report, encoding="utf-8")
    print(report)
    return 0


if __name__ == "__main__":
    sys.exit(main())
