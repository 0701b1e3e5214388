"""The page of the merged province in words: headline, sentences and key figures.

All functions take the dataset of the 63 provinces and a view of one of them. Estimates are called
so; what reaching the best member's level brings is arithmetic and no forecast.
"""

from dataclasses import replace

import pandas as pd

from lib.common.numbers import format_number, format_signed
from lib.common.strings import HEADLINE_LENGTH, capitalize_first, first_that_fits, fit_clauses
from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import estimates, phrases
from lib.narrative.elements import KeyFigure
from lib.narrative.merged.members import (
    GainAtBest,
    estimated_total,
    gain_at_best,
    has_profile,
    is_comparable,
    is_merged,
    member_ranks,
    members,
    own_gap,
    published_members,
)
from lib.narrative.successors.history import status_sentence
from lib.stats import mergers
from lib.stats.ranking import TOTAL
from lib.stats.successors.imputation import KEPT_GAP

_NAMED_GAINS = 2  # dimensions named with what reaching the best member's level brings


def headline(dataset: Dataset, view: View) -> str | None:
    """The members' ranks, how far apart they are, and how that compares.

    None where fewer than two members have a total; see ``fallback_headline``.
    """
    if not is_comparable(dataset, view):
        return None
    lang, gap = view.lang, own_gap(dataset, view)
    name, ranks = _successor_name(dataset, view), member_ranks(dataset, view)
    # The sentence says that they are those before the merger, so their names are bare.
    placed = [
        t("merged.member_rank", lang, name=dataset.province_name(code, lang), place=rank)
        for rank, code in ranks
    ]
    named = {"name": name, "members": ", ".join(placed)}
    only_ranks = ", ".join(str(rank) for rank, _ in ranks)
    points = t("merged.headline_gap", lang, gap=format_number(gap["gap"], 2, lang))
    nth = _ordinal(gap["rank"], lang)
    order = t("merged.headline_order", lang, rank=nth, compared=gap["compared"])
    # Three long names would not leave room for what they differ by.
    sentences = (
        t("merged.headline", lang, **named),
        t("merged.headline_members", lang, **named),
        t("merged.headline_ranks", lang, name=name, ranks=only_ranks),
    )
    fitting = [text for text in sentences if len(text + points) <= HEADLINE_LENGTH]
    return fit_clauses(fitting[0] if fitting else sentences[-1], points, order)


def fallback_headline(dataset: Dataset, view: View) -> str:
    """The sentence for a province that was not merged, or whose members have too few totals."""
    lang, successor_name = view.lang, _successor_name(dataset, view)
    if is_merged(dataset, view):
        published = published_members(dataset, view)
        absent = [code for code in members(dataset, view) if code not in published]
        partly = any(phrases.is_partly_published(dataset, view.year, code) for code in absent)
        values = {
            "name": successor_name,
            "year": view.year,
            "absent": _member_names(dataset, absent, lang),
            "n": len(absent),
        }
        keys = (
            ("merged.partial", "merged.partial_brief", "merged.absent_count")
            if partly
            else ("merged.absent", "merged.absent_brief", "merged.absent_count")
        )
        return first_that_fits(*(t(key, lang, **values) for key in keys))
    name = dataset.province_name(view.province, lang)
    key = "merged.unmerged" if successor_name == name else "merged.renamed"
    return t(key, lang, name=name, new=successor_name)


def successor_note(dataset: Dataset, view: View) -> str:
    """Which members the successor is made of, since when and by which resolution."""
    status = status_sentence(dataset, dataset.successor(view.province), view.lang)
    return f"{_members_note(dataset, view)} {status}".strip()


def _members_note(dataset: Dataset, view: View) -> str:
    """``successor_note`` without what the successor became later."""
    lang, name = view.lang, _successor_name(dataset, view)
    if not is_merged(dataset, view):
        return t("merged.note_alone", lang, name=name)
    note = t(
        "merged.note",
        lang,
        members=_member_names(dataset, dataset.members[dataset.successor(view.province)], lang),
        name=name,
        last=dataset.years[-1],
    )
    # A year in which only the 34 have scores cannot be shown here: the view then is of the last
    # year of the members, and the note must say so.
    is_other_year = view.requested is not None and view.requested[1] != view.year
    return f"{note} {t('merged.note_last', lang, year=view.year)}" if is_other_year else note


