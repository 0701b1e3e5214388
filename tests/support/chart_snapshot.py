"""What the charts of some views show, as files that a review of a change shows.

`python -m tests.support.chart_snapshot` writes them anew: of each chart its texts, legend and
tooltips, each kind of mark as it is drawn (how many, where, in which colours of the theme, with
which texts), and the first and last row of its data; of a slide's editable chart its series.
"""

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, fields
from typing import Any
from xml.etree import ElementTree

from lib.charts.cartography import deck_map
from lib.charts.chart_data import decode_rows
from lib.charts.editable.chart import EditableChart
from lib.charts.editable.registry import EDITABLE_CHARTS
from lib.charts.figure import Figure, LegendItem
from lib.charts.registry import CHARTS, draw
from lib.common.paths import ROOT
from lib.common.theme import PALETTES, Palette
from lib.datasets import tables
from lib.exports import images
from lib.model.dataset import Dataset
from lib.model.unit_lists import resolve_units
from lib.model.view import View
from tests.charts.specs import tooltip_titles
from tests.charts.test_merged import CHARTS_OF_34
from tests.support import made_up_34
from tests.support.wording_snapshot import is_new, names_pattern

FOLDER = ROOT / "tests" / "charts" / "drawn"
_STEP = 10  # px to which places are rounded
_HEADLINE_YEARS = (2024, 2018, 2012)
_MOST_TEXTS = 40  # of one kind of mark
_WIDTHS = {"screen": 720, "phone": 358}  # px
_AXIS = 40  # px below the drawing area


@dataclass(frozen=True)
class Example:
    """A view whose charts are drawn.

    Attributes:
        name: of its file.
        view: what is asked for.
        width: key of ``_WIDTHS``.
        first_year: whether made-up scores of the 34 in 2025 are added.
        estimated: whether the charts that pages draw for the estimated 34 are drawn for them.
    """

    name: str
    view: View
    width: str = "screen"
    first_year: bool = False
    estimated: bool = False


EXAMPLES = (
    Example("long_an_2023", View()),
    Example("long_an_2023_phone", View(peer="94,72,96"), width="phone"),
    Example(
        "ha_noi_2018_dark",
        View(
            province="01", year=2018, lang="en", theme="dark", peers="alike", peer="72,94,79",
            scale="points", paint="change",
        ),
    ),
    Example(
        "quang_tri_2022_sub_dimension",
        View(province="45", year=2022, measure="6.2", peers="neighbours", paint="continuous"),
    ),
    Example(
        "tay_ninh_2024_estimated", View(units="34", year=2024, scale="points"), estimated=True
    ),
    Example("tay_ninh_2025_made_up", View(year=2025), first_year=True),
)  # fmt: skip


def snapshot(example: Example) -> str:
    """What all charts of an example show."""
    dataset = (
        made_up_34.build_dataset((2025,))
        if example.first_year
        else Dataset.build(tables.load_tables())
    )
    shown, view = resolve_units(dataset, example.view, "both" if example.estimated else "")
    parts: list[str] = []
    for name in CHARTS_OF_34 if example.estimated else CHARTS:
        with suppress(LookupError):  # nothing to draw
            figure = draw(name, shown, view)
            parts += ["", f"== {name}", f"# {figure.title}"]
            if example.width == "screen":
                parts += _figure_lines(figure, view)
            parts += _mark_lines(figure, shown, view, _WIDTHS[example.width])
    if example.width == "screen":
        parts += ["", "== interactive map", *_deck_lines(shown, view)]
    for name, build in EDITABLE_CHARTS.items() if example.width == "screen" else ():
        with suppress(LookupError):
            parts += ["", f"== slide: {name}", *_editable_lines(build(shown, view), view)]
    return "\n".join(parts).strip() + "\n"


