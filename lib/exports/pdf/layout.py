"""What stands where on the two pages: screens in rows, widths of columns, heights of charts.

All lengths are pt unless px is said.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain
from typing import Any, Literal, NamedTuple, TypedDict

from lib.charts.figure import Figure, LegendItem
from lib.common.text import t
from lib.exports import images
from lib.narrative.elements import Screen
from lib.narrative.story import screen_url

PAGE_WIDTH = 595.28  # A4
PAGE_HEIGHT = 841.89
MARGIN = 32.0  # around a page
COLUMN_GAP = 16.0
TEXT_WIDTH = PAGE_WIDTH - 2 * MARGIN
# From px of a chart to pt, the largest that fits is taken: 16 px text at 8 pt down to 7 pt.
SCALES = (0.5, 0.48, 0.46, 0.4375)
PHONE_SCALE = 0.54  # the same from the 13 px text of a phone's layout
_PHONE_LAYOUT_WIDTH = 210.0  # charts narrower than this take the phone's layout
_MAX_GROWTH = 1.4  # how far a chart may grow beyond its height on its page
_MAP_GROWTH = 1.12  # names on a map need more height, the smaller the map is
_SLACK = 4.0  # of a page, so that rounding never makes a third page
_RULE_GAPS = 2.7  # space that a row takes for the rule above it, in the gaps between rows
_SENTENCES_FRACTION = 0.52  # of the width of the first screen, for its sentences
_QR_CODE_WIDTH = 74.0
_UPRIGHT_NAMES = ("peers.ladder",)  # charts whose names stand upright: no paper is turned for them


class Variant(NamedTuple):
    """How closely the pages are laid out.

    Attributes:
        dense: Text stands closer together.
        drops_charts: Charts are left out that a screen can do without.
        min_growth: How low the charts may be, as a fraction of their height on their page; where
            they would be lower, the next variant is tried.
    """

    dense: bool
    drops_charts: bool
    min_growth: float


# From spacious to close; the first whose charts are tall enough is taken, the last in any case.
VARIANTS = (
    Variant(dense=False, drops_charts=False, min_growth=1.05),
    Variant(dense=False, drops_charts=True, min_growth=0.9),
    Variant(dense=True, drops_charts=True, min_growth=0.0),
)


class BlockHeights(TypedDict):
    """Heights of a block's texts: above its parts, of each part without its chart, below them."""

    header: float
    parts: list[float]
    footer: float


class TextHeights(TypedDict):
    """Heights of all texts as typst has measured them."""

    masthead: float  # the head of the first page
    running_head: float  # the head of the second page
    sources: float  # the foot of each page
    blocks: list[BlockHeights]


class DrawnScreen(NamedTuple):
    """A screen of the story with the figures of its slots."""

    screen: Screen
    figures: list[Figure]


@dataclass
class Part:
    """One column of a block.

    Attributes:
        kind: How ``template.typ`` sets it.
        width: Width of the column.
        content: What the template needs to set a part of that kind.
        figure: Of a chart, its figure.
        legend: Of a chart, its legend; empty where the block has one for all its charts.
        text_height: What its text takes; of a chart, its legend.
        chart_height: What is left for its chart.
    """

    kind: Literal["chart", "sentences", "paragraphs", "qr_code"]
    width: float
    content: dict[str, Any] = field(default_factory=dict)
    figure: Figure | None = None
    legend: tuple[LegendItem, ...] = ()
    text_height: float = 0.0
    chart_height: float = 0.0

    @property
    def has_phone_layout(self) -> bool:
        """Whether its chart is too narrow for its wide layout; a map has only one layout."""
        is_chart = self.figure is not None and not images.is_map(self.figure)
        return is_chart and self.width < _PHONE_LAYOUT_WIDTH

    @property
    def page_height(self) -> float:
        """How tall its chart is on its page, px; 0 without a chart."""
        if self.figure is None:
            return 0.0
        return self.figure.spec["height"] * (_MAP_GROWTH if images.is_map(self.figure) else 1)


