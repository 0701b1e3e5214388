"""Who is let in, without a browser."""

import json
import time

import pytest
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from lib.ui import auth
from lib.ui.auth import AccessRules, check_access, parse_rules

RULES = AccessRules(domains=("longan.gov.vn",), hours=12, providers=("",))
NOW = 1_800_000_000.0
USER = {"is_logged_in": True, "email": "An.Nguyen@LongAn.gov.vn", "iat": NOW - 3600}


@pytest.mark.parametrize(
    ("claims", "verdict"),
    [
        ({}, "in"),
        ({"email_verified": True}, "in"),
        ({"email_verified": False}, "domain"),
        ({"is_logged_in": False}, "login"),
        ({"email": "le@gmail.com"}, "domain"),
        ({"email": "le@longan.gov.vn.evil.com"}, "domain"),
        ({"email": "le@evil.com@longan.gov.vn"}, "in"),  # what follows the last @ decides
        ({"email": "@longan.gov.vn"}, "domain"),
        ({"email": "longan.gov.vn"}, "domain"),
        ({"email": None}, "domain"),
        ({"iat": NOW - 12 * 3600 - 1}, "expired"),
        ({"iat": NOW - 12 * 3600 + 1}, "in"),
        ({"iat": NOW + 59}, "in"),  # the provider's clock may be a little ahead
        ({"iat": NOW + 3600}, "expired"),  # a login from the future is no login
        ({"iat": None}, "expired"),
        ({"iat": "yesterday"}, "expired"),
    ],
)
def test_who_is_let_in(claims, verdict):
    assert check_access(USER | claims, RULES, NOW) == verdict


def test_without_a_user_the_login_is_asked_for():
    assert check_access({}, RULES, NOW) == "login"


@pytest.mark.parametrize(
    ("auth", "door"),
    [
        ({"client_id": "x"}, {}),
        ({"client_id": "x"}, {"domains": []}),
        ({"client_id": "x"}, {"domains": "longan.gov.vn"}),
        ({"client_id": "x"}, {"domains": ["longan.gov.vn"], "hours": "twelve"}),
        ({"redirect_uri": "x"}, {"domains": ["longan.gov.vn"]}),
    ],
    ids=["no door", "no domain", "a text for a list", "hours in words", "no provider"],
)
def test_an_incomplete_configuration_lets_nobody_in(auth, door):
    assert check_access(USER, parse_rules(auth, door), NOW) == "setup"


def test_named_providers_and_domains_as_people_write_them():
    auth = {"client_kwargs": {"prompt": "login"}, "google": {"client_id": "x"}}
    rules = parse_rules(auth, {"domains": [" @LongAn.gov.vn"], "hours": 1})
    assert rules == AccessRules(("longan.gov.vn",), 1, ("google",))


ORIGIN, SECRET = "https://papi.longan.gov.vn", "a-secret-of-the-tests-that-is-long-enough"


def cookie(secret=SECRET, origin=ORIGIN, **claims):
    """The cookies of a login as Streamlit sets them."""
    content = json.dumps(USER | {"origin": origin, "iat": time.time() - 60} | claims)
    signed = create_signed_value(secret, auth.USER_COOKIE_NAME, content)
    return {auth.USER_COOKIE_NAME: signed.decode()}


@pytest.mark.parametrize(
    ("cookies", "allowed"),
    [
        (cookie(), True),
        ({}, False),
        ({auth.USER_COOKIE_NAME: "forged.by.hand"}, False),
        (cookie(secret="another-secret-of-the-same-length-as-it"), False),
        (cookie(origin="https://another.example.vn"), False),
        (cookie(email="le@gmail.com"), False),
        (cookie(iat=time.time() - 13 * 3600), False),
        (cookie(is_logged_in=False), False),
    ],
    ids=["in", "none", "forged", "secret", "site", "domain", "expired", "logged out"],
)
def test_figures_and_data_are_behind_the_same_door(monkeypatch, cookies, allowed):
    monkeypatch.setattr(auth, "access_rules", lambda: RULES)
    monkeypatch.setattr(auth, "get_cookie_secret", lambda: SECRET)
    monkeypatch.setattr(auth, "get_origin_from_redirect_uri", lambda: ORIGIN)
    assert auth.is_allowed(cookies) is allowed


@pytest.mark.parametrize(
    ("word", "is_public"),
    [("", True), (" ", True), ("locked", False), ("Locked", False), ("lock", False)],
)
def test_a_misspelt_word_locks_the_door_too(monkeypatch, word, is_public):
    monkeypatch.setattr(auth.st.secrets, "load_if_toml_exists", lambda: False)
    monkeypatch.setattr(auth.st, "get_option", lambda name: [])
    monkeypatch.setenv("PAPI_DOOR", word)
    assert (auth.access_rules() is None) == is_public
    assert auth.is_allowed({}) == is_public


def test_without_a_login_everybody_may_have_them(monkeypatch):
    monkeypatch.setattr(auth, "access_rules", lambda: None)
    assert auth.is_allowed({})
