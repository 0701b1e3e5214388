"""The national map with both archipelagos."""

from functools import cache, partial
from typing import Any

import altair as alt

from lib.charts import encodings
from lib.charts.cartography import archipelagos, choropleth, hatching
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
from lib.charts.map.own_label import GAP, LINE_HEIGHT, place_own_label
from lib.charts.vega import VIEW, finish_spec, named_data
from lib.common.text import Language
from lib.common.theme import PALETTES, Palette, ThemeName
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import tables
from lib.narrative.estimates import FigureLabels, Remarks
from lib.narrative.map import headline, painted, subtitle


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
            province_values(dataset, view) | _label_values(place_own_label(dataset, view)),
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
    """The spec, of the tables and view values of ``layers`` and ``place_own_label``."""
    palette = PALETTES[theme]
    frame = fixed_frame(archipelagos.NATIONAL_BOUNDS)
    chart = alt.layer(
        province_layers(lang, palette, topojson, paint, remarks),
        hatch_layer(palette),
        *archipelago_layers(islands, lang, palette, frame, island_names),
        _own_label(palette),
    ).project(**framed_projection(frame))
    return finish_spec(chart, palette, lang, height)


def _label_values(label: dict[str, Any]) -> dict[str, str]:
    """``place_own_label`` in few view values: each takes 60 bytes of every change of a view.

    Returns:
        text; place: longitude, latitude, align, lift and, where there is a line, the longitude and
        latitude of its end, with blanks between.
    """
    names = ("label_lon", "label_lat", "align", "lift", "to_lon", "to_lat")
    place = " ".join(str(label[name]) for name in names if label[name] is not None)
    return {"text": label["text"], "place": place}


def _own_label(palette: Palette) -> alt.LayerChart:
    """The label of ``place_own_label``, haloed to be readable over any colour."""
    label = alt.Chart().encode(longitude="lon:Q", latitude="lat:Q", text="lines:N")
    text_style: dict[str, Any] = {
        "align": alt.ExprRef("datum.place[2]"),
        "dx": alt.ExprRef(f"datum.place[2] == 'right' ? {-GAP} : {GAP}"),
        "dy": alt.ExprRef("-datum.place[3]"),
        "lineHeight": LINE_HEIGHT,
        "fontWeight": "bold",
        "fontSize": alt.ExprRef(f"1 + ({LABEL_SIZE})"),
    }
    halo = label.mark_text(**text_style, **encodings.halo(palette, 4))
    leader = (
        alt.Chart()
        .transform_calculate(to_lon="datum.place[4]", to_lat="datum.place[5]")
        .transform_filter("datum.to_lon")
        .mark_rule(color=palette.accent, strokeWidth=1.5)
        .encode(longitude="lon:Q", latitude="lat:Q", longitude2="to_lon:Q", latitude2="to_lat:Q")
    )
    layers = alt.layer(leader, halo, label.mark_text(**text_style, color=palette.accent))
    return with_text_lines(layers.properties(data=named_data(VIEW))).transform_calculate(
        place="split(datum.place, ' ')", lon="+datum.place[0]", lat="+datum.place[1]"
    )
