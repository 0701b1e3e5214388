"""Legends and provinces as shapes of a slide: what each looks like and where it stands."""

from dataclasses import replace

import pytest
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_FILL, MSO_LINE, MSO_PATTERN, MSO_THEME_COLOR
from pptx.enum.shapes import MSO_SHAPE, MSO_SHAPE_TYPE
from pptx.util import Pt

from lib.charts.cartography.choropleth import paint_map
from lib.charts.figure import LegendItem
from lib.common.theme import LIGHT
from lib.exports.pptx.drawing import (
    LINE_HEIGHT,
    TEXT_SIZE,
    add_shape,
    add_text_box,
    text_width,
)
from lib.exports.pptx.legends import add_legend_column, add_legend_lines, column_width
from lib.exports.pptx.map_pieces import add_provinces
from lib.exports.pptx.map_shapes import draw_national_map
from lib.exports.pptx.master import CONTENT_WIDTH, MARGIN
from lib.exports.pptx.text_blocks import add_key_figures
from lib.model.view import View
from lib.narrative.elements import KeyFigure

pytestmark = pytest.mark.fast
RED = "#c02020"  # no colour of the theme
GROUP = LegendItem(LIGHT.groups[0], "Cao nhất", "44,01–47,54 điểm · 16 tỉnh")


@pytest.fixture
def shapes():
    file = Presentation()
    return file.slides.add_slide(file.slide_layouts[6]).shapes


def legend(shapes, items, width=400.0):
    """The swatches and the texts of a legend in lines below a chart, in their order."""
    height = add_legend_lines(shapes, items, "vi", 50, 300, width)
    drawn = list(shapes)
    texts = [s for s in drawn if s.shape_type == MSO_SHAPE_TYPE.TEXT_BOX]
    return [s for s in drawn if s not in texts], texts, height


@pytest.mark.parametrize(
    ("swatch", "kind"),
    [("area", MSO_SHAPE.RECTANGLE), ("circle", MSO_SHAPE.OVAL), ("diamond", MSO_SHAPE.DIAMOND),
     ("triangle", MSO_SHAPE.ISOSCELES_TRIANGLE)],
)  # fmt: skip
def test_a_swatch_is_a_mark_of_the_charts_shape_and_colour(shapes, swatch, kind):
    ((drawn,), (text,), _) = legend(shapes, [LegendItem(RED, "Long An", swatch=swatch)])
    assert drawn.auto_shape_type == kind and drawn.name == "Long An"
    assert drawn.fill.type == MSO_FILL.SOLID
    assert drawn.fill.fore_color.rgb == RGBColor.from_string(RED[1:].upper())
    assert drawn.line.fill.type == MSO_FILL.BACKGROUND
    assert text.text_frame.text == "Long An"


@pytest.mark.parametrize(("swatch", "size"), [("line", (0, Pt(11))), ("path", (Pt(11), 0))])
def test_a_border_is_upright_and_a_line_over_the_years_lies(shapes, swatch, size):
    whole = LegendItem(RED, "Long An", swatch=swatch)
    swatches, texts, _ = legend(shapes, [whole, replace(whole, dashed=True)])
    for drawn, text in zip(swatches, texts, strict=True):
        assert (drawn.width, drawn.height) == size and drawn.left < text.left
        assert drawn.line.color.rgb == RGBColor.from_string(RED[1:].upper())
    assert [s.line.dash_style for s in swatches] == [None, MSO_LINE.SQUARE_DOT]


def test_an_outline_is_empty_and_broken_only_where_it_is_in_the_chart(shapes):
    whole = LegendItem(RED, "Long An", swatch="outline")
    broken = replace(whole, dashed=True)
    swatches, _, _ = legend(shapes, [whole, broken])
    for drawn in swatches:
        assert drawn.fill.type == MSO_FILL.BACKGROUND
        assert drawn.line.color.rgb == RGBColor.from_string(RED[1:].upper())
    assert [s.line.dash_style for s in swatches] == [None, MSO_LINE.DASH]


def test_a_pale_swatch_has_an_edge_that_shows_on_white(shapes):
    pale = [LegendItem(color, "Nhóm") for color in (LIGHT.groups[3], LIGHT.band, LIGHT.grid)]
    swatches, _, _ = legend(shapes, [*pale, LegendItem(LIGHT.groups[0], "Nhóm")])
    assert [s.line.fill.type for s in swatches] == [MSO_FILL.SOLID] * 3 + [MSO_FILL.BACKGROUND]


