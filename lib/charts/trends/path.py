"""Rank or score in every published year."""

from functools import cache, partial
from typing import Any, Literal

import altair as alt
import pandas as pd

from lib.charts import encodings, vega
from lib.charts.chart_data import ChartData, encode_chart_data
from lib.charts.figure import Figure, LegendItem
from lib.charts.province_marks import ranked_out_of, round_as_displayed
from lib.charts.successors import path as successor_path
from lib.charts.trends.rank_bands import rank_band_layers, rank_band_rows
from lib.charts.vega import finish_spec, named_data, number_expression, view_domain
from lib.charts.year_axes import (
    era_break_legend,
    era_break_rows,
    era_break_rules,
    numbered_runs,
    year_axis,
)
from lib.common.text import Language, t
from lib.common.theme import PALETTES, PHONE_WIDTH, Palette, ThemeName, mix_colors
from lib.model.chosen_peers import peer_codes
from lib.model.dataset import Dataset
from lib.model.memoized import memoized
from lib.model.view import View
from lib.narrative import phrases, tables
from lib.narrative.trends import rank_history
from lib.stats import history
from lib.stats.ranking import TOTAL

Field = Literal["rank", "score", "gap"]  # drawn on the y axis
_PEER_OPACITY = 0.35


def build(dataset: Dataset, view: View) -> Figure:
    """Rank or points in every published year: the province over its peers, broken at eras.

    For one of the 34 the history that leads up to it (see ``charts.successors.path``).
    """
    if dataset.units == "34":
        return successor_path.build(dataset, view)
    lang, palette = view.lang, PALETTES[view.theme]
    field: Field = "rank" if view.scale == "position" else "gap" if "." in view.measure else "score"
    positions = dataset.positions_of_measure(view.measure)
    own = history.province_history(positions, view.province, view.measure)
    rows = _history(dataset, view)
    years = sorted(positions["year"].unique().tolist())  # in which the measure was published
    breaks = history.era_starts(positions, view.measure, [view.province])[1:]
    redefinitions = _redefinitions(dataset, view.measure, lang)
    name = dataset.name_in_sentence(view.province, lang)
    out_of = ranked_out_of(dataset, view.measure, own["scored"])
    ranks = "; ".join(f"{r.year}: {r.rank}/{r.of}" for r in own.assign(of=out_of).itertuples())
    return Figure(
        name="trends.path",
        spec=_template(lang, view.theme, field, tuple(years)),
        data=_data(
            dataset, view, field, own, _drawn_rows(dataset, view, rows, own), breaks, redefinitions
        ),
        title=rank_history.history_title(dataset, view),
        subtitle=t(
            f"trends.path_{field}",
            lang,
            measure=phrases.view_measure_name(dataset, view),
            first=years[0],
            last=years[-1],
        ),
        alt=f"{t('trends.path_alt', lang, name=name)} {ranks}.",
        table=partial(_table, view=view),
        legend=(
            LegendItem(palette.accent, name),
            LegendItem(
                mix_colors(palette.background, palette.peer, _PEER_OPACITY),
                phrases.peers_label(dataset, view),
            ),
            *era_break_legend(breaks, lang, palette),
            *([LegendItem(palette.muted, t("trends.marks", lang))] if len(redefinitions) else []),
        ),
        source="source.series",
    )


def _history(dataset: Dataset, view: View) -> pd.DataFrame:
    """The years of the province and its peers, see ``history.median_gap_history``."""
    provinces = [view.province, *peer_codes(dataset, view)]
    positions = dataset.positions_of_measure(view.measure)
    return history.median_gap_history(positions, provinces, view.measure)


def _table(dataset: Dataset, view: View) -> pd.DataFrame:
    return tables.years_table(dataset, view, _history(dataset, view))


