"""Pictures of a figure (SVG, PNG), made on the server without a browser.

A picture has the shape of a slide (16:9, taller where the chart needs it) and holds the title, the
subtitle, the legend and the source. All lengths are px of the drawing.
"""

import base64
import copy
import html
import itertools
import json
import re
from collections.abc import Sequence
from functools import cache
from types import ModuleType
from typing import Any

from lib.charts.chart_data import decode_rows
from lib.charts.figure import Figure, LegendItem
from lib.common import letter_widths
from lib.common import svg as common_svg
from lib.common.font_subset import woff_subset
from lib.common.paths import FONTS, ROOT
from lib.common.theme import FONT, PALETTES, PICTURE_FONT, Palette

WIDTH = 1280  # px
HEIGHT = 720  # px, at least
PNG_SCALE = 1.5  # px of the PNG for one px of the drawing
SLIDE_SCALE = 1.25  # from the smallest text of a page (16 px) to that of a slide (20 px)
_MAX_SCALE = 1.6  # how much a chart is enlarged at most
_MAX_STRETCH = 1.6  # how much taller than on its page a chart is drawn before it is enlarged
_MARGIN = 44  # px
_TEXT_SIZE = 20  # px
_TITLE_SIZE = 32  # px
_LINE_HEIGHT = 1.22  # of a text's size
_LEGEND_LINE_HEIGHT = 1.35  # of a text's size
_LEGEND_COLUMN = 380  # px beside a map for its legend
_SWATCH = 20  # px
_SWATCH_GAP = 10  # px between a swatch and its label
_ITEM_GAP = 28  # px between two items of a legend in one line
_CHART_NUMBERS = itertools.count()


def png(figure: Figure, topojson: str, theme: str, source: str) -> bytes:
    """The figure as a PNG, 1920 px wide; arguments as of ``svg``."""
    return vega_engine().svg_to_png(_picture(figure, topojson, theme, source), scale=PNG_SCALE)


def svg(figure: Figure, topojson: str, theme: str, source: str) -> str:
    """The figure as an SVG, 1280 px wide, that carries the letters of its texts.

    Arguments as of ``_picture``.
    """
    return with_fonts(_picture(figure, topojson, theme, source))


def with_fonts(document: str) -> str:
    """An SVG with the parts of the project's fonts that its texts need.

    Browsers show it the same wherever it is opened; programs that read no fonts in an SVG show it
    in a font of their own.
    """
    texts = html.unescape("".join(re.findall(r">([^<]+)<", document)))
    rules = []
    for weight, file in letter_widths.FONT_FILES.items():
        # Vega and the layout write the weights in either way.
        if weight == letter_widths.BOLD and not re.search(r'font-weight="(bold|[67]00)"', document):
            continue
        font = base64.b64encode(woff_subset(FONTS / file, set(texts))).decode()
        rules.append(
            f"@font-face{{font-family:{PICTURE_FONT.split(',')[0]};font-weight:{weight};"
            f"src:url(data:font/woff;base64,{font})}}"
        )
    start = document.index(">") + 1
    return f"{document[:start]}<style>{''.join(rules)}</style>{document[start:]}"


def _picture(figure: Figure, topojson: str, theme: str, source: str) -> str:
    """The figure as an SVG with title, subtitle, legend and source in it, without fonts.

    Args:
        figure: The figure to draw.
        topojson: File name of the boundaries in ``static/``; a chart that refers to the file by its
            URL gets its content instead.
        theme: "light" or "dark".
        source: The source line.
    """
    palette = PALETTES[theme]
    text_width = WIDTH - 2 * _MARGIN
    parts, y = _heading(figure, palette)
    top = y + 20
    is_legend_beside = is_map(figure)
    chart_width = text_width - _LEGEND_COLUMN if is_legend_beside else text_width
    legend, legend_height = _legend(
        figure.legend,
        palette,
        _LEGEND_COLUMN - 30 if is_legend_beside else text_width,
        is_legend_beside,
    )
    source_lines = common_svg.wrap_text(source, _TEXT_SIZE, text_width)
    height_below = (
        (0 if is_legend_beside or not legend else legend_height + 14)
        + len(source_lines) * _TEXT_SIZE * _LINE_HEIGHT
        + 34
    )
    scale, chart_height = fit_chart(figure, HEIGHT - top - height_below)
    chart = chart_svg(figure, topojson, chart_width, chart_height, scale)
    parts.append(place_svg(chart, _MARGIN, top))
    y = top + chart_height
    if legend:
        left, legend_top = (
            (_MARGIN + chart_width + 30, top + 12) if is_legend_beside else (_MARGIN, y + 14)
        )
        parts.append(f'<g transform="translate({left:.1f} {legend_top:.1f})">{"".join(legend)}</g>')
        y += 0 if is_legend_beside else 14 + legend_height
    for line in source_lines:
        y += _TEXT_SIZE * _LINE_HEIGHT
        parts.append(common_svg.text_line(_MARGIN, y + 8, _TEXT_SIZE, line, palette.muted))
    return common_svg.svg_document(WIDTH, round(max(HEIGHT, y + 34)), palette.background, parts)


