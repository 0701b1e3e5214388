"""The national map with both archipelagos."""

from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import altair as alt

from lib.charts import encodings, label_layout
from lib.charts.cartography import archipelagos, choropleth, hatching, projection
from lib.charts.chart_data import encode_chart_data
from lib.charts.figure import Figure
from lib.charts.map.layers import (
    LABEL_SIZE,
    Archipelagos,
    archipelago_layers,
    fixed_frame,
    framed_projection,
    hatch_layer,
    place_archipelagos,
    province_layers,
    province_table,
    province_values,
    with_text_lines,
)
from lib.charts.vega import VIEW, finish_spec, named_data, view_value
from lib.common import theme
from lib.common.letter_widths import BOLD, text_width
from lib.common.text import Language, t
from lib.common.theme import PALETTES, Palette, ThemeName
from lib.model.dataset import Dataset
from lib.model.memoized import memoized
from lib.model.view import View
from lib.narrative import tables
from lib.narrative.estimates import FigureLabels, Remarks
from lib.narrative.map import headline, is_own_value_estimated, own_value, painted, subtitle

_LABEL_GAP, _LABEL_LIFT, _LINE_HEIGHT = 7, 24, 18  # px of the selected province's label
_NAME_WIDTH, _NAME_HEIGHT = 150, 46  # px of an archipelago's name, above its frame
_PX_PER_DEGREE = 20  # of the smallest national map; room for a label is measured by it


def build(dataset: Dataset, view: View, height: int = 440, island_names: bool = True) -> Figure:
    """All provinces coloured as ``view.paint`` says, the selected one outlined, both archipelagos.

    Args:
        height: px.
        island_names: name single islands in tooltips.
    """
    painting = choropleth.paint_map(dataset, view)
    codes = list(dataset.provinces.index)
    labels = FigureLabels(dataset, view, several_provinces=True)
    title = headline(dataset, view)
    if dataset.position(view.year, view.measure, view.province) is not None:
        title = labels.title(title)
    return Figure(
        name="map.national",
        spec=_template(
            view.lang,
            view.theme,
            dataset.tables.topojson,
            place_archipelagos(dataset, view.lang),
            painted(dataset, view),
            height,
            island_names,
            labels.remarks,
        ),
        data=encode_chart_data(
            province_values(dataset, view) | _own_label(dataset, view),
            provinces=province_table(dataset, view, painting, codes),
            hatching=hatching.hatch_table(dataset, view, painting.rows, codes),
        ),
        title=title,
        subtitle=labels.subtitle(subtitle(dataset, view)),
        alt=labels.alt(choropleth.map_alt_text(dataset, view, painting)),
        table=partial(tables.measure_table, view=view, measure=view.measure),
        legend=painting.legend,
        source=labels.source("source.map"),
    )


@cache
def _template(
    lang: Language,
    theme: ThemeName,
    topojson: str,
    islands: Archipelagos,
    paint: str,
    height: int,
    island_names: bool,
    remarks: Remarks,
) -> dict[str, Any]:
    """The spec, of the tables and view values of ``layers`` and ``_own_label``."""
    palette = PALETTES[theme]
    frame = fixed_frame(archipelagos.NATIONAL_BOUNDS)
    chart = alt.layer(
        province_layers(lang, palette, topojson, paint, remarks),
        hatch_layer(palette),
        *archipelago_layers(islands, lang, palette, frame, island_names),
        *_label_layers(palette),
    ).project(**framed_projection(frame))
    return finish_spec(chart, palette, lang, height)