@memoized
def _redefinitions(dataset: Dataset, measure: str, lang: str) -> pd.DataFrame:
    """The table "redefinitions" of the spec: when sub-dimensions of the measure were redefined.

    Returns:
        year, why (the codes, with the reason where all have the same).
    """
    table = dataset.tables.breaks
    if measure != TOTAL:
        codes = table["sub_dimension"]
        table = table[codes.eq(measure) | codes.str.startswith(f"{measure}.")]
    rows = []
    for year, part in table.groupby("year"):
        codes = ", ".join(part["sub_dimension"])
        reasons = part[f"reason_{lang}"].drop_duplicates()
        why = f"{codes}: {reasons.iloc[0]}" if len(reasons) == 1 else codes
        rows.append({"year": year, "why": why})
    return pd.DataFrame(rows, columns=["year", "why"]).astype({"year": int, "why": str})


def _drawn_rows(
    dataset: Dataset, view: View, rows: pd.DataFrame, own: pd.DataFrame
) -> pd.DataFrame:
    """The table "rows" of the spec.

    Args:
        rows: the history of the province and its peers.
        own: the province's history.

    Returns:
        year, province, rank, run (of successive years), lone (whether the run is one year), of (how
        many provinces the rank is out of), score, gap (two decimals as displayed), own (whether it
        is the selected province), essential (whether a phone shows the year's value).
    """
    extremes = own.loc[own["rank"].isin([own["rank"].min(), own["rank"].max()]), "year"]
    years = dataset.positions_of_measure(view.measure)["year"].unique()
    run = numbered_runs(rows, "province", years)
    return rows[["year", "province", "rank"]].assign(
        run=run,
        lone=run.groupby([rows["province"], run]).transform("size").eq(1),
        of=ranked_out_of(dataset, view.measure, rows["scored"]),
        score=round_as_displayed(rows["score"]),
        gap=round_as_displayed(rows["gap"]),
        own=rows["province"] == view.province,
        essential=rows["year"].isin({*extremes, view.year}),
    )


def _data(
    dataset: Dataset,
    view: View,
    field: Field,
    own: pd.DataFrame,
    rows: pd.DataFrame,
    breaks: list[int],
    redefinitions: pd.DataFrame,
) -> ChartData:
    """The tables of the spec, and the limits and decimals of its y axis."""
    low, high = _y_domain(dataset, rows[field], field)
    tables_of_field = {}
    if field == "rank":
        tables_of_field["bands"] = rank_band_rows(dataset, view.measure)
    if field == "score":
        tables_of_field["medians"] = own[["year", "median", "era"]]
    return encode_chart_data(
        {
            "low": low,
            "high": high,
            "decimals": encodings.tick_decimals(rows[field].max() - rows[field].min()),
        },
        rows=rows,
        breaks=era_break_rows(breaks),
        redefinitions=redefinitions,
        **tables_of_field,
    )


def _y_domain(dataset: Dataset, values: pd.Series, field: Field) -> tuple[float, float]:
    """The values at the bottom and at the top of the chart."""
    if field == "rank":
        return int(dataset.positions["scored"].max()) + 6, -3
    pad = 0.12 * (values.max() - values.min()) or 0.5
    return round(values.min() - pad, 3), round(values.max() + pad, 3)


@cache
def _template(
    lang: Language, theme: ThemeName, field: Field, years: tuple[int, ...]
) -> dict[str, Any]:
    """The spec, of the tables and view values of ``_data``.

    Args:
        years: in which the measure was published, oldest first.
    """
    palette = PALETTES[theme]
    layers = _layers(lang, palette, field, years)
    return finish_spec(alt.layer(*layers), palette, lang, 300)


