"""Build and run both images without a container engine: ``make image-check``, as root on Debian.

The Containerfile's own steps run in a chroot on Debian bookworm from debootstrap; the place of the
Python image takes the Python 3.11 that runs this script. Both images then run together as
compose.yaml runs them: as user 10001 without capabilities, the tree read-only, /tmp in memory, 1 GB
for the app, and no network but their own, so they can call no other host. A page is opened through
both.

Not shown: that the registry's base images behave the same, and what the engine itself does
(networks between containers, restarts after a failed health check, its seccomp profile).
"""

import argparse
import asyncio
import contextlib
import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.client import Session  # noqa: E402
from bench.server import OURS, App  # noqa: E402
from deploy.containerfile import Stage, read_containerfile  # noqa: E402

TOOLS = ("debootstrap", "unshare", "nsenter", "chroot", "ip", "mount")
# What the Python image adds to Debian: certificates, time zones, the libraries of the interpreter.
PYTHON_NEEDS = (
    "ca-certificates,netbase,tzdata,libssl3,libffi8,libsqlite3-0,libreadline8,libuuid1,libgdbm6,"
    "libncursesw6,libnsl2,libexpat1,libbz2-1.0,liblzma5,zlib1g"
)
# How the machine reaches package servers; building borrows it, the images do not keep it.
BORROWED = ("/etc/resolv.conf", "/etc/pip.conf", "/etc/ssl/certs", "/etc/apt/apt.conf.d")
ADDRESSES = ("172.28.77.11", "172.28.77.12")  # of the replicas in compose.yaml
WEB_PORT, MEMORY = 8080, 1 << 30
# What needs more of the image than the pages: fonts, GDAL and its files in /tmp.
FILES = ("/figure/overview.strip.png?province=80", "/data/map.gpkg", "/data/scores.parquet")
START_LIMIT = 120  # s


def debian(folder: Path, include: str) -> None:
    """Put a minimal Debian bookworm with some packages into a folder, once."""
    if (folder / "usr" / "bin" / "dpkg").exists():
        return
    options = ["--variant=minbase", *([f"--include={include}"] if include else [])]
    run(["debootstrap", *options, "bookworm", str(folder)])


def add_python(folder: Path) -> None:
    """Copy the Python that runs this script to where the Python image has its own.

    Raises:
        RuntimeError: it is no 3.11 with a folder of its own.
    """
    prefix = Path(sys.base_prefix)
    if sys.version_info[:2] != (3, 11) or prefix == Path("/usr"):
        raise RuntimeError("run this with a Python 3.11 that is not the system's (pyenv, uv)")
    target = folder / "usr" / "local"
    ignored = shutil.ignore_patterns("site-packages", "test", "__pycache__", "config-3.11-*")
    shutil.copytree(
        prefix / "lib", target / "lib", symlinks=True, dirs_exist_ok=True, ignore=ignored
    )
    shutil.copy(prefix / "bin" / "python3.11", target / "bin")
    for name in ("python", "python3"):
        (target / "bin" / name).unlink(missing_ok=True)
        (target / "bin" / name).symlink_to("python3.11")
    (target / "lib" / "python3.11" / "site-packages").mkdir(exist_ok=True)
    in_chroot(folder, "ldconfig && python -m ensurepip --default-pip", {})


def build(stage: Stage, folder: Path, built: dict[str, Path]) -> None:
    """Follow the steps of a stage in a folder that holds its base."""
    workdir, environment = "/", dict[str, str]()
    for instruction, words in stage.steps:
        report(f"{stage.name}: {instruction} {words[:90]}")
        if instruction == "ENV":
            environment |= dict(pair.split("=", 1) for pair in shlex.split(words))
        elif instruction == "WORKDIR":
            workdir = words
            (folder / workdir.lstrip("/")).mkdir(parents=True, exist_ok=True)
        elif instruction == "RUN":
            in_chroot(folder, words, environment, workdir)
        else:
            copy(words, folder, workdir, built)


