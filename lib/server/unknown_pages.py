"""Redirect from an unknown address to a page: Streamlit's own message speaks English only.

Known are the pages, the app's own routes and what Streamlit serves. Everything else leads to the
first page, which says so. A page's name with a sign that is not part of it, as at the end of a
sentence, leads to that page.
"""

from collections.abc import Sequence
from urllib.parse import urlencode

from starlette.datastructures import Headers
from starlette.responses import RedirectResponse
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lib.common.pages import PAGES

MARKER = "nopage"  # the URL parameter by which the first page knows that another was asked for
# "home" is another name of the first page.
PAGE_PATHS = {page.slug for page in PAGES} | {"", "home"}
# What Streamlit answers by itself: the end of a login, and files beside its folders.
SERVER_FILES = {"oauth2callback", "favicon.png", "index.html", "manifest.json"}
SERVER_FOLDERS = {"_stcore", "app", "auth", "component", "media", "static"}
# What is no page and has an address of one word, by that word.
OTHER_ADDRESSES = {"data": "/data/", "healthz": "/healthz"}
# Signs that a link gets from the sentence around it, or from being marked a little too far.
STRAY_SIGNS = " \t\r\n\u00a0\u200b.,;:!?…()[]{}<>«»\"'“”‘’*_"


class RedirectUnknownPages:
    """ASGI middleware: sends a browser that asks for an unknown address to a page."""

    def __init__(self, app: ASGIApp, routes: Sequence[BaseRoute] = ()) -> None:
        """Wrap ``app``, which answers ``routes`` beside what Streamlit does."""
        self._app, self._routes = app, routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Redirect an unknown address and pass on everything else."""
        is_get = scope["type"] == "http" and scope["method"] in ("GET", "HEAD")
        if not is_get or is_page(scope["path"]) or self._has_route(scope):
            await self._app(scope, receive, send)
        elif is_server_path(scope["path"]):
            await self._app(scope, receive, _FileOrRedirect(scope, receive, send))
        else:
            await _redirect(scope)(scope, receive, send)

    def _has_route(self, scope: Scope) -> bool:
        return any(route.matches(scope)[0] is not Match.NONE for route in self._routes)


class _FileOrRedirect:
    """A ``send`` that puts a redirect in the place of Streamlit's answer for a missing file.

    Streamlit answers with its front end, whose own files are then looked for beside the missing
    one: the page stays white.
    """

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._scope, self._receive, self._send = scope, receive, send
        self._is_replaced = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            kind = Headers(raw=message["headers"]).get("content-type", "")
            may_be_html = {"component", "index.html"} & {*_parts(self._scope["path"])}
            if kind.startswith("text/html") and message["status"] == 200 and not may_be_html:
                self._is_replaced = True
                await _redirect(self._scope)(self._scope, self._receive, self._send)
        if not self._is_replaced:
            await self._send(message)


def is_page(path: str) -> bool:
    """Whether a URL's path names a page, with a slash behind it or without."""
    return path.rstrip("/")[1:] in PAGE_PATHS


def is_server_path(path: str) -> bool:
    """Whether a URL's path may be one of Streamlit's own files or endpoints.

    The front end looks for the server below the path of the present page first, so the folders may
    stand there as well.
    """
    parts = _parts(path)
    if len(parts) > 1 and parts[0] in PAGE_PATHS:
        parts = parts[1:]
    return parts[0] in SERVER_FILES if len(parts) == 1 else parts[0] in SERVER_FOLDERS


def mend_path(path: str) -> str | None:
    """What a path with stray signs or capitals means: ``/Map).`` is ``/map``; or None."""
    name = path.strip("/" + STRAY_SIGNS).lower()
    meant = f"/{name}" if name in PAGE_PATHS else OTHER_ADDRESSES.get(name)
    return meant if meant != path else None  # to itself a browser would be sent for ever


def _parts(path: str) -> list[str]:
    return path.strip("/").split("/")


def _redirect(scope: Scope) -> RedirectResponse:
    """To the page that was meant, else to the first one; the query is kept."""
    query = scope["query_string"].decode("latin-1")
    page = mend_path(scope["path"])
    if page is None:
        page, query = "/", "&".join([*([query] if query else []), urlencode({MARKER: 1})])
    return RedirectResponse(f"{page}?{query}" if query else page, 302)
