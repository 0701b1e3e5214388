"""How far provinces moved in a year, the province's own change marked."""

from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from lib.charts import encodings, label_layout
from lib.charts.chart_data import ChartData, encode_chart_data
from lib.charts.figure import Figure, LegendItem
from lib.charts.vega import finish_spec, named_data, view_domain, view_value
from lib.common.numbers import format_number, format_signed
from lib.common.text import Language, t
from lib.common.theme import PALETTES, Palette, ThemeName
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import phrases, tables
from lib.narrative.trends import uncertainty
from lib.stats import typical_change

_BINS = 31  # odd, so that one bin lies around zero


@dataclass(frozen=True)
class UsualData:
    """What the histogram shows, on a screen and on a slide.

    Attributes:
        changes: the rows that are counted, of ``Dataset.badge_reference`` or of a spread of the 63.
        own_change: the province's own (points).
        label: the province's name and change.
        edge: the largest of them to either side, in points; the axis is symmetrical.
        bins: see ``count_by_size``.
        legend: the zones with their limits in points.
    """

    changes: pd.DataFrame
    own_change: float
    label: str
    edge: float
    bins: pd.DataFrame
    legend: tuple[LegendItem, ...]


def usual_data(dataset: Dataset, view: View) -> UsualData:
    """What one-year changes up to the view's year had beyond the expected, and the province's own.

    Raises:
        LookupError: the province's change has no badge.
    """
    if not dataset.badge(view.year, view.measure, view.province).name:
        raise LookupError(f"{view.province} has no badge in {view.year}")
    changes = dataset.badge_reference(view.measure, view.year)
    is_own = (changes["year"] == view.year) & (changes["province"] == view.province)
    own_change = float(changes["residual"][is_own].iloc[0])
    name = dataset.name_in_sentence(view.province, view.lang)
    return UsualData(
        changes=changes,
        own_change=own_change,
        label=f"{name} {format_signed(own_change, 2, view.lang)}",
        edge=float(changes["residual"].abs().max()),
        bins=_histogram(dataset, view, changes),
        legend=_zone_legend(dataset, view),
    )


def build(dataset: Dataset, view: View) -> Figure:
    """A histogram of one-year changes, coloured by zone, with the province's own change.

    Raises:
        LookupError: the province's change has no badge.
    """
    lang, data = view.lang, usual_data(dataset, view)
    changes, own_change, edge = data.changes, data.own_change, data.edge
    limits = uncertainty.badge_limits(dataset, view.measure, view.year)
    return Figure(
        name="trends.usual",
        spec=template(lang, view.theme, encodings.tick_decimals(edge)),
        data=histogram_data(data.bins, edge, own_change, data.label),
        title=uncertainty.typical_change_title(dataset, view),
        subtitle=t(
            "trends.usual_subtitle",
            lang,
            measure=phrases.view_measure_name(dataset, view),
            n=len(changes),
            first=int(changes["year"].min()),
            last=view.year,
        ),
        alt=t(
            "trends.usual_alt",
            lang,
            name=dataset.name_in_sentence(view.province, lang),
            off=format_signed(own_change, 2, lang),
            usual=format_number(limits[0], 2, lang),
        ),
        table=partial(_table, view=view),
        legend=data.legend,
        source="source.change",
    )


def histogram_data(bins: pd.DataFrame, edge: float, own: float, label: str) -> ChartData:
    """The tables and view values of ``template``.

    Args:
        bins: the result of ``count_by_size``.
        edge: the largest size that the axis shows, either way (points).
        own: the province's own change (points).
        label: its name and number.
    """
    return encode_chart_data(
        {
            "low": round(-edge * 1.02, 3),
            "high": round(edge * 1.02, 3),
            "top": int(bins["n"].max() * 1.3),
            "align": label_layout.inward_alignment(own, -edge, edge, 0.25),
        },
        bins=bins.round({"from": 3, "to": 3}),
        own=pd.DataFrame([{"x": own, "text": label}]),
    )


def _table(dataset: Dataset, view: View) -> pd.DataFrame:
    return tables.yearly_changes_table(dataset, view)


