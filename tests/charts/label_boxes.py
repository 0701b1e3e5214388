"""Where the texts and lines of a drawn chart stand, measured without a browser.

Widths are those of the project's own font.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations
from xml.etree import ElementTree

from PIL import ImageFont

from lib.common.letter_widths import BOLD, FONT_FILES, REGULAR
from lib.common.paths import FONTS

Point = tuple[float, float]
Segment = tuple[float, float, float, float]  # x, y of its start and of its end

_FONT_SIZE = 100  # px at which texts are measured
_THICK = 2.0  # px; thinner lines are those of the background
_STEP = 2.0  # px between two points of a stroke
_ASCENT, _DESCENT = 0.68, 0.2  # of a text's size; a little less than the font's own


@dataclass(frozen=True)
class Box:
    """A rectangle in px of the drawing, y downwards; a line is a thin one.

    ``order`` is the place among the drawing's elements, of a text that of its halo; -1 for none.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    order: int = -1

    def overlaps(self, other: "Box", slack: float = 1.0) -> bool:
        """Whether both cover a common area, more than ``slack`` px wide and high."""
        return (
            min(self.right, other.right) - max(self.left, other.left) > slack
            and min(self.bottom, other.bottom) - max(self.top, other.top) > slack
        )

    def contains(self, point: Point, slack: float = 1.5) -> bool:
        """Whether a point lies in it, more than ``slack`` px from its edge."""
        x, y = point
        inside = self.left + slack < x < self.right - slack
        return inside and self.top + slack < y < self.bottom - slack


@dataclass(frozen=True)
class Drawing:
    """The texts of a drawing and its size in px.

    Attributes:
        texts: with the places of their halos.
        lines: upright and level ones.
        slanted: the other straight lines, such as those of hatching.
        strokes: the points of lines and outlines that are at least ``_THICK`` px wide, with the
            place among the drawing's elements.
        width, height: of the drawing.
    """

    texts: tuple[Box, ...]
    lines: tuple[Box, ...]
    slanted: tuple[Segment, ...]
    strokes: tuple[tuple[int, tuple[Point, ...]], ...]
    width: float
    height: float

    def overlapping(self) -> list[tuple[str, str]]:
        """The texts that overlap, in pairs."""
        return [(a.text, b.text) for a, b in combinations(self.texts, 2) if a.overlaps(b)]

    def cut(self, slack: float = 1.5) -> list[str]:
        """The texts that the drawing's edge cuts."""
        return [
            box.text
            for box in self.texts
            if box.left < -slack
            or box.top < -slack
            or box.right > self.width + slack
            or box.bottom > self.height + slack
        ]

    def on_lines(self) -> list[str]:
        """The texts through which a line runs; a halo interrupts those that were drawn before."""
        return [
            text.text
            for text in self.texts
            if any(text.overlaps(line, 0.4) for line in self.lines if line.order > text.order)
            or any(
                text.contains(point)
                for order, stroke in self.strokes
                if order > text.order
                for point in stroke
            )
        ]

    def crossed(self) -> list[str]:
        """The texts that a slanted line reaches, with or without a halo."""
        return [
            text.text
            for text in self.texts
            if any(
                text.contains((x + (to_x - x) * i / 10, y + (to_y - y) * i / 10))
                for x, y, to_x, to_y in self.slanted
                for i in range(11)
            )
        ]


def measure(svg: str) -> Drawing:
    """The texts and lines of a chart's SVG as ``images.chart_svg`` makes it with scale 1."""
    root = ElementTree.fromstring(svg)
    *_, width, height = map(float, root.get("viewBox", "").split())
    texts: list[Box] = []
    lines: list[Box] = []
    slanted: list[Segment] = []
    strokes: list[tuple[int, tuple[Point, ...]]] = []
    halos: dict[str, int] = {}
    for order, (node, (x, y), colour) in enumerate(_placed(root, (0.0, 0.0), "")):
        tag = node.tag.rpartition("}")[2]
        if tag == "text":
            if node.get("stroke") not in (None, "none", "transparent"):
                halos |= {(span.text or "").strip(): order for span in (list(node) or [node])}
                continue  # the halo itself; its text follows
            texts.extend(_text_boxes(node, x, y))
        elif tag == "path" and colour and node.get("fill", "none") in ("none", "transparent"):
            if float(node.get("stroke-width", 1)) >= _THICK and _is_visible(node):
                strokes.append((order, tuple(_stroke_points(node.get("d", ""), x, y))))
        elif tag == "line":
            dx, dy = float(node.get("x2", 0)), float(node.get("y2", 0))
            if dx and dy and _is_visible(node):
                slanted.append((x, y, x + dx, y + dy))
            elif not (dx and dy) and colour and _is_visible(node):
                half = float(node.get("stroke-width", 1)) / 2
                across, along = (half, 0) if dy else (0, half)
                lines.append(
                    Box(
                        "",
                        min(x, x + dx) - across,
                        min(y, y + dy) - along,
                        max(x, x + dx) + across,
                        max(y, y + dy) + along,
                        order,
                    )
                )
    texts = [replace(text, order=halos.get(text.text, -1)) for text in texts]
    return Drawing(tuple(texts), tuple(lines), tuple(slanted), tuple(strokes), width, height)


