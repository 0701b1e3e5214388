"""One page to read before a meeting: position, change, strengths, neighbours, distance, history.

Every number is computed from the positions; nothing here claims a cause. All of it needs a total.
"""

from dataclasses import replace

import pandas as pd

from lib.common.numbers import format_number
from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import overview, phrases, trends
from lib.narrative.elements import Paragraph
from lib.narrative.overview import best_first
from lib.narrative.plan import results
from lib.stats import history, peers, rank_ranges, typical_change
from lib.stats.plan import THRESHOLD_OF_GROUP
from lib.stats.ranking import TOTAL
from lib.stats.targets import NEXT_THRESHOLD

NAMED_DIMENSIONS, NAMED_SUB_DIMENSIONS = 2, 3  # how many of each are named as strong and as weak


def headline(dataset: Dataset, view: View) -> str:
    """Score, rank and group in one line."""
    return t(
        "brief.headline", view.lang, **phrases.standing_values(dataset, view, total(dataset, view))
    )


def paragraphs(dataset: Dataset, view: View) -> list[Paragraph]:
    """The brief, eight short paragraphs with their headings, and one on a plan of these years."""
    view = replace(view, measure=TOTAL)
    parts = {
        "position": _position_sentences(dataset, view),
        "change": change_sentences(dataset, view),
        "strong": extreme_sentences(dataset, view, "strong"),
        "weak": extreme_sentences(dataset, view, "weak"),
        "region": region_sentences(dataset, view),
        "next": _next_group_sentences(dataset, view),
        "plan": plan_sentences(dataset, view),
        "years": _history_sentences(dataset, view),
        "care": _caution_sentences(dataset, view),
    }
    top = total(dataset, view)["group"] == 1
    return [
        Paragraph(
            t("brief.h_top" if name == "next" and top else f"brief.h_{name}", view.lang),
            " ".join(sentences),
            "plan" if name == "plan" else "",
        )
        for name, sentences in parts.items()
        if sentences
    ]


def plain_text(dataset: Dataset, view: View) -> str:
    """The whole brief as plain text: title, three sentences, paragraphs, source."""
    lines = [headline(dataset, view), ""]
    lines += [f"{i}. {s}" for i, s in enumerate(overview.spoken_sentences(dataset, view), start=1)]
    for part in paragraphs(dataset, view):
        lines += ["", part.heading.upper(), part.text]
    return "\n".join([*lines, "", phrases.source_line(view, year=view.year), ""])


def total(dataset: Dataset, view: View) -> pd.Series:
    """The province's total; LookupError where it has none."""
    own = dataset.position(view.year, TOTAL, view.province)
    if own is None:
        raise LookupError(f"{view.province} has no total in {view.year}")
    return own


def neighbours(dataset: Dataset, view: View) -> pd.DataFrame:
    """The totals of the provinces that share a border, best rank first."""
    codes = peers.neighbours(view.province, dataset.tables.neighbours)
    table = dataset.ranking(view.year, TOTAL)
    return table[table["province"].isin(codes)]


def next_above(dataset: Dataset, view: View) -> pd.Series | None:
    """The province next above in the total; None for the first."""
    own, table = total(dataset, view), dataset.ranking(view.year, TOTAL)
    above = table[table["rank"] < own["rank"]]
    return None if above.empty else above.iloc[-1]


def list_with_ranks(dataset: Dataset, rows: pd.DataFrame, lang: str) -> str:
    """ "E-governance (rank 9/61) and ...": measures with their places."""
    return phrases.join_list(
        [
            f"{dataset.measure_name(r['measure'], lang)} ({phrases.rank_phrase(r, lang)})"
            for _, r in rows.iterrows()
        ],
        lang,
    )


def extremes_title(dataset: Dataset, view: View) -> str:
    """How many sub-dimensions lie in the highest group and how many in the lowest."""
    subs = [s for d in dataset.dimensions(view.year) for s in dataset.sub_dimensions(view.year, d)]
    rows = best_first(dataset, view, subs)
    high, low = (int((rows["group"] == g).sum()) for g in (1, 4))
    return t("brief.extremes", view.lang, n=len(rows), high=high, low=low)


