"""Layers that the national and the regional map share."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from lib.charts import encodings
from lib.charts.cartography import archipelagos, choropleth, hatching, projection
from lib.charts.province_marks import round_as_displayed, with_position_texts
from lib.charts.vega import inline_data, named_data, number_expression, view_value
from lib.common import theme
from lib.common.letter_widths import REGULAR, text_width
from lib.common.text import Language, t
from lib.common.theme import Palette
from lib.model.dataset import Dataset
from lib.model.memoized import memoized
from lib.model.view import View
from lib.narrative import absent_provinces
from lib.narrative.estimates import Remarks
from lib.stats.ranking import TOTAL

SELECTION = "prov"  # name of the click selection; its field is "code"
# A map is narrow and tall, so the text size of phones begins later.
LABEL_SIZE = f"width < 300 ? {theme.PHONE_TEXT_SIZE} : {theme.TEXT_SIZE}"


def frame_values(bounds: projection.Bounds) -> dict[str, float]:
    """Where a map stands: its middle (lon, lat, degrees), its size (x_span, y_span, radians)."""
    west, south, east, north = bounds
    low, high = projection.mercator_y(south), projection.mercator_y(north)
    return {
        "lon": (west + east) / 2,
        "lat": math.degrees(math.atan(math.sinh((low + high) / 2))),
        "x_span": math.radians(east - west),
        "y_span": high - low,
    }


# The frame of a map whose bounds depend on the view: ``frame_values`` are view values.
FRAME_OF_VIEW = {name: view_value(name) for name in ("lon", "lat", "x_span", "y_span")}


def fixed_frame(bounds: projection.Bounds) -> dict[str, str]:
    """The frame of a map that has the same bounds in every view."""
    return {name: f"{value:.7g}" for name, value in frame_values(bounds).items()}


def framed_projection(frame: Mapping[str, str] = FRAME_OF_VIEW) -> dict[str, Any]:
    """A Mercator projection that fits a map into a drawing of any size.

    Args:
        frame: Vega expressions for the values that ``frame_values`` names.
    """
    return {
        "type": "mercator",
        "center": alt.ExprRef(f"[{frame['lon']}, {frame['lat']}]"),
        "scale": alt.ExprRef(_scale(frame)),
        "translate": alt.ExprRef("[width / 2, height / 2]"),
    }


def _scale(frame: Mapping[str, str]) -> str:
    """A Vega expression for the scale of ``framed_projection``, px a radian."""
    return f"0.97 * min(width / {frame['x_span']}, height / {frame['y_span']})"


def province_values(dataset: Dataset, view: View) -> dict[str, str | int]:
    """The view values of ``province_layers``, for its tooltips.

    Returns:
        no_score (what it says where there is no score), of (how many a rank is out of).
    """
    unscored = dataset.unscored_provinces(view.year, view.measure)
    ranked = (
        dataset.provinces if view.measure == TOTAL else dataset.ranking(view.year, view.measure)
    )
    return {
        "no_score": absent_provinces.no_score_reason(dataset, view.lang, unscored),
        "of": len(ranked),
    }


def province_table(
    dataset: Dataset, view: View, painting: choropleth.Painting, codes: list[str]
) -> pd.DataFrame:
    """The table "provinces" of ``province_layers``.

    Args:
        codes: of the provinces to draw.

    Returns:
        code, own (whether it is the selected one), score, rank, group as in
        ``province_marks.position_rows`` (null where there is no value), with fill (hex) unless it
        follows from the group, with change where it is drawn.
    """
    drawn = set(codes)
    rows = painting.rows[[code in drawn for code in painting.rows["code"]]]
    columns = {
        "code": rows["code"].to_numpy(),
        "own": [code == view.province for code in rows["code"]],
        "score": round_as_displayed(rows["score"]),
        "rank": rows["rank"].to_numpy(),
        "group": rows["group"].to_numpy(),
    }
    if view.paint != "groups":
        columns["fill"] = rows["fill"].to_numpy()
    if view.paint == "change":
        columns["change"] = round_as_displayed(rows["change"])
    return pd.DataFrame(columns)


def _outline(palette: Palette) -> dict[str, Any]:
    """The mark around the chosen province; a mitred corner would run out into the sea."""
    line = {"stroke": palette.accent, "strokeWidth": 3, "strokeJoin": "round"}
    return {"filled": False, "aria": False, "clip": True, **line}


def province_layers(
    lang: Language, palette: Palette, topojson: str, paint: str, remarks: Remarks
) -> Any:
    """The provinces in their colours, those without a value dashed, the selected one outlined.

    Of the table "provinces" (see ``province_table``) and of ``province_values``.

    Args:
        topojson: file name of the boundaries in ``static/``.
        paint: what the colours show (``narrative.map.painted``).
        remarks: on estimates, in tooltips.
    """
    missing = view_value("no_score")
    fields = ["own", "score", "rank", "group"]
    keys = ["name", "points", "place", "group_name"]
    texts = {}
    if paint == "groups":
        colors = ",".join(f"'{color}'" for color in palette.groups)
        texts["fill"] = f"[{colors}][datum.group - 1]"
    else:
        fields.append("fill")
    if paint in ("change", "from_estimate"):
        change = number_expression("datum.change", sign=True)
        not_compared = f"isValid(datum.rank) ? '{t('map.not_compared', lang)}' : {missing}"
        texts[f"{paint}_text"] = f"isValid(datum.change) ? {change} : {not_compared}"
        fields.append("change")
        keys.append(f"{paint}_text")
    shapes = alt.Data(
        url=f"app/static/{topojson}",
        format=alt.TopoDataFormat(type="topojson", feature="provinces"),
    )
    topology = (
        alt.layer(
            *_shape_layers(palette, encodings.tooltip_lines(lang, *keys, remarks=remarks)),
            data=shapes,
        )
        .transform_calculate(code="datum.id", name=f"datum.properties.{lang}")
        .transform_lookup(
            lookup="code",
            from_=alt.LookupData(data=named_data("provinces"), key="code", fields=fields),
        )
        # The boundaries are those of the whole country, the rows those of the provinces to draw.
        .transform_filter("isValid(datum.own)")
        .transform_calculate(**texts)
    )
    return with_position_texts(topology, lang, missing, view_value("of"))


def _shape_layers(palette: Palette, tooltip: list[alt.Tooltip]) -> list[alt.Chart]:
    """The shapes with a value, which can be clicked; those without; the selected one's outline."""
    click = alt.selection_point(name=SELECTION, fields=["code"], on="click", clear=False)
    shape = alt.Chart()
    painted = (
        shape.transform_filter("datum.fill")
        .mark_geoshape(
            stroke=palette.border, strokeWidth=0.7, cursor="pointer", clip=True, aria=True
        )
        .encode(color=alt.Color("fill:N", scale=None), tooltip=tooltip, description="name:N")
        .add_params(click)
    )
    empty = (
        shape.transform_filter("!datum.fill")
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
        shape.transform_filter("datum.own")
        .mark_geoshape(**_outline(palette))
        .encode(tooltip=tooltip)
    )
    return [painted, empty, own]