def fit_chart(figure: Figure, available: float, min_stretch: float = 1.0) -> tuple[float, float]:
    """Choose how much a chart is enlarged and how tall it is drawn.

    Its text never gets smaller than a slide's; a chart that needs more height than there
    is takes it.

    Args:
        figure: The chart.
        available: Height that there is for it, px.
        min_stretch: To what fraction of its height on a page a chart may be compressed.

    Returns:
        The scale, and the chart's height in px at that scale.
    """
    page_height = figure.spec["height"]
    scale = min(max(available / (_MAX_STRETCH * page_height), SLIDE_SCALE), _MAX_SCALE)
    height = min(available, 2 * scale * page_height)
    return scale, max(height, min_stretch * scale * page_height)


def chart_svg(
    figure: Figure,
    topojson: str,
    width: float,
    height: float,
    scale: float = SLIDE_SCALE,
    font: str = PICTURE_FONT,
    phone_layout: bool = True,
) -> str:
    """The chart alone as an SVG.

    Args:
        figure: The figure that the chart is of.
        topojson: As of ``svg``.
        width: Width of the SVG, px.
        height: Height of the SVG, px.
        scale: How much larger than on a page everything is drawn.
        font: Name of the font family where the SVG is shown. Text is always measured with the
            project's own edition of the family.
        phone_layout: Whether a narrow chart takes the layout and the text size of phones.
    """
    spec = copy.deepcopy(figure.spec)
    spec |= {"width": round(width / scale, 1), "height": round(height / scale, 1), "padding": 2}
    if figure.data:
        spec["datasets"] = {name: decode_rows(table) for name, table in figure.data.items()}
    _inline_boundaries(spec, topojson)
    # With the browser's own family named first, text is measured too wide.
    spec_json = json.dumps(spec).replace(FONT, PICTURE_FONT)
    if not phone_layout:
        spec_json = re.sub(r"\bwidth (<|>=) \d+", r"width \1 0", spec_json)
    out = vega_engine().vegalite_to_svg(json.loads(spec_json))
    if font != PICTURE_FONT:
        out = out.replace(PICTURE_FONT, font)
    # Ids must differ from those of other charts that are put into the same page.
    number = next(_CHART_NUMBERS)
    out = re.sub(r'(\bid="|url\(#|href="#)', rf"\g<1>f{number}-", out)
    return re.sub(
        r'width="[\d.]+" height="[\d.]+"', f'width="{width:g}" height="{height:g}"', out, count=1
    )


def place_svg(chart: str, x: float, y: float) -> str:
    """An SVG as a part of a larger one, its upper left corner at (x, y)."""
    return chart.replace("<svg ", f'<svg x="{x:.1f}" y="{y:.1f}" ', 1)


def is_map(figure: Figure) -> bool:
    """Whether a figure is a map; the legend of a map stands beside it."""
    return "projection" in figure.spec


@cache
def vega_engine() -> ModuleType:
    """vl-convert with the project's fonts, loaded at the first picture because it is large."""
    import vl_convert

    vl_convert.register_font_directory(str(FONTS))
    return vl_convert


