"""The head of a page as the server sends it: what link previews and search engines read.

Streamlit serves the same document at every address. Zalo, Facebook and search engines read no more
than that, so the title, the headline and the picture of the view are put into it on its way out.
Where a login is needed, nothing of the data is: the previews' readers have none.
"""

import asyncio
import re
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lib.common.html_templates import render
from lib.common.pages import PAGES, PAGES_WITHOUT_PROVINCE, page_by_slug
from lib.common.text import LANGUAGES, Language, t
from lib.common.theme import LIGHT
from lib.common.web_files import page_scripts, page_styles
from lib.datasets import tables
from lib.datasets.descriptions import DataError
from lib.endpoints.parameters import (
    MAX_QUERY,
    opening,
    request_base_url,
    request_language,
)
from lib.endpoints.sources import Sources
from lib.endpoints.work import File, KeptFiles
from lib.model.dataset import Dataset
from lib.model.unit_lists import resolve_page
from lib.model.url_parameters import read_view
from lib.model.view import View
from lib.narrative import brief, citizens, estimates, overview, phrases
from lib.narrative import map as map_narrative
from lib.narrative.merged import summary
from lib.narrative.plan import results
from lib.narrative.table import words
from lib.narrative.targets import distance
from lib.narrative.trends import change
from lib.server import logs
from lib.server.run_queue import RUN_QUEUE
from lib.stats.ranking import TOTAL

TEMPLATES = Path(__file__).with_name("templates")
_SLUGS = {"": PAGES[0].slug, "home": PAGES[0].slug} | {page.slug: page.slug for page in PAGES}
# Parts of Streamlit's front end, which a page would load one after the other once it is told what
# to draw: its own elements, charts, the map to move and what it draws with; then the sliders and
# buttons of some pages.
_ELEMENT, _CHART, _MOVABLE_MAP = "Html", "ArrowVegaLiteChart", "DeckGlJsonChart"
_WEBGL = "webgl-device"
_SLIDER, _FILE, _OWN = "Slider", "DownloadButton", "BidiComponent"
_ALSO_SHOWN = {
    "dimensions": (_FILE,),
    "targets": (_SLIDER,),
    "plan": (_FILE, _OWN),
    "merged": (_FILE,),
    "table": (_FILE,),
    "present": (_FILE, _OWN),
    "brief": (_FILE,),
    "citizens": (_FILE,),
    "preview": (_FILE, _OWN),
}
# A person's browser goes on without the head, a reader of link previews has nothing else.
_BROWSER_WAIT, _READER_WAIT = 1.0, 10.0  # s
_KEPT_BYTES = 4_000_000
_THREADS = 4  # that read what is asked for; another one makes the heads
_MAX_DESCRIPTION = 300  # characters

Sentence = Callable[[Dataset, View], str]
_HEADLINES: dict[str, Sentence] = {
    "overview": overview.headline,
    "map": map_narrative.headline,
    "trends": change.headline,
    "targets": distance.headline,
    "plan": results.headline,
    "table": words.headline,
    "present": brief.headline,
    "brief": brief.headline,
    "citizens": citizens.headline,
}
# Pages whose conclusion is the title of one of their figures.
_HEADLINE_FIGURES = {"dimensions": "dimensions.strip", "peers": "peers.ladder"}


@dataclass(frozen=True)
class PageSummary:
    """What a page says of itself before it is drawn.

    Attributes:
        title: of the page, "Long An 2023: 46/63 · PAPI".
        description: its conclusion in a sentence.
        view: what it shows, as it was asked for; None where nothing of the data is told.
        card: the parameters of the picture of what it shows; {} where there is none.
        closed: whether a login is needed, so that search engines must not list the address.
    """

    title: str
    description: str
    view: View | None = None
    card: Mapping[str, str] = field(default_factory=dict)
    closed: bool = False


def neutral_summary(lang: Language, closed: bool) -> PageSummary:
    """The name of the dashboard and what it is about, without any figure."""
    return PageSummary(t("app.title", lang), t("app.tagline", lang), closed=closed)


def summarize_page(sources: Sources, slug: str, dataset: Dataset, asked: View) -> PageSummary:
    """The title and the conclusion of a page.

    Args:
        sources: figures and sentences as the pages have them.
        slug: the page.
        dataset: that of the 63.
        asked: the view as read from the URL.
    """
    lang, page = asked.lang, t(f"page.{slug}", asked.lang)
    if slug in PAGES_WITHOUT_PROVINCE:
        return PageSummary(f"{page} · PAPI", t(f"question.{slug}", lang), asked)
    shown, view = resolve_page(dataset, asked, page_by_slug(slug))
    name = shown.province_name(view.province, lang)
    total = shown.position(view.year, TOTAL, view.province)
    place = "" if total is None else f": {phrases.format_rank(shown, total)}"
    if place and shown.estimated:
        place = estimates.tag_estimate(place, lang)
    parts = [f"{name} {view.year}{place}", "" if slug == PAGES[0].slug else page, "PAPI"]
    return PageSummary(
        " · ".join(filter(None, parts)),
        _description(sources, slug, shown, view),
        asked,
        {} if total is None else _card_parameters(view),
    )


