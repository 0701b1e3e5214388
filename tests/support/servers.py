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
    """Return a port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


class Server:
    """One replica: started, killed and started again on the same port."""

    def __init__(self, root: Path = ROOT, options: tuple[str, ...] = (), log: Path | None = None):
        """Choose a free port.

        Args:
            root: The project's folder.
            options: More of Streamlit's command line options.
            log: The file for its output; None throws it away.
        """
        self.root, self.options, self.log, self.port = root, options, log, free_port()

    @property
    def base_url(self) -> str:
        """The address as a browser opens it."""
        return f"http://localhost:{self.port}"

    @property
    def host(self) -> str:
        """Host and port as nginx names a replica."""
        return f"127.0.0.1:{self.port}"

    def start(self) -> None:
        """Run, and wait until it answers.

        Raises:
            RuntimeError: It has ended, or it has not answered within a minute.
        """
        run = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(self.port)]
        with open(self.log or os.devnull, "ab") as output:
            self.process = subprocess.Popen(
                [*run, *self.options], cwd=self.root, stdout=output, stderr=output, env=os.environ
            )
        end = time.monotonic() + START_LIMIT
        while time.monotonic() < end and self.process.poll() is None:
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"{self.base_url}/_stcore/health", timeout=1)
                return
            time.sleep(0.1)
        raise RuntimeError("the server did not start within a minute")

    def kill(self) -> None:
        """End it at once, as with a power cut."""
        self.process.kill()
        self.process.wait(timeout=20)

    def stop(self) -> None:
        """End it in order."""
        self.process.terminate()
        self.process.wait(timeout=20)


@contextlib.contextmanager
def run_servers(*servers: Server) -> Iterator[None]:
    """Run all of them until the block ends."""
    try:
        for server in servers:
            server.start()
        yield
    finally:
        for server in servers:
            if hasattr(server, "process"):
                server.stop()


def copy_project(folder: Path) -> Path:
    """Copy what a server needs into a folder, to be damaged at will; return the folder."""
    for part in ("lib", "pages", "data", "geo", "static", ".streamlit"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "app.py", folder)
    return folder
