"""The story of a province and a year, told once: a list of screens that every renderer shows.

The screen (``stage``), the slides (``slides``) and the paper (``paper``) draw the same list. To add
a screen, add one function here, name it in SCREENS, and put its words below ``[story]``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from lib.common.numbers import format_number
from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import brief, merged, next_steps, overview, phrases, trends
from lib.narrative.elements import KeyFigure, Paragraph
from lib.narrative.plan import results
from lib.narrative.targets import choice, distance
from lib.stats.ranking import TOTAL


@dataclass(frozen=True)
class ChartSlot:
    """A figure on a screen: its name in ``charts.CHARTS``, its view, its fraction of the width."""

    chart: str
    view: View
    width: float = 1.0


@dataclass(frozen=True)
class Screen:
    """One screen: one message and what shows it.

    Attributes:
        name: what it is called in SCREENS; also the key of its words.
        slug: the page that tells more, opened with ``view``.
        view: what the screen shows.
        title: the one message, computed from the data.
        subtitle: what is measured, in which year, for how many provinces.
        kpis, charts, points: what is on it, from the top; each may be empty.
        remark: what the title must not be read without, "" for most.
        notes: what to say, sentence by sentence.
        spare: names of charts that may be left out where there is little room.
        source: which source sentence stands below (text key).
        origin: what else it rests on, in a sentence after the source.
        last: whether a code to open the view on a phone stands on it.
    """

    name: str
    slug: str
    view: View
    title: str
    subtitle: str
    notes: tuple[str, ...]
    remark: str = ""
    kpis: tuple[KeyFigure, ...] = ()
    charts: tuple[ChartSlot, ...] = ()
    points: tuple[Paragraph, ...] = ()
    spare: tuple[str, ...] = ()
    source: str = "source.scores"
    origin: str = ""
    last: bool = False

    @property
    def under(self) -> str:
        """What stands below the title: the subtitle, and the remark where there is one."""
        return f"{self.subtitle}. {self.remark}" if self.remark else self.subtitle


def build_story(dataset: Dataset, view: View) -> tuple[Screen, ...]:
    """The screens of a province and year that has a total; LookupError where it has none.

    A screen for which there is nothing to say (no plan, no year before) is left out.
    """
    brief.total(dataset, view)
    # The story is about the total; what the address says of other pages does not change it.
    fields = ("province", "year", "peer", "lang", "theme", "shown_units", "preview")
    plain = View(**{field: getattr(view, field) for field in fields})
    screens = (build(dataset, plain) for build in SCREENS.values())
    return tuple(screen for screen in screens if screen is not None)


def screen_source(dataset: Dataset, screen: Screen) -> str:
    """The screen's source sentence."""
    years = {"first": dataset.years[0], "last": dataset.years[-1]}
    sentence = phrases.source_line(screen.view, screen.source, year=screen.view.year, **years)
    return f"{sentence} {screen.origin}".strip()


def screen_url(screen: Screen, base: str) -> str:
    """The address of the page that tells more; ``base`` is the app's, without a slash."""
    query = urlencode(screen.view.query())
    return f"{base}/{screen.slug}{'?' if query else ''}{query}"


def _screen(name: str, slug: str, view: View, *, charts: tuple = (), **more: object) -> Screen:
    """A screen whose figures are (name in CHARTS, fraction of the width)."""
    shown = tuple(ChartSlot(chart, view, width) for chart, width in charts)
    return Screen(name=name, slug=slug, view=view, charts=shown, **more)  # type: ignore[arg-type]


def _position(dataset: Dataset, view: View) -> Screen:
    sentences = overview.spoken_sentences(dataset, view)
    return _screen(
        "position",
        "overview",
        view,
        title=overview.headline(dataset, view),
        subtitle=phrases.measure_subtitle(dataset, view, TOTAL),
        notes=tuple(sentences),
        kpis=tuple(overview.key_figures(dataset, view)),
        charts=(("overview.strip", 1.0),),
    )


def _map(dataset: Dataset, view: View) -> Screen:
    lang = view.lang
    return _screen(
        "map",
        "map",
        view,
        title=overview.region_groups_title(dataset, view),
        subtitle=t(
            "overview.map_subtitle",
            lang,
            year=view.year,
            coverage=phrases.coverage_phrase(dataset, view, TOTAL),
        ),
        notes=(
            t("story.map_notes", lang, groups=_groups(dataset, view)),
            overview.region_groups_title(dataset, view) + ".",
        ),
        charts=(("overview.country", 0.5), ("map.region", 0.5)),
        spare=("map.region",),
        source="source.map",
    )


def _groups(dataset: Dataset, view: View) -> str:
    """The four groups with their ranges, in words."""
    return "; ".join(
        t("story.group", view.lang, **{k: g[k] for k in ("name", "range", "count")})
        for g in phrases.group_ranges(dataset, view, TOTAL)
    )


def _region(dataset: Dataset, view: View) -> Screen:
    lang, own = view.lang, brief.total(dataset, view)
    table = dataset.ranking(view.year, TOTAL)
    best = table[table["region"] == own["region"]].iloc[0]
    words = {
        "name": dataset.province_name(view.province, lang),
        "rank": own["region_rank"],
        "n": own["region_scored"],
        "region": dataset.region_name(view.province, lang),
        "best": dataset.province_name(best["province"], lang),
        "score": format_number(best["score"], 2, lang),
    }
    leads = own["region_rank"] == 1
    return _screen(
        "region",
        "peers",
        view,
        title=t("story.region_first" if leads else "story.region", lang, **words),
        subtitle=phrases.measure_subtitle(dataset, view, TOTAL),
        notes=tuple(brief.region_sentences(dataset, view)),
        charts=(("peers.ladder", 1.0),),
    )


