"""The conclusions in words: the headline, the key figures, three sentences to read aloud.

Every number is computed from the positions; nothing here claims a cause.
"""

from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from lib.common.numbers import format_number
from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import estimates, phrases
from lib.narrative.elements import KeyFigure
from lib.stats.ranking import TOTAL


def headline(dataset: Dataset, view: View) -> str:
    """The overview's one sentence: the rank, the distance to the next group, what stands out."""
    lang = view.lang
    own = _total(dataset, view)
    clauses = [
        t(
            "overview.headline",
            lang,
            name=dataset.name_in_sentence(view.province, lang),
            rank=own["rank"],
            all=len(dataset.provinces),
            last=phrases.last_place_note(own, lang),
        ),
        _threshold_clause(own, lang),
        _extreme_clause(dataset, view),
    ]
    sentence = "; ".join([", ".join(clauses[:2]), *clauses[2:]])
    return sentence[0].upper() + sentence[1:]


def key_figures(dataset: Dataset, view: View) -> list[KeyFigure]:
    """Score, rank, group, change and rank in the region."""
    lang = view.lang
    own = _total(dataset, view)
    ranges = {g["code"]: g["range"] for g in phrases.group_ranges(dataset, view, TOTAL)}
    group_note = t("overview.kpi_group_note", lang, range=ranges[own["group"]])
    near = _near_threshold_note(own, lang)
    out = [
        KeyFigure(
            t("overview.kpi_score", lang),
            format_number(own["score"], 2, lang),
            f"/{dataset.max_score(view.year)}",
            t("overview.kpi_median", lang, median=format_number(own["q50"], 2, lang)),
        ),
        KeyFigure(
            t("overview.kpi_rank", lang),
            str(own["rank"]),
            f"/{len(dataset.provinces)}",
            t("overview.kpi_scored", lang, scored=own["scored"]),
        ),
        KeyFigure(
            t("overview.kpi_group", lang),
            phrases.group_name(own["group"], lang),
            "",
            f"{group_note}; {near}" if near else group_note,
        ),
        _change_figure(dataset, view, own),
        KeyFigure(
            t("overview.kpi_region", lang),
            str(own["region_rank"]),
            f"/{own['region_scored']}",
            dataset.region_name(view.province, lang, short=True),
        ),
    ]
    if not dataset.estimated:
        return out
    if dataset.is_merged(view.province):
        return [replace(kpi, label=estimates.tag_estimate(kpi.label, lang)) for kpi in out]
    # Its points are published; what they are held against is not.
    score, rank, group, change, region = out
    return [
        replace(score, note=estimates.tag_estimate(score.note, lang)),
        *(replace(kpi, label=estimates.tag_estimate(kpi.label, lang)) for kpi in (rank, group)),
        change,
        replace(region, label=estimates.tag_estimate(region.label, lang)),
    ]


def spoken_sentences(dataset: Dataset, view: View) -> list[str]:
    """Three sentences that a leader can read out."""
    lang = view.lang
    own = _total(dataset, view)
    near = phrases.near_threshold_note(own, lang)
    published = dataset.estimated and not dataset.is_merged(view.province)
    first = t(
        "estimate.aloud_1" if published else "overview.aloud_1",
        lang,
        near=t("overview.aloud_near", lang, near=near) if near else "",
        **phrases.standing_values(dataset, view, own),
    )
    profile = _dimensions_best_first(dataset, view)
    best, second, worst = profile.iloc[0], profile.iloc[-2], profile.iloc[-1]
    third = t(
        "overview.aloud_3",
        lang,
        **{
            key: value
            for name, row in (("best", best), ("worst", worst), ("second", second))
            for key, value in (
                (name, dataset.measure_name(row["measure"], lang)),
                (f"{name}_rank", _rank_with_end(row, lang)),
            )
        },
    )
    out = [first, change_sentence(dataset, view, own), third]
    if not dataset.estimated:
        return out
    told = [t("estimate.aloud", lang, text=s[0].lower() + s[1:]) for s in out]
    return [*out[:2], told[2]] if published else told


def profile_title(dataset: Dataset, view: View) -> str:
    """The dimensions in which the province stands highest and lowest, with its ranks."""
    rows = _dimensions_best_first(dataset, view)
    best, worst = rows.iloc[0], rows.iloc[-1]
    return t(
        "overview.profile_title",
        view.lang,
        best=phrases.short_measure(dataset, best["measure"], view.lang),
        best_rank=best["rank"],
        worst=phrases.short_measure(dataset, worst["measure"], view.lang),
        worst_rank=worst["rank"],
    )


def region_groups_title(dataset: Dataset, view: View) -> str:
    """How many of the region's provinces lie in the two lower groups."""
    table = dataset.ranking(view.year, TOTAL)
    region = table[table["region"] == dataset.provinces.at[view.province, "region"]]
    return t(
        "overview.map_title",
        view.lang,
        lower=int((region["group"] > 2).sum()),
        n=len(region),
        region=dataset.region_name(view.province, view.lang, short=True),
    )


def best_first(dataset: Dataset, view: View, measures: Iterable[str]) -> pd.DataFrame:
    """The province's rows in these measures, the best place first; of two alike the first named."""
    own = dataset.positions_of(view.year, view.province, measures)
    return own.sort_values(["percentile", "measure"], ascending=[False, True])


def _dimensions_best_first(dataset: Dataset, view: View) -> pd.DataFrame:
    return best_first(dataset, view, dataset.dimensions(view.year))


def _total(dataset: Dataset, view: View) -> pd.Series:
    own = dataset.position(view.year, TOTAL, view.province)
    if own is None:
        raise LookupError(f"{view.province} has no total in {view.year}")
    return own


