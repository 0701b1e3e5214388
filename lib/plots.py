"""The story's charts as plain data: what a slide's native, editable charts hold.

A plot holds the world's numbers in full; what is written beside a point is text in the view's
language, so that its decimal sign does not depend on the reader's office. Maps are no plots.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from lib import say
from lib.charts import base, dimensions, merged, targets, trends
from lib.figure import LegendItem
from lib.findings import brief
from lib.findings import plan as plans
from lib.findings import targets as goals
from lib.findings import trends as changes
from lib.measures.positions import TOTAL
from lib.measures.targets import gaps_by_dimension
from lib.style import TONES, number, signed
from lib.text import t
from lib.view import View, peer_of, peers_of
from lib.world import World

_LETTER, _ACROSS = 7.6, 840  # pt of a letter and of a wide chart: which group names have room
_UNDER = 0.44  # how far below a row of dots its middle half is drawn
_SWARM = 0.21  # height of a layer of dots; see ``charts.base.bee_swarm``


@dataclass(frozen=True)
class Series:
    """One series of a plot.

    Attributes:
        name: what it stands for.
        values: one a category, or the heights of a scatter; None where there is no score.
        x: a scatter's places along the axis.
        color: its colour; ``colors`` one a point, where they differ.
        labels: what is written at each point, "" for nothing; ``side`` of the point, in ``ink``.
        marker: size of its dots (pt; 0 = none).
        line: width of its line (pt; 0 = none), ``dashed`` or not.
        stroke: half the height of an upright line through each dot, in units of the axis.
        beside: more columns of its table, by name: what a point is, and its figures.
    """

    name: str
    values: tuple[float | None, ...]
    x: tuple[float, ...] = ()
    color: str = ""
    colors: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    side: str = "end"
    ink: str = ""
    bold: bool = False
    marker: float = 0
    line: float = 0
    dashed: bool = False
    stroke: float = 0
    beside: tuple[tuple[str, tuple[Any, ...]], ...] = ()


@dataclass(frozen=True)
class Plot:
    """A chart as data.

    Attributes:
        name: that of the chart in ``charts.CHARTS`` which shows the same.
        kind: "bar" (lying), "column", "radar" or "scatter".
        heading: what is drawn, in one line.
        alt: the same with its figures, for who cannot see it.
        series: back to front.
        categories: rows of a bar chart from the top, columns, or spokes.
        legend: what the colours mean.
        number_format: of the figures in the table.
        across, up: the ends of the axes (None = as the figures need).
        base: where bars begin, in the values' units.
        marks: (place 0-1, text) written below columns, whose own names would not fit.
        rows, ends: (height, text) at the left and right end of a scatter.
    """

    name: str
    kind: str
    heading: str
    alt: str
    series: tuple[Series, ...]
    categories: tuple[str, ...] = ()
    legend: tuple[LegendItem, ...] = ()
    number_format: str = "0.00"
    across: tuple[float, float] | None = None
    up: tuple[float, float] | None = None
    base: float = 0.0
    marks: tuple[tuple[float, str], ...] = ()
    rows: tuple[tuple[float, str], ...] = ()
    ends: tuple[tuple[float, str], ...] = ()


def _alt(heading: str, parts: list[str]) -> str:
    return f"{heading}. {'; '.join(parts)}."


def strip(world: World, view: View) -> Plot:
    """Every province as a dot on the total, over the four groups and their cuts."""
    lang, tone = view.lang, TONES[view.theme]
    table = world.measure(view.year, TOTAL)
    own = table[table["province"] == view.province].iloc[0]
    scores = table["score"].to_numpy()
    lift = base.bee_swarm(scores, table["province"].eq(view.province).to_numpy(), _SWARM)
    low, high = scores.min(), scores.max()
    pad = (high - low) * 0.03
    edges = [low - pad, own["q25"], own["q50"], own["q75"], high + pad]
    top, roof, label_at = 1.75, 2.35, 1.15
    ribbon, cuts = [], []
    for start, end, group in zip(edges, edges[1:], say.GROUPS[::-1], strict=False):
        if end <= start:
            continue
        letters = (end - start) / (edges[-1] - edges[0]) * _ACROSS / _LETTER
        names = (say.group(group, lang), t(f"group.brief_{group}", lang), "")
        name = next(n for n in names if len(n) < letters)
        ribbon.append(
            Series(
                say.group(group, lang),
                (top, top, top),
                (float(start), float((start + end) / 2), float(end)),
                color=tone.groups[group - 1],
                line=7,
                labels=("", name, ""),
                side="above",
                ink=tone.muted,
            )
        )
        if start > edges[0]:
            cuts.append(
                Series(
                    t("slides.cut", lang, score=number(start, 2, lang)),
                    (-1.0, top),
                    (float(start), float(start)),
                    color=tone.muted,
                    line=1,
                    dashed=True,
                )
            )
    mark = f"{world.name(view.province, lang)} {number(own['score'], 2, lang)}"
    pointer = Series(
        mark,
        (0.0, label_at),
        (float(own["score"]),) * 2,
        color=tone.accent,
        line=1.5,
        labels=("", mark),
        side="above",
        ink=tone.accent,
        bold=True,
    )
    # Written at points of their own: an axis counts its marks from where it begins.
    whole = range(int(np.ceil(edges[0])), int(np.floor(edges[-1])) + 1)
    scale = Series(
        t("column.score", lang),
        (-0.95,) * len(whole),
        tuple(float(n) for n in whole),
        labels=tuple(number(n, 0, lang) for n in whole),
        side="below",
        ink=tone.muted,
    )
    dots = _dots(world, view, table, table["score"].tolist(), lift.tolist())
    heading = t("slides.strip", lang)
    told = [f"{mark}, {say.rank(own, lang)}", *(s.name for s in cuts)]
    return Plot(
        name="overview.strip",
        kind="scatter",
        heading=heading,
        alt=_alt(heading, told),
        series=(*dots, scale, *cuts, *ribbon, pointer),
        legend=base.kind_legend(world, view, tone),
        across=(float(edges[0]), float(edges[-1])),
        up=(-1.35, roof),
    )


def ladder(world: World, view: View) -> Plot:
    """The region's provinces by their total, as bars from the national median."""
    lang, tone = view.lang, TONES[view.theme]
    table = world.measure(view.year, TOTAL)
    home = table[table["region"] == world.provinces.at[view.province, "region"]]
    own = home["province"].eq(view.province)
    texts = [
        t("slides.score_rank", lang, score=number(s, 2, lang), rank=r)
        for s, r in zip(home["score"], home["rank"], strict=True)
    ]
    names = tuple(world.name(p, lang) for p in home["province"])
    median = float(home["q50"].iloc[0])
    heading = t("slides.ladder", lang, median=number(median, 2, lang))
    return Plot(
        name="peers.ladder",
        kind="bar",
        heading=heading,
        alt=_alt(heading, [f"{n}: {x}" for n, x in zip(names, texts, strict=True)]),
        series=(
            Series(
                t("column.score", lang),
                tuple(home["score"].tolist()),
                color=tone.peer,
                colors=tuple(tone.accent if o else tone.peer for o in own),
                labels=tuple(texts),
            ),
        ),
        categories=names,
        legend=(
            LegendItem(tone.accent, world.name(view.province, lang)),
            LegendItem(tone.peer, t("slides.region_others", lang)),
        ),
        base=median,
    )