def page_note(dataset: Dataset, view: View) -> str:
    """The note below the page's headline: ``successor_note``, and how differences are rounded."""
    note = successor_note(dataset, view)
    return f"{note} {t('merged.unrounded', view.lang)}" if has_profile(dataset, view) else note


def fact_sentences(dataset: Dataset, view: View) -> list[str] | None:
    """Four sentences: range and mean, who is ahead where, what is to gain, how usual the gap is.

    None where fewer than two members have a total or there is no estimate.
    """
    gain = gain_at_best(dataset, view)
    estimate = estimated_total(dataset, view)
    if gain is None or estimate is None:
        return None
    sentences = (
        _range_sentence(dataset, view, estimate)
        + _missing_members_note(dataset, view, estimate)
        + _other_mean_note(dataset, view),
        _ahead_sentence(dataset, view),
        _gain_sentence(dataset, view, gain),
        _comparison_sentence(dataset, view),
    )
    return [capitalize_first(sentence) for sentence in sentences]


def key_figures(dataset: Dataset, view: View) -> list[KeyFigure]:
    """The members, the gap between them, the estimate, what reaching the best one's level brings.

    For a province that was not merged: its score, its rank and group among the 34. Figures that are
    not known are left out.
    """
    if not is_merged(dataset, view):
        return _unmerged_figures(dataset, view)
    figures = [
        *(_member_figure(dataset, view, code) for code in members(dataset, view)),
        _gap_figure(dataset, view),
        _estimate_figure(dataset, view),
        _gain_figure(dataset, view),
    ]
    return [figure for figure in figures if figure is not None]


def method_sentences(dataset: Dataset, view: View) -> list[str]:
    """How the estimates are made and what they cannot say."""
    values = {
        "method": estimates.method_phrase(dataset, view.lang),
        "share": phrases.format_percent(mergers.MIN_COVERAGE, view.lang),
        "kept": format_number(KEPT_GAP, 1, view.lang),
        "first": dataset.years[0],
        "last": dataset.years[-1],
    }
    lift = ["lift"] if _gain_figure(dataset, view) else []
    keys = ["source", "mean", "part", "rank", *lift, "cause"]
    if (published := dataset.published_34) is not None:
        keys[0], values["since"] = "source_until", published.years[0]
    return [t(f"merged.method_{key}", view.lang, **values) for key in keys]


def _unmerged_figures(dataset: Dataset, view: View) -> list[KeyFigure]:
    """Score, rank and group among the 34; [] where the province has no total."""
    lang = view.lang
    estimate = estimated_total(dataset, view)
    if estimate is None:
        return []
    own_total = dataset.total_position(view.year, view.province)
    group_before = phrases.group_name(own_total["group"], lang).lower()
    return [
        _member_figure(dataset, view, view.province),
        KeyFigure(
            t("merged.kpi_of_34", lang),
            str(estimate["rank"]),
            f"/{len(dataset.estimated_34.provinces)}",
            t("merged.kpi_of_34_note", lang),
            estimated=True,
        ),
        KeyFigure(
            t("merged.kpi_group", lang),
            phrases.group_name(estimate["group"], lang),
            "",
            t("merged.kpi_group_note", lang, group=group_before),
            estimated=True,
        ),
    ]


def _member_figure(dataset: Dataset, view: View, code: str) -> KeyFigure:
    """The score, rank and group of a member, or why it has none."""
    lang, name = view.lang, dataset.member_name(code, view.lang)
    row = dataset.position(view.year, TOTAL, code)
    if row is None:
        partly = phrases.is_partly_published(dataset, view.year, code)
        key = "merged.kpi_partial" if partly else "merged.kpi_unpublished"
        return KeyFigure(name, "–", "", t(key, lang, year=view.year))
    note = t(
        "merged.kpi_member_note",
        lang,
        place=phrases.format_rank(dataset, row),
        group=phrases.group_name(row["group"], lang).lower(),
    )
    maximum = f"/{dataset.max_score(view.year)}"
    return KeyFigure(name, format_number(row["score"], 2, lang), maximum, note, province=code)


