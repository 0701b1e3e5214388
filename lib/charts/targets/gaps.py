"""The gap to the target's level in every dimension."""

import altair as alt
import pandas as pd

from lib.charts.figure import Figure, LegendItem
from lib.charts.targets.sizes import IS_PHONE, TEXT_SIZE
from lib.charts.vega import finish_spec, inline_data
from lib.common.numbers import format_number, format_signed
from lib.common.text import t
from lib.common.theme import PALETTES
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import phrases
from lib.narrative.targets.choice import level_name, level_of_target
from lib.stats import targets


def build(dataset: Dataset, view: View) -> Figure:
    """Own score minus the target's mark in every dimension, the largest deficit first."""
    lang, palette = view.lang, PALETTES[view.theme]
    mark = level_of_target(dataset, view)
    table = targets.gaps_by_dimension(dataset.positions, view.province, view.year, mark)
    rows = table[["gap"]].copy()
    rows["name"] = [dataset.measure_name(m, lang, short=True) for m in table["measure"]]
    rows["text"] = [format_signed(g, 2, lang) for g in rows["gap"]]
    rows["score"] = [format_number(s, 2, lang) for s in table["score"]]
    rows["level"] = [format_number(s, 2, lang) for s in table["level"]]
    rows["below"] = rows["gap"] < 0
    rows["row"] = range(len(rows))
    reach = max(0.05, float(rows["gap"].abs().max()))
    low, high = min(0.0, float(rows["gap"].min())), max(0.0, float(rows["gap"].max()))
    # Numbers stand beyond the bars' ends.
    x_scale = alt.Scale(
        domain=[round(low - 0.02 * reach, 4), round(high + 0.02 * reach, 4)],
        rangeMin=alt.ExprRef(f"({IS_PHONE} ? 142 : 174) + {50 if low < 0 else 0}"),
        rangeMax=alt.ExprRef(f"width - {50 if high > 0 else 44}"),
        nice=False,
    )
    y = alt.Y("row:O", axis=None, scale=alt.Scale(paddingInner=0.2))
    drawn = alt.Chart(inline_data(rows)).encode(
        y=y,
        color=alt.condition("datum.below", alt.value(palette.accent), alt.value(palette.peer)),
        tooltip=[
            alt.Tooltip("name:N", title=t("column.measure", lang)),
            alt.Tooltip("score:N", title=t("column.score", lang)),
            alt.Tooltip("level:N", title=_capitalize(level_name(mark, lang))),
            alt.Tooltip("text:N", title=t("column.difference", lang)),
        ],
    )
    x = alt.X("gap:Q", scale=x_scale, axis=None)
    bar = drawn.mark_bar(height=17).encode(x=x, x2=alt.X2(datum=0))
    below = (
        drawn.transform_filter("datum.below")
        .mark_text(align="right", dx=-6, fontWeight="bold", fontSize=TEXT_SIZE)
        .encode(x=x, text="text:N")
    )
    above = (
        drawn.transform_filter("!datum.below")
        .mark_text(align="left", dx=6, fontSize=TEXT_SIZE)
        .encode(x=x, text="text:N")
    )
    names = drawn.mark_text(align="left", fontSize=TEXT_SIZE).encode(
        x=alt.value(0), text="name:N", color=alt.value(palette.ink)
    )
    zero = (
        alt.Chart(inline_data(pd.DataFrame({"at": [0]})))
        .mark_rule(color=palette.muted)
        .encode(x=alt.X("at:Q", scale=x_scale, axis=None))
    )
    lacking = table[table["gap"] < 0].head(2)
    most = [
        f"{phrases.short_measure(dataset, row.measure, lang)} ({format_signed(row.gap, 2, lang)})"
        for row in lacking.itertuples()
    ]
    name = dataset.province_name(view.province, lang)
    if most:
        title = t("targets.gaps_title", lang, list=phrases.join_list(most, lang))
    else:
        title = t("targets.gaps_none", lang, name=name, mark=level_name(mark, lang))
    listed = "; ".join(f"{r.name}: {r.text}" for r in rows.itertuples(index=False))
    level = t("targets.col_level", lang, mark=level_name(mark, lang))
    return Figure(
        name="targets.gaps",
        spec=finish_spec(
            alt.layer(bar, zero, below, above, names), palette, 39 * max(len(rows), 1)
        ),
        title=title,
        subtitle=t("targets.gaps_subtitle", lang, mark=level_name(mark, lang), year=view.year),
        alt=t("targets.gaps_alt", lang, name=name, list=listed),
        table=pd.DataFrame(
            {
                t("column.code", lang): table["measure"],
                t("column.measure", lang): [
                    dataset.measure_name(m, lang) for m in table["measure"]
                ],
                t("column.score", lang): table["score"],
                level: table["level"],
                t("column.difference", lang): table["gap"],
            }
        ),
        legend=(
            LegendItem(palette.accent, t("targets.below", lang)),
            LegendItem(palette.peer, t("targets.above", lang)),
        ),
    )


def _capitalize(text: str) -> str:
    return text[0].upper() + text[1:]
