"""``/figure/NAME.png``, ``.svg``, ``.csv``, ``.json``: a figure of the pages with its view."""

import json
from collections.abc import Callable
from urllib.parse import urlencode

import pandas as pd
from starlette.requests import Request

from lib.charts.figure import Figure
from lib.charts.registry import CHARTS, COUNTED_SINCE
from lib.common.pages import page_by_slug
from lib.common.strings import fold_text
from lib.endpoints.answers import Task
from lib.endpoints.missing_figures import missing_figure_reason
from lib.endpoints.parameters import check_names, request_base_url, request_view
from lib.endpoints.refusals import Refusal
from lib.endpoints.sources import Sources
from lib.endpoints.work import File
from lib.exports import images, share_cards
from lib.exports.csv_files import csv_bytes
from lib.exports.file_names import province_file_name
from lib.model.dataset import Dataset
from lib.model.unit_lists import resolve_page, resolve_units
from lib.model.view import View
from lib.narrative.phrases import source_line
from lib.narrative.targets import choice
from lib.narrative.trends import since, start_years
from lib.stats.ranking import TOTAL

CARD = "card"  # the picture of a link's preview
ENDINGS = {
    "png": "image/png",
    "svg": "image/svg+xml",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}
_BY_FOLDED_NAME = {fold_text(name): name for name in CHARTS}


def find_figure(text: str) -> str:
    """The name of a figure of the pages, however its case and its dots are written.

    Raises:
        Refusal: there is none; the sentence names those that there are.
    """
    name = _BY_FOLDED_NAME.get(fold_text(text))
    if name is None:
        known = ", ".join([*CHARTS, CARD])
        raise Refusal(404, "figure", value=text[:40], known=known)
    return name


def read_figure_task(sources: Sources, request: Request) -> Task:
    """The file of a figure that an address asks for.

    Raises:
        Refusal: there is no such figure or file, or a parameter cannot be used.
    """
    stem, _, ending = request.path_params["file"].rpartition(".")
    ending = ending.lower()
    if fold_text(stem) == CARD:
        return _card_task(sources, request, ending)
    if fold_text(request.path_params["file"]) in _BY_FOLDED_NAME:
        stem, ending = request.path_params["file"], ""
    name = find_figure(stem)
    if ending not in ENDINGS:
        raise Refusal(404, "ending", name=name, endings=", ".join(ENDINGS))
    check_names(request)
    dataset, view, asked = figure_view(request, sources.dataset(), name)
    base_url = request_base_url(request)

    def make() -> File:
        figure = drawn_figure(sources, dataset, view, name)
        link = page_link(base_url, name, asked)
        content = _WRITERS[ending](figure, dataset, view, link)
        headers = [_saved_as(dataset, view, name, ending)]
        if ending == "csv":  # a line in the file would be a row of the table
            headers.append(("Link", f'<{link}>; rel="describedby"'))
        return File(content, ENDINGS[ending], tuple(headers))

    names_page = ending in ("csv", "json")
    return Task(f"{view!r} {base_url if names_page else ''}", make)


def figure_view(request: Request, dataset: Dataset, name: str) -> tuple[Dataset, View, View]:
    """What an address asks of a figure.

    Args:
        request: its query has the parameters of the figure's page.
        dataset: that of the 63.
        name: of the figure.

    Returns:
        The data and the view of what the figure's page shows, and the view as it was asked for.

    Raises:
        Refusal: a parameter cannot be used; a start year that does not compare is one.
    """
    asked = request_view(request, dataset)
    shown, view = resolve_page(dataset, asked, page_by_slug(name.split(".")[0]))
    if has_unusable_start_year(shown, view, name):
        raise Refusal(400, "since", since=view.since, year=view.year)
    if name.startswith("targets.") and (refused := _impossible_target(shown, view)):
        raise refused
    return shown, view, asked


def drawn_figure(sources: Sources, dataset: Dataset, view: View, name: str) -> Figure:
    """The figure of a view.

    Args:
        sources: draws it.
        dataset, view: as ``figure_view`` returns them.
        name: of the figure.

    Raises:
        Refusal: the data lack it; the sentence says what is missing.
        LookupError: they lack it for no reason that is known.
    """
    try:
        return sources.figure(name, view)
    except LookupError as error:
        # One of a key or an index is a fault of ours.
        why = missing_figure_reason(dataset, view, name) if type(error) is LookupError else ""
        if not why:
            raise
        raise Refusal(404, "no_figure", name=name, why=why) from error


