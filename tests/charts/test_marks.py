"""What marks look like and which lies above which: colours of rise and fall, order, direction."""

import contextlib
import re

import pytest

from lib.charts.cartography import choropleth
from lib.charts.chart_data import decode_rows
from lib.charts.editable import registry
from lib.charts.registry import CHARTS, draw
from lib.charts.vega import VIEW
from lib.common.theme import LIGHT, PALETTES
from lib.exports import images
from lib.model.unit_lists import resolve_units
from lib.model.view import View
from tests.charts.label_boxes import measure
from tests.charts.specs import nodes
from tests.support import made_up_34


def rows_of(figure, table):
    return decode_rows(figure.data[table])


def layers(figure, mark):
    """The layers with this mark in the order of drawing."""
    marked = [node for node in nodes(figure.spec) if isinstance(node.get("mark"), dict)]
    return [node for node in marked if node["mark"].get("type") == mark]


def filters(layer):
    return [step.get("filter") for step in layer.get("transform", [])]


def palette_of_ends(color):
    """Which end of the ramp of changes a colour is nearer to: "high" or "low"."""

    def distance(other):
        pairs = zip(bytes.fromhex(color[1:]), bytes.fromhex(other[1:]), strict=True)
        return sum(abs(a - b) for a, b in pairs)

    return min(("high", "low"), key=lambda end: distance(getattr(LIGHT, end)))


def test_the_map_of_changes_paints_the_largest_rise_high_and_the_largest_fall_low(dataset):
    rows = choropleth.paint_map(dataset, View(paint="change")).rows.dropna(subset="change")
    rows = rows.sort_values("change")
    assert rows["change"].iloc[0] < 0 < rows["change"].iloc[-1]
    assert palette_of_ends(rows["fill"].iloc[0]) == "low"
    assert palette_of_ends(rows["fill"].iloc[-1]) == "high"
    legend = choropleth.paint_map(dataset, View(paint="change")).legend
    ends = {item.detail: palette_of_ends(item.color) for item in legend if item.detail}
    assert (ends["tăng"], ends["giảm"]) == ("high", "low")


@pytest.mark.parametrize("theme", PALETTES)
def test_a_part_that_rose_has_the_colour_that_the_legend_calls_a_rise(build, theme):
    figure = build("trends.waterfall", View(theme=theme))
    (bars,) = layers(figure, "bar")
    color, palette = bars["encoding"]["color"], PALETTES[theme]
    assert color["condition"] == {"test": "datum.up", "value": palette.high}
    assert color["value"] == palette.low
    assert {item.label: item.color for item in figure.legend} == {
        "tăng": palette.high,
        "giảm": palette.low,
    }
    assert all(row["up"] == (row["text"][0] == "+") for row in rows_of(figure, "parts"))


def test_a_bar_of_the_slide_has_the_colour_of_its_direction(dataset):
    chart = registry.EDITABLE_CHARTS["trends.waterfall"](dataset, View())
    (series,) = chart.series
    for label, color in list(zip(series.labels, series.point_colors, strict=True))[:-1]:
        assert color == (LIGHT.high if label[0] == "+" else LIGHT.low)
    assert series.point_colors[-1] == LIGHT.accent


def test_only_the_own_bar_of_the_movers_has_the_accent(build):
    figure = build("trends.movers", View())
    (bars,) = layers(figure, "bar")
    color = bars["encoding"]["color"]
    assert color["condition"] == {"test": "datum.own", "value": LIGHT.accent}
    assert color["value"] == LIGHT.other
    rows = rows_of(figure, "provinces")
    assert [row["name"].split(". ")[1] for row in rows if row["own"]] == ["Long An"]


@pytest.mark.parametrize(
    ("name", "table", "column"),
    [("trends.waterfall", "parts", "text"), ("trends.movers", "provinces", "text")],
)
def test_bars_run_from_the_largest_rise_to_the_largest_fall(build, name, table, column):
    rows = sorted(rows_of(build(name, View()), table), key=lambda row: row["row"])
    values = [float(row[column].replace(",", ".").replace("−", "-")) for row in rows]
    assert values == sorted(values, reverse=True) and values[0] > 0 > values[-1]


def test_the_slide_orders_its_bars_like_the_screen(build, dataset):
    chart = registry.EDITABLE_CHARTS["trends.waterfall"](dataset, View())
    names = [row["name"] for row in rows_of(build("trends.waterfall", View()), "parts")]
    assert [name.removesuffix(" *") for name in names] == list(chart.categories[:-1])


