"""And the new province? Its members side by side, who can learn what, all 23 mergers in a row."""

import altair as alt
import pandas as pd

from lib import say, style, tables
from lib.charts import base
from lib.figure import Figure, LegendItem, finish, records
from lib.findings import merged as findings
from lib.measures.positions import TOTAL
from lib.style import TONES, Tone, number
from lib.text import t
from lib.view import View
from lib.world import World

_LESSONS = 6  # sub-dimensions on either side
_READ = 0.005  # points; less reads as none
_PX = 44  # for one member's rank at the right
_NARROW = 400  # px; half a projector is wider than that and keeps its text size


def profile(world: World, view: View) -> Figure:
    """The members' places among the 63 in every dimension, the widest distance first."""
    lang, tone = view.lang, TONES[view.theme]
    codes, colors = member_colors(world, view, tone)
    _require(world, view)
    side, order = by_distance(world, view)
    names = {c: world.member_name(c, lang) for c in codes}
    rows = side.assign(
        row=side["measure"].map({m: i for i, m in enumerate(order, start=1)}),
        name=side["measure"].map({m: world.measure_name(m, lang, short=True) for m in order}),
        member=side["province"].map(names),
        points=[number(s, 2, lang) for s in side["score"]],
        place=[f"{r}/{n}" for r, n in zip(side["rank"], side["scored"], strict=True)],
        group_name=[say.group(g, lang) for g in side["group"]],
        share=side["share"].round(4),
        code=side["province"],
    )
    room, right = (190, 164), (14 + _PX * len(codes), 10 + 32 * len(codes))
    x_scale = base.roomy(room, right, domain=[0, 1])
    y_scale = alt.Scale(domain=list(range(len(order) + 1)), paddingInner=0.1)
    y = alt.Y("row:O", scale=y_scale, axis=None)
    hue = alt.Color(
        "code:N", scale=alt.Scale(domain=codes, range=[colors[c] for c in codes]), legend=None
    )
    segment = base.segment_names(x_scale, y, lang, tone)
    once = rows.drop_duplicates("measure")
    track = base.segment_track(alt.Chart(records(once[["row"]])).encode(y=y), x_scale, tone)
    sent = rows[["row", "name", "code", "member", "share", "rank", "points", "place", "group_name"]]
    drawn = alt.Chart(records(sent)).encode(
        y=y,
        tooltip=[
            alt.Tooltip("member:N", title=t("column.province", lang)),
            alt.Tooltip("name:N", title=t("column.measure", lang)),
            *base.tooltip(lang, "points", "place", "group_name"),
        ],
    )
    joined = (
        alt.Chart(records(sent[["row", "share"]]))
        .transform_aggregate(low="min(share)", high="max(share)", groupby=["row"])
        .mark_rule(strokeWidth=2, color=tone.ink, opacity=0.7)
        .encode(x=alt.X("low:Q", scale=x_scale, axis=None), x2="high:Q", y=y)
    )
    dots = drawn.mark_circle(size=230, opacity=1, stroke=tone.background, strokeWidth=1.5).encode(
        x=alt.X("share:Q", scale=x_scale, axis=None), color=hue
    )
    ranks = [
        drawn.transform_filter(f"datum.code == '{code}'")
        .mark_text(align="right", fontWeight="bold", color=colors[code])
        .encode(
            x=alt.value(
                alt.expr(f"width - {len(codes) - 1 - i} * ({style.by_width(_PX, 32)}) - 2")
            ),
            text="rank:N",
        )
        for i, code in enumerate(codes)
    ]
    labels = base.row_names(once, y, "name", room, tone)
    chart = alt.layer(segment, track, labels, joined, dots, *ranks).resolve_scale(
        color="independent"
    )
    first = rows[rows["measure"] == order[0]].sort_values("rank")
    return Figure(
        name="merged.profile",
        spec=finish(chart, tone, 30 * (len(order) + 1)),
        title=t(
            "merged.profile_title",
            lang,
            measure=say.short_measure(world, order[0], lang),
            best=first.iloc[0]["member"],
            best_rank=first.iloc[0]["rank"],
            worst=first.iloc[-1]["member"],
            worst_rank=first.iloc[-1]["rank"],
        ),
        subtitle=t(
            "merged.profile_subtitle",
            lang,
            year=view.year,
            scored=int(rows["scored"].max()),
        ),
        alt=t("merged.profile_alt", lang)
        + " "
        + "; ".join(
            f"{r.name}: "
            + ", ".join(
                f"{m.member} {m.place}" for m in rows[rows["measure"] == r.measure].itertuples()
            )
            for r in once.sort_values("row").itertuples(index=False)
        )
        + ".",
        table=tables.of_members(world, view, world.dimensions(view.year)),
        legend=tuple(LegendItem(colors[c], names[c]) for c in codes),
    )