def _card_parameters(view: View) -> dict[str, str]:
    """Of the province, the year and the list of provinces that a page shows."""
    return {
        "province": view.province,
        "year": str(view.year),
        "units": view.shown_units,
        "lang": view.lang,
    }


def _description(sources: Sources, slug: str, dataset: Dataset, view: View) -> str:
    """The page's conclusion; where the province has no score, the sentence that says so."""
    try:
        sentence = _headline(sources, slug, view)
    except LookupError as error:
        logs.log_wrong_lookup(slug, error)
        return phrases.missing_score_sentence(dataset, view)
    if dataset.estimated and dataset.position(view.year, view.measure, view.province) is not None:
        sentence = estimates.tag_sentence(sentence, dataset, view)
    return sentence[:_MAX_DESCRIPTION]


def _headline(sources: Sources, slug: str, view: View) -> str:
    if slug in _HEADLINE_FIGURES:
        return sources.figure(_HEADLINE_FIGURES[slug], view).title
    if slug == "merged":
        found = sources.compute(summary.headline, view)
        return str(found or sources.compute(summary.fallback_headline, view))
    if slug not in _HEADLINES:
        return t(f"question.{slug}", view.lang)
    return str(sources.compute(_HEADLINES[slug], view))


def front_end_parts(slug: str, view: View | None) -> tuple[str, ...]:
    """The names of the parts of Streamlit's front end that a page is drawn with."""
    page = page_by_slug(slug)
    is_movable = slug == "map" and view is not None and view.render == "interactive"
    shown = {
        _ELEMENT: True,
        _CHART: page.has_charts,
        _MOVABLE_MAP: is_movable,
        _WEBGL: is_movable,
        _OWN: is_movable,  # asks the browser whether it can draw that map
    }
    found = [part for part, is_shown in shown.items() if is_shown]
    return (*found, *_ALSO_SHOWN.get(slug, ()))


def head_html(
    sources: Sources, summary: PageSummary, slug: str, base_url: str, lang: Language
) -> str:
    """The elements of a page's head.

    Args:
        sources: know the scripts of Streamlit's front end.
        summary: what the page says of itself.
        slug: the page.
        base_url: the app's address without a slash at its end; "" where it is not known.
        lang: the page's language.
    """
    view = summary.view
    links = {}
    card = ""
    if view is not None and base_url:
        links = {
            code: f"{base_url}/{slug}?{urlencode(view.query(lang=code))}" for code in LANGUAGES
        }
        query = urlencode(summary.card)
        card = f"{base_url}/figure/card.png?{query}" if query else ""
    return str(
        render(
            TEMPLATES,
            "page_head.html.jinja",
            summary=summary,
            site=t("app.title", lang),
            lang=lang,
            locale={"vi": "vi_VN", "en": "en_US"}[lang],
            links=links,
            card=card,
            colour=LIGHT.second,
            scripts=dict.fromkeys(
                script
                for part in front_end_parts(slug, view)
                for script in sources.front_end_scripts(part)
            ),
        )
    )


def insert_head(document: str, head: str, lang: Language) -> str:
    """Streamlit's document with the language, the head, the styles and the scripts of a page.

    Streamlit's own title goes. The styles stand in the body: Streamlit adds its own to the head
    while it draws, and of two rules of one weight the later holds. The scripts stand before
    Streamlit's, which reads where the server is as it starts.
    """
    styles = f'<link rel="stylesheet" href="{page_styles().url}">'
    scripts = f'<script defer src="{page_scripts().url}"></script>'
    document = re.sub(r"(<head[^>]*>)", lambda start: start[0] + scripts, document, count=1)
    document = re.sub(r"(<body[^>]*>)", lambda body: body[0] + styles, document, count=1)
    document = re.sub(r"<html lang=\"[^\"]*\"", f'<html lang="{lang}"', document, count=1)
    document = re.sub(r"<title>.*?</title>", "", document, count=1, flags=re.DOTALL)
    return document.replace("</head>", f"{head}</head>", 1)


@dataclass(frozen=True)
class _Asked:
    """Which head a request asks for; ``key`` names all that decides on it."""

    key: str
    slug: str
    dataset: Dataset
    view: View
    base_url: str


