"""The page after the merger, the switch 63 / 34, and a year published for the 34 provinces."""

import io
import re

import openpyxl
import pytest

from lib.common.pages import PAGES
from lib.datasets import tables
from lib.model.unit_lists import resolve_units
from lib.model.view import View
from lib.ui import cache, files
from tests.pages.apps import choose, choose_province, go_to_page, html_of, open_page
from tests.support import published_34

PAGES_OF_BOTH_LISTS = [page.slug for page in PAGES if page.units == "both"]


def test_the_merged_province_shows_its_members_first():
    app = open_page("merged", {"year": "2024"})
    text = html_of(app)
    assert (
        "Tây Ninh sau sắp xếp: trước sắp xếp Tây Ninh hạng 2, Long An hạng 45; chênh lệch 5,05 điểm"
        in text
    )
    assert "thứ 2 trong 22 địa phương" in text
    assert text.count('class="estimated"') == 2 and text.count('style="border-left-color:') == 2
    members, estimate = (
        text.index("hạng 45/63, nhóm"),
        text.index("Tây Ninh sau sắp xếp (ước tính)"),
    )
    assert members < estimate
    assert "44,35" in text and "hạng 10/34 (ước tính)" in text
    assert len(app.get("vega_lite_chart")) == 4
    assert "Xem biểu đồ chênh lệch ở mọi địa phương hình thành sau sắp xếp" in text
    assert [b.proto.label for b in app.get("download_button")] == [
        "weights.csv",
        "weights.meta.toml",
    ]
    app.query_params["data"] = "merged.ranges"
    assert len(app.run().get("vega_lite_chart")) == 5  # large, over the page


def test_a_province_that_was_not_merged_has_a_sentence_and_the_others():
    app = open_page("merged", {"province": "01", "year": "2024"})
    text = html_of(app)
    assert "Hà Nội không thực hiện sắp xếp" in text
    assert "một trong 11 tỉnh, thành phố không thực hiện sắp xếp" in text
    assert "Hạng trong 34 tỉnh, thành phố (ước tính)" in text and "16<small>/34" in text
    assert len(app.get("vega_lite_chart")) == 3


def test_a_member_that_was_not_published_is_named():
    text = html_of(open_page("merged", {"province": "87", "year": "2024"}))
    assert (
        "Đồng Tháp sau sắp xếp: chưa so sánh được vì Tiền Giang không được công bố năm 2024" in text
    )
    assert "điểm của Tiền Giang được ước tính từ năm trước" in text
    part = html_of(open_page("merged", {"province": "74"}))
    assert "(80% trọng số); Bình Dương không được công bố" in part


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("slug", PAGES_OF_BOTH_LISTS)
def test_the_34_are_called_estimates_and_links_keep_the_province(slug, lang):
    app = open_page(slug, {"units": "34", "province": "72", "year": "2024", "lang": lang})
    assert not app.exception
    text = html_of(app)
    word = "(ước tính)" if lang == "vi" else "(estimated)"
    heading = text[text.index("<h1") : text.index("</h1>")]
    assert heading.count(word) == 1
    titles = re.findall(r'<div class="fig"[^>]*><h2>(.*?)</h2>', text)
    says = "ước tính" if lang == "vi" else "estimated"
    assert titles and [title for title in titles if title.count(says) != 1] == []
    # Each row of the table leads to its own province, the page on plans to a member with a plan.
    links = re.sub("<tbody>.*?</tbody>", "", text)
    assert "province=72" in links and links.count("province=80") == (slug == "plan")
    assert 'data-code="80"' in text


def test_a_change_of_an_estimate_has_no_badge():
    text = html_of(open_page("overview", {"units": "34", "year": "2024"}))
    assert "Tây Ninh (sau sắp xếp) xếp thứ 10/34" in text
    assert text.count("chưa xếp loại mức thay đổi") == 2


def test_published_scores_among_the_34_are_not_called_estimates():
    text = html_of(open_page("overview", {"units": "34", "province": "01", "year": "2024"}))
    assert "Tổng điểm (ước tính)" not in text and "Thứ hạng (ước tính)" in text
    assert "So với năm 2023 (ước tính)" not in text
    assert "Năm 2024, Hà Nội đạt 43,77/80 điểm; theo ước tính, xếp thứ 16/34" in text
    assert "(thứ hạng là ước tính)</h1>" in text


@pytest.mark.parametrize("slug", [p.slug for p in PAGES if p.slug not in PAGES_OF_BOTH_LISTS])
def test_pages_of_published_scores_ignore_the_switch(slug):
    switched = html_of(open_page(slug, {"units": "34", "year": "2024"}))
    plain = html_of(open_page(slug, {"year": "2024"}))
    assert switched.replace("units=34", "units=63") == plain
    assert 'aria-label="Danh mục"' not in switched


def test_choosing_among_the_34_writes_a_code_that_means_the_same_in_both_lists():
    app = open_page("overview", {"units": "34", "year": "2024"})
    choose_province(app, "15")
    assert "Lào Cai (sau sắp xếp) xếp thứ" in html_of(app)
    assert app.query_params["province"] == "15"  # Yên Bái among the 63, part of the new Lào Cai
    app.query_params["units"] = "63"
    app.run()
    assert "Yên Bái xếp thứ" in html_of(app)


