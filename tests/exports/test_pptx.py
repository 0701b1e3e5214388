"""The PPTX: a slide for each screen, charts and maps that can be edited, the dataset's numbers."""

import io
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import combinations

import openpyxl
import pytest
from pptx import Presentation
from pptx.enum.dml import MSO_FILL
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Pt

from lib.charts.editable import registry
from lib.exports.pptx import slides
from lib.exports.pptx.drawing import text_width
from lib.exports.pptx.editable_chart import add_editable_chart
from lib.exports.pptx.map_shapes import MAPS
from lib.model.view import View
from lib.narrative.elements import ChartSlot
from lib.narrative.story import build_story, screen_source, screen_url
from lib.stats.ranking import TOTAL

BASE = "https://papi.example.vn"
VIEWS = {
    "long an": View(),
    "tay ninh, english": View(province="72", year=2024, lang="en"),
    "ha noi, six dimensions": View(province="01", year=2012),
    "ho chi minh city, first year": View(province="79", year=2011),
    "da nang, long coast": View(province="48"),
}


@pytest.fixture(scope="module")
def files(dataset):
    return {name: slides.pptx_bytes(dataset, view, BASE) for name, view in VIEWS.items()}


@pytest.fixture(scope="module", params=VIEWS)
def deck(request, dataset, files):
    view = VIEWS[request.param]
    return Presentation(io.BytesIO(files[request.param])), build_story(dataset, view), view


def shapes_of(slide):
    """Every shape, those in groups too."""
    queue = list(slide.shapes)
    while queue:
        shape = queue.pop(0)
        yield shape
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
            queue += list(shape.shapes)


def maps_of(slide):
    return [s for s in slide.shapes if s.shape_type == MSO_SHAPE_TYPE.GROUP]


def texts_of(slide):
    return [s.text_frame.text for s in shapes_of(slide) if s.has_text_frame]


def alt(shape):
    return shape._element.find(".//{*}cNvPr").get("descr")


def test_each_screen_is_a_slide_with_title_source_link_number_and_notes(dataset, deck):
    file, screens, view = deck
    assert (file.slide_width, file.slide_height) == (Pt(960), Pt(540))
    assert len(file.slides) == len(screens)
    for slide, screen in zip(file.slides, screens, strict=True):
        assert slide.shapes.title.text == screen.title
        texts = texts_of(slide)
        assert screen.full_subtitle in texts
        assert any(screen_source(dataset, screen) in text for text in texts)
        kinds = {s.placeholder_format.type.name for s in slide.placeholders}
        assert {"TITLE", "FOOTER", "SLIDE_NUMBER"} <= kinds
        links = [r.hyperlink.address for s in slide.shapes if s.has_text_frame
                 for p in s.text_frame.paragraphs for r in p.runs]  # fmt: skip
        assert screen_url(screen, BASE) in links
        notes = slide.notes_slide.notes_text_frame.text
        for sentence in (*screen.notes, screen_source(dataset, screen), screen_url(screen, BASE)):
            assert sentence in notes
        for item in screen.key_figures:
            assert {item.label, item.figure + item.suffix, item.note} <= set(texts)
        for paragraph in screen.paragraphs:
            assert {paragraph.heading, paragraph.text} <= set(texts)


def test_every_chart_is_editable_described_and_every_map_made_of_shapes(deck):
    file, screens, _ = deck
    for slide, screen in zip(file.slides, screens, strict=True):
        charts = [s for s in slide.shapes if s.has_chart]
        maps = maps_of(slide)
        assert len(charts) == sum(s.chart in registry.EDITABLE_CHARTS for s in screen.charts)
        assert len(maps) == sum(s.chart in MAPS for s in screen.charts)
        assert all(len(alt(shape)) > 20 for shape in (*charts, *maps))


def test_the_national_map_has_63_named_provinces_and_both_archipelagos(dataset, deck):
    file, _, view = deck
    country = maps_of(file.slides[1])[0]
    provinces = [s for s in country.shapes if s.shape_type == MSO_SHAPE_TYPE.FREEFORM]
    assert {s.name for s in provinces} == {
        dataset.province_name(p, view.lang) for p in dataset.provinces.index
    }
    assert len(provinces) == 63
    text = " ".join(texts_of(file.slides[1]))
    assert "Hoàng Sa" in text and "Trường Sa" in text
    named = {s.name for s in country.shapes}
    assert set(dataset.tables.islands["name_vi"]) <= named
    own = dataset.province_name(view.province, view.lang)
    widths = {s.name: s.line.width for s in provinces}
    assert [n for n, w in widths.items() if w == max(widths.values())] == [own]
    scored = {
        dataset.province_name(p, view.lang) for p in dataset.ranking(view.year, TOTAL)["province"]
    }
    dashed = {s.name for s in provinces if s.line.dash_style is not None}
    assert dashed == set(widths) - scored


