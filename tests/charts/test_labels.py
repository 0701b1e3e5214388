"""No label of a chart overlaps another, is cut by the chart's edge or has a line through it."""

import re
from itertools import combinations, pairwise

import pytest
from shapely.geometry import Point, shape

from lib.charts.chart_data import decode_rows
from lib.charts.registry import draw
from lib.charts.vega import VIEW
from lib.common.text import t
from lib.common.theme import LIGHT
from lib.exports import images
from lib.model.unit_lists import resolve_units
from lib.model.view import View
from lib.narrative import phrases
from tests.charts.label_boxes import marks, measure
from tests.support import made_up_34
from tests.support.speed import fast_first

# Width and height in px: as on a page of a laptop; None for the chart's own height and axes.
SIZES = {
    "overview.strip": (590, None),
    "overview.profile": (590, None),
    "overview.country": (350, 430),
    "map.national": (410, 504),
    "map.region": (450, 504),
    "dimensions.radar": (430, 430),
    "dimensions.strip": (510, None),
    "peers.ladder": (950, None),
    "peers.bump": (950, None),
    "trends.waterfall": (520, None),
    "trends.path": (950, None),
    "targets.gaps": (430, None),
    "dimensions.telling": (950, None),
    "peers.duel": (495, None),
    "trends.usual": (400, None),
    "trends.spread": (400, None),
    "trends.movers": (950, None),
    "targets.chance": (410, None),
    "plan.coverage": (950, None),
    "plan.result": (950, None),
    "merged.profile": (575, None),
    "merged.learn": (453, None),
    "merged.ranges": (453, None),
    "merged.history": (950, None),
}
AXES = 40  # px of a chart's axes, at most
# Every year has other scores: one view of each province for every chart would take minutes.
SOME = ("80", "01", "08", "15", "26", "46", "56", "70", "77", "79", "82", "96")
CASES = {name: name for name in SIZES}
# As on a projector of 1920 x 1080, whose drawings are larger and whose texts are not.
LARGE = {"map.national": (690, 756), "map.region": (865, 670), "dimensions.radar": (690, 520)}
# Where a neighbour's name (Hưng Yên) has no free place on its province or beside it.
CROWDED = ("01",)
PHONE_WIDTH, PHONE_HEIGHT = 358, 390  # px of a chart; the height of maps and radars


def faults(dataset, name, views, phone=False, size=None):
    """What is wrong in which view of a chart."""
    width, height = size or SIZES[name]
    if phone:
        width, height = PHONE_WIDTH, height and PHONE_HEIGHT
    found = {}
    for view in views:
        try:
            shown, shown_view = resolve_units(dataset, view)
            figure = draw(name, shown, shown_view)
        except LookupError:  # nothing to draw
            continue
        height_px = height or figure.spec["height"] + AXES
        drawn = measure(
            images.chart_svg(figure, shown.tables.topojson, width, height_px, scale=1.0)
        )
        assert len(drawn.texts) > 3
        on_lines = drawn.on_lines()
        if name == "map.region" and view.province in CROWDED:
            on_lines = []
        wrong = (drawn.overlapping(), drawn.cut(), on_lines)
        if any(wrong):
            found[view.province, view.lang] = wrong
    return found


@pytest.mark.parametrize("name", fast_first(CASES))
def test_labels_of_some_provinces_stand_free(dataset, name):
    assert faults(dataset, name, [View(province=code) for code in SOME]) == {}


