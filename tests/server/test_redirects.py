"""Where requests are redirected to: the page before the login, the first page for unknown ones."""

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from lib.server.login_redirect import ReturnAfterLogin, same_site_path
from lib.server.unknown_pages import RedirectUnknownPages


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("https://papi.vn/trends?province=79", "/trends?province=79"),
        ("http://papi.vn/", "/"),
        ("https://evil.vn/trends", ""),
        ("https://papi.vn.evil.vn/trends", ""),
        ("https://papi.vn//evil.vn", ""),
        ("https://papi.vn/\\evil.vn", ""),
        ("javascript:alert(1)", ""),
        ("", ""),
        ("https://[papi.vn/trends", ""),
        ("https://papi.vn/trends\r\nSet-Cookie: a=b", ""),
        ("https://papi.vn/trends?province=Huế", ""),
        ("https://papi.vn/" + "x" * 3000, ""),
    ],
)
def test_the_login_returns_to_paths_of_the_same_site_only(url, path):
    assert same_site_path(url, "papi.vn") == path


@pytest.mark.parametrize(
    ("cookies", "location"),
    [
        ("papi_wanted_abc=%2Ftrends%3Fprovince%3D79", "/trends?province=79"),
        ('other={"a": [1, 2]}; papi_wanted_abc=%2Ftrends', "/trends"),
        ("papi_wanted_abc=%2Ftrends%0D%0ASet-Cookie%3A%20a%3Db", "/"),
        ("papi_wanted_abc=%2Ftrends%3Fname%3DHu%E1%BA%BF", "/"),
        ("papi_wanted_abc=%5Bx", "/"),
        ("papi_wanted_other=%2Ftrends", "/"),
    ],
)
def test_after_the_login_a_cookie_leads_to_its_page_and_a_forged_one_to_the_first(
    cookies, location
):
    login = Route("/oauth2callback", lambda _: RedirectResponse("/", 302))
    server = Starlette(routes=[login], middleware=[Middleware(ReturnAfterLogin)])
    browser = TestClient(server, follow_redirects=False)
    answered = browser.get("/oauth2callback?state=abc", headers={"Cookie": cookies})
    assert (answered.status_code, answered.headers["location"]) == (302, location)
    assert "a=b" not in answered.headers.get("set-cookie", "")


def answer(request):
    """As Streamlit: its own files as they are, for all else the front end."""
    if request.url.path.endswith((".js", ".png", "health", "/login")):
        return PlainTextResponse("a file")
    return HTMLResponse("the front end")


@pytest.fixture(scope="module")
def browser():
    own = [Route("/healthz", lambda _: PlainTextResponse("own"))]
    redirects = Middleware(RedirectUnknownPages, routes=own)
    server = Starlette(routes=[*own, Route("/{path:path}", answer)], middleware=[redirects])
    return TestClient(server, follow_redirects=False)


@pytest.mark.parametrize(
    "path",
    ["/", "/map", "/map/", "/home", "/healthz", "/auth/login", "/favicon.png", "/static/js/x.js",
     "/map/static/js/x.js", "/_stcore/health", "/map/_stcore/health", "/index.html"],
)  # fmt: skip
def test_pages_the_apps_own_routes_and_streamlits_files_pass(browser, path):
    assert browser.get(f"{path}?province=80").status_code == 200


@pytest.mark.parametrize(
    "path",
    ["/nosuch", "/nosuch/", "/map/x/y", "/x/y", "/data/scores.csv", "/x.html", "/map/scores.csv",
     "/wp-login.php", "/.env", "/app", "/static", "/static/none.pdf", "/nosuch/static/x.js",
     "/healthz.json"],
)  # fmt: skip
def test_everything_else_leads_to_the_first_page(browser, path):
    answer = browser.get(f"{path}?province=79&year=2022")
    assert answer.status_code == 302
    assert answer.headers["location"] == "/?province=79&year=2022&nopage=1"
    assert browser.get(path).headers["location"] == "/?nopage=1"


@pytest.mark.parametrize(
    "path",
    ["/ba%CC%89n-%C4%91o%CC%82%CC%80", "/map%CC%81", "/%E2%80%AEmap", "/%ED%A0%80", "/%FF%FE",
     "/ma%00p", "/" + "a" * 10_000, "/" + "%E1%BA%BF" * 3_000],
    ids=["in parts", "a mark", "right to left", "half a character", "bytes", "null", "long",
         "long in Vietnamese"],
)  # fmt: skip
def test_odd_and_endless_paths_lead_to_the_first_page(browser, path):
    answer = browser.get(f"{path}?province=79")
    assert (answer.status_code, answer.headers["location"]) == (302, "/?province=79&nopage=1")


@pytest.mark.parametrize(
    ("path", "page"),
    [("/map.", "/map"), ("/map,", "/map"), ("/map).", "/map"), ("/(trends)", "/trends"),
     ("/map%20", "/map"), ("/map%E2%80%9D", "/map"), ("/Map", "/map"), ("/map./", "/map"),
     ("/home;", "/home"), ("//map", "/map")],
)  # fmt: skip
def test_a_sign_from_the_sentence_around_a_link_is_left_out(browser, path, page):
    url = f"http://testserver{path}"
    assert browser.get(f"{url}?province=80").headers["location"] == f"{page}?province=80"
    assert browser.get(url).headers["location"] == page


def test_what_a_program_sends_is_not_redirected(browser):
    assert browser.post("/nosuch").status_code == 405


@pytest.mark.parametrize(
    ("url", "meant"),
    [("/data.", "/data/"), ("/Data)", "/data/"), ("/healthz.", "/healthz"), ("//data/", "/data/")],
)
def test_a_stray_sign_behind_an_address_that_is_no_page_is_left_out_too(browser, url, meant):
    assert browser.get(f"http://testserver{url}?lang=en").headers["location"] == f"{meant}?lang=en"


def test_an_address_is_never_sent_to_itself(browser):
    assert browser.get("/data/").headers["location"] == "/?nopage=1"  # there is none on this server
