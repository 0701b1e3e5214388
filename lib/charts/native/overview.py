"""Where the province stands: among all, as dots."""

import numpy as np

from lib.charts import encodings, label_layout
from lib.charts.native.chart import NativeChart, NativeSeries, alt_text, province_dots
from lib.common.numbers import format_number
from lib.common.text import t
from lib.common.theme import PALETTES
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import phrases
from lib.stats.ranking import TOTAL

_LETTER, _ACROSS = 7.6, 840  # pt of a letter and of a wide chart: which group names have room
_SWARM = 0.21  # height of a layer of dots; see ``charts.base.bee_swarm``


def strip(dataset: Dataset, view: View) -> NativeChart:
    """Every province as a dot on the total, over the four groups and their cuts."""
    lang, palette = view.lang, PALETTES[view.theme]
    table = dataset.ranking(view.year, TOTAL)
    own = table[table["province"] == view.province].iloc[0]
    scores = table["score"].to_numpy()
    lift = label_layout.bee_swarm(scores, table["province"].eq(view.province).to_numpy(), _SWARM)
    low, high = scores.min(), scores.max()
    pad = (high - low) * 0.03
    edges = [low - pad, own["q25"], own["q50"], own["q75"], high + pad]
    top, roof, label_at = 1.75, 2.35, 1.15
    ribbon, cuts = [], []
    for start, end, group in zip(edges, edges[1:], phrases.GROUPS[::-1], strict=False):
        if end <= start:
            continue
        letters = (end - start) / (edges[-1] - edges[0]) * _ACROSS / _LETTER
        names = (phrases.group_name(group, lang), t(f"group.brief_{group}", lang), "")
        name = next(n for n in names if len(n) < letters)
        ribbon.append(
            NativeSeries(
                phrases.group_name(group, lang),
                (top, top, top),
                (float(start), float((start + end) / 2), float(end)),
                color=palette.groups[group - 1],
                line=7,
                labels=("", name, ""),
                side="above",
                ink=palette.muted,
            )
        )
        if start > edges[0]:
            cuts.append(
                NativeSeries(
                    t("slides.cut", lang, score=format_number(start, 2, lang)),
                    (-1.0, top),
                    (float(start), float(start)),
                    color=palette.muted,
                    line=1,
                    dashed=True,
                )
            )
    mark = f"{dataset.province_name(view.province, lang)} {format_number(own['score'], 2, lang)}"
    pointer = NativeSeries(
        mark,
        (0.0, label_at),
        (float(own["score"]),) * 2,
        color=palette.accent,
        line=1.5,
        labels=("", mark),
        side="above",
        ink=palette.accent,
        bold=True,
    )
    # Written at points of their own: an axis counts its marks from where it begins.
    whole = range(int(np.ceil(edges[0])), int(np.floor(edges[-1])) + 1)
    scale = NativeSeries(
        t("column.score", lang),
        (-0.95,) * len(whole),
        tuple(float(n) for n in whole),
        labels=tuple(format_number(n, 0, lang) for n in whole),
        side="below",
        ink=palette.muted,
    )
    provinces = province_dots(dataset, view, table, table["score"].tolist(), lift.tolist())
    heading = t("slides.strip", lang)
    told = [f"{mark}, {phrases.rank_phrase(own, lang)}", *(s.name for s in cuts)]
    return NativeChart(
        name="overview.strip",
        kind="scatter",
        heading=heading,
        alt=alt_text(heading, told),
        series=(*provinces, scale, *cuts, *ribbon, pointer),
        legend=encodings.kind_legend(dataset, view, palette),
        across=(float(edges[0]), float(edges[-1])),
        up=(-1.35, roof),
    )
