"""Axes and plot area of editable charts: ranges, tick labels, and the space that labels need."""

import math
from typing import Any

from lxml import etree
from pptx.enum.chart import XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.util import Pt

from lib.charts.editable.chart import EditableChart
from lib.common.theme import LIGHT
from lib.exports.pptx.drawing import LINE_HEIGHT, set_color, text_width

CHART_TEXT_SIZE = 14
_SMALL_TEXT_SIZE = 12  # of labels that would not fit otherwise
_MAX_NAMES_FRACTION = 0.52  # of a bar chart's width, for the names beside its bars
_C = "http://schemas.openxmlformats.org/drawingml/2006/chart"


def format_axes(chart: Any, data: EditableChart, width: float, height: float) -> None:
    """Set the axes and the plot area of a chart.

    Args:
        chart: python-pptx's chart.
        data: What it shows.
        width: Width of the chart.
        height: Height of the chart.
    """
    formats = {
        "bar": _format_bar_chart,
        "column": _format_column_chart,
        "radar": _format_radar_chart,
        "scatter": _format_scatter_chart,
    }
    formats[data.kind](chart, data, width, height)


def end_label_size(data: EditableChart, height: float) -> float:
    """The text size of labels at the ends of a scatter chart's rows, or at a bar."""
    if data.left_labels and data.y_range:
        row_height = height / (data.y_range[1] - data.y_range[0])
        if row_height <= 1.35 * CHART_TEXT_SIZE:
            return _SMALL_TEXT_SIZE
    return CHART_TEXT_SIZE


def _format_bar_chart(chart: Any, data: EditableChart, width: float, height: float) -> None:
    """Lying bars with names on the left, and labels at the ends on both sides of the baseline."""
    values, names = chart.value_axis, chart.category_axis
    _hide_axis(values)
    _hide_lines(names)
    names.reverse_order = True
    # Left of the plot area, also where bars are negative.
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    _show_all_names(names)
    size, names_width = _bar_names(data, width, height)
    names.tick_labels.font.size = Pt(size)
    plot_width = width - names_width - 6
    _set_bar_range(values, data, plot_width)
    values.crosses_at = data.baseline
    _draw_axis_line(names)
    chart.plots[0].gap_width = 45
    _set_plot_area(chart, names_width / width, 0.0, plot_width / width, 1.0)


def _bar_names(data: EditableChart, width: float, height: float) -> tuple[float, float]:
    """The text size and the width of the names beside bars."""

    def needed_width(size: float) -> float:
        return max(text_width(name, size) for name in data.categories) + 14

    row_height, max_width = height / len(data.categories), _MAX_NAMES_FRACTION * width
    size = CHART_TEXT_SIZE
    # A long name takes two lines where its row is tall enough for them.
    needs_two_lines = needed_width(size) > max_width
    if row_height < (2.7 if needs_two_lines else 1.35) * CHART_TEXT_SIZE:
        size = _SMALL_TEXT_SIZE
    return size, min(needed_width(size), max_width)


def _set_bar_range(axis: Any, data: EditableChart, plot_width: float) -> None:
    """Set the range of the values so that the labels at the bars' ends have enough space."""
    numbers = [v for series in data.series for v in series.values if v is not None]
    labels = [text for series in data.series for text in series.labels] or [""]
    label_width = max(text_width(text, CHART_TEXT_SIZE, bold=True) for text in labels) + 10
    low, high = data.x_range or (min(*numbers, data.baseline), max(*numbers, data.baseline))
    has_left = min(numbers) < data.baseline
    has_right = data.x_range is not None or max(numbers) > data.baseline
    sides = [has_left, has_right]
    per_point = (high - low or 1.0) / max(plot_width - label_width * sum(sides), 40)
    axis.minimum_scale = low - per_point * label_width * has_left
    axis.maximum_scale = high + per_point * label_width * max(has_right, not has_left)


