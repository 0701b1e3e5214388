"""What changed, and whether that was unusual."""

import numpy as np

from lib.charts import trends
from lib.figure import LegendItem
from lib.findings import brief
from lib.findings import trends as changes
from lib.plots.plot import Plot, Series, spoken
from lib.style import TONES, number, signed
from lib.text import t
from lib.view import View
from lib.world import World


def waterfall(world: World, view: View) -> Plot:
    """What each dimension added to the change of the total, and the change itself."""
    lang, tone = view.lang, TONES[view.theme]
    own = brief.total(world, view)
    parts = changes.parts(world, view)
    names = [world.measure_name(m, lang, short=True) for m in parts["measure"]]
    names.append(t("measure.total", lang))
    values = [*parts["contribution"].tolist(), float(own["change"])]
    texts = [signed(v, 2, lang) for v in values]
    hues = [tone.high if v >= 0 else tone.low for v in values[:-1]]
    heading = t("slides.waterfall", lang, before=own["prev_year"], year=view.year)
    return Plot(
        name="trends.waterfall",
        kind="bar",
        heading=heading,
        alt=spoken(heading, [f"{n} {x}" for n, x in zip(names, texts, strict=True)]),
        series=(
            Series(
                t("column.contribution", lang),
                tuple(values),
                color=tone.high,
                colors=(*hues, tone.accent),
                labels=tuple(texts),
                bold=True,
            ),
        ),
        categories=tuple(names),
        legend=(
            LegendItem(tone.high, t("trends.rise", lang)),
            LegendItem(tone.low, t("trends.fall", lang)),
            LegendItem(tone.accent, t("slides.change", lang)),
        ),
    )


def usual(world: World, view: View) -> Plot:
    """How far provinces moved in a year, counted; the bin of the province's own movement marked."""
    lang, tone = view.lang, TONES[view.theme]
    judged, at = trends.movements(world, view)
    bins = trends.histogram(world, view, judged)
    limits = changes.limits(world, view)
    colors = (tone.other, tone.groups[1], tone.groups[0])
    zones = dict(zip(trends.noise.BADGES, colors, strict=True))
    edge = float(bins["to"].iloc[-1])
    middles = ((bins["from"] + bins["to"]) / 2).tolist()
    # The last bin holds its upper end, as in the count.
    mine = min(int(np.searchsorted(bins["to"].to_numpy(), at, side="right")), len(bins) - 1)
    hues = [zones[z] for z in bins["zone"]]
    hues[mine] = tone.accent
    mark = f"{world.name(view.province, lang)} {signed(at, 2, lang)}"
    names = [t(f"badge.{zone}", lang) for zone in zones]
    shown = [number(limits[k], 2, lang) for k in (0, 1, 1)]
    details = [t(f"trends.zone_{zone}", lang, n=n) for zone, n in zip(zones, shown, strict=True)]
    heading = t("slides.usual", lang, n=len(judged))
    return Plot(
        name="trends.usual",
        kind="column",
        heading=heading,
        alt=spoken(heading, [mark, *(f"{n} {d}" for n, d in zip(names, details, strict=True))]),
        series=(
            Series(
                t("trends.moves", lang),
                tuple(bins["n"].tolist()),
                color=tone.other,
                colors=tuple(hues),
                beside=(
                    (t("slides.from", lang), tuple(bins["from"].tolist())),
                    (t("slides.to", lang), tuple(bins["to"].tolist())),
                ),
            ),
        ),
        categories=tuple("0" if abs(m) < 1e-9 else signed(m, 1, lang) for m in middles),
        legend=(
            LegendItem(tone.accent, mark),
            *(
                LegendItem(color, name, detail)
                for color, name, detail in zip(colors, names, details, strict=True)
            ),
        ),
        number_format="0",
        marks=tuple(
            (share, "0" if share == 0.5 else signed((2 * share - 1) * edge, 1, lang))
            for share in (0.0, 0.25, 0.5, 0.75, 1.0)
        ),
    )
