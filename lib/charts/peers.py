"""Against whom? The ladder of all provinces, ranks over the years, and a head-to-head."""

from typing import Any

import altair as alt
import pandas as pd

from lib import drawing, say, style, tables
from lib.charts import base
from lib.charts.dimensions import duel_table
from lib.figure import Figure, LegendItem, decimal, finish, records
from lib.measures.positions import TOTAL
from lib.style import TEXT, TONES, number, signed
from lib.text import t
from lib.view import View, peer_of, peers_of
from lib.world import World

_LADDER = 350  # px, height of the ladder


def ladder(world: World, view: View) -> Figure:
    """All provinces from last to first with their scores; the province and its peers named."""
    lang, tone = view.lang, TONES[view.theme]
    table = world.measure(view.year, view.measure)
    own = table[table["province"] == view.province].iloc[0]
    rows = base.dots(world, view, table)
    # Ties share a rank but not a place on the ladder.
    rows["step"] = range(len(rows), 0, -1)
    named_rows = rows["code"].isin([view.province, *peers_of(view, world)])
    rows["name_step"] = rows["step"].astype(float)
    rows.loc[named_rows, "name_step"] = _apart(rows.loc[named_rows, "step"].tolist(), 1.2)
    low, high = table["score"].min(), table["score"].max()
    span = high - low
    floor, roof = low - span * 0.08, high + span * 0.95
    # An upright name needs its length above its dot, in a drawing this tall.
    for row in rows[named_rows].itertuples():
        part = (drawing.length(world.name(row.code, lang), TEXT) + 50) / (_LADDER - 60)
        roof = max(roof, (row.score - part * floor) / (1 - part))

    sizes = [int((table["group"] == code).sum()) for code in say.GROUPS[::-1]]
    edges = [0.5 + sum(sizes[:k]) for k in range(len(sizes) + 1)]
    x_scale = alt.Scale(domain=[0.5, len(rows) + 0.5], nice=False)
    y_scale = alt.Scale(domain=[floor, roof], nice=False, zero=False)
    places = [1, *range(10, len(rows) + 1, 10)]
    x_axis = alt.Axis(
        values=[len(rows) + 1 - p for p in places],
        labelExpr=f"{len(rows) + 1} - datum.value",
        title=t("peers.ladder_axis", lang),
        grid=False,
    )
    bands = base.group_bands(edges, x_scale, x_axis, lang, tone)
    x = alt.X("step:Q", scale=x_scale)
    y = alt.Y(
        "score:Q",
        scale=y_scale,
        axis=base.score_axis(
            lang,
            1 if span < 4 else 0,
            grid=False,
            values=_ticks(low, high),
        ),
    )
    drawn = base.told(alt.Chart(base.lean(rows)), world, view, table, (200, 80, 50)).encode(
        x=x,
        color=base.kind_color(tone),
        tooltip=base.tooltip(lang, "name", "points", "place", "group_name"),
    )
    stems = drawn.mark_rule(strokeWidth=2, opacity=0.55).encode(
        y=alt.Y("score:Q", scale=y_scale), y2=alt.Y2(datum=floor)
    )
    points = drawn.mark_circle(opacity=1).encode(y=y, size=base.AREA)
    named = drawn.transform_filter("datum.kind != 'other'").encode(
        x=alt.X("name_step:Q", scale=x_scale), y=y
    )
    # Upright names fit between neighbouring ranks where a rank has the width of a line of text.
    label: dict[str, Any] = {"angle": 270, "align": "left", "baseline": "middle", "dx": 11}
    peer_names = (
        named.transform_filter(f"datum.kind == 'peer' && width >= {12 * len(rows)}")
        .mark_text(**label)
        .encode(text="name:N")
    )
    own_name = (
        named.transform_filter("datum.kind == 'own'")
        .mark_text(**label, fontWeight="bold")
        .encode(text="name:N")
    )
    chart = alt.layer(*bands, stems, points, peer_names, own_name).resolve_scale(
        color="independent"
    )

    name = world.name(view.province, lang)
    peers = [p for p in peers_of(view, world) if (table["province"] == p).any()]
    better = int(table[table["province"].isin(peers)]["score"].gt(own["score"]).sum())
    many = "none" if not better else "all" if better == len(peers) > 1 else "some"
    return Figure(
        name="peers.ladder",
        spec=finish(chart, tone, _LADDER),
        title=t(
            "peers.ladder_title" if view.measure == TOTAL else "peers.ladder_measure",
            lang,
            measure=say.measure(view, world, short=True),
            name=name,
            place=say.place(world, own),
            above=t(f"peers.ladder_{many}", lang, better=better, n=len(peers)),
        ),
        subtitle=say.subtitle(view, world, view.measure),
        alt=t(
            "peers.ladder_alt",
            lang,
            name=name,
            score=number(own["score"], 2, lang),
            place=say.place(world, own),
        ),
        table=tables.of_measure(world, view, view.measure),
        legend=base.kind_legend(world, view, tone),
    )


