"""What /healthz answers: whole data, and settings of the opening view that cannot be used."""

import json

from lib.ui import health


def answer():
    response = health.health_response(None)
    return response.status_code, json.loads(response.body)


def test_a_usable_setting_changes_nothing(monkeypatch):
    monkeypatch.setenv("PAPI_PROVINCE", "Bắc Giang")
    assert answer() == (200, {"status": "ok"})


def test_a_setting_that_cannot_be_used_is_told_and_the_pages_stay_up(monkeypatch):
    monkeypatch.setenv("PAPI_PROVINCE", "Atlantis")
    status, body = answer()
    assert (status, body["status"]) == (200, "ok")
    assert 'PAPI_PROVINCE="Atlantis"' in body["settings"]


def test_a_public_url_that_no_link_can_be_made_of_is_told(monkeypatch):
    monkeypatch.setenv("PAPI_PUBLIC_URL", "ftp://papi.example.vn")
    status, body = answer()
    assert (status, body["status"]) == (200, "ok")
    assert body["settings"].startswith('PAPI_PUBLIC_URL="ftp://papi.example.vn" is no web address')
    monkeypatch.setenv("PAPI_PUBLIC_URL", "papi.example.vn")
    assert answer() == (200, {"status": "ok"})
