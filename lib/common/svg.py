"""Pieces of a picture laid out by hand as SVG, in px: boxes, and lines of text of known width."""

import html
import math
from functools import cache

from PIL import ImageFont

from lib.common.paths import FONTS
from lib.common.strings import wrap_lines
from lib.common.theme import PICTURE_FONT

BOLD, REGULAR = 700, 400
_FILES = {BOLD: "SourceSansPro-Bold.ttf", REGULAR: "SourceSansPro-Regular.ttf"}


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
    words: str,
    color: str,
    weight: int = REGULAR,
    *,
    room: float = math.inf,
    anchor: str = "start",
) -> str:
    """One line of text on its baseline, smaller where it would be wider than ``room`` px."""
    size *= min(1.0, room / max(text_width(words, size, weight), 1))
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:.1f}" font-weight="{weight}"'
        f' fill="{color}" text-anchor="{anchor}">{html.escape(words)}</text>'
    )


def text_width(words: str, size: float, weight: int = REGULAR) -> float:
    """How wide a text is, px."""
    return _font(weight).getlength(words) / 100 * size


def wrap_text(words: str, size: float, room: float, weight: int = REGULAR) -> list[str]:
    """Lines that are at most ``room`` px wide; a single word may be wider."""
    return wrap_lines(words, lambda line: text_width(line, size, weight), room)


@cache
def _font(weight: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS / _FILES[weight], 100)
