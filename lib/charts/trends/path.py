"""Rank or score in every published year."""

from typing import Any

import altair as alt
import pandas as pd

from lib.charts import encodings, vega
from lib.charts.figure import Figure, LegendItem
from lib.charts.trends.axes import tick_decimals
from lib.charts.vega import finish_spec, inline_data, number_expression
from lib.common import theme
from lib.common.text import t
from lib.common.theme import PALETTES, Palette
from lib.model.dataset import Dataset
from lib.model.peer_groups import peer_codes
from lib.model.view import View
from lib.narrative import phrases, tables, trends
from lib.stats import history
from lib.stats.ranking import TOTAL


def build(dataset: Dataset, view: View) -> Figure:
    """Rank, or points, in every published year: the province over its peers, broken at eras."""
    lang, palette = view.lang, PALETTES[view.theme]
    name = dataset.province_name(view.province, lang)
    own = history.province_history(dataset.positions, view.province, view.measure)
    rows = history.median_gap_history(
        dataset.positions, [view.province, *peer_codes(dataset, view)], view.measure
    )
    field = "rank" if view.scale == "position" else "gap" if "." in view.measure else "score"
    sent = rows[["year", "province", "rank", "scored", "era"]].assign(
        score=encodings.round_as_displayed(rows["score"]),
        gap=encodings.round_as_displayed(rows["gap"]),
    )
    years = sorted(
        dataset.positions.loc[dataset.positions["measure"] == view.measure, "year"].unique()
    )
    x_scale = encodings.scale_with_margins(
        (96, 44), (20, 12), domain=[years[0] - 0.5, years[-1] + 0.5], zero=False
    )
    x_axis = encodings.year_axis(years)
    x = alt.X("year:Q", scale=x_scale, axis=x_axis)
    most = int(dataset.positions["scored"].max())
    values = sent[field]
    pad = 0.12 * (values.max() - values.min()) or 0.5
    y_scale = (
        alt.Scale(domain=[most + 6, -3], nice=False)
        if field == "rank"
        else alt.Scale(
            domain=[round(values.min() - pad, 3), round(values.max() + pad, 3)],
            nice=False,
            zero=False,
        )
    )
    y_axis = (
        alt.Axis(values=[1, 20, 40, 60], title=None, grid=False, domain=False, ticks=False)
        if field == "rank"
        else encodings.score_axis(lang, tick_decimals(values.max() - values.min()), tickCount=5)
    )
    y_axis.offset = alt.ExprRef(f"-({vega.by_width(88, 38)})")
    y = alt.Y(f"{field}:Q", scale=y_scale, axis=y_axis)
    drawn = (
        alt.Chart(inline_data(sent))
        .transform_calculate(
            points=number_expression("datum.score", lang),
            place="datum.rank + '/' + datum.scored",
            distance=number_expression("datum.gap", lang, sign=True),
            year_text="toString(datum.year)",
            thread="datum.province + datum.era",
            own=f"datum.province == '{view.province}'",
        )
        .encode(x=x, y=y)
    )
    others = drawn.transform_filter("!datum.own").mark_line(
        color=palette.peer, opacity=0.3, strokeWidth=1.5
    )
    mine = drawn.transform_filter("datum.own")
    tip = [
        alt.Tooltip(f"{k}:N", title=t(f"column.{title}", lang))
        for k, title in (
            ("year_text", "year"),
            ("points", "score"),
            ("place", "rank"),
            ("distance", "gap_median"),
        )
    ]
    written = (
        "toString(datum.rank)"
        if field == "rank"
        else ("datum.points" if field == "score" else "datum.distance")
    )
    ends = set(own.loc[own["rank"].isin([own["rank"].min(), own["rank"].max()]), "year"])
    some = ",".join(str(y) for y in sorted({*ends, view.year}))
    texts = (
        mine.transform_calculate(written=written)
        .transform_filter(f"width >= {theme.PHONE_WIDTH} || indexof([{some}], datum.year) >= 0")
        .mark_text(dy=-15, color=palette.accent, fontWeight="bold")
        .encode(text="written:N")
    )
    starts = history.era_starts(dataset.positions, view.measure, [view.province])[1:]
    layers: list[Any] = [
        *(_group_bands(dataset, view, x_scale, y_scale, palette) if field == "rank" else []),
        *_era_lines(starts, x_scale, palette),
        others.encode(detail="thread:N"),
        *([_median_line(own, x, y_scale, palette)] if field == "score" else []),
        mine.mark_line(color=palette.accent, strokeWidth=3.5).encode(detail="era:N"),
        mine.mark_circle(color=palette.accent, opacity=1, size=110).encode(tooltip=tip),
        texts,
    ]
    marks = _break_marks(dataset, view)
    if len(marks):
        triangle = alt.Chart(inline_data(marks)).mark_point(
            shape="triangle-up", filled=True, color=palette.muted, size=90, opacity=1
        )
        layers.append(
            triangle.encode(
                x=alt.X("year:Q", scale=x_scale),
                y=alt.value(alt.expr("height - 8")),
                tooltip=[
                    alt.Tooltip("at:N", title=t("column.year", lang)),
                    alt.Tooltip("why:N", title=t("trends.why", lang)),
                ],
            )
        )
    return Figure(
        name="trends.path",
        spec=finish_spec(alt.layer(*layers), palette, 300),
        title=trends.history_title(dataset, view),
        subtitle=t(
            f"trends.path_{field}",
            lang,
            measure=phrases.view_measure_name(dataset, view),
            first=years[0],
            last=years[-1],
        ),
        alt=t("trends.path_alt", lang, name=name)
        + " "
        + "; ".join(f"{r.year}: {r.rank}/{r.scored}" for r in own.itertuples())
        + ".",
        table=tables.years_table(dataset, view, rows),
        legend=(
            LegendItem(palette.accent, name),
            LegendItem(palette.peer, phrases.peers_label(dataset, view)),
            *(
                LegendItem(
                    palette.muted, t("peers.break", lang, year=year), dashed=True, mark="line"
                )
                for year in starts
            ),
            *([LegendItem(palette.muted, t("trends.marks", lang))] if len(marks) else []),
        ),
        source="source.series",
    )


