"""What a council member or a journalist may ask about a result, answered from the data.

An answer says where and how much, never why: the data do not hold causes. Each needs a total.
"""

from dataclasses import replace

import pandas as pd

from lib.common.numbers import format_number, format_signed
from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import brief, phrases
from lib.narrative.elements import Question
from lib.narrative.plan import results
from lib.stats import history
from lib.stats.ranking import TOTAL

NAMED_NEIGHBOURS = 3  # neighbours told apart
FALL_PLACES = 10  # places below the best rank from which the fall is asked about
# The province and year whose change the press printed from scores cut to two decimals.
PRINTED_CHANGE = ("80", 2023)


def questions(dataset: Dataset, view: View) -> list[Question]:
    """The questions that apply to the province and year, each with its answer and where to look."""
    view = replace(view, measure=TOTAL)
    asked = (
        _rank(dataset, view),
        _missing(dataset, view),
        _real(dataset, view),
        _range(dataset, view),
        _fall(dataset, view),
        _neighbours(dataset, view),
        _weakest(dataset, view),
        _next(dataset, view),
        _plan(dataset, view),
        _cut(dataset, view),
        _region(dataset, view),
        _source(dataset, view),
    )
    return [q for q in asked if q]


def _rank(dataset: Dataset, view: View) -> Question:
    lang, own = view.lang, brief.total(dataset, view)
    table, above = dataset.ranking(view.year, TOTAL), brief.next_above(dataset, view)
    below = table[table["rank"] > own["rank"]]
    answers = []
    for key, row in (("above", above), ("below", below.iloc[0] if len(below) else None)):
        if row is not None:
            answers.append(
                t(
                    f"questions.rank_{key}",
                    lang,
                    name=dataset.province_name(row["province"], lang),
                    rank=row["rank"],
                    gap=phrases.format_distance(row["score"] - own["score"], lang),
                )
            )
    key = "questions.rank" if above is not None else "questions.rank_first"
    ask = t(key, lang, rank=own["rank"], better=own["rank"] - 1)
    return Question(ask, " ".join(answers), "peers", (("peers", "rank"),), "peers.ladder")


def _missing(dataset: Dataset, view: View) -> Question | None:
    lang, own = view.lang, brief.total(dataset, view)
    missing = [dataset.province_name(code, lang) for code in dataset.unscored(view.year, TOTAL)]
    if not missing:
        return None
    values = {"scored": own["scored"], "all": len(dataset.provinces)}
    answer = t(
        "questions.missing_answer",
        lang,
        year=view.year,
        rank=own["rank"],
        names=phrases.join_list(missing, lang),
        **values,
    )
    return Question(t("questions.missing", lang, **values), answer, "map", show="map.national")


def _real(dataset: Dataset, view: View) -> Question | None:
    lang, own = view.lang, brief.total(dataset, view)
    badge = dataset.badge(view.year, TOTAL, view.province)
    if not badge.name:
        return None
    ask = t("questions.real", lang, points=format_signed(own["change"], 2, lang))
    within = t(f"questions.real_{badge.name}", lang)
    return Question(
        ask,
        f"{brief.typical_change_sentence(dataset, view)} {within}",
        "trends",
        show="trends.usual",
    )


def _range(dataset: Dataset, view: View) -> Question | None:
    lang, off = view.lang, brief.rank_uncertainty(dataset, view)
    if not off:
        return None
    wobble, best, worst = off
    answer = t("brief.range", lang, year=view.year, wobble=wobble, best=best, worst=worst)
    ask = t("questions.range", lang, rank=brief.total(dataset, view)["rank"])
    return Question(ask, f"{t('brief.sample', lang)} {answer}", "trends")


