"""Editable charts of the page /trends."""

import numpy as np

from lib.charts.editable.chart import EditableChart, EditableSeries, alt_text, pair_texts
from lib.charts.figure import LegendItem
from lib.charts.trends import usual as trends_usual
from lib.common.numbers import format_signed
from lib.common.text import t
from lib.common.theme import PALETTES
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative.trends import decomposition


def waterfall(dataset: Dataset, view: View) -> EditableChart:
    """What each dimension contributed to the change of the total, and the change itself."""
    lang, palette = view.lang, PALETTES[view.theme]
    own = dataset.total_position(view.year, view.province)
    parts = decomposition.change_parts(dataset, view)
    names = [dataset.measure_name(m, lang, short=True) for m in parts["measure"]]
    names.append(t("measure.total", lang))
    values = [*parts["contribution"].tolist(), float(own["change"])]
    texts = [format_signed(value, 2, lang) for value in values]
    colors = [palette.high if value >= 0 else palette.low for value in values[:-1]]
    heading = t("slides.waterfall", lang, before=own["prev_year"], year=view.year)
    return EditableChart(
        name="trends.waterfall",
        kind="bar",
        heading=heading,
        alt=alt_text(heading, pair_texts(names, texts)),
        series=(
            EditableSeries(
                t("column.contribution", lang),
                tuple(values),
                color=palette.high,
                point_colors=(*colors, palette.accent),
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


def usual(dataset: Dataset, view: View) -> EditableChart:
    """A histogram of one-year changes, coloured by zone; the bin of the province's own marked.

    Raises:
        LookupError: the province's change has no badge.
    """
    lang, palette = view.lang, PALETTES[view.theme]
    changes, own_change = trends_usual.rated_changes(dataset, view)
    bins = trends_usual.histogram(dataset, view, changes)
    zones = trends_usual.zone_legend(dataset, view)
    colors = trends_usual.zone_colors(palette)
    bin_colors = [colors[zone] for zone in bins["zone"]]
    # The last bin includes its upper end.
    own_bin = np.searchsorted(bins["to"].to_numpy(), own_change, side="right")
    bin_colors[min(int(own_bin), len(bins) - 1)] = palette.accent
    edge = float(bins["to"].iloc[-1])
    middles = ((bins["from"] + bins["to"]) / 2).tolist()
    label = f"{dataset.province_name(view.province, lang)} {format_signed(own_change, 2, lang)}"
    heading = t("slides.usual", lang, n=len(changes))
    return EditableChart(
        name="trends.usual",
        kind="column",
        heading=heading,
        alt=alt_text(heading, [label, *(f"{zone.label} {zone.detail}" for zone in zones)]),
        series=(
            EditableSeries(
                t("trends.moves", lang),
                tuple(bins["n"].tolist()),
                color=palette.other,
                point_colors=tuple(bin_colors),
                extra_columns=(
                    (t("slides.from", lang), tuple(bins["from"].tolist())),
                    (t("slides.to", lang), tuple(bins["to"].tolist())),
                ),
            ),
        ),
        categories=tuple("0" if abs(m) < 1e-9 else format_signed(m, 1, lang) for m in middles),
        legend=(LegendItem(palette.accent, label), *zones),
        number_format="0",
        category_labels=tuple(
            (
                fraction,
                "0" if fraction == 0.5 else format_signed((2 * fraction - 1) * edge, 1, lang),
            )
            for fraction in (0.0, 0.25, 0.5, 0.75, 1.0)
        ),
    )
