"""The URL that others get: the browser's, this machine's in its network, or the configured one."""

import pytest

from lib.server import public_url
from lib.server.public_url import PublicUrl, find_public_url

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


def test_without_a_network_localhost_stays(monkeypatch):
    monkeypatch.setattr(public_url, "_network_address", lambda: "")
    assert find_public_url(LOCAL, "present") == PublicUrl("http://localhost:8501", "machine")


def test_the_configured_url_goes_first(monkeypatch):
    monkeypatch.setenv(public_url.ENV_VARIABLE, "https://papi.vn/")
    assert find_public_url(LOCAL, "present") == PublicUrl("https://papi.vn", "web")
