"""Many viewers at once over nginx and two replicas, one of which is lost.

``python -m bench.load`` measures. A viewer speaks Streamlit's own protocol, has a page open and
changes something every ``EVERY`` s. Traffic stays on 127.0.0.1.
"""

import asyncio
import contextlib
import os
import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from statistics import quantiles

from websockets.exceptions import ConnectionClosed, InvalidStatus

from bench import limits, nginx
from bench.browser import chromium
from bench.client import RUN_LIMIT, Session
from bench.report import Line, markdown
from bench.server import BARE, OURS, ROOT, App, Server, serve
from lib.datasets.tables import load_tables
from lib.model.dataset import Dataset

VIEWERS, EVERY, SECONDS, RAMP = 200, 10.0, 120, 20  # s
SESSION_LIFETIME = 130  # s after which Streamlit has dropped the sessions of those who left
PORTS = (8621, 8622)
FRONT = 8620
DISTINCT_VIEWS = 2000
PATIENCE = 120.0  # s for a run where only what it leaves behind is measured
CONNECTION_LOST = (ConnectionClosed, InvalidStatus, OSError)


@dataclass(frozen=True)
class Mix:
    """What viewers open; what is named twice is opened twice as often."""

    pages: Sequence[str]
    views: Sequence[tuple[str, int]]  # provinces and years

    def query(self, chance: random.Random) -> str:
        """A view at random."""
        province, year = chance.choice(self.views)
        return f"province={province}&year={year}"


USUAL = Mix(
    ("", "", "", "", "map", "map", "dimensions", "peers", "trends", "brief", "citizens", "targets"),
    [(p, y) for p in ("80", "80", "72", "79", "92", "48", "01") for y in (2023, 2023, 2024)],
)
NINE_PAGES = ("", "map", "dimensions", "peers", "trends", "targets", "merged", "brief", "citizens")


@cache
def published_views() -> list[tuple[str, int]]:
    """The provinces and years that have a published total, by year, then province.

    A page of any other view says so in a sentence and draws no chart.
    """
    dataset = Dataset.build(load_tables())
    return [(p, year) for year in dataset.years for p in sorted(dataset.total_positions(year))]


@dataclass
class Observations:
    """What all viewers together have measured: times in s."""

    runs: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    connected: list[float] = field(default_factory=list)  # after their replica was lost
    returned: list[float] = field(default_factory=list)  # the same, with the view run again

    def waits(self) -> list[float]:
        """How long each change took; one that failed was waited for until the limit."""
        return self.runs + [RUN_LIMIT] * len(self.failed)


async def viewer(
    front: App, observed: Observations, number: int, end: float, lost: list[float], mix: Mix
) -> None:
    """One open tab: comes at a moment of its own, changes something, comes back when cut off.

    ``lost`` gets the moment when a replica was killed.
    """
    chance = random.Random(number)
    await asyncio.sleep(chance.uniform(0, RAMP))
    page, query = chance.choice(mix.pages), _query(front, chance, mix)
    again = False
    while time.monotonic() < end:
        try:
            async with Session(front, page if front.script == OURS.script else "") as tab:
                if again and lost:
                    observed.connected.append(time.monotonic() - lost[0])
                while time.monotonic() < end:
                    run = await tab.run(query)
                    if again and lost:
                        observed.returned.append(time.monotonic() - lost[0])
                    elif not lost:
                        observed.runs.append(run.seconds)
                    again = False
                    await tab.idle(chance.uniform(0.5, 1.5) * EVERY)
                    query = _query(front, chance, mix)
        # A time-out is an OSError too, but no lost connection.
        except (RuntimeError, TimeoutError) as error:
            observed.failed.append(str(error) or "took too long")
            # Asked again at once, a view that always fails would count thousands of times.
            await asyncio.sleep(chance.uniform(0.5, 1.5) * EVERY)
            query = _query(front, chance, mix)
        except CONNECTION_LOST as error:
            if not lost:
                observed.failed.append(f"cut off: {error}")
            again = True
            await asyncio.sleep(0.5)  # as the front end waits


def _query(front: App, chance: random.Random, mix: Mix) -> str:
    if front.script != OURS.script:
        return f"set={chance.randint(1, 10)}"
    return mix.query(chance)


@contextlib.asynccontextmanager
async def hosted(model: App) -> AsyncIterator[tuple[App, list[Server]]]:
    """Two replicas of an app behind nginx."""
    apps = [App(f"{model.name} {n}", model.script, port) for n, port in enumerate(PORTS, 1)]
    async with contextlib.AsyncExitStack() as stack:
        servers = [await stack.enter_async_context(serve(app)) for app in apps]
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        stack.enter_context(nginx.serve(folder, FRONT, [app.address for app in apps]))
        yield App(f"{model.name} over nginx", model.script, FRONT), servers


