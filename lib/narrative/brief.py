"""The brief: one page on a province and a year, to read before a meeting.

Every number is computed from the positions; nothing here claims a cause. All functions that take a
view raise LookupError where its province has no total in its year, unless they say otherwise.
"""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from lib.common.numbers import format_number, format_signed
from lib.common.strings import capitalize_first, fit_clauses, format_date
from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import absent_provinces, overview, phrases
from lib.narrative.dimensions import extremes
from lib.narrative.elements import Paragraph
from lib.narrative.plan import results
from lib.narrative.sampling import distance as sampled_distance
from lib.narrative.sampling import position as sampled
from lib.narrative.sampling import verdicts
from lib.narrative.successors import changes as successor_changes
from lib.narrative.targets import distance
from lib.narrative.trends import (
    change,
    decomposition,
    rank_history,
    start_years,
    uncertainty,
)
from lib.stats import peers, typical_change
from lib.stats.forecasts import threshold_moves
from lib.stats.ranking import NEXT_THRESHOLD, THRESHOLD_OF_GROUP, TOTAL


def headline(dataset: Dataset, view: View) -> str:
    """Score, rank and, where there is room, group in one line."""
    own_total = dataset.total_position(view.year, view.province)
    values = phrases.total_text_values(dataset, view, own_total)
    is_whole = int(own_total["scored"]) == len(dataset.provinces)
    values["count"] = "" if is_whole else t("say.known", view.lang, scored=own_total["scored"])
    return fit_clauses(*(t(f"brief.headline{end}", view.lang, **values) for end in ("", "_group")))


def paragraphs(dataset: Dataset, view: View) -> list[Paragraph]:
    """The paragraphs of the brief: eight, and a ninth in the base and target year of a plan."""
    view = replace(view, measure=TOTAL)
    sentences_by_subject = {
        "position": _position_sentences(dataset, view),
        "change": change_sentences(dataset, view),
        "strong": extremes.extreme_sentences(dataset, view, "strong"),
        "weak": extremes.extreme_sentences(dataset, view, "weak"),
        "region": region_sentences(dataset, view),
        "next": _next_group_sentences(dataset, view),
        "plan": plan_sentences(dataset, view),
        "years": rank_history.history_sentences(dataset, view),
        "care": _caution_sentences(dataset, view),
    }
    return [
        Paragraph(
            heading(dataset, view, subject),
            " ".join(sentences),
            "plan" if subject == "plan" else "",
        )
        for subject, sentences in sentences_by_subject.items()
        if sentences
    ]


def heading(dataset: Dataset, view: View, subject: str) -> str:
    """What the paragraph on a subject is called."""
    if subject in ("strong", "weak"):
        return extremes.extreme_heading(dataset, view, "strong" if subject == "strong" else "weak")
    if subject == "next" and dataset.total_position(view.year, view.province)["group"] == 1:
        return t("brief.h_top", view.lang)
    return t(f"brief.h_{subject}", view.lang)


def plain_text(dataset: Dataset, view: View) -> str:
    """The whole brief as plain text: title, three sentences, paragraphs, source."""
    return text_file(
        headline(dataset, view),
        overview.spoken_sentences(dataset, view),
        paragraphs(dataset, view),
        phrases.source_line(dataset, view),
    )


def text_file(title: str, sentences: Sequence[str], parts: Sequence[Paragraph], source: str) -> str:
    """A title, numbered sentences, paragraphs and the source as plain text."""
    lines = [title, "", *(f"{i}. {s}" for i, s in enumerate(sentences, start=1))]
    for part in parts:
        lines += ["", part.heading.upper(), part.text]
    return "\n".join([*lines, "", source, ""])


def neighbour_totals(dataset: Dataset, view: View) -> list[pd.Series]:
    """The positions by the total of the provinces that share a border, best rank first.

    Does not need the province's own total.
    """
    codes = set(peers.neighbours(view.province, dataset.tables.neighbours))
    totals = dataset.total_positions(view.year)
    return [row for province, row in totals.items() if province in codes]


def next_province_above(dataset: Dataset, view: View) -> pd.Series | None:
    """The position by the total of the province ranked next above; None for the first."""
    own_total = dataset.total_position(view.year, view.province)
    totals = dataset.total_positions(view.year).values()
    above = [row for row in totals if row["rank"] < own_total["rank"]]
    return above[-1] if above else None


def region_totals(dataset: Dataset, view: View) -> list[pd.Series]:
    """The positions by the total of the provinces of the same region, best rank first."""
    region = dataset.total_position(view.year, view.province)["region"]
    totals = dataset.total_positions(view.year).values()
    return [row for row in totals if row["region"] == region]


