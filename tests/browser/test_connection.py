"""In the room: the screen stays awake, and a lost connection takes nothing away."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.support.browser_page import Visit
from tests.support.servers import Server, run_servers

# A headless browser gives no wake locks; this one counts those that are held.
WAKE_LOCKS = """
  window.held = 0;
  Object.defineProperty(navigator, "wakeLock", { value: { request: async () => {
    window.held += 1;
    return { release: async () => { window.held -= 1; } };
  } } });
"""
BOX = "[data-testid=stDialog]"


def test_a_page_finds_the_server_at_once(visit):
    asked = []
    visit.page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    visit.open("map")
    probes = sorted(path for path in asked if path.endswith(("/health", "/host-config")))
    assert probes == ["/_stcore/health", "/_stcore/host-config"]


def test_the_screen_stays_awake_while_the_presentation_runs(visit):
    visit.page.add_init_script(WAKE_LOCKS)
    page = visit.open("present?screen=1")
    visit.wait_until("() => window.held === 1")
    page.keyboard.press("ArrowRight")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_timeout(100)
    visit.wait_until("() => window.held === 1")
    page.keyboard.press("Escape")
    visit.wait_until("() => window.held === 0")


@pytest.fixture
def server_to_lose():
    replica = Server()
    with run_servers(replica):
        yield replica


@pytest.fixture
def lost_visit(chromium, server_to_lose):
    """Errors on the console are expected: the server goes away."""
    context = chromium.new_context(viewport={"width": 1280, "height": 720})
    yield Visit(context.new_page(), server_to_lose.base_url)
    context.close()


def test_without_the_server_the_presentation_goes_on_and_the_page_connects_again(
    lost_visit, server_to_lose
):
    visit = lost_visit
    page = visit.open("present?screen=1")
    line = page.locator("dialog[open] .lost")
    expect(line).to_be_hidden()
    server_to_lose.kill()
    expect(line).to_have_text("Mất kết nối với máy chủ; bài trình chiếu vẫn tiếp tục.")
    expect(line).to_be_visible()
    # Long enough for Streamlit's own box to come, which would have its English over the slide.
    page.wait_for_timeout(5000)
    expect(page.locator(BOX)).to_have_count(0)
    page.keyboard.press("ArrowRight")
    page.locator("dialog[open] section footer span:last-child", has_text="2/").wait_for()
    expect(page.locator("dialog[open] section figure svg").first).to_be_visible()

    page.keyboard.press("Escape")
    page.locator("dialog[open]").wait_for(state="detached")
    bar = page.evaluate("getComputedStyle(document.body, '::after').content")
    assert bar == '"Đang mất kết nối với máy chủ; trang sẽ tự kết nối lại."'
    # The page below can be read on: no hidden box holds it.
    assert page.evaluate("getComputedStyle(document.documentElement).overflow") != "hidden"

    server_to_lose.start()
    visit.wait_until("() => !document.documentElement.classList.contains('lost')")
    assert page.evaluate("getComputedStyle(document.body, '::after').content") == "none"


def test_a_page_in_a_frame_has_no_menu_and_its_links_stay_so(visit):
    page = visit.open("overview?embed=true&province=72&year=2024&lang=en")
    expect(page.locator("[data-testid=stSidebar]")).to_be_hidden()
    page.locator("[data-testid=stMain] a.go[href^='trends']").first.click()
    page.wait_for_url(re.compile("/trends.*embed=true"))
    visit.wait_for_heading("Tay Ninh")
    expect(page.locator("[data-testid=stSidebar]")).to_be_hidden()


def test_below_a_chart_stands_the_code_that_frames_it(visit):
    page = visit.open("overview?data=overview.strip&province=72&year=2024&lang=en")
    page.get_by_text("Put this chart on another site").click()
    code = page.locator(".snippet code").inner_text()
    assert f'src="{visit.base_url}/embed/' in code  # the address that the browser shows
    page.goto(f"{visit.base_url}/robots.txt")
    page.set_content(f"<body style='margin:0'>{code}</body>")
    frame = page.frame_locator("iframe")
    expect(frame.locator("h1")).to_contain_text("Tay Ninh")
    expect(frame.locator("svg:visible")).to_have_count(1)
    # The frame of the code is tall enough for all of it, also on a phone.
    for width in (1200, 700, 390, 300):
        page.set_viewport_size({"width": width, "height": 900})
        expect(frame.locator("svg:visible")).to_have_count(1)
        frame.locator("body").evaluate("document.fonts.ready.then(() => true)")
        sizes = """() => { const page = document.documentElement;
                   return [page.scrollWidth - innerWidth, page.scrollHeight - innerHeight]; }"""
        assert max(frame.locator("body").evaluate(sizes)) <= 0, width
