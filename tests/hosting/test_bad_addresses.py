"""A handful of bad addresses in a real browser, over nginx: a page, no dialog, the server alive."""

import httpx
import pytest

ADDRESSES = {
    "script": "map?province=%3Cscript%3Ewindow.x7q%3D1%3C%2Fscript%3E&lang=%3Cb%3E",
    "attribute": "trends?measure=%22%3E%3Cimg%20src%3Dx%20onerror%3D%22window.x7q%3D1%22%3E",
    "null and broken bytes": "overview?year=%00&province=%FF%FE&peers=%C3%28",
    "long": "peers?peers=" + "72," * 1500,
    "huge": "targets?year=99999999999999999999&target=score:99.99999999&gains=6.2:9.999",
    "sql": "dimensions?province=80'%20OR%201%3D1;%20DROP%20TABLE%20scores--",
    "twice": "plan?province=80&province=79&lang=vi&lang=en",
    "no such page": "overveiw?province=79",
    "no such file": "map/none.csv?province=79",
    "a copied full stop": "map.?province=79",
    "unknown": "about?next=https%3A%2F%2Fexample.org&data=x",
}


@pytest.mark.parametrize("path", ADDRESSES.values(), ids=ADDRESSES)
def test_a_page_and_no_error(visit, hosted, path):
    page = visit.open(path)
    assert page.evaluate("window.x7q") is None
    assert not page.locator("[data-testid=stException], [data-testid=stDialog]").count()
    assert httpx.get(f"{hosted.base_url}/healthz").json() == {"status": "ok"}


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("/map.?province=80", "/map?province=80"),
        ("/trends),?province=80&lang=en", "/trends?province=80&lang=en"),
        ("/xyz?province=80", "/?province=80&nopage=1"),
        ("/xyz.html?province=80", "/?province=80&nopage=1"),
        ("/app/none.csv", "/?nopage=1"),
        ("/media/", "/?nopage=1"),
    ],
)
def test_an_unknown_address_leads_to_a_page_with_the_view_of_the_link(hosted, path, location):
    answer = httpx.get(hosted.base_url + path)
    assert (answer.status_code, answer.headers["location"]) == (302, location)


@pytest.mark.parametrize("path", ["/favicon.png", "/manifest.json", "/healthz", "/_stcore/health"])
def test_the_files_and_endpoints_of_the_server_pass(hosted, path):
    answer = httpx.get(hosted.base_url + path, timeout=60)  # the first /healthz loads the data
    assert answer.status_code == 200
    assert not answer.headers["content-type"].startswith("text/html") or path.endswith("health")
