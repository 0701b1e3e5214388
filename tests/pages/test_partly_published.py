"""Every page of a province that is only partly published, in both languages, or not at all."""

import html
import re

import pytest

from lib.common.pages import PAGES
from lib.model.view import View
from lib.narrative.partly_published import not_published
from tests.pages.apps import go_to_page, html_of, open_page, start_session

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
        # The pages and the text of the brief; no picture of a rank that does not exist.
        assert len(app.get("download_button")) == (2 if slug == "brief" else 0), slug


def test_the_presentation_of_a_published_part_offers_its_screens_and_files():
    app = start_session(province="24", year="2022")
    go_to_page(app, "present")
    assert "5 màn hình" in html_of(app)
    assert len(app.get("download_button")) >= 4


def onward_links(text):
    """The pages that the line "Xem tiếp" leads to."""
    line = text[text.rindex("Xem tiếp") :].partition("</nav>")[0]
    return re.findall(r'href="(\w+)\?', line)


# Tiền Giang was not published in 2024, Bắc Giang in 2022 in part only.
@pytest.mark.parametrize(
    ("slug", "params", "titles"),
    [
        (
            "trends",
            {"province": "82", "year": "2024"},
            [
                "Tiền Giang: cao nhất hạng 8 (2013), thấp nhất hạng 59 (2021, 2023)",
                "Tây Ninh tăng nhiều nhất (+8,11), Bạc Liêu giảm nhiều nhất (−1,48)",
            ],
        ),
        (
            "peers",
            {"province": "82", "year": "2024", "peers": "rank"},
            [
                "Tiền Giang không được công bố năm 2024; các năm 2018–2023 ở trong khoảng hạng"
                " 8–13 trong nhóm so sánh"
            ],
        ),
        (
            "overview",
            {"province": "82", "year": "2024", "lang": "en"},
            [
                "Tien Giang: best rank 8 (2013), lowest rank 59 (2021, 2023)",
                "7 of 12 with data in the Mekong River Delta",
            ],
        ),
        (
            "targets",
            {"province": "24", "year": "2022"},
            ["Bắc Giang: cao nhất hạng 3 (2018), thấp nhất hạng 63 (2013)"],
        ),
    ],
)
def test_a_year_without_a_score_shows_the_other_years_and_the_other_provinces(slug, params, titles):
    app = open_page(slug, params)
    shown = re.findall(r"<h2>(.*?)</h2>", html_of(app))
    assert len(shown) == len(titles) == len(app.get("vega_lite_chart"))
    assert all(title.startswith(start) for title, start in zip(shown, titles, strict=True))


@pytest.mark.parametrize(
    "slug", [page.slug for page in PAGES if page.slug not in ("preview", "about")]
)
def test_nothing_leads_to_an_empty_page(slug):
    text = html_of(open_page(slug, {"province": "82", "year": "2024"}))
    leads_to = onward_links(text)
    assert leads_to and not {"dimensions", "targets", "present", "brief"} & set(leads_to)
    assert "Chiếu trang này" not in text


def test_a_partly_published_year_is_presented_and_has_no_targets():
    text = html_of(open_page("overview", {"province": "24", "year": "2022"}))
    assert onward_links(text) == ["dimensions", "map", "present"]
    assert "Chiếu trang này" in text
    assert "targets" not in onward_links(
        html_of(open_page("trends", {"province": "24", "year": "2022"}))
    )
