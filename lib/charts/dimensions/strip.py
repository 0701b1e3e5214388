"""All provinces in every dimension, one row each."""

from typing import Any

import altair as alt
import pandas as pd

from lib.charts import encodings, label_layout, vega
from lib.charts.figure import Figure, LegendItem
from lib.charts.vega import finish_spec, inline_data
from lib.common.numbers import format_number
from lib.common.text import t
from lib.common.theme import PALETTES
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import phrases, tables


def build(dataset: Dataset, view: View) -> Figure:
    """All provinces in every dimension, from the lowest to the best, the province labelled."""
    lang, palette = view.lang, PALETTES[view.theme]
    own = dataset.dimension_positions(view.year, view.province).sort_values(
        "percentile", ascending=False
    )
    order = own["measure"].tolist()
    year = dataset.positions_of_year(view.year)
    year = year[year["measure"].isin(order)]
    parts, bands = [], []
    for measure in order:
        table = dataset.ranking(view.year, measure)
        low, high = table["score"].min(), table["score"].max()

        def along(value: Any, low: float = low, high: float = high) -> Any:
            return (value - low) / (high - low)

        dots = encodings.dot_rows(dataset, view, table)
        scores = table["score"].to_numpy()
        dots["along"] = along(scores).round(3)
        dots["lift"] = label_layout.bee_swarm(
            scores, table["province"].eq(view.province).to_numpy(), step=6.0
        ).clip(-12, 12)
        parts.append(dots.assign(row=measure))
        first = table.iloc[0]
        bands.append(
            {
                "row": measure,
                "name": dataset.measure_name(measure, lang, short=True),
                "from": along(first["q25"]),
                "to": along(first["q75"]),
                "middle": along(first["q50"]),
            }
        )
    dots = pd.concat(parts, ignore_index=True)
    marks = pd.DataFrame(bands)
    ends = dots[dots["code"] == view.province].copy()
    ends["points"] = [format_number(s, 2, lang) for s in ends["score"]]
    ends["brief"] = ends["points"] + " · " + ends["rank"].astype(str)
    ends["text"] = [
        t("dimensions.strip_end", lang, points=p, rank=r)
        for p, r in zip(ends["points"], ends["rank"], strict=True)
    ]

    room = (190, 164)
    x_scale = encodings.scale_with_margins(room, (126, 80), domain=[-0.03, 1.03])
    y = alt.Y("row:N", sort=order, axis=None)
    band = (
        alt.Chart(inline_data(marks))
        .mark_bar(height=26, color=palette.band, cornerRadius=3)
        .encode(x=alt.X("from:Q", scale=x_scale, axis=None), x2="to:Q", y=y)
    )
    tick = (
        alt.Chart(inline_data(marks))
        .mark_tick(color=palette.muted, thickness=2.5, size=30)
        .encode(x=alt.X("middle:Q", scale=x_scale, axis=None), y=y)
    )
    points = (
        encodings.with_province_names(
            alt.Chart(encodings.compact_data(dots)), dataset, view, year, (230, 62, 42)
        )
        .mark_circle(opacity=1)
        .encode(
            x=alt.X("along:Q", scale=x_scale, axis=None),
            y=y,
            yOffset=alt.YOffset("lift:Q", scale=alt.Scale(domain=[-22, 22])),
            color=encodings.kind_color(palette),
            size=encodings.DOT_AREA,
            order="layer:Q",
            tooltip=encodings.tooltip_lines(lang, "name", "points", "place", "group_name"),
        )
    )
    text = (
        alt.Chart(inline_data(ends[["row", "text", "brief"]]))
        .transform_calculate(label=vega.by_width("datum.text", "datum.brief"))
        .mark_text(align="left", dx=10, color=palette.accent, fontWeight="bold")
        .encode(
            x=alt.X(datum=1.03, type="quantitative", scale=x_scale, axis=None), y=y, text="label:N"
        )
    )
    names = encodings.row_labels(marks, y, "name", room, palette)
    chart = alt.layer(band, tick, names, points, text).resolve_scale(yOffset="independent")

    weak = own[own["group"] == 4]
    strong = own[own["group"] == 1]
    name = dataset.province_name(view.province, lang)

    def named(table: pd.DataFrame) -> str:
        return phrases.join_list(
            [dataset.measure_name(m, lang, short=True) for m in table["measure"]], lang
        )

    if len(weak) and len(strong):
        title = t("dimensions.strip_both", lang, name=name, strong=named(strong), weak=len(weak))
    elif len(weak):
        title = t("dimensions.strip_weak", lang, name=name, weak=len(weak), dims=len(own))
    elif len(strong):
        title = t("dimensions.strip_strong", lang, name=name, strong=len(strong), dims=len(own))
    else:
        title = t("dimensions.strip_middle", lang, name=name, dims=len(own))
    return Figure(
        name="dimensions.strip",
        spec=finish_spec(chart, palette, 50 * len(order)),
        title=title,
        subtitle=t("dimensions.strip_subtitle", lang, year=view.year, scored=own.iloc[0]["scored"]),
        alt=t("dimensions.strip_alt", lang, name=name)
        + " "
        + "; ".join(
            f"{dataset.measure_name(r['row'], lang, short=True)}: {r['points']}, {phrases.rank_phrase(r, lang)}"
            for _, r in ends.iterrows()
        )
        + ".",
        table=tables.province_table(dataset, view, dataset.dimensions(view.year)),
        legend=(
            *encodings.kind_legend(dataset, view, palette),
            LegendItem(palette.band, t("dimensions.middle_half", lang)),
            LegendItem(palette.muted, t("dimensions.median", lang), dashed=True),
        ),
    )
