"""Editable charts of the page /merged."""

import pandas as pd

from lib.charts.editable.chart import EditableChart, EditableSeries, alt_text
from lib.charts.merged.profile import profile_data
from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import phrases


def profile(dataset: Dataset, view: View) -> EditableChart:
    """The percentiles of a merged province's members in every dimension, the widest gap first.

    Raises:
        LookupError: fewer than two members have scores.
    """
    lang, data = view.lang, profile_data(dataset, view)
    order = range(1, len(data.names) + 1)
    series, details = [], []
    for code, member in zip(data.kinds, data.legend, strict=True):
        rows = data.rows[data.rows["province"] == code].set_index("row").reindex(order)
        ranks = [
            phrases.rank_phrase(row, lang) if pd.notna(row["rank"]) else ""
            for _, row in rows.iterrows()
        ]
        details.append(f"{member.label}: {', '.join(ranks)}")
        series.append(
            EditableSeries(
                member.label,
                tuple(None if pd.isna(value) else float(value) for value in rows["percentile"]),
                color=member.color,
                hatched=member.swatch == "square",
                labels=tuple(ranks),
                extra_columns=(
                    (f"{t('column.score', lang)}: {member.label}", tuple(rows["score"].tolist())),
                    (f"{t('column.rank', lang)}: {member.label}", tuple(rows["rank"].tolist())),
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
        categories=tuple(data.names),
        legend=data.legend,
        number_format="0%",
        x_range=(0.0, 1.0),
    )
