"""Under which host names the app answers.

A page of a foreign site can give its own name this server's address (DNS rebinding); a browser
then lets that page read what the server answers and open its websocket. Its Host header has that
name.

``PAPI_ALLOWED_HOSTS`` lists the names, ``*.example.vn`` means all below one, ``*`` all names.
Without it, or where none of its entries is a name, the list is the host of ``PAPI_PUBLIC_URL``;
only without both settings every name is answered. Names of this machine itself always are, and the
health checks under any name: a probe uses the address of a container, and what they answer holds
nothing.
"""

import os
import re
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from lib.common.text import LANGUAGES, t
from lib.server import public_url

ENV_VARIABLE = "PAPI_ALLOWED_HOSTS"
THIS_MACHINE = ("localhost", "127.0.0.1", "::1")
_ENTRY = re.compile(r"(\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)*|[0-9a-f.]*:[0-9a-f:.]+")  # name, IPv6
# A Host header: a name or an address in brackets, and at most a port.
_HEADER = re.compile(
    r"(?:(?P<name>[a-z0-9_-]+(?:\.[a-z0-9_-]+)*)\.?|\[(?P<address>[0-9a-f:.]+)\])"
    r"(?::(?P<port>[0-9]{0,5}))?"
)
_MAX_PORT = 65_535
HEALTH_CHECKS = ("/_stcore/health", "/healthz")


class RefuseForeignHosts:
    """ASGI middleware: answers only under the allowed names, also to websockets."""

    def __init__(self, app: ASGIApp, settings: Mapping[str, str] = os.environ) -> None:
        """Wrap ``app``; ``settings`` are the environment's variables."""
        self._app, self._allowed = app, allowed_hosts(settings)
        self._public_url = public_url.configured_url(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse a foreign name with one sentence, a websocket by not accepting it."""
        if scope["type"] not in ("http", "websocket") or self._is_answered(scope):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            key = "server.foreign_host" if self._public_url else "server.foreign_host_no_url"
            sentences = [t(key, lang, url=self._public_url) for lang in LANGUAGES]
            await PlainTextResponse("\n".join(sentences), 421)(scope, receive, send)

    def _is_answered(self, scope: Scope) -> bool:
        if not self._allowed:
            return True
        if scope["type"] == "http" and scope["path"] in HEALTH_CHECKS:
            return True
        hosts = Headers(scope=scope).getlist("host")
        return len(hosts) == 1 and is_allowed(hosts[0], self._allowed)


def allowed_hosts(settings: Mapping[str, str]) -> tuple[str, ...]:
    """The names in the settings, in small letters and without ports; () means every name.

    A setting that cannot be understood never opens the app to every name: at least this machine's
    own names are then all that is answered.
    """
    listed = settings.get(ENV_VARIABLE, "").strip()
    url = public_url.written_setting(settings)
    entries = re.split(r"[,;\s]+", listed)
    if "*" in entries or not (listed or url):
        return ()
    names = _host_names(entries) or _host_names([url])
    return (*names, *THIS_MACHINE)


def _host_names(entries: Sequence[str]) -> list[str]:
    """The hosts of the entries that a Host header can have, or all below one of them."""
    return [name for name in map(_host_name, entries) if _ENTRY.fullmatch(name)]


def is_allowed(host: str, allowed: Sequence[str]) -> bool:
    """Whether a Host header names one of the allowed hosts; its port does not matter."""
    name = name_of_header(host)
    return bool(name) and any(
        name.endswith(entry[1:]) if entry.startswith("*.") else name == entry for entry in allowed
    )


def name_of_header(header: str) -> str:
    """The host that a Host header names (RFC 9110, 7.2), in small letters; "" for another text.

    A header has a host and at most a port. One that has more, as "a.vn/path" or "http://a.vn", is
    refused: what reads it after this class might take another part of it for the host.
    """
    match = _HEADER.fullmatch(header.lower())
    if match is None or int(match["port"] or 0) > _MAX_PORT:
        return ""
    return match["name"] or match["address"]


def _host_name(text: str) -> str:
    """The host of a URL or of an entry of the settings, in small letters; "" for another text."""
    try:
        parts = urlsplit(text if "://" in text else f"//{text}")
        _ = parts.port  # raises where it is no number
    except ValueError:
        return ""
    return "" if "@" in parts.netloc else (parts.hostname or "").rstrip(".")
