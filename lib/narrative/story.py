"""The story of a province and a year: one list of screens for projector, slides and paper.

``exports.screens``, ``exports.pptx`` and ``exports.pdf`` draw the same list. To add a screen, add a
function here, name it in SCREENS and its page in PAGES_WITH_SCREEN, and put its texts below
``[story]``.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from lib.common.text import t
from lib.model.chosen_peers import peer_set_name
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import brief, next_steps, overview, partly_published, phrases
from lib.narrative.dimensions import extremes
from lib.narrative.elements import ChartSlot, Screen
from lib.narrative.merged import members, summary
from lib.narrative.peers import standing
from lib.narrative.plan import outline, results
from lib.narrative.plan.key_figures import key_figures
from lib.narrative.sampling import verdicts
from lib.narrative.successors import history
from lib.narrative.targets import choice, distance
from lib.narrative.trends import change, decomposition, spread, uncertainty
from lib.stats.ranking import TOTAL


def build_story(dataset: Dataset, view: View) -> tuple[Screen, ...]:
    """The screens of a province and year; those for which there are no data are left out.

    Raises:
        LookupError: The province has neither a total nor a dimension in the view's year.
    """
    has_part = partly_published.has_part(dataset, view)
    if not has_part:
        dataset.total_position(view.year, view.province)
    shown = story_view(view)
    builders = SCREENS | _SCREENS_OF_A_PART if has_part else SCREENS
    screens = (build(dataset, shown) for build in builders.values() if build)
    return tuple(screen for screen in screens if screen is not None)


def story_view(view: View) -> View:
    """What the story of a view depends on: it is about the total, whatever a page shows.

    Peers and target are those of the pages, from which a screen is called.
    """
    return view.reduced_to("province", "year", "peer", "peers", "target", "theme")


def has_screen(slug: str) -> bool:
    """Whether the story has a screen that belongs to a page."""
    return slug in PAGES_WITH_SCREEN


def screen_source(dataset: Dataset, screen: Screen) -> str:
    """The screen's source sentence."""
    sentence = phrases.source_line(dataset, screen.view, screen.source)
    return f"{sentence} {screen.origin}".strip()


def screen_url(screen: Screen, base_url: str) -> str:
    """The URL of the page that shows more; ``base_url`` is the app's, without a final slash."""
    query = urlencode(screen.view.query())
    return f"{base_url}/{screen.slug}{'?' if query else ''}{query}"


def _screen(
    name: str, slug: str, view: View, *, charts: tuple[tuple[str, float], ...] = (), **more: Any
) -> Screen:
    """A screen of charts of one view, given as (name in CHARTS, fraction of the width)."""
    slots = tuple(ChartSlot(chart, view, width) for chart, width in charts)
    return Screen(name=name, slug=slug, view=view, charts=slots, **more)


def _position(dataset: Dataset, view: View) -> Screen:
    sentences = overview.spoken_sentences(dataset, view)
    return _screen(
        "position",
        "overview",
        view,
        title=overview.headline(dataset, view),
        subtitle=phrases.measure_subtitle(dataset, view, TOTAL),
        notes=tuple(sentences),
        key_figures=tuple(overview.key_figures(dataset, view)),
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
        optional_charts=("map.region",),
        source="source.map",
    )


def _groups(dataset: Dataset, view: View) -> str:
    """The four groups with their ranges, in words."""
    return "; ".join(
        t("story.group", view.lang, **vars(group))
        for group in phrases.group_ranges(dataset, view, TOTAL)
    )


def _peers(dataset: Dataset, view: View) -> Screen:
    """The region, or the peers that the viewer has chosen."""
    if peer_set_name(dataset, view) == "region":
        title = standing.region_headline(dataset, view)
        notes = brief.region_sentences(dataset, view)
    else:
        title = standing.headline(dataset, view)
        notes = [f"{title}."]
    return _screen(
        "region",
        "peers",
        view,
        title=title,
        subtitle=phrases.measure_subtitle(dataset, view, TOTAL),
        notes=tuple(notes),
        charts=(("peers.ladder", 1.0),),
        optional_charts=("peers.ladder",),
    )


