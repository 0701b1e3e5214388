"""The gap to the target's level in every dimension."""

from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import altair as alt
import pandas as pd

from lib.charts import encodings
from lib.charts.chart_data import encode_chart_data
from lib.charts.figure import Figure, LegendItem
from lib.charts.targets.text_sizes import IS_PHONE, TEXT_SIZE
from lib.charts.vega import (
    finish_spec,
    inline_data,
    named_data,
    view_domain,
    view_value,
    with_tooltip_titles,
)
from lib.common.numbers import format_number, format_signed
from lib.common.strings import HEADLINE_LENGTH, capitalize_first
from lib.common.text import Language, t
from lib.common.theme import PALETTES, Palette, ThemeName
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import phrases
from lib.narrative.estimates import FigureLabels, province_remarks
from lib.narrative.targets.choice import level_name, level_of_target
from lib.stats import targets


@dataclass(frozen=True)
class GapsData:
    """What the chart shows, on a screen and on a slide.

    Attributes:
        level: what the level is called within a sentence.
        rows: measure, name, score, level, gap (points), text (the gap); the largest deficit first.
        legend: below the level, at or above it, each where a bar is such.
    """

    level: str
    rows: pd.DataFrame
    legend: tuple[LegendItem, ...]


def gaps_data(dataset: Dataset, view: View) -> GapsData:
    """Own score minus the target's level in every dimension (``stats.targets``).

    Raises:
        LookupError: the province has no total.
    """
    lang, palette = view.lang, PALETTES[view.theme]
    level = level_of_target(dataset, view)
    own = dataset.dimension_positions(view.year, view.province)
    rows = targets.gaps_by_dimension(own, view.province, view.year, level)
    rows["name"] = [dataset.measure_name(m, lang, short=True) for m in rows["measure"]]
    rows["text"] = [format_signed(gap, 2, lang) for gap in rows["gap"]]
    is_below = rows["gap"] < 0
    items = (
        (is_below.any(), LegendItem(palette.accent, t("targets.below", lang))),
        (not is_below.all(), LegendItem(palette.peer, t("targets.above", lang))),
    )
    legend = tuple(item for is_drawn, item in items if is_drawn)
    return GapsData(level_name(level, lang), rows, legend)


def build(dataset: Dataset, view: View) -> Figure:
    """Own score minus the target's level in every dimension, the largest deficit first."""
    lang, data = view.lang, gaps_data(dataset, view)
    rows = _rows(data.rows, lang)
    labels = FigureLabels(dataset, view, several_provinces=False)
    listed = "; ".join(f"{r.name}: {r.text}" for r in rows.itertuples(index=False))
    return Figure(
        name="targets.gaps",
        spec=with_tooltip_titles(
            _template(lang, view.theme, len(rows)), {"level": capitalize_first(data.level)}
        ),
        data=encode_chart_data(_view_values(rows["gap"]), rows=rows),
        title=labels.title(_title(dataset, view, data)),
        subtitle=labels.subtitle(t("targets.gaps_subtitle", lang, mark=data.level, year=view.year)),
        alt=labels.alt(
            t(
                "targets.gaps_alt",
                lang,
                name=dataset.name_in_sentence(view.province, lang),
                list=listed,
            )
        ),
        table=partial(_table, view=view),
        legend=data.legend,
        source=labels.source(),
    )


def _table(dataset: Dataset, view: View) -> pd.DataFrame:
    lang, data = view.lang, gaps_data(dataset, view)
    rows = data.rows
    return pd.DataFrame(
        {
            t("column.code", lang): rows["measure"],
            t("column.measure", lang): [dataset.measure_name(m, lang) for m in rows["measure"]],
            province_remarks(dataset, view.province).column("score", lang): rows["score"],
            t("targets.col_level", lang, mark=data.level): rows["level"],
            t("column.difference", lang): rows["gap"],
        }
    )


