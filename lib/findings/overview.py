"""The conclusions in words: the headline, the key figures, three sentences to read aloud.

Every number is computed from the positions; nothing here claims a cause.
"""

from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from lib import estimates, say
from lib.findings import Kpi
from lib.measures.positions import TOTAL
from lib.style import number
from lib.text import t
from lib.view import View
from lib.world import World


def headline(world: World, view: View) -> str:
    """The overview's one sentence: the rank, the distance to the next group, what stands out."""
    lang = view.lang
    own = _total(world, view)
    clauses = [
        t(
            "overview.headline",
            lang,
            name=world.own_name(view.province, lang),
            rank=own["rank"],
            all=len(world.provinces),
            last=say.last(own, lang),
        ),
        _standing(own, lang),
        _telling(world, view),
    ]
    sentence = "; ".join([", ".join(clauses[:2]), *clauses[2:]])
    return sentence[0].upper() + sentence[1:]


def kpis(world: World, view: View) -> list[Kpi]:
    """Score, rank, group, change and rank in the region."""
    lang = view.lang
    own = _total(world, view)
    ranges = {g["code"]: g["range"] for g in say.group_ranges(view, world, TOTAL)}
    group_note = t("overview.kpi_group_note", lang, range=ranges[own["group"]])
    near = _near_note(own, lang)
    out = [
        Kpi(
            t("overview.kpi_score", lang),
            number(own["score"], 2, lang),
            f"/{world.max_score(view.year)}",
            t("overview.kpi_median", lang, median=number(own["q50"], 2, lang)),
        ),
        Kpi(
            t("overview.kpi_rank", lang),
            str(own["rank"]),
            f"/{len(world.provinces)}",
            t("overview.kpi_scored", lang, scored=own["scored"]),
        ),
        Kpi(
            t("overview.kpi_group", lang),
            say.group(own["group"], lang),
            "",
            f"{group_note}; {near}" if near else group_note,
        ),
        _change(world, view, own),
        Kpi(
            t("overview.kpi_region", lang),
            str(own["region_rank"]),
            f"/{own['region_scored']}",
            world.region_name(view.province, lang, short=True),
        ),
    ]
    if not world.estimated:
        return out
    if world.is_merged(view.province):
        return [replace(kpi, label=estimates.tagged(kpi.label, lang)) for kpi in out]
    # Its points are published; what they are held against is not.
    score, rank, group, change, region = out
    return [
        replace(score, note=estimates.tagged(score.note, lang)),
        *(replace(kpi, label=estimates.tagged(kpi.label, lang)) for kpi in (rank, group)),
        change,
        replace(region, label=estimates.tagged(region.label, lang)),
    ]


def aloud(world: World, view: View) -> list[str]:
    """Three sentences that a leader can read out."""
    lang = view.lang
    own = _total(world, view)
    near = say.near(own, lang)
    published = world.estimated and not world.is_merged(view.province)
    first = t(
        "estimate.aloud_1" if published else "overview.aloud_1",
        lang,
        near=t("overview.aloud_near", lang, near=near) if near else "",
        **say.standing(view, world, own),
    )
    profile = _dimensions(world, view)
    best, second, worst = profile.iloc[0], profile.iloc[-2], profile.iloc[-1]
    third = t(
        "overview.aloud_3",
        lang,
        **{
            key: value
            for name, row in (("best", best), ("worst", worst), ("second", second))
            for key, value in (
                (name, world.measure_name(row["measure"], lang)),
                (f"{name}_rank", _place(row, lang)),
            )
        },
    )
    out = [first, change(world, view, own), third]
    if not world.estimated:
        return out
    told = [t("estimate.aloud", lang, text=s[0].lower() + s[1:]) for s in out]
    return [*out[:2], told[2]] if published else told


def profile_title(world: World, view: View) -> str:
    """The dimensions in which the province stands highest and lowest, with its ranks."""
    rows = _dimensions(world, view)
    best, worst = rows.iloc[0], rows.iloc[-1]
    return t(
        "overview.profile_title",
        view.lang,
        best=say.short_measure(world, best["measure"], view.lang),
        best_rank=best["rank"],
        worst=say.short_measure(world, worst["measure"], view.lang),
        worst_rank=worst["rank"],
    )


def region_groups(world: World, view: View) -> str:
    """How many of the region's provinces lie in the two lower groups."""
    table = world.measure(view.year, TOTAL)
    region = table[table["region"] == world.provinces.at[view.province, "region"]]
    return t(
        "overview.map_title",
        view.lang,
        lower=int((region["group"] > 2).sum()),
        n=len(region),
        region=world.region_name(view.province, view.lang, short=True),
    )


def ordered(world: World, view: View, measures: Iterable[str]) -> pd.DataFrame:
    """The province's rows in these measures, the best place first; of two alike the first named."""
    own = world.own(view.year, view.province, measures)
    return own.sort_values(["share", "measure"], ascending=[False, True])


def _dimensions(world: World, view: View) -> pd.DataFrame:
    return ordered(world, view, world.dimensions(view.year))


