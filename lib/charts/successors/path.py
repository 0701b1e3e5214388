"""The years that lead up to one of the 34: its members, the estimate, its own published years."""

from dataclasses import dataclass
from functools import cache, partial
from typing import Any, Literal

import altair as alt
import pandas as pd

from lib.charts import encodings, label_layout, vega
from lib.charts.chart_data import encode_chart_data
from lib.charts.figure import Figure, LegendItem
from lib.charts.province_marks import BESIDE_SHAPES, BESIDE_SWATCHES, round_as_displayed
from lib.charts.vega import finish_spec, named_data, number_expression, view_domain
from lib.charts.year_axes import era_break_legend, era_break_rows, era_break_rules, year_axis
from lib.common.numbers import format_number
from lib.common.text import Language, t
from lib.common.theme import PALETTES, PHONE_WIDTH, Palette, ThemeName
from lib.model import successors
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import phrases, tables
from lib.narrative.estimates import FigureLabels
from lib.narrative.successors import history
from lib.stats.ranking import TOTAL

Field = Literal["place", "score"]  # drawn on the y axis
_DASH = [6, 4]
_MARGINS = ((64, 40), (190, 24))  # px at the left and at the right, on a screen and on a phone


@dataclass(frozen=True)
class PathData:
    """What the chart shows, on a screen, on a slide, in its table and its text alternative.

    Attributes:
        rows: see ``model.successors.history``, with of (what a rank is out of), place, low_place,
            high_place (percent) and line (the name of the line).
        lines: the names of the lines by (kind, unit), members first.
        colors: of the lines, hex.
        shapes: of the dots on the members' lines, as Vega names them.
        border: the year from which on scores are those of the 34.
        breaks: the first year of every era but the first.
        legend: the lines from the newest back, the range, the borders.
    """

    rows: pd.DataFrame
    lines: dict[tuple[str, str], str]
    colors: dict[str, str]
    shapes: dict[str, str]
    border: int
    breaks: list[int]
    legend: tuple[LegendItem, ...]


def path_data(dataset: Dataset, view: View) -> PathData:
    """The history of a view's successor in its measure.

    Raises:
        LookupError: nothing of it was published.
    """
    lang, palette = view.lang, PALETTES[view.theme]
    rows = history.rows(dataset, view)
    if rows.empty:
        raise LookupError(f"{view.province} has no history in {view.measure}")
    pairs = dict.fromkeys(zip(rows["kind"], rows["unit"], strict=True))
    lines = {pair: history.line_name(dataset, *pair, lang) for pair in pairs}
    units = {"63": len(successors.of_63(dataset).provinces), "34": len(dataset.members)}
    is_total = view.measure == TOTAL
    rows = rows.assign(
        # A total's rank is written out of all units, as everywhere.
        of=rows["units"].map(units) if is_total else rows["scored"],
        line=[lines[pair] for pair in zip(rows["kind"], rows["unit"], strict=True)],
        # Finer than shown: rounded to whole percents once more, 45.45 must not become 46.
        place=(100 * rows["percentile"]).round(3),
        low_place=(100 * rows["low_percentile"]).round(3),
        high_place=(100 * rows["high_percentile"]).round(3),
    )
    member_colors = iter((palette.second, palette.muted, palette.peer))
    colors = {
        name: next(member_colors) if kind == "member" else palette.accent
        for (kind, _), name in lines.items()
    }
    members = [name for (kind, _), name in lines.items() if kind == "member"]
    shapes = dict(zip(members, BESIDE_SHAPES[1:], strict=False))
    starts = rows.groupby("era")["year"].min().sort_values().tolist()
    border = successors.last_year_of_63(dataset) + 1
    breaks = [int(year) for year in starts[1:] if year != border]
    legend = _legend(lines, colors, _has_range(rows), breaks, view)
    return PathData(rows, lines, colors, shapes, border, breaks, legend)


