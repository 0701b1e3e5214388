"""The overview in words: its headline, its key figures, three sentences to read out.

Every number is computed from the positions; nothing here claims a cause. Functions that speak of
the total raise LookupError where the province has none in the view's year.
"""

from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from lib.common.numbers import format_number
from lib.common.strings import capitalize_first, fit_clauses
from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.successors import EstimatedChange
from lib.model.view import View
from lib.narrative import absent_provinces, estimates, phrases
from lib.narrative.elements import KeyFigure
from lib.narrative.sampling import position as sampled
from lib.narrative.successors import changes
from lib.narrative.trends import start_years
from lib.stats.ranking import TOTAL

_NAMED_LOWEST = 2  # dimensions in which the province stands lowest


def headline(dataset: Dataset, view: View) -> str:
    """The overview's one sentence: the rank, the distance to the next group, what stands out.

    Raises:
        LookupError: The province has no total in the view's year.
    """
    lang = view.lang
    own_total = dataset.total_position(view.year, view.province)
    sentence = t(
        "overview.headline",
        lang,
        name=dataset.name_in_sentence(view.province, lang),
        rank=own_total["rank"],
        all=len(dataset.provinces),
        known=phrases.scored_count_note(dataset, own_total, lang),
    )
    threshold, extreme = _threshold_clause(own_total, lang), _extreme_clause(dataset, view)
    room = estimates.headline_room(dataset, view)
    return capitalize_first(fit_clauses(sentence, f", {threshold}", f"; {extreme}", room=room))


def key_figures(dataset: Dataset, view: View) -> list[KeyFigure]:
    """Score, rank, group, change and rank in the region; estimates are labelled as such.

    Raises:
        LookupError: The province has no total in the view's year.
    """
    own_total = dataset.total_position(view.year, view.province)
    score, rank, group, region = _position_figures(dataset, view, own_total)
    change = _change_figure(dataset, view, own_total)
    if not dataset.estimated:
        return [score, rank, group, change, region]
    if dataset.is_merged(view.province):
        return [_label_estimated(f, view.lang) for f in (score, rank, group, change, region)]
    # The score of an unmerged province is published; what it is compared with is estimated.
    return [
        replace(score, note=estimates.tag_estimate(score.note, view.lang)),
        _label_estimated(rank, view.lang),
        _label_estimated(group, view.lang),
        change,
        _label_estimated(region, view.lang),
    ]


def _position_figures(
    dataset: Dataset, view: View, own_total: pd.Series
) -> tuple[KeyFigure, KeyFigure, KeyFigure, KeyFigure]:
    """Score, rank, group and rank in the region."""
    lang = view.lang
    scores_by_group = {g.code: g.scores for g in phrases.group_ranges(dataset, view, TOTAL)}
    group_note = scores_by_group[own_total["group"]]
    near = short_threshold_note(own_total, lang)
    rank_bound, group_bound = absent_provinces.absent_bound_notes(dataset, view)
    scored = t("overview.kpi_scored", lang, scored=own_total["scored"])
    return (
        KeyFigure(
            t("overview.kpi_score", lang),
            format_number(own_total["score"], 2, lang),
            f"/{dataset.max_score(view.year)}",
            _join(
                t("overview.kpi_median", lang, median=format_number(own_total["q50"], 2, lang)),
                sampled.score_note(dataset, view),
            ),
        ),
        KeyFigure(
            t("overview.kpi_rank", lang),
            str(own_total["rank"]),
            f"/{len(dataset.provinces)}",
            _join(rank_bound or scored, sampled.rank_note(dataset, view)),
        ),
        KeyFigure(
            t("overview.kpi_group", lang),
            phrases.group_name(own_total["group"], lang),
            "",
            _join(group_bound or _join(group_note, near), sampled.group_note(dataset, view)),
        ),
        KeyFigure(
            t("overview.kpi_region", lang),
            str(own_total["region_rank"]),
            f"/{own_total['region_scored']}",
            dataset.region_name(view.province, lang, short=True)
            + phrases.region_count_note(dataset, own_total, lang),
        ),
    )


