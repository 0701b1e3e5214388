"""One figure with all that belongs to it: title, subtitle, text alternative, legend, table."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd


@dataclass(frozen=True)
class LegendItem:
    """One swatch: its colour, what it stands for, and more detail.

    ``mark`` is what it looks like in the chart: "area", "outline" or "line"; ``dashed``: a broken
    outline or line (of an area, the outline only).
    """

    color: str
    label: str
    detail: str = ""
    dashed: bool = False
    mark: str = "area"

    @property
    def look(self) -> str:
        """The same in the names that styles use: "", "outline", "dashed", "line", "line dashed"."""
        return " ".join(([self.mark] if self.mark != "area" else []) + ["dashed"] * self.dashed)


@dataclass(frozen=True)
class Figure:
    """A finished figure.

    Attributes:
        name: "slug.chart", also the stem of its download files.
        spec: Vega-Lite; drawing width follows the container.
        title: the conclusion, computed from the data.
        subtitle: measure, unit, year, how many provinces were scored.
        alt: what the picture shows, for who cannot see it.
        table: the figure's data with readable column names, numbers as numbers.
        legend: what the colours mean; drawn beside the chart and into its pictures.
        source: which source sentence stands below (text key).
        origin: what else the figure rests on, in a sentence after the source.
    """

    name: str
    spec: dict[str, Any]
    title: str
    subtitle: str
    alt: str
    table: pd.DataFrame
    legend: tuple[LegendItem, ...] = ()
    source: str = "source.scores"
    origin: str = ""


ChartBuilder = Callable[..., Figure]
