"""One page to read before a meeting: position, change, strengths, neighbours, distance, history.

Every number is computed from the positions; nothing here claims a cause. All of it needs a total.
"""

from dataclasses import replace

import pandas as pd

from lib import say
from lib.findings import Paragraph, overview, trends
from lib.findings import plan as plans
from lib.findings.overview import ordered
from lib.measures import changes, noise, peers
from lib.measures.plan import CUT_OF
from lib.measures.positions import TOTAL
from lib.measures.targets import NEXT_CUT
from lib.style import number
from lib.text import t
from lib.view import View
from lib.world import World

DIMENSIONS, SUBS = 2, 3  # how many of each are named as strong and as weak


def headline(world: World, view: View) -> str:
    """Score, rank and group in one line."""
    return t("brief.headline", view.lang, **say.standing(view, world, total(world, view)))


def paragraphs(world: World, view: View) -> list[Paragraph]:
    """The brief, eight short paragraphs with their headings, and one on a plan of these years."""
    view = replace(view, measure=TOTAL)
    parts = {
        "position": _position(world, view),
        "change": change(world, view),
        "strong": telling(world, view, "strong"),
        "weak": telling(world, view, "weak"),
        "region": around(world, view),
        "next": _next(world, view),
        "plan": planned(world, view),
        "years": _years(world, view),
        "care": _care(world, view),
    }
    top = total(world, view)["group"] == 1
    return [
        Paragraph(
            t("brief.h_top" if name == "next" and top else f"brief.h_{name}", view.lang),
            " ".join(sentences),
            "plan" if name == "plan" else "",
        )
        for name, sentences in parts.items()
        if sentences
    ]


def text(world: World, view: View) -> str:
    """The whole brief as plain text: title, three sentences, paragraphs, source."""
    lines = [headline(world, view), ""]
    lines += [f"{i}. {s}" for i, s in enumerate(overview.aloud(world, view), start=1)]
    for part in paragraphs(world, view):
        lines += ["", part.heading.upper(), part.text]
    return "\n".join([*lines, "", say.source(view, year=view.year), ""])


def total(world: World, view: View) -> pd.Series:
    """The province's total; LookupError where it has none."""
    own = world.row(view.year, TOTAL, view.province)
    if own is None:
        raise LookupError(f"{view.province} has no total in {view.year}")
    return own


def neighbours(world: World, view: View) -> pd.DataFrame:
    """The totals of the provinces that share a border, best rank first."""
    codes = peers.neighbours(view.province, world.tables.neighbours)
    table = world.measure(view.year, TOTAL)
    return table[table["province"].isin(codes)]


def ahead(world: World, view: View) -> pd.Series | None:
    """The province next above in the total; None for the first."""
    own, table = total(world, view), world.measure(view.year, TOTAL)
    above = table[table["rank"] < own["rank"]]
    return None if above.empty else above.iloc[-1]


def ranked(world: World, rows: pd.DataFrame, lang: str) -> str:
    """ "E-governance (rank 9/61) and ...": measures with their places."""
    return say.listing(
        [
            f"{world.measure_name(r['measure'], lang)} ({say.rank(r, lang)})"
            for _, r in rows.iterrows()
        ],
        lang,
    )


def extremes(world: World, view: View) -> str:
    """How many sub-dimensions lie in the highest group and how many in the lowest."""
    subs = [s for d in world.dimensions(view.year) for s in world.subs(view.year, d)]
    rows = ordered(world, view, subs)
    high, low = (int((rows["group"] == g).sum()) for g in (1, 4))
    return t("brief.extremes", view.lang, n=len(rows), high=high, low=low)


def off_rank(world: World, view: View) -> tuple[str, int, int] | None:
    """Off by how many points a score may be (written), and between which ranks it then lies."""
    table = noise.position_ranges(world.moved, world.measure(view.year, TOTAL))
    own = table[table["province"] == view.province]
    if own.empty:
        return None
    wobble = number(noise.wobble(world.moved, TOTAL, view.year), 2, view.lang)
    return wobble, int(own.iloc[0]["best"]), int(own.iloc[0]["worst"])