def headlines() -> str:
    """Titles and subtitles of the charts of many views, each sentence once."""
    dataset = Dataset.build(tables.load_tables())
    names, seen = names_pattern("vi"), set[str]()
    parts: list[str] = []
    for name in CHARTS:
        parts += ["", f"== {name}"]
        for year in _HEADLINE_YEARS:
            for province in dataset.provinces.index[::3]:
                with suppress(LookupError):  # nothing to draw
                    figure = draw(name, dataset, View(province=province, year=year, paint="change"))
                    texts = (figure.title, figure.subtitle)
                    parts += [text for text in texts if is_new(text, names, seen)]
    return "\n".join(parts).strip() + "\n"


def _figure_lines(figure: Figure, view: View) -> Iterator[str]:
    """The texts around the drawing, and the ends of its tables."""
    yield figure.subtitle
    yield f"alt: {figure.alt}"
    yield f"source: {figure.source} {figure.origin}".strip()
    yield from _legend_lines(figure.legend, view)
    if titles := list(dict.fromkeys(tooltip_titles(figure.spec))):
        yield f"tooltip: {' | '.join(titles)}"
    for name, table in figure.data.items():
        rows = decode_rows(table)
        ends = [rows[0], *([rows[-1]] if len(rows) > 1 else [])] if rows else []
        yield f"data {name}: {len(rows)} rows; {' … '.join(map(_row_text, ends))}"


def _deck_lines(dataset: Dataset, view: View) -> Iterator[str]:
    """The interactive map's layers, back to front, each with its first and last object."""
    deck = json.loads(deck_map.build_deck(dataset, view).to_json())
    layers = deck.pop("layers")
    for layer in layers:
        objects = layer.pop("data")
        for item in objects:
            item.pop("geometry", None)
        ends = [json.dumps(item, ensure_ascii=False) for item in (objects[:1] + objects[1:][-1:])]
        yield f"{json.dumps(layer, ensure_ascii=False)}: {len(objects)} × {' … '.join(ends)}"
    yield json.dumps(deck, ensure_ascii=False)
    yield deck_map.build_deck(dataset, view)._tooltip["html"]


def _legend_lines(items: Iterable[LegendItem], view: View) -> Iterator[str]:
    for item in items:
        look = f"{item.css_classes or 'area'} {color_name(item.color, PALETTES[view.theme])}"
        yield f"legend: {item.label} ({look}) {item.detail}".strip()


def _row_text(row: dict[str, Any]) -> str:
    shown = {k: round(v, 4) if isinstance(v, float) else v for k, v in row.items()}
    return ", ".join(f"{k}={v}" for k, v in shown.items()).replace("\n", "/")


def color_name(color: str, palette: Palette) -> str:
    """The name of a colour in the theme; a text that is none of them as it is."""
    for field in fields(palette):
        value = getattr(palette, field.name)
        if value == color:
            return field.name
        if isinstance(value, tuple) and color in value:
            return f"{field.name}{value.index(color) + 1}"
    return color


def _mark_lines(figure: Figure, dataset: Dataset, view: View, width: int) -> Iterator[str]:
    """A line for each group of like marks, back to front."""
    height = figure.spec["height"] + _AXIS
    svg = images.chart_svg(figure, dataset.tables.topojson, width, height, scale=1.0)
    for node, origin in _placed(ElementTree.fromstring(svg), (0.0, 0.0)):
        found = re.match(r"mark-(\w+) role-([\w-]+)", node.get("class", ""))
        marks = [(child, start) for child, start in _placed(node, origin) if _is_mark(child)]
        if not found or found[1] == "group" or not marks:
            continue
        elements = [element for element, _ in marks]
        points = [point for element, start in marks for point in _points(element, start)]
        parts = [f"{found[1]} {found[2]}".replace(" mark", ""), f"× {len(marks)}"]
        if points:
            parts += [_extent(axis, [point[i] for point in points]) for i, axis in enumerate("xy")]
        for attribute in ("fill", "stroke"):
            colors = {
                color_name(element.get(attribute) or "", PALETTES[view.theme])
                for element in elements
            }
            colors -= {"", "none", "transparent"}
            if colors:
                shown = sorted(colors)
                parts.append(f"{attribute} {', '.join(shown[:8])}" + "…" * (len(shown) > 8))
        for attribute in (
            "opacity",
            "stroke-width",
            "stroke-dasharray",
            "font-weight",
            "font-size",
        ):
            values = sorted({v for element in elements if (v := element.get(attribute))})
            if values and values != ["1"]:
                parts.append(f"{attribute} {', '.join(values[:4])}")
        texts = ["/".join(element.itertext()) for element in elements if _tag(element) == "text"]
        yield " ".join(parts) + (f": {' | '.join(texts[:_MOST_TEXTS])}" if texts else "")


