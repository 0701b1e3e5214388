"""What the slides of some views hold, as files that a review of a change shows.

`python -m tests.support.slide_snapshot` writes them anew: of each slide its shapes back to front
with their places, colours and texts, of each editable chart the settings of its parts.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from lxml import etree
from pptx import Presentation

from lib.common.paths import ROOT
from lib.common.theme import LIGHT
from lib.datasets import tables
from lib.exports.pptx import slides
from lib.model.dataset import Dataset
from lib.model.view import View
from tests.support.chart_snapshot import color_name

FOLDER = ROOT / "tests" / "exports" / "drawn"
ADDRESS = "https://papi.example.vn"
_POINT = 12_700  # of the file's units
_STEP = 5  # pt to which places are rounded
# Of a chart: its cached figures stand in its workbook, which another test compares with the data.
_LEFT_OUT = {
    "f", "strCache", "numCache", "externalData", "crossAx", "axId", "idx", "order",
    "showLegendKey", "showCatName", "showSerName", "showPercent", "showBubbleSize", "lstStyle",
}  # fmt: skip
# Words of the file format that each line would repeat.
_SHORTER = (
    (r"(?:schemeClr|srgbClr)\(val=(\w+)\)", r"\1"),
    (r"(?:schemeClr|srgbClr)=", ""),
    (r"solidFill\((\w+)\)", r"fill \1"),
    (r"lang=(?:vi-VN|en-US) ?", ""),
    (r"<rPr\(\)>", ""),
)


@dataclass(frozen=True)
class Example:
    """A view whose slides are made.

    Attributes:
        name: of its file.
        view: what is asked for.
    """

    name: str
    view: View


EXAMPLES = (
    Example("long_an_2023", View()),
    Example("da_nang_2024_english", View(province="48", year=2024, lang="en", paint="change")),
)


def snapshot(example: Example) -> str:
    """What all slides of an example hold."""
    dataset = Dataset.build(tables.load_tables())
    file = Presentation(io.BytesIO(slides.pptx_bytes(dataset, example.view, ADDRESS)))
    master = file.slide_master
    parts = ["== master", *_shape_lines(master.shapes), *_style_lines(master)]
    parts += ["", "== layout", *_shape_lines(master.slide_layouts[0].shapes)]
    parts += _style_lines(master.slide_layouts[0])
    for number, slide in enumerate(file.slides, 1):
        parts += ["", f"== slide {number}", *_shape_lines(slide.shapes)]
        parts.append(f"notes: {slide.notes_slide.notes_text_frame.text}")
    text = "\n".join(parts).strip() + "\n"
    for pattern, short in _SHORTER:
        text = re.sub(pattern, short, text)
    return text


def _style_lines(sheet: Any) -> Iterator[str]:
    """How the texts of a master or layout look where a slide says nothing."""
    for shape in sheet.placeholders:
        levels = shape._element.findall(".//{*}lvl1pPr")
        body = _settings(shape._element.find(".//{*}bodyPr"))
        kind = shape.placeholder_format.type.name
        yield " ".join([f"style of {kind}: {body}", *map(_settings, levels)])
    for style in sheet._element.findall("./{*}txStyles/*"):
        yield f"{_tag(style)}: {_settings(style.find('./{*}lvl1pPr'))}"


def _shape_lines(shapes: Any, indent: str = "") -> Iterator[str]:
    """A line for each shape; like ones that follow each other share one."""
    looks = [(_look(shape), shape) for shape in shapes]
    for look, like in groupby(looks, key=lambda pair: pair[0]):
        members = [shape for _, shape in like]
        described = [text for shape in members if (text := _alt(shape))]
        yield " ".join(
            [
                f"{indent}{look}" + (f" × {len(members)}" if len(members) > 1 else ""),
                _extent(members),
                *(["alt:", " | ".join(described[:_STEP])] if described else []),
            ]
        )
        for shape in members:
            if hasattr(shape, "shapes"):
                yield from _shape_lines(shape.shapes, indent + "  ")
            elif getattr(shape, "has_chart", False):
                root = etree.fromstring(shape.chart.part.blob)
                yield from (f"{indent}  {line}" for line in _chart_lines(root))


def _alt(shape: Any) -> str:
    return shape._element.find(".//{*}cNvPr").get("descr") or ""


def _extent(shapes: list[Any]) -> str:
    """Where shapes stand: left, top, right and bottom, pt."""
    ends = (
        min(shape.left for shape in shapes),
        min(shape.top for shape in shapes),
        max(shape.left + shape.width for shape in shapes),
        max(shape.top + shape.height for shape in shapes),
    )
    left, top, right, bottom = (round(end / _POINT / _STEP) * _STEP for end in ends)
    return f"x {left}…{right} y {top}…{bottom}"


def _look(shape: Any) -> str:
    """The kind of a shape, its fill, line and texts."""
    element = shape._element
    preset = element.find("./{*}spPr/{*}prstGeom")
    parts = [_tag(element) if preset is None else preset.get("prst")]
    properties = element.find("./{*}spPr")
    if properties is not None:
        parts += [
            text
            for child in properties
            if _tag(child) in ("solidFill", "noFill", "pattFill", "ln")
            if (text := _settings(child))
        ]
    if getattr(shape, "has_text_frame", False) and shape.text_frame.text:
        body = element.find("./{*}txBody/{*}bodyPr")
        parts += [f"{k}={v}" for k, v in sorted(body.attrib.items()) if not k.endswith("Ins")]
        parts += [" / ".join(map(_paragraph_text, shape.text_frame.paragraphs))]
    return " ".join(parts)


def _paragraph_text(paragraph: Any) -> str:
    """The runs of a paragraph, each with its size, colour and weight where they change."""
    alignment = paragraph._p.find("./{*}pPr")
    parts = [] if alignment is None else [f"[{_settings(alignment)}]"]
    before = ""
    for run in paragraph._p.findall("./{*}r"):
        style = _settings(run.find("./{*}rPr")) if run.find("./{*}rPr") is not None else ""
        parts.append(
            f"<{style}>{run.findtext('./{*}t')}" if style != before else run.findtext("./{*}t")
        )
        before = style
    return "".join(parts)


def _settings(node: Any) -> str:
    """A part's attributes and those of the parts in it."""
    own = [f"{k.rpartition('}')[2]}={color_name(_hex(v), LIGHT)}" for k, v in node.attrib.items()]
    inner = [text for child in node if (text := _settings(child))]
    name = _tag(node)
    return f"{name}({' '.join([*own, *inner])})" if own or inner or name == "noFill" else ""