def _histogram(dataset: Dataset, view: View, changes: pd.DataFrame) -> pd.DataFrame:
    """The changes of ``Dataset.badge_reference`` counted by their residual."""
    limits = uncertainty.badge_limits(dataset, view.measure, view.year)
    sizes = changes["residual"].to_numpy()
    return count_by_size(sizes, float(np.abs(sizes).max()), limits)


def count_by_size(sizes: np.ndarray, edge: float, limits: tuple[float, float]) -> pd.DataFrame:
    """Changes counted by their size.

    Args:
        sizes: points.
        edge: the end of the axis to either side (points).
        limits: how large a change is that is still usual, and still notable (points).

    Returns:
        from, to (points), n, zone (one of ``typical_change.BADGES``, by the bin's middle).
    """
    edges = np.linspace(-edge, edge, _BINS + 1)
    zones = [
        "usual" if size <= limits[0] else "notable" if size <= limits[1] else "rare"
        for size in np.abs(edges[:-1] + edges[1:]) / 2
    ]
    counts = np.histogram(sizes, edges)[0]
    return pd.DataFrame({"from": edges[:-1], "to": edges[1:], "n": counts, "zone": zones})


def zone_colors(palette: Palette) -> dict[str, str]:
    """The colours of the zones of a histogram."""
    colors = (palette.other, palette.groups[1], palette.groups[0])
    return dict(zip(typical_change.BADGES, colors, strict=True))


def _zone_legend(dataset: Dataset, view: View) -> tuple[LegendItem, ...]:
    """The zones of a histogram with their limits in points."""
    limits = uncertainty.badge_limits(dataset, view.measure, view.year)
    return tuple(
        LegendItem(
            color,
            t(f"badge.{zone}", view.lang),
            t(f"trends.zone_{zone}", view.lang, n=format_number(limit, 2, view.lang)),
        )
        for (zone, color), limit in zip(
            zone_colors(PALETTES[view.theme]).items(),
            (limits[0], limits[1], limits[1]),
            strict=True,
        )
    )


@cache
def template(lang: Language, theme: ThemeName, decimals: int) -> dict[str, Any]:
    """The spec, of the tables "bins" (see ``count_by_size``) and "own" (x, text).

    Args:
        decimals: of the ticks of the x axis.
    """
    palette = PALETTES[theme]
    x_scale = alt.Scale(domain=view_domain("low", "high"), nice=False, zero=False)
    x_axis = encodings.change_axis(decimals, tickCount=5)
    chart = alt.layer(
        _bin_layer(alt.X("from:Q", scale=x_scale, axis=x_axis), lang, palette),
        *_own_layers(x_scale, palette),
    )
    return finish_spec(chart, palette, lang, 250, phone_width=370)


def _bin_layer(x: alt.X, lang: str, palette: Palette) -> alt.Chart:
    colors = zone_colors(palette)
    y_scale = alt.Scale(domain=alt.ExprRef(f"[0, {view_value('top')}]"), nice=False)
    return (
        alt.Chart(named_data("bins"))
        .mark_rect(stroke=palette.background, strokeWidth=1)
        .encode(
            x=x,
            x2="to:Q",
            y=alt.Y("n:Q", axis=None, scale=y_scale),
            y2=alt.datum(0),
            color=alt.Color(
                "zone:N",
                scale=alt.Scale(domain=list(colors), range=list(colors.values())),
                legend=None,
            ),
            tooltip=[alt.Tooltip("n:Q", title=t("trends.moves", lang))],
        )
    )


def _own_layers(x_scale: alt.Scale, palette: Palette) -> list[alt.Chart]:
    """A labelled line at the province's own change."""
    chart = alt.Chart(named_data("own")).encode(x=alt.X("x:Q", scale=x_scale))
    rule = chart.mark_rule(color=palette.accent, strokeWidth=2.5).encode(
        y=alt.value(26), y2=alt.value("height")
    )
    text = chart.mark_text(
        color=palette.accent,
        fontWeight="bold",
        align=alt.ExprRef(view_value("align")),
        baseline="bottom",
    ).encode(y=alt.value(22), text="text:N")
    return [rule, text]
