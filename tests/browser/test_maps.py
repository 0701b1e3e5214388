"""The drawn and the interactive map: clicks, the switch to the 34 provinces, no WebGL."""

import contextlib
import re

from playwright.sync_api import TimeoutError, expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg


def test_a_click_on_the_drawn_map_chooses_the_province(visit):
    page = visit.open("map")
    # Nghệ An is large and compact: the middle of its shape lies inside it.
    shape = page.locator("[data-testid=stVegaLiteChart]").first.locator("[aria-label='Nghệ An']")
    box = shape.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    visit.wait_for_heading("Nghệ An xếp thứ 25/63")
    assert "province=40" in page.url
    page.go_back()
    visit.wait_for_heading("Long An xếp thứ 46/63")


def test_the_switch_shows_the_34_and_back(visit):
    page = visit.open("map?province=72&year=2024")
    page.locator(".switch").get_by_text("34 tỉnh").click()
    visit.wait_for_heading(
        "Tây Ninh (sau sắp xếp) xếp thứ 10/34, thuộc nhóm trung bình cao (ước tính)"
    )
    assert "units=34" in page.url and "province=72" in page.url
    drawn = page.locator("[data-testid=stVegaLiteChart]").first
    # The 34 have each a shape with a name, and the archipelagos stand with their owners of today.
    names = drawn.locator("path[aria-label]").evaluate_all("l => l.map(e => e.ariaLabel)")
    assert len(set(names)) == 34 and "Huế" in names and "Long An" not in names
    for text in ("Quần đảo Hoàng Sa", "(Đà Nẵng)", "Quần đảo Trường Sa", "(Khánh Hòa)"):
        expect(drawn.locator(f"svg text:has-text('{text}')").first).to_be_visible()
    page.locator(".switch").get_by_text("63 tỉnh").click()
    visit.wait_for_heading("Tây Ninh xếp thứ 2/63")
    assert "units=63" in page.url and "province=72" in page.url


def click_until_nghe_an(visit, box, across):
    """Click where Nghệ An lies until the picture, which is drawn into a canvas, can be hit.

    Args:
        visit: on the interactive map.
        box: of the canvas.
        across: how far from its left edge the province lies, as a fraction of its width.
    """
    page = visit.page
    for _ in range(4):
        page.mouse.click(box["x"] + box["width"] * across, box["y"] + box["height"] * 0.26)
        with contextlib.suppress(TimeoutError):
            page.wait_for_url(re.compile("province=40"), timeout=10_000)
            break
    visit.wait_for_heading("Nghệ An xếp thứ 25/63")


def test_a_click_on_the_interactive_map_chooses_the_province(visit):
    page = visit.open("map?render=interactive")
    deck = page.locator("[data-testid=stDeckGlJsonChart] canvas").first
    deck.wait_for()
    box = deck.bounding_box()
    click_until_nghe_an(visit, box, 0.27)
    assert "province=40" in page.url and "render=interactive" in page.url


def test_in_a_large_window_the_interactive_map_is_large_and_its_provinces_are_hit(visit):
    visit.page.set_viewport_size({"width": 1920, "height": 1080})
    page = visit.open("map?render=interactive")
    deck = page.locator("[data-testid=stDeckGlJsonChart] canvas").first
    deck.wait_for()
    box = deck.bounding_box()
    assert box["height"] > 700
    # Nghệ An lies as far from the frame's middle as it does only where the country is as large.
    click_until_nghe_an(visit, box, 0.30)


def test_without_webgl_the_drawn_map_stands_in_and_says_so(visit):
    # A browser without WebGL returns null for that context.
    visit.page.add_init_script(
        """const getContext = HTMLCanvasElement.prototype.getContext;
        HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
          return kind.includes('webgl') ? null : getContext.call(this, kind, ...more);
        };"""
    )
    page = visit.open("map?render=interactive")
    page.get_by_text("không hỗ trợ đồ họa WebGL").wait_for()
    visit.wait_until_drawn()
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


def test_the_map_follows_the_windows_height(visit):
    page = visit.open("map")
    drawn = page.locator("[data-testid=stVegaLiteChart] svg").first
    assert round(drawn.bounding_box()["height"]) == 504  # 70 % of 720 px
    page.set_viewport_size({"width": 1920, "height": 1080})
    expect(drawn).to_have_attribute("height", "756")
    # The country itself, from the north to Cà Mau, and not the empty drawing around it.
    shapes = page.locator("[data-testid=stVegaLiteChart]").first.locator("path[aria-label]")
    tops = shapes.evaluate_all(
        "l => l.map(e => e.getBoundingClientRect()).map(b => [b.top, b.bottom])"
    )
    assert max(bottom for _, bottom in tops) - min(top for top, _ in tops) > 600


def test_a_browser_that_has_said_that_it_has_webgl_is_not_asked_again(visit):
    movable = visit.page.locator("[data-testid=stDeckGlJsonChart] canvas").first
    visit.open("map?render=interactive")
    movable.wait_for()
    assert "papi_webgl=yes" in visit.page.evaluate("document.cookie")
    runs = []

    def note(frame):
        if isinstance(frame, bytes) and ForwardMsg.FromString(frame).HasField("new_session"):
            runs.append(frame)

    visit.page.on("websocket", lambda socket: socket.on("framereceived", note))
    visit.open("map?render=interactive")
    assert len(runs) == 1
    # What the browser has said before may be wrong by now.
    visit.page.context.add_cookies([{"name": "papi_webgl", "value": "no", "url": visit.base_url}])
    visit.open("map?render=interactive")
    movable.wait_for()
    assert len(runs) == 3
