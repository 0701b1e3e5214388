"""The Mercator projection of maps that are laid out on the server, and bounds of maps."""

import math
from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Any

_ROW_STEP = 0.2  # degrees between two rows of ``land_rows``

Bounds = tuple[float, float, float, float]  # west, south, east, north in degrees
# West and east (degrees) of the pieces of land along parallels, by the number of the row.
LandRows = dict[int, list[tuple[float, float]]]
Projector = Callable[[float, float], tuple[float, float]]  # lon, lat (degrees) to x, y


def fit_mercator(bounds: Bounds, box: tuple[float, float, float, float]) -> tuple[Projector, float]:
    """A Mercator projection that fits bounds into a box, aligned to its upper left corner.

    Args:
        bounds: what the map shows.
        box: x, y, width, height of the drawing, in any unit of length.

    Returns:
        The projection and the length of a degree of longitude, in the box's unit.
    """
    west, south, east, north = bounds
    x0, y0, width, height = box
    high, low = mercator_y(north), mercator_y(south)
    scale = min(width / math.radians(east - west), height / (high - low))

    def project(lon: float, lat: float) -> tuple[float, float]:
        return x0 + math.radians(lon - west) * scale, y0 + (high - mercator_y(lat)) * scale

    return project, math.radians(1) * scale


def mercator_y(lat: float) -> float:
    """The Mercator ordinate of a latitude (degrees), in radians at the equator."""
    return math.asinh(math.tan(math.radians(lat)))


def western_border(
    features: Iterable[dict[str, Any]], lat: float, tolerance: float = 0.45
) -> float:
    """The westernmost longitude of land near a latitude.

    Args:
        features: GeoJSON multipolygons.
        lat: degrees.
        tolerance: how far (degrees) from the latitude land counts.
    """
    return min(
        lon
        for feature in features
        for polygon in feature["geometry"]["coordinates"]
        for lon, point_lat in polygon[0]
        if abs(point_lat - lat) < tolerance
    )


def land_around(
    polygons: Iterable[Any], lon: float, lats: Iterable[float]
) -> tuple[float, float] | None:
    """The longitudes between which there is land at all of these latitudes, around a longitude.

    Args:
        polygons: of one GeoJSON multipolygon; holes are not looked at.
        lon: degrees.
        lats: degrees.

    Returns:
        West and east (degrees); None where the longitude is not on land at one of the latitudes.
    """
    rings = [polygon[0] for polygon in polygons]
    spans = [_span_around(rings, lon, lat) for lat in lats]
    found = [span for span in spans if span is not None]
    if not found or len(found) < len(spans):
        return None
    return max(west for west, _ in found), min(east for _, east in found)


def land_rows(features: Iterable[dict[str, Any]]) -> LandRows:
    """The land along parallels, for ``land_share`` and ``land_along``.

    Args:
        features: GeoJSON multipolygons that do not overlap.

    Returns:
        West and east (degrees) of the pieces of land, by the number of the row.
    """
    rows: LandRows = {}
    for feature in features:
        for polygon in feature["geometry"]["coordinates"]:
            crossings: dict[int, list[float]] = {}
            for (x1, y1), (x2, y2) in pairwise(polygon[0]):
                low, high = sorted((y1, y2))
                for k in range(math.ceil(low / _ROW_STEP), math.ceil(high / _ROW_STEP)):
                    x = x1 + (k * _ROW_STEP - y1) / (y2 - y1) * (x2 - x1)
                    crossings.setdefault(k, []).append(x)
            for k, xs in crossings.items():
                xs.sort()
                rows.setdefault(k, []).extend(zip(xs[::2], xs[1::2], strict=True))
    return rows


def land_share(rows: LandRows, bounds: Bounds) -> float:
    """How much of a box is land, 0-1.

    Args:
        rows: see ``land_rows``.
        bounds: of the box, at least a row high.
    """
    west, south, east, north = bounds
    numbers = range(math.ceil(south / _ROW_STEP), math.ceil(north / _ROW_STEP))
    land = sum(
        max(0.0, min(end, east) - max(start, west))
        for k in numbers
        for start, end in rows.get(k, [])
    )
    return land / (len(numbers) * (east - west))


def has_land(rows: LandRows, bounds: Bounds) -> bool:
    """Whether there is any land in a box; args as of ``land_share``."""
    west, south, east, north = bounds
    return any(
        start < east and end > west
        for k in range(math.ceil(south / _ROW_STEP), math.ceil(north / _ROW_STEP))
        for start, end in rows.get(k, ())
    )


def land_along(rows: LandRows, start: tuple[float, float], end: tuple[float, float]) -> float:
    """How many degrees of a line are on land.

    Args:
        rows: see ``land_rows``.
        start, end: longitude and latitude (degrees) of its ends.
    """
    length = math.dist(start, end)
    count = math.ceil(length / _ROW_STEP)
    on_land = 0
    for k in range(count):
        share = (k + 0.5) / count
        lon, lat = (a + share * (b - a) for a, b in zip(start, end, strict=True))
        pieces = rows.get(round(lat / _ROW_STEP), [])
        on_land += any(west <= lon <= east for west, east in pieces)
    return length * on_land / count if count else 0.0


def _span_around(rings: list[Any], lon: float, lat: float) -> tuple[float, float] | None:
    """West and east of the land around a point; None where it is not on land."""
    for ring in rings:
        crossings = sorted(
            x1 + (lat - y1) / (y2 - y1) * (x2 - x1)
            for (x1, y1), (x2, y2) in pairwise(ring)
            if (y1 > lat) != (y2 > lat)
        )
        for west, east in zip(crossings[::2], crossings[1::2], strict=True):
            if west <= lon <= east:
                return west, east
    return None