def _join(*notes: str) -> str:
    """The notes that say something, as one."""
    return "; ".join(filter(None, notes))


def _label_estimated(figure: KeyFigure, lang: str) -> KeyFigure:
    return replace(figure, label=estimates.tag_estimate(figure.label, lang))


def spoken_sentences(dataset: Dataset, view: View) -> list[str]:
    """Three sentences that a leader can read out: position, change, dimensions.

    Raises:
        LookupError: The province has no total in the view's year.
    """
    lang = view.lang
    own_total = dataset.total_position(view.year, view.province)
    near = phrases.near_threshold_note(own_total, lang)
    has_published_score = dataset.estimated and not dataset.is_merged(view.province)
    position = t(
        "estimate.aloud_1" if has_published_score else "overview.aloud_1",
        lang,
        near=t("overview.aloud_near", lang, near=near) if near else "",
        **phrases.total_text_values(dataset, view, own_total),
    )
    ranked = dimensions_best_first(dataset, view)
    best = ranked.iloc[0]
    lowest = phrases.join_with_notes(
        (
            (dataset.measure_name(row["measure"], lang), _rank_with_end(row, lang))
            for _, row in phrases.lowest_placed(ranked, _NAMED_LOWEST).iterrows()
        ),
        lang,
    )
    side = one_side_of_median(ranked)
    dimensions = t(
        f"overview.aloud_3_{side}" if side else "overview.aloud_3",
        lang,
        best=dataset.measure_name(best["measure"], lang),
        best_rank=_rank_with_end(best, lang),
        lowest=lowest,
        n=len(ranked),
    )
    sentences = [position, change_sentence(dataset, view, own_total), dimensions]
    if not dataset.estimated:
        return sentences
    as_estimates = [
        t("estimate.aloud", lang, text=phrases.lower_first(sentence)) for sentence in sentences
    ]
    return [*sentences[:2], as_estimates[2]] if has_published_score else as_estimates


def profile_title(dataset: Dataset, view: View) -> str:
    """The dimensions in which the province stands highest and lowest, with its ranks."""
    rows = dimensions_best_first(dataset, view)
    best, worst = rows.iloc[0], rows.iloc[-1]
    return t(
        "overview.profile_title",
        view.lang,
        best=phrases.short_name_in_sentence(dataset, best["measure"], view.lang),
        best_rank=best["rank"],
        worst=phrases.short_name_in_sentence(dataset, worst["measure"], view.lang),
        worst_rank=worst["rank"],
    )


def region_groups_title(dataset: Dataset, view: View) -> str:
    """How many of the region's provinces, or of those with a score, lie in the two lower groups."""
    table = dataset.ranking(view.year, TOTAL)
    region = dataset.provinces.at[view.province, "region"]
    groups = table["group"][table["region"] == region]
    lower = int((groups > 2).sum())
    if len(groups) < (dataset.provinces["region"] == region).sum():
        key = "overview.map_title_known_single" if lower == 1 else "overview.map_title_known"
    else:
        key = "overview.map_title_single" if lower == 1 else "overview.map_title"
    return t(
        key,
        view.lang,
        lower=lower,
        n=len(groups),
        region=dataset.region_name(view.province, view.lang),
    )


def positions_best_first(dataset: Dataset, view: View, measures: Iterable[str]) -> pd.DataFrame:
    """The province's positions in these measures, highest percentile first, ties by code."""
    return dataset.positions_best_first(view.year, view.province, measures)


def one_side_of_median(positions: pd.DataFrame) -> str:
    """Whether several positions all lie "below" the national median, or none does ("above")."""
    gaps = positions["gap_q50"]
    if len(gaps) < 2:
        return ""
    return "below" if (gaps < 0).all() else "above" if (gaps >= 0).all() else ""


def dimensions_best_first(dataset: Dataset, view: View) -> pd.DataFrame:
    """The province's positions in the dimensions of the view's year, highest percentile first."""
    return positions_best_first(dataset, view, dataset.dimensions(view.year))


