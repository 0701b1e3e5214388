"""What stands where on the two pages: screens in rows, heights of charts."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

from lib.charts.figure import Figure, LegendItem
from lib.common.text import t
from lib.exports import images
from lib.exports.pdf.document import _template_legend
from lib.narrative import story

# A4 in pt, and what stays free around the page and between things side by side.
WIDTH, HEIGHT, MARGIN, GUTTER = 595.28, 841.89, 32.0, 16.0
ROOM = WIDTH - 2 * MARGIN
# From px of a chart to pt: 16 px text at 8 pt, or at 7 pt where the pages are full.
SCALES = (0.5, 0.48, 0.46, 0.4375)
PHONE_SCALE = 0.54  # the same from the 13 px of a phone's layout
_NARROW = 210.0  # pt of a chart below which it gets that layout
# Charts lower than this share of their page's height ask for a closer layout, for denser text.
_ROOMY, _CROWDED = 0.68, 0.72
_TALLEST, _SLACK = 1.4, 4.0  # how far a chart may grow beyond its page's height; pt kept in hand
_SENTENCES, _CODE = 0.52, 74.0  # width of a column of sentences (share), of the code (pt)
_MAP = 1.12  # how much taller a map is than its share
# How much of a row a screen asks for that has only maps, or one chart and nothing else.
_MAPS, _SINGLE = 0.6, 0.4


# The map shares a row with a single chart; text stands closer; charts that a screen can spare are
# left out, two that are left share a row; and how low (of their page's height) charts may be.
LAYOUTS = (
    (False, False, False, _ROOMY),
    (True, False, False, _CROWDED),
    (True, True, False, _CROWDED),
    (True, True, True, 0.0),
)


@dataclass
class Part:
    """What stands below a message, beside others: its width (pt), its look, its chart if any."""

    kind: str
    width: float
    content: dict[str, Any] = field(default_factory=dict)
    figure: Figure | None = None
    fixed: float = 0.0  # pt that its text takes
    height: float = 0.0  # pt for its chart

    @property
    def phone(self) -> bool:
        """Whether its chart is too narrow for its wide layout; a map has only one."""
        drawn = self.figure
        return drawn is not None and not images.is_map(drawn) and self.width < _NARROW

    @property
    def own(self) -> float:
        """How tall its chart is on its page, px."""
        if self.figure is None:
            return 0.0
        # The names on a map need more room, the smaller it is.
        return self.figure.spec["height"] * (_MAP if images.is_map(self.figure) else 1)


@dataclass
class Block:
    """A screen on paper: its message, its parts, the legend that they share; heights in pt."""

    screen: story.Screen
    lead: bool
    width: float
    parts: list[Part]
    legend: tuple[LegendItem, ...] = ()
    link: str = ""
    head: float = 0.0
    foot: float = 0.0

    def need(self, scale: float, grown: float) -> float:
        """How tall it is with charts drawn ``scale * grown`` times as tall as on their page."""
        tallest = max((p.fixed + p.own * scale * grown for p in self.parts), default=0.0)
        return self.head + tallest + self.foot

    def fill(self, height: float) -> None:
        """Give its charts what is left of a height."""
        for part in self.parts:
            part.height = height - self.head - self.foot - part.fixed


Row = list[Block]


def drop_spare_charts(
    screen: story.Screen, figures: list[Figure], lean: bool
) -> tuple[story.Screen, list[Figure]]:
    """A screen without a map that it can spare, too small beside others; ``lean``: or a chart."""

    def spared(shown: story.ChartSlot, figure: Figure) -> bool:
        return shown.chart in screen.spare and (lean or images.is_map(figure))

    kept = [p for p in zip(screen.charts, figures, strict=True) if not spared(*p)]
    return replace(screen, charts=tuple(s for s, _ in kept)), [f for _, f in kept]


def arrange_rows(
    drawn: Sequence[tuple[story.Screen, list[Figure]]], base: str, paired: bool
) -> list[Row]:
    """The screens in rows, in their order; ``paired``: maps share theirs with a single chart, as do
    two screens that have left charts out.
    """
    asked = [_row_share(i, *pair) for i, pair in enumerate(drawn)]
    rows: list[list[int]] = []
    for i, share in enumerate(asked):
        # Maps leave room for one chart; two charts beside each other would have too little.
        beside = paired and rows and len(rows[-1]) == 1
        both = rows and drawn[rows[-1][0]][0].spare and drawn[i][0].spare
        if beside and (
            {asked[rows[-1][0]], share} == {_MAPS, _SINGLE} or (both and share == _SINGLE)
        ):
            rows[-1].append(i)
        else:
            rows.append([i])

    def block(i: int, row: list[int]) -> Block:
        free = ROOM - GUTTER * (len(row) - 1)
        width = free * asked[i] / sum(asked[k] for k in row)
        return _block(*drawn[i], i == 0, width, story.screen_url(drawn[i][0], base) if base else "")

    return [[block(i, row) for i in row] for row in rows]


def _row_share(number: int, screen: story.Screen, figures: Sequence[Figure]) -> float:
    """How much of a row a screen asks for."""
    if number == 0 or screen.kpis or screen.points or screen.last:
        return 1.0
    if all(images.is_map(figure) for figure in figures):
        return _MAPS
    return _SINGLE if len(figures) == 1 else 1.0


def _block(
    screen: story.Screen, figures: Sequence[Figure], lead: bool, width: float, link: str
) -> Block:
    """A screen with its parts side by side; the charts share what the other parts leave."""
    legends = {figure.legend for figure in figures if figure.legend}
    shared = len(figures) > 1 and len(legends) == 1
    before, after = [], []
    if lead:
        items = list(screen.notes)
        before.append(Part("sentences", width * _SENTENCES, {"items": items}))
    if screen.last and link:
        say = t("paper.open", screen.view.lang)
        after.append(Part("code", _CODE, {"file": "code.svg", "address": link, "say": say}))
    if screen.points:
        free = (width - GUTTER) / 2 if figures else width - sum(p.width + GUTTER for p in after)
        columns = 1 if figures else min(len(screen.points), 3) if len(screen.points) != 4 else 2
        content = {"items": [vars(p) for p in screen.points], "columns": columns}
        after.insert(0, Part("points", free, content))
    free = width - sum(p.width + GUTTER for p in before + after) - GUTTER * (len(figures) - 1)
    whole = sum(shown.width for shown in screen.charts)
    charts = [
        Part(
            "chart",
            free * shown.width / whole,
            {"alt": figure.alt, "legend": [] if shared else _template_legend(figure.legend)},
            figure,
        )
        for shown, figure in zip(screen.charts, figures, strict=True)
    ]
    return Block(
        screen,
        lead,
        width,
        before + charts + after,
        legends.pop() if shared else (),
        link if screen.last else "",
    )


def fit_pages(
    rows: list[Row], heights: dict[str, Any], texts: dict[str, Any]
) -> tuple[list[list[Row]], float, float]:
    """The rows of each page with the height of every chart set, the charts' scale, and how far
    they are lower or taller than on their page, where they are lowest.
    """
    for block, told in zip(chain(*rows), heights["rows"], strict=True):
        block.head, block.foot = told["head"], told["foot"]
        for part, fixed in zip(block.parts, told["parts"], strict=True):
            part.fixed = fixed
    free = HEIGHT - 2 * texts["page"]["y"] - heights["sources"] - _SLACK
    rooms = (free - heights["masthead"], free - heights["running"])

    def need(page: list[Row], scale: float, grown: float) -> float:
        between = len(page) * 2.7 * texts["gap"]
        return between + sum(max(b.need(scale, grown) for b in row) for row in page)

    splits = [(rows[:i], rows[i:]) for i in range(1, len(rows))]
    for scale in SCALES:
        # The fuller of the two pages is as empty as it can be.
        pages = min(
            splits,
            key=lambda pages: max(
                need(page, scale, 1) / room for page, room in zip(pages, rooms, strict=True)
            ),
        )
        if all(need(page, scale, 1) <= room for page, room in zip(pages, rooms, strict=True)):
            break
    lowest = _TALLEST
    for page, room in zip(pages, rooms, strict=True):
        low, high = 0.0, _TALLEST
        for _ in range(30):
            middle = (low + high) / 2
            low, high = (middle, high) if need(page, scale, middle) <= room else (low, middle)
        lowest = min(lowest, low)
        for row in page:
            height = max(b.need(scale, low) for b in row)
            for block in row:
                block.fill(height)
    return list(pages), scale, lowest
