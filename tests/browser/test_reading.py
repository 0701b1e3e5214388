"""High contrast, zoom and a reader's own text spacing."""

import pytest
from playwright.sync_api import expect

MAIN = "[data-testid=stMain]"


@pytest.mark.parametrize("visit", [{"forced_colors": "active"}], indirect=True)
def test_forced_colours_keep_swatches_and_show_what_is_chosen(visit):
    page = visit.open("map")
    fills = page.locator(".legend i").evaluate_all(
        "found => found.map(i => getComputedStyle(i).backgroundColor)"
    )
    assert len(set(fills)) >= 4
    buttons = page.locator(".choice").first.get_by_role("link")
    looks = buttons.evaluate_all("found => found.map(b => getComputedStyle(b).outlineStyle)")
    assert len(set(looks)) == 2, buttons.evaluate_all("found => found.map(b => b.outerHTML)")
    page = visit.open("table")
    fills = page.locator(".sheet td:not(.no)").evaluate_all(
        "found => found.map(cell => getComputedStyle(cell).backgroundColor)"
    )
    assert len(set(fills)) == 4


@pytest.mark.parametrize("visit", [{"forced_colors": "active"}], indirect=True)
def test_forced_colours_keep_sliders_and_the_chosen_target(visit):
    page = visit.open("targets")
    chosen = page.locator(".choice").first.get_by_role("link")
    looks = chosen.evaluate_all("found => found.map(b => getComputedStyle(b).outlineStyle)")
    assert len(set(looks)) == 2
    track, handle, ground = page.locator("[data-testid=stSlider]").first.evaluate("""slider => {
      const handle = slider.querySelector("input[type=range]").parentElement.parentElement;
      return [handle.parentElement.firstElementChild, handle, document.body].map(element => {
        const {y, height, width} = element.getBoundingClientRect();
        return {color: getComputedStyle(element).backgroundColor, middle: y + height / 2, width};
      });
    }""")
    assert track["color"] == handle["color"] != ground["color"]
    assert abs(track["middle"] - handle["middle"]) < 2 and track["width"] > 100


@pytest.mark.parametrize("visit", [{"forced_colors": "active"}], indirect=True)
def test_forced_colours_frame_a_chosen_year_beside_its_letters(visit):
    chosen = visit.open("trends").locator(".ways > a[aria-current]")
    offset, padding = chosen.evaluate(
        "e => [getComputedStyle(e).outlineOffset, getComputedStyle(e).paddingLeft].map(parseFloat)"
    )
    assert offset + padding >= 2  # px


@pytest.mark.parametrize("visit", [{"forced_colors": "active"}], indirect=True)
def test_forced_colours_keep_the_swatches_of_a_presentations_screens(visit):
    screen = visit.open("present").locator(".thumb section").nth(1)  # the map
    fills = screen.locator(".legend i").evaluate_all(
        "found => found.map(i => getComputedStyle(i).backgroundColor)"
    )
    assert len(set(fills[:4])) == 4


@pytest.mark.parametrize("visit", [{"forced_colors": "active"}], indirect=True)
def test_forced_colours_keep_the_swatches_of_a_figure_in_a_frame(visit):
    visit.page.goto(f"{visit.base_url}/embed/map.national?province=80&year=2023&lang=vi")
    swatches = visit.page.locator("li i")
    fills = swatches.evaluate_all("found => found.map(i => getComputedStyle(i).backgroundColor)")
    assert len(set(fills[:4])) == 4


# A reader's own spacing, as WCAG 1.4.12 asks for.
SPACING = """* {line-height: 1.5 !important; letter-spacing: .12em !important;
  word-spacing: .16em !important} p {margin-bottom: 2em !important}"""
# The texts that their drawing, or the button around them, cuts.
CUT = """() => [...document.querySelectorAll('[data-testid=stVegaLiteChart] svg, button')]
  .flatMap(box => [...box.querySelectorAll('text, p')]
    .filter(text => text.textContent.trim() && text.getClientRects().length)
    .filter(text => getComputedStyle(text).opacity > 0)
    .filter(text => {
      const [outer, inner] = [box, text].map(e => e.getBoundingClientRect());
      return inner.left < outer.left - 2 || inner.right > outer.right + 2
        || inner.top < outer.top - 2 || inner.bottom > outer.bottom + 2;
    }).map(text => text.textContent))"""


@pytest.mark.parametrize("slug", ["", "peers", "plan", "table"])
def test_at_twice_the_size_with_a_readers_own_spacing_no_text_is_cut(visit, slug):
    visit.page.set_viewport_size({"width": 640, "height": 360})  # 1280 x 720 at 200 %
    page = visit.open(slug)
    page.evaluate(
        "css => { document.head.append(Object.assign(document.createElement('style'),"
        " {textContent: css})); }",
        SPACING,
    )
    spaced = "() => getComputedStyle(document.querySelector('h1')).letterSpacing !== 'normal'"
    visit.wait_until(spaced)
    visit.wait_until_drawn()
    assert page.evaluate(CUT) == []
    main = "document.querySelector('[data-testid=stMain]')"
    assert page.evaluate(f"{main}.scrollWidth - {main}.clientWidth") <= 0


