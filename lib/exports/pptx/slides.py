"""The story as a PPTX: a slide a screen, with native charts, maps as shapes, and notes to speak.

It knows no screen by name: it draws whatever a ``story.Screen`` holds. A chart is native where
``plots`` has its data, a map where ``office.map`` draws it, else a picture.
"""

import io
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import segno
from pptx.enum.dml import MSO_LINE
from pptx.enum.shapes import MSO_SHAPE
from pptx.util import Pt

from lib.charts.figure import Figure, LegendItem
from lib.charts.native.chart import NativeChart
from lib.charts.native.registry import NATIVE_CHARTS
from lib.charts.registry import CHARTS
from lib.common.text import t
from lib.common.theme import LIGHT
from lib.exports import images
from lib.exports.pptx import deck, map_shapes, native_chart
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative.elements import KeyFigure, Paragraph
from lib.narrative.story import ChartSlot, Screen, build_story, screen_source, screen_url

_GAP = 24  # between two charts
_CARD, _LABEL, _FIGURE = 10, deck.TEXT, 26  # points: inset of a key figure, its texts
_LEGEND, _SWATCH = 14, 11  # points
_PALE = (LIGHT.groups[3], LIGHT.band, LIGHT.grid)  # with an edge on white paper
_CODE = 150  # points, of the code to open the view on a phone


def pptx_bytes(dataset: Dataset, view: View, base: str) -> bytes:
    """The story of a province and year as a PPTX; LookupError where it has no total.

    Args:
        world: the figures.
        view: whose story, in which year and language.
        base: the app's public address without a slash at its end; "" = unknown, then no links.
    """
    light = replace(view, theme="light")  # whatever the screen of who asks for it
    lang = view.lang
    out = deck.new_deck(t("slides.layout", lang))
    for screen in build_story(dataset, light):
        _slide(out, dataset, screen, base)
    title = t("slides.title", lang, name=dataset.province_name(view.province, lang), year=view.year)
    return deck.deck_bytes(out, title, t("app.title", lang), lang)


def _slide(out: Any, dataset: Dataset, screen: Screen, base: str) -> None:
    lang = screen.view.lang
    kicker = t(
        "present.kicker",
        lang,
        name=dataset.province_name(screen.view.province, lang),
        year=screen.view.year,
    )
    page, top = deck.add_slide(out, lang, kicker, screen.title, screen.under)
    words = screen_source(dataset, screen)
    address = screen_url(screen, base) if base else ""
    bottom = deck.add_footer(page, lang, words, t("slides.link", lang, page=_page(screen)), address)
    if screen.kpis:
        top += _kpis(page.shapes, screen.kpis, lang, top) + 14
    if screen.charts:
        _charts(page.shapes, dataset, screen, top, bottom)
    right: float = deck.MARGIN + deck.ROOM
    if screen.last and address and not (screen.points or screen.charts):
        _code(page.shapes, address, lang, (deck.MARGIN, top, 1.7 * _CODE, 1.7 * _CODE))
    elif screen.last and address:
        right -= _CODE + 2 * _GAP
        _code(page.shapes, address, lang, (right + 2 * _GAP, top, _CODE, _CODE))
    if screen.points:
        box = (deck.MARGIN, top, right - deck.MARGIN, bottom - top)
        _points(page.shapes, screen.points, lang, box)
    notes = page.notes_slide.notes_text_frame
    notes.text = "\n".join([*screen.notes, "", words, address]).strip()


def _page(screen: Screen) -> str:
    return t(f"page.{screen.slug}", screen.view.lang)