def rank_uncertainty(dataset: Dataset, view: View) -> tuple[str, int, int] | None:
    """Off by how many points a score may be (written), and between which ranks it then lies."""
    table = rank_ranges.this_year_ranges(dataset.yearly_changes, dataset.ranking(view.year, TOTAL))
    own = table[table["province"] == view.province]
    if own.empty:
        return None
    wobble = format_number(
        typical_change.score_uncertainty(dataset.yearly_changes, TOTAL, view.year), 2, view.lang
    )
    return wobble, int(own.iloc[0]["best"]), int(own.iloc[0]["worst"])


def _position_sentences(dataset: Dataset, view: View) -> list[str]:
    lang, own = view.lang, total(dataset, view)
    near = phrases.near_threshold_note(own, lang)
    known = phrases.standing_values(dataset, view, own)
    first = t("brief.position", lang, near=f", {near}" if near else "", **known)
    gap = own["gap_q50"]
    key = "equal" if gap == 0 else "above" if gap > 0 else "below"
    second = t(
        f"brief.median_{key}",
        lang,
        median=format_number(own["q50"], 2, lang),
        gap=phrases.format_distance(gap, lang),
        exact=phrases.rounding_note(own["score"], own["q50"], gap, lang),
    )
    best = dataset.ranking(view.year, TOTAL).iloc[0]
    if own["rank"] == 1:
        return [first, second]
    third = t(
        "brief.best",
        lang,
        best=dataset.province_name(best["province"], lang),
        score=format_number(best["score"], 2, lang),
    )
    return [first, second, third]


def change_sentences(dataset: Dataset, view: View) -> list[str]:
    """What changed on the year before, how usual that is, and in what."""
    lang, own = view.lang, total(dataset, view)
    if pd.isna(own["change"]):
        earlier = [y for y in dataset.years_with_total(view.province) if y < view.year]
        since = dataset.scale_since(view.year)
        return [t("brief.scale" if earlier else "brief.first", lang, year=since)]
    out = [overview.change_sentence(dataset, view, own, judged=False)]
    badge = dataset.badge(view.year, TOTAL, view.province)
    if badge.name:
        out.append(typical_change_sentence(dataset, view))
    return [*out, trends.drivers_title(dataset, view, trends.change_parts(dataset, view)) + "."]


def typical_change_sentence(dataset: Dataset, view: View) -> str:
    """How usual the change of the total is, in one sentence."""
    lang, badge = view.lang, dataset.badge(view.year, TOTAL, view.province)
    return t(
        "brief.usual",
        lang,
        badge=t(f"badge.{badge.name}", lang).lower(),
        share=phrases.percent(badge.fraction, lang),
        since=typical_change.FIRST_START_YEAR,
    )


def extreme_sentences(dataset: Dataset, view: View, kind: str) -> list[str]:
    """The dimensions and sub-dimensions in which the province stands highest, or lowest."""
    dims = dataset.dimensions(view.year)
    subs = [s for d in dims for s in dataset.sub_dimensions(view.year, d)]
    out = []
    for key, measures, n in (
        ("dims", dims, NAMED_DIMENSIONS),
        ("subs", subs, NAMED_SUB_DIMENSIONS),
    ):
        rows = best_first(dataset, view, measures)
        rows = rows.head(n) if kind == "strong" else rows.iloc[::-1].head(n)
        out.append(
            t(f"brief.{kind}_{key}", view.lang, names=list_with_ranks(dataset, rows, view.lang))
        )
    return out


def region_sentences(dataset: Dataset, view: View) -> list[str]:
    """The place in the region, and the neighbours that stand higher."""
    lang, own = view.lang, total(dataset, view)
    table = dataset.ranking(view.year, TOTAL)
    home = table[table["region"] == own["region"]]
    ends = {"_first": home.iloc[0], "_last": home.iloc[-1]}
    at = next((k for k, row in ends.items() if row["province"] == view.province), "")
    out = [
        t(
            f"brief.region{at}",
            lang,
            region=dataset.region_name(view.province, lang),
            name=dataset.province_name(view.province, lang),
            rank=own["region_rank"],
            scored=own["region_scored"],
            **_first_and_last(dataset, home, lang),
        )
    ]
    others = neighbours(dataset, view)
    if len(others):
        better = others[others["score"] > own["score"]]
        names = [
            f"{dataset.province_name(r['province'], lang)} ({phrases.rank_phrase(r, lang)})"
            for _, r in better.iterrows()
        ]
        key = f"brief.{neighbours_key(len(better), len(others))}"
        out.append(
            t(key, lang, n=len(others), better=len(names), names=phrases.join_list(names, lang))
        )
    return out