def _fall(dataset: Dataset, view: View) -> Question | None:
    """Asked where an earlier year's rank was much better."""
    lang, own = view.lang, brief.total(dataset, view)
    story = history.province_history(dataset.positions, view.province)
    story = story[story["year"] < view.year]
    if story.empty or own["rank"] - story["rank"].min() < FALL_PLACES:
        return None
    first = story.loc[story["rank"].idxmin()]
    year = int(first["year"])
    old, new = (
        dataset.dimension_positions(y, view.province).set_index("measure")[
            ["percentile", "rank", "scored"]
        ]
        for y in (year, view.year)
    )
    both = old.add_suffix("_old").join(new, how="inner")
    lost = both.assign(lost=both["percentile"] - both["percentile_old"]).sort_values(
        "lost", kind="stable"
    )
    lost = lost[lost["lost"] < 0].head(2)
    names = [
        t(
            "questions.fall_item",
            lang,
            measure=dataset.measure_name(str(measure), lang),
            before=f"{row['rank_old']:.0f}/{row['scored_old']:.0f}",
            after=f"{row['rank']:.0f}/{row['scored']:.0f}",
        )
        for measure, row in lost.iterrows()
    ]
    sentences = []
    if dataset.max_score(year) != dataset.max_score(view.year):
        sentences.append(
            t(
                "questions.fall_scale",
                lang,
                before=year,
                year=view.year,
                old=dataset.max_score(year),
                new=dataset.max_score(view.year),
            )
        )
    if names:
        sentences.append(t("questions.fall_where", lang, names=phrases.join_list(names, lang)))
    sentences.append(t("questions.fall_why", lang))
    ask = t("questions.fall", lang, best=int(first["rank"]), year=year, rank=own["rank"])
    since = (("since", year),)
    return Question(ask, " ".join(sentences), "trends", since, "trends.movers")


def _neighbours(dataset: Dataset, view: View) -> Question | None:
    lang, own = view.lang, brief.total(dataset, view)
    others = brief.neighbours(dataset, view)
    if others.empty:
        return None
    better = others[others["score"] > own["score"]]
    names = phrases.join_list(
        [
            f"{dataset.province_name(r['province'], lang)} ({format_number(r['score'], 2, lang)})"
            for _, r in better.iterrows()
        ],
        lang,
    )
    kind = brief.neighbours_key(len(better), len(others))
    key = {"neighbours": "neighbours_answer"}.get(kind, kind)
    sentences = [t(f"questions.{key}", lang, better=len(better), n=len(others), names=names)]
    gaps = _widest_gaps(dataset, view, better if len(better) else others)
    if len(better):
        items = [t("questions.neighbours_item", lang, **gap) for gap in gaps[:NAMED_NEIGHBOURS]]
        sentences.append(t("questions.neighbours_each", lang, list=phrases.join_list(items, lang)))
    elif gaps:
        sentences.append(t("questions.neighbours_most", lang, **gaps[0]))
    # Beside the one that is named first.
    peer = gaps[0]["province"] if gaps else str(others.iloc[0]["province"])
    changes = (("peers", "neighbours"), ("peer", peer))
    ask = t("questions.neighbours", lang)
    return Question(ask, " ".join(sentences), "peers", changes, "peers.duel")


def _widest_gaps(dataset: Dataset, view: View, others: pd.DataFrame) -> list[dict[str, str]]:
    """In which dimension each of the others is furthest above the province, widest first.

    Returns:
        province (code), its name, measure and gap (points, written); without those that are
        nowhere above.
    """
    lang = view.lang
    profile = dataset.dimension_positions(view.year, view.province).set_index("measure")["score"]
    year = dataset.positions_of_year(view.year)
    theirs = year[year["province"].isin(others["province"]) & year["measure"].isin(profile.index)]
    off = theirs.assign(off=theirs["score"] - theirs["measure"].map(profile))
    most = off.sort_values("off", ascending=False, kind="stable").drop_duplicates("province")
    return [
        {
            "province": str(row["province"]),
            "measure": dataset.measure_name(row["measure"], lang),
            "name": dataset.province_name(row["province"], lang),
            "gap": phrases.format_distance(row["off"], lang),
        }
        for _, row in most[most["off"] > 0].iterrows()
    ]


def _weakest(dataset: Dataset, view: View) -> Question:
    lang = view.lang
    profile = dataset.dimension_positions(view.year, view.province).sort_values(
        "gap_q50", kind="stable"
    )
    low = profile[profile["gap_q50"] < 0].head(2)
    ask = t("questions.weakest", lang)
    key = "questions.weakest_answer" if len(low) else "questions.weakest_none"
    answer = t(
        key, lang, names=_against_median(dataset, low if len(low) else profile.head(1), lang)
    )
    return Question(ask, answer, "dimensions", show="dimensions.strip")


