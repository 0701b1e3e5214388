"""Questions that a council member or a journalist may text about a result, with their answers.

An answer says where and how much, never why: the data do not hold causes.
"""

from dataclasses import replace
from statistics import median
from typing import NamedTuple

import pandas as pd

from lib.common.numbers import format_number, format_signed
from lib.common.strings import capitalize_first
from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import absent_provinces, brief, phrases
from lib.narrative.elements import Question
from lib.narrative.plan import results
from lib.narrative.sampling import position, verdicts
from lib.narrative.trends import uncertainty
from lib.stats.ranking import TOTAL

NAMED_NEIGHBOURS = 3  # neighbours named with the dimension in which they are furthest above
FALL_PLACES = 10  # places below the best earlier rank from which the question on the fall applies
# The province and year whose change the press printed from scores truncated to two decimals.
PRINTED_CHANGE = ("80", 2023)


def questions(dataset: Dataset, view: View) -> list[Question]:
    """The questions that apply to the province and year, each with its answer and where to look.

    Raises:
        LookupError: The province has no total in the view's year.
    """
    view = replace(view, measure=TOTAL)
    candidates = (
        _ask_rank(dataset, view),
        _ask_missing_provinces(dataset, view),
        _ask_significance(dataset, view),
        _ask_rank_uncertainty(dataset, view),
        _ask_fall(dataset, view),
        _ask_neighbours(dataset, view),
        _ask_weakest_dimensions(dataset, view),
        _ask_next_group(dataset, view),
        _ask_plan(dataset, view),
        _ask_threshold(dataset, view),
        _ask_region(dataset, view),
        _ask_source(dataset, view),
    )
    return [question for question in candidates if question is not None]


def _ask_rank(dataset: Dataset, view: View) -> Question:
    """Why this rank and not the next better one."""
    lang, own_total = view.lang, dataset.total_position(view.year, view.province)
    totals, above = dataset.total_positions(view.year), brief.next_province_above(dataset, view)
    below = next((row for row in totals.values() if row["rank"] > own_total["rank"]), None)
    answers = []
    for key, row in (("above", above), ("below", below)):
        if row is not None:
            answers.append(
                t(
                    f"questions.rank_{key}",
                    lang,
                    name=dataset.province_name(row["province"], lang),
                    rank=row["rank"],
                    gap=phrases.format_distance(row["score"] - own_total["score"], lang),
                )
            )
    key = "questions.rank" if above is not None else "questions.rank_first"
    text = t(key, lang, rank=own_total["rank"], better=own_total["rank"] - 1)
    if above is None and (ranks := brief.rank_range_sentence(dataset, view)):
        answers.append(ranks)
    return Question(text, " ".join(answers), "peers", (("peers", "rank"),), "peers.ladder")


def _ask_missing_provinces(dataset: Dataset, view: View) -> Question | None:
    """Why fewer provinces are ranked than there are; only where some have no total."""
    lang, own_total = view.lang, dataset.total_position(view.year, view.province)
    scored = dataset.total_positions(view.year)
    missing = [
        dataset.province_name(code, lang) for code in dataset.provinces.index if code not in scored
    ]
    if not missing:
        return None
    values = {"scored": own_total["scored"], "all": len(dataset.provinces)}
    answer = t(
        "questions.missing_answer",
        lang,
        year=view.year,
        rank=own_total["rank"],
        names=phrases.join_list(missing, lang),
        bound=capitalize_first(absent_provinces.absent_bound(dataset, view)),
        **values,
    )
    return Question(t("questions.missing", lang, **values), answer, "map", chart="map.national")


def _ask_significance(dataset: Dataset, view: View) -> Question | None:
    """Whether the change is more than chance; only where it has a badge."""
    lang, own_total = view.lang, dataset.total_position(view.year, view.province)
    badge = dataset.badge(view.year, TOTAL, view.province)
    if not badge.name:
        return None
    text = t("questions.real", lang, points=format_signed(own_total["change"], 2, lang))
    sentences = [
        brief.typical_change_sentence(dataset, view),
        t(f"questions.real_{badge.name}", lang),
        *verdicts.sentences(dataset, view),
    ]
    share = dataset.turned_back(view.year)
    if badge.name == "rare" and not pd.isna(share):
        share_text = phrases.format_percent(share, lang)
        sentences.append(t("questions.real_turned", lang, share=share_text))
    return Question(
        text,
        " ".join(sentences),
        "trends",
        chart="trends.usual",
    )