@cache
def _boundaries(topojson: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The boundaries, and a list of only the provinces' ids and properties."""
    shapes = json.loads((ROOT / "static" / topojson).read_text(encoding="utf-8"))
    keys = ("id", "properties")
    return shapes, [{k: g[k] for k in keys} for g in shapes["objects"]["provinces"]["geometries"]]


def _inline_boundaries(node: Any, topojson: str) -> None:
    """Replace the URL of the boundaries by their content: there is no server to fetch it from."""
    if isinstance(node, dict):
        data = node.get("data")
        if isinstance(data, dict) and str(data.get("url", "")).endswith(topojson):
            shapes, properties = _boundaries(topojson)
            if "property" in data["format"]:  # a lookup of names, which needs no shapes
                node["data"] = {"values": properties}
            else:
                node["data"] = {"values": shapes, "format": data["format"]}
        for value in node.values():
            _inline_boundaries(value, topojson)
    elif isinstance(node, list):
        for value in node:
            _inline_boundaries(value, topojson)


def _heading(figure: Figure, palette: Palette) -> tuple[list[str], float]:
    """Title and subtitle as SVG, and the baseline of their last line."""
    parts: list[str] = []
    y: float = _MARGIN - 8
    for text, size, weight, color in (
        (figure.title, _TITLE_SIZE, letter_widths.BOLD, palette.ink),
        (figure.subtitle, _TEXT_SIZE, letter_widths.REGULAR, palette.muted),
    ):
        for line in common_svg.wrap_text(text, size, WIDTH - 2 * _MARGIN, weight):
            y += size * _LINE_HEIGHT
            parts.append(common_svg.text_line(_MARGIN, y, size, line, color, weight))
    return parts, y


def _legend(
    items: Sequence[LegendItem], palette: Palette, width: float, in_column: bool
) -> tuple[list[str], float]:
    """The legend as SVG from (0, 0), and its height.

    Items follow each other in lines that wrap at ``width``, or stand one below another.
    """
    parts: list[str] = []
    x = y = 0.0
    line_height = _TEXT_SIZE * _LEGEND_LINE_HEIGHT
    text_left = _SWATCH + _SWATCH_GAP
    for item in items:
        text = f"{item.label}  {item.detail}".strip()
        lines = common_svg.wrap_text(text, _TEXT_SIZE, width - text_left)
        item_width = text_left + max(letter_widths.text_width(line, _TEXT_SIZE) for line in lines)
        if x and (in_column or x + item_width > width):
            x, y = 0.0, y + line_height
        parts.append(_swatch(item, palette, x, y + 3))
        for i, line in enumerate(lines):
            baseline = y + i * line_height + _TEXT_SIZE * 0.95
            parts.append(
                common_svg.text_line(x + text_left, baseline, _TEXT_SIZE, line, palette.ink)
            )
        y += line_height * (len(lines) - 1)
        x += item_width + _ITEM_GAP
    return parts, y + line_height if parts else 0.0


def _swatch(item: LegendItem, palette: Palette, x: float, y: float) -> str:
    """A legend's sample of what is drawn in the chart, its upper left corner at (x, y)."""
    dash = ' stroke-dasharray="4 3"' if item.dashed else ""
    middle = _SWATCH / 2
    strokes = {
        "line": f"M{x + middle:.1f} {y:.1f}v{_SWATCH}",
        "path": f"M{x:.1f} {y + middle:.1f}h{_SWATCH}",
    }
    if stroke := strokes.get(item.swatch):
        return (
            f'<path d="{stroke}" stroke="{item.color}"'
            f' stroke-width="{2 if item.dashed else 3.5}"{dash}/>'
        )
    is_hollow = item.dashed or item.swatch == "outline"
    fill, edge = (palette.background, item.color) if is_hollow else (item.color, palette.grid)
    paint = f'fill="{fill}" stroke="{edge}"{dash} stroke-width="{2 if is_hollow else 1}"'
    half = _SWATCH / 2
    if item.swatch == "circle":
        return f'<circle cx="{x + half:.1f}" cy="{y + half:.1f}" r="{half:g}" {paint}/>'
    if item.swatch == "triangle":
        return f'<path d="M{x:.1f} {y + _SWATCH:.1f}h{_SWATCH}l{-half:g} {-_SWATCH}z" {paint}/>'
    if item.swatch == "diamond":
        steps = f"l{half:g} {half:g}l{-half:g} {half:g}l{-half:g} {-half:g}z"
        return f'<path d="M{x + half:.1f} {y:.1f}{steps}" {paint}/>'
    box = f'x="{x:.1f}" y="{y:.1f}" width="{_SWATCH}" height="{_SWATCH}" rx="3"'
    return f"<rect {box} {paint}/>{_hatching(item, x, y) if item.hatched else ''}"


def _hatching(item: LegendItem, x: float, y: float) -> str:
    """The lines of a hatched swatch, rising where it is filled, as on the map."""
    step = _SWATCH / 4
    lines = []
    for k in range(-3, 4):
        offset = k * step
        start, end = max(0.0, -offset), min(_SWATCH, _SWATCH - offset)  # left to right
        low, high = start + offset, end + offset  # downwards
        if not item.dashed:
            low, high = _SWATCH - low, _SWATCH - high
        lines.append(f"M{x + start:.1f} {y + low:.1f}L{x + end:.1f} {y + high:.1f}")
    return f'<path d="{"".join(lines)}" stroke="{item.hatch_color}" stroke-width="1.2"/>'
