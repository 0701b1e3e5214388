"""Maps as shapes: each province can be coloured anew, both archipelagos stand in named frames."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd
from pptx.enum.shapes import MSO_SHAPE

from lib.charts import label_layout
from lib.charts.cartography import projection
from lib.charts.cartography.archipelagos import NATIONAL_BOUNDS, with_insets
from lib.charts.cartography.choropleth import Painting, map_alt_text, paint_map
from lib.charts.figure import LegendItem
from lib.charts.map import region_labels
from lib.common.theme import LIGHT
from lib.exports.pptx.drawing import (
    LINE_HEIGHT,
    TEXT_SIZE,
    Box,
    add_shape,
    add_text_box,
    set_alt_text,
    text_width,
)
from lib.exports.pptx.map_pieces import add_archipelagos, add_line, add_provinces, group_shapes
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import map, phrases
from lib.stats.ranking import TOTAL

_LABEL_SIZE = 14  # of a name on the map of a region
_LABEL_SPACING = 1.25 * _LABEL_SIZE  # between lines of a column of labels, at least
_LETTER_WIDTH = 1.25  # of letters, compared with what label_layout.separate_labels assumes
_OVERHANG = 20  # how far a part of a province may lie outside the box of a close-up
_NAME_OVERHANG = 20  # how far the chosen province's name may lie left of the box of the map
_MAX_LABEL_LATITUDE = 19.1  # degrees; west of the border farther north there is land, not sea


def map_legend(dataset: Dataset, view: View) -> tuple[LegendItem, ...]:
    """What the colours mean."""
    return paint_map(dataset, view).legend


def draw_national_map(shapes: Any, dataset: Dataset, view: View, box: Box) -> None:
    """Draw the 63 provinces by group, the chosen one outlined and named, and both archipelagos."""
    painting = paint_map(dataset, view)
    west, _, east, _ = NATIONAL_BOUNDS
    x, y, width, height = box
    available = (0, 0, width - _NAME_OVERHANG, height)
    _, degree = projection.fit_mercator(NATIONAL_BOUNDS, available)
    map_width = (east - west) * degree
    map_box = (x + width - map_width, y, map_width, height)
    place, _ = projection.fit_mercator(NATIONAL_BOUNDS, map_box)
    parts = add_provinces(shapes, dataset, view, painting, place, list(dataset.provinces.index))
    parts += add_archipelagos(shapes, dataset, view, place, x + width)
    parts += _add_own_label(shapes, dataset, view, place, x - _NAME_OVERHANG)
    alt = map_alt_text(dataset, view, painting)
    group_shapes(shapes, parts, map.headline(dataset, view), alt)


def draw_region_map(shapes: Any, dataset: Dataset, view: View, box: Box) -> None:
    """Draw the provinces of the chosen province's region, each with its name and rank."""
    painting = paint_map(dataset, view)
    own_region = dataset.provinces.at[view.province, "region"]
    members = list(dataset.provinces.index[dataset.provinces["region"] == own_region])
    has_archipelago = bool(dataset.tables.islands["province"].isin(members).any())
    layout = _lay_out_region(dataset, view, painting, members, has_archipelago, box)
    x, y, width, height = box
    bounds = (x - _OVERHANG, y - _OVERHANG, x + width + _OVERHANG, y + height + _OVERHANG)
    *others, own = add_provinces(shapes, dataset, view, painting, layout.place, members, bounds)
    archipelagos = (
        add_archipelagos(shapes, dataset, view, layout.place, x + width) if has_archipelago else []
    )
    if layout.column_width:
        tags: list[Any] = []
        labels = _add_label_column(shapes, view, layout, y + height / 2)
    else:
        tags, labels = _add_labels(shapes, view, layout)
    # The outline of the chosen province lies above its neighbours' tags, which may reach below it.
    parts = [*others, *archipelagos, *tags, own, *labels]
    ranking = dataset.ranking(view.year, view.measure)
    ranking = ranking[ranking["province"].isin(members)]
    ranks = "; ".join(
        f"{dataset.province_name(province, view.lang)} {rank}"
        for province, rank in zip(ranking["province"], ranking["rank"], strict=True)
    )
    name = dataset.region_name(view.province, view.lang)
    group_shapes(shapes, parts, name, f"{name}: {ranks}.")


# The charts that are maps, by their names in ``lib.charts.registry``.
NATIONAL_MAPS = ("overview.country", "map.national")
MAPS: dict[str, Callable[[Any, Dataset, View, Box], None]] = {
    "overview.country": draw_national_map,
    "map.national": draw_national_map,
    "map.region": draw_region_map,
}


def _add_own_label(
    shapes: Any, dataset: Dataset, view: View, place: projection.Projector, min_left: float
) -> list[Any]:
    """Add the chosen province's name and rank west of the land border, and a line to its place."""
    location = dataset.tables.labels.set_index("province").loc[view.province]
    latitude = min(float(location["lat"]), _MAX_LABEL_LATITUDE)
    name = dataset.province_name(view.province, view.lang)
    degree = place(0, latitude - 0.5)[1] - place(0, latitude + 0.5)[1]
    half_height = 0.8 * TEXT_SIZE * LINE_HEIGHT / degree  # of two lines, in degrees
    features = dataset.tables.geojson["features"]
    border = projection.western_border(features, latitude, half_height)
    x, y = place(border, latitude)
    x -= 10
    lines = [name]
    if text_width(name, TEXT_SIZE, bold=True) > x - min_left:
        lines = label_layout.split_in_two(name) if len(name.split()) > 2 else name.split()
    total = dataset.position(view.year, TOTAL, view.province)
    if total is not None:
        lines = [*lines, phrases.format_rank(dataset, total)]
    width = max(text_width(line, TEXT_SIZE, bold=True) for line in lines)
    x = max(x, min_left + width)
    height = TEXT_SIZE * LINE_HEIGHT * len(lines)
    end = place(location["lon"], location["lat"])
    return [
        add_line(shapes, (x + 4, y), end, LIGHT.accent, 1.5),
        add_text_box(
            shapes,
            (x - width, y - height / 2, width, height),
            lines,
            view.lang,
            size=TEXT_SIZE,
            color=LIGHT.accent,
            bold=True,
            align="right",
            anchor="middle",
            wrap=False,
        ),
    ]


