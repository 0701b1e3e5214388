"""From Altair charts and frames to the Vega-Lite that is sent to the browser."""

from itertools import takewhile
from typing import Any

import altair as alt
import pandas as pd

from lib.common import numbers, theme
from lib.common.theme import PHONE_WIDTH, Palette

# Once and for all: Altair's settings are everybody's, and a run that changed them for a moment
# would change them for one that draws beside it.
alt.data_transformers.enable(consolidate_datasets=False)


def finish_spec(
    chart: alt.LayerChart | alt.FacetChart,
    palette: Palette,
    height: int,
    narrow: int = theme.PHONE_WIDTH,
) -> dict[str, Any]:
    """Turn a chart into the Vega-Lite that is sent to the browser: fonts, colours, size.

    ``height`` is in px of drawing area; the width is the container's. Drawings less than ``narrow``
    px wide are on a phone and get its text size.
    """
    text = alt.ExprRef(by_width(theme.TEXT_SIZE, theme.PHONE_TEXT_SIZE, narrow))
    styled = (
        chart.properties(
            height=height,
            autosize=alt.AutoSizeParams(type="fit", contains="padding"),
            # Streamlit writes into the four sides.
            padding={"left": 4, "right": 4, "top": 4, "bottom": 4},
        )
        .configure(font=theme.FONT, background="transparent")
        .configure_view(stroke=None)
        # The chart speaks through its description and its table, not mark by mark.
        # Streamlit would tell the fields of every mark, by their names in the code.
        .configure_mark(aria=False, tooltip=None)
        .configure_text(fontSize=text, color=palette.ink)
        .configure_axis(
            labelFontSize=text,
            titleFontSize=text,
            labelColor=palette.muted,
            titleColor=palette.muted,
            titleFontWeight="normal",
            gridColor=palette.grid,
            domainColor=palette.grid,
            tickColor=palette.grid,
        )
    )
    # Not validated for each viewer: a test validates every chart.
    spec: dict[str, Any] = styled.to_dict(validate=False)
    spec.pop("$schema", None)
    # What Altair adds, and axes that a map has not.
    spec["config"]["view"] = {"stroke": None}
    if "projection" in spec:
        del spec["config"]["axis"]
    # Data of the whole chart goes to its layers: Streamlit would turn it into a table of its own.
    data = spec.pop("data", None)
    layers = [({"data": data} if data else {}) | layer for layer in spec["layer"]]
    spec["layer"] = _share_data(layers)
    _share_encoding(spec)
    return _drop_empty(spec)


def _drop_empty(node: Any) -> Any:
    """The same without empty lists of steps and empty encodings."""
    if isinstance(node, dict):
        return {
            key: _drop_empty(value)
            for key, value in node.items()
            if value or key not in ("transform", "encoding")
        }
    return [_drop_empty(item) for item in node] if isinstance(node, list) else node


def inline_data(table: pd.DataFrame) -> alt.InlineData:
    """A frame as inline chart data: CSV, a third of JSON's size, unless a cell is a list of lines.

    A missing value reads as null.
    """
    if table.map(lambda cell: isinstance(cell, list)).to_numpy().any():
        clean = table.astype(object).where(table.notna(), None)
        return alt.InlineData(values=clean.to_dict("records"))
    # Vega reads the word "False" as true, so yes and no travel as 1 and 0.
    flags = table.select_dtypes("bool").columns
    table = table.astype(dict.fromkeys(flags, "int64"))
    # What is not named stays text.
    parse = {
        str(column): "number"
        for column in table.columns
        if pd.api.types.is_numeric_dtype(table[column])
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


def _share_encoding(group: dict[str, Any]) -> None:
    """What all layers of a group say alike is said once, by the group: Vega-Lite merges it back."""
    layers = group["layer"]
    for layer in layers:
        if "layer" in layer:
            _share_encoding(layer)
    if len(layers) < 2:
        return
    if "data" in group:
        transforms = [layer.get("transform", []) for layer in layers]
        first = takewhile(
            lambda step: all(s == step[0] for s in step), zip(*transforms, strict=False)
        )
        if alike := [step[0] for step in first]:
            group["transform"] = group.get("transform", []) + alike
            for layer in layers:
                layer["transform"] = layer["transform"][len(alike) :]
    common = set.intersection(*(set(layer.get("encoding", {})) for layer in layers))
    for channel in sorted(common):
        shared = _common_definition([layer["encoding"][channel] for layer in layers], layers)
        if not shared:
            continue
        group.setdefault("encoding", {})[channel] = shared
        for layer in layers:
            own = layer["encoding"][channel]
            if own == shared:
                del layer["encoding"][channel]
            elif "value" not in own:
                layer["encoding"][channel] = {k: v for k, v in own.items() if k not in shared}


def _common_definition(channels: list[Any], layers: list[dict[str, Any]]) -> Any:
    """What these definitions of one channel have in common, None where nothing can be shared."""
    if all(channel == channels[0] for channel in channels):
        return channels[0]
    fields = []
    for channel, layer in zip(channels, layers, strict=True):
        if not isinstance(channel, dict) or "condition" in channel:
            return None
        if "value" in channel:  # a constant replaces whatever the group says
            continue
        fields.append((channel, "layer" in layer))
    if len(fields) < 2:
        return None
    # Only a definition that names its own data is merged with the group's.
    first = {k: v for k, v in fields[0][0].items() if k not in ("field", "datum")}
    shared = {k: v for k, v in first.items() if all(k in c and c[k] == v for c, _ in fields)}
    if any(nested and c != shared for c, nested in fields):
        return None
    return shared or None


def number_expression(expression: str, lang: str, decimals: int = 2, sign: bool = False) -> str:
    """A Vega expression that writes a number as the language does (decimal comma, real minus)."""
    text = f"format({expression}, '{'+' if sign else ''}.{decimals}f')"
    text = f"replace({text}, '-', '{numbers.MINUS}')"
    return f"replace({text}, '.', ',')" if lang == "vi" else text


def by_width(wide: float | str, narrow: float | str, below: int = PHONE_WIDTH) -> str:
    """A Vega expression: one value on a screen, another on a phone."""
    return f"width < {below} ? {narrow} : {wide}"