def sub_dimensions_best_first(dataset: Dataset, view: View) -> pd.DataFrame:
    """The province's positions in the year's sub-dimensions, highest percentile first."""
    codes = [measure for measure in dataset.measures(view.year) if "." in measure]
    return positions_best_first(dataset, view, codes)


def _threshold_clause(own_total: pd.Series, lang: str) -> str:
    """Where the total stands to the thresholds of groups, within the headline."""
    near = phrases.near_threshold_note(own_total, lang, brief=True)
    if near:
        return near
    if own_total["group"] == 1:
        return t("overview.headline_top", lang)
    return t(
        "overview.headline_next",
        lang,
        group=phrases.group_name(own_total["group"] - 1, lang).lower(),
        gap=phrases.format_distance(own_total["to_next"], lang),
    )


def _extreme_clause(dataset: Dataset, view: View) -> str:
    """The dimensions in the last place, else those in the first, else the weakest one."""
    lang = view.lang
    profile = dimensions_best_first(dataset, view)
    worst = profile.iloc[-1]
    for key, is_end in (
        ("last", profile["score"] == profile["lowest"]),
        ("first", profile["rank"] == 1),
    ):
        ends = profile["measure"][is_end]
        if len(ends):
            names = [phrases.short_name_in_sentence(dataset, m, lang) for m in sorted(ends)]
            return t(f"overview.headline_{key}", lang, measure=phrases.join_list(names, lang))
    return t(
        "overview.headline_weak",
        lang,
        measure=phrases.short_name_in_sentence(dataset, worst["measure"], lang),
        rank=worst["rank"],
        scored=worst["scored"],
    )


def _rank_with_end(row: pd.Series, lang: str) -> str:
    """ "rank 9/61", which says so for the last and the first place."""
    if row["score"] == row["lowest"]:
        return t("overview.last_place", lang, rank=row["rank"], scored=row["scored"])
    if row["rank"] == 1:
        return t("overview.first_place", lang, rank=row["rank"], scored=row["scored"])
    return phrases.rank_phrase(row, lang)


def short_threshold_note(own_total: pd.Series, lang: str) -> str:
    """``phrases.near_threshold_note`` in few words, for a key figure."""
    threshold = own_total["near"]
    if not threshold:
        return ""
    gap = own_total[f"gap_{threshold}"]
    if own_total["on_threshold"]:
        return t("overview.kpi_on_cut", lang)
    if abs(gap) < 0.005:  # would read 0,00
        return phrases.near_threshold_note(own_total, lang, brief=True)
    key = "overview.kpi_above_cut" if gap > 0 else "overview.kpi_below_cut"
    return t(key, lang, gap=phrases.format_distance(gap, lang))


def _change_figure(dataset: Dataset, view: View, own_total: pd.Series) -> KeyFigure:
    """The change on the previous year, or why there is none."""
    lang = view.lang
    if found := changes.first_change(dataset, view):
        return _first_change_figure(dataset, view, found)
    if pd.isna(own_total["change"]):
        earlier = [y for y in dataset.years_with_total(view.province) if y < view.year]
        note = "overview.kpi_scale" if earlier else "overview.kpi_first_year"
        if _basis_changed(dataset, view, earlier):
            note = "overview.kpi_basis"
        label = t("overview.kpi_change_first", lang)
        if earlier:
            label = t("overview.kpi_change", lang, year=earlier[-1])
        return KeyFigure(label, "–", "", t(note, lang))
    parts = _parts_note(dataset, view, own_total, "overview.kpi_parts")
    places = phrases.rank_change_phrase(int(own_total["change_rank"]), lang)
    if dataset.estimated and not dataset.is_merged(view.province):
        places = estimates.tag_estimate(places, lang)
    return KeyFigure(
        t("overview.kpi_change", lang, year=own_total["prev_year"]),
        phrases.points_phrase(own_total["change"], lang),
        "",
        places + parts + _badge_note(dataset, view, "; {}"),
    )


