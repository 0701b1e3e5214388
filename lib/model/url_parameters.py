"""Read the URL's parameters into a view; what cannot be used becomes a notice."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lib.model import view as model_view
from lib.model.dataset import Dataset
from lib.model.unit_lists import dataset_of_year
from lib.model.view import View
from lib.stats import peers as stats_peers

_LONGEST_ECHO = 24  # characters of a wrong value that are told


@dataclass(frozen=True)
class Notice:
    """Something in the address that could not be used: a text of ``[notice]`` and its values."""

    code: str
    values: tuple[tuple[str, str], ...]


def read_view(
    params: Mapping[str, str], dataset: Dataset, theme: str = "light"
) -> tuple[View, list[Notice]]:
    """The view that an address asks for, with a notice for each value that had to be replaced."""
    default = View(theme=theme)
    notices: list[Notice] = []

    def refuse(code: str, value: str, **more: str) -> None:
        notices.append(_refuse(code, value, **more))

    found: dict[str, str | int] = {"theme": theme}
    for name, allowed in model_view.CHOICES.items():
        value = params.get(name, getattr(default, name))
        if value in allowed:
            found[name] = value
        else:
            refuse("choice", value, name=name)

    province = params.get("province", default.province)
    if province in dataset.provinces.index:
        found["province"] = province
    else:
        refuse("province", province)

    text = params.get("year", str(default.year))
    if re.fullmatch(r"[0-9]{4}", text) and int(text) in dataset.all_years:
        found["year"] = int(text)
    else:
        late = bool(re.fullmatch(r"[0-9]{4}", text)) and int(text) > dataset.all_years[-1]
        code = "year_late" if late else "year"
        refuse(code, text, first=str(dataset.all_years[0]), last=str(dataset.all_years[-1]))
        if late:  # whoever asks for a later year, perhaps of a preview, is nearest to the newest
            found["year"] = dataset.all_years[-1]
    # A future data set may no longer reach the default year.
    year = int(found.setdefault("year", _default_year(dataset)))

    measures = dataset_of_year(dataset, year).measures(year)
    measure = params.get("measure", default.measure)
    if measure in measures:
        found["measure"] = measure
    elif measure in dataset.all_measures:
        refuse("measure_year", measure, year=str(year))
    else:
        refuse("measure", measure)

    peers = params.get("peers", default.peers)
    if peers in stats_peers.PEER_SETS:
        found["peers"] = peers
    else:
        codes = list(dict.fromkeys(peers.split(",")))
        known = [c for c in codes if c in dataset.provinces.index]
        if len(known) < len(codes):
            refuse("peers", ",".join(c for c in codes if c not in known))
        if known:
            found["peers"] = ",".join(known)

    since = params.get("since", "0")
    if since == "0" or (re.fullmatch(r"[0-9]{4}", since) and int(since) in dataset.all_years):
        found["since"] = int(since)
    else:
        refuse("since", since, first=str(dataset.all_years[0]), last=str(dataset.all_years[-1]))

    target = params.get("target", default.target)
    if not target or re.fullmatch(
        r"group:[1-3]|rank:[1-9][0-9]?|score:[0-9]{1,2}(\.[0-9]+)?", target
    ):
        found["target"] = target
    else:
        refuse("target", target)

    kept: list[str] = []
    strange: list[str] = []
    for part in filter(None, params.get("gains", default.gains).split(",")):
        measure, _, points = part.partition(":")
        known_sub = "." in measure and measure in measures
        usable = known_sub and re.fullmatch(r"[0-9]\.[0-9]{1,3}", points)
        (kept if usable else strange).append(part)
    found["gains"] = ",".join(kept)
    if strange:
        refuse("gains", ",".join(strange))

    peer = params.get("peer", default.peer)
    if not peer or peer in dataset.provinces.index:
        found["peer"] = peer
    else:
        refuse("peer", peer)
    return View(**found), notices  # type: ignore[arg-type]


def _default_year(dataset: Dataset) -> int:
    return View.year if View.year in dataset.all_years else dataset.all_years[-1]


LOOP_SECONDS = (5, 600)  # seconds that a screen may stand while they change by themselves


@dataclass(frozen=True)
class ScreenRequest:
    """What of a presentation an address asks for.

    ``screen`` is a number from 1 (0 = none is shown), ``loop`` after how many seconds the next one
    follows by itself (0 = never).
    """

    screen: int = 0
    loop: int = 0


def read_screen_request(
    params: Mapping[str, str], slugs: Sequence[str]
) -> tuple[ScreenRequest, list[Notice]]:
    """The screen and the pace that an address asks for, with a notice for what can't be used.

    Args:
        params: ``screen`` is a number from 1 or the slug of a page, ``loop`` a number of seconds.
        slugs: the page of each screen.
    """
    notices: list[Notice] = []
    screen = loop = 0
    asked = params.get("screen", "")
    if asked in slugs:
        screen = slugs.index(asked) + 1
    elif re.fullmatch(r"[0-9]{1,3}", asked) and 1 <= int(asked) <= len(slugs):
        screen = int(asked)
    elif asked and not re.fullmatch(r"[a-z]+", asked):
        notices.append(_refuse("screen", asked, last=str(len(slugs))))
    elif asked:  # a page without a screen of its own begins the story
        screen = 1
    pace = params.get("loop", "")
    if re.fullmatch(r"[0-9]{1,4}", pace) and LOOP_SECONDS[0] <= int(pace) <= LOOP_SECONDS[1]:
        loop = int(pace)
    elif pace:
        notices.append(_refuse("loop", pace, first=str(LOOP_SECONDS[0]), last=str(LOOP_SECONDS[1])))
    return ScreenRequest(screen, loop), notices


def _refuse(code: str, value: str, **more: str) -> Notice:
    shown = "".join(c if c.isprintable() else " " for c in value)
    shown = shown if len(shown) <= _LONGEST_ECHO else shown[: _LONGEST_ECHO - 1] + "…"
    return Notice(code, (("value", shown), *more.items()))
