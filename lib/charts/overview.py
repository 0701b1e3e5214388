"""Where does the province stand? All provinces on one line, and its place in every dimension."""

from dataclasses import replace
from typing import Any

import altair as alt
import pandas as pd

from lib import say, style, tables
from lib.charts import base, map
from lib.figure import Figure, finish, records
from lib.measures.positions import TOTAL
from lib.style import TONES, number
from lib.text import t
from lib.view import View
from lib.world import World


def strip(world: World, view: View) -> Figure:
    """Every province as a dot on the total score, over the four groups; the province labelled."""
    lang, tone = view.lang, TONES[view.theme]
    table = world.measure(view.year, TOTAL)
    own = table[table["province"] == view.province].iloc[0]
    name = world.name(view.province, lang)

    dots = base.dots(world, view, table)
    dots["y"] = base.bee_swarm(dots["score"].to_numpy(), dots["kind"].eq("own").to_numpy())
    low, high = table["score"].min(), table["score"].max()
    pad = (high - low) * 0.03
    edges = [low - pad, own["q25"], own["q50"], own["q75"], high + pad]
    x_scale = alt.Scale(domain=[edges[0], edges[-1]], nice=False, zero=False)
    axis = base.score_axis(lang, grid=False, tickCount=7)
    bands = base.group_bands(edges, x_scale, axis, lang, tone)
    place = base.described(alt.Chart(records(dots)), lang).encode(
        x=alt.X("score:Q", scale=x_scale),
        y=alt.Y("y:Q", scale=alt.Scale(domain=[-1.0, 2.6]), axis=None),
        tooltip=base.tooltip(lang, "name", "points", "place", "group_name"),
    )
    points = place.mark_circle(opacity=1).encode(
        color=base.kind_color(tone), size=base.AREA, order="layer:Q"
    )
    # The label stands above the swarm, joined to its dot, and turns inward near the ends.
    own_share = (own["score"] - low) / (high - low) if high > low else 0.5
    align: Any = "left" if own_share < 0.12 else "right" if own_share > 0.88 else "center"
    mine = dots[dots["kind"] == "own"].assign(top=1.15)
    mine["label"] = name + " " + number(own["score"], 2, lang)
    pointed = alt.Chart(records(mine)).encode(x=alt.X("score:Q", scale=x_scale))
    y_scale = alt.Scale(domain=[-1.0, 2.6])
    line = pointed.mark_rule(color=tone.accent, strokeWidth=1.5).encode(
        y=alt.Y("y:Q", scale=y_scale, axis=None), y2="top:Q"
    )
    label = pointed.mark_text(
        align=align, baseline="bottom", dy=-2, fontWeight="bold", color=tone.accent
    ).encode(y=alt.Y("top:Q", scale=y_scale, axis=None), text="label:N")
    chart = alt.layer(*bands, line, points, label).resolve_scale(color="independent")

    near = say.near(own, lang)
    below = int((table["score"] < own["score"]).sum())
    return Figure(
        name="overview.strip",
        spec=finish(chart, tone, 180),
        title=t("overview.strip_near", lang, name=name, near=near)
        if near
        else t("overview.strip_below", lang, name=name, below=below, scored=own["scored"]),
        subtitle=say.subtitle(view, world, TOTAL),
        alt=t(
            "overview.strip_alt",
            lang,
            name=name,
            score=number(own["score"], 2, lang),
            rank=own["rank"],
            scored=own["scored"],
            low=number(low, 2, lang),
            high=number(high, 2, lang),
            median=number(own["q50"], 2, lang),
        ),
        table=tables.of_measure(world, view, TOTAL),
        legend=base.kind_legend(world, view, tone),
    )


