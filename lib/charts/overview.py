"""Where does the province stand? All provinces on one line, and its place in every dimension."""

from dataclasses import replace
from typing import Any

import altair as alt
import pandas as pd

from lib import drawing, say, style, tables
from lib.charts import base, map
from lib.figure import Figure, finish
from lib.findings import overview as findings
from lib.measures.positions import TOTAL
from lib.style import TONES, number
from lib.text import t
from lib.view import View
from lib.world import World

_LINE, _ONE_LINE = 18, 44  # px; characters of a name that are not broken
_LABEL_AT = 1.15  # above the highest dots of the strip


def strip(world: World, view: View) -> Figure:
    """Every province as a dot on the total score, over the four groups; the province labelled."""
    lang, tone = view.lang, TONES[view.theme]
    table = world.measure(view.year, TOTAL)
    own = table[table["province"] == view.province].iloc[0]
    name = world.name(view.province, lang)

    dots = base.dots(world, view, table)
    dots["y"] = base.bee_swarm(
        table["score"].to_numpy(), table["province"].eq(view.province).to_numpy()
    )
    low, high = table["score"].min(), table["score"].max()
    pad = (high - low) * 0.03
    edges = [low - pad, own["q25"], own["q50"], own["q75"], high + pad]
    x_scale = alt.Scale(domain=[round(edges[0], 3), round(edges[-1], 3)], nice=False, zero=False)
    y_scale = alt.Scale(domain=[-1.0, 2.6])
    axis = base.score_axis(lang, grid=False, tickCount=7)
    bands = base.group_bands(edges, x_scale, axis, lang, tone)
    place = base.told(alt.Chart(base.lean(dots)), world, view, table).encode(
        x=alt.X("score:Q", scale=x_scale)
    )
    points = place.mark_circle(opacity=1).encode(
        y=alt.Y("y:Q", scale=y_scale, axis=None),
        color=base.kind_color(tone),
        size=base.AREA,
        order="layer:Q",
        tooltip=base.tooltip(lang, "name", "points", "place", "group_name"),
    )
    # The label stands above the swarm, joined to its dot, and turns inward near the ends.
    own_share = (own["score"] - low) / (high - low) if high > low else 0.5
    align: Any = "left" if own_share < 0.12 else "right" if own_share > 0.88 else "center"
    pointed = place.transform_filter("datum.kind == 'own'")
    line = pointed.mark_rule(color=tone.accent, strokeWidth=1.5).encode(
        y=alt.Y("y:Q", scale=y_scale, axis=None), y2=alt.Y2(datum=_LABEL_AT)
    )
    label = (
        pointed.transform_calculate(label="datum.name + ' ' + datum.points")
        .mark_text(align=align, baseline="bottom", dy=-2, fontWeight="bold", color=tone.accent)
        .encode(
            y=alt.Y(datum=_LABEL_AT, type="quantitative", scale=y_scale, axis=None), text="label:N"
        )
    )
    chart = alt.layer(*bands, line, points, label).resolve_scale(color="independent")

    near = say.near(own, lang)
    below = int((table["score"] < own["score"]).sum())
    end = "first" if own["rank"] == 1 else "last" if not below else "below"
    return Figure(
        name="overview.strip",
        spec=finish(chart, tone, 180),
        title=t("overview.strip_near", lang, name=name, near=near)
        if near
        else t(f"overview.strip_{end}", lang, name=name, below=below, scored=own["scored"]),
        subtitle=say.subtitle(view, world, TOTAL),
        alt=t(
            "overview.strip_alt",
            lang,
            name=name,
            score=number(own["score"], 2, lang),
            place=say.place(world, own),
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
    subtitle = t(
        "overview.map_subtitle",
        view.lang,
        year=view.year,
        coverage=say.coverage(view, world, TOTAL),
    )
    figure = map.national(world, total, height=385, islets=False)
    title = findings.region_groups(world, view)
    return replace(figure, name="overview.country", title=title, subtitle=subtitle)


def profile(world: World, view: View) -> Figure:
    """The province's place among the provinces in every dimension, best place first."""
    lang = view.lang
    own = world.profile(view.year, view.province).sort_values("share", ascending=False)
    told = "; ".join(
        f"{world.measure_name(r['measure'], lang, short=True)}: {r['rank']}/{r['scored']}"
        for _, r in own.iterrows()
    )
    return Figure(
        name="overview.profile",
        spec=places(world, view, own),
        title=findings.profile_title(world, view),
        subtitle=t("overview.profile_subtitle", lang, year=view.year, scored=own.iloc[0]["scored"]),
        alt=t("overview.profile_alt", lang, name=world.name(view.province, lang), places=told),
        table=tables.of_province(world, view, world.dimensions(view.year)),
    )


def places(
    world: World,
    view: View,
    own: pd.DataFrame,
    weakest: int = 2,
    room: tuple[int, int] = (190, 164),
) -> dict[str, Any]:
    """The spec of a province's places: a row a measure, over the four groups.

    Args:
        own: the province's positions in measures of one year, in the order of drawing.
        weakest: how many of the last rows carry the message, beside the first.
        room: px for the names (on a screen, on a phone); those of sub-dimensions take two lines.
    """
    lang, tone = view.lang, TONES[view.theme]
    rows = own[["rank", "scored", "group"]].reset_index(drop=True)
    rows["score"] = base.as_read(own["score"])
    rows["name"] = [world.measure_name(m, lang, short=True) for m in own["measure"]]
    if own["measure"].str.contains(".", regex=False).any():
        names = [f"{c} {n}" for c, n in zip(own["measure"], rows["name"], strict=True)]
        rows["name"] = [base.two_lines(n) if len(n) > _ONE_LINE else [n] for n in names]
    # On a screen every name that has the room stands on one line.
    whole = [n if isinstance(n, str) else " ".join(n) for n in rows["name"]]
    rows["fits"] = [drawing.length(n, style.TEXT) <= room[0] - 14 for n in whole]
    rows["share"] = own["share"].round(4).to_numpy()
    rows["row"] = range(1, len(rows) + 1)
    telling = f"datum.row == 1 || datum.row > {len(rows) - weakest}"
    x_scale = base.roomy(room, (62, 52), domain=[0, 1])
    # Row 0 holds the names of the four segments.
    y_scale = alt.Scale(domain=list(range(len(rows) + 1)), paddingInner=0.1)
    y = alt.Y("row:O", scale=y_scale, axis=None)
    segment = base.segment_names(x_scale, y, lang, tone)
    drawn = base.worded(alt.Chart(base.lean(rows)), own, world, lang).encode(y=y)
    track = base.segment_track(drawn, x_scale, tone)
    one = f"isArray(datum.name) && datum.fits && width >= {style.NARROW}"
    names = (
        drawn.transform_calculate(told=f"{one} ? join(datum.name, ' ') : datum.name")
        .mark_text(
            align="right",
            baseline="middle",
            dx=-14,
            # Two lines begin half a line higher.
            dy=alt.ExprRef(f"isArray(datum.told) ? {_LINE / 2} * (1 - length(datum.told)) : 0"),
            lineHeight=_LINE,
            color=tone.ink,
        )
        .encode(x=alt.value(alt.expr(style.by_width(*room))), text="told:N")
    )
    tooltip = base.tooltip(lang, "name", "points", "place", "group_name")
    dot = drawn.mark_circle(
        size=230, color=tone.accent, opacity=1, stroke=tone.background, strokeWidth=1.5
    ).encode(x=alt.X("share:Q", scale=x_scale, axis=None), tooltip=tooltip)
    place = drawn.mark_text(align="left", dx=14, fontWeight="bold").encode(
        x=alt.X(datum=1, type="quantitative", scale=x_scale, axis=None),
        text="place:N",
        color=alt.condition(telling, alt.value(tone.accent), alt.value(tone.muted)),
        tooltip=tooltip,
    )
    chart = alt.layer(segment, track, names, dot, place).resolve_scale(color="independent")
    return finish(chart, tone, 29 * (len(rows) + 1))
