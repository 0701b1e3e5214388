"""What the chosen province's successor inherits, in words: members, gap, estimate, what is to gain.

All functions take the world of the 63 and a view in it. ``headline`` and ``facts`` are None where
nothing can be said: the province was not merged, or fewer than two members were published.
Estimates are called so; what reaching the better member's level brings is arithmetic, no forecast.
"""

from dataclasses import replace
from typing import NamedTuple

import pandas as pd

from lib import estimates, say
from lib.findings import Kpi
from lib.measures import merged as measures
from lib.measures.positions import TOTAL
from lib.style import number, signed
from lib.text import t
from lib.view import View
from lib.world import World


class Lift(NamedTuple):
    """``gain`` points in all, ``rank`` among the 34 before and after, ``parts`` by dimension."""

    gain: float
    before: int
    after: int
    parts: pd.DataFrame


def members(world: World, view: View) -> list[str]:
    """The members of the chosen province's successor, the chosen one first."""
    codes = world.members[world.successor(view.province)]
    return sorted(codes, key=lambda code: (code != view.province, code))


def is_merged(world: World, view: View) -> bool:
    """Whether the chosen province became part of a larger one."""
    return len(members(world, view)) > 1


def published(world: World, view: View) -> list[str]:
    """The members with a total, the best rank first."""
    codes = set(members(world, view))
    return [p for p in world.measure(view.year, TOTAL)["province"] if p in codes]


def comparable(world: World, view: View) -> bool:
    """Whether two members were published, so that there is something to hold side by side."""
    return is_merged(world, view) and len(published(world, view)) > 1


def has_profile(world: World, view: View) -> bool:
    """Whether two members were published in one dimension at least."""
    side = side_by_side(world, view)
    both = side[side["measure"].isin(world.dimensions(view.year)) & (side["published"] > 1)]
    return not both.empty


def side_by_side(world: World, view: View) -> pd.DataFrame:
    """The members' positions (see ``measures.merged.side_by_side``)."""
    return world.side_by_side(world.successor(view.province), view.year)


def gaps(world: World, view: View) -> pd.DataFrame:
    """The inner gaps of all merged provinces (see ``measures.merged.inner_gaps``)."""
    return world.inner_gaps(view.year)


def gap(world: World, view: View) -> pd.Series:
    """The row of the chosen province's successor in ``gaps``."""
    table = gaps(world, view).set_index("successor")
    return table.loc[world.successor(view.province)]


def estimated(world: World, view: View) -> pd.Series | None:
    """The successor's estimated total among the 34."""
    return world.estimates.row(view.year, TOTAL, world.successor(view.province))


def lift(world: World, view: View) -> Lift | None:
    """What the estimate gains where every member reaches the best one's level in each dimension."""
    now = estimated(world, view)
    if now is None or not comparable(world, view):
        return None
    table = world.tables.weights
    weights = dict(zip(table["province"], table["weight"], strict=True)) if len(table) else None
    parts = measures.lift(side_by_side(world, view), world.dimensions(view.year), weights)
    gain = float(parts["gain"].sum())
    totals = world.estimates.measure(view.year, TOTAL).set_index("province")["score"]
    others = totals.drop(now["province"])
    after = 1 + int((others > now["score"] + gain + 1e-9).sum())
    ordered = parts.sort_values(["gain", "measure"], ascending=[False, True])
    return Lift(gain, int(now["rank"]), after, ordered.reset_index(drop=True))


def headline(world: World, view: View) -> str | None:
    """The members' ranks, how far apart they are, and how that compares."""
    if not comparable(world, view):
        return None
    lang, own = view.lang, gap(world, view)
    return t(
        "merged.headline",
        lang,
        name=world.new_name(world.successor(view.province), lang),
        members=say.listing(_ranks(world, view), lang),
        gap=number(own["gap"], 2, lang),
        rank=_nth(own["rank"], lang),
        compared=own["compared"],
    )


def instead(world: World, view: View) -> str:
    """The sentence for a province that was not merged, or whose members were hardly published."""
    lang = view.lang
    name = world.name(view.province, lang)
    if is_merged(world, view):
        absent = [c for c in members(world, view) if c not in published(world, view)]
        in_part = set(world.year(view.year)["province"])
        return t(
            "merged.partial" if in_part.intersection(absent) else "merged.absent",
            lang,
            name=world.new_name(world.successor(view.province), lang),
            year=view.year,
            absent=say.listing([world.member_name(c, lang) for c in absent], lang),
        )
    new = world.new_name(world.successor(view.province), lang)
    key = "merged.unmerged" if new == name else "merged.renamed"
    return t(key, lang, name=name, new=new)


