"""The eight dimensions: as a radar, as dots, as what tells most."""

import pandas as pd

from lib import say
from lib.charts import base, dimensions
from lib.figure import LegendItem
from lib.findings.overview import ordered
from lib.plots.plot import Plot, Series, dots, spoken
from lib.style import TONES, number
from lib.text import t
from lib.view import View, peer_of
from lib.world import World

_UNDER = 0.44  # how far below a row of dots its middle half is drawn


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
        alt=spoken(heading, [f"{name}: {told[0]}", *told[1:]]),
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
        alt=spoken(heading, told),
        series=(
            *dots(world, view, all_dots, all_dots["along"].tolist(), all_dots["level"].tolist(), 5),
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
    rows = ordered(world, view, subs)
    n = min(dimensions.TELLING, len(rows) // 2)
    rows = pd.concat([rows.head(n), rows.tail(n)])
    names = tuple(f"{m} {world.measure_name(m, lang)}" for m in rows["measure"])
    texts = [say.rank(row, lang) for _, row in rows.iterrows()]
    heading = t("slides.telling", lang)
    return Plot(
        name="dimensions.telling",
        kind="bar",
        heading=heading,
        alt=spoken(heading, [f"{n}: {x}" for n, x in zip(names, texts, strict=True)]),
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
