"""Files that pages offer and take: tables, pictures, cards, a filled-in template, a new year."""

import re

import pytest
from playwright.sync_api import expect

from lib.datasets.tables import load_tables
from tests.browser.accessibility import serious_violations
from tests.ingest import workbooks


def test_data_and_pictures_are_one_click_away(visit, tmp_path):
    page = visit.open("peers")
    page.get_by_role("link", name="Số liệu và tải về").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Tải CSV").wait_for()
    with page.expect_download() as csv:
        dialog.get_by_role("button", name="Tải CSV").click()
    assert csv.value.suggested_filename == "papi-peers-ladder-long-an-2023-vi.csv"
    assert "80;Long An;" in csv.value.path().read_text(encoding="utf-8-sig")
    with page.expect_download() as png:
        dialog.get_by_role("button", name="Tải ảnh PNG").click()
    assert png.value.path().read_bytes().startswith(b"\x89PNG")
    assert "data=peers.ladder" in page.url
    dialog.get_by_role("button", name="Đóng").click()
    expect(dialog).to_have_count(0)
    page.wait_for_url(lambda url: "data=" not in url)


def test_a_chart_fills_the_window_from_its_data_link_with_keys_alone(visit):
    page = visit.open("peers")
    link = page.get_by_role("link", name="Số liệu và tải về").first
    small = page.locator("[data-testid=stVegaLiteChart] svg").first.bounding_box()
    link.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    choice = dialog.get_by_role("radio", name="Biểu đồ phóng to")
    choice.or_(dialog.get_by_role("button", name="Biểu đồ phóng to")).first.focus()
    page.keyboard.press("Enter")
    drawing = dialog.locator("[data-testid=stVegaLiteChart] svg")
    expect(drawing).to_be_visible()
    expect(dialog.get_by_text("Long An", exact=True).first).to_be_visible()
    visit.wait_until(
        "() => document.querySelector('[role=dialog] [data-testid=stVegaLiteChart] svg')"
        ".getBoundingClientRect().height > 0.55 * innerHeight"
    )
    box = drawing.bounding_box()
    assert box["width"] > 0.85 * page.viewport_size["width"] and box["height"] > small["height"]
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    page.wait_for_url(lambda url: "data=" not in url)
    expect(page.get_by_role("link", name="Số liệu và tải về").first).to_be_focused()


def test_cards_download_and_are_shown_when_asked_for(visit):
    page = visit.open("citizens")
    with page.expect_download() as card:
        page.get_by_role("button", name="Tải ảnh vuông").click()
    assert card.value.suggested_filename == "papi-square-long-an-2023-vi.png"
    assert card.value.path().read_bytes().startswith(b"\x89PNG")
    page.get_by_role("link", name="Xem trước hai ảnh").click()
    expect(page.locator(".cards img")).to_have_count(2)
    sizes = page.evaluate(
        "[...document.querySelectorAll('.cards img')].map(i => [i.naturalWidth, i.naturalHeight])"
    )
    assert sizes == [[1080, 1080], [1200, 630]]


def test_a_filled_in_template_is_read_row_by_row(visit, tmp_path):
    page = visit.open("plan")
    with page.expect_download() as template:
        page.get_by_role("button", name="Tải tệp mẫu CSV").click()
    lines = template.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 23 and lines[0].startswith("Kế hoạch;Mã;Giải pháp;Cơ quan chủ trì")
    # As a Vietnamese spreadsheet saves it: the day first.
    rows = [
        lines[0],
        "1523/KH-UBND;D1;;Sở Nội vụ;30/9/2024;Số xã niêm yết;Tất cả;",
        "1523/KH-UBND;Z9;;Sở Y tế;;;;",
    ]
    filled = tmp_path / "phan-cong.csv"
    filled.write_text("\n".join(rows), encoding="utf-8-sig")
    page.get_by_label("Chọn hoặc kéo tệp phân công").set_input_files(filled)
    page.get_by_text("1/22 giải pháp đã được phân công").wait_for()
    visit.wait_until_drawn()
    expect(page.get_by_text("không có giải pháp mang mã “Z9”")).to_be_visible()
    expect(page.get_by_role("row", name="D1 ").filter(has_text="30/9/2024")).to_be_visible()
    page.locator("summary", has_text="Công khai, minh bạch").click()
    expect(page.get_by_text("Chủ trì: Sở Nội vụ · Thời hạn: 30/9/2024")).to_be_visible()
    with page.expect_download() as export:
        page.get_by_role("button", name="Tải phân công CSV").click()
    text = export.value.path().read_text(encoding="utf-8-sig")
    assert "Sở Nội vụ;2024-09-30;Số xã niêm yết;Tất cả" in text
    with page.expect_download() as book:
        page.get_by_role("button", name="Tải tất cả XLSX").click()
    assert book.value.suggested_filename == "papi-plan-all-long-an-2024-vi.xlsx"
    assert book.value.path().read_bytes().startswith(b"PK")
    # The same as a workbook, handed in again as it is.
    with page.expect_download() as workbook:
        page.get_by_role("button", name="Tải phân công Excel").click()
    again = tmp_path / workbook.value.suggested_filename
    workbook.value.save_as(again)
    expect(page.get_by_role("button", name="Tải tệp mẫu Excel")).to_be_visible()
    page.get_by_label("Chọn hoặc kéo tệp phân công").set_input_files(again)
    page.get_by_text("theo tệp papi-plan-commitments-long-an-2024-vi.xlsx vừa nạp").wait_for()
    visit.wait_until_drawn()
    page.get_by_role("button", name="Bỏ tệp đã nạp").click()
    page.get_by_text("Chưa có phân công nào").wait_for()
    visit.wait_until_drawn()


