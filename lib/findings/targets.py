"""What reaches the target, in words: the distance, how hard it is, a scenario, whom to learn from.

All other provinces stand still throughout; every gain is judged by past one-year movements.
"""

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib import say
from lib.findings import Kpi
from lib.measures import attainable, chance, targets
from lib.measures.noise import ALL
from lib.measures.positions import TOTAL
from lib.measures.targets import Solution, Target
from lib.style import number, signed
from lib.text import t
from lib.view import Notice, View
from lib.world import World

_LEARNT = 5  # rows of the table of movements
_MOST = 3  # sub-dimensions named in each


@dataclass(frozen=True)
class Learnt:
    """One movement to learn from: who, when, and its texts in the order of the table."""

    province: str
    year: int
    cells: tuple[str, ...]


def default_target(world: World, view: View) -> Target:
    """The next group up; rank 1 for who is in the highest group."""
    group = int(_own(world, view)["group"])
    return Target("group", group - 1) if group > 1 else Target("rank", 1)


def target_of(world: World, view: View) -> Target:
    """What the view aims at; the default where the address asks for nothing possible."""
    if not view.target or not _possible(world, view):
        return default_target(world, view)
    kind, _, value = view.target.partition(":")
    return Target(kind, float(value))  # type: ignore[arg-type]


def code(target: Target) -> str:
    """A target as the address writes it: "group:2", "score:42.5"."""
    return f"{target.kind}:{target.value:g}"


def choices(world: World, view: View) -> list[Target]:
    """The sensible targets of the province, and the one that the view asks for."""
    own = _own(world, view)
    out = [Target("group", group) for group in range(int(own["group"]) - 1, 0, -1)]
    ahead = world.measure(view.year, TOTAL)["rank"]
    ahead = ahead[ahead < own["rank"]]
    if len(ahead):
        out.append(Target("rank", int(ahead.max())))
    out.append(Target("rank", 1))
    whole = math.floor(own["score"]) + 1
    if whole <= world.measure(view.year, TOTAL)["score"].max():
        out.append(Target("score", whole))
    return list(dict.fromkeys([*out, target_of(world, view)]))


def label(target: Target, lang: str) -> str:
    """A target as a choice: "Nhóm trung bình cao"."""
    if target.kind == "group":
        text = t("targets.to_group", lang, group=say.group(int(target.value), lang).lower())
        return text[0].upper() + text[1:]
    if target.kind == "rank":
        return t("targets.to_rank", lang, rank=int(target.value))
    return t("targets.to_score", lang, score=_score(target.value, lang))


def notices(world: World, view: View) -> list[Notice]:
    """What in the address does not fit this province and year."""
    out = []
    if view.target and not _possible(world, view):
        own = _own(world, view)
        values = {"value": view.target, "year": view.year, "scored": own["scored"]}
        values["max"] = world.max_score(view.year)
        out.append(Notice("target_year", tuple((k, str(v)) for k, v in values.items())))
    most, lang = _most(world, view), view.lang
    above = {m: points for m, points in _asked(view).items() if points > most.get(m, 0.0)}
    cut = "; ".join(
        f"{m}: {number(points, 2, lang)} → {number(most.get(m, 0.0), 2, lang)}"
        for m, points in above.items()
    )
    if cut:
        out.append(Notice("gains_most", (("list", cut),)))
    return out


def solution(world: World, view: View) -> Solution:
    """What reaches the view's target with the least strain."""
    found = world.solution(view.province, view.year, target_of(world, view))
    if found is None:
        raise LookupError(f"{view.province} has no total in {view.year}")
    return found


def has_references(world: World, view: View) -> bool:
    """Whether there are movements to judge any gain by (in the first year there are none)."""
    return bool((world.attainable(view.province, view.year)["attainable"] > 0).any())


def headline(world: World, view: View) -> str:
    """The page's one sentence: the distance to the target and what would cover it."""
    lang = view.lang
    if scenario(world, view):  # a link sent with a scenario opens on what it leads to
        return outcome(world, view)[0]
    found = solution(world, view)
    values = {
        "name": world.name(view.province, lang),
        "goal": goal(found.target, lang),
        "gap": say.gap(found.needed, lang),
        "n": len(found.gains),
    }
    if found.needed == 0:
        own = _own(world, view)
        if found.target.kind == "rank" and found.target.value == own["rank"] == 1:
            second = world.measure(view.year, TOTAL)["score"].nlargest(2).iloc[1]
            ahead = number(own["score"] - second, 2, lang)
            return t("targets.headline_first", lang, name=values["name"], ahead=ahead)
        return t(
            "targets.headline_met", lang, name=values["name"], target=label(found.target, lang)
        )
    if not has_references(world, view):
        return t("targets.headline_unknown", lang, year=view.year, **values)
    if not found.feasible:
        short = number(found.mark - found.total, 2, lang)
        return t("targets.headline_short", lang, short=short, **values)
    key = "targets.headline_one" if len(found.gains) == 1 else "targets.headline"
    return t(key, lang, **values)