def test_hatched_swatches_tell_falls_from_missing_scores(shapes):
    fall = LegendItem(RED, "Giảm", hatched=True)
    missing = LegendItem(LIGHT.muted, "Không có", hatched=True, dashed=True)
    (down, none, plain), _, _ = legend(shapes, [fall, missing, replace(fall, hatched=False)])
    assert down.fill.pattern == MSO_PATTERN.WIDE_UPWARD_DIAGONAL
    assert down.fill.back_color.rgb == RGBColor.from_string(RED[1:].upper())
    assert none.fill.pattern == MSO_PATTERN.LIGHT_DOWNWARD_DIAGONAL
    assert none.fill.back_color.theme_color == MSO_THEME_COLOR.BACKGROUND_1
    assert plain.fill.type == MSO_FILL.SOLID


def test_a_legend_fills_its_lines_from_the_left_and_ends_at_the_bottom(shapes):
    items = [LegendItem(RED, f"Địa phương thứ {n}", "hạng 1" if n % 2 else "") for n in range(7)]
    swatches, texts, height = legend(shapes, items)
    assert [s.name for s in swatches] == [i.label for i in items]
    assert [t.text_frame.text for t in texts] == [
        f"{i.label}  {i.detail}" if i.detail else i.label for i in items
    ]
    tops = sorted({t.top for t in texts})
    assert len(tops) > 1 and Pt(300 - height) == pytest.approx(tops[0], abs=2)
    assert tops[-1] + texts[0].height == pytest.approx(Pt(300), abs=2)
    for top in tops:
        line = [(s, t) for s, t in zip(swatches, texts, strict=True) if t.top == top]
        assert line[0][0].left == Pt(50)
        for swatch, text in line:
            assert swatch.left + swatch.width < text.left
            middle = swatch.top + swatch.height / 2
            assert middle == pytest.approx(text.top + text.height / 2, abs=2)
            words = text.text_frame.text
            assert text.width >= Pt(text_width(words, 14)) - 2
        for (_, before), (swatch, _) in zip(line, line[1:], strict=False):
            assert before.left + before.width < swatch.left
        assert line[-1][1].left + line[-1][1].width <= Pt(450) + 2
    # The first of each further line had no room in the line before.
    for before, top in zip(tops, tops[1:], strict=False):
        last = [t for t in texts if t.top == before][-1]
        first = next(t for t in texts if t.top == top)
        assert last.left + last.width + first.width > Pt(450 - 60)


def test_what_is_wider_than_a_line_goes_on_in_the_next_with_one_swatch(shapes):
    wide = LegendItem(RED, "Trung vị cả nước của các tỉnh, thành phố được công bố")
    swatches, texts, height = legend(shapes, [wide, LegendItem(RED, "Long An")], width=180)
    words = [text.text_frame.text for text in texts]
    assert " ".join(words) == f"{wide.label} Long An" and len(words) > 2 and len(swatches) == 2
    assert len({text.left for text in texts[:-1]}) == 1
    for text, line in zip(texts, words, strict=True):
        assert text.left + Pt(text_width(line, 14)) <= Pt(50 + 180) + 2
    assert height == pytest.approx(len({text.top for text in texts}) * 14 * 1.45)


def test_a_legend_beside_a_map_has_each_label_above_its_details(shapes):
    items = [GROUP, LegendItem(LIGHT.groups[1], "Trung bình cao", "42,60–43,98 điểm · 15 tỉnh")]
    add_legend_column(shapes, items, "vi", (30, 40, column_width(items), 200))
    drawn = list(shapes)
    texts = [s for s in drawn if s.shape_type == MSO_SHAPE_TYPE.TEXT_BOX]
    assert [t.text_frame.text for t in texts] == [
        "Cao nhất", "44,01–47,54 điểm", "16 tỉnh",
        "Trung bình cao", "42,60–43,98 điểm", "15 tỉnh",
    ]  # fmt: skip
    runs = [t.text_frame.paragraphs[0].runs[0].font for t in texts]
    assert [bool(r.bold) for r in runs] == [True, False, False] * 2
    colors = [r.color.theme_color for r in runs]
    assert colors == [MSO_THEME_COLOR.TEXT_1, *[MSO_THEME_COLOR.TEXT_2] * 2] * 2
    tops = [t.top for t in texts]
    assert tops == sorted(set(tops)) and tops[3] - tops[2] > tops[2] - tops[1]
    swatches = [s for s in drawn if s not in texts]
    assert [s.name for s in swatches] == [i.label for i in items]
    for swatch, label in zip(swatches, texts[::3], strict=True):
        assert label.top <= swatch.top <= swatch.top + swatch.height <= label.top + label.height
        assert swatch.left == Pt(30) and swatch.left + swatch.width < label.left
    assert all(t.width >= Pt(text_width(t.text_frame.text, 14)) - 2 for t in texts)


