"""The story as a PPTX: a slide for each screen, with editable charts, maps as shapes, spoken notes.

It draws whatever a ``Screen`` holds and knows no screen by name. A chart is editable where
``lib.charts.editable`` has its data, a map is shapes, any other chart becomes a picture.
"""

import io
from dataclasses import replace
from typing import Any

from pptx.util import Pt

from lib.charts.editable.chart import EditableChart
from lib.charts.editable.registry import EDITABLE_CHARTS
from lib.charts.figure import Figure
from lib.charts.registry import CHARTS
from lib.common.text import t
from lib.exports import images
from lib.exports.pptx import deck, map_shapes
from lib.exports.pptx.drawing import TEXT_SIZE, Box, add_text_box, set_alt_text, text_height
from lib.exports.pptx.editable_chart import add_editable_chart
from lib.exports.pptx.legends import add_legend_column, add_legend_lines, column_width
from lib.exports.pptx.master import CONTENT_WIDTH, MARGIN
from lib.exports.pptx.text_blocks import add_key_figures, add_paragraphs, add_qr_code
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative.elements import ChartSlot, Screen
from lib.narrative.story import build_story, screen_source, screen_url

_CHART_GAP = 24  # between two charts
_QR_CODE_SIZE = 150.0
_LARGE_QR_CODE_SIZE = 1.7 * _QR_CODE_SIZE  # where nothing else is on the slide
_PICTURE_SCALE = 2  # px of a picture for one point
_GROUP_COUNT = 4


def pptx_bytes(dataset: Dataset, view: View, base_url: str) -> bytes:
    """The story of a province and year as a PPTX.

    Args:
        dataset: The data.
        view: Whose story, in which year and language.
        base_url: The app's public address without a slash at its end; "" where it is not known:
            then nothing links to the app.

    Raises:
        LookupError: The province has no total that year.
    """
    lang = view.lang
    out = deck.new_deck(t("slides.layout", lang))
    # Slides are light whatever theme the user's screen has.
    for screen in build_story(dataset, replace(view, theme="light")):
        _add_screen(out, dataset, screen, base_url)
    title = t(
        "slides.title", lang, name=dataset.name_in_sentence(view.province, lang), year=view.year
    )
    return deck.deck_bytes(out, title, t("app.title", lang), lang)


def _add_screen(out: Any, dataset: Dataset, screen: Screen, base_url: str) -> None:
    """Add the slide of a screen."""
    lang, view = screen.view.lang, screen.view
    name = dataset.name_in_sentence(view.province, lang)
    kicker = t("present.kicker", lang, name=name, year=view.year)
    slide, top = deck.add_slide(out, lang, kicker, screen.title, screen.full_subtitle)
    shapes = slide.shapes
    source = screen_source(dataset, screen)
    url = screen_url(screen, base_url) if base_url else ""
    link_text = t("slides.link", lang, page=t(f"page.{screen.slug}", lang))
    bottom = deck.add_footer(slide, lang, source, link_text, url)
    if screen.key_figures:
        top += add_key_figures(shapes, screen.key_figures, lang, top) + 14
    if screen.charts:
        _add_charts(shapes, dataset, screen, top, bottom)
    right: float = MARGIN + CONTENT_WIDTH
    if screen.has_qr_code and url:
        if screen.paragraphs or screen.charts:
            right -= _QR_CODE_SIZE + 2 * _CHART_GAP
            left, size = right + 2 * _CHART_GAP, _QR_CODE_SIZE
        else:
            left, size = MARGIN, _LARGE_QR_CODE_SIZE
        add_qr_code(shapes, url, lang, (left, top, size, size))
    if screen.paragraphs:
        add_paragraphs(shapes, screen.paragraphs, lang, (MARGIN, top, right - MARGIN, bottom - top))
    notes = slide.notes_slide.notes_text_frame
    notes.text = "\n".join([*screen.notes, "", source, url]).strip()


def _add_charts(shapes: Any, dataset: Dataset, screen: Screen, top: float, bottom: float) -> None:
    """Add the screen's charts side by side; a legend that serves all of them stands below all."""
    lang = screen.view.lang
    charts = [_chart_data(dataset, slot) for slot in screen.charts]
    legends = [chart.legend if chart is not None else () for chart in charts]
    is_legend_shared = sum(bool(legend) for legend in legends) == 1
    if is_legend_shared:
        items = next(legend for legend in legends if legend)
        bottom -= add_legend_lines(shapes, items, lang, MARGIN, bottom, CONTENT_WIDTH) + 8
    charts_width = CONTENT_WIDTH - _CHART_GAP * (len(charts) - 1)
    x: float = MARGIN
    for slot, chart, legend in zip(screen.charts, charts, legends, strict=True):
        width, chart_bottom = slot.width * charts_width, bottom
        if legend and not is_legend_shared:
            chart_bottom -= add_legend_lines(shapes, legend, lang, x, bottom, width) + 8
        box = (x, top, width, chart_bottom - top)
        if chart is None:
            _add_map(shapes, dataset, slot, box)
        elif isinstance(chart, EditableChart):
            _add_editable_chart(shapes, chart, box, lang)
        else:
            _add_picture(shapes, dataset, chart, box)
        x += width + _CHART_GAP


def _chart_data(dataset: Dataset, slot: ChartSlot) -> EditableChart | Figure | None:
    """What a chart is drawn from; None for a map, which is drawn from the dataset."""
    if slot.chart in map_shapes.MAPS:
        return None
    build = EDITABLE_CHARTS.get(slot.chart) or CHARTS[slot.chart]
    return build(dataset, slot.view)


def _add_map(shapes: Any, dataset: Dataset, slot: ChartSlot, box: Box) -> None:
    """Add a map as shapes; the legend of a national map stands to its right."""
    x, y, width, height = box
    is_national = slot.chart in map_shapes.NATIONAL_MAPS
    legend = map_shapes.map_legend(dataset, slot.view) if is_national else ()
    if legend:
        legend_width = column_width(legend[:_GROUP_COUNT])
        width -= legend_width
        legend_box = (x + width + 16, y + 8, legend_width - 16, height)
        add_legend_column(shapes, legend, slot.view.lang, legend_box)
    map_shapes.MAPS[slot.chart](shapes, dataset, slot.view, (x, y, width, height))


def _add_editable_chart(shapes: Any, chart: EditableChart, box: Box, lang: str) -> None:
    """Add an editable chart below its heading."""
    x, y, width, height = box
    heading_height = text_height(chart.heading, TEXT_SIZE, width, bold=True)
    add_text_box(shapes, (x, y, width, heading_height), chart.heading, lang, bold=True)
    top = y + heading_height + 6
    add_editable_chart(shapes, chart, (x, top, width, height - heading_height - 6), lang)


def _add_picture(shapes: Any, dataset: Dataset, figure: Figure, box: Box) -> None:
    """Add a chart as a picture."""
    _, _, width, height = box
    # Text of 16 px on the page gets 16 points, or less where the chart would be too tall.
    scale = min(1.0, height / figure.spec["height"])
    drawing = images.chart_svg(figure, dataset.tables.topojson, width, height, scale)
    png = images.vega_engine().svg_to_png(drawing, scale=_PICTURE_SCALE)
    picture = shapes.add_picture(io.BytesIO(png), *(Pt(v) for v in box))
    set_alt_text(picture._element, figure.title, figure.alt)
