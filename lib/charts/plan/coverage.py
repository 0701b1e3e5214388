"""Which sub-dimensions the plan addresses, by their distance to its aim."""

import altair as alt
import numpy as np
import pandas as pd

from lib.charts import encodings, label_layout, vega
from lib.charts.figure import Figure, LegendItem
from lib.charts.plan.rows import NAME_ROOM, addressed_scale, row_names
from lib.charts.vega import finish_spec, inline_data, number_expression
from lib.common import theme
from lib.common.numbers import format_signed
from lib.common.text import t
from lib.common.theme import PALETTES
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative.plan import results, tables

NAMED_ADDRESSED = 3  # of those addressed
_NAME_STEP = 0.72  # rows between their names


def build(dataset: Dataset, view: View) -> Figure:
    """Every sub-dimension by its distance to the aim: those addressed in one lane, the rest named.

    The size of a dot is what can be gained in a year.
    """
    lang, palette = view.lang, PALETTES[view.theme]
    plan = results.required_plan(dataset, view)
    table = results.coverage(dataset, view)
    if table.empty:
        raise LookupError(f"{view.province} has no scores in {plan['base_year']}")
    aim = results.target_group_name(dataset, view)
    cut = t("plan.cut", lang, aim=aim).capitalize()
    most = max(table["attainable"].max(), 0.01)
    table = table.assign(
        gap=table["gap"].round(4),
        area=(70 + 560 * table["attainable"] / most).round(),
        name=[f"{m} {dataset.measure_name(m, lang)}" for m in table["measure"]],
    )
    blind = table[~table["addressed"]].sort_values("attainable", ascending=False)
    lane = table[table["addressed"]]
    low, high = min(table["gap"].min(), 0), max(table["gap"].max(), 0)
    pad = (high - low) * 0.05 or 0.05
    room, end = NAME_ROOM, (130, 22)
    x_scale = encodings.scale_with_margins(
        room, end, domain=[round(low - pad, 4), round(high + pad, 4)], zero=False
    )
    heights = label_layout.bee_swarm(
        lane["gap"].to_numpy(), np.zeros(len(lane), dtype=bool), step=0.3
    )
    rows = pd.concat(
        [
            lane.assign(y=-0.1 + heights, kind="yes"),
            blind.assign(y=[2 + i for i in range(len(blind))], kind="no"),
        ]
    )
    rows["text"] = [
        t("plan.room", lang, gain=format_signed(g, 2, lang)) for g in rows["attainable"]
    ]
    # Those addressed that lie furthest below are named, the leftmost lowest.
    below = rows[rows["kind"].eq("yes") & (rows["gap"] < 0)].nsmallest(NAMED_ADDRESSED, "gap")
    crest = float(rows["y"].min()) - 0.75
    below = below.assign(
        top=[crest - _NAME_STEP * i for i in range(len(below))], code=below["measure"]
    )
    highest = crest - _NAME_STEP * len(below)
    y_scale = alt.Scale(domain=[len(blind) + 1.6, highest], nice=False)
    y = alt.Y("y:Q", scale=y_scale, axis=None)
    axis = encodings.score_axis(lang, 1, grid=False)
    axis.tickCount = alt.ExprRef(vega.by_width(5, 3))
    axis.labelExpr = (
        f"datum.value == 0 ? '0' : {number_expression('datum.value', lang, 1, sign=True)}"
    )
    x = alt.X("gap:Q", scale=x_scale, axis=axis)
    sent = rows[["y", "kind", "name", "gap", "area", "rank", "scored", "text"]]
    drawn = (
        alt.Chart(inline_data(sent))
        .transform_calculate(
            distance=number_expression("datum.gap", lang, sign=True),
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
        alt.Chart(inline_data(pd.DataFrame({"gap": [0.0]})))
        .mark_rule(color=palette.muted, strokeDash=[4, 3])
        .encode(x=alt.X("gap:Q", scale=x_scale, axis=axis))
    )
    dots = drawn.mark_circle(opacity=0.85, strokeWidth=2).encode(
        x=x,
        size=encodings.DOT_AREA,
        fill=alt.Fill(
            "kind:N", scale=addressed_scale(palette.accent, palette.background), legend=None
        ),
        stroke=alt.Stroke(
            "kind:N", scale=addressed_scale(palette.background, palette.ink), legend=None
        ),
        tooltip=tip,
    )
    marked = alt.Chart(inline_data(below[["y", "top", "gap", "code", "name"]]))
    leaders = marked.mark_rule(color=palette.accent).encode(
        x=x, y=y, y2=alt.Y2("top:Q"), strokeWidth=alt.value(1)
    )
    codes = marked.mark_text(
        align="right", baseline="bottom", dx=-4, dy=3, color=palette.accent, fontWeight="bold"
    ).encode(
        x=x,
        y=alt.Y("top:Q", scale=y_scale, axis=None),
        text=alt.Text("label:N"),
    )
    codes = codes.transform_calculate(
        label=f"width < {theme.PHONE_WIDTH} ? datum.code : datum.name"
    )
    named = row_names(drawn.transform_filter("datum.kind == 'no'"), y, room, palette)
    rooms = (
        drawn.transform_filter(f"datum.kind == 'no' && width >= {theme.PHONE_WIDTH}")
        .mark_text(align="right", color=palette.ink)
        .encode(x=alt.value("width"), text="text:N")
    )
    heads = pd.DataFrame({"y": [-0.1], "name": [t("plan.lane", lang, n=len(lane))]})
    head = row_names(alt.Chart(inline_data(heads)), y, room, palette, bold=palette.accent)
    chart = alt.layer(rule, leaders, codes, dots, named, rooms, head)
    gone = "; ".join(
        f"{n} ({format_signed(g, 2, lang)})"
        for n, g in zip(blind["name"], blind["gap"], strict=True)
    )
    values = {"aim": aim, "year": int(plan["base_year"])}
    name = dataset.province_name(view.province, lang)
    return Figure(
        name="plan.coverage",
        spec=finish_spec(
            chart.resolve_scale(fill="independent"),
            palette,
            round(31 * (len(blind) + 1.6 - highest)),
        ),
        title=results.coverage_title(dataset, view, table),
        subtitle=t("plan.coverage_subtitle", lang, **values),
        alt=f"{t('plan.coverage_alt', lang, name=name, **values)} {gone or t('say.none', lang)}.",
        table=tables.sub_dimension_table(dataset, view),
        legend=(
            LegendItem(palette.accent, t("plan.addressed", lang)),
            LegendItem(palette.ink, t("plan.unaddressed", lang), mark="outline"),
            LegendItem(palette.muted, cut, dashed=True, mark="line"),
        ),
        source="plan.source",
        origin=results.origin_note(dataset, view),
    )
