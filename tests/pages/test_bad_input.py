"""Whatever the URL holds: no page fails, and nothing of it becomes part of the page."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.common.pages import PAGES
from lib.common.paths import ROOT
from lib.model.view import View
from tests.pages.apps import html_of, open_page

NASTY = (
    "<x7q onmouseover=alert(1)>",
    "<script>x7q()</script>",
    "\"><x7q src=x onerror=alert(1)>",
    "'; DROP TABLE scores; --x7q",
    "{x7q}", "{0}", "%s%n", "\x00", "\ud7ff", "\u202e\u200b", "٨٠", "８０", "80\n", " 80",
    "-1", "0", "1e309", "NaN", "9" * 400, "x" * 5000, "🐍" * 300, "../../etc/passwd",
    "[click](javascript:x7q)", "$x7q$", ":material/home:", "null", "None", "",
)  # fmt: skip
VALID = {
    "province": ("80", "74", "22", "01"),
    "year": ("2011", "2018", "2024"),
    "measure": ("total", "5", "8", "6.2", "8.3"),
    "peers": ("alike", "72,82", "80", "72,72,x"),
    "peer": ("79", "80"),
    "since": ("2011", "2024"),
    "target": ("group:1", "group:0", "rank:99", "score:99.9", "score:0.0000000001"),
    "gains": ("6.2:0.45", "6.2:9.999", "6.2:0.1,6.2:0.2", "8.3:1.0"),
    "lang": ("vi", "en"),
    "render": ("interactive",),
    "paint": ("change", "continuous"),
    "data": ("overview.strip", "map.national", "citizens.cards"),
}
NAMES = [n for n in View.__dataclass_fields__ if n != "theme"] + ["data", "screen", "x7q<"]
VALUE = st.sampled_from(NASTY) | st.text(max_size=40)


@st.composite
def parameters(draw):
    """URL parameters of which some are valid."""
    params = {}
    for name in draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=6)):
        valid = st.sampled_from(VALID[name]) if name in VALID else VALUE
        params[name] = draw(valid | VALUE)
    return params


@pytest.mark.parametrize("slug", [page.slug for page in PAGES])
def test_no_url_makes_a_page_fail(slug):
    # The presentation draws a dozen pictures each time.
    @settings(max_examples=3 if slug == "present" else 12, deadline=None, derandomize=True)
    @given(params=parameters())
    def check(params):
        app = open_page(slug, params)
        assert not app.exception, app.exception
        html = html_of(app)
        markdown = "\n".join(block.value for block in app.markdown)
        assert "<h1" in html
        assert "<x7q" not in html and "<script>x7q" not in html
        assert "x7q" not in markdown
        assert "Traceback" not in html and str(ROOT) not in html

    check()


@pytest.mark.parametrize(
    ("params", "told"),
    [
        ({"province": ["80", "79"]}, ["province; trang đang dùng “79”"]),
        ({"year": ["2023", "2022"], "lang": ["vi", "vi"]}, ["year; trang đang dùng “2022”"]),
        ({"peers": ["alike"], "amp;peers": ["south"]}, ["peers; trang đang dùng “alike”"]),
        ({"utm_source": ["a", "b"]}, []),
    ],
)
def test_of_two_values_the_page_says_which_it_uses(params, told):
    app = open_page("peers", params)
    said = re.findall("nhiều giá trị khác nhau cho tham số ([^.]*)", html_of(app))
    assert said == told
