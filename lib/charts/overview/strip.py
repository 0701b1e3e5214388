"""All provinces as dots on one line, by their total score."""

from typing import Any

import altair as alt
import pandas as pd

from lib.charts import encodings, label_layout
from lib.charts.figure import Figure
from lib.charts.vega import finish_spec
from lib.common.numbers import format_number
from lib.common.text import t
from lib.common.theme import PALETTES, Palette
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import phrases, tables
from lib.stats.ranking import TOTAL

_LABEL_HEIGHT = 1.15  # above the highest dots, in units of the y axis
_Y_SCALE = alt.Scale(domain=[-1.0, 2.6])


def build(dataset: Dataset, view: View) -> Figure:
    """Every province as a dot on the total score, over the four groups; the selected one named."""
    lang, palette = view.lang, PALETTES[view.theme]
    table = dataset.ranking(view.year, TOTAL)
    own = table[table["province"] == view.province].iloc[0]
    low, high = table["score"].min(), table["score"].max()
    pad = (high - low) * 0.03
    edges = [low - pad, own["q25"], own["q50"], own["q75"], high + pad]
    x_scale = alt.Scale(domain=[round(edges[0], 3), round(edges[-1], 3)], nice=False, zero=False)
    axis = encodings.score_axis(grid=False, tickCount=7)
    chart = alt.layer(
        *encodings.group_bands(edges, x_scale, axis, lang, palette),
        *_province_layers(dataset, view, table, x_scale, palette),
    ).resolve_scale(color="independent")
    return Figure(
        name="overview.strip",
        spec=finish_spec(chart, palette, lang, 180),
        title=_title(dataset, view, table),
        subtitle=phrases.measure_subtitle(dataset, view, TOTAL),
        alt=t(
            "overview.strip_alt",
            lang,
            name=dataset.province_name(view.province, lang),
            score=format_number(own["score"], 2, lang),
            place=phrases.format_rank(dataset, own),
            low=format_number(low, 2, lang),
            high=format_number(high, 2, lang),
            median=format_number(own["q50"], 2, lang),
        ),
        table=tables.measure_table(dataset, view, TOTAL),
        legend=encodings.kind_legend(dataset, view, palette),
    )


def _province_layers(
    dataset: Dataset, view: View, table: pd.DataFrame, x_scale: alt.Scale, palette: Palette
) -> list[alt.Chart]:
    """The dots, and a label above them that is joined to the selected province's dot."""
    scores, is_own = table["score"].to_numpy(), table["province"].eq(view.province).to_numpy()
    rows = encodings.dot_rows(table)
    rows["y"] = label_layout.bee_swarm(scores, is_own)
    provinces = encodings.with_province_names(
        alt.Chart(encodings.compact_data(rows)), dataset, view, table
    ).encode(x=alt.X("score:Q", scale=x_scale))
    dots = provinces.mark_circle(opacity=1).encode(
        y=alt.Y("y:Q", scale=_Y_SCALE, axis=None),
        color=encodings.kind_color(palette),
        size=encodings.DOT_AREA,
        order="layer:Q",
        tooltip=encodings.tooltip_lines(view.lang, "name", "points", "place", "group_name"),
    )
    # Near the ends of the axis the label turns inward.
    low, high = scores.min(), scores.max()
    along = (scores[is_own][0] - low) / (high - low) if high > low else 0.5
    align: Any = "left" if along < 0.12 else "right" if along > 0.88 else "center"
    own = provinces.transform_filter("datum.kind == 'own'")
    leader = own.mark_rule(color=palette.accent, strokeWidth=1.5).encode(
        y=alt.Y("y:Q", scale=_Y_SCALE, axis=None), y2=alt.Y2(datum=_LABEL_HEIGHT)
    )
    label = (
        own.transform_calculate(label="datum.name + ' ' + datum.points")
        .mark_text(align=align, baseline="bottom", dy=-2, fontWeight="bold", color=palette.accent)
        .encode(
            y=alt.Y(datum=_LABEL_HEIGHT, type="quantitative", scale=_Y_SCALE, axis=None),
            text="label:N",
        )
    )
    return [leader, dots, label]


def _title(dataset: Dataset, view: View, table: pd.DataFrame) -> str:
    """Which threshold the province is near, else how many provinces score lower."""
    lang = view.lang
    own = table[table["province"] == view.province].iloc[0]
    name = dataset.province_name(view.province, lang)
    if near := phrases.near_threshold_note(own, lang):
        return t("overview.strip_near", lang, name=name, near=near)
    below = int((table["score"] < own["score"]).sum())
    end = "first" if own["rank"] == 1 else "last" if not below else "below"
    return t(f"overview.strip_{end}", lang, name=name, below=below, scored=own["scored"])
