"""A close-up of the province's region with names and ranks."""

from typing import Any

import altair as alt
import pandas as pd

from lib.charts.cartography import archipelagos, choropleth
from lib.charts.cartography.projection import Bounds
from lib.charts.figure import Figure
from lib.charts.map.layers import archipelago_layers, framed_projection, province_layers
from lib.charts.map.region_labels import place_region_labels, region_bounds
from lib.charts.vega import finish_spec, inline_data
from lib.common import theme
from lib.common.text import t
from lib.common.theme import PALETTES, Palette
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import phrases, tables

_LABEL_COLUMN_WIDTH = 190  # px west of a region for labels that have no room on it


def build(dataset: Dataset, view: View, height: int = 420) -> Figure:
    """The provinces of the selected province's region, each with its name and rank."""
    lang = view.lang
    region = dataset.provinces.at[view.province, "region"]
    members = list(dataset.provinces.index[dataset.provinces["region"] == region])
    layers, bounds = _layers(dataset, view, members, height)
    region_name = dataset.region_name(view.province, lang)
    table = dataset.ranking(view.year, view.measure)
    table = table[table["province"].isin(members)]
    ranks = "; ".join(
        f"{dataset.province_name(province, lang)} {rank}"
        for province, rank in zip(table["province"], table["rank"], strict=True)
    )
    return Figure(
        name="map.region",
        spec=finish_spec(
            alt.layer(*layers).project(**framed_projection(bounds)),
            PALETTES[view.theme],
            lang,
            height,
        ),
        title=_title(dataset, view),
        subtitle=t(
            "map.region_subtitle_change" if view.paint == "change" else "map.region_subtitle",
            lang,
            measure=phrases.view_measure_name(dataset, view),
            year=view.year,
        ),
        alt=f"{t('map.region_alt', lang, region=region_name)} {ranks}.",
        table=tables.measure_table(dataset, view, view.measure, members),
        source="source.map",
    )


def _layers(
    dataset: Dataset, view: View, members: list[str], height: int
) -> tuple[list[Any], Bounds]:
    """Provinces, labels and, where the region owns one, archipelagos; and what they extend over."""
    palette = PALETTES[view.theme]
    painting = choropleth.paint_map(dataset, view)
    west, south, east, north = region_bounds(dataset, members)
    # Roughly, where this chart is drawn widest beside the national map.
    px_per_degree = min(height / (north - south), 1.2 * height / (east - west))
    labels, in_column = place_region_labels(dataset, view, painting, members, px_per_degree)
    layers = [
        *province_layers(dataset, view, painting, palette, members),
        *_label_layers(labels, in_column, palette),
    ]
    if in_column:
        west = labels["lon"].min() - _LABEL_COLUMN_WIDTH / px_per_degree
    if dataset.tables.islands["province"].isin(members).any():
        layers += archipelago_layers(dataset, view, palette)
        _, insets_south, insets_east, _ = archipelagos.NATIONAL_BOUNDS
        south, east = min(south, insets_south), max(east, insets_east)
    return layers, (west, south, east, north)


def _label_layers(labels: pd.DataFrame, in_column: bool, palette: Palette) -> list[alt.Chart]:
    """Labels on their provinces, or in a column with lines to their provinces."""
    text = alt.Chart(inline_data(labels[["text", "lon", "lat", "around", "ink"]])).encode(
        longitude="lon:Q", latitude="lat:Q", text="text:N"
    )
    style: dict[str, Any] = {
        "fontSize": alt.ExprRef(f"width < 400 ? 12 : {theme.TEXT_SIZE}"),
        "lineHeight": 16,
        "baseline": "middle",
        "dy": 0 if in_column else -7,
        "align": "right" if in_column else "center",
    }
    if in_column:
        leaders = alt.Chart(inline_data(labels[["lon", "lat", "to_lon", "to_lat"]])).mark_rule(
            color=palette.muted, opacity=0.7
        )
        return [
            leaders.encode(
                longitude="lon:Q", latitude="lat:Q", longitude2="to_lon:Q", latitude2="to_lat:Q"
            ),
            text.mark_text(**style, color=palette.ink, dx=-4),
        ]
    # A label pushed off its province still has that province's colour around it.
    halo = text.mark_text(**style, strokeWidth=4, strokeJoin="round").encode(
        color=alt.Color("around:N", scale=None), stroke=alt.Stroke("around:N", scale=None)
    )
    return [halo, text.mark_text(**style).encode(color=alt.Color("ink:N", scale=None))]


def _title(dataset: Dataset, view: View) -> str:
    """The province's rank in its region, or that it has none."""
    lang = view.lang
    own = dataset.position(view.year, view.measure, view.province)
    name = dataset.province_name(view.province, lang)
    region = dataset.region_name(view.province, lang)
    if own is None:
        return t("map.region_missing", lang, name=name, region=region)
    rank, scored = own["region_rank"], own["region_scored"]
    return t("map.region_title", lang, name=name, rank=rank, scored=scored, region=region)
