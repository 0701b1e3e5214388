"""Do the tests notice a wrong line? ``python -m bench.mutants``, which ``make mutants`` runs.

A mutant is the code with one small change (another operator, number or truth value, a loop that
does not run), as Cosmic Ray makes them. For each package a sample of the places that can be
changed, drawn with a fixed seed, is changed one by one in a copy of the repository. The files of
tests that import the changed module come first, then, where they notice nothing, all tests of the
package. A mutant that no test notices survives: a missing test, or a change that means the same.
"""

import argparse
import contextlib
import difflib
import importlib
import os
import random
import re
import resource
import shutil
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cosmic_ray import plugins
from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code

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
_SECONDS = 300  # CPU s for the tests of a module: a change may make a loop endless
_SECONDS_OF_ALL = 1_800  # more than all tests of a package take
_FAST = ("-m", "(not slow or fast) and not office")


@dataclass(frozen=True)
class Package:
    """Code to change, and the tests that should notice.

    Attributes:
        paths: folders and files of the code.
        tests: folders and files of the tests, with further arguments of pytest.
        left_out: operators of Cosmic Ray, by a part of their names.
    """

    paths: tuple[str, ...]
    tests: tuple[str, ...]
    left_out: tuple[str, ...] = _LEFT_OUT


PACKAGES = {
    "stats": Package(("lib/stats",), ("tests/stats",)),
    "model": Package(("lib/model",), ("tests/model", "tests/stats/test_printed_scores.py")),
    "ingest": Package(("lib/ingest",), ("tests/ingest",)),
    "renderers": Package(
        ("lib/charts", "lib/exports/pptx", "lib/exports/images.py"),
        ("tests/charts", "tests/exports/test_pptx.py", "-m", "not office"),
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


def tests_of(mutant: Mutant, root: Path, package: Package) -> list[str]:
    """The files of a package's tests that import the module of a change."""
    *folders, name = Path(mutant.path).with_suffix("").parts
    folder = re.escape(".".join(folders))
    lines = (rf"from {folder}\.{name} import ", rf"from {folder} import .*\b{name}\b")
    imported = re.compile(rf"^({'|'.join(lines)})", re.MULTILINE)
    files = [file for path in package.tests for file in _modules(root / path) if file.is_file()]
    found = [file for file in files if imported.search(file.read_text(encoding="utf-8"))]
    return [file.relative_to(root).as_posix() for file in found]


def is_noticed(mutant: Mutant, root: Path, package: Package) -> str:
    """Which tests notice a change that has been made in the copy; none: an empty text."""
    near = tests_of(mutant, root, package)
    if near and run_tests(root, near, _SECONDS) not in (0, 4, 5):
        return "by a test of the module"
    return "by a test of the package" if run_tests(root, package.tests, _SECONDS_OF_ALL) else ""


def test_package(
    name: str, package: Package, n: int, seed: int, root: Path
) -> tuple[int, list[str]]:
    """How many of a sample of mutants of a package were noticed, and the others as diffs.

    Args:
        name: of the package.
        package: its code and its tests.
        n: mutants to try.
        seed: of the sample.
        root: a copy of the repository.
    """
    sample, places = draw_mutants(package, n, seed, root)
    print(f"{name}: {len(sample)} of {places} places", flush=True)
    survivors = []
    for mutant in sample:
        source = (root / mutant.path).read_text(encoding="utf-8")
        changed = apply_mutant(mutant, source)
        (root / mutant.path).write_text(changed, encoding="utf-8")
        noticed = is_noticed(mutant, root, package)
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
    parser.add_argument("--fast", action="store_true", help="leave out the slow tests")
    parser.add_argument("--seed", type=int, default=2026, help="of the sample")
    options = parser.parse_args()
    packages = {name: PACKAGES[name] for name in options.packages}
    if options.fast:
        packages = {k: replace(p, tests=(*p.tests, *_FAST)) for k, p in packages.items()}
    for library in _LIBRARIES:
        importlib.import_module(library)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name in _COPIED:
            source = ROOT / name
            copy = shutil.copytree if source.is_dir() else shutil.copy2
            copy(source, root / name)
        results = {
            name: test_package(name, package, options.n, options.seed, root)
            for name, package in packages.items()
        }
    for name, (killed, survivors) in results.items():
        n = killed + len(survivors)
        print(f"\n{name}: {killed} of {n} noticed ({killed / max(n, 1):.0%})")
        print("\n".join(survivors))


if __name__ == "__main__":
    main()
