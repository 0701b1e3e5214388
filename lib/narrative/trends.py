"""What changed and whether it is more than what provinces usually move, in words and figures."""

import pandas as pd

from lib.common.numbers import format_number, format_signed
from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import phrases
from lib.narrative.elements import KeyFigure
from lib.stats import decomposition, history, rank_ranges, typical_change
from lib.stats.ranking import TOTAL


def decomposed_measure(view: View) -> str:
    """What is taken apart: the total, else the dimension of the view's measure."""
    return view.measure if view.measure == TOTAL else view.measure.split(".")[0]


def has_change(dataset: Dataset, view: View, measure: str) -> bool:
    """Whether the province has a change in the measure in the view's year."""
    own = dataset.position(view.year, measure, view.province)
    return own is not None and bool(pd.notna(own["change"]))


def has_badge(dataset: Dataset, view: View) -> bool:
    """Whether it can be said how usual the change is."""
    return bool(dataset.badge(view.year, view.measure, view.province).name)


def change_parts(dataset: Dataset, view: View) -> pd.DataFrame:
    """The parts of the change of ``parent``, the largest rise first, each with its badge."""
    table = decomposition.parts_of_change(
        dataset.positions,
        dataset.structure,
        view.province,
        view.year,
        decomposed_measure(view),
        breaks=dataset.tables.breaks,
    )
    return _with_badges(dataset, view, table).sort_values(
        "contribution", ascending=False, ignore_index=True
    )


def change_parts_both_levels(dataset: Dataset, view: View) -> pd.DataFrame:
    """The parts of ``parent``; of the total the dimensions, each with its sub-dimensions."""
    if decomposed_measure(view) != TOTAL:
        return change_parts(dataset, view)
    table = decomposition.decompose(
        dataset.positions, dataset.structure, dataset.tables.breaks, view.province, view.year
    )
    return _with_badges(dataset, view, table)


def _with_badges(dataset: Dataset, view: View, table: pd.DataFrame) -> pd.DataFrame:
    """Parts with the badge of their change."""
    known = dataset.badges
    known = known[known["year"].eq(view.year) & known["province"].eq(view.province)]
    badges = dict(zip(known["measure"], known["badge"], strict=True))
    return table.assign(badge=[badges.get(m, "") for m in table["measure"]])


def start_year(dataset: Dataset, view: View) -> int:
    """The year that movers start from: as asked for where it compares, else the newest that does.

    Where no year compares, the previous one with figures.
    """
    comparable = start_years(dataset, view)
    if view.since in comparable:
        return view.since
    # Rather one in which the province itself has a score.
    own = [y for y in comparable if dataset.position(y, view.measure, view.province) is not None]
    earlier = own or comparable or [y for y in dataset.years[::-1] if y < view.year]
    return earlier[0] if earlier else view.year


def start_year_note(dataset: Dataset, view: View) -> str:
    """Where the address asks to start from a year that does not compare: a sentence, else ""."""
    first = start_year(dataset, view)
    if not view.since or view.since == first:
        return ""
    return t("trends.other_start", view.lang, since=view.since, year=view.year, first=first)


def start_years(dataset: Dataset, view: View) -> list[int]:
    """The years from which the view's measure compares with its year, newest first."""
    return [
        y
        for y in dataset.years[::-1]
        if y < view.year
        and decomposition.is_comparable(
            dataset.positions, dataset.structure, dataset.tables.breaks, view.measure, y, view.year
        )
    ]


def badge_limits(dataset: Dataset, view: View) -> tuple[float, float]:
    """Up to how many points off the national median a change is usual, and notable."""
    table = typical_change.badge_limits(
        dataset.yearly_changes[dataset.yearly_changes["measure"] == view.measure]
    )
    own = table[table["year"] == view.year].iloc[0]
    return float(own["usual_to"]), float(own["notable_to"])


def headline(dataset: Dataset, view: View) -> str:
    """What changed on the previous year, and how usual that is."""
    lang = view.lang
    name = dataset.province_name(view.province, lang)
    own = dataset.position(view.year, view.measure, view.province)
    what = (
        "" if view.measure == TOTAL else f"{phrases.view_measure_name(dataset, view, short=True)}: "
    )
    if own is None or pd.isna(own["change"]):
        return what + no_change_reason(dataset, view)
    badge = dataset.badge(view.year, view.measure, view.province)
    sentence = t(
        "trends.headline",
        lang,
        name=name,
        points=_change_phrase(own["change"], lang),
        places=t(
            "trends.rank_moved",
            lang,
            places=phrases.rank_change_phrase(int(own["change_rank"]), lang),
        )
        if own["change_rank"]
        else t("trends.rank_same", lang),
        before=own["prev_year"],
    )
    if is_redefined(dataset, view):
        sentence += "; " + t("trends.headline_redefined", lang)
    elif badge.name:
        sentence += "; " + t(f"trends.headline_{badge.name}", lang)
    return what + sentence