def radar(world: World, view: View) -> Plot:
    """The province and one peer over the dimensions by position, with the median as a ring."""
    lang, tone = view.lang, TONES[view.theme]
    dims = world.dimensions(view.year)
    peer = peer_of(view, world)
    own = world.profile(view.year, view.province).set_index("measure")
    other = world.profile(view.year, peer).set_index("measure")

    def shares(profile: pd.DataFrame) -> tuple[float | None, ...]:
        return tuple(float(profile.at[d, "share"]) if d in profile.index else None for d in dims)

    spokes, told = [], []
    for d in dims:
        name = world.measure_name(d, lang, short=True)
        place = say.rank(own.loc[d], lang) if d in own.index else t("say.missing", lang)
        lines = base.two_lines(name) if len(name.split()) > 2 else name.split()
        spokes.append("\n".join([*lines, place]))
        told.append(f"{name}: {place}")
    name, second, median = (
        world.name(view.province, lang),
        world.name(peer, lang),
        t("dimensions.median", lang),
    )
    heading = t("slides.radar", lang)
    return Plot(
        name="dimensions.radar",
        kind="radar",
        heading=heading,
        alt=_alt(heading, [f"{name}: {told[0]}", *told[1:]]),
        series=(
            Series(median, (0.5,) * len(dims), color=tone.muted, line=1.5, dashed=True),
            Series(second, shares(other), color=tone.second, line=2, marker=5),
            Series(name, shares(own), color=tone.accent, line=3, marker=8),
        ),
        categories=tuple(spokes),
        legend=(
            LegendItem(tone.accent, name),
            LegendItem(tone.second, second),
            LegendItem(tone.muted, median, dashed=True),
        ),
        number_format="0%",
        up=(0.0, 1.0),
    )


