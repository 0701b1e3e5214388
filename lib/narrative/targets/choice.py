"""Which target a view aims at, and which targets can be chosen.

A target needs a total to start from: the functions that take a view, except ``has_references``,
raise LookupError where its province has no total in its year.
"""

import math
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from lib.common.numbers import format_number
from lib.common.strings import capitalize_first
from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import phrases
from lib.stats.gains.mix_frequency import MixFrequency, mix_frequency
from lib.stats.ranking import THRESHOLD_OF_GROUP, TOTAL
from lib.stats.targets import Target, TargetMix


def level_of_target(dataset: Dataset, view: View) -> str:
    """The level that the dimensions are compared with for the view's target.

    Returns:
        "q25", "q50" or "q75", the threshold of the target's group; "best" for rank 1. Other
        targets have the level of the default target.
    """
    target = chosen_target(dataset, view)
    if target == Target("rank", 1):
        return "best"
    if target.kind != "group":
        default = default_target(dataset, view)
        return THRESHOLD_OF_GROUP[int(default.value)] if default.kind == "group" else "best"
    return THRESHOLD_OF_GROUP[int(target.value)]


def level_name(level: str, lang: str) -> str:
    """What a level ("q25", "q50", "q75" or "best") is called within a sentence."""
    return t(f"targets.mark_{level}", lang)


def default_target(dataset: Dataset, view: View) -> Target:
    """The next group up; in the highest group to stay in it, for the first province in rank 1."""
    own_total = dataset.total_position(view.year, view.province)
    if own_total["rank"] == 1:
        return Target("rank", 1)
    return Target("group", max(int(own_total["group"]) - 1, 1))


def chosen_target(dataset: Dataset, view: View) -> Target:
    """The target that the view asks for, or the default where it asks for none that exists."""
    if not view.target or not is_possible_target(dataset, view):
        return default_target(dataset, view)
    kind, _, value = view.target.partition(":")
    return Target(kind, float(value))  # type: ignore[arg-type]


def target_code(target: Target) -> str:
    """A target as the URL writes it: "group:2", "score:42.5"."""
    return f"{target.kind}:{target.value:g}"


def target_choices(dataset: Dataset, view: View) -> list[Target]:
    """The sensible targets of the province, and the one that the view asks for."""
    own_total = dataset.total_position(view.year, view.province)
    table = dataset.ranking(view.year, TOTAL)
    nearest = max(int(own_total["group"]) - 1, 1)
    targets = [Target("group", group) for group in range(nearest, 0, -1)]
    better_ranks = table.loc[table["rank"] < own_total["rank"], "rank"]
    if len(better_ranks):
        targets.append(Target("rank", int(better_ranks.max())))
    targets.append(Target("rank", 1))
    next_whole_score = math.floor(own_total["score"]) + 1
    if next_whole_score <= table["score"].max():
        targets.append(Target("score", next_whole_score))
    return list(dict.fromkeys([*targets, chosen_target(dataset, view)]))


def target_label(dataset: Dataset, view: View, target: Target) -> str:
    """A target as a choice: "Nhóm trung bình cao", for who is in it "Giữ nhóm trung bình cao"."""
    lang = view.lang
    if target.kind == "group":
        group = phrases.group_name(int(target.value), lang).lower()
        is_own = dataset.total_position(view.year, view.province)["group"] == target.value
        key = "targets.keep_group" if is_own else "targets.to_group"
        return capitalize_first(t(key, lang, group=group))
    if target.kind == "rank":
        return t("targets.to_rank", lang, rank=int(target.value))
    return t("targets.to_score", lang, score=_format_target_score(target.value, lang))


def target_mix(dataset: Dataset, view: View) -> TargetMix:
    """The gains beyond what comes anyhow that reach the view's target with the least effort.

    Each gain is rounded up to a whole 0.01 points, as chart, titles and scenarios have it.
    """
    mix = dataset.target_mix(view.province, view.year, chosen_target(dataset, view))
    if mix is None:
        raise LookupError(f"{view.province} has no total in {view.year}")
    # Scenarios hold whole steps of 0.01. To the nearest, the sum may miss the target.
    steps = np.ceil(mix.gains["gain"].to_numpy(float) * 100 - 1e-6) / 100
    return replace(mix, gains=mix.gains.assign(gain=steps.round(6)))


def has_references(dataset: Dataset, view: View) -> bool:
    """Whether earlier changes show what can be gained; in the first year there are none."""
    return bool((dataset.split_gains(view.province, view.year)["extra"] > 0).any())


def gains_frequency(
    dataset: Dataset, view: View, gains: Mapping[str, float]
) -> MixFrequency | None:
    """How often provinces of similar standing reached the like of these gains.

    Args:
        dataset: the dataset of the view.
        view: province and year.
        gains: points beyond what comes anyhow, by sub-dimension.

    Returns:
        See ``stats.gains.mix_frequency``; None without gains or with too few past years.
    """
    extra = dataset.split_gains(view.province, view.year).set_index("measure")["extra"]
    most = sum(float(extra[measure]) for measure in gains)
    if not most:
        return None
    gap = dataset.total_position(view.year, view.province)["gap_q50"]
    fraction = min(1.0, sum(gains.values()) / most)
    return mix_frequency(dataset.mix_trials, view.year, gap, len(gains), fraction)


def expected_phrase(points: float, lang: str) -> str:
    """What comes anyhow, within a sentence: "thường tự tăng 0,58 điểm"."""
    kind = "none" if abs(points) < 0.005 else "up" if points > 0 else "down"
    return t(f"targets.anyhow_{kind}", lang, points=format_number(abs(points), 2, lang))


def format_cases(fraction: float, n: int, lang: str) -> str:
    """How many of ``n`` past cases a fraction (0-1) of them is, or that it was none."""
    count = round(fraction * n)
    return t("targets.cases", lang, count=count) if count else t("targets.no_case", lang)


def goal_phrase(target: Target, lang: str) -> str:
    """A target after "in order to": "vào nhóm trung bình cao"."""
    if target.kind == "group":
        group = phrases.group_name(int(target.value), lang).lower()
        return t("targets.goal_group", lang, group=group)
    if target.kind == "rank":
        return t("targets.goal_rank", lang, rank=int(target.value))
    return t("targets.goal_score", lang, score=_format_target_score(target.value, lang))


def is_possible_target(dataset: Dataset, view: View) -> bool:
    """Whether the rank or the score that the view asks for exists in its year."""
    kind, _, value = view.target.partition(":")
    if kind == "rank":
        return int(value) <= dataset.total_position(view.year, view.province)["scored"]
    return kind == "group" or float(value) <= dataset.max_score(view.year)


def _format_target_score(value: float, lang: str) -> str:
    return format_number(value, 0 if value == int(value) else 2, lang)
