"""The eight dimensions: as a radar, as dots, as what tells most."""

import pandas as pd

from lib.charts import encodings, label_layout
from lib.charts.dimensions import telling as dimensions_telling
from lib.charts.figure import LegendItem
from lib.charts.native.chart import NativeChart, NativeSeries, alt_text, province_dots
from lib.common.numbers import format_number
from lib.common.text import t
from lib.common.theme import PALETTES
from lib.model.dataset import Dataset
from lib.model.peer_groups import single_peer
from lib.model.view import View
from lib.narrative import phrases
from lib.narrative.overview import best_first

_BAND_OFFSET = 0.44  # how far below a row of dots its middle half is drawn


def radar(dataset: Dataset, view: View) -> NativeChart:
    """The province and one peer over the dimensions by position, with the median as a ring."""
    lang, palette = view.lang, PALETTES[view.theme]
    dims = dataset.dimensions(view.year)
    peer = single_peer(dataset, view)
    own = dataset.dimension_positions(view.year, view.province).set_index("measure")
    other = dataset.dimension_positions(view.year, peer).set_index("measure")

    def shares(profile: pd.DataFrame) -> tuple[float | None, ...]:
        return tuple(
            float(profile.at[d, "percentile"]) if d in profile.index else None for d in dims
        )

    spokes, told = [], []
    for d in dims:
        name = dataset.measure_name(d, lang, short=True)
        place = phrases.rank_phrase(own.loc[d], lang) if d in own.index else t("say.missing", lang)
        lines = label_layout.split_in_two(name) if len(name.split()) > 2 else name.split()
        spokes.append("\n".join([*lines, place]))
        told.append(f"{name}: {place}")
    name, second, median = (
        dataset.province_name(view.province, lang),
        dataset.province_name(peer, lang),
        t("dimensions.median", lang),
    )
    heading = t("slides.radar", lang)
    return NativeChart(
        name="dimensions.radar",
        kind="radar",
        heading=heading,
        alt=alt_text(heading, [f"{name}: {told[0]}", *told[1:]]),
        series=(
            NativeSeries(median, (0.5,) * len(dims), color=palette.muted, line=1.5, dashed=True),
            NativeSeries(second, shares(other), color=palette.second, line=2, marker=5),
            NativeSeries(name, shares(own), color=palette.accent, line=3, marker=8),
        ),
        categories=tuple(spokes),
        legend=(
            LegendItem(palette.accent, name),
            LegendItem(palette.second, second),
            LegendItem(palette.muted, median, dashed=True),
        ),
        number_format="0%",
        up=(0.0, 1.0),
    )


def strip(dataset: Dataset, view: View) -> NativeChart:
    """All provinces in every dimension, from the lowest to the best, the province labelled."""
    lang, palette = view.lang, PALETTES[view.theme]
    own = dataset.dimension_positions(view.year, view.province).sort_values(
        "percentile", ascending=False
    )
    rows, ends, halves, medians, tables, told = [], [], [], [], [], []
    for level, row in zip(range(len(own), 0, -1), own.to_dict("records"), strict=True):
        measure = row["measure"]
        table = dataset.ranking(view.year, measure)
        low, span = row["lowest"], row["best"] - row["lowest"]
        lift = label_layout.bee_swarm(
            table["score"].to_numpy(), table["province"].eq(view.province).to_numpy(), step=0.14
        ).clip(-0.28, 0.28)
        tables.append(table.assign(along=(table["score"] - low) / span, level=level + lift))
        name = dataset.measure_name(measure, lang, short=True)
        end = t(
            "dimensions.strip_end",
            lang,
            points=format_number(row["score"], 2, lang),
            rank=row["rank"],
        )
        rows.append((float(level), name))
        ends.append((float(level), end))
        told.append(f"{name}: {end}")
        halves.append(
            NativeSeries(
                f"{t('dimensions.middle_half', lang)}: {name}",
                (level - _BAND_OFFSET,) * 2,
                tuple(float((row[q] - low) / span) for q in ("q25", "q75")),
                color=palette.groups[2],
                line=4,
            )
        )
        medians.append(float((row["q50"] - low) / span))
    levels = tuple(level - _BAND_OFFSET for level, _ in rows)
    all_dots = pd.concat(tables, ignore_index=True)
    heading = t("slides.strips", lang)
    return NativeChart(
        name="dimensions.strip",
        kind="scatter",
        heading=heading,
        alt=alt_text(heading, told),
        series=(
            *province_dots(
                dataset, view, all_dots, all_dots["along"].tolist(), all_dots["level"].tolist(), 5
            ),
            *halves,
            NativeSeries(
                t("dimensions.median", lang),
                levels,
                tuple(medians),
                color=palette.muted,
                stroke=0.11,
            ),
        ),
        legend=(
            *encodings.kind_legend(dataset, view, palette),
            LegendItem(palette.groups[2], t("dimensions.middle_half", lang)),
            LegendItem(palette.muted, t("dimensions.median", lang)),
        ),
        across=(-0.03, 1.03),
        up=(0.4, len(own) + 0.6),
        rows=tuple(rows),
        ends=tuple(ends),
    )


def telling(dataset: Dataset, view: View) -> NativeChart:
    """The sub-dimensions with the highest and the lowest place, as bars coloured by group."""
    lang, palette = view.lang, PALETTES[view.theme]
    subs = [s for d in dataset.dimensions(view.year) for s in dataset.sub_dimensions(view.year, d)]
    rows = best_first(dataset, view, subs)
    n = min(dimensions_telling.NAMED_SUB_DIMENSIONS, len(rows) // 2)
    rows = pd.concat([rows.head(n), rows.tail(n)])
    names = tuple(f"{m} {dataset.measure_name(m, lang)}" for m in rows["measure"])
    texts = [phrases.rank_phrase(row, lang) for _, row in rows.iterrows()]
    heading = t("slides.telling", lang)
    return NativeChart(
        name="dimensions.telling",
        kind="bar",
        heading=heading,
        alt=alt_text(heading, [f"{n}: {x}" for n, x in zip(names, texts, strict=True)]),
        series=(
            NativeSeries(
                t("slides.place", lang),
                tuple(rows["percentile"].tolist()),
                colors=tuple(palette.groups[g - 1] for g in rows["group"]),
                color=palette.groups[1],
                labels=tuple(texts),
                beside=(
                    (t("column.score", lang), tuple(rows["score"].tolist())),
                    (t("column.rank", lang), tuple(rows["rank"].tolist())),
                ),
            ),
        ),
        categories=names,
        legend=tuple(
            LegendItem(palette.groups[g - 1], phrases.group_name(g, lang)) for g in phrases.GROUPS
        ),
        number_format="0%",
        across=(0.0, 1.0),
    )