def strips(world: World, view: View) -> Plot:
    """All provinces in every dimension, from the lowest to the best, the province labelled."""
    lang, tone = view.lang, TONES[view.theme]
    own = world.profile(view.year, view.province).sort_values("share", ascending=False)
    rows, ends, halves, medians, tables, told = [], [], [], [], [], []
    for level, row in zip(range(len(own), 0, -1), own.to_dict("records"), strict=True):
        measure = row["measure"]
        table = world.measure(view.year, measure)
        low, span = row["lowest"], row["best"] - row["lowest"]
        lift = base.bee_swarm(
            table["score"].to_numpy(), table["province"].eq(view.province).to_numpy(), step=0.14
        ).clip(-0.28, 0.28)
        tables.append(table.assign(along=(table["score"] - low) / span, level=level + lift))
        name = world.measure_name(measure, lang, short=True)
        end = t(
            "dimensions.strip_end", lang, points=number(row["score"], 2, lang), rank=row["rank"]
        )
        rows.append((float(level), name))
        ends.append((float(level), end))
        told.append(f"{name}: {end}")
        halves.append(
            Series(
                f"{t('dimensions.middle_half', lang)}: {name}",
                (level - _UNDER,) * 2,
                tuple(float((row[q] - low) / span) for q in ("q25", "q75")),
                color=tone.groups[2],
                line=4,
            )
        )
        medians.append(float((row["q50"] - low) / span))
    levels = tuple(level - _UNDER for level, _ in rows)
    all_dots = pd.concat(tables, ignore_index=True)
    heading = t("slides.strips", lang)
    return Plot(
        name="dimensions.strip",
        kind="scatter",
        heading=heading,
        alt=_alt(heading, told),
        series=(
            *_dots(
                world, view, all_dots, all_dots["along"].tolist(), all_dots["level"].tolist(), 5
            ),
            *halves,
            Series(
                t("dimensions.median", lang), levels, tuple(medians), color=tone.muted, stroke=0.11
            ),
        ),
        legend=(
            *base.kind_legend(world, view, tone),
            LegendItem(tone.groups[2], t("dimensions.middle_half", lang)),
            LegendItem(tone.muted, t("dimensions.median", lang)),
        ),
        across=(-0.03, 1.03),
        up=(0.4, len(own) + 0.6),
        rows=tuple(rows),
        ends=tuple(ends),
    )