def learn(world: World, view: View) -> Figure:
    """Where the chosen member is behind the best other one and where it is ahead, in points."""
    lang, tone = view.lang, TONES[view.theme]
    codes, colors = member_colors(world, view, tone)
    side = findings.side_by_side(world, view)
    wide = side[side["measure"].str.contains(".", regex=False)].pivot(
        index="measure", columns="province", values="score"
    )
    _require(world, view)
    own, others = codes[0], codes[1:]
    wide = wide[wide[own].notna() & wide[others].notna().any(axis=1)]
    table = pd.DataFrame(
        {
            "gap": (wide[others].max(axis=1) - wide[own]).round(6),
            "other": wide[others].idxmax(axis=1),
            "own": wide[own],
            "best": wide[others].max(axis=1),
        }
    ).sort_values("gap", ascending=False, kind="stable")
    measured = len(table)
    table = table[table["gap"].abs() >= _READ]
    behind = table[table["gap"] > 0].head(_LESSONS)
    ahead = table[table["gap"] < 0].tail(_LESSONS)[::-1]
    rows = pd.concat([behind, ahead])
    rows = rows.assign(
        row=range(len(rows)),
        name=[f"{m} {world.measure_name(m, lang)}" for m in rows.index],
        text=[number(abs(g), 2, lang) for g in rows["gap"]],
        who=[o if g > 0 else own for o, g in zip(rows["other"], rows["gap"], strict=True)],
        own_text=[number(s, 2, lang) for s in rows["own"]],
        best_text=[number(s, 2, lang) for s in rows["best"]],
    )
    rows["who_name"] = [world.member_name(c, lang) for c in rows["who"]]
    rows["other_name"] = [world.member_name(c, lang) for c in rows["other"]]
    # Names are long: each stands above its bar, where it has the whole width.
    y = alt.Y("row:O", axis=None, scale=alt.Scale(paddingInner=0.2))
    most = float(rows["gap"].abs().max())
    x_scale = base.roomy((8, 4), (60, 52), domain=[0, most], zero=True)
    hue = alt.Color(
        "who:N", scale=alt.Scale(domain=codes, range=[colors[c] for c in codes]), legend=None
    )
    names = {c: world.member_name(c, lang) for c in codes}
    sent = rows.assign(size=rows["gap"].abs())[
        ["row", "name", "size", "text", "who", "who_name", "own_text", "best_text", "other_name"]
    ]
    drawn = alt.Chart(records(sent)).encode(
        y=y,
        tooltip=[
            alt.Tooltip("name:N", title=t("column.measure", lang)),
            alt.Tooltip("who_name:N", title=t("merged.better", lang)),
            alt.Tooltip("text:N", title=t("column.difference", lang)),
            alt.Tooltip("own_text:N", title=names[own]),
            alt.Tooltip("best_text:N", title=t("merged.best_other", lang)),
        ],
    )
    bars = drawn.mark_bar(height=9, yOffset=9, cornerRadius=2).encode(
        x=alt.X("size:Q", scale=x_scale, axis=None, stack=None), color=hue
    )
    words = drawn.mark_text(align="left", baseline="middle", dy=-9, color=tone.ink).encode(
        x=alt.value(8), text="name:N"
    )
    numbers = drawn.mark_text(
        align="left", baseline="middle", dy=9, dx=6, fontWeight="bold"
    ).encode(x=alt.X("size:Q", scale=x_scale, axis=None, stack=None), text="text:N", color=hue)
    first = rows.iloc[0]
    better = int((table["gap"] > 0).sum())
    if first["gap"] > 0:
        title = t(
            "merged.learn_title" if len(others) == 1 else "merged.learn_title_many",
            lang,
            name=names[own],
            others=say.listing([names[c] for c in others], lang),
            n=better,
            all=measured,
            measure=first["name"],
            gap=first["text"],
        )
    else:
        title = t("merged.learn_ahead", lang, name=names[own], all=measured)
    listing = "; ".join(f"{r.name}: {r.who_name} {r.text}" for r in rows.itertuples())
    return Figure(
        name="merged.learn",
        spec=finish(alt.layer(bars, words, numbers), tone, 42 * max(len(rows), 1), _NARROW),
        title=title,
        subtitle=t("merged.learn_subtitle", lang, year=view.year, name=names[own], each=_LESSONS),
        alt=t("merged.learn_alt", lang, name=names[own]) + f" {listing}.",
        table=tables.of_members(world, view, wide.index.tolist()),
        legend=tuple(
            LegendItem(colors[c], t("merged.learn_better", lang, name=names[c])) for c in codes
        ),
    )


