"""An editable chart that the reader can edit, with its figures as an embedded workbook."""

import io
from dataclasses import replace
from datetime import datetime
from typing import Any, Literal

from lxml import etree
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_MARKER_STYLE
from pptx.enum.dml import MSO_LINE
from pptx.util import Pt

from lib.charts.editable.chart import EditableChart, EditableSeries
from lib.common.theme import LIGHT
from lib.exports.pptx.drawing import (
    Box,
    add_text_box,
    hatch_shape,
    set_alt_text,
    set_color,
    write_text,
)
from lib.exports.pptx.editable_axes import CHART_TEXT_SIZE, end_label_size, format_axes

_KINDS = {
    "bar": XL_CHART_TYPE.BAR_CLUSTERED,
    "column": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "radar": XL_CHART_TYPE.RADAR_MARKERS,
    "scatter": XL_CHART_TYPE.XY_SCATTER_LINES_NO_MARKERS,
}
_LABEL_POSITIONS = {
    "end": XL_LABEL_POSITION.OUTSIDE_END,
    "above": XL_LABEL_POSITION.ABOVE,
    "below": XL_LABEL_POSITION.BELOW,
    "left": XL_LABEL_POSITION.LEFT,
    "right": XL_LABEL_POSITION.RIGHT,
}
_MARKERS = {
    "circle": XL_MARKER_STYLE.CIRCLE,
    "square": XL_MARKER_STYLE.SQUARE,
    "triangle": XL_MARKER_STYLE.TRIANGLE,
    "diamond": XL_MARKER_STYLE.DIAMOND,
}
_HALF_LABEL_WIDTH = 30  # of a label below columns
_CREATED = datetime(2000, 1, 1)  # fixed: the same figures give the same bytes
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_C = "http://schemas.openxmlformats.org/drawingml/2006/chart"


def add_editable_chart(shapes: Any, data: EditableChart, box: Box, lang: str) -> Any:
    """Draw an editable chart into a box; returns python-pptx's chart."""
    if data.category_labels:
        box = _add_category_labels(shapes, data, box, lang)
    complete = _with_end_labels(data)
    frame = shapes.add_chart(_KINDS[data.kind], *(Pt(v) for v in box), _chart_data(complete))
    set_alt_text(frame._element, data.heading, data.alt)
    chart = frame.chart
    chart.has_legend = False
    chart.has_title = False
    chart.font.size = Pt(CHART_TEXT_SIZE)
    set_color(chart.font.color, LIGHT.ink)
    _, _, width, height = box
    label_size = end_label_size(data, height)
    for series_data, series in zip(complete.series, chart.plots[0].series, strict=True):
        if data.kind in ("bar", "column"):
            _format_bars(series_data, series)
        else:
            series.smooth = False
            _format_line(series_data, series)
            _format_marker(series_data, series)
        if series_data.tick_half_height:
            _add_ticks(series_data, series)
        if any(series_data.labels):
            _add_labels(series_data, series, label_size, lang)
    format_axes(chart, data, width, height)
    chart.part.chart_workbook.update_from_xlsx_blob(chart_workbook(complete))
    return chart


def chart_workbook(data: EditableChart) -> bytes:
    """The workbook (XLSX) of a chart: its figures where the chart refers to them, with names."""
    from xlsxwriter import Workbook

    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"created": _CREATED})
    sheet = book.add_worksheet("Sheet1")
    number = book.add_format({"num_format": data.number_format})
    bold = book.add_format({"bold": True})
    sheet.set_column(0, 0, 32)
    sheet.set_column(1, 6, 18)
    if data.kind == "scatter":
        row = 0
        for series in data.series:
            sheet.write(row, 1, series.name, bold)
            sheet.write_column(row + 1, 0, series.x, number)
            sheet.write_column(row + 1, 1, series.values, number)
            for column, (name, values) in enumerate(series.extra_columns, start=2):
                sheet.write(row, column, name, bold)
                sheet.write_column(row + 1, column, values)
            row += len(series.values) + 2
    else:
        sheet.write_column(1, 0, data.categories)
        for column, series in enumerate(data.series, start=1):
            sheet.write(0, column, series.name, bold)
            sheet.write_column(1, column, series.values, number)
        extra_columns = [pair for series in data.series for pair in series.extra_columns]
        for column, (name, values) in enumerate(extra_columns, start=len(data.series) + 1):
            sheet.write(0, column, name, bold)
            sheet.write_column(1, column, values)
    book.close()
    return out.getvalue()


