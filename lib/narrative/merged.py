"""What the chosen province's successor inherits, in words: members, gap, estimate, what is to gain.

All functions take the world of the 63 and a view in it. ``headline`` and ``facts`` are None where
nothing can be said: the province was not merged, or fewer than two members were published.
Estimates are called so; what reaching the better member's level brings is arithmetic, no forecast.
"""

from dataclasses import replace
from typing import NamedTuple

import pandas as pd

from lib.common.numbers import format_number, format_signed
from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import estimates, phrases
from lib.narrative.elements import KeyFigure
from lib.stats import mergers
from lib.stats.ranking import TOTAL


class GainAtBest(NamedTuple):
    """``gain`` points in all, ``rank`` among the 34 before and after, ``parts`` by dimension."""

    gain: float
    before: int
    after: int
    parts: pd.DataFrame


def members(dataset: Dataset, view: View) -> list[str]:
    """The members of the chosen province's successor, the chosen one first."""
    codes = dataset.members[dataset.successor(view.province)]
    return sorted(codes, key=lambda code: (code != view.province, code))


def is_merged(dataset: Dataset, view: View) -> bool:
    """Whether the chosen province became part of a larger one."""
    return len(members(dataset, view)) > 1


def published_members(dataset: Dataset, view: View) -> list[str]:
    """The members with a total, the best rank first."""
    codes = set(members(dataset, view))
    return [p for p in dataset.ranking(view.year, TOTAL)["province"] if p in codes]


def is_comparable(dataset: Dataset, view: View) -> bool:
    """Whether two members were published, so that there is something to hold side by side."""
    return is_merged(dataset, view) and len(published_members(dataset, view)) > 1


def has_profile(dataset: Dataset, view: View) -> bool:
    """Whether two members were published in one dimension at least."""
    side = member_positions(dataset, view)
    both = side[side["measure"].isin(dataset.dimensions(view.year)) & (side["published"] > 1)]
    return not both.empty


def member_positions(dataset: Dataset, view: View) -> pd.DataFrame:
    """The members' positions (see ``measures.merged.side_by_side``)."""
    return dataset.compare_members(dataset.successor(view.province), view.year)


def all_gaps(dataset: Dataset, view: View) -> pd.DataFrame:
    """The inner gaps of all merged provinces (see ``measures.merged.inner_gaps``)."""
    return dataset.member_gaps(view.year)


def own_gap(dataset: Dataset, view: View) -> pd.Series:
    """The row of the chosen province's successor in ``gaps``."""
    table = all_gaps(dataset, view).set_index("successor")
    return table.loc[dataset.successor(view.province)]


def estimated_total(dataset: Dataset, view: View) -> pd.Series | None:
    """The successor's estimated total among the 34."""
    return dataset.estimated_34.position(view.year, TOTAL, dataset.successor(view.province))


def gain_at_best(dataset: Dataset, view: View) -> GainAtBest | None:
    """What the estimate gains where every member reaches the best one's level in each dimension."""
    now = estimated_total(dataset, view)
    if now is None or not is_comparable(dataset, view):
        return None
    table = dataset.tables.weights
    weights = dict(zip(table["province"], table["weight"], strict=True)) if len(table) else None
    parts = mergers.gain_at_best_member(
        member_positions(dataset, view), dataset.dimensions(view.year), weights
    )
    gain = float(parts["gain"].sum())
    totals = dataset.estimated_34.ranking(view.year, TOTAL).set_index("province")["score"]
    others = totals.drop(now["province"])
    after = 1 + int((others > now["score"] + gain + 1e-9).sum())
    ordered = parts.sort_values(["gain", "measure"], ascending=[False, True])
    return GainAtBest(gain, int(now["rank"]), after, ordered.reset_index(drop=True))


def headline(dataset: Dataset, view: View) -> str | None:
    """The members' ranks, how far apart they are, and how that compares."""
    if not is_comparable(dataset, view):
        return None
    lang, own = view.lang, own_gap(dataset, view)
    return t(
        "merged.headline",
        lang,
        name=dataset.successor_name(dataset.successor(view.province), lang),
        members=phrases.join_list(_member_ranks(dataset, view), lang),
        gap=format_number(own["gap"], 2, lang),
        rank=_ordinal(own["rank"], lang),
        compared=own["compared"],
    )


def fallback_headline(dataset: Dataset, view: View) -> str:
    """The sentence for a province that was not merged, or whose members were hardly published."""
    lang = view.lang
    name = dataset.province_name(view.province, lang)
    if is_merged(dataset, view):
        absent = [c for c in members(dataset, view) if c not in published_members(dataset, view)]
        in_part = set(dataset.positions_of_year(view.year)["province"])
        return t(
            "merged.partial" if in_part.intersection(absent) else "merged.absent",
            lang,
            name=dataset.successor_name(dataset.successor(view.province), lang),
            year=view.year,
            absent=phrases.join_list([dataset.member_name(c, lang) for c in absent], lang),
        )
    new = dataset.successor_name(dataset.successor(view.province), lang)
    key = "merged.unmerged" if new == name else "merged.renamed"
    return t(key, lang, name=name, new=new)


