"""In what? The profile over the dimensions, as a radar and as strips of all provinces."""

import math
from typing import Any

import altair as alt
import pandas as pd

from lib import say, style, tables
from lib.charts import base, overview
from lib.figure import Figure, LegendItem, finish, records
from lib.findings import brief
from lib.findings.overview import ordered
from lib.style import TONES, number
from lib.text import t
from lib.view import View, peer_of
from lib.world import World

_LINE = 18  # px
_SMALL = "width < 390"  # the radar is square and keeps its text size down to a phone
TELLING = 4  # sub-dimensions named as highest, and as lowest
LOWEST, HIGHEST = 1, 10  # points; the scale of a dimension
_RINGS = {"position": (0.25, 0.5, 0.75, 1.0), "points": (2.5, 5.0, 7.5, 10.0)}
_NAMED_RINGS = {"position": (0.5, 1.0), "points": (5.0, 10.0)}


def radar(world: World, view: View, height: int = 390) -> Figure:
    """The province and one peer over the dimensions, with the median province as a dashed ring."""
    lang, tone = view.lang, TONES[view.theme]
    dims = world.dimensions(view.year)
    peer = peer_of(view, world)
    own = world.profile(view.year, view.province).set_index("measure")
    other = world.profile(view.year, peer).set_index("measure")
    names = {"own": world.name(view.province, lang), "peer": world.name(peer, lang)}
    angles = {d: 2 * math.pi * i / len(dims) for i, d in enumerate(dims)}

    spokes = pd.DataFrame([_at(angles[d], 1.0) | {"id": d} for d in dims])
    rings = pd.DataFrame(
        [
            _at(angles[d], _radius(value, view.scale)) | {"ring": value, "i": i}
            for value in _RINGS[view.scale]
            for i, d in enumerate(dims)
        ]
    )
    lines = []
    for kind, profile in (("own", own), ("peer", other)):
        # Round to the first again; a dimension without a score breaks the line.
        for i, d in enumerate([*dims, dims[0]]):
            point: dict[str, object] = {
                "kind": kind,
                "area": {"peer": 45, "own": 110}[kind],
                "weight": {"peer": 2, "own": 3.5}[kind],
                "i": i,
                "name": names[kind],
                "measure": world.measure_name(d, lang),
                "x": None,
                "y": None,
            }
            if d in profile.index:
                row = profile.loc[d]
                point |= _at(angles[d], _radius(_value(row, view.scale), view.scale))
                point["points"] = number(row["score"], 2, lang)
                point["place"] = f"{row['rank']}/{row['scored']}"
            lines.append(point)
    shapes = pd.DataFrame(lines)
    year = world.year(view.year).drop_duplicates("measure").set_index("measure")
    median = pd.DataFrame(
        [
            _at(
                angles[d], 0.5 if view.scale == "position" else _radius(year.at[d, "q50"], "points")
            )
            | {"i": i}
            for i, d in enumerate(dims)
        ]
    )
    labels = [_label(world, view, d, angles[d], own) for d in dims]
    scale_text = pd.DataFrame(
        [
            _at(math.pi / len(dims), _radius(value, view.scale) * math.cos(math.pi / len(dims)))
            | {"text": _ring_name(value, view.scale, lang)}
            for value in _NAMED_RINGS[view.scale]
        ]
    )

    x, y = _axes()
    grid = (
        alt.Chart(records(rings))
        .mark_line(interpolate="linear-closed", stroke=tone.grid, strokeWidth=1)
        .encode(x=x, y=y, detail="ring:N", order="i:Q")
    )
    rays = (
        alt.Chart(records(spokes))
        .mark_rule(stroke=tone.grid)
        .encode(x=x, y=y, x2=alt.datum(0), y2=alt.datum(0))
    )
    ring = (
        alt.Chart(records(median))
        .mark_line(interpolate="linear-closed", stroke=tone.muted, strokeWidth=2, strokeDash=[5, 4])
        .encode(x=x, y=y, order="i:Q")
    )
    color = alt.Color(
        "kind:N",
        scale=alt.Scale(domain=["peer", "own"], range=[tone.second, tone.accent]),
        legend=None,
    )
    drawn = alt.Chart(records(shapes)).encode(x=x, y=y, color=color)
    outline = drawn.mark_line(strokeJoin="round", strokeCap="round").encode(
        order="i:Q",
        detail="kind:N",
        strokeWidth=alt.StrokeWidth("weight:Q", scale=None, legend=None),
    )
    dots = drawn.mark_circle(opacity=1).encode(
        size=base.AREA,
        tooltip=base.tooltip(lang, "name", "measure", "points", "place"),
    )
    texts = [
        alt.Chart(records(pd.DataFrame([{k: label[k] for k in ("x", "y", "text")}])))
        .mark_text(
            align=label["align"],
            baseline="middle",
            lineHeight=_LINE,
            dy=label["dy"],
            color=tone.ink,
            fontSize=alt.ExprRef(f"{_SMALL} ? {style.TEXT_NARROW} : {style.TEXT}"),
        )
        .encode(x=x, y=y, text="text:N")
        for label in labels
    ]
    ring_name = alt.Chart(records(scale_text)).encode(x=x, y=y, text="text:N")
    size = alt.ExprRef(f"{_SMALL} ? 12 : {style.TEXT}")
    ticks = alt.layer(
        ring_name.mark_text(
            fontSize=size, color=tone.background, stroke=tone.background, strokeWidth=4
        ),
        ring_name.mark_text(fontSize=size, color=tone.muted),
    )
    chart = alt.layer(grid, rays, ticks, ring, outline, dots, *texts)

    best = own.loc[own["share"].idxmax()]
    worst = own.loc[own["share"].idxmin()]
    ahead = [
        d
        for d in dims
        if d in own.index and d in other.index and own.at[d, "score"] > other.at[d, "score"]
    ]
    if view.scale == "position":
        title = t(
            "dimensions.radar_position",
            lang,
            name=names["own"],
            best=world.measure_name(str(best.name), lang, short=True),
            best_rank=best["rank"],
            worst=world.measure_name(str(worst.name), lang, short=True),
            worst_rank=worst["rank"],
        )
    else:
        title = t(
            "dimensions.radar_points",
            lang,
            name=names["own"],
            peer=names["peer"],
            ahead=len(ahead),
            dims=len(dims),
        )
    return Figure(
        name="dimensions.radar",
        spec=finish(chart, tone, height),
        title=title,
        subtitle=t(
            f"dimensions.radar_subtitle_{view.scale}", lang, year=view.year, scored=best["scored"]
        ),
        alt=t("dimensions.radar_alt", lang, name=names["own"], peer=names["peer"])
        + " "
        + "; ".join(
            f"{world.measure_name(d, lang, short=True)}: "
            f"{number(own.at[d, 'score'], 2, lang)}, {say.rank(own.loc[d], lang)}"
            for d in own.index
        )
        + ".",
        table=duel_table(world, view, peer),
        legend=(
            LegendItem(tone.accent, names["own"]),
            LegendItem(tone.second, names["peer"]),
            LegendItem(tone.muted, t("dimensions.median", lang), dashed=True),
        ),
    )


