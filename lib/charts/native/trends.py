"""What changed, and whether that was unusual."""

import numpy as np

from lib.charts.figure import LegendItem
from lib.charts.native.chart import NativeChart, NativeSeries, alt_text
from lib.charts.trends import usual as trends_usual
from lib.common.numbers import format_number, format_signed
from lib.common.text import t
from lib.common.theme import PALETTES
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import brief, trends
from lib.stats import typical_change


def waterfall(dataset: Dataset, view: View) -> NativeChart:
    """What each dimension added to the change of the total, and the change itself."""
    lang, palette = view.lang, PALETTES[view.theme]
    own = brief.total(dataset, view)
    parts = trends.change_parts(dataset, view)
    names = [dataset.measure_name(m, lang, short=True) for m in parts["measure"]]
    names.append(t("measure.total", lang))
    values = [*parts["contribution"].tolist(), float(own["change"])]
    texts = [format_signed(v, 2, lang) for v in values]
    hues = [palette.high if v >= 0 else palette.low for v in values[:-1]]
    heading = t("slides.waterfall", lang, before=own["prev_year"], year=view.year)
    return NativeChart(
        name="trends.waterfall",
        kind="bar",
        heading=heading,
        alt=alt_text(heading, [f"{n} {x}" for n, x in zip(names, texts, strict=True)]),
        series=(
            NativeSeries(
                t("column.contribution", lang),
                tuple(values),
                color=palette.high,
                colors=(*hues, palette.accent),
                labels=tuple(texts),
                bold=True,
            ),
        ),
        categories=tuple(names),
        legend=(
            LegendItem(palette.high, t("trends.rise", lang)),
            LegendItem(palette.low, t("trends.fall", lang)),
            LegendItem(palette.accent, t("slides.change", lang)),
        ),
    )


def usual(dataset: Dataset, view: View) -> NativeChart:
    """How far provinces moved in a year, counted; the bin of the province's own movement marked."""
    lang, palette = view.lang, PALETTES[view.theme]
    judged, at = trends_usual.judged_changes(dataset, view)
    bins = trends_usual.histogram(dataset, view, judged)
    limits = trends.badge_limits(dataset, view)
    colors = (palette.other, palette.groups[1], palette.groups[0])
    zones = dict(zip(typical_change.BADGES, colors, strict=True))
    edge = float(bins["to"].iloc[-1])
    middles = ((bins["from"] + bins["to"]) / 2).tolist()
    # The last bin holds its upper end, as in the count.
    mine = min(int(np.searchsorted(bins["to"].to_numpy(), at, side="right")), len(bins) - 1)
    hues = [zones[z] for z in bins["zone"]]
    hues[mine] = palette.accent
    mark = f"{dataset.province_name(view.province, lang)} {format_signed(at, 2, lang)}"
    names = [t(f"badge.{zone}", lang) for zone in zones]
    shown = [format_number(limits[k], 2, lang) for k in (0, 1, 1)]
    details = [t(f"trends.zone_{zone}", lang, n=n) for zone, n in zip(zones, shown, strict=True)]
    heading = t("slides.usual", lang, n=len(judged))
    return NativeChart(
        name="trends.usual",
        kind="column",
        heading=heading,
        alt=alt_text(heading, [mark, *(f"{n} {d}" for n, d in zip(names, details, strict=True))]),
        series=(
            NativeSeries(
                t("trends.moves", lang),
                tuple(bins["n"].tolist()),
                color=palette.other,
                colors=tuple(hues),
                beside=(
                    (t("slides.from", lang), tuple(bins["from"].tolist())),
                    (t("slides.to", lang), tuple(bins["to"].tolist())),
                ),
            ),
        ),
        categories=tuple("0" if abs(m) < 1e-9 else format_signed(m, 1, lang) for m in middles),
        legend=(
            LegendItem(palette.accent, mark),
            *(
                LegendItem(color, name, detail)
                for color, name, detail in zip(colors, names, details, strict=True)
            ),
        ),
        number_format="0",
        marks=tuple(
            (share, "0" if share == 0.5 else format_signed((2 * share - 1) * edge, 1, lang))
            for share in (0.0, 0.25, 0.5, 0.75, 1.0)
        ),
    )
