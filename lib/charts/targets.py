"""What reaches the next group? Gaps by dimension, what a good year brings, next year's group."""

import altair as alt
import pandas as pd

from lib import say
from lib.charts import base
from lib.figure import Figure, LegendItem, decimal, finish, records
from lib.findings import targets as findings
from lib.measures import chance, targets
from lib.measures.positions import TOTAL
from lib.measures.targets import NEXT_CUT, Target
from lib.style import TEXT, TEXT_NARROW, TONES, Tone, number, signed
from lib.text import t
from lib.view import View
from lib.world import World

_SMALL = "width < 360"  # these charts stand beside each other, so phone sizes begin later
_SIZE = alt.ExprRef(f"{_SMALL} ? {TEXT_NARROW} : {TEXT}")
ROWS = 9  # sub-dimensions drawn; all are in the table


def gaps(world: World, view: View) -> Figure:
    """Own score minus the target's mark in every dimension, the largest deficit first."""
    lang, tone = view.lang, TONES[view.theme]
    mark = mark_of(world, view)
    table = targets.gaps_by_dimension(world.positions, view.province, view.year, mark)
    rows = table[["gap"]].copy()
    rows["name"] = [world.measure_name(m, lang, short=True) for m in table["measure"]]
    rows["text"] = [signed(g, 2, lang) for g in rows["gap"]]
    rows["score"] = [number(s, 2, lang) for s in table["score"]]
    rows["level"] = [number(s, 2, lang) for s in table["level"]]
    rows["below"] = rows["gap"] < 0
    rows["row"] = range(len(rows))
    reach = max(0.05, float(rows["gap"].abs().max()))
    low, high = min(0.0, float(rows["gap"].min())), max(0.0, float(rows["gap"].max()))
    # Numbers stand beyond the bars' ends.
    x_scale = alt.Scale(
        domain=[round(low - 0.02 * reach, 4), round(high + 0.02 * reach, 4)],
        rangeMin=alt.ExprRef(f"({_SMALL} ? 142 : 174) + {50 if low < 0 else 0}"),
        rangeMax=alt.ExprRef(f"width - {50 if high > 0 else 44}"),
        nice=False,
    )
    y = alt.Y("row:O", axis=None, scale=alt.Scale(paddingInner=0.2))
    drawn = alt.Chart(records(rows)).encode(
        y=y,
        color=alt.condition("datum.below", alt.value(tone.accent), alt.value(tone.peer)),
        tooltip=[
            alt.Tooltip("name:N", title=t("column.measure", lang)),
            alt.Tooltip("score:N", title=t("column.score", lang)),
            alt.Tooltip("level:N", title=_capital(mark_name(mark, lang))),
            alt.Tooltip("text:N", title=t("column.difference", lang)),
        ],
    )
    x = alt.X("gap:Q", scale=x_scale, axis=None)
    bar = drawn.mark_bar(height=17).encode(x=x, x2=alt.X2(datum=0))
    below = (
        drawn.transform_filter("datum.below")
        .mark_text(align="right", dx=-6, fontWeight="bold", fontSize=_SIZE)
        .encode(x=x, text="text:N")
    )
    above = (
        drawn.transform_filter("!datum.below")
        .mark_text(align="left", dx=6, fontSize=_SIZE)
        .encode(x=x, text="text:N")
    )
    names = drawn.mark_text(align="left", fontSize=_SIZE).encode(
        x=alt.value(0), text="name:N", color=alt.value(tone.ink)
    )
    zero = (
        alt.Chart(records(pd.DataFrame({"at": [0]})))
        .mark_rule(color=tone.muted)
        .encode(x=alt.X("at:Q", scale=x_scale, axis=None))
    )
    lacking = table[table["gap"] < 0].head(2)
    most = [
        f"{say.short_measure(world, row.measure, lang)} ({signed(row.gap, 2, lang)})"
        for row in lacking.itertuples()
    ]
    name = world.name(view.province, lang)
    if most:
        title = t("targets.gaps_title", lang, list=say.listing(most, lang))
    else:
        title = t("targets.gaps_none", lang, name=name, mark=mark_name(mark, lang))
    listed = "; ".join(f"{r.name}: {r.text}" for r in rows.itertuples(index=False))
    level = t("targets.col_level", lang, mark=mark_name(mark, lang))
    return Figure(
        name="targets.gaps",
        spec=finish(alt.layer(bar, zero, below, above, names), tone, 39 * max(len(rows), 1)),
        title=title,
        subtitle=t("targets.gaps_subtitle", lang, mark=mark_name(mark, lang), year=view.year),
        alt=t("targets.gaps_alt", lang, name=name, list=listed),
        table=pd.DataFrame(
            {
                t("column.code", lang): table["measure"],
                t("column.measure", lang): [world.measure_name(m, lang) for m in table["measure"]],
                t("column.score", lang): table["score"],
                level: table["level"],
                t("column.difference", lang): table["gap"],
            }
        ),
        legend=(
            LegendItem(tone.accent, t("targets.below", lang)),
            LegendItem(tone.peer, t("targets.above", lang)),
        ),
    )


