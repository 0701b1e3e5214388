"""Editable charts of the page /dimensions."""

from typing import Any

import pandas as pd

from lib.charts import label_layout, province_marks
from lib.charts.dimensions.telling import extreme_positions
from lib.charts.editable.chart import (
    EditableChart,
    EditableSeries,
    alt_text,
    pair_texts,
    province_dots,
)
from lib.charts.figure import LegendItem
from lib.common.numbers import format_number
from lib.common.text import t
from lib.common.theme import PALETTES
from lib.model.chosen_peers import single_peer
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import phrases

_BAND_OFFSET = 0.44  # how far below a row of dots its middle half is drawn


def radar(dataset: Dataset, view: View) -> EditableChart:
    """The province's and one peer's percentiles over the dimensions, with the median as a ring."""
    lang, palette = view.lang, PALETTES[view.theme]
    dimensions = dataset.dimensions(view.year)
    peer = single_peer(dataset, view)
    own = dataset.dimension_positions(view.year, view.province).set_index("measure")
    other = dataset.dimension_positions(view.year, peer).set_index("measure")
    names = [dataset.measure_name(d, lang, short=True) for d in dimensions]
    ranks = [
        phrases.rank_phrase(own.loc[d], lang) if d in own.index else t("say.missing", lang)
        for d in dimensions
    ]
    name, peer_name = (dataset.province_name(p, lang) for p in (view.province, peer))
    median, heading = t("dimensions.median", lang), t("slides.radar", lang)
    details = pair_texts(names, ranks, ": ")
    return EditableChart(
        name="dimensions.radar",
        kind="radar",
        heading=heading,
        alt=alt_text(heading, [f"{name}: {details[0]}", *details[1:]]),
        series=(
            EditableSeries(
                median,
                (0.5,) * len(dimensions),
                color=palette.muted,
                line_width=1.5,
                dashed=True,
            ),
            EditableSeries(
                peer_name,
                _percentiles(other, dimensions),
                color=palette.second,
                line_width=2,
                marker_size=5,
            ),
            EditableSeries(
                name,
                _percentiles(own, dimensions),
                color=palette.accent,
                line_width=3,
                marker_size=8,
            ),
        ),
        categories=tuple(
            _spoke_label(spoke, rank) for spoke, rank in zip(names, ranks, strict=True)
        ),
        legend=(
            LegendItem(palette.accent, name),
            LegendItem(palette.second, peer_name),
            LegendItem(palette.muted, median, dashed=True),
        ),
        number_format="0%",
        y_range=(0.0, 1.0),
    )


def _percentiles(positions: pd.DataFrame, dimensions: list[str]) -> tuple[float | None, ...]:
    """The percentile in each dimension, None where there is no score."""
    return tuple(
        float(positions.at[d, "percentile"]) if d in positions.index else None for d in dimensions
    )


def _spoke_label(name: str, rank: str) -> str:
    words = name.split()
    lines = label_layout.split_in_two(name) if len(words) > 2 else words
    return "\n".join([*lines, rank])


def strip(dataset: Dataset, view: View) -> EditableChart:
    """All provinces in every dimension, from the lowest to the best; the selected one labelled."""
    lang, palette = view.lang, PALETTES[view.theme]
    own = dataset.dimension_positions(view.year, view.province).sort_values(
        "percentile", ascending=False
    )
    rows = [
        {"y": float(y), "name": dataset.measure_name(row["measure"], lang, short=True)} | row
        for y, row in zip(range(len(own), 0, -1), own.to_dict("records"), strict=True)
    ]
    ends = [
        t(
            "dimensions.strip_end",
            lang,
            points=format_number(row["score"], 2, lang),
            rank=row["rank"],
        )
        for row in rows
    ]
    dots = pd.concat([_strip_dots(dataset, view, row) for row in rows], ignore_index=True)
    heading = t("slides.strips", lang)
    return EditableChart(
        name="dimensions.strip",
        kind="scatter",
        heading=heading,
        alt=alt_text(heading, pair_texts([row["name"] for row in rows], ends, ": ")),
        series=(
            *province_dots(
                dataset, view, dots, dots["along"].to_numpy(), dots["y"].to_numpy(), marker_size=5
            ),
            *_quartile_series(rows, view),
        ),
        legend=(
            *province_marks.kind_legend(dataset, view, palette),
            LegendItem(palette.groups[2], t("dimensions.middle_half", lang)),
            LegendItem(palette.muted, t("dimensions.median", lang)),
        ),
        x_range=(-0.03, 1.03),
        y_range=(0.4, len(own) + 0.6),
        left_labels=tuple((row["y"], row["name"]) for row in rows),
        right_labels=tuple((row["y"], end) for row, end in zip(rows, ends, strict=True)),
    )


def _strip_dots(dataset: Dataset, view: View, row: dict[str, Any]) -> pd.DataFrame:
    """All positions in the dimension of a row, with along (see ``_along``) and y."""
    table = dataset.ranking(view.year, row["measure"])
    offsets = label_layout.bee_swarm(
        table["score"].to_numpy(), table["province"].eq(view.province).to_numpy(), step=0.14
    ).clip(-0.28, 0.28)
    return table.assign(along=_along(row, table["score"]), y=row["y"] + offsets)


def _along(row: dict[str, Any], score: Any) -> Any:
    """Where scores lie between the lowest (0) and the best (1) of a row."""
    return (score - row["lowest"]) / (row["best"] - row["lowest"])


def _quartile_series(rows: list[dict[str, Any]], view: View) -> list[EditableSeries]:
    """Below each row of dots a line over the middle half of the provinces; a tick at the median."""
    lang, palette = view.lang, PALETTES[view.theme]
    middle_halves = [
        EditableSeries(
            f"{t('dimensions.middle_half', lang)}: {row['name']}",
            (row["y"] - _BAND_OFFSET,) * 2,
            (float(_along(row, row["q25"])), float(_along(row, row["q75"]))),
            color=palette.groups[2],
            line_width=4,
        )
        for row in rows
    ]
    medians = EditableSeries(
        t("dimensions.median", lang),
        tuple(row["y"] - _BAND_OFFSET for row in rows),
        tuple(float(_along(row, row["q50"])) for row in rows),
        color=palette.muted,
        tick_half_height=0.11,
    )
    return [*middle_halves, medians]


def telling(dataset: Dataset, view: View) -> EditableChart:
    """The sub-dimensions ranked highest and lowest, as bars coloured by group."""
    lang, palette = view.lang, PALETTES[view.theme]
    rows, _ = extreme_positions(dataset, view)
    names = tuple(f"{m} {dataset.measure_name(m, lang)}" for m in rows["measure"])
    ranks = tuple(phrases.rank_phrase(row, lang) for _, row in rows.iterrows())
    heading = t("slides.telling", lang)
    return EditableChart(
        name="dimensions.telling",
        kind="bar",
        heading=heading,
        alt=alt_text(heading, pair_texts(names, ranks, ": ")),
        series=(
            EditableSeries(
                t("slides.place", lang),
                tuple(rows["percentile"].tolist()),
                point_colors=tuple(palette.groups[group - 1] for group in rows["group"]),
                color=palette.groups[1],
                labels=ranks,
                extra_columns=(
                    (t("column.score", lang), tuple(rows["score"].tolist())),
                    (t("column.rank", lang), tuple(rows["rank"].tolist())),
                ),
            ),
        ),
        categories=names,
        legend=tuple(
            LegendItem(palette.groups[group - 1], phrases.group_name(group, lang))
            for group in phrases.GROUPS
        ),
        number_format="0%",
        x_range=(0.0, 1.0),
    )