def test_the_outline_of_the_own_province_is_the_last_shape_of_the_map(build):
    for name in ("map.national", "map.region"):
        figure = build(name, View())
        shapes = layers(figure, "geoshape")
        strokes = [layer["mark"].get("stroke") for layer in shapes]
        first = strokes.index(LIGHT.accent)  # again over the halos of a region's labels
        assert first > 0 and set(strokes[first:]) == {LIGHT.accent}
        assert filters(shapes[first])[-1] == filters(shapes[-1])[-1] == "datum.own"
        assert [row["code"] for row in rows_of(figure, "provinces") if row["own"]] == ["80"]


def test_the_own_name_is_written_last_on_the_ladder(build):
    figure = build("peers.ladder", View())
    names = [layer for layer in layers(figure, "text") if layer["mark"].get("angle") == 270]
    assert [filters(layer)[-1] for layer in names][-1] == "datum.kind == 'own'"
    assert [row["code"] for row in rows_of(figure, "provinces") if row["layer"] == 2] == ["80"]


@pytest.mark.parametrize("name", ["overview.strip", "dimensions.strip"])
def test_the_own_dot_of_a_strip_is_drawn_last(build, name):
    figure = build(name, View())
    (dots,) = layers(figure, "point")
    assert dots["encoding"]["order"]["field"] == "layer"
    rows = rows_of(figure, "provinces")
    assert {row["code"] for row in rows if row["layer"] == max(r["layer"] for r in rows)} == {"80"}


def test_the_own_dots_of_the_bump_chart_are_drawn_last(build):
    figure = build("peers.bump", View())
    (dots,) = layers(figure, "circle")
    assert dots["encoding"]["order"]["field"] == "layer"
    steps = [step for node in nodes(figure.spec) for step in node.get("transform", [])]
    assert {"as": "layer", "calculate": "datum.own ? 1 : 0"} in steps


@pytest.mark.parametrize("name", ["overview.strip", "dimensions.strip"])
def test_the_own_dots_of_a_slide_lie_above_the_others(dataset, name):
    chart = registry.EDITABLE_CHARTS[name](dataset, View())
    dots = [series.name for series in chart.series if series.marker_size]
    assert len(dots) == 3 and dots[-1] == "Long An"


def test_the_best_group_is_at_the_top_of_the_bands(build):
    figure = build("trends.path", View())
    bands = [row for row in rows_of(figure, "bands") if row["year"] == 2023]
    by_group = sorted(bands, key=lambda row: row["group"])
    assert all(row["top"] < row["bottom"] for row in by_group)
    assert by_group[0]["top"] == 0.5
    assert [row["top"] for row in by_group] == sorted(row["top"] for row in by_group)
    (values,) = rows_of(figure, VIEW)
    # Rank 1 at the top: the scale's domain begins at the bottom.
    assert values["low"] > 61 and values["high"] < 1


@pytest.mark.parametrize("name", ["trends.usual", "trends.movers", "trends.waterfall"])
def test_a_fall_lies_left_of_a_rise(build, name):
    figure = build(name, View())
    (values,) = rows_of(figure, VIEW)
    assert values["low"] < values["high"]
    domains = {str(n["domain"]) for n in nodes(figure.spec) if isinstance(n.get("domain"), dict)}
    assert str({"expr": "[view.low, view.high]"}) in domains


def test_the_legend_stands_beside_a_map_and_below_any_other_chart(build, dataset):
    def place(name):
        """Left and top of the legend, right and bottom of the chart."""
        figure = build(name, View())
        picture = images.svg(figure, dataset.tables.topojson, "light", "Nguồn: PAPI")
        chart = re.search(
            r'<svg x="([\d.]+)" y="([\d.]+)"[^>]*? width="([\d.]+)" height="([\d.]+)"', picture
        )
        x, y, width, height = map(float, chart.groups())
        legend = picture[: picture.rindex(f">{figure.legend[0].label.split()[0]}")]
        left, top = re.findall(r'<g transform="translate\(([\d.]+) ([\d.]+)\)"><[rc]', legend)[-1]
        return float(left), float(top), x + width, y + height

    left, top, right, bottom = place("map.national")
    assert left > right and top < bottom
    left, top, right, bottom = place("peers.ladder")
    assert left < right and top > bottom


