"""Positions of the labels on a region's provinces, and the region's bounds."""

import pandas as pd

from lib.charts import label_layout
from lib.charts.cartography import choropleth, projection
from lib.charts.map.outline_labels import half_size, move_off_outline
from lib.common import theme
from lib.common.theme import PALETTES
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative.map import province_labels

_MIN_ISLAND_AREA = 0.02  # square degrees of a bounding box; smaller ones do not widen a close-up
_NARROW = 0.85  # of its width, which is measured roughly, that a broken name may have
_NARROWER = 0.86  # of the scale that is laid out for: a map at its smallest beside the national one
_MIN_PX_PER_DEGREE = 80  # below it labels on the provinces would overlap


def place_region_labels(
    dataset: Dataset,
    view: View,
    painting: choropleth.Painting,
    members: list[str],
    px_per_degree: float,
    *,
    off_outline: bool = True,
) -> tuple[pd.DataFrame, bool]:
    """Place names and numbers on a region's provinces so that they do not overlap.

    Args:
        members: codes of the region's provinces.
        px_per_degree: size of a degree where text is 16 px high.
        off_outline: whether labels are moved off the selected province's outline; not where labels
            have boxes in the colour below them, which then have no to_lon and to_lat.

    Returns:
        code, text (list of lines), lon, lat (degrees), around (fill below it), ink; to_lon, to_lat
        (the position of a province whose label stands beside it, else NaN); and whether all stand
        in a column west of the region because it is too long for labels on its provinces.
    """
    values, palette = province_labels(dataset, view), PALETTES[view.theme]
    column = px_per_degree < _MIN_PX_PER_DEGREE
    separator = " " if column else "\n"
    anchors = dataset.tables.labels
    points = dict(
        zip(anchors["province"], zip(anchors["lon"], anchors["lat"], strict=True), strict=True)
    )
    fills = dict(zip(painting.rows["code"], painting.rows["fill"], strict=True))
    drawn = [code for code in points if code in members]
    names = [dataset.province_name(code, view.lang) for code in drawn]
    labels = pd.DataFrame(
        {
            "code": drawn,
            "text": [
                f"{name}{separator}{values.get(code, '–')}".split("\n")
                for code, name in zip(drawn, names, strict=True)
            ],
            "lon": [points[code][0] for code in drawn],
            "lat": [points[code][1] for code in drawn],
            "around": [fills[code] or palette.background for code in drawn],
            "ink": [theme.text_color_on(fills[code], palette) for code in drawn],
        }
    )
    if column:
        return _labels_in_column(labels), True
    fitted = _labels_inside(dataset, labels, px_per_degree)
    apart = label_layout.separate_labels(fitted, px_per_degree * _NARROWER)
    if off_outline:
        scale, bounds = px_per_degree * _NARROWER, region_bounds(dataset, members)
        apart = move_off_outline(dataset, view, apart, bounds, scale)
    return apart, False


def label_boxes(labels: pd.DataFrame, px_per_degree: float) -> list[projection.Bounds]:
    """Where labels stand on a region's provinces, with a margin, at the smallest scale.

    Args:
        labels: lon, lat (degrees; the label's middle), text (lines joined by line breaks).
        px_per_degree: as of ``place_region_labels``.

    Returns:
        west, south, east, north (degrees) of each.
    """
    rows = zip(labels["lon"], labels["lat"], labels["text"], strict=True)
    boxes = []
    for lon, lat, text in rows:
        width, height = half_size(text.split("\n"), px_per_degree * _NARROWER)
        across, along = (half + 4 / px_per_degree for half in (width, height))
        boxes.append((lon - across, lat - along, lon + across, lat + along))
    return boxes


def _labels_inside(dataset: Dataset, labels: pd.DataFrame, px_per_degree: float) -> pd.DataFrame:
    """Labels moved, or their names broken in two, so that they stand within their provinces.

    A long name may be broken where only its middle has room; else the label stays as it is.
    """
    polygons = {
        feature["properties"]["code"]: feature["geometry"]["coordinates"]
        for feature in dataset.tables.geojson["features"]
    }
    texts, lons = [], []
    rows = zip(labels["code"], labels["text"], labels["lon"], labels["lat"], strict=True)
    for code, (name, *numbers), lon, lat in rows:
        whole, broken = [name, *numbers], [*label_layout.split_in_two(name), *numbers]
        tried = [(whole, True), (broken, True)]
        if broken != whole:
            tried.append((broken, False))
        text, at = whole, lon
        for lines, is_strict in tried:
            width, height = label_layout.half_size(lines, px_per_degree)
            lats = (lat - height, lat, lat + height) if is_strict else (lat,)
            land = projection.land_around(polygons[code], lon, lats)
            if land and land[1] - land[0] >= 2 * width * (1 if is_strict else _NARROW):
                half = min(width, (land[1] - land[0]) / 2)
                text, at = lines, min(max(lon, land[0] + half), land[1] - half)
                break
        texts.append(text)
        lons.append(at)
    return labels.assign(text=texts, lon=lons)


def _labels_in_column(labels: pd.DataFrame) -> pd.DataFrame:
    """Labels from north to south in a column west of the region, with the points they lead to."""
    out = labels.sort_values("lat", ascending=False)
    top, bottom = out["lat"].max() + 0.3, out["lat"].min() - 0.3
    step = (top - bottom) / (len(out) - 1)
    return out.assign(
        to_lon=out["lon"],
        to_lat=out["lat"],
        lon=out["lon"].min() - 1.4,
        lat=[top - step * i for i in range(len(out))],
    )


def region_bounds(dataset: Dataset, members: list[str]) -> projection.Bounds:
    """The bounds of these provinces without their small islands."""
    boxes = []
    for feature in dataset.tables.geojson["features"]:
        if feature["properties"]["code"] in members:
            for polygon in feature["geometry"]["coordinates"]:
                lon, lat = zip(*polygon[0], strict=True)
                boxes.append((min(lon), min(lat), max(lon), max(lat)))
    large = [
        (west, south, east, north)
        for west, south, east, north in boxes
        if (east - west) * (north - south) >= _MIN_ISLAND_AREA
    ]
    west, south, east, north = zip(*large, strict=True)
    return min(west), min(south), max(east), max(north)
