"""The PPTX: a slide a screen, charts and maps that can be edited, the world's numbers inside."""

import io
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import openpyxl
import pytest
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.util import Pt

from lib.charts.native import registry
from lib.exports.pptx import slides
from lib.exports.pptx.map_shapes import MAPS
from lib.model.view import View
from lib.narrative.story import ChartSlot, build_story, screen_source, screen_url
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
    todo = list(slide.shapes)
    while todo:
        shape = todo.pop(0)
        yield shape
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
            todo += list(shape.shapes)


def maps_of(slide):
    return [s for s in slide.shapes if s.shape_type == MSO_SHAPE_TYPE.GROUP]


def words_of(slide):
    return [s.text_frame.text for s in shapes_of(slide) if s.has_text_frame]


def alt(shape):
    return shape._element.find(".//{*}cNvPr").get("descr")


def test_a_slide_a_screen_with_title_source_link_number_and_notes(dataset, deck):
    file, screens, view = deck
    assert (file.slide_width, file.slide_height) == (Pt(960), Pt(540))
    assert len(file.slides) == len(screens)
    for slide, screen in zip(file.slides, screens, strict=True):
        assert slide.shapes.title.text == screen.title
        words = words_of(slide)
        assert screen.full_subtitle in words
        assert any(screen_source(dataset, screen) in text for text in words)
        kinds = {s.placeholder_format.type.name for s in slide.placeholders}
        assert {"TITLE", "FOOTER", "SLIDE_NUMBER"} <= kinds
        links = [r.hyperlink.address for s in slide.shapes if s.has_text_frame
                 for p in s.text_frame.paragraphs for r in p.runs]  # fmt: skip
        assert screen_url(screen, BASE) in links
        notes = slide.notes_slide.notes_text_frame.text
        for sentence in (*screen.notes, screen_source(dataset, screen), screen_url(screen, BASE)):
            assert sentence in notes
        for kpi in screen.key_figures:
            assert kpi.label in words and kpi.figure + kpi.suffix in words and kpi.note in words
        for point in screen.paragraphs:
            assert point.heading in words and point.text in words


def test_every_chart_is_native_described_and_every_map_made_of_shapes(deck):
    file, screens, _ = deck
    for slide, screen in zip(file.slides, screens, strict=True):
        charts = [s for s in slide.shapes if s.has_chart]
        maps = maps_of(slide)
        assert len(charts) == sum(s.chart in registry.NATIVE_CHARTS for s in screen.charts)
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
    words = " ".join(words_of(file.slides[1]))
    assert "Hoàng Sa" in words and "Trường Sa" in words
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


def test_the_region_names_its_provinces_with_their_ranks(dataset, files):
    slide = Presentation(io.BytesIO(files["long an"])).slides[1]
    region = maps_of(slide)[1]
    told = {s.text_frame.text for s in region.shapes if s.has_text_frame and s.text_frame.text}
    table = dataset.ranking(2023, TOTAL)
    table = table[table["region"] == dataset.provinces.at["80", "region"]]
    expected = {f"{dataset.province_name(r.province, 'vi')}\n{r.rank}" for r in table.itertuples()}
    assert len(expected) == 13 and expected <= told


def test_the_embedded_workbooks_hold_the_worlds_numbers(dataset, deck):
    file, screens, _ = deck
    for slide, screen in zip(file.slides, screens, strict=True):
        charts = [s.chart for s in slide.shapes if s.has_chart]
        for chart, shown in zip(
            charts, [s for s in screen.charts if s.chart in registry.NATIVE_CHARTS], strict=True
        ):
            native = registry.NATIVE_CHARTS[shown.chart](dataset, shown.view)
            blob = chart.part.chart_workbook.xlsx_part.blob
            sheet = openpyxl.load_workbook(io.BytesIO(blob)).worksheets[0]
            rows = [list(row) for row in sheet.iter_rows(values_only=True)]
            if native.kind == "scatter":
                for series in native.series:
                    (start,) = _starts(rows, series)
                    part = rows[start + 1 : start + 1 + len(series.values)]
                    same([row[0] for row in part], series.x)
                    same([row[1] for row in part], series.values)
                    for k, (name, values) in enumerate(series.beside, start=2):
                        assert rows[start][k] == name
                        same([row[k] for row in part], values)
            else:
                assert [row[0] for row in rows[1:]] == list(native.categories)
                for k, series in enumerate(native.series, start=1):
                    assert rows[0][k] == series.name
                    same([row[k] for row in rows[1:]], series.values)
            # What is drawn is what the workbook says.
            for drawn in chart.plots[0].series:
                refs = [node.text for node in drawn._element.iter("{*}f")]
                for node in drawn._element.iter("{*}numRef"):
                    ref = node.find("{*}f").text.split("!")[1].replace("$", "")
                    cells = [cell.value for (cell,) in sheet[ref]] if ":" in ref else []
                    cache = {int(p.get("idx")): float(p.find("{*}v").text)
                             for p in node.iter("{*}pt")}  # fmt: skip
                    same([cache.get(i) for i in range(len(cells))], cells)
                assert refs


