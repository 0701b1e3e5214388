"""The Mercator projection of maps that are laid out on the server, and bounds of maps."""

import math
from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Any

Bounds = tuple[float, float, float, float]  # west, south, east, north in degrees
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