def _profile(dataset: Dataset, view: View) -> Screen:
    lang = view.lang
    scored = dataset.dimension_positions(view.year, view.province)["scored"].iloc[0]
    return _screen(
        "profile",
        "dimensions",
        view,
        title=overview.profile_title(dataset, view),
        subtitle=t("story.profile_subtitle", lang, year=view.year, scored=scored),
        notes=(overview.spoken_sentences(dataset, view)[-1], t("story.profile_notes", lang)),
        charts=(("dimensions.radar", 0.44), ("dimensions.strip", 0.56)),
    )


def _telling(dataset: Dataset, view: View) -> Screen:
    return _screen(
        "telling",
        "dimensions",
        view,
        title=brief.extremes_title(dataset, view),
        subtitle=t("story.telling_subtitle", view.lang, year=view.year),
        notes=tuple(
            brief.extreme_sentences(dataset, view, kind)[-1] for kind in ("strong", "weak")
        ),
        charts=(("dimensions.telling", 1.0),),
    )


def _change(dataset: Dataset, view: View) -> Screen | None:
    if not trends.has_change(dataset, view, TOTAL) or not trends.has_parts(dataset, view):
        return None
    own = brief.total(dataset, view)
    charts: tuple[tuple[str, float], ...] = (("trends.waterfall", 1.0),)
    if trends.has_badge(dataset, view):
        charts = (("trends.waterfall", 0.56), ("trends.usual", 0.44))
    return _screen(
        "change",
        "trends",
        view,
        title=trends.headline(dataset, view),
        subtitle=t("story.change_subtitle", view.lang, before=own["prev_year"], year=view.year),
        notes=tuple(brief.change_sentences(dataset, view)),
        charts=charts,
        spare=("trends.usual",),
        source="source.change",
    )


def _distance(dataset: Dataset, view: View) -> Screen:
    charts: tuple[tuple[str, float], ...] = (("targets.gaps", 1.0),)
    if choice.has_references(dataset, view):
        charts = (("targets.gaps", 0.42), ("targets.path", 0.58))
    return _screen(
        "distance",
        "targets",
        view,
        title=distance.headline(dataset, view),
        subtitle=t("story.distance_subtitle", view.lang, year=view.year),
        remark=distance.moving_threshold_note(dataset, view),
        notes=(
            distance.headline(dataset, view) + ".",
            *([t("story.distance_notes", view.lang)] if len(charts) > 1 else []),
        ),
        charts=charts,
        spare=("targets.path",),
        source="source.change",
    )


def _plan(dataset: Dataset, view: View) -> Screen | None:
    if results.chosen_plan(dataset, view) is None or not results.has_coverage(dataset, view):
        return None
    blind = results.coverage_title(dataset, view, results.coverage(dataset, view))
    notes = [
        results.headline(dataset, view) + ".",
        blind + ".",
        *results.method_sentences(dataset, view)[:2],
    ]
    return _screen(
        "plan",
        "plan",
        view,
        title=results.headline(dataset, view),
        subtitle=blind,
        notes=tuple(notes),
        charts=(("plan.coverage", 1.0),),
        source="plan.source",
        origin=results.origin_note(dataset, view),
    )


def _merged(dataset: Dataset, view: View) -> Screen | None:
    title, facts = merged.headline(dataset, view), merged.fact_sentences(dataset, view)
    if title is None or facts is None or not merged.has_profile(dataset, view):
        return None
    return _screen(
        "merged",
        "merged",
        view,
        title=title,
        subtitle=merged.successor_note(dataset, view),
        notes=tuple(facts),
        charts=(("merged.profile", 1.0),),
    )


def _next(dataset: Dataset, view: View) -> Screen:
    points = tuple(next_steps.next_steps(dataset, view))
    title, subtitle = next_steps.headline(dataset, view), t("story.next_subtitle", view.lang)
    if not points:  # in the first year nothing is known of gains: the story ends on the result
        told = {p.heading: p for p in brief.paragraphs(dataset, view)}
        points = tuple(
            told[t(f"brief.h_{key}", view.lang)] for key in ("position", "strong", "weak")
        )
        title, subtitle = (
            brief.headline(dataset, view),
            phrases.measure_subtitle(dataset, view, TOTAL),
        )
    return _screen(
        "next",
        "overview",
        view,
        title=title,
        subtitle=subtitle,
        notes=tuple(point.text for point in points),
        points=points,
        source="source.change",
        last=True,
    )


# The order of the story. A screen that returns None is left out.
SCREENS: dict[str, Callable[[Dataset, View], Screen | None]] = {
    "position": _position,
    "map": _map,
    "region": _region,
    "profile": _profile,
    "telling": _telling,
    "change": _change,
    "distance": _distance,
    "plan": _plan,
    "merged": _merged,
    "next": _next,
}


# The pages that screens tell of.
PAGES_WITH_SCREEN = (
    "overview",
    "map",
    "dimensions",
    "peers",
    "trends",
    "targets",
    "plan",
    "merged",
)


def at_page(screens: tuple[Screen, ...], slug: str) -> int:
    """The number (from 1) of the first screen that tells of a page; 1 where none does."""
    return next((i for i, s in enumerate(screens, start=1) if s.slug == slug), 1)


def has_screen(slug: str) -> bool:
    """Whether a screen may tell of a page."""
    return slug in PAGES_WITH_SCREEN