def _layers(lang: str, palette: Palette, field: Field, years: tuple[int, ...]) -> list[Any]:
    """All layers, back to front."""
    x_scale = encodings.scale_with_margins(
        (104, 44), (20, 12), domain=[years[0] - 0.5, years[-1] + 0.5], zero=False
    )
    x = alt.X("year:Q", scale=x_scale, axis=year_axis(years))
    y_scale = alt.Scale(domain=view_domain("low", "high"), nice=False, zero=False)
    bands = rank_band_layers(years[0], x_scale, y_scale, lang, palette) if field == "rank" else []
    median = [_median_line(x, y_scale, palette)] if field == "score" else []
    provinces = _provinces().encode(x=x, y=alt.Y(f"{field}:Q", scale=y_scale, axis=_y_axis(field)))
    others = provinces.transform_filter("!datum.own")
    style: dict[str, Any] = {"color": palette.peer, "opacity": _PEER_OPACITY}
    return [
        *bands,
        era_break_rules(x_scale, palette),
        others.mark_line(**style, strokeWidth=1.5).encode(detail="thread:N"),
        others.transform_filter("datum.lone").mark_circle(**style, size=20),  # no line shows it
        *median,
        *_own_layers(provinces.transform_filter("datum.own"), lang, palette, field),
        _redefinition_marks(x_scale, lang, palette),
    ]


def _y_axis(field: Field) -> alt.Axis:
    """An axis inside the drawing, where the x scale leaves a margin for it."""
    if field == "rank":
        axis = alt.Axis(values=[1, 20, 40, 60], title=None, grid=False, domain=False, ticks=False)
    else:
        axis = encodings.fitted_score_axis(tickCount=5)
    axis.offset = alt.ExprRef(f"-({vega.by_width(96, 38)})")
    return axis


def _provinces() -> alt.Chart:
    """A chart of the rows with the texts of tooltips and the lines (thread)."""
    return alt.Chart(named_data("rows")).transform_calculate(
        points=number_expression("datum.score"),
        place="datum.rank + '/' + datum.of",
        distance=number_expression("datum.gap", sign=True),
        year_text="toString(datum.year)",
        thread="datum.province + '/' + datum.run",
    )


def _own_layers(chart: alt.Chart, lang: str, palette: Palette, field: Field) -> list[alt.Chart]:
    """The selected province's line, dots and values; on a phone only some values."""
    columns = {"year_text": "year", "points": "score", "place": "rank", "distance": "gap_median"}
    tooltip = encodings.tooltip({f: t(f"column.{c}", lang) for f, c in columns.items()})
    text = {"rank": "toString(datum.rank)", "score": "datum.points", "gap": "datum.distance"}[field]
    values = (
        chart.transform_calculate(written=text)
        .transform_filter(f"width >= {PHONE_WIDTH} || datum.essential")
        .encode(text="written:N")
    )
    style: dict[str, Any] = {"dy": -15, "fontWeight": "bold"}
    return [
        chart.mark_line(color=palette.accent, strokeWidth=3.5).encode(detail="run:N"),
        # A steep line would run through its own values.
        values.mark_text(**style, **encodings.halo(palette)),
        chart.mark_circle(color=palette.accent, opacity=1, size=110).encode(tooltip=tooltip),
        values.mark_text(**style, color=palette.accent),
    ]


def _median_line(x: alt.X, y_scale: alt.Scale, palette: Palette) -> alt.Chart:
    """The median province over the years, broken like the province's own line."""
    return (
        alt.Chart(named_data("medians"))
        .mark_line(color=palette.ink, strokeDash=[5, 4], strokeWidth=2)
        .encode(x=x, y=alt.Y("median:Q", scale=y_scale), detail="era:N")
    )


def _redefinition_marks(x_scale: alt.Scale, lang: str, palette: Palette) -> alt.Chart:
    """A triangle below each year with redefinitions."""
    titles = {"year_text": t("column.year", lang), "why": t("trends.why", lang)}
    return (
        alt.Chart(named_data("redefinitions"))
        .transform_calculate(year_text="toString(datum.year)")
        .mark_point(shape="triangle-up", filled=True, color=palette.muted, size=90, opacity=1)
        .encode(
            x=alt.X("year:Q", scale=x_scale),
            y=alt.value(alt.expr("height - 8")),
            tooltip=encodings.tooltip(titles),
        )
    )
