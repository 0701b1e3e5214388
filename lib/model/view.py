"""What a page shows, as one frozen value that is read from and written to the URL.

The URL is the only memory of a view: a link opened elsewhere shows the same thing.
"""

from dataclasses import dataclass, fields, replace
from typing import Literal, get_args

from lib.common.text import Language
from lib.common.theme import ThemeName
from lib.datasets.tables import Units
from lib.stats.ranking import TOTAL

Paint = Literal["groups", "continuous", "change"]
Render = Literal["static", "interactive"]
Scale = Literal["position", "points"]

# The URL parameters with a fixed list of values.
CHOICES: dict[str, tuple[str, ...]] = {
    "lang": get_args(Language),
    "paint": get_args(Paint),
    "render": get_args(Render),
    "scale": get_args(Scale),
    "units": get_args(Units),
}
NOT_IN_URL = ("theme", "preview", "shown_units", "shown_since", "requested")
# What a URL always names: their values where it does not are settings of the host, and the newest
# year changes, so that a link without them would one day show something else.
ALWAYS_IN_URL = ("province", "year", "units", "lang")


@dataclass(frozen=True)
class View:
    """One view; each field without a note below is the URL parameter of that name.

    Attributes:
        province: two-digit code.
        year: survey year.
        measure: the total, a dimension or a sub-dimension.
        peers: the name of a peer set, or two-digit codes joined by commas.
        peer: the provinces beside the chosen one, up to three two-digit codes joined by commas
            ("" = the best ranked of the peers).
        paint: what the colours of the map show.
        render: whether the map is a picture or can be moved.
        scale: whether an axis shows where the province stands among all, or points.
        since: the year that changes are counted from (0 = the previous published one).
        target: what is aimed at: "group:2", "rank:40" or "score:42.5"; "" = not chosen.
        gains: a scenario: gains of sub-dimensions, points, as in "6.2:0.45,1.3:0.22".
        sort: the column that the table of everything is sorted by, "-" before it for the other
            way round; "" = its first measure.
        only: the provinces that the table shows: "peers", "group:2" or a region's code; "" = all.
        find: words that the indicators on screen must hold; "" = those of one dimension.
        units: the list of provinces that is requested.
        lang: the language of all texts.
        theme: not in the URL: the theme of the browser.
        shown_units: not in the URL: the list of provinces that this page shows.
        shown_since: not in the URL: ``since`` where this page counts changes from it, else 0.
        requested: not in the URL: the province and the year of the URL, where others are shown.
        preview: not in the URL: the name of the figures that the session tries out ("" = the
            published ones).
    """

    province: str = "80"
    year: int = 2023
    measure: str = TOTAL
    peers: str = "region"
    peer: str = ""
    paint: Paint = "groups"
    render: Render = "static"
    scale: Scale = "position"
    since: int = 0
    target: str = ""
    gains: str = ""
    sort: str = ""
    only: str = ""
    find: str = ""
    units: Units = "63"
    lang: Language = "vi"
    theme: ThemeName = "light"
    shown_units: Units = "63"
    shown_since: int = 0
    requested: tuple[str, int] | None = None
    preview: str = ""

    def reduced_to(self, *fields: str) -> "View":
        """A view with these fields, the language, the preview and the list of provinces.

        All else is default, so that views that show the same thing are equal.
        """
        kept = (*fields, "lang", "preview", "shown_units")
        return View(**{name: getattr(self, name) for name in kept})

    def query(self, **changes: object) -> dict[str, str]:
        """The URL parameters of this view with ``changes``, for links and for the address bar.

        Returns:
            By name: ``ALWAYS_IN_URL``, and of the others those that differ from their defaults. A
            link that is kept shows the same view wherever and whenever it is opened.
        """
        province, year = self.requested or (self.province, self.year)
        anchored = {"province": province, "year": year} | changes
        view = replace(self, **anchored)  # type: ignore[arg-type]
        # A scenario is made for one province and one year.
        if "gains" not in changes and (view.province, view.year) != (province, year):
            view = replace(view, gains=View.gains)
        return {
            f.name: str(getattr(view, f.name))
            for f in fields(view)
            if f.name in ALWAYS_IN_URL
            or (f.name not in NOT_IN_URL and getattr(view, f.name) != f.default)
        }
