"""Pages on paper."""

import io
import itertools
import json
import math
import re

import pypdf
import pytest
from playwright.sync_api import expect

from lib.common import pages
from tests.browser.test_pages import CHARTS

SLUGS = [page.slug for page in pages.PAGES]


def test_the_brief_is_a_file_and_prints_on_its_own(visit):
    page = visit.open("brief")
    with page.expect_download() as text:
        page.get_by_role("button", name="Tải bản văn bản").click()
    assert text.value.suggested_filename == "papi-brief-long-an-2023-vi.txt"
    assert "Long An còn thiếu 1,49 điểm" in text.value.path().read_text(encoding="utf-8-sig")
    page.emulate_media(media="print")
    expect(page.locator("[data-testid=stSidebar]")).not_to_be_visible()
    expect(page.get_by_role("button", name="Tải bản văn bản")).not_to_be_visible()
    expect(page.locator("details p").last).to_be_visible()  # answers are open on paper


def test_the_brief_is_one_page_and_its_questions_another(visit):
    page = visit.open("brief")
    paper = page.pdf(format="A4", print_background=True)
    assert len(re.findall(rb"/Type /Page\b", paper)) == 2


@pytest.mark.parametrize("units", ["63", "34"])
def test_the_table_is_one_landscape_page(visit, units):
    page = visit.open(f"table?units={units}&year=2024")
    names = set(page.locator(".sheet tbody th").all_inner_texts())
    (sheet,) = printed(page)
    assert [round(float(length)) for length in sheet.mediabox[2:]] == [842, 595]
    letters = re.sub(r"\s", "", "".join(words for *_, words in texts_on(sheet)))
    assert len(names) == int(units)
    assert [name for name in names if name.replace(" ", "") not in letters] == []


CONTENT = """main :is(table,[data-testid=stVegaLiteChart],.aloud,.kpis,.legend,.brief:not(.share),
  .fig h2)"""


@pytest.mark.parametrize("slug", SLUGS)
def test_nothing_of_a_page_is_lost_on_paper(visit, slug):
    page = visit.open(slug)
    on_screen = page.locator(CONTENT).filter(visible=True)
    count = on_screen.count()
    page.emulate_media(media="print")
    assert page.locator(CONTENT).filter(visible=True).count() >= count


@pytest.mark.parametrize("slug", SLUGS)
def test_on_paper_no_page_has_menus_fields_or_buttons(visit, slug):
    page = visit.open(slug)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 690, "height": 1020})  # A4 less its margins, at 96 dpi
    for what in (
        "[data-testid=stSidebar]",
        "main button:not(.thumb)",
        "main input",
        ".ways",
        ".foot a",
    ):
        expect(page.locator(what).filter(visible=True)).to_have_count(0)
    for inside in page.locator(":is(.asked, .plan) summary + *").all():
        expect(inside).to_be_visible()


def test_paper_does_not_say_where_to_click(visit):
    page = visit.open("map")
    how_to_choose = page.get_by_text("bấm vào bản đồ")
    expect(how_to_choose).to_be_visible()
    page.emulate_media(media="print")
    expect(how_to_choose).not_to_be_visible()


@pytest.mark.parametrize("visit", [{"color_scheme": "dark"}], indirect=True)
def test_paper_is_white_where_the_screen_is_dark(visit):
    page = visit.open("brief")
    ink = "getComputedStyle(document.querySelector('.brief p')).color"
    on_screen = page.evaluate(ink)
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate(ink) == "rgb(20, 32, 46)" != on_screen


@pytest.mark.parametrize("visit", [{"color_scheme": "dark"}], indirect=True)
def test_charts_of_a_dark_screen_print_in_the_light_colours(visit):
    page = visit.open("map?province=82")  # Tiền Giang, among the lowest
    page.emulate_media(media="print", color_scheme="dark")
    fills = """() => Object.fromEntries([...document.querySelectorAll(
      "[data-testid=stVegaLiteChart] svg text")
      ].map(e => [e.textContent, getComputedStyle(e).fill]))"""
    texts = page.evaluate(fills)
    for name in ("Hoàng Sa(Đà Nẵng)", "Trường Sa(Khánh Hòa)"):
        assert texts[f"Quần đảo {name}"] == "rgb(20, 32, 46)"
    style = "e => [getComputedStyle(e).fill, getComputedStyle(e).stroke]"
    highest = page.locator("[aria-label='Hà Nội']").first
    assert highest.evaluate(style) == ["rgb(10, 74, 134)", "rgb(255, 255, 255)"]
    swatch = page.locator(".legend i").first
    assert swatch.evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(10, 74, 134)"
    for part in ("html", "body", "[data-testid=stApp]"):
        ground = page.locator(part).evaluate("e => getComputedStyle(e).backgroundColor")
        assert ground in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)")


