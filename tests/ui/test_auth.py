"""Who is let in, without a browser; what the login and the logs may say."""

import pytest

from lib.server.login_redirect import own_page_address
from lib.server.unknown_pages import is_known
from lib.ui.auth import AccessRules, check_access, parse_rules

RULES = AccessRules(domains=("longan.gov.vn",), hours=12, providers=("",))
NOW = 1_800_000_000.0
USER = {"is_logged_in": True, "email": "An.Nguyen@LongAn.gov.vn", "iat": NOW - 3600}


@pytest.mark.parametrize(
    ("change", "verdict"),
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
        ({"iat": NOW + 3600}, "expired"),  # a login from the future is no login
        ({"iat": None}, "expired"),
        ({"iat": "yesterday"}, "expired"),
    ],
)
def test_who_is_let_in(change, verdict):
    assert check_access(USER | change, RULES, NOW) == verdict


def test_nobody_is_known_without_a_user():
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
def test_what_is_half_configured_lets_nobody_in(auth, door):
    assert check_access(USER, parse_rules(auth, door), NOW) == "setup"


def test_providers_with_a_name_and_domains_as_people_write_them():
    auth = {"client_kwargs": {"prompt": "login"}, "google": {"client_id": "x"}}
    rules = parse_rules(auth, {"domains": [" @LongAn.gov.vn"], "hours": 1})
    assert rules == AccessRules(("longan.gov.vn",), 1, ("google",))


@pytest.mark.parametrize(
    ("referer", "found"),
    [
        ("https://papi.vn/trends?province=79", "/trends?province=79"),
        ("http://papi.vn/", "/"),
        ("https://evil.vn/trends", ""),
        ("https://papi.vn.evil.vn/trends", ""),
        ("https://papi.vn//evil.vn", ""),
        ("https://papi.vn/\\evil.vn", ""),
        ("javascript:alert(1)", ""),
        ("", ""),
        ("https://papi.vn/" + "x" * 3000, ""),
    ],
)
def test_only_an_address_of_our_own_is_returned_to(referer, found):
    assert own_page_address(referer, "papi.vn") == found


@pytest.mark.parametrize(
    ("path", "page"),
    [("/", True), ("/map", True), ("/healthz", True), ("/nosuch", False), ("/nosuch/", False),
     ("/map/", True), ("/map/x/y", False), ("/x/y", False), ("/map/_stcore/health", True),
     ("/auth/login", True),
     ("/favicon.png", True), ("/static/js/x.js", True), ("/_stcore/health", True)],
)  # fmt: skip
def test_only_an_unknown_page_is_led_to_the_first(path, page):
    assert is_known(path) == page