def is_redefined(dataset: Dataset, view: View) -> bool:
    """Whether the view's dimension or sub-dimension was measured differently the year before."""
    own = dataset.position(view.year, view.measure, view.province)
    if own is None or view.measure == TOTAL:
        return False
    table = dataset.tables.breaks
    broken = table["sub_dimension"].eq(view.measure) & table["year"].eq(view.year)
    return bool(own["redefined"]) or bool(broken.any())


def has_parts(dataset: Dataset, view: View) -> bool:
    """Whether the change can be taken apart: the parts must be measured in both years."""
    if not has_change(dataset, view, decomposed_measure(view)):
        return False
    gone = [decomposition.ADDED, decomposition.DROPPED]
    return (
        decomposed_measure(view) == TOTAL
        or not change_parts(dataset, view)["status"].isin(gone).any()
    )


def no_change_reason(dataset: Dataset, view: View) -> str:
    """Why there is nothing to compare, in one sentence."""
    lang, name = view.lang, dataset.province_name(view.province, view.lang)
    table = dataset.positions
    own = (table["province"] == view.province) & (table["measure"] == view.measure)
    if (table.loc[own, "year"] < view.year).any():
        return t("trends.rescaled", lang, name=name, year=view.year)
    return t("trends.first", lang, name=name, year=view.year)


def key_figures(dataset: Dataset, view: View) -> list[KeyFigure]:
    """The change, how usual it is, whose doing the rank is, and where ranks go from here."""
    lang = view.lang
    own = dataset.position(view.year, view.measure, view.province)
    if own is None or pd.isna(own["change"]):
        return []
    table = dataset.yearly_changes
    here = table["year"].eq(view.year) & table["measure"].eq(view.measure)
    moved = table[here]
    national = ""
    if len(moved) and own["prev_year"] == view.year - 1:
        gain = format_signed(moved["national"].iloc[0], 2, lang)
        net = format_signed(own["change"] - moved["national"].iloc[0], 2, lang)
        national = t("trends.kpi_national", lang, gain=gain, net=net)
    out = [
        KeyFigure(
            t("trends.kpi_change", lang, year=own["prev_year"]),
            phrases.points_phrase(own["change"], lang),
            "",
            national or t("trends.kpi_gap_year", lang, year=own["prev_year"]),
        )
    ]
    badge = dataset.badge(view.year, view.measure, view.province)
    if badge.name:
        out.append(
            KeyFigure(
                t("trends.kpi_badge", lang),
                t(f"badge.{badge.name}", lang),
                "",
                t("trends.kpi_share", lang, share=phrases.percent(badge.fraction, lang)),
            )
        )
    out.append(
        KeyFigure(
            t("trends.kpi_rank", lang),
            phrases.rank_change_phrase(int(own["change_rank"]), lang),
            "",
            t("trends.kpi_ranks", lang, before=own["prev_rank"], after=own["rank"]),
        )
    )
    split = decomposition.split_rank_change(
        dataset.positions, view.province, view.year, view.measure
    )
    if split and not is_redefined(dataset, view):
        out.append(
            KeyFigure(
                t("trends.kpi_own", lang),
                _rank_places(split.own, lang),
                "",
                t(
                    "trends.kpi_others",
                    lang,
                    places=_rank_places(split.others, lang),
                    sum=_rank_places(split.before - split.after, lang),
                    n=split.compared,
                ),
            )
        )
    ahead = next_year_range(dataset, view)
    if ahead:
        out.append(
            KeyFigure(
                t("trends.kpi_range", lang),
                f"{ahead.best}–{ahead.worst}",
                "",
                _actual_rank_note(dataset, view) or t("trends.kpi_near", lang, rank=own["rank"]),
            )
        )
    return out


def next_year_range(dataset: Dataset, view: View) -> rank_ranges.RankRange | None:
    """The ranks between which provinces standing there ended a year later, four in five."""
    own = dataset.position(view.year, view.measure, view.province)
    if own is None:
        return None
    return rank_ranges.next_year_range(
        dataset.yearly_changes, view.measure, view.year, own["percentile"], int(own["scored"])
    )


def _actual_rank_note(dataset: Dataset, view: View) -> str:
    """The rank of the year after, where it is known."""
    if view.year == dataset.years[-1]:
        return ""
    came = dataset.position(view.year + 1, view.measure, view.province)
    if came is None:
        return ""
    return t("trends.kpi_came", view.lang, year=view.year + 1, rank=came["rank"])


def history_title(dataset: Dataset, view: View) -> str:
    """The province's best and lowest rank over all years, and that of the view's year."""
    lang = view.lang
    own = history.province_history(dataset.positions, view.province, view.measure)
    best, worst = own["rank"].min(), own["rank"].max()
    now = own.loc[own["year"] == view.year, "rank"]
    ends = {
        key: ", ".join(str(y) for y in own.loc[own["rank"] == rank, "year"].head(4))
        for key, rank in (("best_years", best), ("worst_years", worst))
    }
    sentence = t(
        "trends.story",
        lang,
        name=dataset.province_name(view.province, lang),
        best=best,
        worst=worst,
        **ends,
    )
    if len(now):
        sentence += t("trends.story_now", lang, year=view.year, rank=now.iloc[0])
    return sentence


