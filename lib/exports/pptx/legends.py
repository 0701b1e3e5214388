"""Legends as shapes: in lines below a chart, or in a column beside a map."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pptx.enum.dml import MSO_LINE
from pptx.enum.shapes import MSO_SHAPE

from lib.charts.figure import LegendItem
from lib.common.theme import LIGHT
from lib.exports.pptx.drawing import (
    LINE_HEIGHT,
    Box,
    add_run,
    add_shape,
    add_text_box,
    hatch_shape,
    set_alt_text,
    text_width,
    wrap_text,
)

_TEXT_SIZE = 14
_SWATCH = 11
_SWATCH_GAP = 6  # between swatch and label below a chart
_ITEM_GAP = 18  # between two items in a line
_COLUMN_SWATCH_GAP = 8  # between swatch and label beside a map
_COLUMN_ITEM_GAP = 8  # between two items in a column
_DETAIL_SEPARATOR = " · "  # in a column, what it separates stands on lines of its own
# Before a part that may stand on its own line.
_REMARK = re.compile(rf"{_DETAIL_SEPARATOR}|(?<=,) | (?=\()")
_SHAPES = {
    "circle": MSO_SHAPE.OVAL,
    "triangle": MSO_SHAPE.ISOSCELES_TRIANGLE,
    "diamond": MSO_SHAPE.DIAMOND,
}
_PALE_COLORS = (LIGHT.groups[3], LIGHT.band, LIGHT.grid)  # not visible on white without an edge


def column_width(items: Sequence[LegendItem]) -> float:
    """How wide a legend in a column is, with swatches and margins.

    A remark on a range of scores goes on in a second line: beside it the map would be too small.
    """
    details = [part for item in items for part in _REMARK.split(item.detail)]
    widths = [text_width(part, _TEXT_SIZE) for part in details]
    widths += [text_width(item.label, _TEXT_SIZE, bold=True) for item in items]
    return max(widths) + _SWATCH + 24


def add_legend_column(shapes: Any, items: Sequence[LegendItem], lang: str, box: Box) -> None:
    """Add a legend from the top of a box down, each label with its detail below it."""
    x, y, width, _ = box
    text_left = x + _SWATCH + _COLUMN_SWATCH_GAP
    available = width - _SWATCH - _COLUMN_SWATCH_GAP
    line_height = _TEXT_SIZE * LINE_HEIGHT
    for item in items:
        _add_swatch(shapes, item, (x, y + 3, _SWATCH, _SWATCH))
        details = item.detail.split(_DETAIL_SEPARATOR)
        detail_lines = [line for d in details for line in wrap_text(d, _TEXT_SIZE, available)]
        for i, line in enumerate([item.label, *detail_lines]):
            add_text_box(
                shapes,
                (text_left, y, available, line_height),
                line,
                lang,
                size=_TEXT_SIZE,
                bold=i == 0,
                color=LIGHT.muted if i else LIGHT.ink,
                wrap=False,
            )
            y += line_height
        y += _COLUMN_ITEM_GAP


def add_legend_lines(
    shapes: Any, items: Sequence[LegendItem], lang: str, x: float, bottom: float, width: float
) -> float:
    """Add a legend in lines that wrap at a width and end at ``bottom``; returns its height."""
    lines = _wrap_items(items, width)
    line_height = _TEXT_SIZE * 1.45
    for i, line in enumerate(lines):
        left, y = x, bottom - (len(lines) - i) * line_height
        for item, item_width, is_start in line:
            if is_start:
                box = (left, y + (line_height - _SWATCH) / 2, _SWATCH, _SWATCH)
                _add_swatch(shapes, item, box)
            text_left = left + _SWATCH + _SWATCH_GAP
            label = add_text_box(
                shapes,
                (text_left, y, item_width - _SWATCH - _SWATCH_GAP, line_height),
                item.label,
                lang,
                size=_TEXT_SIZE,
                anchor="middle",
                wrap=False,
            )
            if item.detail:
                paragraph, detail = label.text_frame.paragraphs[0], f"  {item.detail}"
                add_run(paragraph, detail, lang, size=_TEXT_SIZE, color=LIGHT.muted)
            left += item_width + _ITEM_GAP
    return len(lines) * line_height


_Part = tuple[LegendItem, float, bool]


def _wrap_items(items: Sequence[LegendItem], width: float) -> list[list[_Part]]:
    """The items of each line, each with its width and whether it begins there.

    A label wider than a line goes on in the next, as an item of its own without a swatch.
    """
    lines: list[list[_Part]] = [[]]
    used = 0.0
    parts = [
        (replace(item, label=label, detail=item.detail if n == len(labels) else ""), n == 1)
        for item in items
        for labels in [wrap_text(item.label, _TEXT_SIZE, width - _SWATCH - _SWATCH_GAP)]
        for n, label in enumerate(labels, start=1)
    ]
    for item, is_start in parts:
        label_width = text_width(f"{item.label}  {item.detail}".strip(), _TEXT_SIZE)
        item_width = min(_SWATCH + _SWATCH_GAP + label_width, width)
        if used and (used + item_width > width or not is_start):
            lines.append([])
            used = 0.0
        lines[-1].append((item, item_width, is_start))
        used += item_width + _ITEM_GAP
    return lines


def _add_swatch(shapes: Any, item: LegendItem, box: Box) -> None:
    """A legend's sample of what is drawn in the chart."""
    x, y, width, height = box
    # As wide as their edge.
    strokes = {"line": (x + width / 2, y, 0, height), "path": (x, y + height / 2, width, 0)}
    if item.swatch in strokes:
        stroke = strokes[item.swatch]
        swatch = add_shape(shapes, stroke, "", item.color, 1.5 if item.dashed else 2.5)
        if item.dashed:
            swatch.line.dash_style = MSO_LINE.SQUARE_DOT
    elif item.swatch == "outline" or item.dashed:
        swatch = add_shape(shapes, box, "", item.color, 1.25)
        if item.dashed:
            swatch.line.dash_style = MSO_LINE.DASH
    else:
        edge = LIGHT.other if item.color in _PALE_COLORS else ""
        kind = _SHAPES.get(item.swatch, MSO_SHAPE.RECTANGLE)
        swatch = add_shape(shapes, box, item.color, edge, kind=kind)
    if item.hatched:
        hatch_shape(
            swatch,
            LIGHT.background if item.dashed else item.color,
            item.hatch_color,
            rising=not item.dashed,
        )
    set_alt_text(swatch._element, item.label)
