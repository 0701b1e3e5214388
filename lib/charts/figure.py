"""A finished chart with all that belongs to it: title, text alternative, legend, table."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

import pandas as pd

from lib.charts.chart_data import ChartData
from lib.common.theme import LIGHT, text_color_on
from lib.model.dataset import Dataset

Swatch = Literal["area", "outline", "line", "path", "circle", "square", "triangle", "diamond"]
TableBuilder = Callable[[Dataset], pd.DataFrame]


@dataclass(frozen=True)
class LegendItem:
    """One entry of a legend.

    Attributes:
        color: hex.
        label: what the colour stands for.
        detail: more about it, e.g. a range of scores; "" for nothing.
        dashed: a broken outline or line; of an area, the outline only.
        swatch: how the sample beside the label looks: "line" upright, as a border or a threshold,
            "path" lying, as a line over the years; the last four as marks of that shape.
        hatched: whether lines run across the area.
    """

    color: str
    label: str
    detail: str = ""
    dashed: bool = False
    swatch: Swatch = "area"
    hatched: bool = False

    @property
    def css_classes(self) -> str:
        """The swatch's classes in style sheets, such as "", "outline", "line dashed", "hatched"."""
        shape = [] if self.swatch == "area" else [self.swatch]
        return " ".join(shape + ["dashed"] * self.dashed + ["hatched"] * self.hatched)

    @property
    def css_style(self) -> str:
        """The swatch's colours as the variables that style sheets use."""
        return f"--c:{self.color}" + (f";--h:{self.hatch_color}" if self.hatched else "")

    @property
    def hatch_color(self) -> str:
        """The colour of the lines of a hatched area."""
        return self.color if self.dashed else text_color_on(self.color, LIGHT)


@dataclass(frozen=True)
class Figure:
    """A finished chart and the texts, legend and table that pages and files show with it.

    Attributes:
        name: "page.chart" as in ``registry.CHARTS``, also the stem of its download files.
        spec: Vega-Lite; its width follows the container. Shared by many views where it names its
            tables, so nobody may change it.
        title: the conclusion, computed from the data.
        subtitle: measure, unit, year, number of provinces scored.
        alt: text alternative of the picture.
        table: builds the chart's data with readable column names, numbers as numbers, from the data
            set that the chart was drawn for; a partial of a module's function and small values,
            because figures are pickled.
        legend: what the colours mean; drawn beside the chart and into its pictures.
        source: text key of the sentence that names the source.
        origin: what else the chart rests on, a sentence after the source; "" for nothing.
        data: the tables that the spec names (see ``chart_data``).
    """

    name: str
    spec: dict[str, Any]
    title: str
    subtitle: str
    alt: str
    table: TableBuilder
    legend: tuple[LegendItem, ...] = ()
    source: str = "source.scores"
    origin: str = ""
    data: ChartData = field(default_factory=dict)


# Called with (dataset, view) and the chart's own options.
ChartBuilder = Callable[..., Figure]
