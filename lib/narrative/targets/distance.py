"""The distance to the target in words and key figures.

All functions raise LookupError where the view's province has no total in its year.
"""

from typing import NamedTuple

import pandas as pd

from lib.common.numbers import format_number, format_signed
from lib.common.strings import HEADLINE_LENGTH, fit_clauses
from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import phrases
from lib.narrative.elements import KeyFigure
from lib.narrative.sampling import distance as sampled
from lib.narrative.targets import chances, evidence
from lib.narrative.targets.choice import (
    default_target,
    expected_phrase,
    goal_phrase,
    target_label,
    target_mix,
)
from lib.narrative.targets.scenario import scenario_gains, scenario_outcome
from lib.stats import targets
from lib.stats.forecasts import threshold_moves
from lib.stats.ranking import THRESHOLD_OF_GROUP, TOTAL
from lib.stats.targets import Target, TargetMix


def headline(dataset: Dataset, view: View) -> str:
    """The page's one sentence: the distance to the target and the chance of reaching it.

    Where the view carries a scenario, it is what the scenario leads to.
    """
    lang = view.lang
    if scenario_gains(dataset, view):
        return scenario_outcome(dataset, view)[0]
    mix = target_mix(dataset, view)
    if mix.gain_needed == 0:
        return _reached_headline(dataset, view, mix)
    values: dict[str, object] = {
        "name": dataset.name_in_sentence(view.province, lang),
        "goal": goal_phrase(mix.target, lang),
        "gap": phrases.format_distance(mix.gain_needed, lang),
        "next": view.year + 1,
    }
    chance = chances.target_chance(dataset, view)
    if chance is None:
        sentence = t("targets.headline", lang, range="", **values)
        return fit_clauses(sentence, t("targets.headline_unknown", lang))
    values["chance"] = chances.format_chance(chance, lang)
    found = moved_range(dataset, view)
    values["range"] = t("targets.headline_range", lang, range=found) if found else ""
    sentence = t("targets.headline", lang, **values)
    if len(sentence) > HEADLINE_LENGTH:  # a key figure below has the range
        sentence = t("targets.headline", lang, **values | {"range": ""})
    came = _threshold_that_came(dataset, view, mix)
    if came is not None and came.needed > 0:
        values["needed"] = format_number(came.needed, 2, lang)
        return _with_clause(
            sentence, "targets.headline_came", "targets.headline_came_short", view, values
        )
    if chances.is_last_of_63(dataset, view):
        return _with_clause(
            sentence, "targets.headline_of_34", "targets.headline_of_34_short", view, values
        )
    return _with_clause(
        sentence, "targets.headline_chance", "targets.headline_chance_short", view, values
    )


def _with_clause(
    sentence: str, key: str, short_key: str, view: View, values: dict[str, object]
) -> str:
    """The sentence and a clause by its text key; its short form where only that fits."""
    found = fit_clauses(sentence, t(key, view.lang, **values))
    return found if found != sentence else fit_clauses(sentence, t(short_key, view.lang, **values))


class _ThresholdThatCame(NamedTuple):
    """Where the threshold of a target group lay a year later, and what it took (points).

    Attributes:
        score: the threshold of the year after the view's.
        needed: how far it lies above the province's total of the view's year.
        is_within: whether that lies in the range that the earlier moves gave.
    """

    score: float
    needed: float
    is_within: bool


def _threshold_that_came(dataset: Dataset, view: View, mix: TargetMix) -> _ThresholdThatCame | None:
    """What the target group took in the year after the view's; None where that is not known."""
    year, moves = view.year + 1, dataset.threshold_moves
    found = threshold_moves.needed_range(moves, view.year, mix.gain_needed)
    if mix.target.kind != "group" or not mix.gain_needed or found is None:
        return None
    threshold = THRESHOLD_OF_GROUP[int(mix.target.value)]
    if not ((moves["year"] == year) & (moves["threshold"] == threshold)).any():
        return None
    score = float(dataset.ranking(year, TOTAL)[threshold].iloc[0])
    needed = score - float(dataset.total_position(view.year, view.province)["score"])
    return _ThresholdThatCame(score, needed, found[0] <= needed <= found[1])


