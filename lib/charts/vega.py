"""Altair charts and frames as compact Vega-Lite: style, inline data, merged layers."""

import json
import re
from collections.abc import Mapping
from itertools import takewhile
from typing import Any

import altair as alt
import pandas as pd

from lib.common import theme
from lib.common.theme import PHONE_WIDTH, Palette

# Altair's options are process-global: set once, or parallel runs disturb each other.
alt.data_transformers.enable(consolidate_datasets=False)

VIEW = "view"  # the table with one row, and the signal with it, of what a spec calls view values
_USES_VIEW = re.compile(rf"\b{VIEW}\.\w")

# Separators where they differ from Vega's own, which are those of English.
_NUMBER_LOCALES = {"vi": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", ""]}}


def finish_spec(
    chart: alt.LayerChart | alt.FacetChart,
    palette: Palette,
    lang: str,
    height: int | None,
    phone_width: int = theme.PHONE_WIDTH,
) -> dict[str, Any]:
    """The Vega-Lite of a chart with the theme's fonts, colours and sizes, the language's numbers.

    Args:
        chart: unsized; its width will be the container's.
        height: of the drawing area, px; None where each view sets its own (``with_height``).
        phone_width: narrower drawings (px) get the text size of phones.
    """
    text = alt.ExprRef(by_width(theme.TEXT_SIZE, theme.PHONE_TEXT_SIZE, phone_width))
    styled = (
        chart.properties(
            autosize=alt.AutoSizeParams(type="fit", contains="padding"),
            # All four sides: Streamlit assigns to them one by one.
            padding={"left": 4, "right": 4, "top": 4, "bottom": 4},
        )
        .configure(font=theme.FONT, background="transparent")
        .configure_view(stroke=None)
        # Screen readers get the description and the table, not every mark; without None
        # Streamlit would add a tooltip with the internal field names to every mark.
        .configure_mark(aria=False, tooltip=None)
        .configure_text(fontSize=text, color=palette.ink)
        .configure_axis(
            aria=False,  # Vega describes axes in English
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
    # A test validates every chart; doing it here would make the first view of each slower.
    spec: dict[str, Any] = styled.to_dict(validate=False)
    spec.pop("$schema", None)
    if height is not None:
        spec["height"] = height
    # Altair adds a default size here; a map has no axes to configure.
    spec["config"]["view"] = {"stroke": None}
    if lang in _NUMBER_LOCALES:
        spec["config"]["locale"] = {"number": _NUMBER_LOCALES[lang]}
    if "projection" in spec:
        del spec["config"]["axis"]
    # Data of the whole chart moves into its layers: Streamlit would send it as a separate table.
    data = spec.pop("data", None)
    layers = [({"data": data} if data else {}) | layer for layer in spec["layer"]]
    spec["layer"] = _share_data(layers)
    _share_encoding(spec)
    spec = _drop_empty(spec)
    if _USES_VIEW.search(json.dumps(spec)):
        row = {"name": VIEW, "expr": f"data('{VIEW}')[0]"}
        spec["params"] = [row, *spec.get("params", [])]
        # Vega-Lite leaves out a table that no layer draws: this one draws nothing of it.
        if not _draws_view(spec):
            nothing = {"mark": "point", "transform": [{"filter": "false"}]}
            spec["layer"].append({"data": {"name": VIEW}} | nothing)
    return spec


def _draws_view(spec: dict[str, Any]) -> bool:
    """Whether a layer has the table of the view values."""
    return any(layer.get("data") == {"name": VIEW} for layer in spec["layer"])


def named_data(name: str) -> alt.NamedData:
    """A table that ``chart_data.encode_chart_data`` fills under this name."""
    return alt.NamedData(name=name)


def view_value(name: str) -> str:
    """A Vega expression for a single value that ``chart_data.encode_chart_data`` fills."""
    return f"{VIEW}.{name}"


def view_domain(low: str, high: str) -> alt.ExprRef:
    """A scale's domain between two view values."""
    return alt.ExprRef(f"[{view_value(low)}, {view_value(high)}]")


def with_height(spec: dict[str, Any], height: int) -> dict[str, Any]:
    """A copy of a spec with this height in px; Vega-Lite takes no expression for it."""
    return spec | {"height": height}


def with_tooltip_titles(node: Any, titles: Mapping[str, str]) -> Any:
    """A copy of a spec whose tooltip lines of some fields have these titles.

    Vega-Lite takes no expression for a title, so a name in it makes a spec of its own.

    Args:
        node: the spec, or a part of it.
        titles: by field; the fields are in tooltips only.
    """
    if isinstance(node, list):
        return [with_tooltip_titles(item, titles) for item in node]
    if not isinstance(node, dict):
        return node
    if node.get("field") in titles:
        return node | {"title": titles[node["field"]]}
    return {key: with_tooltip_titles(value, titles) for key, value in node.items()}


def _drop_empty(node: Any) -> Any:
    """A spec without empty transforms and encodings."""
    if isinstance(node, dict):
        return {
            key: _drop_empty(value)
            for key, value in node.items()
            if value or key not in ("transform", "encoding")
        }
    return [_drop_empty(item) for item in node] if isinstance(node, list) else node


def inline_data(table: pd.DataFrame) -> alt.InlineData:
    """A frame as inline chart data: CSV, a third of JSON's size, or JSON where a cell is a list.

    Missing values become null.
    """
    if table.map(lambda cell: isinstance(cell, list)).to_numpy().any():
        clean = table.astype(object).where(table.notna(), None)
        return alt.InlineData(values=clean.to_dict("records"))
    # Vega reads the text "False" as true, so booleans become 1 and 0.
    flags = table.select_dtypes("bool").columns
    table = table.astype(dict.fromkeys(flags, "int64"))
    # Columns that are not listed here stay text.
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
    """Group neighbouring layers with the same data, so that it is sent once."""
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
    """Move transforms and encodings common to all layers up to their group (in place).

    Vega-Lite merges them back into each layer.
    """
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
        if shared_steps := [step[0] for step in first]:
            group["transform"] = group.get("transform", []) + shared_steps
            for layer in layers:
                layer["transform"] = layer["transform"][len(shared_steps) :]
    common = set.intersection(*(set(layer.get("encoding", {})) for layer in layers))
    for channel in sorted(common):
        shared = _common_definition([layer["encoding"][channel] for layer in layers], layers)
        if not shared:
            continue
        group.setdefault("encoding", {})[channel] = shared
        for layer in layers:
            definition = layer["encoding"][channel]
            if definition == shared:
                del layer["encoding"][channel]
            elif "value" not in definition:
                layer["encoding"][channel] = {
                    k: v for k, v in definition.items() if k not in shared
                }


def _common_definition(definitions: list[Any], layers: list[dict[str, Any]]) -> Any:
    """What these definitions of one channel have in common, None where nothing can be shared."""
    if all(definition == definitions[0] for definition in definitions):
        return definitions[0]
    fields = []
    for definition, layer in zip(definitions, layers, strict=True):
        if not isinstance(definition, dict) or "condition" in definition:
            return None
        if "value" in definition:  # a constant replaces the group's definition
            continue
        fields.append((definition, "layer" in layer))
    if len(fields) < 2:
        return None
    # Vega-Lite merges a definition with the group's only if it has a field or datum of its own.
    first = {k: v for k, v in fields[0][0].items() if k not in ("field", "datum")}
    shared = {k: v for k, v in first.items() if all(k in c and c[k] == v for c, _ in fields)}
    if any(nested and c != shared for c, nested in fields):
        return None
    return shared or None


def number_expression(value: str, decimals: int = 2, sign: bool = False) -> str:
    """A Vega expression that formats a number; ``finish_spec`` sets the language's separators.

    Args:
        value: a Vega expression.
        sign: write "+" before what is not negative. A minus is always a true one (U+2212).
    """
    return f"format({value}, '{'+' if sign else ''}.{decimals}f')"


def by_width(screen: float | str, phone: float | str, phone_width: int = PHONE_WIDTH) -> str:
    """A Vega expression for one value on a screen and another in drawings of phone width (px)."""
    return f"width < {phone_width} ? {phone} : {screen}"
