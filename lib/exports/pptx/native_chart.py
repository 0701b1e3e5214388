"""A plot as a native chart that the reader can edit, with its figures as an embedded workbook."""

import io
import math
from dataclasses import replace
from datetime import datetime
from typing import Any

from lxml import etree
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_LINE
from pptx.util import Pt

from lib.charts.native.chart import NativeChart, NativeSeries
from lib.common.theme import LIGHT
from lib.exports.pptx import deck

SIZE = 14  # points, of a chart's texts
_SMALL = 12  # of the names that would not fit otherwise
_C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_KINDS = {
    "bar": XL_CHART_TYPE.BAR_CLUSTERED,
    "column": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "radar": XL_CHART_TYPE.RADAR_MARKERS,
    "scatter": XL_CHART_TYPE.XY_SCATTER_LINES_NO_MARKERS,
}
_SIDES = {
    "end": XL_LABEL_POSITION.OUTSIDE_END,
    "above": XL_LABEL_POSITION.ABOVE,
    "below": XL_LABEL_POSITION.BELOW,
    "left": XL_LABEL_POSITION.LEFT,
    "right": XL_LABEL_POSITION.RIGHT,
}
_EPOCH = datetime(2000, 1, 1)  # the same figures give the same file


def add_native_chart(shapes: Any, plot: NativeChart, box: deck.Box, lang: str) -> Any:
    """Draw a plot into a box (x, y, width, height in points); returns its chart."""
    if plot.marks:
        box = _marked(shapes, plot, box, lang)
    drawn = _with_names(plot)
    frame = shapes.add_chart(_KINDS[plot.kind], *(Pt(v) for v in box), _data(drawn))
    deck.set_alt_text(frame._element, plot.heading, plot.alt)
    chart = frame.chart
    chart.has_legend = False
    chart.has_title = False
    chart.font.size = Pt(SIZE)
    deck.set_color(chart.font.color, LIGHT.ink)
    width, height = box[2], box[3]
    size = _row_size(plot, height)
    for one, series in zip(drawn.series, chart.plots[0].series, strict=True):
        _look(one, series, plot.kind, size, lang)
    {"bar": _bar, "column": _column, "radar": _radar, "scatter": _scatter}[plot.kind](
        chart, plot, width, height
    )
    chart.part.chart_workbook.update_from_xlsx_blob(chart_workbook(drawn))
    return chart


def chart_workbook(plot: NativeChart) -> bytes:
    """The figures where the chart looks for them, with what each is beside them (XLSX)."""
    from xlsxwriter import Workbook

    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"created": _EPOCH})
    sheet = book.add_worksheet("Sheet1")
    form = book.add_format({"num_format": plot.number_format})
    bold = book.add_format({"bold": True})
    sheet.set_column(0, 0, 32)
    sheet.set_column(1, 6, 18)
    if plot.kind == "scatter":
        row = 0
        for one in plot.series:
            sheet.write(row, 1, one.name, bold)
            sheet.write_column(row + 1, 0, one.x, form)
            sheet.write_column(row + 1, 1, one.values, form)
            for column, (name, values) in enumerate(one.beside, start=2):
                sheet.write(row, column, name, bold)
                sheet.write_column(row + 1, column, values)
            row += len(one.values) + 2
    else:
        sheet.write_column(1, 0, plot.categories)
        for column, one in enumerate(plot.series, start=1):
            sheet.write(0, column, one.name, bold)
            sheet.write_column(1, column, one.values, form)
        beside = [pair for one in plot.series for pair in one.beside]
        for column, (name, values) in enumerate(beside, start=len(plot.series) + 1):
            sheet.write(0, column, name, bold)
            sheet.write_column(1, column, values)
    book.close()
    return out.getvalue()


def _marked(shapes: Any, plot: NativeChart, box: deck.Box, lang: str) -> deck.Box:
    """Write the marks below a chart; returns the box that is left for it."""
    x, y, width, height = box
    tall, half = SIZE * 1.4, 30
    room = width - 2 * half
    for share, words in plot.marks:
        at = (x + share * room, y + height - tall, 2 * half, tall)
        look: dict[str, Any] = {"color": LIGHT.muted, "align": "center", "anchor": "middle"}
        deck.add_text_box(shapes, at, words, lang, size=SIZE, wrap=False, **look)
    return x + half, y, room, height - tall


def _row_size(plot: NativeChart, height: float) -> float:
    """The size of what stands at the ends of a scatter's rows, or at a bar."""
    if plot.rows and plot.up:
        row = height / (plot.up[1] - plot.up[0])
        return SIZE if row > 1.35 * SIZE else _SMALL
    return SIZE


