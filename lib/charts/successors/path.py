"""The years that lead up to one of the 34: its members, the estimate, its own published years."""

from functools import cache, partial
from typing import Any, Literal

import altair as alt
import pandas as pd

from lib.charts import encodings, label_layout, vega
from lib.charts.chart_data import encode_chart_data
from lib.charts.figure import Figure
from lib.charts.province_marks import round_as_displayed
from lib.charts.successors.path_data import BAND_OPACITY, PathData, path_data, spoken_lines
from lib.charts.vega import finish_spec, named_data, number_expression, view_domain
from lib.charts.year_axes import (
    era_break_rows,
    era_break_rules,
    merger_chart,
    merger_rows,
    merger_rule,
    year_axis,
)
from lib.common.text import Language, t
from lib.common.theme import PALETTES, PHONE_WIDTH, Palette, ThemeName
from lib.model import successors
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import phrases, tables
from lib.narrative.estimates import FigureLabels
from lib.narrative.successors import history

Field = Literal["place", "score"]  # drawn on the y axis
_DASH = [6, 4]
_MARGINS = ((64, 40), (200, 24))  # px at the left and at the right, on a screen and on a phone
_PLACE_OF_VALUE = 11  # percent of places that a value below its dot takes
_HALF_VALUE = 25  # px from the middle of a value ("25/34") to what it must not touch
_NAME_GAP = 22  # px from the axis to the names at its right: the last value reaches into it


def build(dataset: Dataset, view: View, name: str = "trends.path") -> Figure:
    """Members' lines, the dashed estimate with the members' range, published years after a break.

    Raises:
        LookupError: nothing of it was published.
    """
    lang, data = view.lang, path_data(dataset, view)
    field: Field = "place" if view.scale == "position" else "score"
    labels = FigureLabels(dataset, view, several_provinces=True)
    years = data.years
    rows = _drawn_rows(data, field)
    successor = history.successor_of(dataset, view)
    label = successors.of_63(dataset).successor_label(successor, lang)
    alt = "successor.path_alt" if dataset.is_merged(successor) else "successor.path_alt_same"
    return Figure(
        name=name,
        spec=_template(
            lang,
            view.theme,
            field,
            tuple(years),
            max(years[-1] + 1, data.border + 1),
            bool(rows["kind"].eq("published").any()),
        ),
        data=encode_chart_data(
            _limits(data.rows, field),
            rows=rows,
            ends=_end_labels(data, field),
            breaks=era_break_rows(data.breaks),
            border=merger_rows(data.border - 0.5),
        ),
        title=history.title(dataset, view),  # says itself what is estimated
        subtitle=labels.subtitle(
            t(
                f"successor.path_{'position' if field == 'place' else 'points'}",
                lang,
                measure=phrases.view_measure_name(dataset, view),
                first=years[0],
                last=years[-1],
            )
        ),
        alt=labels.alt(f"{t(alt, lang, name=label)} {'; '.join(spoken_lines(data, lang))}."),
        table=partial(_table, view=view),
        legend=data.legend,
        source="successor.source",
    )


def build_of_member(dataset: Dataset, view: View) -> Figure:
    """The same for the province that one of the 63 became."""
    return build(dataset, view, "merged.history")


def _table(dataset: Dataset, view: View) -> pd.DataFrame:
    rows = path_data(dataset, view).rows
    rows = rows.assign(code=rows["unit"], position=rows["place"].round(1))
    shown = ("year", "code", "line", "score", "low", "high", "rank", "scored", "position")
    return tables.titled(view.lang, {name: rows[name].to_numpy() for name in shown})


def _drawn_rows(data: PathData, field: Field) -> pd.DataFrame:
    """The table "rows" of the spec: what it uses of the history."""
    rows = data.rows
    columns = {"place": ("place", "low_place", "high_place"), "score": ("score", "low", "high")}
    value, low, high = columns[field]
    return rows[["year", "line", "kind", "rank", "of", "run"]].assign(
        value=round_as_displayed(rows[value]) if field == "score" else rows[value],
        low=rows[low].round(2),
        high=rows[high].round(2),
        score=round_as_displayed(rows["score"]),
        place=rows["place"],
        color=rows["line"].map(data.colors),
        shape=rows["line"].map(data.shapes).fillna("circle"),
        newest=rows["year"].eq(rows["year"].max()),
        below=_is_below(rows, value),
    )


