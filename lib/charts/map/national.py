"""The national map with both archipelagos."""

from functools import cache, partial
from typing import Any

import altair as alt
import pandas as pd

from lib.charts import label_layout
from lib.charts.cartography import archipelagos, choropleth
from lib.charts.chart_data import encode_chart_data
from lib.charts.figure import Figure
from lib.charts.map.layers import (
    LABEL_SIZE,
    Archipelagos,
    archipelago_layers,
    frame_values,
    framed_projection,
    place_archipelagos,
    province_layers,
    province_table,
    province_values,
    with_text_lines,
)
from lib.charts.vega import finish_spec, named_data, view_value
from lib.common.text import Language, t
from lib.common.theme import PALETTES, Palette, ThemeName
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import phrases, tables
from lib.narrative.estimates import FigureLabels, Remarks
from lib.narrative.map import headline, province_labels, subtitle


def build(dataset: Dataset, view: View, height: int = 440, island_names: bool = True) -> Figure:
    """All provinces coloured as ``view.paint`` says, the selected one outlined, both archipelagos.

    Args:
        height: px.
        island_names: name single islands in tooltips.
    """
    painting = choropleth.paint_map(dataset, view)
    label, style = _own_label(dataset, view)
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
            view.paint,
            height,
            island_names,
            labels.remarks,
        ),
        data=encode_chart_data(
            frame_values(archipelagos.NATIONAL_BOUNDS) | province_values(dataset, view) | style,
            provinces=province_table(dataset, view, painting, codes),
            label=label,
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
    chart = alt.layer(
        province_layers(lang, palette, topojson, paint, remarks),
        *archipelago_layers(islands, lang, palette, island_names),
        *_label_layers(palette),
    ).project(**framed_projection())
    return finish_spec(chart, palette, lang, height)


def _own_label(dataset: Dataset, view: View) -> tuple[pd.DataFrame, dict[str, Any]]:
    """The selected province's name and rank, on a map of changes its change.

    Returns:
        The table "label" of ``_label_layers``: lon, lat (degrees), text (lines); and its view
        values: align, dx.
    """
    own = dataset.position(view.year, view.measure, view.province)
    anchors = dataset.tables.labels
    anchor = anchors[anchors["province"] == view.province].iloc[0]
    name = dataset.province_name(view.province, view.lang)
    text = label_layout.split_in_two(name)
    if own is not None and view.paint == "change":
        text.append(province_labels(dataset, view).get(view.province, "–"))
    elif own is not None:
        text.append(phrases.format_rank(dataset, own))
    # Where no merger changed a province, its change is one between published scores.
    shows_estimate = dataset.estimated and (
        view.paint != "change" or dataset.is_merged(view.province)
    )
    if own is not None and shows_estimate:
        text.append(t("estimate.word", view.lang))
    # Beside the province, to its west; to its east where the map ends in the west.
    west = anchor["lon"] > 104.2
    label = pd.DataFrame([{"lon": anchor["lon"], "lat": anchor["lat"], "text": "\n".join(text)}])
    return label, {"align": "right" if west else "left", "dx": -16 if west else 16}


def _label_layers(palette: Palette) -> list[alt.Chart]:
    """The label of ``_own_label``, haloed to be readable over any colour."""
    label = with_text_lines(alt.Chart(named_data("label"))).encode(
        longitude="lon:Q", latitude="lat:Q", text="lines:N"
    )
    text_style: dict[str, Any] = {
        "align": alt.ExprRef(view_value("align")),
        "dx": alt.ExprRef(view_value("dx")),
        "dy": -24,
        "lineHeight": 18,
        "fontWeight": "bold",
        "fontSize": alt.ExprRef(f"1 + ({LABEL_SIZE})"),
    }
    halo = label.mark_text(
        **text_style,
        stroke=palette.background,
        strokeWidth=4,
        strokeJoin="round",
        color=palette.background,
    )
    return [halo, label.mark_text(**text_style, color=palette.accent)]
