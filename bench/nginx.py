"""nginx before replicas on this machine, with the very configuration of ``deploy/nginx``."""

import contextlib
import gzip
import os
import re
import shutil
import subprocess
import time
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import streamlit

ROOT = Path(__file__).resolve().parent.parent
DEPLOY = ROOT / "deploy" / "nginx"
FRONT_END = Path(streamlit.__file__).parent / "static"
START_LIMIT = 60  # s
# As the container file sets them, but for addresses.
SETTINGS = {
    "PAPI_TLS": "/dev/null",
    "PAPI_TRUSTED_PROXY": "127.0.0.2",
    "PAPI_RATE": "100r/s",
    "PAPI_BURST": "1500",
    "PAPI_SOCKETS": "1000",
    "PAPI_FILES_RATE": "5r/s",
    "PAPI_FILES_BURST": "60",
    "PAPI_FRAME_ANCESTORS": "'self'",
    "PAPI_PAGES": str(DEPLOY / "pages"),
}


def find_nginx() -> str:
    """Return the path of nginx.

    Raises:
        RuntimeError: It is missing; the message says how to get it.
    """
    path = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
    if path is None:
        raise RuntimeError("nginx is missing: run `python -m tests.support.hosting_setup` as root")
    return path


def copy_front_end(folder: Path) -> Path:
    """Copy Streamlit's front end, each file compressed beside it as in the container.

    Returns:
        The copy's folder.
    """
    target = folder / "front_end"
    shutil.copytree(FRONT_END, target)
    for path in target.rglob("*"):
        if path.suffix in (".js", ".css", ".json", ".svg"):
            path.with_name(path.name + ".gz").write_bytes(gzip.compress(path.read_bytes(), 9))
    return target


def write_configuration(folder: Path, port: int, replicas: Sequence[str], **settings: str) -> Path:
    """Write the shipped configuration for this machine.

    Args:
        folder: Where it goes, with the front end's copy.
        port: The port that nginx listens on.
        replicas: Host and port of each replica, two at most.
        settings: Values of the template's variables other than ``SETTINGS``.

    Returns:
        The main file.
    """
    values = SETTINGS | {
        "PAPI_LISTEN": f"127.0.0.1:{port}",
        "PAPI_REPLICA_1": replicas[0],
        "PAPI_REPLICA_2": replicas[-1],
        "PAPI_FRONT_END": str(folder / "front_end"),
    }
    values |= settings
    site = re.sub(
        r"\$\{(PAPI_\w+)\}",
        lambda match: values[match[1]],
        (DEPLOY / "papi.conf.template").read_text(),
    )
    (folder / "conf.d").mkdir(exist_ok=True)
    (folder / "conf.d" / "papi.conf").write_text(site)
    main = (DEPLOY / "nginx.conf").read_text()
    main = main.replace("/tmp/", f"{folder}/").replace("/dev/stdout", f"{folder}/access.log")
    main = main.replace("/etc/nginx/conf.d", f"{folder}/conf.d")
    path = folder / "nginx.conf"
    # Its workers must read what lies in the home of whoever runs this.
    user = "user root;\n" if os.geteuid() == 0 else ""
    path.write_text(f"{user}daemon off;\npid {folder}/nginx.pid;\n{main}")
    return path


@dataclass(frozen=True)
class Nginx:
    """A running nginx: where it listens and what it wrote."""

    base_url: str
    folder: Path

    @property
    def log(self) -> str:
        """The access log so far."""
        return (self.folder / "access.log").read_text()


@contextlib.contextmanager
def serve(folder: Path, port: int, replicas: Sequence[str], **settings: str) -> Iterator[Nginx]:
    """Run nginx on 127.0.0.1:``port`` before ``replicas`` (host:port) until the block ends."""
    if not (folder / "front_end").exists():
        copy_front_end(folder)
    path = write_configuration(folder, port, replicas, **settings)
    errors = folder / "error.log"
    with errors.open("wb") as output:
        process = subprocess.Popen([find_nginx(), "-c", str(path), "-e", "stderr"], stderr=output)
    base_url = f"http://localhost:{port}"
    try:
        end = time.monotonic() + START_LIMIT
        while not _answers(f"{base_url}/static/none"):
            if process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"nginx did not start: {errors.read_text()}")
            time.sleep(0.05)
        yield Nginx(base_url, folder)
    finally:
        process.terminate()
        process.wait(timeout=10)


def _answers(url: str) -> bool:
    try:
        urllib.request.urlopen(url, timeout=5)
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True
