"""What changed and whether it is more than what provinces usually move, in words and figures."""

import pandas as pd

from lib import say
from lib.findings import Kpi
from lib.measures import changes, noise
from lib.measures.positions import TOTAL
from lib.style import number, signed
from lib.text import t
from lib.view import View
from lib.world import World


def parent(view: View) -> str:
    """What is taken apart: the total, else the dimension of the view's measure."""
    return view.measure if view.measure == TOTAL else view.measure.split(".")[0]


def has_change(world: World, view: View, measure: str) -> bool:
    """Whether the province has a change in the measure in the view's year."""
    own = world.row(view.year, measure, view.province)
    return own is not None and bool(pd.notna(own["change"]))


def has_badge(world: World, view: View) -> bool:
    """Whether it can be said how usual the change is."""
    return bool(world.badge(view.year, view.measure, view.province).name)


def parts(world: World, view: View) -> pd.DataFrame:
    """The parts of the change of ``parent``, the largest rise first, each with its badge."""
    table = changes.parts(
        world.positions,
        world.structure,
        view.province,
        view.year,
        parent(view),
        breaks=world.tables.breaks,
    )
    return _judged(world, view, table).sort_values(
        "contribution", ascending=False, ignore_index=True
    )


def both_levels(world: World, view: View) -> pd.DataFrame:
    """The parts of ``parent``; of the total the dimensions, each with its sub-dimensions."""
    if parent(view) != TOTAL:
        return parts(world, view)
    table = changes.decompose(
        world.positions, world.structure, world.tables.breaks, view.province, view.year
    )
    return _judged(world, view, table)


def _judged(world: World, view: View, table: pd.DataFrame) -> pd.DataFrame:
    """Parts with the badge of their change."""
    known = world.badges
    known = known[known["year"].eq(view.year) & known["province"].eq(view.province)]
    badges = dict(zip(known["measure"], known["badge"], strict=True))
    return table.assign(badge=[badges.get(m, "") for m in table["measure"]])


def since(world: World, view: View) -> int:
    """The year that movers start from: as asked for where it compares, else the newest that does.

    Where no year compares, the previous one with figures.
    """
    comparable = starts(world, view)
    if view.since in comparable:
        return view.since
    # Rather one in which the province itself has a score.
    own = [y for y in comparable if world.row(y, view.measure, view.province) is not None]
    earlier = own or comparable or [y for y in world.years[::-1] if y < view.year]
    return earlier[0] if earlier else view.year


def other_start(world: World, view: View) -> str:
    """Where the address asks to start from a year that does not compare: a sentence, else ""."""
    first = since(world, view)
    if not view.since or view.since == first:
        return ""
    return t("trends.other_start", view.lang, since=view.since, year=view.year, first=first)


def starts(world: World, view: View) -> list[int]:
    """The years from which the view's measure compares with its year, newest first."""
    return [
        y
        for y in world.years[::-1]
        if y < view.year
        and changes.comparable(
            world.positions, world.structure, world.tables.breaks, view.measure, y, view.year
        )
    ]


def limits(world: World, view: View) -> tuple[float, float]:
    """Up to how many points off the national median a change is usual, and notable."""
    table = noise.usual(world.moved[world.moved["measure"] == view.measure])
    own = table[table["year"] == view.year].iloc[0]
    return float(own["usual_to"]), float(own["notable_to"])


def headline(world: World, view: View) -> str:
    """What changed on the previous year, and how usual that is."""
    lang = view.lang
    name = world.name(view.province, lang)
    own = world.row(view.year, view.measure, view.province)
    what = "" if view.measure == TOTAL else f"{say.measure(view, world, short=True)}: "
    if own is None or pd.isna(own["change"]):
        return what + no_change(world, view)
    badge = world.badge(view.year, view.measure, view.province)
    sentence = t(
        "trends.headline",
        lang,
        name=name,
        points=_moved(own["change"], lang),
        places=t("trends.rank_moved", lang, places=say.places(int(own["change_rank"]), lang))
        if own["change_rank"]
        else t("trends.rank_same", lang),
        before=own["prev_year"],
    )
    if is_redefined(world, view):
        sentence += "; " + t("trends.headline_redefined", lang)
    elif badge.name:
        sentence += "; " + t(f"trends.headline_{badge.name}", lang)
    return what + sentence


def is_redefined(world: World, view: View) -> bool:
    """Whether the view's dimension or sub-dimension was measured differently the year before."""
    own = world.row(view.year, view.measure, view.province)
    if own is None or view.measure == TOTAL:
        return False
    table = world.tables.breaks
    broken = table["sub_dimension"].eq(view.measure) & table["year"].eq(view.year)
    return bool(own["redefined"]) or bool(broken.any())


