"""Hoàng Sa and Trường Sa on a national map: named insets near the coast.

The archipelagos lie at 111-117° E and the mainland ends at 109.5° E, so insets keep the mainland
large. Every national map and every map of a region that owns an archipelago draws them.
"""

from dataclasses import dataclass

import pandas as pd

from lib.charts.cartography.projection import Bounds


@dataclass(frozen=True)
class Inset:
    """One framed inset; all lengths in degrees.

    Attributes:
        code: of the archipelago.
        origin: lon, lat of the middle of the real archipelago.
        target: lon, lat of the middle of the frame.
        scale: size in the frame to real size.
        half_size: half the width and half the height of the frame.
    """

    code: str
    origin: tuple[float, float]
    target: tuple[float, float]
    scale: float
    half_size: tuple[float, float]


INSETS = (
    Inset("HS", (111.9, 16.45), (111.8, 16.2), 1.0, (1.2, 1.0)),
    Inset("TS", (114.0, 9.65), (113.1, 8.3), 0.52, (1.35, 1.1)),
)

# Of a national map, with the insets and all labels.
NATIONAL_BOUNDS: Bounds = (101.9, 7.1, 114.8, 23.5)
_NAME_SHARE = 0.2  # of a map's width, for half a name
_NAME_HEIGHT = 46  # px of the two lines above a frame, with their distance from it


def with_insets(bounds: Bounds, px_per_degree: float) -> Bounds:
    """The bounds of a region (degrees), widened for the insets and the names above them."""
    west, south, east, north = bounds
    top = max(inset.target[1] + inset.half_size[1] for inset in INSETS)
    _, insets_south, insets_east, _ = NATIONAL_BOUNDS
    north = max(north, top + _NAME_HEIGHT / px_per_degree)
    # On a phone half a name takes a fifth of the map's width.
    middle = max(inset.target[0] for inset in INSETS)
    names_east = (middle - _NAME_SHARE * west) / (1 - _NAME_SHARE)
    return west, min(south, insets_south), max(east, insets_east, names_east), north


def move_islands(table: pd.DataFrame) -> pd.DataFrame:
    """Move the islands into their frames.

    Args:
        table: archipelago, archipelago_vi, archipelago_en, province, name_vi, lon, lat.

    Returns:
        The same columns; lon and lat (degrees) inside the frames.
    """
    out = table.copy()
    for inset in INSETS:
        inside = out["archipelago"] == inset.code
        for column, axis in (("lon", 0), ("lat", 1)):
            shifted = inset.target[axis] + (out[column] - inset.origin[axis]) * inset.scale
            out[column] = out[column].where(~inside, shifted)
    return out


def frame_lines() -> pd.DataFrame:
    """The frames as closed lines: archipelago, order, lon, lat."""
    rows = []
    for inset in INSETS:
        (x, y), (w, h) = inset.target, inset.half_size
        corners = [(x - w, y - h), (x - w, y + h), (x + w, y + h), (x + w, y - h), (x - w, y - h)]
        rows += [(inset.code, i, lon, lat) for i, (lon, lat) in enumerate(corners)]
    return pd.DataFrame(rows, columns=["archipelago", "order", "lon", "lat"])


def archipelago_names(table: pd.DataFrame, provinces: pd.DataFrame, lang: str) -> pd.DataFrame:
    """The archipelagos' names and provinces, positioned above their frames.

    Args:
        table: islands, see ``move_islands``.
        provinces: by code, with their short names.

    Returns:
        archipelago, province, name, owner, lon, lat (degrees; middle of the frame's top).
    """
    first_islands = table.drop_duplicates("archipelago").set_index("archipelago")
    rows = []
    for inset in INSETS:
        (x, y), (_, h) = inset.target, inset.half_size
        province = first_islands.at[inset.code, "province"]
        rows.append(
            {
                "archipelago": inset.code,
                "province": province,
                "name": first_islands.at[inset.code, f"archipelago_{lang}"],
                "owner": provinces.at[province, f"short_{lang}"],
                "lon": x,
                "lat": y + h,
            }
        )
    return pd.DataFrame(rows)
