"""Access control: where a login is configured, nobody sees a page without one.

The secrets' ``[auth]`` is Streamlit's login by OpenID Connect, ``[door]`` says whom to let in
(``.streamlit/secrets.example.toml`` explains each entry). Without ``[auth]`` the app is public,
unless the environment says ``PAPI_DOOR=locked`` (or any other word). An incomplete configuration
lets nobody in.
"""

import json
import logging
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal
from urllib.parse import urlencode

import streamlit as st
from streamlit.auth_util import get_cookie_with_chunks, get_origin_from_redirect_uri
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from lib.common.text import LANGUAGES, Language, t
from lib.model.view import View
from lib.server import logs
from lib.ui import session
from lib.ui.html import show_html
from lib.ui.parts.assets import show_page_style, show_page_words
from lib.ui.parts.links import Link
from lib.ui.url_state import browser_theme

DEFAULT_HOURS = 12.0  # how long a login lasts where [door] does not say
CLOCK_TOLERANCE = 60.0  # s by which the provider's clock may differ from this machine's

# "in", or why not; the others are texts of [door] in lib/common/text.
Verdict = Literal["in", "setup", "login", "expired", "domain"]


@dataclass(frozen=True)
class AccessRules:
    """Who is let in.

    Args:
        domains: of e-mail addresses, in small letters; subdomains are other domains.
        hours: how long a login lasts.
        providers: names for ``st.login``; a single provider without a name is "".
    """

    domains: tuple[str, ...] = ()
    hours: float = DEFAULT_HOURS
    providers: tuple[str, ...] = ()


def access_rules() -> AccessRules | None:
    """The configured rules; None where the app is public."""
    # A misspelt word must not make the app public.
    locked = os.environ.get("PAPI_DOOR", "").strip() != ""
    if not st.secrets.load_if_toml_exists():
        # A secrets file that cannot be read must not make the app public.
        unreadable = any(map(os.path.exists, st.get_option("secrets.files")))
        return AccessRules() if unreadable or locked else None
    if "auth" not in st.secrets:
        return AccessRules() if "door" in st.secrets or locked else None
    return parse_rules(st.secrets["auth"], st.secrets.get("door", {}))


def parse_rules(auth: Mapping[str, Any], door: Mapping[str, Any]) -> AccessRules:
    """The rules in the sections [auth] and [door]; what cannot be understood lets nobody in."""
    named = tuple(
        name for name, entry in auth.items() if isinstance(entry, Mapping) and "client_id" in entry
    )
    providers = named or (("",) if "client_id" in auth else ())
    domains, hours = door.get("domains", ()), door.get("hours", DEFAULT_HOURS)
    if isinstance(domains, str) or not isinstance(hours, int | float):
        return AccessRules()
    return AccessRules(tuple(str(d).strip().lstrip("@").lower() for d in domains), hours, providers)


def check_access(user: Mapping[str, Any], rules: AccessRules, now: float) -> Verdict:
    """Whether a user is let in, and why not.

    Args:
        user: the claims of the login, as in ``st.user``. An e-mail address counts unless the
            provider says that it is not verified.
        rules: who is let in.
        now: seconds since 1970.
    """
    if not rules.domains or not rules.providers:
        return "setup"
    if not user.get("is_logged_in"):
        return "login"
    since = user.get("iat")
    if not isinstance(since, int | float):
        return "expired"
    if not -CLOCK_TOLERANCE <= now - since <= rules.hours * 3600:
        return "expired"
    name, _, domain = str(user.get("email") or "").rpartition("@")
    if not name or domain.lower() not in rules.domains or user.get("email_verified") is False:
        return "domain"
    return "in"


def require_access(lang: Language) -> None:
    """Let the run go on for who may see the pages; for everybody else show the login and stop."""
    rules = access_rules()
    if rules is None:
        return
    user = st.user.to_dict()
    verdict = check_access(user, rules, time.time())
    if verdict == "in":
        return
    if verdict in ("setup", "domain"):
        logs.log_event("door", logging.WARNING, refused=verdict)
    session.set_page_settings()
    _show_login_page(lang, verdict, rules, str(user.get("email") or "–"))
    st.stop()


def is_allowed(cookies: Mapping[str, str]) -> bool:
    """Whether a request without a session comes from somebody who may see the pages.

    Args:
        cookies: of the request; the login's is signed by Streamlit.
    """
    rules = access_rules()
    return rules is None or check_access(_user_of(cookies), rules, time.time()) == "in"


def _user_of(cookies: Mapping[str, str]) -> dict[str, Any]:
    """The claims of the login in a request's cookies, as ``st.user`` has them in a session."""
    secret = get_cookie_secret()

    def read(name: str) -> bytes | None:
        value = cookies.get(name, "").encode("latin-1", "ignore")
        return decode_signed_value(secret, name, value)

    content = get_cookie_with_chunks(read, USER_COOKIE_NAME)
    claims: dict[str, Any] = json.loads(content) if content else {}
    # A login belongs to the address that it was made for.
    return claims if claims.get("origin") == get_origin_from_redirect_uri() else {}


def show_account(lang: Language) -> None:
    """Who is logged in, and a button to log out; nothing where the app is public."""
    if access_rules() is None:
        return
    email = str(st.user.to_dict().get("email"))
    show_html("frame/account", heading=t("door.who", lang), email=email)
    st.button(t("door.leave", lang), on_click=st.logout, key="leave")


def _show_login_page(lang: Language, verdict: Verdict, rules: AccessRules, email: str) -> None:
    """Why the pages are not shown and how to log in, in the page's language."""
    show_page_style(View(lang=lang, theme=browser_theme()))
    show_page_words(lang)
    with st.container(horizontal_alignment="center"), st.container(width=560, key="door"):
        show_html(
            "frame/login",
            title=t("app.title", lang),
            tagline=t("app.tagline", lang),
            heading=t("door.title", lang),
            sentence=t(f"door.{verdict}", lang, email=email, domains=", ".join(rules.domains)),
        )
        if verdict != "setup":
            for name in rules.providers:
                _show_login_button(lang, name)
        show_html("frame/language_switch", languages=_language_links(lang))


def _show_login_button(lang: Language, provider: str) -> None:
    st.button(
        t("door.enter_with", lang, name=provider) if provider else t("door.enter", lang),
        type="primary",
        width="stretch",
        key=f"enter_{provider}",
        on_click=partial(st.login, provider or None),
    )


def _language_links(lang: Language) -> list[Link]:
    """Links to the same URL in each language; everything else in it stays."""
    params = st.query_params.to_dict()
    return [
        Link("?" + urlencode(params | {"lang": code}), name, current=code == lang)
        for code, name in LANGUAGES.items()
    ]