def ranges(world: World, view: View) -> Figure:
    """Every merged province from its lowest to its best member, the widest first."""
    lang, tone = view.lang, TONES[view.theme]
    table = findings.gaps(world, view)
    estimates = world.estimates.measure(view.year, TOTAL).set_index("province")["score"]
    own_code = world.successor(view.province)
    scores = world.measure(view.year, TOTAL).set_index("province")["score"]
    rows = table.assign(
        row=range(len(table)),
        name=[world.new_name(c, lang) for c in table["successor"]],
        own=table["successor"] == own_code,
        mean=table["successor"].map(estimates),
        text=[number(g, 2, lang) if g == g else "–" for g in table["gap"]],
    )
    rows["mean_text"] = [number(m, 2, lang) if m == m else "–" for m in rows["mean"]]
    points = pd.DataFrame(
        [
            {
                "row": r.row,
                "score": round(float(scores[code]), 4),
                "points": number(float(scores[code]), 2, lang),
                "member": world.member_name(code, lang),
                "name": r.name,
                "own": bool(r.own),
            }
            for r in rows.itertuples(index=False)
            for code in world.members[r.successor]
            if code in scores.index
        ]
    )
    low, high = float(points["score"].min()), float(points["score"].max())
    room = (150, 128)
    x_scale = base.roomy(room, (62, 52), domain=[low - 0.2, high + 0.2], zero=False)
    y = alt.Y("row:O", axis=None)
    axis = base.score_axis(lang, grid=True, tickCount=6)
    x = alt.X("low:Q", scale=x_scale, axis=axis)
    ink = alt.condition("datum.own", alt.value(tone.accent), alt.value(tone.ink))
    pale = alt.condition("datum.own", alt.value(tone.accent), alt.value(tone.other))
    tip = [
        alt.Tooltip("name:N", title=t("merged.successor", lang)),
        alt.Tooltip("text:N", title=t("column.difference", lang)),
        alt.Tooltip("mean_text:N", title=t("merged.mean", lang)),
    ]
    sent = rows[["row", "name", "own", "low", "high", "mean", "text", "mean_text"]]
    drawn = alt.Chart(records(sent)).encode(y=y, tooltip=tip)
    rule = drawn.mark_rule(strokeWidth=5, opacity=0.9).encode(x=x, x2="high:Q", color=pale)
    tick = drawn.mark_tick(thickness=3, size=17, color=tone.ink).encode(
        x=alt.X("mean:Q", scale=x_scale)
    )
    dots = (
        alt.Chart(records(points))
        .mark_circle(opacity=1, size=110, stroke=tone.background, strokeWidth=1)
        .encode(
            x=alt.X("score:Q", scale=x_scale),
            y=y,
            color=alt.condition("datum.own", alt.value(tone.accent), alt.value(tone.peer)),
            tooltip=[
                alt.Tooltip("member:N", title=t("column.province", lang)),
                alt.Tooltip("points:N", title=t("column.score", lang)),
                alt.Tooltip("name:N", title=t("merged.successor", lang)),
            ],
        )
    )
    words = drawn.mark_text(align="right", dx=-10).encode(
        x=alt.value(alt.expr(style.by_width(*room))), text="name:N", color=ink
    )
    gaps = drawn.mark_text(align="right", fontWeight="bold").encode(
        x=alt.value("width"), text="text:N", color=ink
    )
    known = table[table["gap"].notna()]
    own = table[table["successor"] == own_code]
    if len(own) and own["gap"].notna().any():
        wider = int((known["gap"] > own.iloc[0]["gap"]).sum())
        title = t(
            "merged.ranges_title" if wider else "merged.ranges_widest",
            lang,
            name=_capital(world.today(own_code, lang)),
            gap=number(own.iloc[0]["gap"], 2, lang),
            n=wider,
            compared=len(known),
        )
    else:
        title = t(
            "merged.ranges_all",
            lang,
            compared=len(known),
            median=number(known["gap"].median(), 2, lang),
            name=world.today(known.iloc[0]["successor"], lang),
            gap=number(known.iloc[0]["gap"], 2, lang),
        )
    return Figure(
        name="merged.ranges",
        spec=finish(alt.layer(rule, tick, dots, words, gaps), tone, 26 * len(rows) + 30, _NARROW),
        title=title,
        subtitle=t("merged.ranges_subtitle", lang, year=view.year, max=world.max_score(view.year)),
        alt=t("merged.ranges_alt", lang)
        + " "
        + "; ".join(f"{r.name} {r.text}" for r in rows.itertuples())
        + ".",
        table=tables.of_mergers(world, view, table, estimates),
        source="source.scores_estimated",
        legend=(
            LegendItem(tone.peer, t("merged.a_member", lang)),
            LegendItem(tone.ink, t("merged.mean", lang)),
            *(
                (LegendItem(tone.accent, _capital(world.today(own_code, lang))),)
                if len(own)
                else ()
            ),
        ),
    )


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _require(world: World, view: View) -> None:
    """LookupError where there are no two members to hold side by side."""
    if not findings.has_profile(world, view):
        raise LookupError(f"fewer than two members of {view.province} in {view.year}")


def by_distance(world: World, view: View) -> tuple[pd.DataFrame, list[str]]:
    """The members' positions in the dimensions, and these, the widest distance first."""
    side = findings.side_by_side(world, view)
    side = side[side["measure"].isin(world.dimensions(view.year))]
    apart = side.groupby("measure")["share"].agg(lambda s: s.max() - s.min())
    return side, apart.sort_values(ascending=False, kind="stable").index.tolist()


def member_colors(world: World, view: View, tone: Tone) -> tuple[list[str], dict[str, str]]:
    """The members with any score that year, the chosen one first, and each one's colour."""
    found = set(world.year(view.year)["province"])
    codes = [c for c in findings.members(world, view) if c in found]
    hues = [tone.second, tone.muted]
    if view.province in codes:
        hues.insert(0, tone.accent)
    return codes, dict(zip(codes, hues, strict=False))
