"""What the plan addresses and what it does not."""

from typing import Any

import numpy as np
import pandas as pd

from lib.charts import base
from lib.figure import LegendItem
from lib.findings import plan as plans
from lib.plots.plot import Plot, Series, spoken
from lib.style import TONES, signed
from lib.text import t
from lib.view import View
from lib.world import World


def coverage(world: World, view: View) -> Plot:
    """Sub-dimensions by their distance to the plan's aim: a lane of those addressed, the rest."""
    lang, tone = view.lang, TONES[view.theme]
    table = plans.coverage(world, view)
    table = table.assign(name=[f"{m} {world.measure_name(m, lang)}" for m in table["measure"]])
    blind = table[~table["addressed"]].sort_values("attainable", ascending=False)
    lane = table[table["addressed"]]
    top = float(len(blind) + 1.3)
    lift = base.bee_swarm(lane["gap"].to_numpy(), np.zeros(len(lane), dtype=bool), step=0.22)
    rooms = [signed(g, 2, lang) for g in blind["attainable"]]
    levels = [float(n) for n in range(len(blind), 0, -1)]
    low, high = min(table["gap"].min(), 0.0), max(table["gap"].max(), 0.0)
    pad = (high - low) * 0.05 or 0.05
    cut = t("plan.cut", lang, aim=plans.aim(world, view)).capitalize()

    def dots(name: str, part: pd.DataFrame, heights: list[float], **look: Any) -> Series:
        return Series(
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
    year = int(plans.required(world, view)["base_year"])
    heading = t("slides.coverage", lang, aim=plans.aim(world, view), year=year)
    told = [
        f"{name} {signed(gap, 2, lang)}, {room}"
        for name, gap, room in zip(blind["name"], blind["gap"], rooms, strict=True)
    ]
    ground = (0.4, top + 0.8)
    return Plot(
        name="plan.coverage",
        kind="scatter",
        heading=heading,
        alt=spoken(heading, [f"{yes}: {len(lane)}", f"{no}: {len(blind)}", *told]),
        series=(
            Series(cut, ground, (0.0, 0.0), color=tone.muted, line=1, dashed=True),
            dots(yes, lane, (top + lift).tolist(), color=tone.accent, marker=9),
            dots(no, blind, levels, color=tone.ink, marker=9),
        ),
        legend=(LegendItem(tone.accent, yes), LegendItem(tone.ink, no)),
        across=(float(low - pad), float(high + pad)),
        up=ground,
        rows=((top, t("plan.lane", lang, n=len(lane))), *zip(levels, blind["name"], strict=True)),
        ends=tuple(zip(levels, rooms, strict=True)),
    )
