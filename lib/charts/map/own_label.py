"""Where the selected province's name and value stand on the national map."""

import math
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import product
from typing import Any

from lib.charts import label_layout
from lib.charts.cartography import archipelagos, projection
from lib.common import theme
from lib.common.letter_widths import BOLD, text_width
from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.memoized import memoized
from lib.model.view import View
from lib.narrative.map import is_own_value_estimated, own_value

GAP, LINE_HEIGHT = 7, 18  # px: from a label to its place, of a line of it
_LIFT = 24  # px from a province's middle up to the first line of a label beside it
_BASELINE = 5  # px from the middle of a line down to its baseline
_NAME_WIDTH, _NAME_HEIGHT = 150, 46  # px of an archipelago's name, above its frame
# Of the smallest national map, by which room for a label is measured, and of one in a wide window.
_PX_PER_DEGREE, _PX_PER_DEGREE_WIDE = 20, 40
_COVERED = 0.1  # of a label beside its province, that may lie on other provinces
_STEP = 0.2  # degrees between two places that are tried for a label with a line
_LAND = 1.0  # what a degree of a line over land costs more than one over the sea
_FARTHEST = 5.0  # degrees from a province to such a place, along a parallel or a meridian
_MARGIN = 0.25  # degrees around a national map's bounds, which do not fill the drawing


def place_own_label(dataset: Dataset, view: View) -> dict[str, Any]:
    """The selected province's name and rank, on a map of changes its change.

    It stands beside the province where it hides hardly anything of the others; else off all
    provinces, with a line to its own.

    Returns:
        label_lon, label_lat (degrees), text (lines joined by line breaks), align, lift (px from
        that latitude up to the baseline of the first line); to_lon, to_lat (degrees), where the
        line ends, None without a line.
    """
    anchors = dataset.tables.labels
    anchor = anchors[anchors["province"] == view.province].iloc[0]
    wordings = _wordings(dataset, view)
    west, east = _ends(dataset, view.province)
    lat = float(anchor["lat"])
    land = _land_rows(dataset)
    beside = [
        _Label(lon, lat, is_west, lift, lines)
        for (lon, is_west), lines in product(((west, True), (east, False)), wordings)
        for lift in (_LIFT, _centred(lines))
    ]
    free = [label for label in beside if label.is_on_the_map() and label.hides_little(land)]
    if free:
        return free[0].values()
    end = (float(anchor["lon"]), lat)
    found = _place_off_land(wordings, land, end)
    return found.values(end) if found else beside[0].values()


def _wordings(dataset: Dataset, view: View) -> list[tuple[str, ...]]:
    """The label's lines, and those with a word a line."""
    name = dataset.province_name(view.province, view.lang)
    value = [own_value(dataset, view)] if own_value(dataset, view) else []
    text, narrow = [*label_layout.split_in_two(name), *value], [*name.split(), *value]
    if is_own_value_estimated(dataset, view):
        text.append(t("estimate.word", view.lang))
        narrow += t("estimate.word_narrow", view.lang).split()
    return [tuple(text)] if text == narrow else [tuple(text), tuple(narrow)]


