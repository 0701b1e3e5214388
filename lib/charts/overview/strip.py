"""All provinces as dots on one line, by their total score."""

from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import altair as alt
import pandas as pd

from lib.charts import encodings, label_layout
from lib.charts.chart_data import encode_chart_data
from lib.charts.figure import Figure, LegendItem
from lib.charts.group_bands import band_rows, edge_values, group_bands
from lib.charts.province_marks import (
    DOT_AREA,
    kind_color,
    kind_legend,
    kind_shape,
    province_rows,
    with_province_names,
)
from lib.charts.vega import finish_spec, named_data, view_domain, view_value
from lib.common.numbers import format_number
from lib.common.text import Language, t
from lib.common.theme import PALETTES, Palette, ThemeName
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import phrases, tables
from lib.narrative.estimates import FigureLabels, Remarks
from lib.narrative.sampling import position as sampled
from lib.stats.ranking import TOTAL

_LABEL_HEIGHT = 5.5  # above the highest dots, in layers of them
INTERVAL_HEIGHT = 4.5  # the same, where no dot covers the line
_Y_SCALE = alt.Scale(domain=[-4.8, 12.4])


@dataclass(frozen=True)
class StripData:
    """What the strip shows, on a screen and on a slide.

    Attributes:
        positions: of all provinces by the total, best first.
        own: the selected province's.
        dots: ``province_rows`` of ``positions`` with y, the layer that keeps dots apart.
        edges: five scores: the start of the axis, the groups' thresholds, the end.
        bands: the groups between the edges, see ``band_rows``.
        legend: the kinds of provinces, see ``kind_legend``, and the interval.
        interval: the interval of the selected province's total; None where none is printed.
    """

    positions: pd.DataFrame
    own: pd.Series
    dots: pd.DataFrame
    edges: list[float]
    bands: pd.DataFrame
    legend: tuple[LegendItem, ...]
    interval: sampled.Interval | None = None


def strip_data(dataset: Dataset, view: View) -> StripData:
    """Every province by its total, and the four groups.

    Raises:
        LookupError: the province has no total that year.
    """
    table = dataset.ranking(view.year, TOTAL)
    own = dataset.total_position(view.year, view.province)
    low, high = table["score"].min(), table["score"].max()
    pad = (high - low) * 0.03
    interval = sampled.own_interval(dataset, view)
    ends = [low - pad, high + pad]
    if interval is not None:
        ends = [min(ends[0], interval.low), max(ends[1], interval.high)]
    edges = [round(ends[0], 3), own["q25"], own["q50"], own["q75"], round(ends[1], 3)]
    palette = PALETTES[view.theme]
    return StripData(
        positions=table,
        own=own,
        dots=_rows(dataset, view, table),
        edges=edges,
        bands=band_rows(edges, view.lang),
        legend=(
            *kind_legend(dataset, view, palette),
            *_interval_legend(dataset, view, interval, palette),
        ),
        interval=interval,
    )


def build(dataset: Dataset, view: View) -> Figure:
    """Every province as a dot on the total score, over the four groups; the selected one named.

    Raises:
        LookupError: the province has no total that year.
    """
    lang, data = view.lang, strip_data(dataset, view)
    own, scores = data.own, data.positions["score"]
    low, high = scores.min(), scores.max()
    labels = FigureLabels(dataset, view, several_provinces=True)
    return Figure(
        name="overview.strip",
        spec=_template(
            lang, view.theme, dataset.tables.topojson, labels.remarks, data.interval is not None
        ),
        data=encode_chart_data(
            {
                "decimals": encodings.tick_decimals(data.edges[-1] - data.edges[0]),
                "align": label_layout.inward_alignment(own["score"], low, high, 0.12),
            }
            | edge_values(data.edges),
            provinces=data.dots,
            **_interval_rows(data.interval),
        ),
        title=labels.title(_title(dataset, view, own, scores)),
        subtitle=labels.subtitle(phrases.measure_subtitle(dataset, view, TOTAL)),
        alt=labels.alt(
            t(
                "overview.strip_alt",
                lang,
                name=dataset.name_in_sentence(view.province, lang),
                score=format_number(own["score"], 2, lang),
                place=phrases.format_rank(dataset, own),
                low=format_number(low, 2, lang),
                high=format_number(high, 2, lang),
                median=format_number(own["q50"], 2, lang),
            )
            + (f" {spoken}" if (spoken := sampled.interval_sentence(dataset, view)) else "")
        ),
        table=partial(tables.measure_table, view=view, measure=TOTAL),
        legend=data.legend,
        source=labels.source(),
    )


def _rows(dataset: Dataset, view: View, table: pd.DataFrame) -> pd.DataFrame:
    """``province_rows`` with y, the layer that keeps dots apart."""
    is_own = table["province"].eq(view.province).to_numpy()
    rows = province_rows(dataset, view, table)
    swarm = label_layout.bee_swarm(table["score"].to_numpy(), is_own, step=1.0)
    rows["y"] = swarm.round().astype(int)
    return rows


