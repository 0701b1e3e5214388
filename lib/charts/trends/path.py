"""Rank or score in every published year."""

from typing import Any, Literal

import altair as alt
import pandas as pd

from lib.charts import encodings, vega
from lib.charts.figure import Figure, LegendItem
from lib.charts.trends.axes import tick_decimals
from lib.charts.trends.rank_bands import rank_band_layers
from lib.charts.vega import finish_spec, inline_data, number_expression
from lib.common import theme
from lib.common.text import t
from lib.common.theme import PALETTES, Palette
from lib.model.chosen_peers import peer_codes
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import phrases, tables
from lib.narrative.trends import rank_history
from lib.stats import history
from lib.stats.ranking import TOTAL

Field = Literal["rank", "score", "gap"]  # drawn on the y axis


def build(dataset: Dataset, view: View) -> Figure:
    """Rank or points in every published year: the province over its peers, broken at eras."""
    lang, palette = view.lang, PALETTES[view.theme]
    field: Field = "rank" if view.scale == "position" else "gap" if "." in view.measure else "score"
    own = history.province_history(dataset.positions, view.province, view.measure)
    rows = history.median_gap_history(
        dataset.positions, [view.province, *peer_codes(dataset, view)], view.measure
    )
    years = _years(dataset, view)
    breaks = history.era_starts(dataset.positions, view.measure, [view.province])[1:]
    redefinitions = _redefinitions(dataset, view)
    chart = alt.layer(*_layers(dataset, view, own, rows, field, breaks, redefinitions))
    name = dataset.province_name(view.province, lang)
    ranks = "; ".join(f"{r.year}: {r.rank}/{r.scored}" for r in own.itertuples())
    return Figure(
        name="trends.path",
        spec=finish_spec(chart, palette, lang, 300),
        title=rank_history.history_title(dataset, view),
        subtitle=t(
            f"trends.path_{field}",
            lang,
            measure=phrases.view_measure_name(dataset, view),
            first=years[0],
            last=years[-1],
        ),
        alt=f"{t('trends.path_alt', lang, name=name)} {ranks}.",
        table=tables.years_table(dataset, view, rows),
        legend=(
            LegendItem(palette.accent, name),
            LegendItem(palette.peer, phrases.peers_label(dataset, view)),
            *encodings.era_break_legend(breaks, lang, palette),
            *([LegendItem(palette.muted, t("trends.marks", lang))] if len(redefinitions) else []),
        ),
        source="source.series",
    )


def _years(dataset: Dataset, view: View) -> list[int]:
    """The years in which the measure was published."""
    positions = dataset.positions
    return sorted(positions.loc[positions["measure"] == view.measure, "year"].unique())


def _redefinitions(dataset: Dataset, view: View) -> pd.DataFrame:
    """Years in which sub-dimensions of the measure were redefined.

    Returns:
        year, at (the year as text), why (the codes, with the reason where all have the same).
    """
    table = dataset.tables.breaks
    if view.measure != TOTAL:
        codes = table["sub_dimension"]
        table = table[codes.eq(view.measure) | codes.str.startswith(f"{view.measure}.")]
    rows = []
    for year, part in table.groupby("year"):
        codes = ", ".join(part["sub_dimension"])
        reasons = part[f"reason_{view.lang}"].drop_duplicates()
        why = f"{codes}: {reasons.iloc[0]}" if len(reasons) == 1 else codes
        rows.append({"year": year, "at": f"{year}", "why": why})
    return pd.DataFrame(rows, columns=["year", "at", "why"])


def _layers(
    dataset: Dataset,
    view: View,
    own: pd.DataFrame,
    rows: pd.DataFrame,
    field: Field,
    breaks: list[int],
    redefinitions: pd.DataFrame,
) -> list[Any]:
    """All layers, back to front."""
    palette, years = PALETTES[view.theme], _years(dataset, view)
    data = rows[["year", "province", "rank", "scored", "era"]].assign(
        score=encodings.round_as_displayed(rows["score"]),
        gap=encodings.round_as_displayed(rows["gap"]),
    )
    x_scale = encodings.scale_with_margins(
        (96, 44), (20, 12), domain=[years[0] - 0.5, years[-1] + 0.5], zero=False
    )
    x = alt.X("year:Q", scale=x_scale, axis=encodings.year_axis(years))
    y_scale = _y_scale(dataset, data[field], field)
    bands = rank_band_layers(dataset, view, x_scale, y_scale, palette) if field == "rank" else []
    median = [_median_line(own, x, y_scale, palette)] if field == "score" else []
    provinces = _provinces(view, data).encode(
        x=x, y=alt.Y(f"{field}:Q", scale=y_scale, axis=_y_axis(data[field], field, view.lang))
    )
    others = provinces.transform_filter("!datum.own").mark_line(
        color=palette.peer, opacity=0.3, strokeWidth=1.5
    )
    return [
        *bands,
        *encodings.era_break_rules(breaks, x_scale, palette),
        others.encode(detail="thread:N"),
        *median,
        *_own_layers(provinces.transform_filter("datum.own"), view, own, field),
        *_redefinition_marks(redefinitions, x_scale, view.lang, palette),
    ]


