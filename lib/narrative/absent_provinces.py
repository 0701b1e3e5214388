"""Provinces without a score: why they have none, and between which ranks others lie then."""

from collections.abc import Collection
from typing import Any, NamedTuple

import pandas as pd

from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.memoized import memoized
from lib.model.view import View
from lib.narrative.phrases import group_name


def absent_bound(dataset: Dataset, view: View) -> str:
    """Between which ranks and groups a total lies wherever the provinces without one stand.

    "" where all provinces have a total.
    """
    row = _rank_bounds(dataset, view.year).get(view.province)
    if row is None or not row.absent:
        return ""
    lang = view.lang
    groups = dict.fromkeys((int(row.best_group), int(row.worst_group)))
    names = [group_name(group, lang).lower() for group in groups]
    return t(
        "say.bound" if row.absent > 1 else "say.bound_one",
        lang,
        absent=row.absent,
        best=row.rank,
        worst=row.worst_rank,
        group=f" {t('say.or', lang)} ".join(names),
    )


class RankBound(NamedTuple):
    """The best and the worst rank that the provinces without a total leave open."""

    best: int
    worst: int


def rank_bound(dataset: Dataset, view: View) -> RankBound | None:
    """Between which ranks a total lies; None where all provinces have a total."""
    row = _rank_bounds(dataset, view.year).get(view.province)
    if row is None or not row.absent:
        return None
    return RankBound(int(row.rank), int(row.worst_rank))


def absent_bound_notes(dataset: Dataset, view: View) -> tuple[str, str]:
    """``absent_bound`` in two short notes: of the rank, and of the group where it may be lower.

    "" where there is nothing to say.
    """
    row = _rank_bounds(dataset, view.year).get(view.province)
    if row is None or not row.absent:
        return "", ""
    lang, of = view.lang, len(dataset.provinces)
    rank = t("say.bound_rank", lang, all=of, best=row.rank, worst=row.worst_rank)
    if row.worst_group == row.best_group:
        return rank, ""
    lowest = group_name(int(row.worst_group), lang).lower()
    return rank, t("say.bound_group", lang, all=of, group=lowest)


def printed_group(dataset: Dataset, view: View, own_total: pd.Series) -> str:
    """The group by the printed counts where it is another than here, else ""."""
    printed = dataset.printed_groups(view.year).get(view.province)
    if printed in (None, own_total["group"]):
        return ""
    return group_name(printed, view.lang).lower()


@memoized
def _rank_bounds(dataset: Dataset, year: int) -> dict[str, Any]:
    """The rows of ``Dataset.rank_bounds`` by province."""
    return {row.province: row for row in dataset.rank_bounds(year).itertuples()}


def no_score_reason(
    dataset: Dataset, lang: str, codes: Collection[str], key: str = "say.missing"
) -> str:
    """Why provinces have no number on a map.

    Args:
        dataset: the dataset that the map shows.
        lang: the language.
        codes: the provinces without a number.
        key: text key of the reason where the score would have been a published one.
    """
    is_estimate = {dataset.estimated and dataset.is_merged(code) for code in codes}
    if len(is_estimate) > 1:
        return t("estimate.without", lang)
    return t("estimate.missing" if is_estimate == {True} else key, lang)
