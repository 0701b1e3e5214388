"""Editable charts of the page /dimensions."""

from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from lib.charts import label_layout
from lib.charts.dimensions.radar_data import Position, radar_data
from lib.charts.dimensions.strip import strip_data
from lib.charts.dimensions.telling import telling_data
from lib.charts.editable.chart import (
    EditableChart,
    EditableSeries,
    Marker,
    alt_text,
    pair_texts,
    province_dots,
)
from lib.charts.figure import LegendItem
from lib.common.text import t
from lib.common.theme import PALETTES
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import phrases

_PEER_MARKERS: tuple[Marker, ...] = ("square", "triangle")  # of ``BESIDE_SHAPES``
_LAYER_HEIGHT = 0.14  # between two layers of dots, in rows
_BAND_OFFSET = 0.44  # how far below a row of dots its middle half is drawn


def radar(dataset: Dataset, view: View) -> EditableChart:
    """The percentiles of the province and of one or two others, with the median as a ring.

    Raises:
        LookupError: the province has no score in any dimension.
    """
    lang, data = view.lang, radar_data(dataset, view)
    own_kind, *peer_kinds, median = data.legend
    ranks = [data.ranks.get(d, t("say.missing", lang)) for d in data.names]
    details = pair_texts(data.names.values(), ranks, ": ")
    heading = t("slides.radar", lang)
    return EditableChart(
        name="dimensions.radar",
        kind="radar",
        heading=heading,
        alt=alt_text(heading, [f"{own_kind.label}: {details[0]}", *details[1:]]),
        series=(
            EditableSeries(
                median.label,
                (0.5,) * len(data.names),
                color=median.color,
                line_width=1.5,
                dashed=median.dashed,
            ),
            *(
                EditableSeries(
                    kind.label,
                    _percentiles(other, data.names),
                    color=kind.color,
                    line_width=2,
                    marker_size=6,
                    marker=marker,
                )
                for kind, other, marker in zip(peer_kinds, data.others, _PEER_MARKERS, strict=False)
            ),
            EditableSeries(
                own_kind.label,
                _percentiles(data.own, data.names),
                color=own_kind.color,
                line_width=3,
                marker_size=8,
            ),
        ),
        categories=tuple(
            _spoke_label(spoke, rank)
            for spoke, rank in zip(data.names.values(), ranks, strict=True)
        ),
        legend=data.legend,
        number_format="0%",
        y_range=(0.0, 1.0),
    )


def _percentiles(
    positions: dict[str, Position], dimensions: Iterable[str]
) -> tuple[float | None, ...]:
    """The percentile in each dimension, None where there is no score."""
    return tuple(positions[d].percentile if d in positions else None for d in dimensions)


def _spoke_label(name: str, rank: str) -> str:
    words = name.split()
    lines = label_layout.split_in_two(name) if len(words) > 2 else words
    return "\n".join([*lines, rank])


def strip(dataset: Dataset, view: View) -> EditableChart:
    """All provinces in every dimension, from the lowest to the best; the selected one labelled.

    Raises:
        LookupError: the province has no score in any dimension.
    """
    data = strip_data(dataset, view)
    *kinds, middle_half, median = data.legend
    # Below the dots, not behind them: a darker line with solid ticks.
    middle_half = replace(middle_half, color=PALETTES[view.theme].groups[2])
    median = replace(median, dashed=False)
    count = len(data.rows)
    names, ends = data.rows["name"], data.rows["text"]
    row_ys = [float(count - row) for row in data.rows["row"]]
    heading = t("slides.strips", view.lang)
    return EditableChart(
        name="dimensions.strip",
        kind="scatter",
        heading=heading,
        alt=alt_text(heading, pair_texts(names, ends, ": ")),
        series=(
            *province_dots(
                dataset,
                view,
                data.positions,
                data.dots["layer"],
                kinds,
                x=data.positions["along"],
                y=count - data.dots["row"] + _LAYER_HEIGHT * data.dots["lift"],
                marker_size=5,
            ),
            *_quartile_series(data.rows, row_ys, middle_half, median),
        ),
        legend=(*kinds, middle_half, median),
        x_range=(-0.03, 1.03),
        y_range=(0.4, count + 0.6),
        left_labels=tuple(zip(row_ys, names, strict=True)),
        right_labels=tuple(zip(row_ys, ends, strict=True)),
    )


def _quartile_series(
    rows: pd.DataFrame, row_ys: list[float], middle_half: LegendItem, median: LegendItem
) -> list[EditableSeries]:
    """Below each row of dots a line over the middle half of the provinces; a tick at the median.

    Args:
        rows: of ``dimensions.strip.StripData``.
        row_ys: where they stand.
        middle_half, median: their names and colours.
    """
    ys = [y - _BAND_OFFSET for y in row_ys]
    middle_halves = [
        EditableSeries(
            f"{middle_half.label}: {name}",
            (y, y),
            (float(start), float(end)),
            color=middle_half.color,
            line_width=4,
        )
        for y, name, start, end in zip(ys, rows["name"], rows["from"], rows["to"], strict=True)
    ]
    medians = EditableSeries(
        median.label,
        tuple(ys),
        tuple(rows["middle"].tolist()),
        color=median.color,
        tick_half_height=0.11,
    )
    return [*middle_halves, medians]


def telling(dataset: Dataset, view: View) -> EditableChart:
    """The sub-dimensions ranked highest and lowest, as bars coloured by group."""
    lang, palette = view.lang, PALETTES[view.theme]
    data = telling_data(dataset, view)
    rows = data.positions
    ranks = tuple(phrases.rank_phrase(row, lang) for _, row in rows.iterrows())
    heading = t("slides.telling", lang)
    return EditableChart(
        name="dimensions.telling",
        kind="bar",
        heading=heading,
        alt=alt_text(heading, pair_texts(data.names, ranks, ": ")),
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
        categories=data.names,
        legend=tuple(
            LegendItem(palette.groups[group - 1], phrases.group_name(group, lang))
            for group in phrases.GROUPS
        ),
        number_format="0%",
        x_range=(0.0, 1.0),
    )
