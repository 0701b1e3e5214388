"""The story: which screens there are, what they say, and where their QR codes lead."""

import re

import pytest

from lib.charts.editable import registry
from lib.exports.screens import RenderedStory, render_screen
from lib.model.view import View
from lib.narrative import story

BASE = "https://papi.example.vn"


def test_long_an_has_all_screens_with_published_figures(dataset):
    screens = story.build_story(dataset, View())
    assert [s.name for s in screens] == list(story.SCREENS)
    titles = {s.name: s.title for s in screens}
    assert "Long An xếp thứ 46/63" in titles["position"]
    assert "đứng thứ 7/13 trong vùng Đồng bằng sông Cửu Long" in titles["region"]
    assert "tăng 1,02 điểm so với năm 2022, tăng 11 bậc" in titles["change"]
    assert {s.slug for s in screens} == set(story.PAGES_WITH_SCREEN)


def test_screens_without_data_are_left_out(dataset):
    names = [s.name for s in story.build_story(dataset, View(province="79", year=2011))]
    assert "change" not in names and "plan" not in names and names[-1] == "next"
    with pytest.raises(LookupError):
        story.build_story(dataset, View(province="74"))


def test_a_threshold_that_rises_with_the_province_is_remarked_on(dataset):
    screens = {s.name: s for s in story.build_story(dataset, View(province="79", year=2011))}
    assert "cách 0,25 điểm" in screens["distance"].full_subtitle
    assert "cần 0,36 điểm" in screens["distance"].full_subtitle
    assert not {s.name: s for s in story.build_story(dataset, View())}["distance"].remark


@pytest.mark.slow
def test_a_screen_in_html_escapes_and_names_its_place(dataset):
    screen = story.build_story(dataset, View(province="72", lang="en"))[0]
    drawn = render_screen(dataset, screen, BASE, 1, 9)
    assert drawn.url == f"{BASE}/overview?province=72&year=2023&units=63&lang=en"
    assert "1/9" in drawn.html and not re.search(r"<script", drawn.html)


def test_a_story_is_rendered_screen_by_screen(dataset):
    screens = story.build_story(dataset, View())
    rendered = RenderedStory(dataset, screens, BASE)
    rendered.render(2)
    first, second = rendered.screens()[:2]
    assert "<svg" in second.html and "pending" not in second.html
    words = re.sub("</?bdi>", "", first.html)
    assert "Đang vẽ" in words and screens[0].title in words and "1/10" in words
    assert not rendered.is_complete


def test_peers_and_target_of_a_page_are_those_of_its_screen(dataset):
    view = View(peers="rank", target="rank:40")
    screens = {s.name: s for s in story.build_story(dataset, view)}
    assert screens["region"].title == (
        "Long An xếp thứ 46/63; 5/10 địa phương trong nhóm so sánh xếp trên"
    )
    assert "hạng 40" in screens["distance"].title
    assert screens["distance"].charts[0].view.target == "rank:40"
    bars = registry.EDITABLE_CHARTS["peers.ladder"](dataset, screens["region"].view)
    assert len(bars.categories) == 11 and "Tuyên Quang" in bars.categories
