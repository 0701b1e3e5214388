"""The story told once: which screens there are, what they say, and where their codes lead."""

import re

import pytest

from lib.exports import screens as exports_screens
from lib.model.url_parameters import read_screen_request
from lib.model.view import View
from lib.narrative import story
from lib.server import public_url

BASE = "https://papi.example.vn"


def test_long_an_is_told_on_ten_screens_with_the_published_figures(dataset):
    screens = story.build_story(dataset, View())
    assert [s.name for s in screens] == list(story.SCREENS)
    titles = {s.name: s.title for s in screens}
    assert "Long An xếp thứ 46/63" in titles["position"]
    assert "đứng thứ 7/13 ở vùng Đồng bằng sông Cửu Long" in titles["region"]
    assert "tăng 1,02 điểm so với năm 2022, thứ hạng tăng 11 bậc" in titles["change"]
    assert {s.slug for s in screens} == set(story.PAGES_WITH_SCREEN)


def test_what_cannot_be_told_is_left_out(dataset):
    names = [s.name for s in story.build_story(dataset, View(province="79", year=2011))]
    assert "change" not in names and "plan" not in names and names[-1] == "next"
    with pytest.raises(LookupError):
        story.build_story(dataset, View(province="74"))


def test_the_cut_that_moves_is_told(dataset):
    screens = {s.name: s for s in story.build_story(dataset, View(province="79", year=2011))}
    assert "cách 0,25 điểm" in screens["distance"].under
    assert "cần 0,36 điểm" in screens["distance"].under
    assert not {s.name: s for s in story.build_story(dataset, View())}["distance"].remark


def test_a_screen_in_html_escapes_and_names_its_place(dataset):
    screen = story.build_story(dataset, View(province="72", lang="en"))[0]
    drawn = exports_screens.render_screen(dataset, screen, BASE, 1, 9)
    assert drawn.address == f"{BASE}/overview?province=72&lang=en"
    assert "1/9" in drawn.html and not re.search(r"<script", drawn.html)


@pytest.mark.parametrize(
    ("url", "base", "reach"),
    [
        ("https://papi.tayninh.vn/present", "https://papi.tayninh.vn", "web"),
        ("https://tayninh.vn/papi/present", "https://tayninh.vn/papi", "web"),
    ],
)
def test_phones_are_led_to_the_address_in_the_browser(monkeypatch, url, base, reach):
    monkeypatch.delenv(public_url.SETTING, raising=False)
    assert public_url.find_public_url(url, "present") == public_url.PublicUrl(base, reach)


def test_this_machine_is_told_apart_and_a_named_address_goes_first(monkeypatch):
    monkeypatch.setattr(public_url, "_own_address", lambda: "")
    monkeypatch.delenv(public_url.SETTING, raising=False)
    assert public_url.find_public_url("http://localhost:8501/present", "present").reach == "machine"
    monkeypatch.setattr(public_url, "_own_address", lambda: "10.0.0.7")
    found = public_url.find_public_url("http://localhost:8501/present", "present")
    assert found == public_url.PublicUrl("http://10.0.0.7:8501", "network")
    monkeypatch.setenv(public_url.SETTING, "https://papi.vn/")
    assert (
        public_url.find_public_url("http://localhost:8501/present", "present").base
        == "https://papi.vn"
    )


@pytest.mark.parametrize(
    ("params", "screen", "loop", "refused"),
    [
        ({}, 0, 0, []),
        ({"screen": "3"}, 3, 0, []),
        ({"screen": "map", "loop": "20"}, 2, 20, []),
        ({"screen": "about"}, 1, 0, []),
        ({"screen": "4"}, 0, 0, ["screen"]),
        ({"screen": "-1", "loop": "1"}, 0, 0, ["screen", "loop"]),
    ],
)
def test_the_address_names_a_screen(params, screen, loop, refused):
    showing, notices = read_screen_request(params, ["overview", "map", "peers"])
    assert (showing.screen, showing.loop) == (screen, loop)
    assert [n.code for n in notices] == refused
