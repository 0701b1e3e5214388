"""Editable charts of the page /plan."""

import numpy as np
import pandas as pd

from lib.charts import label_layout
from lib.charts.editable.chart import EditableChart, EditableSeries, alt_text
from lib.charts.figure import LegendItem
from lib.common.numbers import format_signed
from lib.common.text import t
from lib.common.theme import PALETTES
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative.plan import results


def coverage(dataset: Dataset, view: View) -> EditableChart:
    """Sub-dimensions by their distance to the target group: one lane of those addressed, the rest.

    Raises:
        LookupError: the province has no plan.
    """
    lang, palette = view.lang, PALETTES[view.theme]
    plan = results.required_plan(dataset, view)
    table = results.coverage(dataset, view)
    table = table.assign(name=[f"{m} {dataset.measure_name(m, lang)}" for m in table["measure"]])
    addressed = table[table["addressed"]]
    others = table[~table["addressed"]].sort_values("attainable", ascending=False)
    lane_y = float(len(others) + 1.3)
    other_y = [float(n) for n in range(len(others), 0, -1)]
    y_range = (0.4, lane_y + 0.8)
    offsets = label_layout.bee_swarm(
        addressed["gap"].to_numpy(), np.zeros(len(addressed), dtype=bool), step=0.22
    )
    low, high = min(table["gap"].min(), 0.0), max(table["gap"].max(), 0.0)
    pad = (high - low) * 0.05 or 0.05
    gains = [format_signed(gain, 2, lang) for gain in others["attainable"]]
    target_group = results.target_group_name(dataset, view)
    threshold = t("plan.cut", lang, aim=target_group).capitalize()
    yes, no = t("plan.addressed", lang), t("plan.unaddressed", lang)
    heading = t("slides.coverage", lang, aim=target_group, year=int(plan["base_year"]))
    details = [
        f"{name} {format_signed(gap, 2, lang)}, {gain}"
        for name, gap, gain in zip(others["name"], others["gap"], gains, strict=True)
    ]
    return EditableChart(
        name="plan.coverage",
        kind="scatter",
        heading=heading,
        alt=alt_text(heading, [f"{yes}: {len(addressed)}", f"{no}: {len(others)}", *details]),
        series=(
            EditableSeries(
                threshold, y_range, (0.0, 0.0), color=palette.muted, line_width=1, dashed=True
            ),
            _dots(yes, addressed, (lane_y + offsets).tolist(), palette.accent, lang),
            _dots(no, others, other_y, palette.ink, lang),
        ),
        legend=(LegendItem(palette.accent, yes), LegendItem(palette.ink, no)),
        x_range=(float(low - pad), float(high + pad)),
        y_range=y_range,
        left_labels=(
            (lane_y, t("plan.lane", lang, n=len(addressed))),
            *zip(other_y, others["name"], strict=True),
        ),
        right_labels=tuple(zip(other_y, gains, strict=True)),
    )


def _dots(name: str, table: pd.DataFrame, y: list[float], color: str, lang: str) -> EditableSeries:
    """Sub-dimensions at their distances, with their names and attainable gains as columns."""
    return EditableSeries(
        name,
        tuple(y),
        tuple(table["gap"].tolist()),
        extra_columns=(
            (t("plan.col_sub", lang), tuple(table["name"])),
            (t("plan.room_head", lang), tuple(table["attainable"].tolist())),
        ),
        color=color,
        marker_size=9,
    )
