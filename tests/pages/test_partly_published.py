"""Every page of a province that is only partly published, in both languages."""

import html

import pytest

from lib.common.pages import PAGES
from lib.model.view import View
from lib.narrative.partly_published import not_published
from tests.pages.apps import go_to_page, html_of, start_session

CASES = [
    ("22", "2018", "6/8", "7,95"),
    ("87", "2018", "6/8", "6,74"),
    ("24", "2022", "4/8", "4,20"),
    ("27", "2022", "4/8", "7,58"),
]


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize(("province", "year", "published", "score"), CASES)
def test_every_page_opens_and_the_overview_shows_the_published_part(
    province, year, published, score, lang
):
    app = start_session(province=province, year=year, lang=lang)
    overview = html_of(app)
    assert score.replace(",", "." if lang == "en" else ",") in overview
    of = "{} of {}".format(*published.split("/")) if lang == "en" else published
    assert of in overview
    charts = [chart.proto.spec for chart in app.get("vega_lite_chart")]
    assert len(charts) == 3
    for page in PAGES[1:]:
        go_to_page(app, page.slug)
        assert not app.exception, page.slug
        assert "<h1" in html_of(app), page.slug


@pytest.mark.parametrize(
    ("province", "year", "rank"),
    [("22", "2018", "hạng 18/63"), ("87", "2018", "hạng 46/63"), ("24", "2022", "hạng 16/62")],
)
def test_the_brief_and_the_page_for_citizens_show_the_published_part(province, year, rank, dataset):
    absent = not_published(dataset, View(province=province, year=int(year)))
    app = start_session(province=province, year=year)
    for slug in ("brief", "citizens"):
        go_to_page(app, slug)
        text = html.unescape(html_of(app))
        assert rank in text and absent in text, slug
        # The text file of the brief; no picture of a rank that does not exist.
        assert len(app.get("download_button")) == (slug == "brief"), slug


def test_the_presentation_of_a_published_part_offers_its_screens_and_files():
    app = start_session(province="24", year="2022")
    go_to_page(app, "present")
    assert "5 màn hình" in html_of(app)
    assert len(app.get("download_button")) >= 4
