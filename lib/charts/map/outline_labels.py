"""Labels on the map of a region, moved off the selected province's outline."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
import pandas as pd

from lib.charts.cartography import projection
from lib.common import theme
from lib.common.letter_widths import REGULAR, text_width
from lib.common.theme import PALETTES
from lib.model.dataset import Dataset
from lib.model.view import View

_GAP = 8  # px between two labels side by side, which would else read as one name
_POINTS_A_SIDE = 6  # of an outline's polygon
_POINTS_A_LINE = 20  # of a line from a label to its province
# How a label is moved on its province, in halves of its width and height; the smallest first.
_SHIFTS = np.array(
    sorted(
        product([k / 5 for k in range(-10, 11)], [k / 5 for k in range(-15, 16)]),
        key=lambda shift: (abs(shift[0]) * 2 + abs(shift[1]), shift),
    )
)
# The same of a label that stands beside its province, in any order.
_FAR_SHIFTS = np.array(
    list(product([k / 4 for k in range(-16, 17)], [k / 4 for k in range(-20, 21)]))
)
# What beside a province costs as much as a degree of distance: a label all over land; lines of it.
_LAND, _LINES = 1.0, 9


def half_size(lines: list[str], scale: float) -> tuple[float, float]:
    """Half the width and half the height of a label (degrees) where a degree has ``scale`` px."""
    width = max(text_width(line, theme.TEXT_SIZE, REGULAR) for line in lines)
    return (width / 2 + 1) / scale, (8 * len(lines) - 1) / scale


def move_off_outline(
    dataset: Dataset, view: View, labels: pd.DataFrame, bounds: projection.Bounds, scale: float
) -> pd.DataFrame:
    """Move labels by as little as needed off the selected province's outline, its own first.

    A label that has no free place on its own province, on one line or more, stands beside it with
    a line to it, in the colours of texts beside a map. Where nothing is free, it stays.

    Args:
        dataset: with the boundaries.
        view: its province is the selected one; its theme.
        labels: of the provinces of a region: code, text (list of lines), lon, lat (degrees),
            around, ink (colours).
        bounds: of the region.
        scale: px a degree.

    Returns:
        The same rows, and to_lon, to_lat (degrees): where the line of a label beside its province
        ends, else NaN.
    """
    features = dataset.tables.geojson["features"]
    polygons = {f["properties"]["code"]: f["geometry"]["coordinates"] for f in features}
    rows = [row | {"to_lon": math.nan, "to_lat": math.nan} for row in labels.to_dict("records")]
    land = [polygons[row["code"]] for row in rows]
    outline = _outline_points(polygons[view.province])
    anchors = dataset.tables.labels.set_index("province")[["lon", "lat"]]
    palette = PALETTES[view.theme]
    for row in sorted(rows, key=lambda row: row["code"] != view.province):
        at, size = np.array([row["lon"], row["lat"]]), half_size(row["text"], scale)
        if not _are_crossed(at[None, :], size, outline)[0]:
            continue
        others = np.array(
            [
                (other["lon"], other["lat"], *half_size(other["text"], scale))
                for other in rows
                if other is not row
            ]
        )
        end = anchors.loc[row["code"]].to_numpy(dtype=float)
        room = _Room(at, end, others, outline, scale)
        if inside := room.place_on(polygons[row["code"]], _wordings(row["text"])):
            row["text"], (row["lon"], row["lat"]) = inside
        elif beside := room.place_beside(land, _wordings(row["text"]), bounds):
            row["text"], (row["lon"], row["lat"]) = beside
            row["to_lon"], row["to_lat"] = room.end.tolist()
            is_own = row["code"] == view.province
            row["around"] = palette.background
            row["ink"] = palette.accent if is_own else palette.ink
    return pd.DataFrame(rows, index=labels.index)


def _wordings(text: list[str]) -> list[list[str]]:
    """A label as it is, on one line, with the name on one line, with a word of it a line."""
    name, number = " ".join(text[:-1]), text[-1]
    return [text, [f"{name} {number}"], [name, number], [*name.split(), number]]


_Placed = tuple[list[str], tuple[float, float]]  # a label's lines, its longitude and latitude


@dataclass(frozen=True)
class _Room:
    """Where there is room for a label.

    Attributes:
        at: longitude and latitude of the place that it comes from.
        end: those of the place on its province that a line from beside leads to.
        others: the other labels' longitudes, latitudes, half widths and half heights.
        outline: longitudes and latitudes that it shall not cover.
        scale: px a degree.
    """

    at: np.ndarray
    end: np.ndarray
    others: np.ndarray
    outline: np.ndarray
    scale: float

    def place_on(self, province: list[Any], wordings: Iterable[list[str]]) -> _Placed | None:
        """The nearest place whose middle is on a province, for the first wording that has one."""
        for gap, lines in product((_GAP / self.scale, 0.0), wordings):
            size = half_size(lines, self.scale)
            for x, y in self._free(self.at + _SHIFTS * size, size, gap).tolist():
                if projection.land_around(province, x, (y,)):
                    return lines, (x, y)
        return None

    def place_beside(
        self, land: list[Any], wordings: list[list[str]], bounds: projection.Bounds
    ) -> _Placed | None:
        """The best place off the outline: near, off the provinces, in few lines.

        Args:
            land: shapes of the region's provinces.
            wordings: as of ``_wordings``.
            bounds: of the region, in which the place lies.
        """
        for gap in (_GAP / self.scale, 0.0):
            if found := list(self._places_beside(land, wordings[2:], bounds, gap)):
                return min(found)[1:]
        return None

    def _places_beside(
        self, land: list[Any], wordings: list[list[str]], bounds: projection.Bounds, gap: float
    ) -> Iterator[tuple[float, list[str], tuple[float, float]]]:
        """The free places of ``place_beside``, each with its cost and the lines of the label."""
        west, south, east, north = bounds
        for lines in wordings:
            size = half_size(lines, self.scale)
            places = self.end + _FAR_SHIFTS * size
            is_within = (places >= np.array([west, south]) + size) & (
                places <= np.array([east, north]) - size
            )
            places = self._free(places[is_within.all(axis=1)], size, gap)
            for x, y in places[~self._leads_across(places)].tolist():
                points = product((x - size[0], x, x + size[0]), (y - size[1], y, y + size[1]))
                covered = sum(
                    any(projection.land_around(shape, lon, (lat,)) for shape in land)
                    for lon, lat in points
                )
                cost = math.dist((x, y), self.end) + _LAND * covered / 9 + len(lines) / _LINES
                yield cost, lines, (x, y)

    def _free(self, places: np.ndarray, size: tuple[float, float], gap: float) -> np.ndarray:
        """Those of these places where a box of half a size is off other labels and the outline."""
        away = np.abs(places[:, None, :] - self.others[:, :2])
        room = np.array([size[0] + gap, size[1]])
        places = places[~(away < self.others[:, 2:] + room).all(axis=2).any(axis=1)]
        return places[~_are_crossed(places, size, self.outline)]

    def _leads_across(self, places: np.ndarray) -> np.ndarray:
        """Whether a line from each of these places runs through another label."""
        parts = np.linspace(0, 1, _POINTS_A_LINE)[:, None]
        points = places[:, None, :] + parts * (self.end - places[:, None, :])
        away = np.abs(points[:, :, None, :] - self.others[:, :2])
        return (away < self.others[:, 2:]).all(axis=3).any(axis=(1, 2))


def _are_crossed(places: np.ndarray, size: tuple[float, float], outline: np.ndarray) -> np.ndarray:
    """Whether an outline crosses boxes of half a size around places: one truth value a place."""
    return (np.abs(places[:, None, :] - outline) < size).all(axis=2).any(axis=1)


def _outline_points(polygons: list[Any]) -> np.ndarray:
    """Points along the outline of a province, hardly apart: longitudes and latitudes."""
    parts = []
    for polygon in polygons:
        ring = np.array(polygon[0])
        steps = np.linspace(0, 1, _POINTS_A_SIDE, endpoint=False)[:, None, None]
        parts.append((ring[:-1] + steps * (ring[1:] - ring[:-1])).reshape(-1, 2))
    return np.concatenate(parts)
