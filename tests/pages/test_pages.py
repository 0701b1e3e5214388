"""Every page runs through app.py for ordinary and odd URLs; empty states lead on."""

import re

import pytest

from lib.common.pages import PAGES
from lib.datasets.descriptions import DataError
from lib.endpoints.page_head import front_end_parts
from lib.model.view import View
from lib.stats import plan as stats_plan
from lib.ui import cache
from tests.pages.apps import choose_province, follow, html_of, open_page, start_session

PARAMETERS = {
    "plain": {},
    "english": {"lang": "en"},
    "newest": {"year": "2024", "province": "72"},
    "six dimensions": {"year": "2012", "province": "01"},
    "not published": {"province": "74"},
    "published in part": {"province": "22", "year": "2018"},
    "own peers": {"peers": "72,82", "peer": "79"},
    "a sub-dimension": {"measure": "6.2", "peers": "alike"},
    "change": {"paint": "change", "measure": "5", "year": "2021"},
    "a scenario": {"gains": "6.2:0.45,1.3:0.9,x", "target": "rank:62"},
    "the first year": {"year": "2011"},
    "nonsense": {"province": "<b>", "year": "x", "measure": "9", "peers": ",", "lang": "tlh"},
}


# Pages that take more than a second; ``make unit`` opens each of the others once.
# Of Streamlit's front end, by the kind of element.
PARTS = {
    "html": "Html",
    "vega_lite_chart": "ArrowVegaLiteChart",
    "select_slider": "Slider",
    "download_button": "DownloadButton",
    "bidi_component": "BidiComponent",
}
LONG_PAGES = {"dimensions", "merged", "overview", "plan", "present", "trends"}
CASES = [
    pytest.param(
        page.slug,
        params,
        id=f"{page.slug}-{name}",
        marks=pytest.mark.fast if name == "plain" and page.slug not in LONG_PAGES else (),
    )
    for page in PAGES
    for name, params in PARAMETERS.items()
]


@pytest.mark.parametrize(("slug", "params"), CASES)
def test_no_page_fails(slug, params):
    app = open_page(slug, params)
    assert not app.exception
    assert '<h1 class="lead">' in html_of(app)


@pytest.mark.parametrize("slug", [page.slug for page in PAGES])
def test_the_document_names_the_scripts_of_what_its_page_shows(slug):
    app = open_page(slug, {"province": "80", "year": "2023"})
    shown = {part for kind, part in PARTS.items() if len(app.get(kind))}
    assert shown <= set(front_end_parts(slug, View()))


@pytest.mark.parametrize("slug", ["overview", "peers"])
def test_a_missing_score_is_explained_and_other_years_are_linked(slug):
    app = open_page(slug, {"province": "74"})
    assert "Điểm PAPI năm 2023 của Bình Dương không được công bố</h1>" in html_of(app)
    query = "province=74&amp;year=2022&amp;units=63&amp;lang=vi"
    assert f'<a class="go" href="{slug}?{query}">Năm 2022</a>' in html_of(app)
    assert open_page(slug, {"province": "74", "year": "2022"}).get("vega_lite_chart")


def test_scores_published_in_part_are_called_so():
    app = open_page("dimensions", {"province": "22", "year": "2018"})
    assert "Năm 2018, chỉ một phần nội dung của Quảng Ninh được công bố" in html_of(app)
    assert len(app.get("vega_lite_chart")) == 2


def test_bad_values_are_named_and_escaped():
    app = open_page("overview", PARAMETERS["nonsense"])
    text = html_of(app)
    assert "Không có tỉnh, thành phố nào mang mã hoặc tên “&lt;b&gt;”" in text
    assert "<b>”" not in text
    assert "Long An xếp thứ 46/63" in text


def test_a_newer_year_is_linked():
    app = open_page("overview", {})
    assert (
        '<a class="go" href="overview?province=80&amp;year=2024&amp;units=63&amp;lang=vi">Xem'
        in html_of(app)
    )
    newest = open_page("overview", {"year": "2024"})
    assert "Xem năm 2024" not in html_of(newest)
    assert "42,29" in html_of(newest)