@pytest.mark.parametrize(
    "height", [360, 340, 318, 267, 216]
)  # from a page to the lowest on a screen
def test_gains_and_names_stand_free_in_rows_of_any_height(dataset, height):
    for code in ("80", "79", "01"):  # the longest name is among those of TP. Hồ Chí Minh
        figure = draw("targets.path", dataset, View(province=code))
        drawn = measure(images.chart_svg(figure, dataset.tables.topojson, 535, height, 1.0))
        assert (drawn.overlapping(), drawn.cut()) == ([], [])
        values = [box for box in drawn.texts if box.text.startswith(("+0", "−0", "0,"))]
        assert len(values) == 20  # ten gains, ten usual changes
        names = [box for box in drawn.texts if box not in values]
        below = [
            name.top - value.bottom
            for value in values
            for name in names
            if name.left < value.right and value.left < name.right and name.top > value.top
        ]
        assert min(below, default=3) >= 3  # px of air


@pytest.mark.parametrize("name", LARGE)
def test_labels_stand_free_where_drawings_are_large(dataset, name):
    views = [View(province=code) for code in ("80", "79", "22", "56")]
    assert faults(dataset, name, views, size=LARGE[name]) == {}


def test_the_name_of_a_province_at_the_eastern_end_stands_in_the_sea(dataset):
    for code, side in (("22", "left"), ("80", "right"), ("48", "right")):
        style = decode_rows(
            draw("map.national", dataset, View(province=code, year=2018)).data[VIEW]
        )
        assert style[0]["place"].split()[2] == side


@pytest.mark.parametrize("size", [(250, 330), (200, 340), (410, 504)])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_archipelagos_names_are_whole_on_a_narrow_map(dataset, lang, size):
    figure = draw("map.national", dataset, View(lang=lang))
    drawn = measure(images.chart_svg(figure, dataset.tables.topojson, *size, scale=1.0))
    assert any("Trường Sa" in text.text or "Truong Sa" in text.text for text in drawn.texts)
    assert drawn.cut(slack=0) == []


@pytest.mark.parametrize("size", [(PHONE_WIDTH, PHONE_HEIGHT), (320, 340)])
@pytest.mark.parametrize(("code", "year"), [("04", 2023), ("02", 2023), ("04", 2024), ("08", 2024)])
def test_a_name_in_the_north_stands_below_the_maps_upper_edge(dataset, code, year, size):
    view = View(province=code, year=year, units="34" if year == 2024 else "63")
    shown, view = resolve_units(dataset, view, "both")
    svg = images.chart_svg(draw("map.national", shown, view), shown.tables.topojson, *size, 1.0)
    assert measure(svg).cut() == []


def test_that_a_rank_is_estimated_ends_left_of_an_archipelagos_name(dataset):
    view = View(province="40", year=2024, units="34")  # Nghệ An has no room to its west
    shown, view = resolve_units(dataset, view, "both")
    for size in ((PHONE_WIDTH, PHONE_HEIGHT), (320, 340)):
        figure = draw("map.national", shown, view)
        drawn = measure(images.chart_svg(figure, shown.tables.topojson, *size, 1.0))
        assert "Nghệ" in " ".join(text.text for text in drawn.texts)
        assert drawn.overlapping() == []


def test_hatching_leaves_out_the_labels(dataset):
    figure = draw("map.region", dataset, View(paint="change"))
    drawn = measure(
        images.chart_svg(figure, dataset.tables.topojson, *SIZES["map.region"], scale=1.0)
    )
    assert len(decode_rows(figure.data["hatching"])) > 40
    assert drawn.crossed() == []


@pytest.mark.parametrize("code", ["27", "82", "86"])  # small, narrow, amid its neighbours
def test_a_province_narrower_than_its_name_is_named_beside_it(dataset, code):
    figure = draw("map.region", dataset, View(province=code))
    (own,) = [row for row in decode_rows(figure.data["labels"]) if row["to_lon"] is not None]
    assert own["text"].startswith(dataset.province_name(code, "vi"))
    assert (own["around"], own["ink"]) == (LIGHT.background, LIGHT.accent)
    # The line ends on the province, and the name stands off it.
    features = dataset.tables.geojson["features"]
    outline = next(f for f in features if f["properties"]["code"] == code)
    area = shape(outline["geometry"]).buffer(0)
    assert area.contains(Point(own["to_lon"], own["to_lat"]))
    assert not area.contains(Point(own["lon"], own["lat"]))
    svg = images.chart_svg(figure, dataset.tables.topojson, *SIZES["map.region"], scale=1.0)
    lines = re.findall(rf'<line [^>]*stroke="{LIGHT.accent}"', svg)
    assert len(lines) == 1