def test_on_slides_falls_and_missing_scores_are_hatched(dataset):
    file = Presentation()
    slide = file.slides.add_slide(file.slide_layouts[6])
    view = View(paint="change")
    MAPS["map.national"](slide.shapes, dataset, view, (20, 20, 400, 400))
    changes = dataset.ranking(view.year, TOTAL).set_index("province")["change"]
    plain = {dataset.province_name(p, "vi") for p in changes.index[changes >= 0]}
    fills = {
        s.name: s.fill.type for s in shapes_of(slide) if s.shape_type == MSO_SHAPE_TYPE.FREEFORM
    }
    assert len(fills) == 63 and len(plain) > 20
    assert {name for name, kind in fills.items() if kind == MSO_FILL.SOLID} == plain
    assert set(fills.values()) == {MSO_FILL.SOLID, MSO_FILL.PATTERNED}


@pytest.mark.parametrize("province", ["80", "48", "01"])
@pytest.mark.parametrize("name", ["map.national", "map.region"])
def test_no_names_of_a_map_on_a_slide_overlap(dataset, name, province):
    file = Presentation()
    slide = file.slides.add_slide(file.slide_layouts[6])
    MAPS[name](slide.shapes, dataset, View(province=province), (20, 100, 430, 380))
    boxes = [box_of_text(s) for s in shapes_of(slide) if s.has_text_frame and s.text_frame.text]
    assert len(boxes) > 2
    for (text, *a), (other, *b) in combinations(boxes, 2):
        wide, high = (min(a[i + 2], b[i + 2]) - max(a[i], b[i]) for i in (0, 1))
        assert wide <= 1 or high <= 1, (text, other)


def box_of_text(shape):
    """A text and where its letters stand: left, top, right, bottom in points."""
    frame = shape.text_frame
    lines, font = frame.paragraphs, frame.paragraphs[0].runs[0].font
    size = font.size.pt
    width = max(text_width(line.text, size, bool(font.bold)) for line in lines)
    height = (len(lines) - 0.3) * 1.2 * size  # of letters, without the space between lines
    spare = shape.width.pt - width, shape.height.pt - height
    across = {PP_ALIGN.RIGHT: 1, PP_ALIGN.CENTER: 0.5}.get(lines[0].alignment, 0)
    down = {MSO_ANCHOR.BOTTOM: 1, MSO_ANCHOR.MIDDLE: 0.5}.get(frame.vertical_anchor, 0)
    left, top = shape.left.pt + across * spare[0], shape.top.pt + down * spare[1]
    return frame.text, left, top, left + width, top + height


def test_on_slides_the_provinces_of_a_radar_have_marks_of_their_own(dataset):
    file = Presentation()
    slide = file.slides.add_slide(file.slide_layouts[6])
    data = registry.EDITABLE_CHARTS["dimensions.radar"](dataset, View(peer="82,72"))
    chart = add_editable_chart(slide.shapes, data, (20, 20, 400, 400), "vi")
    marks = [series.marker.style for series in chart.plots[0].series]
    assert len(set(marks)) == 4  # none, and three shapes


def test_the_region_names_its_provinces_with_their_ranks(dataset, files):
    slide = Presentation(io.BytesIO(files["long an"])).slides[1]
    region = maps_of(slide)[1]
    labels = {s.text_frame.text for s in region.shapes if s.has_text_frame and s.text_frame.text}
    table = dataset.ranking(2023, TOTAL)
    table = table[table["region"] == dataset.provinces.at["80", "region"]]
    expected = {f"{dataset.province_name(r.province, 'vi')}\n{r.rank}" for r in table.itertuples()}
    assert len(expected) == 13 and expected <= labels