async def crowd(
    front: App, viewers: int, seconds: float, mix: Mix = USUAL, lost: list[float] | None = None
) -> Observations:
    """Let so many viewers work for so many seconds after all have come."""
    observed = Observations()
    end = time.monotonic() + RAMP + seconds
    lost = [] if lost is None else lost
    await asyncio.gather(*(viewer(front, observed, n, end, lost, mix) for n in range(viewers)))
    return observed


async def crowd_losing(front: App, replica: Server) -> Observations:
    """The crowd of viewers while ``replica`` is killed, 10 s after all have come."""
    lost: list[float] = []

    async def kill() -> None:
        await asyncio.sleep(RAMP + 10)
        replica.process.kill()
        lost.append(time.monotonic())

    observed, _ = await asyncio.gather(crowd(front, VIEWERS, 30, lost=lost), kill())
    return observed


async def warm(apps: Sequence[App]) -> None:
    """Open every view of the mix once on each replica, so that its caches are filled."""
    for app in apps:
        async with Session(app) as tab:
            for page in dict.fromkeys(USUAL.pages):
                for province, year in dict.fromkeys(USUAL.views):
                    await tab.go(page, f"province={province}&year={year}")


async def first_load() -> float:
    """Return the MB of files that a first visit brings over nginx, as sent, with their headers."""
    async with chromium() as browser:
        context = await browser.new_context(locale="vi-VN")
        page = await context.new_page()
        network = await context.new_cdp_session(page)
        sizes: list[float] = []
        network.on("Network.loadingFinished", lambda e: sizes.append(e["encodedDataLength"]))
        await network.send("Network.enable")
        await page.goto(f"http://127.0.0.1:{FRONT}/")
        await page.locator("svg.marks, canvas.marks").first.wait_for()
        await page.wait_for_load_state("networkidle")
        await page.wait_for_timeout(1000)
    return sum(sizes) / 1e6


def _p95(values: Sequence[float]) -> float:
    return quantiles(values, n=20)[-1] if len(values) > 1 else float("nan")


def failures_by_reason(failed: Collection[str]) -> list[str]:
    """How often runs failed for which reason, the most frequent first, whatever the view."""
    reasons = Counter(re.sub(r"\?\S*", "", reason) for reason in failed)
    return [f"{n} failed: {reason}" for reason, n in reasons.most_common()]


def report_step(step: str) -> None:
    """Say on the terminal what is measured now."""
    print(f"{time.strftime('%H:%M:%S')}  {step}", file=sys.stderr, flush=True)


def describe_run(seconds: float) -> str:
    """When and on what it was measured, and how many seconds it took."""
    cores, load = os.cpu_count(), os.getloadavg()
    return (
        f"{time.strftime('%Y-%m-%d %H:%M')}, {cores} cores shared by viewers, nginx and replicas, "
        f"load now {load[0]:.1f}, 15 minutes {load[2]:.1f}; {seconds:.0f} s."
    )


async def load() -> str:
    """The crowd, the lost replica, the same crowd on the bare app."""
    begin = time.perf_counter()
    async with hosted(OURS) as (front, servers):
        report_step("warm")
        await warm([server.app for server in servers])
        first = await first_load()
        async with Session(front) as tab:
            first += (await tab.run()).sent / 1e6
        before = [server.memory() for server in servers]
        report_step(f"{VIEWERS} viewers")
        observed = await crowd(front, VIEWERS, SECONDS)
        most = [server.memory() for server in servers]
        report_step("everybody leaves")
        await asyncio.sleep(SESSION_LIFETIME)
        after = [server.memory() for server in servers]
        report_step("a replica is lost")
        during_loss = await crowd_losing(front, servers[1])
    async with hosted(BARE) as (front, _):
        report_step("the bare app")
        bare = await crowd(front, VIEWERS, 60)
    unseen, unseen_failed = await unseen_load()
    unseen += await memory_after_views()
    growth = max(a / b for a, b in zip(after, before, strict=True))
    memory, left = limits.REPLICA_MEMORY, limits.MEMORY_AFTER_LEAVING
    lines = [
        *_rerun_lines(observed, bare),
        Line("memory of the larger replica under load", "MB", [max(most)], (), memory, False),
        Line("memory after all have left, to before", "×", [growth], (), left, False, 2),
        Line("first load over nginx, as sent", "MB", [first], (), limits.FIRST_LOAD, False, 2),
        *_loss_lines(during_loss),
        *unseen,
    ]
    facts = [describe_run(time.perf_counter() - begin)]
    facts += failures_by_reason(observed.failed + during_loss.failed + unseen_failed)
    return markdown("Many viewers over nginx and two replicas", facts, lines)