def _rows(rows: pd.DataFrame, lang: str) -> pd.DataFrame:
    """gap, name, text (the gap), score, level (texts), row."""
    texts = {
        column: [format_number(value, 2, lang) for value in rows[column]]
        for column in ("score", "level")
    }
    return rows[["gap", "name", "text"]].assign(**texts, row=range(len(rows)))


def _view_values(gaps: pd.Series) -> dict[str, float | bool]:
    """The ends of the x axis (low, high), and whether any gap is below or above zero."""
    largest = max(0.05, float(gaps.abs().max()))
    low, high = min(0.0, float(gaps.min())), max(0.0, float(gaps.max()))
    return {
        "low": round(low - 0.02 * largest, 4),
        "high": round(high + 0.02 * largest, 4),
        "any_below": low < 0,
        "any_above": high > 0,
    }


@cache
def _template(lang: Language, theme: ThemeName, count: int) -> dict[str, Any]:
    """The spec, of the table "rows" (see ``_rows``).

    Args:
        count: of the rows.
    """
    palette = PALETTES[theme]
    chart = alt.layer(*_layers(lang, palette))
    return finish_spec(chart, palette, lang, 39 * max(count, 1))


def _x_scale() -> alt.Scale:
    """A scale with room for the names at the left and for values beyond the bars' ends."""
    any_below, any_above = view_value("any_below"), view_value("any_above")
    return alt.Scale(
        domain=view_domain("low", "high"),
        rangeMin=alt.ExprRef(f"({IS_PHONE} ? 142 : 174) + ({any_below} ? 50 : 0)"),
        rangeMax=alt.ExprRef(f"width - ({any_above} ? 50 : 44)"),
        nice=False,
    )


def _layers(lang: str, palette: Palette) -> list[alt.Chart]:
    """Bars from zero with their values, names at the left."""
    x_scale = _x_scale()
    x = alt.X("gap:Q", scale=x_scale, axis=None)
    dimensions = alt.Chart(named_data("rows")).encode(
        y=alt.Y("row:O", axis=None, scale=alt.Scale(paddingInner=0.2)),
        color=encodings.accent_if("datum.gap < 0", palette, palette.peer),
        tooltip=encodings.tooltip(
            {
                "name": t("column.measure", lang),
                "score": t("column.score", lang),
                "level": "",  # named by what the target asks for
                "text": t("column.difference", lang),
            }
        ),
    )
    bars = dimensions.mark_bar(height=17).encode(x=x, x2=alt.X2(datum=0))
    below = (
        dimensions.transform_filter("datum.gap < 0")
        .mark_text(align="right", dx=-6, fontWeight="bold", fontSize=TEXT_SIZE)
        .encode(x=x, text="text:N")
    )
    above = (
        dimensions.transform_filter("datum.gap >= 0")
        .mark_text(align="left", dx=6, fontSize=TEXT_SIZE)
        .encode(x=x, text="text:N")
    )
    names = dimensions.mark_text(align="left", fontSize=TEXT_SIZE).encode(
        x=alt.value(0), text="name:N", color=alt.value(palette.ink)
    )
    zero = (
        alt.Chart(inline_data(pd.DataFrame({"at": [0]})))
        .mark_rule(color=palette.muted)
        .encode(x=alt.X("at:Q", scale=x_scale, axis=None))
    )
    return [bars, zero, below, above, names]


def _title(dataset: Dataset, view: View, data: GapsData) -> str:
    """The two largest deficits, one where two are too long for two lines, or that there is none."""
    lang = view.lang
    largest = [
        f"{phrases.short_name_in_sentence(dataset, row.measure, lang)} ({row.text})"
        for row in data.rows[data.rows["gap"] < 0].head(2).itertuples()
    ]
    if largest:
        titles = [
            t("targets.gaps_title", lang, mark=data.level, list=phrases.join_list(named, lang))
            for named in (largest, largest[:1])
        ]
        return next((title for title in titles if len(title) <= HEADLINE_LENGTH), titles[-1])
    name = dataset.name_in_sentence(view.province, lang)
    return t("targets.gaps_none", lang, name=name, mark=data.level)
