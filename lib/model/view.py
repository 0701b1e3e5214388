"""What a page shows, as one frozen value that is read from and written to the address.

The address is the only memory of a view: a link opened elsewhere shows the same thing.
"""

from dataclasses import dataclass, fields, replace

from lib.stats.ranking import TOTAL

CHOICES = {
    "lang": ("vi", "en"),
    "paint": ("groups", "continuous", "change"),
    "render": ("static", "interactive"),
    "scale": ("position", "points"),
    "units": ("63", "34"),
}
NOT_IN_URL = ("theme", "preview", "shown_units", "requested")  # not in the address


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
    shown_units: str = "63"
    requested: tuple[str, int] | None = None
    preview: str = ""

    @property
    def file_prefix(self) -> str:
        """How the names of files begin: those of a preview say that they are one."""
        return "xem-thu-papi" if self.preview else "papi"

    def query(self, **changes: object) -> dict[str, str]:
        """The address parameters of this view with ``changes``; what is default is left out."""
        province, year = self.requested or (self.province, self.year)
        anchored = {"province": province, "year": year} | changes
        view = replace(self, **anchored)  # type: ignore[arg-type]
        # A scenario is made for one province and one year.
        if "gains" not in changes and (view.province, view.year) != (province, year):
            view = replace(view, gains=View.gains)
        return {
            f.name: str(getattr(view, f.name))
            for f in fields(view)
            if f.name not in NOT_IN_URL and getattr(view, f.name) != f.default
        }
