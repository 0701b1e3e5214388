"""Do the tests notice a wrong line? ``python -m bench.mutants``, which ``make mutants`` runs.

A mutant is the code with one small change (another operator, number or truth value, a loop that
does not run), as Cosmic Ray makes them. For each package a sample of the places that can be
changed, drawn with a fixed seed, is changed one by one in a copy of the repository. All tests that
run the changed function are tried, the quickest first (``tests_run.py``; which they are is found
out once and kept). A mutant that no test notices survives: a missing test, or a change that means
the same.
"""

import argparse
import ast
import difflib
import importlib
import random
import re
import shutil
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cosmic_ray import plugins
from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code

from bench.tests_run import (
    Runs,
    function_name,
    in_new_process,
    quickest_first,
    record,
    tests_that_run,
)
from lib.common.paths import ROOT

# Changes that nearly always mean the same or cannot be run: type hints with |, names of arguments,
# "is" in the place of "==" between texts and small numbers, of which Python keeps one each.
_LEFT_OUT = (
    "BinaryOperator_BitOr", "RemoveDecorator", "VariableReplacer", "VariableInserter", "_Eq_Is",
    "_NotEq_IsNot",
)  # fmt: skip
# Nor does it change a result whether a value is frozen, whether two lists that are equally long are
# held to be so, or how the rows of a joined table are numbered.
_GUARDS = re.compile(r"\b(strict|frozen|slots|kw_only|ignore_index)=(True|False)")
# Of a drawing: its sizes and distances, which no test should hold. What is decided stays.
_SIZES = ("NumberReplacer", "ReplaceBinaryOperator")
_COPIED = (
    ".streamlit", "CHANGELOG.md", "CONTRIBUTING.md", "Makefile", "README.md", "app.py", "bench",
    "data", "deploy", "docs", "geo", "lib", "pages", "pyproject.toml", "requirements.txt", "static",
    "tests",
)  # fmt: skip
# Loaded once here instead of by every run of the tests.
_LIBRARIES = ("pytest", "numpy", "pandas", "altair", "openpyxl", "hypothesis", "shapely", "pptx")
# CPU s for the tests of a mutant, since a change may make a loop endless: to load them, and as
# often what they took.
_SECONDS_TO_LOAD, _TIMES = 20, 3
_FIRST = 12  # tests that are tried before the files of the others are loaded
_KEPT = ROOT / ".venv" / "tests-run.json"


@dataclass(frozen=True)
class Package:
    """Code to change.

    Attributes:
        paths: folders and files of the code.
        left_out: operators of Cosmic Ray, by a part of their names.
    """

    paths: tuple[str, ...]
    left_out: tuple[str, ...] = _LEFT_OUT


