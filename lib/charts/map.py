"""Where is it strong, where weak? The national map and a close-up of the province's region."""

import math
from typing import Any

import altair as alt
import pandas as pd

from lib import choropleth, insets, say, style, tables
from lib.charts import base
from lib.figure import Figure, decimal, finish, records
from lib.measures.positions import TOTAL
from lib.style import TONES, Tone, signed
from lib.text import t
from lib.view import View
from lib.world import World

_ISLET = 0.02  # square degrees of a box; what is smaller does not widen a close-up
SELECTION = "prov"  # name of the click selection; its field is "code"
_LABEL = f"width < 300 ? {style.TEXT_NARROW} : {style.TEXT}"  # a map is narrow and tall


def national(world: World, view: View, height: int = 440, islets: bool = True) -> Figure:
    """All provinces painted as the view says, both archipelagos named, the chosen outlined.

    ``islets``: single islands tell their names too.
    """
    tone = TONES[view.theme]
    painting = choropleth.paint(world, view)
    spec = finish(
        alt.layer(
            *_provinces(world, painting, view, tone, list(world.provinces.index)),
            *_archipelagos(world, view, tone, islets),
            *_own_label(world, view, tone),
        ).project(**_framed(insets.BOUNDS)),
        tone,
        height,
    )
    return Figure(
        name="map.national",
        spec=spec,
        title=headline(world, view),
        subtitle=_subtitle(world, view),
        alt=describe(world, view, painting),
        table=tables.of_measure(world, view, view.measure),
        legend=painting.legend,
        source="source.map",
    )


