"""All provinces from last to first with the province and its peers named."""

from typing import Any

import altair as alt

from lib.charts import encodings
from lib.charts.figure import Figure
from lib.charts.label_layout import spread_evenly
from lib.charts.vega import finish_spec
from lib.common import svg
from lib.common.numbers import format_number
from lib.common.text import t
from lib.common.theme import PALETTES, TEXT_SIZE
from lib.model.dataset import Dataset
from lib.model.peer_groups import peer_codes
from lib.model.view import View
from lib.narrative import phrases, tables
from lib.stats.ranking import TOTAL

_HEIGHT = 350  # px, height of the ladder


def build(dataset: Dataset, view: View) -> Figure:
    """All provinces from last to first with their scores; the province and its peers named."""
    lang, palette = view.lang, PALETTES[view.theme]
    table = dataset.ranking(view.year, view.measure)
    own = table[table["province"] == view.province].iloc[0]
    rows = encodings.dot_rows(dataset, view, table)
    # Ties share a rank but not a place on the ladder.
    rows["step"] = range(len(rows), 0, -1)
    named_rows = rows["code"].isin([view.province, *peer_codes(dataset, view)])
    rows["name_step"] = rows["step"].astype(float)
    rows.loc[named_rows, "name_step"] = spread_evenly(rows.loc[named_rows, "step"].tolist(), 1.2)
    low, high = table["score"].min(), table["score"].max()
    span = high - low
    floor, roof = low - span * 0.08, high + span * 0.95
    # An upright name needs its length above its dot, in a drawing this tall.
    for row in rows[named_rows].itertuples():
        part = (svg.text_width(dataset.province_name(row.code, lang), TEXT_SIZE) + 50) / (
            _HEIGHT - 60
        )
        roof = max(roof, (row.score - part * floor) / (1 - part))

    sizes = [int((table["group"] == code).sum()) for code in phrases.GROUPS[::-1]]
    edges = [0.5 + sum(sizes[:k]) for k in range(len(sizes) + 1)]
    x_scale = alt.Scale(domain=[0.5, len(rows) + 0.5], nice=False)
    y_scale = alt.Scale(domain=[floor, roof], nice=False, zero=False)
    places = [1, *range(10, len(rows) + 1, 10)]
    x_axis = alt.Axis(
        values=[len(rows) + 1 - p for p in places],
        labelExpr=f"{len(rows) + 1} - datum.value",
        title=t("peers.ladder_axis", lang),
        grid=False,
    )
    bands = encodings.group_bands(edges, x_scale, x_axis, lang, palette)
    x = alt.X("step:Q", scale=x_scale)
    y = alt.Y(
        "score:Q",
        scale=y_scale,
        axis=encodings.score_axis(
            lang,
            1 if span < 4 else 0,
            grid=False,
            values=_score_ticks(low, high),
        ),
    )
    drawn = encodings.with_province_names(
        alt.Chart(encodings.compact_data(rows)), dataset, view, table, (200, 80, 50)
    ).encode(
        x=x,
        color=encodings.kind_color(palette),
        tooltip=encodings.tooltip_lines(lang, "name", "points", "place", "group_name"),
    )
    stems = drawn.mark_rule(strokeWidth=2, opacity=0.55).encode(
        y=alt.Y("score:Q", scale=y_scale), y2=alt.Y2(datum=floor)
    )
    points = drawn.mark_circle(opacity=1).encode(y=y, size=encodings.DOT_AREA)
    named = drawn.transform_filter("datum.kind != 'other'").encode(
        x=alt.X("name_step:Q", scale=x_scale), y=y
    )
    # Upright names fit between neighbouring ranks where a rank has the width of a line of text.
    label: dict[str, Any] = {"angle": 270, "align": "left", "baseline": "middle", "dx": 11}
    peer_names = (
        named.transform_filter(f"datum.kind == 'peer' && width >= {12 * len(rows)}")
        .mark_text(**label)
        .encode(text="name:N")
    )
    own_name = (
        named.transform_filter("datum.kind == 'own'")
        .mark_text(**label, fontWeight="bold")
        .encode(text="name:N")
    )
    chart = alt.layer(*bands, stems, points, peer_names, own_name).resolve_scale(
        color="independent"
    )

    name = dataset.province_name(view.province, lang)
    peers = [p for p in peer_codes(dataset, view) if (table["province"] == p).any()]
    better = int(table[table["province"].isin(peers)]["score"].gt(own["score"]).sum())
    many = "none" if not better else "all" if better == len(peers) > 1 else "some"
    return Figure(
        name="peers.ladder",
        spec=finish_spec(chart, palette, _HEIGHT),
        title=t(
            "peers.ladder_title" if view.measure == TOTAL else "peers.ladder_measure",
            lang,
            measure=phrases.view_measure_name(dataset, view, short=True),
            name=name,
            place=phrases.rank_of_all(dataset, own),
            above=t(f"peers.ladder_{many}", lang, better=better, n=len(peers)),
        ),
        subtitle=phrases.measure_subtitle(dataset, view, view.measure),
        alt=t(
            "peers.ladder_alt",
            lang,
            name=name,
            score=format_number(own["score"], 2, lang),
            place=phrases.rank_of_all(dataset, own),
        ),
        table=tables.measure_table(dataset, view, view.measure),
        legend=encodings.kind_legend(dataset, view, palette),
    )


def _score_ticks(low: float, high: float) -> list[float]:
    """Whole points (tenths where the range is small) between the lowest and the best score."""
    step = (
        1.0 if high - low >= 4 else 0.5 if high - low >= 1.5 else 0.2 if high - low > 0.6 else 0.1
    )
    first = int(low / step) + 1
    return [round(k * step, 2) for k in range(first, int(high / step) + 1)]
