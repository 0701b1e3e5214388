"""Small files that browsers and search engines ask every site for."""

from functools import cache

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from lib.common.paths import ROOT
from lib.common.text import t
from lib.common.theme import LIGHT
from lib.common.web_files import WebFile, page_scripts, page_styles
from lib.endpoints.parameters import request_language
from lib.endpoints.sources import Sources

_FOREVER = {"Cache-Control": "public, max-age=31536000, immutable"}
_DAY = {"Cache-Control": "public, max-age=86400"}
# Nothing there is for readers: the server's own addresses, and the views of uploaded files.
_CLOSED = ("/_stcore/", "/auth/", "/oauth2callback", "/media/", "/preview")


@cache
def _icon() -> bytes:
    return (ROOT / "static" / "icon.png").read_bytes()


def site_routes(sources: Sources) -> list[Route]:
    """The routes of robots.txt, the icon, the manifest, and the styles and scripts of the pages."""

    def robots(request: Request) -> Response:
        lines = ["User-agent: *"]
        closed = ("/",) if sources.is_locked() else _CLOSED
        lines += [f"Disallow: {path}" for path in closed]
        return PlainTextResponse("\n".join(lines) + "\n", headers=_DAY)

    def icon(request: Request) -> Response:
        return Response(_icon(), headers=_DAY, media_type="image/png")

    def manifest(request: Request) -> Response:
        lang = request_language(request)
        content = {
            "name": t("app.title", lang),
            "short_name": "PAPI",
            "description": t("app.tagline", lang),
            "lang": lang,
            "start_url": "/",
            "display": "minimal-ui",
            "background_color": LIGHT.background,
            "theme_color": LIGHT.second,
            "icons": [
                {"src": "/app/static/icon.png", "sizes": "128x128", "type": "image/png"},
                {"src": "/app/static/icon.svg", "sizes": "any", "type": "image/svg+xml"},
            ],
        }
        return JSONResponse(content, headers=_DAY, media_type="application/manifest+json")

    return [
        Route("/robots.txt", robots),
        Route("/favicon.png", icon),
        Route("/favicon.ico", icon),
        Route("/manifest.webmanifest", manifest),
        Route("/assets/page-{digest}.css", lambda request: _page_file(request, page_styles())),
        Route("/assets/page-{digest}.js", lambda request: _page_file(request, page_scripts())),
    ]


def _page_file(request: Request, file: WebFile) -> Response:
    """A style sheet or script; under the name of another release too, but not to be kept.

    While replicas are replaced one by one, a document may come from one release and the file that
    it names from the other.
    """
    headers = _FOREVER if request.url.path == file.url else {"Cache-Control": "no-store"}
    return Response(file.content, headers=headers, media_type=file.media_type)
