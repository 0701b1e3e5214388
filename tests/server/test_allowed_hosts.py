"""A foreign host name gets one sentence, a foreign page no websocket; probes go on working."""

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from lib.server.allowed_hosts import RefuseForeignHosts, allowed_hosts, is_allowed

URL = {"PAPI_PUBLIC_URL": "https://papi.example.vn/"}


def page(_):
    return PlainTextResponse("figures")


async def stream(websocket):
    await websocket.accept()
    await websocket.send_text("figures")
    await websocket.close()


def client(**settings):
    return TestClient(
        Starlette(
            routes=[WebSocketRoute("/_stcore/stream", stream), Route("/{path:path}", page)],
            middleware=[Middleware(RefuseForeignHosts, settings=settings)],
        )
    )


def test_without_settings_every_name_is_answered():
    assert client().get("/map", headers={"host": "any.example"}).text == "figures"


@pytest.mark.parametrize("host", ["papi.example.vn", "papi.example.vn:8443", "PAPI.example.vn.",
                                  "papi.example.vn:", "papi.example.vn:65535",
                                  "localhost:8501", "LocalHost.", "127.0.0.1:8501", "[::1]",
                                  "[::1]:8501"])  # fmt: skip
def test_the_public_urls_name_and_this_machines_are_answered(host):
    assert client(**URL).get("/map", headers={"host": host}).text == "figures"


@pytest.mark.parametrize(
    "host",
    ["evil.example", "papi.example.vn.evil.example", "10.0.0.7:80", "evil.example:x",
     "papi.example.vn@evil.example", "", "[fd00::7]", "::1", ":8501", "."],
)  # fmt: skip
def test_a_foreign_name_gets_one_sentence_in_both_languages(host):
    refused = client(**URL).get("/map", headers={"host": host})
    assert refused.status_code == 421
    vietnamese, english = refused.text.splitlines()
    assert "Tên miền" in vietnamese and vietnamese.endswith("https://papi.example.vn")
    assert "host name" in english and english.endswith("https://papi.example.vn")


# What reads such a header elsewhere may take another part of it for the host.
@pytest.mark.parametrize(
    "host",
    ["papi.example.vn/evil", "papi.example.vn?x", "papi.example.vn#x", "papi.example.vn\\evil",
     "http://localhost", "//papi.example.vn", "a@papi.example.vn", "a:b@papi.example.vn:80",
     "papi.example.vn:99999", "papi.example.vn:-1", "papi.example.vn:80:80", "papi.example.vn..",
     ".papi.example.vn", "papi.example.vn, evil.example", "papi.example.vn x", "[::1", "[::1]x:80",
     "[::1%25lo]", "papi%2eexample.vn", "localhost:\u00b2"],
)  # fmt: skip
def test_a_header_with_more_than_an_own_name_and_a_port_is_refused(host):
    headers = {b"host": host.encode("latin-1")}
    assert client(**URL).get("/map", headers=headers).status_code == 421


def test_a_second_host_header_is_refused():
    headers = [("host", "papi.example.vn"), ("host", "evil.example")]
    assert client(**URL).get("/map", headers=headers).status_code == 421


def test_a_rebound_name_opens_no_websocket():
    foreign = {"host": "evil.example", "origin": "http://evil.example"}
    with (
        pytest.raises(WebSocketDisconnect),
        client(**URL).websocket_connect("/_stcore/stream", headers=foreign),
    ):
        pass
    own = {"host": "papi.example.vn", "origin": "https://papi.example.vn"}
    with client(**URL).websocket_connect("/_stcore/stream", headers=own) as socket:
        assert socket.receive_text() == "figures"


@pytest.mark.parametrize("path", ["/healthz", "/_stcore/health"])
def test_a_probe_by_address_is_answered(path):
    assert client(**URL).get(path, headers={"host": "10.244.1.7:8501"}).status_code == 200
    assert client(**URL).get(f"{path}/x", headers={"host": "10.244.1.7"}).status_code == 421


def test_a_list_replaces_the_public_urls_name():
    settings = URL | {
        "PAPI_ALLOWED_HOSTS": "https://a.example.vn/, *.b.example.vn;10.1.2.3:80 [fd00::7]"
    }
    names = allowed_hosts(settings)
    for host in ("a.example.vn", "x.b.example.vn", "10.1.2.3", "[fd00::7]:8501", "localhost"):
        assert is_allowed(host, names), host
    for host in ("papi.example.vn", "b.example.vn", "xb.example.vn", "10.1.2.4"):
        assert not is_allowed(host, names), host


@pytest.mark.parametrize(
    "listed",
    ["papi…:8501", "papi.example.vn:port", "[10.1.2.3]", "user@papi.example.vn", ",", "*.", "*:80"],
)  # fmt: skip
def test_a_list_without_a_name_never_means_any_name(listed):
    alone = client(PAPI_ALLOWED_HOSTS=listed)
    assert alone.get("/map", headers={"host": "evil.example"}).status_code == 421
    assert alone.get("/map", headers={"host": "localhost:8501"}).text == "figures"
    beside_a_url = client(**URL, PAPI_ALLOWED_HOSTS=listed)
    assert beside_a_url.get("/map", headers={"host": "evil.example"}).status_code == 421
    assert beside_a_url.get("/map", headers={"host": "papi.example.vn"}).text == "figures"


def test_a_public_url_without_a_host_never_means_any_name():
    refused = client(PAPI_PUBLIC_URL="https://[10.1.2.3]").get(
        "/", headers={"host": "evil.example"}
    )
    assert refused.status_code == 421


def test_a_star_answers_every_name_and_a_bare_name_is_a_public_url_too():
    assert allowed_hosts(URL | {"PAPI_ALLOWED_HOSTS": "*"}) == ()
    assert allowed_hosts({"PAPI_PUBLIC_URL": "papi.example.vn"})[0] == "papi.example.vn"
