"""The import rule, thin pages, one place for colours: what keeps the project easy to change."""

import ast
import re

import pytest

from lib.common import pages
from lib.common.paths import ROOT

WITH_STREAMLIT = {
    "lib/cached.py",
    "lib/controls.py",
    "lib/downloads.py",
    "lib/planned.py",
    "lib/presented.py",
    "lib/previewed.py",
    "lib/door.py",
    "lib/probe.py",
    "lib/shell.py",
    "lib/state.py",
    "lib/targeted.py",
    "lib/ui.py",
    "lib/worded.py",
    "lib/upload.py",
}
# Each layer may import itself and those before it.
LAYERS = [
    {"lib.text", "lib.style", "lib.drawing", "lib.address", "lib.memory"},
    {"lib.catalog", "lib.commitments", "lib.handed", "lib.workbook"},
    {"lib.data"},
    {"lib.measures", "lib.measures.*"},
    {"lib.world"},
    {"lib.ingest", "lib.ingest.*"},
    {"lib.view"},
    {"lib.say", "lib.insets"},
    {"lib.figure"},
    {"lib.estimates", "lib.findings", "lib.findings.*", "lib.tables", "lib.plans"},
    {"lib.choropleth", "lib.story"},
    {"lib.charts", "lib.charts.*", "lib.maps"},
    {"lib.plots", "lib.plots.*"},
    {"lib.export"},
    {
        "lib.cards",
        "lib.extract",
        "lib.paper",
        "lib.stage",
        "lib.slides",
        "lib.office",
        "lib.office.*",
    },
]
PURE = [
    p
    for p in sorted((ROOT / "lib").rglob("*.py"))
    if p.relative_to(ROOT).as_posix() not in WITH_STREAMLIT
]


def imports(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
            yield node.module


def layer(module):
    for i, names in enumerate(LAYERS):
        if any(module == n or (n.endswith(".*") and module.startswith(n[:-1])) for n in names):
            return i
    return None


@pytest.mark.parametrize("path", PURE, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_pure_modules_know_no_streamlit_and_import_downwards(path):
    name = path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".")
    module = name.removesuffix(".__init__")
    for imported in imports(path):
        assert not imported.startswith("streamlit"), f"{module} imports {imported}"
        here, there = layer(module), layer(imported)
        if module != "lib" and imported.startswith("lib.") and there is not None:
            assert here is not None, f"{module} is in no layer"
            assert there <= here, f"{module} imports {imported} from a layer above"


@pytest.mark.parametrize("page", pages.PAGES, ids=lambda p: p.slug)
def test_pages_only_compose(page):
    path = ROOT / page.script
    source = path.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= 60
    assert ast.get_docstring(ast.parse(source)).rstrip(".")
    assert not re.search(r"read_csv|groupby|alt\.|#[0-9a-f]{6}|open\(|def ", source)
    # A script directly below pages/ would be run without app.py on a cold server.
    assert path.parent.parent == ROOT / "pages"


def test_the_registry_names_every_page_script():
    scripts = {p.relative_to(ROOT).as_posix() for p in (ROOT / "pages").rglob("*.py")}
    assert scripts == {page.script for page in pages.PAGES}


def test_colours_stand_in_one_place():
    for path in [*PURE, *(ROOT / p for p in WITH_STREAMLIT), ROOT / "app.py"]:
        if path.name != "style.py":
            assert not re.search(r"[\"']#[0-9a-fA-F]{6}[\"']", path.read_text()), path.name
