"""All provinces as dots on one line, by their total score."""

from typing import Any

import altair as alt

from lib.charts import encodings, label_layout
from lib.charts.figure import Figure
from lib.charts.vega import finish_spec
from lib.common.numbers import format_number
from lib.common.text import t
from lib.common.theme import PALETTES
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import phrases, tables
from lib.stats.ranking import TOTAL

_LABEL_AT = 1.15  # above the highest dots of the strip


def build(dataset: Dataset, view: View) -> Figure:
    """Every province as a dot on the total score, over the four groups; the province labelled."""
    lang, palette = view.lang, PALETTES[view.theme]
    table = dataset.ranking(view.year, TOTAL)
    own = table[table["province"] == view.province].iloc[0]
    name = dataset.province_name(view.province, lang)

    dots = encodings.dot_rows(dataset, view, table)
    dots["y"] = label_layout.bee_swarm(
        table["score"].to_numpy(), table["province"].eq(view.province).to_numpy()
    )
    low, high = table["score"].min(), table["score"].max()
    pad = (high - low) * 0.03
    edges = [low - pad, own["q25"], own["q50"], own["q75"], high + pad]
    x_scale = alt.Scale(domain=[round(edges[0], 3), round(edges[-1], 3)], nice=False, zero=False)
    y_scale = alt.Scale(domain=[-1.0, 2.6])
    axis = encodings.score_axis(lang, grid=False, tickCount=7)
    bands = encodings.group_bands(edges, x_scale, axis, lang, palette)
    place = encodings.with_province_names(
        alt.Chart(encodings.compact_data(dots)), dataset, view, table
    ).encode(x=alt.X("score:Q", scale=x_scale))
    points = place.mark_circle(opacity=1).encode(
        y=alt.Y("y:Q", scale=y_scale, axis=None),
        color=encodings.kind_color(palette),
        size=encodings.DOT_AREA,
        order="layer:Q",
        tooltip=encodings.tooltip_lines(lang, "name", "points", "place", "group_name"),
    )
    # The label stands above the swarm, joined to its dot, and turns inward near the ends.
    own_share = (own["score"] - low) / (high - low) if high > low else 0.5
    align: Any = "left" if own_share < 0.12 else "right" if own_share > 0.88 else "center"
    pointed = place.transform_filter("datum.kind == 'own'")
    line = pointed.mark_rule(color=palette.accent, strokeWidth=1.5).encode(
        y=alt.Y("y:Q", scale=y_scale, axis=None), y2=alt.Y2(datum=_LABEL_AT)
    )
    label = (
        pointed.transform_calculate(label="datum.name + ' ' + datum.points")
        .mark_text(align=align, baseline="bottom", dy=-2, fontWeight="bold", color=palette.accent)
        .encode(
            y=alt.Y(datum=_LABEL_AT, type="quantitative", scale=y_scale, axis=None), text="label:N"
        )
    )
    chart = alt.layer(*bands, line, points, label).resolve_scale(color="independent")

    near = phrases.near_threshold_note(own, lang)
    below = int((table["score"] < own["score"]).sum())
    end = "first" if own["rank"] == 1 else "last" if not below else "below"
    return Figure(
        name="overview.strip",
        spec=finish_spec(chart, palette, 180),
        title=t("overview.strip_near", lang, name=name, near=near)
        if near
        else t(f"overview.strip_{end}", lang, name=name, below=below, scored=own["scored"]),
        subtitle=phrases.measure_subtitle(dataset, view, TOTAL),
        alt=t(
            "overview.strip_alt",
            lang,
            name=name,
            score=format_number(own["score"], 2, lang),
            place=phrases.rank_of_all(dataset, own),
            low=format_number(low, 2, lang),
            high=format_number(high, 2, lang),
            median=format_number(own["q50"], 2, lang),
        ),
        table=tables.measure_table(dataset, view, TOTAL),
        legend=encodings.kind_legend(dataset, view, palette),
    )
