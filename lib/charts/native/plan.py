"""What the plan addresses and what it does not."""

from typing import Any

import numpy as np
import pandas as pd

from lib.charts import label_layout
from lib.charts.figure import LegendItem
from lib.charts.native.chart import NativeChart, NativeSeries, alt_text
from lib.common.numbers import format_signed
from lib.common.text import t
from lib.common.theme import PALETTES
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative.plan import results


def coverage(dataset: Dataset, view: View) -> NativeChart:
    """Sub-dimensions by their distance to the plan's aim: a lane of those addressed, the rest."""
    lang, palette = view.lang, PALETTES[view.theme]
    table = results.coverage(dataset, view)
    table = table.assign(name=[f"{m} {dataset.measure_name(m, lang)}" for m in table["measure"]])
    blind = table[~table["addressed"]].sort_values("attainable", ascending=False)
    lane = table[table["addressed"]]
    top = float(len(blind) + 1.3)
    lift = label_layout.bee_swarm(
        lane["gap"].to_numpy(), np.zeros(len(lane), dtype=bool), step=0.22
    )
    rooms = [format_signed(g, 2, lang) for g in blind["attainable"]]
    levels = [float(n) for n in range(len(blind), 0, -1)]
    low, high = min(table["gap"].min(), 0.0), max(table["gap"].max(), 0.0)
    pad = (high - low) * 0.05 or 0.05
    cut = t("plan.cut", lang, aim=results.target_group_name(dataset, view)).capitalize()

    def dots(name: str, part: pd.DataFrame, heights: list[float], **look: Any) -> NativeSeries:
        return NativeSeries(
            name,
            tuple(heights),
            tuple(part["gap"].tolist()),
            beside=(
                (t("plan.col_sub", lang), tuple(part["name"])),
                (t("plan.room_head", lang), tuple(part["attainable"].tolist())),
            ),
            **look,
        )

    yes, no = t("plan.addressed", lang), t("plan.unaddressed", lang)
    year = int(results.required_plan(dataset, view)["base_year"])
    heading = t("slides.coverage", lang, aim=results.target_group_name(dataset, view), year=year)
    told = [
        f"{name} {format_signed(gap, 2, lang)}, {room}"
        for name, gap, room in zip(blind["name"], blind["gap"], rooms, strict=True)
    ]
    ground = (0.4, top + 0.8)
    return NativeChart(
        name="plan.coverage",
        kind="scatter",
        heading=heading,
        alt=alt_text(heading, [f"{yes}: {len(lane)}", f"{no}: {len(blind)}", *told]),
        series=(
            NativeSeries(cut, ground, (0.0, 0.0), color=palette.muted, line=1, dashed=True),
            dots(yes, lane, (top + lift).tolist(), color=palette.accent, marker=9),
            dots(no, blind, levels, color=palette.ink, marker=9),
        ),
        legend=(LegendItem(palette.accent, yes), LegendItem(palette.ink, no)),
        across=(float(low - pad), float(high + pad)),
        up=ground,
        rows=((top, t("plan.lane", lang, n=len(lane))), *zip(levels, blind["name"], strict=True)),
        ends=tuple(zip(levels, rooms, strict=True)),
    )