def _profile(dataset: Dataset, view: View) -> Screen:
    lang = view.lang
    scored = phrases.scored_range(dataset.dimension_positions(view.year, view.province))
    has_part = partly_published.has_part(dataset, view)
    spoken = (partly_published if has_part else overview).spoken_sentences(dataset, view)
    return _screen(
        "profile",
        "dimensions",
        view,
        title=overview.profile_title(dataset, view),
        subtitle=t("story.profile_subtitle", lang, year=view.year, scored=scored),
        notes=(spoken[-1], t("story.profile_notes", lang)),
        charts=(("dimensions.radar", 0.44), ("dimensions.strip", 0.56)),
        optional_charts=("dimensions.strip",),
    )


def _telling(dataset: Dataset, view: View) -> Screen:
    return _screen(
        "telling",
        "dimensions",
        view,
        title=extremes.extremes_title(dataset, view),
        subtitle=t("story.telling_subtitle", view.lang, year=view.year),
        notes=tuple(extremes.extreme_sentences(dataset, view, k)[-1] for k in ("strong", "weak")),
        charts=(("dimensions.telling", 1.0),),
        optional_charts=("dimensions.telling",),
    )


def _change(dataset: Dataset, view: View) -> Screen | None:
    if not change.has_change(dataset, view, TOTAL) or not decomposition.has_parts(dataset, view):
        return None
    whole = decomposition.whole_change(dataset, view)
    previous_year = view.year - 1 if whole is None else int(whole["prev_year"])
    charts: tuple[tuple[str, float], ...] = (("trends.waterfall", 1.0),)
    if uncertainty.has_badge(dataset, view):
        charts = (("trends.waterfall", 0.56), ("trends.usual", 0.44))
    elif spread.has_spread(dataset, view):
        charts = (("trends.waterfall", 0.56), ("trends.spread", 0.44))
    years = {"before": previous_year, "year": view.year}
    parts = t("story.change_parts", view.lang, **years)
    if decomposition.is_from_estimate(dataset, view):
        parts = subtitle = t("successor.story_subtitle", view.lang, **years)
    else:
        subtitle = t("story.change_subtitle", view.lang, parts=parts) if charts[1:] else parts
    return _screen(
        "change",
        "trends",
        view,
        title=change.headline(dataset, view),
        subtitle=subtitle,
        subtitle_without=parts,
        remark=verdicts.short_phrase(dataset, view),
        notes=tuple(brief.change_sentences(dataset, view)),
        charts=charts,
        optional_charts=("trends.usual", "trends.spread"),
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
        remark=" ".join(
            filter(
                None,
                (
                    distance.moving_threshold_note(dataset, view),
                    distance.sampled_distance_note(dataset, view),
                ),
            )
        ),
        notes=(
            distance.headline(dataset, view) + ".",
            *([t("story.distance_notes", view.lang)] if len(charts) > 1 else []),
        ),
        charts=charts,
        optional_charts=("targets.path",),
        source="source.change",
    )


def _plan(dataset: Dataset, view: View) -> Screen | None:
    if results.is_outline(dataset, view):
        return _outlined_plan(dataset, view)
    if results.chosen_plan(dataset, view) is None or not results.has_coverage(dataset, view):
        return None
    coverage_title = results.coverage_title(dataset, view, results.coverage(dataset, view))
    methods = results.method_sentences(dataset, view)[:2]
    return _screen(
        "plan",
        "plan",
        view,
        title=results.headline(dataset, view),
        subtitle=coverage_title,
        notes=(results.headline(dataset, view) + ".", coverage_title + ".", *methods),
        charts=(("plan.coverage", 1.0),),
        optional_charts=("plan.coverage",),
        source="plan.source",
        origin=results.origin_note(dataset, view),
    )


