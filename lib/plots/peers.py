"""The province among those of its region."""

from lib.figure import LegendItem
from lib.measures.positions import TOTAL
from lib.plots.plot import Plot, Series, spoken
from lib.style import TONES, number
from lib.text import t
from lib.view import View
from lib.world import World


def ladder(world: World, view: View) -> Plot:
    """The region's provinces by their total, as bars from the national median."""
    lang, tone = view.lang, TONES[view.theme]
    table = world.measure(view.year, TOTAL)
    home = table[table["region"] == world.provinces.at[view.province, "region"]]
    own = home["province"].eq(view.province)
    texts = [
        t("slides.score_rank", lang, score=number(s, 2, lang), rank=r)
        for s, r in zip(home["score"], home["rank"], strict=True)
    ]
    names = tuple(world.name(p, lang) for p in home["province"])
    median = float(home["q50"].iloc[0])
    heading = t("slides.ladder", lang, median=number(median, 2, lang))
    return Plot(
        name="peers.ladder",
        kind="bar",
        heading=heading,
        alt=spoken(heading, [f"{n}: {x}" for n, x in zip(names, texts, strict=True)]),
        series=(
            Series(
                t("column.score", lang),
                tuple(home["score"].tolist()),
                color=tone.peer,
                colors=tuple(tone.accent if o else tone.peer for o in own),
                labels=tuple(texts),
            ),
        ),
        categories=names,
        legend=(
            LegendItem(tone.accent, world.name(view.province, lang)),
            LegendItem(tone.peer, t("slides.region_others", lang)),
        ),
        base=median,
    )
