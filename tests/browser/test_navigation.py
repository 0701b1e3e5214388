"""The view stays in the address: through links, choices, reloads, the back button."""

import re

import pytest
from playwright.sync_api import expect

from tests.support.servers import Server, run_servers


def test_an_address_without_a_page_leads_to_the_first_and_says_so(visit):
    for path in ("nosuch?province=72", "map/x/y?province=72"):
        page = visit.open(path)
        visit.wait_for_heading("Tây Ninh xếp thứ")
        expect(page.get_by_text("Không có trang mang địa chỉ này")).to_be_visible()
        assert "nopage" not in page.url


def test_another_province_moves_the_marks_of_the_charts_that_are_there(visit):
    page = visit.open("overview")
    drawings = "[...document.querySelectorAll('[data-testid=stVegaLiteChart] svg')]"
    page.evaluate(f"() => {drawings}.forEach(svg => {{ svg.kept = true; }})")
    page.get_by_role("combobox").first.fill("Bạc Liêu")
    page.get_by_role("option", name="Bạc Liêu").click()
    visit.wait_for_heading("Bạc Liêu xếp thứ 5/63")
    expect(page.locator("svg text", has_text="Bạc Liêu 45,").first).to_be_visible()
    expect(page.locator("svg text", has_text="5/63").first).to_be_visible()
    assert page.evaluate(f"() => {drawings}.map(svg => svg.kept)") == [True, True, True]
    description = page.locator(".fig p.alt").filter(has_text="Bạc Liêu")
    expect(description).to_have_count(3)


def test_a_deep_link_on_a_cold_server_opens_its_page(chromium):
    server = Server()
    with run_servers(server):
        page = chromium.new_page()
        page.goto(f"{server.base_url}/dimensions?province=46&lang=en")
        page.locator("h1", has_text="Thua Thien Hue").wait_for()
        assert page.get_by_text("Page not found").count() == 0
        expect(page.locator("[data-testid=stSidebar]")).to_contain_text("Dimensions")
        page.close()


def test_the_view_survives_pages_reload_and_back(visit):
    page = visit.open("?province=46&year=2024")
    visit.wait_for_heading("Thừa Thiên Huế")
    page.get_by_role("link", name="Chỉ số nội dung").first.click()
    visit.wait_for_heading("Thừa Thiên Huế")
    assert "province=46" in page.url and "year=2024" in page.url and "/dimensions" in page.url
    page.reload()
    visit.wait_for_heading("Thừa Thiên Huế")
    page.go_back()
    page.locator(".kpis").wait_for()
    visit.wait_for_heading("Thừa Thiên Huế")


def test_the_newest_year_is_one_click_away_and_in_the_address(visit):
    page = visit.open("")
    page.get_by_role("link", name="Xem năm 2024").click()
    page.wait_for_url(re.compile("year=2024"))
    visit.wait_until_drawn()
    page.reload()
    expect(page.locator(".kpis strong").first).to_have_text("42,29/80")


def test_movers_of_another_year_are_chosen_and_stay_in_the_address(visit):
    page = visit.open("trends?year=2024")
    page.get_by_text("Tây Ninh tăng nhiều nhất (+8,11)").wait_for()
    page.get_by_role("link", name="2019", exact=True).click()
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


@pytest.mark.parametrize("visit", [{"size": "phone"}], indirect=True)
def test_the_tab_key_passes_over_a_closed_menu(visit):
    page = visit.open("")
    lefts = []
    for _ in range(8):
        page.keyboard.press("Tab")
        lefts.append(page.evaluate("document.activeElement.getBoundingClientRect().left"))
    assert min(lefts) >= 0
    page.locator("[data-testid=stExpandSidebarButton]").click()
    link = page.locator("[data-testid=stSidebar]").get_by_role("link", name="Bản đồ")
    expect(link).to_be_in_viewport()
    link.focus()
    expect(link).to_be_focused()


def test_the_language_switch_stays_in_the_address(visit):
    page = visit.open("peers")
    page.get_by_role("link", name="English").click()
    visit.wait_for_heading("Long An ranks 46/63")
    assert "lang=en" in page.url
    page.reload()
    visit.wait_for_heading("Long An ranks 46/63")