def _position(world: World, view: View) -> list[str]:
    lang, own = view.lang, total(world, view)
    near = say.near(own, lang)
    known = say.standing(view, world, own)
    first = t("brief.position", lang, near=f", {near}" if near else "", **known)
    gap = own["gap_q50"]
    key = "equal" if gap == 0 else "above" if gap > 0 else "below"
    second = t(
        f"brief.median_{key}",
        lang,
        median=number(own["q50"], 2, lang),
        gap=say.gap(gap, lang),
        exact=say.exact(own["score"], own["q50"], gap, lang),
    )
    best = world.measure(view.year, TOTAL).iloc[0]
    if own["rank"] == 1:
        return [first, second]
    third = t(
        "brief.best",
        lang,
        best=world.name(best["province"], lang),
        score=number(best["score"], 2, lang),
    )
    return [first, second, third]


def change(world: World, view: View) -> list[str]:
    """What changed on the year before, how usual that is, and in what."""
    lang, own = view.lang, total(world, view)
    if pd.isna(own["change"]):
        earlier = [y for y in world.years_of(view.province) if y < view.year]
        since = world.scale_since(view.year)
        return [t("brief.scale" if earlier else "brief.first", lang, year=since)]
    out = [overview.change(world, view, own, judged=False)]
    badge = world.badge(view.year, TOTAL, view.province)
    if badge.name:
        out.append(usual(world, view))
    return [*out, trends.drivers(world, view, trends.parts(world, view)) + "."]


def usual(world: World, view: View) -> str:
    """How usual the change of the total is, in one sentence."""
    lang, badge = view.lang, world.badge(view.year, TOTAL, view.province)
    return t(
        "brief.usual",
        lang,
        badge=t(f"badge.{badge.name}", lang).lower(),
        share=say.percent(badge.share, lang),
        since=noise.SINCE,
    )


def telling(world: World, view: View, kind: str) -> list[str]:
    """The dimensions and sub-dimensions in which the province stands highest, or lowest."""
    dims = world.dimensions(view.year)
    subs = [s for d in dims for s in world.subs(view.year, d)]
    out = []
    for key, measures, n in (("dims", dims, DIMENSIONS), ("subs", subs, SUBS)):
        rows = ordered(world, view, measures)
        rows = rows.head(n) if kind == "strong" else rows.iloc[::-1].head(n)
        out.append(t(f"brief.{kind}_{key}", view.lang, names=ranked(world, rows, view.lang)))
    return out


def around(world: World, view: View) -> list[str]:
    """The place in the region, and the neighbours that stand higher."""
    lang, own = view.lang, total(world, view)
    table = world.measure(view.year, TOTAL)
    home = table[table["region"] == own["region"]]
    ends = {"_first": home.iloc[0], "_last": home.iloc[-1]}
    at = next((k for k, row in ends.items() if row["province"] == view.province), "")
    out = [
        t(
            f"brief.region{at}",
            lang,
            region=world.region_name(view.province, lang),
            name=world.name(view.province, lang),
            rank=own["region_rank"],
            scored=own["region_scored"],
            **_ends(world, home, lang),
        )
    ]
    others = neighbours(world, view)
    if len(others):
        better = others[others["score"] > own["score"]]
        names = [
            f"{world.name(r['province'], lang)} ({say.rank(r, lang)})" for _, r in better.iterrows()
        ]
        key = f"brief.{higher(len(better), len(others))}"
        out.append(t(key, lang, n=len(others), better=len(names), names=say.listing(names, lang)))
    return out


def higher(better: int, n: int) -> str:
    """Which wording fits that so many of ``n`` neighbours stand higher (end of a text key)."""
    if better == n:
        return "neighbours_all" if n > 1 else "neighbours_single"
    return "neighbours" if better else "neighbours_none"


