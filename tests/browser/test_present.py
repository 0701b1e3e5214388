"""The presentation in use: keys, a clicker, touch, the address, sizes of text."""

import re

import pytest
from playwright.sync_api import expect

LAST = "dialog[open] section footer span:last-child"
# What is smaller than 20 px on a screen 1280 px wide, or sticks out of it or into its last line.
MISFITS = """() => {
  const find = (root) => {
    for (const node of root.querySelectorAll('*')) {
      if (node.matches('dialog[open]')) return node;
      const found = node.shadowRoot && find(node.shadowRoot);
      if (found) return found;
    }
  };
  const section = find(document).querySelector('section');
  const box = section.getBoundingClientRect();
  const footer = section.querySelector('footer');
  const end = footer.getBoundingClientRect().top;
  const misfits = [];
  for (const node of section.querySelectorAll('*')) {
    if (![...node.childNodes].some((c) => c.nodeType === 3 && c.data.trim())) continue;
    const place = node.getBoundingClientRect();
    if (!place.width) continue;
    const matrix = node.ownerSVGElement && node.getScreenCTM();
    const scale = matrix ? Math.hypot(matrix.a, matrix.b) : 1;
    const size = parseFloat(getComputedStyle(node).fontSize) * scale;
    const out = place.left < box.left - 1 || place.right > box.right + 1
      || place.top < box.top - 1 || place.bottom > box.bottom + 1
      || (!footer.contains(node) && place.bottom > end + 1);
    if (size < 20 * innerWidth / 1280 - 0.2 || out)
      misfits.push([Math.round(size * 10) / 10, out, node.textContent.slice(0, 40)]);
  }
  const fits = [box.left, box.top, box.width - innerWidth, box.height - innerHeight];
  return { fits: fits.every((x) => Math.abs(x) < 1), misfits };
}"""


def wait_for_screen(page, text):
    page.locator(LAST, has_text=text).wait_for()


def screen_in_url(page):
    return page.evaluate("new URL(location.href).searchParams.get('screen')")


def test_keys_and_a_clicker_turn_the_screens_and_the_address_follows(visit):
    page = visit.open("present?screen=1")
    wait_for_screen(page, "1/10")
    for key, expected in (
        ("ArrowRight", "2/10"),
        ("Space", "3/10"),
        ("PageDown", "4/10"),  # what a clicker sends
        ("ArrowLeft", "3/10"),
        ("PageUp", "2/10"),
        ("End", "10/10"),
        ("ArrowRight", "10/10"),
        ("Home", "1/10"),
        ("ArrowLeft", "1/10"),
    ):
        page.keyboard.press(key)
        wait_for_screen(page, expected)
        assert screen_in_url(page) == expected.split("/")[0]
    page.keyboard.press("f")
    page.wait_for_function("document.fullscreenElement")
    page.keyboard.press("f")
    page.wait_for_function("!document.fullscreenElement")


def test_the_first_screen_is_there_before_the_others_are_drawn(visit):
    page = visit.page
    page.goto(f"{visit.base_url}/present?province=91&year=2022")  # drawn in no other test
    page.locator("section.pending").first.wait_for()
    expect(page.locator(".grid li").first.locator("figure svg")).to_be_visible()
    assert "Đang vẽ" in page.locator("section.pending").first.inner_text()
    visit.wait_until_drawn()
    expect(page.locator(".grid li figure svg").last).to_be_visible()


def test_opened_from_a_page_it_starts_with_that_page_and_ends_on_it(visit):
    page = visit.open("trends?province=72")
    page.locator("nav.show a").click()
    wait_for_screen(page, "6/")
    expect(page.locator("dialog[open] h2")).to_contain_text("so với năm 2022")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    page.wait_for_url("**/trends?province=72")
    visit.wait_for_heading("Tây Ninh")
    assert page.locator("dialog[open]").count() == 0
    expect(page.locator("nav.show a")).to_be_focused()  # the link that it was opened by


