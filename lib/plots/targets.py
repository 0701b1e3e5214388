"""What is missing for the next group, and a way there."""

from lib.charts import targets
from lib.figure import LegendItem
from lib.findings import targets as goals
from lib.measures.targets import gaps_by_dimension
from lib.plots.plot import Plot, Series, spoken
from lib.style import TONES, signed
from lib.text import t
from lib.view import View
from lib.world import World


def gaps(world: World, view: View) -> Plot:
    """Own score minus the target's mark in every dimension, the largest deficit first."""
    lang, tone = view.lang, TONES[view.theme]
    mark = targets.mark_of(world, view)
    table = gaps_by_dimension(world.positions, view.province, view.year, mark)
    names = tuple(world.measure_name(m, lang, short=True) for m in table["measure"])
    texts = tuple(signed(g, 2, lang) for g in table["gap"])
    heading = t("slides.gaps", lang, mark=targets.mark_name(mark, lang))
    return Plot(
        name="targets.gaps",
        kind="bar",
        heading=heading,
        alt=spoken(heading, [f"{n} {x}" for n, x in zip(names, texts, strict=True)]),
        series=(
            Series(
                t("column.difference", lang),
                tuple(table["gap"].tolist()),
                color=tone.accent,
                colors=tuple(tone.accent if g < 0 else tone.peer for g in table["gap"]),
                labels=texts,
                bold=True,
                beside=(
                    (t("column.score", lang), tuple(table["score"].tolist())),
                    (targets.mark_name(mark, lang), tuple(table["level"].tolist())),
                ),
            ),
        ),
        categories=names,
        legend=(
            LegendItem(tone.accent, t("targets.below", lang)),
            LegendItem(tone.peer, t("targets.above", lang)),
        ),
    )


def path(world: World, view: View) -> Plot:
    """The sub-dimensions where a good year brings most; those that the target takes stand out."""
    lang, tone = view.lang, TONES[view.theme]
    used = set(goals.solution(world, view).gains["measure"])
    table = world.attainable(view.province, view.year).head(targets.ROWS)
    names = tuple(f"{m} {world.measure_name(m, lang)}" for m in table["measure"])
    texts = tuple(signed(g, 2, lang) for g in table["attainable"])
    heading = t("slides.path", lang)
    return Plot(
        name="targets.path",
        kind="bar",
        heading=heading,
        alt=spoken(heading, [f"{n} {x}" for n, x in zip(names, texts, strict=True)]),
        series=(
            Series(
                t("targets.col_good", lang),
                tuple(table["attainable"].tolist()),
                color=tone.other,
                colors=tuple(tone.accent if m in used else tone.other for m in table["measure"]),
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
            LegendItem(tone.accent, t("targets.used", lang)),
            LegendItem(tone.other, t("targets.spare", lang)),
        ),
    )