def test_the_method_is_open_on_paper(visit):
    page = visit.open("targets")
    method = page.locator("[data-testid=stExpander] p").last
    expect(method).not_to_be_visible()
    page.emulate_media(media="print")
    expect(method).to_be_visible()


def test_a_page_prints_across_where_its_reader_wants_it(visit):
    paper = visit.open("map").pdf(format="A4", landscape=True, prefer_css_page_size=True)
    box = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", paper)
    assert round(float(box[1])) > round(float(box[2]))


DRAWN = """() => [...document.querySelectorAll('[data-testid=stVegaLiteChart] svg')]
  .map(svg => [svg.getAttribute('width'), svg.getAttribute('height')].map(Number))"""


def printed(page, **options):
    """The sheets of a page; its own size of paper counts, as it does in the browser's menu."""
    options = {"format": "A4", "prefer_css_page_size": True, "print_background": True} | options
    return pypdf.PdfReader(io.BytesIO(page.pdf(**options))).pages


def texts_on(sheet):
    """The texts of a sheet: (from the left in pt, from the bottom in pt, height in pt, words)."""
    found = []

    def note(text, page_matrix, text_matrix, font, size):
        if text.strip():
            scales = [math.hypot(*matrix[2:4]) for matrix in (page_matrix, text_matrix)]
            x, y = text_matrix[4:]
            a, b, c, d, e, f = page_matrix
            place = (a * x + c * y + e, b * x + d * y + f)
            found.append((*place, round(size * math.prod(scales), 1), text.strip()))

    sheet.extract_text(visitor_text=note)
    return found


@pytest.mark.parametrize("landscape", [False, True], ids=["upright", "across"])
@pytest.mark.parametrize("slug", [slug for slug in SLUGS if CHARTS[slug]])
def test_from_a_wide_window_charts_print_as_wide_as_paper_with_text_to_read(visit, slug, landscape):
    visit.page.set_viewport_size({"width": 1920, "height": 1080})
    page = visit.open(slug)
    before = page.evaluate(DRAWN)
    # As from the browser's own menu, which tells the page nothing but that printing begins.
    sheets = [texts_on(sheet) for sheet in printed(page, landscape=landscape)]
    assert all(sheets)  # none is blank
    sizes = [(size, words) for texts in sheets for _, _, size, words in texts]
    assert len(sizes) > 50 and [found for found in sizes if found[0] < 7] == []
    # The screen has its drawings back.
    visit.wait_until(
        f"() => JSON.stringify(({DRAWN})()) === '{json.dumps(before, separators=(',', ':'))}'"
    )


@pytest.mark.parametrize(("landscape", "width"), [(False, 596), (True, 843)])
def test_a_chart_fills_the_width_of_the_paper_as_it_lies(visit, landscape, width):
    first, *_ = printed(visit.open("peers"), landscape=landscape)
    assert round(float(first.mediabox.width)) == width
    assert max(x for x, _, _, words in texts_on(first) if words == "1") > width - 60  # rank 1


@pytest.mark.parametrize(
    ("path", "upright", "across"),
    [
        ("overview", 2, 1),
        ("overview?province=46&year=2022", 2, 1),
        ("overview?province=72&year=2022", 2, 1),
        ("overview?province=87&year=2018", 2, 2),
        ("map", 1, 1),
        ("dimensions", 1, 1),
        ("peers", 2, 3),
        ("trends", 3, 3),
        ("targets", 3, 3),
        ("targets?province=46&year=2022", 2, 2),
        ("merged", 3, 3),
        ("merged?province=79&year=2022", 3, 3),
        ("merged?province=46&year=2022", 2, 2),
        ("brief", 2, 2),
        ("citizens", 2, 2),
        ("citizens?province=87&year=2018", 2, 2),
        ("about", 9, 9),
    ],
)
def test_sheets_are_filled(visit, path, upright, across):
    """No more sheets than needed; none is blank, and all but the last are over a third full."""
    page = visit.open(path)
    if path == "about":
        expect(page.locator(".st-key-data-files details").last.locator("table")).to_be_attached()
    for landscape, most in ((False, upright), (True, across)):
        sheets = printed(page, landscape=landscape)
        ends = [min((y for _, y, *_ in texts_on(sheet)), default=None) for sheet in sheets]
        assert len(ends) <= most and None not in ends
        height = float(sheets[0].mediabox.height)
        assert [end for end in ends[:-1] if end > height * 2 / 3] == []


