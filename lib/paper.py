"""The story of a province on two A4 pages to print and hand out (PDF), charts as vectors.

A screen's parts stand side by side below its message; where the pages are full, maps and a single
chart share a row. typst sets the text (``paper.typ``) in two passes: it first tells how tall all
text is, so that the charts can be drawn to fill what is left of exactly two pages. All of it in
memory.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

from lib import export, stage, story
from lib.figure import Figure, LegendItem
from lib.style import LIGHT, PICTURE_FONT
from lib.text import t
from lib.view import View
from lib.world import World

# A4 in pt, and what stays free around the page and between things side by side.
WIDTH, HEIGHT, MARGIN, GUTTER = 595.28, 841.89, 32.0, 16.0
ROOM = WIDTH - 2 * MARGIN
# From px of a chart to pt: 16 px text at 8 pt, or at 7 pt where the pages are full.
_SCALES = (0.5, 0.48, 0.46, 0.4375)
_PHONE = 0.54  # the same from the 13 px of a phone's layout
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
_LAYOUTS = (
    (False, False, False, _ROOMY),
    (True, False, False, _CROWDED),
    (True, True, False, _CROWDED),
    (True, True, True, 0.0),
)


@dataclass
class _Part:
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
        return drawn is not None and not export.is_map(drawn) and self.width < _NARROW

    @property
    def own(self) -> float:
        """How tall its chart is on its page, px."""
        if self.figure is None:
            return 0.0
        # The names on a map need more room, the smaller it is.
        return self.figure.spec["height"] * (_MAP if export.is_map(self.figure) else 1)


@dataclass
class _Block:
    """A screen on paper: its message, its parts, the legend that they share; heights in pt."""

    screen: story.Screen
    lead: bool
    width: float
    parts: list[_Part]
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


_Row = list[_Block]


def pdf_bytes(
    world: World,
    view: View,
    base: str,
    figure: Callable[[World, story.Shown], Figure] = stage.draw,
) -> bytes:
    """The brief of the view's province and year as PDF, two pages of A4.

    Args:
        world, view: what to tell.
        base: the app's public address without a slash at its end, "" where it is not known: then
            nothing links to it.
        figure: where its figures come from.

    Raises:
        LookupError: the province has no total that year.
    """
    screens = story.story(world, view)
    drawn = [(s, [figure(world, shown) for shown in s.charts]) for s in screens]
    # Roomy where that leaves the charts tall enough, else closer and closer.
    for paired, dense, lean, least in _LAYOUTS:
        kept = [_without_spare(*pair, lean) for pair in drawn] if paired else drawn
        rows = _rows(kept, base, paired)
        files = _codes(rows)
        texts = _texts(world, view, screens, dense)
        told = texts | {"measure": True, "pages": _told([rows])}
        pages, scale, grown = _fitted(rows, json.loads(_typst("query", told, files))[0], texts)
        if grown >= least:
            break
    for number, part in enumerate(part for row in rows for b in row for part in b.parts):
        if part.figure:
            part.content["file"] = f"chart{number}.svg"
            picture = export.chart_svg(
                part.figure,
                world.tables.topojson,
                part.width,
                part.height,
                _PHONE if part.phone else scale,
                phone=part.phone,
            )
            files[part.content["file"]] = picture.encode()
    return _typst("compile", texts | {"measure": False, "pages": _told(pages)}, files)


def _texts(
    world: World, view: View, screens: Sequence[story.Screen], dense: bool
) -> dict[str, Any]:
    """What stands on the pages beside the screens, sizes (pt), colours; ``dense`` saves room."""
    lang, name = view.lang, world.name(view.province, view.lang)
    sources = list(dict.fromkeys(story.source(world, s) for s in screens))
    # A source that another one goes on from is said once.
    said = [s for s in sources if not any(o != s and o.startswith(s.rstrip(".")) for o in sources)]
    head = t("paper.running", lang, name=name, year=view.year)
    return {
        "lang": lang,
        "font": PICTURE_FONT.split(",")[0].strip("'"),
        "title": t("paper.title", lang, name=name, year=view.year),
        "name": head,
        "running": head,
        "kicker": t("paper.kicker", lang),
        "edition": t("paper.edition", lang, first=world.years[0], last=world.years[-1]),
        "sources": said,
        "gutter": GUTTER,
        "dense": dense,
        "gap": 3.0 if dense else 6.0,
        "page": {"width": WIDTH, "height": HEIGHT, "x": MARGIN, "y": 26.0 if dense else MARGIN},
        "colors": {
            "ink": LIGHT.ink,
            "muted": LIGHT.muted,
            "hair": LIGHT.grid,
            "accent": LIGHT.accent,
            "head": LIGHT.groups[0],
        },
    }


def _codes(rows: list[_Row]) -> dict[str, bytes]:
    """The codes to scan as files."""
    return {
        p.content["file"]: stage.qr(p.content["address"]).encode()
        for block in chain(*rows)
        for p in block.parts
        if p.kind == "code"
    }


def _without_spare(
    screen: story.Screen, figures: list[Figure], lean: bool
) -> tuple[story.Screen, list[Figure]]:
    """A screen without a map that it can spare, too small beside others; ``lean``: or a chart."""

    def spared(shown: story.Shown, figure: Figure) -> bool:
        return shown.chart in screen.spare and (lean or export.is_map(figure))

    kept = [p for p in zip(screen.charts, figures, strict=True) if not spared(*p)]
    return replace(screen, charts=tuple(s for s, _ in kept)), [f for _, f in kept]


def _rows(
    drawn: Sequence[tuple[story.Screen, list[Figure]]], base: str, paired: bool
) -> list[_Row]:
    """The screens in rows, in their order; ``paired``: maps share theirs with a single chart, as do
    two screens that have left charts out.
    """
    asked = [_share(i, *pair) for i, pair in enumerate(drawn)]
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

    def block(i: int, row: list[int]) -> _Block:
        free = ROOM - GUTTER * (len(row) - 1)
        width = free * asked[i] / sum(asked[k] for k in row)
        return _block(*drawn[i], i == 0, width, stage.link(drawn[i][0], base) if base else "")

    return [[block(i, row) for i in row] for row in rows]


def _share(number: int, screen: story.Screen, figures: Sequence[Figure]) -> float:
    """How much of a row a screen asks for."""
    if number == 0 or screen.kpis or screen.points or screen.last:
        return 1.0
    if all(export.is_map(figure) for figure in figures):
        return _MAPS
    return _SINGLE if len(figures) == 1 else 1.0


def _block(
    screen: story.Screen, figures: Sequence[Figure], lead: bool, width: float, link: str
) -> _Block:
    """A screen with its parts side by side; the charts share what the other parts leave."""
    legends = {figure.legend for figure in figures if figure.legend}
    shared = len(figures) > 1 and len(legends) == 1
    before, after = [], []
    if lead:
        items = list(screen.notes)
        before.append(_Part("sentences", width * _SENTENCES, {"items": items}))
    if screen.last and link:
        say = t("paper.open", screen.view.lang)
        after.append(_Part("code", _CODE, {"file": "code.svg", "address": link, "say": say}))
    if screen.points:
        free = (width - GUTTER) / 2 if figures else width - sum(p.width + GUTTER for p in after)
        columns = 1 if figures else min(len(screen.points), 3) if len(screen.points) != 4 else 2
        content = {"items": [vars(p) for p in screen.points], "columns": columns}
        after.insert(0, _Part("points", free, content))
    free = width - sum(p.width + GUTTER for p in before + after) - GUTTER * (len(figures) - 1)
    whole = sum(shown.share for shown in screen.charts)
    charts = [
        _Part(
            "chart",
            free * shown.share / whole,
            {"alt": figure.alt, "legend": [] if shared else _legend(figure.legend)},
            figure,
        )
        for shown, figure in zip(screen.charts, figures, strict=True)
    ]
    return _Block(
        screen,
        lead,
        width,
        before + charts + after,
        legends.pop() if shared else (),
        link if screen.last else "",
    )


def _fitted(
    rows: list[_Row], heights: dict[str, Any], texts: dict[str, Any]
) -> tuple[list[list[_Row]], float, float]:
    """The rows of each page with the height of every chart set, the charts' scale, and how far
    they are lower or taller than on their page, where they are lowest.
    """
    for block, told in zip(chain(*rows), heights["rows"], strict=True):
        block.head, block.foot = told["head"], told["foot"]
        for part, fixed in zip(block.parts, told["parts"], strict=True):
            part.fixed = fixed
    free = HEIGHT - 2 * texts["page"]["y"] - heights["sources"] - _SLACK
    rooms = (free - heights["masthead"], free - heights["running"])

    def need(page: list[_Row], scale: float, grown: float) -> float:
        between = len(page) * 2.7 * texts["gap"]
        return between + sum(max(b.need(scale, grown) for b in row) for row in page)

    splits = [(rows[:i], rows[i:]) for i in range(1, len(rows))]
    for scale in _SCALES:
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


def _told(pages: list[list[_Row]]) -> list[list[list[dict[str, Any]]]]:
    """The pages as ``paper.typ`` reads them."""
    return [[[_as_read(block) for block in row] for row in page] for page in pages]


def _as_read(block: _Block) -> dict[str, Any]:
    screen = block.screen
    return {
        "lead": block.lead,
        "width": block.width,
        "title": screen.title,
        "subtitle": screen.under,
        "link": block.link,
        "kpis": [vars(kpi) for kpi in screen.kpis],
        "legend": _legend(block.legend),
        "parts": [
            {"kind": p.kind, "width": p.width, "height": p.height} | p.content for p in block.parts
        ],
    }


def _legend(items: Sequence[LegendItem]) -> list[dict[str, Any]]:
    return [vars(item) | {"hollow": bool(item.look)} for item in items]


def _typst(task: str, told: dict[str, Any], files: dict[str, bytes]) -> Any:
    """Have typst set the pages, or (``query``) tell the heights of all texts."""
    import typst  # large, so it is loaded when the first paper is asked for

    source = {"main.typ": _template(), "data.json": json.dumps(told).encode(), **files}
    if task == "query":
        return typst.query(source, "<heights>", field="value", font_paths=_fonts())
    return typst.compile(source, format="pdf", font_paths=_fonts())


@cache
def _fonts() -> Any:
    """Our fonts and no others."""
    import typst

    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[Path(__file__).parent / "fonts"],
    )


@cache
def _template() -> bytes:
    return Path(__file__).with_suffix(".typ").read_bytes()
