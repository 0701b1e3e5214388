"""What a Vega-Lite specification refers to and what it defines."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from lib.charts.chart_data import decode_rows
from lib.charts.figure import Figure
from lib.charts.vega import VIEW


def nodes(spec: Any) -> Iterator[dict[str, Any]]:
    """Every object in a specification, itself first."""
    if isinstance(spec, dict):
        yield spec
    children = spec.values() if isinstance(spec, dict) else spec if isinstance(spec, list) else ()
    for child in children:
        yield from nodes(child)


def all_text(figure: Figure) -> str:
    """The specification and its tables as one text."""
    tables = [decode_rows(table) for table in figure.data.values()]
    return json.dumps([figure.spec, tables], ensure_ascii=False)


def tooltip_titles(spec: Any) -> list[str]:
    return [
        line["title"]
        for node in nodes(spec)
        if isinstance(node.get("tooltip"), list)
        for line in node["tooltip"]
    ]


def undefined_fields(figure: Figure) -> set[str]:
    """Fields that are drawn or aggregated but neither in any data nor computed."""
    spec, used = figure.spec, set()
    defined = {
        name for table in figure.data.values() for name in pa.ipc.open_stream(table).schema.names
    }
    for node in nodes(spec):
        if isinstance(node.get("field"), str):
            used.add(node["field"])
        names = node.get("as", [])
        defined.update([names] if isinstance(names, str) else names)
        if "lookup" in node:
            defined.update(node["from"]["fields"])
        values = node.get("values")
        if isinstance(values, str):  # CSV
            defined.update(values.split("\n", 1)[0].split(","))
        elif isinstance(values, list):
            defined.update(key for row in values if isinstance(row, dict) for key in row)
    return used - defined


def undefined_names(figure: Figure) -> set[str]:
    """Tables and view values that the specification names and the figure does not fill."""
    text = json.dumps(figure.spec)
    tables = {node["data"]["name"] for node in nodes(figure.spec) if "name" in node.get("data", {})}
    tables |= {
        node["from"]["data"]["name"]
        for node in nodes(figure.spec)
        if "lookup" in node and "name" in node["from"]["data"]
    }
    row = decode_rows(figure.data[VIEW])[0] if VIEW in figure.data else {}
    values = set(re.findall(rf"\b{VIEW}\.(\w+)", text))
    return (tables - set(figure.data)) | (values - set(row))
