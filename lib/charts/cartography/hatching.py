"""Lines across provinces that a map in black and white would not tell from others by their fill.

These are the falls on a map of changes, whose colours are as dark as those of rises, and provinces
without a value, whose white is as light as the lowest group.
"""

import math
from typing import Any

import pandas as pd

from lib.charts.cartography import projection
from lib.common import theme
from lib.common.theme import LIGHT, Palette
from lib.model.dataset import Dataset
from lib.model.memoized import memoized
from lib.model.view import View

MISSING, ON_DARK, ON_PALE = range(3)  # no value; a fall whose colour is dark, or pale
NATIONAL_STEP = 0.3  # degrees between two lines along a parallel, on a national map
_STEP = 8.0  # px between two lines along a parallel, on a map of a region
_TRIM = 0.12  # of the distance between two lines, off each end: an outline stays whole

Line = tuple[float, float, float, float]  # lon, lat of its start and of its end


def hatched_provinces(view: View, rows: pd.DataFrame) -> dict[str, int]:
    """Which provinces of a map are hatched, and how.

    Args:
        view: how the map is painted.
        rows: those of a ``choropleth.Painting``.

    Returns:
        ``MISSING``, ``ON_DARK`` or ``ON_PALE`` by code.
    """
    kinds = {}
    for code, fill, change in zip(rows["code"], rows["fill"], rows["change"], strict=True):
        if not fill:
            kinds[code] = MISSING
        elif view.paint == "change" and change < 0:
            is_dark = theme.text_color_on(fill, LIGHT) == LIGHT.background
            kinds[code] = ON_DARK if is_dark else ON_PALE
    return kinds


def hatch_colors(palette: Palette) -> list[str]:
    """The colours of the lines, by the kinds of ``hatched_provinces``."""
    return [palette.muted, LIGHT.background, LIGHT.ink]


def hatch_table(
    dataset: Dataset,
    view: View,
    rows: pd.DataFrame,
    codes: list[str],
    px_per_degree: float | None = None,
) -> pd.DataFrame:
    """The lines of a map.

    Args:
        dataset: with the boundaries.
        view: how the map is painted.
        rows: those of a ``choropleth.Painting``.
        codes: of the provinces that are drawn.
        px_per_degree: size of a degree of longitude; None on a national map.

    Returns:
        lon, lat, to_lon, to_lat (degrees), kind (see ``hatched_provinces``), a row a line.
    """
    # Two digits: maps of nearly one size share their lines.
    step = float(f"{_STEP / px_per_degree:.2g}") if px_per_degree else NATIONAL_STEP
    kinds = hatched_provinces(view, rows)
    lines = [
        (*line, kinds[code])
        for code in codes
        if code in kinds
        for line in province_lines(dataset, code, step, rising=kinds[code] != MISSING)
    ]
    places = ["lon", "lat", "to_lon", "to_lat"]
    table = pd.DataFrame(lines, columns=[*places, "kind"])
    table = table.astype({"kind": int} | dict.fromkeys(places, float))
    # 400 m, less than a pixel; places with few binary digits take half the bytes on their way.
    table[places] = (table[places] * 256).round() / 256
    return table


def cut_out(table: pd.DataFrame, boxes: list[projection.Bounds]) -> pd.DataFrame:
    """The lines without the parts that lie in boxes, such as those around labels.

    Args:
        table: see ``hatch_table``.
        boxes: west, south, east, north (degrees).

    Returns:
        The same columns; a line that crosses a box as the two parts beside it.
    """
    pieces = [tuple(row) for row in table.itertuples(index=False)]
    for box in boxes:
        pieces = [part for piece in pieces for part in _outside(piece, box)]
    return pd.DataFrame(pieces, columns=table.columns).astype(table.dtypes)


def _outside(piece: tuple[Any, ...], box: projection.Bounds) -> list[tuple[Any, ...]]:
    """The parts of a line outside a box (Liang and Barsky's clipping, of the inside)."""
    x1, y1, x2, y2, *rest = piece
    enter, leave = 0.0, 1.0
    for start, way, low, high in (
        (x1, x2 - x1, box[0], box[2]),
        (y1, y2 - y1, box[1], box[3]),
    ):
        if not way:
            if not low < start < high:
                return [piece]
            continue
        near, far = sorted(((low - start) / way, (high - start) / way))
        enter, leave = max(enter, near), min(leave, far)
    if enter >= leave:
        return [piece]
    ends = [(0.0, enter)] * (enter > 0) + [(leave, 1.0)] * (leave < 1)
    return [
        (x1 + a * (x2 - x1), y1 + a * (y2 - y1), x1 + b * (x2 - x1), y1 + b * (y2 - y1), *rest)
        for a, b in ends
    ]


@memoized
def province_lines(dataset: Dataset, code: str, step: float, *, rising: bool) -> tuple[Line, ...]:
    """Parallel lines across a province, those of all provinces on one grid.

    Args:
        dataset: with the boundaries.
        code: of the province.
        step: degrees between two lines along a parallel.
        rising: from the lower left to the upper right, otherwise from the upper left to the lower
            right; both at 45° in a Mercator projection.

    Returns:
        The parts of the lines inside the province, by the even-odd rule.
    """
    features = dataset.tables.geojson["features"]
    shape = next(f for f in features if f["properties"]["code"] == code)["geometry"]
    mirror = 1 if rising else -1
    # Along a line x + y grows and y - x stays; ends of its parts are where it crosses an edge.
    crossings: dict[int, list[float]] = {}
    for polygon in shape["coordinates"]:
        for ring in polygon:
            points = [_turned(lon, lat, mirror) for lon, lat in ring]
            for (along, across), (to_along, to_across) in zip(points, points[1:], strict=False):
                low, high = sorted((across, to_across))
                for k in range(math.ceil(low / step), math.ceil(high / step)):
                    part = (k * step - across) / (to_across - across)
                    crossings.setdefault(k, []).append(along + part * (to_along - along))
    lines = []
    for k in sorted(crossings):
        ends = sorted(crossings[k])
        for start, end in zip(ends[::2], ends[1::2], strict=True):
            start, end = start + _TRIM * step, end - _TRIM * step
            if end > start:
                lines.append(
                    (*_place(start, k * step, mirror), *_place(end, k * step, mirror)),
                )
    return tuple(lines)


def _turned(lon: float, lat: float, mirror: int) -> tuple[float, float]:
    """A place in the turned coordinates: along the lines, and across them; in degrees."""
    y = math.degrees(projection.mercator_y(lat))
    return y + mirror * lon, y - mirror * lon


def _place(along: float, across: float, mirror: int) -> tuple[float, float]:
    """Longitude and latitude of turned coordinates."""
    y = math.radians((along + across) / 2)
    return mirror * (along - across) / 2, math.degrees(math.atan(math.sinh(y)))


def deck_lines(table: pd.DataFrame, palette: Palette) -> list[dict[str, Any]]:
    """The rows of ``hatch_table`` as the interactive map takes them: from, to, color."""
    colors = [[*theme.to_rgb(color), 200] for color in hatch_colors(palette)]
    return [
        {"from": [row.lon, row.lat], "to": [row.to_lon, row.to_lat], "color": colors[row.kind]}
        for row in table.round(3).itertuples()
    ]


def missing_path(dataset: Dataset, code: str, place: projection.Projector) -> str:
    """The lines across a province without a value, as the path of an SVG of a national map."""
    return "".join(
        "M{:.1f} {:.1f}L{:.1f} {:.1f}".format(*place(*line[:2]), *place(*line[2:]))
        for line in province_lines(dataset, code, NATIONAL_STEP, rising=False)
    )
