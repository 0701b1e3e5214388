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
START_LIMIT = 10  # s
# As the container file sets them, but for addresses.
SETTINGS = {
    "PAPI_TLS": "/dev/null",
    "PAPI_TRUSTED_PROXY": "127.0.0.2",
    "PAPI_RATE": "100r/s",
    "PAPI_BURST": "1500",
    "PAPI_SOCKETS": "1000",
    "PAPI_FRAME_ANCESTORS": "'self'",
    "PAPI_PAGES": str(DEPLOY / "pages"),
}


def find() -> str:
    """The path of nginx; RuntimeError that says how to get it."""
    path = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
    if path is None:
        raise RuntimeError("nginx is missing: run `python tests/support/hosting_setup.py` as root")
    return path


def front_end(folder: Path) -> Path:
    """A copy of Streamlit's front end with each file compressed beside it, as the container has."""
    target = folder / "front_end"
    shutil.copytree(FRONT_END, target)
    for path in target.rglob("*"):
        if path.suffix in (".js", ".css", ".json", ".svg"):
            path.with_name(path.name + ".gz").write_bytes(gzip.compress(path.read_bytes(), 9))
    return target


def configure(folder: Path, port: int, replicas: Sequence[str], **settings: str) -> Path:
    """Write the shipped configuration for this machine below ``folder``; its main file."""
    values = SETTINGS | {
        "PAPI_LISTEN": f"127.0.0.1:{port}",
        "PAPI_REPLICA_1": replicas[0],
        "PAPI_REPLICA_2": replicas[-1],
        "PAPI_FRONT_END": str(folder / "front_end"),
    }
    values |= settings
    site = re.sub(
        r"\$\{(PAPI_\w+)\}",
        lambda found: values[found[1]],
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

    address: str
    folder: Path

    @property
    def log(self) -> str:
        """The access log so far."""
        return (self.folder / "access.log").read_text()


@contextlib.contextmanager
def serve(folder: Path, port: int, replicas: Sequence[str], **settings: str) -> Iterator[Nginx]:
    """Run nginx on 127.0.0.1:``port`` before ``replicas`` (host:port) until the block ends."""
    if not (folder / "front_end").exists():
        front_end(folder)
    path = configure(folder, port, replicas, **settings)
    errors = folder / "error.log"
    with errors.open("wb") as output:
        process = subprocess.Popen([find(), "-c", str(path), "-e", "stderr"], stderr=output)
    address = f"http://localhost:{port}"
    try:
        end = time.monotonic() + START_LIMIT
        while not _answers(f"{address}/static/none"):
            if process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"nginx did not start: {errors.read_text()}")
            time.sleep(0.05)
        yield Nginx(address, folder)
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