def strip(world: World, view: View) -> Figure:
    """All provinces in every dimension, from the lowest to the best, the province labelled."""
    lang, tone = view.lang, TONES[view.theme]
    own = world.profile(view.year, view.province).sort_values("share", ascending=False)
    order = own["measure"].tolist()
    year = world.year(view.year)
    year = year[year["measure"].isin(order)]
    parts, bands = [], []
    for measure in order:
        table = world.measure(view.year, measure)
        low, high = table["score"].min(), table["score"].max()

        def along(value: Any, low: float = low, high: float = high) -> Any:
            return (value - low) / (high - low)

        dots = base.dots(world, view, table)
        scores = table["score"].to_numpy()
        dots["along"] = along(scores).round(3)
        dots["lift"] = base.bee_swarm(
            scores, table["province"].eq(view.province).to_numpy(), step=6.0
        ).clip(-12, 12)
        parts.append(dots.assign(row=measure))
        first = table.iloc[0]
        bands.append(
            {
                "row": measure,
                "name": world.measure_name(measure, lang, short=True),
                "from": along(first["q25"]),
                "to": along(first["q75"]),
                "middle": along(first["q50"]),
            }
        )
    dots = pd.concat(parts, ignore_index=True)
    marks = pd.DataFrame(bands)
    ends = dots[dots["code"] == view.province].copy()
    ends["points"] = [number(s, 2, lang) for s in ends["score"]]
    ends["brief"] = ends["points"] + " · " + ends["rank"].astype(str)
    ends["text"] = [
        t("dimensions.strip_end", lang, points=p, rank=r)
        for p, r in zip(ends["points"], ends["rank"], strict=True)
    ]

    room = (190, 164)
    x_scale = base.roomy(room, (126, 80), domain=[-0.03, 1.03])
    y = alt.Y("row:N", sort=order, axis=None)
    band = (
        alt.Chart(records(marks))
        .mark_bar(height=26, color=tone.band, cornerRadius=3)
        .encode(x=alt.X("from:Q", scale=x_scale, axis=None), x2="to:Q", y=y)
    )
    tick = (
        alt.Chart(records(marks))
        .mark_tick(color=tone.muted, thickness=2.5, size=30)
        .encode(x=alt.X("middle:Q", scale=x_scale, axis=None), y=y)
    )
    points = (
        base.told(alt.Chart(base.lean(dots)), world, view, year, (230, 62, 42))
        .mark_circle(opacity=1)
        .encode(
            x=alt.X("along:Q", scale=x_scale, axis=None),
            y=y,
            yOffset=alt.YOffset("lift:Q", scale=alt.Scale(domain=[-22, 22])),
            color=base.kind_color(tone),
            size=base.AREA,
            order="layer:Q",
            tooltip=base.tooltip(lang, "name", "points", "place", "group_name"),
        )
    )
    text = (
        alt.Chart(records(ends[["row", "text", "brief"]]))
        .transform_calculate(label=style.by_width("datum.text", "datum.brief"))
        .mark_text(align="left", dx=10, color=tone.accent, fontWeight="bold")
        .encode(
            x=alt.X(datum=1.03, type="quantitative", scale=x_scale, axis=None), y=y, text="label:N"
        )
    )
    names = base.row_names(marks, y, "name", room, tone)
    chart = alt.layer(band, tick, names, points, text).resolve_scale(yOffset="independent")

    weak = own[own["group"] == 4]
    strong = own[own["group"] == 1]
    name = world.name(view.province, lang)

    def named(table: pd.DataFrame) -> str:
        return say.listing(
            [world.measure_name(m, lang, short=True) for m in table["measure"]], lang
        )

    if len(weak) and len(strong):
        title = t("dimensions.strip_both", lang, name=name, strong=named(strong), weak=len(weak))
    elif len(weak):
        title = t("dimensions.strip_weak", lang, name=name, weak=len(weak), dims=len(own))
    elif len(strong):
        title = t("dimensions.strip_strong", lang, name=name, strong=len(strong), dims=len(own))
    else:
        title = t("dimensions.strip_middle", lang, name=name, dims=len(own))
    return Figure(
        name="dimensions.strip",
        spec=finish(chart, tone, 50 * len(order)),
        title=title,
        subtitle=t("dimensions.strip_subtitle", lang, year=view.year, scored=own.iloc[0]["scored"]),
        alt=t("dimensions.strip_alt", lang, name=name)
        + " "
        + "; ".join(
            f"{world.measure_name(r['row'], lang, short=True)}: {r['points']}, {say.rank(r, lang)}"
            for _, r in ends.iterrows()
        )
        + ".",
        table=tables.of_province(world, view, world.dimensions(view.year)),
        legend=(
            *base.kind_legend(world, view, tone),
            LegendItem(tone.band, t("dimensions.middle_half", lang)),
            LegendItem(tone.muted, t("dimensions.median", lang), dashed=True),
        ),
    )