def _against_median(dataset: Dataset, rows: pd.DataFrame, lang: str) -> str:
    return phrases.join_list(
        [
            t(
                "questions.gap_item",
                lang,
                measure=dataset.measure_name(r["measure"], lang),
                gap=format_signed(r["gap_q50"], 2, lang),
                rank=phrases.rank_phrase(r, lang),
            )
            for _, r in rows.iterrows()
        ],
        lang,
    )


def _next(dataset: Dataset, view: View) -> Question:
    lang, own = view.lang, brief.total(dataset, view)
    answer = brief.next_group_sentence(dataset, view)
    if own["group"] == 1:
        return Question(t("questions.top", lang), answer, "targets")
    gaps = dataset.dimension_positions(view.year, view.province)["gap_q50"]
    low = gaps[gaps < 0]
    if len(low):
        more = t(
            "questions.next_median", lang, n=len(low), points=format_number(-low.sum(), 2, lang)
        )
        answer += f" {more}"
    ask = t("questions.next", lang, group=phrases.group_name(own["group"] - 1, lang).lower())
    return Question(ask, answer, "targets", show="targets.gaps")


def _plan(dataset: Dataset, view: View) -> Question | None:
    """Asked in the base and the target year of a plan."""
    sentences = brief.plan_sentences(dataset, view)
    if not sentences:
        return None
    ask = t("questions.plan", view.lang, plan=results.required_plan(dataset, view)["plan"])
    return Question(ask, " ".join(sentences), "plan", show="plan.result")


def _cut(dataset: Dataset, view: View) -> Question | None:
    """Asked where the total lies on or next to the edge of a group."""
    lang, own = view.lang, brief.total(dataset, view)
    if not own["near"]:
        return None
    name, here = (
        dataset.province_name(view.province, lang),
        phrases.group_name(own["group"], lang).lower(),
    )
    if own["on_threshold"]:
        below = phrases.group_name(own["group"] + 1, lang).lower()
        answer = t("questions.on_cut_answer", lang, name=name, group=here, below=below)
        return Question(t("questions.on_cut", lang), answer, "about")
    answer = t(
        "questions.near_answer",
        lang,
        name=name,
        near=phrases.near_threshold_note(own, lang),
        group=here,
    )
    return Question(t("questions.near", lang), answer, "overview", show="overview.strip")


def _region(dataset: Dataset, view: View) -> Question:
    lang, own = view.lang, brief.total(dataset, view)
    table = dataset.ranking(view.year, TOTAL)
    home = table[table["region"] == own["region"]]
    region = dataset.region_name(view.province, lang)
    answer = t(
        "questions.region_answer",
        lang,
        region=region,
        n=len(home),
        median=format_number(home["score"].median(), 2, lang),
        national=format_number(own["q50"], 2, lang),
        upper=int((home["group"] <= 2).sum()),
        name=dataset.province_name(view.province, lang),
        rank=own["region_rank"],
    )
    return Question(t("questions.region", lang, region=region), answer, "map", show="map.region")


def _source(dataset: Dataset, view: View) -> Question:
    lang, own = view.lang, brief.total(dataset, view)
    subs = sum(len(dataset.sub_dimensions(view.year, d)) for d in dataset.dimensions(view.year))
    answer = t("questions.source_answer", lang, year=view.year, n=subs)
    if (view.province, view.year) != PRINTED_CHANGE:
        return Question(t("questions.source", lang), answer, "about")
    before, after = (int(own[c] * 100) / 100 for c in ("prev_score", "score"))
    values = {
        "printed": format_signed(after - before, 2, lang),
        "exact": format_signed(own["change"], 2, lang),
    }
    why = t(
        "questions.printed_answer",
        lang,
        before=format_number(before, 2, lang),
        after=format_number(after, 2, lang),
        full=format_signed(own["change"], 3, lang),
        **values,
    )
    return Question(t("questions.printed", lang, **values), f"{answer} {why}", "about")