def _gap_figure(dataset: Dataset, view: View) -> KeyFigure | None:
    """The gap between the members and its rank among all mergers."""
    lang, gap = view.lang, own_gap(dataset, view)
    if pd.isna(gap["gap"]):
        return None
    note = t("merged.kpi_gap_note", lang, rank=_ordinal(gap["rank"], lang), n=gap["compared"])
    points = format_number(gap["gap"], 2, lang)
    return KeyFigure(t("merged.kpi_gap", lang), points, _points_unit(lang), note)


def _estimate_figure(dataset: Dataset, view: View) -> KeyFigure | None:
    """The successor's estimate with its rank, and its members where some are missing."""
    lang, estimate = view.lang, estimated_total(dataset, view)
    if estimate is None:
        return None
    rank = phrases.format_rank(dataset.estimated_34, estimate)
    note = t("merged.kpi_estimate_note", lang, place=rank)
    used = estimate["basis"].split()
    if len(used) < len(members(dataset, view)):
        imputed = estimate["imputed"].split()
        key = "merged.kpi_imputed_note" if imputed else "merged.kpi_part_note"
        note += "; " + t(key, lang, names=_member_names(dataset, imputed or used, lang))
    return KeyFigure(
        t("merged.kpi_estimate", lang, name=_successor_name(dataset, view)),
        format_number(estimate["score"], 2, lang),
        f"/{dataset.max_score(view.year)}",
        note,
        estimated=True,
    )


def _gain_figure(dataset: Dataset, view: View) -> KeyFigure | None:
    """What reaching the best member's level brings, in points and in rank."""
    lang, gain = view.lang, gain_at_best(dataset, view)
    if gain is None:
        return None
    n_provinces = len(dataset.estimated_34.provinces)
    note = t("merged.kpi_lift_note", lang, after=gain.rank_after, all=n_provinces)
    label, points = t("merged.kpi_lift", lang), format_signed(gain.lasting, 2, lang)
    return KeyFigure(label, points, _points_unit(lang), note, estimated=True)


def _other_mean_note(dataset: Dataset, view: View) -> str:
    """The simple mean where it tells another story, and the standard error where it is known."""
    successor, of_total = dataset.successor(view.province), replace(view, measure=TOTAL)
    notes = (
        estimates.simple_mean_sentence(dataset, successor, of_total),
        estimates.error_sentence(dataset, successor, of_total),
    )
    return "".join(f" {note}" for note in notes if note)


def _range_sentence(dataset: Dataset, view: View, estimate: pd.Series) -> str:
    """The lowest and the highest member, and the estimate with its rank."""
    lang = view.lang
    return t(
        "merged.fact_range",
        lang,
        year=view.year,
        low=format_number(estimate["low"], 2, lang),
        high=format_number(estimate["high"], 2, lang),
        mean=format_number(estimate["score"], 2, lang),
        method=estimates.method_phrase(dataset, lang),
        name=_successor_name(dataset, view),
        place=phrases.format_rank(dataset.estimated_34, estimate),
        group=phrases.group_name(estimate["group"], lang).lower(),
    )


def _missing_members_note(dataset: Dataset, view: View, estimate: pd.Series) -> str:
    """A further sentence on members that are missing from the estimate, "" where none is."""
    if len(estimate["basis"].split()) == len(members(dataset, view)):
        return ""
    successor_view = replace(view, province=dataset.successor(view.province))
    return " " + estimates.basis_sentence(dataset.estimated_34, successor_view)


