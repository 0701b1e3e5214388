"""What only a browser shows: drawings, widths, clicks, the address, contrast."""

import contextlib
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import TimeoutError, expect

from lib.common import pages
from lib.datasets import tables as datasets_tables
from tests.browser.conftest import SIZES, serve
from tests.ingest import workbooks

pytestmark = pytest.mark.browser
SLUGS = [page.slug for page in pages.PAGES]
CHARTS = {
    "overview": 3,
    "map": 2,
    "dimensions": 2,
    "peers": 3,
    "trends": 4,
    "targets": 3,
    "plan": 2,
    "merged": 4,
    "brief": 0,
    "present": 0,
    "citizens": 0,
    "preview": 0,
    "about": 0,
}
EVERYWHERE = [
    pytest.param({"size": size}, slug, lang, id=f"{slug}-{lang}-{size}")
    for slug in SLUGS
    for lang in ("vi", "en")
    for size in SIZES
]
ENGLISH = re.compile(
    r"\b(the|and|of|province|rank|score|points|median|group|download|loading|running)\b", re.I
)


def serious(page):
    """What axe finds that shuts somebody out."""
    return [
        f"{v['id']}: {[n['html'][:120] for n in v['nodes'][:3]]}"
        for v in Axe().run(page).response["violations"]
        if v["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize(("visit", "slug", "lang"), EVERYWHERE, indirect=["visit"])
def test_every_page_draws_and_fits(visit, slug, lang):
    page = visit.open(f"{slug}?lang={lang}")
    expect(page.locator("[data-testid=stVegaLiteChart]")).to_have_count(CHARTS[slug])
    visit.settle()
    assert page.locator("[data-testid=stException]").count() == 0
    expect(page.locator("html")).to_have_attribute("lang", lang)
    overflow = page.evaluate(
        """() => {
          const main = document.querySelector('[data-testid=stMain]');
          return Math.max(main.scrollWidth - main.clientWidth,
                          document.documentElement.scrollWidth - window.innerWidth);
        }"""
    )
    assert overflow <= 0, "the page scrolls sideways"


@pytest.mark.parametrize("slug", SLUGS)
def test_no_english_on_the_vietnamese_pages(visit, slug):
    page = visit.open(slug)
    icons = "document.querySelectorAll('[data-testid=stIconMaterial],i').forEach(i => i.remove())"
    page.evaluate(icons)  # an icon's name is its text
    text = page.locator("[data-testid=stMain]").inner_text()
    text = re.sub(r"\S+\.(csv|json|topojson)|© OpenStreetMap contributors|Public\w*", "", text)
    # Names of columns in a file stand behind what they mean.
    text = re.sub(r"\((year|province|sub_dimension|score)\)", "", text)
    assert ENGLISH.findall(text) == []


@pytest.mark.parametrize("slug", [slug for slug in SLUGS if CHARTS[slug]])
def test_what_the_mouse_shows_on_a_chart_is_named_in_words(visit, slug):
    page, names = visit.open(slug), set()
    told = """[...document.querySelectorAll('#vg-tooltip-element.visible td.key')]
        .map(cell => cell.innerText)"""
    for chart in page.locator("[data-testid=stVegaLiteChart]").all():
        chart.scroll_into_view_if_needed()
        box = chart.bounding_box()
        for column in range(1, 12):
            for row in range(1, 8):
                page.mouse.move(
                    box["x"] + box["width"] * column / 12, box["y"] + box["height"] * row / 8
                )
                names |= set(page.evaluate(told))
    # A field's name in the code begins with a small letter.
    assert names and {name for name in names if not name[0].isupper()} == set()


def test_an_address_without_a_page_leads_to_the_first_and_says_so(visit):
    for path in ("nosuch?province=72", "map/x/y?province=72"):
        page = visit.open(path)
        visit.await_heading("Tây Ninh xếp thứ")
        expect(page.get_by_text("Không có trang mang địa chỉ này")).to_be_visible()
        assert "nopage" not in page.url


@pytest.mark.parametrize("visit", [{"size": "projector"}], indirect=True)
def test_the_story_stands_on_one_screen(visit):
    page = visit.open("")
    figures = page.locator(".kpis strong").all_inner_texts()
    assert figures == ["40,83/80", "46/63", "Trung bình thấp", "+1,02 điểm", "7/13"]
    for text in ("9/61", "59/61", "61/61"):
        spot = page.locator(f"svg text:text-is('{text}')").first.bounding_box()
        assert spot and spot["y"] + spot["height"] <= 720
    map_box = page.locator("[data-testid=stVegaLiteChart]").last.bounding_box()
    assert map_box["y"] + map_box["height"] <= 720


@pytest.mark.parametrize("visit", [{"size": "projector"}], indirect=True)
@pytest.mark.parametrize(
    "slug",
    [
        "",
        "map",
        "dimensions",
        "peers",
        "trends",
        "targets",
        "plan",
        "merged",
        "brief",
        "citizens",
        "preview",
    ],
)
def test_text_is_at_least_16_px_on_a_projector(visit, slug):
    page = visit.open(slug)
    small = page.evaluate(
        """() => [...document.querySelectorAll('[data-testid=stMain] *')]
          .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
          .filter(e => e.getClientRects().length && !e.closest('style,script'))
          .filter(e => !e.closest('[data-testid=stDataFrame],[data-testid=stIconMaterial]'))
          .map(e => [parseFloat(getComputedStyle(e).fontSize), e.textContent.trim().slice(0, 40)])
          .filter(([size]) => size < 15.5)"""
    )
    assert small == []


def test_a_click_on_the_drawn_map_chooses_the_province(visit):
    page = visit.open("map")
    # Nghệ An is large and compact: the middle of its shape lies inside it.
    shape = page.locator("[data-testid=stVegaLiteChart]").first.locator("[aria-label='Nghệ An']")
    box = shape.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    visit.await_heading("Nghệ An xếp thứ 25/63")
    assert "province=40" in page.url
    page.go_back()
    visit.await_heading("Long An xếp thứ 46/63")


def test_the_switch_shows_the_34_and_back(visit):
    page = visit.open("map?province=72&year=2024")
    page.locator(".switch").get_by_text("34 tỉnh").click()
    visit.await_heading("Tây Ninh mới xếp thứ 8/34, thuộc nhóm cao nhất (ước tính)")
    assert "units=34" in page.url and "province=72" in page.url
    drawn = page.locator("[data-testid=stVegaLiteChart]").first
    # The 34 have each a shape with a name, and the archipelagos stand with their owners of today.
    names = drawn.locator("path[aria-label]").evaluate_all("l => l.map(e => e.ariaLabel)")
    assert len(set(names)) == 34 and "Huế" in names and "Long An" not in names
    for text in ("Quần đảo Hoàng Sa", "(Đà Nẵng)", "Quần đảo Trường Sa", "(Khánh Hòa)"):
        expect(drawn.locator(f"svg text:has-text('{text}')").first).to_be_visible()
    page.locator(".switch").get_by_text("63 tỉnh").click()
    visit.await_heading("Tây Ninh xếp thứ 2/63")
    assert "units" not in page.url and "province=72" in page.url


def test_a_click_on_the_interactive_map_chooses_the_province(visit):
    page = visit.open("map?render=interactive")
    deck = page.locator("[data-testid=stDeckGlJsonChart] canvas").first
    deck.wait_for()
    box = deck.bounding_box()
    # The map draws into a canvas: click where Nghệ An lies until the picture can be hit.
    for _ in range(4):
        page.mouse.click(box["x"] + box["width"] * 0.27, box["y"] + box["height"] * 0.26)
        with contextlib.suppress(TimeoutError):
            page.wait_for_url(re.compile("province=40"), timeout=10_000)
            break
    visit.await_heading("Nghệ An xếp thứ 25/63")
    assert "province=40" in page.url and "render=interactive" in page.url


def test_without_webgl_the_drawn_map_stands_in_and_says_so(visit):
    # A browser without WebGL answers null where it is asked for the context.
    visit.page.add_init_script(
        """const ask = HTMLCanvasElement.prototype.getContext;
        HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
          return kind.includes('webgl') ? null : ask.call(this, kind, ...more);
        };"""
    )
    page = visit.open("map?render=interactive")
    page.get_by_text("không hỗ trợ đồ họa WebGL").wait_for()
    visit.settle()
    assert page.locator("[data-testid=stDeckGlJsonChart]").count() == 0
    assert page.locator("[data-testid=stVegaLiteChart]").count() == 2


def test_the_page_scrolls_over_the_interactive_map(visit):
    page = visit.open("map?render=interactive")
    deck = page.locator("[data-testid=stDeckGlJsonChart] canvas").first
    deck.wait_for()
    box = deck.bounding_box()
    page.mouse.move(box["x"] + 100, box["y"] + 100)
    page.mouse.wheel(0, 300)
    page.wait_for_function("document.querySelector('[data-testid=stMain]').scrollTop > 100")


def test_the_view_survives_pages_reload_and_back(visit):
    page = visit.open("?province=46&year=2024")
    visit.await_heading("Thừa Thiên Huế")
    page.get_by_role("link", name="Tám nội dung").first.click()
    visit.await_heading("Thừa Thiên Huế")
    assert "province=46" in page.url and "year=2024" in page.url and "/dimensions" in page.url
    page.reload()
    visit.await_heading("Thừa Thiên Huế")
    page.go_back()
    page.locator(".kpis").wait_for()
    visit.await_heading("Thừa Thiên Huế")


def test_the_newest_year_is_one_click_away_and_in_the_address(visit):
    page = visit.open("")
    page.get_by_role("link", name="Đã có năm 2024").click()
    page.wait_for_url(re.compile("year=2024"))
    visit.settle()
    page.reload()
    expect(page.locator(".kpis strong").first).to_have_text("42,29/80")


def test_movers_of_another_year_are_chosen_and_stay_in_the_address(visit):
    page = visit.open("trends?year=2024")
    page.get_by_text("Tây Ninh tăng nhiều nhất (+8,11)").wait_for()
    page.locator("[data-testid=stSelectbox]").last.click()
    page.keyboard.type("2019")
    page.get_by_role("option", name="2019", exact=True).click()
    page.get_by_text("từ năm 2019 đến năm 2024").first.wait_for()
    page.wait_for_url(re.compile("since=2019"))
    page.reload()
    page.get_by_text("từ năm 2019 đến năm 2024").first.wait_for()


@pytest.mark.parametrize("visit", [{"size": "phone"}], indirect=True)
def test_the_menu_closes_on_a_phone_once_a_page_is_chosen(visit):
    page = visit.open("")
    page.locator("[data-testid=stExpandSidebarButton]").click()
    link = page.locator("[data-testid=stSidebar]").get_by_role("link", name="Bản đồ")
    link.click()
    page.wait_for_url(re.compile("/map"))
    expect(link).not_to_be_in_viewport()


def test_the_language_switch_stays_in_the_address(visit):
    page = visit.open("peers")
    page.get_by_role("link", name="English").click()
    visit.await_heading("Long An ranks 46/63")
    assert "lang=en" in page.url
    page.reload()
    visit.await_heading("Long An ranks 46/63")


def test_choosing_in_the_list_changes_the_page_and_the_address(visit):
    page = visit.open("")
    page.locator("[data-testid=stSelectbox]").first.click()
    page.keyboard.type("Tây Ninh")
    page.get_by_role("option", name="Tây Ninh", exact=True).click()
    visit.await_heading("Tây Ninh xếp thứ 60/63")
    assert "province=72" in page.url


def test_a_deep_link_on_a_cold_server_opens_its_page(chromium):
    with serve() as address:
        page = chromium.new_page()
        page.goto(f"{address}/dimensions?province=46&lang=en")
        page.locator("h1", has_text="Thua Thien Hue").wait_for()
        assert page.get_by_text("Page not found").count() == 0
        expect(page.locator("[data-testid=stSidebar]")).to_contain_text("Eight dimensions")
        page.close()


def test_the_solution_is_one_click_away_and_survives_a_reload(visit):
    page = visit.open("targets")
    place = page.locator(".kpis").nth(1).locator("strong")
    expect(place.nth(1)).to_have_text("46/63")
    page.get_by_role("link", name="Cách ít gắng sức nhất").click()
    page.wait_for_url(re.compile("gains="))
    expect(place.nth(1)).to_have_text("31/63")
    expect(place.last).to_have_text("Đạt")
    visit.settle()
    page.reload()
    expect(place.nth(1)).to_have_text("31/63")
    page.get_by_role("link", name="Xóa kịch bản").click()
    expect(place.nth(1)).to_have_text("46/63")
    assert "gains" not in page.url


def test_a_slider_moves_the_rank_and_writes_the_address(visit):
    page = visit.open("targets")
    slider = page.get_by_role("slider").nth(1)
    expect(slider).to_have_attribute("aria-valuetext", "0,00")
    slider.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.wait_for_url(re.compile("gains=6.2"))
    page.get_by_role("heading", name="Kịch bản tăng 0,03 điểm").first.wait_for()
    page.get_by_role("button", name="1. Tham gia của người dân").or_(
        page.get_by_role("radio", name="1. Tham gia của người dân")
    ).click()
    page.get_by_text("1.3 Chất lượng bầu cử (1,18; tối đa +0,22)").wait_for()
    assert "gains=6.2" in page.url and "measure=1" in page.url


def test_another_target_changes_the_sentence(visit):
    page = visit.open("targets")
    page.get_by_role("radio", name="Nhóm cao nhất").or_(
        page.get_by_role("button", name="Nhóm cao nhất")
    ).click()
    visit.await_heading("Long An cần thêm 3,12 điểm để vào nhóm cao nhất")
    assert "target=group" in page.url


def test_data_and_pictures_are_one_click_away(visit, tmp_path):
    page = visit.open("peers")
    page.get_by_role("link", name="Số liệu và tải về").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Tải CSV").wait_for()
    with page.expect_download() as csv:
        dialog.get_by_role("button", name="Tải CSV").click()
    assert csv.value.suggested_filename == "papi-peers-ladder-80-2023.csv"
    assert "80,Long An," in csv.value.path().read_text(encoding="utf-8-sig")
    with page.expect_download() as png:
        dialog.get_by_role("button", name="Tải ảnh PNG").click()
    assert png.value.path().read_bytes().startswith(b"\x89PNG")
    assert "data=peers.ladder" in page.url
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_have_count(0)
    page.wait_for_url(lambda url: "data=" not in url)


def test_a_filled_in_template_is_read_row_by_row(visit, tmp_path):
    page = visit.open("plan")
    with page.expect_download() as template:
        page.get_by_role("button", name="Tải tệp mẫu CSV").click()
    lines = template.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 23 and lines[0].startswith("Kế hoạch,Mã,Giải pháp,Cơ quan chủ trì")
    # As a Vietnamese spreadsheet saves it: semicolons, the day first.
    rows = [
        lines[0].replace(",", ";"),
        "1523/KH-UBND;D1;;Sở Nội vụ;30/9/2024;Số xã niêm yết;Tất cả;",
        "1523/KH-UBND;Z9;;Sở Y tế;;;;",
    ]
    filled = tmp_path / "phan-cong.csv"
    filled.write_text("\n".join(rows), encoding="utf-8-sig")
    page.get_by_label("Chọn hoặc kéo tệp phân công").set_input_files(filled)
    page.get_by_text("1/22 giải pháp đã được phân công").wait_for()
    visit.settle()
    expect(page.get_by_text("không có giải pháp mang mã “Z9”")).to_be_visible()
    expect(page.get_by_role("row", name="D1 ").filter(has_text="30/9/2024")).to_be_visible()
    page.locator("summary", has_text="Công khai, minh bạch").click()
    expect(page.get_by_text("Chủ trì: Sở Nội vụ · Thời hạn: 30/9/2024")).to_be_visible()
    with page.expect_download() as export:
        page.get_by_role("button", name="Tải phân công CSV").click()
    text = export.value.path().read_text(encoding="utf-8-sig")
    assert "Sở Nội vụ,2024-09-30,Số xã niêm yết,Tất cả" in text
    with page.expect_download() as book:
        page.get_by_role("button", name="Tải tất cả XLSX").click()
    assert book.value.suggested_filename == "papi-plan-80-all.xlsx"
    assert book.value.path().read_bytes().startswith(b"PK")
    # The same as a workbook, handed in again as it is.
    with page.expect_download() as workbook:
        page.get_by_role("button", name="Tải phân công Excel").click()
    again = tmp_path / workbook.value.suggested_filename
    workbook.value.save_as(again)
    expect(page.get_by_role("button", name="Tải tệp mẫu Excel")).to_be_visible()
    page.get_by_label("Chọn hoặc kéo tệp phân công").set_input_files(again)
    page.get_by_text("theo tệp papi-plan-80-commitments.xlsx vừa nạp").wait_for()
    visit.settle()
    page.get_by_role("button", name="Bỏ tệp đã nạp").click()
    page.get_by_text("Chưa có phân công nào").wait_for()
    visit.settle()


@pytest.fixture(scope="module")
def next_years_file(tmp_path_factory):
    tables = datasets_tables.load_tables()
    path = tmp_path_factory.mktemp("preview") / "papi 2025.xlsx"
    path.write_bytes(
        workbooks.xlsx({"2025_PAPI": workbooks.grid(tables, workbooks.next_year(tables))})
    )
    return path


@pytest.mark.parametrize("visit", [{"size": "projector"}, {"size": "phone"}], indirect=True)
def test_a_new_years_file_is_tried_out_and_ended(visit, next_years_file, tmp_path):
    page = visit.open("preview")
    spoilt = tmp_path / "hong.xlsx"
    spoilt.write_bytes(next_years_file.read_bytes()[:5000])
    field = page.get_by_label("Chọn hoặc kéo tệp số liệu")
    field.set_input_files(spoilt)
    page.get_by_text("Chưa dùng được tệp hong.xlsx").wait_for()
    visit.settle()
    expect(page.get_by_text("Tệp Excel hỏng hoặc tải về chưa đủ")).to_be_visible()
    field.set_input_files(next_years_file)
    banner = page.get_by_text("Đang xem thử tệp papi 2025.xlsx (2025)")
    banner.wait_for()
    page.wait_for_url(re.compile("year=2025"))
    visit.settle()
    assert serious(page) == []
    page.get_by_role("link", name="Xem bảng thông tin theo tệp này").click()
    page.wait_for_url(re.compile("/overview.*year=2025"))
    expect(page.locator(".kpis strong").first).to_have_text("42,21/80")
    visit.settle()
    expect(banner).to_be_in_viewport()
    box = banner.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= page.viewport_size["width"]
    # Another viewer's page has none of it: the newest published year.
    other = page.context.browser.new_page()
    other.goto(f"{visit.server}/overview?year=2025")
    other.locator(".kpis strong").first.wait_for()
    expect(other.locator(".kpis strong").first).to_have_text("42,29/80")
    expect(other.locator(".tried")).to_have_count(0)
    other.close()
    page.get_by_role("button", name="Kết thúc xem thử").click()
    expect(banner).to_have_count(0)
    expect(page.locator(".kpis strong").first).to_have_text("40,83/80")
    visit.settle()
    assert "year=2025" not in page.url


def test_the_sample_file_can_be_handed_in_again(visit):
    page = visit.open("preview")
    with page.expect_download() as sample:
        page.get_by_role("button", name="Tải tệp mẫu: năm 2024").click()
    assert sample.value.suggested_filename == "papi-2024.xlsx"
    page.get_by_label("Chọn hoặc kéo tệp số liệu").set_input_files(
        {"name": "papi-2024.xlsx", "mimeType": "", "buffer": sample.value.path().read_bytes()}
    )
    page.get_by_text("mọi điểm đều trùng với số liệu hiện có").wait_for()
    visit.settle()
    expect(page.locator(".tried")).to_have_count(0)  # there is nothing to try out


def test_a_question_opens_and_leads_to_its_page(visit):
    page = visit.open("brief?province=72")
    question = page.locator("details").filter(has_text="Tỉnh giáp ranh nào")
    link = question.get_by_role("link")
    expect(link).not_to_be_visible()
    question.locator("summary").click()
    link.click()
    page.wait_for_url(re.compile("/peers"))
    visit.await_heading("Tây Ninh")
    assert "province=72" in page.url and "peers=neighbours" in page.url
    # The figure that answers stands at the top, below the page's own bar.
    expect(page.locator("[id='peers.duel']")).to_be_in_viewport()


def test_the_brief_is_a_file_and_prints_on_its_own(visit):
    page = visit.open("brief")
    with page.expect_download() as text:
        page.get_by_role("button", name="Tải bản văn bản").click()
    assert text.value.suggested_filename == "papi-brief-80-2023.txt"
    assert "Long An còn thiếu 1,49 điểm" in text.value.path().read_text(encoding="utf-8-sig")
    page.emulate_media(media="print")
    expect(page.locator("[data-testid=stSidebar]")).not_to_be_visible()
    expect(page.get_by_role("button", name="Tải bản văn bản")).not_to_be_visible()
    expect(page.locator("details p").last).to_be_visible()  # answers are open on paper


def test_the_brief_is_one_page_and_its_questions_another(visit):
    page = visit.open("brief")
    paper = page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type /Page\b", paper)) == 2


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


@pytest.mark.parametrize("visit", [{"color_scheme": "dark"}], indirect=True)
def test_paper_is_white_where_the_screen_is_dark(visit):
    page = visit.open("brief")
    ink = "getComputedStyle(document.querySelector('.brief p')).color"
    on_screen = page.evaluate(ink)
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate(ink) == "rgb(20, 32, 46)" != on_screen


def test_cards_download_and_are_shown_when_asked_for(visit):
    page = visit.open("citizens")
    with page.expect_download() as card:
        page.get_by_role("button", name="Tải ảnh vuông").click()
    assert card.value.suggested_filename == "papi-square-80-2023.png"
    assert card.value.path().read_bytes().startswith(b"\x89PNG")
    page.get_by_role("link", name="Xem trước hai ảnh").click()
    expect(page.locator(".cards img")).to_have_count(2)
    sizes = page.evaluate(
        "[...document.querySelectorAll('.cards img')].map(i => [i.naturalWidth, i.naturalHeight])"
    )
    assert sizes == [[1080, 1080], [1200, 630]]


@pytest.mark.parametrize(
    "visit",
    [{"size": "projector"}, {"size": "phone"}, {"size": "projector", "color_scheme": "dark"}],
    indirect=True,
    ids=["projector", "phone", "dark"],
)
@pytest.mark.parametrize("slug", SLUGS)
def test_axe_finds_nothing_serious(visit, slug):
    assert serious(visit.open(slug)) == []