def _rerun_lines(observed: Observations, bare: Observations) -> list[Line]:
    ms, bare_ms = ([1e3 * seconds for seconds in o.waits()] for o in (observed, bare))
    failed, bare_failed = len(observed.failed), len(bare.failed)
    what = f"{VIEWERS} viewers, a change every {EVERY:.0f} s for {SECONDS} s: rerun, 95 of 100"
    slowest, all_runs = limits.RERUN_UNDER_LOAD, f"failed of {len(ms)} runs"
    return [
        Line(what, "ms", [_p95(ms)], [_p95(bare_ms)], slowest, False),
        Line("the same, median", "ms", ms, bare_ms),
        Line(all_runs, "", [failed], [bare_failed], limits.FAILED_RUNS, False),
    ]


def _loss_lines(observed: Observations) -> list[Line]:
    limit, back = limits.BACK_AFTER_LOSS, f"a replica lost: its {len(observed.connected)} back"
    connected = observed.connected
    # Who failed then has not seen the view again.
    returned = observed.returned + [RUN_LIMIT] * len(observed.failed)
    return [
        Line(back, "s", [max(connected, default=99)], (), limit, False, 1),
        Line("the same, the view run again, 95 of 100", "s", [_p95(returned)], (), limit, False, 1),
        Line("the same, the last of them", "s", [max(returned, default=99)], (), None, False, 1),
        Line("failed runs then", "", [len(observed.failed)], (), limits.FAILED_RUNS, False),
    ]


async def unseen_load() -> tuple[list[Line], list[str]]:
    """The crowd on new replicas whose caches are empty, every view of which is seen at first.

    Returns:
        The lines of the report, and the reasons of the failed runs.
    """
    lines: list[Line] = []
    all_failed: list[str] = []
    newest = max(year for _, year in published_views())
    # The day of an announcement, when nobody has opened anything yet.
    announced = [view for view in published_views() if view[1] == newest]
    for views, when, limit in (
        (announced, "the newest year", limits.NEWEST_YEAR_UNSEEN),
        (published_views(), "all years", limits.ALL_YEARS_UNSEEN),
    ):
        async with hosted(OURS) as (front, _):
            report_step(f"{VIEWERS} viewers, nothing warmed, {when}")
            observed = await crowd(front, VIEWERS, SECONDS, Mix(NINE_PAGES, views))
        ms, failed = [1e3 * seconds for seconds in observed.waits()], len(observed.failed)
        all_failed += observed.failed
        what = f"nothing warmed, {len(views)} provinces and years, {when}: rerun, 95 of 100"
        lines += [
            Line(what, "ms", [_p95(ms)], (), limit, False),
            Line("the same, median", "ms", ms),
            Line(f"failed of {len(ms)} runs", "", [failed], (), limits.FAILED_RUNS, False),
        ]
    return lines, all_failed


async def show_distinct_views(app: App, count: int = DISTINCT_VIEWS) -> None:
    """Open so many views, each of which is seen once, in one tab that waits for each."""
    async with Session(app, limit=PATIENCE) as tab:
        for number in range(count):
            province, year = published_views()[number // len(NINE_PAGES)]
            page = NINE_PAGES[number % len(NINE_PAGES)]
            await tab.go(page, f"province={province}&year={year}")


async def memory_after_views() -> list[Line]:
    """Memory of one server after many views, each of which is seen once."""
    async with serve(OURS) as server:
        report_step(f"{DISTINCT_VIEWS} distinct views")
        await show_distinct_views(server.app)
        what, limit = f"memory after {DISTINCT_VIEWS} distinct views", limits.MEMORY_AFTER_VIEWS
        return [Line(what, "MB", [server.memory()], (), limit, False)]


def main() -> int:
    """Print the report and keep it in ``bench/results``; 1 where nothing could be measured."""
    try:
        report = asyncio.run(load())
    except Exception as error:
        print(f"not measured: {str(error) or type(error).__name__}", file=sys.stderr)
        return 1
    folder = ROOT / "bench" / "results"
    folder.mkdir(exist_ok=True)
    (folder / "load.md").write_text(report, encoding="utf-8")
    print(report)
    return 0


if __name__ == "__main__":
    sys.exit(main())
