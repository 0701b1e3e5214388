"""What a Vega-Lite specification refers to and what it defines."""

from collections.abc import Iterator
from typing import Any


def nodes(spec: Any) -> Iterator[dict[str, Any]]:
    """Every object in a specification, itself first."""
    if isinstance(spec, dict):
        yield spec
    children = spec.values() if isinstance(spec, dict) else spec if isinstance(spec, list) else ()
    for child in children:
        yield from nodes(child)


def tooltip_titles(spec: Any) -> list[str]:
    return [
        line["title"]
        for node in nodes(spec)
        if isinstance(node.get("tooltip"), list)
        for line in node["tooltip"]
    ]


def undefined_fields(spec: Any) -> set[str]:
    """Fields that are drawn or aggregated but neither in any data nor computed."""
    used, defined = set(), set()
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
