"""What a chart is as plain data, and the parts that several share."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from lib.charts.figure import LegendItem
from lib.common.text import t
from lib.common.theme import PALETTES
from lib.model.dataset import Dataset
from lib.model.peer_groups import peer_codes
from lib.model.view import View
from lib.narrative import phrases


@dataclass(frozen=True)
class NativeSeries:
    """One series of a plot.

    Attributes:
        name: what it stands for.
        values: one a category, or the heights of a scatter; None where there is no score.
        x: a scatter's places along the axis.
        color: its colour; ``colors`` one a point, where they differ.
        labels: what is written at each point, "" for nothing; ``side`` of the point, in ``ink``.
        marker: size of its dots (pt; 0 = none).
        line: width of its line (pt; 0 = none), ``dashed`` or not.
        stroke: half the height of an upright line through each dot, in units of the axis.
        beside: more columns of its table, by name: what a point is, and its figures.
    """

    name: str
    values: tuple[float | None, ...]
    x: tuple[float, ...] = ()
    color: str = ""
    colors: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    side: str = "end"
    ink: str = ""
    bold: bool = False
    marker: float = 0
    line: float = 0
    dashed: bool = False
    stroke: float = 0
    beside: tuple[tuple[str, tuple[Any, ...]], ...] = ()


@dataclass(frozen=True)
class NativeChart:
    """A chart as data.

    Attributes:
        name: that of the chart in ``charts.CHARTS`` which shows the same.
        kind: "bar" (lying), "column", "radar" or "scatter".
        heading: what is drawn, in one line.
        alt: the same with its figures, for who cannot see it.
        series: back to front.
        categories: rows of a bar chart from the top, columns, or spokes.
        legend: what the colours mean.
        number_format: of the figures in the table.
        across, up: the ends of the axes (None = as the figures need).
        base: where bars begin, in the values' units.
        marks: (place 0-1, text) written below columns, whose own names would not fit.
        rows, ends: (height, text) at the left and right end of a scatter.
    """

    name: str
    kind: str
    heading: str
    alt: str
    series: tuple[NativeSeries, ...]
    categories: tuple[str, ...] = ()
    legend: tuple[LegendItem, ...] = ()
    number_format: str = "0.00"
    across: tuple[float, float] | None = None
    up: tuple[float, float] | None = None
    base: float = 0.0
    marks: tuple[tuple[float, str], ...] = ()
    rows: tuple[tuple[float, str], ...] = ()
    ends: tuple[tuple[float, str], ...] = ()


def alt_text(heading: str, parts: list[str]) -> str:
    """A plot's ``alt``: what is drawn, then its parts with their figures."""
    return f"{heading}. {'; '.join(parts)}."


def province_dots(
    dataset: Dataset,
    view: View,
    table: pd.DataFrame,
    x: list[float],
    y: list[float],
    small: float = 6,
) -> list[NativeSeries]:
    """Positions as three series of dots: the rest pale, then the peers, then the province."""
    lang, palette = view.lang, PALETTES[view.theme]
    peers = set(peer_codes(dataset, view))
    kinds = np.array(
        [2 if p == view.province else 1 if p in peers else 0 for p in table["province"]]
    )
    xs, ys = np.array(x), np.array(y)
    looks = (
        (t("say.others", lang), palette.other, small),
        (phrases.peers_label(dataset, view), palette.peer, small + 1),
        (dataset.province_name(view.province, lang), palette.accent, small + 6),
    )
    out = []
    for kind, (name, color, size) in enumerate(looks):
        part = table[kinds == kind]
        if part.empty:
            continue
        several = table["measure"].nunique() > 1
        beside = [
            (
                t("column.province", lang),
                tuple(dataset.province_name(p, lang) for p in part.province),
            )
        ]
        if several:
            names = tuple(dataset.measure_name(m, lang) for m in part["measure"])
            beside.append((t("column.measure", lang), names))
            beside.append((t("column.score", lang), tuple(part["score"].tolist())))
        beside.append((t("column.rank", lang), tuple(part["rank"].tolist())))
        out.append(
            NativeSeries(
                name,
                tuple(ys[kinds == kind].tolist()),
                tuple(xs[kinds == kind].tolist()),
                color=color,
                marker=size,
                beside=tuple(beside),
            )
        )
    return out