def moving(world: World, view: View) -> str:
    """Why more is needed than the cut is away: it moves too; "" where it is as much."""
    own, found = _own(world, view), solution(world, view)
    if found.target.kind != "group" or not found.needed:
        return ""
    away = number(own["to_next"], 2, view.lang)
    needed = number(found.needed, 2, view.lang)
    if found.target != default_target(world, view) or away == needed:
        return ""
    return t("targets.moving", view.lang, away=away, needed=needed)


def goal(target: Target, lang: str) -> str:
    """A target after "in order": "vào nhóm trung bình cao"."""
    if target.kind == "group":
        return t("targets.goal_group", lang, group=say.group(int(target.value), lang).lower())
    if target.kind == "rank":
        return t("targets.goal_rank", lang, rank=int(target.value))
    return t("targets.goal_score", lang, score=_score(target.value, lang))


def kpis(world: World, view: View) -> list[Kpi]:
    """Points to the target, the next rank; how hard the target is; to the region's best, median."""
    lang = view.lang
    found = solution(world, view)
    own = _own(world, view)
    marks = targets.distances(world.positions, view.province, view.year).set_index("target")
    points = t("targets.kpi_points", lang)

    def distance(label: str, mark: str, ahead: str, met: str) -> Kpi:
        row = marks.loc[mark]
        if row["gap"] == 0:
            return Kpi(label, "–", "", met)
        return Kpi(label, say.gap(row["gap"], lang), points, ahead)

    def holder(mark: str) -> str:
        row = marks.loc[mark]
        name = world.name(row["province"], lang) if row["province"] else ""
        return t("targets.kpi_holder", lang, name=name, rank=row["rank"])

    above = number(own["score"] - own["q50"], 2, lang)
    if found.needed:
        mark = t("targets.kpi_mark", lang, score=number(found.mark, 2, lang))
        mark += say.exact(found.mark, own["score"], found.needed, lang)
        first = Kpi(label(found.target, lang), say.gap(found.needed, lang), points, mark)
    else:
        first = Kpi(label(found.target, lang), t("targets.kpi_met", lang), "", "")
    return [
        first,
        distance(
            t("targets.kpi_rank", lang), "rank", holder("rank"), t("targets.kpi_leader", lang)
        ),
        _difficulty(world, view, found),
        distance(
            t("targets.kpi_region", lang),
            "region",
            holder("region"),
            t("targets.kpi_region_leader", lang),
        ),
        distance(
            t("targets.kpi_median", lang),
            "median",
            t("targets.kpi_median_at", lang, score=number(own["q50"], 2, lang)),
            t("targets.kpi_above", lang, gap=above),
        ),
    ]


def scenario(world: World, view: View) -> dict[str, float]:
    """The view's gains by sub-dimension (points, steps of 0.01), none above what is attainable."""
    most = _most(world, view)
    kept = {m: min(points, most.get(m, 0.0)) for m, points in _asked(view).items()}
    return {measure: points for measure, points in kept.items() if points > 0}


def written(gains: dict[str, float]) -> str:
    """Gains as the address writes them: "1.3:0.22,6.2:0.45"; zeros are left out."""
    return ",".join(f"{m}:{points:.2f}" for m, points in sorted(gains.items()) if points > 0)


def recipes(world: World, view: View) -> dict[str, str]:
    """Ready-made scenarios by the name of their text, as the address writes them."""
    table = world.attainable(view.province, view.year).set_index("measure")
    found = solution(world, view)
    out = {
        "typical": written(table["typical"].to_dict()),
        "good": written(table["attainable"].to_dict()),
        "clear": "",
    }
    # Where the target is met there is nothing to fill in, where it is too far only all there is.
    if len(found.gains) and found.feasible:
        mix = found.gains.set_index("measure")["gain"].astype(float)
        # Rounded up to whole steps, so that the target is reached and not missed by a hair.
        out = {"solution": written((np.ceil(mix * 100 - 1e-6) / 100).to_dict())} | out
    return out


