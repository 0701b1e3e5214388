"""The sub-dimensions by their distance to the plan's target, addressed by it or not."""

from functools import cache
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from lib.charts import encodings, label_layout
from lib.charts.chart_data import encode_chart_data
from lib.charts.figure import Figure, LegendItem
from lib.charts.plan.rows import NAME_WIDTHS, addressed_scale, wrapped_row_labels
from lib.charts.province_marks import DOT_AREA
from lib.charts.vega import (
    by_width,
    finish_spec,
    inline_data,
    named_data,
    number_expression,
    view_domain,
    view_value,
    with_height,
)
from lib.common.numbers import format_signed
from lib.common.text import Language, t
from lib.common.theme import PALETTES, PHONE_WIDTH, Palette, ThemeName
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative.plan import results, tables

_NAMED_ADDRESSED = 3  # addressed sub-dimensions that are named
_NAME_STEP = 0.72  # rows between their names
_LANE_Y = -0.1  # row of the addressed sub-dimensions; the others have rows of their own from 2
_COLUMNS = ["y", "addressed", "name", "gap", "area", "rank", "scored", "gain"]  # that the spec uses


def build(dataset: Dataset, view: View) -> Figure:
    """The addressed sub-dimensions in one lane, the others in named rows below it.

    The x axis is the distance to the target group's threshold, the size of a dot the attainable
    gain.

    Raises:
        LookupError: the province has no plan, or no scores in its base year.
    """
    lang, palette = view.lang, PALETTES[view.theme]
    plan = results.required_plan(dataset, view)
    table = results.coverage(dataset, view)
    if table.empty:
        raise LookupError(f"{view.province} has no scores in {plan['base_year']}")
    rows = _rows(dataset, view, table)
    named = _named_addressed(rows)
    unaddressed = rows[~rows["addressed"]]
    bottom, top = len(unaddressed) + 1.6, _crest(rows) - _NAME_STEP * len(named)
    threshold = _threshold_label(dataset, view)
    values = {"aim": results.target_group_name(dataset, view), "year": int(plan["base_year"])}
    alt_start = t(
        "plan.coverage_alt", lang, name=dataset.province_name(view.province, lang), **values
    )
    listed = "; ".join(
        f"{name} ({format_signed(gap, 2, lang)})"
        for name, gap in zip(unaddressed["name"], unaddressed["gap"], strict=True)
    )
    return Figure(
        name="plan.coverage",
        spec=with_height(_template(lang, view.theme, threshold), round(31 * (bottom - top))),
        data=encode_chart_data(
            {
                "bottom": bottom,
                "top": top,
                "lane": t("plan.lane", lang, n=int(rows["addressed"].sum())),
                **_x_domain(rows),
            },
            rows=rows[_COLUMNS],
            named=named[["y", "top", "gap", "name"]],
        ),
        title=results.coverage_title(dataset, view, table),
        subtitle=t("plan.coverage_subtitle", lang, **values),
        alt=f"{alt_start} {listed or t('say.none', lang)}.",
        table=tables.sub_dimension_table(dataset, view),
        legend=(
            LegendItem(palette.accent, t("plan.addressed", lang)),
            LegendItem(palette.ink, t("plan.unaddressed", lang), swatch="outline"),
            LegendItem(palette.muted, threshold, dashed=True, swatch="line"),
        ),
        source="plan.source",
        origin=results.origin_note(dataset, view),
    )


def _threshold_label(dataset: Dataset, view: View) -> str:
    return t("plan.cut", view.lang, aim=results.target_group_name(dataset, view)).capitalize()


def _rows(dataset: Dataset, view: View, table: pd.DataFrame) -> pd.DataFrame:
    """The sub-dimensions: those addressed, then the others by their attainable gain.

    Returns:
        the columns of ``results.coverage``, gap rounded, and area (px²), name, y, gain (the
        attainable one as text).
    """
    lang = view.lang
    largest = max(table["attainable"].max(), 0.01)
    table = table.assign(
        gap=table["gap"].round(4),
        area=(70 + 560 * table["attainable"] / largest).round().astype(int),
    )
    addressed = table[table["addressed"]]
    others = table[~table["addressed"]].sort_values("attainable", ascending=False)
    offsets = label_layout.bee_swarm(
        addressed["gap"].to_numpy(), np.zeros(len(addressed), dtype=bool), step=0.3
    )
    rows = table.loc[[*addressed.index, *others.index]].assign(
        y=np.concatenate([_LANE_Y + offsets, 2.0 + np.arange(len(others))]),
    )
    rows["name"] = [f"{m} {dataset.measure_name(m, lang)}" for m in rows["measure"]]
    rows["gain"] = [format_signed(gain, 2, lang) for gain in rows["attainable"]]
    return rows


def _crest(rows: pd.DataFrame) -> float:
    """Where the lowest name above the dots stands, in rows."""
    return float(rows["y"].min()) - 0.75