def _ask_rank_uncertainty(dataset: Dataset, view: View) -> Question | None:
    """How certain the rank is; only where the uncertainty is known."""
    lang, answer = view.lang, brief.rank_range_sentence(dataset, view)
    if not answer:
        return None
    own_total = dataset.total_position(view.year, view.province)
    text = t("questions.range", lang, rank=own_total["rank"])
    explained = uncertainty.rank_ranges_sentence(dataset, view)
    answer = " ".join(filter(None, (position.sample_sentence(dataset, view), answer, explained)))
    return Question(text, answer, "trends")


def _ask_fall(dataset: Dataset, view: View) -> Question | None:
    """Why the rank is so much worse than the best one; only from FALL_PLACES on."""
    lang, own_total = view.lang, dataset.total_position(view.year, view.province)
    ranks = dataset.total_ranks(view.province)
    earlier = {year: rank for year, rank in ranks.items() if year < view.year}
    if not earlier or own_total["rank"] - min(earlier.values()) < FALL_PLACES:
        return None
    year, best = min(earlier.items(), key=lambda item: item[1])
    old_scale, new_scale = dataset.max_score(year), dataset.max_score(view.year)
    sentences = []
    if old_scale != new_scale:
        sentences.append(
            t(
                "questions.fall_scale",
                lang,
                before=year,
                year=view.year,
                old=old_scale,
                new=new_scale,
            )
        )
    if names := _largest_falls(dataset, view, year):
        sentences.append(t("questions.fall_where", lang, names=phrases.join_list(names, lang)))
    sentences.append(t("questions.fall_why", lang))
    text = t("questions.fall", lang, best=best, year=year, rank=own_total["rank"])
    since = (("since", year),)
    return Question(text, " ".join(sentences), "trends", since, "trends.movers")


def _largest_falls(dataset: Dataset, view: View, since: int) -> list[str]:
    """The dimensions that lost most percentiles since a year, at most two, with their ranks."""
    old, new = (_dimension_ranks(dataset, year, view.province) for year in (since, view.year))
    changes = {m: new[m].percentile - old[m].percentile for m in old if m in new}
    falls = sorted((m for m in changes if changes[m] < 0), key=lambda m: changes[m])
    return [
        t(
            "questions.fall_item",
            view.lang,
            measure=dataset.measure_name(measure, view.lang),
            before=f"{old[measure].rank}/{old[measure].scored}",
            after=f"{new[measure].rank}/{new[measure].scored}",
        )
        for measure in falls[:2]
    ]


class _DimensionRank(NamedTuple):
    percentile: float
    rank: int
    scored: int


def _dimension_ranks(dataset: Dataset, year: int, province: str) -> dict[str, _DimensionRank]:
    """A province's place in each dimension, in the official order."""
    table = dataset.dimension_positions(year, province)
    columns = (table[column] for column in ("measure", *_DimensionRank._fields))
    return {measure: _DimensionRank(*place) for measure, *place in zip(*columns, strict=True)}


