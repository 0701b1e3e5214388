"""All provinces from last to first with the province and its peers named."""

from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Any

import altair as alt
import pandas as pd

from lib.charts import encodings
from lib.charts.chart_data import encode_chart_data
from lib.charts.figure import Figure, LegendItem
from lib.charts.group_bands import edge_values, group_bands
from lib.charts.label_layout import spread_evenly
from lib.charts.province_marks import (
    DOT_AREA,
    kind_color,
    kind_legend,
    kind_shape,
    province_rows,
    with_province_names,
)
from lib.charts.vega import finish_spec, named_data, number_expression, view_domain, view_value
from lib.common.letter_widths import text_width
from lib.common.numbers import format_number
from lib.common.text import Language, t
from lib.common.theme import PALETTES, TEXT_SIZE, Palette, ThemeName
from lib.model.chosen_peers import peer_codes
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import phrases, tables
from lib.narrative.estimates import FigureLabels, Remarks
from lib.narrative.peers.standing import headline

_HEIGHT = 350  # px
_MOST_PROVINCES = 63  # in one list
_NAME_WIDTH = 14.4  # px of an upright name across
_LEAST_RANK_WIDTH = 12  # px; where ranks are narrower, only the province itself is named
_MOST_NAME_STEP = _NAME_WIDTH / _LEAST_RANK_WIDTH  # ranks between two upright names, at most


@dataclass(frozen=True)
class LadderData:
    """What the ladder shows, on a screen and on a slide.

    Attributes:
        positions: of the provinces in the view's measure, best first.
        own: the selected province's.
        legend: the selected province, then the kinds of others.
    """

    positions: pd.DataFrame
    own: pd.Series
    legend: tuple[LegendItem, ...]


def ladder_data(dataset: Dataset, view: View, peers_only: bool = False) -> LadderData:
    """The provinces by their scores.

    Args:
        peers_only: leave out the provinces that are not compared with: a slide names every bar, and
            has room for some names.

    Raises:
        LookupError: the province has no score.
    """
    palette = PALETTES[view.theme]
    positions = dataset.ranking(view.year, view.measure)
    own = dataset.position(view.year, view.measure, view.province)
    if own is None:
        raise LookupError(f"{view.province} has no score in {view.measure} in {view.year}")
    legend = kind_legend(dataset, view, palette)
    if peers_only:
        positions = positions[
            positions["province"].isin([view.province, *peer_codes(dataset, view)])
        ]
        own_bar, peer_bar, _ = (replace(item, swatch="area") for item in legend)
        legend = (own_bar, replace(peer_bar, color=palette.other))
    return LadderData(positions, own, legend)


def build(dataset: Dataset, view: View) -> Figure:
    """All provinces from last to first with their scores; the province and its peers named.

    Raises:
        LookupError: the province has no score.
    """
    lang, data = view.lang, ladder_data(dataset, view)
    table, own = data.positions, data.own
    rows = _rows(dataset, view, table)
    labels = FigureLabels(dataset, view, several_provinces=True)
    return Figure(
        name="peers.ladder",
        spec=_template(lang, view.theme, dataset.tables.topojson, labels.remarks),
        data=encode_chart_data(
            {"count": len(rows)}
            | _score_scale(dataset, view, rows, table)
            | edge_values(_band_edges(table)),
            provinces=rows,
        ),
        title=labels.title(headline(dataset, view)),
        subtitle=labels.subtitle(phrases.measure_subtitle(dataset, view, view.measure)),
        alt=labels.alt(
            t(
                "peers.ladder_alt",
                lang,
                name=dataset.name_in_sentence(view.province, lang),
                score=format_number(own["score"], 2, lang),
                place=phrases.format_rank(dataset, own),
            )
        ),
        source=labels.source(),
        table=partial(tables.measure_table, view=view, measure=view.measure),
        legend=data.legend,
    )


def _rows(dataset: Dataset, view: View, table: pd.DataFrame) -> pd.DataFrame:
    """``province_rows`` with positions on the x axis.

    Returns:
        also step (1 the last province; ties share a rank but not a step) and name_step (where the
        upright name stands if ranks are as narrow as they may be).
    """
    rows = province_rows(dataset, view, table)
    rows["step"] = range(len(rows), 0, -1)
    named = (rows["layer"] > 0).to_numpy()
    steps = rows["step"].to_numpy(dtype=float)
    steps[named] = spread_evenly(rows["step"].to_numpy()[named].tolist(), _MOST_NAME_STEP)
    rows["name_step"] = steps
    return rows


def _band_edges(table: pd.DataFrame) -> list[float]:
    """Where the groups begin and end on the x axis, by their sizes."""
    groups = table["group"].tolist()
    sizes = [groups.count(code) for code in phrases.GROUPS[::-1]]
    return [0.5 + sum(sizes[:k]) for k in range(len(sizes) + 1)]


def _score_scale(
    dataset: Dataset, view: View, rows: pd.DataFrame, table: pd.DataFrame
) -> dict[str, float]:
    """The ends of the y axis (floor, ceiling) and its ticks (first_tick, last_tick, tick_step)."""
    low, high = table["score"].min(), table["score"].max()
    floor, ceiling = low - (high - low) * 0.08, high + (high - low) * 0.95
    # An upright name needs its length above its dot.
    for code, score, layer in zip(rows["code"], rows["score"], rows["layer"], strict=True):
        if layer:  # a named province
            name_height = text_width(dataset.province_name(code, view.lang), TEXT_SIZE) + 50
            fraction = name_height / (_HEIGHT - 60)
            ceiling = max(ceiling, (score - fraction * floor) / (1 - fraction))
    first, last, step = _score_ticks(low, high)
    return {
        "floor": floor,
        "ceiling": ceiling,
        "first_tick": first,
        "last_tick": last,
        "tick_step": step,
    }


