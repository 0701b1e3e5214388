"""Editable charts of the page /overview."""

import numpy as np
import pandas as pd

from lib.charts.editable.chart import EditableChart, EditableSeries, alt_text, province_dots
from lib.charts.overview.strip import INTERVAL_HEIGHT, StripData, strip_data
from lib.charts.province_marks import KINDS
from lib.common.numbers import format_number
from lib.common.text import t
from lib.common.theme import PALETTES, Palette
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import phrases

_LETTER_WIDTH, _CHART_WIDTH = 7.6, 840  # pt; decide which group names have room
# Heights of a scatter, in layers of dots around 0.
_RIBBON_Y, _LABEL_Y, _SCALE_Y = 8.3, 5.5, -4.5
_Y_RANGE = (-6.4, 11.2)


def strip(dataset: Dataset, view: View) -> EditableChart:
    """Every province as a dot on the total score, over the four groups and their thresholds."""
    lang, palette = view.lang, PALETTES[view.theme]
    data = strip_data(dataset, view)
    own, edges = data.own, data.edges
    ribbon, thresholds = _group_series(data.bands, lang, palette)
    label = f"{dataset.province_name(view.province, lang)} {format_number(own['score'], 2, lang)}"
    heading = t("slides.strip", lang)
    intervals = [series.name for series in _interval_series(data, palette)]
    details = [
        f"{label}, {t('say.rank_alone', lang, rank=phrases.format_rank(dataset, own))}",
        *intervals,
        *(s.name for s in thresholds),
    ]
    return EditableChart(
        name="overview.strip",
        kind="scatter",
        heading=heading,
        alt=alt_text(heading, details),
        series=(
            *province_dots(
                dataset,
                view,
                data.positions,
                data.dots["layer"],
                data.legend[: len(KINDS)],
                x=data.positions["score"],
                y=data.dots["y"],
            ),
            _scale_series(edges, lang, palette),
            *thresholds,
            *ribbon,
            *_interval_series(data, palette),
            _own_label(own, label, palette),
        ),
        legend=data.legend,
        x_range=(float(edges[0]), float(edges[-1])),
        y_range=_Y_RANGE,
    )


def _group_series(
    bands: pd.DataFrame, lang: str, palette: Palette
) -> tuple[list[EditableSeries], list[EditableSeries]]:
    """The groups as a ribbon with their names, and their thresholds as dashed lines."""
    ribbon, thresholds = [], []
    for band in bands.to_dict("records"):
        start, end = float(band["from"]), float(band["to"])
        letters = band["fraction"] * _CHART_WIDTH / _LETTER_WIDTH
        names = (band["full"], band["brief"], "")
        ribbon.append(
            EditableSeries(
                band["full"],
                (_RIBBON_Y,) * 3,
                (start, (start + end) / 2, end),
                color=palette.groups[band["group"] - 1],
                line_width=7,
                labels=("", next(name for name in names if len(name) < letters), ""),
                label_position="above",
                label_color=palette.muted,
            )
        )
        if band["threshold"]:
            thresholds.append(
                EditableSeries(
                    t("slides.cut", lang, score=format_number(start, 2, lang)),
                    (-1.0, _RIBBON_Y),
                    (start, start),
                    color=palette.muted,
                    line_width=1,
                    dashed=True,
                )
            )
    return ribbon, thresholds


def _scale_series(edges: list[float], lang: str, palette: Palette) -> EditableSeries:
    """Whole scores as labelled points: the axis itself would count from where it begins."""
    scores = range(int(np.ceil(edges[0])), int(np.floor(edges[-1])) + 1)
    return EditableSeries(
        t("column.score", lang),
        (_SCALE_Y,) * len(scores),
        tuple(float(score) for score in scores),
        labels=tuple(format_number(score, 0, lang) for score in scores),
        label_position="below",
        label_color=palette.muted,
    )


def _interval_series(data: StripData, palette: Palette) -> list[EditableSeries]:
    """A line along the interval of the selected province's total; none without one."""
    if data.interval is None:
        return []
    return [
        EditableSeries(
            data.legend[-1].label,
            (INTERVAL_HEIGHT,) * 2,
            (data.interval.low, data.interval.high),
            color=palette.accent,
            line_width=3,
        )
    ]


def _own_label(own: pd.Series, label: str, palette: Palette) -> EditableSeries:
    """A line from the selected province's dot up to its label."""
    return EditableSeries(
        label,
        (0.0, _LABEL_Y),
        (float(own["score"]),) * 2,
        color=palette.accent,
        line_width=1.5,
        labels=("", label),
        label_position="above",
        label_color=palette.accent,
        bold=True,
    )