def _kpis(shapes: Any, kpis: Sequence[KeyFigure], lang: str, top: float) -> float:
    """Key figures side by side, each as wide as it needs; returns how tall they are."""
    needs = [
        deck.text_width(k.figure, _FIGURE, bold=True)
        + deck.text_width(k.suffix, _LABEL)
        + 2 * _CARD
        for k in kpis
    ]
    gap = 10
    room = deck.ROOM - gap * (len(kpis) - 1)
    size = _FIGURE
    if sum(needs) > room:
        size = max(_LABEL, int(_FIGURE * room / sum(needs)))
        needs = [need * room / sum(needs) for need in needs]
    # All alike, but for those that need more.
    level = room / len(kpis)
    for _ in kpis:
        large = [need for need in needs if need > level]
        level = (room - sum(large)) / (len(needs) - len(large))
    widths = [max(need, level) for need in needs]

    def tall(words: str, width: float) -> float:
        count = len(deck.wrap_text(words, _LABEL, width - 2 * _CARD)) if words else 0
        return count * _LABEL * deck.LINE

    labels = max(tall(k.label, w) for k, w in zip(kpis, widths, strict=True))
    notes = max(tall(k.note, w) for k, w in zip(kpis, widths, strict=True))
    figures = size * deck.LINE
    height = labels + figures + notes + 18
    x: float = deck.MARGIN
    for kpi, width in zip(kpis, widths, strict=True):
        card = shapes.add_shape(MSO_SHAPE.RECTANGLE, *(Pt(v) for v in (x, top, width, height)))
        deck.fill_shape(card, LIGHT.band)
        deck.set_alt_text(card._element, kpi.label)
        inside = width - 2 * _CARD + 4
        deck.add_text_box(
            shapes, (x + _CARD, top + 8, inside, labels), kpi.label, lang, color=LIGHT.muted
        )
        figure = deck.add_text_box(
            shapes,
            (x + _CARD, top + 8 + labels, inside, figures),
            kpi.figure,
            lang,
            size=size,
            color=LIGHT.groups[0],
            bold=True,
            wrap=False,
        )
        if kpi.suffix:
            deck.add_run(
                figure.text_frame.paragraphs[0], kpi.suffix, lang, size=_LABEL, color=LIGHT.muted
            )
        under = top + 8 + labels + figures + 2
        deck.add_text_box(
            shapes, (x + _CARD, under, inside, notes), kpi.note, lang, color=LIGHT.muted
        )
        x += width + gap
    return height


def _charts(shapes: Any, dataset: Dataset, screen: Screen, top: float, bottom: float) -> None:
    """The screen's figures side by side; a legend that serves all of them stands below all."""
    lang = screen.view.lang
    drawn = [_drawn(dataset, shown) for shown in screen.charts]
    legends = [d.legend if isinstance(d, NativeChart | Figure) else () for d in drawn]
    shared = sum(bool(legend) for legend in legends) == 1
    if shared:
        items = next(legend for legend in legends if legend)
        bottom -= _legend(shapes, items, lang, deck.MARGIN, bottom, deck.ROOM) + 8
    across = deck.ROOM - _GAP * (len(screen.charts) - 1)
    x: float = deck.MARGIN
    for shown, what, items in zip(screen.charts, drawn, legends, strict=True):
        width, low = shown.width * across, bottom
        if items and not shared:
            low -= _legend(shapes, items, lang, x, bottom, width) + 8
        _chart(shapes, dataset, shown, what, (x, top, width, low - top))
        x += width + _GAP


def _drawn(dataset: Dataset, shown: ChartSlot) -> NativeChart | Figure | None:
    """What a figure is drawn from; None for a map, which is drawn from the world."""
    if shown.chart in map_shapes.MAPS:
        return None
    builder = NATIVE_CHARTS.get(shown.chart) or CHARTS[shown.chart]
    return builder(dataset, shown.view)


def _chart(
    shapes: Any,
    dataset: Dataset,
    shown: ChartSlot,
    what: NativeChart | Figure | None,
    box: deck.Box,
) -> None:
    """One figure: native where its data are known, a map as shapes, else a picture."""
    lang = shown.view.lang
    x, y, width, height = box
    if what is None:
        legend = (
            map_shapes.map_legend(dataset, shown.view) if shown.chart in map_shapes.NATIONAL else ()
        )
        if legend:
            details = [part for item in legend[:4] for part in item.detail.split(" · ")]
            beside = max(deck.text_width(part, _LEGEND) for part in details) + _SWATCH + 24
            width -= beside
            _column(shapes, legend, lang, (x + width + 16, y + 8, beside - 16, height))
        map_shapes.MAPS[shown.chart](shapes, dataset, shown.view, (x, y, width, height))
    elif isinstance(what, NativeChart):
        lines = deck.wrap_text(what.heading, deck.TEXT, width, bold=True)
        tall = len(lines) * deck.TEXT * deck.LINE
        deck.add_text_box(shapes, (x, y, width, tall), what.heading, lang, bold=True)
        native_chart.add_native_chart(
            shapes, what, (x, y + tall + 6, width, height - tall - 6), lang
        )
    else:
        # A page's text of 16 px becomes 16 points, less where the chart is too tall.
        scale = min(1.0, height / what.spec["height"])
        drawn = images.chart_svg(what, dataset.tables.topojson, width, height, scale)
        picture = io.BytesIO(images.vega_engine().svg_to_png(drawn, scale=2))
        out = shapes.add_picture(picture, *(Pt(v) for v in box))
        deck.set_alt_text(out._element, what.title, what.alt)