def _position_sentences(dataset: Dataset, view: View) -> list[str]:
    """Rank and group, the distance to the median, who is first."""
    lang, own_total = view.lang, dataset.total_position(view.year, view.province)
    near = phrases.near_threshold_note(own_total, lang)
    values = phrases.total_text_values(dataset, view, own_total)
    first = t("brief.position", lang, near=f", {near}" if near else "", **values)
    if bound := absent_provinces.absent_bound(dataset, view):
        first = f"{first} {capitalize_first(bound)}."
    gap = own_total["gap_q50"]
    key = "equal" if gap == 0 else "above" if gap > 0 else "below"
    second = t(
        f"brief.median_{key}",
        lang,
        median=format_number(own_total["q50"], 2, lang),
        gap=phrases.format_distance(gap, lang),
        exact=phrases.rounding_note(own_total["score"], own_total["q50"], gap, lang),
    )
    if own_total["rank"] == 1:
        return [first, second]
    best = next(iter(dataset.total_positions(view.year).values()))
    third = t(
        "brief.best",
        lang,
        best=dataset.province_name(best["province"], lang),
        score=format_number(best["score"], 2, lang),
    )
    return [first, second, third]


def change_sentences(dataset: Dataset, view: View) -> list[str]:
    """The change on the previous year, how usual it is, and the dimensions that it comes from."""
    lang, own_total = view.lang, dataset.total_position(view.year, view.province)
    if successor_changes.first_change(dataset, view):
        parts = decomposition.change_parts(dataset, view)
        return [
            overview.change_sentence(dataset, view, own_total),
            decomposition.drivers_title(dataset, view, parts) + ".",
            *successor_changes.evidence_sentences(dataset, view)[:2],
        ]
    if pd.isna(own_total["change"]):
        earlier = [y for y in dataset.years_with_total(view.province) if y < view.year]
        since = dataset.scale_since(view.year)
        return [t("brief.scale" if earlier else "brief.first", lang, year=since)]
    sentences = [overview.change_sentence(dataset, view, own_total, with_badge=False)]
    if typical := typical_change_sentence(dataset, view):
        sentences.append(typical)
    elif later := successor_changes.later_change(dataset, view):
        sentences.append(successor_changes.later_sentence(dataset, view, later))
    sentences += verdicts.sentences(dataset, view)
    parts = decomposition.change_parts(dataset, view)
    return [*sentences, decomposition.drivers_title(dataset, view, parts) + "."]


def typical_change_sentence(dataset: Dataset, view: View) -> str:
    """How the distance to the median changed, what is usual from that standing, and the badge.

    "" where that is not known.
    """
    lang, badge = view.lang, dataset.badge(view.year, TOTAL, view.province)
    total_view = replace(view, measure=TOTAL)
    if pd.isna(badge.gap_change) or pd.isna(badge.expected):
        return ""
    kind = ""
    if badge.name:
        kind = t(
            "brief.usual_kind",
            lang,
            badge=t(f"badge.{badge.name}", lang).lower(),
            share=phrases.format_percent(badge.fraction, lang),
            since=typical_change.FIRST_START_YEAR,
        )
    return t(
        "brief.usual",
        lang,
        change=change.change_phrase(badge.gap_change, lang),
        parts=start_years.comparing_parts_note(
            dataset, total_view, view.year - 1, "trends.within_parts"
        ),
        expected=change.change_phrase(badge.expected, lang),
        kind=kind,
    )


def region_sentences(dataset: Dataset, view: View) -> list[str]:
    """The rank in the region, and the neighbours that stand higher."""
    lang, own_total = view.lang, dataset.total_position(view.year, view.province)
    region = region_totals(dataset, view)
    ends = {"_first": region[0], "_last": region[-1]}
    end = next((key for key, row in ends.items() if row["province"] == view.province), "")
    sentences = [
        t(
            f"brief.region{end}",
            lang,
            region=dataset.region_name(view.province, lang),
            name=dataset.name_in_sentence(view.province, lang),
            rank=own_total["region_rank"],
            scored=own_total["region_scored"],
            known=phrases.region_count_note(dataset, own_total, lang),
            **_first_and_last(dataset, region, lang),
        )
    ]
    neighbours = neighbour_totals(dataset, view)
    if neighbours:
        better = [row for row in neighbours if row["score"] > own_total["score"]]
        sentences.append(
            t(
                f"brief.{neighbours_key(len(better), len(neighbours))}",
                lang,
                n=len(neighbours),
                better=len(better),
                names=phrases.provinces_with_ranks(dataset, better, lang),
            )
        )
    return sentences


def neighbours_key(better: int, n: int) -> str:
    """The end of the text key for ``better`` of ``n`` neighbours standing higher."""
    if better == n:
        return "neighbours_all" if n > 1 else "neighbours_single"
    return "neighbours" if better else "neighbours_none"


