"""Whether this replica can serve, for a load balancer or an orchestrator.

``/_stcore/health`` says that the server runs. The pages ask it too, so it must not fail for bad
data: the page that explains them could not be reached. ``/healthz`` says in addition that the data
can be shown. Before the first viewer comes, asking it also loads the data. A setting of the opening
view or of the public URL that cannot be used is named there; the pages do without it.
"""

import os

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from lib.datasets.descriptions import DataError
from lib.model.opening_view import setting_errors
from lib.server import public_url
from lib.ui.cache import published_dataset


def health_response(request: Request) -> JSONResponse:
    """200 where the data can be shown, else 503 with the sentence that the pages show."""
    try:
        dataset = published_dataset()
        _ = dataset.mix_trials, dataset.forecast_skill  # here and not in a viewer's first run
    except DataError as error:
        body, status = {"status": "data", "why": error.sentence("en")}, 503
    else:
        body, status = {"status": "ok"}, 200
        errors = [*setting_errors(dataset, os.environ), public_url.setting_error()]
        if errors := [error for error in errors if error]:
            body["settings"] = " ".join(errors)
    return JSONResponse(body, status, headers={"Cache-Control": "no-store"})


ROUTE = Route("/healthz", health_response)
