"""Pictures and files of a figure, made on the server without a browser."""

import copy
import csv
import io
import json
import re
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pandas as pd

from lib import style
from lib.data import ROOT
from lib.figure import Figure, LegendItem
from lib.style import FONT, PICTURE_FONT, TONES, Tone

WIDTH, SCALE = 1080, 2  # px of drawing area; the picture has twice as many
_LEGEND_ROW = 28  # px
_EXPRESSIONS = ("expr", "calculate", "filter", "labelExpr", "test")
_SIZES = re.compile(r"(?<![.\w])(width|height)\b")


def png(figure: Figure, topojson: str, theme: str, source: str) -> bytes:
    """The figure as a PNG with its title, subtitle, legend and source in the picture.

    Args:
        figure: what to draw.
        topojson: file name of the boundaries below ``static/`` (a map's address is replaced by it).
        theme: light or dark.
        source: the source line.
    """
    tone = TONES[theme]
    chart = copy.deepcopy(figure.spec)
    config = _fixed(chart.pop("config"), WIDTH, WIDTH)
    chart.pop("autosize", None)
    chart.pop("padding", None)
    is_map = "projection" in json.dumps(chart)
    chart["width"] = WIDTH // 2 if is_map else WIDTH
    _inline(chart, topojson)
    chart = _fixed(chart, chart["width"], chart["height"])
    legend = _legend(figure.legend, tone)
    parts = [chart, legend] if legend else [chart]
    spec: dict[str, Any] = {
        "hconcat" if is_map else "vconcat": parts,
        "spacing": 24,
        "padding": 28,
        "background": tone.background,
        "config": config | {"background": tone.background},
        "title": {
            "text": _wrap(figure.title, 72),
            "subtitle": [*_wrap(figure.subtitle, 110), source],
            "anchor": "start",
            "font": FONT,
            "fontSize": 26,
            "color": tone.ink,
            "subtitleFont": FONT,
            "subtitleFontSize": 17,
            "subtitleColor": tone.muted,
            "offset": 18,
        },
    }
    # With the browser's own family named first, text is measured too wide.
    drawn = json.loads(json.dumps(spec).replace(FONT, PICTURE_FONT))
    return drawing().vegalite_to_png(drawn, scale=SCALE)


@cache
def drawing() -> ModuleType:
    """vl-convert with our fonts: large, so it is loaded when the first picture is asked for."""
    import vl_convert

    vl_convert.register_font_directory(str(Path(__file__).parent / "fonts"))
    return vl_convert


def csv_bytes(table: pd.DataFrame) -> bytes:
    """A table as CSV that spreadsheets open with its diacritics (UTF-8 with a byte-order mark)."""
    out = io.StringIO()
    table.to_csv(out, index=False, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def _inline(node: Any, topojson: str) -> None:
    """Replace the boundaries' address by the boundaries: a picture has no server to ask."""
    if isinstance(node, dict):
        data = node.get("data")
        if isinstance(data, dict) and str(data.get("url", "")).endswith(topojson):
            shapes = json.loads((ROOT / "static" / topojson).read_text(encoding="utf-8"))
            node["data"] = {"values": shapes, "format": data["format"]}
        for value in node.values():
            _inline(value, topojson)
    elif isinstance(node, list):
        for value in node:
            _inline(value, topojson)


def _fixed(node: Any, width: int, height: int) -> Any:
    """Write the drawing's size into the expressions: parts of a picture have no such signals."""
    if isinstance(node, dict):
        return {
            key: _SIZES.sub(lambda m: str({"width": width, "height": height}[m[0]]), value)
            if key in _EXPRESSIONS and isinstance(value, str)
            else _fixed(value, width, height)
            for key, value in node.items()
        }
    if isinstance(node, list):
        return [_fixed(value, width, height) for value in node]
    return node


def _legend(items: tuple[LegendItem, ...], tone: Tone) -> dict[str, Any] | None:
    """The legend as a small chart: a swatch, a label and its detail a row."""
    if not items:
        return None
    rows = [
        {
            "i": i,
            "color": item.color,
            "dashed": item.dashed,
            "text": _wrap(f"{item.label}   {item.detail}".strip(), 60),
        }
        for i, item in enumerate(items)
    ]
    y = {"field": "i", "type": "ordinal", "axis": None}
    return {
        "data": {"values": rows},
        "width": 420,
        "height": {"step": _LEGEND_ROW},
        "layer": [
            {
                "mark": {"type": "square", "size": 260, "x": 10, "strokeWidth": 1.5, "opacity": 1},
                "encoding": {
                    "y": y,
                    "fill": {
                        "condition": {"test": "datum.dashed", "value": tone.background},
                        "field": "color",
                        "type": "nominal",
                        "scale": None,
                    },
                    "stroke": {
                        "condition": {
                            "test": "datum.dashed",
                            "field": "color",
                            "type": "nominal",
                            "scale": None,
                        },
                        "value": tone.grid,
                    },
                },
            },
            {
                "mark": {
                    "type": "text",
                    "x": 28,
                    "align": "left",
                    "baseline": "middle",
                    "fontSize": style.TEXT,
                    "color": tone.ink,
                    "font": FONT,
                },
                "encoding": {"y": y, "text": {"field": "text", "type": "nominal"}},
            },
        ],
    }


def _wrap(text: str, width: int) -> list[str]:
    """Lines of at most ``width`` characters."""
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