def _first_change_figure(dataset: Dataset, view: View, found: EstimatedChange) -> KeyFigure:
    """The difference from the estimate, with the ranks among the 34 and the verdict."""
    verdict = changes.verdict_phrase(dataset, view, found)
    figure = changes.key_figures(dataset, view, found)[0]
    note = t(
        "successor.kpi_short_note",
        view.lang,
        ranks=changes.ranks_phrase(found, "kpi_ranks", "kpi_ranks_kept", view.lang),
        verdict=f"; {verdict}" if verdict else "",
    )
    return replace(figure, note=note)


def _basis_changed(dataset: Dataset, view: View, earlier: list[int]) -> bool:
    """Whether the change of an estimate is missing because other members make up the earlier one.

    Args:
        dataset: the dataset of the view.
        view: province and year.
        earlier: the years before in which the province has a total.
    """
    same_scale = [y for y in earlier if dataset.max_score(y) == dataset.max_score(view.year)]
    return dataset.estimated and bool(same_scale)


def _badge_note(dataset: Dataset, view: View, wording: str) -> str:
    """How usual the total's change is, put into ``wording`` ("{}"); "" where that is not known."""
    code, published = view.province, dataset
    if dataset.estimated and dataset.dataset_of_63:
        # The changes of estimates repeat those of the members, so they give no distribution of
        # their own to judge by: only an unmerged province gets a badge, that of its own scores.
        if dataset.is_merged(code):
            return f"; {t('estimate.unjudged', view.lang)}"
        code, published = dataset.members[code][0], dataset.dataset_of_63
    name = published.badge(view.year, TOTAL, code).name
    return wording.format(t(f"badge.{name}", view.lang).lower()) if name else ""


def _parts_note(dataset: Dataset, view: View, own_total: pd.Series, key: str) -> str:
    """On how many sub-dimensions the total's change compares; "" where all do."""
    view = replace(view, measure=TOTAL)
    return start_years.comparing_parts_note(dataset, view, int(own_total["prev_year"]), key)


def change_sentence(
    dataset: Dataset, view: View, own_total: pd.Series, with_badge: bool = True
) -> str:
    """The change of the total on the previous year in a sentence, or why there is none.

    Args:
        dataset: the dataset of the view.
        view: province, year and language.
        own_total: the province's position by the total.
        with_badge: whether to say how usual the change is.
    """
    lang = view.lang
    if found := changes.first_change(dataset, view):
        return changes.spoken_sentence(dataset, view, found)
    if pd.isna(own_total["change"]):
        earlier = [y for y in dataset.years_with_total(view.province) if y < view.year]
        if _basis_changed(dataset, view, earlier):
            return t("overview.aloud_2_basis", lang)
        if earlier:
            since = dataset.scale_since(view.year)
            return t("overview.aloud_2_scale", lang, year=since)
        return t("overview.aloud_2_first", lang, name=dataset.name_in_sentence(view.province, lang))
    change, places = own_total["change"], int(own_total["change_rank"])
    direction = "gained" if change > 0 else "lost"
    if float(change.round(2)) == 0:
        direction = "equal" if change == 0 else "hardly"
    rank_direction = "same" if places == 0 else "up" if places > 0 else "down"
    badge_wording = t("overview.aloud_badge", lang, badge="{}")
    parts = _parts_note(dataset, view, own_total, "overview.aloud_parts")
    is_redefined = own_total["redefined"] and not parts
    caveat = f" {t('overview.aloud_redefined', lang)}" if is_redefined else ""
    has_published_score = dataset.estimated and not dataset.is_merged(view.province)
    sentence = t(
        "estimate.aloud_2" if has_published_score else "overview.aloud_2",
        lang,
        before=own_total["prev_year"],
        points_way=t(f"overview.aloud_{direction}", lang, n=format_number(abs(change), 2, lang))
        + parts,
        rank_way=t(
            f"overview.aloud_rank_{rank_direction}",
            lang,
            n=abs(places),
            to=own_total["rank"],
            **{"from": own_total["prev_rank"]},
        ),
        badge=_badge_note(dataset, view, badge_wording) if with_badge else "",
    )
    return sentence + caveat