def telling(world: World, view: View) -> Plot:
    """The sub-dimensions with the highest and the lowest place, as bars coloured by group."""
    lang, tone = view.lang, TONES[view.theme]
    subs = [s for d in world.dimensions(view.year) for s in world.subs(view.year, d)]
    rows = brief.ordered(world, view, subs)
    n = min(dimensions.TELLING, len(rows) // 2)
    rows = pd.concat([rows.head(n), rows.tail(n)])
    names = tuple(f"{m} {world.measure_name(m, lang)}" for m in rows["measure"])
    texts = [say.rank(row, lang) for _, row in rows.iterrows()]
    heading = t("slides.telling", lang)
    return Plot(
        name="dimensions.telling",
        kind="bar",
        heading=heading,
        alt=_alt(heading, [f"{n}: {x}" for n, x in zip(names, texts, strict=True)]),
        series=(
            Series(
                t("slides.place", lang),
                tuple(rows["share"].tolist()),
                colors=tuple(tone.groups[g - 1] for g in rows["group"]),
                color=tone.groups[1],
                labels=tuple(texts),
                beside=(
                    (t("column.score", lang), tuple(rows["score"].tolist())),
                    (t("column.rank", lang), tuple(rows["rank"].tolist())),
                ),
            ),
        ),
        categories=names,
        legend=tuple(LegendItem(tone.groups[g - 1], say.group(g, lang)) for g in say.GROUPS),
        number_format="0%",
        across=(0.0, 1.0),
    )


def waterfall(world: World, view: View) -> Plot:
    """What each dimension added to the change of the total, and the change itself."""
    lang, tone = view.lang, TONES[view.theme]
    own = brief.total(world, view)
    parts = changes.parts(world, view)
    names = [world.measure_name(m, lang, short=True) for m in parts["measure"]]
    names.append(t("measure.total", lang))
    values = [*parts["contribution"].tolist(), float(own["change"])]
    texts = [signed(v, 2, lang) for v in values]
    hues = [tone.high if v >= 0 else tone.low for v in values[:-1]]
    heading = t("slides.waterfall", lang, before=own["prev_year"], year=view.year)
    return Plot(
        name="trends.waterfall",
        kind="bar",
        heading=heading,
        alt=_alt(heading, [f"{n} {x}" for n, x in zip(names, texts, strict=True)]),
        series=(
            Series(
                t("column.contribution", lang),
                tuple(values),
                color=tone.high,
                colors=(*hues, tone.accent),
                labels=tuple(texts),
                bold=True,
            ),
        ),
        categories=tuple(names),
        legend=(
            LegendItem(tone.high, t("trends.rise", lang)),
            LegendItem(tone.low, t("trends.fall", lang)),
            LegendItem(tone.accent, t("slides.change", lang)),
        ),
    )


def usual(world: World, view: View) -> Plot:
    """How far provinces moved in a year, counted; the bin of the province's own movement marked."""
    lang, tone = view.lang, TONES[view.theme]
    judged, at = trends.movements(world, view)
    bins = trends.histogram(world, view, judged)
    limits = changes.limits(world, view)
    colors = (tone.other, tone.groups[1], tone.groups[0])
    zones = dict(zip(trends.noise.BADGES, colors, strict=True))
    edge = float(bins["to"].iloc[-1])
    middles = ((bins["from"] + bins["to"]) / 2).tolist()
    # The last bin holds its upper end, as in the count.
    mine = min(int(np.searchsorted(bins["to"].to_numpy(), at, side="right")), len(bins) - 1)
    hues = [zones[z] for z in bins["zone"]]
    hues[mine] = tone.accent
    mark = f"{world.name(view.province, lang)} {signed(at, 2, lang)}"
    names = [t(f"badge.{zone}", lang) for zone in zones]
    shown = [number(limits[k], 2, lang) for k in (0, 1, 1)]
    details = [t(f"trends.zone_{zone}", lang, n=n) for zone, n in zip(zones, shown, strict=True)]
    heading = t("slides.usual", lang, n=len(judged))
    return Plot(
        name="trends.usual",
        kind="column",
        heading=heading,
        alt=_alt(heading, [mark, *(f"{n} {d}" for n, d in zip(names, details, strict=True))]),
        series=(
            Series(
                t("trends.moves", lang),
                tuple(bins["n"].tolist()),
                color=tone.other,
                colors=tuple(hues),
                beside=(
                    (t("slides.from", lang), tuple(bins["from"].tolist())),
                    (t("slides.to", lang), tuple(bins["to"].tolist())),
                ),
            ),
        ),
        categories=tuple("0" if abs(m) < 1e-9 else signed(m, 1, lang) for m in middles),
        legend=(
            LegendItem(tone.accent, mark),
            *(
                LegendItem(color, name, detail)
                for color, name, detail in zip(colors, names, details, strict=True)
            ),
        ),
        number_format="0",
        marks=tuple(
            (share, "0" if share == 0.5 else signed((2 * share - 1) * edge, 1, lang))
            for share in (0.0, 0.25, 0.5, 0.75, 1.0)
        ),
    )


def gaps(world: World, view: View) -> Plot:
    """Own score minus the target's mark in every dimension, the largest deficit first."""
    lang, tone = view.lang, TONES[view.theme]
    mark = targets.mark_of(world, view)
    table = gaps_by_dimension(world.positions, view.province, view.year, mark)
    names = tuple(world.measure_name(m, lang, short=True) for m in table["measure"])
    texts = tuple(signed(g, 2, lang) for g in table["gap"])
    heading = t("slides.gaps", lang, mark=targets.mark_name(mark, lang))
    return Plot(
        name="targets.gaps",
        kind="bar",
        heading=heading,
        alt=_alt(heading, [f"{n} {x}" for n, x in zip(names, texts, strict=True)]),
        series=(
            Series(
                t("column.difference", lang),
                tuple(table["gap"].tolist()),
                color=tone.accent,
                colors=tuple(tone.accent if g < 0 else tone.peer for g in table["gap"]),
                labels=texts,
                bold=True,
                beside=(
                    (t("column.score", lang), tuple(table["score"].tolist())),
                    (targets.mark_name(mark, lang), tuple(table["level"].tolist())),
                ),
            ),
        ),
        categories=names,
        legend=(
            LegendItem(tone.accent, t("targets.below", lang)),
            LegendItem(tone.peer, t("targets.above", lang)),
        ),
    )


def path(world: World, view: View) -> Plot:
    """The sub-dimensions where a good year brings most; those that the target takes stand out."""
    lang, tone = view.lang, TONES[view.theme]
    used = set(goals.solution(world, view).gains["measure"])
    table = world.attainable(view.province, view.year).head(targets.ROWS)
    names = tuple(f"{m} {world.measure_name(m, lang)}" for m in table["measure"])
    texts = tuple(signed(g, 2, lang) for g in table["attainable"])
    heading = t("slides.path", lang)
    return Plot(
        name="targets.path",
        kind="bar",
        heading=heading,
        alt=_alt(heading, [f"{n} {x}" for n, x in zip(names, texts, strict=True)]),
        series=(
            Series(
                t("targets.col_good", lang),
                tuple(table["attainable"].tolist()),
                color=tone.other,
                colors=tuple(tone.accent if m in used else tone.other for m in table["measure"]),
                labels=texts,
                bold=True,
                beside=(
                    (t("targets.col_now", lang), tuple(table["score"].tolist())),
                    (t("targets.col_usual", lang), tuple(table["typical"].tolist())),
                    (t("targets.col_highest", lang), tuple(table["highest"].tolist())),
                ),
            ),
        ),
        categories=names,
        legend=(
            LegendItem(tone.accent, t("targets.used", lang)),
            LegendItem(tone.other, t("targets.spare", lang)),
        ),
    )


def coverage(world: World, view: View) -> Plot:
    """Sub-dimensions by their distance to the plan's aim: a lane of those addressed, the rest."""
    lang, tone = view.lang, TONES[view.theme]
    table = plans.coverage(world, view)
    table = table.assign(name=[f"{m} {world.measure_name(m, lang)}" for m in table["measure"]])
    blind = table[~table["addressed"]].sort_values("attainable", ascending=False)
    lane = table[table["addressed"]]
    top = float(len(blind) + 1.3)
    lift = base.bee_swarm(lane["gap"].to_numpy(), np.zeros(len(lane), dtype=bool), step=0.22)
    rooms = [signed(g, 2, lang) for g in blind["attainable"]]
    levels = [float(n) for n in range(len(blind), 0, -1)]
    low, high = min(table["gap"].min(), 0.0), max(table["gap"].max(), 0.0)
    pad = (high - low) * 0.05 or 0.05
    cut = t("plan.cut", lang, aim=plans.aim(world, view)).capitalize()

    def dots(name: str, part: pd.DataFrame, heights: list[float], **look: Any) -> Series:
        return Series(
            name,
            tuple(heights),
            tuple(part["gap"].tolist()),
            beside=(
                (t("plan.col_sub", lang), tuple(part["name"])),
                (t("plan.room_head", lang), tuple(part["attainable"].tolist())),
            ),
            **look,
        )

    yes, no = t("plan.addressed", lang), t("plan.unaddressed", lang)
    year = int(plans.required(world, view)["base_year"])
    heading = t("slides.coverage", lang, aim=plans.aim(world, view), year=year)
    told = [
        f"{name} {signed(gap, 2, lang)}, {room}"
        for name, gap, room in zip(blind["name"], blind["gap"], rooms, strict=True)
    ]
    ground = (0.4, top + 0.8)
    return Plot(
        name="plan.coverage",
        kind="scatter",
        heading=heading,
        alt=_alt(heading, [f"{yes}: {len(lane)}", f"{no}: {len(blind)}", *told]),
        series=(
            Series(cut, ground, (0.0, 0.0), color=tone.muted, line=1, dashed=True),
            dots(yes, lane, (top + lift).tolist(), color=tone.accent, marker=9),
            dots(no, blind, levels, color=tone.ink, marker=9),
        ),
        legend=(LegendItem(tone.accent, yes), LegendItem(tone.ink, no)),
        across=(float(low - pad), float(high + pad)),
        up=ground,
        rows=((top, t("plan.lane", lang, n=len(lane))), *zip(levels, blind["name"], strict=True)),
        ends=tuple(zip(levels, rooms, strict=True)),
    )


def members(world: World, view: View) -> Plot:
    """The former provinces of a new one beside each other in every dimension, by position."""
    lang, tone = view.lang, TONES[view.theme]
    codes, colors = merged.member_colors(world, view, tone)
    side, order = merged.by_distance(world, view)
    series, told = [], []
    for code in codes:
        rows = side[side["province"] == code].set_index("measure").reindex(order)
        name = world.member_name(code, lang)
        texts = [say.rank(r, lang) if pd.notna(r["rank"]) else "" for _, r in rows.iterrows()]
        told.append(f"{name}: {', '.join(texts)}")
        series.append(
            Series(
                name,
                tuple(None if pd.isna(s) else float(s) for s in rows["share"]),
                color=colors[code],
                labels=tuple(texts),
                beside=(
                    (f"{t('column.score', lang)}: {name}", tuple(rows["score"].tolist())),
                    (f"{t('column.rank', lang)}: {name}", tuple(rows["rank"].tolist())),
                ),
            )
        )
    heading = t("slides.telling", lang)
    return Plot(
        name="merged.profile",
        kind="bar",
        heading=heading,
        alt=_alt(heading, told),
        series=tuple(series),
        categories=tuple(world.measure_name(m, lang, short=True) for m in order),
        legend=tuple(LegendItem(colors[c], world.member_name(c, lang)) for c in codes),
        number_format="0%",
        across=(0.0, 1.0),
    )


def _dots(
    world: World,
    view: View,
    table: pd.DataFrame,
    x: list[float],
    y: list[float],
    small: float = 6,
) -> list[Series]:
    """Positions as three series of dots: the rest pale, then the peers, then the province."""
    lang, tone = view.lang, TONES[view.theme]
    peers = set(peers_of(view, world))
    kinds = np.array(
        [2 if p == view.province else 1 if p in peers else 0 for p in table["province"]]
    )
    xs, ys = np.array(x), np.array(y)
    looks = (
        (t("say.others", lang), tone.other, small),
        (say.peers(view, world), tone.peer, small + 1),
        (world.name(view.province, lang), tone.accent, small + 6),
    )
    out = []
    for kind, (name, color, size) in enumerate(looks):
        part = table[kinds == kind]
        if part.empty:
            continue
        several = table["measure"].nunique() > 1
        beside = [(t("column.province", lang), tuple(world.name(p, lang) for p in part.province))]
        if several:
            names = tuple(world.measure_name(m, lang) for m in part["measure"])
            beside.append((t("column.measure", lang), names))
            beside.append((t("column.score", lang), tuple(part["score"].tolist())))
        beside.append((t("column.rank", lang), tuple(part["rank"].tolist())))
        out.append(
            Series(
                name,
                tuple(ys[kinds == kind].tolist()),
                tuple(xs[kinds == kind].tolist()),
                color=color,
                marker=size,
                beside=tuple(beside),
            )
        )
    return out


# By the name of the chart that shows the same; what is not here is drawn as a picture.
PLOTS: dict[str, Callable[[World, View], Plot]] = {
    "overview.strip": strip,
    "peers.ladder": ladder,
    "dimensions.radar": radar,
    "dimensions.strip": strips,
    "dimensions.telling": telling,
    "trends.waterfall": waterfall,
    "trends.usual": usual,
    "targets.gaps": gaps,
    "targets.path": path,
    "plan.coverage": coverage,
    "merged.profile": members,
}
