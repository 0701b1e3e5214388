"""Provinces of which only some dimensions are published, on the four cases in the data."""

import dataclasses
import io

import openpyxl
import pypdf
import pytest
from pptx import Presentation

from lib.charts.registry import draw
from lib.exports import workbooks
from lib.exports.pdf import document
from lib.exports.pptx import slides
from lib.model.view import View
from lib.narrative import partly_published, story

QUANG_NINH, DONG_THAP = View(province="22", year=2018), View(province="87", year=2018)
BAC_GIANG, BAC_NINH = View(province="24", year=2022), View(province="27", year=2022)
CASES = [QUANG_NINH, DONG_THAP, BAC_GIANG, BAC_NINH]
SCREENS = ["position", "map", "profile", "telling", "next"]


def name(view):
    return f"{view.province}-{view.year}-{view.lang}"


def test_which_provinces_are_partly_published(dataset):
    found = [
        (province, year)
        for year in dataset.years
        for province in dataset.provinces.index
        if partly_published.has_part(dataset, View(province=province, year=year))
    ]
    assert found == [(view.province, view.year) for view in CASES]


def test_the_headlines_say_how_much_is_published_and_how_it_stands(dataset):
    assert partly_published.headline(dataset, DONG_THAP) == (
        "Đồng Tháp năm 2018 chỉ được công bố 6/8 nội dung; 5/6 nội dung cao hơn trung vị cả nước"
    )
    assert partly_published.headline(dataset, dataclasses.replace(BAC_GIANG, lang="en")) == (
        "Bac Giang in 2022: 4 of 8 dimensions published, 4 of them above the median"
    )


def test_scores_stand_beside_the_medians(dataset):
    figures = partly_published.key_figures(dataset, DONG_THAP)
    assert [(f.figure + f.suffix, f.note) for f in figures] == [
        ("6/8", "không có tổng điểm, hạng chung"),
        ("1/63", "Quản trị môi trường: 6,74 điểm, trung vị 4,51"),
        ("46/63", "Quản trị điện tử: 2,79 điểm, trung vị 3,07"),
        ("5/6", "nội dung được công bố"),
    ]
    rows = dataset.dimension_positions(2018, "87").set_index("measure")
    assert rows.at["7", "score"] == pytest.approx(2.772953 + 2.137284 + 1.830521)


def test_what_is_not_published_is_named(dataset):
    first, _, third = partly_published.spoken_sentences(dataset, BAC_GIANG)
    for part in (
        "4/8",
        "“tham gia của người dân”, “công khai, minh bạch”",
        "“kiểm soát tham nhũng” và “thủ tục hành chính công”",
        "không có tổng điểm",
    ):
        assert part in first
    assert "4/4" in third and "quản trị điện tử" in third


def test_the_end_leads_to_the_nearest_years_with_a_total(dataset):
    assert partly_published.closing_title(dataset, QUANG_NINH) == (
        "Quảng Ninh có tổng điểm ở các năm gần nhất: 2017 (hạng 32/63) và 2019 (hạng 3/63)"
    )


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("view", CASES, ids=name)
def test_the_story_has_a_screen_for_all_that_is_published(dataset, view, lang):
    screens = story.build_story(dataset, dataclasses.replace(view, lang=lang))
    assert [screen.name for screen in screens] == SCREENS
    first = screens[0]
    assert partly_published.not_published(dataset, first.view) == first.subtitle
    assert draw("overview.profile", dataset, first.view).title == screens[2].title


def test_a_chart_of_measures_says_for_how_many_provinces_each_has_scores(dataset):
    assert "62–63 địa phương" in draw("overview.profile", dataset, BAC_GIANG).subtitle
    assert "62–63 địa phương" in draw("dimensions.strip", dataset, BAC_GIANG).subtitle
    assert "61 địa phương" in draw("overview.profile", dataset, View()).subtitle


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("view", CASES, ids=name)
def test_paper_slides_and_book_carry_it(dataset, view, lang):
    view = dataclasses.replace(view, lang=lang)
    screens = story.build_story(dataset, view)
    pdf = pypdf.PdfReader(io.BytesIO(document.pdf_bytes(dataset, view, "https://papi.example.vn")))
    assert len(pdf.pages) <= 2
    text = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
    assert " ".join(screens[0].title.split()) in text
    deck = Presentation(io.BytesIO(slides.pptx_bytes(dataset, view, "https://papi.example.vn")))
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert titles == [screen.title for screen in screens]
    book = openpyxl.load_workbook(io.BytesIO(workbooks.view_workbook(dataset, view)))
    assert len(book.sheetnames) == 2 + sum(len(screen.charts) for screen in screens)


def test_the_text_file_holds_what_is_published_and_what_is_not(dataset):
    text = partly_published.plain_text(dataset, BAC_GIANG)
    assert text.startswith("Bắc Giang năm 2022 chỉ được công bố 4/8 nội dung")
    assert "PHẦN KHÔNG ĐƯỢC CÔNG BỐ\nNăm 2022, Bắc Giang được công bố 4/8 nội dung PAPI" in text
    assert text.rstrip().splitlines()[-1].startswith("Nguồn: ")
