"""The interactive map: the colours of the drawn map, to zoom and pan, without a base map."""

import json
from functools import cached_property
from typing import Any

import pydeck as pdk

from lib.charts.cartography import archipelagos, choropleth, hatching
from lib.common import theme
from lib.common.text import t
from lib.common.theme import PALETTES, Palette
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import estimates
from lib.narrative import map as narrative_map

_CENTER = {"longitude": 108.35, "latitude": 15.6}  # middle of the national extent, degrees
_PIXELS = pdk.types.String("pixels")  # a bare string would be read as a column name
_ZOOM = 4.13  # the national extent in a frame as narrow as a phone


class CompactDeck(pdk.Deck):
    """A deck whose JSON is computed once and not indented: indents make it six times as large."""

    @cached_property
    def _text(self) -> str:
        return json.dumps(json.loads(super().to_json()), separators=(",", ":"), ensure_ascii=False)

    def to_json(self) -> str:
        """The deck as one line of JSON."""
        return self._text


def build_deck(dataset: Dataset, view: View) -> CompactDeck:
    """All provinces coloured as ``view.paint`` says, the selected one outlined, both archipelagos.

    The layer ``provinces`` can be selected; the properties of a selected object hold ``code``.
    """
    palette = PALETTES[view.theme]
    painting = choropleth.paint_map(dataset, view)
    return CompactDeck(
        layers=[
            *_province_layers(dataset, view, painting, palette),
            *_archipelago_layers(dataset, view, palette),
            _own_label(dataset, view, palette),
        ],
        initial_view_state=pdk.ViewState(**_CENTER, zoom=_ZOOM, min_zoom=3.5, max_zoom=10),
        # The wheel scrolls the page; two fingers or the double click zoom the map.
        views=[pdk.View(type="MapView", controller={"scrollZoom": False, "dragRotate": False})],
        map_provider=None,
        tooltip=_tooltip_html(dataset, view, palette),
    )


def _tooltip_html(dataset: Dataset, view: View, palette: Palette) -> dict[str, object]:
    """The tooltip, with the lines of the drawn map's."""
    keys = [("points", "score"), ("place", "rank"), ("group_name", "group")]
    if view.paint == "change":
        is_estimate = narrative_map.painted(dataset, view) == "from_estimate"
        keys.append(("change_text", "from_estimates" if is_estimate else "change"))
    remarks = estimates.mixed_remarks(dataset)
    names = {k: remarks.column(c, view.lang) for k, c in keys}
    lines = "".join(f"<br>{name}: <b>{{{k}}}</b>" for k, name in names.items())
    colors = {"backgroundColor": palette.background, "color": palette.ink}
    border = {"border": f"1px solid {palette.grid}", "borderRadius": "8px", "fontSize": "16px"}
    return {"html": f"<b>{{name}}</b>{lines}", "style": colors | border}


def _province_layers(
    dataset: Dataset, view: View, painting: choropleth.Painting, palette: Palette
) -> list[pdk.Layer]:
    """The coloured shapes, outlines of those without a value, hatching, the selected outline."""
    features = _province_features(dataset, view, painting, palette)
    fills = painting.rows.set_index("code")["fill"]
    own = [f for f in features if f["properties"]["code"] == view.province]
    missing = [f for f in features if not fills[f["properties"]["code"]]]
    common = {"stroked": True, "line_width_units": _PIXELS}
    return [
        pdk.Layer(
            "GeoJsonLayer",
            id="provinces",
            data=features,
            filled=True,
            get_fill_color="properties.fill",
            get_line_color=[*theme.to_rgb(palette.border), 255],
            get_line_width=0.8,
            pickable=True,
            auto_highlight=True,
            highlight_color=[*theme.to_rgb(palette.accent), 70],
            **common,
        ),
        pdk.Layer(
            "GeoJsonLayer",
            id="missing",
            data=[
                {"type": "Feature", "properties": {}, "geometry": f["geometry"]} for f in missing
            ],
            filled=False,
            get_line_color=[*theme.to_rgb(palette.muted), 255],
            get_line_width=1.4,
            **common,
        ),
        pdk.Layer(
            "LineLayer",
            id="hatching",
            data=hatching.deck_lines(
                hatching.hatch_table(dataset, view, painting.rows, painting.rows["code"].tolist()),
                palette,
            ),
            get_source_position="from",
            get_target_position="to",
            get_color="color",
            get_width=1,
            width_units=_PIXELS,
        ),
        pdk.Layer(
            "GeoJsonLayer",
            id="own",
            data=[{"type": "Feature", "properties": {}, "geometry": f["geometry"]} for f in own],
            filled=False,
            get_line_color=[*theme.to_rgb(palette.accent), 255],
            get_line_width=3.5,
            **common,
        ),
    ]


