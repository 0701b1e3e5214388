"""How each sub-dimension changed since the plan's base year."""

from functools import cache, partial
from typing import Any

import altair as alt
import pandas as pd

from lib.charts import encodings
from lib.charts.chart_data import encode_chart_data
from lib.charts.figure import Figure, LegendItem
from lib.charts.plan.rows import NAME_WIDTHS, addressed_scale, wrapped_row_labels
from lib.charts.vega import (
    by_width,
    finish_spec,
    inline_data,
    named_data,
    number_expression,
    view_domain,
    with_height,
)
from lib.common.numbers import format_signed
from lib.common.text import Language, t
from lib.common.theme import PALETTES, PHONE_WIDTH, Palette, ThemeName
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative.plan import results, tables

_VALUE_WIDTHS = (200, 66)  # px at the right, on a screen, on a phone
_BADGES = ("", "notable", "rare")  # that are written; a usual change has none


def build(dataset: Dataset, view: View) -> Figure:
    """The change of each sub-dimension beside the median one, the largest rise first.

    Raises:
        LookupError: the province has no plan, or no scores in its target year.
    """
    lang, palette = view.lang, PALETTES[view.theme]
    plan = results.required_plan(dataset, view)
    table = results.sub_dimension_results(dataset, view)
    if table.empty:
        raise LookupError(f"{view.province} has no scores in {plan['target_year']}")
    table = table.sort_values("change", ascending=False)
    rows = _rows(dataset, table, lang)
    values = {
        "name": dataset.name_in_sentence(view.province, lang),
        **results.plan_years(plan),
    }
    changes = "; ".join(f"{n}: {x}" for n, x in zip(rows["name"], rows["text"], strict=True))
    return Figure(
        name="plan.result",
        spec=with_height(_template(lang, view.theme), 29 * len(rows)),
        data=encode_chart_data(_domain(rows), rows=rows),
        title=results.result_title(view, table),
        subtitle=t("plan.result_subtitle", lang, **values),
        alt=f"{t('plan.result_alt', lang, **values)} {changes}.",
        table=partial(tables.sub_dimension_table, view=view),
        legend=(
            LegendItem(palette.accent, t("plan.addressed", lang)),
            LegendItem(palette.ink, t("plan.unaddressed", lang), swatch="outline"),
            LegendItem(palette.second, t("plan.tick", lang), swatch="line"),
        ),
        source="plan.source",
        origin=results.origin_note(dataset, view),
    )


def _rows(dataset: Dataset, table: pd.DataFrame, lang: str) -> pd.DataFrame:
    """y, name, addressed, change, national (median), text, badge (an index of ``_BADGES``)."""
    return pd.DataFrame(
        {
            "y": range(len(table)),
            "name": [f"{m} {dataset.measure_name(m, lang)}" for m in table["measure"]],
            "addressed": table["addressed"].to_numpy(),
            "change": table["change"].round(4).to_numpy(),
            "national": table["national"].round(4).to_numpy(),
            "text": [format_signed(change, 2, lang) for change in table["change"]],
            "badge": [_BADGES.index(badge) if badge in _BADGES else 0 for badge in table["badge"]],
        }
    )


def _domain(rows: pd.DataFrame) -> dict[str, float]:
    """The ends of the x axis, which holds zero, every change and every median one: low, high."""
    drawn = rows[["change", "national"]]
    return {"low": min(drawn.min().min(), 0.0), "high": max(drawn.max().max(), 0.0)}


@cache
def _template(lang: Language, theme: ThemeName) -> dict[str, Any]:
    """The spec, of the table "rows" (see ``_rows``), without a height."""
    palette = PALETTES[theme]
    return finish_spec(alt.layer(*_layers(lang, palette)), palette, lang, None)


def _layers(lang: Language, palette: Palette) -> list[Any]:
    """Bars from zero, ticks at the median change, names at the left, values at the right."""
    x_scale = encodings.scale_with_margins(
        NAME_WIDTHS, _VALUE_WIDTHS, domain=view_domain("low", "high"), zero=False
    )
    x = alt.X("change:Q", scale=x_scale, axis=None)
    y = alt.Y("y:O", axis=None)
    badges = [t(f"badge.{badge}", lang).lower() if badge else "" for badge in _BADGES]
    changes = (
        alt.Chart(named_data("rows"))
        .transform_calculate(
            median=number_expression("datum.national", sign=True),
            says=f"{badges}[datum.badge]",
        )
        .encode(y=y)
    )
    tooltip = encodings.tooltip(
        {
            "name": t("plan.col_sub", lang),
            "text": t("plan.col_change", lang),
            "median": t("plan.col_national", lang),
        }
    )
    zero = (
        alt.Chart(inline_data(pd.DataFrame({"change": [0.0]})))
        .mark_rule(color=palette.grid)
        .encode(x=x)
    )
    fill = addressed_scale(palette.accent, palette.background)
    stroke = addressed_scale(palette.accent, palette.ink)
    bars = changes.mark_bar(height=15, strokeWidth=1.5).encode(
        x=x,
        x2=alt.X2(datum=0),
        fill=alt.Fill("addressed:N", scale=fill, legend=None),
        stroke=alt.Stroke("addressed:N", scale=stroke, legend=None),
        tooltip=tooltip,
    )
    medians = changes.mark_tick(thickness=3.5, size=24, color=palette.second, opacity=1).encode(
        x=alt.X("national:Q", scale=x_scale, axis=None), tooltip=tooltip
    )
    names = wrapped_row_labels(changes, y, palette)
    return [zero, bars, medians, names, *_value_layers(changes, palette)]


def _value_layers(changes: alt.Chart, palette: Palette) -> list[alt.Chart]:
    """The change and its badge; on a phone the badge stands below the change."""
    x = alt.value(alt.expr(f"width - ({by_width(_VALUE_WIDTHS[0] - 70, 2)})"))
    is_phone = f"width < {PHONE_WIDTH}"
    values = changes.mark_text(
        align="right",
        fontWeight="bold",
        color=palette.ink,
        dy=alt.ExprRef(f"{is_phone} && datum.says != '' ? -6 : 0"),
    ).encode(x=x, text="text:N")
    badges = changes.mark_text(
        align=alt.ExprRef(f"{is_phone} ? 'right' : 'left'"),
        dx=alt.ExprRef(f"{is_phone} ? 0 : 12"),
        dy=alt.ExprRef(f"{is_phone} ? 7 : 0"),
        color=palette.ink,
    ).encode(x=x, text="says:N")
    return [values, badges]