def outcome(world: World, view: View) -> tuple[str, list[Kpi]]:
    """Where the scenario leads: one sentence, and total, rank, group, change, target."""
    lang = view.lang
    own = _own(world, view)
    gains = scenario(world, view)
    after = targets.what_if(world.positions, view.province, view.year, gains)
    if after is None:
        raise LookupError(f"{view.province} has no total in {view.year}")
    found = solution(world, view)
    missing = max(0.0, round(found.mark - after.total, 6))
    places = int(own["rank"]) - after.rank
    same = after.group == own["group"]
    title = t("targets.what_if_none", lang, year=view.year)
    if gains:
        title = t(
            "targets.what_if_title",
            lang,
            name=world.name(view.province, lang),
            gain=number(after.change, 2, lang),
            rank=after.rank,
            group=say.group(after.group, lang).lower(),
        )
    return title, [
        Kpi(
            t("overview.kpi_score", lang),
            number(after.total, 2, lang),
            f"/{world.max_score(view.year)}",
            t("targets.now", lang, what=number(own["score"], 2, lang)),
        ),
        Kpi(
            t("overview.kpi_rank", lang),
            str(after.rank),
            f"/{len(world.provinces)}",
            say.places(places, lang),
        ),
        Kpi(
            t("overview.kpi_group", lang),
            say.group(after.group, lang),
            "",
            t("targets.same_group", lang)
            if same
            else t("targets.now", lang, what=say.group(own["group"], lang).lower()),
        ),
        Kpi(
            t("targets.kpi_change", lang),
            signed(after.change, 2, lang),
            t("targets.kpi_points", lang),
            t("targets.parts", lang, n=len(gains)) if gains else "",
        ),
        Kpi(
            label(found.target, lang),
            t("targets.kpi_met" if not missing else "targets.kpi_not_met", lang),
            "",
            t("targets.kpi_missing", lang, gap=number(missing, 2, lang)) if missing else "",
        ),
    ]


def parts(world: World, view: View) -> str:
    """The scenario in one line: "6.2 Giáo dục tiểu học công lập +0,45; …"; "" without gains."""
    gains = sorted(scenario(world, view).items(), key=lambda part: (-part[1], part[0]))
    return "; ".join(
        f"{measure} {world.measure_name(measure, view.lang)} {signed(points, 2, view.lang)}"
        for measure, points in gains
    )


def slider_label(world: World, view: View, measure: str) -> str:
    """A slider's name: the sub-dimension, its score, the most that it may gain."""
    row = world.attainable(view.province, view.year).set_index("measure").loc[measure]
    return t(
        "targets.slider",
        view.lang,
        measure=f"{measure} {world.measure_name(measure, view.lang)}",
        score=number(row["score"], 2, view.lang),
        most=signed(row["attainable"], 2, view.lang),
    )


def without_gain(world: World, view: View, dimension: str) -> str:
    """Which sub-dimensions of a dimension have no slider, and why; "" where all have one."""
    table = world.attainable(view.province, view.year)
    none = table[(table["dimension"] == dimension) & (table["attainable"] == 0)]
    names = [f"{m} {world.measure_name(m, view.lang)}" for m in sorted(none["measure"])]
    if not names:
        return ""
    return t("targets.no_slider", view.lang, list="; ".join(names))


def tested(world: World, view: View) -> list[str]:
    """What the chances rest on and how well they did, in sentences."""
    lang = view.lang
    scores = world.chance_test.scores
    overall, years = scores.loc[ALL], scores.drop(index=ALL)
    own = _own(world, view)
    found = chance.group_chances(world.moved, own["share"], view.year)

    def brier(row: pd.Series, name: str) -> str:
        return number(row[name], 2, lang)

    out = [
        t("targets.chance_basis", lang, n=number(found["n"].iloc[0], 0, lang), year=view.year),
        t(
            "targets.chance_test",
            lang,
            n=int(overall["n"]),
            first=years.index.min(),
            last=years.index.max(),
            model=brier(overall, "model"),
            stays=brier(overall, "stays"),
            base=brier(overall, "base"),
        ),
    ]
    for year, row in years.iterrows():
        plain = min(row["stays"], row["base"])
        if row["model"] > plain:
            better = "base" if plain == row["base"] else "stays"
            out.append(
                t(
                    f"targets.chance_worse_{better}",
                    lang,
                    year=year,
                    model=brier(row, "model"),
                    plain=number(plain, 2, lang),
                )
            )
    if view.year == world.years[-1]:
        out.append(t("targets.chance_merged", lang))
    return out


