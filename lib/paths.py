"""An unknown page leads to the first one: Streamlit's word for it speaks English only."""

from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from lib import registry

# "home" is the first page's other name, the rest answers by itself.
KNOWN = {page.slug for page in registry.PAGES} | {"", "home", "healthz", "oauth2callback"}


class Paths:
    """ASGI middleware: sends a browser that asks for an unknown page to the first one."""

    def __init__(self, app: ASGIApp) -> None:
        """See the module."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Redirect, or pass."""
        if scope["type"] == "http" and scope["method"] == "GET" and not known(scope["path"]):
            query = scope["query_string"].decode("latin-1")
            answer = RedirectResponse(f"/?{query}" if query else "/", status_code=302)
            await answer(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def known(path: str) -> bool:
    """Whether a path names a page, or something else: those have a dot or a folder in them."""
    name = path.strip("/")
    return name in KNOWN or "/" in name or "." in name