def _score_ticks(low: float, high: float) -> tuple[float, float, float]:
    """Whole points (tenths where the range is small) between the lowest and the best score.

    Returns:
        The first tick, the last one and the step between two.
    """
    span = high - low
    step = 1.0 if span >= 4 else 0.5 if span >= 1.5 else 0.2 if span > 0.6 else 0.1
    return (int(low / step) + 1) * step, int(high / step) * step, step


@cache
def _template(lang: Language, theme: ThemeName, topojson: str, remarks: Remarks) -> dict[str, Any]:
    """The spec, of the tables "provinces" (see ``_rows``).

    Its view values are count (of the provinces) and those of ``_score_scale``.
    """
    palette = PALETTES[theme]
    count = view_value("count")
    x_scale = alt.Scale(domain=alt.ExprRef(f"[0.5, {count} + 0.5]"), nice=False)
    chart = alt.layer(
        *group_bands(x_scale, _rank_axis(count, lang), lang, palette),
        *_province_layers(lang, topojson, remarks, count, x_scale, palette),
    ).resolve_scale(color="independent")
    return finish_spec(chart, palette, lang, _HEIGHT)


def _rank_axis(count: str, lang: Language) -> alt.Axis:
    """An axis of steps that names the ranks 1, 10, 20 and so on.

    Args:
        count: a Vega expression for the number of provinces.
    """
    # Expressions cannot join two lists: of all ranks that may be named, take those that exist.
    ranks = [1, *range(10, _MOST_PROVINCES + 1, 10)]
    steps = ", ".join(f"{count} + 1 - {rank}" for rank in ranks)
    return alt.Axis(
        values=alt.ExprRef(f"slice([{steps}], 0, 1 + floor({count} / 10))"),
        labelExpr=f"{count} + 1 - datum.value",
        title=t("peers.ladder_axis", lang),
        grid=False,
    )


def _province_layers(
    lang: Language,
    topojson: str,
    remarks: Remarks,
    count: str,
    x_scale: alt.Scale,
    palette: Palette,
) -> list[alt.Chart]:
    """A stem and a dot for every province, upright names for some."""
    y_scale = alt.Scale(domain=view_domain("floor", "ceiling"), nice=False, zero=False)
    y = alt.Y("score:Q", scale=y_scale, axis=_score_axis())
    provinces = with_province_names(
        alt.Chart(named_data("provinces")), topojson, lang, (50, 80, 200)
    ).encode(
        x=alt.X("step:Q", scale=x_scale),
        color=kind_color(palette),
        tooltip=encodings.tooltip_lines(
            lang, "name", "points", "place", "group_name", remarks=remarks
        ),
    )
    stems = provinces.mark_rule(strokeWidth=2, opacity=0.55).encode(
        y=alt.Y("score:Q", scale=y_scale), y2=alt.value("height")
    )
    dots = provinces.mark_point(filled=True, opacity=1).encode(
        y=y, size=DOT_AREA, shape=kind_shape()
    )
    # Names leave their dots only as far as narrow ranks make them, lest they seem a neighbour's.
    shift = (
        f"clamp(({_NAME_WIDTH} * {count} / width - 1) / {_MOST_NAME_STEP - 1}, 0, 1)"
        " * (datum.name_step - datum.step)"
    )
    named = (
        provinces.transform_filter("datum.kind != 'other'")
        .transform_calculate(name_at=f"datum.step + {shift}")
        .encode(x=alt.X("name_at:Q", scale=x_scale), y=y)
    )
    are_peers_named = f"width >= {_LEAST_RANK_WIDTH} * {count}"
    leaders = (
        named.transform_filter(f"{are_peers_named} && abs(datum.name_at - datum.step) > 0.2")
        .mark_rule(strokeWidth=1, y2Offset=-10)
        .encode(
            x=alt.X("step:Q", scale=x_scale),
            x2="name_at:Q",
            y2=alt.Y2("score"),
            tooltip=alt.value(None),
        )
    )
    style: dict[str, Any] = {"angle": 270, "align": "left", "baseline": "middle", "dx": 11}
    # Upright names of neighbouring ranks need a rank as wide as a line of text.
    peer_names = (
        named.transform_filter(f"datum.kind == 'peer' && {are_peers_named}")
        .mark_text(**style)
        .encode(text="name:N")
    )
    own_name = (
        named.transform_filter("datum.kind == 'own'")
        .mark_text(**style, fontWeight="bold")
        .encode(text="name:N")
    )
    # The border of two groups would run through a name beside it.
    halo = (
        named.transform_filter(f"datum.kind == 'own' || {are_peers_named}")
        .mark_text(**style, stroke=palette.background, strokeWidth=5, strokeJoin="round")
        .encode(text="name:N", color=alt.value(palette.background))
    )
    return [halo, stems, leaders, dots, peer_names, own_name]


def _score_axis() -> alt.Axis:
    """An axis of points with the ticks of ``_score_scale``; tenths where these are not whole."""
    first, last, step = (view_value(name) for name in ("first_tick", "last_tick", "tick_step"))
    # A sequence ends before its stop.
    ticks = alt.ExprRef(f"sequence({first}, {last} + {step} / 2, {step})")
    axis = encodings.score_axis(grid=False, values=ticks)
    tenths, whole = (number_expression("datum.value", decimals) for decimals in (1, 0))
    axis.labelExpr = f"{step} < 1 ? {tenths} : {whole}"
    return axis