def _with_names(plot: NativeChart) -> NativeChart:
    """The same with what stands at its ends as series of dots without a mark.

    Longer series come first: LibreOffice loses those that a longer one follows.
    """
    if plot.kind != "scatter" or plot.across is None:
        return plot
    sides = ((plot.rows, plot.across[0], "left"), (plot.ends, plot.across[1], "right"))
    more = [
        NativeSeries(
            " ",
            tuple(level for level, _ in pairs),
            (at,) * len(pairs),
            labels=tuple(words for _, words in pairs),
            side=side,
        )
        for pairs, at, side in sides
        if pairs
    ]
    ordered = sorted([*plot.series, *more], key=lambda one: -len(one.values))
    return replace(plot, series=tuple(ordered))


def _data(plot: NativeChart) -> Any:
    if plot.kind == "scatter":
        points = XyChartData(number_format=plot.number_format)
        for one in plot.series:
            series = points.add_series(one.name)
            for x, y in zip(one.x, one.values, strict=True):
                series.add_data_point(x, y)
        return points
    data = CategoryChartData(number_format=plot.number_format)
    data.categories = plot.categories
    for one in plot.series:
        data.add_series(one.name, one.values)
    return data


def _look(one: NativeSeries, series: Any, kind: str, size: float, lang: str) -> None:
    """Colours, dots, lines and labels of one series."""
    if kind in ("bar", "column"):
        series.invert_if_negative = False
        series.format.fill.solid()
        deck.set_color(series.format.fill.fore_color, one.color)
        for i, color in enumerate(one.colors):
            if color != one.color:
                fill = series.points[i].format.fill
                fill.solid()
                deck.set_color(fill.fore_color, color)
            if color == LIGHT.groups[3]:  # too pale for white paper without an edge
                edge = series.points[i].format.line
                edge.width = Pt(0.75)
                deck.set_color(edge.color, LIGHT.groups[1])
    else:
        series.smooth = False
        _line(one, series)
        _marker(one, series)
    if one.stroke:
        _strokes(one, series)
    if any(one.labels):
        _labels(one, series, size, lang)


def _line(one: NativeSeries, series: Any) -> None:
    line = series.format.line
    if not one.line:
        line.fill.background()
        return
    line.width = Pt(one.line)
    deck.set_color(line.color, one.color)
    if one.dashed:
        line.dash_style = MSO_LINE.DASH
    node = line._ln
    node.set("cap", "flat")


def _marker(one: NativeSeries, series: Any) -> None:
    marker = series.marker
    if not one.marker:
        marker.style = XL_MARKER_STYLE.NONE
        return
    marker.style, marker.size = XL_MARKER_STYLE.CIRCLE, round(one.marker)
    marker.format.fill.solid()
    deck.set_color(marker.format.fill.fore_color, one.color)
    marker.format.line.width = Pt(0.5)
    deck.set_color(marker.format.line.color, LIGHT.background)


def _strokes(one: NativeSeries, series: Any) -> None:
    """An upright line through each dot, as the error bars of the series."""
    bars = etree.fromstring(
        f'<c:errBars xmlns:c="{_C}"><c:errDir val="y"/><c:errBarType val="both"/>'
        f'<c:errValType val="fixedVal"/><c:noEndCap val="1"/><c:val val="{one.stroke:g}"/>'
        '<c:spPr><a:ln xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" w="28575">'
        '<a:solidFill><a:schemeClr val="tx2"/></a:solidFill></a:ln></c:spPr></c:errBars>'
    )
    series._element.find(f"{{{_C}}}xVal").addprevious(bars)


def _labels(one: NativeSeries, series: Any, size: float, lang: str) -> None:
    """Literal text at the points that have one, nothing at the others."""
    for i, words in enumerate(one.labels):
        if not words:
            continue
        label = series.points[i].data_label
        frame = label.text_frame
        frame.word_wrap = False
        color = one.ink or LIGHT.ink
        if one.colors and one.colors[i] == LIGHT.accent:
            color = LIGHT.accent
        look = {"size": size, "color": color, "bold": one.bold or color == LIGHT.accent}
        deck.write_text(frame, words, lang, **look)
        label.position = _SIDES[one.side]
    series._element.find(f"{{{_C}}}dLbls/{{{_C}}}showVal").set("val", "0")


def _inner(chart: Any, x: float, y: float, width: float, height: float) -> None:
    """Where the plot itself lies in its frame, as shares of it; texts stand around it."""
    area = chart._chartSpace.chart.plotArea
    old = area.find(f"{{{_C}}}layout")
    new = etree.fromstring(
        f'<c:layout xmlns:c="{_C}"><c:manualLayout><c:layoutTarget val="inner"/>'
        '<c:xMode val="edge"/><c:yMode val="edge"/>'
        f'<c:x val="{x:.4f}"/><c:y val="{y:.4f}"/><c:w val="{width:.4f}"/>'
        f'<c:h val="{height:.4f}"/></c:manualLayout></c:layout>'
    )
    if old is not None:
        area.replace(old, new)
    else:
        area.insert(0, new)


