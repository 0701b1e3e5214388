"""Where Hoàng Sa and Trường Sa stand on a national map: in named frames near the coast.

The archipelagos lie at 111-117° E and the mainland ends at 109.5° E; framed insets keep the
mainland large. Every national map and every region that an archipelago belongs to draws them.
"""

from dataclasses import dataclass

import pandas as pd


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
NATIONAL_BOUNDS = (101.9, 7.1, 114.8, 23.5)


def move_islands(table: pd.DataFrame) -> pd.DataFrame:
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


def frame_lines() -> pd.DataFrame:
    """The frames as closed lines: archipelago, order, lon, lat."""
    rows = []
    for inset in INSETS:
        (x, y), (w, h) = inset.target, inset.half
        corners = [(x - w, y - h), (x - w, y + h), (x + w, y + h), (x + w, y - h), (x - w, y - h)]
        rows += [(inset.code, i, lon, lat) for i, (lon, lat) in enumerate(corners)]
    return pd.DataFrame(rows, columns=["archipelago", "order", "lon", "lat"])


def archipelago_names(table: pd.DataFrame, provinces: pd.DataFrame, lang: str) -> pd.DataFrame:
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
