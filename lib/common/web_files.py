"""The style sheets and scripts of lib/ui/web, and the two files that every page loads of them.

The document that the server sends names the two, so that a browser keeps them from page to page and
no run of a page sends them again. A name carries a hash of the content: a new release brings a new
name, and the file may be kept for good.
"""

import hashlib
import re
from dataclasses import dataclass
from functools import cache

from lib.common.paths import WEB

_PAGE_STYLES = ("ui.css",)
_PAGE_SCRIPTS = ("ui.js", "province_picker.js", "select_field.js")  # the others call the first


@dataclass(frozen=True)
class WebFile:
    """A file as browsers load it.

    Attributes:
        url: its address, with a hash of the content.
        content: its bytes, in UTF-8.
        media_type: what it is.
    """

    url: str
    content: bytes
    media_type: str


@cache
def read_web_file(name: str) -> str:
    """The text of a file of lib/ui/web, read once."""
    return (WEB / name).read_text(encoding="utf-8")


@cache
def compact_css(name: str) -> str:
    """A style sheet without comments, on one line: Streamlit goes through every line of HTML."""
    without_comments = re.sub(r"/\*.*?\*/", "", read_web_file(name), flags=re.DOTALL)
    return re.sub(r"(?<=[{};]) ", "", " ".join(without_comments.split()))


@cache
def page_styles() -> WebFile:
    """The styles of every page that depend on neither language nor theme."""
    text = "".join(compact_css(name) for name in _PAGE_STYLES)
    return _web_file("css", text, "text/css")


@cache
def page_scripts() -> WebFile:
    """The scripts of every page."""
    text = "\n".join(read_web_file(name) for name in _PAGE_SCRIPTS)
    return _web_file("js", text, "text/javascript")


def _web_file(ending: str, text: str, media_type: str) -> WebFile:
    content = text.encode()
    digest = hashlib.sha256(content).hexdigest()[:8]
    return WebFile(f"/assets/page-{digest}.{ending}", content, media_type)