def _province_features(
    dataset: Dataset, view: View, painting: choropleth.Painting, palette: Palette
) -> list[dict[str, Any]]:
    """GeoJSON features with code, name, fill and the texts of the tooltip."""
    texts = choropleth.province_texts(dataset, view, painting.rows)
    rows = painting.rows[["code", "name", "fill"]].join(texts).set_index("code")
    features = []
    for feature in dataset.tables.geojson["features"]:
        row = rows.loc[feature["properties"]["code"]]
        features.append(
            {
                "type": "Feature",
                "geometry": feature["geometry"],
                "properties": {
                    "code": row.name,
                    "fill": [*theme.to_rgb(row["fill"] or palette.missing), 255],
                    **row.drop("fill").to_dict(),
                },
            }
        )
    return features


def _archipelago_layers(dataset: Dataset, view: View, palette: Palette) -> list[pdk.Layer]:
    """Hoàng Sa and Trường Sa in named frames, as on the drawn map."""
    ink = [*theme.to_rgb(palette.ink), 255]
    islands = archipelagos.move_islands(dataset.tables.islands)
    frames = archipelagos.frame_lines().groupby("archipelago")
    names = archipelagos.archipelago_names(dataset.tables.islands, dataset.provinces, view.lang)
    return [
        pdk.Layer(
            "PathLayer",
            id="frames",
            data=[{"path": part[["lon", "lat"]].to_numpy().tolist()} for _, part in frames],
            get_path="path",
            get_color=[*theme.to_rgb(palette.muted), 255],
            get_width=1,
            width_units=_PIXELS,
        ),
        pdk.Layer(
            "ScatterplotLayer",
            id="islands",
            data=[{"at": [r.lon, r.lat]} for r in islands.round(3).itertuples()],
            get_position="at",
            get_fill_color=ink,
            get_radius=2.4,
            radius_units=_PIXELS,
        ),
        pdk.Layer(
            "TextLayer",
            id="archipelagos",
            data=[
                {"at": [r.lon, r.lat], "text": f"{r.name}\n({r.owner})"}
                for r in names.itertuples(index=False)
            ],
            get_position="at",
            get_text="text",
            get_color=ink,
            get_size=14,
            get_pixel_offset=[0, -6],
            get_alignment_baseline=pdk.types.String("bottom"),
            character_set=pdk.types.String("auto"),
            font_family=pdk.types.String(theme.FONT),
        ),
    ]


def _own_label(dataset: Dataset, view: View, palette: Palette) -> pdk.Layer:
    """The selected province's name with its rank or change, beside it."""
    anchor = dataset.tables.labels.set_index("province").loc[view.province]
    lines = [dataset.province_name(view.province, view.lang)]
    if value := narrative_map.own_value(dataset, view):
        lines.append(value)
    if narrative_map.is_own_value_estimated(dataset, view):
        lines.append(t("estimate.word", view.lang))
    return pdk.Layer(
        "TextLayer",
        id="own-name",
        data=[{"at": [anchor["lon"], anchor["lat"]], "text": "\n".join(lines)}],
        get_position="at",
        get_text="text",
        get_color=[*theme.to_rgb(palette.accent), 255],
        get_size=17,
        get_pixel_offset=[-14, -20],
        get_text_anchor=pdk.types.String("end"),
        font_weight=700,
        outline_width=4,
        outline_color=[*theme.to_rgb(palette.background), 255],
        font_settings={"sdf": True},
        character_set=pdk.types.String("auto"),
        font_family=pdk.types.String(theme.FONT),
    )
