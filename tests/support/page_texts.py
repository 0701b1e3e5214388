"""The texts of a page as a reader meets them, one line each, without a browser."""

import re
from html.parser import HTMLParser
from typing import Any

from streamlit.testing.v1 import AppTest

_INLINE = {"abbr", "b", "bdi", "code", "em", "i", "small", "span", "strong", "sub", "sup", "u"}
_UNREAD = {"script", "style", "svg", "option"}
_READ_ATTRIBUTES = ("alt", "aria-label", "title", "placeholder")
# What a page made of Streamlit's own parts says by the words of a label.
_LABELLED = ("expander", "download_button", "text_input", "select_slider")
_WRITTEN = ("markdown", "subheader", "caption")


class _TextParser(HTMLParser):
    """Collects the lines of a piece of HTML; what is only heard is in square brackets."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self._words: list[str] = []
        self._unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNREAD:
            self._unread += 1
        if tag not in _INLINE:
            self.end_line()
        if not self._unread:
            heard = [value for name, value in attrs if name in _READ_ATTRIBUTES and value]
            self.lines += [f"[{_one_line(value)}]" for value in heard]

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNREAD:
            self._unread -= 1
        if tag not in _INLINE:
            self.end_line()

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self._words.append(data)

    def end_line(self) -> None:
        if line := _one_line("".join(self._words)):
            self.lines.append(line)
        self._words = []


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def html_lines(html: str) -> list[str]:
    """The lines of a piece of HTML, without icons, pictures and scripts."""
    parser = _TextParser()
    parser.feed(
        re.sub(r'<(\w+)[^>]*class="[^"]*\b(?:icon|material)[^"]*"[^>]*>[^<]*</\1>', "", html)
    )
    parser.end_line()
    return parser.lines


def page_lines(app: AppTest) -> list[str]:
    """The lines of the page's main part in their order."""
    lines: list[str] = []
    _collect(app.main, lines)
    return lines


def _collect(node: Any, lines: list[str]) -> None:
    kind = node.type
    if kind == "html":
        lines += html_lines(node.proto.body)
    elif kind in _WRITTEN:
        lines += [_one_line(line) for line in node.value.splitlines() if line.strip()]
    elif kind in _LABELLED and getattr(node, "label", ""):
        lines.append(_one_line(node.label))
    elif kind == "button_group":
        lines.append(
            _one_line(
                f"{node.proto.label}: {' | '.join(option.strip() for option in node.options)}"
            )
        )
    elif kind == "table":
        lines.append(" | ".join(map(str, node.value.columns)))
    children = getattr(node, "children", {})
    for child in children.values():
        _collect(child, lines)