def copy(words: str, folder: Path, workdir: str, built: dict[str, Path]) -> None:
    """Follow a COPY from the project, or from another stage.

    Raises:
        RuntimeError: .dockerignore keeps the source out.
    """
    *options, source, target = words.split()
    to = folder / (Path(workdir) / target).as_posix().lstrip("/")
    if options:
        origin = built[options[0].removeprefix("--from=")] / source.lstrip("/")
    else:
        origin = ROOT / source
        kept = {line[1:] for line in (ROOT / ".dockerignore").read_text().split() if line[0] == "!"}
        if not kept & {source, *(parent.as_posix() for parent in Path(source).parents)}:
            raise RuntimeError(f"COPY {source}: .dockerignore keeps it out of the image")
    if origin.is_dir():
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(origin, to, dirs_exist_ok=True, ignore=ignored)
        return
    if target.endswith("/") or to.is_dir():
        to = to / origin.name
    to.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(origin, to)


def in_chroot(folder: Path, command: str, environment: dict[str, str], workdir: str = "/") -> None:
    """Run a command of a build as root in a folder, with the machine's ways to package servers."""
    mounts = [f"mount -t proc proc {folder}/proc"]
    for path in BORROWED:
        if Path(path).exists():
            inside = folder / path.lstrip("/")
            if not inside.exists():
                inside.parent.mkdir(parents=True, exist_ok=True)
                inside.mkdir() if Path(path).is_dir() else inside.touch()
            mounts.append(f"mount --bind {path} {inside}")
    passed = {k: v for k, v in os.environ.items() if k.lower().endswith("_proxy")}
    values = passed | _path() | {"DEBIAN_FRONTEND": "noninteractive"} | environment
    inner = f"cd {workdir} && {command}"
    script = " && ".join([*mounts, f"exec chroot {folder} sh -ec {shlex.quote(inner)}"])
    run(["unshare", "--mount", "--pid", "--fork", "sh", "-ec", script], env=values)


class Running:
    """Images that run side by side in one network of their own."""

    def __init__(self, folder: Path) -> None:
        """Make the network: loopback only, with the addresses of the replicas."""
        self._folder, self._started = folder, list[subprocess.Popen[bytes]]()
        holder = subprocess.Popen(["unshare", "--net", "sleep", "infinity"], start_new_session=True)
        self._started.append(holder)
        time.sleep(0.5)  # until it has left this network
        self._enter = ["nsenter", f"--net=/proc/{holder.pid}/ns/net"]
        run([*self._enter, "ip", "link", "set", "lo", "up"])
        for address in ADDRESSES:
            run([*self._enter, "ip", "addr", "add", f"{address}/32", "dev", "lo"])

    def command(self, stage: Stage, root: Path, words: Sequence[str], memory: Path | None) -> list:
        """The command that runs words as in a container: read-only, as its user, no rights."""
        user, group = stage.user.split(":")
        steps = [
            f"mount --bind {root} {root}",
            f"mount -o remount,bind,ro {root}",
            f"mount -t proc proc {root}/proc",
            f"mount -t tmpfs -o mode=1777 tmpfs {root}/tmp",
        ]
        if (root / "etc/nginx/conf.d").exists():
            steps.append(f"mount -t tmpfs -o uid={user} tmpfs {root}/etc/nginx/conf.d")
        if memory is not None:
            steps.append(f"echo $$ > {memory}/cgroup.procs")
        rights = f"--reuid {user} --regid {group} --clear-groups --no-new-privs"
        rights += " --bounding-set=-all --inh-caps=-all"
        values = shlex.join(f"{k}={v}" for k, v in (_path() | stage.environment).items())
        inner = shlex.join(["sh", "-c", f"cd {stage.workdir} && exec {shlex.join(words)}"])
        steps.append(f"exec chroot {root} setpriv {rights} env -i {values} {inner}")
        isolated = ["unshare", "--mount", "--pid", "--ipc", "--fork"]
        return [*self._enter, *isolated, "sh", "-ec", " && ".join(steps)]

    def start(self, stage: Stage, root: Path, memory: Path | None) -> None:
        """Run an image's command; its log is beside its tree."""
        log = self._folder / f"{stage.name}.log"
        with log.open("wb") as output:
            os.chown(log, *map(int, stage.user.split(":")))  # nginx opens /dev/stdout by itself
            words = self.command(stage, root, stage.command, memory)
            process = subprocess.Popen(words, stdout=output, stderr=output, start_new_session=True)
            self._started.append(process)

    def ask(self, stage: Stage, root: Path, words: Sequence[str]) -> subprocess.CompletedProcess:
        """Run words in an image that runs, as its health check is run."""
        command = self.command(stage, root, words, None)
        return subprocess.run(command, capture_output=True, text=True)

    def inside(self, words: Sequence[str]) -> None:
        """Run words of this machine in the images' network."""
        run([*self._enter, *words])

    def returns(self, words: Sequence[str]) -> bool:
        """Whether words of this machine end well in the images' network."""
        return subprocess.run([*self._enter, *words], capture_output=True).returncode == 0

    def stop(self) -> None:
        """End all."""
        for process in reversed(self._started):
            # Each leads a session: unshare's child would go on without it, because a change of the
            # user (setpriv) also undoes what --kill-child asks for.
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(timeout=20)