def _total(world: World, view: View) -> pd.Series:
    own = world.row(view.year, TOTAL, view.province)
    if own is None:
        raise LookupError(f"{view.province} has no total in {view.year}")
    return own


def _standing(own: pd.Series, lang: str) -> str:
    near = say.near(own, lang)
    if near:
        return t("overview.headline_near", lang, near=near)
    if own["group"] == 1:
        return t("overview.headline_top", lang)
    return t(
        "overview.headline_next",
        lang,
        group=say.group(own["group"] - 1, lang).lower(),
        gap=number(own["to_next"], 2, lang),
    )


def _telling(world: World, view: View) -> str:
    """The dimensions to remember: those in the last place, else in the first, else the weakest."""
    lang = view.lang
    profile = _dimensions(world, view)
    worst = profile.iloc[-1]
    for key, ends in (
        ("last", profile[profile["score"] == profile["lowest"]]),
        ("first", profile[profile["rank"] == 1]),
    ):
        if len(ends):
            names = [say.short_measure(world, m, lang) for m in sorted(ends["measure"])]
            return t(f"overview.headline_{key}", lang, measure=say.listing(names, lang))
    return t(
        "overview.headline_weak",
        lang,
        measure=say.short_measure(world, worst["measure"], lang),
        rank=worst["rank"],
        scored=worst["scored"],
    )


def _place(row: pd.Series, lang: str) -> str:
    if row["score"] == row["lowest"]:
        return t("overview.last_place", lang, rank=row["rank"], scored=row["scored"])
    if row["rank"] == 1:
        return t("overview.first_place", lang, rank=row["rank"], scored=row["scored"])
    return say.rank(row, lang)


def _near_note(own: pd.Series, lang: str) -> str:
    """The cut's note in few words: where it is next to, and how far."""
    cut = own["near"]
    if not cut:
        return ""
    gap = own[f"gap_{cut}"]
    if own["on_cut"]:
        return t("overview.kpi_on_cut", lang)
    key = "overview.kpi_above_cut" if gap > 0 else "overview.kpi_below_cut"
    return t(key, lang, gap=number(abs(gap), 2, lang))


def _change(world: World, view: View, own: pd.Series) -> Kpi:
    lang = view.lang
    if pd.isna(own["change"]):
        earlier = [y for y in world.years_of(view.province) if y < view.year]
        note = "overview.kpi_scale" if earlier else "overview.kpi_first_year"
        if _other_basis(world, view, earlier):
            note = "overview.kpi_basis"
        before = earlier[-1] if earlier else view.year - 1
        return Kpi(t("overview.kpi_change", lang, year=before), "–", "", t(note, lang))
    places = say.places(int(own["change_rank"]), lang)
    if world.estimated and not world.is_merged(view.province):
        places = estimates.tagged(places, lang)
    return Kpi(
        t("overview.kpi_change", lang, year=own["prev_year"]),
        say.points(own["change"], lang),
        "",
        places + _badge(world, view, "; {}"),
    )


def _other_basis(world: World, view: View, earlier: list[int]) -> bool:
    """Whether an estimate has no change only because the one before rests on other members."""
    same_scale = [y for y in earlier if world.max_score(y) == world.max_score(view.year)]
    return world.estimated and bool(same_scale)


def _badge(world: World, view: View, wording: str) -> str:
    """How usual the total's change is, put into ``wording``; "" where that cannot be said."""
    code, published = view.province, world
    if world.estimated and world.former:
        # Nobody has measured how estimates move.
        if world.is_merged(code):
            return f"; {t('estimate.unjudged', view.lang)}"
        code, published = world.members[code][0], world.former
    name = published.badge(view.year, TOTAL, code).name
    return wording.format(t(f"badge.{name}", view.lang).lower()) if name else ""


def change(world: World, view: View, own: pd.Series, judged: bool = True) -> str:
    """The change of the total (``own`` is its row) in a sentence; ``judged``: with its badge."""
    lang = view.lang
    if pd.isna(own["change"]):
        earlier = [y for y in world.years_of(view.province) if y < view.year]
        if _other_basis(world, view, earlier):
            return t("overview.aloud_2_basis", lang)
        if earlier:
            since = world.scale_since(view.year)
            return t("overview.aloud_2_scale", lang, year=since)
        return t("overview.aloud_2_first", lang, name=world.name(view.province, lang))
    size = number(abs(own["change"]), 2, lang)
    moved = int(own["change_rank"])
    way = "gained" if own["change"] > 0 else "lost"
    if float(own["change"].round(2)) == 0:
        way = "equal" if own["change"] == 0 else "hardly"
    rank_way = "same" if moved == 0 else "up" if moved > 0 else "down"
    caveat = f" {t('overview.aloud_redefined', lang)}" if own["redefined"] else ""
    published = world.estimated and not world.is_merged(view.province)
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
        badge=_badge(world, view, t("overview.aloud_badge", lang, badge="{}")) if judged else "",
    )
    return sentence + caveat