def region(world: World, view: View, height: int = 420) -> Figure:
    """The provinces of the chosen province's region, each with its name and rank."""
    lang, tone = view.lang, TONES[view.theme]
    painting = choropleth.paint(world, view)
    home = world.provinces.at[view.province, "region"]
    members = list(world.provinces.index[world.provinces["region"] == home])
    holds_archipelago = world.tables.islands["province"].isin(members).any()

    west, south, east, north = bounds(world, members)
    # About how many px a degree takes where this chart is drawn widest beside the national map.
    degree = min(height / (north - south), 1.2 * height / (east - west))
    labels, column = region_labels(world, view, painting, members, degree)
    text = alt.Chart(records(labels[["text", "lon", "lat", "around", "ink"]])).encode(
        longitude="lon:Q", latitude="lat:Q", text="text:N"
    )
    mark: dict[str, Any] = {
        "fontSize": alt.ExprRef(f"width < 400 ? 12 : {style.TEXT}"),
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
    layers = _provinces(world, painting, view, tone, members)
    if column:
        leads = alt.Chart(records(labels[["lon", "lat", "to_lon", "to_lat"]])).mark_rule(
            color=tone.muted, opacity=0.7
        )
        layers += [
            leads.encode(
                longitude="lon:Q", latitude="lat:Q", longitude2="to_lon:Q", latitude2="to_lat:Q"
            ),
            text.mark_text(**mark, color=tone.ink, dx=-4),
        ]
    else:
        names = text.mark_text(**mark).encode(color=alt.Color("ink:N", scale=None))
        layers += [halo, names]
    if column:
        west = labels["lon"].min() - 190 / degree
    if holds_archipelago:
        layers += _archipelagos(world, view, tone)
        _, low, right, _ = insets.BOUNDS
        south, east = min(south, low), max(east, right)
    table = world.measure(view.year, view.measure)
    own = world.row(view.year, view.measure, view.province)
    name = world.name(view.province, lang)
    region_name = world.region_name(view.province, lang)
    inside = table[table["province"].isin(members)]
    return Figure(
        name="map.region",
        spec=finish(
            alt.layer(*layers).project(**_framed((west, south, east, north))), tone, height
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
            measure=say.measure(view, world),
            year=view.year,
        ),
        alt=t("map.region_alt", lang, region=region_name)
        + " "
        + "; ".join(
            f"{world.name(p, lang)} {rank}"
            for p, rank in zip(inside["province"], inside["rank"], strict=True)
        )
        + ".",
        table=tables.of_measure(world, view, view.measure, members),
        source="source.map",
    )


def region_labels(
    world: World, view: View, painting: choropleth.Painting, members: list[str], degree: float
) -> tuple[pd.DataFrame, bool]:
    """The names and numbers on a region's provinces, apart from each other.

    Args:
        members: the codes of the region's provinces.
        degree: px that a degree takes where text is 16 px high.

    Returns:
        code, text (its lines), lon, lat (degrees), around (fill below it), ink; and whether they
        stand in a column west of the region, which is too long for names on its provinces: then
        also to_lon, to_lat.
    """
    labels = world.tables.labels.merge(painting.rows, left_on="province", right_on="code")
    labels = labels[labels["code"].isin(members)]
    values = _values(world, view)
    column = degree < 80
    joint = " " if column else "\n"
    labels["text"] = [
        f"{name}{joint}{values.get(c, '–')}".split("\n")
        for name, c in zip(labels["name"], labels["code"], strict=True)
    ]
    labels = _in_column(labels) if column else base.apart(labels, degree)
    tone = TONES[view.theme]
    labels["around"] = labels["fill"].where(labels["fill"] != "", tone.background)
    labels["ink"] = [style.ink_on(fill, tone) for fill in labels["fill"]]
    return labels, column


def headline(world: World, view: View) -> str:
    """The map's conclusion about the chosen province."""
    lang = view.lang
    name = world.own_name(view.province, lang)
    own = world.row(view.year, view.measure, view.province)
    measure = say.measure(view, world, short=True)
    if own is None:
        uncounted = world.estimated and world.is_merged(view.province)
        key = "map.title_uncounted" if uncounted else "map.title_missing"
        return t(key, lang, name=name, measure=measure, year=view.year)
    if view.paint == "change":
        if own["change"] != own["change"]:
            return t("map.title_no_change", lang, name=name, measure=measure, year=view.year)
        return t(
            "map.title_change",
            lang,
            name=name,
            measure=measure,
            points=say.points(own["change"], lang),
            places=say.places(int(own["change_rank"]), lang),
            before=own["prev_year"],
        )
    where = t(
        "map.title_total" if view.measure == TOTAL else "map.title_measure",
        lang,
        name=name,
        measure=measure,
        rank=own["rank"],
        scored=own["scored"],
        all=len(world.provinces),
        last=say.last(own, lang),
        group=say.group(own["group"], lang).lower(),
    )
    # Sub-dimensions lie so close together that being near a cut says little.
    near = "" if "." in view.measure else say.near(own, lang)
    sentence = f"{where}, {near}" if near else where
    return sentence[0].upper() + sentence[1:]


def _in_column(labels: pd.DataFrame) -> pd.DataFrame:
    """Labels from north to south in a column west of the region, each with where it points."""
    out = labels.sort_values("lat", ascending=False)
    top, bottom = out["lat"].max() + 0.3, out["lat"].min() - 0.3
    step = (top - bottom) / (len(out) - 1)
    return out.assign(
        to_lon=out["lon"],
        to_lat=out["lat"],
        lon=out["lon"].min() - 1.4,
        lat=[top - step * i for i in range(len(out))],
    )


def _values(world: World, view: View) -> dict[str, str]:
    """The number that stands at a province's name: its rank, on a map of change its change."""
    table = world.measure(view.year, view.measure)
    if view.paint == "change":
        table = table[table["change"].notna()]
        texts = [signed(c, 2, view.lang) for c in table["change"]]
    else:
        texts = table["rank"].astype(str).tolist()
    return dict(zip(table["province"], texts, strict=True))


def _subtitle(world: World, view: View) -> str:
    """Measure, unit, year and coverage; for a change also what it is measured against."""
    if view.paint != "change":
        return say.subtitle(view, world, view.measure)
    table = world.measure(view.year, view.measure)
    text = t(
        "map.subtitle_change",
        view.lang,
        measure=say.measure(view, world),
        year=view.year,
        n=int(table["change"].notna().sum()),
        all=len(world.provinces),
    )
    if table["change"].isna().all():
        return f"{text}. {t('map.rescaled', view.lang)}"
    # A few provinces bridge a gap year; the note is for a change that concerns most.
    redefined = table["redefined"].mean() > 0.5
    return f"{text}. {t('map.redefined', view.lang)}" if redefined else text


def bounds(world: World, members: list[str]) -> tuple[float, float, float, float]:
    """West, south, east, north (degrees) of the members, far islets left out."""
    boxes = []
    for feature in world.tables.light["features"]:
        if feature["properties"]["code"] in members:
            for polygon in feature["geometry"]["coordinates"]:
                lon, lat = zip(*polygon[0], strict=True)
                boxes.append((min(lon), min(lat), max(lon), max(lat)))
    large = [b for b in boxes if (b[2] - b[0]) * (b[3] - b[1]) >= _ISLET]
    west, south, east, north = zip(*large, strict=True)
    return min(west), min(south), max(east), max(north)


def _framed(ends: tuple[float, float, float, float]) -> dict[str, Any]:
    """A Mercator projection that fits these bounds (degrees) into whatever size is drawn."""
    west, south, east, north = ends
    low, high = insets.mercator(south), insets.mercator(north)
    middle = math.degrees(math.atan(math.sinh((low + high) / 2)))
    wide, tall = math.radians(east - west), high - low
    return {
        "type": "mercator",
        "center": [(west + east) / 2, middle],
        "scale": alt.ExprRef(f"0.97 * min(width / {wide:.5f}, height / {tall:.5f})"),
        "translate": alt.ExprRef("[width / 2, height / 2]"),
    }


def describe(world: World, view: View, painting: choropleth.Painting) -> str:
    """What the map shows, in words."""
    lang = view.lang
    legend = "; ".join(f"{i.label} {i.detail}".strip() for i in painting.legend)
    missing = ", ".join(painting.missing) or t("say.none", lang)
    return t(
        "map.alt",
        lang,
        headline=headline(world, view),
        legend=legend,
        missing=missing,
    )


def _provinces(
    world: World, painting: choropleth.Painting, view: View, tone: Tone, codes: list[str]
) -> list[Any]:
    """The painted provinces, those without a value outlined, and the chosen one's thick outline."""
    lang = view.lang
    shapes = alt.Data(
        url=f"app/static/{world.tables.topojson}",
        format=alt.TopoDataFormat(type="topojson", feature="provinces"),
    )
    rows = painting.rows[painting.rows["fill"].ne("") & painting.rows["code"].isin(codes)]
    table = world.measure(view.year, view.measure)
    sent = rows[["code", "rank", "group"]].assign(score=base.as_read(rows["score"]))
    keys, texts = ["name", "points", "place", "group_name"], {}
    if view.paint == "groups":
        colors = ",".join(f"'{color}'" for color in tone.groups)
        texts["fill"] = f"[{colors}][datum.group - 1]"
    else:
        sent["fill"] = rows["fill"]
    if view.paint == "change":
        sent["change"] = base.as_read(rows["change"])
        texts["change_text"] = decimal("datum.change", lang, sign=True)
        keys.append("change_text")
    fields = [c for c in sent.columns if c != "code"]
    click = alt.selection_point(name=SELECTION, fields=["code"], on="click", clear=False)
    tooltip = base.tooltip(lang, *keys)
    shape = alt.Chart()
    painted = (
        shape.transform_filter("isValid(datum.rank)")
        .mark_geoshape(stroke=tone.border, strokeWidth=0.7, cursor="pointer", clip=True, aria=True)
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
            fill=tone.missing,
            stroke=tone.muted,
            strokeDash=[3, 3],
            strokeWidth=1.1,
            aria=False,
            clip=True,
        )
        .encode(tooltip=tooltip)
    )
    own = shape.transform_filter(f"datum.code == '{view.province}'").mark_geoshape(
        filled=False, stroke=tone.accent, strokeWidth=3, aria=False, clip=True
    )
    own = own.encode(tooltip=tooltip)
    topology = (
        alt.layer(painted, empty, own, data=shapes)
        .transform_calculate(code="datum.id", name=f"datum.properties.{lang}")
        .transform_lookup(
            lookup="code", from_=alt.LookupData(data=records(sent), key="code", fields=fields)
        )
        .transform_calculate(**texts)
    )
    if len(codes) < len(world.provinces):
        topology = topology.transform_filter(alt.FieldOneOfPredicate("code", codes))
    why = say.no_score(world, lang, world.missing(view.year, view.measure))
    return [base.worded(topology, table, world, lang, why)]