def moved_range(dataset: Dataset, view: View) -> str:
    """The points needed for a group as its threshold moves, "0,5–2,4"; "" for other targets."""
    mix = target_mix(dataset, view)
    found = threshold_moves.needed_range(dataset.threshold_moves, view.year, mix.gain_needed)
    if mix.target.kind != "group" or not mix.gain_needed or found is None:
        return ""
    ends = (format_number(round(points, 1), 1, view.lang) for points in found if points >= 0.05)
    return "–".join(["0", *ends][-2:])


def _reached_headline(dataset: Dataset, view: View, mix: TargetMix) -> str:
    """That the target is reached, for the first province by how much it leads; its chance."""
    lang, name = view.lang, dataset.name_in_sentence(view.province, view.lang)
    own_total = dataset.total_position(view.year, view.province)
    if mix.target.kind == "rank" and mix.target.value == own_total["rank"] == 1:
        second = dataset.ranking(view.year, TOTAL)["score"].nlargest(2).iloc[1]
        ahead = format_number(own_total["score"] - second, 2, lang)
        sentence = t("targets.headline_first", lang, name=name, ahead=ahead)
    elif mix.target.kind == "group":
        group = phrases.group_name(int(mix.target.value), lang).lower()
        gap = _lead_over_threshold(own_total, mix.target)
        sentence = (
            t(
                "targets.headline_above",
                lang,
                name=name,
                group=group,
                gap=phrases.format_distance(gap, lang),
            )
            if gap
            else t("targets.headline_on", lang, name=name, group=group)
        )
    else:
        label = target_label(dataset, view, mix.target)
        sentence = t("targets.headline_met", lang, name=name, target=label)
    chance = chances.target_chance(dataset, view)
    if chance is None:
        return sentence
    if chances.is_last_of_63(dataset, view):
        return fit_clauses(sentence, t("targets.headline_of_34", lang, next=view.year + 1))
    values: dict[str, object] = {"next": view.year + 1}
    values["chance"] = chances.format_chance(chance, lang)
    return _with_clause(
        sentence, "targets.headline_keep", "targets.headline_keep_short", view, values
    )


def _lead_over_threshold(own_total: pd.Series, target: Target) -> float:
    """The points that a total has over the published threshold of a group it has reached."""
    return float(own_total[f"gap_{THRESHOLD_OF_GROUP[int(target.value)]}"])


def lead(dataset: Dataset, view: View) -> str:
    """What a target's range means, what comes anyhow, and why a threshold moves, and how
    far it is in standard errors."""
    mix = target_mix(dataset, view)
    found = moved_range(dataset, view)
    notes = [
        t("targets.moved_range", view.lang, range=found) if found else "",
        _came_sentence(dataset, view, mix)
        or (evidence.range_test(dataset, view.lang) if found else ""),
        t("targets.lead_of_34", view.lang, next=view.year + 1)
        if chances.is_last_of_63(dataset, view)
        else "",
        expected_note(dataset, view),
        evidence.references_note(dataset, view.lang),
        moving_threshold_note(dataset, view),
        sampled_distance_note(dataset, view),
    ]
    return " ".join(note for note in notes if note)


def _came_sentence(dataset: Dataset, view: View, mix: TargetMix) -> str:
    """Where the target's threshold lay a year later; "" where that is not known."""
    came = _threshold_that_came(dataset, view, mix)
    if came is None:
        return ""
    return t(
        "targets.came_within" if came.is_within else "targets.came_outside",
        view.lang,
        year=view.year + 1,
        score=format_number(came.score, 2, view.lang),
        needed=format_signed(came.needed, 2, view.lang),
    )


def expected_note(dataset: Dataset, view: View) -> str:
    """What provinces in this place gain or lose anyhow, and why; "" where unknown."""
    good = dataset.good_year(view.province, view.year)
    if not good.n:
        return ""
    return t(
        "targets.regression",
        view.lang,
        anyhow=expected_phrase(good.expected, view.lang),
        extra=format_number(good.extra, 2, view.lang),
    )


def moving_threshold_note(dataset: Dataset, view: View, sentence: str = "targets.moving") -> str:
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
    return t(sentence, view.lang, away=away, needed=needed)


def sampled_distance_note(dataset: Dataset, view: View) -> str:
    """How far the target's threshold is in standard errors, of a rank or total that of the next
    group; "" without a margin.
    """
    target = target_mix(dataset, view).target
    if target.kind == "group":
        return sampled.sentence(dataset, view, THRESHOLD_OF_GROUP[int(target.value)])
    return sampled.next_group_sentence(dataset, view)


