"""One picture with all that belongs to it: title, subtitle, alternative text and its table."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from lib import style
from lib.style import Tone


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


def finish(chart: alt.LayerChart | alt.FacetChart, tone: Tone, height: int) -> dict[str, Any]:
    """Turn a chart into the Vega-Lite that is sent to the browser: fonts, colours, size.

    ``height`` is in px of drawing area; the width is the container's.
    """
    text = alt.ExprRef(style.TEXT_SIZE)
    styled = (
        chart.properties(
            height=height,
            autosize=alt.AutoSizeParams(type="fit", contains="padding"),
            padding={"left": 4, "right": 4, "top": 4, "bottom": 4},
        )
        .configure(font=style.FONT, background="transparent")
        .configure_view(stroke=None)
        .configure_text(fontSize=text, color=tone.ink, font=style.FONT)
        .configure_axis(
            labelFontSize=text,
            titleFontSize=text,
            labelColor=tone.muted,
            titleColor=tone.muted,
            titleFontWeight="normal",
            gridColor=tone.grid,
            domainColor=tone.grid,
            tickColor=tone.grid,
            labelFont=style.FONT,
            titleFont=style.FONT,
        )
    )
    with alt.data_transformers.enable(consolidate_datasets=False):
        # Not validated for each viewer: a test validates every chart.
        spec: dict[str, Any] = styled.to_dict(validate=False)
    spec.pop("$schema", None)
    # Data of the whole chart goes to its layers: Streamlit would turn it into a table of its own.
    data = spec.pop("data", None)
    layers = [({"data": data} if data else {}) | layer for layer in spec["layer"]]
    spec["layer"] = _share_data(layers)
    return spec


def records(table: pd.DataFrame) -> alt.InlineData:
    """A frame as inline chart data: CSV, a third of JSON's size, unless a cell is a list of lines.

    A missing value reads as null.
    """
    if table.map(lambda cell: isinstance(cell, list)).to_numpy().any():
        clean = table.astype(object).where(table.notna(), None)
        return alt.InlineData(values=clean.to_dict("records"))
    # Vega reads the word "False" as true, so yes and no travel as 1 and 0.
    flags = table.select_dtypes("bool").columns
    table = table.astype(dict.fromkeys(flags, "int64"))
    parse = {
        str(column): "number" if pd.api.types.is_numeric_dtype(table[column]) else "string"
        for column in table.columns
    }
    return alt.InlineData(
        values=table.to_csv(index=False, float_format="%.6g", lineterminator="\n"),
        format=alt.CsvDataFormat(type="csv", parse=alt.Parse(**parse)),
    )


def _share_data(layers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Neighbouring layers with the same data in one group, so that it is sent once."""
    out: list[dict[str, Any]] = []
    for layer in layers:
        if "layer" in layer:
            layer["layer"] = _share_data(layer["layer"])
        data = layer.get("data")
        if out and data is not None and out[-1].get("data") == data:
            group = out[-1]
            if set(group) != {"data", "layer"}:
                first = {k: v for k, v in group.items() if k != "data"}
                group.clear()
                group |= {"data": data, "layer": [first]}
            group["layer"].append({k: v for k, v in layer.items() if k != "data"})
        else:
            out.append(layer)
    return out


def decimal(expression: str, lang: str, decimals: int = 2, sign: bool = False) -> str:
    """A Vega expression that writes a number as the language does (decimal comma, real minus)."""
    text = f"format({expression}, '{'+' if sign else ''}.{decimals}f')"
    text = f"replace({text}, '-', '{style.MINUS}')"
    return f"replace({text}, '.', ',')" if lang == "vi" else text


Builder = Callable[..., Figure]
