"""The PDF: two pages for every province, readable, searchable, with all texts of the story."""

import dataclasses
import io
import re
import tempfile
from concurrent.futures import ThreadPoolExecutor

import pypdf
import pytest

from lib.charts.registry import draw
from lib.common.paths import ROOT
from lib.common.theme import LIGHT
from lib.exports.pdf import document
from lib.model.unit_lists import resolve_units
from lib.model.view import View
from lib.narrative import story
from lib.stats.ranking import TOTAL
from tests.support import made_up_34

MM = 72 / 25.4  # pt
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
    """A PDF as pypdf reads it, and all its text with single spaces."""
    pdf = pypdf.PdfReader(io.BytesIO(content))
    return pdf, plain(" ".join(page.extract_text() for page in pdf.pages))


def plain(text):
    """Text without line breaks, which may follow a hyphen or stand within a document's number."""
    return re.sub(r"([-/]) ", r"\1", " ".join(text.split())).replace("QH 15", "QH15")


def sizes(page):
    """(size in pt, text) of every piece of text on a page."""
    texts = []

    def visit(text, matrix, text_matrix, _font, size):
        if text.strip():
            # Text in a chart may be turned, so the length of its upward direction counts.
            up = [
                text_matrix[2] * matrix[0] + text_matrix[3] * matrix[2],
                text_matrix[2] * matrix[1] + text_matrix[3] * matrix[3],
            ]
            texts.append((size * (up[0] ** 2 + up[1] ** 2) ** 0.5, text.strip()))

    page.extract_text(visitor_text=visit)
    return texts


@pytest.fixture(scope="module")
def long_an(dataset):
    return document.pdf_bytes(dataset, View(), BASE)


def name(view):
    return f"{view.province}-{view.year}-{view.lang}"


@pytest.mark.parametrize("view", VIEWS, ids=name)
def test_two_pages_of_a4_with_every_message_of_the_story(dataset, view):
    pdf, text = read(document.pdf_bytes(dataset, view, BASE))
    assert len(pdf.pages) == 2
    for page in pdf.pages:
        assert [round(float(side)) for side in page.mediabox[2:]] == [595, 842]
    for screen in story.build_story(dataset, view):
        assert plain(screen.title) in text
        subtitle = screen.subtitle_without or screen.subtitle
        without = dataclasses.replace(screen, subtitle=subtitle).full_subtitle
        assert plain(screen.full_subtitle) in text or plain(without) in text
        for item in screen.key_figures:
            assert plain(item.figure) in text and plain(item.label) in text
        for paragraph in screen.paragraphs:
            assert plain(paragraph.heading) in text and plain(paragraph.text) in text
    for sentence in story.build_story(dataset, view)[0].notes:
        assert plain(sentence) in text


def test_texts_of_long_an_on_the_pages_and_in_the_charts(long_an):
    pdf, text = read(long_an)
    first, second = (" ".join(page.extract_text().split()) for page in pdf.pages)
    for expected in (
        "Long An năm 2023", "40,83/80", "46/63", "+1,02 điểm", "đứng thứ 7/13",
        "Quần đảo Hoàng Sa", "Quần đảo Trường Sa", "Sóc Trăng", "6.2 Giáo dục tiểu học công lập",
        "Thủ tục hành chính công", "Quảng Ninh, Bình Dương",
    ):  # fmt: skip
        assert expected in text, expected
    for page, number in ((first, "1/2"), (second, "2/2")):
        assert page.endswith(number) or number in page
        assert "Long An năm 2023" in page
        assert "PAPI (CECODES, RTA, UNDP), papi.org.vn, năm 2023" in page
        assert "© OpenStreetMap contributors (ODbL)" in page


@pytest.mark.parametrize("year", [2023, 2024])
def test_paper_speaks_of_the_usual_change_only_where_its_chart_is(dataset, year):
    view = View(year=year)
    _, text = read(document.pdf_bytes(dataset, view, BASE))
    has_chart = plain(draw("trends.usual", dataset, view).title) in text
    assert (plain("mức thường gặp của thay đổi") in text) == has_chart
    assert plain(f"từ năm {year - 1} đến năm {year} theo từng nội dung") in text


def test_the_file_has_a_title_and_a_language(long_an, dataset):
    pdf, _ = read(long_an)
    assert pdf.metadata.title == "Long An năm 2023: bản tóm tắt PAPI"
    assert pdf.metadata.author is None
    assert pdf.trailer["/Root"]["/Lang"] == "vi"
    english, _ = read(document.pdf_bytes(dataset, View(lang="en"), ""))
    assert english.trailer["/Root"]["/Lang"] == "en"