def _ahead_sentence(dataset: Dataset, view: View) -> str:
    """In how many dimensions and sub-dimensions the best member is ahead of the worst.

    A further sentence names the dimensions in which the worst one is ahead.
    """
    lang, gap = view.lang, own_gap(dataset, view)
    best, worst = str(gap["best"]), str(gap["worst"])
    of_best, of_worst = (dataset.scores_of(view.year, code) for code in (best, worst))
    ahead = {m: score - of_worst[m] for m, score in of_best.items() if m in of_worst}
    dims = [dimension for dimension in dataset.dimensions(view.year) if dimension in ahead]
    subs = [measure for measure in ahead if "." in measure]
    widest = max(dims, key=lambda dimension: ahead[dimension])
    sentence = t(
        "merged.fact_where",
        lang,
        best=dataset.member_name(best, lang),
        worst=dataset.member_name(worst, lang),
        dims=len(dims),
        dims_ahead=sum(ahead[dimension] > 0 for dimension in dims),
        subs=len(subs),
        subs_ahead=sum(ahead[sub_dimension] > 0 for sub_dimension in subs),
        widest=phrases.short_name_in_sentence(dataset, widest, lang),
        points=format_signed(ahead[widest], 2, lang),
    )
    worst_is_ahead = sorted((d for d in dims if ahead[d] < 0), key=lambda d: ahead[d])
    if not worst_is_ahead:
        return sentence
    names = [phrases.short_name_in_sentence(dataset, d, lang) for d in worst_is_ahead]
    back = t(
        "merged.fact_back",
        lang,
        worst=dataset.member_name(worst, lang),
        names=phrases.join_list(names, lang),
    )
    return f"{sentence} {back}"


def _gain_sentence(dataset: Dataset, view: View, gain: GainAtBest) -> str:
    """What reaching the best member's level brings, and in which dimensions most of it."""
    lang = view.lang
    largest = phrases.join_with_notes(
        (
            (
                phrases.short_name_in_sentence(dataset, row.measure, lang),
                format_signed(row.gain, 2, lang),
            )
            for row in gain.parts.head(_NAMED_GAINS).itertuples()
        ),
        lang,
    )
    return t(
        "merged.fact_lift",
        lang,
        dims=len(gain.parts),
        gain=format_number(gain.gain, 2, lang),
        lasting=format_number(gain.lasting, 2, lang),
        ranks=t(
            "merged.rank_up" if gain.rank_after < gain.rank_before else "merged.rank_same",
            lang,
            before=gain.rank_before,
            after=gain.rank_after,
            all=len(dataset.estimated_34.provinces),
        ),
        most=largest,
    )


def _comparison_sentence(dataset: Dataset, view: View) -> str:
    """The gap beside the widest, the narrowest and the median gap of all mergers."""
    lang = view.lang
    table = dataset.member_gaps(view.year)
    with_gap = table[table["gap"].notna()]
    gap = own_gap(dataset, view)
    widest, narrowest = with_gap.iloc[0], with_gap.iloc[-1]
    return t(
        "merged.fact_compared",
        lang,
        gap=format_number(gap["gap"], 2, lang),
        rank=_ordinal(gap["rank"], lang),
        compared=gap["compared"],
        all=len(table),
        median=format_number(with_gap["gap"].median(), 2, lang),
        widest=dataset.successor_name(widest["successor"], lang),
        most=format_number(widest["gap"], 2, lang),
        narrowest=dataset.successor_name(narrowest["successor"], lang),
        least=format_number(narrowest["gap"], 2, lang),
    )


def _successor_name(dataset: Dataset, view: View) -> str:
    return dataset.successor_name(dataset.successor(view.province), view.lang)


def _member_names(dataset: Dataset, codes: list[str], lang: str) -> str:
    return phrases.join_list([dataset.member_name(code, lang) for code in codes], lang)


def _ordinal(rank: int, lang: str) -> str:
    """ "lớn thứ 2" for a gap, "lớn nhất" for the first."""
    return t("merged.widest", lang) if rank == 1 else t("merged.nth", lang, n=rank)


def _points_unit(lang: str) -> str:
    return " " + t("merged.points", lang)
