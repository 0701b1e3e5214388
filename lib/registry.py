"""The ordered pages: one row a page. The app, the links and the tests read this list."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Page:
    """One page: its section and slug name the script, the address and its texts.

    ``icon`` is a ligature of the Material Symbols that Streamlit ships.
    """

    section: str
    slug: str
    icon: str

    @property
    def script(self) -> str:
        """The script's path from the project's root."""
        return str(Path("pages") / self.section / f"{self.slug}.py")


PAGES = (
    Page("position", "overview", "dashboard"),
    Page("position", "map", "map"),
    Page("position", "dimensions", "radar"),
    Page("position", "peers", "leaderboard"),
    Page("action", "trends", "trending_up"),
    Page("action", "targets", "flag"),
    Page("action", "plan", "assignment"),
    Page("share", "present", "slideshow"),
    Page("share", "brief", "article"),
    Page("share", "citizens", "groups"),
    Page("share", "preview", "upload_file"),
    Page("share", "about", "info"),
)
SECTIONS = tuple(dict.fromkeys(page.section for page in PAGES))


def page(slug: str) -> Page:
    """The page with that slug."""
    return next(p for p in PAGES if p.slug == slug)