def _column(shapes: Any, items: Sequence[LegendItem], lang: str, box: deck.Box) -> None:
    """A legend from the top down, each swatch with its name and its detail below."""
    x, y, width, _ = box
    room = width - _SWATCH - 8
    for item in items:
        _swatch(shapes, item, (x, y + 3, _SWATCH, _SWATCH))
        step = _LEGEND * deck.LINE
        details = item.detail.split(" · ")
        lines = [item.label, *(x for d in details for x in deck.wrap_text(d, _LEGEND, room))]
        for i, words in enumerate(lines):
            look: dict[str, Any] = {
                "size": _LEGEND,
                "bold": i == 0,
                "color": LIGHT.muted if i else LIGHT.ink,
            }
            deck.add_text_box(
                shapes, (x + _SWATCH + 8, y, room, step), words, lang, wrap=False, **look
            )
            y += step
        y += 8


def _swatch(shapes: Any, item: LegendItem, box: deck.Box) -> None:
    swatch = shapes.add_shape(MSO_SHAPE.RECTANGLE, *(Pt(v) for v in box))
    if item.look:  # an outline or a line
        deck.fill_shape(swatch, "", item.color, 1.25)
        if item.dashed:
            swatch.line.dash_style = MSO_LINE.DASH
    else:
        deck.fill_shape(swatch, item.color, LIGHT.other if item.color in _PALE else "")
    deck.set_alt_text(swatch._element, item.label)


def _legend(
    shapes: Any, items: Sequence[LegendItem], lang: str, x: float, bottom: float, room: float
) -> float:
    """Swatches with words, ending at ``bottom``; returns how tall it is."""
    rows: list[list[tuple[LegendItem, float]]] = [[]]
    used = 0.0
    for item in items:
        words = deck.text_width(f"{item.label}  {item.detail}".strip(), _LEGEND)
        wide = min(_SWATCH + 6 + words, room)
        if used and used + wide > room:
            rows.append([])
            used = 0.0
        rows[-1].append((item, wide))
        used += wide + 18
    step = _LEGEND * 1.45
    for i, row in enumerate(rows):
        at, y = x, bottom - (len(rows) - i) * step
        for item, wide in row:
            _swatch(shapes, item, (at, y + (step - _SWATCH) / 2, _SWATCH, _SWATCH))
            frame = deck.add_text_box(
                shapes,
                (at + _SWATCH + 6, y, wide - _SWATCH - 6, step),
                item.label,
                lang,
                size=_LEGEND,
                anchor="middle",
                wrap=False,
            ).text_frame
            if item.detail:
                deck.add_run(
                    frame.paragraphs[0],
                    f"  {item.detail}",
                    lang,
                    size=_LEGEND,
                    color=LIGHT.muted,
                )
            at += wide + 18
    return len(rows) * step


def _points(shapes: Any, points: Sequence[Paragraph], lang: str, box: deck.Box) -> None:
    """What could come next: a heading beside its text, one below the other."""
    x, y, width, height = box
    heading, gap = 190, 20
    room = width - heading - gap

    def tall(point: Paragraph, size: float) -> float:
        lines = max(
            len(deck.wrap_text(point.text, size, room)),
            len(deck.wrap_text(point.heading, size, heading, bold=True)),
        )
        return lines * size * deck.LINE

    size = next((s for s in (20, 18) if sum(tall(p, s) + 24 for p in points) <= height), deck.TEXT)
    space = min(34.0, (height - sum(tall(p, size) for p in points)) / len(points))
    for i, point in enumerate(points):
        if i:
            rule = shapes.add_shape(
                MSO_SHAPE.RECTANGLE, *(Pt(v) for v in (x, y - space / 2, width, 0.75))
            )
            deck.fill_shape(rule, LIGHT.grid)
        need = tall(point, size)
        deck.add_text_box(
            shapes,
            (x, y, heading, need),
            point.heading,
            lang,
            size=size,
            color=LIGHT.groups[0],
            bold=True,
        )
        deck.add_text_box(shapes, (x + heading + gap, y, room, need), point.text, lang, size=size)
        y += need + space


def _code(shapes: Any, address: str, lang: str, box: deck.Box) -> None:
    """The code that opens the view on a phone, its words below."""
    x, y, width, height = box
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="png", scale=8, border=2)
    drawn.seek(0)
    out = shapes.add_picture(drawn, *(Pt(v) for v in box))
    words = t("present.open", lang)
    deck.set_alt_text(out._element, words, f"{words}: {address}")
    deck.add_text_box(
        shapes, (x, y + height + 4, width, 40), words, lang, color=LIGHT.muted, align="center"
    )
