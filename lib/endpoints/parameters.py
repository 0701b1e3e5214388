"""The parameters of an address beside the pages: read kindly, refused where they mean nothing.

A page may show another view with a notice. A program that reads figures sees no notice, so a value
that cannot be used is an error here.
"""

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import cast

from starlette.requests import Request

from lib.common.text import Language
from lib.common.theme import PALETTES, ThemeName
from lib.endpoints.refusals import Refusal
from lib.model.dataset import Dataset
from lib.model.opening_view import OpeningView, opening_language, opening_view
from lib.model.url_parameters import (
    FIGURE_PARAMETERS,
    SCREEN_PARAMETERS,
    VIEW_PARAMETERS,
    Notice,
    read_language,
    read_view,
)
from lib.model.url_repair import repair_parameters, written_keys
from lib.model.view import CHOICES, View
from lib.narrative.phrases import GROUPS
from lib.server.allowed_hosts import name_of_header
from lib.server.public_url import configured_url
from lib.stats.peers import PEER_SETS

MAX_QUERY = 2000  # characters; the longest link of a page has some hundred
# What an address may have besides: of the pages, whose links are written over; of other sites.
_OF_PAGES = (*FIGURE_PARAMETERS, *SCREEN_PARAMETERS, "embed")
_OF_OTHER_SITES = re.compile(r"utm\w*|\w*clid|zarsrc|_ga|_gl|mc_[ce]id|igsh(id)?|ref", re.I)
# The sentence for what a page would tell in a notice, where it has another name.
_SENTENCES = {"year_late": "year", "since": "year", "peer": "province"}


def request_language(request: Request) -> Language:
    """The language that an address asks for, also where the rest of it cannot be read."""
    query = dict(request.query_params)
    return read_language(query, opening_language(os.environ))


def request_view(request: Request, dataset: Dataset) -> View:
    """The view that an address asks for.

    Args:
        request: its query has the parameters of a page and ``theme``.
        dataset: that of the 63.

    Raises:
        Refusal: a value cannot be used, or a parameter is given two.
    """
    params = dict(request.query_params)
    check_length(request)
    _check_given_once(request.query_params.multi_items())
    view, notices = read_view(params, dataset, "light", opening(dataset))
    for notice in notices:
        if notice.code != "repaired":
            raise _refusal_of_notice(notice, dataset)
    return replace(view, theme=_theme(params))


def opening(dataset: Dataset) -> OpeningView:
    """What an address means where it names no province, year or language."""
    return opening_view(dataset, os.environ)


def check_length(request: Request) -> None:
    """Refuse a query that no link of ours is as long as.

    Raises:
        Refusal: it is too long.
    """
    if len(request.url.query) > MAX_QUERY:
        raise Refusal(400, "length", most=MAX_QUERY)


def check_names(request: Request, listed: Sequence[str] = (*VIEW_PARAMETERS, "theme")) -> None:
    """Refuse a parameter that no address has, and one that is given two values.

    A program's ``decimal=comma`` would else change nothing and say nothing. What other sites add
    to a link is left alone.

    Args:
        request: its query is looked at.
        listed: the parameters that decide on the answer, which the sentence lists; those of a page
            that change nothing here are let pass, as a link of a page is often written over.

    Raises:
        Refusal: there is such a parameter, or the query is too long.
    """
    check_length(request)
    pairs = request.query_params.multi_items()
    known = written_keys(dict(pairs), (*VIEW_PARAMETERS, "theme", *_OF_PAGES))
    for name, _ in pairs:
        if name not in known and not _OF_OTHER_SITES.fullmatch(name):
            raise Refusal(400, "parameter", value=_quote(name), known=", ".join(listed))
    _check_given_once(pairs)


def _check_given_once(pairs: Sequence[tuple[str, str]]) -> None:
    """Refuse a parameter that is given two values, unless another site added it.

    Raises:
        Refusal: there is such a parameter.
    """
    for name, value in pairs:
        is_ours = not _OF_OTHER_SITES.fullmatch(name)
        if is_ours and any(name == other and value != written for other, written in pairs):
            raise Refusal(400, "twice", name=_quote(name))


def request_base_url(request: Request) -> str:
    """The app's address without a slash at its end: as the host has set it, else as it was asked.

    The header that names the host comes from outside; one that is no host's name counts as none.
    """
    if configured := configured_url():
        return configured
    host = request.headers.get("host", "")
    if not name_of_header(host):
        return ""
    forwarded = request.headers.get("x-forwarded-proto", "")
    scheme = forwarded if forwarded in ("http", "https") else request.url.scheme
    return f"{scheme}://{host}"


def _theme(params: Mapping[str, str]) -> ThemeName:
    found = repair_parameters(params, ["theme"])
    theme = found["theme"].value.lower() if "theme" in found else ""
    if theme and theme not in PALETTES:
        raise Refusal(400, "choice", name="theme", value=_quote(theme), allowed=", ".join(PALETTES))
    return cast(ThemeName, theme or View.theme)


def _refusal_of_notice(notice: Notice, dataset: Dataset) -> Refusal:
    """The refusal for what a page would tell in a notice."""
    values: dict[str, object] = dict(notice.values)
    code = _SENTENCES.get(notice.code, notice.code)
    if code == "choice":
        values["allowed"] = ", ".join(_allowed_values(str(values["name"]), dataset))
    if code == "peers":
        values["sets"] = ", ".join(PEER_SETS)
    if code == "year":
        values |= {"first": dataset.all_years[0], "last": dataset.all_years[-1]}
    return Refusal(400, code, **values)


def _allowed_values(name: str, dataset: Dataset) -> Sequence[str]:
    """What a parameter may be that has a fixed list of values, or one that the data give."""
    if name == "sort":
        return ("name", *dataset.all_measures)
    if name == "only":
        tables = dataset.tables
        regions = dict.fromkeys([*tables.regions["code"], *tables.successor_regions["code"]])
        return ("peers", *(f"group:{group}" for group in GROUPS), *regions)
    return CHOICES[name]


def _quote(value: str) -> str:
    """A value as a sentence quotes it: short and without control characters."""
    return "".join(c if c.isprintable() else " " for c in value)[:24]