def test_the_embedded_workbooks_hold_the_numbers_of_the_charts(dataset, deck):
    file, screens, _ = deck
    for slide, screen in zip(file.slides, screens, strict=True):
        charts = [s.chart for s in slide.shapes if s.has_chart]
        slots = [s for s in screen.charts if s.chart in registry.EDITABLE_CHARTS]
        for chart, slot in zip(charts, slots, strict=True):
            editable = registry.EDITABLE_CHARTS[slot.chart](dataset, slot.view)
            blob = chart.part.chart_workbook.xlsx_part.blob
            sheet = openpyxl.load_workbook(io.BytesIO(blob)).worksheets[0]
            rows = [list(row) for row in sheet.iter_rows(values_only=True)]
            if editable.kind == "scatter":
                for series in editable.series:
                    start = _first_row(rows, series)
                    part = rows[start + 1 : start + 1 + len(series.values)]
                    assert_same([row[0] for row in part], series.x)
                    assert_same([row[1] for row in part], series.values)
                    for k, (name, values) in enumerate(series.extra_columns, start=2):
                        assert rows[start][k] == name
                        assert_same([row[k] for row in part], values)
            else:
                assert [row[0] for row in rows[1:]] == list(editable.categories)
                for k, series in enumerate(editable.series, start=1):
                    assert rows[0][k] == series.name
                    assert_same([row[k] for row in rows[1:]], series.values)
            # The chart draws the cells of the workbook that it refers to.
            for series in chart.plots[0].series:
                refs = [node.text for node in series._element.iter("{*}f")]
                for node in series._element.iter("{*}numRef"):
                    ref = node.find("{*}f").text.split("!")[1].replace("$", "")
                    cells = [cell.value for (cell,) in sheet[ref]] if ":" in ref else []
                    cache = {int(p.get("idx")): float(p.find("{*}v").text)
                             for p in node.iter("{*}pt")}  # fmt: skip
                    assert_same([cache.get(i) for i in range(len(cells))], cells)
                assert refs


def _first_row(rows, series):
    """The row where a series of a scatter begins: its name in the second column, numbers below."""
    first = [series.x[0], series.values[0]]
    return next(
        i
        for i, row in enumerate(rows[:-1])
        if row[:2] == [None, series.name] and rows[i + 1][:2] == pytest.approx(first)
    )


def assert_same(actual, expected):
    for a, b in zip(actual, expected, strict=True):
        if isinstance(b, int | float):
            assert a == pytest.approx(b, rel=1e-14, abs=1e-14)
        else:
            assert a == b


def test_the_master_has_the_themes_font_and_colours_and_one_layout(files):
    file = Presentation(io.BytesIO(files["long an"]))
    assert len(file.slide_layouts) == 1
    theme = next(r.target_part.blob.decode() for r in file.slide_master.part.rels.values()
                 if r.reltype.endswith("/theme"))  # fmt: skip
    assert theme.count('<a:latin typeface="Arial"') >= 2
    assert re.search(r'<a:accent1><a:srgbClr val="C8440A"/></a:accent1>', theme)


def test_text_is_large_enough_for_a_projector(deck):
    file, *_ = deck
    for slide in file.slides:
        inside = {s.shape_id for g in maps_of(slide) for s in g.shapes}
        for shape in shapes_of(slide):
            if not shape.has_text_frame:
                continue
            for paragraph in shape.text_frame.paragraphs:
                for run in paragraph.runs:
                    # Names on a map and a chart's legend are a chart's texts.
                    smallest = 12 if shape.shape_id in inside else 14
                    assert run.font.size is None or run.font.size >= Pt(smallest), run.text
        for shape in slide.shapes:
            if shape.has_chart:
                sizes = re.findall(r'sz="(\d+)"', shape.chart.part.blob.decode())
                assert min(map(int, sizes)) >= 1200


def test_nothing_lies_outside_of_a_slide(deck):
    file, *_ = deck
    for slide in file.slides:
        for shape in slide.shapes:
            assert shape.left >= 0 and shape.top >= 0, shape.name
            assert shape.left + shape.width <= file.slide_width, shape.name
            assert shape.top + shape.height <= file.slide_height, shape.name


def test_the_file_is_small_and_the_same_each_time(dataset, files):
    assert max(map(len, files.values())) < 2_000_000
    for name in ("long an", "tay ninh, english"):
        assert slides.pptx_bytes(dataset, VIEWS[name], BASE) == files[name]


def test_two_exports_at_once_do_not_disturb_each_other(dataset, files):
    with ThreadPoolExecutor(2) as pool:
        contents = list(pool.map(lambda v: slides.pptx_bytes(dataset, v, BASE), VIEWS.values()))
    assert contents == list(files.values())


def test_a_dark_screen_gives_the_same_light_slides(dataset, files):
    dark = replace(View(), theme="dark")
    assert slides.pptx_bytes(dataset, dark, BASE) == files["long an"]


