"""The templates and the code that names them agree."""

import re

from lib.common.paths import ROOT

UI = ROOT / "lib" / "ui"
SUFFIX = ".html.jinja"


def test_every_template_is_used_and_every_used_one_exists():
    files = (UI / "templates").rglob(f"*{SUFFIX}")
    templates = {p.relative_to(UI / "templates").as_posix().removesuffix(SUFFIX) for p in files}
    code = "".join(p.read_text(encoding="utf-8") for p in UI.rglob("*.py"))
    used = set(re.findall(r"show_(?:html|script)\(\s*\"([^\"]+)\"", code))
    assert templates == used | {"fields", "macros"}
