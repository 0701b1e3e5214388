"""What does the plan address, and what did the scores do since? Two charts, no cause claimed."""

import altair as alt
import numpy as np
import pandas as pd

from lib import plans, style
from lib.charts import base
from lib.figure import Figure, LegendItem, decimal, finish, records
from lib.findings import plan as findings
from lib.style import TONES, Tone, signed
from lib.text import t
from lib.view import View
from lib.world import World

NAMED = 3  # of those addressed
_STEP = 0.72  # rows between their names
_ROOM = ("width < 800 ? 330 : 400", 150)  # px for names
_LONG = ("width < 800 ? 42 : 55", 22)  # characters of a name that are one line
_LINE = (15, 13)  # px, of a name on two lines on a screen, on a phone


def coverage(world: World, view: View) -> Figure:
    """Every sub-dimension by its distance to the aim: those addressed in one lane, the rest named.

    The size of a dot is what can be gained in a year.
    """
    lang, tone = view.lang, TONES[view.theme]
    plan = findings.required(world, view)
    table = findings.coverage(world, view)
    if table.empty:
        raise LookupError(f"{view.province} has no scores in {plan['base_year']}")
    aim = findings.aim(world, view)
    cut = t("plan.cut", lang, aim=aim).capitalize()
    most = max(table["attainable"].max(), 0.01)
    table = table.assign(
        gap=table["gap"].round(4),
        area=(70 + 560 * table["attainable"] / most).round(),
        name=[f"{m} {world.measure_name(m, lang)}" for m in table["measure"]],
    )
    blind = table[~table["addressed"]].sort_values("attainable", ascending=False)
    lane = table[table["addressed"]]
    low, high = min(table["gap"].min(), 0), max(table["gap"].max(), 0)
    pad = (high - low) * 0.05 or 0.05
    room, end = _ROOM, (130, 22)
    x_scale = base.roomy(room, end, domain=[round(low - pad, 4), round(high + pad, 4)], zero=False)
    heights = base.bee_swarm(lane["gap"].to_numpy(), np.zeros(len(lane), dtype=bool), step=0.3)
    rows = pd.concat(
        [
            lane.assign(y=-0.1 + heights, kind="yes"),
            blind.assign(y=[2 + i for i in range(len(blind))], kind="no"),
        ]
    )
    rows["text"] = [t("plan.room", lang, gain=signed(g, 2, lang)) for g in rows["attainable"]]
    # Those addressed that lie furthest below are named, the leftmost lowest.
    below = rows[rows["kind"].eq("yes") & (rows["gap"] < 0)].nsmallest(NAMED, "gap")
    crest = float(rows["y"].min()) - 0.75
    below = below.assign(top=[crest - _STEP * i for i in range(len(below))], code=below["measure"])
    highest = crest - _STEP * len(below)
    y_scale = alt.Scale(domain=[len(blind) + 1.6, highest], nice=False)
    y = alt.Y("y:Q", scale=y_scale, axis=None)
    axis = base.score_axis(lang, 1, grid=False)
    axis.tickCount = alt.ExprRef(style.by_width(5, 3))
    axis.labelExpr = f"datum.value == 0 ? '0' : {decimal('datum.value', lang, 1, sign=True)}"
    x = alt.X("gap:Q", scale=x_scale, axis=axis)
    sent = rows[["y", "kind", "name", "gap", "area", "rank", "scored", "text"]]
    drawn = (
        alt.Chart(records(sent))
        .transform_calculate(
            distance=decimal("datum.gap", lang, sign=True),
            place="datum.rank + '/' + datum.scored",
        )
        .encode(y=y)
    )
    tip = [
        alt.Tooltip("name:N", title=t("plan.col_sub", lang)),
        alt.Tooltip("place:N", title=t("column.rank", lang)),
        alt.Tooltip("distance:N", title=cut),
        alt.Tooltip("text:N", title=t("plan.room_head", lang)),
    ]
    rule = (
        alt.Chart(records(pd.DataFrame({"gap": [0.0]})))
        .mark_rule(color=tone.muted, strokeDash=[4, 3])
        .encode(x=alt.X("gap:Q", scale=x_scale, axis=axis))
    )
    dots = drawn.mark_circle(opacity=0.85, strokeWidth=2).encode(
        x=x,
        size=base.AREA,
        fill=alt.Fill("kind:N", scale=_kinds(tone.accent, tone.background), legend=None),
        stroke=alt.Stroke("kind:N", scale=_kinds(tone.background, tone.ink), legend=None),
        tooltip=tip,
    )
    marked = alt.Chart(records(below[["y", "top", "gap", "code", "name"]]))
    leaders = marked.mark_rule(color=tone.accent).encode(
        x=x, y=y, y2=alt.Y2("top:Q"), strokeWidth=alt.value(1)
    )
    codes = marked.mark_text(
        align="right", baseline="bottom", dx=-4, dy=3, color=tone.accent, fontWeight="bold"
    ).encode(
        x=x,
        y=alt.Y("top:Q", scale=y_scale, axis=None),
        text=alt.Text("label:N"),
    )
    codes = codes.transform_calculate(label=f"width < {style.NARROW} ? datum.code : datum.name")
    named = _names(drawn.transform_filter("datum.kind == 'no'"), y, room, tone)
    rooms = (
        drawn.transform_filter(f"datum.kind == 'no' && width >= {style.NARROW}")
        .mark_text(align="right", color=tone.ink)
        .encode(x=alt.value("width"), text="text:N")
    )
    heads = pd.DataFrame({"y": [-0.1], "name": [t("plan.lane", lang, n=len(lane))]})
    head = _names(alt.Chart(records(heads)), y, room, tone, bold=tone.accent)
    chart = alt.layer(rule, leaders, codes, dots, named, rooms, head)
    gone = "; ".join(
        f"{n} ({signed(g, 2, lang)})" for n, g in zip(blind["name"], blind["gap"], strict=True)
    )
    values = {"aim": aim, "year": int(plan["base_year"])}
    name = world.name(view.province, lang)
    return Figure(
        name="plan.coverage",
        spec=finish(
            chart.resolve_scale(fill="independent"), tone, round(31 * (len(blind) + 1.6 - highest))
        ),
        title=findings.coverage_title(world, view, table),
        subtitle=t("plan.coverage_subtitle", lang, **values),
        alt=f"{t('plan.coverage_alt', lang, name=name, **values)} {gone or t('say.none', lang)}.",
        table=plans.of_subs(world, view),
        legend=(
            LegendItem(tone.accent, t("plan.addressed", lang)),
            LegendItem(tone.ink, t("plan.unaddressed", lang), mark="outline"),
            LegendItem(tone.muted, cut, dashed=True, mark="line"),
        ),
        source="plan.source",
        origin=findings.origin(world, view),
    )