def _format_column_chart(chart: Any, data: EditableChart, width: float, height: float) -> None:
    """Columns without names; there is space above the highest for its label."""
    values, names = chart.value_axis, chart.category_axis
    _hide_axis(values)
    _hide_lines(names)
    _draw_axis_line(names)
    numbers = [v for series in data.series for v in series.values if v is not None]
    values.minimum_scale, values.maximum_scale = 0, max(numbers) * 1.25
    chart.plots[0].gap_width = 8
    names.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    _set_plot_area(chart, 0.0, 0.0, 1.0, 1.0)


def _format_radar_chart(chart: Any, data: EditableChart, width: float, height: float) -> None:
    """Rings at quarters, labelled at the half and at the end."""
    values = chart.value_axis
    values.minimum_scale, values.maximum_scale = data.y_range or (0.0, 1.0)
    values.major_unit = 0.25
    values.has_major_gridlines = True
    grid = values.major_gridlines.format.line
    grid.width = Pt(0.75)
    set_color(grid.color, LIGHT.grid)
    values.format.line.fill.background()
    values.major_tick_mark = XL_TICK_MARK.NONE
    values.tick_labels.number_format = '[=0.5]0%;[=1]0%;""'
    values.tick_labels.number_format_is_linked = False
    values.tick_labels.font.size = Pt(_SMALL_TEXT_SIZE)
    set_color(values.tick_labels.font.color, LIGHT.muted)
    chart.category_axis.tick_labels.font.size = Pt(CHART_TEXT_SIZE)
    radius = _radar_radius(data, width, height)
    x, y = 0.5 - radius / width, 0.5 - radius / height
    _set_plot_area(chart, x, y, 2 * radius / width, 2 * radius / height)


def _radar_radius(data: EditableChart, width: float, height: float) -> float:
    """The largest radius that leaves enough space for the names around the radar."""
    radius = min(width, height) / 2
    for i, name in enumerate(data.categories):
        angle = 2 * math.pi * i / len(data.categories)
        across, along = abs(math.sin(angle)), abs(math.cos(angle))
        lines = name.split("\n")
        name_width = max(text_width(line, CHART_TEXT_SIZE) for line in lines) + 10
        name_height = len(lines) * CHART_TEXT_SIZE * LINE_HEIGHT + 10
        if across > 0.1:
            radius = min(radius, (width / 2 - name_width) / across)
        if along > 0.1:
            radius = min(radius, (height / 2 - name_height * max(along, 0.5)) / along)
    return radius


def _format_scatter_chart(chart: Any, data: EditableChart, width: float, height: float) -> None:
    """Dots between the labels at both ends of their rows."""
    x_axis, y_axis = chart.category_axis, chart.value_axis
    _hide_axis(y_axis)
    _hide_axis(x_axis)
    x_axis.minimum_scale, x_axis.maximum_scale = data.x_range or (0.0, 1.0)
    y_axis.minimum_scale, y_axis.maximum_scale = data.y_range or (0.0, 1.0)
    size = end_label_size(data, height)
    left, right = (
        max((text_width(text, size) for _, text in labels), default=0) + 14
        for labels in (data.left_labels, data.right_labels)
    )
    _set_plot_area(chart, left / width, 0.0, 1 - (left + right) / width, 1.0)


def _set_plot_area(chart: Any, x: float, y: float, width: float, height: float) -> None:
    """Place the plot area without its labels, in fractions of the chart's width and height."""
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


def _hide_axis(axis: Any) -> None:
    """Hide an axis' line, grid, tick marks and labels."""
    _hide_lines(axis)
    axis.tick_label_position = XL_TICK_LABEL_POSITION.NONE


def _hide_lines(axis: Any) -> None:
    """Hide an axis' line, grid and tick marks."""
    axis.has_major_gridlines = axis.has_minor_gridlines = False
    axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
    axis.format.line.fill.background()


def _draw_axis_line(axis: Any) -> None:
    line = axis.format.line
    line.width = Pt(1)
    set_color(line.color, LIGHT.muted)


def _show_all_names(axis: Any) -> None:
    """Show every category's name: office programs leave out those that they find too close."""
    skip = etree.Element(f"{{{_C}}}tickLblSkip", val="1")
    axis._element.find(f"{{{_C}}}noMultiLvlLbl").addprevious(skip)