def telling(world: World, view: View) -> Figure:
    """The sub-dimensions in which the province stands highest and lowest."""
    lang = view.lang
    subs = [s for d in world.dimensions(view.year) for s in world.subs(view.year, d)]
    rows = ordered(world, view, subs)
    n = min(TELLING, len(rows) // 2)
    rows = pd.concat([rows.head(n), rows.tail(n)])
    told = "; ".join(
        f"{world.measure_name(r['measure'], lang)}: {r['rank']}/{r['scored']}"
        for _, r in rows.iterrows()
    )
    return Figure(
        name="dimensions.telling",
        spec=overview.places(world, view, rows, weakest=n, room=(400, 236)),
        title=brief.extremes(world, view),
        subtitle=t("dimensions.telling_subtitle", lang, year=view.year, n=n),
        alt=t("overview.profile_alt", lang, name=world.name(view.province, lang), places=told),
        table=tables.of_province(world, view, rows["measure"].tolist()),
    )


def duel_table(world: World, view: View, peer: str) -> pd.DataFrame:
    """The province and one peer over the dimensions: scores, ranks, difference (points)."""
    lang = view.lang
    own = world.profile(view.year, view.province).set_index("measure")
    other = world.profile(view.year, peer).set_index("measure")
    dims = [d for d in world.dimensions(view.year) if d in own.index or d in other.index]
    own, other = own.reindex(dims), other.reindex(dims)
    first, second = world.name(view.province, lang), world.name(peer, lang)
    score, rank = t("column.score", lang), t("column.rank", lang)
    return pd.DataFrame(
        {
            t("column.code", lang): dims,
            t("column.measure", lang): [world.measure_name(d, lang) for d in dims],
            f"{score}: {first}": own["score"].to_numpy(),
            f"{score}: {second}": other["score"].to_numpy(),
            t("column.difference", lang): (own["score"] - other["score"]).round(6).to_numpy(),
            f"{rank}: {first}": own["rank"].astype("Int64").to_numpy(),
            f"{rank}: {second}": other["rank"].astype("Int64").to_numpy(),
        }
    )


def _value(row: pd.Series, scale: str) -> float:
    return float(row["share"] if scale == "position" else row["score"])


def _radius(value: float, scale: str) -> float:
    """0 at the centre, 1 at the rim."""
    return value if scale == "position" else (value - LOWEST) / (HIGHEST - LOWEST)


def _at(angle: float, radius: float) -> dict[str, float]:
    """Clockwise from the top."""
    return {"x": radius * math.sin(angle), "y": radius * math.cos(angle)}


def _ring_name(value: float, scale: str, lang: str) -> str:
    return f"{value:.0%}" if scale == "position" else number(value, 1, lang)


def _label(
    world: World, view: View, dimension: str, angle: float, own: pd.DataFrame
) -> dict[str, Any]:
    """A spoke's label: the name on two lines, then the rank or the points."""
    lang = view.lang
    lines = base.two_lines(world.measure_name(dimension, lang, short=True))
    if dimension in own.index:
        row = own.loc[dimension]
        lines.append(
            say.rank(row, lang)
            if view.scale == "position"
            else t("say.score", lang, n=number(row["score"], 2, lang))
        )
    side, up = math.sin(angle), math.cos(angle)
    return _at(angle, 1.06) | {
        "text": lines,
        "align": "center" if abs(side) < 0.2 else "left" if side > 0 else "right",
        # Text grows downward from its first line: lift it by as much as the spoke points up.
        "dy": -_LINE * (len(lines) - 1) * (1 + up) / 2 - 12 * up,
    }


def _axes() -> tuple[alt.X, alt.Y]:
    """x and y with the same units, the circle as large as its labels allow."""
    radius = f"min(height / 2 - 68, width / 2 - ({_SMALL} ? 82 : 98))"
    x_limit, y_limit = f"width / 2 / {radius}", f"height / 2 / {radius}"
    return (
        alt.X(
            "x:Q",
            axis=None,
            scale=alt.Scale(
                domainMin=alt.ExprRef(f"-({x_limit})"), domainMax=alt.ExprRef(x_limit), nice=False
            ),
        ),
        alt.Y(
            "y:Q",
            axis=None,
            scale=alt.Scale(
                domainMin=alt.ExprRef(f"-({y_limit})"), domainMax=alt.ExprRef(y_limit), nice=False
            ),
        ),
    )
