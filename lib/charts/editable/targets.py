"""Editable charts of the page /targets."""

from lib.charts.editable.chart import EditableChart, EditableSeries, alt_text, pair_texts
from lib.charts.figure import LegendItem
from lib.charts.targets.path import MAX_ROWS
from lib.common.numbers import format_signed
from lib.common.text import t
from lib.common.theme import PALETTES
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative.targets import choice
from lib.stats.targets import gaps_by_dimension


def gaps(dataset: Dataset, view: View) -> EditableChart:
    """Own score minus the target's level in every dimension, the largest deficit first."""
    lang, palette = view.lang, PALETTES[view.theme]
    level = choice.level_of_target(dataset, view)
    table = gaps_by_dimension(dataset.positions, view.province, view.year, level)
    names = tuple(dataset.measure_name(m, lang, short=True) for m in table["measure"])
    texts = tuple(format_signed(gap, 2, lang) for gap in table["gap"])
    heading = t("slides.gaps", lang, mark=choice.level_name(level, lang))
    return EditableChart(
        name="targets.gaps",
        kind="bar",
        heading=heading,
        alt=alt_text(heading, pair_texts(names, texts)),
        series=(
            EditableSeries(
                t("column.difference", lang),
                tuple(table["gap"].tolist()),
                color=palette.accent,
                point_colors=tuple(
                    palette.accent if gap < 0 else palette.peer for gap in table["gap"]
                ),
                labels=texts,
                bold=True,
                extra_columns=(
                    (t("column.score", lang), tuple(table["score"].tolist())),
                    (choice.level_name(level, lang), tuple(table["level"].tolist())),
                ),
            ),
        ),
        categories=names,
        legend=(
            LegendItem(palette.accent, t("targets.below", lang)),
            LegendItem(palette.peer, t("targets.above", lang)),
        ),
    )


def path(dataset: Dataset, view: View) -> EditableChart:
    """The largest attainable gains by sub-dimension; those that reach the target stand out."""
    lang, palette = view.lang, PALETTES[view.theme]
    used = set(choice.target_mix(dataset, view).gains["measure"])
    table = dataset.attainable_gains(view.province, view.year).head(MAX_ROWS)
    names = tuple(f"{m} {dataset.measure_name(m, lang)}" for m in table["measure"])
    texts = tuple(format_signed(gain, 2, lang) for gain in table["attainable"])
    heading = t("slides.path", lang)
    return EditableChart(
        name="targets.path",
        kind="bar",
        heading=heading,
        alt=alt_text(heading, pair_texts(names, texts)),
        series=(
            EditableSeries(
                t("targets.col_good", lang),
                tuple(table["attainable"].tolist()),
                color=palette.other,
                point_colors=tuple(
                    palette.accent if m in used else palette.other for m in table["measure"]
                ),
                labels=texts,
                bold=True,
                extra_columns=(
                    (t("targets.col_now", lang), tuple(table["score"].tolist())),
                    (t("targets.col_usual", lang), tuple(table["typical"].tolist())),
                    (t("targets.col_highest", lang), tuple(table["highest"].tolist())),
                ),
            ),
        ),
        categories=names,
        legend=(
            LegendItem(palette.accent, t("targets.used", lang)),
            LegendItem(palette.other, t("targets.spare", lang)),
        ),
    )