def _ask_neighbours(dataset: Dataset, view: View) -> Question | None:
    """Which neighbours stand higher and in what; only where a neighbour has a total."""
    lang, own_total = view.lang, dataset.total_position(view.year, view.province)
    others = brief.neighbour_totals(dataset, view)
    if not others:
        return None
    better = [row for row in others if row["score"] > own_total["score"]]
    names = phrases.join_with_notes(
        (
            (dataset.province_name(row["province"], lang), format_number(row["score"], 2, lang))
            for row in better
        ),
        lang,
    )
    kind = brief.neighbours_key(len(better), len(others))
    key = {"neighbours": "neighbours_answer"}.get(kind, kind)
    sentences = [t(f"questions.{key}", lang, better=len(better), n=len(others), names=names)]
    gaps = _widest_gaps(dataset, view, [row["province"] for row in better or others])
    if better:
        items = [t("questions.neighbours_item", lang, **gap) for gap in gaps[:NAMED_NEIGHBOURS]]
        sentences.append(t("questions.neighbours_each", lang, list=phrases.join_list(items, lang)))
    elif gaps:
        sentences.append(t("questions.neighbours_most", lang, **gaps[0]))
    # The page compares with the neighbour that the answer names first.
    peer = gaps[0]["province"] if gaps else str(others[0]["province"])
    changes = (("peers", "neighbours"), ("peer", peer))
    text = t("questions.neighbours", lang)
    return Question(text, " ".join(sentences), "peers", changes, "peers.duel")


def _widest_gaps(dataset: Dataset, view: View, others: list[str]) -> list[dict[str, str]]:
    """In which dimension each of the others is furthest above the province, widest gap first.

    Args:
        dataset: the dataset of the view.
        view: province, year and language.
        others: codes of other provinces.

    Returns:
        For each that is above in any dimension: province (its code), name, measure (the name of the
        dimension) and gap (points, as text).
    """
    lang, dimensions = view.lang, dataset.dimensions(view.year)
    own_scores = dataset.scores_of(view.year, view.province)
    widest = []
    for province in others:
        scores = dataset.scores_of(view.year, province)
        gaps = {d: scores[d] - own_scores[d] for d in dimensions if d in scores and d in own_scores}
        measure = max(gaps, key=lambda d: gaps[d], default="")
        if measure and gaps[measure] > 0:
            widest.append((gaps[measure], measure, province))
    return [
        {
            "province": province,
            "measure": dataset.measure_name(measure, lang),
            "name": dataset.province_name(province, lang),
            "gap": phrases.format_distance(gap, lang),
        }
        for gap, measure, province in sorted(widest, key=lambda item: (-item[0], *item[1:]))
    ]


def _ask_weakest_dimensions(dataset: Dataset, view: View) -> Question:
    """Which dimensions are furthest below the median."""
    lang = view.lang
    profile = dataset.dimension_positions(view.year, view.province)
    profile = profile.take(profile["gap_q50"].argsort(kind="stable")[:2])
    below = profile[profile["gap_q50"] < 0]
    key = "questions.weakest_answer" if len(below) else "questions.weakest_none"
    names = _list_with_median_gaps(dataset, below if len(below) else profile.head(1), lang)
    text = t("questions.weakest", lang)
    return Question(text, t(key, lang, names=names), "dimensions", chart="dimensions.strip")


def _list_with_median_gaps(dataset: Dataset, rows: pd.DataFrame, lang: str) -> str:
    """Dimensions with their distance to the median and their rank."""
    return phrases.join_list(
        [
            t(
                "questions.gap_item",
                lang,
                measure=dataset.measure_name(measure, lang),
                gap=format_signed(gap, 2, lang),
                rank=t("say.rank", lang, rank=rank, scored=scored),
            )
            for measure, gap, rank, scored in zip(
                rows["measure"], rows["gap_q50"], rows["rank"], rows["scored"], strict=True
            )
        ],
        lang,
    )


def _ask_next_group(dataset: Dataset, view: View) -> Question:
    """What is missing to the next group; for the highest group how safe its place in it is."""
    lang, own_total = view.lang, dataset.total_position(view.year, view.province)
    answer = " ".join(brief.threshold_sentences(dataset, view))
    if own_total["group"] == 1:
        forecast = uncertainty.next_year_range(dataset, view)
        if forecast is not None:
            coverage = uncertainty.coverage_note(dataset, view)
            ranks = {"best": forecast.best, "worst": forecast.worst}
            answer += f" {t('questions.top_range', lang, coverage=coverage, **ranks)}"
        return Question(t("questions.top", lang), answer, "targets")
    gaps = dataset.dimension_positions(view.year, view.province)["gap_q50"]
    below = gaps[gaps < 0]
    if len(below):
        points = format_number(-below.sum(), 2, lang)
        answer += f" {t('questions.next_median', lang, n=len(below), points=points)}"
    text = t("questions.next", lang, group=phrases.group_name(own_total["group"] - 1, lang).lower())
    return Question(text, answer, "targets", chart="targets.gaps")


