"""The province among those of its region."""

from lib.charts.figure import LegendItem
from lib.charts.native.chart import NativeChart, NativeSeries, alt_text
from lib.common.numbers import format_number
from lib.common.text import t
from lib.common.theme import PALETTES
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.stats.ranking import TOTAL


def ladder(dataset: Dataset, view: View) -> NativeChart:
    """The region's provinces by their total, as bars from the national median."""
    lang, palette = view.lang, PALETTES[view.theme]
    table = dataset.ranking(view.year, TOTAL)
    home = table[table["region"] == dataset.provinces.at[view.province, "region"]]
    own = home["province"].eq(view.province)
    texts = [
        t("slides.score_rank", lang, score=format_number(s, 2, lang), rank=r)
        for s, r in zip(home["score"], home["rank"], strict=True)
    ]
    names = tuple(dataset.province_name(p, lang) for p in home["province"])
    median = float(home["q50"].iloc[0])
    heading = t("slides.ladder", lang, median=format_number(median, 2, lang))
    return NativeChart(
        name="peers.ladder",
        kind="bar",
        heading=heading,
        alt=alt_text(heading, [f"{n}: {x}" for n, x in zip(names, texts, strict=True)]),
        series=(
            NativeSeries(
                t("column.score", lang),
                tuple(home["score"].tolist()),
                color=palette.peer,
                colors=tuple(palette.accent if o else palette.peer for o in own),
                labels=tuple(texts),
            ),
        ),
        categories=names,
        legend=(
            LegendItem(palette.accent, dataset.province_name(view.province, lang)),
            LegendItem(palette.peer, t("slides.region_others", lang)),
        ),
        base=median,
    )