PACKAGES = {
    "stats": Package(("lib/stats",)),
    "model": Package(("lib/model",)),
    "ingest": Package(("lib/ingest",)),
    "renderers": Package(
        ("lib/charts", "lib/exports/pptx", "lib/exports/images.py"),
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
    sample: list[Mutant] = []
    for mutants in chance.sample(list(places.values()), len(places)):
        mutant = chance.choice(mutants)
        if _is_python(mutant, root):
            sample.append(mutant)
        if len(sample) == n:
            break
    return sample, len(places)


def _is_python(mutant: Mutant, root: Path) -> bool:
    """Whether the changed code is Python: some changes are not, and any test would notice those."""
    source = (root / mutant.path).read_text(encoding="utf-8")
    try:
        compile(apply_mutant(mutant, source), mutant.path, "exec")
    except SyntaxError:
        return False
    return True


def _modules(path: Path) -> list[Path]:
    """The modules in a folder; a module itself."""
    return [path] if path.is_file() else sorted(path.rglob("*.py"))


def _changes(
    source: str, left_out: tuple[str, ...]
) -> Iterator[tuple[str, int, tuple[int, int], tuple[int, int]]]:
    """The operators that find something to change, with the number of each place and the place."""
    nodes, lines = list(ast_nodes(get_ast(source))), source.splitlines()
    for name in plugins.operator_names():
        operator_class = plugins.get_operator(name)
        if operator_class.arguments() or any(part in name for part in left_out):
            continue
        operator = operator_class()
        places = [place for node in nodes for place in operator.mutation_positions(node)]
        for number, (start, end) in enumerate(places):
            if not _is_guard(lines[start[0] - 1], start[1]):
                yield name, number, start, end


def _is_guard(line: str, column: int) -> bool:
    """Whether what stands at a column of a line is the value of a guard."""
    return any(found.start(2) == column for found in _GUARDS.finditer(line))


def apply_mutant(mutant: Mutant, source: str) -> str:
    """The code with the change."""
    operator = plugins.get_operator(mutant.operator)()
    changed: str | None = mutate_code(source, operator, mutant.occurrence)
    return source if changed is None else changed


def functions_of(mutant: Mutant, source: str) -> list[str]:
    """The functions around a change, as the record of the tests names them; none: the module."""
    names: list[str] = []

    def look(node: ast.AST, above: str, inside: list[str]) -> None:
        for child in ast.iter_child_nodes(node):
            here, prefix = inside, above
            if isinstance(child, ast.FunctionDef | ast.ClassDef):
                # Defaults and decorators are evaluated outside, when the module is loaded.
                is_function = isinstance(child, ast.FunctionDef)
                prefix = f"{above}{child.name}" + (".<locals>." if is_function else ".")
                if is_function and child.body[0].lineno <= mutant.lines[-1]:
                    here = [*inside, f"{above}{child.name}"]
                last = child.end_lineno or child.lineno
                if child.lineno <= mutant.lines[0] <= last:
                    names[:] = here
                    look(child, prefix, here)
            else:
                look(child, prefix, here)

    look(ast.parse(source), "", [])
    return [function_name(Path(mutant.path), name) for name in names[-1:]]


def run_tests(root: Path, tests: Sequence[str], limit: int) -> str:
    """Run tests in a copy of the repository, until one fails.

    Args:
        root: the copy.
        tests: the names of single tests, in their order.
        limit: CPU s; tests that do not end are stopped then.

    Returns:
        The test that failed, or why the tests did not end; all passed: an empty text.
    """
    files = list(dict.fromkeys(test.split("::")[0] for test in tests))

    def run() -> int:
        pytest = importlib.import_module("pytest")
        order = quickest_first(tests)
        return int(pytest.main(["-q", "-x", "-p", "no:cacheprovider", *files], plugins=[order]))

    failed = root / "failed.txt"
    failed.unlink(missing_ok=True)
    status = in_new_process(run, root, limit)
    if status in (0, 5):  # 5: there was no test
        return ""
    name = failed.read_text(encoding="utf-8") if failed.is_file() else ""
    return name or ("tests that do not end" if status == -1 else "an error")


def is_noticed(mutant: Mutant, source: str, root: Path, runs: Runs) -> str:
    """Which test notices a change that has been made in the copy; none: an empty text."""
    functions = functions_of(mutant, source)
    tests = tests_that_run(runs, functions, mutant.path)
    # Few files are loaded for the first tests, most of which suffice.
    steps = (tests[:_FIRST], tests[_FIRST:])
    for step in (step for step in steps if step):
        took = sum(
            run["tests"][test]["seconds"]
            for run in runs.values()
            for test in step
            if test in run["tests"]
        )
        if name := run_tests(root, step, int(_SECONDS_TO_LOAD + _TIMES * took)):
            return name
    return ""


def test_package(
    name: str, package: Package, n: int, seed: int, root: Path, runs: Runs
) -> tuple[int, list[str]]:
    """How many of a sample of mutants of a package were noticed, and the others as diffs.

    Args:
        name: of the package.
        package: its code.
        n: mutants to try.
        seed: of the sample.
        root: a copy of the repository.
        runs: which tests run which functions.
    """
    sample, places = draw_mutants(package, n, seed, root)
    print(f"{name}: {len(sample)} of {places} places", flush=True)
    survivors = []
    for mutant in sample:
        source = (root / mutant.path).read_text(encoding="utf-8")
        changed = apply_mutant(mutant, source)
        (root / mutant.path).write_text(changed, encoding="utf-8")
        noticed = is_noticed(mutant, source, root, runs)
        (root / mutant.path).write_text(source, encoding="utf-8")
        lines = difflib.unified_diff(source.splitlines(), changed.splitlines(), lineterm="", n=0)
        diff = "\n".join(line for line in lines if not line.startswith(("---", "+++")))
        said = f"killed by {noticed}" if noticed else "SURVIVED"
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
    parser.add_argument("--kept", type=Path, default=_KEPT, help="which tests run what")
    options = parser.parse_args()
    for library in _LIBRARIES:
        importlib.import_module(library)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name in _COPIED:
            source = ROOT / name
            copy = shutil.copytree if source.is_dir() else shutil.copy2
            copy(source, root / name)
        runs = record(root, options.kept)
        results = {
            name: test_package(name, PACKAGES[name], options.n, options.seed, root, runs)
            for name in options.packages
        }
    for name, (killed, survivors) in results.items():
        n = killed + len(survivors)
        print(f"\n{name}: {killed} of {n} noticed ({killed / max(n, 1):.0%})")
        print("\n".join(survivors))


if __name__ == "__main__":
    main()
