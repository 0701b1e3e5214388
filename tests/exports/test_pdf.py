"""The pages to print: two of them for every province, readable, searchable, with what they tell."""

import dataclasses
import io
import tempfile
from concurrent.futures import ThreadPoolExecutor

import pypdf
import pytest

from lib.common.paths import ROOT
from lib.exports.pdf import document
from lib.model.view import View
from lib.narrative import story
from lib.stats.ranking import TOTAL

BASE = "https://papi.example.vn"
# A plan and none, first and last, six dimensions and eight, the first year, long names.
VIEWS = [
    View(),
    View(lang="en"),
    View(year=2024),
    View(year=2011),
    View(province="72", year=2024),
    View(province="01", year=2012),
    View(province="79", year=2011),
    View(province="46"),
    View(province="46", lang="en", year=2022),
    View(province="77", year=2022),
    View(province="77", year=2019, lang="en"),
    View(province="92", year=2018),
    View(province="22", year=2020),
    View(province="68", year=2016, lang="en"),
]


def read(content):
    """A PDF as pypdf sees it, and all its text with single spaces."""
    pdf = pypdf.PdfReader(io.BytesIO(content))
    return pdf, plain(" ".join(page.extract_text() for page in pdf.pages))


def plain(text):
    """Text without its lines; one may have ended behind a hyphen."""
    return " ".join(text.split()).replace("- ", "-")


def sizes(page):
    """(size in pt, text) of every piece of text on a page."""
    found = []

    def visit(text, matrix, place, _font, size):
        if text.strip():
            # Text in a picture may be turned, so the length of its upward direction counts.
            up = [
                place[2] * matrix[0] + place[3] * matrix[2],
                place[2] * matrix[1] + place[3] * matrix[3],
            ]
            found.append((size * (up[0] ** 2 + up[1] ** 2) ** 0.5, text.strip()))

    page.extract_text(visitor_text=visit)
    return found


@pytest.fixture(scope="module")
def long_an(dataset):
    return document.pdf_bytes(dataset, View(), BASE)


def name(view):
    return f"{view.province}-{view.year}-{view.lang}"


@pytest.mark.parametrize("view", VIEWS, ids=name)
def test_two_pages_of_a4_with_every_message_of_the_story(dataset, view):
    pdf, words = read(document.pdf_bytes(dataset, view, BASE))
    assert len(pdf.pages) == 2
    for page in pdf.pages:
        assert [round(float(side)) for side in page.mediabox[2:]] == [595, 842]
    for screen in story.build_story(dataset, view):
        assert plain(screen.title) in words
        assert plain(screen.under) in words
        for kpi in screen.kpis:
            assert plain(kpi.figure) in words and plain(kpi.label) in words
        for point in screen.points:
            assert plain(point.heading) in words and plain(point.text) in words
    for sentence in story.build_story(dataset, view)[0].notes:
        assert plain(sentence) in words


def test_what_the_pages_of_long_an_say_in_text_and_in_charts(long_an):
    pdf, words = read(long_an)
    first, second = (" ".join(page.extract_text().split()) for page in pdf.pages)
    for wanted in (
        "Long An năm 2023", "40,83/80", "46/63", "+1,02 điểm", "đứng thứ 7/13 ở vùng",
        "Quần đảo Hoàng Sa", "Quần đảo Trường Sa", "Sóc Trăng", "6.2 Giáo dục tiểu học công lập",
        "Thủ tục hành chính công", "Quảng Ninh, Bình Dương",
    ):  # fmt: skip
        assert wanted in words, wanted
    for page, number in ((first, "1/2"), (second, "2/2")):
        assert page.endswith(number) or number in page
        assert "Long An năm 2023" in page
        assert "PAPI (CECODES, RTA, UNDP), papi.org.vn, năm 2023" in page
        assert "© OpenStreetMap contributors (ODbL)" in page


def test_the_file_says_what_it_is_and_in_which_language(long_an, dataset):
    pdf, _ = read(long_an)
    assert pdf.metadata.title == "Long An năm 2023: bản tóm tắt PAPI"
    assert pdf.metadata.author is None
    assert pdf.trailer["/Root"]["/Lang"] == "vi"
    english, _ = read(document.pdf_bytes(dataset, View(lang="en"), ""))
    assert english.trailer["/Root"]["/Lang"] == "en"


@pytest.mark.parametrize("view", VIEWS[:6], ids=name)
def test_no_text_is_too_small_and_no_picture_is_of_dots(dataset, view):
    pdf, _ = read(document.pdf_bytes(dataset, view, BASE))
    said = {s.title for s in story.build_story(dataset, view)}
    for page in pdf.pages:
        assert len(page.images) == 0
        found = sizes(page)
        assert min(found)[0] >= 6.99, min(found)
        assert all(size >= 9.99 for size, text in found if text in said)


def links(pdf):
    return {
        annotation.get_object()["/A"]["/URI"]
        for page in pdf.pages
        for annotation in page.get("/Annots", [])
    }


def test_the_last_screen_opens_its_page_and_nothing_links_where_the_address_is_unknown(dataset):
    view = View(province="46", lang="en")
    pdf, words = read(document.pdf_bytes(dataset, view, BASE))
    assert links(pdf) == {f"{BASE}/overview?province=46&lang=en"}
    assert "papi.example.vn/overview" in words and "Scan to open" in words
    pdf, words = read(document.pdf_bytes(dataset, view, ""))
    assert len(pdf.pages) == 2
    assert links(pdf) == set() and "Scan to open" not in words


def test_ten_screens_still_make_two_pages(dataset, monkeypatch):
    def tenth(dataset, view):
        extra = story.SCREENS["map"](dataset, view)
        kpis = story.SCREENS["position"](dataset, view).kpis
        return dataclasses.replace(extra, name="tenth", title="Màn hình thứ mười", kpis=kpis)

    screens = {name: build for name, build in story.SCREENS.items() if name != "merged"}
    last = screens.popitem()
    monkeypatch.setattr(story, "SCREENS", screens | {"tenth": tenth} | dict([last]))
    assert len(story.build_story(dataset, View())) == 10
    pdf, words = read(document.pdf_bytes(dataset, View(), BASE))
    assert len(pdf.pages) == 2
    assert "Màn hình thứ mười" in words
    assert min(min(sizes(page)) for page in pdf.pages)[0] >= 6.99


def test_a_province_without_a_total_has_no_paper(dataset):
    assert "22" in dataset.unscored(2023, TOTAL)
    with pytest.raises(LookupError):
        document.pdf_bytes(dataset, View(province="22"), BASE)


def test_papers_made_at_once_do_not_disturb_each_other(dataset):
    views = [View(), View(province="72", year=2024, lang="en")]
    alone = [read(document.pdf_bytes(dataset, view, BASE))[1] for view in views]
    with ThreadPoolExecutor(2) as pool:
        together = list(pool.map(lambda v: document.pdf_bytes(dataset, v, BASE), views))
    assert [read(content)[1] for content in together] == alone


def test_nothing_stays_on_disk(dataset, tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    before = set(ROOT.iterdir())
    document.pdf_bytes(dataset, View(), BASE)
    assert list(tmp_path.iterdir()) == []
    assert set(ROOT.iterdir()) == before
