"""Do the tests notice a wrong line? ``python -m bench.mutants``, which ``make mutants`` runs.

A mutant is the code with one small change (another operator, number or truth value, a loop that
does not run), as Cosmic Ray makes them. For each package a sample of all its mutants, drawn with a
fixed seed, is tested with the tests of that package in a copy of the repository. A mutant that no
test notices survives: a missing test, or a change that means the same.
"""

import argparse
import difflib
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cosmic_ray import plugins
from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code

from lib.common.paths import ROOT

# Folders and files of the code, and the tests that should notice a change in them.
PACKAGES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "stats": (("lib/stats",), ("tests/stats",)),
    "model": (("lib/model",), ("tests/model", "tests/stats/test_printed_scores.py")),
    "ingest": (("lib/ingest",), ("tests/ingest",)),
    "renderers": (
        ("lib/charts", "lib/exports/pptx", "lib/exports/images.py"),
        ("tests/charts", "tests/exports/test_pptx.py"),
    ),
}
# Changes that nearly always mean the same or cannot be run: type hints with |, names of arguments.
_LEFT_OUT = ("BinaryOperator_BitOr", "RemoveDecorator", "VariableReplacer", "VariableInserter")
_COPIED = (
    "app.py", "bench", "data", "deploy", "docs", "geo", "lib", "pages", "pyproject.toml", "static",
    "tests",
)  # fmt: skip
_SECONDS = 900  # that the tests of a package may take; a change may make a loop endless


@dataclass(frozen=True)
class Mutant:
    """One change: the file, the operator of Cosmic Ray, and which of its places."""

    path: str
    operator: str
    occurrence: int


def list_mutants(paths: tuple[str, ...]) -> list[Mutant]:
    """All mutants of the modules in some folders, or of single modules."""
    return [
        Mutant(module.relative_to(ROOT).as_posix(), name, number)
        for path in paths
        for module in _modules(ROOT / path)
        for name, number in _changes(module.read_text(encoding="utf-8"))
    ]


def _modules(path: Path) -> list[Path]:
    """The modules in a folder; a module itself."""
    return [path] if path.is_file() else sorted(path.rglob("*.py"))


def _changes(source: str) -> Iterator[tuple[str, int]]:
    """The operators that find something to change, with the number of each place."""
    nodes = list(ast_nodes(get_ast(source)))
    for name in plugins.operator_names():
        operator_class = plugins.get_operator(name)
        if operator_class.arguments() or any(part in name for part in _LEFT_OUT):
            continue
        operator = operator_class()
        places = sum(len(list(operator.mutation_positions(node))) for node in nodes)
        yield from ((name, number) for number in range(places))


def apply_mutant(mutant: Mutant, source: str) -> str:
    """The code with the change."""
    operator = plugins.get_operator(mutant.operator)()
    changed: str | None = mutate_code(source, operator, mutant.occurrence)
    return source if changed is None else changed


def is_noticed(root: Path, tests: tuple[str, ...]) -> bool:
    """Whether a test fails in a copy of the repository, or the tests do not end."""
    # No new caches: the clock of a file is too coarse to tell two changes apart.
    command = [sys.executable, "-B", "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests]
    try:
        run = subprocess.run(command, cwd=root, capture_output=True, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return True
    return run.returncode != 0


def test_package(name: str, n: int, seed: int, root: Path) -> tuple[int, list[str]]:
    """How many of a sample of mutants of a package were noticed, and the others as diffs.

    Args:
        name: of PACKAGES.
        n: mutants to try.
        seed: of the sample.
        root: a copy of the repository.
    """
    paths, tests = PACKAGES[name]
    if is_noticed(root, tests):
        raise SystemExit(f"{name}: the tests fail without any change")
    mutants = list_mutants(paths)
    sample = random.Random(seed).sample(mutants, min(n, len(mutants)))
    print(f"{name}: {len(sample)} of {len(mutants)} mutants", flush=True)
    survivors = []
    for mutant in sample:
        source = (ROOT / mutant.path).read_text(encoding="utf-8")
        changed = apply_mutant(mutant, source)
        (root / mutant.path).write_text(changed, encoding="utf-8")
        noticed = is_noticed(root, tests)
        (root / mutant.path).write_text(source, encoding="utf-8")
        lines = difflib.unified_diff(source.splitlines(), changed.splitlines(), lineterm="", n=0)
        diff = "\n".join(line for line in lines if not line.startswith(("---", "+++")))
        print(f"{'killed' if noticed else 'SURVIVED'} {mutant.path}\n{diff}", flush=True)
        if not noticed:
            survivors.append(f"{mutant.path}\n{diff}")
    return len(sample) - len(survivors), survivors


def main() -> None:
    """Try a sample of each package and print the share that was noticed, and all that was not."""
    parser = argparse.ArgumentParser("python -m bench.mutants", description=__doc__)
    parser.add_argument("packages", nargs="*", default=list(PACKAGES), help="of: stats, model, ...")
    parser.add_argument("--n", type=int, default=30, help="mutants of each package")
    parser.add_argument("--seed", type=int, default=2026, help="of the sample")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name in _COPIED:
            source = ROOT / name
            copy = shutil.copytree if source.is_dir() else shutil.copy2
            copy(source, root / name)
        results = {p: test_package(p, options.n, options.seed, root) for p in options.packages}
    for package, (killed, survivors) in results.items():
        n = killed + len(survivors)
        print(f"\n{package}: {killed} of {n} noticed ({killed / max(n, 1):.0%})")
        print("\n".join(survivors))


if __name__ == "__main__":
    main()
