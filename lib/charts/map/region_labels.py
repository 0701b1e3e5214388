"""Names and numbers on the provinces of a region, placed so that they do not overlap."""

import pandas as pd

from lib.charts import label_layout
from lib.charts.cartography import choropleth
from lib.common import theme
from lib.common.theme import PALETTES
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative.map import province_labels

_MIN_ISLAND_AREA = 0.02  # square degrees of a box; what is smaller does not widen a close-up


def place_region_labels(
    dataset: Dataset, view: View, painting: choropleth.Painting, members: list[str], degree: float
) -> tuple[pd.DataFrame, bool]:
    """The names and numbers on a region's provinces, apart from each other.

    Args:
        members: the codes of the region's provinces.
        degree: px that a degree takes where text is 16 px high.

    Returns:
        code, text (its lines), lon, lat (degrees), around (fill below it), ink; and whether they
        stand in a column west of the region, which is too long for names on its provinces: then
        also to_lon, to_lat.
    """
    labels = dataset.tables.labels.merge(painting.rows, left_on="province", right_on="code")
    labels = labels[labels["code"].isin(members)]
    values = province_labels(dataset, view)
    column = degree < 80
    joint = " " if column else "\n"
    labels["text"] = [
        f"{name}{joint}{values.get(c, '–')}".split("\n")
        for name, c in zip(labels["name"], labels["code"], strict=True)
    ]
    labels = _labels_in_column(labels) if column else label_layout.separate_labels(labels, degree)
    palette = PALETTES[view.theme]
    labels["around"] = labels["fill"].where(labels["fill"] != "", palette.background)
    labels["ink"] = [theme.text_color_on(fill, palette) for fill in labels["fill"]]
    return labels, column


def _labels_in_column(labels: pd.DataFrame) -> pd.DataFrame:
    """Labels from north to south in a column west of the region, each with where it points."""
    out = labels.sort_values("lat", ascending=False)
    top, bottom = out["lat"].max() + 0.3, out["lat"].min() - 0.3
    step = (top - bottom) / (len(out) - 1)
    return out.assign(
        to_lon=out["lon"],
        to_lat=out["lat"],
        lon=out["lon"].min() - 1.4,
        lat=[top - step * i for i in range(len(out))],
    )


def region_bounds(dataset: Dataset, members: list[str]) -> tuple[float, float, float, float]:
    """West, south, east, north (degrees) of the members, far islets left out."""
    boxes = []
    for feature in dataset.tables.light["features"]:
        if feature["properties"]["code"] in members:
            for polygon in feature["geometry"]["coordinates"]:
                lon, lat = zip(*polygon[0], strict=True)
                boxes.append((min(lon), min(lat), max(lon), max(lat)))
    large = [b for b in boxes if (b[2] - b[0]) * (b[3] - b[1]) >= _MIN_ISLAND_AREA]
    west, south, east, north = zip(*large, strict=True)
    return min(west), min(south), max(east), max(north)
