"""Maps as shapes: each province can be painted anew, both archipelagos stand in named frames."""

import math
from typing import Any

from lxml import etree
from pptx.enum.dml import MSO_LINE
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.util import Pt

from lib.charts import label_layout
from lib.charts.cartography import archipelagos as cartography_archipelagos
from lib.charts.cartography import choropleth, projection
from lib.charts.figure import LegendItem
from lib.charts.map import region_labels
from lib.common.theme import LIGHT
from lib.exports.pptx import deck
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import map, phrases
from lib.stats.ranking import TOTAL

SIZE = 14  # points, of a name on a map
_SMALL = 12  # of an archipelago, between the coast and the edge
_ISLAND, _OUTLINE = 3.0, 3.0  # points
_WIDER = 1.25  # than the letters that ``charts.base.apart`` counts with
_SLACK = 20  # points that an islet may lie outside of a close-up
_NAME = 20  # points that the chosen province's name may stand off the map, and out of its box
_NORTH = 19.1  # degrees; the far north has land all the way west, its names stand below
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"


def map_legend(dataset: Dataset, view: View) -> tuple[LegendItem, ...]:
    """What the fills mean."""
    return choropleth.paint_map(dataset, view).legend


def draw_national(shapes: Any, dataset: Dataset, view: View, box: deck.Box) -> None:
    """The 63 provinces by group, the chosen one outlined and named, both archipelagos named."""
    painting = choropleth.paint_map(dataset, view)
    west, south, east, north = cartography_archipelagos.NATIONAL_BOUNDS
    x, y, width, height = box
    _, degree = projection.fit_mercator(
        cartography_archipelagos.NATIONAL_BOUNDS, (0, 0, width - _NAME, height)
    )
    across = (east - west) * degree
    place, _ = projection.fit_mercator(
        cartography_archipelagos.NATIONAL_BOUNDS, (x + width - across, y, across, height)
    )
    parts = _provinces(shapes, dataset, view, painting, place, list(dataset.provinces.index))
    parts += _archipelagos(shapes, dataset, view, place)
    parts += _own(shapes, dataset, view, place, x - _NAME)
    _grouped(
        shapes, parts, map.headline(dataset, view), choropleth.map_alt_text(dataset, view, painting)
    )


def draw_region(shapes: Any, dataset: Dataset, view: View, box: deck.Box) -> None:
    """The provinces of the chosen province's region, each with its name and rank."""
    painting = choropleth.paint_map(dataset, view)
    home = dataset.provinces.at[view.province, "region"]
    members = list(dataset.provinces.index[dataset.provinces["region"] == home])
    west, south, east, north = region_labels.region_bounds(dataset, members)
    x, y, width, height = box
    ends = (west, south, east, north)
    _, degree = projection.fit_mercator(ends, box)
    labels, column = region_labels.place_region_labels(
        dataset, view, painting, members, degree * 16 / (SIZE * _WIDER)
    )
    archipelagos = bool(dataset.tables.islands["province"].isin(members).any())
    if column:
        longest = max(deck.text_width(" ".join(lines), SIZE) for lines in labels["text"])
        west = labels["lon"].min() - longest / degree
    if archipelagos:
        _, low, right, _ = cartography_archipelagos.NATIONAL_BOUNDS
        south, east = min(south, low), max(east, right)
    ends = (west, south, east, north)
    _, degree = projection.fit_mercator(ends, (0, 0, width, height))
    if column:  # once more with what a degree then takes
        ends = (labels["lon"].min() - longest / degree - 0.2, south, east, north)
        _, degree = projection.fit_mercator(ends, (0, 0, width, height))
    high, low_y = projection.mercator_y(ends[3]), projection.mercator_y(ends[1])
    tall = math.degrees(high - low_y) * degree
    across = (ends[2] - ends[0]) * degree
    place, _ = projection.fit_mercator(
        ends, (x + (width - across) / 2, y + (height - tall) / 2, across + 1, tall + 1)
    )
    room = (x - _SLACK, y - _SLACK, x + width + _SLACK, y + height + _SLACK)
    parts = _provinces(shapes, dataset, view, painting, place, members, room)
    if archipelagos:
        parts += _archipelagos(shapes, dataset, view, place)
    *others, own = parts[: len(members)]
    under, over = parts[len(members) :], []
    rows = labels.to_dict("records")
    # Lines of a column stand apart however flat the region is.
    levels = [place(row["lon"], row["lat"])[1] for row in rows]
    if column and (levels[-1] - levels[0]) / (len(rows) - 1) < 1.25 * SIZE:
        middle = y + height / 2 - 1.25 * SIZE * (len(rows) - 1) / 2
        levels = [middle + 1.25 * SIZE * i for i in range(len(rows))]
    for row, top in zip(rows, levels, strict=True):
        left, _ = place(row["lon"], row["lat"])
        mine = row["code"] == view.province
        color = LIGHT.accent if mine else LIGHT.ink
        if column:
            over.append(_line(shapes, (left + 4, top), place(row["to_lon"], row["to_lat"])))
            words, align = " ".join(row["text"]), "right"
            spot = (left - longest, top - 10, longest, 20)
        else:
            words, align = row["text"], "center"
            tall = 9 * len(words)
            wide = max(deck.text_width(w, SIZE, bold=mine) for w in words) / 2 + 2
            spot = (left - wide, top - tall, 2 * wide, 2 * tall)
            # In the colour of its province, where a name stands over a neighbour.
            tag = shapes.add_shape(MSO_SHAPE.ROUNDED_RECTANGLE, *(Pt(v) for v in spot))
            deck.fill_shape(tag, LIGHT.background if mine else row["around"])
            deck.set_alt_text(tag._element, " ".join(words))
            (over if mine else under).append(tag)
            color = color if mine else row["ink"]
        over.append(
            deck.add_text_box(
                shapes, spot, words, view.lang, size=SIZE, color=color, bold=mine, align=align,
                anchor="middle", wrap=False,
            )
        )  # fmt: skip
    # Names of neighbours reach below the chosen province's outline.
    parts = [*others, *under, own, *over]
    inside = dataset.ranking(view.year, view.measure)
    inside = inside[inside["province"].isin(members)]
    told = "; ".join(
        f"{dataset.province_name(p, view.lang)} {rank}"
        for p, rank in zip(inside["province"], inside["rank"], strict=True)
    )
    name = dataset.region_name(view.province, view.lang)
    _grouped(shapes, parts, name, f"{name}: {told}.")