def _threshold_clause(own: pd.Series, lang: str) -> str:
    near = phrases.near_threshold_note(own, lang)
    if near:
        return t("overview.headline_near", lang, near=near)
    if own["group"] == 1:
        return t("overview.headline_top", lang)
    return t(
        "overview.headline_next",
        lang,
        group=phrases.group_name(own["group"] - 1, lang).lower(),
        gap=format_number(own["to_next"], 2, lang),
    )


def _extreme_clause(dataset: Dataset, view: View) -> str:
    """The dimensions to remember: those in the last place, else in the first, else the weakest."""
    lang = view.lang
    profile = _dimensions_best_first(dataset, view)
    worst = profile.iloc[-1]
    for key, ends in (
        ("last", profile[profile["score"] == profile["lowest"]]),
        ("first", profile[profile["rank"] == 1]),
    ):
        if len(ends):
            names = [phrases.short_measure(dataset, m, lang) for m in sorted(ends["measure"])]
            return t(f"overview.headline_{key}", lang, measure=phrases.join_list(names, lang))
    return t(
        "overview.headline_weak",
        lang,
        measure=phrases.short_measure(dataset, worst["measure"], lang),
        rank=worst["rank"],
        scored=worst["scored"],
    )


def _rank_with_end(row: pd.Series, lang: str) -> str:
    if row["score"] == row["lowest"]:
        return t("overview.last_place", lang, rank=row["rank"], scored=row["scored"])
    if row["rank"] == 1:
        return t("overview.first_place", lang, rank=row["rank"], scored=row["scored"])
    return phrases.rank_phrase(row, lang)


def _near_threshold_note(own: pd.Series, lang: str) -> str:
    """The cut's note in few words: where it is next to, and how far."""
    cut = own["near"]
    if not cut:
        return ""
    gap = own[f"gap_{cut}"]
    if own["on_threshold"]:
        return t("overview.kpi_on_cut", lang)
    key = "overview.kpi_above_cut" if gap > 0 else "overview.kpi_below_cut"
    return t(key, lang, gap=format_number(abs(gap), 2, lang))


def _change_figure(dataset: Dataset, view: View, own: pd.Series) -> KeyFigure:
    lang = view.lang
    if pd.isna(own["change"]):
        earlier = [y for y in dataset.years_with_total(view.province) if y < view.year]
        note = "overview.kpi_scale" if earlier else "overview.kpi_first_year"
        if _basis_changed(dataset, view, earlier):
            note = "overview.kpi_basis"
        before = earlier[-1] if earlier else view.year - 1
        return KeyFigure(t("overview.kpi_change", lang, year=before), "–", "", t(note, lang))
    places = phrases.rank_change_phrase(int(own["change_rank"]), lang)
    if dataset.estimated and not dataset.is_merged(view.province):
        places = estimates.tag_estimate(places, lang)
    return KeyFigure(
        t("overview.kpi_change", lang, year=own["prev_year"]),
        phrases.points_phrase(own["change"], lang),
        "",
        places + _badge_note(dataset, view, "; {}"),
    )


def _basis_changed(dataset: Dataset, view: View, earlier: list[int]) -> bool:
    """Whether an estimate has no change only because the one before rests on other members."""
    same_scale = [y for y in earlier if dataset.max_score(y) == dataset.max_score(view.year)]
    return dataset.estimated and bool(same_scale)


def _badge_note(dataset: Dataset, view: View, wording: str) -> str:
    """How usual the total's change is, put into ``wording``; "" where that cannot be said."""
    code, published = view.province, dataset
    if dataset.estimated and dataset.dataset_of_63:
        # Nobody has measured how estimates move.
        if dataset.is_merged(code):
            return f"; {t('estimate.unjudged', view.lang)}"
        code, published = dataset.members[code][0], dataset.dataset_of_63
    name = published.badge(view.year, TOTAL, code).name
    return wording.format(t(f"badge.{name}", view.lang).lower()) if name else ""


def change_sentence(dataset: Dataset, view: View, own: pd.Series, judged: bool = True) -> str:
    """The change of the total (``own`` is its row) in a sentence; ``judged``: with its badge."""
    lang = view.lang
    if pd.isna(own["change"]):
        earlier = [y for y in dataset.years_with_total(view.province) if y < view.year]
        if _basis_changed(dataset, view, earlier):
            return t("overview.aloud_2_basis", lang)
        if earlier:
            since = dataset.scale_since(view.year)
            return t("overview.aloud_2_scale", lang, year=since)
        return t("overview.aloud_2_first", lang, name=dataset.province_name(view.province, lang))
    size = format_number(abs(own["change"]), 2, lang)
    moved = int(own["change_rank"])
    way = "gained" if own["change"] > 0 else "lost"
    if float(own["change"].round(2)) == 0:
        way = "equal" if own["change"] == 0 else "hardly"
    rank_way = "same" if moved == 0 else "up" if moved > 0 else "down"
    caveat = f" {t('overview.aloud_redefined', lang)}" if own["redefined"] else ""
    published = dataset.estimated and not dataset.is_merged(view.province)
    sentence = t(
        "estimate.aloud_2" if published else "overview.aloud_2",
        lang,
        before=own["prev_year"],
        points_way=t(f"overview.aloud_{way}", lang, n=size),
        rank_way=t(
            f"overview.aloud_rank_{rank_way}",
            lang,
            n=abs(moved),
            to=own["rank"],
            **{"from": own["prev_rank"]},
        ),
        badge=_badge_note(dataset, view, t("overview.aloud_badge", lang, badge="{}"))
        if judged
        else "",
    )
    return sentence + caveat