@pytest.fixture
def published(tmp_path, monkeypatch):
    """The app on data that hold a year of the 34; without Cà Mau."""
    root = published_34.copy_data(tmp_path, without="96")
    load, version = tables.load_tables, tables.data_version
    monkeypatch.setattr(tables, "load_tables", lambda: load(root))
    monkeypatch.setattr(tables, "data_version", lambda: version(root))


def test_published_scores_of_the_34_are_one_more_year(published):
    app = open_page("overview", {"year": "2025"})
    assert not app.exception
    text = html_of(app)
    # Tây Ninh has the 29th of 34 codes: 28 sub-dimensions of 1.28 points, four provinces above.
    assert "Tây Ninh (sau sắp xếp) xếp thứ 5/34" in text and "35,84" in text
    assert "33 địa phương có số liệu" in text and "Đông Nam Bộ" in text
    heading = text[text.index("<h1") : text.index("</h1>")]
    assert "ước tính" not in heading and "So với ước tính năm 2024" in text
    assert 'aria-label="Danh mục"' not in text
    assert len(app.get("vega_lite_chart")) == 4


@pytest.mark.parametrize("slug", [p.slug for p in PAGES])
def test_no_page_fails_in_that_year(published, slug):
    for params in ({}, {"province": "72", "peers": "south", "lang": "en"}, {"province": "95"}):
        app = open_page(slug, {"year": "2025"} | params)
        assert not app.exception, params
        assert '<h1 class="lead">' in html_of(app)


def test_the_years_before_stay_the_same(published):
    text = html_of(open_page("overview", {}))
    assert "Long An xếp thứ 46/63" in text
    assert "Xem năm 2025" in text
    members = html_of(open_page("merged", {"year": "2025"}))
    assert (
        "Trang hiển thị năm 2024, năm cuối có điểm của các tỉnh, thành phố trước sắp xếp."
        in members
    )
    assert 'href="overview?province=80&amp;year=2025&amp;units=63&amp;lang=vi"' in members
    missing = html_of(open_page("overview", {"year": "2025", "province": "95"}))
    assert "Điểm PAPI năm 2025 của Cà Mau (sau sắp xếp) không được công bố" in missing


@pytest.mark.parametrize(("code", "name"), [("72", "Tây Ninh"), ("80", "Long An")])
def test_going_back_from_a_year_of_the_34_leads_to_the_member_last_looked_at(published, code, name):
    app = open_page("overview", {"year": "2024", "province": code})
    app = choose(app, "year", 2025)
    assert "Tây Ninh (sau sắp xếp) xếp thứ 5/34" in html_of(app)
    app = go_to_page(app, "trends")  # other pages of that year keep it too
    provinces = set(re.findall(r' href="\w+\?province=(\d\d)&', html_of(app)))
    assert provinces == {code}
    app = choose(go_to_page(app, "overview"), "year", 2024)
    assert app.query_params["province"] == code
    heading = html_of(app)
    heading = heading[heading.index("<h1") : heading.index("</h1>")]
    assert f"{name} xếp thứ" in heading and "/63" in heading


def test_choosing_others_among_the_34_and_back_keeps_the_member_last_looked_at(published):
    """Not the member of the successor's own code, which may be one that was never looked at."""
    app = open_page("overview", {"year": "2024", "province": "72"})
    app = choose(app, "year", 2025)
    app = choose_province(app, "82")
    app = choose_province(app, "80")
    assert "Tây Ninh (sau sắp xếp) xếp thứ 5/34" in html_of(app)
    assert 'href="trends?province=72&amp;year=2025' in html_of(app)
    app = choose(app, "year", 2024)
    assert app.query_params["province"] == "72"
    # Of a successor of which none was looked at it is the member of its code.
    app = choose(app, "year", 2025)
    app = choose(choose_province(app, "92"), "year", 2024)
    assert app.query_params["province"] == "92"


def test_a_link_that_names_a_member_is_followed_to_it(published):
    app = open_page("overview", {"year": "2024", "province": "80"})
    app.query_params["province"], app.query_params["year"] = "72", "2025"
    app = choose(app.run(), "year", 2024)
    assert app.query_params["province"] == "72"


def test_files_of_a_year_of_the_34_hold_that_year(published):
    dataset, view = resolve_units(cache.current_dataset(), View(year=2025))
    book = openpyxl.load_workbook(io.BytesIO(files.write_view_workbook(view)), read_only=True)
    texts = {
        str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row
    }
    assert any("7/34" in text or "5/34" in text for text in texts)
    assert files._for_paper(view)[0] is dataset
    everything = openpyxl.load_workbook(io.BytesIO(files.write_full_workbook(view)), read_only=True)
    years = {row[0] for row in everything["Điểm 34 tỉnh"].iter_rows(min_row=2, values_only=True)}
    assert years == {2025}