def _named_addressed(rows: pd.DataFrame) -> pd.DataFrame:
    """The addressed sub-dimensions furthest below the threshold, with top (their name's row)."""
    below = rows[rows["addressed"] & (rows["gap"] < 0)].nsmallest(_NAMED_ADDRESSED, "gap")
    tops = _crest(rows) - _NAME_STEP * np.arange(len(below))
    return below.assign(top=tops)


def _x_domain(rows: pd.DataFrame) -> dict[str, float]:
    """The ends of the x axis, a little beyond zero and all gaps: low, high."""
    low, high = min(rows["gap"].min(), 0), max(rows["gap"].max(), 0)
    pad = (high - low) * 0.05 or 0.05
    return {"low": round(low - pad, 4), "high": round(high + pad, 4)}


@cache
def _template(lang: Language, theme: ThemeName, threshold: str) -> dict[str, Any]:
    """The spec, of the tables "rows" (see ``_rows``) and "named" (``_named_addressed``).

    Args:
        threshold: title of the distance in the tooltip.
    """
    palette = PALETTES[theme]
    chart = alt.layer(*_layers(lang, palette, threshold))
    return finish_spec(chart.resolve_scale(fill="independent"), palette, lang, None)


def _layers(lang: Language, palette: Palette, threshold: str) -> list[Any]:
    """All layers, back to front."""
    x_scale = encodings.scale_with_margins(
        NAME_WIDTHS, (130, 22), domain=view_domain("low", "high"), zero=False
    )
    tick_count = alt.ExprRef(by_width(5, 3))
    x = alt.X("gap:Q", scale=x_scale, axis=encodings.change_axis(1, tickCount=tick_count))
    y_scale = alt.Scale(domain=view_domain("bottom", "top"), nice=False)
    y = alt.Y("y:Q", scale=y_scale, axis=None)
    zero = (
        alt.Chart(inline_data(pd.DataFrame({"gap": [0.0]})))
        .mark_rule(color=palette.muted, strokeDash=[4, 3])
        .encode(x=x)
    )
    before, after = t("plan.room", lang, gain="|").split("|")
    points = (
        alt.Chart(named_data("rows"))
        .transform_calculate(
            distance=number_expression("datum.gap", sign=True),
            place="datum.rank + '/' + datum.scored",
            text=f"'{before}' + datum.gain + '{after}'",
        )
        .encode(y=y)
    )
    unaddressed = points.transform_filter("!datum.addressed")
    gains = (
        points.transform_filter(f"!datum.addressed && width >= {PHONE_WIDTH}")
        .mark_text(align="right", color=palette.ink)
        .encode(x=alt.value("width"), text="text:N")
    )
    lane = alt.Chart(inline_data(pd.DataFrame({"y": [_LANE_Y]}))).transform_calculate(
        name=view_value("lane")
    )
    return [
        zero,
        *_name_layers(x, y, y_scale, palette),
        _dot_layer(points, x, threshold, lang, palette),
        wrapped_row_labels(unaddressed, y, palette),
        gains,
        wrapped_row_labels(lane, y, palette, accent=True),
    ]


def _dot_layer(
    points: alt.Chart, x: alt.X, threshold: str, lang: Language, palette: Palette
) -> alt.Chart:
    """Filled dots of what the plan addresses, hollow ones of what it does not."""
    fill = addressed_scale(palette.accent, palette.background)
    stroke = addressed_scale(palette.background, palette.ink)
    return points.mark_circle(opacity=0.85, strokeWidth=2).encode(
        x=x,
        size=DOT_AREA,
        fill=alt.Fill("addressed:N", scale=fill, legend=None),
        stroke=alt.Stroke("addressed:N", scale=stroke, legend=None),
        tooltip=encodings.tooltip(
            {
                "name": t("plan.col_sub", lang),
                "place": t("column.rank", lang),
                "distance": threshold,
                "text": t("plan.room_head", lang),
            }
        ),
    )


def _name_layers(x: alt.X, y: alt.Y, y_scale: alt.Scale, palette: Palette) -> list[alt.Chart]:
    """Names above the lane, on a phone codes, with a line down to their dots."""
    chart = alt.Chart(named_data("named"))
    leaders = chart.mark_rule(color=palette.accent).encode(
        x=x, y=y, y2=alt.Y2("top:Q"), strokeWidth=alt.value(1)
    )
    names = (
        chart.transform_calculate(
            label=f"width < {PHONE_WIDTH} ? split(datum.name, ' ')[0] : datum.name"
        )
        .mark_text(
            align="right", baseline="bottom", dx=-4, dy=3, color=palette.accent, fontWeight="bold"
        )
        .encode(x=x, y=alt.Y("top:Q", scale=y_scale, axis=None), text=alt.Text("label:N"))
    )
    return [leaders, names]