def _tag(node: ElementTree.Element) -> str:
    return node.tag.rpartition("}")[2]


def _is_mark(node: ElementTree.Element) -> bool:
    return _tag(node) in ("path", "line", "text", "rect", "image")


def _placed(
    node: ElementTree.Element, origin: tuple[float, float]
) -> Iterator[tuple[ElementTree.Element, tuple[float, float]]]:
    """Every visible element with its origin, px."""
    if node.get("opacity") == "0" or node.get("display") == "none" or _tag(node) == "defs":
        return
    found = re.match(r"translate\(([-\d.e]+)[, ]([-\d.e]+)\)", node.get("transform", ""))
    if found:
        origin = (origin[0] + float(found[1]), origin[1] + float(found[2]))
    yield node, origin
    for child in node:
        yield from _placed(child, origin)


def _points(node: ElementTree.Element, start: tuple[float, float]) -> Iterator[tuple[float, float]]:
    """Where a mark stands, and the ends of a line or the corners of a path."""
    x, y = start
    if _tag(node) == "line":
        yield x, y
        yield x + float(node.get("x2", 0)), y + float(node.get("y2", 0))
    elif _tag(node) == "path":
        for command, numbers in re.findall(r"([MLhvHVCA])([^A-Za-z]*)", node.get("d", "")):
            values = [float(n) for n in re.findall(r"-?[\d.]+(?:e-?\d+)?", numbers)]
            if command in "hv":
                x, y = (x + values[0], y) if command == "h" else (x, y + values[0])
            elif command in "HV":
                x, y = (start[0] + values[0], y) if command == "H" else (x, start[1] + values[0])
            else:
                x, y = start[0] + values[-2], start[1] + values[-1]
            yield x, y
    else:
        yield x, y


def _extent(axis: str, values: list[float]) -> str:
    low, high = (round(value / _STEP) * _STEP for value in (min(values), max(values)))
    return f"{axis} {low}…{high}" if low != high else f"{axis} {low}"


def _editable_lines(chart: EditableChart, view: View) -> Iterator[str]:
    yield f"alt: {chart.alt}"
    yield from _legend_lines(chart.legend, view)
    for field in fields(chart):
        if field.name not in ("series", "alt", "legend"):
            yield f"{field.name}: {_value_text(getattr(chart, field.name), view)}"
    for series in chart.series:
        values = {f.name: getattr(series, f.name) for f in fields(series)}
        shown = (f"{k} {_value_text(v, view)}" for k, v in values.items() if v)
        yield f"series: {'; '.join(shown)}"


def _value_text(value: Any, view: View) -> str:
    """A value of an editable chart; a long list by its ends."""
    if isinstance(value, tuple):
        texts = [_value_text(item, view) for item in value]
        if len(texts) > _MOST_TEXTS:
            texts = [*texts[:3], f"… {len(texts)} …", *texts[-3:]]
        return f"({', '.join(texts)})"
    if isinstance(value, float):
        return f"{value:.6g}"
    return color_name(value, PALETTES[view.theme]) if isinstance(value, str) else str(value)


def main() -> None:
    """Write the files of all examples."""
    FOLDER.mkdir(exist_ok=True)
    for example in EXAMPLES:
        path = FOLDER / f"{example.name}.txt"
        path.write_text(snapshot(example), encoding="utf-8")
    (FOLDER / "headlines.txt").write_text(headlines(), encoding="utf-8")


if __name__ == "__main__":
    main()