def path(world: World, view: View) -> Figure:
    """The sub-dimensions where a good year brings most; those that the target takes stand out."""
    lang, tone = view.lang, TONES[view.theme]
    found = findings.solution(world, view)
    table = world.attainable(view.province, view.year)
    used = dict(zip(found.gains["measure"], found.gains["gain"], strict=True))
    table = table.assign(used=table["measure"].map(used).fillna(0.0))
    drawn_rows = table.head(ROWS)
    rows = drawn_rows[["attainable", "typical"]].copy()
    rows["kind"] = (drawn_rows["used"] > 0).map({True: "used", False: "spare"})
    rows["name"] = [f"{m} {world.measure_name(m, lang)}" for m in drawn_rows["measure"]]
    texts = {"score": "score", "highest": "highest"}
    for column, source in texts.items():
        rows[column] = [number(v, 2, lang) for v in drawn_rows[source]]
    rows["reach"] = ["–" if pd.isna(v) else f"± {number(v, 2, lang)}" for v in drawn_rows["reach"]]
    rows["n"] = drawn_rows["n"]
    rows["row"] = range(len(rows))

    most = max(0.05, float(rows["attainable"].max()))
    x_scale = alt.Scale(
        domain=[0, round(most, 4)], rangeMax=alt.ExprRef("width - 58"), nice=False, zero=True
    )
    # The name stands above its bar, because names of sub-dimensions are long.
    y = alt.Y("row:O", axis=None, scale=alt.Scale(paddingInner=0))
    drawn = (
        alt.Chart(records(rows))
        .transform_calculate(
            good=decimal("datum.attainable", lang, sign=True),
            usual=decimal("datum.typical", lang, sign=True),
        )
        .encode(
            y=y,
            tooltip=[
                alt.Tooltip("name:N", title=t("column.measure", lang)),
                *(
                    alt.Tooltip(f"{field}:N", title=t(f"targets.col_{column}", lang))
                    for field, column in (
                        ("score", "now"),
                        ("good", "good"),
                        ("usual", "usual"),
                        ("highest", "highest"),
                        ("n", "moves"),
                        ("reach", "reach"),
                    )
                ),
            ],
        )
    )
    hue = alt.Color(
        "kind:N",
        scale=alt.Scale(domain=["used", "spare"], range=[tone.accent, tone.other]),
        legend=None,
    )
    # In parts of a row, so that a lower chart keeps them apart: 38 px on the page.
    up, down, thick, tall = (
        alt.ExprRef(f"height * {px / 38 / len(rows):.5f}") for px in (-9, 9, 11, 19)
    )
    bar = drawn.mark_bar(height=thick, yOffset=down).encode(
        x=alt.X("attainable:Q", scale=x_scale, axis=None), x2=alt.X2(datum=0), color=hue
    )
    tick = drawn.mark_tick(thickness=3, size=tall, yOffset=down, color=tone.ink).encode(
        x=alt.X("typical:Q", scale=x_scale, axis=None)
    )
    names = drawn.mark_text(
        align="left", dy=up, color=tone.ink, fontSize=_SIZE, limit=alt.ExprRef("width")
    ).encode(x=alt.value(0), text="name:N")
    value = drawn.mark_text(align="left", dx=7, dy=down, fontWeight="bold", fontSize=_SIZE).encode(
        x=alt.X("attainable:Q", scale=x_scale, axis=None),
        text="good:N",
        color=alt.condition("datum.kind == 'used'", alt.value(tone.accent), alt.value(tone.muted)),
    )
    unknown = int((table["n"] < 1).sum())
    subtitle = t("targets.path_subtitle", lang, year=view.year)
    if unknown:
        subtitle += t("targets.path_unknown", lang, n=unknown)
    columns = {
        "code": table["measure"],
        "measure": [world.measure_name(m, lang) for m in table["measure"]],
    }
    details = {
        "now": table["score"],
        "good": table["attainable"],
        "usual": table["typical"],
        "used": table["used"],
        "highest": table["highest"],
        "moves": table["n"],
        "reach": table["reach"],
    }
    listed = "; ".join(
        f"{row.name} {signed(row.attainable, 2, lang)}" for row in rows.itertuples(index=False)
    )
    return Figure(
        name="targets.path",
        spec=finish(alt.layer(bar, tick, names, value), tone, 38 * len(rows)),
        title=_path_title(world, view),
        subtitle=subtitle,
        alt=t("targets.path_alt", lang, name=world.name(view.province, lang), list=listed),
        table=pd.DataFrame(
            {t(f"column.{key}", lang): values for key, values in columns.items()}
            | {t(f"targets.col_{key}", lang): values for key, values in details.items()}
        ),
        legend=_path_legend(lang, tone),
        source="source.series",
    )


