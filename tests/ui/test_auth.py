"""Who is let in, without a browser."""

import pytest

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