def test_ticks_of_scores_that_lie_close_together_have_decimals(dataset):
    """The 34 span fewer points than the 63: whole numbers would name two ticks alike."""
    view = View(province="80", year=2025)
    shown, shown_view = resolve_units(made_up_34.build_dataset((2025,)), view)
    figure = draw("overview.strip", shown, shown_view)
    picture = images.svg(figure, shown.tables.topojson, "light", "Nguồn: PAPI")
    ticks = re.findall(r">(4\d(?:,\d)?)<", picture)
    assert len(ticks) > 4 and len(set(ticks)) == len(ticks) and "43,5" in ticks
    wide = draw("overview.strip", dataset, View())
    assert rows_of(wide, VIEW)[0]["decimals"] == 0


@pytest.mark.parametrize("scale", ["position", "points"])
def test_a_value_of_the_34_stands_below_its_dot_where_the_line_would_run_through_it(scale):
    dataset = made_up_34.build_dataset((2025, 2026, 2027))
    found = set()
    for code in ("15", "20", "40", "80"):
        shown, view = resolve_units(dataset, View(province=code, year=2027, scale=scale))
        rows = [row for row in rows_of(draw("trends.path", shown, view), "rows")
                if row["kind"] == "published"]  # fmt: skip
        assert [row["year"] for row in rows] == [2025, 2026, 2027]
        values = [row["value"] for row in rows]
        rises = [b > a for a, b in zip(values, values[1:], strict=False)]
        falls = [b < a for a, b in zip(values, values[1:], strict=False)]
        expected = [*rises, falls[-1]]  # the last one: where the line came down to it
        assert [bool(row["below"]) for row in rows] == expected, code
        found |= set(expected)
    assert found == {True, False}


def test_the_value_of_a_last_place_stands_above_the_years_of_the_axis():
    dataset = made_up_34.build_dataset((2025, 2026))
    shown, view = resolve_units(dataset, View(province="82", year=2026))  # 33/34 after a fall
    figure = draw("trends.path", shown, view)
    last = max(rows_of(figure, "rows"), key=lambda row: (row["kind"] == "published", row["year"]))
    axis = rows_of(figure, VIEW)[0]
    assert last["below"] and last["value"] < 4
    # A value's lower edge is 24 px below its dot, the drawing at most 320 px high.
    assert (last["value"] - axis["low"]) / (axis["high"] - axis["low"]) * 290 >= 24


@pytest.mark.parametrize("years", [(), (2025,), (2025, 2026)], ids=["63", "one year", "two years"])
def test_no_two_items_of_a_legend_look_alike(years):
    """The border of the mergers was dashed like that of a change of scale."""
    built = made_up_34.build_dataset(years) if years else made_up_34.base_dataset()
    year, looked_at = years[-1] if years else 2024, 0
    for code, lang in (("80", "vi"), ("25", "en"), ("22", "vi")):
        for name in CHARTS:
            shown, view = resolve_units(built, View(province=code, year=year, lang=lang))
            with contextlib.suppress(LookupError):  # nothing to draw
                legend = draw(name, shown, view).legend
                looks = [(item.css_classes, item.css_style) for item in legend]
                assert len(set(looks)) == len(looks), (name, code, [item.label for item in legend])
                looked_at += len(looks) > 1
    assert looked_at > 20


def test_the_lines_of_two_borders_are_drawn_as_their_legend_shows_them():
    shown, view = resolve_units(made_up_34.build_dataset((2025,)), View(province="80", year=2025))
    figure = draw("peers.bump", shown, view)
    assert [row["year"] for row in rows_of(figure, "border")] == [2024.5]
    assert [row["year"] for row in rows_of(figure, "breaks")] == [2017.5]
    assert sorted("strokeDash" in rule["mark"] for rule in layers(figure, "rule")) == [False, True]


def test_bars_take_the_room_of_verdicts_that_are_not_there(dataset):
    """Changes of the 34 have no verdicts yet: a quarter of the chart stood empty."""
    two_years = made_up_34.build_dataset((2025, 2026))
    room = {}
    for built, year in ((dataset, 2023), (two_years, 2025), (two_years, 2026)):
        shown, view = resolve_units(built, View(province="80", year=year))
        figure = draw("trends.waterfall", shown, view)
        svg = images.chart_svg(figure, shown.tables.topojson, 520, 340, scale=1.0)
        values = [box for box in measure(svg).texts if re.fullmatch(r"[+−]\d,\d\d", box.text)]
        room[year] = 520 - max(box.right for box in values)
        assert any(row["says"] for row in rows_of(figure, "parts")) == (year == 2023)
    assert room[2023] > 120  # px, for "chưa đáng kể"
    assert max(room[2025], room[2026]) < 30
