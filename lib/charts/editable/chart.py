"""A chart as plain data, and the parts that several charts share."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from lib.charts.figure import LegendItem
from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.view import View

ChartKind = Literal["bar", "column", "radar", "scatter"]  # bars lie, columns stand
Marker = Literal["circle", "square", "triangle", "diamond"]
LabelPosition = Literal["end", "above", "below", "left", "right"]  # of a label beside its point


@dataclass(frozen=True)
class EditableSeries:
    """One series of an editable chart.

    Attributes:
        name: what it stands for.
        values: one a category, or the y of a scatter's points; None where there is no score.
        x: of a scatter's points.
        color: hex.
        point_colors: one a point, where they differ from ``color``.
        labels: text at each point, "" for none.
        label_position: on which side of its point a label stands.
        label_color: hex, "" for that of text.
        bold: whether labels are.
        marker_size: diameter of the dots (pt; 0 = none).
        marker: shape of the dots.
        hatched: of bars, whether lines run across them.
        line_width: pt; 0 = no line.
        dashed: whether the line is.
        tick_half_height: half the height of an upright line through each point, in units of the
            y axis (0 = none).
        extra_columns: further columns of the embedded table, by name.
    """

    name: str
    values: tuple[float | None, ...]
    x: tuple[float, ...] = ()
    color: str = ""
    point_colors: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    label_position: LabelPosition = "end"
    label_color: str = ""
    bold: bool = False
    marker_size: float = 0
    marker: Marker = "circle"
    hatched: bool = False
    line_width: float = 0
    dashed: bool = False
    tick_half_height: float = 0
    extra_columns: tuple[tuple[str, tuple[Any, ...]], ...] = ()


@dataclass(frozen=True)
class EditableChart:
    """A chart as data.

    Attributes:
        name: of the chart in ``lib.charts.registry.CHARTS`` with the same content.
        kind: how it is drawn.
        heading: what is drawn, in one line.
        alt: text alternative: the heading and the figures.
        series: back to front.
        categories: names of bars from the top, of columns, or of spokes.
        legend: what the colours mean.
        number_format: of the figures in the embedded table.
        x_range, y_range: ends of the axes (None = as the figures need); bars have values on x.
        baseline: where bars begin, in the values' units.
        category_labels: (position 0-1, text) below columns whose own names have no room.
        left_labels, right_labels: (y, text) beside a scatter's rows.
    """

    name: str
    kind: ChartKind
    heading: str
    alt: str
    series: tuple[EditableSeries, ...]
    categories: tuple[str, ...] = ()
    legend: tuple[LegendItem, ...] = ()
    number_format: str = "0.00"
    x_range: tuple[float, float] | None = None
    y_range: tuple[float, float] | None = None
    baseline: float = 0.0
    category_labels: tuple[tuple[float, str], ...] = ()
    left_labels: tuple[tuple[float, str], ...] = ()
    right_labels: tuple[tuple[float, str], ...] = ()


def alt_text(heading: str, details: list[str]) -> str:
    """The text alternative of an editable chart: its heading, then its parts with their figures."""
    return f"{heading}. {'; '.join(details)}."


def pair_texts(names: Iterable[str], texts: Iterable[str], separator: str = " ") -> list[str]:
    """Each name with its text, for ``alt_text``."""
    return [f"{name}{separator}{text}" for name, text in zip(names, texts, strict=True)]


def province_dots(
    dataset: Dataset,
    view: View,
    positions: pd.DataFrame,
    layers: pd.Series,
    legend: Sequence[LegendItem],
    x: pd.Series,
    y: pd.Series,
    marker_size: float = 6,
) -> list[EditableSeries]:
    """Positions as up to three series of dots: the other provinces, the peers, the selected one.

    Args:
        positions: one row a dot; of several measures, the embedded table names them.
        layers: of the dots, see ``province_marks.province_rows``.
        legend: ``province_marks.kind_legend``, which names and colours the kinds.
        x, y: where the dots stand.
        marker_size: of the other provinces (pt); peers and the selected one are larger.
    """
    has_measures = positions["measure"].nunique() > 1
    series = []
    for layer, (kind, larger) in enumerate(zip(legend[::-1], (0, 1, 6), strict=True)):
        selected = layers.to_numpy() == layer
        if selected.any():
            columns = _dot_columns(dataset, positions[selected], has_measures, view.lang)
            series.append(
                EditableSeries(
                    kind.label,
                    tuple(y.to_numpy()[selected].tolist()),
                    tuple(x.to_numpy()[selected].tolist()),
                    color=kind.color,
                    marker_size=marker_size + larger,
                    marker="square" if kind.swatch == "square" else "circle",
                    extra_columns=columns,
                )
            )
    return series


def _dot_columns(
    dataset: Dataset, positions: pd.DataFrame, has_measures: bool, lang: str
) -> tuple[tuple[str, tuple[Any, ...]], ...]:
    """Province, measure and score where they differ, rank."""
    names = tuple(dataset.province_name(p, lang) for p in positions["province"])
    columns: list[tuple[str, tuple[Any, ...]]] = [(t("column.province", lang), names)]
    if has_measures:
        measures = tuple(dataset.measure_name(m, lang) for m in positions["measure"])
        columns.append((t("column.measure", lang), measures))
        columns.append((t("column.score", lang), tuple(positions["score"].tolist())))
    columns.append((t("column.rank", lang), tuple(positions["rank"].tolist())))
    return tuple(columns)
