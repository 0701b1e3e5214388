"""What a good year adds by sub-dimension, and what of it reaches the target."""

from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import altair as alt
import pandas as pd

from lib.charts import encodings
from lib.charts.chart_data import encode_chart_data
from lib.charts.figure import Figure, LegendItem
from lib.charts.targets.text_sizes import TEXT_SIZE
from lib.charts.vega import finish_spec, named_data, view_value
from lib.common.numbers import format_number, format_signed
from lib.common.strings import capitalize_first
from lib.common.text import Language, t
from lib.common.theme import PALETTES, Palette, ThemeName
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative.targets import choice
from lib.stats.gains.mix_frequency import MixFrequency

MAX_ROWS = 10  # sub-dimensions drawn; all are in the table
_ROW_HEIGHT = 36  # px
# In lower rows, as on a projector, a gain at the end of its bar would run into the name below it:
# there the gains stand in a column and names end before the columns.
_LOW_ROW_HEIGHT = 35  # px
_COLUMN_WIDTH, _COLUMNS_WIDTH = 66, 122  # px, of what comes anyhow and of both columns


@dataclass(frozen=True)
class PathData:
    """What the chart shows, on a screen and on a slide.

    Attributes:
        gains: every sub-dimension, most extra first: the columns of ``Dataset.split_gains`` with
            highest, reach (points), used (what the target's mix takes), name (with code), text
            (the extra gain).
        legend: what the mix takes, what it does not, each where a bar is such.
    """

    gains: pd.DataFrame
    legend: tuple[LegendItem, ...]

    @property
    def rows(self) -> pd.DataFrame:
        """The sub-dimensions that are drawn."""
        return self.gains.head(MAX_ROWS)


def path_data(dataset: Dataset, view: View) -> PathData:
    """What a good year adds by sub-dimension, and what of it the target's mix takes.

    Raises:
        LookupError: the province has no total.
    """
    lang, palette = view.lang, PALETTES[view.theme]
    mix = choice.target_mix(dataset, view).gains
    used = dict(zip(mix["measure"], mix["gain"], strict=True))
    past = dataset.attainable_gains(view.province, view.year)[["measure", "highest", "reach"]]
    gains = dataset.split_gains(view.province, view.year).merge(past, on="measure")
    gains["used"] = [used.get(measure, 0.0) for measure in gains["measure"]]
    gains["name"] = [f"{m} {dataset.measure_name(m, lang)}" for m in gains["measure"]]
    gains["text"] = [format_signed(extra, 2, lang) for extra in gains["extra"]]
    is_used = gains.head(MAX_ROWS)["used"] > 0
    items = (
        (is_used.any(), LegendItem(palette.accent, t("targets.used", lang))),
        (not is_used.all(), LegendItem(palette.other, t("targets.spare", lang))),
    )
    return PathData(gains, tuple(item for is_drawn, item in items if is_drawn))


def build(dataset: Dataset, view: View) -> Figure:
    """What a good year adds by sub-dimension; what reaches the target stands out."""
    lang, data = view.lang, path_data(dataset, view)
    rows = _rows(data.rows, lang)
    listed = "; ".join(f"{r.name} {r.text}" for r in rows.itertuples(index=False))
    taken = data.gains[data.gains["used"] > 0].set_index("measure")["used"].to_dict()
    frequency = choice.gains_frequency(dataset, view, taken)
    return Figure(
        name="targets.path",
        spec=_template(lang, view.theme, len(rows)),
        data=encode_chart_data(
            {"largest": round(max(0.05, float(rows["extra"].max())), 4)}, rows=rows
        ),
        title=_title(dataset, view, data, frequency),
        subtitle=_subtitle(dataset, view, data, frequency),
        alt=t(
            "targets.path_alt",
            lang,
            name=dataset.name_in_sentence(view.province, lang),
            list=listed,
        ),
        table=partial(_table, view=view),
        legend=data.legend,
        source="source.series",
    )


def _rows(gains: pd.DataFrame, lang: str) -> pd.DataFrame:
    """The chart's data.

    Returns:
        extra (points), kind ("used" by the target's mix, else "spare"), name, text (the extra
        gain), usual, score, highest, reach (texts), n, row.
    """
    rows = gains[["extra", "name", "text", "n"]].copy()
    rows["kind"] = (gains["used"] > 0).map({True: "used", False: "spare"})
    rows["usual"] = [format_signed(points, 2, lang) for points in gains["expected"]]
    for column in ("score", "highest"):
        rows[column] = [format_number(value, 2, lang) for value in gains[column]]
    rows["reach"] = [
        "–" if pd.isna(value) else f"± {format_number(value, 2, lang)}" for value in gains["reach"]
    ]
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
        "usual": "usual",
        "text": "extra",
        "highest": "highest",
        "n": "moves",
        "reach": "reach",
    }
    return encodings.tooltip(
        {"name": t("column.measure", lang)}
        | {field: t(f"targets.col_{column}", lang) for field, column in columns.items()}
    )