def drivers_title(dataset: Dataset, view: View, parts: pd.DataFrame) -> str:
    """Which parts rose and which fell most."""
    lang = view.lang

    def named(rows: pd.DataFrame) -> str:
        return phrases.join_list(
            [
                f"{phrases.short_measure(dataset, m, lang)} ({format_signed(c, 2, lang)})"
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


def typical_change_title(dataset: Dataset, view: View) -> str:
    """How many past movements were as large, and so what kind of change this is."""
    badge = dataset.badge(view.year, view.measure, view.province)
    return t(
        "trends.usual_title",
        view.lang,
        share=phrases.percent(badge.fraction, view.lang),
        badge=t(f"trends.headline_{badge.name}", view.lang),
    )


def no_badge_reason(dataset: Dataset, view: View) -> str:
    """Why it cannot be said how usual the change is."""
    return t("trends.no_badge", view.lang, least=typical_change.MIN_CHANGES)


def not_decomposed_reason(dataset: Dataset, view: View) -> str:
    """Why the change is not taken apart."""
    return t(
        "trends.rebuilt",
        view.lang,
        measure=dataset.measure_name(decomposed_measure(view), view.lang),
    )


def notable_changes(dataset: Dataset, view: View, most: int = 5) -> list[str]:
    """The sub-dimensions whose change is more than usual, the least usual first."""
    lang = view.lang
    table = dataset.badges
    inside = table["year"].eq(view.year) & table["province"].eq(view.province)
    inside &= table["measure"].str.contains(".", regex=False)
    if decomposed_measure(view) != TOTAL:
        inside &= table["measure"].str.startswith(f"{decomposed_measure(view)}.")
    found = table[inside & table["badge"].isin(typical_change.BADGES[1:])]
    rest = len(found) - most
    out = [
        t(
            "trends.notable_item",
            lang,
            measure=f"{row.measure} {dataset.measure_name(row.measure, lang)}",
            change=format_signed(row.gain, 2, lang),
            badge=t(f"badge.{row.badge}", lang).lower(),
            share=phrases.percent(row.fraction_as_large, lang),
        )
        for row in found.sort_values("fraction_as_large").head(most).itertuples()
    ]
    return [*out, t("trends.notable_more", lang, n=rest)] if rest > 0 else out


def backtest_sentences(dataset: Dataset, view: View) -> list[str]:
    """How the ranges and badges did on years that they had not seen, in sentences.

    Nothing where too few years compare to have tested them.
    """
    lang = view.lang
    ranges, badges = dataset.rank_range_backtest, dataset.badge_backtest
    if typical_change.ALL_YEARS not in ranges.index:
        return []
    years = [y for y in ranges.index if y != typical_change.ALL_YEARS]
    all_ranges, all_badges = (
        ranges.loc[typical_change.ALL_YEARS],
        badges.loc[typical_change.ALL_YEARS],
    )
    by_year = "; ".join(f"{y}: {phrases.percent(ranges.at[y, 'coverage'], lang)}" for y in years)
    out = [
        t(
            "trends.test_ranges",
            lang,
            first=years[0],
            last=years[-1],
            coverage=phrases.percent(all_ranges["coverage"], lang),
            n=int(all_ranges["n"]),
            width=format_number(all_ranges["width"], 0, lang),
            years=by_year,
        ),
        t(
            "trends.test_badges",
            lang,
            n=format_number(all_badges["n"], 0, lang),
            **{name: phrases.percent(all_badges[name], lang) for name in typical_change.BADGES},
        ),
    ]
    own = dataset.position(view.year, view.measure, view.province)
    standing = dataset.ranking(view.year, view.measure)
    if own is not None:
        table = rank_ranges.this_year_ranges(dataset.yearly_changes, standing)
        mine = table[table["province"] == view.province]
        if len(mine):
            wobble = typical_change.score_uncertainty(
                dataset.yearly_changes, view.measure, view.year
            )
            out.append(
                t(
                    "trends.this_year",
                    lang,
                    name=dataset.province_name(view.province, lang),
                    year=view.year,
                    wobble=format_number(wobble, 2, lang),
                    best=int(mine.iloc[0]["best"]),
                    worst=int(mine.iloc[0]["worst"]),
                )
            )
    return out


def _change_phrase(change: float, lang: str) -> str:
    """ "rose 1,02 points" in words."""
    if round(change, 2) == 0:
        return t("trends.stayed" if change == 0 else "trends.hardly", lang)
    return t(
        "trends.rose" if change > 0 else "trends.fell", lang, n=format_number(abs(change), 2, lang)
    )


def _rank_places(places: float, lang: str) -> str:
    """ "+10,5 places"."""
    return t(
        "trends.places", lang, n=format_signed(places, 0 if places == int(places) else 1, lang)
    )
