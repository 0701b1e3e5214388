"""A close-up of the province's region with names and ranks."""

from typing import Any

import altair as alt

from lib.charts.cartography import archipelagos, choropleth
from lib.charts.figure import Figure
from lib.charts.map.layers import archipelago_layers, framed_projection, province_layers
from lib.charts.map.region_labels import place_region_labels, region_bounds
from lib.charts.vega import finish_spec, inline_data
from lib.common import theme
from lib.common.text import t
from lib.common.theme import PALETTES
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import phrases, tables


def build(dataset: Dataset, view: View, height: int = 420) -> Figure:
    """The provinces of the chosen province's region, each with its name and rank."""
    lang, palette = view.lang, PALETTES[view.theme]
    painting = choropleth.paint_map(dataset, view)
    home = dataset.provinces.at[view.province, "region"]
    members = list(dataset.provinces.index[dataset.provinces["region"] == home])
    holds_archipelago = dataset.tables.islands["province"].isin(members).any()

    west, south, east, north = region_bounds(dataset, members)
    # About how many px a degree takes where this chart is drawn widest beside the national map.
    degree = min(height / (north - south), 1.2 * height / (east - west))
    labels, column = place_region_labels(dataset, view, painting, members, degree)
    text = alt.Chart(inline_data(labels[["text", "lon", "lat", "around", "ink"]])).encode(
        longitude="lon:Q", latitude="lat:Q", text="text:N"
    )
    mark: dict[str, Any] = {
        "fontSize": alt.ExprRef(f"width < 400 ? 12 : {theme.TEXT_SIZE}"),
        "lineHeight": 16,
        "baseline": "middle",
        "dy": 0 if column else -7,
        "align": "right" if column else "center",
    }
    # A label pushed off its province still carries that province's colour around it.
    around = alt.Color("around:N", scale=None)
    halo = text.mark_text(**mark, strokeWidth=4, strokeJoin="round").encode(
        color=around, stroke=alt.Stroke("around:N", scale=None)
    )
    layers = province_layers(dataset, painting, view, palette, members)
    if column:
        leads = alt.Chart(inline_data(labels[["lon", "lat", "to_lon", "to_lat"]])).mark_rule(
            color=palette.muted, opacity=0.7
        )
        layers += [
            leads.encode(
                longitude="lon:Q", latitude="lat:Q", longitude2="to_lon:Q", latitude2="to_lat:Q"
            ),
            text.mark_text(**mark, color=palette.ink, dx=-4),
        ]
    else:
        names = text.mark_text(**mark).encode(color=alt.Color("ink:N", scale=None))
        layers += [halo, names]
    if column:
        west = labels["lon"].min() - 190 / degree
    if holds_archipelago:
        layers += archipelago_layers(dataset, view, palette)
        _, low, right, _ = archipelagos.NATIONAL_BOUNDS
        south, east = min(south, low), max(east, right)
    table = dataset.ranking(view.year, view.measure)
    own = dataset.position(view.year, view.measure, view.province)
    name = dataset.province_name(view.province, lang)
    region_name = dataset.region_name(view.province, lang)
    inside = table[table["province"].isin(members)]
    return Figure(
        name="map.region",
        spec=finish_spec(
            alt.layer(*layers).project(**framed_projection((west, south, east, north))),
            palette,
            height,
        ),
        title=t(
            "map.region_title",
            lang,
            name=name,
            rank=own["region_rank"],
            scored=own["region_scored"],
            region=region_name,
        )
        if own is not None
        else t("map.region_missing", lang, name=name, region=region_name),
        subtitle=t(
            "map.region_subtitle_change" if view.paint == "change" else "map.region_subtitle",
            lang,
            measure=phrases.view_measure_name(dataset, view),
            year=view.year,
        ),
        alt=t("map.region_alt", lang, region=region_name)
        + " "
        + "; ".join(
            f"{dataset.province_name(p, lang)} {rank}"
            for p, rank in zip(inside["province"], inside["rank"], strict=True)
        )
        + ".",
        table=tables.measure_table(dataset, view, view.measure, members),
        source="source.map",
    )
