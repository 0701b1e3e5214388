"""What is missing for the next group, and a way there."""

from lib.charts.figure import LegendItem
from lib.charts.native.chart import NativeChart, NativeSeries, alt_text
from lib.charts.targets import path as targets_path
from lib.common.numbers import format_signed
from lib.common.text import t
from lib.common.theme import PALETTES
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative.targets import choice
from lib.stats.targets import gaps_by_dimension


def gaps(dataset: Dataset, view: View) -> NativeChart:
    """Own score minus the target's mark in every dimension, the largest deficit first."""
    lang, palette = view.lang, PALETTES[view.theme]
    mark = choice.level_of_target(dataset, view)
    table = gaps_by_dimension(dataset.positions, view.province, view.year, mark)
    names = tuple(dataset.measure_name(m, lang, short=True) for m in table["measure"])
    texts = tuple(format_signed(g, 2, lang) for g in table["gap"])
    heading = t("slides.gaps", lang, mark=choice.level_name(mark, lang))
    return NativeChart(
        name="targets.gaps",
        kind="bar",
        heading=heading,
        alt=alt_text(heading, [f"{n} {x}" for n, x in zip(names, texts, strict=True)]),
        series=(
            NativeSeries(
                t("column.difference", lang),
                tuple(table["gap"].tolist()),
                color=palette.accent,
                colors=tuple(palette.accent if g < 0 else palette.peer for g in table["gap"]),
                labels=texts,
                bold=True,
                beside=(
                    (t("column.score", lang), tuple(table["score"].tolist())),
                    (choice.level_name(mark, lang), tuple(table["level"].tolist())),
                ),
            ),
        ),
        categories=names,
        legend=(
            LegendItem(palette.accent, t("targets.below", lang)),
            LegendItem(palette.peer, t("targets.above", lang)),
        ),
    )


def path(dataset: Dataset, view: View) -> NativeChart:
    """The sub-dimensions where a good year brings most; those that the target takes stand out."""
    lang, palette = view.lang, PALETTES[view.theme]
    used = set(choice.target_mix(dataset, view).gains["measure"])
    table = dataset.attainable_gains(view.province, view.year).head(targets_path.MAX_ROWS)
    names = tuple(f"{m} {dataset.measure_name(m, lang)}" for m in table["measure"])
    texts = tuple(format_signed(g, 2, lang) for g in table["attainable"])
    heading = t("slides.path", lang)
    return NativeChart(
        name="targets.path",
        kind="bar",
        heading=heading,
        alt=alt_text(heading, [f"{n} {x}" for n, x in zip(names, texts, strict=True)]),
        series=(
            NativeSeries(
                t("targets.col_good", lang),
                tuple(table["attainable"].tolist()),
                color=palette.other,
                colors=tuple(
                    palette.accent if m in used else palette.other for m in table["measure"]
                ),
                labels=texts,
                bold=True,
                beside=(
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