def _interval_legend(
    dataset: Dataset, view: View, interval: sampled.Interval | None, palette: Palette
) -> tuple[LegendItem, ...]:
    """What the horizontal line through the selected province's dot is."""
    if interval is None:
        return ()
    label = t(
        "sampling.legend",
        view.lang,
        name=dataset.province_name(view.province, view.lang),
        interval=sampled.interval_phrase(interval, view.lang),
    )
    return (LegendItem(palette.accent, label, swatch="line"),)


def _interval_rows(interval: sampled.Interval | None) -> dict[str, pd.DataFrame]:
    """The table "interval" (low, high, in points) of the spec; none without one."""
    if interval is None:
        return {}
    return {"interval": pd.DataFrame([{"low": interval.low, "high": interval.high}])}


@cache
def _template(
    lang: Language, theme: ThemeName, topojson: str, remarks: Remarks, has_interval: bool
) -> dict[str, Any]:
    """The spec, of the tables "provinces" (see ``_rows``) and "interval"."""
    palette = PALETTES[theme]
    x_scale = alt.Scale(domain=view_domain("edge_0", "edge_4"), nice=False, zero=False)
    axis = encodings.fitted_score_axis(grid=False, tickCount=7)
    chart = alt.layer(
        *group_bands(x_scale, axis, lang, palette),
        *(_interval_layers(x_scale, palette) if has_interval else []),
        *_province_layers(lang, topojson, remarks, x_scale, palette),
    ).resolve_scale(color="independent")
    return finish_spec(chart, palette, lang, 180)


def _province_layers(
    lang: Language, topojson: str, remarks: Remarks, x_scale: alt.Scale, palette: Palette
) -> list[alt.Chart]:
    """The dots, and a label above them that is joined to the selected province's dot."""
    provinces = with_province_names(alt.Chart(named_data("provinces")), topojson, lang).encode(
        x=alt.X("score:Q", scale=x_scale)
    )
    y = alt.Y("y:Q", scale=_Y_SCALE, axis=None)
    dots = provinces.mark_point(filled=True, opacity=1).encode(
        y=y,
        color=kind_color(palette),
        shape=kind_shape(),
        size=DOT_AREA,
        order="layer:Q",
        tooltip=encodings.tooltip_lines(
            lang, "name", "points", "place", "group_name", remarks=remarks
        ),
    )
    own = provinces.transform_filter("datum.kind == 'own'")
    leader = own.mark_rule(color=palette.accent, strokeWidth=1.5).encode(
        y=y, y2=alt.Y2(datum=_LABEL_HEIGHT)
    )
    label = own.transform_calculate(label="datum.name + ' ' + datum.points").encode(
        y=alt.Y(datum=_LABEL_HEIGHT, type="quantitative", scale=_Y_SCALE, axis=None),
        text="label:N",
    )
    style: dict[str, Any] = {
        "align": alt.ExprRef(view_value("align")),
        "baseline": "bottom",
        "dy": -2,
        "fontWeight": "bold",
    }
    # A threshold near the province would run through its name.
    halo = label.mark_text(**style, **encodings.halo(palette, 7))
    return [leader, dots, halo, label.mark_text(**style, color=palette.accent)]


def _interval_layers(x_scale: alt.Scale, palette: Palette) -> list[alt.Chart]:
    """A line from the low to the high end, with a tick at each."""
    interval = alt.Chart(named_data("interval"))
    y = alt.Y(datum=INTERVAL_HEIGHT, type="quantitative", scale=_Y_SCALE, axis=None)
    line = interval.mark_rule(color=palette.accent, strokeWidth=3).encode(
        x=alt.X("low:Q", scale=x_scale), x2="high:Q", y=y
    )
    ticks = [
        interval.mark_tick(color=palette.accent, orient="vertical", thickness=3, size=10).encode(
            x=alt.X(f"{end}:Q", scale=x_scale), y=y
        )
        for end in ("low", "high")
    ]
    return [line, *ticks]


def _title(dataset: Dataset, view: View, own: pd.Series, scores: pd.Series) -> str:
    """Which threshold the province is near, else how many provinces score lower.

    Args:
        own: the province's position by the total.
        scores: the totals of all provinces.
    """
    lang = view.lang
    name = dataset.name_in_sentence(view.province, lang)
    if near := phrases.near_threshold_note(own, lang):
        return t("overview.strip_near", lang, name=name, near=near)
    below = int((scores < own["score"]).sum())
    end = "first" if own["rank"] == 1 else "last" if not below else "below"
    return t(f"overview.strip_{end}", lang, name=name, below=below, scored=own["scored"])
