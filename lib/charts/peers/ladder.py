"""All provinces from last to first with the province and its peers named."""

from typing import Any

import altair as alt
import pandas as pd

from lib.charts import encodings
from lib.charts.figure import Figure
from lib.charts.label_layout import spread_evenly
from lib.charts.vega import finish_spec
from lib.common import svg
from lib.common.numbers import format_number
from lib.common.text import t
from lib.common.theme import PALETTES, TEXT_SIZE, Palette
from lib.model.chosen_peers import peer_codes
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import phrases, tables
from lib.stats.ranking import TOTAL

_HEIGHT = 350  # px
_MIN_NAME_STEP = 1.2  # ranks between two upright names


def build(dataset: Dataset, view: View) -> Figure:
    """All provinces from last to first with their scores; the province and its peers named."""
    lang, palette = view.lang, PALETTES[view.theme]
    table = dataset.ranking(view.year, view.measure)
    own = table[table["province"] == view.province].iloc[0]
    x_scale = alt.Scale(domain=[0.5, len(table) + 0.5], nice=False)
    chart = alt.layer(
        *_group_bands(table, x_scale, lang, palette),
        *_province_layers(dataset, view, table, x_scale, palette),
    ).resolve_scale(color="independent")
    return Figure(
        name="peers.ladder",
        spec=finish_spec(chart, palette, lang, _HEIGHT),
        title=_title(dataset, view, table),
        subtitle=phrases.measure_subtitle(dataset, view, view.measure),
        alt=t(
            "peers.ladder_alt",
            lang,
            name=dataset.province_name(view.province, lang),
            score=format_number(own["score"], 2, lang),
            place=phrases.format_rank(dataset, own),
        ),
        table=tables.measure_table(dataset, view, view.measure),
        legend=encodings.kind_legend(dataset, view, palette),
    )


def _rows(dataset: Dataset, view: View, table: pd.DataFrame) -> pd.DataFrame:
    """``encodings.dot_rows`` with positions on the x axis.

    Returns:
        also step (1 the last province; ties share a rank but not a step) and name_step (where the
        upright name stands).
    """
    rows = encodings.dot_rows(table)
    rows["step"] = range(len(rows), 0, -1)
    named = _is_named(dataset, view, rows)
    rows["name_step"] = rows["step"].astype(float)
    rows.loc[named, "name_step"] = spread_evenly(rows.loc[named, "step"].tolist(), _MIN_NAME_STEP)
    return rows


def _is_named(dataset: Dataset, view: View, rows: pd.DataFrame) -> pd.Series:
    return rows["code"].isin([view.province, *peer_codes(dataset, view)])


def _score_domain(
    dataset: Dataset, view: View, rows: pd.DataFrame, table: pd.DataFrame
) -> tuple[float, float]:
    """Ends of the y axis: an upright name needs its length above its dot."""
    low, high = table["score"].min(), table["score"].max()
    floor, ceiling = low - (high - low) * 0.08, high + (high - low) * 0.95
    for row in rows[_is_named(dataset, view, rows)].itertuples():
        name_height = svg.text_width(dataset.province_name(row.code, view.lang), TEXT_SIZE) + 50
        fraction = name_height / (_HEIGHT - 60)
        ceiling = max(ceiling, (row.score - fraction * floor) / (1 - fraction))
    return floor, ceiling


def _group_bands(
    table: pd.DataFrame, x_scale: alt.Scale, lang: str, palette: Palette
) -> list[alt.Chart]:
    """The groups by their sizes, over an axis of ranks."""
    sizes = [int((table["group"] == code).sum()) for code in phrases.GROUPS[::-1]]
    edges = [0.5 + sum(sizes[:k]) for k in range(len(sizes) + 1)]
    ranks = [1, *range(10, len(table) + 1, 10)]
    axis = alt.Axis(
        values=[len(table) + 1 - rank for rank in ranks],
        labelExpr=f"{len(table) + 1} - datum.value",
        title=t("peers.ladder_axis", lang),
        grid=False,
    )
    return encodings.group_bands(edges, x_scale, axis, lang, palette)


def _province_layers(
    dataset: Dataset, view: View, table: pd.DataFrame, x_scale: alt.Scale, palette: Palette
) -> list[alt.Chart]:
    """A stem and a dot for every province, upright names for some."""
    rows = _rows(dataset, view, table)
    floor, ceiling = _score_domain(dataset, view, rows, table)
    low, high = table["score"].min(), table["score"].max()
    y_scale = alt.Scale(domain=[floor, ceiling], nice=False, zero=False)
    y_axis = encodings.score_axis(
        1 if high - low < 4 else 0, grid=False, values=_score_ticks(low, high)
    )
    y = alt.Y("score:Q", scale=y_scale, axis=y_axis)
    provinces = encodings.with_province_names(
        alt.Chart(encodings.compact_data(rows)), dataset, view, table, (200, 80, 50)
    ).encode(
        x=alt.X("step:Q", scale=x_scale),
        color=encodings.kind_color(palette),
        tooltip=encodings.tooltip_lines(view.lang, "name", "points", "place", "group_name"),
    )
    stems = provinces.mark_rule(strokeWidth=2, opacity=0.55).encode(
        y=alt.Y("score:Q", scale=y_scale), y2=alt.Y2(datum=floor)
    )
    dots = provinces.mark_circle(opacity=1).encode(y=y, size=encodings.DOT_AREA)
    named = provinces.transform_filter("datum.kind != 'other'").encode(
        x=alt.X("name_step:Q", scale=x_scale), y=y
    )
    style: dict[str, Any] = {"angle": 270, "align": "left", "baseline": "middle", "dx": 11}
    # Upright names of neighbouring ranks need a rank as wide as a line of text.
    peer_names = (
        named.transform_filter(f"datum.kind == 'peer' && width >= {12 * len(rows)}")
        .mark_text(**style)
        .encode(text="name:N")
    )
    own_name = (
        named.transform_filter("datum.kind == 'own'")
        .mark_text(**style, fontWeight="bold")
        .encode(text="name:N")
    )
    return [stems, dots, peer_names, own_name]


def _title(dataset: Dataset, view: View, table: pd.DataFrame) -> str:
    """The province's rank, and how many of its peers score higher."""
    lang = view.lang
    own = table[table["province"] == view.province].iloc[0]
    peers = [p for p in peer_codes(dataset, view) if (table["province"] == p).any()]
    better = int(table[table["province"].isin(peers)]["score"].gt(own["score"]).sum())
    key = "none" if not better else "all" if better == len(peers) > 1 else "some"
    return t(
        "peers.ladder_title" if view.measure == TOTAL else "peers.ladder_measure",
        lang,
        measure=phrases.view_measure_name(dataset, view, short=True),
        name=dataset.province_name(view.province, lang),
        place=phrases.format_rank(dataset, own),
        above=t(f"peers.ladder_{key}", lang, better=better, n=len(peers)),
    )


def _score_ticks(low: float, high: float) -> list[float]:
    """Whole points (tenths where the range is small) between the lowest and the best score."""
    span = high - low
    step = 1.0 if span >= 4 else 0.5 if span >= 1.5 else 0.2 if span > 0.6 else 0.1
    first = int(low / step) + 1
    return [round(k * step, 2) for k in range(first, int(high / step) + 1)]