def neighbours_key(better: int, n: int) -> str:
    """Which wording fits that so many of ``n`` neighbours stand higher (end of a text key)."""
    if better == n:
        return "neighbours_all" if n > 1 else "neighbours_single"
    return "neighbours" if better else "neighbours_none"


def plan_sentences(dataset: Dataset, view: View) -> list[str]:
    """What a plan aimed at and what came of it; nothing but in its base and target year."""
    lang, plan = view.lang, results.chosen_plan(dataset, view)
    if plan is None or view.year not in (plan["base_year"], plan["target_year"]):
        return []
    target, aim = int(plan["target_year"]), int(plan["target_group"])
    issued = results.format_date(plan["issued"], lang)
    words = {"aim": results.target_group_name(dataset, view), "target": target}
    first = t("brief.plan", lang, plan=plan["plan"], issued=issued, **words)
    row = dataset.position(target, TOTAL, view.province) if target in dataset.years else None
    if row is None:
        return [first, t("brief.plan_open", lang, **words)]
    key = "brief.plan_there" if row["group"] <= aim else "brief.plan_short"
    known = phrases.standing_values(dataset, replace(view, year=target), row)
    gap = phrases.format_distance(row[f"gap_{THRESHOLD_OF_GROUP[aim]}"], lang)
    return [first, t(key, lang, gap=gap, target=target, **known), t("brief.plan_care", lang)]


def _first_and_last(dataset: Dataset, table: pd.DataFrame, lang: str) -> dict[str, str]:
    """The first and the last of a table of totals, with their scores."""
    return {
        key: value
        for end, row in (("best", table.iloc[0]), ("last", table.iloc[-1]))
        for key, value in (
            (end, dataset.province_name(row["province"], lang)),
            (f"{end}_score", format_number(row["score"], 2, lang)),
        )
    }


def next_group_sentence(dataset: Dataset, view: View) -> str:
    """How far the next group up is, or how far above its lower edge one in the first group is."""
    lang, own = view.lang, total(dataset, view)
    name = dataset.province_name(view.province, lang)
    if own["group"] == 1:
        gap, cut = own["gap_q75"], format_number(own["q75"], 2, lang)
        return t("brief.top", lang, name=name, gap=phrases.format_distance(gap, lang), cut=cut)
    return t(
        "brief.next",
        lang,
        name=name,
        group=phrases.group_name(own["group"] - 1, lang).lower(),
        cut=format_number(own[NEXT_THRESHOLD[own["group"]]], 2, lang),
        gap=phrases.format_distance(own["to_next"], lang),
        exact=phrases.rounding_note(
            own[NEXT_THRESHOLD[own["group"]]], own["score"], own["to_next"], lang
        ),
    )


def _next_group_sentences(dataset: Dataset, view: View) -> list[str]:
    out = [next_group_sentence(dataset, view), t("brief.cuts_move", view.lang)]
    above = next_above(dataset, view)
    if above is not None:
        gap = above["score"] - total(dataset, view)["score"]
        out.insert(
            1,
            t(
                "brief.ahead",
                view.lang,
                name=dataset.province_name(above["province"], view.lang),
                rank=above["rank"],
                gap=phrases.format_distance(gap, view.lang),
            ),
        )
    return out


def _history_sentences(dataset: Dataset, view: View) -> list[str]:
    lang = view.lang
    own = history.province_history(dataset.positions, view.province)
    best, worst = own["rank"].min(), own["rank"].max()
    out = [
        t(
            "brief.years",
            lang,
            n=len(own),
            first=own["year"].iloc[0],
            last=own["year"].iloc[-1],
            best=best,
            best_years=phrases.join_list(
                own.loc[own["rank"] == best, "year"].astype(str).tolist(), lang
            ),
            worst=worst,
            worst_years=phrases.join_list(
                own.loc[own["rank"] == worst, "year"].astype(str).tolist(), lang
            ),
        )
    ]
    for before, year in zip(dataset.years, dataset.years[1:], strict=False):
        old, new = dataset.max_score(before), dataset.max_score(year)
        if old != new:
            out.append(t("brief.rescaled", lang, year=year, old=old, new=new))
    return out


def _caution_sentences(dataset: Dataset, view: View) -> list[str]:
    lang, off = view.lang, rank_uncertainty(dataset, view)
    out = [t("brief.sample", lang)]
    if off:
        wobble, best, worst = off
        out.append(t("brief.range", lang, year=view.year, wobble=wobble, best=best, worst=worst))
    return out
