"""Redirect from an unknown page to the first one: Streamlit's own message speaks English only."""

from urllib.parse import urlencode

from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from lib.common.pages import PAGES

MARKER = "nopage"  # the URL parameter by which the first page knows that another was asked for
# "home" is another name of the first page; the rest are not pages but answer by themselves.
KNOWN_PATHS = {page.slug for page in PAGES} | {"", "home", "healthz", "oauth2callback"}
SERVER_FOLDERS = {"_stcore", "app", "auth", "component", "media", "static"}


class RedirectUnknownPages:
    """ASGI middleware: sends a browser that asks for an unknown page to the first one."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap ``app``."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Redirect an unknown page and pass on everything else."""
        is_get = scope["type"] == "http" and scope["method"] == "GET"
        if is_get and not is_known_path(scope["path"]):
            query = scope["query_string"].decode("latin-1")
            marked = "&".join([*([query] if query else []), urlencode({MARKER: 1})])
            await RedirectResponse(f"/?{marked}", 302)(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def is_known_path(path: str) -> bool:
    """Whether a URL's path names a page, a file, or something in the server's folders.

    The front end looks for the server below the path of the present page first, so the folders may
    stand anywhere in a path.
    """
    parts = path.strip("/").split("/")
    is_page = len(parts) == 1 and parts[0] in KNOWN_PATHS
    is_file = "." in parts[-1]
    return is_page or is_file or bool(SERVER_FOLDERS & {*parts})
