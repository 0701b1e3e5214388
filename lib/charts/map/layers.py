"""Layers that the national and the regional map share."""

import math
from typing import Any

import altair as alt

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
LABEL_SIZE = (
    f"width < 300 ? {theme.PHONE_TEXT_SIZE} : {theme.TEXT_SIZE}"  # a map is narrow and tall
)


def framed_projection(ends: tuple[float, float, float, float]) -> dict[str, Any]:
    """A Mercator projection that fits these bounds (degrees) into whatever size is drawn."""
    west, south, east, north = ends
    low, high = projection.mercator_y(south), projection.mercator_y(north)
    middle = math.degrees(math.atan(math.sinh((low + high) / 2)))
    wide, tall = math.radians(east - west), high - low
    return {
        "type": "mercator",
        "center": [(west + east) / 2, middle],
        "scale": alt.ExprRef(f"0.97 * min(width / {wide:.5f}, height / {tall:.5f})"),
        "translate": alt.ExprRef("[width / 2, height / 2]"),
    }


def province_layers(
    dataset: Dataset, painting: choropleth.Painting, view: View, palette: Palette, codes: list[str]
) -> list[Any]:
    """The painted provinces, those without a value outlined, and the chosen one's thick outline."""
    lang = view.lang
    shapes = alt.Data(
        url=f"app/static/{dataset.tables.topojson}",
        format=alt.TopoDataFormat(type="topojson", feature="provinces"),
    )
    rows = painting.rows[painting.rows["fill"].ne("") & painting.rows["code"].isin(codes)]
    table = dataset.ranking(view.year, view.measure)
    sent = rows[["code", "rank", "group"]].assign(score=encodings.round_as_displayed(rows["score"]))
    keys, texts = ["name", "points", "place", "group_name"], {}
    if view.paint == "groups":
        colors = ",".join(f"'{color}'" for color in palette.groups)
        texts["fill"] = f"[{colors}][datum.group - 1]"
    else:
        sent["fill"] = rows["fill"]
    if view.paint == "change":
        sent["change"] = encodings.round_as_displayed(rows["change"])
        texts["change_text"] = number_expression("datum.change", lang, sign=True)
        keys.append("change_text")
    fields = [c for c in sent.columns if c != "code"]
    click = alt.selection_point(name=SELECTION, fields=["code"], on="click", clear=False)
    tooltip = encodings.tooltip_lines(lang, *keys)
    shape = alt.Chart()
    painted = (
        shape.transform_filter("isValid(datum.rank)")
        .mark_geoshape(
            stroke=palette.border, strokeWidth=0.7, cursor="pointer", clip=True, aria=True
        )
        .encode(
            color=alt.Color("fill:N", scale=None),
            tooltip=tooltip,
            description="name:N",
        )
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
    own = shape.transform_filter(f"datum.code == '{view.province}'").mark_geoshape(
        filled=False, stroke=palette.accent, strokeWidth=3, aria=False, clip=True
    )
    own = own.encode(tooltip=tooltip)
    topology = (
        alt.layer(painted, empty, own, data=shapes)
        .transform_calculate(code="datum.id", name=f"datum.properties.{lang}")
        .transform_lookup(
            lookup="code", from_=alt.LookupData(data=inline_data(sent), key="code", fields=fields)
        )
        .transform_calculate(**texts)
    )
    if len(codes) < len(dataset.provinces):
        topology = topology.transform_filter(alt.FieldOneOfPredicate("code", codes))
    why = phrases.no_score_reason(dataset, lang, dataset.unscored(view.year, view.measure))
    return [encodings.with_position_texts(topology, table, dataset, lang, why)]


def archipelago_layers(
    dataset: Dataset, view: View, palette: Palette, islets: bool = True
) -> list[alt.Chart]:
    """Hoàng Sa and Trường Sa in named frames; with ``islets`` each island tells its name."""
    islands = archipelagos.move_islands(dataset.tables.islands)
    names = archipelagos.archipelago_names(dataset.tables.islands, dataset.provinces, view.lang)
    names["text"] = [
        [name, f"({owner})"] for name, owner in zip(names["name"], names["owner"], strict=True)
    ]
    place = {"longitude": "lon:Q", "latitude": "lat:Q"}
    frame = (
        alt.Chart(inline_data(archipelagos.frame_lines()))
        .mark_line(stroke=palette.muted, strokeWidth=1, opacity=0.7)
        .encode(**place, detail="archipelago:N", order="order:Q")
    )
    columns = ["lon", "lat", *(["name_vi"] if islets else [])]
    dots = (
        alt.Chart(inline_data(islands[columns].round(2)))
        .mark_circle(size=26, color=palette.ink, opacity=0.85)
        .encode(**place)
    )
    if islets:
        dots = dots.encode(tooltip=[alt.Tooltip("name_vi:N", title=t("column.island", view.lang))])
    size = alt.ExprRef(LABEL_SIZE)
    label = (
        alt.Chart(inline_data(names[["text", "lon", "lat"]]))
        .mark_text(baseline="bottom", dy=-21, lineHeight=17, fontSize=size, color=palette.ink)
        .encode(**place, text="text:N")
    )
    return [frame, dots, label]
