"""The former provinces of a new one beside each other."""

import pandas as pd

from lib.charts.figure import LegendItem
from lib.charts.merged import members
from lib.charts.native.chart import NativeChart, NativeSeries, alt_text
from lib.common.text import t
from lib.common.theme import PALETTES
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import phrases


def profile(dataset: Dataset, view: View) -> NativeChart:
    """The former provinces of a new one beside each other in every dimension, by position."""
    lang, palette = view.lang, PALETTES[view.theme]
    codes, colors = members.member_colors(dataset, view, palette)
    side, order = members.dimensions_by_distance(dataset, view)
    series, told = [], []
    for code in codes:
        rows = side[side["province"] == code].set_index("measure").reindex(order)
        name = dataset.member_name(code, lang)
        texts = [
            phrases.rank_phrase(r, lang) if pd.notna(r["rank"]) else "" for _, r in rows.iterrows()
        ]
        told.append(f"{name}: {', '.join(texts)}")
        series.append(
            NativeSeries(
                name,
                tuple(None if pd.isna(s) else float(s) for s in rows["percentile"]),
                color=colors[code],
                labels=tuple(texts),
                beside=(
                    (f"{t('column.score', lang)}: {name}", tuple(rows["score"].tolist())),
                    (f"{t('column.rank', lang)}: {name}", tuple(rows["rank"].tolist())),
                ),
            )
        )
    heading = t("slides.telling", lang)
    return NativeChart(
        name="merged.profile",
        kind="bar",
        heading=heading,
        alt=alt_text(heading, told),
        series=tuple(series),
        categories=tuple(dataset.measure_name(m, lang, short=True) for m in order),
        legend=tuple(LegendItem(colors[c], dataset.member_name(c, lang)) for c in codes),
        number_format="0%",
        across=(0.0, 1.0),
    )