def _ask_plan(dataset: Dataset, view: View) -> Question | None:
    """Whether the plan has reached its target; only in its base and target year."""
    sentences = brief.plan_sentences(dataset, view)
    if not sentences:
        return None
    text = t("questions.plan", view.lang, plan=results.required_plan(dataset, view)["plan"])
    chart = "targets.gaps" if results.is_outline(dataset, view) else "plan.result"
    return Question(text, " ".join(sentences), "plan", chart=chart)


def _ask_threshold(dataset: Dataset, view: View) -> Question | None:
    """What being on or next to the threshold of a group means, why the press has another group.

    None where neither is so.
    """
    lang, own_total = view.lang, dataset.total_position(view.year, view.province)
    name = dataset.name_in_sentence(view.province, lang)
    group = phrases.group_name(own_total["group"], lang).lower()
    is_on, printed = (
        own_total["on_threshold"],
        absent_provinces.printed_group(dataset, view, own_total),
    )
    if is_on or printed:
        answers = [t("questions.on_cut_answer", lang, name=name, group=group)] if is_on else []
        if printed:
            values = {"year": view.year, "name": name, "printed": printed}
            answers.append(t("questions.press_group_answer", lang, **values))
        titles = {
            (True, True): "on_cut_printed",
            (True, False): "on_cut",
            (False, True): "press_group",
        }
        title = t(f"questions.{titles[bool(is_on), bool(printed)]}", lang)
        return Question(title, " ".join(answers), "about")
    if not own_total["near"]:
        return None
    answer = t(
        "questions.near_answer",
        lang,
        name=name,
        near=phrases.near_threshold_note(own_total, lang),
        group=group,
    )
    return Question(t("questions.near", lang), answer, "overview", chart="overview.strip")


def _ask_region(dataset: Dataset, view: View) -> Question:
    """How the provinces of the region stand."""
    lang, own_total = view.lang, dataset.total_position(view.year, view.province)
    of_region = brief.region_totals(dataset, view)
    region, upper = dataset.region_name(view.province, lang), [r["group"] <= 2 for r in of_region]
    answer = t(
        "questions.region_answer" if any(upper) else "questions.region_answer_none",
        lang,
        region=region,
        n=len(of_region),
        median=format_number(median(row["score"] for row in of_region), 2, lang),
        national=format_number(own_total["q50"], 2, lang),
        upper=sum(upper),
        name=dataset.name_in_sentence(view.province, lang),
        rank=own_total["region_rank"],
        known=phrases.region_count_note(dataset, own_total, lang),
    )
    return Question(t("questions.region", lang, region=region), answer, "map", chart="map.region")


def _ask_source(dataset: Dataset, view: View) -> Question:
    """Where the figures come from, and for PRINTED_CHANGE why the press printed another change."""
    lang, own_total = view.lang, dataset.total_position(view.year, view.province)
    subs = sum(len(dataset.sub_dimensions(view.year, d)) for d in dataset.dimensions(view.year))
    answer = t(
        "questions.source_answer",
        lang,
        year=view.year,
        n=subs,
        producers=phrases.join_list(list(dataset.producers(view.year)["short"]), lang),
    )
    if (view.province, view.year) != PRINTED_CHANGE:
        return Question(t("questions.source", lang), answer, "about")
    before, after = (int(own_total[c] * 100) / 100 for c in ("prev_score", "score"))
    values = {
        "printed": format_signed(after - before, 2, lang),
        "exact": format_signed(own_total["change"], 2, lang),
    }
    why = t(
        "questions.printed_answer",
        lang,
        before=format_number(before, 2, lang),
        after=format_number(after, 2, lang),
        full=format_signed(own_total["change"], 3, lang),
        **values,
    )
    return Question(t("questions.printed", lang, **values), f"{answer} {why}", "about")