@pytest.mark.parametrize(
    ("province", "paint"), [("80", "groups"), ("80", "change"), ("82", "groups"), ("89", "groups")]
)
def test_neighbours_on_a_region_do_not_read_as_one_name(dataset, province, paint):
    figure = draw("map.region", dataset, View(province=province, paint=paint))
    drawn = measure(
        images.chart_svg(figure, dataset.tables.topojson, *SIZES["map.region"], scale=1.0)
    )
    beside = [
        max(b.left - a.right, a.left - b.right)
        for a, b in combinations(drawn.texts, 2)
        if min(a.bottom, b.bottom) - max(a.top, b.top) > 1
    ]
    assert min(beside) >= 8  # px


@pytest.mark.parametrize("name", fast_first(CASES))
def test_labels_stand_free_on_a_phone(dataset, name):
    views = [View(province="80"), View(province="48"), View(province="82", lang="en")]
    assert faults(dataset, name, views, phone=True) == {}


@pytest.fixture(scope="module")
def first_year():
    """The 63 with made-up scores of the 34 in 2025."""
    return made_up_34.build_dataset((2025,))


@pytest.mark.parametrize("phone", [False, True], ids=["screen", "phone"])
@pytest.mark.parametrize("name", fast_first(CASES))
def test_labels_of_the_34_stand_free(first_year, name, phone):
    """Each chart of every third of the 34; the next chart begins with the next province."""
    codes = first_year.published_34.provinces.index[sorted(SIZES).index(name) % 3 :: 3]
    views = [
        View(province=code, year=2025, lang=("vi", "en")[i % 2]) for i, code in enumerate(codes)
    ]
    assert faults(first_year, name, views, phone) == {}


# Province and year with scores in some of the dimensions.
PARTLY = (("22", 2018), ("87", 2018), ("24", 2022))


@pytest.mark.parametrize("phone", [False, True], ids=["screen", "phone"])
@pytest.mark.parametrize("name", fast_first(CASES))
def test_labels_of_scores_published_in_part_stand_free(dataset, name, phone):
    views = [View(province=c, year=year, lang=lang) for c, year in PARTLY for lang in ("vi", "en")]
    assert faults(dataset, name, views, phone) == {}


@pytest.mark.parametrize("scale", ["position", "points"])
@pytest.mark.parametrize("phone", [False, True], ids=["screen", "phone"])
def test_labels_of_three_years_of_the_34_stand_free(scale, phone):
    """The line falls and rises past the values of its years; the members' lines past a date."""
    three_years = made_up_34.build_dataset((2025, 2026, 2027))
    codes = ("20", "15", "24", "31", "40", "48", "80")
    views = [View(province=code, year=2027, scale=scale) for code in codes]
    assert faults(three_years, "trends.path", views, phone) == {}


def test_labels_of_a_change_of_the_34_stand_free():
    two_years = made_up_34.build_dataset((2025, 2026))
    views = [View(province="80", year=2026), View(province="51", year=2026, lang="en")]
    assert faults(two_years, "trends.waterfall", views) == {}


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("size", [(430, 430), (430, 330), (690, 520), (PHONE_WIDTH, PHONE_HEIGHT)])
def test_marks_at_the_rim_of_a_radar_stand_off_its_labels(lang, size):
    """A province that is first in a dimension has its mark at the end of the spoke."""
    two_years = made_up_34.build_dataset((2025, 2026))
    for code in ("22", "79", "80", "24"):
        shown, view = resolve_units(two_years, View(province=code, year=2026, lang=lang))
        figure = draw("dimensions.radar", shown, view)
        svg = images.chart_svg(figure, shown.tables.topojson, *size, scale=1.0)
        drawn, dots = measure(svg), marks(svg)
        assert len(dots) >= 16  # two provinces, eight dimensions
        labels = [box for box in drawn.texts if not box.text.endswith("%")]
        touched = {box.text for box in labels for dot in dots if box.overlaps(dot, slack=-1)}
        assert (code, touched, drawn.cut()) == (code, set(), [])