def test_links_carry_the_view():
    app = open_page("overview", {"province": "72", "lang": "en"})
    links = re.findall(r'<a class="go" href="([^"]*)"', html_of(app))
    assert len(links) > len(PAGES)
    # The language switch offers the other language, all else stays.
    assert all("province=72" in link for link in links)
    other = [link for link in links if "lang=en" not in link]
    assert other == ["overview?province=72&amp;year=2023&amp;units=63&amp;lang=vi"]


def test_a_start_year_that_does_not_compare_is_named():
    app = open_page("trends", {"since": "2011"})
    assert not app.exception
    assert "Không so sánh được năm 2023 với năm 2011 (thang điểm" in html_of(app)


@pytest.mark.parametrize("slug", ["overview", "trends", "brief", "map"])
def test_changes_are_counted_since_the_year_in_the_address(slug):
    text = html_of(open_page(slug, {"since": "2021", "paint": "change"}))
    assert "so với năm 2021" in text or "So với năm 2021" in text
    assert "So với năm 2022" not in text and "so với năm 2022" not in text
    assert 'aria-current="page">2021 (đầu nhiệm kỳ 2021–2026)</a>' in text
    refused = html_of(open_page(slug, {"since": "2016", "paint": "change"}))
    assert "Không so sánh được năm 2023 với năm 2016" in refused
    assert 'aria-current="page">năm trước</a>' in refused


def test_choosing_a_province_changes_everything():
    app = open_page("overview", {})
    choose_province(app, "46")
    assert "Thừa Thiên Huế xếp thứ 1/63" in html_of(app)
    assert app.query_params["province"] == "46"


def test_the_table_is_sorted_and_filtered_by_its_address():
    text = html_of(open_page("table", {"sort": "-6", "only": "MRD", "year": "2024"}))
    assert text.count('<th scope="row">') == 13 and text.count('class="own"') == 1
    assert text.count('aria-sort="ascending"') == text.count('aria-sort="') == 1
    header = re.search(r'aria-sort="ascending"><a class="go" href="([^"]*)">6\. ', text)[1]
    assert "sort=6&" in header.replace("&amp;", "&") and "only=MRD" in header
    absent = html_of(open_page("table", {"only": "MRD", "province": "74"}))
    assert absent.count('class="no"') == 0 and "không được công bố" in absent
    assert html_of(open_page("table", {})).count('class="no" title="Không công bố"') == 2 * 9


def test_own_peers_are_added_and_taken_away_by_links():
    app = open_page("peers", {"peers": "72,79"})
    remove = re.search(r'href="([^"]*)" aria-label="Bỏ Tây Ninh"', html_of(app))[1]
    assert "peers=79&" in remove.replace("&amp;", "&")
    choose_province(app, "82", "peers")
    assert app.query_params["peers"] == "72,79,82"
    assert html_of(app).count('<span role="listitem"><a class="go"') == 3
    choose_province(app, "01", "peer")
    assert app.query_params["peer"] == "01" and app.query_params["peers"] == "72,79,82"
    assert "Hà Nội" in html_of(app)


def test_sub_dimensions_begin_with_the_weakest_dimension():
    app = open_page("dimensions", {})
    assert "Cung ứng dịch vụ công: hạng 61/61, thấp nhất ở Giáo dục tiểu học" in html_of(app)


@pytest.mark.parametrize(
    ("params", "offered"),
    [
        ({}, True),
        ({"province": "46"}, False),
        ({"province": "46", "peers": "south"}, True),
    ],
)
def test_the_southern_key_region_is_offered_to_its_members(params, offered):
    app = open_page("peers", params)
    assert (">Vùng KTTĐ phía Nam</a>" in html_of(app)) == offered


def test_own_peers_start_from_those_on_screen():
    app = open_page("peers", {"peers": "neighbours"})
    app = follow(app, "Tự chọn")
    assert app.query_params["peers"] == "72,79,82,87"


def test_a_scenario_is_kept_in_the_url():
    app = open_page("targets", {"gains": "6.2:0.13"})
    assert (
        '<h1 class="lead">Kịch bản thêm 0,13 điểm, cùng mức thường tự tăng 0,58 điểm, đưa'
        in html_of(app)
    )
    app.select_slider(key="gain_6.1").set_value(3).run()
    assert app.query_params["gains"] == "6.1:0.03,6.2:0.13"
    assert "Kịch bản thêm 0,16 điểm" in html_of(app)
    app.select_slider(key="gain_6.2").set_value(0)
    app.select_slider(key="gain_6.1").set_value(0).run()
    assert "gains" not in app.query_params
    assert "Chưa chọn nội dung nào: vị trí này thường tự tăng 0,58 điểm" in html_of(app)