def has_unusable_start_year(dataset: Dataset, view: View, name: str) -> bool:
    """Whether a figure of changes cannot start with the view's ``since``, and a page says so.

    Args:
        dataset, view: as ``model.unit_lists.resolve_page`` returns them.
        name: of the figure.
    """
    if not view.since:
        return False
    if name == "trends.movers":
        return start_years.start_year(dataset, view) != view.since
    is_counted = name in COUNTED_SINCE and (view.paint == "change" or name.startswith("trends."))
    return is_counted and since.refused_note(dataset, view, view.measure) != ""


def _impossible_target(dataset: Dataset, view: View) -> Refusal | None:
    """Why the target that an address asks for is none of the year; a page shows the default."""
    own_total = dataset.position(view.year, TOTAL, view.province)
    if not view.target or own_total is None or choice.is_possible_target(dataset, view):
        return None
    limits = {"scored": own_total["scored"], "max": dataset.max_score(view.year)}
    return Refusal(400, "target_year", value=view.target, year=view.year, **limits)


def figure_source(figure: Figure, dataset: Dataset, view: View) -> str:
    """The line that names the source, as below the figure on its page."""
    line = source_line(dataset, view, figure.source)
    return f"{line} {figure.origin}".strip()


def page_link(base_url: str, name: str, asked: View) -> str:
    """The link to the page that has the figure, scrolled to it."""
    return f"{base_url}/{name.split('.')[0]}?{urlencode(asked.query() | {'show': name})}"


def _card_task(sources: Sources, request: Request, ending: str) -> Task:
    """The wide picture of a province and a year, as link previews show it."""
    if ending != "png":
        raise Refusal(404, "ending", name=CARD, endings="png")
    published = sources.dataset()
    dataset, view = resolve_units(published, request_view(request, published), "both")
    view = view.reduced_to("province", "year")

    def make() -> File:
        header = _saved_as(dataset, view, CARD, "png")
        return File(share_cards.png(dataset, view, "wide"), ENDINGS["png"], (header,))

    return Task(repr(view), make)


def _write_png(figure: Figure, dataset: Dataset, view: View, link: str) -> bytes:
    return images.png(figure, dataset.tables.topojson, view.theme, _credit(figure, dataset, view))


def _write_svg(figure: Figure, dataset: Dataset, view: View, link: str) -> bytes:
    credit = _credit(figure, dataset, view)
    return images.svg(figure, dataset.tables.topojson, view.theme, credit).encode()


def _write_csv(figure: Figure, dataset: Dataset, view: View, link: str) -> bytes:
    return csv_bytes(figure.table(dataset))


def _write_json(figure: Figure, dataset: Dataset, view: View, link: str) -> bytes:
    table = figure.table(dataset)
    content = {
        "name": figure.name,
        "title": figure.title,
        "subtitle": figure.subtitle,
        "description": figure.alt,
        "source": figure_source(figure, dataset, view),
        "page": link,
        "rows": json_rows(table),
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def json_rows(table: pd.DataFrame) -> list[dict[str, object]]:
    """The rows of a table as JSON has them: numbers with six decimals, missing values null."""
    text = table.to_json(orient="records", double_precision=6, force_ascii=False)
    rows: list[dict[str, object]] = json.loads(text)
    return rows


def _credit(figure: Figure, dataset: Dataset, view: View) -> str:
    """The line below a picture: whose figures, from where."""
    name = dataset.province_name(view.province, view.lang)
    return f"{name}. {figure_source(figure, dataset, view)}"


def _saved_as(dataset: Dataset, view: View, name: str, ending: str) -> tuple[str, str]:
    """The name under which a browser keeps the file, should its reader save it."""
    file = province_file_name(dataset, view, name.replace(".", "-"), ending=f".{ending}")
    return "Content-Disposition", f'inline; filename="{file}"'


_WRITERS: dict[str, Callable[[Figure, Dataset, View, str], bytes]] = {
    "png": _write_png,
    "svg": _write_svg,
    "csv": _write_csv,
    "json": _write_json,
}