def test_choosing_in_the_list_changes_the_page_and_the_address(visit):
    page = visit.open("")
    page.get_by_role("combobox").first.click()
    page.keyboard.type("Tây Ninh")
    page.get_by_role("option", name="Tây Ninh", exact=True).click()
    visit.wait_for_heading("Tây Ninh xếp thứ 60/63")
    assert "province=72" in page.url


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("hue", "Thừa Thiên Huế"),
        ("ha noi", "Hà Nội"),
        ("HANOI", "Hà Nội"),
        ("dak", "Đắk Lắk"),
        ("tp hcm", "TP. Hồ Chí Minh TPHCM"),
        ("sai gon", "TP. Hồ Chí Minh Sài Gòn"),
        ("tinh tay ninh", "Tây Ninh"),
        ("79", "TP. Hồ Chí Minh 79"),
        ("1", "Hà Nội 01"),
    ],
)
def test_a_province_is_found_without_diacritics_by_other_names_and_by_its_code(
    open_list, typed, first
):
    open_list.fill(typed)
    options = open_list.page.locator("[role=option]")
    expect(options.first).to_have_text(first)
    expect(options.first).to_have_attribute("aria-selected", "true")


def test_what_no_province_is_called_is_told_and_escape_brings_the_name_back(open_list):
    open_list.fill("hanoy")
    message = open_list.page.get_by_role("status").filter(has_text="Không tìm thấy “hanoy”")
    expect(message).to_be_visible()
    assert open_list.page.locator("[role=option]").count() == 0
    open_list.press("Escape")
    expect(open_list).to_have_value("Long An")
    expect(open_list).to_have_attribute("aria-expanded", "false")
    expect(message).to_have_count(0)


@pytest.fixture
def open_list(visit):
    """The field for the province on a page, with its list open."""
    field = visit.open("citizens").get_by_role("combobox").first
    field.click()
    return field


def test_a_province_is_chosen_by_keyboard_and_the_field_keeps_the_focus(visit):
    page = visit.open("citizens")
    field = page.get_by_role("combobox", name="Tỉnh, thành phố")
    field.focus()
    page.keyboard.press("ArrowDown")
    marked = page.locator("[role=option][aria-selected=true]")
    expect(marked).to_have_text("Long An")
    page.keyboard.type("ca mau")
    expect(marked).to_have_text("Cà Mau")
    assert field.get_attribute("aria-activedescendant") == marked.get_attribute("id")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("province=96"))
    expect(field).to_have_value("Cà Mau")
    expect(field).to_be_focused()
    page.go_back()
    expect(field).to_have_value("Long An")


def test_back_before_the_choice_has_run_leaves_the_former_province_in_the_field(visit):
    slow, held = False, []

    def pass_on(socket):
        server = socket.connect_to_server()
        socket.on_message(lambda message: (held.append if slow else server.send)(message))
        held.append(server.send)

    visit.page.route_web_socket("**/_stcore/stream", pass_on)
    page = visit.open("citizens")
    field = page.get_by_role("combobox", name="Tỉnh, thành phố")
    send = held.pop()
    slow = True
    field.focus()
    page.keyboard.type("ca mau")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("province=96"))
    page.go_back()
    page.wait_for_url(lambda url: "province=96" not in url)
    visit.wait_for_heading("Long An")
    slow = False
    send(held[-1])  # as the server does with two requests for a run at once: the last one counts
    visit.wait_until_drawn()
    expect(field).to_have_value("Long An")


def test_a_year_is_chosen_by_keyboard_and_the_field_keeps_the_focus(visit):
    page = visit.open("citizens?province=80&year=2023&units=63&lang=vi")
    field = page.get_by_role("combobox", name="Năm")
    expect(field).to_have_value("2023")
    field.focus()
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    page.wait_for_url(re.compile("year=20(?!23)"))
    assert "year=2020" in page.url
    visit.wait_for_heading("2020")
    expect(field).to_have_value("2020")
    expect(field).to_be_focused()
    page.go_back()
    expect(field).to_have_value("2023")


