"""Editable charts of the page /peers."""

from dataclasses import replace

from lib.charts.editable.chart import EditableChart, EditableSeries, alt_text, pair_texts
from lib.charts.peers.ladder import ladder_data
from lib.common.numbers import format_number
from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.stats.ranking import TOTAL


def ladder(dataset: Dataset, view: View) -> EditableChart:
    """The province and its peers by their total, as bars from the national median.

    Raises:
        LookupError: the province has no total.
    """
    lang = view.lang
    data = ladder_data(dataset, replace(view, measure=TOTAL), peers_only=True)
    positions, (own_kind, other_kind) = data.positions, data.legend
    texts = [
        t("slides.score_rank", lang, score=format_number(score, 2, lang), rank=rank)
        for score, rank in zip(positions["score"], positions["rank"], strict=True)
    ]
    names = tuple(dataset.province_name(p, lang) for p in positions["province"])
    median = float(data.own["q50"])
    heading = t("slides.ladder", lang, median=format_number(median, 2, lang))
    return EditableChart(
        name="peers.ladder",
        kind="bar",
        heading=heading,
        alt=alt_text(heading, pair_texts(names, texts, ": ")),
        series=(
            EditableSeries(
                t("column.score", lang),
                tuple(positions["score"].tolist()),
                color=other_kind.color,
                point_colors=tuple(
                    (own_kind if p == view.province else other_kind).color
                    for p in positions["province"]
                ),
                labels=tuple(texts),
            ),
        ),
        categories=names,
        legend=data.legend,
        baseline=median,
    )
