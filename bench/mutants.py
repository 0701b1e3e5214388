"""Do the tests notice a wrong line? ``python -m bench.mutants``, which ``make mutants`` runs.

A mutant is the code with one small change (another operator, number or truth value, a loop that
does not run), as Cosmic Ray makes them. For each package a sample of the places that can be
changed, drawn with a fixed seed, is changed one by one in a copy of the repository. The tests that
run the changed lines come first (coverage.py has recorded which those are), then, where they notice
nothing, all tests of the package. A mutant that no test notices survives: a missing test, or a
change that means the same.
"""

import argparse
import contextlib
import difflib
import importlib
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cosmic_ray import plugins
from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from coverage import CoverageData

from lib.common.paths import ROOT

# Changes that nearly always mean the same or cannot be run: type hints with |, names of arguments.
_LEFT_OUT = ("BinaryOperator_BitOr", "RemoveDecorator", "VariableReplacer", "VariableInserter")
# Of a drawing: its sizes and distances, which no test should hold. What is decided stays.
_SIZES = ("NumberReplacer", "ReplaceBinaryOperator")
_COPIED = (
    "app.py", "bench", "data", "deploy", "docs", "geo", "lib", "pages", "pyproject.toml", "static",
    "tests",
)  # fmt: skip
# Loaded once here instead of by every run of the tests.
_LIBRARIES = ("pytest", "numpy", "pandas", "altair", "openpyxl", "hypothesis", "shapely", "pptx")
_FAST = ("-m", "not slow or fast")
_AT_MOST = 3  # times the CPU s of the tests without a change: a change may make a loop endless
_SECONDS = 300  # where that is not known
_SECONDS_OF_ALL = 1_800  # more than all tests of a package take


@dataclass(frozen=True)
class Package:
    """Code to change, and the tests that should notice.

    Attributes:
        paths: folders and files of the code.
        tests: folders and files of the tests, with further arguments of pytest.
        unrecorded: arguments that leave out the tests whose lines are not recorded: those that read
            or draw everything run nearly all lines, and take long.
        left_out: operators of Cosmic Ray, by a part of their names.
    """

    paths: tuple[str, ...]
    tests: tuple[str, ...]
    unrecorded: tuple[str, ...] = ()
    left_out: tuple[str, ...] = _LEFT_OUT


PACKAGES = {
    "stats": Package(("lib/stats",), ("tests/stats",), _FAST),
    "model": Package(("lib/model",), ("tests/model", "tests/stats/test_printed_scores.py"), _FAST),
    "ingest": Package(
        ("lib/ingest",),
        ("tests/ingest",),
        tuple(f"--ignore=tests/ingest/test_{n}.py" for n in ("fuzz", "crashes", "stored_sets")),
    ),
    "renderers": Package(
        ("lib/charts", "lib/exports/pptx", "lib/exports/images.py"),
        ("tests/charts", "tests/exports/test_pptx.py", "-m", "not office"),
        ("--ignore=tests/charts/test_labels.py",),
        (*_LEFT_OUT, *_SIZES),
    ),
}


@dataclass(frozen=True)
class Mutant:
    """One change: the file, the operator of Cosmic Ray, which of its places, and the lines."""

    path: str
    operator: str
    occurrence: int
    lines: range


def draw_mutants(package: Package, n: int, seed: int, root: Path) -> tuple[list[Mutant], int]:
    """A sample of places, one change each, and how many places there are."""
    places: dict[tuple[str, str, tuple[int, int]], list[Mutant]] = defaultdict(list)
    for path in package.paths:
        for module in _modules(root / path):
            name = module.relative_to(root).as_posix()
            source = module.read_text(encoding="utf-8")
            for operator, number, start, end in _changes(source, package.left_out):
                mutant = Mutant(name, operator, number, range(start[0], end[0] + 1))
                # "+" can become "-", "*" ...: one place.
                places[name, operator.split("_")[0], start].append(mutant)
    chance = random.Random(seed)
    sample = chance.sample(list(places.values()), min(n, len(places)))
    return [chance.choice(mutants) for mutants in sample], len(places)


def _modules(path: Path) -> list[Path]:
    """The modules in a folder; a module itself."""
    return [path] if path.is_file() else sorted(path.rglob("*.py"))


def _changes(
    source: str, left_out: tuple[str, ...]
) -> Iterator[tuple[str, int, tuple[int, int], tuple[int, int]]]:
    """The operators that find something to change, with the number of each place and the place."""
    nodes = list(ast_nodes(get_ast(source)))
    for name in plugins.operator_names():
        operator_class = plugins.get_operator(name)
        if operator_class.arguments() or any(part in name for part in left_out):
            continue
        operator = operator_class()
        places = [place for node in nodes for place in operator.mutation_positions(node)]
        yield from ((name, number, start, end) for number, (start, end) in enumerate(places))


def apply_mutant(mutant: Mutant, source: str) -> str:
    """The code with the change."""
    operator = plugins.get_operator(mutant.operator)()
    changed: str | None = mutate_code(source, operator, mutant.occurrence)
    return source if changed is None else changed


def run_tests(root: Path, tests: Sequence[str], limit: int) -> int:
    """Run tests in a copy of the repository, until one fails.

    Args:
        root: the copy.
        tests: folders, files or single tests.
        limit: CPU s; tests that do not end are stopped then.

    Returns:
        What pytest returns (0: all passed; 5: there was none), -1 where they did not end.
    """
    child = os.fork()
    if child == 0:
        status = 1
        with contextlib.suppress(BaseException):
            status = _in_child(root, tests, limit)
        os._exit(status)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) if os.WIFEXITED(status) else -1


