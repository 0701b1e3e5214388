"""What the addresses beside the pages are answered with: the caches and the door of the pages."""

import re
from functools import cache as keep
from pathlib import Path

import streamlit as st

from lib.endpoints.sources import Sources
from lib.ui import auth, cache

_FRONT_END = Path(st.__file__).parent / "static"
_SCRIPTS = _FRONT_END / "static" / "js"


def _font_url() -> str:
    """The path of Streamlit's copy of the font, whose name has a hash."""
    path = next(_FRONT_END.glob("static/media/SourceSansVF-Upright*.woff2"))
    return f"/{path.relative_to(_FRONT_END).as_posix()}"


@keep
def _front_end_scripts(part: str) -> tuple[str, ...]:
    """The paths of the scripts that a part of Streamlit's front end is loaded from.

    Without those that the document names itself; () where no part has this name.
    """
    named = (_FRONT_END / "index.html").read_text(encoding="utf-8")
    found: dict[str, None] = {}
    waiting = [path.name for path in _SCRIPTS.glob(f"{part}.*.js")]
    while waiting:
        script = waiting.pop()
        if script not in found and f"/{script}" not in named:
            found[script] = None
            text = (_SCRIPTS / script).read_text(encoding="utf-8")
            waiting += re.findall(r'(?:from|import)"\./([^"/]+\.js)"', text)
    return tuple(f"/static/js/{script}" for script in found)


SOURCES = Sources(
    dataset=cache.published_dataset,
    figure=cache.draw_figure,
    compute=cache.compute,
    is_locked=lambda: auth.access_rules() is not None,
    is_allowed=lambda request: auth.is_allowed(request.cookies),
    font_url=_font_url(),
    front_end_scripts=_front_end_scripts,
)