def hatch_layer(palette: Palette) -> alt.Chart:
    """The lines across provinces that have no value or a fall.

    Of the table "hatching" (see ``hatching.hatch_table``). Without a tooltip of their own they let
    the mouse through to the provinces.
    """
    colors = alt.Scale(domain=list(range(3)), range=hatching.hatch_colors(palette))
    return (
        alt.Chart(named_data("hatching"))
        .mark_rule(strokeWidth=1, opacity=0.6, clip=True)
        .encode(
            longitude="lon:Q",
            latitude="lat:Q",
            longitude2="to_lon:Q",
            latitude2="to_lat:Q",
            color=alt.Color("kind:N", scale=colors, legend=None),
        )
    )


def outline_layer(palette: Palette, topojson: str) -> Any:
    """The selected province's outline alone, to be drawn over the halos of labels.

    Args:
        topojson: as of ``province_layers``, whose table "provinces" it uses too.
    """
    shapes = alt.Data(
        url=f"app/static/{topojson}",
        format=alt.TopoDataFormat(type="topojson", feature="provinces"),
    )
    return (
        alt.Chart(shapes)
        .transform_calculate(code="datum.id")
        .transform_lookup(
            lookup="code",
            from_=alt.LookupData(data=named_data("provinces"), key="code", fields=["own"]),
        )
        .transform_filter("datum.own")
        .mark_geoshape(**_outline(palette))
    )


