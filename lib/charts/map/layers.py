"""Layers that the national and the regional map share."""

import math
from typing import Any

import altair as alt
import pandas as pd

from lib.charts import encodings
from lib.charts.cartography import archipelagos, choropleth, projection
from lib.charts.vega import inline_data, number_expression
from lib.common import theme
from lib.common.text import t
from lib.common.theme import Palette
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import phrases

SELECTION = "prov"  # name of the click selection; its field is "code"
# A map is narrow and tall, so the text size of phones begins later.
LABEL_SIZE = f"width < 300 ? {theme.PHONE_TEXT_SIZE} : {theme.TEXT_SIZE}"


def framed_projection(bounds: projection.Bounds) -> dict[str, Any]:
    """A Mercator projection that fits bounds into a drawing of any size."""
    west, south, east, north = bounds
    low, high = projection.mercator_y(south), projection.mercator_y(north)
    middle = math.degrees(math.atan(math.sinh((low + high) / 2)))
    x_span, y_span = math.radians(east - west), high - low
    return {
        "type": "mercator",
        "center": [(west + east) / 2, middle],
        "scale": alt.ExprRef(f"0.97 * min(width / {x_span:.5f}, height / {y_span:.5f})"),
        "translate": alt.ExprRef("[width / 2, height / 2]"),
    }


def province_layers(
    dataset: Dataset, view: View, painting: choropleth.Painting, palette: Palette, codes: list[str]
) -> list[Any]:
    """The provinces in their colours, those without a value dashed, the selected one outlined.

    Args:
        codes: of the provinces to draw.
    """
    rows, texts = _province_rows(view, painting, palette, codes)
    keys = ["name", "points", "place", "group_name", *(["change_text"] if "change" in rows else [])]
    shapes = alt.Data(
        url=f"app/static/{dataset.tables.topojson}",
        format=alt.TopoDataFormat(type="topojson", feature="provinces"),
    )
    lookup = alt.LookupData(
        data=inline_data(rows), key="code", fields=[c for c in rows.columns if c != "code"]
    )
    layers = _shape_layers(view, palette, encodings.tooltip_lines(view.lang, *keys))
    topology = (
        alt.layer(*layers, data=shapes)
        .transform_calculate(code="datum.id", name=f"datum.properties.{view.lang}")
        .transform_lookup(lookup="code", from_=lookup)
        .transform_calculate(**texts)
    )
    if len(codes) < len(dataset.provinces):
        topology = topology.transform_filter(alt.FieldOneOfPredicate("code", codes))
    unscored = dataset.unscored_provinces(view.year, view.measure)
    reason = phrases.no_score_reason(dataset, view.lang, unscored)
    table = dataset.ranking(view.year, view.measure)
    return [encodings.with_position_texts(topology, table, dataset, view.lang, reason)]


def _province_rows(
    view: View, painting: choropleth.Painting, palette: Palette, codes: list[str]
) -> tuple[pd.DataFrame, dict[str, str]]:
    """The data of the provinces that have a value.

    Returns:
        code, rank, group, score, with fill (hex) unless it follows from the group, with change
        where it is drawn; and Vega expressions of further fields.
    """
    rows = painting.rows[painting.rows["fill"].ne("") & painting.rows["code"].isin(codes)]
    out = rows[["code", "rank", "group"]].assign(score=encodings.round_as_displayed(rows["score"]))
    texts = {}
    if view.paint == "groups":
        colors = ",".join(f"'{color}'" for color in palette.groups)
        texts["fill"] = f"[{colors}][datum.group - 1]"
    else:
        out["fill"] = rows["fill"]
    if view.paint == "change":
        out["change"] = encodings.round_as_displayed(rows["change"])
        texts["change_text"] = number_expression("datum.change", sign=True)
    return out, texts


def _shape_layers(view: View, palette: Palette, tooltip: list[alt.Tooltip]) -> list[alt.Chart]:
    """The shapes with a value, which can be clicked; those without; the selected one's outline."""
    click = alt.selection_point(name=SELECTION, fields=["code"], on="click", clear=False)
    shape = alt.Chart()
    painted = (
        shape.transform_filter("isValid(datum.rank)")
        .mark_geoshape(
            stroke=palette.border, strokeWidth=0.7, cursor="pointer", clip=True, aria=True
        )
        .encode(color=alt.Color("fill:N", scale=None), tooltip=tooltip, description="name:N")
        .add_params(click)
    )
    empty = (
        shape.transform_filter("!isValid(datum.rank)")
        .mark_geoshape(
            fill=palette.missing,
            stroke=palette.muted,
            strokeDash=[3, 3],
            strokeWidth=1.1,
            aria=False,
            clip=True,
        )
        .encode(tooltip=tooltip)
    )
    own = (
        shape.transform_filter(f"datum.code == '{view.province}'")
        .mark_geoshape(filled=False, stroke=palette.accent, strokeWidth=3, aria=False, clip=True)
        .encode(tooltip=tooltip)
    )
    return [painted, empty, own]


def archipelago_layers(
    dataset: Dataset, view: View, palette: Palette, island_names: bool = True
) -> list[alt.Chart]:
    """Hoàng Sa and Trường Sa in named frames; with ``island_names`` each island has a tooltip."""
    islands = archipelagos.move_islands(dataset.tables.islands)
    names = archipelagos.archipelago_names(dataset.tables.islands, dataset.provinces, view.lang)
    names["text"] = [
        [name, f"({owner})"] for name, owner in zip(names["name"], names["owner"], strict=True)
    ]
    position = {"longitude": "lon:Q", "latitude": "lat:Q"}
    frame = (
        alt.Chart(inline_data(archipelagos.frame_lines()))
        .mark_line(stroke=palette.muted, strokeWidth=1, opacity=0.7)
        .encode(**position, detail="archipelago:N", order="order:Q")
    )
    columns = ["lon", "lat", *(["name_vi"] if island_names else [])]
    dots = (
        alt.Chart(inline_data(islands[columns].round(2)))
        .mark_circle(size=26, color=palette.ink, opacity=0.85)
        .encode(**position)
    )
    if island_names:
        dots = dots.encode(tooltip=[alt.Tooltip("name_vi:N", title=t("column.island", view.lang))])
    size = alt.ExprRef(LABEL_SIZE)
    label = (
        alt.Chart(inline_data(names[["text", "lon", "lat"]]))
        .mark_text(baseline="bottom", dy=-21, lineHeight=17, fontSize=size, color=palette.ink)
        .encode(**position, text="text:N")
    )
    return [frame, dots, label]