def test_without_a_known_address_there_is_no_link_and_no_code(dataset):
    file = Presentation(io.BytesIO(slides.pptx_bytes(dataset, View(), "")))
    for slide in file.slides:
        assert not [r for r in slide.part.rels.values() if r.is_external]
        assert not [s for s in slide.shapes if s.shape_type == MSO_SHAPE_TYPE.PICTURE]


def test_a_province_without_a_total_has_no_slides(dataset):
    with pytest.raises(LookupError):
        slides.pptx_bytes(dataset, View(province="74"), BASE)


def test_a_chart_without_editable_data_becomes_a_picture_that_is_described(dataset, monkeypatch):
    view = View()
    screen = replace(
        build_story(dataset, view)[2], charts=(ChartSlot("peers.bump", view),), has_qr_code=False
    )
    monkeypatch.setattr(slides, "build_story", lambda *_: (screen,))
    (slide,) = Presentation(io.BytesIO(slides.pptx_bytes(dataset, view, BASE))).slides
    (picture,) = [s for s in slide.shapes if s.shape_type == MSO_SHAPE_TYPE.PICTURE]
    assert picture.image.content_type == "image/png" and picture.image.size[0] > 1500
    assert "2023" in alt(picture)
    width, height = picture.image.size
    assert picture.width / picture.height == pytest.approx(width / height, rel=0.02)


def squeezed(text):
    """Text without spaces: letters borrowed from another font read as gaps inside words."""
    return "".join(text.split())


@pytest.fixture(scope="module")
def pages(office, files, tmp_path_factory):
    """The text of every page as LibreOffice shows it, by view."""
    folder = tmp_path_factory.mktemp("office")
    paths = [folder / f"{i}.pptx" for i in range(len(files))]
    for path, content in zip(paths, files.values(), strict=True):
        path.write_bytes(content)
    pdfs = office.convert(paths, "pdf")
    return {
        name: [squeezed(page) for page in office.pdf_pages(pdf)]
        for name, pdf in zip(files, pdfs, strict=True)
    }


@pytest.mark.parametrize("name", VIEWS)
def test_libreoffice_shows_every_slide_with_its_texts(dataset, pages, name):
    screens, lang = build_story(dataset, VIEWS[name]), VIEWS[name].lang
    assert len(pages[name]) == len(screens)
    for i, (page, screen) in enumerate(zip(pages[name], screens, strict=True), start=1):
        for text in (screen.title, screen.full_subtitle, screen_source(dataset, screen)):
            assert squeezed(text) in page
        assert page.endswith(str(i))
        for slot in screen.charts:
            if slot.chart in registry.EDITABLE_CHARTS:
                editable = registry.EDITABLE_CHARTS[slot.chart](dataset, slot.view)
                labels = [label for series in editable.series for label in series.labels]
                ends = [text for _, text in (*editable.left_labels, *editable.right_labels)]
                for text in (editable.heading, *labels, *ends):
                    assert squeezed(text) in page, text
    for archipelago in set(dataset.tables.islands[f"archipelago_{lang}"]):
        assert squeezed(archipelago) in pages[name][1]


def test_the_chosen_province_is_the_last_one_drawn_on_its_maps(dataset, files):
    slide = Presentation(io.BytesIO(files["long an"])).slides[1]
    for map_ in maps_of(slide):
        provinces = [s.name for s in map_.shapes if s.shape_type == MSO_SHAPE_TYPE.FREEFORM]
        assert provinces[-1] == "Long An"


@pytest.fixture
def ladder_slide_chart(dataset):
    deck = Presentation()
    shapes = deck.slides.add_slide(deck.slide_layouts[6]).shapes
    data = registry.EDITABLE_CHARTS["peers.ladder"](dataset, View())
    return add_editable_chart(shapes, data, (0, 0, 600, 400), "vi")


def test_the_first_bar_of_a_slide_is_its_uppermost(ladder_slide_chart):
    # PowerPoint draws the first category at the bottom.
    assert ladder_slide_chart.category_axis.reverse_order


def test_bars_of_the_ladder_begin_at_the_median(dataset, ladder_slide_chart):
    chart = ladder_slide_chart
    crossing = float(re.search(r'<c:crossesAt val="([-\d.]+)"', chart._chartSpace.xml)[1])
    assert crossing == pytest.approx(dataset.position(2023, TOTAL, "80")["q50"])