def _in_child(root: Path, tests: Sequence[str], limit: int) -> int:
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
    pytest = importlib.import_module("pytest")
    return int(pytest.main(["-q", "-x", "-p", "no:cacheprovider", *tests]))


def record_coverage(root: Path, package: Package, file: Path) -> int:
    """Run tests and record in a file which of them runs which line of the package.

    Returns:
        CPU s that it took.

    Raises:
        SystemExit: they fail without any change.
    """
    # Other lines are not traced, which takes half of the time.
    patterns = [p if p.endswith(".py") else f"{p}/**" for p in package.paths]
    recorded = "".join(f"    {pattern}\n" for pattern in patterns)
    tests = (*package.tests, *package.unrecorded)
    (root / "coverage.ini").write_text(
        "[run]\ndynamic_context = test_function\nrelative_files = true\n"
        f"data_file = {file}\ninclude =\n{recorded}"
    )
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-B", "-m", "coverage", "run", "--rcfile=coverage.ini"]
    command += ["-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests]
    run = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    if run.returncode:
        file.unlink(missing_ok=True)
        raise SystemExit(f"{tests}: the tests fail without any change\n{run.stdout[-2000:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return round(after.ru_utime - before.ru_utime)


def tests_of(mutant: Mutant, root: Path, recorded: CoverageData) -> list[str]:
    """The tests that run the lines of a change, as pytest names them."""
    lines = recorded.contexts_by_lineno(mutant.path)
    contexts = {context for line in mutant.lines for context in lines.get(line, ()) if context}
    # "tests.stats.test_ranking.test_x", "tests.stats.test_ranking.Class.test_x"
    found = set()
    for context in contexts:
        parts = context.split(".")
        for i in range(len(parts) - 1, 0, -1):
            if (file := Path(*parts[:i]).with_suffix(".py")) and (root / file).is_file():
                found.add("::".join([file.as_posix(), *parts[i:]]))
                break
    return sorted(found)


def is_noticed(
    mutant: Mutant, root: Path, package: Package, recorded: CoverageData, limit: int
) -> str:
    """Which tests notice a change that has been made in the copy; none: an empty text."""
    near = tests_of(mutant, root, recorded)
    if near and run_tests(root, near, limit) not in (0, 4, 5):
        return f"by one of {len(near)} tests that run the line"
    return "by a test of the package" if run_tests(root, package.tests, _SECONDS_OF_ALL) else ""


def test_package(name: str, n: int, seed: int, root: Path, folder: Path) -> tuple[int, list[str]]:
    """How many of a sample of mutants of a package were noticed, and the others as diffs.

    Args:
        name: of PACKAGES.
        n: mutants to try.
        seed: of the sample.
        root: a copy of the repository.
        folder: of what coverage.py has recorded, or will.
    """
    package, file, limit = PACKAGES[name], folder / f"{name}.coverage", _SECONDS
    if not file.exists():
        limit = _AT_MOST * record_coverage(root, package, file)
    recorded = CoverageData(str(file))
    recorded.read()
    sample, places = draw_mutants(package, n, seed, root)
    print(f"{name}: {len(sample)} of {places} places", flush=True)
    survivors = []
    for mutant in sample:
        source = (root / mutant.path).read_text(encoding="utf-8")
        changed = apply_mutant(mutant, source)
        (root / mutant.path).write_text(changed, encoding="utf-8")
        noticed = is_noticed(mutant, root, package, recorded, limit)
        (root / mutant.path).write_text(source, encoding="utf-8")
        lines = difflib.unified_diff(source.splitlines(), changed.splitlines(), lineterm="", n=0)
        diff = "\n".join(line for line in lines if not line.startswith(("---", "+++")))
        said = f"killed {noticed}" if noticed else "SURVIVED"
        print(f"{time.strftime('%H:%M:%S')} {said}: {mutant.path}\n{diff}", flush=True)
        if not noticed:
            survivors.append(f"{mutant.path}\n{diff}")
    return len(sample) - len(survivors), survivors


def main() -> None:
    """Try a sample of each package and print the share that was noticed, and all that was not."""
    parser = argparse.ArgumentParser("python -m bench.mutants", description=__doc__)
    parser.add_argument("packages", nargs="*", default=list(PACKAGES), help="of: stats, model, ...")
    parser.add_argument("--n", type=int, default=30, help="mutants of each package")
    parser.add_argument("--seed", type=int, default=2026, help="of the sample")
    parser.add_argument(
        "--recorded",
        type=Path,
        help="folder that keeps which tests run which line, for another run",
    )
    options = parser.parse_args()
    for library in _LIBRARIES:
        importlib.import_module(library)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name in _COPIED:
            source = ROOT / name
            copy = shutil.copytree if source.is_dir() else shutil.copy2
            copy(source, root / name)
        kept: Path = (options.recorded or root).absolute()
        kept.mkdir(parents=True, exist_ok=True)
        results = {
            package: test_package(package, options.n, options.seed, root, kept)
            for package in options.packages
        }
    for package, (killed, survivors) in results.items():
        n = killed + len(survivors)
        print(f"\n{package}: {killed} of {n} noticed ({killed / max(n, 1):.0%})")
        print("\n".join(survivors))


if __name__ == "__main__":
    main()