def _is_below(rows: pd.DataFrame, value: str) -> pd.Series:
    """Whether a published year's value stands below its dot: the line goes up from there or ends.

    Where it ends it must have come down, else it would run through a value that stands below.
    """
    by_line = rows.groupby("line")[value]
    goes_up, came_down = by_line.diff(-1).lt(0), by_line.diff(1).lt(0)
    ends = rows["year"].eq(rows["year"].max())
    return rows["kind"].eq("published") & (goes_up | (ends & came_down))


def _end_labels(data: PathData, field: Field) -> pd.DataFrame:
    """The table "ends": the name of every member's line beside its last value, spread out.

    Returns:
        value (where the name stands), line, color.
    """
    members = data.rows[data.rows["kind"] == "member"]
    last = members.groupby("line", sort=False).tail(1).sort_values(field, ascending=False)
    limits = _limits(data.rows, field)
    gap = 0.075 * (limits["high"] - limits["low"])
    # The function takes whole numbers: thousandths of the axis' unit.
    thousandths = [round(1000 * value) for value in last[field]]
    places = label_layout.spread_evenly(thousandths, 1000 * gap)
    return pd.DataFrame(
        {
            "value": [place / 1000 for place in places],
            "line": last["line"].to_numpy(),
            "color": last["line"].map(data.colors).to_numpy(),
        }
    )


def _limits(rows: pd.DataFrame, field: Field) -> dict[str, float]:
    """The ends of the y axis, and the decimals of its ticks."""
    if field == "place":
        # The value below a dot of the last places must not run into the years of the axis.
        lowest = rows.loc[_is_below(rows, "place"), "place"].min()
        low = -4.0 if pd.isna(lowest) else min(-4.0, lowest - _PLACE_OF_VALUE)
        return {"low": round(low, 1), "high": 112.0, "decimals": 0}
    low, high = float(rows["low"].min()), float(rows["high"].max())
    pad = 0.12 * (high - low) or 0.5
    return {
        "low": round(low - pad, 3),
        "high": round(high + pad, 3),
        "decimals": encodings.tick_decimals(high - low),
    }


@cache
def _template(
    lang: Language,
    theme: ThemeName,
    field: Field,
    years: tuple[int, ...],
    last: int,
    has_published: bool,
) -> dict[str, Any]:
    """The spec, of the tables "rows", "ends", "breaks" and "border".

    Args:
        years: in which anything was published, oldest first.
        last: the end of the axis of years.
        has_published: whether a year is published by the 34.
    """
    palette = PALETTES[theme]
    x_scale = encodings.scale_with_margins(
        *_MARGINS, domain=[years[0] - 0.4, last - 0.4], zero=False
    )
    x = alt.X("year:Q", scale=x_scale, axis=year_axis(years))
    y_scale = alt.Scale(domain=view_domain("low", "high"), nice=False, zero=False)
    y = alt.Y("value:Q", scale=y_scale, axis=_y_axis(field))
    rows, border_x = _rows().encode(x=x, y=y), alt.X("year:Q", scale=x_scale)
    layers = [
        era_break_rules(x_scale, palette),
        merger_rule(border_x, palette),
        _range_band(x, y_scale, palette),
        rows.transform_filter("datum.kind == 'member'")
        .mark_line(strokeWidth=1.75, opacity=0.9)
        .encode(detail="thread:N", color=_own_color()),
        rows.transform_filter("datum.kind == 'estimate'")
        .mark_line(strokeWidth=2.5, strokeDash=_DASH, color=palette.accent)
        .encode(detail="thread:N"),
        _dots(rows, lang),
        *(_published_layers(rows, lang, palette, field, last - years[0]) if has_published else []),
        *_border_date(border_x, lang, palette),
        _names(y_scale),
    ]
    return finish_spec(alt.layer(*layers), palette, lang, 320)


def _y_axis(field: Field) -> alt.Axis:
    """An axis inside the drawing, where the x scale leaves a margin for it."""
    offset = alt.ExprRef(f"-({vega.by_width(_MARGINS[0][0] - 10, _MARGINS[0][1] - 4)})")
    if field == "place":
        return alt.Axis(
            values=[0, 25, 50, 75, 100],
            labelExpr="datum.value + '%'",
            title=None,
            domain=False,
            ticks=False,
            offset=offset,
        )
    axis = encodings.fitted_score_axis(tickCount=5)
    axis.offset = offset
    return axis


