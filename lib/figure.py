"""One picture with everything that belongs to it: title, subtitle, alternative text and its table."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from lib import style
from lib.style import Tone

# The browser knows Streamlit's own copy, the picture export the shipped one.
_FONT = f"Source Sans, {style.FONT}, sans-serif"


@dataclass(frozen=True)
class LegendItem:
    """One swatch: its colour, what it stands for, and more detail; ``dashed`` = an outline only."""

    color: str
    label: str
    detail: str = ""
    dashed: bool = False


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
    """

    name: str
    spec: dict[str, Any]
    title: str
    subtitle: str
    alt: str
    table: pd.DataFrame
    legend: tuple[LegendItem, ...] = ()
    source: str = "source.scores"


def finish(chart: alt.LayerChart | alt.Chart, tone: Tone, height: int) -> dict[str, Any]:
    """Turn a chart into the Vega-Lite that is sent to the browser: fonts, colours, size.

    ``height`` is in px of drawing area; the width is the container's.
    """
    text = alt.ExprRef(style.TEXT_SIZE)
    styled = (
        chart.properties(
            height=height, autosize=alt.AutoSizeParams(type="fit", contains="padding"),
            padding={"left": 4, "right": 4, "top": 4, "bottom": 4},
        )
        .configure(font=_FONT, background="transparent")
        .configure_view(stroke=None)
        .configure_text(fontSize=text, color=tone.ink, font=_FONT)
        .configure_axis(
            labelFontSize=text,
            titleFontSize=text,
            labelColor=tone.muted,
            titleColor=tone.muted,
            titleFontWeight="normal",
            gridColor=tone.grid,
            domainColor=tone.grid,
            tickColor=tone.grid,
            labelFont=_FONT,
            titleFont=_FONT,
        )
    )
    with alt.data_transformers.enable(consolidate_datasets=False):
        spec: dict[str, Any] = styled.to_dict()
    spec.pop("$schema", None)
    return spec


def records(table: pd.DataFrame) -> alt.InlineData:
    """A frame as inline chart data, missing values as null."""
    clean = table.astype(object).where(table.notna(), None)
    return alt.InlineData(values=clean.to_dict("records"))


def decimal(expression: str, lang: str, decimals: int = 2, sign: bool = False) -> str:
    """A Vega expression that writes a number as the language does (decimal comma, real minus)."""
    text = f"format({expression}, '{'+' if sign else ''}.{decimals}f')"
    text = f"replace({text}, '-', '{style.MINUS}')"
    return f"replace({text}, '.', ',')" if lang == "vi" else text


Builder = Callable[..., Figure]
