"""What maps on slides are made of: provinces as freeforms, framed archipelagos, lines."""

from typing import Any

from lxml import etree
from pptx.enum.dml import MSO_LINE
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.util import Pt

from lib.charts.cartography import archipelagos, hatching
from lib.charts.cartography.choropleth import Painting
from lib.charts.cartography.projection import Projector
from lib.common.theme import LIGHT
from lib.exports.pptx.drawing import (
    add_shape,
    add_text_box,
    fill_shape,
    hatch_shape,
    remove_effects,
    set_alt_text,
    set_color,
    text_width,
    to_emu,
)
from lib.model.dataset import Dataset
from lib.model.view import View

_ARCHIPELAGO_TEXT_SIZE = 12  # smaller than provinces: between the coast and the edge of the map
_ISLAND_DIAMETER = 3.0
_OUTLINE_WIDTH = 3.0  # of the chosen province
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"

Point = tuple[float, float]
Bounds = tuple[float, float, float, float]  # left, top, right, bottom


def add_provinces(
    shapes: Any,
    dataset: Dataset,
    view: View,
    painting: Painting,
    place: Projector,
    codes: list[str],
    bounds: Bounds | None = None,
) -> list[Any]:
    """Add one shape for each province.

    Args:
        shapes: Of the slide.
        dataset: The data with the boundaries.
        view: Its province is outlined.
        painting: The provinces' colours.
        place: From degrees to points.
        codes: The provinces.
        bounds: Of a close-up: parts of provinces, such as islets, that reach outside are left out.

    Returns:
        The shapes, the chosen province last so that its outline lies above the others.
    """
    rows = painting.rows.set_index("code")
    hatched = hatching.hatched_provinces(view, painting.rows)
    lines = hatching.hatch_colors(LIGHT)
    features = {f["properties"]["code"]: f for f in dataset.tables.geojson["features"]}
    parts = []
    for code in sorted(codes, key=lambda code: code == view.province):
        polygons = features[code]["geometry"]["coordinates"]
        rings = [[place(*point) for point in ring] for polygon in polygons for ring in polygon]
        shape = _add_freeform(shapes, [r for r in rings if bounds is None or _is_inside(r, bounds)])
        color = rows.at[code, "fill"]
        if code == view.province:
            fill_shape(shape, color or LIGHT.missing, LIGHT.accent, _OUTLINE_WIDTH)
        elif color:
            fill_shape(shape, color, LIGHT.border, 0.5)
        else:
            fill_shape(shape, LIGHT.missing, LIGHT.muted)
            shape.line.dash_style = MSO_LINE.DASH
        if code in hatched:
            kind = hatched[code]
            is_fall = kind != hatching.MISSING
            hatch_shape(shape, color or LIGHT.missing, lines[kind], rising=is_fall)
        set_alt_text(shape._element, rows.at[code, "name"])
        parts.append(shape)
    return parts


def add_archipelagos(
    shapes: Any, dataset: Dataset, view: View, place: Projector, right: float
) -> list[Any]:
    """Add Hoàng Sa and Trường Sa: a frame, a dot for each island, the name with the province.

    Args:
        shapes: Of the slide.
        dataset: The data with the islands.
        view: Its language is that of the names.
        place: From degrees to points.
        right: Where the map's box ends, in points; no name reaches beyond it.
    """
    parts = []
    islands = dataset.tables.islands
    for code, corners in archipelagos.frame_lines().groupby("archipelago"):
        points = [place(row.lon, row.lat) for row in corners.itertuples()]
        left, top = min(x for x, _ in points), min(y for _, y in points)
        width, height = max(x for x, _ in points) - left, max(y for _, y in points) - top
        frame = add_shape(shapes, (left, top, width, height), "", LIGHT.muted)
        set_alt_text(frame._element, str(code))
        parts.append(frame)
    for row in archipelagos.move_islands(islands).itertuples():
        x, y = place(row.lon, row.lat)
        radius = _ISLAND_DIAMETER / 2
        box = (x - radius, y - radius, _ISLAND_DIAMETER, _ISLAND_DIAMETER)
        dot = add_shape(shapes, box, LIGHT.ink, kind=MSO_SHAPE.OVAL)
        set_alt_text(dot._element, row.name_vi)
        parts.append(dot)
    for row in archipelagos.archipelago_names(islands, dataset.provinces, view.lang).itertuples():
        x, y = place(row.lon, row.lat)
        lines = [row.name, f"({row.owner})"]
        half = max(text_width(line, _ARCHIPELAGO_TEXT_SIZE) for line in lines) / 2
        middle = min(x + 6, right - half)
        name = add_text_box(
            shapes,
            (middle - 80, y - 33, 160, 31),
            lines,
            view.lang,
            size=_ARCHIPELAGO_TEXT_SIZE,
            align="center",
            anchor="bottom",
            wrap=False,
        )
        parts.append(name)
    return parts


def add_line(
    shapes: Any, start: Point, end: Point, color: str = LIGHT.muted, width: float = 0.75
) -> Any:
    """Add a straight line."""
    line = shapes.add_connector(MSO_CONNECTOR.STRAIGHT, *(Pt(v) for v in (*start, *end)))
    remove_effects(line)
    line.line.width = Pt(width)
    set_color(line.line.color, color)
    return line


def group_shapes(shapes: Any, parts: list[Any], name: str, alt: str) -> None:
    """Make one group of all parts of a map, to be moved and sized as a whole."""
    group = shapes.add_group_shape(parts)
    set_alt_text(group._element, name, alt)


def _is_inside(ring: list[Point], bounds: Bounds) -> bool:
    left, top, right, bottom = bounds
    return all(left <= x <= right and top <= y <= bottom for x, y in ring)


def _add_freeform(shapes: Any, rings: list[list[Point]]) -> Any:
    """Add a closed shape of one or more rings."""
    emu_rings = [[(to_emu(x), to_emu(y)) for x, y in ring] for ring in rings]
    xs, ys = zip(*(point for ring in emu_rings for point in ring), strict=True)
    left, top, right, bottom = min(xs), min(ys), max(xs), max(ys)
    builder = shapes.build_freeform(left, top)
    builder.add_line_segments([(right, top), (right, bottom)])
    shape = builder.convert_to_shape()
    # python-pptx adds point by point, which takes longer than all the rest of a map: its path is
    # replaced by one that is written as text.
    ring_xml = [
        "".join(
            f"<a:{'lnTo' if i else 'moveTo'}><a:pt x='{x - left}' y='{y - top}'/>"
            f"</a:{'lnTo' if i else 'moveTo'}>"
            for i, (x, y) in enumerate(ring)
        )
        for ring in emu_rings
    ]
    start = f"<a:path xmlns:a='{_A}' w='{right - left}' h='{bottom - top}'>"
    new_path = etree.fromstring(start + "<a:close/>".join(ring_xml) + "<a:close/></a:path>")
    old_path = shape._element.find(f".//{{{_A}}}path")
    old_path.getparent().replace(old_path, new_path)
    return shape