def has_parts(world: World, view: View) -> bool:
    """Whether the change can be taken apart: the parts must be measured in both years."""
    if not has_change(world, view, parent(view)):
        return False
    gone = [changes.ADDED, changes.DROPPED]
    return parent(view) == TOTAL or not parts(world, view)["status"].isin(gone).any()


def no_change(world: World, view: View) -> str:
    """Why there is nothing to compare, in one sentence."""
    lang, name = view.lang, world.name(view.province, view.lang)
    table = world.positions
    own = (table["province"] == view.province) & (table["measure"] == view.measure)
    if (table.loc[own, "year"] < view.year).any():
        return t("trends.rescaled", lang, name=name, year=view.year)
    return t("trends.first", lang, name=name, year=view.year)


def kpis(world: World, view: View) -> list[Kpi]:
    """The change, how usual it is, whose doing the rank is, and where ranks go from here."""
    lang = view.lang
    own = world.row(view.year, view.measure, view.province)
    if own is None or pd.isna(own["change"]):
        return []
    table = world.moved
    here = table["year"].eq(view.year) & table["measure"].eq(view.measure)
    moved = table[here]
    national = ""
    if len(moved) and own["prev_year"] == view.year - 1:
        gain = signed(moved["national"].iloc[0], 2, lang)
        net = signed(own["change"] - moved["national"].iloc[0], 2, lang)
        national = t("trends.kpi_national", lang, gain=gain, net=net)
    out = [
        Kpi(
            t("trends.kpi_change", lang, year=own["prev_year"]),
            say.points(own["change"], lang),
            "",
            national or t("trends.kpi_gap_year", lang, year=own["prev_year"]),
        )
    ]
    badge = world.badge(view.year, view.measure, view.province)
    if badge.name:
        out.append(
            Kpi(
                t("trends.kpi_badge", lang),
                t(f"badge.{badge.name}", lang),
                "",
                t("trends.kpi_share", lang, share=say.percent(badge.share, lang)),
            )
        )
    out.append(
        Kpi(
            t("trends.kpi_rank", lang),
            say.places(int(own["change_rank"]), lang),
            "",
            t("trends.kpi_ranks", lang, before=own["prev_rank"], after=own["rank"]),
        )
    )
    split = changes.own_or_others(world.positions, view.province, view.year, view.measure)
    if split and not is_redefined(world, view):
        out.append(
            Kpi(
                t("trends.kpi_own", lang),
                _places(split.own, lang),
                "",
                t(
                    "trends.kpi_others",
                    lang,
                    places=_places(split.others, lang),
                    sum=_places(split.before - split.after, lang),
                    n=split.compared,
                ),
            )
        )
    ahead = next_range(world, view)
    if ahead:
        out.append(
            Kpi(
                t("trends.kpi_range", lang),
                f"{ahead.best}–{ahead.worst}",
                "",
                _came(world, view) or t("trends.kpi_near", lang, rank=own["rank"]),
            )
        )
    return out


def next_range(world: World, view: View) -> noise.Range | None:
    """The ranks between which provinces standing there ended a year later, four in five."""
    own = world.row(view.year, view.measure, view.province)
    if own is None:
        return None
    return noise.rank_range(world.moved, view.measure, view.year, own["share"], int(own["scored"]))


def _came(world: World, view: View) -> str:
    """The rank of the year after, where it is known."""
    if view.year == world.years[-1]:
        return ""
    came = world.row(view.year + 1, view.measure, view.province)
    if came is None:
        return ""
    return t("trends.kpi_came", view.lang, year=view.year + 1, rank=came["rank"])


def story(world: World, view: View) -> str:
    """The province's best and lowest rank over all years, and that of the view's year."""
    lang = view.lang
    own = changes.story(world.positions, view.province, view.measure)
    best, worst = own["rank"].min(), own["rank"].max()
    now = own.loc[own["year"] == view.year, "rank"]
    ends = {
        key: ", ".join(str(y) for y in own.loc[own["rank"] == rank, "year"].head(4))
        for key, rank in (("best_years", best), ("worst_years", worst))
    }
    sentence = t(
        "trends.story", lang, name=world.name(view.province, lang), best=best, worst=worst, **ends
    )
    if len(now):
        sentence += t("trends.story_now", lang, year=view.year, rank=now.iloc[0])
    return sentence