@contextlib.contextmanager
def limited_memory() -> Iterator[Path | None]:
    """A control group of 1 GB; None where this machine lets nobody make one."""
    for parent, limit in (("memory", "memory.limit_in_bytes"), ("", "memory.max")):
        group = Path("/sys/fs/cgroup") / parent / "papi-image-check"
        try:
            group.mkdir(exist_ok=True)
            (group / limit).write_text(str(MEMORY))
        except OSError:
            continue
        try:
            yield group
        finally:
            with contextlib.suppress(OSError):
                group.rmdir()
        return
    yield None


def check(stages: dict[str, Stage], roots: dict[str, Path], folder: Path) -> None:
    """Run both images and open a page through both.

    Raises:
        RuntimeError: something is not as it should be.
    """
    app, web = stages["app"], stages["web"]
    running = Running(folder)
    try:
        with limited_memory() as memory:
            running.start(app, roots["app"], memory)
            running.start(web, roots["web"], None)
            end = time.monotonic() + START_LIMIT
            while (health := running.ask(app, roots["app"], app.health_check)).returncode:
                if time.monotonic() > end:
                    log = (folder / "app.log").read_text()[-2000:]
                    raise RuntimeError(f"the app's health check fails: {health.stderr}\n{log}")
                time.sleep(2)
            report("the app's health check passes")
            for stage in (app, web):
                check_rights(running, stage, roots[stage.name])
            wait_for_web(running, folder)
            running.inside([sys.executable, __file__, "--probe"])
            peak = _peak(memory)
            limit = "no limit could be set here" if memory is None else "limit 1024 MB"
            report(f"most memory of the app: {peak} ({limit})")
    finally:
        running.stop()


def wait_for_web(running: Running, folder: Path) -> None:
    """Wait until nginx listens.

    Raises:
        RuntimeError: it has said why it does not.
    """
    ask = f"import socket; socket.create_connection(('127.0.0.1', {WEB_PORT}), 2)"
    for _ in range(20):
        if running.returns([sys.executable, "-c", ask]):
            return
        time.sleep(1)
    raise RuntimeError(f"web does not listen: {(folder / 'web.log').read_text()[-2000:]}")