def _add_category_labels(shapes: Any, data: EditableChart, box: Box, lang: str) -> Box:
    """Write labels below columns; returns the box that is left for the chart."""
    x, y, width, height = box
    label_height = CHART_TEXT_SIZE * 1.4
    chart_width = width - 2 * _HALF_LABEL_WIDTH
    for position, text in data.category_labels:
        left, top = x + position * chart_width, y + height - label_height
        add_text_box(
            shapes,
            (left, top, 2 * _HALF_LABEL_WIDTH, label_height),
            text,
            lang,
            size=CHART_TEXT_SIZE,
            color=LIGHT.muted,
            align="center",
            anchor="middle",
            wrap=False,
        )
    return x + _HALF_LABEL_WIDTH, y, chart_width, height - label_height


def _with_end_labels(data: EditableChart) -> EditableChart:
    """A scatter chart with the labels at its ends as the labels of series of invisible dots.

    Longer series come first: LibreOffice loses those that a longer one follows.
    """
    if data.kind != "scatter" or data.x_range is None:
        return data
    end_series = []
    if data.left_labels:
        end_series.append(_label_series(data.left_labels, data.x_range[0], "left"))
    if data.right_labels:
        end_series.append(_label_series(data.right_labels, data.x_range[1], "right"))
    ordered = sorted([*data.series, *end_series], key=lambda series: -len(series.values))
    return replace(data, series=tuple(ordered))


def _label_series(
    labels: tuple[tuple[float, str], ...], x: float, position: Literal["left", "right"]
) -> EditableSeries:
    """Invisible dots at one x that carry labels, each at its y."""
    return EditableSeries(
        " ",
        tuple(y for y, _ in labels),
        (x,) * len(labels),
        labels=tuple(text for _, text in labels),
        label_position=position,
    )


def _chart_data(data: EditableChart) -> Any:
    """The figures as python-pptx takes them."""
    if data.kind == "scatter":
        points = XyChartData(number_format=data.number_format)
        for series in data.series:
            xy_series = points.add_series(series.name)
            for x, y in zip(series.x, series.values, strict=True):
                xy_series.add_data_point(x, y)
        return points
    out = CategoryChartData(number_format=data.number_format)
    out.categories = data.categories
    for series in data.series:
        out.add_series(series.name, series.values)
    return out


def _format_bars(data: EditableSeries, series: Any) -> None:
    """Colours of bars or columns."""
    series.invert_if_negative = False
    if data.hatched:
        hatch_shape(series.format, data.color, LIGHT.background)
    else:
        series.format.fill.solid()
        set_color(series.format.fill.fore_color, data.color)
    for i, color in enumerate(data.point_colors):
        if color != data.color:
            fill = series.points[i].format.fill
            fill.solid()
            set_color(fill.fore_color, color)
        if color == LIGHT.groups[3]:  # not visible on white without an edge
            edge = series.points[i].format.line
            edge.width = Pt(0.75)
            set_color(edge.color, LIGHT.groups[1])


def _format_line(data: EditableSeries, series: Any) -> None:
    line = series.format.line
    if not data.line_width:
        line.fill.background()
        return
    line.width = Pt(data.line_width)
    set_color(line.color, data.color)
    if data.dashed:
        line.dash_style = MSO_LINE.DASH
    line._ln.set("cap", "flat")


def _format_marker(data: EditableSeries, series: Any) -> None:
    marker = series.marker
    if not data.marker_size:
        marker.style = XL_MARKER_STYLE.NONE
        return
    marker.style, marker.size = _MARKERS[data.marker], round(data.marker_size)
    marker.format.fill.solid()
    set_color(marker.format.fill.fore_color, data.color)
    marker.format.line.width = Pt(0.5)
    set_color(marker.format.line.color, LIGHT.background)


def _add_ticks(data: EditableSeries, series: Any) -> None:
    """Add an upright line through each dot, as the error bars of the series."""
    bars = etree.fromstring(
        f'<c:errBars xmlns:c="{_C}"><c:errDir val="y"/><c:errBarType val="both"/>'
        '<c:errValType val="fixedVal"/><c:noEndCap val="1"/>'
        f'<c:val val="{data.tick_half_height:g}"/>'
        f'<c:spPr><a:ln xmlns:a="{_A}" w="28575">'
        '<a:solidFill><a:schemeClr val="tx2"/></a:solidFill></a:ln></c:spPr></c:errBars>'
    )
    series._element.find(f"{{{_C}}}xVal").addprevious(bars)


def _add_labels(data: EditableSeries, series: Any, size: float, lang: str) -> None:
    """Write the labels at the points that have one, and no values at the others."""
    for i, text in enumerate(data.labels):
        if not text:
            continue
        label = series.points[i].data_label
        frame = label.text_frame
        frame.word_wrap = False
        color = data.label_color or LIGHT.ink
        if data.point_colors and data.point_colors[i] == LIGHT.accent:
            color = LIGHT.accent
        bold = data.bold or color == LIGHT.accent
        write_text(frame, text, lang, size=size, color=color, bold=bold)
        label.position = _LABEL_POSITIONS[data.label_position]
    series._element.find(f"{{{_C}}}dLbls/{{{_C}}}showVal").set("val", "0")