def ranks_among(world: World, view: View) -> pd.DataFrame:
    """Ranks within the province and its peers in every year that the measure was published.

    Returns:
        year, province, score, national (rank), scored (nationally), place (rank in the set),
        members (how many of the set were published that year), era (see ``positions``).
    """
    members = [view.province, *peers_of(view, world)]
    table = world.positions
    table = table[(table["measure"] == view.measure) & table["province"].isin(members)]
    by_year = table.groupby("year")["score"]
    return pd.DataFrame(
        {
            "year": table["year"],
            "province": table["province"],
            "score": table["score"],
            "national": table["rank"],
            "scored": table["scored"],
            "place": by_year.rank(method="min", ascending=False).astype(int),
            "members": by_year.transform("count"),
            "era": table["era"],
        }
    ).reset_index(drop=True)


def bump(world: World, view: View) -> Figure:
    """Rank among the chosen set over the years, broken where the method changed."""
    lang, tone = view.lang, TONES[view.theme]
    table = ranks_among(world, view)
    peers = set(peers_of(view, world))
    rows = table.assign(
        name=[world.name(p, lang) for p in table["province"]],
        kind=["own" if p == view.province else "peer" for p in table["province"]],
    )
    last = rows[rows["year"] == rows["year"].max()].copy()
    last["label"] = [
        f"{name}  {number(score, 2, lang)}"
        for name, score in zip(last["name"], last["score"], strict=True)
    ]
    years = sorted(rows["year"].unique().tolist())
    x_scale = base.roomy((34, 24), (200, 132), domain=[years[0] - 0.3, years[-1] + 0.1], zero=False)
    most = int(rows["place"].max())
    x_axis = base.year_axis(years)
    y_axis = alt.Axis(
        values=list(range(1, most + 1)),
        title=None,
        grid=False,
        domain=False,
        ticks=False,
        format="d",
        # Inside the drawing, where the scale leaves room for it.
        offset=alt.ExprRef(f"-({style.by_width(26, 20)})"),
    )
    x = alt.X("year:Q", scale=x_scale, axis=x_axis)
    y = alt.Y("place:Q", scale=alt.Scale(domain=[most + 0.6, 0.4], nice=False), axis=y_axis)
    hue = alt.Color(
        "kind:N",
        scale=alt.Scale(domain=["own", "peer"], range=[tone.accent, tone.other]),
        legend=None,
    )
    sent = rows[["year", "name", "score", "place", "members", "national", "scored", "era", "kind"]]
    drawn = (
        alt.Chart(records(sent))
        .transform_calculate(
            points=decimal("datum.score", lang),
            in_set="datum.place + '/' + datum.members",
            national_text="datum.national + '/' + datum.scored",
            year_text="toString(datum.year)",
            thread="datum.name + datum.era",
            layer="datum.kind == 'own' ? 1 : 0",
            area="datum.kind == 'own' ? 120 : 55",
            weight="datum.kind == 'own' ? 4 : 2",
        )
        .encode(x=x, y=y, color=hue)
    )
    lines = drawn.mark_line(interpolate="monotone").encode(
        detail="thread:N",
        strokeWidth=alt.StrokeWidth("weight:Q", scale=None, legend=None),
    )
    tip = [
        alt.Tooltip("name:N", title=t("column.province", lang)),
        alt.Tooltip("year_text:N", title=t("column.year", lang)),
        alt.Tooltip("points:N", title=t("column.score", lang)),
        alt.Tooltip("in_set:N", title=t("column.rank_in_set", lang)),
        alt.Tooltip("national_text:N", title=t("column.rank", lang)),
    ]
    points = drawn.mark_circle(opacity=1).encode(
        size=base.AREA,
        order="layer:Q",
        tooltip=tip,
    )
    ends = (
        alt.Chart(records(last[["year", "place", "label", "kind"]]))
        .mark_text(align="left", dx=12)
        .encode(
            x=x,
            y=y,
            text="label:N",
            color=alt.condition("datum.kind == 'own'", alt.value(tone.accent), alt.value(tone.ink)),
        )
    )
    layers = [lines, points, ends]
    starts = rows.groupby("era")["year"].min().sort_values().iloc[1:]
    if len(starts):
        gaps = pd.DataFrame({"year": starts.to_numpy() - 0.5})
        rule = alt.Chart(records(gaps)).mark_rule(color=tone.muted, strokeDash=[4, 4])
        layers.insert(0, rule.encode(x=alt.X("year:Q", scale=x_scale)))
    chart = alt.layer(*layers)

    own = rows[rows["kind"] == "own"].sort_values("year")
    name = world.name(view.province, lang)
    now = own[own["year"] == view.year].iloc[0]
    # Ranks before and after a new scale are not set against each other.
    era = own[own["era"] == now["era"]]
    return Figure(
        name="peers.bump",
        spec=finish(chart, tone, max(200, 33 * most)),
        title=t(
            "peers.bump_title",
            lang,
            name=name,
            place=now["place"],
            members=now["members"],
            year=view.year,
            start=era["year"].min(),
            best=era["place"].min(),
            worst=era["place"].max(),
        ),
        subtitle=t(
            "peers.bump_subtitle",
            lang,
            measure=say.inside(say.measure(view, world), lang),
            n=len(peers) + 1,
            last=years[-1],
        ),
        alt=t("peers.bump_alt", lang, name=name)
        + " "
        + "; ".join(f"{r.year}: {r.place}/{r.members}" for r in own.itertuples())
        + ".",
        table=pd.DataFrame(
            {
                t("column.year", lang): rows["year"],
                t("column.code", lang): rows["province"],
                t("column.province", lang): rows["name"],
                t("column.score", lang): rows["score"],
                t("column.rank_in_set", lang): rows["place"],
                t("column.members", lang): rows["members"],
                t("column.rank", lang): rows["national"],
                t("column.scored", lang): rows["scored"],
            }
        ),
        legend=(
            LegendItem(tone.accent, name),
            LegendItem(tone.other, say.peers(view, world)),
            *(
                LegendItem(tone.muted, t("peers.break", lang, year=year), dashed=True, mark="line")
                for year in starts
            ),
        ),
        source="source.series",
    )


