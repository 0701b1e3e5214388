"""The years that lead up to one of the 34 in words: its members, the estimate, its own years.

Ranks among 63 and among 34 do not compare, so the history is told in positions: the fraction of the
units of a year with the same score or a lower one. All functions take a data set of any list.
"""

from dataclasses import replace

import pandas as pd

from lib.common.strings import fit_clauses, format_date
from lib.common.text import t
from lib.model import successors
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import phrases
from lib.stats.ranking import TOTAL

_NAMED_YEARS = 4  # years named with a member's best and with its worst rank


def successor_of(dataset: Dataset, view: View) -> str:
    """The code, among the 34, of what a view's province is or has become."""
    return view.province if dataset.units == "34" else dataset.successor(view.province)


def rows(dataset: Dataset, view: View) -> pd.DataFrame:
    """The lines of the history in the view's measure (see ``model.successors.history``)."""
    return successors.history(dataset, successor_of(dataset, view), view.measure)


def line_name(dataset: Dataset, kind: str, unit: str, lang: str) -> str:
    """What a line is called: a member, the estimate, or the merged province."""
    of_63 = successors.of_63(dataset)
    successor = of_63.successor(unit) if kind == "member" else unit
    if kind != "published" and not of_63.is_merged(successor):
        name = of_63.province_name(of_63.members[successor][0], lang)
        return t(f"successor.line_{'63' if kind == 'member' else '34'}", lang, name=name)
    if kind == "member":
        return of_63.member_name(unit, lang)
    name = of_63.successor_label(unit, lang)
    return t("successor.line_estimate", lang, name=name) if kind == "estimate" else name


def title(dataset: Dataset, view: View) -> str:
    """The position in the view's year, the estimate before the mergers, and where it fits the span
    of the members' positions then.
    """
    lang, table = view.lang, rows(dataset, view)
    successor = successor_of(dataset, view)
    name = successors.of_63(dataset).successor_label(successor, lang)
    own = table[table["kind"] == "published"]
    now = own[own["year"] == view.year] if view.year in set(own["year"]) else own.tail(1)
    before = table[table["kind"] == "estimate"].tail(1)
    clauses = []
    if len(now):
        row = now.iloc[0]
        clauses.append(t("successor.now", lang, name=name, **_place(dataset, row, view)))
    if len(before):
        key = "successor.before" if len(now) else "successor.before_alone"
        if not dataset.is_merged(successor):
            key = "successor.before_same" if len(now) else "successor.before_same_alone"
        clauses.append(t(key, lang, name=name, **_place(dataset, before.iloc[0], view)))
    if not clauses:
        return ""
    return fit_clauses("; ".join(clauses), _members_clause(table, lang))


def _place(dataset: Dataset, row: pd.Series, view: View) -> dict[str, str]:
    """The placeholders on one position among the 34."""
    of = len(dataset.members) if view.measure == TOTAL else row["scored"]
    return {
        "year": str(row["year"]),
        "place": phrases.format_percent(row["percentile"], view.lang),
        "rank": f"{row['rank']}/{of}",
    }


def _members_clause(table: pd.DataFrame, lang: str) -> str:
    """The span of the members' positions in their last year; "" for fewer than two of them."""
    members = table[table["kind"] == "member"]
    places = members.loc[members["year"] == members["year"].max(), "percentile"]
    low, high = (phrases.format_percent(end, lang) for end in (places.min(), places.max()))
    return (
        "" if len(places) < 2 or low == high else t("successor.members", lang, low=low, high=high)
    )


def sentences(dataset: Dataset, view: View) -> list[str]:
    """The published ranks among the 34, the members' best and worst among the 63.

    Args:
        dataset: the 34 by their published scores.
        view: province and language; the history is that of the total.
    """
    lang = view.lang
    table = successors.history(dataset, view.province, TOTAL)
    name = dataset.name_in_sentence(view.province, lang)
    own = table[table["kind"] == "published"]
    listed = [
        t("successor.year_rank", lang, year=year, rank=f"{rank}/{len(dataset.members)}")
        for year, rank in zip(own["year"], own["rank"], strict=True)
    ]
    out = [t("successor.own_years", lang, name=name, list=phrases.join_list(listed, lang))]
    estimate = table[table["kind"] == "estimate"].tail(1)
    if len(estimate):
        merged = dataset.is_merged(view.province)
        key = "successor.estimate_rank" if merged else "successor.estimate_rank_same"
        place = _place(dataset, estimate.iloc[0], replace(view, measure=TOTAL))
        out.append(t(key, lang, name=name, **place))
    out += _member_sentences(dataset, table[table["kind"] == "member"], lang)
    return [*out, t("successor.not_comparable", lang)]


def _member_sentences(dataset: Dataset, rows: pd.DataFrame, lang: str) -> list[str]:
    """The members' best and worst ranks among the 63: a sentence for those with the same years."""
    by_years: dict[tuple[int, int], list[str]] = {}
    for unit, part in rows.groupby("unit", sort=False):
        years = int(part["year"].min()), int(part["year"].max())
        by_years.setdefault(years, []).append(_member_ranks(dataset, str(unit), part, lang))
    return [
        t("successor.among_63", lang, first=first, last=last, list="; ".join(listed))
        for (first, last), listed in by_years.items()
    ]


def _member_ranks(dataset: Dataset, unit: str, part: pd.DataFrame, lang: str) -> str:
    """The best and the worst rank of a member among the 63, within a sentence."""
    ranks = dict(zip(part["year"].tolist(), part["rank"].tolist(), strict=True))
    best, worst = min(ranks.values()), max(ranks.values())

    def years(rank: int) -> str:
        return ", ".join([str(y) for y in ranks if ranks[y] == rank][:_NAMED_YEARS])

    return t(
        "successor.member_ranks",
        lang,
        name=successors.of_63(dataset).member_name(unit, lang),
        best=best,
        best_years=years(best),
        worst=worst,
        worst_years=years(worst),
    )


def status_sentence(dataset: Dataset, successor: str, lang: str) -> str:
    """Since when one of the 34 is a centrally run city; "" where its kind has not changed."""
    change = dataset.status_change(successor)
    if change is None:
        return ""
    since, number = change
    name = dataset.successor_label(successor, lang)
    return t("merged.status", lang, name=name, since=format_date(since, lang), number=number)