def planned(world: World, view: View) -> list[str]:
    """What a plan aimed at and what came of it; nothing but in its base and target year."""
    lang, plan = view.lang, plans.chosen(world, view)
    if plan is None or view.year not in (plan["base_year"], plan["target_year"]):
        return []
    target, aim = int(plan["target_year"]), int(plan["target_group"])
    issued = plans.day(plan["issued"], lang)
    words = {"aim": plans.aim(world, view), "target": target}
    first = t("brief.plan", lang, plan=plan["plan"], issued=issued, **words)
    row = world.row(target, TOTAL, view.province) if target in world.years else None
    if row is None:
        return [first, t("brief.plan_open", lang, **words)]
    key = "brief.plan_there" if row["group"] <= aim else "brief.plan_short"
    known = say.standing(replace(view, year=target), world, row)
    gap = say.gap(row[f"gap_{CUT_OF[aim]}"], lang)
    return [first, t(key, lang, gap=gap, target=target, **known), t("brief.plan_care", lang)]


def _ends(world: World, table: pd.DataFrame, lang: str) -> dict[str, str]:
    """The first and the last of a table of totals, with their scores."""
    return {
        key: value
        for end, row in (("best", table.iloc[0]), ("last", table.iloc[-1]))
        for key, value in (
            (end, world.name(row["province"], lang)),
            (f"{end}_score", number(row["score"], 2, lang)),
        )
    }


def next_group(world: World, view: View) -> str:
    """How far the next group up is, or how far above its lower edge one in the first group is."""
    lang, own = view.lang, total(world, view)
    name = world.name(view.province, lang)
    if own["group"] == 1:
        gap, cut = own["gap_q75"], number(own["q75"], 2, lang)
        return t("brief.top", lang, name=name, gap=say.gap(gap, lang), cut=cut)
    return t(
        "brief.next",
        lang,
        name=name,
        group=say.group(own["group"] - 1, lang).lower(),
        cut=number(own[NEXT_CUT[own["group"]]], 2, lang),
        gap=say.gap(own["to_next"], lang),
        exact=say.exact(own[NEXT_CUT[own["group"]]], own["score"], own["to_next"], lang),
    )


def _next(world: World, view: View) -> list[str]:
    out = [next_group(world, view), t("brief.cuts_move", view.lang)]
    above = ahead(world, view)
    if above is not None:
        gap = above["score"] - total(world, view)["score"]
        out.insert(
            1,
            t(
                "brief.ahead",
                view.lang,
                name=world.name(above["province"], view.lang),
                rank=above["rank"],
                gap=say.gap(gap, view.lang),
            ),
        )
    return out


def _years(world: World, view: View) -> list[str]:
    lang = view.lang
    own = changes.story(world.positions, view.province)
    best, worst = own["rank"].min(), own["rank"].max()
    out = [
        t(
            "brief.years",
            lang,
            n=len(own),
            first=own["year"].iloc[0],
            last=own["year"].iloc[-1],
            best=best,
            best_years=say.listing(own.loc[own["rank"] == best, "year"].astype(str).tolist(), lang),
            worst=worst,
            worst_years=say.listing(
                own.loc[own["rank"] == worst, "year"].astype(str).tolist(), lang
            ),
        )
    ]
    for before, year in zip(world.years, world.years[1:], strict=False):
        old, new = world.max_score(before), world.max_score(year)
        if old != new:
            out.append(t("brief.rescaled", lang, year=year, old=old, new=new))
    return out


def _care(world: World, view: View) -> list[str]:
    lang, off = view.lang, off_rank(world, view)
    out = [t("brief.sample", lang)]
    if off:
        wobble, best, worst = off
        out.append(t("brief.range", lang, year=view.year, wobble=wobble, best=best, worst=worst))
    return out