@dataclass
class Block:
    """A screen on paper: its message, below it the parts side by side, then their legend.

    Attributes:
        screen: The screen.
        is_first: Whether it opens the first page, where its key figures are set larger.
        width: Its width.
        parts: Its columns from the left.
        legend: The legend that all its charts share; empty where each has its own.
        link: The URL that is printed with it, "" for none.
        header_height: What title, subtitle and key figures take.
        footer_height: What the shared legend takes.
    """

    screen: Screen
    is_first: bool
    width: float
    parts: list[Part]
    legend: tuple[LegendItem, ...] = ()
    link: str = ""
    header_height: float = 0.0
    footer_height: float = 0.0

    def height(self, scale: float, growth: float) -> float:
        """How tall it is with charts ``growth`` times as tall as on their page at that scale."""
        tallest = max(
            (part.text_height + part.page_height * scale * growth for part in self.parts),
            default=0.0,
        )
        return self.header_height + tallest + self.footer_height

    def stretch_charts(self, height: float) -> None:
        """Give its charts what its texts leave of a height."""
        for part in self.parts:
            part.chart_height = height - self.header_height - self.footer_height - part.text_height


Row = list[Block]


def drop_optional_charts(drawn: DrawnScreen, *, all_of_them: bool) -> DrawnScreen:
    """A screen without the charts that it can do without, or without those for no paper only."""
    screen, figures = drawn
    dropped = screen.optional_charts if all_of_them else _UPRIGHT_NAMES
    kept = [
        (slot, figure)
        for slot, figure in zip(screen.charts, figures, strict=True)
        if slot.chart not in dropped
    ]
    slots = tuple(slot for slot, _ in kept)
    # The subtitle must not speak of a chart that is not there.
    is_less = len(slots) < len(screen.charts)
    subtitle = (is_less and screen.subtitle_without) or screen.subtitle
    shown = replace(screen, charts=slots, subtitle=subtitle)
    return DrawnScreen(shown, [figure for _, figure in kept])


def arrange_rows(drawn_screens: Sequence[DrawnScreen], base_url: str) -> list[Row]:
    """Put the screens into rows, in their order.

    Two screens with a single chart share a row, and so do two without any: the second moves up to
    the first.
    """
    rows: list[list[int]] = []
    waiting: dict[bool, list[int]] = {}  # rows with room, by whether they hold charts
    for i, drawn in enumerate(drawn_screens):
        kind = bool(drawn.figures)
        if _needs_row(i, drawn):
            rows.append([i])
        elif kind in waiting:
            waiting.pop(kind).append(i)
        else:
            rows.append([i])
            waiting[kind] = rows[-1]

    def build_block(i: int, row: list[int]) -> Block:
        width = (TEXT_WIDTH - COLUMN_GAP * (len(row) - 1)) / len(row)
        url = screen_url(drawn_screens[i].screen, base_url) if base_url else ""
        return _build_block(drawn_screens[i], i == 0, width, url)

    return [[build_block(i, row) for i in row] for row in rows]


def _needs_row(index: int, drawn: DrawnScreen) -> bool:
    """Whether a screen takes the width of a page."""
    screen, figures = drawn
    fills = screen.key_figures or screen.paragraphs or screen.has_qr_code
    return index == 0 or bool(fills) or len(figures) > 1


def _build_block(drawn: DrawnScreen, is_first: bool, width: float, url: str) -> Block:
    """A screen with its parts side by side; the charts share the width that the others leave."""
    screen, figures = drawn
    legends = {figure.legend for figure in figures if figure.legend}
    is_legend_shared = len(figures) > 1 and len(legends) == 1
    before, after = [], []
    if is_first:
        sentences = {"items": list(screen.notes)}
        before.append(Part("sentences", width * _SENTENCES_FRACTION, sentences))
    elif not (figures or screen.paragraphs or screen.key_figures):
        before.append(Part("sentences", width, {"items": _untold(screen)}))
    if screen.has_qr_code and url:
        caption = t("paper.open", screen.view.lang)
        code = {"file": "qr_code.svg", "url": url, "caption": caption}
        after.append(Part("qr_code", _QR_CODE_WIDTH, code))
    if screen.paragraphs:
        after.insert(0, _paragraphs(screen, width, bool(figures), after))
    others_width = sum(part.width + COLUMN_GAP for part in before + after)
    charts_width = width - others_width - COLUMN_GAP * (len(figures) - 1)
    total = sum(slot.width for slot in screen.charts)
    charts = [
        Part(
            "chart",
            charts_width * slot.width / total,
            {"alt": figure.alt},
            figure,
            () if is_legend_shared else figure.legend,
        )
        for slot, figure in zip(screen.charts, figures, strict=True)
    ]
    return Block(
        screen,
        is_first,
        width,
        before + charts + after,
        legends.pop() if is_legend_shared else (),
        url if screen.has_qr_code else "",
    )