@pytest.mark.parametrize("view", VIEWS[:6], ids=name)
def test_no_text_is_too_small_and_no_chart_is_a_bitmap(dataset, view):
    pdf, _ = read(document.pdf_bytes(dataset, view, BASE))
    titles = {s.title for s in story.build_story(dataset, view)}
    for page in pdf.pages:
        assert len(page.images) == 0
        texts = sizes(page)
        assert min(texts)[0] >= 6.99, min(texts)
        assert all(size >= 9.99 for size, text in texts if text in titles)


@pytest.mark.parametrize(
    "view", [View(), View(province="72", year=2022, lang="en"), View(year=2024)], ids=name
)
def test_pictures_are_few_and_large(dataset, view, monkeypatch):
    drawn = {}
    draw = document.images.chart_svg

    def note(figure, topojson, width, height, *rest, **options):
        drawn[figure.name] = (width, height)
        return draw(figure, topojson, width, height, *rest, **options)

    monkeypatch.setattr(document.images, "chart_svg", note)
    document.pdf_bytes(dataset, view, BASE)
    assert len(drawn) <= 6
    assert drawn["overview.country"][1] >= 70 * MM
    assert min(drawn["dimensions.radar"]) >= 70 * MM
    assert "peers.ladder" not in drawn  # its names stand upright
    assert all(width >= 80 * MM and height >= 30 * MM for width, height in drawn.values())


def links(pdf):
    return {
        annotation.get_object()["/A"]["/URI"]
        for page in pdf.pages
        for annotation in page.get("/Annots", [])
    }


def test_the_last_screen_opens_its_page_and_nothing_links_where_the_address_is_unknown(dataset):
    view = View(province="46", lang="en")
    pdf, text = read(document.pdf_bytes(dataset, view, BASE))
    assert links(pdf) == {f"{BASE}/overview?province=46&year=2023&units=63&lang=en"}
    assert "papi.example.vn/overview" in text and "Scan to open" in text
    pdf, text = read(document.pdf_bytes(dataset, view, ""))
    assert len(pdf.pages) == 2
    assert links(pdf) == set() and "Scan to open" not in text


def test_ten_screens_still_make_two_pages(dataset, monkeypatch):
    def tenth(dataset, view):
        extra = story.SCREENS["map"](dataset, view)
        figures = story.SCREENS["position"](dataset, view).key_figures
        return dataclasses.replace(
            extra, name="tenth", title="Màn hình thứ mười", key_figures=figures
        )

    screens = {name: build for name, build in story.SCREENS.items() if name != "merged"}
    last = screens.popitem()
    monkeypatch.setattr(story, "SCREENS", screens | {"tenth": tenth} | dict([last]))
    assert len(story.build_story(dataset, View())) == 10
    pdf, text = read(document.pdf_bytes(dataset, View(), BASE))
    assert len(pdf.pages) == 2
    assert "Màn hình thứ mười" in text
    assert min(min(sizes(page)) for page in pdf.pages)[0] >= 6.99


def test_a_province_without_a_total_has_no_pdf(dataset):
    assert "22" in dataset.unscored_provinces(2023, TOTAL)
    with pytest.raises(LookupError):
        document.pdf_bytes(dataset, View(province="22"), BASE)


def test_pdfs_made_at_once_do_not_disturb_each_other(dataset):
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


def test_it_is_declared_accessible_and_to_be_archived(long_an):
    assert b"<pdfuaid:part>1</pdfuaid:part>" in long_an
    assert b"<pdfaid:part>2</pdfaid:part>" in long_an
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in long_an


def test_paper_on_one_of_the_34_names_all_years_that_it_is_computed_from():
    of_34, view = resolve_units(made_up_34.build_dataset((2025,)), View(year=2025))
    pdf, text = read(document.pdf_bytes(of_34, view, BASE))
    assert len(pdf.pages) == 2 and "Tính từ số liệu PAPI 2011–2025" in text
    assert not re.search(r"\b(20\d\d)[–-]\1\b", text)


@pytest.mark.parametrize(
    ("end", "color"), [("0 6\\.5", LIGHT.ink), ("6\\.5 0", LIGHT.accent)], ids=["upright", "lying"]
)
def test_a_border_is_upright_in_its_legend_on_paper_and_a_line_over_the_years_lies(end, color):
    of_34, view = resolve_units(made_up_34.build_dataset((2025,)), View(year=2025))
    pdf, _ = read(document.pdf_bytes(of_34, view, BASE))
    drawn = " ".join(pdf.pages[1].get_contents().get_data().decode("latin1").split())
    # Its colour, its width in pt, its 6.5 pt: the mergers or the province; its dashed neighbour.
    whole = re.findall(rf"([\d.]+ [\d.]+ [\d.]+) SCN 1\.6 w 4 M 0 0 m {end} l S", drawn)
    rgb = [[round(255 * float(part)) for part in found.split()] for found in whole]
    assert rgb == [[int(color[i : i + 2], 16) for i in (1, 3, 5)]]
    assert len(re.findall(rf"SCN 0\.9 w .{{0,40}}? 0 0 m {end} l S", drawn)) == 1
