"""After the login back to the address that was wanted: Streamlit's own login ends at the root.

The way out to the provider carries a state that comes back with the answer; the address waits under
that name in a cookie of the browser, so that two tabs do not mix and no replica must remember.
"""

from http.cookies import SimpleCookie
from urllib.parse import parse_qs, quote, unquote, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOGIN, CALLBACK = "/auth/login", "/oauth2callback"
MAX_ADDRESS = 2000  # characters of an address; a cookie holds about 4000
COOKIE_SECONDS = 900  # s that a login may take


class ReturnAfterLogin:
    """ASGI middleware around Streamlit's login."""

    def __init__(self, app: ASGIApp) -> None:
        """See the module."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Remember on the way out, redirect on the way back; all else passes."""
        path = scope.get("path", "") if scope["type"] == "http" else ""
        if path.endswith(LOGIN):
            send = _remember(scope, send)
        elif path.endswith(CALLBACK):
            send = _return(scope, send)
        await self._app(scope, receive, send)


def own_page_address(referer: str, host: str) -> str:
    """Path and query of a page of our own; "" for anything else."""
    parts = urlsplit(referer)
    found = f"{parts.path}?{parts.query}" if parts.query else parts.path
    ours = parts.scheme in ("http", "https") and parts.netloc == host
    harmless = found.startswith("/") and not found.startswith(("//", "/\\"))
    return found if ours and harmless and len(found) <= MAX_ADDRESS else ""


def _name(state: str) -> str:
    return f"papi_wanted_{state}" if state.isalnum() else ""


def _remember(scope: Scope, send: Send) -> Send:
    headers = Headers(scope=scope)
    wanted = own_page_address(headers.get("referer", ""), headers.get("host", ""))

    async def sender(message: Message) -> None:
        if message["type"] == "http.response.start" and wanted:
            answer = MutableHeaders(scope=message)
            query = parse_qs(urlsplit(answer.get("location", "")).query)
            name = _name(query.get("state", [""])[0])
            if name:
                value = f"{name}={quote(wanted, safe='')}; Max-Age={COOKIE_SECONDS}"
                answer.append("set-cookie", f"{value}; Path=/; HttpOnly; SameSite=Lax")
        await send(message)

    return sender


def _return(scope: Scope, send: Send) -> Send:
    query = parse_qs(scope["query_string"].decode("latin-1"))
    name = _name(query.get("state", [""])[0])
    cookies = SimpleCookie(Headers(scope=scope).get("cookie", ""))
    wanted = unquote(cookies[name].value) if name and name in cookies else ""
    host = Headers(scope=scope).get("host", "")

    async def sender(message: Message) -> None:
        # The cookie comes from outside: it is looked at as the address was.
        if message["type"] == "http.response.start" and own_page_address(
            f"http://{host}{wanted}", host
        ):
            answer = MutableHeaders(scope=message)
            if answer.get("location"):
                answer["location"] = wanted
            answer.append("set-cookie", f"{name}=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax")
        await send(message)

    return sender