def build(dataset: Dataset, view: View, name: str = "trends.path") -> Figure:
    """Members' lines, the dashed estimate with the members' range, published years after a break.

    Raises:
        LookupError: nothing of it was published.
    """
    lang, data = view.lang, path_data(dataset, view)
    field: Field = "place" if view.scale == "position" else "score"
    labels = FigureLabels(dataset, view, several_provinces=True)
    years = sorted(data.rows["year"].unique().tolist())
    rows = _drawn_rows(data, field)
    successor = history.successor_of(dataset, view)
    label = successors.of_63(dataset).successor_label(successor, lang)
    alt = "successor.path_alt" if dataset.is_merged(successor) else "successor.path_alt_same"
    return Figure(
        name=name,
        spec=_template(lang, view.theme, field, tuple(years), max(years[-1] + 1, data.border + 1)),
        data=encode_chart_data(
            _limits(data.rows, field),
            rows=rows,
            ends=_end_labels(data, field),
            breaks=era_break_rows(data.breaks),
            border=pd.DataFrame({"year": [data.border - 0.5]}),
        ),
        title=labels.title(history.title(dataset, view)),
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


def spoken_lines(data: PathData, lang: str) -> list[str]:
    """Every line with its positions by year."""
    spoken = []
    for name, part in data.rows.groupby("line", sort=False):
        places = ", ".join(
            f"{year} {format_number(place, 0, lang)}%"
            for year, place in zip(part["year"], part["place"], strict=True)
        )
        spoken.append(f"{name}: {places}")
    return spoken


def _table(dataset: Dataset, view: View) -> pd.DataFrame:
    rows = path_data(dataset, view).rows
    rows = rows.assign(code=rows["unit"], position=rows["place"].round(1))
    shown = ("year", "code", "line", "score", "low", "high", "rank", "scored", "position")
    return tables.titled(view.lang, {name: rows[name].to_numpy() for name in shown})


def _legend(
    lines: dict[tuple[str, str], str],
    colors: dict[str, str],
    has_range: bool,
    breaks: list[int],
    view: View,
) -> tuple[LegendItem, ...]:
    """The lines from the newest back, the members' range, the borders."""
    lang, palette = view.lang, PALETTES[view.theme]
    swatches = iter(BESIDE_SWATCHES[1:])
    items = [
        LegendItem(colors[name], name, swatch=next(swatches))
        if kind == "member"
        else LegendItem(colors[name], name, dashed=kind == "estimate", swatch="line")
        for (kind, _), name in lines.items()
    ]
    band = [LegendItem(palette.accent, t("successor.band", lang), dashed=True)] if has_range else []
    border = LegendItem(palette.ink, t("successor.merger", lang), swatch="line")
    return (*reversed(items), *band, border, *era_break_legend(breaks, lang, palette))


def _has_range(rows: pd.DataFrame) -> bool:
    return bool((rows["low"] < rows["high"]).any())


def _drawn_rows(data: PathData, field: Field) -> pd.DataFrame:
    """The table "rows" of the spec: what it uses of the history."""
    rows = data.rows
    columns = {"place": ("place", "low_place", "high_place"), "score": ("score", "low", "high")}
    value, low, high = columns[field]
    return rows[["year", "line", "kind", "rank", "of", "era"]].assign(
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
        return {"low": -4.0, "high": 112.0, "decimals": 0}
    low, high = float(rows["low"].min()), float(rows["high"].max())
    pad = 0.12 * (high - low) or 0.5
    return {
        "low": round(low - pad, 3),
        "high": round(high + pad, 3),
        "decimals": encodings.tick_decimals(high - low),
    }


@cache
def _template(
    lang: Language, theme: ThemeName, field: Field, years: tuple[int, ...], last: int
) -> dict[str, Any]:
    """The spec, of the tables "rows", "ends", "breaks" and "border".

    Args:
        years: in which anything was published, oldest first.
        last: the end of the axis of years.
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
        _range_band(x, y_scale, palette),
        era_break_rules(x_scale, palette),
        _border()
        .mark_rule(color=palette.ink, strokeWidth=1.5)
        .encode(x=border_x, y=alt.value(0), y2=alt.value("height")),
        rows.transform_filter("datum.kind == 'member'")
        .mark_line(strokeWidth=1.75, opacity=0.9)
        .encode(detail="thread:N", color=_own_color()),
        rows.transform_filter("datum.kind == 'estimate'")
        .mark_line(strokeWidth=2.5, strokeDash=_DASH, color=palette.accent)
        .encode(detail="thread:N"),
        *_published_layers(rows, lang, palette, field),
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
        thread="datum.line + datum.era + datum.kind",
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
        .mark_area(color=palette.accent, opacity=0.12)
        .encode(x=x, y=alt.Y("low:Q", scale=y_scale), y2="high:Q", detail="thread:N")
    )


def _border() -> alt.Chart:
    """A chart of the line between the years of the 63 and those of the 34."""
    return alt.Chart(named_data("border"))


def _border_date(x: alt.X, lang: str, palette: Palette) -> list[alt.Chart]:
    """The date of that line; a steep line of a member would run through it."""
    words = vega.by_width(
        f"'{t('successor.merger', lang)}'", f"'{t('successor.merger_short', lang)}'"
    )
    chart = _border().transform_calculate(words=words)
    style: dict[str, Any] = {"align": "right", "dx": -6, "baseline": "top"}
    return [
        chart.mark_text(**style, **colors).encode(x=x, y=alt.value(0), text="words:N")
        for colors in (encodings.halo(palette), {"color": palette.ink})
    ]


def _published_layers(
    rows: alt.Chart, lang: str, palette: Palette, field: Field
) -> list[alt.Chart]:
    """The published years with their values; dots of the other lines carry the tooltips."""
    columns = {
        "line": "line",
        "year_text": "year",
        "points": "score",
        "rank_text": "rank",
        "place_text": "position",
    }
    tooltip = encodings.tooltip({f: t(f"column.{c}", lang) for f, c in columns.items()})
    own = rows.transform_filter("datum.kind == 'published'")
    # On a phone the values of two years, or one and the border, have no room side by side.
    written = own.transform_calculate(
        written="datum.rank_text" if field == "place" else "datum.points"
    ).transform_filter(f"datum.newest || width >= {PHONE_WIDTH}")
    style: dict[str, Any] = {
        "align": alt.ExprRef(vega.by_width("'center'", "'right'")),
        "dx": alt.ExprRef(vega.by_width(0, _MARGINS[1][1])),
        "fontWeight": "bold",
    }
    values = [
        written.transform_filter(test).mark_text(dy=dy, **style, **colors).encode(text="written:N")
        for colors in (encodings.halo(palette), {"color": palette.accent})
        for test, dy in (("!datum.below", -15), ("datum.below", 17))
    ]
    return [
        rows.transform_filter("datum.kind != 'published'")
        .mark_point(size=44, filled=True, opacity=1)
        .encode(
            color=_own_color(),
            shape=alt.Shape("shape:N", scale=None, legend=None),
            tooltip=tooltip,
        ),
        own.mark_line(color=palette.accent, strokeWidth=3.5).encode(detail="thread:N"),
        *values[:2],
        own.mark_circle(color=palette.accent, opacity=1, size=130).encode(tooltip=tooltip),
        *values[2:],
    ]


def _names(y_scale: alt.Scale) -> alt.Chart:
    """The members' names at the right; on a phone only the legend has them."""
    at = _MARGINS[1][0] - 12
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
