"""Where points of a radar stand, and the names of its rings: off the lines of its provinces."""

import math

import numpy as np
import pandas as pd

from lib.charts.dimensions.radar_data import Position, RadarData
from lib.common.numbers import format_number
from lib.model.view import Scale, View

_LOWEST, _HIGHEST = 1, 10  # points; the scale of a dimension
_NAMED_RINGS = {"position": (0.5, 1.0), "points": (5.0, 10.0)}
# Of the radius, where the radar is small: the room that a ring's name takes.
_RING_NAME_WIDTH, _RING_NAME_HEIGHT = 0.36, 0.16


def radius_of_value(value: float, scale: str) -> float:
    """A percentile or points as 0 at the centre, 1 at the rim."""
    return value if scale == "position" else (value - _LOWEST) / (_HIGHEST - _LOWEST)


def point(angle: float, radius: float) -> dict[str, float]:
    """x and y, clockwise from the top."""
    return {"x": radius * math.sin(angle), "y": radius * math.cos(angle)}


def ring_name_rows(view: View, data: RadarData) -> pd.DataFrame:
    """The values of some rings, each between two spokes, where the provinces' lines are farthest.

    Returns:
        x, y, text.
    """
    spokes = list(data.names)
    half = math.pi / len(spokes)
    radii = [
        [_radius_of(by_dimension.get(d), view.scale) for d in spokes]
        for by_dimension in (data.own, *data.others)
    ]
    lines = np.concatenate([_points_of_sides(line) for line in radii])
    rows = []
    for value in _NAMED_RINGS[view.scale]:
        at = radius_of_value(value, view.scale) * math.cos(half)
        places = [point((2 * i + 1) * half, at) for i in range(len(spokes))]
        rooms = [_room(place, lines) for place in places]
        # The first place that is free: names of rings stand together where they can.
        gap = next((i for i, room in enumerate(rooms) if room > 1), int(np.argmax(rooms)))
        text = f"{value:.0%}" if view.scale == "position" else format_number(value, 1, view.lang)
        rows.append(places[gap] | {"text": text})
    return pd.DataFrame(rows)


def _radius_of(position: Position | None, scale: Scale) -> float:
    """The radius of a province's corner; NaN where it has no score."""
    if position is None:
        return math.nan
    return radius_of_value(position.percentile if scale == "position" else position.score, scale)


def _points_of_sides(radii: list[float]) -> np.ndarray:
    """Points along the sides of a polygon.

    Args:
        radii: of its corners, one a spoke; NaN where there is none.

    Returns:
        x and y, one row a point.
    """
    angles = np.arange(len(radii)) * (2 * math.pi / len(radii))
    corners = np.stack([np.sin(angles), np.cos(angles)], axis=1) * np.array(radii)[:, None]
    along = np.linspace(0, 1, 25)[:, None, None]
    points = (corners * (1 - along) + np.roll(corners, -1, axis=0) * along).reshape(-1, 2)
    return points[~np.isnan(points).any(axis=1)]


def _room(place: dict[str, float], points: np.ndarray) -> float:
    """How far the nearest point is from a ring's name; at most 1 where it is in the name's box."""
    offsets = np.abs(points - (place["x"], place["y"])) / (
        _RING_NAME_WIDTH / 2,
        _RING_NAME_HEIGHT / 2,
    )
    return float(offsets.max(axis=1).min(initial=math.inf))
