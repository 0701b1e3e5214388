"""The Mercator projection of maps that are laid out on the server, and bounds of maps."""

import math
from collections.abc import Callable, Iterable
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