def test_a_scenario_ends_with_its_province():
    app = open_page("targets", {"gains": "6.2:0.13", "target": "group:1"})
    choose_province(app, "72")
    assert "gains" not in app.query_params and app.query_params["target"] == "group:1"


def test_a_chosen_target_is_in_the_url_and_the_default_is_not():
    app = open_page("targets", {})
    app = follow(app, "Nhóm cao nhất")
    assert app.query_params["target"] == "group:1"
    assert "Long An cần thêm 3,12 điểm (thường 2,1–4,0) để vào nhóm cao nhất" in html_of(app)
    app = follow(app, "Nhóm trung bình cao")
    assert "target" not in app.query_params


def test_impossible_targets_and_gains_in_the_url_are_named():
    text = html_of(open_page("targets", PARAMETERS["a scenario"]))
    assert "1.3: 0,90 → 0,06" in text
    assert "Phần “x” của kịch bản" in text
    assert "Không có mục tiêu “rank:62” trong năm 2023 (hạng 1–61" in text


def test_targets_of_the_first_year_link_to_the_next():
    app = open_page("targets", {"year": "2011"})
    assert len(app.get("vega_lite_chart")) == 1
    assert (
        '<a class="go" href="targets?province=80&amp;year=2012&amp;units=63&amp;lang=vi">Năm'
        in html_of(app)
    )


def test_without_a_plan_there_are_templates_and_a_link_to_one():
    app = open_page("plan", {"province": "72"})
    assert "Chưa có kế hoạch nâng cao PAPI nào của Tây Ninh trong số liệu" in html_of(app)
    assert not app.get("vega_lite_chart") and len(app.get("download_button")) == 3
    assert (
        '<a class="go" href="plan?province=80&amp;year=2023&amp;units=63&amp;lang=vi">Long An</a>'
        in html_of(app)
    )


def test_a_plan_shows_its_own_years_and_no_empty_assignments():
    app = open_page("plan", {"year": "2013"})
    assert len(app.get("vega_lite_chart")) == 2
    text = html_of(app)
    assert "vẫn ở nhóm trung bình thấp" in text
    assert "Kế hoạch số 1523/KH-UBND, ban hành ngày 21/5/2024: năm gốc 2023" in text
    assert "<select" not in text
    assert "Xem năm" not in text
    assert text.count("<details>") == 10 and text.count('<tr class="measure">') == 22
    assert "Chưa có phân công nào" in text and "Chủ trì:" not in text


def test_a_plan_seen_before_is_not_computed_again(monkeypatch):
    first = html_of(open_page("plan", {"province": "80"}))
    for name in ("plan_coverage", "plan_results", "actions_by_sub_dimension", "choose_plan"):
        monkeypatch.setattr(stats_plan, name, None)
    monkeypatch.setattr("lib.ingest.forms.commitment_form.join_to_actions", None)
    monkeypatch.setattr("lib.narrative.plan.actions.join_to_actions", None)
    assert html_of(open_page("plan", {"province": "80"})) == first


def test_the_map_waits_for_the_browsers_word_before_it_is_drawn():
    app = open_page("map", {"render": "interactive"})
    assert "Đang kiểm tra khả năng hiển thị bản đồ tương tác" in html_of(app)
    # The region is there; a national map of the one kind would be replaced by the other at once.
    assert ["Đồng bằng sông Cửu Long" in html_of(app), len(app.get("vega_lite_chart"))] == [True, 1]
    assert len(open_page("map", {}).get("vega_lite_chart")) == 2


def test_the_brief_has_its_text_its_file_and_its_questions():
    app = open_page("brief", {"province": "72", "lang": "en"})
    text = html_of(app)
    assert text.count("<h3>") == 8
    assert text.count("<details>") >= 8
    assert text.count("<details>") == text.count("See the page")
    assert "peers=neighbours&amp;peer=79&amp;units=63&amp;lang=en&amp;show=peers.duel" in text
    labels = [button.proto.label for button in app.get("download_button")]
    assert labels == ["Two printed pages (PDF)", "Download as text (.txt)"]