def plan_sentences(dataset: Dataset, view: View) -> list[str]:
    """What a plan aims at and what the result was; [] in other years than its base and target year.

    Does not need a total.
    """
    lang, plan = view.lang, results.chosen_plan(dataset, view)
    if plan is None or view.year not in (plan["base_year"], plan["target_year"]):
        return []
    target_year, target_group = int(plan["target_year"]), int(plan["target_group"])
    issued = format_date(plan["issued"], lang)
    target = {"aim": results.target_group_name(dataset, view), "target": target_year}
    first = t("brief.plan", lang, plan=plan["plan"], issued=issued, **target)
    result = results.total_in_year(dataset, target_year, view.province)
    if result is None:
        return [first, t("brief.plan_open", lang, **target)]
    key = "brief.plan_there" if result["group"] <= target_group else "brief.plan_short"
    values = phrases.total_text_values(dataset, replace(view, year=target_year), result)
    gap = phrases.format_distance(result[f"gap_{THRESHOLD_OF_GROUP[target_group]}"], lang)
    return [
        first,
        t(key, lang, gap=gap, target=target_year, **values),
        t("brief.plan_care", lang),
    ]


def _first_and_last(dataset: Dataset, ranking: list[pd.Series], lang: str) -> dict[str, str]:
    """The names and scores of the first and the last province of a ranking, by placeholder."""
    best, last = ranking[0], ranking[-1]
    return {
        "best": dataset.province_name(best["province"], lang),
        "best_score": format_number(best["score"], 2, lang),
        "last": dataset.province_name(last["province"], lang),
        "last_score": format_number(last["score"], 2, lang),
    }


def next_group_sentence(dataset: Dataset, view: View) -> str:
    """The distance to the next group's threshold; in the highest group to the one below it."""
    lang, own_total = view.lang, dataset.total_position(view.year, view.province)
    name = dataset.name_in_sentence(view.province, lang)
    group = own_total["group"]
    if group == 1:
        gap = phrases.format_distance(own_total["gap_q75"], lang)
        threshold = format_number(own_total["q75"], 2, lang)
        return t("brief.top", lang, name=name, gap=gap, cut=threshold)
    threshold, gap = own_total[NEXT_THRESHOLD[group]], own_total["to_next"]
    return t(
        "brief.next",
        lang,
        name=name,
        group=phrases.group_name(group - 1, lang).lower(),
        cut=format_number(threshold, 2, lang),
        gap=phrases.format_distance(gap, lang),
        exact=phrases.rounding_note(threshold, own_total["score"], gap, lang),
    )


def threshold_sentences(dataset: Dataset, view: View) -> list[str]:
    """The distance to the next group, in standard errors too where known; thresholds move.

    Where the threshold rises with the province, the page of targets says how many points it takes,
    and so does this: two numbers for one step would contradict each other.
    """
    away = sampled_distance.next_group_sentence(dataset, view)
    default = replace(view, target=View.target)
    moving = distance.moving_threshold_note(dataset, default, "brief.moving")
    known = [next_group_sentence(dataset, view), away, moving]
    return [*filter(None, known), threshold_sentence(dataset, view)]


def _next_group_sentences(dataset: Dataset, view: View) -> list[str]:
    """The distance to the next group and to the next rank; thresholds change every year."""
    sentences = threshold_sentences(dataset, view)
    above = next_province_above(dataset, view)
    if above is not None:
        own_total = dataset.total_position(view.year, view.province)
        sentences.append(
            t(
                "brief.ahead",
                view.lang,
                name=dataset.province_name(above["province"], view.lang),
                rank=above["rank"],
                gap=phrases.format_distance(above["score"] - own_total["score"], view.lang),
            )
        )
    return sentences


def threshold_sentence(dataset: Dataset, view: View) -> str:
    """That thresholds move, and what the next group takes if they move as they have."""
    lang, own_total = view.lang, dataset.total_position(view.year, view.province)
    moved = threshold_moves.move_range(dataset.threshold_moves, view.year)
    if moved is None:
        return t("brief.cuts_move", lang)
    if own_total["group"] == 1:
        low, high = (format_signed(end, 2, lang) for end in (moved.low, moved.high))
        return t("brief.cuts_range", lang, low=low, high=high)
    range_ = distance.moved_range(dataset, replace(view, target=View.target))
    return t("brief.needed_range", lang, range=range_)


def _caution_sentences(dataset: Dataset, view: View) -> list[str]:
    """That PAPI is a sample survey, and the range of ranks that follows."""
    rank_range = rank_range_sentence(dataset, view)
    return [sampled.sample_sentence(dataset, view), *([rank_range] if rank_range else [])]


def rank_range_sentence(dataset: Dataset, view: View) -> str:
    """The ranks that the errors leave open, else those were all off as usual; "" if not known."""
    if by_errors := sampled.rank_sentence(dataset, view):
        return by_errors
    rank_range = uncertainty.rank_uncertainty(dataset, replace(view, measure=TOTAL))
    if rank_range is None:
        return ""
    return t(
        "brief.range",
        view.lang,
        year=view.year,
        wobble=format_number(rank_range.points, 2, view.lang),
        best=rank_range.best,
        worst=rank_range.worst,
    )