def drivers(world: World, view: View, parts: pd.DataFrame) -> str:
    """Which parts rose and which fell most."""
    lang = view.lang

    def named(rows: pd.DataFrame) -> str:
        return say.listing(
            [
                f"{say.short_measure(world, m, lang)} ({signed(c, 2, lang)})"
                for m, c in zip(rows["measure"], rows["contribution"], strict=True)
            ],
            lang,
        )

    up = parts[parts["contribution"] >= 0.005].head(2)
    down = parts[parts["contribution"] <= -0.005].iloc[::-1].head(1 if len(up) else 2)
    clauses = []
    if len(up):
        clauses.append(t("trends.drivers_up", lang, names=named(up)))
    if len(down):
        clauses.append(t("trends.drivers_down", lang, names=named(down)))
    sentence = "; ".join(clauses) or t("trends.drivers_none", lang)
    return sentence[0].upper() + sentence[1:]


def usual_title(world: World, view: View) -> str:
    """How many past movements were as large, and so what kind of change this is."""
    badge = world.badge(view.year, view.measure, view.province)
    return t(
        "trends.usual_title",
        view.lang,
        share=say.percent(badge.share, view.lang),
        badge=t(f"trends.headline_{badge.name}", view.lang),
    )


def no_badge(world: World, view: View) -> str:
    """Why it cannot be said how usual the change is."""
    return t("trends.no_badge", view.lang, least=noise.MIN_MOVES)


def rebuilt(world: World, view: View) -> str:
    """Why the change is not taken apart."""
    return t("trends.rebuilt", view.lang, measure=world.measure_name(parent(view), view.lang))


def notable(world: World, view: View, most: int = 5) -> list[str]:
    """The sub-dimensions whose change is more than usual, the least usual first."""
    lang = view.lang
    table = world.badges
    inside = table["year"].eq(view.year) & table["province"].eq(view.province)
    inside &= table["measure"].str.contains(".", regex=False)
    if parent(view) != TOTAL:
        inside &= table["measure"].str.startswith(f"{parent(view)}.")
    found = table[inside & table["badge"].isin(noise.BADGES[1:])]
    rest = len(found) - most
    out = [
        t(
            "trends.notable_item",
            lang,
            measure=f"{row.measure} {world.measure_name(row.measure, lang)}",
            change=signed(row.gain, 2, lang),
            badge=t(f"badge.{row.badge}", lang).lower(),
            share=say.percent(row.share_larger, lang),
        )
        for row in found.sort_values("share_larger").head(most).itertuples()
    ]
    return [*out, t("trends.notable_more", lang, n=rest)] if rest > 0 else out


def evidence(world: World, view: View) -> list[str]:
    """How the ranges and badges did on years that they had not seen, in sentences.

    Nothing where too few years compare to have tested them.
    """
    lang = view.lang
    ranges, badges = world.range_test, world.badge_test
    if noise.ALL not in ranges.index:
        return []
    years = [y for y in ranges.index if y != noise.ALL]
    all_ranges, all_badges = ranges.loc[noise.ALL], badges.loc[noise.ALL]
    by_year = "; ".join(f"{y}: {say.percent(ranges.at[y, 'coverage'], lang)}" for y in years)
    out = [
        t(
            "trends.test_ranges",
            lang,
            first=years[0],
            last=years[-1],
            coverage=say.percent(all_ranges["coverage"], lang),
            n=int(all_ranges["n"]),
            width=number(all_ranges["width"], 0, lang),
            years=by_year,
        ),
        t(
            "trends.test_badges",
            lang,
            n=number(all_badges["n"], 0, lang),
            **{name: say.percent(all_badges[name], lang) for name in noise.BADGES},
        ),
    ]
    own = world.row(view.year, view.measure, view.province)
    standing = world.measure(view.year, view.measure)
    if own is not None:
        table = noise.position_ranges(world.moved, standing)
        mine = table[table["province"] == view.province]
        if len(mine):
            wobble = noise.wobble(world.moved, view.measure, view.year)
            out.append(
                t(
                    "trends.this_year",
                    lang,
                    name=world.name(view.province, lang),
                    year=view.year,
                    wobble=number(wobble, 2, lang),
                    best=int(mine.iloc[0]["best"]),
                    worst=int(mine.iloc[0]["worst"]),
                )
            )
    return out


def _moved(change: float, lang: str) -> str:
    """ "rose 1,02 points" in words."""
    if round(change, 2) == 0:
        return t("trends.stayed" if change == 0 else "trends.hardly", lang)
    return t("trends.rose" if change > 0 else "trends.fell", lang, n=number(abs(change), 2, lang))


def _places(places: float, lang: str) -> str:
    """ "+10,5 places"."""
    return t("trends.places", lang, n=signed(places, 0 if places == int(places) else 1, lang))
