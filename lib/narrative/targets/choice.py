"""Which target a view aims at, and which ones can be chosen."""

import math

import pandas as pd

from lib.common.numbers import format_number
from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import phrases
from lib.stats.ranking import TOTAL
from lib.stats.targets import NEXT_THRESHOLD, Target, TargetMix


def level_of_target(dataset: Dataset, view: View) -> str:
    """The mark of the dimensions that goes with the target: a cut for a group, else by rank."""
    target = chosen_target(dataset, view)
    if target == Target("rank", 1):
        return "best"
    if target.kind != "group":
        default = default_target(dataset, view)
        return NEXT_THRESHOLD[int(default.value) + 1] if default.kind == "group" else "best"
    return NEXT_THRESHOLD[int(target.value) + 1]


def level_name(mark: str, lang: str) -> str:
    """What a mark is called within a sentence."""
    return t(f"targets.mark_{mark}", lang)


def default_target(dataset: Dataset, view: View) -> Target:
    """The next group up; rank 1 for who is in the highest group."""
    group = int(_own_total(dataset, view)["group"])
    return Target("group", group - 1) if group > 1 else Target("rank", 1)


def chosen_target(dataset: Dataset, view: View) -> Target:
    """What the view aims at; the default where the address asks for nothing possible."""
    if not view.target or not _is_possible(dataset, view):
        return default_target(dataset, view)
    kind, _, value = view.target.partition(":")
    return Target(kind, float(value))  # type: ignore[arg-type]


def target_code(target: Target) -> str:
    """A target as the address writes it: "group:2", "score:42.5"."""
    return f"{target.kind}:{target.value:g}"


def target_choices(dataset: Dataset, view: View) -> list[Target]:
    """The sensible targets of the province, and the one that the view asks for."""
    own = _own_total(dataset, view)
    out = [Target("group", group) for group in range(int(own["group"]) - 1, 0, -1)]
    ahead = dataset.ranking(view.year, TOTAL)["rank"]
    ahead = ahead[ahead < own["rank"]]
    if len(ahead):
        out.append(Target("rank", int(ahead.max())))
    out.append(Target("rank", 1))
    whole = math.floor(own["score"]) + 1
    if whole <= dataset.ranking(view.year, TOTAL)["score"].max():
        out.append(Target("score", whole))
    return list(dict.fromkeys([*out, chosen_target(dataset, view)]))


def target_label(target: Target, lang: str) -> str:
    """A target as a choice: "Nhóm trung bình cao"."""
    if target.kind == "group":
        text = t(
            "targets.to_group", lang, group=phrases.group_name(int(target.value), lang).lower()
        )
        return text[0].upper() + text[1:]
    if target.kind == "rank":
        return t("targets.to_rank", lang, rank=int(target.value))
    return t("targets.to_score", lang, score=_format_target_score(target.value, lang))


def target_mix(dataset: Dataset, view: View) -> TargetMix:
    """What reaches the view's target with the least strain."""
    found = dataset.target_mix(view.province, view.year, chosen_target(dataset, view))
    if found is None:
        raise LookupError(f"{view.province} has no total in {view.year}")
    return found


def has_references(dataset: Dataset, view: View) -> bool:
    """Whether there are movements to judge any gain by (in the first year there are none)."""
    return bool((dataset.attainable_gains(view.province, view.year)["attainable"] > 0).any())


def goal_phrase(target: Target, lang: str) -> str:
    """A target after "in order": "vào nhóm trung bình cao"."""
    if target.kind == "group":
        return t(
            "targets.goal_group", lang, group=phrases.group_name(int(target.value), lang).lower()
        )
    if target.kind == "rank":
        return t("targets.goal_rank", lang, rank=int(target.value))
    return t("targets.goal_score", lang, score=_format_target_score(target.value, lang))


def _own_total(dataset: Dataset, view: View) -> pd.Series:
    own = dataset.position(view.year, TOTAL, view.province)
    if own is None:
        raise LookupError(f"{view.province} has no total in {view.year}")
    return own


def _is_possible(dataset: Dataset, view: View) -> bool:
    """Whether the address asks for a rank and a score that exist in the year."""
    kind, _, value = view.target.partition(":")
    if kind == "rank":
        return int(value) <= _own_total(dataset, view)["scored"]
    return kind == "group" or float(value) <= dataset.max_score(view.year)


def _format_target_score(value: float, lang: str) -> str:
    return format_number(value, 0 if value == int(value) else 2, lang)
