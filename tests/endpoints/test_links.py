"""Links that are handed out open the same view on a host that opens with another one."""

import html
import io
import re
from dataclasses import replace
from urllib.parse import parse_qsl, urlencode, urlsplit

import openpyxl
import pptx
import pytest
from pypdf import PdfReader

from lib.common.pages import page_by_slug
from lib.endpoints.embed import frame_snippet
from lib.exports.pdf import document
from lib.exports.pptx import slides
from lib.exports.score_table import table_workbook
from lib.model.opening_view import OpeningView
from lib.model.unit_lists import resolve_page, resolve_units
from lib.model.url_parameters import read_view
from lib.model.view import ALWAYS_IN_URL, View
from lib.narrative.story import build_story, screen_url

BASE = "https://papi.example.vn"
ELSEWHERE = OpeningView(province="01", year=2012, lang="en")
VIEWS = {
    "overview": View(),
    "map": View(measure="6.2", paint="change", since=2021),
    "dimensions": View(province="46", scale="points", peer="94,72"),
    "peers": View(peers="72,82", peer="79,94,01", units="34"),
    "trends": View(since=2019, lang="en"),
    "targets": View(target="group:1", gains="6.2:0.13"),
    "plan": View(year=2024, units="34"),
    "merged": View(province="72", year=2022),
    "table": View(sort="-6", only="MRD", year=2024),
    "present": View(province="01", year=2024, lang="en"),
    "brief": View(province="92", since=2021),
    "citizens": View(province="48", year=2016),
}
FIGURES = {"overview": "overview.strip", "map": "map.national", "dimensions": "dimensions.radar",
           "peers": "peers.duel", "trends": "trends.movers", "targets": "targets.gaps"}  # fmt: skip


def query_of(link):
    assert link.startswith(f"{BASE}/"), link
    query = dict(parse_qsl(urlsplit(link).query))
    assert set(ALWAYS_IN_URL) <= set(query), link
    return query


def opened(dataset, link):
    """The view that a link opens elsewhere."""
    view, notices = read_view(query_of(link), dataset, "light", ELSEWHERE)
    assert not notices, link
    return view


@pytest.mark.parametrize("slug", VIEWS)
def test_head_figure_and_frame_lead_to_the_view_that_they_show(
    client, sources, dataset, monkeypatch, slug
):
    monkeypatch.setenv("PAPI_PUBLIC_URL", BASE)
    view = VIEWS[slug]
    query = urlencode(view.query())
    page = client.get(f"/{slug}?{query}").text
    links = [html.unescape(link) for link in re.findall(r'rel="canonical" href="([^"]+)"', page)]
    links += [html.unescape(x) for x in re.findall(r'property="og:url" content="([^"]+)"', page)]
    if name := FIGURES.get(slug):
        links.append(client.get(f"/figure/{name}.json?{query}").json()["page"])
        frame = client.get(f"/embed/{name}?{query}").text
        links += map(html.unescape, re.findall(r'<a href="([^"]+)" target="_blank"', frame))
        shown = resolve_page(dataset, view, page_by_slug(slug))[1]
        snippet = frame_snippet(sources.figure(name, shown), shown, BASE)
        links.append(html.unescape(re.search(r'src="([^"]+)"', snippet)[1]))
    assert len(links) >= (5 if name else 2)
    for link in links:
        assert opened(dataset, link) == view, link
    other = view.lang == "vi" and "en" or "vi"
    (alternate,) = re.findall(f'hreflang="{other}" href="([^"]+)"', page)
    assert opened(dataset, html.unescape(alternate)) == replace(view, lang=other)


@pytest.mark.parametrize("slug", VIEWS)
def test_codes_of_the_presentation_lead_to_its_province_year_and_language(dataset, slug):
    view = VIEWS[slug]
    shown_dataset, shown = resolve_units(dataset, view)
    for screen in build_story(shown_dataset, shown):
        link = screen_url(screen, BASE)
        found = opened(dataset, link)
        assert (found.province, found.lang) == (view.province, view.lang)
        # A plan of which only dimensions are known is shown in its own year.
        assert found.year == view.year or screen.slug == "plan", link


@pytest.mark.slow
@pytest.mark.parametrize("slug", ["peers", "trends", "citizens"])
def test_links_of_slides_paper_and_table_name_the_whole_view(dataset, slug):
    view = VIEWS[slug]
    shown_dataset, shown = resolve_units(dataset, view)
    deck = pptx.Presentation(io.BytesIO(slides.pptx_bytes(shown_dataset, shown, BASE)))
    links = [
        rel.target_ref
        for slide in deck.slides
        for rel in slide.part.rels.values()
        if rel.is_external and rel.target_ref.startswith("http")
    ]
    assert len(links) >= 5
    reader = PdfReader(io.BytesIO(document.pdf_bytes(shown_dataset, shown, BASE)))
    of_paper = [
        note.get_object()["/A"]["/URI"]
        for page in reader.pages
        for note in page.get("/Annots", [])
        if "/A" in note.get_object()
    ]
    assert of_paper
    for link in [*links, *of_paper]:
        if link.startswith(BASE):
            found = opened(dataset, link)
            assert (found.province, found.lang) == (view.province, view.lang)
    link = f"{BASE}/table?{urlencode(view.query())}"
    book = openpyxl.load_workbook(io.BytesIO(table_workbook(shown_dataset, shown, link)))
    cells = [str(c.value) for sheet in book for row in sheet for c in row if c.value]
    assert link in " ".join(cells)