@dataclass(frozen=True)
class _Label:
    """A label beside a place.

    Attributes:
        lon, lat: of the place (degrees).
        is_west: whether it stands west of it.
        lift: px from the place's latitude up to the baseline of the first line.
        lines: its text.
    """

    lon: float
    lat: float
    is_west: bool
    lift: float
    lines: tuple[str, ...]

    @cached_property
    def bounds(self) -> projection.Bounds:
        """What it takes of the smallest map."""
        return self._bounds(_PX_PER_DEGREE)

    @cached_property
    def bounds_of_wide_map(self) -> projection.Bounds:
        """What it takes of a map in a wide window."""
        return self._bounds(_PX_PER_DEGREE_WIDE)

    def _bounds(self, scale: float) -> projection.Bounds:
        """What it takes of a map whose degree has so many px."""
        width = _width(self.lines)
        near = self.lon + (-GAP if self.is_west else GAP) / scale
        far = near + (-width if self.is_west else width) / scale
        top = self.lat + (self.lift + _BASELINE + LINE_HEIGHT / 2) / scale
        bottom = top - LINE_HEIGHT * len(self.lines) / scale
        return min(near, far), bottom, max(near, far), top

    def hides_little(self, land: projection.LandRows) -> bool:
        """Whether hardly anything of it lies on land, on maps of any size."""
        return all(
            projection.land_share(land, bounds) <= _COVERED
            for bounds in (self.bounds, self.bounds_of_wide_map)
        )

    def hides_nothing(self, land: projection.LandRows) -> bool:
        """Whether nothing of it lies on land, on maps of any size."""
        return not (
            projection.has_land(land, self.bounds)
            or projection.has_land(land, self.bounds_of_wide_map)
        )

    def is_on_the_map(self) -> bool:
        """Whether it ends at no edge, and covers no archipelago and no archipelago's name."""
        west, south, east, north = self.bounds
        edges = archipelagos.NATIONAL_BOUNDS
        # On paper a degree has fewer px still: below the margin a label of five lines was cut.
        if west < edges[0] - _MARGIN or south < edges[1]:
            return False
        if east > edges[2] + _MARGIN or north > edges[3] + _MARGIN:
            return False
        for inset in archipelagos.INSETS:
            (x, y), (half_width, half_height) = inset.target, inset.half_size
            top = y + half_height
            frame = (x - half_width, y - half_height, x + half_width, top)
            half_name = _NAME_WIDTH / 2 / _PX_PER_DEGREE
            name = (x - half_name, top, x + half_name, top + _NAME_HEIGHT / _PX_PER_DEGREE)
            if any(
                west < box[2] and east > box[0] and south < box[3] and north > box[1]
                for box in (frame, name)
            ):
                return False
        return True

    def is_crossed(self, end: tuple[float, float]) -> bool:
        """Whether a line from its place to an end runs through it."""
        west, south, east, north = self.bounds
        gap = 1 / _PX_PER_DEGREE
        across, along = end[0] - self.lon, end[1] - self.lat
        # From the middle of a side, a line leaves the label's height at its top or its bottom.
        edge = north + gap if along > 0 else south - gap
        share = min(1.0, (edge - self.lat) / along) if along else 1.0
        lon = self.lon + share * across
        return lon > west - gap if not self.is_west else lon < east + gap

    def values(self, end: tuple[float, float] | None = None) -> dict[str, Any]:
        """As of ``place_own_label``, with a line to ``end``."""
        to_lon, to_lat = end or (None, None)
        return {
            "label_lon": round(self.lon, 2),
            "label_lat": round(self.lat, 2),
            "text": "\n".join(self.lines),
            "align": "right" if self.is_west else "left",
            "lift": self.lift,
            "to_lon": to_lon and round(to_lon, 2),
            "to_lat": to_lat and round(to_lat, 2),
        }


@cache
def _width(lines: tuple[str, ...]) -> float:
    """The width of a label's longest line, px."""
    return max(text_width(line, theme.TEXT_SIZE + 1, BOLD) for line in lines)


def _centred(lines: tuple[str, ...]) -> float:
    """How far the first line's baseline lies above the middle of a label, px."""
    return LINE_HEIGHT * (len(lines) - 1) / 2 - _BASELINE


@cache
def _offsets() -> list[tuple[float, float]]:
    """How far a place may lie from a province's own (degrees), the nearest first."""
    count = round(_FARTHEST / _STEP)
    steps = [k * _STEP for k in range(-count, count + 1)]
    return sorted(product(steps, steps), key=lambda offset: (math.hypot(*offset), offset))


def _place_off_land(
    wordings: list[tuple[str, ...]], land: projection.LandRows, end: tuple[float, float]
) -> _Label | None:
    """The label that covers no land and nothing else and has the best line, if there is one.

    A line is the better the shorter it is, on land all the more.

    Args:
        wordings: the lines it may have; of two at one place the first.
        land: where provinces are.
        end: longitude and latitude (degrees) of the place that a line leads to.
    """
    best, least = None, math.inf
    for x, y in _offsets():
        length = math.hypot(x, y)
        if length >= least:
            break
        lon, lat = end[0] + x, end[1] + y
        for is_west, lines in product((x < 0, x >= 0), wordings):
            label = _Label(lon, lat, is_west, _centred(lines), lines)
            if label.is_crossed(end) or not label.is_on_the_map():
                continue
            if label.hides_nothing(land):
                cost = length + _LAND * projection.land_along(land, end, (lon, lat))
                if cost < least:
                    best, least = label, cost
                break
    return best


@memoized
def _land_rows(dataset: Dataset) -> projection.LandRows:
    return projection.land_rows(dataset.tables.geojson["features"])


def _ends(dataset: Dataset, province: str) -> tuple[float, float]:
    """The longitudes between which the largest part of a province lies."""
    features = dataset.tables.geojson["features"]
    shape = next(f for f in features if f["properties"]["code"] == province)
    boxes = []
    for polygon in shape["geometry"]["coordinates"]:
        lon, lat = zip(*polygon[0], strict=True)
        area = (max(lon) - min(lon)) * (max(lat) - min(lat))
        boxes.append((area, min(lon), max(lon)))
    _, west, east = max(boxes)
    return west, east