def _layers(count: int, lang: str, palette: Palette) -> list[alt.Chart]:
    """In each row the name, below it a bar of the extra gain; at the right what comes anyhow."""
    x_scale = alt.Scale(
        domain=alt.ExprRef(f"[0, {view_value('largest')}]"),
        rangeMax=alt.ExprRef("width - 124"),
        nice=False,
        zero=True,
    )
    gains = alt.Chart(named_data("rows")).encode(
        y=alt.Y("row:O", axis=None, scale=alt.Scale(paddingInner=0)), tooltip=_tooltip(lang)
    )
    color = alt.Color(
        "kind:N",
        scale=alt.Scale(domain=["used", "spare"], range=[palette.accent, palette.other]),
        legend=None,
    )

    def row_px(px: int) -> Any:
        """A length in a row of full height; shorter where the chart is drawn lower."""
        return alt.ExprRef(f"height * {px / _ROW_HEIGHT / count:.5f}")

    extra = alt.X("extra:Q", scale=x_scale, axis=None)
    bars = gains.mark_bar(height=row_px(11), yOffset=row_px(9)).encode(
        x=extra, x2=alt.X2(datum=0), color=color
    )
    is_low = f"height < {_LOW_ROW_HEIGHT * count}"
    names = gains.mark_text(
        align="left",
        dy=row_px(-9),
        color=palette.ink,
        fontSize=TEXT_SIZE,
        limit=alt.ExprRef(f"{is_low} ? width - {_COLUMNS_WIDTH} : width"),
    ).encode(x=alt.value(0), text="name:N")
    value_color = encodings.accent_if("datum.kind == 'used'", palette, palette.muted)
    at_bars = gains.mark_text(
        align="left", dx=7, dy=row_px(9), fontWeight="bold", fontSize=TEXT_SIZE
    ).encode(
        x=extra, text=alt.condition(is_low, alt.value(""), alt.Text("text:N")), color=value_color
    )
    in_column = gains.mark_text(
        align="right", dx=-_COLUMN_WIDTH, dy=row_px(9), fontWeight="bold", fontSize=TEXT_SIZE
    ).encode(
        x=alt.value("width"),
        text=alt.condition(is_low, alt.Text("text:N"), alt.value("")),
        color=value_color,
    )
    usual = gains.mark_text(
        align="right", dy=row_px(9), fontSize=TEXT_SIZE, color=palette.muted
    ).encode(x=alt.value("width"), text="usual:N")
    return [bars, names, at_bars, in_column, usual]


def _table(dataset: Dataset, view: View) -> pd.DataFrame:
    lang, gains = view.lang, path_data(dataset, view).gains
    columns = {
        "column.code": gains["measure"],
        "column.measure": [dataset.measure_name(m, lang) for m in gains["measure"]],
        "targets.col_now": gains["score"],
        "targets.col_usual": gains["expected"],
        "targets.col_extra": gains["extra"],
        "targets.col_used": gains["used"],
        "targets.col_highest": gains["highest"],
        "targets.col_moves": gains["n"],
        "targets.col_reach": gains["reach"],
    }
    return pd.DataFrame({t(key, lang): values for key, values in columns.items()})


def _subtitle(dataset: Dataset, view: View, data: PathData, frequency: MixFrequency | None) -> str:
    """The unit, what comes anyhow, and how often all gains came together."""
    lang = view.lang
    parts = [t("targets.path_subtitle", lang, year=view.year, n=len(data.rows))]
    mix = choice.target_mix(dataset, view)
    if len(mix.gains) and choice.has_references(dataset, view):
        gained = f"{float(mix.gains['gain'].sum()):.2f}"
        own_score = float(dataset.total_position(view.year, view.province)["score"])
        away = round(mix.required_total - own_score, 2)
        is_difference = f"{away - mix.expected:.2f}" == gained
        exact = "" if is_difference or not mix.feasible else t("targets.rounded_up", lang)
        anyhow = choice.expected_phrase(mix.expected, lang)
        parts.append(t("targets.path_total", lang, anyhow=anyhow, exact=exact))
    if without_changes := int((data.gains["n"] < 1).sum()):
        parts.append(t("targets.path_unknown", lang, n=without_changes))
    taken = int((data.gains["used"] > 0).sum())
    if frequency is not None and taken > 1:
        each = choice.format_cases(frequency.all_reached, frequency.n, lang)
        parts.append(t("targets.path_all", lang, n=taken, each=each, all=frequency.n))
    return "; ".join(parts)


def _title(dataset: Dataset, view: View, data: PathData, frequency: MixFrequency | None) -> str:
    """What is left to gain in how many sub-dimensions, and how often that came."""
    lang = view.lang
    if not choice.has_references(dataset, view):
        return t("targets.path_none", lang, year=view.year)
    mix = choice.target_mix(dataset, view)
    first = data.gains.iloc[0]
    gained = float(mix.gains["gain"].sum())
    values = {
        "anyhow": capitalize_first(choice.expected_phrase(mix.expected, lang)),
        "most": first["name"],
        "gain": first["text"],
        "n": len(mix.gains),
        "extra": format_number(gained, 2, lang),
    }
    if not len(mix.gains):
        return t("targets.path_anyhow" if mix.gain_needed else "targets.path_met", lang, **values)
    if not mix.feasible:
        short = format_number(mix.required_total - mix.total, 2, lang)
        return t("targets.path_short", lang, short=short, **values)
    key = "targets.path_title" if len(mix.gains) > 1 else "targets.path_one"
    title = t(key, lang, **values)
    if frequency is None:
        return title + t("targets.path_share_unknown", lang)
    reached = round(frequency.reached * frequency.n)
    return title + t("targets.path_share", lang, reached=reached, n=frequency.n)
