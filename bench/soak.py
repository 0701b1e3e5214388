"""The long life of a replica: what is left of views, sessions and previews when all have gone.

``make soak``, or ``python -m bench.soak``; ``SOAK_MINUTES`` says how long it takes (60; with fewer
all numbers shrink alike). First 2,000 distinct views fill the caches. Then come rounds: viewers
open views at random, sessions are opened and dropped, previews are started and left. After each
round the server rests until it has dropped the sessions of those who left; memory, threads and open
files are read then, and those of the last round are held to those of the first. Traffic stays on
127.0.0.1.
"""

import asyncio
import contextlib
import os
import random
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path

from bench import limits, nginx
from bench.client import Session
from bench.load import (
    DISTINCT_VIEWS,
    FRONT,
    NINE_PAGES,
    PATIENCE,
    PORTS,
    RAMP,
    SESSION_LIFETIME,
    Mix,
    crowd,
    describe_run,
    failures_by_reason,
    published_views,
    report_step,
    show_distinct_views,
)
from bench.report import Line, markdown
from bench.server import OURS, ROOT, App, Server, serve
from lib.datasets.tables import Tables, load_tables
from lib.ingest.producer_workbook import write_workbook

VIEWERS, SESSIONS, PREVIEWS = 60, 300, 30
FULL_LENGTH = 60  # minutes
AT_ONCE = 10  # sessions that are open side by side while they are opened and dropped
SHORTEST_CROWD, ROUND_LENGTH = 30, 600  # s


@dataclass(frozen=True)
class AtRest:
    """What the server holds while nobody is there."""

    memory: float  # MB
    threads: int
    files: int

    def __str__(self) -> str:
        """In a few words."""
        return f"{self.memory:.0f} MB, {self.threads} threads, {self.files} open files"


def at_rest(server: Server) -> AtRest:
    """Read what the server's process holds from /proc (Linux)."""
    process = Path(f"/proc/{server.process.pid}")
    status = dict(
        line.split(":", 1) for line in (process / "status").read_text("utf-8").splitlines()
    )
    files = len(list((process / "fd").iterdir()))
    return AtRest(server.memory(), int(status["Threads"]), files)


@contextlib.asynccontextmanager
async def one_replica() -> AsyncIterator[tuple[App, Server]]:
    """The app behind nginx."""
    app = App(OURS.name, OURS.script, PORTS[0])
    async with contextlib.AsyncExitStack() as stack:
        server = await stack.enter_async_context(serve(app))
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        stack.enter_context(nginx.serve(folder, FRONT, [app.address]))
        yield App(f"{app.name} over nginx", app.script, FRONT), server


async def drop_sessions(front: App, count: int, chance: random.Random) -> None:
    """Open so many sessions, each for one view, and leave."""
    mix = Mix(NINE_PAGES, published_views())

    async def visit() -> None:
        async with Session(front, chance.choice(mix.pages), PATIENCE) as tab:
            await tab.run(mix.query(chance))

    for start in range(0, count, AT_ONCE):
        await asyncio.gather(*(visit() for _ in range(min(AT_ONCE, count - start))))


async def leave_previews(front: App, first: int, count: int, tables: Tables) -> None:
    """Start so many previews, look at two pages with each, and leave without ending it.

    Args:
        front: Where the app is reached.
        first: The number of the first one; each number's file has other scores.
        count: How many.
        tables: The published data, of which the newest year is changed.
    """
    newest = int(tables.scores["year"].max())
    is_newest = tables.scores["year"].eq(newest)
    for number in range(first, first + count):
        factor = 1 - 0.0005 * (number + 1)
        changed = tables.scores["score"].where(~is_newest, tables.scores["score"] * factor)
        file = write_workbook(replace(tables, scores=tables.scores.assign(score=changed)), [newest])
        async with Session(front, "preview", PATIENCE) as tab:
            await tab.run()
            await tab.upload(f"papi-{number}.xlsx", file)
            for page in ("overview", "peers"):
                await tab.go(page, f"year={newest}")


