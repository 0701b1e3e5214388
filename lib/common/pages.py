"""The ordered pages: one row a page. The app, the links and the tests read this list."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Page:
    """One page: its section and slug name the script, the address and its texts.

    ``icon`` is a ligature of the Material Symbols that Streamlit ships. ``units`` is the list of
    provinces that it shows (see ``view.seen``): "" = that of the year's published scores, "both" =
    also the estimated 34, "63" = always the 63. ``styles`` names a style sheet of lib/ui/web that
    only some pages need.
    """

    section: str
    slug: str
    icon: str
    units: str = ""
    styles: str = ""

    @property
    def script(self) -> str:
        """The script's path from the project's root."""
        return str(Path("pages") / self.section / f"{self.slug}.py")


PAGES = (
    Page("position", "overview", "dashboard", "both"),
    Page("position", "map", "map", "both"),
    Page("position", "dimensions", "radar", "both"),
    Page("position", "peers", "leaderboard", "both"),
    Page("action", "trends", "trending_up"),
    Page("action", "targets", "flag"),
    Page("action", "plan", "assignment", "63", "plan"),
    Page("action", "merged", "call_merge", "63"),
    Page("share", "present", "slideshow"),
    Page("share", "brief", "article", styles="words"),
    Page("share", "citizens", "groups", styles="words"),
    Page("share", "preview", "upload_file", styles="words"),
    Page("share", "about", "info"),
)
SECTIONS = tuple(dict.fromkeys(page.section for page in PAGES))


def page_by_slug(slug: str) -> Page:
    """The page with that slug."""
    return next(p for p in PAGES if p.slug == slug)