def successor_note(world: World, view: View) -> str:
    """Which members the successor is made of, since when and by which resolution."""
    lang = view.lang
    new = world.successor(view.province)
    name = world.new_name(new, lang)
    if not is_merged(world, view):
        return t("merged.note_alone", lang, name=name)
    names = [world.member_name(code, lang) for code in world.members[new]]
    note = t("merged.note", lang, members=say.listing(names, lang), name=name, last=world.years[-1])
    # Asked for a year in which the 34 are published, the page shows the newest of the members.
    later = view.asked is not None and view.asked[1] != view.year
    return f"{note} {t('merged.note_last', lang, year=view.year)}" if later else note


def note(world: World, view: View) -> str:
    """Under the head of the page: what the successor is made of, how differences are rounded."""
    told = successor_note(world, view)
    return f"{told} {t('merged.unrounded', view.lang)}" if has_profile(world, view) else told


def facts(world: World, view: View) -> list[str] | None:
    """Four sentences: range and mean, where they differ, what is to gain, how usual the gap is."""
    gained = lift(world, view)
    now = estimated(world, view)
    if gained is None or now is None:
        return None
    lang = view.lang
    name = world.new_name(world.successor(view.province), lang)
    out = [
        t(
            "merged.fact_range",
            lang,
            year=view.year,
            low=number(now["low"], 2, lang),
            high=number(now["high"], 2, lang),
            mean=number(now["score"], 2, lang),
            method=estimates.method(world, lang),
            name=name,
            place=say.place(world.estimates, now),
        )
        + _rests_on(world, view),
        _where(world, view),
        t(
            "merged.fact_lift",
            lang,
            dims=len(gained.parts),
            gain=number(gained.gain, 2, lang),
            before=gained.before,
            after=gained.after,
            all=len(world.estimates.provinces),
            most=say.listing(
                [
                    f"{say.short_measure(world, row.measure, lang)} ({signed(row.gain, 2, lang)})"
                    for row in gained.parts.head(2).itertuples()
                ],
                lang,
            ),
        ),
    ]
    return [s[0].upper() + s[1:] for s in (*out, _compared(world, view))]


def kpis(world: World, view: View) -> list[Kpi]:
    """The members, the gap between them, the estimate, what reaching the better one brings.

    For a province that was not merged: its score, its place and group among the 34.
    """
    lang = view.lang
    if not is_merged(world, view):
        return _alone(world, view)
    out = [_member(world, view, code) for code in members(world, view)]
    own = gap(world, view)
    if pd.notna(own["gap"]):
        note = t("merged.kpi_gap_note", lang, rank=_nth(own["rank"], lang), n=own["compared"])
        out.append(Kpi(t("merged.kpi_gap", lang), number(own["gap"], 2, lang), _unit(lang), note))
    if (now := estimated(world, view)) is not None:
        out.append(_estimate(world, view, now))
    if (gained := lift(world, view)) is not None and now is not None:
        note = t(
            "merged.kpi_lift_note", lang, after=gained.after, all=len(world.estimates.provinces)
        )
        label, points = t("merged.kpi_lift", lang), signed(gained.gain, 2, lang)
        out.append(Kpi(label, points, _unit(lang), note, estimated=True))
    return out


def method(world: World, view: View) -> list[str]:
    """How the estimates are made and where they end."""
    lang = view.lang
    share = say.percent(measures.FEWEST, lang)
    first, last = world.years[0], world.years[-1]
    values = {"method": estimates.method(world, lang), "share": share, "first": first, "last": last}
    keys = ("source", "mean", "part", "rank", "lift", "cause")
    return [t(f"merged.method_{key}", lang, **values) for key in keys]


def _alone(world: World, view: View) -> list[Kpi]:
    lang, code = view.lang, view.province
    now = estimated(world, view)
    if now is None:
        return []
    row = world.row(view.year, TOTAL, code)
    assert row is not None  # it is what the estimate rests on
    return [
        _member(world, view, code),
        Kpi(
            t("merged.kpi_of_34", lang),
            str(now["rank"]),
            f"/{len(world.estimates.provinces)}",
            t("merged.kpi_of_34_note", lang),
            estimated=True,
        ),
        Kpi(
            t("merged.kpi_group", lang),
            say.group(now["group"], lang),
            "",
            t("merged.kpi_group_note", lang, group=say.group(row["group"], lang).lower()),
            estimated=True,
        ),
    ]


