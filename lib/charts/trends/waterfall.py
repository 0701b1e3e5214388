"""The parts of the change on the previous year."""

from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from lib.charts import encodings, label_layout, vega
from lib.charts.chart_data import encode_chart_data
from lib.charts.figure import Figure, LegendItem
from lib.charts.vega import finish_spec, named_data, view_domain
from lib.common.numbers import format_number, format_signed
from lib.common.text import Language, t
from lib.common.theme import PALETTES, PHONE_WIDTH, Palette, ThemeName
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import tables
from lib.narrative.trends import decomposition
from lib.stats.decomposition import SAME
from lib.stats.ranking import TOTAL

_LINE_HEIGHT = 17  # px
_VALUE_WIDTHS = (190, 84)  # px at the right, on a screen, on a phone; of it what badges take:
_BADGE_WIDTH, _VALUE_MARGIN = 128, 18


@dataclass(frozen=True)
class WaterfallData:
    """What the waterfall shows, on a screen and on a slide.

    Attributes:
        parent: the measure whose change is taken apart.
        whole: the province's position in it.
        parts: see ``decomposition.change_parts``.
        names: short names of the parts.
        texts: their contributions.
        legend: rise, fall.
    """

    parent: str
    whole: pd.Series
    parts: pd.DataFrame
    names: list[str]
    texts: list[str]
    legend: tuple[LegendItem, LegendItem]


def waterfall_data(dataset: Dataset, view: View) -> WaterfallData:
    """The parts of the change on the previous year.

    Raises:
        LookupError: the change has no parts.
    """
    lang, palette = view.lang, PALETTES[view.theme]
    parent = decomposition.decomposed_measure(view)
    whole = decomposition.whole_change(dataset, view)
    if whole is None or not decomposition.has_parts(dataset, view):
        raise LookupError(f"{view.province} has no change to take apart in {view.year}")
    parts = decomposition.change_parts(dataset, view)
    from_estimate = decomposition.is_from_estimate(dataset, view)
    return WaterfallData(
        parent=parent,
        whole=whole,
        parts=parts,
        names=[dataset.measure_name(m, lang, short=True) for m in parts["measure"]],
        texts=[format_signed(c, 2, lang) for c in parts["contribution"]],
        legend=(
            LegendItem(
                palette.high, t("successor.above" if from_estimate else "trends.rise", lang)
            ),
            LegendItem(palette.low, t("successor.below" if from_estimate else "trends.fall", lang)),
        ),
    )


def build(dataset: Dataset, view: View) -> Figure:
    """The parts of the change on the previous year, adding up exactly to the whole.

    Raises:
        LookupError: the change has no parts.
    """
    lang, data = view.lang, waterfall_data(dataset, view)
    parent, whole, parts = data.parent, data.whole, data.parts
    rows, totals = _part_rows(view, data), _total_rows(dataset, data, view)
    from_estimate = decomposition.is_from_estimate(dataset, view)
    subtitle = t(
        "successor.waterfall_subtitle" if from_estimate else "trends.waterfall_subtitle",
        lang,
        measure=dataset.measure_name(parent, lang),
        change=format_signed(whole["change"], 2, lang),
        before=int(whole["prev_year"]),
        year=view.year,
    )
    if parts["status"].ne(SAME).any():
        subtitle = f"{subtitle} {t('trends.redefined', lang)}"
    if comparing := decomposition.comparing_part_note(dataset, view):
        subtitle = f"{subtitle} {comparing}"
    changes = "; ".join(
        f"{dataset.measure_name(measure, lang)}: {text}"
        for measure, text in zip(parts["measure"], data.texts, strict=True)
    )
    name = dataset.name_in_sentence(view.province, lang)
    alt_start = (
        t("successor.waterfall_alt", lang, name=name, before=int(whole["prev_year"]))
        if from_estimate
        else t("trends.waterfall_alt", lang, name=name)
    )
    return Figure(
        name="trends.waterfall",
        spec=_template(
            lang,
            view.theme,
            len(rows) + 2,
            30 if parent == TOTAL else 42,
            bool(rows["says"].any()),
        ),
        data=encode_chart_data(_ends(rows), parts=rows, totals=totals),
        title=decomposition.short_drivers_title(dataset, view, parts),
        subtitle=subtitle,
        alt=f"{alt_start} {changes}.",
        table=partial(_table, view=view),
        legend=data.legend,
        source="source.change",
    )


def _table(dataset: Dataset, view: View) -> pd.DataFrame:
    both_levels = decomposition.change_parts_both_levels(dataset, view)
    return tables.parts_table(dataset, view, both_levels)


