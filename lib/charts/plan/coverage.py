"""The sub-dimensions by their distance to the plan's target, addressed by it or not."""

from dataclasses import dataclass
from functools import cache, partial
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
from lib.narrative import phrases
from lib.narrative.plan import results, tables

_NAMED_ADDRESSED = 3  # addressed sub-dimensions that are named
_NAME_STEP = 0.72  # rows between their names
_LAYER_HEIGHT = 0.3  # rows between two layers of dots in the lane
_LANE_Y = -0.1  # row of the addressed sub-dimensions; the others have rows of their own from 2
_COLUMNS = ["y", "addressed", "name", "gap", "area", "rank", "scored", "gain"]  # that the spec uses


@dataclass(frozen=True)
class CoverageData:
    """What the chart shows, on a screen and on a slide.

    Attributes:
        plan: the row of the plan.
        target: name of the group that the plan aims for.
        rows: the sub-dimensions: those addressed, then the others by what a good year adds; the
            columns of ``results.coverage``, name (with code), gain (that as text),
            lift (layers off the lane of those addressed; 0 for the others).
        lane: name of the lane.
        low, high: ends of the x axis in points, a little beyond zero and all gaps.
        legend: addressed, not addressed, the target's threshold.
    """

    plan: pd.Series
    target: str
    rows: pd.DataFrame
    lane: str
    low: float
    high: float
    legend: tuple[LegendItem, LegendItem, LegendItem]


def coverage_data(dataset: Dataset, view: View) -> CoverageData:
    """The sub-dimensions by their distance to the target group, addressed by the plan or not.

    Raises:
        LookupError: the province has no plan, or no scores in its base year.
    """
    lang, palette = view.lang, PALETTES[view.theme]
    plan = results.required_plan(dataset, view)
    table = results.coverage(dataset, view)
    if table.empty:
        raise LookupError(f"{view.province} has no scores in {plan['base_year']}")
    addressed = table[table["addressed"]]
    others = table[~table["addressed"]].sort_values("extra", ascending=False)
    lifts = label_layout.bee_swarm(
        addressed["gap"].to_numpy(), np.zeros(len(addressed), dtype=bool), step=1.0
    )
    rows = table.loc[[*addressed.index, *others.index]].assign(
        lift=np.concatenate([lifts, np.zeros(len(others))])
    )
    rows["name"] = [phrases.name_with_code(dataset, m, lang) for m in rows["measure"]]
    rows["gain"] = [format_signed(gain, 2, lang) for gain in rows["extra"]]
    low, high = min(rows["gap"].min(), 0.0), max(rows["gap"].max(), 0.0)
    pad = (high - low) * 0.05 or 0.05
    target = results.target_group_name(dataset, view)
    threshold = t("plan.cut", lang, aim=target).capitalize()
    return CoverageData(
        plan=plan,
        target=target,
        rows=rows,
        lane=t("plan.lane", lang, n=len(addressed)),
        low=float(low - pad),
        high=float(high + pad),
        legend=(
            LegendItem(palette.accent, t("plan.addressed", lang)),
            LegendItem(palette.ink, t("plan.unaddressed", lang), swatch="outline"),
            LegendItem(palette.muted, threshold, dashed=True, swatch="line"),
        ),
    )


def build(dataset: Dataset, view: View) -> Figure:
    """The addressed sub-dimensions in one lane, the others in named rows below it.

    The x axis is the distance to the target group's threshold, the size of a dot what
    a good year adds.

    Raises:
        LookupError: the province has no plan, or no scores in its base year.
    """
    lang, data = view.lang, coverage_data(dataset, view)
    rows = _rows(data)
    named = _named_addressed(rows)
    unaddressed = rows[~rows["addressed"]]
    bottom, top = len(unaddressed) + 1.6, _crest(rows) - _NAME_STEP * len(named)
    values = {"aim": data.target, "year": int(data.plan["base_year"])}
    alt_start = t(
        "plan.coverage_alt", lang, name=dataset.name_in_sentence(view.province, lang), **values
    )
    listed = "; ".join(
        f"{name} ({format_signed(gap, 2, lang)})"
        for name, gap in zip(unaddressed["name"], unaddressed["gap"], strict=True)
    )
    return Figure(
        name="plan.coverage",
        spec=with_height(
            _template(lang, view.theme, data.legend[2].label), round(31 * (bottom - top))
        ),
        data=encode_chart_data(
            {
                "bottom": bottom,
                "top": top,
                "lane": data.lane,
                "low": round(data.low, 4),
                "high": round(data.high, 4),
            },
            rows=rows[_COLUMNS],
            named=named[["y", "top", "gap", "name"]],
        ),
        title=results.coverage_title(dataset, view, rows),
        subtitle=t("plan.coverage_subtitle", lang, **values),
        alt=f"{alt_start} {listed or t('say.none', lang)}.",
        table=partial(tables.sub_dimension_table, view=view),
        legend=data.legend,
        source="plan.source",
        origin=results.origin_note(dataset, view),
    )


def _rows(data: CoverageData) -> pd.DataFrame:
    """The rows of ``CoverageData`` in the drawing.

    Returns:
        its columns, gap rounded, and area (px²), y.
    """
    rows = data.rows
    largest = max(rows["extra"].max(), 0.01)
    in_lane = _LANE_Y + _LAYER_HEIGHT * rows["lift"]
    return rows.assign(
        gap=rows["gap"].round(4),
        area=(70 + 560 * rows["extra"] / largest).round().astype(int),
        y=in_lane.where(rows["addressed"], 1.0 + (~rows["addressed"]).cumsum()),
    )


def _crest(rows: pd.DataFrame) -> float:
    """Where the lowest name above the dots stands, in rows."""
    return float(rows["y"].min()) - 0.75


def _named_addressed(rows: pd.DataFrame) -> pd.DataFrame:
    """The addressed sub-dimensions furthest below the threshold, with top (their name's row)."""
    below = rows[rows["addressed"] & (rows["gap"] < 0)].nsmallest(_NAMED_ADDRESSED, "gap")
    tops = _crest(rows) - _NAME_STEP * np.arange(len(below))
    return below.assign(top=tops)


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
