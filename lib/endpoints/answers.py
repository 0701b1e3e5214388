"""One request of a figure or of data: who asks, what is asked, kept or made, told unchanged."""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from lib.datasets.descriptions import DataError
from lib.endpoints.parameters import request_language
from lib.endpoints.refusals import Refusal, refusal_response
from lib.endpoints.sources import Sources, content_version
from lib.endpoints.work import File, Workshop
from lib.server import logs

MAX_AGE = 300  # s that browsers and proxies keep an answer without asking


@dataclass(frozen=True)
class Task:
    """What a request asks for, once its parameters are read.

    Attributes:
        key: all that decides on the content, beside code and data.
        make: makes the file; raises ``LookupError`` where the data lack what is asked for.
    """

    key: str
    make: Callable[[], File]


Reader = Callable[[Sources, Request], Task]


def endpoint(
    sources: Sources, workshop: Workshop, read: Reader
) -> Callable[[Request], Awaitable[Response]]:
    """The function that answers the requests of an address.

    Args:
        sources: data, figures, and who may see them.
        workshop: where the files are made.
        read: what a request asks for; raises ``Refusal``.
    """

    async def respond(request: Request) -> Response:
        lang = request_language(request)
        try:
            # Not even whether an address exists is told to whom the data are closed.
            if not sources.is_allowed(request):
                raise Refusal(403, "login")
            return await _answer(sources, workshop, read, request)
        except Refusal as refusal:
            return refusal_response(request, refusal, lang)
        except DataError as error:
            closed = Refusal(503, "data", why=error.sentence(lang))
            return refusal_response(request, closed, lang)
        except LookupError as error:
            logs.log_wrong_lookup(request.url.path.split("/")[1], error)
            return refusal_response(request, Refusal(404, "no_data"), lang)
        except Exception as error:
            logs.log_error(request.url.path.split("/")[1], error)
            return refusal_response(request, Refusal(500, "failed"), lang)

    return respond


async def _answer(sources: Sources, workshop: Workshop, read: Reader, request: Request) -> Response:
    def prepare() -> tuple[Task, str]:
        # Before the data are read: old figures must never be kept as those of new files.
        version = content_version()
        task = read(sources, request)
        key = f"{request.url.path}\n{task.key}\n{version}"
        return task, hashlib.blake2b(key.encode(), digest_size=16).hexdigest()

    task, key = await workshop.read(prepare)
    headers = {"ETag": f'W/"{key}"', "Cache-Control": f"public, max-age={MAX_AGE}"}
    if sources.is_locked():
        headers |= {"Cache-Control": "private, no-cache", "Vary": "Cookie"}
    if _is_known(request.headers.get("if-none-match", ""), key):
        return Response(status_code=304, headers=headers)
    file = await workshop.file(key, task.make)
    return Response(file.content, headers=headers | dict(file.headers), media_type=file.media_type)


def _is_known(if_none_match: str, key: str) -> bool:
    """Whether the browser has the content already, as its header says."""
    known = {tag.strip().removeprefix("W/").strip('"') for tag in if_none_match.split(",")}
    return key in known or known == {"*"}
