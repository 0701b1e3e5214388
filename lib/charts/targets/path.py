"""Attainable gains by sub-dimension, and those that reach the target."""

from functools import cache, partial
from typing import Any

import altair as alt
import pandas as pd

from lib.charts import encodings
from lib.charts.chart_data import encode_chart_data
from lib.charts.figure import Figure, LegendItem
from lib.charts.targets.text_sizes import TEXT_SIZE
from lib.charts.vega import finish_spec, named_data, number_expression, view_value
from lib.common.numbers import format_number, format_signed
from lib.common.text import Language, t
from lib.common.theme import PALETTES, Palette, ThemeName
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative.targets import choice

MAX_ROWS = 9  # sub-dimensions drawn; all are in the table
_ROW_HEIGHT = 38  # px


def build(dataset: Dataset, view: View) -> Figure:
    """The largest attainable gains by sub-dimension; those that reach the target stand out."""
    lang, palette = view.lang, PALETTES[view.theme]
    gains = _gains(dataset, view)
    rows = _rows(dataset, gains.head(MAX_ROWS), lang)
    subtitle = t("targets.path_subtitle", lang, year=view.year)
    if without_changes := int((gains["n"] < 1).sum()):
        subtitle += t("targets.path_unknown", lang, n=without_changes)
    listed = "; ".join(
        f"{row.name} {format_signed(row.attainable, 2, lang)}"
        for row in rows.itertuples(index=False)
    )
    return Figure(
        name="targets.path",
        spec=_template(lang, view.theme, len(rows)),
        data=encode_chart_data(
            {"largest": round(max(0.05, float(rows["attainable"].max())), 4)}, rows=rows
        ),
        title=_title(dataset, view),
        subtitle=subtitle,
        alt=t(
            "targets.path_alt", lang, name=dataset.province_name(view.province, lang), list=listed
        ),
        table=partial(_table, view=view),
        legend=(
            LegendItem(palette.accent, t("targets.used", lang)),
            LegendItem(palette.other, t("targets.spare", lang)),
            LegendItem(palette.ink, t("targets.usual", lang)),
        ),
        source="source.series",
    )


def _gains(dataset: Dataset, view: View) -> pd.DataFrame:
    """``Dataset.attainable_gains`` with used: the points that the target's mix takes of them."""
    mix = choice.target_mix(dataset, view).gains
    used = dict(zip(mix["measure"], mix["gain"], strict=True))
    gains = dataset.attainable_gains(view.province, view.year)
    return gains.assign(used=[used.get(measure, 0.0) for measure in gains["measure"]])


def _rows(dataset: Dataset, gains: pd.DataFrame, lang: str) -> pd.DataFrame:
    """The chart's data.

    Returns:
        attainable, typical (points), kind ("used" by the target's mix, else "spare"), name, score,
        highest, reach (texts), n, row.
    """
    rows = gains[["attainable", "typical"]].copy()
    rows["kind"] = (gains["used"] > 0).map({True: "used", False: "spare"})
    rows["name"] = [f"{m} {dataset.measure_name(m, lang)}" for m in gains["measure"]]
    for column in ("score", "highest"):
        rows[column] = [format_number(value, 2, lang) for value in gains[column]]
    rows["reach"] = [
        "–" if pd.isna(value) else f"± {format_number(value, 2, lang)}" for value in gains["reach"]
    ]
    rows["n"] = gains["n"]
    rows["row"] = range(len(rows))
    return rows


@cache
def _template(lang: Language, theme: ThemeName, count: int) -> dict[str, Any]:
    """The spec, of the table "rows" (see ``_rows``); ``count`` is how many there are."""
    palette = PALETTES[theme]
    return finish_spec(
        alt.layer(*_layers(count, lang, palette)), palette, lang, _ROW_HEIGHT * count
    )


