"""What only a browser shows of every page: drawings, widths, text sizes, words, contrast."""

import re

import pytest
from playwright.sync_api import expect

from lib.charts.registry import draw
from lib.common import pages
from lib.endpoints.embed import frame_height
from lib.model.view import View
from tests.browser.accessibility import serious_violations

SLUGS = [page.slug for page in pages.PAGES]
CHARTS = {
    "overview": 3,
    "map": 2,
    "dimensions": 2,
    "peers": 4,
    "trends": 4,
    "targets": 3,
    "plan": 2,
    "merged": 4,
    "table": 0,
    "brief": 0,
    "present": 0,
    "citizens": 0,
    "preview": 0,
    "about": 0,
}
PROJECTOR, PHONE = {"size": "projector"}, {"size": "phone"}
DARK = {"size": "projector", "color_scheme": "dark"}
LOOKS = (
    ("vi", "projector", PROJECTOR),
    ("vi", "phone", PHONE),
    ("vi", "dark", DARK),
    ("en", "projector", PROJECTOR),
    ("en", "phone", PHONE),
)
EVERYWHERE = [
    pytest.param(options, slug, lang, id=f"{slug}-{lang}-{name}")
    for slug in SLUGS
    for lang, name, options in LOOKS
]
ENGLISH = re.compile(
    r"\b(the|and|of|province|rank|score|points|median|group|download|loading|running)\b", re.I
)

UNMEASURED = ("present", "about")  # thumbnails; long texts to read at a desk
# How far the page is wider than its window, in px.
OVERFLOW = """() => {
  const main = document.querySelector('[data-testid=stMain]');
  return Math.max(main.scrollWidth - main.clientWidth,
                  document.documentElement.scrollWidth - window.innerWidth);
}"""
# Texts below 16 px, less half a pixel for rounding: [size, text].
SMALL_TEXTS = """() => [...document.querySelectorAll('[data-testid=stMain] *')]
  .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
  .filter(e => e.getClientRects().length && !e.closest('style,script'))
  .filter(e => !e.closest('[data-testid=stDataFrame],[data-testid=stIconMaterial]'))
  .map(e => [parseFloat(getComputedStyle(e).fontSize), e.textContent.trim().slice(0, 40)])
  .filter(([size]) => size < 15.5)"""
# An icon's name is its text.
TEXT_WITHOUT_ICONS = """() => {
  const icons = [...document.querySelectorAll('[data-testid=stIconMaterial], i')];
  const shown = icons.map(icon => icon.style.display);
  icons.forEach(icon => { icon.style.display = 'none'; });
  const text = document.querySelector('[data-testid=stMain]').innerText;
  icons.forEach((icon, i) => { icon.style.display = shown[i]; });
  return text;
}"""


@pytest.mark.parametrize(("visit", "slug", "lang"), EVERYWHERE, indirect=["visit"])
def test_every_page_draws_fits_and_can_be_read(visit, slug, lang, request):
    """All of it in one visit, since opening a page takes most of the time."""
    options = request.node.callspec.params["visit"]
    page = visit.open(f"{slug}?lang={lang}")
    expect(page.locator("[data-testid=stVegaLiteChart]")).to_have_count(CHARTS[slug])
    visit.wait_until_drawn()
    assert page.locator("[data-testid=stException]").count() == 0
    expect(page.locator("html")).to_have_attribute("lang", lang)
    assert page.evaluate(OVERFLOW) <= 0, "the page scrolls sideways"
    if lang == "vi":
        assert ENGLISH.findall(words(page)) == []
        assert serious_violations(page) == []
    if options["size"] == "projector" and slug not in UNMEASURED:
        assert page.evaluate(SMALL_TEXTS) == []


def words(page):
    """The text of a page without names that are the same in every language."""
    text = page.evaluate(TEXT_WITHOUT_ICONS)
    text = re.sub(
        r"https?://\S+|\S+\.(csv|json|topojson)|© OpenStreetMap contributors|Public\w*", "", text
    )
    # Names of columns in a file stand behind what they mean.
    return re.sub(r"\((year|province|sub_dimension|score)\)", "", text)


@pytest.mark.parametrize("slug", [slug for slug in SLUGS if CHARTS[slug]])
def test_what_the_mouse_shows_on_a_chart_is_named_in_words(visit, slug):
    page, names = visit.open(slug), set()
    keys = """[...document.querySelectorAll('#vg-tooltip-element.visible td.key')]
        .map(cell => cell.innerText)"""
    for chart in page.locator("[data-testid=stVegaLiteChart]").all():
        chart.scroll_into_view_if_needed()
        box = chart.bounding_box()
        for column in range(1, 12):
            for row in range(1, 8):
                page.mouse.move(
                    box["x"] + box["width"] * column / 12, box["y"] + box["height"] * row / 8
                )
                names |= set(page.evaluate(keys))
    # A field's name in the code begins with a small letter.
    assert names and {name for name in names if not name[0].isupper()} == set()


@pytest.mark.parametrize("visit", [PROJECTOR], indirect=True)
def test_the_story_stands_on_one_screen(visit):
    page = visit.open("")
    figures = page.locator(".kpis strong").all_inner_texts()
    assert figures == ["40,83/80", "46/63", "Trung bình thấp", "+1,02 điểm", "7/13"]
    for text in ("9/61", "59/61", "61/61"):
        spot = page.locator(f"svg text:text-is('{text}')").first.bounding_box()
        assert spot and spot["y"] + spot["height"] <= 720
    map_box = page.locator("[data-testid=stVegaLiteChart]").last.bounding_box()
    assert map_box["y"] + map_box["height"] <= 720


@pytest.mark.parametrize("name", ["map.national", "merged.ranges", "plan.coverage", "trends.path"])
def test_a_frame_on_another_site_shows_the_whole_figure_at_any_width(visit, dataset, name):
    height = frame_height(draw(name, dataset, View()))
    page = visit.page
    page.goto(f"{visit.base_url}/embed/{name}?province=80&year=2023&lang=vi")
    for width in (320, 360, 420, 421, 480, 559, 560, 760, 1200):
        page.set_viewport_size({"width": width, "height": height})
        shown = page.evaluate("document.body.getBoundingClientRect().height")
        assert shown <= height, width
    assert height - shown < 200  # not half empty where it is wide