def _grouped(shapes: Any, parts: list[Any], name: str, alt: str) -> None:
    """All of a map as one group, to be moved and sized as a whole."""
    group = shapes.add_group_shape(parts)
    deck.set_alt_text(group._element, name, alt)


def _provinces(
    shapes: Any,
    dataset: Dataset,
    view: View,
    painting: choropleth.Painting,
    place: projection.Projector,
    codes: list[str],
    room: deck.Box | None = None,
) -> list[Any]:
    """One shape a province, the chosen one last so that its outline lies above the others.

    Islets outside of ``room`` (left, top, right, bottom) are left out of a close-up.
    """
    rows = painting.rows.set_index("code")
    features = {f["properties"]["code"]: f for f in dataset.tables.light["features"]}
    parts = []
    for code in sorted(codes, key=lambda c: c == view.province):
        rings = [r for part in features[code]["geometry"]["coordinates"] for r in part]
        drawn = [[place(*p) for p in ring] for ring in rings]
        shape = _freeform(shapes, [r for r in drawn if room is None or _inside(r, room)])
        color = rows.at[code, "fill"]
        if code == view.province:
            deck.fill_shape(shape, color or LIGHT.missing, LIGHT.accent, _OUTLINE)
        elif color:
            deck.fill_shape(shape, color, LIGHT.border, 0.5)
        else:
            deck.fill_shape(shape, LIGHT.missing, LIGHT.muted, 0.75)
            shape.line.dash_style = MSO_LINE.DASH
        deck.set_alt_text(shape._element, rows.at[code, "name"])
        parts.append(shape)
    return parts


def _inside(ring: list[tuple[float, float]], room: deck.Box) -> bool:
    left, top, right, bottom = room
    return all(left <= x <= right and top <= y <= bottom for x, y in ring)


def _freeform(shapes: Any, rings: list[list[tuple[float, float]]]) -> Any:
    """A closed shape of one or more rings (points)."""
    dots = [[(deck.to_emu(x), deck.to_emu(y)) for x, y in ring] for ring in rings]
    xs, ys = zip(*(dot for ring in dots for dot in ring), strict=True)
    left, top, right, bottom = min(xs), min(ys), max(xs), max(ys)
    builder = shapes.build_freeform(left, top)
    builder.add_line_segments([(right, top), (right, bottom)])
    shape = builder.convert_to_shape()
    # Point by point through the library takes longer than all the rest of a map.
    steps = [
        "".join(
            f"<a:{'lnTo' if i else 'moveTo'}><a:pt x='{x - left}' y='{y - top}'/>"
            f"</a:{'lnTo' if i else 'moveTo'}>"
            for i, (x, y) in enumerate(ring)
        )
        for ring in dots
    ]
    path = f"<a:path xmlns:a='{_A}' w='{right - left}' h='{bottom - top}'>"
    drawn = etree.fromstring(path + "<a:close/>".join(steps) + "<a:close/></a:path>")
    old = shape._element.find(f".//{{{_A}}}path")
    old.getparent().replace(old, drawn)
    return shape