def _untold(screen: Screen) -> list[str]:
    """The notes of a screen that neither its title nor its subtitle says."""
    return [
        note for note in screen.notes if note.rstrip(".") not in (screen.title, screen.subtitle)
    ]


def _paragraphs(screen: Screen, width: float, has_charts: bool, after: list[Part]) -> Part:
    """The paragraphs of a screen: one column beside charts, else the width before ``after``."""
    if has_charts:
        columns, own_width = 1, (width - COLUMN_GAP) / 2
    else:
        count = len(screen.paragraphs)
        columns = 2 if count == 4 else min(count, 3)
        own_width = width - sum(part.width + COLUMN_GAP for part in after)
    items = [{"heading": item.heading, "text": item.text} for item in screen.paragraphs]
    return Part("paragraphs", own_width, {"items": items, "columns": columns})


def fit_pages(
    rows: list[Row], heights: TextHeights, margin: float, gap: float
) -> tuple[list[list[Row]], float, float]:
    """Split the rows over two pages and set the height of every chart so that both are full.

    Args:
        rows: The rows; the heights of their blocks and parts are set here.
        heights: The heights of all texts.
        margin: The space above and below what is on a page.
        gap: The gap between rows.

    Returns:
        The rows of each page, the charts' scale (one of ``SCALES``), and the growth of the charts
        on the page where they are lowest, as a factor to their height on their page.
    """
    for block, measured in zip(chain(*rows), heights["blocks"], strict=True):
        block.header_height, block.footer_height = measured["header"], measured["footer"]
        for part, text_height in zip(block.parts, measured["parts"], strict=True):
            part.text_height = text_height
    height = PAGE_HEIGHT - 2 * margin - heights["sources"] - _SLACK
    available = (height - heights["masthead"], height - heights["running_head"])
    pages, scale = _split_rows(rows, available, gap)
    growths = [
        _fill_page(page, scale, page_height, gap)
        for page, page_height in zip(pages, available, strict=True)
    ]
    return pages, scale, min(_MAX_GROWTH, *growths)


def _split_rows(
    rows: list[Row], available: tuple[float, float], gap: float
) -> tuple[list[list[Row]], float]:
    """The split that leaves the fuller page as empty as can be, and the largest scale that fits."""
    splits = [[rows[:i], rows[i:]] for i in range(1, len(rows))]

    def fullness(scale: float, pages: list[list[Row]]) -> float:
        return max(
            _rows_height(page, scale, 1, gap) / height
            for page, height in zip(pages, available, strict=True)
        )

    for scale in SCALES:
        pages = min(splits, key=partial(fullness, scale))
        if fullness(scale, pages) <= 1:
            break
    return pages, scale


def _rows_height(page: list[Row], scale: float, growth: float, gap: float) -> float:
    """How tall the rows of a page are with charts of that growth."""
    between = len(page) * _RULE_GAPS * gap
    return between + sum(max(block.height(scale, growth) for block in row) for row in page)


def _fill_page(page: list[Row], scale: float, available: float, gap: float) -> float:
    """Stretch the charts of a page to fill it; returns their growth, found by bisection."""
    low, high = 0.0, _MAX_GROWTH
    for _ in range(30):
        middle = (low + high) / 2
        if _rows_height(page, scale, middle, gap) <= available:
            low = middle
        else:
            high = middle
    for row in page:
        height = max(block.height(scale, low) for block in row)
        for block in row:
            block.stretch_charts(height)
    return low
