"""What keeps the project easy to change: thin pages, one place for colours, small modules.

Which package may import which is a contract in pyproject.toml; ``make check`` holds it.
"""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from lib.common import pages
from lib.common.paths import ROOT

LIB = ROOT / "lib"
MODULES_PER_FOLDER, LINES_PER_MODULE, LINES_PER_FUNCTION = 14, 400, 80
# "path" or "path:function" that is longer, with the reason.
LONGER: dict[str, str] = {}
PARTS = ("lib", "pages", "tests", "bench", "deploy", "geo")
SOURCES = [
    ROOT / "app.py",
    *(path for part in PARTS for path in sorted((ROOT / part).rglob("*.py"))),
]
FOLDERS = sorted({path.parent for path in LIB.rglob("*.py")})


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """The name of every function and how many lines it has."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, node.end_lineno - node.lineno + 1


@pytest.mark.parametrize("page", pages.PAGES, ids=lambda p: p.slug)
def test_pages_only_compose(page):
    path = ROOT / page.script
    source = path.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= 60
    assert ast.get_docstring(ast.parse(source)).rstrip(".")
    assert not re.search(r"read_csv|groupby|alt\.|#[0-9a-f]{6}|open\(|def ", source)
    # A script directly below pages/ would be run without app.py on a cold server.
    assert path.parent.parent == ROOT / "pages"


def test_the_list_of_pages_names_every_script():
    scripts = {name(path) for path in (ROOT / "pages").rglob("*.py")}
    assert scripts == {page.script for page in pages.PAGES}


def test_colours_stand_only_in_the_theme():
    colour = re.compile(r"[\"']#[0-9a-fA-F]{6}[\"']")
    used = {
        name(path)
        for path in SOURCES
        if path.parts[len(ROOT.parts)] in ("lib", "pages", "app.py")
        and colour.search(path.read_text(encoding="utf-8"))
    }
    assert used == {"lib/common/theme.py"}


@pytest.mark.parametrize("folder", FOLDERS, ids=name)
def test_a_folder_is_a_package_of_few_modules_that_says_what_it_is(folder):
    package = folder / "__init__.py"
    assert package.exists() and ast.get_docstring(ast.parse(package.read_text(encoding="utf-8")))
    modules = [path for path in folder.glob("*.py") if path != package]
    assert len(modules) <= MODULES_PER_FOLDER


def test_every_package_stands_in_the_contract_of_layers():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    (layers,) = [c["layers"] for c in contracts["contracts"] if c["type"] == "layers"]
    listed = {package.strip() for layer in layers for package in layer.split("|")}
    children = {path.parent.name for path in LIB.glob("*/__init__.py")}
    children |= {path.stem for path in LIB.glob("*.py") if path.name != "__init__.py"}
    assert listed == children


def test_modules_and_functions_are_short():
    lengths = {name(path): len(path.read_text("utf-8").splitlines()) for path in SOURCES}
    long = {module for module, lines in lengths.items() if lines > LINES_PER_MODULE}
    long |= {
        f"{name(path)}:{function}"
        for path in SOURCES
        for function, lines in functions(path)
        if lines > LINES_PER_FUNCTION
    }
    assert sorted(long - set(LONGER)) == []
    assert sorted(set(LONGER) - long) == [], "no longer an exception"