def _archipelagos(
    shapes: Any, dataset: Dataset, view: View, place: projection.Projector
) -> list[Any]:
    """Hoàng Sa and Trường Sa: a frame, a dot an island, the name with the province above."""
    parts = []
    for code, corners in cartography_archipelagos.frame_lines().groupby("archipelago"):
        points = [place(r.lon, r.lat) for r in corners.itertuples()]
        left, top = min(p[0] for p in points), min(p[1] for p in points)
        width, height = max(p[0] for p in points) - left, max(p[1] for p in points) - top
        frame = shapes.add_shape(MSO_SHAPE.RECTANGLE, *(Pt(v) for v in (left, top, width, height)))
        deck.fill_shape(frame, "", LIGHT.muted, 0.75)
        deck.set_alt_text(frame._element, str(code))
        parts.append(frame)
    for row in cartography_archipelagos.move_islands(dataset.tables.islands).itertuples():
        x, y = place(row.lon, row.lat)
        half = _ISLAND / 2
        dot = shapes.add_shape(
            MSO_SHAPE.OVAL, *(Pt(v) for v in (x - half, y - half, _ISLAND, _ISLAND))
        )
        deck.fill_shape(dot, LIGHT.ink)
        deck.set_alt_text(dot._element, row.name_vi)
        parts.append(dot)
    for row in cartography_archipelagos.archipelago_names(
        dataset.tables.islands, dataset.provinces, view.lang
    ).itertuples():
        x, y = place(row.lon, row.lat)
        words = [row.name, f"({row.owner})"]
        box = (x - 74, y - 33, 160, 31)
        parts.append(
            deck.add_text_box(shapes, box, words, view.lang, size=_SMALL, align="center", anchor="bottom",
                      wrap=False)
        )  # fmt: skip
    return parts


def _own(
    shapes: Any, dataset: Dataset, view: View, place: projection.Projector, left: float
) -> list[Any]:
    """The chosen province's name and rank west of the land border, joined to its place."""
    spot = dataset.tables.labels.set_index("province").loc[view.province]
    level = min(float(spot["lat"]), _NORTH)
    own = dataset.position(view.year, TOTAL, view.province)
    name = dataset.province_name(view.province, view.lang)
    size = deck.TEXT
    degree = place(0, level - 0.5)[1] - place(0, level + 0.5)[1]
    beside = 0.8 * size * deck.LINE / degree  # most of two lines, up and down
    x, y = place(projection.western_border(dataset.tables.light["features"], level, beside), level)
    x -= 10
    words = [name]
    if deck.text_width(name, size, bold=True) > x - left:
        words = label_layout.split_in_two(name) if len(name.split()) > 2 else name.split()
    if own is not None:
        words = [*words, phrases.rank_of_all(dataset, own)]
    wide = max(deck.text_width(line, size, bold=True) for line in words)
    x = max(x, left + wide)
    tall = size * deck.LINE * len(words)
    return [
        _line(shapes, (x + 4, y), place(spot["lon"], spot["lat"]), LIGHT.accent, 1.5),
        deck.add_text_box(
            shapes, (x - wide, y - tall / 2, wide, tall), words, view.lang, size=size,
            color=LIGHT.accent, bold=True, align="right", anchor="middle", wrap=False,
        ),
    ]  # fmt: skip


def _line(
    shapes: Any,
    start: tuple[float, float],
    end: tuple[float, float],
    color: str = LIGHT.muted,
    width: float = 0.75,
) -> Any:
    out = shapes.add_connector(MSO_CONNECTOR.STRAIGHT, *(Pt(v) for v in (*start, *end)))
    deck.remove_effects(out)
    out.line.width = Pt(width)
    deck.set_color(out.line.color, color)
    return out


# The charts that are maps, by their name in ``charts.CHARTS``.
NATIONAL = ("overview.country", "map.national")
MAPS = {"overview.country": draw_national, "map.national": draw_national, "map.region": draw_region}
