"""The app's server as a process of its own, for tests that a browser or a proxy takes part in."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from lib.common.paths import ROOT

START_LIMIT = 60  # s


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


class Server:
    """One replica: started, killed and started again on the same port."""

    def __init__(self, root: Path = ROOT, options: tuple[str, ...] = (), log: Path | None = None):
        """``root`` is the project's folder, ``options`` more of Streamlit's, ``log`` its output."""
        self.root, self.options, self.log, self.port = root, options, log, free_port()

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def start(self) -> None:
        """Run, and wait until it answers."""
        run = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(self.port)]
        with open(self.log or os.devnull, "ab") as output:
            self.process = subprocess.Popen(
                [*run, *self.options], cwd=self.root, stdout=output, stderr=output, env=os.environ
            )
        end = time.monotonic() + START_LIMIT
        while time.monotonic() < end and self.process.poll() is None:
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"{self.address}/_stcore/health", timeout=1)
                return
            time.sleep(0.1)
        raise RuntimeError("the server did not start within a minute")

    def kill(self) -> None:
        """Gone at once, as with a power cut."""
        self.process.kill()
        self.process.wait(timeout=20)

    def stop(self) -> None:
        """End it in order."""
        self.process.terminate()
        self.process.wait(timeout=20)


@contextlib.contextmanager
def running(*servers: Server) -> Iterator[None]:
    """All of them until the block ends."""
    try:
        for server in servers:
            server.start()
        yield
    finally:
        for server in servers:
            if hasattr(server, "process"):
                server.stop()


def copy_of_the_project(folder: Path) -> Path:
    """What a server needs, to be damaged at will."""
    for part in ("lib", "pages", "data", "geo", "static", ".streamlit"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "app.py", folder)
    return folder
