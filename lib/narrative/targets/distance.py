"""The distance to the target in words and key figures."""

from lib.common.numbers import format_number
from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import phrases
from lib.narrative.elements import KeyFigure
from lib.narrative.targets.choice import (
    _own_total,
    default_target,
    goal_phrase,
    has_references,
    target_label,
    target_mix,
)
from lib.narrative.targets.scenario import scenario_gains, scenario_outcome
from lib.stats import targets
from lib.stats.ranking import TOTAL
from lib.stats.targets import TargetMix


def headline(dataset: Dataset, view: View) -> str:
    """The page's one sentence: the distance to the target and what would cover it."""
    lang = view.lang
    if scenario_gains(dataset, view):  # a link sent with a scenario opens on what it leads to
        return scenario_outcome(dataset, view)[0]
    found = target_mix(dataset, view)
    values = {
        "name": dataset.province_name(view.province, lang),
        "goal": goal_phrase(found.target, lang),
        "gap": phrases.format_distance(found.needed, lang),
        "n": len(found.gains),
    }
    if found.needed == 0:
        own = _own_total(dataset, view)
        if found.target.kind == "rank" and found.target.value == own["rank"] == 1:
            second = dataset.ranking(view.year, TOTAL)["score"].nlargest(2).iloc[1]
            ahead = format_number(own["score"] - second, 2, lang)
            return t("targets.headline_first", lang, name=values["name"], ahead=ahead)
        return t(
            "targets.headline_met",
            lang,
            name=values["name"],
            target=target_label(found.target, lang),
        )
    if not has_references(dataset, view):
        return t("targets.headline_unknown", lang, year=view.year, **values)
    if not found.feasible:
        short = format_number(found.mark - found.total, 2, lang)
        return t("targets.headline_short", lang, short=short, **values)
    key = "targets.headline_one" if len(found.gains) == 1 else "targets.headline"
    return t(key, lang, **values)


def moving_threshold_note(dataset: Dataset, view: View) -> str:
    """Why more is needed than the cut is away: it moves too; "" where it is as much."""
    own, found = _own_total(dataset, view), target_mix(dataset, view)
    if found.target.kind != "group" or not found.needed:
        return ""
    away = format_number(own["to_next"], 2, view.lang)
    needed = format_number(found.needed, 2, view.lang)
    if found.target != default_target(dataset, view) or away == needed:
        return ""
    return t("targets.moving", view.lang, away=away, needed=needed)


def key_figures(dataset: Dataset, view: View) -> list[KeyFigure]:
    """Points to the target, the next rank; how hard the target is; to the region's best, median."""
    lang = view.lang
    found = target_mix(dataset, view)
    own = _own_total(dataset, view)
    marks = targets.distances_to_levels(dataset.positions, view.province, view.year).set_index(
        "target"
    )
    points = t("targets.kpi_points", lang)

    def distance(label: str, mark: str, ahead: str, met: str) -> KeyFigure:
        row = marks.loc[mark]
        if row["gap"] == 0:
            return KeyFigure(label, "–", "", met)
        return KeyFigure(label, phrases.format_distance(row["gap"], lang), points, ahead)

    def holder(mark: str) -> str:
        row = marks.loc[mark]
        name = dataset.province_name(row["province"], lang) if row["province"] else ""
        return t("targets.kpi_holder", lang, name=name, rank=row["rank"])

    above = format_number(own["score"] - own["q50"], 2, lang)
    if found.needed:
        mark = t("targets.kpi_mark", lang, score=format_number(found.mark, 2, lang))
        mark += phrases.rounding_note(found.mark, own["score"], found.needed, lang)
        first = KeyFigure(
            target_label(found.target, lang),
            phrases.format_distance(found.needed, lang),
            points,
            mark,
        )
    else:
        first = KeyFigure(target_label(found.target, lang), t("targets.kpi_met", lang), "", "")
    return [
        first,
        distance(
            t("targets.kpi_rank", lang), "rank", holder("rank"), t("targets.kpi_leader", lang)
        ),
        _difficulty_figure(dataset, view, found),
        distance(
            t("targets.kpi_region", lang),
            "region",
            holder("region"),
            t("targets.kpi_region_leader", lang),
        ),
        distance(
            t("targets.kpi_median", lang),
            "median",
            t("targets.kpi_median_at", lang, score=format_number(own["q50"], 2, lang)),
            t("targets.kpi_above", lang, gap=above),
        ),
    ]


def _difficulty_figure(dataset: Dataset, view: View, found: TargetMix) -> KeyFigure:
    """How good a year the target takes, as the share of the best movements."""
    lang = view.lang
    references = dataset.reference_gains(view.province, view.year)
    title = t("targets.kpi_difficulty" if found.needed else "targets.kpi_keep", lang)
    n = sum(one.enough for one in references)
    if not n:
        return KeyFigure(title, "–", "", t("targets.kpi_unknown", lang))
    quantile = targets.required_quantile(
        references, dataset.positions, view.province, view.year, found.target
    )
    if quantile is None:
        return KeyFigure(
            title, t("targets.kpi_beyond", lang), "", t("targets.kpi_beyond_note", lang)
        )
    if quantile == 0:
        return KeyFigure(title, t("targets.kpi_at_0", lang), "", "")
    top = t("targets.kpi_top", lang, n=round(100 * (1 - quantile)))
    figure = t("targets.kpi_at_1", lang) if quantile == 1 else top
    return KeyFigure(title, figure, "", t("targets.kpi_each", lang, n=n))