def check_rights(running: Running, stage: Stage, root: Path) -> None:
    """Whether an image runs as its user, without capabilities, and can write in /tmp only."""
    tree = stage.workdir if stage.workdir != "/" else "/srv"
    script = f"id -u; grep CapEff /proc/self/status; touch /tmp/x && echo tmp; touch {tree}/x"
    said = running.ask(stage, root, ["sh", "-c", script])
    wanted = [stage.user.split(":")[0], "CapEff:\t0000000000000000", "tmp"]
    if said.stdout.splitlines() != wanted or "Read-only file system" not in said.stderr:
        raise RuntimeError(f"{stage.name}: {said.stdout} {said.stderr}")
    report(f"{stage.name}: user {wanted[0]}, no capabilities, {tree} read-only, /tmp writable")


async def probe() -> None:
    """Inside the images' network: open pages through nginx."""
    front = App("image", OURS.script, WEB_PORT)
    url = f"http://{front.address}"
    with urllib.request.urlopen(f"{url}/healthz", timeout=60) as answer:
        assert json.load(answer) == {"status": "ok"}
    with urllib.request.urlopen(f"{url}/map?province=80", timeout=60) as answer:
        assert "frame-ancestors" in answer.headers["Content-Security-Policy"]
    for path in FILES:
        with urllib.request.urlopen(url + path, timeout=120) as answer:
            report(f"{path} through nginx: {len(answer.read()) / 1000:.0f} kB")
    async with Session(front, "map", limit=120.0) as tab:
        for page in ("map", "trends", "targets", "merged"):
            drawn = await tab.go(page, "province=80&year=2023")
            report(f"/{page} through nginx: {drawn.charts} charts, {drawn.seconds:.1f} s")


def report(text: str) -> None:
    """Say what is done."""
    print(f"{time.strftime('%H:%M:%S')}  {text}", flush=True)


def run(words: Sequence[str], env: dict[str, str] | None = None) -> None:
    """Run a program.

    Raises:
        RuntimeError: it failed; the message ends with what it said last.
    """
    done = subprocess.run(words, capture_output=True, text=True, env=env)
    if words[-1] == "--probe":
        print(done.stdout, end="")
    if done.returncode:
        said = (done.stdout + done.stderr)[-1500:]
        raise RuntimeError(f"{shlex.join(words)[:200]} failed:\n{said}")


def _path() -> dict[str, str]:
    return {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"}


def _peak(group: Path | None) -> str:
    for name in ("memory.max_usage_in_bytes", "memory.peak"):
        if group is not None and (group / name).exists():
            return f"{int((group / name).read_text()) / 1e6:.0f} MB"
    return "unknown"


def main() -> int:
    """Build, run, check; 1 with one sentence where something fails."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", type=Path, default=ROOT / ".venv" / "image")
    parser.add_argument("--probe", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.probe:
        asyncio.run(probe())
        return 0
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if os.name != "posix" or os.geteuid() or missing:
        what = f"install {', '.join(missing)}" if missing else "run it as root on Linux"
        print(f"The images cannot be tried here: {what}.", file=sys.stderr)
        return 1
    folder: Path = options.folder
    stages = {stage.name: stage for stage in read_containerfile(ROOT / "deploy" / "Containerfile")}
    roots: dict[str, Path] = {}
    try:
        for name, stage in stages.items():
            is_python = stage.base.startswith("python:3.11")
            base, root = folder / f"base-{name}", folder / name
            report(f"{name}: Debian bookworm for {stage.base}")
            debian(base, PYTHON_NEEDS if is_python else "")
            shutil.rmtree(root, ignore_errors=True)
            run(["cp", "-a", "--reflink=auto", str(base), str(root)])
            if is_python:
                report(f"{name}: Python {sys.version.split()[0]} from {sys.base_prefix}")
                add_python(root)
            build(stage, root, roots)
            roots[name] = root
        check(stages, roots, folder)
    except (RuntimeError, AssertionError) as error:
        print(f"The images fail: {error}", file=sys.stderr)
        return 1
    print("Both images were built and answer.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