def country(world: World, view: View) -> Figure:
    """The national map of the total, with what it says of the province's region."""
    total = replace(view, measure=TOTAL, paint=View.paint)
    table = world.measure(view.year, TOTAL)
    home = world.provinces.at[view.province, "region"]
    region = table[table["region"] == home]
    title = t(
        "overview.map_title",
        view.lang,
        lower=int((region["group"] > 2).sum()),
        n=len(region),
        region=world.region_name(view.province, view.lang, short=True),
    )
    subtitle = t(
        "overview.map_subtitle",
        view.lang,
        year=view.year,
        coverage=say.coverage(view, world, TOTAL),
    )
    figure = map.national(world, total, height=385)
    return replace(figure, name="overview.country", title=title, subtitle=subtitle)


def profile(world: World, view: View) -> Figure:
    """The province's place among the provinces in every dimension, best place first."""
    lang, tone = view.lang, TONES[view.theme]
    own = world.profile(view.year, view.province).sort_values("share", ascending=False)
    rows = base.dots(world, view, own)
    rows["name"] = [world.measure_name(m, lang, short=True) for m in own["measure"]]
    rows["share"] = own["share"].to_numpy()
    # The best and the two weakest carry the message.
    rows["telling"] = [i == 0 or i >= len(rows) - 2 for i in range(len(rows))]
    tracks = pd.DataFrame(
        [
            {"name": name, "from": start, "to": start + 0.25, "group": group}
            for name in rows["name"]
            for group, start in ((4, 0.0), (3, 0.25), (2, 0.5), (1, 0.75))
        ]
    )
    room = (190, 164)
    x_scale = base.roomy(room, (62, 52), domain=[0, 1])
    header = "\u00a0"  # a first row without a name holds those of the four segments
    y = alt.Y(
        "name:N", scale=alt.Scale(domain=[header, *rows["name"]], paddingInner=0.1), axis=None
    )
    segments = pd.DataFrame(
        [
            {"name": header, "at": (4 - g) / 4 + 0.125, "text": t(f"group.brief_{g}", lang)}
            for g in say.GROUPS
        ]
    ).assign(end=[True, False, False, True])
    segment = (
        alt.Chart(records(segments))
        .transform_filter(f"width >= {style.NARROW} || datum.end")
        .mark_text(color=tone.muted, baseline="middle")
        .encode(x=alt.X("at:Q", scale=x_scale, axis=None), y=y, text="text:N")
    )
    track = (
        alt.Chart(records(tracks))
        .mark_bar(height=8)
        .encode(
            x=alt.X("from:Q", scale=x_scale, axis=None),
            x2="to:Q",
            y=y,
            color=base.group_color(tone),
        )
    )
    drawn = base.described(alt.Chart(records(rows)), lang).encode(
        y=y, tooltip=base.tooltip(lang, "name", "points", "place", "group_name")
    )
    dot = drawn.mark_circle(
        size=230, color=tone.accent, opacity=1, stroke=tone.background, strokeWidth=1.5
    ).encode(x=alt.X("share:Q", scale=x_scale, axis=None))
    place = drawn.mark_text(align="left", dx=14, fontWeight="bold").encode(
        x=alt.X(datum=1, type="quantitative", scale=x_scale, axis=None),
        text="place:N",
        color=alt.condition("datum.telling", alt.value(tone.accent), alt.value(tone.muted)),
    )
    names = base.row_names(rows, y, "name", room, tone)
    chart = alt.layer(track, segment, names, dot, place).resolve_scale(color="independent")

    best, worst = own.iloc[0], own.iloc[-1]
    places = "; ".join(f"{r['name']}: {r['rank']}/{r['scored']}" for _, r in rows.iterrows())
    return Figure(
        name="overview.profile",
        spec=finish(chart, tone, 29 * (len(rows) + 1)),
        title=t(
            "overview.profile_title",
            lang,
            best=say.short_measure(world, best["measure"], lang),
            best_rank=best["rank"],
            worst=say.short_measure(world, worst["measure"], lang),
            worst_rank=worst["rank"],
        ),
        subtitle=t("overview.profile_subtitle", lang, year=view.year, scored=best["scored"]),
        alt=t("overview.profile_alt", lang, name=world.name(view.province, lang), places=places),
        table=tables.of_province(world, view, world.dimensions(view.year)),
    )