def result(world: World, view: View) -> Figure:
    """The change of each sub-dimension beside the median one, the largest rise first."""
    lang, tone = view.lang, TONES[view.theme]
    plan = findings.required(world, view)
    table = findings.results(world, view).sort_values("change", ascending=False)
    if table.empty:
        raise LookupError(f"{view.province} has no scores in {plan['target_year']}")
    rows = pd.DataFrame(
        {
            "y": range(len(table)),
            "name": [f"{m} {world.measure_name(m, lang)}" for m in table["measure"]],
            "kind": np.where(table["addressed"], "yes", "no"),
            "change": table["change"].round(4).to_numpy(),
            "national": table["national"].round(4).to_numpy(),
            "text": [signed(c, 2, lang) for c in table["change"]],
            "says": [
                t(f"badge.{b}", lang).lower() if b in ("notable", "rare") else ""
                for b in table["badge"]
            ],
        }
    )
    low = min(rows[["change", "national"]].min().min(), 0)
    high = max(rows[["change", "national"]].max().max(), 0)
    room, end = _ROOM, (200, 66)
    x_scale = base.roomy(room, end, domain=[low, high], zero=False)
    y = alt.Y("y:O", axis=None)
    drawn = (
        alt.Chart(records(rows))
        .transform_calculate(median=decimal("datum.national", lang, sign=True))
        .encode(y=y)
    )
    tip = [
        alt.Tooltip("name:N", title=t("plan.col_sub", lang)),
        alt.Tooltip("text:N", title=t("plan.col_change", lang)),
        alt.Tooltip("median:N", title=t("plan.col_national", lang)),
    ]
    x = alt.X("change:Q", scale=x_scale, axis=None)
    bars = drawn.mark_bar(height=15, strokeWidth=1.5).encode(
        x=x,
        x2=alt.X2(datum=0),
        fill=alt.Fill("kind:N", scale=_kinds(tone.accent, tone.background), legend=None),
        stroke=alt.Stroke("kind:N", scale=_kinds(tone.accent, tone.ink), legend=None),
        tooltip=tip,
    )
    zero = (
        alt.Chart(records(pd.DataFrame({"change": [0.0]}))).mark_rule(color=tone.grid).encode(x=x)
    )
    ticks = drawn.mark_tick(thickness=3.5, size=24, color=tone.second, opacity=1).encode(
        x=alt.X("national:Q", scale=x_scale, axis=None), tooltip=tip
    )
    last = alt.value(alt.expr(f"width - ({style.by_width(end[0] - 70, 2)})"))
    # On a phone what a change is stands below it.
    slim = f"width < {style.NARROW}"
    figures = drawn.mark_text(
        align="right",
        fontWeight="bold",
        color=tone.ink,
        dy=alt.ExprRef(f"{slim} && datum.says != '' ? -6 : 0"),
    ).encode(x=last, text="text:N")
    says = drawn.mark_text(
        align=alt.ExprRef(f"{slim} ? 'right' : 'left'"),
        dx=alt.ExprRef(f"{slim} ? 0 : 12"),
        dy=alt.ExprRef(f"{slim} ? 7 : 0"),
        color=tone.ink,
    ).encode(x=last, text="says:N")
    chart = alt.layer(zero, bars, ticks, _names(drawn, y, room, tone), figures, says)
    name = world.name(view.province, lang)
    values = {"name": name, **findings.span(plan)}
    told = "; ".join(f"{n}: {x}" for n, x in zip(rows["name"], rows["text"], strict=True))
    return Figure(
        name="plan.result",
        spec=finish(chart, tone, 29 * len(rows)),
        title=findings.result_title(view, table),
        subtitle=t("plan.result_subtitle", lang, **values),
        alt=f"{t('plan.result_alt', lang, **values)} {told}.",
        table=plans.of_subs(world, view),
        legend=(
            LegendItem(tone.accent, t("plan.addressed", lang)),
            LegendItem(tone.ink, t("plan.unaddressed", lang), mark="outline"),
            LegendItem(tone.second, t("plan.tick", lang), mark="line"),
        ),
        source="plan.source",
        origin=findings.origin(world, view),
    )