def successor_note(dataset: Dataset, view: View) -> str:
    """Which members the successor is made of, since when and by which resolution."""
    lang = view.lang
    new = dataset.successor(view.province)
    name = dataset.successor_name(new, lang)
    if not is_merged(dataset, view):
        return t("merged.note_alone", lang, name=name)
    names = [dataset.member_name(code, lang) for code in dataset.members[new]]
    note = t(
        "merged.note",
        lang,
        members=phrases.join_list(names, lang),
        name=name,
        last=dataset.years[-1],
    )
    # Asked for a year in which the 34 are published, the page shows the newest of the members.
    later = view.requested is not None and view.requested[1] != view.year
    return f"{note} {t('merged.note_last', lang, year=view.year)}" if later else note


def page_note(dataset: Dataset, view: View) -> str:
    """Under the head of the page: what the successor is made of, how differences are rounded."""
    told = successor_note(dataset, view)
    return f"{told} {t('merged.unrounded', view.lang)}" if has_profile(dataset, view) else told


def fact_sentences(dataset: Dataset, view: View) -> list[str] | None:
    """Four sentences: range and mean, where they differ, what is to gain, how usual the gap is."""
    gained = gain_at_best(dataset, view)
    now = estimated_total(dataset, view)
    if gained is None or now is None:
        return None
    lang = view.lang
    name = dataset.successor_name(dataset.successor(view.province), lang)
    out = [
        t(
            "merged.fact_range",
            lang,
            year=view.year,
            low=format_number(now["low"], 2, lang),
            high=format_number(now["high"], 2, lang),
            mean=format_number(now["score"], 2, lang),
            method=estimates.method_phrase(dataset, lang),
            name=name,
            place=phrases.rank_of_all(dataset.estimated_34, now),
        )
        + _missing_members_note(dataset, view),
        _ahead_sentence(dataset, view),
        t(
            "merged.fact_lift",
            lang,
            dims=len(gained.parts),
            gain=format_number(gained.gain, 2, lang),
            before=gained.before,
            after=gained.after,
            all=len(dataset.estimated_34.provinces),
            most=phrases.join_list(
                [
                    f"{phrases.short_measure(dataset, row.measure, lang)} ({format_signed(row.gain, 2, lang)})"
                    for row in gained.parts.head(2).itertuples()
                ],
                lang,
            ),
        ),
    ]
    return [s[0].upper() + s[1:] for s in (*out, _comparison_sentence(dataset, view))]


def key_figures(dataset: Dataset, view: View) -> list[KeyFigure]:
    """The members, the gap between them, the estimate, what reaching the better one brings.

    For a province that was not merged: its score, its place and group among the 34.
    """
    lang = view.lang
    if not is_merged(dataset, view):
        return _unmerged_figures(dataset, view)
    out = [_member_figure(dataset, view, code) for code in members(dataset, view)]
    own = own_gap(dataset, view)
    if pd.notna(own["gap"]):
        note = t("merged.kpi_gap_note", lang, rank=_ordinal(own["rank"], lang), n=own["compared"])
        out.append(
            KeyFigure(
                t("merged.kpi_gap", lang),
                format_number(own["gap"], 2, lang),
                _points_unit(lang),
                note,
            )
        )
    if (now := estimated_total(dataset, view)) is not None:
        out.append(_estimate_figure(dataset, view, now))
    if (gained := gain_at_best(dataset, view)) is not None and now is not None:
        note = t(
            "merged.kpi_lift_note",
            lang,
            after=gained.after,
            all=len(dataset.estimated_34.provinces),
        )
        label, points = t("merged.kpi_lift", lang), format_signed(gained.gain, 2, lang)
        out.append(KeyFigure(label, points, _points_unit(lang), note, estimated=True))
    return out


def method_sentences(dataset: Dataset, view: View) -> list[str]:
    """How the estimates are made and where they end."""
    lang = view.lang
    share = phrases.percent(mergers.MIN_COVERAGE, lang)
    first, last = dataset.years[0], dataset.years[-1]
    values = {
        "method": estimates.method_phrase(dataset, lang),
        "share": share,
        "first": first,
        "last": last,
    }
    keys = ("source", "mean", "part", "rank", "lift", "cause")
    return [t(f"merged.method_{key}", lang, **values) for key in keys]


def _unmerged_figures(dataset: Dataset, view: View) -> list[KeyFigure]:
    lang, code = view.lang, view.province
    now = estimated_total(dataset, view)
    if now is None:
        return []
    row = dataset.position(view.year, TOTAL, code)
    assert row is not None  # it is what the estimate rests on
    return [
        _member_figure(dataset, view, code),
        KeyFigure(
            t("merged.kpi_of_34", lang),
            str(now["rank"]),
            f"/{len(dataset.estimated_34.provinces)}",
            t("merged.kpi_of_34_note", lang),
            estimated=True,
        ),
        KeyFigure(
            t("merged.kpi_group", lang),
            phrases.group_name(now["group"], lang),
            "",
            t("merged.kpi_group_note", lang, group=phrases.group_name(row["group"], lang).lower()),
            estimated=True,
        ),
    ]