def _member(world: World, view: View, code: str) -> Kpi:
    lang, name = view.lang, world.member_name(code, view.lang)
    row = world.row(view.year, TOTAL, code)
    if row is None:
        in_part = bool((world.year(view.year)["province"] == code).any())
        key = "merged.kpi_partial" if in_part else "merged.kpi_unpublished"
        return Kpi(name, "–", "", t(key, lang, year=view.year))
    note = t(
        "merged.kpi_member_note",
        lang,
        place=say.place(world, row),
        group=say.group(row["group"], lang).lower(),
    )
    points, of = number(row["score"], 2, lang), f"/{world.max_score(view.year)}"
    return Kpi(name, points, of, note, who=code)


def _estimate(world: World, view: View, now: pd.Series) -> Kpi:
    lang = view.lang
    name = world.new_name(world.successor(view.province), lang)
    used = now["basis"].split()
    note = t("merged.kpi_estimate_note", lang, place=say.place(world.estimates, now))
    if len(used) < len(members(world, view)):
        names = say.listing([world.member_name(c, lang) for c in used], lang)
        note += "; " + t("merged.kpi_part_note", lang, names=names)
    label = t("merged.kpi_estimate", lang, name=name)
    points, of = number(now["score"], 2, lang), f"/{world.max_score(view.year)}"
    return Kpi(label, points, of, note, estimated=True)


def _ranks(world: World, view: View) -> list[str]:
    """ "Long An rank 45/63" of each published member, the best first; who is absent at the end."""
    lang = view.lang
    out = []
    for code in published(world, view):
        row = world.row(view.year, TOTAL, code)
        if row is not None:
            name, place = world.member_name(code, lang), say.place(world, row)
            out.append(t("merged.member_rank", lang, name=name, place=place))
    return out


def _rests_on(world: World, view: View) -> str:
    """The sentence on a member that is missing from the estimate, "" where none is."""
    shown = replace(view, province=world.successor(view.province))
    now = estimated(world, view)
    if now is None or len(now["basis"].split()) == len(members(world, view)):
        return ""
    return " " + estimates.basis(world.estimates, shown)


def _where(world: World, view: View) -> str:
    """In how many dimensions and sub-dimensions each of the two extremes is ahead."""
    lang, own = view.lang, gap(world, view)
    best, worst = str(own["best"]), str(own["worst"])
    side = side_by_side(world, view)
    table = side.pivot(index="measure", columns="province", values="score")[[best, worst]].dropna()
    ahead = table[best] > table[worst]
    dims = [d for d in world.dimensions(view.year) if d in table.index]
    subs = [m for m in table.index if "." in m]
    distance = (table[best] - table[worst]).loc[dims]
    back = [d for d in dims if distance[d] < 0]
    sentence = t(
        "merged.fact_where",
        lang,
        best=world.member_name(best, lang),
        worst=world.member_name(worst, lang),
        dims=len(dims),
        dims_ahead=int(ahead.loc[dims].sum()),
        subs=len(subs),
        subs_ahead=int(ahead.loc[subs].sum()),
        widest=say.short_measure(world, str(distance.idxmax()), lang),
        points=signed(distance.max(), 2, lang),
    )
    if back:
        names = [say.short_measure(world, d, lang) for d in sorted(back, key=lambda d: distance[d])]
        more = t(
            "merged.fact_back",
            lang,
            worst=world.member_name(worst, lang),
            names=say.listing(names, lang),
        )
        sentence += f" {more}"
    return sentence


def _compared(world: World, view: View) -> str:
    """The widest and the narrowest gap among the merged provinces beside the own one."""
    lang = view.lang
    table = gaps(world, view)
    known = table[table["gap"].notna()]
    own = gap(world, view)
    first, last = known.iloc[0], known.iloc[-1]
    return t(
        "merged.fact_compared",
        lang,
        gap=number(own["gap"], 2, lang),
        rank=_nth(own["rank"], lang),
        compared=own["compared"],
        all=len(table),
        median=number(known["gap"].median(), 2, lang),
        widest=world.new_name(first["successor"], lang),
        most=number(first["gap"], 2, lang),
        narrowest=world.new_name(last["successor"], lang),
        least=number(last["gap"], 2, lang),
    )


def _nth(rank: int, lang: str) -> str:
    """ "lớn thứ 2" for a gap, "lớn nhất" for the first."""
    return t("merged.widest", lang) if rank == 1 else t("merged.nth", lang, n=rank)


def _unit(lang: str) -> str:
    return " " + t("merged.points", lang)