def _kinds(yes: str, no: str) -> alt.Scale:
    """Two colours: of what the plan addresses and of what it does not."""
    return alt.Scale(domain=["yes", "no"], range=[yes, no])


def _names(
    drawn: alt.Chart, y: alt.Y, room: tuple[str, int], tone: Tone, bold: str = ""
) -> alt.Chart:
    """Names of rows at the left: on one line, on two where they are long."""
    words = "split(datum.name, ' ')"
    # The break nearest to the middle that Vega's expressions can find: half of the words.
    half = f"ceil(length({words}) / 2)"
    two = f"[join(slice({words}, 0, {half}), ' '), join(slice({words}, {half}), ' ')]"
    # Longer ones would be wider than the room that is left for them.
    label = f"length(datum.name) > ({style.by_width(*_LONG)}) ? {two} : [datum.name]"
    line = style.by_width(*_LINE)
    return (
        drawn.transform_calculate(label=label)
        .mark_text(
            align="right",
            baseline="middle",
            dx=-14,
            # Two lines begin half a line higher.
            dy=alt.ExprRef(f"length(datum.label) > 1 ? -({line}) / 2 : 0"),
            lineHeight=alt.ExprRef(line),
            color=bold or tone.ink,
            fontWeight="bold" if bold else "normal",
        )
        .encode(x=alt.value(alt.expr(style.by_width(*room))), y=y, text="label:N")
    )