def test_started_on_its_own_page_it_ends_there_whatever_page_was_before(visit):
    page = visit.open("trends?province=72")
    page.get_by_role("link", name="Trình chiếu", exact=True).click()
    page.locator(".starts a.go").first.click()
    wait_for_screen(page, "1/")
    page.keyboard.press("Escape")
    page.locator("dialog[open]").wait_for(state="detached")
    assert "/present?" in page.url
    expect(page.locator(".thumb").first).to_be_visible()


def test_a_link_opens_its_screen_and_escape_shows_all_of_them(visit):
    page = visit.open("present?province=72&year=2024&lang=en&screen=4")
    wait_for_screen(page, "4/9")
    assert page.locator("dialog[open] .kicker").inner_text() == "Tay Ninh · PAPI 2024"
    page.keyboard.press("Escape")
    page.locator("dialog[open]").wait_for(state="detached")
    assert page.url.endswith("present?province=72&year=2024&lang=en")
    expect(page.locator(".thumb").nth(3)).to_be_focused()  # the screen that was left
    page.locator(".thumb").nth(2).click()
    wait_for_screen(page, "3/9")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    expect(page.locator(".thumb").nth(2)).to_be_focused()  # the picture that was opened
    start = page.locator(".starts a.go").first
    start.click()
    wait_for_screen(page, "1/9")
    page.keyboard.press("Escape")
    page.locator("dialog[open]").wait_for(state="detached")
    expect(page.locator(".starts a.go").first).to_be_focused()


def test_a_screen_that_does_not_exist_is_reported_and_all_are_offered(visit):
    page = visit.open("present?screen=99&loop=1")
    notices = page.locator(".notices").inner_text()
    assert "Không có màn hình “99” trong bài trình chiếu này (1–10)" in notices
    assert "Thời gian tự chuyển “1” không dùng được (cần số giây từ 5 đến 600)" in notices
    assert page.locator("dialog[open]").count() == 0
    expect(page.locator(".thumb")).to_have_count(10)


