"""Editable charts of the page /merged."""

import pandas as pd

from lib.charts.editable.chart import EditableChart, EditableSeries, alt_text
from lib.charts.figure import LegendItem
from lib.charts.merged import members
from lib.common.text import t
from lib.common.theme import PALETTES
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import phrases


def profile(dataset: Dataset, view: View) -> EditableChart:
    """The percentiles of a merged province's members in every dimension, the widest gap first."""
    lang, palette = view.lang, PALETTES[view.theme]
    codes, colors = members.member_colors(dataset, view, palette)
    positions, order = members.dimensions_by_distance(dataset, view)
    series, details = [], []
    for code in codes:
        rows = positions[positions["province"] == code].set_index("measure").reindex(order)
        name = dataset.member_name(code, lang)
        ranks = [
            phrases.rank_phrase(row, lang) if pd.notna(row["rank"]) else ""
            for _, row in rows.iterrows()
        ]
        details.append(f"{name}: {', '.join(ranks)}")
        series.append(
            EditableSeries(
                name,
                tuple(None if pd.isna(value) else float(value) for value in rows["percentile"]),
                color=colors[code],
                labels=tuple(ranks),
                extra_columns=(
                    (f"{t('column.score', lang)}: {name}", tuple(rows["score"].tolist())),
                    (f"{t('column.rank', lang)}: {name}", tuple(rows["rank"].tolist())),
                ),
            )
        )
    heading = t("slides.telling", lang)
    return EditableChart(
        name="merged.profile",
        kind="bar",
        heading=heading,
        alt=alt_text(heading, details),
        series=tuple(series),
        categories=tuple(dataset.measure_name(m, lang, short=True) for m in order),
        legend=tuple(LegendItem(colors[c], dataset.member_name(c, lang)) for c in codes),
        number_format="0%",
        x_range=(0.0, 1.0),
    )
