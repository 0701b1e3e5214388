"""The locked door: where a login is configured, nobody gets further without one.

The secrets' ``[auth]`` is Streamlit's login by OpenID Connect, ``[door]`` says whom to let in
(``.streamlit/secrets.example.toml`` explains each entry). Without ``[auth]`` the app is public,
unless the environment says ``PAPI_DOOR=locked``. What is half configured lets nobody in.
"""

import html
import logging
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from lib.common.text import LANGUAGES, t
from lib.model.view import View
from lib.server import logs
from lib.ui.parts import assets

DEFAULT_HOURS = 12.0  # that a login lasts where [door] does not say


@dataclass(frozen=True)
class AccessRules:
    """Whom the door lets in: e-mail domains in small letters, hours since the login.

    ``providers`` are the names for ``st.login``; one without a name is "".
    """

    domains: tuple[str, ...] = ()
    hours: float = DEFAULT_HOURS
    providers: tuple[str, ...] = ()


def access_rules() -> AccessRules | None:
    """The rules as configured; None where the app is public."""
    if not st.secrets.load_if_toml_exists():
        # A file that cannot be read must not open the door.
        there = any(map(os.path.exists, st.get_option("secrets.files")))
        return AccessRules() if there or os.environ.get("PAPI_DOOR") == "locked" else None
    if "auth" not in st.secrets:
        return (
            AccessRules()
            if "door" in st.secrets or os.environ.get("PAPI_DOOR") == "locked"
            else None
        )
    return parse_rules(st.secrets["auth"], st.secrets.get("door", {}))


def parse_rules(auth: Mapping[str, Any], door: Mapping[str, Any]) -> AccessRules:
    """The rules that two sections of the secrets hold; what cannot be understood lets nobody in."""
    named = tuple(
        name for name, entry in auth.items() if isinstance(entry, Mapping) and "client_id" in entry
    )
    providers = named or (("",) if "client_id" in auth else ())
    domains, hours = door.get("domains", ()), door.get("hours", DEFAULT_HOURS)
    if isinstance(domains, str) or not isinstance(hours, int | float):
        return AccessRules()
    return AccessRules(tuple(str(d).strip().lstrip("@").lower() for d in domains), hours, providers)


def check_access(user: Mapping[str, Any], wanted: AccessRules, now: float) -> str:
    """ "in", or why not: "setup", "login", "expired", "domain"; ``now`` in s since 1970.

    A provider that says an e-mail is not verified is believed. Subdomains are other domains.
    """
    if not wanted.domains or not wanted.providers:
        return "setup"
    if not user.get("is_logged_in"):
        return "login"
    since = user.get("iat")
    if not isinstance(since, int | float) or not 0 <= now - since + 60 <= wanted.hours * 3600 + 60:
        return "expired"
    name, _, domain = str(user.get("email") or "").rpartition("@")
    if not name or domain.lower() not in wanted.domains or user.get("email_verified") is False:
        return "domain"
    return "in"


def require_access(lang: str) -> None:
    """Let the run go on only for who may see the pages; everybody else sees the login."""
    wanted = access_rules()
    if wanted is None:
        return
    user = st.user.to_dict()
    verdict = check_access(user, wanted, time.time())
    if verdict == "in":
        return
    if verdict in ("setup", "domain"):
        logs.log_event("door", logging.WARNING, refused=verdict)
    _login_page(lang, verdict, wanted, str(user.get("email") or "–"))
    st.stop()


def show_account(lang: str) -> None:
    """Who is logged in, and the way out; nothing where the app is public."""
    if access_rules() is None:
        return
    who = html.escape(str(st.user.to_dict().get("email")))
    st.html(f'<p class="navhead">{html.escape(t("door.who", lang))}</p><p class="source">{who}</p>')
    st.button(t("door.leave", lang), on_click=st.logout, key="leave")


def _login_page(lang: str, verdict: str, wanted: AccessRules, email: str) -> None:
    """The login, in the page's language and with a way to the other."""
    theme = st.context.theme.type
    assets.show_page_style(View(lang=lang, theme=theme if theme in ("light", "dark") else "light"))
    assets.show_page_script(lang)
    sentence = t(f"door.{verdict}", lang, email=email, domains=", ".join(wanted.domains))
    others = "".join(_language_link(code, current=code == lang) for code in LANGUAGES)
    with st.container(horizontal_alignment="center"), st.container(width=560, key="door"):
        st.html(
            f'<div class="brand"><strong>{html.escape(t("app.title", lang))}</strong>'
            f"<span>{html.escape(t('app.tagline', lang))}</span></div>"
            f'<h1 class="lead">{html.escape(t("door.title", lang))}</h1>'
            f'<div class="fig"><p>{html.escape(sentence)}</p></div>'
        )
        if verdict != "setup":
            for name in wanted.providers:
                label = t("door.enter_with", lang, name=name) if name else t("door.enter", lang)
                st.button(
                    label,
                    type="primary",
                    width="stretch",
                    key=f"enter_{name}",
                    on_click=partial(st.login, name or None),
                )
        st.html(f'<div class="switch">{others}</div>')


def _language_link(code: str, current: bool) -> str:
    """A link to the same address in a language; everything else in it stays."""
    query = html.escape(urlencode(st.query_params.to_dict() | {"lang": code}))
    now = ' aria-current="page"' if current else ""
    return f'<a class="go" href="?{query}"{now}>{LANGUAGES[code]}</a>'
