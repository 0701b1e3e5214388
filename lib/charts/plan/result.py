"""What each sub-dimension did since the plan's base year."""

import altair as alt
import numpy as np
import pandas as pd

from lib.charts import encodings, vega
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


def build(dataset: Dataset, view: View) -> Figure:
    """The change of each sub-dimension beside the median one, the largest rise first."""
    lang, palette = view.lang, PALETTES[view.theme]
    plan = results.required_plan(dataset, view)
    table = results.results(dataset, view).sort_values("change", ascending=False)
    if table.empty:
        raise LookupError(f"{view.province} has no scores in {plan['target_year']}")
    rows = pd.DataFrame(
        {
            "y": range(len(table)),
            "name": [f"{m} {dataset.measure_name(m, lang)}" for m in table["measure"]],
            "kind": np.where(table["addressed"], "yes", "no"),
            "change": table["change"].round(4).to_numpy(),
            "national": table["national"].round(4).to_numpy(),
            "text": [format_signed(c, 2, lang) for c in table["change"]],
            "says": [
                t(f"badge.{b}", lang).lower() if b in ("notable", "rare") else ""
                for b in table["badge"]
            ],
        }
    )
    low = min(rows[["change", "national"]].min().min(), 0)
    high = max(rows[["change", "national"]].max().max(), 0)
    room, end = NAME_ROOM, (200, 66)
    x_scale = encodings.scale_with_margins(room, end, domain=[low, high], zero=False)
    y = alt.Y("y:O", axis=None)
    drawn = (
        alt.Chart(inline_data(rows))
        .transform_calculate(median=number_expression("datum.national", lang, sign=True))
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
        fill=alt.Fill(
            "kind:N", scale=addressed_scale(palette.accent, palette.background), legend=None
        ),
        stroke=alt.Stroke(
            "kind:N", scale=addressed_scale(palette.accent, palette.ink), legend=None
        ),
        tooltip=tip,
    )
    zero = (
        alt.Chart(inline_data(pd.DataFrame({"change": [0.0]})))
        .mark_rule(color=palette.grid)
        .encode(x=x)
    )
    ticks = drawn.mark_tick(thickness=3.5, size=24, color=palette.second, opacity=1).encode(
        x=alt.X("national:Q", scale=x_scale, axis=None), tooltip=tip
    )
    last = alt.value(alt.expr(f"width - ({vega.by_width(end[0] - 70, 2)})"))
    # On a phone what a change is stands below it.
    slim = f"width < {theme.PHONE_WIDTH}"
    figures = drawn.mark_text(
        align="right",
        fontWeight="bold",
        color=palette.ink,
        dy=alt.ExprRef(f"{slim} && datum.says != '' ? -6 : 0"),
    ).encode(x=last, text="text:N")
    says = drawn.mark_text(
        align=alt.ExprRef(f"{slim} ? 'right' : 'left'"),
        dx=alt.ExprRef(f"{slim} ? 0 : 12"),
        dy=alt.ExprRef(f"{slim} ? 7 : 0"),
        color=palette.ink,
    ).encode(x=last, text="says:N")
    chart = alt.layer(zero, bars, ticks, row_names(drawn, y, room, palette), figures, says)
    name = dataset.province_name(view.province, lang)
    values = {"name": name, **results.plan_years(plan)}
    told = "; ".join(f"{n}: {x}" for n, x in zip(rows["name"], rows["text"], strict=True))
    return Figure(
        name="plan.result",
        spec=finish_spec(chart, palette, 29 * len(rows)),
        title=results.result_title(view, table),
        subtitle=t("plan.result_subtitle", lang, **values),
        alt=f"{t('plan.result_alt', lang, **values)} {told}.",
        table=tables.sub_dimension_table(dataset, view),
        legend=(
            LegendItem(palette.accent, t("plan.addressed", lang)),
            LegendItem(palette.ink, t("plan.unaddressed", lang), mark="outline"),
            LegendItem(palette.second, t("plan.tick", lang), mark="line"),
        ),
        source="plan.source",
        origin=results.origin_note(dataset, view),
    )