def key_figures(dataset: Dataset, view: View) -> list[KeyFigure]:
    """Distances to the target, the next rank, the region's best; the chance; a good year.

    The chance of the target stands third.
    """
    lang = view.lang
    mix = target_mix(dataset, view)
    own_total = dataset.total_position(view.year, view.province)
    levels = targets.distances_to_levels(
        dataset.ranking(view.year, TOTAL), view.province, view.year
    ).set_index("target")
    return [
        _target_figure(dataset, view, mix, own_total),
        _level_figure(
            levels.loc["rank"],
            t("targets.kpi_rank", lang),
            _holder_note(dataset, levels.loc["rank"], lang),
            t("targets.kpi_leader", lang),
            lang,
        ),
        _chance_figure(dataset, view, mix),
        _level_figure(
            levels.loc["region"],
            t("targets.kpi_region", lang),
            _holder_note(dataset, levels.loc["region"], lang),
            t("targets.kpi_region_leader", lang),
            lang,
        ),
        _good_year_figure(dataset, view),
    ]


def _target_figure(dataset: Dataset, view: View, mix: TargetMix, own_total: pd.Series) -> KeyFigure:
    """The points to the target or above it; a group's also in standard errors."""
    lang = view.lang
    label, away = target_label(dataset, view, mix.target), ""
    if mix.target.kind == "group":
        threshold = THRESHOLD_OF_GROUP[int(mix.target.value)]
        away = sampled.short_note(dataset, view, threshold)
    if not mix.gain_needed and mix.target.kind == "group":
        ahead = format_signed(_lead_over_threshold(own_total, mix.target), 2, lang)
        cut = float(own_total[THRESHOLD_OF_GROUP[int(mix.target.value)]])
        note = t("targets.kpi_above", lang, score=format_number(cut, 2, lang))
        note = "; ".join(filter(None, (note, away)))
        return KeyFigure(label, ahead, t("targets.kpi_points", lang), note)
    if not mix.gain_needed:
        return KeyFigure(label, t("targets.kpi_met", lang), "", away)
    note = t("targets.kpi_mark", lang, score=format_number(mix.required_total, 2, lang))
    note += phrases.rounding_note(mix.required_total, own_total["score"], mix.gain_needed, lang)
    distance = phrases.format_distance(mix.gain_needed, lang)
    note = "; ".join(filter(None, (note, away)))
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


def _chance_figure(dataset: Dataset, view: View, mix: TargetMix) -> KeyFigure:
    """The chance of the target next year, and how such chances came true."""
    lang, chance = view.lang, chances.target_chance(dataset, view)
    title = "targets.kpi_chance" if mix.gain_needed else "targets.kpi_keep"
    label = t(title, lang, next=view.year + 1)
    if chance is None:
        return KeyFigure(label, "–", "", t("targets.kpi_unknown", lang))
    group = int(dataset.total_position(view.year, view.province)["group"])
    tested, outlook = chances.calibration(dataset, group), chances.group_outlook(dataset, view)
    note = t("targets.kpi_chance_basis", lang)
    if tested is not None and mix.target == Target("group", group - 1):
        said, came = (phrases.format_percent(value, lang) for value in tested[:2])
        note = t("targets.kpi_tested", lang, said=said, came=came)
        if outlook is not None and not outlook.is_skilled:
            everyone = phrases.format_percent(chances.moves_from(outlook, group).up, lang)
            note = t("targets.kpi_everyone", lang, chance=everyone)
    if chances.is_last_of_63(dataset, view):
        note = t("targets.kpi_of_63", lang) + "; " + note
    return KeyFigure(label, chances.format_chance(chance, lang), "", note)


def _good_year_figure(dataset: Dataset, view: View) -> KeyFigure:
    """What a good year brings to the total as a whole."""
    lang, label = view.lang, t("targets.kpi_good_year", view.lang)
    good = dataset.good_year(view.province, view.year)
    if not good.n:
        return KeyFigure(label, "–", "", t("targets.kpi_unknown", lang))
    expected, extra = round(good.expected, 2), round(good.extra, 2)
    note = t(
        "targets.kpi_good_parts",
        lang,
        anyhow=expected_phrase(expected, lang),
        extra=format_number(extra, 2, lang),
    )
    figure = format_signed(expected + extra, 2, lang)
    return KeyFigure(label, figure, t("targets.kpi_points", lang), note)
