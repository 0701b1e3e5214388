"""The parts of the change on the previous year."""

import altair as alt
import numpy as np
import pandas as pd

from lib.charts import encodings, label_layout, vega
from lib.charts.figure import Figure, LegendItem
from lib.charts.vega import finish_spec, inline_data
from lib.common import theme
from lib.common.numbers import format_number, format_signed
from lib.common.text import t
from lib.common.theme import PALETTES
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import tables, trends
from lib.stats import decomposition
from lib.stats.ranking import TOTAL

_LINE_HEIGHT = 17  # px


def build(dataset: Dataset, view: View) -> Figure:
    """The parts of the change on the previous year, adding up exactly to the whole."""
    lang, palette = view.lang, PALETTES[view.theme]
    parent = trends.decomposed_measure(view)
    whole = dataset.position(view.year, parent, view.province)
    if whole is None or not trends.has_parts(dataset, view):
        raise LookupError(f"{view.province} has no change to take apart in {view.year}")
    parts = trends.change_parts(dataset, view)
    edges = whole["prev_score"] + np.concatenate([[0], parts["contribution"].cumsum()])
    rows = pd.DataFrame(
        {
            "row": range(1, len(parts) + 1),
            "name": [dataset.measure_name(m, lang, short=True) for m in parts["measure"]],
            "from": edges[:-1],
            "to": edges[1:],
            "text": [format_signed(c, 2, lang) for c in parts["contribution"]],
            "says": [t(f"badge.{b}", lang).lower() if b else "" for b in parts["badge"]],
            "up": parts["contribution"].ge(0).to_numpy(),
        }
    )
    if parent != TOTAL:
        rows["name"] = parts["measure"].to_numpy() + " " + rows["name"]
    rows.loc[parts["status"].ne(decomposition.SAME).to_numpy(), "name"] += " *"
    if parent != TOTAL:  # names of sub-dimensions are long
        rows["name"] = rows["name"].map(label_layout.split_in_two)
    years = [int(whole["prev_year"]), view.year]
    ends = pd.DataFrame(
        {
            "row": [0, len(parts) + 1],
            "name": [t("trends.year", lang, year=year) for year in years],
            "to": [whole["prev_score"], whole["score"]],
            "text": [format_number(s, 2, lang) for s in (whole["prev_score"], whole["score"])],
        }
    )
    low, high = edges.min(), edges.max()
    pad = (high - low) * 0.06 or 0.1
    room, end = (190, 164), (190, 84)
    x_scale = encodings.scale_with_margins(
        room, end, domain=[round(low - pad, 4), round(high + pad, 4)], zero=False
    )
    y = alt.Y("row:O", scale=alt.Scale(domain=list(range(len(rows) + 2))), axis=None)
    steps = alt.Chart(inline_data(rows)).encode(y=y)
    bars = steps.mark_bar(height=18).encode(
        x=alt.X("from:Q", scale=x_scale, axis=None),
        x2="to:Q",
        color=alt.condition("datum.up", alt.value(palette.high), alt.value(palette.low)),
    )
    totals = alt.Chart(inline_data(ends)).encode(y=y)
    # Dots, not bars: the axis does not begin at zero.
    both = totals.mark_circle(size=190, color=palette.ink, opacity=1).encode(
        x=alt.X("to:Q", scale=x_scale, axis=None)
    )
    at_end = alt.value(alt.expr(f"width - ({vega.by_width(end[0] - 62, 18)})"))
    figures = [
        part.mark_text(align="right", fontWeight="bold", color=palette.ink).encode(
            x=at_end, text="text:N"
        )
        for part in (steps, totals)
    ]
    says = (
        steps.transform_filter(f"width >= {theme.PHONE_WIDTH}")
        .mark_text(align="left", dx=10, color=palette.muted)
        .encode(x=at_end, text="says:N")
    )
    names = [
        part.mark_text(
            align="right",
            baseline="middle",
            dx=-14,
            # Two lines begin half a line higher.
            dy=alt.ExprRef(f"isArray(datum.name) ? -{_LINE_HEIGHT / 2} : 0"),
            lineHeight=_LINE_HEIGHT,
            color=palette.ink,
        ).encode(x=alt.value(alt.expr(vega.by_width(*room))), text="name:N")
        for part in (steps, totals)
    ]
    chart = alt.layer(bars, figures[0], says, names[0], both, figures[1], names[1])
    note = ""
    if parts["status"].ne(decomposition.SAME).any():
        note = " " + t("trends.redefined", lang)
    return Figure(
        name="trends.waterfall",
        spec=finish_spec(chart, palette, (30 if parent == TOTAL else 42) * (len(rows) + 2)),
        title=trends.drivers_title(dataset, view, parts),
        subtitle=t(
            "trends.waterfall_subtitle",
            lang,
            measure=dataset.measure_name(parent, lang),
            change=format_signed(whole["change"], 2, lang),
            before=years[0],
            year=view.year,
        )
        + note,
        alt=t("trends.waterfall_alt", lang, name=dataset.province_name(view.province, lang))
        + " "
        + "; ".join(
            f"{dataset.measure_name(m, lang)}: {x}"
            for m, x in zip(parts["measure"], rows["text"], strict=True)
        )
        + ".",
        table=tables.parts_table(dataset, view, trends.change_parts_both_levels(dataset, view)),
        legend=(
            LegendItem(palette.high, t("trends.rise", lang)),
            LegendItem(palette.low, t("trends.fall", lang)),
        ),
        source="source.change",
    )