def _archipelagos(world: World, view: View, tone: Tone, islets: bool = True) -> list[alt.Chart]:
    """Hoàng Sa and Trường Sa in named frames; with ``islets`` each island tells its name."""
    islands = insets.islands(world.tables.islands)
    names = insets.names(world.tables.islands, world.provinces, view.lang)
    names["text"] = [
        [name, f"({owner})"] for name, owner in zip(names["name"], names["owner"], strict=True)
    ]
    place = {"longitude": "lon:Q", "latitude": "lat:Q"}
    frame = (
        alt.Chart(records(insets.frames()))
        .mark_line(stroke=tone.muted, strokeWidth=1, opacity=0.7)
        .encode(**place, detail="archipelago:N", order="order:Q")
    )
    columns = ["lon", "lat", *(["name_vi"] if islets else [])]
    dots = (
        alt.Chart(records(islands[columns].round(2)))
        .mark_circle(size=26, color=tone.ink, opacity=0.85)
        .encode(**place)
    )
    if islets:
        dots = dots.encode(tooltip=[alt.Tooltip("name_vi:N", title=t("column.island", view.lang))])
    size = alt.ExprRef(_LABEL)
    label = (
        alt.Chart(records(names[["text", "lon", "lat"]]))
        .mark_text(baseline="bottom", dy=-21, lineHeight=17, fontSize=size, color=tone.ink)
        .encode(**place, text="text:N")
    )
    return [frame, dots, label]