def _y_scale(dataset: Dataset, values: pd.Series, field: Field) -> alt.Scale:
    if field == "rank":
        return alt.Scale(domain=[int(dataset.positions["scored"].max()) + 6, -3], nice=False)
    pad = 0.12 * (values.max() - values.min()) or 0.5
    domain = [round(values.min() - pad, 3), round(values.max() + pad, 3)]
    return alt.Scale(domain=domain, nice=False, zero=False)


def _y_axis(values: pd.Series, field: Field, lang: str) -> alt.Axis:
    """An axis inside the drawing, where the x scale leaves a margin for it."""
    axis = (
        alt.Axis(values=[1, 20, 40, 60], title=None, grid=False, domain=False, ticks=False)
        if field == "rank"
        else encodings.score_axis(tick_decimals(values.max() - values.min()), tickCount=5)
    )
    axis.offset = alt.ExprRef(f"-({vega.by_width(88, 38)})")
    return axis


def _provinces(view: View, data: pd.DataFrame) -> alt.Chart:
    """A chart of the rows with the texts of tooltips, the lines (thread) and whose they are."""
    return alt.Chart(inline_data(data)).transform_calculate(
        points=number_expression("datum.score"),
        place="datum.rank + '/' + datum.scored",
        distance=number_expression("datum.gap", sign=True),
        year_text="toString(datum.year)",
        thread="datum.province + datum.era",
        own=f"datum.province == '{view.province}'",
    )


def _own_layers(chart: alt.Chart, view: View, own: pd.DataFrame, field: Field) -> list[alt.Chart]:
    """The selected province's line, dots and values; on a phone only some values."""
    palette = PALETTES[view.theme]
    columns = {"year_text": "year", "points": "score", "place": "rank", "distance": "gap_median"}
    tooltip = encodings.tooltip({f: t(f"column.{c}", view.lang) for f, c in columns.items()})
    text = {"rank": "toString(datum.rank)", "score": "datum.points", "gap": "datum.distance"}[field]
    extremes = own.loc[own["rank"].isin([own["rank"].min(), own["rank"].max()]), "year"]
    on_phone = ",".join(str(year) for year in sorted({*extremes, view.year}))
    values = (
        chart.transform_calculate(written=text)
        .transform_filter(f"width >= {theme.PHONE_WIDTH} || indexof([{on_phone}], datum.year) >= 0")
        .mark_text(dy=-15, color=palette.accent, fontWeight="bold")
        .encode(text="written:N")
    )
    return [
        chart.mark_line(color=palette.accent, strokeWidth=3.5).encode(detail="era:N"),
        chart.mark_circle(color=palette.accent, opacity=1, size=110).encode(tooltip=tooltip),
        values,
    ]


def _median_line(own: pd.DataFrame, x: alt.X, y_scale: alt.Scale, palette: Palette) -> alt.Chart:
    """The median province over the years, broken like the province's own line."""
    return (
        alt.Chart(inline_data(own[["year", "median", "era"]]))
        .mark_line(color=palette.ink, strokeDash=[5, 4], strokeWidth=2)
        .encode(x=x, y=alt.Y("median:Q", scale=y_scale), detail="era:N")
    )


def _redefinition_marks(
    redefinitions: pd.DataFrame, x_scale: alt.Scale, lang: str, palette: Palette
) -> list[alt.Chart]:
    """A triangle below each year with redefinitions; no layer where there is none."""
    if redefinitions.empty:
        return []
    triangles = alt.Chart(inline_data(redefinitions)).mark_point(
        shape="triangle-up", filled=True, color=palette.muted, size=90, opacity=1
    )
    titles = {"at": t("column.year", lang), "why": t("trends.why", lang)}
    return [
        triangles.encode(
            x=alt.X("year:Q", scale=x_scale),
            y=alt.value(alt.expr("height - 8")),
            tooltip=encodings.tooltip(titles),
        )
    ]
