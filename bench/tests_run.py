"""Which tests run which function, so that a mutant is tried against all that could notice it.

Each file of tests runs in a process of its own, and every call into ``lib/`` is noted with the test
that made it. What ran for a fixture of a module or inside of a cache may be used by any other test
of the file too. Tests that need a browser, servers or LibreOffice are left out.
"""

import contextlib
import functools
import importlib
import json
import os
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

from lib.common.paths import ROOT

# In this order: those near the code first. Others run the app in servers or browsers.
FOLDERS = (
    "stats", "model", "ingest", "charts", "narrative", "datasets", "common", "exports",
    "endpoints", "ui", "server", "pages",
)  # fmt: skip
_SECONDS_OF_A_FILE = 900  # CPU s, more than any file takes
_WITHIN_PYTHON = ("-m", "not browser and not hosting and not office")
_NOT_SHARED = {"function"}  # scopes of fixtures that are made anew for each test

Runs = dict[str, dict[str, Any]]


class _Noting:
    """A plugin of pytest: what each test calls, whether it passed and how long it took."""

    def __init__(self, root: Path) -> None:
        self.lib = f"{root}/lib/"
        self.root = root
        self.shared_depth = 0
        self.seen: set[CodeType] = set()
        self.shared: set[str] = set()
        self.calls: dict[str, set[str]] = defaultdict(set)
        self.seconds: dict[str, float] = defaultdict(float)
        self.failed: set[str] = set()
        self.test = ""

    def note(self, frame: FrameType, event: str, argument: object) -> None:
        code = frame.f_code
        if code in self.seen:
            return
        # Within a cache a function is looked at again: outside of it, a call is the test's own.
        if not self.shared_depth:
            self.seen.add(code)
        if code.co_filename.startswith(self.lib):
            name = function_name(Path(code.co_filename).relative_to(self.root), code.co_qualname)
            self.calls[self.test].add(name)
            if self.shared_depth:
                self.shared.add(name)

    def inside(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """A function whose calls are made for whoever asks next, too."""

        @functools.wraps(function)
        def noted(*args: Any, **kwargs: Any) -> Any:
            self.shared_depth += 1
            try:
                return function(*args, **kwargs)
            finally:
                self.shared_depth -= 1

        return noted

    def watch_caches(self) -> None:
        """Before ``lib`` is loaded: its caches are made by these."""
        lru_cache: Any = functools.lru_cache
        cached_property: Any = functools.cached_property
        inside = self.inside

        def noted_lru_cache(maxsize: Any = 128, typed: bool = False) -> Any:
            if callable(maxsize):
                return lru_cache()(inside(maxsize))
            return lambda function: lru_cache(maxsize, typed)(inside(function))

        class NotedProperty(cached_property):  # type: ignore[misc]
            def __init__(self, function: Callable[[Any], Any]) -> None:
                super().__init__(inside(function))

        caches: Any = functools
        caches.lru_cache, caches.cached_property = noted_lru_cache, NotedProperty
        caches.cache = lambda function: lru_cache(None)(inside(function))
        memoized: Any = importlib.import_module("lib.model.memoized")
        remember = memoized._remember
        memoized._remember = lambda method, most: remember(inside(method), most)

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self.test = nodeid
        self.seen = set()

    def pytest_runtest_logreport(self, report: Any) -> None:
        self.seconds[report.nodeid] += report.duration
        if report.outcome != "passed":
            self.failed.add(report.nodeid)


def _fixture_hook(noting: _Noting) -> object:
    import pytest

    class Fixtures:
        @pytest.hookimpl(wrapper=True)
        def pytest_fixture_setup(self, fixturedef: Any) -> Iterator[None]:
            shared = fixturedef.scope not in _NOT_SHARED
            noting.shared_depth += shared
            try:
                return (yield)
            finally:
                noting.shared_depth -= shared

    return Fixtures()


def function_name(path: Path, qualified_name: str) -> str:
    """The name of a function in the record."""
    return f"{path.as_posix()}:{qualified_name}"


def record_file(root: Path, file: str) -> dict[str, Any]:
    """Run a file of tests in this process, which ends soon, and return what it ran.

    Args:
        root: a copy of the repository, whose packages are not loaded yet.
        file: relative to ``root``.

    Returns:
        ``tests``: for each that passed its seconds and the functions that it called;
        ``shared``: functions of which any test of the file may have used the result.
    """
    pytest = importlib.import_module("pytest")
    noting = _Noting(root)
    noting.watch_caches()
    threading.settrace(noting.note)  # type: ignore[arg-type]
    sys.settrace(noting.note)  # type: ignore[arg-type]
    pytest.main(
        ["-q", "-p", "no:cacheprovider", *_WITHIN_PYTHON, file],
        plugins=[noting, _fixture_hook(noting)],
    )
    sys.settrace(None)
    return {
        "tests": {
            test: {"seconds": round(seconds, 3), "calls": sorted(noting.calls[test])}
            for test, seconds in noting.seconds.items()
            if test not in noting.failed
        },
        "shared": sorted(noting.shared),
    }


def record(root: Path, kept: Path) -> Runs:
    """What every file of tests runs; files that did not change are not run again.

    Args:
        root: a copy of the repository.
        kept: where the record is kept.
    """
    runs: Runs = json.loads(kept.read_text(encoding="utf-8")) if kept.is_file() else {}
    kept.parent.mkdir(parents=True, exist_ok=True)
    files = [f for folder in FOLDERS for f in sorted((root / "tests" / folder).rglob("test_*.py"))]
    names = {file.relative_to(root).as_posix(): file for file in files}
    for name, file in names.items():
        state = file.read_text(encoding="utf-8")
        if name in runs and runs[name]["state"] == state:
            continue
        answer = root / "record.json"
        started = time.monotonic()

        def run(name: str = name, state: str = state, answer: Path = answer) -> int:
            text = json.dumps({**record_file(root, name), "state": state})
            answer.write_text(text, encoding="utf-8")
            return 0

        answer.unlink(missing_ok=True)
        in_new_process(run, root, _SECONDS_OF_A_FILE)
        with contextlib.suppress(FileNotFoundError):
            runs[name] = json.loads(answer.read_text(encoding="utf-8"))
            print(
                f"{name}: {len(runs[name]['tests'])} tests, {time.monotonic() - started:.0f} s",
                flush=True,
            )
        kept.write_text(json.dumps(runs), encoding="utf-8")
    return {name: runs[name] for name in names if name in runs}


def tests_that_run(runs: Runs, functions: Collection[str], module: str) -> list[str]:
    """The tests that run one of some functions, the quickest first.

    Then the others of the files where a cache or a fixture keeps what the function returned. What
    no test calls may run as the module is loaded: then those that run any function of it.

    Args:
        runs: of ``record``.
        functions: names in the record; none: any function of the module.
        module: the path of the module.
    """
    own: dict[str, float] = {}
    others: dict[str, float] = {}
    for run in runs.values():
        shared = any(_is_meant(name, functions, module) for name in run["shared"])
        for test, found in run["tests"].items():
            if any(_is_meant(name, functions, module) for name in found["calls"]):
                own[test] = found["seconds"]
            elif shared:
                others[test] = found["seconds"]
    if functions and not own and not others:
        return tests_that_run(runs, (), module)
    return [*sorted(own, key=own.__getitem__), *sorted(others, key=others.__getitem__)]


def _is_meant(name: str, functions: Collection[str], module: str) -> bool:
    return name in functions or (not functions and name.startswith(f"{module}:"))


def quickest_first(chosen: Sequence[str]) -> object:
    """A plugin of pytest that runs these tests alone, in this order, and says which one failed."""
    import pytest

    places = {test: number for number, test in enumerate(chosen)}

    class Order:
        @pytest.hookimpl(trylast=True)
        def pytest_collection_modifyitems(self, config: Any, items: list[Any]) -> None:
            items[:] = sorted(
                (item for item in items if item.nodeid in places),
                key=lambda item: places[item.nodeid],
            )

        def pytest_runtest_logreport(self, report: Any) -> None:
            if report.failed:
                Path("failed.txt").write_text(report.nodeid, encoding="utf-8")

        def pytest_collectreport(self, report: Any) -> None:
            if report.failed:
                Path("failed.txt").write_text(f"loading {report.nodeid}", encoding="utf-8")

    return Order()


def in_new_process(function: Callable[[], int], root: Path, limit: int) -> int:
    """Run a function in a process of its own with the packages of a copy, and return its number.

    Args:
        function: returns the number.
        root: the copy of the repository.
        limit: CPU s; what does not end is stopped then.

    Returns:
        The function's number, 1 after an error, -1 where it did not end.
    """
    child = os.fork()
    if child == 0:
        status = 1
        with contextlib.suppress(BaseException):
            _prepare_child(root, limit)
            status = function()
        os._exit(status)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) if os.WIFEXITED(status) else -1


def _prepare_child(root: Path, limit: int) -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
    # Output to a file: a pipe that nobody reads would fill.
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    # Our own packages come from the copy, and without new caches: the clock of a file is too coarse
    # to tell two changes apart.
    for name in [n for n in sys.modules if n.split(".")[0] in ("bench", "lib", "tests")]:
        del sys.modules[name]
    sys.dont_write_bytecode = True
    os.chdir(root)
    sys.path[:] = [str(root), *(p for p in sys.path if p and Path(p).resolve() != ROOT)]