def duel(world: World, view: View) -> Figure:
    """Two provinces over the dimensions: who leads where, and by how many points."""
    lang, tone = view.lang, TONES[view.theme]
    peer = peer_of(view, world)
    own = world.profile(view.year, view.province).set_index("measure")
    other = world.profile(view.year, peer).set_index("measure")
    dims = [d for d in world.dimensions(view.year) if d in own.index and d in other.index]
    rows = pd.DataFrame(
        {
            "row": [world.measure_name(d, lang, short=True) for d in dims],
            "own": [own.at[d, "score"] for d in dims],
            "peer": [other.at[d, "score"] for d in dims],
        }
    )
    rows["gap"] = (rows["own"] - rows["peer"]).round(6)
    rows["text"] = [signed(g, 2, lang) for g in rows["gap"]]
    rows["ahead"] = rows["gap"] > 0
    rows["own_text"] = [number(s, 2, lang) for s in rows["own"]]
    rows["peer_text"] = [number(s, 2, lang) for s in rows["peer"]]
    names = {"own": world.name(view.province, lang), "peer": world.name(peer, lang)}
    scores = rows[["own", "peer"]].to_numpy()
    low, high = float(scores.min()), float(scores.max())
    room = (190, 164)
    x_scale = base.roomy(room, (70, 56), domain=[low - 0.2, high + 0.2], zero=False)
    y = alt.Y("row:N", sort=rows["row"].tolist(), axis=None)
    tip = [
        alt.Tooltip("row:N", title=t("column.measure", lang)),
        alt.Tooltip("own_text:N", title=names["own"]),
        alt.Tooltip("peer_text:N", title=names["peer"]),
        alt.Tooltip("text:N", title=t("column.difference", lang)),
    ]
    drawn = alt.Chart(records(rows)).encode(y=y, tooltip=tip)
    x_axis = alt.Axis(
        labelExpr=decimal("datum.value", lang, 0),
        title=None,
        tickMinStep=1,
        values=list(range(1, 11)),
        grid=False,
    )
    bar = drawn.mark_rule(strokeWidth=4, opacity=0.35, color=tone.muted).encode(
        x=alt.X("own:Q", scale=x_scale, axis=x_axis), x2="peer:Q"
    )
    first = drawn.mark_circle(size=210, color=tone.accent, opacity=1).encode(
        x=alt.X("own:Q", scale=x_scale)
    )
    second = drawn.mark_circle(size=150, color=tone.second, opacity=1).encode(
        x=alt.X("peer:Q", scale=x_scale)
    )
    text = drawn.mark_text(align="right", fontWeight="bold").encode(
        x=alt.value("width"),
        text="text:N",
        color=alt.condition("datum.ahead", alt.value(tone.accent), alt.value(tone.second)),
    )
    row_names = base.row_names(rows, y, "row", room, tone)
    ahead = int(rows["ahead"].sum())
    total_gap = rows["gap"].sum()
    return Figure(
        name="peers.duel",
        spec=finish(alt.layer(bar, row_names, second, first, text), tone, 38 * max(len(dims), 1)),
        title=t(
            "peers.duel_title" if ahead else "peers.duel_none",
            lang,
            name=names["own"],
            peer=names["peer"],
            ahead=ahead,
            dims=len(dims),
            gap=number(abs(total_gap), 2, lang),
            way=t("say.more" if total_gap > 0 else "say.less", lang),
        ),
        subtitle=t("peers.duel_subtitle", lang, year=view.year, peer=names["peer"]),
        alt=t("peers.duel_alt", lang, name=names["own"], peer=names["peer"])
        + " "
        + "; ".join(f"{r.row} {r.own_text} – {r.peer_text}" for r in rows.itertuples())
        + ".",
        table=duel_table(world, view, peer),
        legend=(LegendItem(tone.accent, names["own"]), LegendItem(tone.second, names["peer"])),
    )


def _apart(places: list[int], gap: float, rounds: int = 200) -> list[float]:
    """Places on a line (descending) moved as little as it takes to be ``gap`` apart."""
    out = [float(p) for p in places]
    for _ in range(rounds):
        for i in range(len(out) - 1):
            short = gap - (out[i] - out[i + 1])
            if short > 1e-6:
                out[i] += short / 2
                out[i + 1] -= short / 2
    return out


def _ticks(low: float, high: float) -> list[float]:
    """Whole points (tenths where the range is small) between the lowest and the best score."""
    step = (
        1.0 if high - low >= 4 else 0.5 if high - low >= 1.5 else 0.2 if high - low > 0.6 else 0.1
    )
    first = int(low / step) + 1
    return [round(k * step, 2) for k in range(first, int(high / step) + 1)]