def _own_label(world: World, view: View, tone: Tone) -> list[alt.Chart]:
    """The chosen province's name and rank, haloed so that it reads over any colour."""
    own = world.row(view.year, view.measure, view.province)
    spot = world.tables.labels.set_index("province").loc[view.province]
    name = world.name(view.province, view.lang)
    text = base.two_lines(name)
    if own is not None and view.paint == "change":
        text.append(_values(world, view).get(view.province, "–"))
    elif own is not None:
        text.append(say.place(world, own))
    published = view.paint == "change" and not world.is_merged(view.province)
    if own is not None and world.estimated and not published:
        text.append(t("estimate.word", view.lang))
    # Labels stand over the sea or the neighbours to the west, away from the province itself.
    west = spot["lon"] > 104.2
    label = alt.Chart(
        records(pd.DataFrame([{"lon": spot["lon"], "lat": spot["lat"], "text": text}]))
    ).encode(longitude="lon:Q", latitude="lat:Q", text="text:N")
    mark: dict[str, Any] = {
        "align": "right" if west else "left",
        "dx": -16 if west else 16,
        "dy": -24,
        "lineHeight": 18,
        "fontWeight": "bold",
        "fontSize": alt.ExprRef(f"1 + ({_LABEL})"),
    }
    halo = label.mark_text(
        **mark, stroke=tone.background, strokeWidth=4, strokeJoin="round", color=tone.background
    )
    return [halo, label.mark_text(**mark, color=tone.accent)]
