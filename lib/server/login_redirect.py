"""Return to the requested page after the login: Streamlit's own login ends at the root.

The redirect to the identity provider carries a state that comes back with its answer. The requested
path waits in a cookie of the browser under a name with that state, so that two tabs do not mix and
no replica of the server must remember anything.
"""

import re
from urllib.parse import parse_qs, quote, unquote, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOGIN_PATH, CALLBACK_PATH = "/auth/login", "/oauth2callback"
MAX_PATH_LENGTH = 2000  # characters with the query; a cookie holds about 4000
_NO_HEADER = re.compile(r"[\x00-\x20\x7f]|[^\x00-\xff]")  # what no URL in a header holds
COOKIE_SECONDS = 900  # how long a login may take


class ReturnAfterLogin:
    """ASGI middleware around Streamlit's login."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap ``app``."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Set the cookie when a login begins, follow it when it ends, pass on everything else."""
        path = scope.get("path", "") if scope["type"] == "http" else ""
        if path.endswith(LOGIN_PATH):
            send = _remember_path(scope, send)
        elif path.endswith(CALLBACK_PATH):
            send = _return_to_path(scope, send)
        await self._app(scope, receive, send)


def same_site_path(url: str, host: str) -> str:
    """Path and query of a URL on ``host``; "" for any other URL and for too long ones."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    is_same_site = parts.scheme in ("http", "https") and parts.netloc == host
    # A browser takes a path that begins with two slashes for another host.
    is_path = path.startswith("/") and not path.startswith(("//", "/\\"))
    is_path = is_path and not _NO_HEADER.search(url)
    return path if is_same_site and is_path and len(path) <= MAX_PATH_LENGTH else ""


def _cookie_name(query: str) -> str:
    """The cookie of the login whose state a URL's query carries; "" for a state that is none."""
    state = parse_qs(query).get("state", [""])[0]
    return f"papi_wanted_{state}" if state.isalnum() else ""


def _remember_path(scope: Scope, send: Send) -> Send:
    """A ``send`` that adds the cookie to the redirect to the identity provider."""
    headers = Headers(scope=scope)
    path = same_site_path(headers.get("referer", ""), headers.get("host", ""))

    async def send_with_cookie(message: Message) -> None:
        if message["type"] == "http.response.start" and path:
            response = MutableHeaders(scope=message)
            name = _cookie_name(urlsplit(response.get("location", "")).query)
            if name:
                value = f"{name}={quote(path, safe='')}; Max-Age={COOKIE_SECONDS}"
                response.append("set-cookie", f"{value}; Path=/; HttpOnly; SameSite=Lax")
        await send(message)

    return send_with_cookie


def _return_to_path(scope: Scope, send: Send) -> Send:
    """A ``send`` that redirects to the cookie's path and deletes the cookie."""
    headers = Headers(scope=scope)
    host = headers.get("host", "")
    name = _cookie_name(scope["query_string"].decode("latin-1"))
    # This one reads on after a cookie of another program that is not as the standard has it.
    stored = unquote(cookie_parser(headers.get("cookie", "")).get(name, ""))
    # A cookie comes from outside, so its path is checked again.
    path = same_site_path(f"http://{host}{stored}", host)

    async def send_with_redirect(message: Message) -> None:
        if message["type"] == "http.response.start" and path:
            response = MutableHeaders(scope=message)
            if response.get("location"):
                response["location"] = path
            response.append("set-cookie", f"{name}=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax")
        await send(message)

    return send_with_redirect
