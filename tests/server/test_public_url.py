"""The URL that others get: the browser's, this machine's in its network, or the configured one."""

import pytest

from lib.server import public_url
from lib.server.allowed_hosts import allowed_hosts, is_allowed
from lib.server.public_url import PublicUrl, find_public_url, shown_url

LOCAL = "http://localhost:8501/present"


@pytest.fixture(autouse=True)
def no_configured_url(monkeypatch):
    monkeypatch.delenv(public_url.ENV_VARIABLE, raising=False)


@pytest.mark.parametrize(
    ("url", "base_url"),
    [
        ("https://papi.tayninh.vn/present", "https://papi.tayninh.vn"),
        ("https://tayninh.vn/papi/present", "https://tayninh.vn/papi"),
    ],
)
def test_the_browsers_url_is_given_out(url, base_url):
    assert find_public_url(url, "present") == PublicUrl(base_url, "web")


def test_localhost_becomes_this_machines_address_in_its_network(monkeypatch):
    monkeypatch.setattr(public_url, "_network_address", lambda: "10.0.0.7")
    assert find_public_url(LOCAL, "present") == PublicUrl("http://10.0.0.7:8501", "network")


def test_who_copies_a_link_gets_the_address_in_the_browser(monkeypatch):
    monkeypatch.setattr(public_url, "_network_address", lambda: "10.0.0.7")
    assert shown_url(LOCAL, "present") == "http://localhost:8501"
    monkeypatch.setenv(public_url.ENV_VARIABLE, "https://papi.vn/")
    assert shown_url(LOCAL, "present") == "https://papi.vn"


def test_without_a_network_localhost_stays(monkeypatch):
    monkeypatch.setattr(public_url, "_network_address", lambda: "")
    assert find_public_url(LOCAL, "present") == PublicUrl("http://localhost:8501", "machine")


def test_the_configured_url_goes_first(monkeypatch):
    monkeypatch.setenv(public_url.ENV_VARIABLE, "https://papi.vn/")
    assert find_public_url(LOCAL, "present") == PublicUrl("https://papi.vn", "web")


@pytest.mark.parametrize(
    ("written", "base_url"),
    [
        ("https://papi.example.vn", "https://papi.example.vn"),
        ("papi.example.vn", "https://papi.example.vn"),
        (" papi.example.vn:8443/ ", "https://papi.example.vn:8443"),
        ('"https://papi.example.vn/"', "https://papi.example.vn"),
        ("HTTPS://PAPI.example.vn//", "https://papi.example.vn"),
        ("http://10.1.2.3:8501", "http://10.1.2.3:8501"),
        ("http://[fd00::7]:8501/", "http://[fd00::7]:8501"),
        ("https://tayninh.gov.vn/so-lieu/PAPI/", "https://tayninh.gov.vn/so-lieu/PAPI"),
    ],
)
def test_a_configured_url_is_read_kindly(monkeypatch, written, base_url):
    monkeypatch.setenv(public_url.ENV_VARIABLE, written)
    assert public_url.setting_error() == ""
    assert find_public_url(LOCAL, "present") == PublicUrl(base_url, "web")
    # Whoever follows a link made of it is answered.
    host = base_url.partition("://")[2].partition("/")[0]
    assert is_allowed(host, allowed_hosts({public_url.ENV_VARIABLE: written}))


@pytest.mark.parametrize(
    "written",
    ["ftp://papi.example.vn", "https:/papi.example.vn", "https//papi.example.vn", "https://",
     "https://papi example.vn", "https://papi.example.vn:port", "https://papi.example.vn?lang=vi",
     "https://user:secret@papi.example.vn", "https://papi.example.vn/#map", "http://https://a.vn",
     "https://papi.example.vn https://b.vn", "/papi", "https://papi.example.vn/a b"],
)  # fmt: skip
def test_a_url_that_no_link_can_be_made_of_is_told_and_not_used(monkeypatch, written):
    monkeypatch.setenv(public_url.ENV_VARIABLE, written)
    problem = public_url.setting_error()
    shown = written.replace("user:secret", "…")
    assert problem.startswith(f'PAPI_PUBLIC_URL="{shown}" is no web address such as https://')
    url = "https://papi.tayninh.vn/present"
    assert find_public_url(url, "present") == PublicUrl("https://papi.tayninh.vn", "web")
    # It is no permission to open the app under every name.
    assert not is_allowed("evil.example", allowed_hosts({public_url.ENV_VARIABLE: written}))