class PageHead:
    """ASGI middleware: puts the head of the view into the documents of the pages.

    Heads are made one at a time, so that of a burst of them a viewer's run waits for one at most.
    Those that are kept do not wait for one that is made.
    """

    def __init__(self, app: ASGIApp, sources: Sources) -> None:
        """Wrap ``app``; the heads are made with ``sources`` and kept."""
        self._app, self._sources = app, sources
        self._kept = KeptFiles(_KEPT_BYTES)
        # A thread goes on with a head that nobody waits for any more, and is not free until then.
        self._readers = ThreadPoolExecutor(_THREADS, "page-head")
        self._maker = ThreadPoolExecutor(1, "page-head-maker")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer for a page with its head in it; pass on everything else."""
        slug = _SLUGS.get(scope["path"].strip("/")) if scope["type"] == "http" else None
        if slug is None or scope["method"] not in ("GET", "HEAD"):
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        lang = request_language(request)
        head = await self._head(request, slug, lang)
        await self._app(_plain_scope(scope), receive, _Rewriting(scope, send, head, lang))

    async def _head(self, request: Request, slug: str, lang: Language) -> str:
        """The head of a page; a neutral one where the data are closed, bad or not ready in time.

        Whatever goes wrong in it, the page itself must come.
        """
        is_browser = "sec-fetch-mode" in request.headers
        making = self._kept_or_made(request, slug, lang)
        try:
            return await asyncio.wait_for(making, _BROWSER_WAIT if is_browser else _READER_WAIT)
        except (TimeoutError, DataError):
            return self._neutral(slug, lang)
        except Exception as error:
            logs.log_error(slug, error)
            return self._neutral(slug, lang)

    async def _kept_or_made(self, request: Request, slug: str, lang: Language) -> str:
        loop = asyncio.get_running_loop()
        asked = await loop.run_in_executor(self._readers, self._read, request, slug)
        if asked is None:
            return self._neutral(slug, lang)
        kept = self._kept.get(asked.key)
        if kept is None:
            kept = await loop.run_in_executor(self._maker, self._make, asked)
        return kept.content.decode()

    def _read(self, request: Request, slug: str) -> _Asked | None:
        """Which head is asked for; None for the neutral one."""
        if self._sources.is_locked() or len(request.url.query) > MAX_QUERY:
            return None
        version = tables.data_version()  # before the data are read, as in ``answers``
        dataset = self._sources.dataset()
        view, _ = read_view(dict(request.query_params), dataset, "light", opening(dataset))
        base_url = request_base_url(request)
        return _Asked(f"{version} {slug} {base_url} {view!r}", slug, dataset, view, base_url)

    def _make(self, asked: _Asked) -> File:
        if kept := self._kept.get(asked.key):  # made for another request meanwhile
            return kept
        with RUN_QUEUE.wait_for_slot():
            summary = summarize_page(self._sources, asked.slug, asked.dataset, asked.view)
        head = head_html(self._sources, summary, asked.slug, asked.base_url, asked.view.lang)
        made = File(head.encode(), "text/html")
        self._kept.put(asked.key, made)
        return made

    def _neutral(self, slug: str, lang: Language) -> str:
        """The head without any figure; closed as well where nobody can say that it is open."""
        try:
            closed = self._sources.is_locked()
        except Exception as error:
            logs.log_error(slug, error)
            closed = True
        return head_html(self._sources, neutral_summary(lang, closed), slug, "", lang)


def _plain_scope(scope: Scope) -> Scope:
    """The request as one for the whole document, not compressed: it is changed on its way out."""
    dropped = (b"accept-encoding", b"if-none-match", b"if-modified-since", b"if-range", b"range")
    headers = [(name, value) for name, value in scope["headers"] if name not in dropped]
    return dict(scope) | {"headers": headers, "method": "GET"}


class _Rewriting:
    """A ``send`` that collects a document and sends it with the head."""

    def __init__(self, scope: Scope, send: Send, head: str, lang: Language) -> None:
        self._send, self._head, self._lang = send, head, lang
        self._has_body = scope["method"] == "GET"
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_document(message):
            self._start = message
        elif message["type"] == "http.response.body" and self._start is not None:
            self._body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._finish(self._start)
        else:
            await self._send(message)

    async def _finish(self, start: Message) -> None:
        document = insert_head(self._body.decode(), self._head, self._lang).encode()
        headers = MutableHeaders(scope=start)
        # They are of Streamlit's file, which is the same at every address.
        for name in ("etag", "last-modified", "accept-ranges"):
            del headers[name]
        headers["content-length"] = str(len(document))
        await self._send(start)
        body = document if self._has_body else b""
        await self._send({"type": "http.response.body", "body": body})


def _is_document(start: Message) -> bool:
    kind = Headers(raw=start["headers"]).get("content-type", "")
    return bool(start["status"] == 200 and kind.startswith("text/html"))