def _group_bands(
    dataset: Dataset, view: View, x_scale: alt.Scale, y_scale: alt.Scale, palette: Palette
) -> list[alt.Chart]:
    """The four groups behind ranks: year by year, because their sizes differ, named at the left."""
    table = dataset.positions[dataset.positions["measure"] == view.measure]
    ends = table.groupby(["year", "group"])["rank"].agg(["min", "max"]).reset_index()
    last = table.groupby("year")["scored"].first()
    # A group reaches to where the next one begins; ties leave no gap.
    upto = ends.groupby("year")["min"].shift(-1).fillna(ends["year"].map(last) + 1)
    bands = pd.DataFrame(
        {
            "x": ends["year"] - 0.5,
            "x2": ends["year"] + 0.5,
            "y": ends["min"] - 0.5,
            "y2": upto - 0.5,
            "group": ends["group"],
        }
    )
    first = bands[bands["x"] == bands["x"].min()]
    names = pd.DataFrame(
        {
            "y": (first["y"] + first["y2"]) / 2,
            "full": [t(f"group.brief_{g}", view.lang) for g in first["group"]],
        }
    )
    boxes = (
        alt.Chart(inline_data(bands))
        .mark_rect(opacity=0.32)
        .encode(
            x=alt.X("x:Q", scale=x_scale),
            x2="x2:Q",
            y=alt.Y("y:Q", scale=y_scale),
            y2="y2:Q",
            color=encodings.group_color(palette),
        )
    )
    text = (
        alt.Chart(inline_data(names))
        .transform_filter(f"width >= {theme.PHONE_WIDTH}")
        .mark_text(align="left", color=palette.muted)
        .encode(x=alt.value(0), y=alt.Y("y:Q", scale=y_scale), text="full:N")
    )
    return [boxes, text]


def _era_lines(starts: list[int], x_scale: alt.Scale, palette: Palette) -> list[alt.Chart]:
    """A dashed line where scores of two eras meet."""
    if not starts:
        return []
    gaps = pd.DataFrame({"year": [year - 0.5 for year in starts]})
    rule = alt.Chart(inline_data(gaps)).mark_rule(color=palette.muted, strokeDash=[4, 4])
    return [rule.encode(x=alt.X("year:Q", scale=x_scale))]


def _median_line(own: pd.DataFrame, x: alt.X, y_scale: alt.Scale, palette: Palette) -> alt.Chart:
    """The median province over the years, broken like the province's own line."""
    table = own[["year", "median", "era"]]
    return (
        alt.Chart(inline_data(table))
        .mark_line(color=palette.ink, strokeDash=[5, 4], strokeWidth=2)
        .encode(x=x, y=alt.Y("median:Q", scale=y_scale), detail="era:N")
    )


def _break_marks(dataset: Dataset, view: View) -> pd.DataFrame:
    """Years in which something under the measure does not compare: year, at, why."""
    table = dataset.tables.breaks
    if view.measure != TOTAL:
        own = table["sub_dimension"] == view.measure
        table = table[own | table["sub_dimension"].str.startswith(f"{view.measure}.")]
    rows = []
    for year, part in table.groupby("year"):
        codes = ", ".join(part["sub_dimension"])
        reasons = part[f"reason_{view.lang}"].drop_duplicates()
        why = reasons.iloc[0] if len(reasons) == 1 else codes
        rows.append(
            {"year": year, "at": f"{year}", "why": f"{codes}: {why}" if len(reasons) == 1 else why}
        )
    return pd.DataFrame(rows, columns=["year", "at", "why"])