def test_a_long_detail_wraps_within_the_column(shapes):
    item = LegendItem(RED, "Không có", "không được công bố điểm tổng hợp trong năm này")
    add_legend_column(shapes, [item], "vi", (0, 0, 160, 200))
    lines = [s.text_frame.text for s in shapes if s.shape_type == MSO_SHAPE_TYPE.TEXT_BOX][1:]
    assert len(lines) > 1 and " ".join(lines) == item.detail
    assert all(text_width(line, 14) <= 160 - 11 - 8 for line in lines)


def test_a_text_box_has_no_margins_and_says_its_language(shapes):
    box = add_text_box(shapes, (10, 20, 100, 30), ["Long An", "hạng 46"], "vi", bold=True)
    frame = box.text_frame
    assert [p.text for p in frame.paragraphs] == ["Long An", "hạng 46"]
    assert {frame.margin_left, frame.margin_right, frame.margin_top, frame.margin_bottom} == {0}
    assert frame.word_wrap and all(p.runs[0].font.bold for p in frame.paragraphs)
    tags = {p.runs[0].font._element.get("lang") for p in frame.paragraphs}
    assert tags == {"vi-VN"}
    english = add_text_box(shapes, (0, 0, 9, 9), "x", "en", wrap=False).text_frame
    assert english.paragraphs[0].runs[0].font._element.get("lang") == "en-GB"
    assert english.word_wrap is False and not english.paragraphs[0].runs[0].font.bold


def test_a_shape_without_fill_or_edge_has_none(shapes):
    empty = add_shape(shapes, (0, 0, 10, 10), "")
    assert (empty.fill.type, empty.line.fill.type) == (MSO_FILL.BACKGROUND, MSO_FILL.BACKGROUND)
    both = add_shape(shapes, (0, 0, 10, 10), RED, RED, 2)
    assert both.fill.type == both.line.fill.type == MSO_FILL.SOLID and both.line.width == Pt(2)


@pytest.mark.parametrize(
    ("province", "lines"),
    [
        ("91", ["Kiên", "Giang", "44/63"]),
        ("77", ["Bà Rịa -", "Vũng Tàu", "9/63"]),
        ("80", ["Long An", "46/63"]),
    ],
)
def test_a_name_wider_than_the_room_west_of_the_country_takes_two_lines(
    shapes, dataset, province, lines
):
    draw_national_map(shapes, dataset, View(province=province), (40, 140, 300, 340))
    (group,) = shapes
    texts = [s.text_frame.text for s in group.shapes if s.has_text_frame]
    assert "\n".join(lines) in texts


# --- provinces -------------------------------------------------------------------------------


def draw(shapes, dataset, view, codes, bounds=None):
    """The shapes of some provinces by name; a degree is 20 points."""
    painting = paint_map(dataset, view)
    parts = add_provinces(
        shapes, dataset, view, painting, lambda lon, lat: (20 * (lon - 102), 20 * (24 - lat)),
        codes, bounds,
    )  # fmt: skip
    return {part.name: part for part in parts}


def test_a_province_stands_where_it_lies_with_all_its_parts(shapes, dataset):
    features = {f["properties"]["code"]: f for f in dataset.tables.geojson["features"]}
    drawn = draw(shapes, dataset, View(), ["22", "80"])
    for code, name in (("22", "Quảng Ninh"), ("80", "Long An")):
        polygons = features[code]["geometry"]["coordinates"]
        points = [point for polygon in polygons for ring in polygon for point in ring]
        west, east = min(p[0] for p in points), max(p[0] for p in points)
        south, north = min(p[1] for p in points), max(p[1] for p in points)
        shape = drawn[name]
        assert shape.left == pytest.approx(Pt(20 * (west - 102)), abs=20)
        assert shape.top == pytest.approx(Pt(20 * (24 - north)), abs=20)
        assert shape.width == pytest.approx(Pt(20 * (east - west)), abs=20)
        assert shape.height == pytest.approx(Pt(20 * (north - south)), abs=20)
        path = shape._element.find(".//{*}path")
        assert len(path.findall("{*}moveTo")) == sum(len(polygon) for polygon in polygons)
        assert len(path.findall("{*}close")) == len(path.findall("{*}moveTo"))
        assert len(path.findall(".//{*}pt")) == len(points)


