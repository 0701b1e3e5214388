"""What a page shows, as one frozen value that is read from and written to the address.

The address is the only memory of a view: a link opened elsewhere shows the same thing.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace

from lib.measures import peers as peer_sets
from lib.measures.positions import TOTAL
from lib.world import World

CHOICES = {
    "lang": ("vi", "en"),
    "paint": ("groups", "continuous", "change"),
    "render": ("static", "interactive"),
    "scale": ("position", "points"),
    "units": ("63", "34"),
}
_SHOWN = 24  # characters of a wrong value that are told
HIDDEN = ("theme", "preview", "shown", "asked")  # not in the address


@dataclass(frozen=True)
class View:
    """One view. ``peers`` is the name of a set or two-digit codes joined by commas.

    ``peer`` is the one province to hold beside the chosen one ("" = the best ranked of the peers).
    ``since`` is the year to compare with (0 = the previous published one), ``target`` what is aimed
    at ("group:2", "rank:40", "score:42.5"), ``gains`` a scenario ("6.2:0.45,1.3:0.22", points).
    ``units`` is the list of provinces asked for: the 63, or the 34 of today.

    Not in the address: ``theme`` comes from the browser; ``preview`` names the figures that the
    session tries out ("" = the published ones); ``shown`` is the list that this page shows and
    ``asked``, where it differs from what is shown, the province and the year of the address.
    """

    province: str = "80"
    year: int = 2023
    measure: str = TOTAL
    peers: str = "region"
    peer: str = ""
    paint: str = "groups"
    render: str = "static"
    scale: str = "position"
    since: int = 0
    target: str = ""
    gains: str = ""
    units: str = "63"
    lang: str = "vi"
    theme: str = "light"
    shown: str = "63"
    asked: tuple[str, int] | None = None
    preview: str = ""

    @property
    def file_prefix(self) -> str:
        """How the names of files begin: those of a preview say that they are one."""
        return "xem-thu-papi" if self.preview else "papi"

    def query(self, **changes: object) -> dict[str, str]:
        """The address parameters of this view with ``changes``; what is default is left out."""
        province, year = self.asked or (self.province, self.year)
        anchored = {"province": province, "year": year} | changes
        view = replace(self, **anchored)  # type: ignore[arg-type]
        # A scenario is made for one province and one year.
        if "gains" not in changes and (view.province, view.year) != (province, year):
            view = replace(view, gains=View.gains)
        return {
            f.name: str(getattr(view, f.name))
            for f in fields(view)
            if f.name not in HIDDEN and getattr(view, f.name) != f.default
        }


@dataclass(frozen=True)
class Notice:
    """Something in the address that could not be used: a text of ``[notice]`` and its values."""

    code: str
    values: tuple[tuple[str, str], ...]


def read(
    params: Mapping[str, str], world: World, theme: str = "light"
) -> tuple[View, list[Notice]]:
    """The view that an address asks for, with a notice for each value that had to be replaced."""
    default = View(theme=theme)
    notices: list[Notice] = []

    def refuse(code: str, value: str, **more: str) -> None:
        notices.append(_refused(code, value, **more))

    found: dict[str, str | int] = {"theme": theme}
    for name, allowed in CHOICES.items():
        value = params.get(name, getattr(default, name))
        if value in allowed:
            found[name] = value
        else:
            refuse("choice", value, name=name)

    province = params.get("province", default.province)
    if province in world.provinces.index:
        found["province"] = province
    else:
        refuse("province", province)

    text = params.get("year", str(default.year))
    if re.fullmatch(r"[0-9]{4}", text) and int(text) in world.calendar:
        found["year"] = int(text)
    else:
        late = bool(re.fullmatch(r"[0-9]{4}", text)) and int(text) > world.calendar[-1]
        code = "year_late" if late else "year"
        refuse(code, text, first=str(world.calendar[0]), last=str(world.calendar[-1]))
        if late:  # whoever asks for a later year, perhaps of a preview, is nearest to the newest
            found["year"] = world.calendar[-1]
    # A future data set may no longer reach the default year.
    year = int(found.setdefault("year", _default_year(world)))

    measures = world_of_year(world, year).measures(year)
    measure = params.get("measure", default.measure)
    if measure in measures:
        found["measure"] = measure
    elif measure in world.all_measures:
        refuse("measure_year", measure, year=str(year))
    else:
        refuse("measure", measure)

    peers = params.get("peers", default.peers)
    if peers in peer_sets.SETS:
        found["peers"] = peers
    else:
        codes = list(dict.fromkeys(peers.split(",")))
        known = [c for c in codes if c in world.provinces.index]
        if len(known) < len(codes):
            refuse("peers", ",".join(c for c in codes if c not in known))
        if known:
            found["peers"] = ",".join(known)

    since = params.get("since", "0")
    if since == "0" or (re.fullmatch(r"[0-9]{4}", since) and int(since) in world.calendar):
        found["since"] = int(since)
    else:
        refuse("since", since, first=str(world.calendar[0]), last=str(world.calendar[-1]))

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
    if not peer or peer in world.provinces.index:
        found["peer"] = peer
    else:
        refuse("peer", peer)
    return View(**found), notices  # type: ignore[arg-type]


def _default_year(world: World) -> int:
    return View.year if View.year in world.calendar else world.calendar[-1]


def world_of_year(world: World, year: int) -> World:
    """The world whose published scores a year has: that of the 63, else that of the 34."""
    return world if year in world.years or world.official is None else world.official


def seen(world: World, view: View, units: str = "") -> tuple[World, View]:
    """What a page shows of a view: the world it shows and the view within that world.

    Args:
        world: that of the 63.
        view: as read from the address.
        units: "" = published scores alone, the 34 from their first own year on; "both" = also the
            estimated 34, where the address asks for them; "63" = the 63 in their newest year.
    """
    asked = (view.province, view.year)
    if units == "63":
        year = min(view.year, world.years[-1])
        return world, view if year == view.year else replace(view, year=year, asked=asked)
    home = world_of_year(world, view.year)
    if home is world and units == "both" and view.units == "34":
        home = world.estimates
    if home is world:
        return world, view
    return home, replace(view, province=home.home(view.province), shown="34", asked=asked)


def world_of(world: World, view: View) -> World:
    """The world that a view, as ``seen`` gave it, lies in."""
    if view.shown == "63":
        return world
    home = world_of_year(world, view.year)
    return world.estimates if home is world else home


def peer_set(view: View, world: World) -> str:
    """The name of the set that is compared, "own" for codes; the region where it has no other."""
    if view.peers not in peer_sets.SETS:
        return "own"
    return view.peers if view.peers in sets(world) else "region"


def sets(world: World) -> tuple[str, ...]:
    """The sets of peers that a world knows."""
    has_south = bool(world.tables.provinces["southern_key_region"].any())
    return tuple(s for s in peer_sets.SETS if s != "south" or has_south)


def peers_of(view: View, world: World) -> list[str]:
    """The codes of the provinces that the view compares with (never the province itself)."""
    positions = world.year(view.year)
    match peer_set(view, world):
        case "region":
            return peer_sets.region(view.province, world.tables.provinces)
        case "south":
            return peer_sets.south(view.province, world.tables.provinces)
        case "neighbours":
            return peer_sets.neighbours(view.province, world.tables.neighbours)
        case "rank":
            return peer_sets.nearest_in_rank(view.province, positions)
        case "alike":
            return peer_sets.alike(view.province, positions)
        case _:
            codes = dict.fromkeys(world.home(c) for c in view.peers.split(","))
            return [c for c in codes if c != view.province]


def peer_of(view: View, world: World) -> str:
    """The one province held beside the chosen one: as asked for, else the best ranked peer."""
    if view.peer and world.home(view.peer) != view.province:
        return world.home(view.peer)
    candidates = peers_of(view, world)
    totals = world.measure(view.year, TOTAL)
    scored = totals[totals.province.isin(candidates)]
    if len(scored):
        return str(scored.iloc[0]["province"])
    others = totals[totals.province != view.province]
    return str(others.iloc[0]["province"])


LOOPS = (5, 600)  # seconds that a screen may stand while they change by themselves


@dataclass(frozen=True)
class Showing:
    """What of a presentation an address asks for.

    ``screen`` is a number from 1 (0 = none is shown), ``loop`` after how many seconds the next one
    follows by itself (0 = never).
    """

    screen: int = 0
    loop: int = 0


def read_showing(params: Mapping[str, str], slugs: Sequence[str]) -> tuple[Showing, list[Notice]]:
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
        notices.append(_refused("screen", asked, last=str(len(slugs))))
    elif asked:  # a page without a screen of its own begins the story
        screen = 1
    pace = params.get("loop", "")
    if re.fullmatch(r"[0-9]{1,4}", pace) and LOOPS[0] <= int(pace) <= LOOPS[1]:
        loop = int(pace)
    elif pace:
        notices.append(_refused("loop", pace, first=str(LOOPS[0]), last=str(LOOPS[1])))
    return Showing(screen, loop), notices


def _refused(code: str, value: str, **more: str) -> Notice:
    shown = "".join(c if c.isprintable() else " " for c in value)
    shown = shown if len(shown) <= _SHOWN else shown[: _SHOWN - 1] + "…"
    return Notice(code, (("value", shown), *more.items()))
