"""Pictures and files of a figure, made on the server without a browser.

A picture is as large as a slide (16:9, taller where the chart needs it), with the title, the
subtitle, the legend and the source in it.
"""

import copy
import itertools
import json
import re
from collections.abc import Sequence
from functools import cache
from types import ModuleType
from typing import Any

from lib.charts.figure import Figure, LegendItem
from lib.common import svg as common_svg
from lib.common.paths import FONTS, ROOT
from lib.common.theme import FONT, PALETTES, PICTURE_FONT, Palette

WIDTH, HEIGHT, SCALE = 1280, 720, 1.5  # px of drawing; the PNG has 1.5 times as many
# From a page's smallest text (16 px) to that of a slide (20 px), and the most a chart is enlarged.
SLIDE_SCALE, MAX_SCALE = 1.25, 1.6
_MAX_STRETCH = (
    1.6  # how much taller than on its page a chart is drawn before it is enlarged instead
)
_MARGIN, _TEXT, _TITLE, _SWATCH = 44, 20, 32, 20  # px
_COLUMN = 380  # px beside a map, for its legend
_NUMBERS = itertools.count()


def png(figure: Figure, topojson: str, theme: str, source: str) -> bytes:
    """The figure as a PNG, 1920 px wide; arguments as of ``svg``."""
    return vega_engine().svg_to_png(svg(figure, topojson, theme, source), scale=SCALE)


def svg(figure: Figure, topojson: str, theme: str, source: str) -> str:
    """The figure as an SVG, 1280 px wide, with title, subtitle, legend and source in it.

    Args:
        figure: what to draw.
        topojson: file name of the boundaries below ``static/`` (a chart's address of it is replaced
            by what it holds).
        theme: light or dark.
        source: the source line.
    """
    palette = PALETTES[theme]
    room = WIDTH - 2 * _MARGIN
    parts: list[str] = []
    y: float = _MARGIN - 8
    for words, size, weight, color in (
        (figure.title, _TITLE, common_svg.BOLD, palette.ink),
        (figure.subtitle, _TEXT, common_svg.REGULAR, palette.muted),
    ):
        for line in common_svg.wrap_text(words, size, room, weight):
            y += size * 1.22
            parts.append(common_svg.text_line(_MARGIN, y, size, line, color, weight))
    top = y + 20
    beside = is_map(figure)
    across = room - _COLUMN if beside else room
    legend, legend_height = _legend(
        figure.legend, palette, _COLUMN - 30 if beside else room, beside
    )
    sources = common_svg.wrap_text(source, _TEXT, room)
    below = (0 if beside or not legend else legend_height + 14) + len(sources) * _TEXT * 1.22 + 34
    scale, tall = fit_chart(figure, HEIGHT - top - below)
    parts.append(place_svg(chart_svg(figure, topojson, across, tall, scale), _MARGIN, top))
    y = top + tall
    if legend:
        x, at = (_MARGIN + across + 30, top + 12) if beside else (_MARGIN, y + 14)
        parts.append(f'<g transform="translate({x:.1f} {at:.1f})">{"".join(legend)}</g>')
        y += 0 if beside else 14 + legend_height
    for line in sources:
        y += _TEXT * 1.22
        parts.append(common_svg.text_line(_MARGIN, y + 8, _TEXT, line, palette.muted))
    return common_svg.svg_document(WIDTH, round(max(HEIGHT, y + 34)), palette.background, parts)


def fit_chart(figure: Figure, room: float, least: float = 1.0) -> tuple[float, float]:
    """How much a chart is enlarged and how tall it is (px) in a place ``room`` px tall.

    Text never gets smaller than a slide's; a chart that needs more room is taller than it.
    ``least``: how far its own height may be compressed.
    """
    own = figure.spec["height"]
    scale = min(max(room / (_MAX_STRETCH * own), SLIDE_SCALE), MAX_SCALE)
    return scale, max(min(room, 2 * scale * own), least * scale * own)


