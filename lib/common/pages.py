"""The pages in their order: the app, the links and the tests read this list."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

PageUnits = Literal["", "both", "63"]
Counts = Literal["", "total", "measure"]


@dataclass(frozen=True)
class Page:
    """One page; section and slug name its script, its URL and its texts.

    Attributes:
        section: the heading under which the page stands in the navigation.
        slug: the last part of the URL.
        icon: a ligature of the Material Symbols that Streamlit ships.
        units: the list of provinces that the page shows (see ``lib.model.unit_lists``): "" = that
            of the year's published scores, "both" = also the estimated 34, "63" = always the 63.
        counts: whether changes can be counted since another year than the one before (see
            ``lib.model.comparison``): "" = no, "total" or "measure" = of the total, of the view's
            measure.
        styles: the name of a style sheet of lib/ui/web that only some pages need.
        has_year: whether its head has a field for the year; not where it has years of its own.
        has_charts: whether charts stand on it; slides and words do not count.
    """

    section: str
    slug: str
    icon: str
    units: PageUnits = ""
    styles: str = ""
    counts: Counts = ""
    has_year: bool = True
    has_charts: bool = True

    @property
    def script(self) -> str:
        """The script's path from the project's root."""
        return str(Path("pages") / self.section / f"{self.slug}.py")


PAGES = (
    Page("position", "overview", "dashboard", "both", counts="total"),
    Page("position", "map", "map", "both", counts="measure"),
    Page("position", "dimensions", "radar", "both", "dimensions"),
    Page("position", "peers", "leaderboard", "both"),
    Page("action", "trends", "trending_up", counts="measure"),
    Page("action", "targets", "flag"),
    Page("action", "plan", "assignment", "both", "plan", has_year=False),
    Page("action", "merged", "call_merge", "63"),
    Page("action", "table", "table", "both", "table", has_charts=False),
    Page("share", "present", "slideshow", has_charts=False),
    Page("share", "brief", "article", styles="text_pages", counts="total", has_charts=False),
    Page("share", "citizens", "groups", styles="text_pages", has_charts=False),
    Page("share", "preview", "upload_file", "", "text_pages", has_year=False, has_charts=False),
    Page("share", "about", "info", styles="text_pages", has_year=False, has_charts=False),
)
PAGES_WITHOUT_PROVINCE = ("preview", "about")
SECTIONS = tuple(dict.fromkeys(page.section for page in PAGES))


def page_by_slug(slug: str) -> Page:
    """The page with that slug.

    Raises:
        StopIteration: There is none.
    """
    return next(page for page in PAGES if page.slug == slug)
