"""One figure for a frame on another site: whole, without scripts, of two widths."""

import re

import pytest

from lib.endpoints.embed import frame_snippet
from lib.model.view import View


def test_the_frame_has_title_source_and_the_way_back(client, sources):
    page = client.get("/embed/overview.strip?province=80&year=2023&lang=vi").text
    figure = sources.figure("overview.strip", View())
    assert f"<h1>{figure.title}</h1>" in page and '<html lang="vi">' in page
    assert "Nguồn: PAPI (CECODES, RTA, UNDP), papi.org.vn, năm 2023." in page
    (back,) = re.findall(r'<a href="([^"]+)" target="_blank"', page)
    query = "province=80&amp;year=2023&amp;units=63&amp;lang=vi&amp;show=overview.strip"
    assert back == f"http://papi.test/overview?{query}"


def test_it_needs_nothing_but_the_font_and_runs_no_script(client):
    answer = client.get("/embed/map.national?lang=en&theme=dark")
    page = answer.text
    assert "<script" not in page and not re.search(r'\son\w+="', page)
    assert "Hoàng Sa" in page and "Trường Sa" in page
    assert set(re.findall(r'(?:src|url)[=(]"([^"]+)"', page)) == {"/static/media/font.woff2"}
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "background:#0f1722" in page
    # Laid out for a phone and for more; ids of the one must not be used by the other.
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert page.count("<svg") == 2 and len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("setting", "allowed"),
    [("", "'self'"), ("'self' https://portal.example.vn", "'self' https://portal.example.vn"),
     ("*", "*"), ("x; script-src *", "'self'"), ("a\nb", "'self'")],
)  # fmt: skip
def test_which_sites_may_frame_it_is_a_setting(client, monkeypatch, setting, allowed):
    monkeypatch.setenv("PAPI_EMBED_ANCESTORS", setting)
    policy = client.get("/embed/overview.strip").headers["content-security-policy"]
    assert policy.endswith(f"frame-ancestors {allowed}")


def test_the_snippet_frames_the_same_figure_whatever_the_host_opens(client, sources, monkeypatch):
    view = View(province="72", year=2024, lang="en", theme="dark")
    figure = sources.figure("overview.strip", view)
    snippet = frame_snippet(figure, view, "http://papi.test")
    address = re.search(r'src="([^"]+)"', snippet)[1].replace("&amp;", "&")
    monkeypatch.setenv("PAPI_YEAR", "2012")
    page = client.get(address).text
    assert f"<h1>{figure.title}</h1>" in page and 'content="dark"' in page
    assert int(re.search(r'height="(\d+)"', snippet)[1]) > figure.spec["height"]
