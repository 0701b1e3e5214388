"""The distance to the target in words and key figures.

All functions raise LookupError where the view's province has no total in its year.
"""

import pandas as pd

from lib.common.numbers import format_number
from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import phrases
from lib.narrative.elements import KeyFigure
from lib.narrative.targets.choice import (
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
    """The page's one sentence: the distance to the target and what would cover it.

    Where the view carries a scenario, it is what the scenario leads to.
    """
    lang = view.lang
    if scenario_gains(dataset, view):
        return scenario_outcome(dataset, view)[0]
    mix = target_mix(dataset, view)
    if mix.gain_needed == 0:
        return _reached_headline(dataset, view, mix)
    values = {
        "name": dataset.province_name(view.province, lang),
        "goal": goal_phrase(mix.target, lang),
        "gap": phrases.format_distance(mix.gain_needed, lang),
        "n": len(mix.gains),
    }
    if not has_references(dataset, view):
        return t("targets.headline_unknown", lang, year=view.year, **values)
    if not mix.feasible:
        short = format_number(mix.required_total - mix.total, 2, lang)
        return t("targets.headline_short", lang, short=short, **values)
    key = "targets.headline_one" if len(mix.gains) == 1 else "targets.headline"
    return t(key, lang, **values)


def _reached_headline(dataset: Dataset, view: View, mix: TargetMix) -> str:
    """That the target is reached; for the first province by how much it leads."""
    name = dataset.province_name(view.province, view.lang)
    own_total = dataset.total_position(view.year, view.province)
    if mix.target.kind == "rank" and mix.target.value == own_total["rank"] == 1:
        second = dataset.ranking(view.year, TOTAL)["score"].nlargest(2).iloc[1]
        ahead = format_number(own_total["score"] - second, 2, view.lang)
        return t("targets.headline_first", view.lang, name=name, ahead=ahead)
    label = target_label(mix.target, view.lang)
    return t("targets.headline_met", view.lang, name=name, target=label)


def moving_threshold_note(dataset: Dataset, view: View) -> str:
    """Why the target needs more points than the threshold is away; "" where it does not.

    A rising province changes the quantile that the threshold is, so the threshold rises with it.
    """
    mix = target_mix(dataset, view)
    if mix.target.kind != "group" or not mix.gain_needed:
        return ""
    own_total = dataset.total_position(view.year, view.province)
    away = format_number(own_total["to_next"], 2, view.lang)
    needed = format_number(mix.gain_needed, 2, view.lang)
    if mix.target != default_target(dataset, view) or away == needed:
        return ""
    return t("targets.moving", view.lang, away=away, needed=needed)


def key_figures(dataset: Dataset, view: View) -> list[KeyFigure]:
    """Distances to the target, the next rank, the region's best and the median, and difficulty.

    The difficulty of the target stands third.
    """
    lang = view.lang
    mix = target_mix(dataset, view)
    own_total = dataset.total_position(view.year, view.province)
    levels = targets.distances_to_levels(
        dataset.ranking(view.year, TOTAL), view.province, view.year
    ).set_index("target")
    median = format_number(own_total["q50"], 2, lang)
    above_median = format_number(own_total["score"] - own_total["q50"], 2, lang)
    return [
        _target_figure(mix, own_total, lang),
        _level_figure(
            levels.loc["rank"],
            t("targets.kpi_rank", lang),
            _holder_note(dataset, levels.loc["rank"], lang),
            t("targets.kpi_leader", lang),
            lang,
        ),
        _difficulty_figure(dataset, view, mix),
        _level_figure(
            levels.loc["region"],
            t("targets.kpi_region", lang),
            _holder_note(dataset, levels.loc["region"], lang),
            t("targets.kpi_region_leader", lang),
            lang,
        ),
        _level_figure(
            levels.loc["median"],
            t("targets.kpi_median", lang),
            t("targets.kpi_median_at", lang, score=median),
            t("targets.kpi_above", lang, gap=above_median),
            lang,
        ),
    ]


def _target_figure(mix: TargetMix, own_total: pd.Series, lang: str) -> KeyFigure:
    """The points to the target, or that it is reached."""
    label = target_label(mix.target, lang)
    if not mix.gain_needed:
        return KeyFigure(label, t("targets.kpi_met", lang), "", "")
    note = t("targets.kpi_mark", lang, score=format_number(mix.required_total, 2, lang))
    note += phrases.rounding_note(mix.required_total, own_total["score"], mix.gain_needed, lang)
    distance = phrases.format_distance(mix.gain_needed, lang)
    return KeyFigure(label, distance, t("targets.kpi_points", lang), note)


def _level_figure(
    level: pd.Series, label: str, note: str, reached_note: str, lang: str
) -> KeyFigure:
    """The points to a level, or "–" where the province has reached it.

    Args:
        level: a row of ``targets.distances_to_levels``.
        label: what the level is.
        note: the note below a distance.
        reached_note: the note below "–".
        lang: the language.
    """
    if level["gap"] == 0:
        return KeyFigure(label, "–", "", reached_note)
    distance = phrases.format_distance(level["gap"], lang)
    return KeyFigure(label, distance, t("targets.kpi_points", lang), note)


def _holder_note(dataset: Dataset, level: pd.Series, lang: str) -> str:
    """Which province holds a level, with its rank."""
    name = dataset.province_name(level["province"], lang) if level["province"] else ""
    return t("targets.kpi_holder", lang, name=name, rank=level["rank"])


def _difficulty_figure(dataset: Dataset, view: View, mix: TargetMix) -> KeyFigure:
    """How good a year the target takes: in the top how many percent of earlier changes."""
    lang = view.lang
    references = dataset.reference_gains(view.province, view.year)
    title = t("targets.kpi_difficulty" if mix.gain_needed else "targets.kpi_keep", lang)
    n = sum(reference.is_sufficient for reference in references)
    if not n:
        return KeyFigure(title, "–", "", t("targets.kpi_unknown", lang))
    quantile = targets.required_quantile(
        references, dataset.ranking(view.year, TOTAL), view.province, view.year, mix.target
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
