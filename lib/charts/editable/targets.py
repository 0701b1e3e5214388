"""Editable charts of the page /targets."""

from lib.charts.editable.chart import EditableChart, EditableSeries, alt_text, pair_texts
from lib.charts.targets.gaps import gaps_data
from lib.charts.targets.path import path_data
from lib.common.text import t
from lib.common.theme import PALETTES
from lib.model.dataset import Dataset
from lib.model.view import View


def gaps(dataset: Dataset, view: View) -> EditableChart:
    """Own score minus the target's level in every dimension, the largest deficit first."""
    lang, data = view.lang, gaps_data(dataset, view)
    rows, palette = data.rows, PALETTES[view.theme]
    heading = t("slides.gaps", lang, mark=data.level)
    return EditableChart(
        name="targets.gaps",
        kind="bar",
        heading=heading,
        alt=alt_text(heading, pair_texts(rows["name"], rows["text"])),
        series=(
            EditableSeries(
                t("column.difference", lang),
                tuple(rows["gap"].tolist()),
                color=palette.accent,
                point_colors=tuple(
                    palette.accent if gap < 0 else palette.peer for gap in rows["gap"]
                ),
                labels=tuple(rows["text"]),
                bold=True,
                extra_columns=(
                    (t("column.score", lang), tuple(rows["score"].tolist())),
                    (data.level, tuple(rows["level"].tolist())),
                ),
            ),
        ),
        categories=tuple(rows["name"]),
        legend=data.legend,
    )


def path(dataset: Dataset, view: View) -> EditableChart:
    """What a good year adds by sub-dimension; what reaches the target stands out.

    The bars start at zero: what comes anyhow is a column of the chart's table.
    """
    lang, data = view.lang, path_data(dataset, view)
    rows, palette = data.rows, PALETTES[view.theme]
    heading = t("slides.path", lang)
    return EditableChart(
        name="targets.path",
        kind="bar",
        heading=heading,
        alt=alt_text(heading, pair_texts(rows["name"], rows["text"])),
        series=(
            EditableSeries(
                t("targets.col_extra", lang),
                tuple(rows["extra"].tolist()),
                color=palette.other,
                point_colors=tuple(
                    palette.accent if points > 0 else palette.other for points in rows["used"]
                ),
                labels=tuple(rows["text"]),
                bold=True,
                extra_columns=(
                    (t("targets.col_now", lang), tuple(rows["score"].tolist())),
                    (t("targets.col_usual", lang), tuple(rows["expected"].tolist())),
                    (t("targets.col_highest", lang), tuple(rows["highest"].tolist())),
                ),
            ),
        ),
        categories=tuple(rows["name"]),
        legend=data.legend,
    )