def has_chances(world: World, view: View) -> bool:
    """Whether chances can be given, and were better than plain forecasts."""
    share = _own(world, view)["share"]
    known = not chance.group_chances(world.moved, share, view.year).empty
    return known and chance.beats(world.chance_test)


def learnt(world: World, view: View) -> list[Learnt]:
    """The largest one-year gains among provinces that started where this one stands."""
    lang = view.lang
    found = attainable.learn_from(world.moved, world.positions, view.province, view.year, n=_LEARNT)
    out = []
    for row in found.itertuples(index=False):
        moved = attainable.gained_in(world.moved, row.province, row.year)
        subs = moved[moved["measure"].str.contains(".", regex=False) & (moved["gain"] > 0)]
        most = [
            f"{m} {world.measure_name(m, lang)} {signed(gain, 2, lang)}"
            for m, gain in subs[["measure", "gain"]].head(_MOST).itertuples(index=False)
        ]
        cells = (
            f"{row.year - 1} → {row.year}",
            f"{number(row.start, 2, lang)} → {number(row.end, 2, lang)}",
            signed(row.gain, 2, lang),
            f"{row.start_rank} → {row.end_rank}",
            signed(row.distance, 2, lang),
            "; ".join(most),
        )
        out.append(Learnt(row.province, int(row.year), cells))
    return out


def rebuilt_among(world: World, rows: list[Learnt]) -> list[int]:
    """The years of these gains, in order, in which something was measured differently."""
    table = world.tables.breaks
    rebuilt = set(table.loc[table["kind"] == "definition", "year"])
    return sorted({row.year for row in rows} & rebuilt)


def learnt_title(world: World, view: View, rows: list[Learnt]) -> str:
    """The conclusion of that table."""
    lang = view.lang
    name = world.name(view.province, lang)
    if not rows:
        return t("targets.learn_none", lang, name=name, year=view.year)
    first = rows[0]
    return t(
        "targets.learn_title",
        lang,
        first=world.name(first.province, lang),
        gain=first.cells[2].lstrip("+"),
        year=first.year,
        name=name,
    )


def _own(world: World, view: View) -> pd.Series:
    own = world.row(view.year, TOTAL, view.province)
    if own is None:
        raise LookupError(f"{view.province} has no total in {view.year}")
    return own


def _possible(world: World, view: View) -> bool:
    """Whether the address asks for a rank and a score that exist in the year."""
    kind, _, value = view.target.partition(":")
    if kind == "rank":
        return int(value) <= _own(world, view)["scored"]
    return kind == "group" or float(value) <= world.max_score(view.year)


def _asked(view: View) -> dict[str, float]:
    """The gains in the address as they stand there, in steps of 0.01."""
    parts = (part.partition(":") for part in view.gains.split(",") if part)
    return {measure: round(float(points), 2) for measure, _, points in parts}


def _most(world: World, view: View) -> dict[str, float]:
    table = world.attainable(view.province, view.year)
    return dict(zip(table["measure"], table["attainable"].astype(float), strict=True))


def _score(value: float, lang: str) -> str:
    return number(value, 0 if value == int(value) else 2, lang)


def _difficulty(world: World, view: View, found: Solution) -> Kpi:
    """How good a year the target takes, as the share of the best movements."""
    lang = view.lang
    references = world.references(view.province, view.year)
    title = t("targets.kpi_difficulty" if found.needed else "targets.kpi_keep", lang)
    n = sum(one.enough for one in references)
    if not n:
        return Kpi(title, "–", "", t("targets.kpi_unknown", lang))
    quantile = targets.difficulty(
        references, world.positions, view.province, view.year, found.target
    )
    if quantile is None:
        return Kpi(title, t("targets.kpi_beyond", lang), "", t("targets.kpi_beyond_note", lang))
    if quantile == 0:
        return Kpi(title, t("targets.kpi_at_0", lang), "", "")
    top = t("targets.kpi_top", lang, n=round(100 * (1 - quantile)))
    figure = t("targets.kpi_at_1", lang) if quantile == 1 else top
    return Kpi(title, figure, "", t("targets.kpi_each", lang, n=n))