def _hex(value: str) -> str:
    """A colour of the file as the theme writes it; any other value as it is."""
    is_color = len(value) == 6 and all(c in "0123456789ABCDEFabcdef" for c in value)
    return f"#{value.lower()}" if is_color else value


def _chart_lines(root: Any) -> Iterator[str]:
    """A line for each part of a chart's plot: its kind, series, axes."""
    for plot in root.find(".//{*}plotArea"):
        series = plot.findall("./{*}ser")
        for part in series:
            plot.remove(part)
        yield f"{_tag(plot)}: {_chart_settings(plot)}"
        for part in series:
            yield f"  series: {_chart_settings(part)}"


def _chart_settings(node: Any) -> str:
    own = [
        f"{k.rpartition('}')[2]}={color_name(_hex(v), LIGHT)}"
        for k, v in node.attrib.items()
        if k != "val"
    ]
    value = node.get("val")
    shown = "" if value is None else f"={color_name(_hex(value), LIGHT)}"
    children = [child for child in node if isinstance(child.tag, str)]
    inner = [_chart_settings(child) for child in children if _tag(child) not in _LEFT_OUT]
    text = (node.text or "").strip()
    inside = [*own, *filter(None, inner), *([text] if text and not children else [])]
    return f"{_tag(node)}{shown}" + (f"({' '.join(inside)})" if inside else "")


def _tag(node: Any) -> str:
    return str(node.tag).rpartition("}")[2]


def main() -> None:
    """Write the files of all examples."""
    FOLDER.mkdir(exist_ok=True)
    for example in EXAMPLES:
        path = FOLDER / f"{example.name}.txt"
        path.write_text(snapshot(example), encoding="utf-8")


if __name__ == "__main__":
    main()
