"""What only a browser shows of every page: drawings, widths, text sizes, words, contrast."""

import re

import pytest
from playwright.sync_api import expect

from lib.common import pages
from tests.browser.accessibility import serious_violations
from tests.support.browser_page import SIZES

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


@pytest.mark.parametrize(("visit", "slug", "lang"), EVERYWHERE, indirect=["visit"])
def test_every_page_draws_and_fits(visit, slug, lang):
    page = visit.open(f"{slug}?lang={lang}")
    expect(page.locator("[data-testid=stVegaLiteChart]")).to_have_count(CHARTS[slug])
    visit.wait_until_drawn()
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


@pytest.mark.parametrize(
    "visit",
    [{"size": "projector"}, {"size": "phone"}, {"size": "projector", "color_scheme": "dark"}],
    indirect=True,
    ids=["projector", "phone", "dark"],
)
@pytest.mark.parametrize("slug", SLUGS)
def test_axe_finds_nothing_serious(visit, slug):
    assert serious_violations(visit.open(slug)) == []