def _own_label(dataset: Dataset, view: View) -> dict[str, Any]:
    """The selected province's name and rank, on a map of changes its change.

    Returns:
        The view values of ``_label_layers``: label_lon, label_lat (degrees), text (lines), align.
    """
    anchors = dataset.tables.labels
    anchor = anchors[anchors["province"] == view.province].iloc[0]
    name = dataset.province_name(view.province, view.lang)
    text = label_layout.split_in_two(name)
    if value := own_value(dataset, view):
        text.append(value)
    narrow = [*name.split(), *text[len(label_layout.split_in_two(name)) :]]
    if is_own_value_estimated(dataset, view):
        text.append(t("estimate.word", view.lang))
        narrow += t("estimate.word_narrow", view.lang).split()
    # Beside the province, to its west; to its east where the map ends in the west.
    west, east = _ends(dataset, view.province)
    room = (west - archipelagos.NATIONAL_BOUNDS[0]) * _PX_PER_DEGREE
    # A word a line where only that fits: to the east a name may reach that of an archipelago.
    text = next((lines for lines in (text, narrow) if _width(lines) < room), text)
    is_west = _width(text) < room and not _is_free_in_the_east(
        dataset, _Label(west, east, anchor["lat"], text)
    )
    return {
        "label_lon": round(west if is_west else east, 2),
        "label_lat": round(anchor["lat"], 2),
        "text": "\n".join(text),
        "align": "right" if is_west else "left",
    }


@dataclass(frozen=True)
class _Label:
    """A label beside a province between two longitudes, at a latitude (degrees)."""

    west: float
    east: float
    lat: float
    lines: list[str]

    def bounds(self, is_west: bool) -> projection.Bounds:
        """Where it stands, at either side."""
        width, gap = _width(self.lines) / _PX_PER_DEGREE, -_LABEL_GAP / _PX_PER_DEGREE
        start = self.west + gap - width if is_west else self.east - gap
        top = self.lat + (_LABEL_LIFT + _LINE_HEIGHT / 2) / _PX_PER_DEGREE
        height = _LINE_HEIGHT * len(self.lines) / _PX_PER_DEGREE
        return start, top - height, start + width, top


def _is_free_in_the_east(dataset: Dataset, label: _Label) -> bool:
    """Whether a label covers other provinces in the west only, and no archipelago in the east."""
    west, south, east, north = label.bounds(is_west=False)
    for inset in archipelagos.INSETS:
        (x, y), (_, half_height) = inset.target, inset.half_size
        top = y + half_height + _NAME_HEIGHT / _PX_PER_DEGREE
        half_width = _NAME_WIDTH / 2 / _PX_PER_DEGREE
        if west < x + half_width and east > x - half_width and south < top and north > y:
            return False
    if east > archipelagos.NATIONAL_BOUNDS[2]:
        return False
    land = _land_rows(dataset)
    covered = [projection.land_share(land, label.bounds(is_west)) for is_west in (True, False)]
    return covered[0] > 0.2 and covered[1] < 0.05


@memoized
def _land_rows(dataset: Dataset) -> dict[int, list[tuple[float, float]]]:
    return projection.land_rows(dataset.tables.geojson["features"])


def _width(lines: list[str]) -> float:
    """The width of a label's longest line in px."""
    return max(text_width(line, theme.TEXT_SIZE + 1, BOLD) for line in lines)


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


def _label_layers(palette: Palette) -> list[alt.Chart]:
    """The label of ``_own_label``, haloed to be readable over any colour."""
    label = with_text_lines(alt.Chart(named_data(VIEW))).encode(
        longitude="label_lon:Q", latitude="label_lat:Q", text="lines:N"
    )
    text_style: dict[str, Any] = {
        "align": alt.ExprRef(view_value("align")),
        "dx": alt.ExprRef(f"{view_value('align')} == 'right' ? {-_LABEL_GAP} : {_LABEL_GAP}"),
        "dy": -_LABEL_LIFT,
        "lineHeight": _LINE_HEIGHT,
        "fontWeight": "bold",
        "fontSize": alt.ExprRef(f"1 + ({LABEL_SIZE})"),
    }
    halo = label.mark_text(**text_style, **encodings.halo(palette, 4))
    return [halo, label.mark_text(**text_style, color=palette.accent)]
