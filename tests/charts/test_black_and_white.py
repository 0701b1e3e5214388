"""On paper without colours: provinces of one chart, rises and falls, and missing scores differ."""

import re
from itertools import combinations

import pytest
from shapely.geometry import Point, shape

from lib.charts.cartography import choropleth, hatching
from lib.charts.chart_data import decode_rows
from lib.charts.editable.registry import EDITABLE_CHARTS
from lib.charts.registry import draw
from lib.common.theme import PALETTES, to_rgb
from lib.exports import images
from lib.model.unit_lists import resolve_units
from lib.model.view import View
from tests.support import made_up_34

LEAST = 40  # of 255 between two greys that are told apart
CHARTS = (
    "overview.strip",
    "dimensions.strip",
    "dimensions.radar",
    "peers.ladder",
    "peers.duel",
    "peers.bump",
    "trends.path",
    "merged.profile",
)


def grey(color):
    """How light a colour prints without colours, 0-255."""
    red, green, blue = to_rgb(color)
    return 0.299 * red + 0.587 * green + 0.114 * blue


def shapes_by_color(svg):
    """The kinds of filled marks by their colours: a path without its numbers."""
    shapes = {}
    for path in re.findall(r"<path [^>]*>", svg):
        fill, steps = re.search(r'fill="(#\w+)"', path), re.search(r' d="([^"]*)"', path)
        if fill and steps:
            kind = "".join(re.findall(r"[A-Za-z]", steps[1]))
            shapes.setdefault(fill[1].lower(), set()).add(kind)
    return shapes


@pytest.mark.parametrize("theme", PALETTES)
@pytest.mark.parametrize("name", CHARTS)
def test_provinces_of_a_chart_differ_by_shape_or_grey(dataset, name, theme):
    figure = draw(name, dataset, View(peer="82,72", theme=theme))
    svg = images.chart_svg(figure, dataset.tables.topojson, 900, figure.spec["height"] + 40, 1.0)
    shapes = shapes_by_color(svg)
    last = 2 if name == "trends.path" else 3  # the third are the years of new definitions
    provinces = [item for item in figure.legend if not item.dashed and item.swatch != "line"]
    provinces = provinces[:last]
    assert len(provinces) > 1
    for first, second in combinations(provinces, 2):
        marks = [shapes.get(item.color, set()) for item in (first, second)]
        differ = all(marks) and marks[0].isdisjoint(marks[1])
        assert differ or abs(grey(first.color) - grey(second.color)) >= LEAST, (first, second)
        # The legend shows the shapes that only they tell apart.
        if abs(grey(first.color) - grey(second.color)) < LEAST:
            assert first.swatch != second.swatch


@pytest.mark.parametrize("theme", PALETTES)
@pytest.mark.parametrize("province", ["80", "79"])  # one of two and of three members
def test_the_members_of_one_of_the_34_have_marks_of_their_own(dataset, province, theme):
    figure = draw("merged.history", dataset, View(province=province, theme=theme))
    svg = images.chart_svg(figure, dataset.tables.topojson, 358, 360, 1.0)
    members = [item for item in figure.legend if item.swatch in ("square", "triangle", "diamond")]
    assert len({item.swatch for item in members}) == len(members) == (3 if province == "79" else 2)
    shapes = shapes_by_color(svg)
    marks = [frozenset(shapes[item.color]) for item in members]
    assert len(set(marks)) == len(marks)
    slide = EDITABLE_CHARTS["trends.path"](
        *resolve_units(made_up_34.build_dataset((2025,)), View(province=province, year=2025))
    )
    assert len({line.marker for line in slide.series if line.line_width == 1.5}) == len(members)


@pytest.mark.parametrize("theme", PALETTES)
@pytest.mark.parametrize("name", ["map.national", "map.region"])
def test_falls_and_missing_scores_are_hatched_on_a_map_of_changes(dataset, name, theme):
    view = View(paint="change", theme=theme)
    rows = choropleth.paint_map(dataset, view).rows.set_index("code", drop=False)
    kinds = hatching.hatched_provinces(view, rows)
    missing = set(rows.index[rows["fill"] == ""])
    falls = set(rows.index[rows["change"] < 0])
    assert {code for code, kind in kinds.items() if kind == hatching.MISSING} == missing
    assert set(kinds) == falls | missing and len(falls) > 20 and len(missing) == 2
    colors = hatching.hatch_colors(PALETTES[theme])
    for code in kinds:
        below = rows.at[code, "fill"] or PALETTES[theme].missing
        assert abs(grey(colors[kinds[code]]) - grey(below)) >= LEAST
    figure = draw(name, dataset, view)
    lines = decode_rows(figure.data["hatching"])
    svg = images.chart_svg(figure, dataset.tables.topojson, 500, 500, 1.0)
    assert len(lines) > 20
    drawn = re.findall(r"<line [^>]*x2=[^>]*>", svg)
    assert len([line for line in drawn if 'stroke-width="0"' not in line]) >= len(lines)


def test_a_map_of_groups_hatches_the_provinces_without_a_score_only(dataset):
    rows = choropleth.paint_map(dataset, View()).rows
    kinds = hatching.hatched_provinces(View(), rows)
    assert kinds == {"22": hatching.MISSING, "74": hatching.MISSING}


def test_the_legend_of_changes_hatches_what_the_map_hatches(dataset):
    legend = choropleth.paint_map(dataset, View(paint="change")).legend
    assert [item.hatched for item in legend] == [False, False, False, True, True, True]
    picture = images.svg(
        draw("map.national", dataset, View(paint="change")), dataset.tables.topojson, "light", "N"
    )
    assert sum(f'stroke="{item.hatch_color}" stroke-width="1.2"' in picture for item in legend) > 0


@pytest.mark.parametrize("code", ["80", "22", "38"])  # with a bight, with islands, a large one
@pytest.mark.parametrize("rising", [True, False])
def test_hatching_lies_inside_its_province_and_covers_it(dataset, code, rising):
    features = dataset.tables.geojson["features"]
    feature = next(f for f in features if f["properties"]["code"] == code)
    area = shape(feature["geometry"]).buffer(0)
    lines = hatching.province_lines(dataset, code, 0.05, rising=rising)
    inside = [area.contains(Point((a + c) / 2, (b + d) / 2)) for a, b, c, d in lines]
    assert len(lines) > 20 and sum(inside) >= 0.98 * len(lines)
    assert all((d > b) == (rising == (c > a)) for a, b, c, d in lines)
    # Every line stands for a strip half a step high where lines rise at 45 degrees.
    length = sum(abs(c - a) for a, _, c, _ in lines)
    assert length * 0.05 == pytest.approx(area.area, rel=0.2)
