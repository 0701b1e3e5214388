"""A Streamlit server as a child process: start, wait for the health probe, memory, stop."""

import asyncio
import contextlib
import os
import sys
import time
import urllib.request
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
START_LIMIT = 120  # s
# What the project's .streamlit/config.toml sets, for the bare app. Sources are not watched in
# either: a file that is saved while the benchmark runs must not reload modules half-way.
SETTINGS = {
    "server.headless": "true",
    "server.address": "127.0.0.1",
    "server.fileWatcherType": "none",
    "browser.gatherUsageStats": "false",
    "browser.serverAddress": "localhost",
    "client.toolbarMode": "minimal",
    "logger.level": "error",
}


@dataclass(frozen=True)
class App:
    """A Streamlit script and the port it is measured on."""

    name: str
    script: Path
    port: int

    @property
    def address(self) -> str:
        """Host and port."""
        return f"127.0.0.1:{self.port}"


BARE = App("bare", ROOT / "bench" / "bare" / "app.py", 8611)
OURS = App("app", ROOT / "app.py", 8612)


@dataclass(frozen=True)
class Server:
    """A running server: its process, when it was started (epoch, s) and how long it took (s)."""

    app: App
    process: asyncio.subprocess.Process
    started: float
    healthy_after: float

    def memory(self) -> float:
        """Resident memory of the process and its children in MB."""
        return _memory(self.process.pid) / 1e6


@contextlib.asynccontextmanager
async def serve(app: App) -> AsyncIterator[Server]:
    """Run a server until the block ends; it is terminated whatever happens in the block.

    Raises:
        RuntimeError: The port is taken, or the server did not answer within ``START_LIMIT``.
    """
    if await asyncio.to_thread(_healthy, app):
        raise RuntimeError(f"port {app.port} is taken")
    options = [part for name, value in SETTINGS.items() for part in (f"--{name}", value)]
    command = [sys.executable, "-m", "streamlit", "run", app.script.name, *options]
    # As installed: modules compiled once, whatever the shell that runs the benchmark says.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    environment["PAPI_LOG_LEVEL"] = "critical"  # as quiet as Streamlit's own
    started, clock = time.time(), time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        *command,
        "--server.port",
        str(app.port),
        cwd=app.script.parent,
        env=environment,
        stdout=asyncio.subprocess.DEVNULL,
    )
    try:
        while not await asyncio.to_thread(_healthy, app):
            if process.returncode is not None or time.perf_counter() - clock > START_LIMIT:
                raise RuntimeError(f"the server of {app.name} did not start")
            await asyncio.sleep(0.01)
        yield Server(app, process, started, time.perf_counter() - clock)
    finally:
        await _stop(process)


def _healthy(app: App) -> bool:
    try:
        with urllib.request.urlopen(f"http://{app.address}/_stcore/health", timeout=1) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


async def _stop(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        process.terminate()
        try:
            await asyncio.wait_for(process.wait(), 3)
        except TimeoutError:
            process.kill()
            await process.wait()


def _memory(pid: int) -> int:
    """Bytes, from /proc (Linux)."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    resident = next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS:"))
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    children = [int(child) for task in tasks for child in task.read_text().split()]
    return resident + sum(_memory(child) for child in children)
