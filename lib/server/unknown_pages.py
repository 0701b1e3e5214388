"""An unknown page leads to the first one: Streamlit's word for it speaks English only."""

from urllib.parse import urlencode

from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from lib.common import pages

MARKER = "nopage"  # the parameter by which the first page knows that another was asked for
# "home" is the first page's other name, the rest answers by itself.
KNOWN_PATHS = {page.slug for page in pages.PAGES} | {"", "home", "healthz", "oauth2callback"}
# Folders of the server's own.
SERVER_FOLDERS = {"_stcore", "app", "auth", "component", "media", "static"}


class RedirectUnknownPages:
    """ASGI middleware: sends a browser that asks for an unknown page to the first one."""

    def __init__(self, app: ASGIApp) -> None:
        """See the module."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Redirect, or pass."""
        if scope["type"] == "http" and scope["method"] == "GET" and not is_known(scope["path"]):
            query = scope["query_string"].decode("latin-1")
            parts = [query] if query else []
            answer = RedirectResponse(f"/?{'&'.join([*parts, urlencode({MARKER: 1})])}", 302)
            await answer(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def is_known(path: str) -> bool:
    """Whether a path names a page, or something else: a file, or what lies in the server's folders.

    Below a page's own path the front end looks for the server first, so these folders may stand
    anywhere in it.
    """
    parts = path.strip("/").split("/")
    return (
        parts[0] in KNOWN_PATHS
        and len(parts) == 1
        or "." in parts[-1]
        or bool(SERVER_FOLDERS & {*parts})
    )