@dataclass(frozen=True)
class _RegionLayout:
    """Where the map of a region and its labels stand.

    Attributes:
        place: From degrees to points.
        labels: As of ``region_labels.place_region_labels``.
        column_width: Width of the labels where they stand in a column, else 0.
    """

    place: projection.Projector
    labels: pd.DataFrame
    column_width: float


def _lay_out_region(
    dataset: Dataset,
    view: View,
    painting: Painting,
    members: list[str],
    has_archipelago: bool,
    box: Box,
) -> _RegionLayout:
    """Fit a region with its labels, and its archipelago if it has one, into a box."""
    west, south, east, north = region_labels.region_bounds(dataset, members)
    x, y, width, height = box
    _, degree = projection.fit_mercator((west, south, east, north), box)
    labels, is_column = region_labels.place_region_labels(
        dataset,
        view,
        painting,
        members,
        degree * 16 / (_LABEL_SIZE * _LETTER_WIDTH),
        off_outline=False,
    )
    column_width = 0.0
    if is_column:
        column_width = max(text_width(" ".join(lines), _LABEL_SIZE) for lines in labels["text"])
        west = labels["lon"].min() - column_width / degree
    if has_archipelago:
        west, south, east, north = with_insets((west, south, east, north), degree)
    _, degree = projection.fit_mercator((west, south, east, north), (0, 0, width, height))
    if is_column:
        # With the column, a degree has become smaller and the column takes more of them.
        west = labels["lon"].min() - column_width / degree - 0.2
        _, degree = projection.fit_mercator((west, south, east, north), (0, 0, width, height))
    north_y, south_y = projection.mercator_y(north), projection.mercator_y(south)
    map_height = math.degrees(north_y - south_y) * degree
    map_width = (east - west) * degree
    left, top = x + (width - map_width) / 2, y + (height - map_height) / 2
    place, _ = projection.fit_mercator(
        (west, south, east, north), (left, top, map_width + 1, map_height + 1)
    )
    return _RegionLayout(place, labels, column_width)


def _add_label_column(shapes: Any, view: View, layout: _RegionLayout, middle: float) -> list[Any]:
    """Add the labels in a column west of the region, each with a line to its province.

    Args:
        shapes: Of the slide.
        view: Its province's label is emphasised.
        layout: Where the labels stand.
        middle: The y of the middle of the column, where it is taller than the region.
    """
    parts = []
    rows = layout.labels.to_dict("records")
    ys = [layout.place(row["lon"], row["lat"])[1] for row in rows]
    # In a flat region the lines of the column would overlap.
    if (ys[-1] - ys[0]) / (len(rows) - 1) < _LABEL_SPACING:
        top = middle - _LABEL_SPACING * (len(rows) - 1) / 2
        ys = [top + _LABEL_SPACING * i for i in range(len(rows))]
    for row, y in zip(rows, ys, strict=True):
        x, _ = layout.place(row["lon"], row["lat"])
        is_own = row["code"] == view.province
        end = layout.place(row["to_lon"], row["to_lat"])
        parts.append(add_line(shapes, (x + 4, y), end))
        label = add_text_box(
            shapes,
            (x - layout.column_width, y - 10, layout.column_width, 20),
            " ".join(row["text"]),
            view.lang,
            size=_LABEL_SIZE,
            color=LIGHT.accent if is_own else LIGHT.ink,
            bold=is_own,
            align="right",
            anchor="middle",
            wrap=False,
        )
        parts.append(label)
    return parts


def _add_labels(shapes: Any, view: View, layout: _RegionLayout) -> tuple[list[Any], list[Any]]:
    """Add the labels on their provinces.

    Returns:
        The tags in the colours of the other provinces, which carry names that reach over a
        neighbour; and the texts with the chosen province's tag.
    """
    tags: list[Any] = []
    texts: list[Any] = []
    for row in layout.labels.to_dict("records"):
        x, y = layout.place(row["lon"], row["lat"])
        is_own = row["code"] == view.province
        lines = row["text"]
        half_height = 9 * len(lines)
        half_width = max(text_width(line, _LABEL_SIZE, bold=is_own) for line in lines) / 2 + 2
        box = (x - half_width, y - half_height, 2 * half_width, 2 * half_height)
        fill = LIGHT.background if is_own else row["around"]
        tag = add_shape(shapes, box, fill, kind=MSO_SHAPE.ROUNDED_RECTANGLE)
        set_alt_text(tag._element, " ".join(lines))
        (texts if is_own else tags).append(tag)
        text = add_text_box(
            shapes,
            box,
            lines,
            view.lang,
            size=_LABEL_SIZE,
            color=LIGHT.accent if is_own else row["ink"],
            bold=is_own,
            align="center",
            anchor="middle",
            wrap=False,
        )
        texts.append(text)
    return tags, texts