def _rows() -> alt.Chart:
    """A chart of the rows with the texts of tooltips and the lines (thread)."""
    return alt.Chart(named_data("rows")).transform_calculate(
        thread="datum.line + datum.kind + datum.run",
        points=number_expression("datum.score"),
        rank_text="datum.rank + '/' + datum.of",
        place_text="format(datum.place, '.0f') + '%'",
        year_text="toString(datum.year)",
    )


def _own_color() -> alt.Color:
    return alt.Color("color:N", scale=None, legend=None)


def _range_band(x: alt.X, y_scale: alt.Scale, palette: Palette) -> alt.Chart:
    """The members' range behind the estimate."""
    return (
        _rows()
        .transform_filter("datum.kind == 'estimate'")
        .mark_area(color=palette.accent, opacity=BAND_OPACITY)
        .encode(x=x, y=alt.Y("low:Q", scale=y_scale), y2="high:Q", detail="thread:N")
    )


def _border_date(x: alt.X, lang: str, palette: Palette) -> list[alt.Chart]:
    """The date of that line; a steep line of a member would run through it."""
    words = vega.by_width(
        f"'{t('successor.merger', lang)}'", f"'{t('successor.merger_short', lang)}'"
    )
    chart = merger_chart().transform_calculate(words=words)
    style: dict[str, Any] = {"align": "right", "dx": -6, "baseline": "top"}
    return [
        chart.mark_text(**style, **colors).encode(x=x, y=alt.value(0), text="words:N")
        for colors in (encodings.halo(palette), {"color": palette.ink})
    ]


def _tooltip(lang: str) -> list[alt.Tooltip]:
    columns = {
        "line": "line",
        "year_text": "year",
        "points": "score",
        "rank_text": "rank",
        "place_text": "position",
    }
    return encodings.tooltip({f: t(f"column.{c}", lang) for f, c in columns.items()})


def _dots(rows: alt.Chart, lang: str) -> alt.Chart:
    """The dots of the members and of the estimate, which carry the tooltips."""
    return (
        rows.transform_filter("datum.kind != 'published'")
        .mark_point(size=44, filled=True, opacity=1)
        .encode(
            color=_own_color(),
            shape=alt.Shape("shape:N", scale=None, legend=None),
            tooltip=_tooltip(lang),
        )
    )


def _published_layers(
    rows: alt.Chart, lang: str, palette: Palette, field: Field, span: int
) -> list[alt.Chart]:
    """The published years with their values.

    Args:
        span: how many years the axis is long.
    """
    own = rows.transform_filter("datum.kind == 'published'")
    # On a phone the values of two years, or one and the border, have no room side by side.
    written = own.transform_calculate(
        written="datum.rank_text" if field == "place" else "datum.points"
    ).transform_filter(f"datum.newest || width >= {PHONE_WIDTH}")
    # Half a year beside the border: where that is less than half a value, values stand off it.
    half_year = f"(width - {_MARGINS[0][0] + _MARGINS[1][0]}) / {2 * span}"
    style: dict[str, Any] = {
        "align": alt.ExprRef(vega.by_width("'center'", "'right'")),
        "dx": alt.ExprRef(vega.by_width(f"max(0, {_HALF_VALUE} - {half_year})", _MARGINS[1][1])),
        "dy": alt.ExprRef("datum.below ? 17 : -15"),
        "fontWeight": "bold",
    }
    halo, value = (
        written.mark_text(**style, **colors).encode(text="written:N")
        for colors in (encodings.halo(palette), {"color": palette.accent})
    )
    return [
        own.mark_line(color=palette.accent, strokeWidth=3.5).encode(detail="thread:N"),
        halo,
        own.mark_circle(color=palette.accent, opacity=1, size=130).encode(tooltip=_tooltip(lang)),
        value,
    ]


def _names(y_scale: alt.Scale) -> alt.Chart:
    """The members' names at the right; on a phone only the legend has them."""
    at = _MARGINS[1][0] - _NAME_GAP
    return (
        alt.Chart(named_data("ends"))
        .transform_filter(f"width >= {PHONE_WIDTH}")
        .mark_text(align="left", baseline="middle")
        .encode(
            x=alt.value(alt.expr(f"width - ({at})")),
            y=alt.Y("value:Q", scale=y_scale),
            text="line:N",
            color=_own_color(),
        )
    )