async def soak(minutes: float) -> str:
    """Run for about so many minutes; return the report."""
    begin, chance, tables = time.monotonic(), random.Random(0), load_tables()
    mix, failed, runs = Mix(NINE_PAGES, published_views()), [], 0
    part = min(1.0, minutes / FULL_LENGTH)
    async with one_replica() as (front, server):
        views = round(DISTINCT_VIEWS * part)
        report_step(f"{views} distinct views")
        await show_distinct_views(server.app, views)
        filled = at_rest(server)
        report_step(str(filled))
        left = minutes * 60 - (time.monotonic() - begin)
        rounds = max(2, round(left / ROUND_LENGTH))
        sessions, previews = (max(1, round(part * n / rounds)) for n in (SESSIONS, PREVIEWS))
        rests: list[AtRest] = []
        for number in range(rounds):
            ends = begin + minutes * 60 - left * (rounds - number - 1) / rounds
            report_step(f"round {number + 1} of {rounds}: {sessions} sessions opened and dropped")
            await drop_sessions(front, sessions, chance)
            report_step(f"{previews} previews started and left")
            await leave_previews(front, number * previews, previews, tables)
            seconds = ends - time.monotonic() - SESSION_LIFETIME - RAMP
            report_step(f"{VIEWERS} viewers")
            observed = await crowd(front, VIEWERS, max(SHORTEST_CROWD, seconds), mix)
            failed += observed.failed
            runs += len(observed.runs) + len(observed.failed)
            report_step("everybody leaves")
            await asyncio.sleep(SESSION_LIFETIME)
            # Streamlit keeps the sessions of those who left (128 at most, three files each) for two
            # minutes and drops them when the next viewer comes.
            await drop_sessions(front, 1, chance)
            rests.append(at_rest(server))
            report_step(str(rests[-1]))
    lines = _lines(filled, rests, runs, len(failed))
    facts = [describe_run(time.monotonic() - begin), f"After {views} views: {filled}."]
    facts += [f"At rest after round {n}: {rest}." for n, rest in enumerate(rests, 1)]
    what = f"{rounds * sessions} sessions dropped, {rounds * previews} previews left"
    title = f"Soak: {views} distinct views, {what}, {VIEWERS} viewers"
    return markdown(title, facts + failures_by_reason(failed), lines)


def _lines(filled: AtRest, rests: list[AtRest], runs: int, failed: int) -> list[Line]:
    first, last = rests[0], rests[-1]
    growth = last.memory / first.memory
    threads, files = last.threads - first.threads, last.files - first.files
    return [
        Line("memory after the distinct views", "MB", [filled.memory]),
        Line("memory at rest, first round", "MB", [first.memory]),
        Line("memory at rest, last round", "MB", [last.memory], (), limits.REPLICA_MEMORY, False),
        Line("last to first", "×", [growth], (), limits.SOAK_GROWTH, False, 3),
        Line(
            "threads more than after the first round",
            "",
            [threads],
            (),
            0,
            False,
        ),
        Line("open files more than then", "", [files], (), 0, False),
        Line(f"failed of {runs} runs", "", [failed], (), limits.FAILED_RUNS, False),
    ]


def main() -> int:
    """Print the report and keep it in ``bench/results``; 1 where nothing could be measured."""
    try:
        report = asyncio.run(soak(float(os.environ.get("SOAK_MINUTES") or FULL_LENGTH)))
    except Exception as error:
        print(f"not measured: {str(error) or type(error).__name__}", file=sys.stderr)
        return 1
    folder = ROOT / "bench" / "results"
    folder.mkdir(exist_ok=True)
    (folder / "soak.md").write_text(report, encoding="utf-8")
    print(report)
    return 0


if __name__ == "__main__":
    sys.exit(main())
