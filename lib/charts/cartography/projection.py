"""The Mercator projection of maps that are laid out on the server."""

import math
from collections.abc import Callable, Iterable
from typing import Any

Projector = Callable[[float, float], tuple[float, float]]  # lon, lat (degrees) to x, y


def fit_mercator(
    bounds: tuple[float, float, float, float], box: tuple[float, float, float, float]
) -> tuple[Projector, float]:
    """A Mercator map of these bounds (west, south, east, north in degrees), its corner in a box.

    Args:
        bounds: what the map shows.
        box: x, y, width, height of where it is drawn, in any unit of length.

    Returns:
        where a longitude and latitude are drawn, and how long a degree of longitude is.
    """
    west, south, east, north = bounds
    x0, y0, width, height = box
    high, low = mercator_y(north), mercator_y(south)
    scale = min(width / math.radians(east - west), height / (high - low))

    def place(lon: float, lat: float) -> tuple[float, float]:
        return x0 + math.radians(lon - west) * scale, y0 + (high - mercator_y(lat)) * scale

    return place, math.radians(1) * scale


def mercator_y(lat: float) -> float:
    """How far up a latitude (degrees) is drawn, in radians at the equator."""
    return math.asinh(math.tan(math.radians(lat)))


def western_border(features: Iterable[dict[str, Any]], lat: float, beside: float = 0.45) -> float:
    """The westernmost land (degrees of longitude) at most ``beside`` degrees off a latitude."""
    return min(
        lon
        for feature in features
        for part in feature["geometry"]["coordinates"]
        for lon, at in part[0]
        if abs(at - lat) < beside
    )
