"""Where the province stands: among all, as dots."""

import numpy as np

from lib import say
from lib.charts import base
from lib.measures.positions import TOTAL
from lib.plots.plot import Plot, Series, dots, spoken
from lib.style import TONES, number
from lib.text import t
from lib.view import View
from lib.world import World

_LETTER, _ACROSS = 7.6, 840  # pt of a letter and of a wide chart: which group names have room
_SWARM = 0.21  # height of a layer of dots; see ``charts.base.bee_swarm``


def strip(world: World, view: View) -> Plot:
    """Every province as a dot on the total, over the four groups and their cuts."""
    lang, tone = view.lang, TONES[view.theme]
    table = world.measure(view.year, TOTAL)
    own = table[table["province"] == view.province].iloc[0]
    scores = table["score"].to_numpy()
    lift = base.bee_swarm(scores, table["province"].eq(view.province).to_numpy(), _SWARM)
    low, high = scores.min(), scores.max()
    pad = (high - low) * 0.03
    edges = [low - pad, own["q25"], own["q50"], own["q75"], high + pad]
    top, roof, label_at = 1.75, 2.35, 1.15
    ribbon, cuts = [], []
    for start, end, group in zip(edges, edges[1:], say.GROUPS[::-1], strict=False):
        if end <= start:
            continue
        letters = (end - start) / (edges[-1] - edges[0]) * _ACROSS / _LETTER
        names = (say.group(group, lang), t(f"group.brief_{group}", lang), "")
        name = next(n for n in names if len(n) < letters)
        ribbon.append(
            Series(
                say.group(group, lang),
                (top, top, top),
                (float(start), float((start + end) / 2), float(end)),
                color=tone.groups[group - 1],
                line=7,
                labels=("", name, ""),
                side="above",
                ink=tone.muted,
            )
        )
        if start > edges[0]:
            cuts.append(
                Series(
                    t("slides.cut", lang, score=number(start, 2, lang)),
                    (-1.0, top),
                    (float(start), float(start)),
                    color=tone.muted,
                    line=1,
                    dashed=True,
                )
            )
    mark = f"{world.name(view.province, lang)} {number(own['score'], 2, lang)}"
    pointer = Series(
        mark,
        (0.0, label_at),
        (float(own["score"]),) * 2,
        color=tone.accent,
        line=1.5,
        labels=("", mark),
        side="above",
        ink=tone.accent,
        bold=True,
    )
    # Written at points of their own: an axis counts its marks from where it begins.
    whole = range(int(np.ceil(edges[0])), int(np.floor(edges[-1])) + 1)
    scale = Series(
        t("column.score", lang),
        (-0.95,) * len(whole),
        tuple(float(n) for n in whole),
        labels=tuple(number(n, 0, lang) for n in whole),
        side="below",
        ink=tone.muted,
    )
    provinces = dots(world, view, table, table["score"].tolist(), lift.tolist())
    heading = t("slides.strip", lang)
    told = [f"{mark}, {say.rank(own, lang)}", *(s.name for s in cuts)]
    return Plot(
        name="overview.strip",
        kind="scatter",
        heading=heading,
        alt=spoken(heading, told),
        series=(*provinces, scale, *cuts, *ribbon, pointer),
        legend=base.kind_legend(world, view, tone),
        across=(float(edges[0]), float(edges[-1])),
        up=(-1.35, roof),
    )