@dataclass(frozen=True)
class Archipelagos:
    """Hoàng Sa and Trường Sa as ``archipelago_layers`` draws them.

    Attributes:
        islands: lon, lat (degrees, inside the frames) and name of each.
        labels: lon, lat (degrees) and text (lines) of the archipelagos' names.
    """

    islands: tuple[tuple[float, float, str], ...]
    labels: tuple[tuple[float, float, str], ...]


@memoized
def place_archipelagos(dataset: Dataset, lang: Language) -> Archipelagos:
    """The islands in their frames, and the archipelagos' names with their provinces."""
    islands = archipelagos.move_islands(dataset.tables.islands).round(2)
    names = archipelagos.archipelago_names(dataset.tables.islands, dataset.provinces, lang)
    texts = names["name"] + "\n(" + names["owner"] + ")"
    return Archipelagos(
        tuple(zip(islands["lon"], islands["lat"], islands["name_vi"], strict=True)),
        tuple(zip(names["lon"], names["lat"], texts, strict=True)),
    )


def archipelago_layers(
    drawn: Archipelagos,
    lang: Language,
    palette: Palette,
    frame: Mapping[str, str],
    island_names: bool = True,
) -> list[alt.Chart]:
    """Hoàng Sa and Trường Sa in named frames; with ``island_names`` each island has a tooltip.

    ``frame`` is that of the map's ``framed_projection``.
    """
    position = {"longitude": "lon:Q", "latitude": "lat:Q"}
    islands = pd.DataFrame(drawn.islands, columns=["lon", "lat", "name"])
    labels = pd.DataFrame(drawn.labels, columns=["lon", "lat", "text"])
    box = (
        alt.Chart(inline_data(archipelagos.frame_lines()))
        .mark_line(stroke=palette.muted, strokeWidth=1, opacity=0.7)
        .encode(**position, detail="archipelago:N", order="order:Q")
    )
    dots = (
        alt.Chart(inline_data(islands if island_names else islands.drop(columns="name")))
        .mark_circle(size=26, color=palette.ink, opacity=0.85)
        .encode(**position)
    )
    if island_names:
        dots = dots.encode(tooltip=[alt.Tooltip("name:N", title=t("column.island", lang))])
    size = alt.ExprRef(LABEL_SIZE)
    labels["half"] = [
        round(max(text_width(line, 1, REGULAR) for line in text.split("\n")) / 2, 3)
        for text in labels["text"]
    ]
    # A name that is wider than the sea to its east ends at the drawing's edge.
    x = f"width / 2 + (datum.lon - {frame['lon']}) * PI / 180 * {_scale(frame)}"
    shift = alt.ExprRef(f"min(0, width - 2 - datum.half * ({LABEL_SIZE}) - ({x}))")
    label = (
        with_text_lines(alt.Chart(inline_data(labels)))
        .mark_text(
            baseline="bottom", dx=shift, dy=-21, lineHeight=17, fontSize=size, color=palette.ink
        )
        .encode(**position, text="lines:N")
    )
    return [box, dots, label]


def with_text_lines(chart: Any) -> Any:
    """Add the field lines: the lines of the field text, which are joined by line breaks."""
    return chart.transform_calculate(lines=r"split(datum.text, '\n')")
