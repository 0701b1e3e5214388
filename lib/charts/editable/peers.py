"""Editable charts of the page /peers."""

from lib.charts.editable.chart import EditableChart, EditableSeries, alt_text, pair_texts
from lib.charts.figure import LegendItem
from lib.common.numbers import format_number
from lib.common.text import t
from lib.common.theme import PALETTES
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.stats.ranking import TOTAL


def ladder(dataset: Dataset, view: View) -> EditableChart:
    """The region's provinces by their total, as bars from the national median."""
    lang, palette = view.lang, PALETTES[view.theme]
    table = dataset.ranking(view.year, TOTAL)
    region = table[table["region"] == dataset.provinces.at[view.province, "region"]]
    texts = [
        t("slides.score_rank", lang, score=format_number(score, 2, lang), rank=rank)
        for score, rank in zip(region["score"], region["rank"], strict=True)
    ]
    names = tuple(dataset.province_name(p, lang) for p in region["province"])
    median = float(region["q50"].iloc[0])
    heading = t("slides.ladder", lang, median=format_number(median, 2, lang))
    return EditableChart(
        name="peers.ladder",
        kind="bar",
        heading=heading,
        alt=alt_text(heading, pair_texts(names, texts, ": ")),
        series=(
            EditableSeries(
                t("column.score", lang),
                tuple(region["score"].tolist()),
                color=palette.peer,
                point_colors=tuple(
                    palette.accent if p == view.province else palette.peer
                    for p in region["province"]
                ),
                labels=tuple(texts),
            ),
        ),
        categories=names,
        legend=(
            LegendItem(palette.accent, dataset.province_name(view.province, lang)),
            LegendItem(palette.peer, t("slides.region_others", lang)),
        ),
        baseline=median,
    )