def test_answers_link_to_the_total():
    text = html_of(open_page("brief", {"measure": "6.2"}))
    start = text.index('class="asked"')
    questions = text[start : text.index("</section>", start)]
    assert (
        'href="trends?province=80&amp;year=2023&amp;units=63&amp;lang=vi&amp;show=trends.usual"'
        in questions
        and "measure=" not in questions
    )


def test_share_cards_are_drawn_only_on_request():
    app = open_page("citizens", {})
    assert "<img" not in html_of(app)
    assert len(app.get("download_button")) == 2
    assert (
        'href="citizens?province=80&amp;year=2023&amp;units=63&amp;lang=vi&amp;data=citizens.cards"'
        in html_of(app)
    )
    opened = open_page("citizens", {"data": "citizens.cards"})
    assert html_of(opened).count('<img src="data:image/png;base64,') == 2
    assert 'alt="Ảnh chia sẻ: Long An đứng thứ 46/63' in html_of(opened)


def test_what_papi_is_needs_no_score_of_the_province():
    app = open_page("citizens", {"province": "74"})
    assert "Bình Dương không được công bố" in html_of(app)
    assert html_of(app).count("<details>") == 8 and not app.get("download_button")


def test_bad_data_are_explained_in_vietnamese_on_a_plain_page(monkeypatch):
    def fail():
        raise DataError("range", file="scores.csv", column="score", row=7, value="99",
                        count=1, low=0, high=3.5)  # fmt: skip

    monkeypatch.setattr(cache, "current_dataset", fail)
    app = start_session()
    assert not app.exception
    assert app.title[0].value == "Chưa hiển thị được số liệu"
    assert app.error[0].value.startswith("Tệp scores.csv, cột “score”, dòng 7: 99 nằm ngoài khoảng")


def test_a_chart_that_there_is_not_is_named():
    assert "Không có biểu đồ “peers.nosuch”" in html_of(
        open_page("peers", {"show": "peers.nosuch"})
    )


def test_a_choice_replaces_a_parameter_that_was_written_otherwise():
    app = open_page("overview", {"Province": "tay-ninh"})
    assert "Tây Ninh xếp thứ" in html_of(app)
    choose_province(app, "46")
    assert "Thừa Thiên Huế xếp thứ" in html_of(app) and "Province" not in app.query_params


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"PAPI_PROVINCE": "01", "PAPI_YEAR": "2024"}, "Hà Nội xếp thứ 29/63"),
        ({"PAPI_PROVINCE": "Đà Nẵng", "PAPI_YEAR": "2021", "PAPI_LANG": "en"}, "Da Nang ranks"),
    ],
)
def test_a_host_of_another_province_needs_settings_only(monkeypatch, settings, sentence):
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    assert sentence in html_of(open_page("overview", {}))
    kept = open_page("overview", {"province": "80", "year": "2023", "lang": "vi", "units": "63"})
    assert "Long An xếp thứ 46/63" in html_of(kept)


def test_what_a_list_leaves_out_is_no_numbered_item():
    text = html_of(open_page("trends", {"province": "72", "year": "2024"}))
    section = text[text.index("Thay đổi vượt mức thường gặp") :].split("</section>")[0]
    assert section.count("<li>") == 5
    assert "<p>Và 16 nội dung thành phần khác.</p>" in section


def test_a_narrow_page_names_the_peers_with_their_ranks():
    text = html_of(open_page("peers", {}))
    words = text[text.index('class="source narrow"') :].split("</p>")[0]
    assert words.count("&nbsp;") == 12 and "Sóc Trăng&nbsp;4," in words
    assert "<b>Long An 46</b>" in words


def test_the_data_of_a_figure_sort_where_they_are_many_and_are_all_in_view_where_they_are_few():
    few = open_page("overview", {"province": "80", "year": "2023", "data": "overview.profile"})
    assert not few.dataframe and '<td data-name="Hạng" class="number">61' in (html_of(few))
    many = open_page("overview", {"province": "80", "year": "2023", "data": "overview.strip"})
    assert len(many.dataframe) == 1
    changes = html_of(open_page("plan", {"province": "80", "data": "plan.result"}))
    assert '<td data-name="Thay đổi" class="number">+0,27</td>' in changes