@pytest.mark.parametrize("width", [1024, 1280, 1366, 1920])
@pytest.mark.parametrize(
    "path", ["targets?province=46&year=2023", "targets?province=01&lang=en", "overview?province=72"]
)
def test_fields_and_key_figures_have_room_for_their_texts(visit, path, width):
    visit.page.set_viewport_size({"width": width, "height": 768})
    page = visit.open(path)
    # The name of a figure and the remark below it, each in lines of 20 px.
    heights = page.locator(".kpis p").evaluate_all("es => es.map(e => e.clientHeight)")
    assert len(heights) >= 10 and max(heights) <= 3 * 21
    assert page.locator(MAIN).evaluate("e => e.scrollWidth - e.clientWidth") <= 0


@pytest.mark.parametrize("width", [1024, 1280])
@pytest.mark.parametrize("slug", ["dimensions", "peers"])
def test_the_radar_is_larger_than_its_labels(visit, slug, width):
    visit.page.set_viewport_size({"width": width, "height": 768})
    page = visit.open(slug)
    radar = page.locator("[data-testid=stVerticalBlock]:has([id='dimensions.radar'])").last
    rings = radar.locator("[data-testid=stVegaLiteChart]").first.locator(".mark-line path")
    widths = rings.evaluate_all("es => es.map(e => e.getBoundingClientRect().width)")
    assert max(widths) > 200  # px; a label has up to 90
    assert page.locator(MAIN).evaluate("e => e.scrollWidth - e.clientWidth") <= 0


@pytest.mark.parametrize("visit", [{"size": "phone"}], indirect=True)
def test_a_phone_shows_all_that_buttons_say(visit):
    page = visit.open("overview?data=overview.profile")
    texts = page.get_by_role("dialog").locator("[data-testid=stDownloadButton] p")
    expect(texts.filter(has_text="CSV")).to_be_visible()
    hidden = texts.evaluate_all("es => es.map(e => e.scrollWidth - e.clientWidth)")
    assert len(hidden) == 4 and max(hidden) <= 0


# How many lines each span of numbers takes; a line's box may be cut in two where it is drawn.
_LINES_OF_SPANS = """() => [...document.querySelectorAll('[data-testid=stMain] bdi')]
  .map(span => [span.textContent, new Set([...span.getClientRects()].map(r => r.top)).size])"""


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_phone_breaks_no_span_of_numbers(visit, lang):
    found = []
    for width in (320, 360, 390):
        visit.page.set_viewport_size({"width": width, "height": 844})
        page = visit.open(f"targets?province=80&year=2023&lang={lang}")
        found += page.evaluate(_LINES_OF_SPANS)
    assert len(found) > 9 and {lines for _, lines in found} == {1}


# The choices of a page: how many buttons, on how many lines, how many corners that are not round.
_CHOICES = """() => [...document.querySelectorAll('.choice .switch')].map(choice => {
  const buttons = [...choice.querySelectorAll('a.go')];
  const square = buttons.flatMap(button => getComputedStyle(button).borderRadius.split(' ')
    .filter(corner => parseFloat(corner) === 0));
  return [new Set(buttons.map(b => b.getBoundingClientRect().top)).size, square.length];
})"""


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_buttons_on_several_lines_have_round_corners(visit, lang):
    visit.page.set_viewport_size({"width": 360, "height": 844})
    wrapped = 0
    for slug in ("map", "dimensions", "peers", "trends", "targets", "plan"):
        page = visit.open(f"{slug}?province=80&year=2023&lang={lang}")
        for lines, square in page.evaluate(_CHOICES):
            wrapped += lines > 1
            assert lines == 1 or square == 0, slug
    assert wrapped > 2


def test_links_onward_begin_at_the_edge_of_the_page_in_every_line(visit):
    page = visit.open("overview?province=80&year=2023")
    rows, edge = page.locator("[data-testid=stMain] nav.ways").evaluate(
        """nav => {
          const rows = {};
          for (const item of nav.children) {
            const range = document.createRange();
            range.selectNodeContents(item);
            const text = range.getBoundingClientRect();
            const row = Math.round(text.bottom / 10);
            rows[row] = Math.min(rows[row] ?? Infinity, text.left);
          }
          return [Object.values(rows), nav.getBoundingClientRect().left];
        }"""
    )
    assert len(rows) > 1  # one line would show nothing
    assert [left for left in rows if abs(left - edge) > 1] == []


@pytest.mark.parametrize("width", [320, 390])
def test_a_phone_does_not_scroll_sideways_to_long_links_onward(visit, width):
    visit.page.set_viewport_size({"width": width, "height": 844})
    page = visit.open("overview?province=80&year=2023&lang=en")
    page.locator("nav.ways a.go").first.wait_for()
    assert page.locator(MAIN).evaluate("e => e.scrollWidth - e.clientWidth") <= 0