def _outlined_plan(dataset: Dataset, view: View) -> Screen | None:
    """A plan of which only target and dimensions are known; None in years that are not its own."""
    of_plan = outline.chart_view(dataset, view)
    if of_plan is None or of_plan.year != view.year:
        return None
    return _screen(
        "plan",
        "plan",
        of_plan,
        title=results.headline(dataset, view),
        subtitle=outline.tasks_title(dataset, view),
        notes=(
            results.headline(dataset, view) + ".",
            *results.method_sentences(dataset, view)[:2],
        ),
        key_figures=tuple(key_figures(dataset, view)),
        charts=(("targets.gaps", 1.0),),
        source="plan.source",
        origin=results.origin_note(dataset, view),
    )


def _history(dataset: Dataset, view: View) -> Screen:
    """The years that lead up to one of the 34."""
    sentences = history.sentences(dataset, view)
    return _screen(
        "merged",
        "merged",
        view,
        title=history.title(dataset, view),
        subtitle=t("successor.story_history", view.lang),
        notes=tuple(sentences),
        charts=(("trends.path", 1.0),),
        source="successor.source",
    )


def _merged(dataset: Dataset, view: View) -> Screen | None:
    if dataset.units == "34":
        return _history(dataset, view)
    title, facts = summary.headline(dataset, view), summary.fact_sentences(dataset, view)
    if title is None or facts is None or not members.has_profile(dataset, view):
        return None
    return _screen(
        "merged",
        "merged",
        view,
        title=title,
        subtitle=summary.successor_note(dataset, view),
        notes=tuple(facts),
        charts=(("merged.profile", 1.0),),
    )


def _next(dataset: Dataset, view: View) -> Screen:
    paragraphs = tuple(next_steps.next_steps(dataset, view))
    title, subtitle = next_steps.headline(dataset, view), t("story.next_subtitle", view.lang)
    # In the first year no gains are known to head the steps with: the story ends on the result.
    if not title or not paragraphs:
        position, _, strong, weak, *_ = brief.paragraphs(dataset, view)
        paragraphs = (position, strong, weak)
        title = brief.headline(dataset, view)
        subtitle = phrases.measure_subtitle(dataset, view, TOTAL)
    return _screen(
        "next",
        "overview",
        view,
        title=title,
        subtitle=subtitle,
        notes=tuple(paragraph.text for paragraph in paragraphs),
        paragraphs=paragraphs,
        source="source.change",
        has_qr_code=True,
    )


def _published_part(dataset: Dataset, view: View) -> Screen:
    return _screen(
        "position",
        "overview",
        view,
        title=partly_published.headline(dataset, view),
        subtitle=partly_published.not_published(dataset, view),
        notes=tuple(partly_published.spoken_sentences(dataset, view)),
        key_figures=tuple(partly_published.key_figures(dataset, view)),
        charts=(("overview.profile", 1.0),),
    )


def _closing_of_a_part(dataset: Dataset, view: View) -> Screen:
    paragraphs = tuple(partly_published.paragraphs(dataset, view))
    return _screen(
        "next",
        "overview",
        view,
        title=partly_published.closing_title(dataset, view),
        subtitle=partly_published.headline(dataset, view),
        notes=tuple(paragraph.text for paragraph in paragraphs),
        paragraphs=paragraphs,
        has_qr_code=True,
    )


# The screens in the order of the story; a function that returns None leaves its screen out.
SCREENS: dict[str, Callable[[Dataset, View], Screen | None]] = {
    "position": _position,
    "map": _map,
    "region": _peers,
    "profile": _profile,
    "telling": _telling,
    "change": _change,
    "distance": _distance,
    "plan": _plan,
    "merged": _merged,
    "next": _next,
}

# What differs where only some dimensions are published; None leaves a screen out.
_SCREENS_OF_A_PART: dict[str, Callable[[Dataset, View], Screen | None] | None] = {
    "position": _published_part,
    "region": None,
    "change": None,
    "distance": None,
    "next": _closing_of_a_part,
}


# The pages that have a screen.
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