def test_a_choice_that_is_the_default_leaves_the_address(visit):
    page = visit.open("table?province=80&year=2023&units=63&lang=vi&only=group%3A1&measure=3")
    shown, columns = (page.get_by_role("combobox", name=name) for name in ("Hiển thị", "Các cột"))
    rows = page.locator(".sheet tbody tr")
    expect(rows).to_have_count(16)
    shown.select_option(index=0)
    expect(rows).to_have_count(63)
    columns.select_option(label="Tổng điểm và 8 nội dung")
    expect(page.locator(".sheet thead th")).to_have_count(10)
    assert "only" not in page.url and "measure" not in page.url
    shown.select_option("group:4")
    page.wait_for_url(re.compile("only=group%3A4"))


def test_own_peers_are_found_one_after_the_other(visit):
    page = visit.open("peers?peers=72")
    field = page.get_by_role("combobox", name="Chọn các địa phương")
    field.focus()
    for typed, code in (("can tho", "92"), ("hcm", "79")):
        page.keyboard.type(typed)
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(f"peers=72.*{code}"))
        expect(field).to_have_value("")
        expect(field).to_be_focused()
    page.get_by_role("link", name="Bỏ Cần Thơ").click()
    page.wait_for_url(re.compile("peers=72%2C79&"))


@pytest.mark.parametrize("visit", [{"size": "phone"}], indirect=True)
def test_the_table_keeps_names_and_header_and_its_columns_where_it_is_sorted(visit):
    page = visit.open("table")
    sheet, name = page.locator(".sheet"), page.locator(".sheet tbody th").nth(22)
    sheet.evaluate("box => { box.scrollIntoView(); box.scrollTo(300, 800); }")
    expect(name).to_be_in_viewport()
    left = name.bounding_box()["x"]
    assert abs(left - sheet.bounding_box()["x"]) < 4
    header = page.get_by_role("link", name="6. Cung ứng dịch vụ công")
    expect(header).to_be_in_viewport()
    header.click()
    page.wait_for_url(re.compile("sort=6"))
    expect(page.locator("th[aria-sort=descending]")).to_contain_text("6. Cung ứng")
    visit.wait_until("() => document.querySelector('.sheet').scrollLeft > 200")


def test_a_question_opens_and_leads_to_its_page(visit):
    page = visit.open("brief?province=72")
    question = page.locator("details").filter(has_text="Địa phương giáp ranh nào")
    link = question.get_by_role("link")
    expect(link).not_to_be_visible()
    question.locator("summary").click()
    link.click()
    page.wait_for_url(re.compile("/peers"))
    visit.wait_for_heading("Tây Ninh")
    assert "province=72" in page.url and "peers=neighbours" in page.url
    # The figure that answers stands at the top, below the page's own bar.
    expect(page.locator("[id='peers.duel']")).to_be_in_viewport()


def test_the_solution_is_one_click_away_and_survives_a_reload(visit):
    page = visit.open("targets")
    place = page.locator(".kpis").nth(1).locator("strong")
    expect(place.nth(1)).to_have_text("42/63")
    page.get_by_role("link", name="Phương án ít nội dung nhất").click()
    page.wait_for_url(re.compile("gains="))
    expect(place.nth(1)).to_have_text("31/63")
    expect(place.last).to_have_text("Đạt")
    visit.wait_until_drawn()
    page.reload()
    expect(place.nth(1)).to_have_text("31/63")
    page.get_by_role("link", name="Xóa kịch bản").click()
    expect(place.nth(1)).to_have_text("42/63")
    assert "gains" not in page.url


def test_a_slider_moves_the_rank_and_writes_the_address(visit):
    page = visit.open("targets")
    slider = page.get_by_role("slider").nth(1)
    expect(slider).to_have_attribute("aria-valuetext", "0,00")
    slider.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.wait_for_url(re.compile("gains=6.2"))
    page.get_by_role("heading", name="Kịch bản thêm 0,03 điểm").first.wait_for()
    page.get_by_role("link", name="1. Tham gia của người dân").click()
    page.get_by_text("1.3 Chất lượng bầu cử (1,18; tối đa +0,06)").wait_for()
    assert "gains=6.2" in page.url and "measure=1" in page.url