def marks(svg: str) -> list[Box]:
    """The boxes of the symbols in a chart's SVG, such as its dots, as ``measure`` reads it."""
    root = ElementTree.fromstring(svg)
    boxes = []
    for node, (x, y), _ in _placed(root, (0.0, 0.0), ""):
        if not node.get("class", "").startswith("mark-symbol"):
            continue
        for mark, (left, top), _ in _placed(node, (x, y), ""):
            numbers = re.findall(r"-?[\d.]+", mark.get("d", ""))
            half = max((abs(float(n)) for n in numbers), default=0.0)
            if half:
                boxes.append(Box("", left - half, top - half, left + half, top + half))
    return boxes


def _is_visible(node: ElementTree.Element) -> bool:
    return float(node.get("opacity", 1)) > 0.05 and float(node.get("stroke-width", 1)) > 0


def _placed(
    node: ElementTree.Element, origin: tuple[float, float], colour: str
) -> Iterator[tuple[ElementTree.Element, tuple[float, float], str]]:
    """Every visible element with its origin and stroke."""
    if node.get("opacity") == "0" or node.tag.endswith("defs"):
        return
    found = re.match(r"translate\(([-\d.e]+)[, ]([-\d.e]+)\)", node.get("transform", ""))
    if found:
        origin = (origin[0] + float(found[1]), origin[1] + float(found[2]))
    colour = node.get("stroke", colour)
    yield node, origin, colour
    for child in node:
        yield from _placed(child, origin, colour)


def _stroke_points(path: str, x: float, y: float) -> Iterator[Point]:
    """Points along a path whose origin is (x, y); a curve as the line between its ends."""
    here = start = (x, y)
    for command, numbers in re.findall(r"([MLCZ])([^MLCZ]*)", path):
        values = [float(n) for n in re.findall(r"-?[\d.]+(?:e-?\d+)?", numbers)]
        there = start if command == "Z" else (x + values[-2], y + values[-1])
        if command == "M":
            start = there
        else:
            n = max(1, int(math.dist(here, there) / _STEP))
            for i in range(n + 1):
                yield (
                    here[0] + (there[0] - here[0]) * i / n,
                    here[1] + (there[1] - here[1]) * i / n,
                )
        here = there


@cache
def _font(weight: int) -> ImageFont.FreeTypeFont:
    """A font as a browser sets it, with the distances of its pairs of letters."""
    return ImageFont.truetype(FONTS / FONT_FILES[weight], _FONT_SIZE)


def _text_boxes(node: ElementTree.Element, x: float, y: float) -> list[Box]:
    """A box for each line of a text element whose anchor stands at (x, y)."""
    size = float(node.get("font-size", "16px").removesuffix("px"))
    weight = BOLD if node.get("font-weight") in ("bold", "600", "700") else REGULAR
    anchor = node.get("text-anchor", "start")
    turn = re.search(r"rotate\(([-\d.]+)", node.get("transform", ""))
    angle = math.radians(float(turn[1])) if turn else 0.0
    spans = list(node) or [node]
    boxes, down = [], 0.0
    for span in spans:
        down += float(span.get("dy", 0)) if span is not node else 0.0
        text = (span.text or "").strip()
        if not text:
            continue
        width = _font(weight).getlength(text) / _FONT_SIZE * size
        left = {"start": 0.0, "middle": -width / 2, "end": -width}[anchor]
        corners = [
            (
                x + dx * math.cos(angle) - dy * math.sin(angle),
                y + dx * math.sin(angle) + dy * math.cos(angle),
            )
            for dx in (left, left + width)
            for dy in (down - _ASCENT * size, down + _DESCENT * size)
        ]
        xs, ys = zip(*corners, strict=True)
        boxes.append(Box(text, min(xs), min(ys), max(xs), max(ys)))
    return boxes
