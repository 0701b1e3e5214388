"""Where Hoàng Sa and Trường Sa stand on a national map: in named frames near the coast.

The archipelagos lie at 111-117° E and the mainland ends at 109.5° E; framed insets keep the
mainland large. Every national map and every region that an archipelago belongs to draws them.
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd

Place = Callable[[float, float], tuple[float, float]]  # lon, lat (degrees) to x, y


@dataclass(frozen=True)
class Inset:
    """One framed inset: where its islands come from and where the frame is drawn, in degrees."""

    code: str
    origin: tuple[float, float]  # lon, lat of the middle of the real archipelago
    target: tuple[float, float]  # lon, lat of the middle of the frame
    scale: float  # size in the frame to real size
    half: tuple[float, float]  # half the width and height of the frame, in degrees


INSETS = (
    Inset("HS", (111.9, 16.45), (111.8, 16.2), 1.0, (1.2, 1.0)),
    Inset("TS", (114.0, 9.65), (111.8, 8.3), 0.52, (1.35, 1.1)),
)

# West, south, east, north of a national map in degrees: all drawn lies inside, labels included.
BOUNDS = (101.9, 7.1, 114.8, 23.5)


def fitted(
    bounds: tuple[float, float, float, float], box: tuple[float, float, float, float]
) -> tuple[Place, float]:
    """A Mercator map of these bounds (west, south, east, north in degrees), its corner in a box.

    Args:
        bounds: what the map shows.
        box: x, y, width, height of where it is drawn, in any unit of length.

    Returns:
        where a longitude and latitude are drawn, and how long a degree of longitude is.
    """
    west, south, east, north = bounds
    x0, y0, width, height = box
    high, low = mercator(north), mercator(south)
    scale = min(width / math.radians(east - west), height / (high - low))

    def place(lon: float, lat: float) -> tuple[float, float]:
        return x0 + math.radians(lon - west) * scale, y0 + (high - mercator(lat)) * scale

    return place, math.radians(1) * scale


def mercator(lat: float) -> float:
    """How far up a latitude (degrees) is drawn, in radians at the equator."""
    return math.asinh(math.tan(math.radians(lat)))


def border(features: Iterable[dict[str, Any]], lat: float, beside: float = 0.45) -> float:
    """The westernmost land (degrees of longitude) at most ``beside`` degrees off a latitude."""
    return min(
        lon
        for feature in features
        for part in feature["geometry"]["coordinates"]
        for lon, at in part[0]
        if abs(at - lat) < beside
    )


def islands(table: pd.DataFrame) -> pd.DataFrame:
    """The islands moved into their frames.

    Args:
        table: archipelago, archipelago_vi, archipelago_en, province, name_vi, lon, lat.

    Returns:
        the same columns, lon and lat (degrees) inside the frames.
    """
    out = table.copy()
    for inset in INSETS:
        here = out["archipelago"] == inset.code
        for column, at in (("lon", 0), ("lat", 1)):
            moved = inset.target[at] + (out[column] - inset.origin[at]) * inset.scale
            out[column] = out[column].where(~here, moved)
    return out


def frames() -> pd.DataFrame:
    """The frames as closed lines: archipelago, order, lon, lat."""
    rows = []
    for inset in INSETS:
        (x, y), (w, h) = inset.target, inset.half
        corners = [(x - w, y - h), (x - w, y + h), (x + w, y + h), (x + w, y - h), (x - w, y - h)]
        rows += [(inset.code, i, lon, lat) for i, (lon, lat) in enumerate(corners)]
    return pd.DataFrame(rows, columns=["archipelago", "order", "lon", "lat"])


def names(table: pd.DataFrame, provinces: pd.DataFrame, lang: str) -> pd.DataFrame:
    """The archipelagos' names with the province they belong to, above their frames.

    Returns:
        archipelago, province, name, owner, lon, lat (degrees; middle of the frame's top).
    """
    one = table.drop_duplicates("archipelago").set_index("archipelago")
    rows = []
    for inset in INSETS:
        (x, y), (_, h) = inset.target, inset.half
        province = one.at[inset.code, "province"]
        rows.append(
            {
                "archipelago": inset.code,
                "province": province,
                "name": one.at[inset.code, f"archipelago_{lang}"],
                "owner": provinces.at[province, f"short_{lang}"],
                "lon": x,
                "lat": y + h,
            }
        )
    return pd.DataFrame(rows)
