"""The interactive map: the same painting as the drawn one, to zoom and pan, without a base map."""

import json
from functools import cached_property

import pydeck as pdk

from lib import choropleth, estimates, insets, say, style
from lib.style import TONES, Tone
from lib.text import t
from lib.view import View
from lib.world import World

_CENTER = {"longitude": 108.35, "latitude": 15.6}  # middle of the national extent, degrees
_PIXELS = pdk.types.String("pixels")  # a bare string would be read as a column name
_ZOOM = 4.13  # the national extent in a frame as narrow as a phone


class CompactDeck(pdk.Deck):
    """A deck whose JSON is written once and without the indents that make it six times as large."""

    @cached_property
    def _text(self) -> str:
        return json.dumps(json.loads(super().to_json()), separators=(",", ":"), ensure_ascii=False)

    def to_json(self) -> str:
        """The deck as one line of JSON."""
        return self._text


def deck(world: World, view: View) -> CompactDeck:
    """All provinces painted as the view says; the chosen one outlined; both archipelagos named.

    The layer ``provinces`` can be selected; a selected object's properties hold ``code``.
    """
    tone = TONES[view.theme]
    painting = choropleth.paint(world, view)
    return CompactDeck(
        layers=[
            *_provinces(world, view, painting, tone),
            *_archipelagos(world, view, tone),
            _names(world, view, tone),
        ],
        initial_view_state=pdk.ViewState(**_CENTER, zoom=_ZOOM, min_zoom=3.5, max_zoom=10),
        # The wheel scrolls the page; two fingers or the double click zoom the map.
        views=[pdk.View(type="MapView", controller={"scrollZoom": False, "dragRotate": False})],
        map_provider=None,
        tooltip=_tooltip(world, view, tone),
    )


def _tooltip(world: World, view: View, tone: Tone) -> dict[str, object]:
    """The same lines as on the drawn map."""
    keys = [("points", "score"), ("place", "rank"), ("group_name", "group")]
    if view.paint == "change":
        keys.append(("change_text", "change"))
    names = {k: t(f"column.{c}", view.lang) for k, c in keys}
    if world.estimated:
        names = {
            k: estimates.column_name(name, view.lang, estimates.MIXED) for k, name in names.items()
        }
    lines = "".join(f"<br>{name}: <b>{{{k}}}</b>" for k, name in names.items())
    colors = {"backgroundColor": tone.background, "color": tone.ink}
    border = {"border": f"1px solid {tone.grid}", "borderRadius": "8px", "fontSize": "16px"}
    return {"html": f"<b>{{name}}</b>{lines}", "style": colors | border}


def _provinces(
    world: World, view: View, painting: choropleth.Painting, tone: Tone
) -> list[pdk.Layer]:
    texts = choropleth.texts(world, view, painting.rows)
    rows = painting.rows[["code", "name", "fill"]].join(texts).set_index("code")
    features = []
    for feature in world.tables.light["features"]:
        row = rows.loc[feature["properties"]["code"]]
        features.append(
            {
                "type": "Feature",
                "geometry": feature["geometry"],
                "properties": {
                    "code": row.name,
                    "fill": [*style.rgb(row["fill"] or tone.missing), 255],
                    **row.drop("fill").to_dict(),
                },
            }
        )
    own = [f for f in features if f["properties"]["code"] == view.province]
    missing = [f for f in features if not rows.at[f["properties"]["code"], "fill"]]
    common = {"stroked": True, "line_width_units": _PIXELS}
    return [
        pdk.Layer(
            "GeoJsonLayer",
            id="provinces",
            data=features,
            filled=True,
            get_fill_color="properties.fill",
            get_line_color=[*style.rgb(tone.border), 255],
            get_line_width=0.8,
            pickable=True,
            auto_highlight=True,
            highlight_color=[*style.rgb(tone.accent), 70],
            **common,
        ),
        pdk.Layer(
            "GeoJsonLayer",
            id="missing",
            data=[
                {"type": "Feature", "properties": {}, "geometry": f["geometry"]} for f in missing
            ],
            filled=False,
            get_line_color=[*style.rgb(tone.muted), 255],
            get_line_width=1.4,
            **common,
        ),
        pdk.Layer(
            "GeoJsonLayer",
            id="own",
            data=[{"type": "Feature", "properties": {}, "geometry": f["geometry"]} for f in own],
            filled=False,
            get_line_color=[*style.rgb(tone.accent), 255],
            get_line_width=3.5,
            **common,
        ),
    ]


def _archipelagos(world: World, view: View, tone: Tone) -> list[pdk.Layer]:
    """Hoàng Sa and Trường Sa in named frames, as on the drawn map."""
    ink = [*style.rgb(tone.ink), 255]
    islands = insets.islands(world.tables.islands)
    frames = insets.frames().groupby("archipelago")
    names = insets.names(world.tables.islands, world.provinces, view.lang)
    return [
        pdk.Layer(
            "PathLayer",
            id="frames",
            data=[{"path": part[["lon", "lat"]].to_numpy().tolist()} for _, part in frames],
            get_path="path",
            get_color=[*style.rgb(tone.muted), 255],
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
            font_family=pdk.types.String(style.FONT),
        ),
    ]


def _names(world: World, view: View, tone: Tone) -> pdk.Layer:
    """The chosen province's name beside it."""
    spot = world.tables.labels.set_index("province").loc[view.province]
    own = world.row(view.year, view.measure, view.province)
    name = world.name(view.province, view.lang)
    text = name if own is None else f"{name}\n{say.place(world, own)}"
    if own is not None and world.estimated:
        text = f"{text}\n{t('estimate.word', view.lang)}"
    return pdk.Layer(
        "TextLayer",
        id="own-name",
        data=[{"at": [spot["lon"], spot["lat"]], "text": text}],
        get_position="at",
        get_text="text",
        get_color=[*style.rgb(tone.accent), 255],
        get_size=17,
        get_pixel_offset=[-14, -20],
        get_text_anchor=pdk.types.String("end"),
        font_weight=700,
        outline_width=4,
        outline_color=[*style.rgb(tone.background), 255],
        font_settings={"sdf": True},
        character_set=pdk.types.String("auto"),
        font_family=pdk.types.String(style.FONT),
    )