@pytest.mark.parametrize("width", [1280, 1920])
@pytest.mark.parametrize(
    "query",
    [
        "",
        "province=80&year=2024&",
        "province=46&year=2012&lang=en&",
        "province=02&year=2024&lang=en&",
    ],
)
def test_every_screen_fills_the_projector_and_can_be_read(visit, width, query):
    visit.page.set_viewport_size({"width": width, "height": width * 9 // 16})
    page = visit.open(f"present?{query}screen=1")
    page.locator(LAST).wait_for()
    total = int(page.locator(LAST).inner_text().split("/")[1])
    assert total >= 8
    for n in range(1, total + 1):
        wait_for_screen(page, f"{n}/{total}")
        assert page.evaluate(MISFITS) == {"fits": True, "misfits": []}, n
        page.keyboard.press("ArrowRight")


def test_the_legend_of_the_map_screen_ends_above_the_source(visit):
    """Two provinces without data below the four groups, a title on two lines."""
    for query in ("province=20&year=2023&lang=en", "province=25&year=2024&lang=en"):
        page = visit.open(f"present?{query}&screen=map")
        page.locator(LAST).wait_for()
        assert page.evaluate(MISFITS) == {"fits": True, "misfits": []}, query


def test_both_archipelagos_are_named_on_the_map_screen(visit):
    page = visit.open("present?screen=map")
    wait_for_screen(page, "2/10")
    words = page.locator("dialog[open] section").inner_text()
    assert "Quần đảo Hoàng Sa" in words and "Quần đảo Trường Sa" in words


def test_the_last_screen_and_a_key_offer_the_view_to_phones(visit):
    page = visit.open("present?screen=9&province=72")
    expect(page.locator("dialog[open] aside svg")).to_be_visible()
    expect(page.locator("dialog[open] .address")).to_have_text(
        re.compile(r"/overview\?province=72&year=2023&units=63&lang=vi$")
    )
    page.keyboard.press("q")  # here it would lie over the screen's own code
    expect(page.locator("dialog[open] .corner")).to_be_hidden()
    page.keyboard.press("q")
    page.keyboard.press("Home")
    expect(page.locator("dialog[open] .corner")).to_be_hidden()
    page.keyboard.press("q")
    expect(page.locator("dialog[open] .corner svg")).to_be_visible()
    page.keyboard.press("Escape")  # the first closes what lies over the screen
    expect(page.locator("dialog[open] .corner")).to_be_hidden()
    page.keyboard.press("Escape")
    page.locator("dialog[open]").wait_for(state="detached")


def test_a_screen_reader_hears_each_screen_its_number_and_its_charts(visit):
    page = visit.open("present?screen=1&province=72")
    wait_for_screen(page, "1/9")
    dialog = page.get_by_role("dialog", name="Trình chiếu")
    status = dialog.get_by_role("status").first
    title = page.locator("dialog[open] h2").inner_text()
    expect(status).to_have_text(f"Màn hình 1/9: {title}")
    for _ in range(8):
        tree = page.locator("dialog[open]").aria_snapshot()
        assert f'heading "{title}"' in tree and 'region "Màn hình' in tree
        # A drawing is heard as its text alternative, and not as its many numbers.
        pictures = re.findall(r'''- '?img "(.*?)"''', tree)
        assert len(pictures) == page.locator("dialog[open] figure svg").count()
        assert all(len(text) > 40 for text in pictures)
        page.keyboard.press("ArrowRight")
        expect(page.locator("dialog[open] h2")).not_to_have_text(title)
        title = page.locator("dialog[open] h2").inner_text()
        number = page.locator(LAST).inner_text()
        expect(status).to_have_text(f"Màn hình {number}: {title}")
        expect(dialog.get_by_role("group").first).to_have_accessible_name(
            f"Màn hình {number}: {title}"
        )


def test_a_screen_reader_hears_the_code_and_the_black_screen(visit):
    page = visit.open("present?screen=2&lang=en")
    wait_for_screen(page, "2/10")
    status = page.get_by_role("dialog", name="Present").get_by_role("status").first
    page.keyboard.press("q")
    expect(status).to_have_text(re.compile(r"^QR code: .*/map\?province=80"))
    page.keyboard.press("q")
    expect(status).to_have_text(re.compile("^Screen 2/10: 11 of 13"))
    page.keyboard.press("b")
    expect(status).to_have_text("Black screen")
    page.keyboard.press("Escape")
    expect(status).to_have_text(re.compile("^Screen 2/10: 11 of 13"))


def test_clicks_and_numbers_turn_screens_too(visit):
    page = visit.open("present?screen=1")
    wait_for_screen(page, "1/10")
    page.mouse.click(1000, 400)
    wait_for_screen(page, "2/10")
    page.mouse.click(100, 400)
    wait_for_screen(page, "1/10")
    page.keyboard.press("7")
    page.keyboard.press("Enter")
    wait_for_screen(page, "7/10")


def test_all_screens_stand_on_paper(visit):
    page = visit.open("present")
    page.emulate_media(media="print")
    expect(page.locator(".thumb .frame section").first).to_be_visible()
    expect(page.locator("[data-testid=stSidebar]")).to_be_hidden()


def test_screens_change_by_themselves_in_a_lobby(visit):
    page = visit.open("present?screen=10&loop=5")
    wait_for_screen(page, "10/10")
    wait_for_screen(page, "1/10")  # after the last comes the first


@pytest.mark.parametrize("visit", [{"size": "phone", "has_touch": True}], indirect=True)
def test_a_swipe_turns_the_screen(visit):
    page = visit.open("present?screen=2")
    wait_for_screen(page, "2/10")
    client = page.context.new_cdp_session(page)
    for kind, x in (("touchStart", 300), ("touchMove", 150), ("touchEnd", 0)):
        points = [{"x": x, "y": 400}] if x else []
        client.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    wait_for_screen(page, "3/10")