def chart_svg(
    figure: Figure,
    topojson: str,
    width: float,
    height: float,
    scale: float = SLIDE_SCALE,
    font: str = PICTURE_FONT,
    phone: bool = True,
) -> str:
    """The chart alone as an SVG of that size (px); ``scale`` 1 has the text sizes of a page.

    ``font``: the family by the name it has where the SVG is shown; measured is always ours.
    Without ``phone`` a narrow chart keeps the layout and the text size of a wide one.
    """
    spec = copy.deepcopy(figure.spec)
    spec |= {"width": round(width / scale, 1), "height": round(height / scale, 1), "padding": 2}
    _inline_boundaries(spec, topojson)
    # With the browser's own family named first, text is measured too wide.
    told = json.dumps(spec).replace(FONT, PICTURE_FONT)
    if not phone:
        told = re.sub(r"\bwidth (<|>=) \d+", r"width \1 0", told)
    out = vega_engine().vegalite_to_svg(json.loads(told))
    if font != PICTURE_FONT:
        out = out.replace(PICTURE_FONT, font)
    # Names inside must differ from those of other charts on the same page.
    number = next(_NUMBERS)
    out = re.sub(r'(\bid="|url\(#|href="#)', rf"\g<1>f{number}-", out)
    return re.sub(
        r'width="[\d.]+" height="[\d.]+"', f'width="{width:g}" height="{height:g}"', out, count=1
    )


def place_svg(chart: str, x: float, y: float) -> str:
    """An SVG as a part of a larger one, its corner at (x, y)."""
    return chart.replace("<svg ", f'<svg x="{x:.1f}" y="{y:.1f}" ', 1)


def is_map(figure: Figure) -> bool:
    """Whether a figure is a map; its legend stands beside it."""
    return "projection" in figure.spec


@cache
def vega_engine() -> ModuleType:
    """vl-convert with our fonts: large, so it is loaded when the first picture is asked for."""
    import vl_convert

    vl_convert.register_font_directory(str(FONTS))
    return vl_convert


@cache
def _boundaries(topojson: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The boundaries, and only their names and codes."""
    shapes = json.loads((ROOT / "static" / topojson).read_text(encoding="utf-8"))
    keys = ("id", "properties")
    return shapes, [{k: g[k] for k in keys} for g in shapes["objects"]["provinces"]["geometries"]]


def _inline_boundaries(node: Any, topojson: str) -> None:
    """Replace the boundaries' address by what is read there: a picture has no server to ask."""
    if isinstance(node, dict):
        data = node.get("data")
        if isinstance(data, dict) and str(data.get("url", "")).endswith(topojson):
            shapes, names = _boundaries(topojson)
            if "property" in data["format"]:  # looked up for the names alone
                node["data"] = {"values": names}
            else:
                node["data"] = {"values": shapes, "format": data["format"]}
        for value in node.values():
            _inline_boundaries(value, topojson)
    elif isinstance(node, list):
        for value in node:
            _inline_boundaries(value, topojson)


def _legend(
    items: Sequence[LegendItem], palette: Palette, room: float, column: bool
) -> tuple[list[str], float]:
    """The legend from (0, 0) and its height, px: in lines that wrap, or one item below another."""
    parts: list[str] = []
    x = y = 0.0
    line = _TEXT * 1.35
    for item in items:
        words = f"{item.label}  {item.detail}".strip()
        beside = _SWATCH + 10
        lines = common_svg.wrap_text(words, _TEXT, room - beside)
        across = beside + max(common_svg.text_width(w, _TEXT) for w in lines) + 28
        if x and (column or x + across - 28 > room):
            x, y = 0.0, y + line
        parts.append(_swatch(item, palette, x, y + 3))
        for i, words in enumerate(lines):
            at = y + i * line + _TEXT * 0.95
            parts.append(common_svg.text_line(x + beside, at, _TEXT, words, palette.ink))
        y += line * (len(lines) - 1)
        x += across
    return parts, y + line if parts else 0.0


def _swatch(item: LegendItem, palette: Palette, x: float, y: float) -> str:
    """A legend's sample of what stands in the chart, its corner at (x, y)."""
    dash = ' stroke-dasharray="4 3"' if item.dashed else ""
    if item.mark == "line":
        middle = x + _SWATCH / 2
        return (
            f'<path d="M{middle:.1f} {y:.1f}v{_SWATCH}" stroke="{item.color}"'
            f' stroke-width="{2 if item.dashed else 3.5}"{dash}/>'
        )
    hollow = item.dashed or item.mark == "outline"
    fill, edge = (palette.background, item.color) if hollow else (item.color, palette.grid)
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{_SWATCH}" height="{_SWATCH}" rx="3" fill="{fill}"'
        f' stroke="{edge}"{dash} stroke-width="{2 if hollow else 1}"/>'
    )
