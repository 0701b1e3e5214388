"""The routes of this package, for the server that also serves the pages."""

from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from lib.endpoints.answers import Task, endpoint
from lib.endpoints.data_files import read_indicators_task, read_scores_task
from lib.endpoints.data_index import read_index_task
from lib.endpoints.embed import read_embed_task
from lib.endpoints.figures import read_figure_task
from lib.endpoints.map_files import read_map_task
from lib.endpoints.refusals import Refusal
from lib.endpoints.site_files import site_routes
from lib.endpoints.sources import Sources, setting
from lib.endpoints.work import Workshop

CORS_VARIABLE = "PAPI_CORS_ORIGINS"  # the sites whose scripts may read figures and data


def endpoint_routes(sources: Sources) -> list[BaseRoute]:
    """All routes: figures, data, frames, and the files that every site has."""
    workshop = Workshop()

    def route(path: str, read: object) -> Route:
        return Route(path, endpoint(sources, workshop, read))  # type: ignore[arg-type]

    cors = _cross_origin(sources)
    return [
        Mount("/figure", routes=[route("/{file:path}", read_figure_task)], middleware=cors),
        Route("/data", _to_index),
        Mount(
            "/data",
            routes=[
                route("/", read_index_task),
                route("/scores.{ending}", read_scores_task),
                route("/indicators.{ending}", read_indicators_task),
                route("/map.{ending}", read_map_task),
                route("/{other:path}", _read_unknown),
            ],
            middleware=cors,
        ),
        Mount("/embed", routes=[route("/{name:path}", read_embed_task)]),
        *site_routes(sources),
    ]


def _to_index(request: Request) -> Response:
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"/data/{query}", 308)


def _read_unknown(sources: Sources, request: Request) -> Task:
    raise Refusal(404, "data_file", value=str(request.path_params["other"])[:40])


def _cross_origin(sources: Sources) -> list[Middleware]:
    """Scripts of other sites may read the answers where the host says so and no login is needed."""
    origins = setting(CORS_VARIABLE).split()
    if not origins or sources.is_locked():
        return []
    return [
        Middleware(
            CORSMiddleware,
            allow_origins=origins,
            allow_methods=["GET", "HEAD"],
            expose_headers=["ETag"],
        )
    ]