def _quiet(axis: Any, *, hidden: bool = False) -> None:
    """An axis without grid and marks; hidden: without numbers too."""
    axis.has_major_gridlines = axis.has_minor_gridlines = False
    axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
    axis.format.line.fill.background()
    if hidden:
        axis.tick_label_position = XL_TICK_LABEL_POSITION.NONE


def _bar(chart: Any, plot: NativeChart, width: float, height: float) -> None:
    values, names = chart.value_axis, chart.category_axis
    _quiet(values, hidden=True)
    _quiet(names)
    names.reverse_order = True
    # Beside negative bars too.
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    _all_names(names)
    row, most = height / len(plot.categories), 0.52 * width
    size = SIZE
    needed = max(deck.text_width(name, size) for name in plot.categories) + 14
    if needed > most and row < 2.7 * SIZE or row < 1.35 * SIZE:
        size = _SMALL
        needed = max(deck.text_width(name, size) for name in plot.categories) + 14
    names.tick_labels.font.size = Pt(size)
    left = min(needed, most)
    numbers = [v for one in plot.series for v in one.values if v is not None]
    labels = [text for one in plot.series for text in one.labels] or [""]
    room = max(deck.text_width(text, SIZE, bold=True) for text in labels) + 10
    low, high = plot.across or (min(*numbers, plot.base), max(*numbers, plot.base))
    plain = width - left - 6
    # Numbers stand beyond the bars' ends on both sides of the base.
    sides = [min(numbers) < plot.base, plot.across is not None or max(numbers) > plot.base]
    unit = (high - low or 1.0) / max(plain - room * sum(sides), 40)
    values.minimum_scale = low - unit * room * sides[0]
    values.maximum_scale = high + unit * room * max(sides[1], not sides[0])
    values.crosses_at = plot.base
    line = names.format.line
    line.width = Pt(1)
    deck.set_color(line.color, LIGHT.muted)
    chart.plots[0].gap_width = 45
    _inner(chart, left / width, 0.0, plain / width, 1.0)


def _column(chart: Any, plot: NativeChart, width: float, height: float) -> None:
    values, names = chart.value_axis, chart.category_axis
    _quiet(values, hidden=True)
    _quiet(names)
    line = names.format.line
    line.width = Pt(1)
    deck.set_color(line.color, LIGHT.muted)
    numbers = [v for one in plot.series for v in one.values if v is not None]
    values.minimum_scale, values.maximum_scale = 0, max(numbers) * 1.25
    chart.plots[0].gap_width = 8
    names.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    _inner(chart, 0.0, 0.0, 1.0, 1.0)


def _all_names(names: Any) -> None:
    """Write every category, whatever the office would leave out."""
    skip = etree.Element(f"{{{_C}}}tickLblSkip", val="1")
    names._element.find(f"{{{_C}}}noMultiLvlLbl").addprevious(skip)


def _radar(chart: Any, plot: NativeChart, width: float, height: float) -> None:
    values = chart.value_axis
    values.minimum_scale, values.maximum_scale = plot.up or (0.0, 1.0)
    values.major_unit = 0.25
    values.has_major_gridlines = True
    grid = values.major_gridlines.format.line
    grid.width = Pt(0.75)
    deck.set_color(grid.color, LIGHT.grid)
    values.format.line.fill.background()
    values.major_tick_mark = XL_TICK_MARK.NONE
    values.tick_labels.number_format = '[=0.5]0%;[=1]0%;""'
    values.tick_labels.number_format_is_linked = False
    values.tick_labels.font.size = Pt(_SMALL)
    deck.set_color(values.tick_labels.font.color, LIGHT.muted)
    chart.category_axis.tick_labels.font.size = Pt(SIZE)
    # As large as the names around it allow.
    radius = min(width, height) / 2
    for i, name in enumerate(plot.categories):
        angle = 2 * math.pi * i / len(plot.categories)
        side, over = abs(math.sin(angle)), abs(math.cos(angle))
        parts = name.split("\n")
        wide = max(deck.text_width(part, SIZE) for part in parts) + 10
        tall = len(parts) * SIZE * deck.LINE + 10
        if side > 0.1:
            radius = min(radius, (width / 2 - wide) / side)
        if over > 0.1:
            radius = min(radius, (height / 2 - tall * max(over, 0.5)) / over)
    x, y = 0.5 - radius / width, 0.5 - radius / height
    _inner(chart, x, y, 2 * radius / width, 2 * radius / height)


def _scatter(chart: Any, plot: NativeChart, width: float, height: float) -> None:
    along, up = chart.category_axis, chart.value_axis
    _quiet(up, hidden=True)
    _quiet(along, hidden=True)
    along.minimum_scale, along.maximum_scale = plot.across or (0.0, 1.0)
    up.minimum_scale, up.maximum_scale = plot.up or (0.0, 1.0)
    size = _row_size(plot, height)
    left, right = (
        max((deck.text_width(words, size) for _, words in pairs), default=0) + 14
        for pairs in (plot.rows, plot.ends)
    )
    _inner(chart, left / width, 0.0, 1 - (left + right) / width, 1.0)
