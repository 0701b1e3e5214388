"""Editable charts of the page /plan."""

from dataclasses import replace

import pandas as pd

from lib.charts.editable.chart import EditableChart, EditableSeries, alt_text
from lib.charts.figure import LegendItem
from lib.charts.plan.coverage import coverage_data
from lib.common.numbers import format_signed
from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.view import View

_LAYER_HEIGHT = 0.22  # rows between two layers of dots in the lane


def coverage(dataset: Dataset, view: View) -> EditableChart:
    """Sub-dimensions by their distance to the target group: one lane of those addressed, the rest.

    Raises:
        LookupError: the province has no plan, or no scores in its base year.
    """
    lang, data = view.lang, coverage_data(dataset, view)
    addressed = data.rows[data.rows["addressed"]]
    others = data.rows[~data.rows["addressed"]]
    yes, no, threshold = data.legend
    no = replace(no, swatch="area")  # every dot of a slide is filled
    lane_y = float(len(others) + 1.3)
    other_y = [float(n) for n in range(len(others), 0, -1)]
    y_range = (0.4, lane_y + 0.8)
    heading = t("slides.coverage", lang, aim=data.target, year=int(data.plan["base_year"]))
    details = [
        f"{name} {format_signed(gap, 2, lang)}, {gain}"
        for name, gap, gain in zip(others["name"], others["gap"], others["gain"], strict=True)
    ]
    return EditableChart(
        name="plan.coverage",
        kind="scatter",
        heading=heading,
        alt=alt_text(
            heading, [f"{yes.label}: {len(addressed)}", f"{no.label}: {len(others)}", *details]
        ),
        series=(
            EditableSeries(
                threshold.label,
                y_range,
                (0.0, 0.0),
                color=threshold.color,
                line_width=1,
                dashed=threshold.dashed,
            ),
            _dots(yes, addressed, (lane_y + _LAYER_HEIGHT * addressed["lift"]).tolist(), lang),
            _dots(no, others, other_y, lang),
        ),
        legend=(yes, no),
        x_range=(data.low, data.high),
        y_range=y_range,
        left_labels=(
            (lane_y, data.lane),
            *zip(other_y, others["name"], strict=True),
        ),
        right_labels=tuple(zip(other_y, others["gain"], strict=True)),
    )


def _dots(kind: LegendItem, table: pd.DataFrame, y: list[float], lang: str) -> EditableSeries:
    """Sub-dimensions at their distances, with their names and what a good year adds as columns."""
    return EditableSeries(
        kind.label,
        tuple(y),
        tuple(table["gap"].tolist()),
        extra_columns=(
            (t("plan.col_sub", lang), tuple(table["name"])),
            (t("plan.room_head", lang), tuple(table["extra"].tolist())),
        ),
        color=kind.color,
        marker_size=9,
    )