def _member_figure(dataset: Dataset, view: View, code: str) -> KeyFigure:
    lang, name = view.lang, dataset.member_name(code, view.lang)
    row = dataset.position(view.year, TOTAL, code)
    if row is None:
        in_part = bool((dataset.positions_of_year(view.year)["province"] == code).any())
        key = "merged.kpi_partial" if in_part else "merged.kpi_unpublished"
        return KeyFigure(name, "–", "", t(key, lang, year=view.year))
    note = t(
        "merged.kpi_member_note",
        lang,
        place=phrases.rank_of_all(dataset, row),
        group=phrases.group_name(row["group"], lang).lower(),
    )
    points, of = format_number(row["score"], 2, lang), f"/{dataset.max_score(view.year)}"
    return KeyFigure(name, points, of, note, who=code)


def _estimate_figure(dataset: Dataset, view: View, now: pd.Series) -> KeyFigure:
    lang = view.lang
    name = dataset.successor_name(dataset.successor(view.province), lang)
    used = now["basis"].split()
    note = t("merged.kpi_estimate_note", lang, place=phrases.rank_of_all(dataset.estimated_34, now))
    if len(used) < len(members(dataset, view)):
        names = phrases.join_list([dataset.member_name(c, lang) for c in used], lang)
        note += "; " + t("merged.kpi_part_note", lang, names=names)
    label = t("merged.kpi_estimate", lang, name=name)
    points, of = format_number(now["score"], 2, lang), f"/{dataset.max_score(view.year)}"
    return KeyFigure(label, points, of, note, estimated=True)


def _member_ranks(dataset: Dataset, view: View) -> list[str]:
    """ "Long An rank 45/63" of each published member, the best first; who is absent at the end."""
    lang = view.lang
    out = []
    for code in published_members(dataset, view):
        row = dataset.position(view.year, TOTAL, code)
        if row is not None:
            name, place = dataset.member_name(code, lang), phrases.rank_of_all(dataset, row)
            out.append(t("merged.member_rank", lang, name=name, place=place))
    return out


def _missing_members_note(dataset: Dataset, view: View) -> str:
    """The sentence on a member that is missing from the estimate, "" where none is."""
    shown = replace(view, province=dataset.successor(view.province))
    now = estimated_total(dataset, view)
    if now is None or len(now["basis"].split()) == len(members(dataset, view)):
        return ""
    return " " + estimates.basis_sentence(dataset.estimated_34, shown)


def _ahead_sentence(dataset: Dataset, view: View) -> str:
    """In how many dimensions and sub-dimensions each of the two extremes is ahead."""
    lang, own = view.lang, own_gap(dataset, view)
    best, worst = str(own["best"]), str(own["worst"])
    side = member_positions(dataset, view)
    table = side.pivot(index="measure", columns="province", values="score")[[best, worst]].dropna()
    ahead = table[best] > table[worst]
    dims = [d for d in dataset.dimensions(view.year) if d in table.index]
    subs = [m for m in table.index if "." in m]
    distance = (table[best] - table[worst]).loc[dims]
    back = [d for d in dims if distance[d] < 0]
    sentence = t(
        "merged.fact_where",
        lang,
        best=dataset.member_name(best, lang),
        worst=dataset.member_name(worst, lang),
        dims=len(dims),
        dims_ahead=int(ahead.loc[dims].sum()),
        subs=len(subs),
        subs_ahead=int(ahead.loc[subs].sum()),
        widest=phrases.short_measure(dataset, str(distance.idxmax()), lang),
        points=format_signed(distance.max(), 2, lang),
    )
    if back:
        names = [
            phrases.short_measure(dataset, d, lang) for d in sorted(back, key=lambda d: distance[d])
        ]
        more = t(
            "merged.fact_back",
            lang,
            worst=dataset.member_name(worst, lang),
            names=phrases.join_list(names, lang),
        )
        sentence += f" {more}"
    return sentence


def _comparison_sentence(dataset: Dataset, view: View) -> str:
    """The widest and the narrowest gap among the merged provinces beside the own one."""
    lang = view.lang
    table = all_gaps(dataset, view)
    known = table[table["gap"].notna()]
    own = own_gap(dataset, view)
    first, last = known.iloc[0], known.iloc[-1]
    return t(
        "merged.fact_compared",
        lang,
        gap=format_number(own["gap"], 2, lang),
        rank=_ordinal(own["rank"], lang),
        compared=own["compared"],
        all=len(table),
        median=format_number(known["gap"].median(), 2, lang),
        widest=dataset.successor_name(first["successor"], lang),
        most=format_number(first["gap"], 2, lang),
        narrowest=dataset.successor_name(last["successor"], lang),
        least=format_number(last["gap"], 2, lang),
    )


def _ordinal(rank: int, lang: str) -> str:
    """ "lớn thứ 2" for a gap, "lớn nhất" for the first."""
    return t("merged.widest", lang) if rank == 1 else t("merged.nth", lang, n=rank)


def _points_unit(lang: str) -> str:
    return " " + t("merged.points", lang)