def _starts(rows, series):
    """Where a series of a scatter begins: its name in the second column, its numbers below."""
    first = series.values[0]
    return [
        i
        for i, row in enumerate(rows[:-1])
        if row[0] is None and row[1] == series.name and rows[i + 1][1] == pytest.approx(first)
        and rows[i + 1][0] == pytest.approx(series.x[0])
    ][:1]  # fmt: skip


def same(found, expected):
    for a, b in zip(found, expected, strict=True):
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


def test_text_is_large_enough_for_a_room(deck):
    file, *_ = deck
    for slide in file.slides:
        inside = {s.shape_id for g in maps_of(slide) for s in g.shapes}
        for shape in shapes_of(slide):
            if not shape.has_text_frame:
                continue
            for paragraph in shape.text_frame.paragraphs:
                for run in paragraph.runs:
                    # Names on a map and a chart's legend are a chart's texts.
                    least = 12 if shape.shape_id in inside else 14
                    assert run.font.size is None or run.font.size >= Pt(least), run.text
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
        found = list(pool.map(lambda v: slides.pptx_bytes(dataset, v, BASE), list(VIEWS.values())))
    assert found == list(files.values())


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


def test_a_chart_without_native_data_becomes_a_picture_that_is_described(dataset, monkeypatch):
    view = View()
    screen = replace(
        build_story(dataset, view)[2], charts=(ChartSlot("peers.bump", view),), has_qr_code=False
    )
    monkeypatch.setattr(slides, "story", lambda *_: (screen,))
    (slide,) = Presentation(io.BytesIO(slides.pptx_bytes(dataset, view, BASE))).slides
    (picture,) = [s for s in slide.shapes if s.shape_type == MSO_SHAPE_TYPE.PICTURE]
    assert picture.image.content_type == "image/png" and picture.image.size[0] > 1500
    assert "2023" in alt(picture)
    # Stretched in no direction.
    wide, tall = picture.image.size
    assert picture.width / picture.height == pytest.approx(wide / tall, rel=0.02)


def squeezed(words):
    """Without spaces: an office without Arial borrows letters, which reads as gaps in words."""
    return "".join(words.split())


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
def test_libreoffice_opens_it_and_shows_every_page_with_its_words(dataset, pages, name):
    screens, lang = build_story(dataset, VIEWS[name]), VIEWS[name].lang
    assert len(pages[name]) == len(screens)
    for i, (page, screen) in enumerate(zip(pages[name], screens, strict=True), start=1):
        for words in (screen.title, screen.full_subtitle, screen_source(dataset, screen)):
            assert squeezed(words) in page
        assert page.endswith(str(i))
        for shown in screen.charts:
            if shown.chart in registry.NATIVE_CHARTS:
                native = registry.NATIVE_CHARTS[shown.chart](dataset, shown.view)
                labels = [label for series in native.series for label in series.labels]
                ends = [words for _, words in (*native.left_labels, *native.right_labels)]
                for words in (native.heading, *labels, *ends):
                    assert squeezed(words) in page, words
    for name_of in ("archipelago_vi",) if lang == "vi" else ("archipelago_en",):
        for archipelago in set(dataset.tables.islands[name_of]):
            assert squeezed(archipelago) in pages[name][1]