@pytest.fixture(scope="module")
def next_years_file(tmp_path_factory):
    tables = load_tables()
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
    visit.wait_until_drawn()
    expect(page.get_by_text("Tệp Excel hỏng hoặc tải về chưa đủ")).to_be_visible()
    field.set_input_files(next_years_file)
    banner = page.get_by_text("Đang xem thử tệp papi 2025.xlsx (2025)")
    banner.wait_for()
    page.wait_for_url(re.compile("year=2025"))
    visit.wait_until_drawn()
    assert serious_violations(page) == []
    page.get_by_role("link", name="Xem bảng thông tin theo tệp này").click()
    page.wait_for_url(re.compile("/overview.*year=2025"))
    expect(page.locator(".kpis strong").first).to_have_text("42,21/80")
    visit.wait_until_drawn()
    expect(banner).to_be_in_viewport()
    box = banner.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= page.viewport_size["width"]
    # Another viewer's page has none of it: the newest published year.
    other = page.context.browser.new_page()
    other.goto(f"{visit.base_url}/overview?year=2025")
    other.locator(".kpis strong").first.wait_for()
    expect(other.locator(".kpis strong").first).to_have_text("42,29/80")
    expect(other.locator(".tried")).to_have_count(0)
    other.close()
    page.get_by_role("button", name="Kết thúc xem thử").click()
    expect(banner).to_have_count(0)
    expect(page.locator(".kpis strong").first).to_have_text("40,83/80")
    visit.wait_until_drawn()
    assert "year=2025" not in page.url


def test_the_page_about_the_data_leads_to_the_files_for_reuse(visit):
    page = visit.open("about?lang=en")
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Download all scores, maps and charts for reuse").click()
    expect(opened.value.get_by_role("heading", level=1)).to_have_text(
        "Figures and pictures to reuse"
    )


def test_the_sample_file_can_be_handed_in_again(visit):
    page = visit.open("preview")
    with page.expect_download() as sample:
        page.get_by_role("button", name="Tải tệp mẫu: năm 2024").click()
    assert sample.value.suggested_filename == "papi-2024.xlsx"
    page.get_by_label("Chọn hoặc kéo tệp số liệu").set_input_files(
        {"name": "papi-2024.xlsx", "mimeType": "", "buffer": sample.value.path().read_bytes()}
    )
    page.get_by_text("mọi điểm đều trùng với số liệu hiện có").wait_for()
    visit.wait_until_drawn()
    expect(page.locator(".tried")).to_have_count(0)  # there is nothing to try out


_BROKEN_WORDS = """() => [...document.querySelectorAll("table.plain.short :is(th,td)")]
  .filter(cell => cell.firstChild?.nodeType === 3).flatMap(cell => {
    const text = cell.firstChild, range = document.createRange();
    return [...text.data.matchAll(/[\\p{L}\\d]+/gu)].filter(({ 0: word, index }) => {
      range.setStart(text, index);
      range.setEnd(text, index + word.length);
      return range.getClientRects().length > 1;
    }).map(found => found[0]); })"""


@pytest.mark.parametrize(
    "address",
    ["about", "about?lang=en", "plan?province=80&year=2023&lang=en&data=plan.coverage"],
)
def test_no_word_of_a_table_is_broken(visit, address):
    page = visit.open(address)
    page.locator("table.plain.short").first.wait_for()
    assert page.evaluate(_BROKEN_WORDS) == []


@pytest.mark.parametrize(
    ("width", "address"),
    [
        (1280, "overview?province=08&year=2022&data=overview.profile"),
        (1280, "plan?province=80&lang=en&data=plan.result"),
        (390, "trends?province=80&year=2023&data=trends.waterfall"),
        (1920, "peers?province=80&year=2023&data=peers.ladder"),
    ],
)
def test_the_data_of_a_figure_show_their_last_column(visit, width, address):
    visit.page.set_viewport_size({"width": width, "height": 720})
    page = visit.open(address)
    page.locator("[role=dialog] :is(table.plain, .dvn-scroller)").wait_for()
    visit.wait_until(
        """() => { const dialog = document.querySelector('[role=dialog]').getBoundingClientRect();
        const table = document.querySelector('[role=dialog] :is(table.plain, .dvn-scroller)');
        const { right } = table.getBoundingClientRect();
        return table.scrollWidth <= table.clientWidth + 1
          && right < dialog.right && dialog.right < innerWidth; }"""
    )