def test_a_heading_stands_on_the_sheet_of_what_it_is_about(visit):
    sheets = [
        re.sub(r"\s", "", "".join(words for *_, words in texts_on(sheet)))
        for sheet in printed(visit.open("targets?province=79&year=2024"))
    ]
    (heading,) = (sheet for sheet in sheets if "Chưachọnnộidungnào" in sheet)
    assert "43,04/80" in heading


def test_a_map_takes_one_sheet_from_a_high_window_too(visit):
    visit.page.set_viewport_size({"width": 1920, "height": 1080})
    assert len(printed(visit.open("map?province=72&year=2022"))) == 1


@pytest.mark.parametrize("landscape", [False, True], ids=["upright", "across"])
def test_labels_of_a_chart_are_as_large_as_the_text_around_it(visit, landscape):
    first, *_ = printed(visit.open("overview"), landscape=landscape)
    (size,) = {size for *_, size, words in texts_on(first) if words == "9/61"}
    assert 8.5 < size < 10.5  # the subtitle has 9 pt, the list 9.6 pt


def test_paper_offers_no_pictures_to_share(visit):
    page = visit.open("citizens")
    shared = page.locator(".share")
    expect(shared).to_have_count(2)
    page.emulate_media(media="print")
    expect(shared.filter(visible=True)).to_have_count(0)


@pytest.mark.parametrize(("path", "landscape"), [("trends", True), ("about", False)])
def test_no_text_lies_on_another_on_paper(visit, path, landscape):
    """Columns that end on the next sheet push what follows them down; paragraphs stay apart."""
    for sheet in printed(visit.open(path), landscape=landscape):
        # Left, bottom, right and top of each piece, narrower and lower than it is printed.
        boxes = [
            (x, y, x + 0.2 * size * len(words), y + 0.4 * size, words)
            for x, y, size, words in texts_on(sheet)
        ]
        clashes = [
            (a[4], b[4])
            for a, b in itertools.combinations(boxes, 2)
            # A label with a halo is printed more than once.
            if a[4] != b[4] and a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
        ]
        assert clashes == []


def test_six_key_figures_stand_in_one_row_on_paper(visit):
    page = visit.open("merged?province=79&year=2022")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 690, "height": 1020})
    tops = page.locator(".kpis>div").evaluate_all(
        "figures => figures.map(e => e.getBoundingClientRect().top)"
    )
    assert len(tops) == 6 and len(set(map(round, tops))) == 1


def test_tables_are_tables_on_upright_paper(visit):
    page = visit.open("dimensions")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 690, "height": 1020})
    row = page.locator("table.plain.short tr").nth(1)
    # At one moment: the charts above are being drawn for paper.
    tops = row.evaluate("row => [...row.cells].map(e => Math.round(e.getBoundingClientRect().top))")
    assert len(tops) > 4 and len(set(tops)) == 1  # a row's cells stand beside each other


@pytest.mark.parametrize("visit", [{"color_scheme": "dark"}], indirect=True)
def test_long_texts_of_a_dark_screen_print_dark(visit):
    page = visit.open("about")
    text = page.locator("[data-testid=stMain] [data-testid=stMarkdownContainer] p").first
    ink = "e => getComputedStyle(e).color"
    on_screen = text.evaluate(ink)
    page.emulate_media(media="print", color_scheme="dark")
    assert text.evaluate(ink) == "rgb(20, 32, 46)" != on_screen


@pytest.mark.parametrize("visit", [{"color_scheme": "dark"}], indirect=True)
def test_screens_of_a_dark_presentation_print_light(visit):
    page = visit.open("present")
    screen = page.locator(".thumb section").nth(1)  # the map
    style = "(e, name) => getComputedStyle(e)[name]"
    assert screen.evaluate(style, "backgroundColor") == "rgb(15, 23, 34)"
    page.emulate_media(media="print", color_scheme="dark")
    assert screen.evaluate(style, "backgroundColor") == "rgb(255, 255, 255)"
    title = page.locator(".grid h3").first
    assert title.evaluate(style, "color") == "rgb(20, 32, 46)"
    for name in ("Hoàng Sa", "Trường Sa"):
        drawn = screen.locator("svg text", has_text=name).first
        assert drawn.evaluate(style, "fill") == "rgb(20, 32, 46)"


def test_steps_of_the_last_screen_end_above_its_source_on_paper(visit):
    page = visit.open("present")
    screen = page.locator(".thumb section").last
    steps = screen.locator(".next li")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 690, "height": 1020})
    end, bottom = (
        place.evaluate("e => e.getBoundingClientRect().bottom")
        for place in (steps.last, screen.locator(".next"))
    )
    assert steps.count() >= 3 and end <= bottom + 1
