"""Pieces of an SVG picture with a layout of our own: boxes and lines of measured text, in px."""

import html
import math
from typing import Literal

from lib.common.letter_widths import REGULAR, text_width
from lib.common.strings import wrap_lines
from lib.common.theme import PICTURE_FONT


def svg_document(width: float, height: float, background: str, parts: list[str]) -> str:
    """A whole picture as SVG text."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}"'
        f' viewBox="0 0 {width:g} {height:g}" font-family="{html.escape(PICTURE_FONT)}">'
        f"{rectangle(0, 0, width, height, background)}{''.join(parts)}</svg>"
    )


def rectangle(x: float, y: float, width: float, height: float, fill: str, stroke: str = "") -> str:
    """A filled box, with an edge where ``stroke`` is a colour."""
    edge = f' stroke="{stroke}"' if stroke else ""
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
        f' fill="{fill}"{edge}/>'
    )


def text_line(
    x: float,
    y: float,
    size: float,
    text: str,
    color: str,
    weight: int = REGULAR,
    *,
    max_width: float = math.inf,
    anchor: Literal["start", "middle", "end"] = "start",
) -> str:
    """One line of text on its baseline, in a smaller size where it would exceed ``max_width``."""
    size *= min(1.0, max_width / max(text_width(text, size, weight), 1))
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:.1f}" font-weight="{weight}"'
        f' fill="{color}" text-anchor="{anchor}">{html.escape(text)}</text>'
    )


def wrap_text(text: str, size: float, max_width: float, weight: int = REGULAR) -> list[str]:
    """Lines that are at most ``max_width`` px wide; a single word may be wider."""
    return wrap_lines(text, lambda line: text_width(line, size, weight), max_width)
