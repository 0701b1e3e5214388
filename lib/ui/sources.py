"""What the addresses beside the pages are answered with: the caches and the door of the pages."""

from pathlib import Path

import streamlit as st

from lib.endpoints.sources import Sources
from lib.ui import auth, cache

_FRONT_END = Path(st.__file__).parent / "static"


def _font_url() -> str:
    """The path of Streamlit's copy of the font, whose name has a hash."""
    path = next(_FRONT_END.glob("static/media/SourceSansVF-Upright*.woff2"))
    return f"/{path.relative_to(_FRONT_END).as_posix()}"


SOURCES = Sources(
    dataset=cache.published_dataset,
    figure=cache.draw_figure,
    compute=cache.compute,
    is_locked=lambda: auth.access_rules() is not None,
    is_allowed=lambda request: auth.is_allowed(request.cookies),
    font_url=_font_url(),
)
