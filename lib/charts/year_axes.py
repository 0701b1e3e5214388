"""Axes of years, and lines where the scale or the method changed."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from lib.charts.figure import LegendItem
from lib.charts.vega import by_width, named_data
from lib.common.text import t
from lib.common.theme import Palette


def year_axis(years: Sequence[int]) -> alt.Axis:
    """An axis of years, oldest first; on a phone every third, counted from the newest."""
    all_years = [int(year) for year in years]
    third = [year for year in all_years if (all_years[-1] - year) % 3 == 0]
    return alt.Axis(
        values=alt.ExprRef(by_width(str(all_years), str(third))),
        labelExpr=by_width("toString(datum.value)", '"\'" + slice(toString(datum.value), 2)'),
        labelFlush=False,
        labelSeparation=4,  # px; where larger letters leave less, every second year is written
        title=None,
        grid=False,
    )


def numbered_runs(rows: pd.DataFrame, line: str, years: Sequence[int]) -> pd.Series:
    """Which runs of successive years lines are made of: a line stops where a year is missing.

    Args:
        rows: year, era, and the column ``line`` that names the line; any order.
        line: the column.
        years: in which the measure was published for anybody.

    Returns:
        The number of each row's run within its line, from 1, on the index of ``rows``.
    """
    place = {year: i for i, year in enumerate(sorted(years))}
    ordered = rows.sort_values("year", kind="stable")
    by_line = ordered["year"].map(place).groupby(ordered[line])
    starts = by_line.diff().ne(1) | ordered["era"].groupby(ordered[line]).diff().ne(0)
    return starts.groupby(ordered[line]).cumsum().reindex(rows.index)


def era_break_rows(years: Sequence[int]) -> pd.DataFrame:
    """The table "breaks" of ``era_break_rules``: year, half a year before each of ``years``."""
    return pd.DataFrame({"year": [year - 0.5 for year in years]}, dtype=float)


def era_break_rules(x_scale: alt.Scale, palette: Palette) -> alt.Chart:
    """A dashed line at each row of the table "breaks": before each first year of an era."""
    rule = alt.Chart(named_data("breaks")).mark_rule(color=palette.muted, strokeDash=[4, 4])
    return rule.encode(x=alt.X("year:Q", scale=x_scale))


def era_break_legend(years: Sequence[int], lang: str, palette: Palette) -> list[LegendItem]:
    """What the lines of ``era_break_rules`` stand for."""
    return [
        LegendItem(palette.muted, t("peers.break", lang, year=year), dashed=True, swatch="line")
        for year in years
    ]


def merger_rows(border: float | None) -> pd.DataFrame:
    """The table "border" of ``merger_rule``: year, between two years; none without ``border``."""
    return pd.DataFrame({"year": [] if border is None else [border]}, dtype=float)


def merger_chart() -> alt.Chart:
    """A chart of the table "border" (see ``merger_rows``)."""
    return alt.Chart(named_data("border"))


def merger_rule(x: alt.X, palette: Palette) -> alt.Chart:
    """The line between the years of the 63 and those of the 34: solid, unlike a change of scale."""
    rule = merger_chart().mark_rule(color=palette.ink, strokeWidth=1.5)
    return rule.encode(x=x, y=alt.value(0), y2=alt.value("height"))


def merger_legend(lang: str, palette: Palette) -> LegendItem:
    """What the line of ``merger_rule`` stands for."""
    return LegendItem(palette.ink, t("successor.merger", lang), swatch="line")