@pytest.mark.slow
@pytest.mark.parametrize("name", SIZES)
def test_labels_of_all_provinces_stand_free(dataset, name):
    others = [code for code in dataset.provinces.index if code not in SOME]
    views = [View(province=code, lang=("vi", "en")[i % 2]) for i, code in enumerate(others)]
    assert faults(dataset, name, views) == {}


@pytest.mark.parametrize("code", ["80", "48", "92", "01", "38", "08"])  # one of each region
def test_labels_of_a_region_of_the_34_stand_free(code):
    view = View(province=code, year=2025)
    of_34, view = resolve_units(made_up_34.build_dataset((2025,)), view)
    assert faults(of_34, "map.region", [view]) == {}


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("name", ["overview.profile", "merged.profile"])
def test_names_of_groups_above_a_track_stand_apart(dataset, name, lang):
    named = set()
    for code in ("80", "86"):  # of two members and of three, each with a column of ranks
        figure = draw(name, dataset, View(province=code, year=2024, lang=lang))
        for width in range(440, 760, 20):
            svg = images.chart_svg(figure, dataset.tables.topojson, width, 320, scale=1.0)
            names = {t(f"group.brief_{group}", lang) for group in phrases.GROUPS}
            boxes = [box for box in measure(svg).texts if box.text in names]
            named.add(len(boxes))
            ends = sorted((box.left, box.right) for box in boxes)
            gaps = [b[0] - a[1] for a, b in pairwise(ends)]
            assert min(gaps) >= 4, (code, width)
    assert named == {2, 4}


@pytest.mark.parametrize("scale", ["position", "points"])
@pytest.mark.parametrize("width", [640, 728, 950])
def test_the_first_value_of_the_34_stands_off_the_line_before_it(first_year, width, scale):
    shown, view = resolve_units(first_year, View(province="79", year=2025, scale=scale))
    figure = draw("trends.path", shown, view)
    svg = images.chart_svg(figure, shown.tables.topojson, width, 360, scale=1.0)
    boxes = {box.text: box for box in measure(svg).texts}
    value = boxes["25/34" if scale == "position" else "42,66"]
    date = boxes["Sắp xếp 01/7/2025"]  # ends 6 px before the line
    assert value.left > date.right + 6 + 2
    names = [box for text, box in boxes.items() if text.startswith(("Bà Rịa", "TP.", "Bình"))]
    assert len(names) == 3 and not any(value.overlaps(name) for name in names)


def test_a_name_stands_above_its_own_rank():
    """Ten neighbours in rank; names were drawn apart, over each other's dots, on any width."""
    built = made_up_34.build_dataset((2025,))
    dataset, view = resolve_units(built, View(province="80", year=2025, units="34", peers="rank"))
    drawn = measure(
        images.chart_svg(draw("peers.ladder", dataset, view), dataset.tables.topojson, 950, 390)
    )
    centres = {box.text: (box.left + box.right) / 2 for box in drawn.texts}
    rank_width = (centres["10"] - centres["20"]) / 10
    ranking = dataset.ranking(2025, "total").set_index("province")["rank"]
    named = {
        code: dataset.province_name(code, "vi")
        for code in ranking.index
        if dataset.province_name(code, "vi") in centres
    }
    assert len(named) == 11
    for code, name in named.items():
        expected = centres["10"] + (10 - ranking[code]) * rank_width
        assert centres[name] == pytest.approx(expected, abs=rank_width / 4), name