def test_on_a_close_up_islets_outside_of_it_are_left_out(shapes, dataset):
    whole = draw(shapes, dataset, View(), ["22"])["Quảng Ninh"]
    right = (whole.left + whole.width) / Pt(1)
    bounds = (0, 0, right - 5, 400)
    cut = draw(shapes, dataset, View(), ["22"], bounds)["Quảng Ninh"]
    n_whole, n_cut = (len(s._element.findall(".//{*}moveTo")) for s in (whole, cut))
    assert 0 < n_cut < n_whole and cut.left + cut.width <= Pt(right - 5)
    all_of_it = (whole.left / Pt(1) - 1, whole.top / Pt(1) - 1, right + 1, 400)
    same = draw(shapes, dataset, View(), ["22"], all_of_it)["Quảng Ninh"]
    assert len(same._element.findall(".//{*}moveTo")) == n_whole


def test_the_chosen_province_is_last_and_outlined_and_one_without_a_score_is_broken(
    shapes, dataset
):
    drawn = draw(shapes, dataset, View(), ["80", "22", "72"])
    assert list(drawn)[-1] == "Long An" and len(drawn) == 3
    own, none, other = drawn["Long An"], drawn["Quảng Ninh"], drawn["Tây Ninh"]
    assert own.line.color.theme_color == MSO_THEME_COLOR.ACCENT_1
    assert own.line.width == Pt(3) and other.line.width == Pt(0.5)
    assert none.line.dash_style == MSO_LINE.DASH
    assert own.line.dash_style is None and other.line.dash_style is None
    # Lines run across what has no score, the other way than across a fall.
    assert none.fill.pattern == MSO_PATTERN.LIGHT_DOWNWARD_DIAGONAL
    assert own.fill.type == other.fill.type == MSO_FILL.SOLID
    fall = draw(shapes, dataset, View(paint="change"), list(dataset.provinces.index))
    changes = dataset.ranking(2023, "total").set_index("province")["change"]
    code = changes.idxmin()
    shape = fall[dataset.province_name(code, "vi")]
    assert shape.fill.pattern == MSO_PATTERN.WIDE_UPWARD_DIAGONAL


def test_a_chosen_province_without_a_score_is_outlined_too(shapes, dataset):
    drawn = draw(shapes, dataset, View(province="22"), ["22"])["Quảng Ninh"]
    assert drawn.line.color.theme_color == MSO_THEME_COLOR.ACCENT_1
    assert drawn.fill.pattern == MSO_PATTERN.LIGHT_DOWNWARD_DIAGONAL


@pytest.mark.parametrize("remark", [", sát nhóm trên", " (ước tính)"])
def test_a_remark_in_a_legend_leaves_the_map_its_width(shapes, remark):
    noted = replace(GROUP, detail=f"44,01–47,54 điểm{remark} · 16 tỉnh")
    assert column_width([noted]) <= column_width([GROUP]) + 5  # for a comma
    add_legend_column(shapes, [noted], "vi", (30, 40, column_width([noted]) - 16, 200))
    texts = [s for s in shapes if s.shape_type == MSO_SHAPE_TYPE.TEXT_BOX]
    lines = [s.text_frame.text for s in texts]
    assert len(lines) == 4 and " ".join(lines[1:3]) == f"44,01–47,54 điểm{remark}"
    for shape, line in zip(texts, lines, strict=True):
        assert text_width(line, 14, bold=line == "Cao nhất") <= shape.width.pt + 0.01


def test_a_key_figure_with_a_long_note_has_a_wider_card_instead_of_four_lines(shapes):
    short = [KeyFigure(label, "7", "/34", "trung vị 43,37") for label in ("Thứ hạng", "Nhóm")]
    note = "thứ hạng từ 10 (ước tính) đến 7; phù hợp với ước tính"
    long = KeyFigure("So với ước tính năm 2024", "+0,11 điểm", "", note)
    row = [*short, long, *short]
    height = add_key_figures(shapes, row, "vi", 100)
    cards = [s for s in shapes if s.shape_type != MSO_SHAPE_TYPE.TEXT_BOX]
    assert [c.name for c in cards] == [item.label for item in row]
    assert cards[2].width > 1.3 * cards[0].width == 1.3 * cards[4].width
    right = cards[4].left + cards[4].width
    assert right == pytest.approx(Pt(MARGIN + CONTENT_WIDTH), abs=Pt(0.01))
    # One line of labels, the figures, two lines of notes.
    assert height < (TEXT_SIZE * 3 + 26) * LINE_HEIGHT + 20