def next_group(world: World, view: View) -> Figure:
    """The chance of each group next year for a province that stands where this one stands."""
    lang, tone = view.lang, TONES[view.theme]
    own = world.measure(view.year, TOTAL)
    own = own[own["province"] == view.province].iloc[0]
    found = chance.group_chances(world.moved, own["share"], view.year).set_index("group")
    groups = list(say.GROUPS)
    shares = found["chance"].astype(float).reindex(groups)
    rows = pd.DataFrame(
        {
            "group": groups,
            "name": [say.group(g, lang) for g in groups],
            "chance": shares.to_numpy(),
            "text": ["–" if pd.isna(c) else f"{c:.0%}" for c in shares],
            "now": [g == int(own["group"]) for g in groups],
        }
    )
    here = t("targets.chance_now", lang)
    x_scale = alt.Scale(
        domain=[0, round(float(max(0.1, shares.fillna(0).max())), 3)],
        rangeMin=alt.ExprRef(f"{_SMALL} ? 122 : 150"),
        rangeMax=alt.ExprRef(f"width - ({_SMALL} ? 136 : 164)"),
        nice=False,
    )
    y = alt.Y("group:O", axis=None, scale=alt.Scale(paddingInner=0.25))
    drawn = (
        alt.Chart(records(rows))
        .transform_calculate(label=f"datum.now ? datum.text + ' {here}' : datum.text")
        .encode(y=y)
    )
    x = alt.X("chance:Q", scale=x_scale, axis=None)
    bar = drawn.mark_bar(height=26, stroke=tone.grid).encode(
        x=x, x2=alt.X2(datum=0), color=base.group_color(tone)
    )
    names = drawn.mark_text(align="left", color=tone.ink, fontSize=_SIZE).encode(
        x=alt.value(0), text="name:N"
    )
    text = drawn.mark_text(align="left", dx=7, fontWeight="bold", fontSize=_SIZE).encode(
        x=x,
        text="label:N",
        color=alt.condition("datum.now", alt.value(tone.accent), alt.value(tone.ink)),
    )
    name = world.name(view.province, lang)
    if found.empty:
        title = t("targets.chance_none", lang, year=view.year)
    else:
        likely = int(shares.idxmax())
        title = t(
            "targets.chance_title",
            lang,
            year=view.year + 1,
            name=name,
            group=say.group(likely, lang).lower(),
            chance=f"{shares[likely]:.0%}",
        )
        came = (
            world.row(view.year + 1, TOTAL, view.province) if view.year < world.years[-1] else None
        )
        if came is not None:
            came_group = say.group(came["group"], lang).lower()
            title += t("targets.chance_came", lang, group=came_group)
    listed = "; ".join(f"{r.name}: {r.text}" for r in rows.itertuples(index=False))
    return Figure(
        name="targets.chance",
        spec=finish(alt.layer(bar, names, text), tone, 172),
        title=title,
        subtitle=t("targets.chance_subtitle", lang, year=view.year),
        alt=t("targets.chance_alt", lang, name=name, list=listed),
        table=pd.DataFrame(
            {
                t("column.group", lang): rows["name"],
                t("targets.col_chance", lang): 100 * rows["chance"],
            }
        ),
        source="source.series",
    )


def mark_of(world: World, view: View) -> str:
    """The mark of the dimensions that goes with the target: a cut for a group, else by rank."""
    target = findings.target_of(world, view)
    if target == Target("rank", 1):
        return "best"
    if target.kind != "group":
        default = findings.default_target(world, view)
        return NEXT_CUT[int(default.value) + 1] if default.kind == "group" else "best"
    return NEXT_CUT[int(target.value) + 1]


def mark_name(mark: str, lang: str) -> str:
    """What a mark is called within a sentence."""
    return t(f"targets.mark_{mark}", lang)


def _path_title(world: World, view: View) -> str:
    """How many sub-dimensions suffice, and where a good year brings most."""
    lang = view.lang
    found = findings.solution(world, view)
    if not findings.has_references(world, view):
        return t("targets.path_none", lang, year=view.year)
    first = world.attainable(view.province, view.year).iloc[0]
    most = f"{first['measure']} {world.measure_name(first['measure'], lang)}"
    values = {"most": most, "gain": signed(first["attainable"], 2, lang), "n": len(found.gains)}
    if found.needed == 0:
        return t("targets.path_met", lang, **values)
    if not found.feasible:
        total = number(found.gains["gain"].sum(), 2, lang)
        need = number(found.needed, 2, lang)
        return t("targets.path_short", lang, total=total, need=need, **values)
    key = "targets.path_one" if len(found.gains) == 1 else "targets.path_title"
    return t(key, lang, **values)


def _path_legend(lang: str, tone: Tone) -> tuple[LegendItem, ...]:
    return (
        LegendItem(tone.accent, t("targets.used", lang)),
        LegendItem(tone.other, t("targets.spare", lang)),
        LegendItem(tone.ink, t("targets.usual", lang)),
    )


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
