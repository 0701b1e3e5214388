"""The national map with both archipelagos."""

from typing import Any

import altair as alt
import pandas as pd

from lib.charts import label_layout
from lib.charts.cartography import archipelagos, choropleth
from lib.charts.figure import Figure
from lib.charts.map.layers import LABEL_SIZE, archipelago_layers, framed_projection, province_layers
from lib.charts.vega import finish_spec, inline_data
from lib.common.text import t
from lib.common.theme import PALETTES, Palette
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import phrases, tables
from lib.narrative.map import headline, province_labels, subtitle


def build(dataset: Dataset, view: View, height: int = 440, island_names: bool = True) -> Figure:
    """All provinces coloured as ``view.paint`` says, the selected one outlined, both archipelagos.

    Args:
        height: px.
        island_names: name single islands in tooltips.
    """
    palette = PALETTES[view.theme]
    painting = choropleth.paint_map(dataset, view)
    spec = finish_spec(
        alt.layer(
            *province_layers(dataset, view, painting, palette, list(dataset.provinces.index)),
            *archipelago_layers(dataset, view, palette, island_names),
            *_own_label(dataset, view, palette),
        ).project(**framed_projection(archipelagos.NATIONAL_BOUNDS)),
        palette,
        view.lang,
        height,
    )
    return Figure(
        name="map.national",
        spec=spec,
        title=headline(dataset, view),
        subtitle=subtitle(dataset, view),
        alt=choropleth.map_alt_text(dataset, view, painting),
        table=tables.measure_table(dataset, view, view.measure),
        legend=painting.legend,
        source="source.map",
    )


def _own_label(dataset: Dataset, view: View, palette: Palette) -> list[alt.Chart]:
    """The selected province's name and rank, haloed to be readable over any colour."""
    own = dataset.position(view.year, view.measure, view.province)
    anchor = dataset.tables.labels.set_index("province").loc[view.province]
    name = dataset.province_name(view.province, view.lang)
    text = label_layout.split_in_two(name)
    if own is not None and view.paint == "change":
        text.append(province_labels(dataset, view).get(view.province, "–"))
    elif own is not None:
        text.append(phrases.format_rank(dataset, own))
    published = view.paint == "change" and not dataset.is_merged(view.province)
    if own is not None and dataset.estimated and not published:
        text.append(t("estimate.word", view.lang))
    # Beside the province, to its west; to its east where the map ends in the west.
    west = anchor["lon"] > 104.2
    label = alt.Chart(
        inline_data(pd.DataFrame([{"lon": anchor["lon"], "lat": anchor["lat"], "text": text}]))
    ).encode(longitude="lon:Q", latitude="lat:Q", text="text:N")
    text_style: dict[str, Any] = {
        "align": "right" if west else "left",
        "dx": -16 if west else 16,
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