def test_another_target_changes_the_sentence(visit):
    page = visit.open("targets")
    page.get_by_role("link", name="Nhóm cao nhất").click()
    visit.wait_for_heading("Long An cần thêm 3,12 điểm (thường 2,1–4,0) để vào nhóm cao nhất")
    assert "target=group" in page.url


@pytest.mark.parametrize("has_clipboard", [True, False], ids=["https", "plain http"])
def test_the_link_is_copied_and_opens_the_same_view(visit, has_clipboard):
    if not has_clipboard:  # as a browser does over plain HTTP
        visit.page.add_init_script("Object.defineProperty(navigator, 'clipboard', {get() {}})")
    visit.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = visit.open("peers?province=72&lang=en&year=2024")
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_text("The link has been copied.")).to_be_visible()
    field = page.locator("[data-testid=stSidebar] [data-copy]")
    path = field.get_attribute("data-copy").split("/", 3)[3]
    assert path == "peers?province=72&year=2024&units=63&lang=en"
    page.evaluate("""() => {
        const field = document.body.appendChild(document.createElement("textarea"));
        field.id = "pasted"; field.focus(); }""")
    page.keyboard.press("ControlOrMeta+v")
    assert page.locator("#pasted").input_value() == field.get_attribute("data-copy")


LABELS = """() => [...document.querySelectorAll('*')]
  .flatMap(e => ['aria-label', 'placeholder', 'aria-roledescription'].map(n => e.getAttribute(n)))
  .concat([document.querySelector('[data-testid=stSkipToContent]').textContent])
  .filter(text => /^(Skip|Close|Open|Sidebar|Expand|Collapse|Choose|No |visual|axis|group|geoshape)/
    .test(text) || /-axis/.test(text))"""


def test_no_english_is_left_for_ears(visit):
    page = visit.open("overview")
    assert page.title() == "Long An 2023 · Tổng quan"
    # A drawing's text alternative stands above it; no picture without a name follows.
    hidden = "[data-testid=stVegaLiteChart] svg[aria-hidden=true]"
    expect(page.locator(hidden)).to_have_count(3)
    alternatives = page.locator(".fig p.alt").all_inner_texts()
    assert len(alternatives) == 3 and all(len(text) > 40 for text in alternatives)
    visit.wait_until(f"() => ({LABELS})().length === 0")
    page.get_by_role("link", name="English").click()
    visit.wait_for_heading("Long An ranks 46/63")
    expect(page.get_by_text("Skip to main content")).to_have_count(1)


FOCUSED = """() => {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return `${element.tagName} ${element.textContent.trim()}`;
}"""


def test_the_focus_follows_a_link_and_returns_from_a_table(visit):
    page = visit.open("")
    page.get_by_role("link", name="Diễn biến").first.focus()
    page.keyboard.press("Enter")
    visit.wait_for_heading("Long An tăng 1,02")
    visit.wait_until(f"() => ({FOCUSED})().startsWith('H1 Long An tăng')")
    page.get_by_role("link", name="Số liệu và tải về").first.focus()
    page.keyboard.press("Enter")
    page.locator("[data-testid=stDialog]").wait_for()
    page.keyboard.press("Escape")
    page.locator("[data-testid=stDialog]").wait_for(state="detached")
    visit.wait_until(f"() => ({FOCUSED})().endsWith('Số liệu và tải về')")


def test_the_focus_is_on_the_figures_link_once_a_table_opened_from_elsewhere_is_closed(visit):
    page = visit.open("overview?data=overview.strip")
    page.locator("[data-testid=stDialog]").wait_for()
    page.keyboard.press("Escape")
    page.locator("[data-testid=stDialog]").wait_for(state="detached")
    visit.wait_until("() => document.activeElement.matches('a.go[href*=\"data=overview.strip\"]')")