def _tooltip(lang: str) -> list[alt.Tooltip]:
    columns = {
        "score": "now",
        "good": "good",
        "usual": "usual",
        "highest": "highest",
        "n": "moves",
        "reach": "reach",
    }
    return encodings.tooltip(
        {"name": t("column.measure", lang)}
        | {field: t(f"targets.col_{column}", lang) for field, column in columns.items()}
    )


def _layers(count: int, lang: str, palette: Palette) -> list[alt.Chart]:
    """In each row the name, below it a bar of the attainable gain, a tick at the typical one."""
    x_scale = alt.Scale(
        domain=alt.ExprRef(f"[0, {view_value('largest')}]"),
        rangeMax=alt.ExprRef("width - 58"),
        nice=False,
        zero=True,
    )
    gains = (
        alt.Chart(named_data("rows"))
        .transform_calculate(
            good=number_expression("datum.attainable", sign=True),
            usual=number_expression("datum.typical", sign=True),
        )
        .encode(
            y=alt.Y("row:O", axis=None, scale=alt.Scale(paddingInner=0)), tooltip=_tooltip(lang)
        )
    )
    color = alt.Color(
        "kind:N",
        scale=alt.Scale(domain=["used", "spare"], range=[palette.accent, palette.other]),
        legend=None,
    )

    def row_px(px: int) -> Any:
        """A length in a row of full height; shorter where the chart is drawn lower."""
        return alt.ExprRef(f"height * {px / _ROW_HEIGHT / count:.5f}")

    attainable = alt.X("attainable:Q", scale=x_scale, axis=None)
    bars = gains.mark_bar(height=row_px(11), yOffset=row_px(9)).encode(
        x=attainable, x2=alt.X2(datum=0), color=color
    )
    ticks = gains.mark_tick(
        thickness=3, size=row_px(19), yOffset=row_px(9), color=palette.ink
    ).encode(x=alt.X("typical:Q", scale=x_scale, axis=None))
    names = gains.mark_text(
        align="left",
        dy=row_px(-9),
        color=palette.ink,
        fontSize=TEXT_SIZE,
        limit=alt.ExprRef("width"),
    ).encode(x=alt.value(0), text="name:N")
    values = gains.mark_text(
        align="left", dx=7, dy=row_px(9), fontWeight="bold", fontSize=TEXT_SIZE
    ).encode(
        x=attainable,
        text="good:N",
        color=encodings.accent_if("datum.kind == 'used'", palette, palette.muted),
    )
    return [bars, ticks, names, values]


def _table(dataset: Dataset, view: View) -> pd.DataFrame:
    lang, gains = view.lang, _gains(dataset, view)
    columns = {
        "column.code": gains["measure"],
        "column.measure": [dataset.measure_name(m, lang) for m in gains["measure"]],
        "targets.col_now": gains["score"],
        "targets.col_good": gains["attainable"],
        "targets.col_usual": gains["typical"],
        "targets.col_used": gains["used"],
        "targets.col_highest": gains["highest"],
        "targets.col_moves": gains["n"],
        "targets.col_reach": gains["reach"],
    }
    return pd.DataFrame({t(key, lang): values for key, values in columns.items()})


def _title(dataset: Dataset, view: View) -> str:
    """How many sub-dimensions suffice, and the largest attainable gain."""
    lang = view.lang
    if not choice.has_references(dataset, view):
        return t("targets.path_none", lang, year=view.year)
    mix = choice.target_mix(dataset, view)
    first = dataset.attainable_gains(view.province, view.year).iloc[0]
    values = {
        "most": f"{first['measure']} {dataset.measure_name(first['measure'], lang)}",
        "gain": format_signed(first["attainable"], 2, lang),
        "n": len(mix.gains),
    }
    if mix.gain_needed == 0:
        return t("targets.path_met", lang, **values)
    if not mix.feasible:
        total = format_number(mix.gains["gain"].sum(), 2, lang)
        needed = format_number(mix.gain_needed, 2, lang)
        return t("targets.path_short", lang, total=total, need=needed, **values)
    key = "targets.path_one" if len(mix.gains) == 1 else "targets.path_title"
    return t(key, lang, **values)