def _part_rows(view: View, data: WaterfallData) -> pd.DataFrame:
    """The parts, each beginning where the one before ends.

    Returns:
        row (from 1), name (two lines, with a line break, for sub-dimensions; "*" if redefined),
        from, to (points), text (the contribution), says (the badge in words), up (whether it is a
        rise).
    """
    lang, parts = view.lang, data.parts
    edges = data.whole["prev_score"] + np.concatenate([[0], parts["contribution"].cumsum()])
    names = pd.Series(data.names)
    is_total = data.parent == TOTAL
    if not is_total:
        names = parts["measure"].to_numpy() + " " + names
    names[parts["status"].ne(SAME).to_numpy()] += " *"
    if not is_total:
        names = names.map(lambda name: "\n".join(label_layout.split_in_two(name)))
    return pd.DataFrame(
        {
            "row": range(1, len(parts) + 1),
            "name": names,
            "from": edges[:-1],
            "to": edges[1:],
            "text": data.texts,
            "says": [t(f"badge.{b}", lang).lower() if b else "" for b in parts["badge"]],
            "up": parts["contribution"].ge(0).to_numpy(),
        }
    )


def _total_rows(dataset: Dataset, data: WaterfallData, view: View) -> pd.DataFrame:
    """row, name, to, text of the scores before and after, above and below the rows of the parts."""
    whole, before = data.whole, int(data.whole["prev_year"])
    scores = [whole["prev_score"], whole["score"]]
    is_estimate = before not in dataset.years and dataset.is_merged(view.province)
    key = "successor.before_estimate" if is_estimate else "trends.year"
    return pd.DataFrame(
        {
            "row": [0, len(data.parts) + 1],
            "name": [
                t(key, view.lang, year=before),
                t("trends.year", view.lang, year=view.year),
            ],
            "to": scores,
            "text": [format_number(score, 2, view.lang) for score in scores],
        }
    )


def _ends(rows: pd.DataFrame) -> dict[str, float]:
    """The ends of the x axis in points, with room beside the bars of ``_part_rows``."""
    edges = [*rows["from"], *rows["to"]]
    low, high = min(edges), max(edges)
    pad = (high - low) * 0.06 or 0.1
    return {"low": round(low - pad, 4), "high": round(high + pad, 4)}


@cache
def _template(
    lang: Language, theme: ThemeName, rows: int, row_height: int, has_badges: bool
) -> dict[str, Any]:
    """The spec, of the tables "parts" (see ``_part_rows``) and "totals" (see ``_total_rows``).

    Args:
        rows: of both tables together.
        row_height: px.
        has_badges: whether any part has one; without, the bars have their room.
    """
    palette = PALETTES[theme]
    layers = _layers(rows, palette, has_badges)
    return finish_spec(alt.layer(*layers), palette, lang, row_height * rows)


def _layers(rows: int, palette: Palette, has_badges: bool) -> list[alt.Chart]:
    """Bars of the parts, dots of the scores, names at the left, values and badges at the right."""
    screen, phone = _VALUE_WIDTHS
    widths = (screen if has_badges else phone, phone)
    x_scale = encodings.scale_with_margins(
        encodings.ROW_LABEL_WIDTHS, widths, domain=view_domain("low", "high"), zero=False
    )
    y = alt.Y("row:O", scale=alt.Scale(domain=list(range(rows))), axis=None)
    part_chart, total_chart = (
        alt.Chart(named_data(name)).encode(y=y) for name in ("parts", "totals")
    )
    bars = part_chart.mark_bar(height=18).encode(
        x=alt.X("from:Q", scale=x_scale, axis=None),
        x2="to:Q",
        color=alt.condition("datum.up", alt.value(palette.high), alt.value(palette.low)),
    )
    # Dots, not bars: the axis does not begin at zero.
    dots = total_chart.mark_circle(size=190, color=palette.ink, opacity=1).encode(
        x=alt.X("to:Q", scale=x_scale, axis=None)
    )
    margin = _BADGE_WIDTH if has_badges else _VALUE_MARGIN
    at_end = alt.value(alt.expr(f"width - ({vega.by_width(margin, _VALUE_MARGIN)})"))
    part_values, total_values = (
        chart.mark_text(align="right", fontWeight="bold", color=palette.ink).encode(
            x=at_end, text="text:N"
        )
        for chart in (part_chart, total_chart)
    )
    badges = (
        part_chart.transform_filter(f"width >= {PHONE_WIDTH}")
        .mark_text(align="left", dx=10, color=palette.muted)
        .encode(x=at_end, text="says:N")
    )
    part_names, total_names = (_names(chart, palette) for chart in (part_chart, total_chart))
    return [bars, part_values, badges, part_names, dots, total_values, total_names]


def _names(chart: alt.Chart, palette: Palette) -> alt.Chart:
    return encodings.row_labels(
        chart,
        "name",
        encodings.ROW_LABEL_WIDTHS,
        baseline="middle",
        # Two lines begin half a line higher.
        dy=alt.ExprRef(f"indexof(datum.name, '\\n') < 0 ? 0 : -{_LINE_HEIGHT / 2}"),
        lineBreak="\n",
        lineHeight=_LINE_HEIGHT,
        color=palette.ink,
    )
