"""Editable charts of the page /trends."""

import numpy as np

from lib.charts.editable.chart import EditableChart, EditableSeries, alt_text, pair_texts
from lib.charts.figure import LegendItem
from lib.charts.trends.spread import spread_data
from lib.charts.trends.usual import UsualData, usual_data, zone_colors
from lib.charts.trends.waterfall import waterfall_data
from lib.common.numbers import format_signed
from lib.common.text import t
from lib.common.theme import PALETTES
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative.trends import decomposition


def waterfall(dataset: Dataset, view: View) -> EditableChart:
    """What each part contributed to the change on the previous year, and the change itself.

    Raises:
        LookupError: the change has no parts.
    """
    lang, palette = view.lang, PALETTES[view.theme]
    data = waterfall_data(dataset, view)
    rise, fall = data.legend
    contributions, change = data.parts["contribution"].tolist(), float(data.whole["change"])
    names = [*data.names, dataset.measure_name(data.parent, lang, short=True)]
    texts = [*data.texts, format_signed(change, 2, lang)]
    colors = [(rise if value >= 0 else fall).color for value in contributions]
    of_estimate = "_estimate" if decomposition.is_from_estimate(dataset, view) else ""
    years = {"before": data.whole["prev_year"], "year": view.year}
    heading = t(f"slides.waterfall{of_estimate}", lang, **years)
    return EditableChart(
        name="trends.waterfall",
        kind="bar",
        heading=heading,
        alt=alt_text(heading, pair_texts(names, texts)),
        series=(
            EditableSeries(
                t("column.contribution", lang),
                (*contributions, change),
                color=rise.color,
                point_colors=(*colors, palette.accent),
                labels=tuple(texts),
                bold=True,
            ),
        ),
        categories=tuple(names),
        legend=(*data.legend, LegendItem(palette.accent, t(f"slides.change{of_estimate}", lang))),
    )


def usual(dataset: Dataset, view: View) -> EditableChart:
    """A histogram of one-year changes, coloured by zone; the bin of the province's own marked.

    Raises:
        LookupError: the province's change has no badge.
    """
    data = usual_data(dataset, view)
    heading = t("slides.usual", view.lang, n=len(data.changes))
    return _histogram("trends.usual", heading, data, view)


def spread(dataset: Dataset, view: View) -> EditableChart:
    """A histogram of the changes of the 63 joined in two zones; the bin of the own one marked.

    Raises:
        LookupError: the change is not judged by that spread.
    """
    data = spread_data(dataset, view)
    heading = t("slides.spread", view.lang, n=len(data.changes))
    return _histogram("trends.spread", heading, data, view)


def _histogram(name: str, heading: str, data: UsualData, view: View) -> EditableChart:
    """Changes counted by their size, coloured by zone; the bin of the province's own marked."""
    lang, palette = view.lang, PALETTES[view.theme]
    bins, label = data.bins, data.label
    colors = zone_colors(palette)
    bin_colors = [colors[zone] for zone in bins["zone"]]
    # The last bin includes its upper end.
    own_bin = np.searchsorted(bins["to"].to_numpy(), data.own_change, side="right")
    bin_colors[min(int(own_bin), len(bins) - 1)] = palette.accent
    middles = ((bins["from"] + bins["to"]) / 2).tolist()
    return EditableChart(
        name=name,
        kind="column",
        heading=heading,
        alt=alt_text(heading, [label, *(f"{zone.label} {zone.detail}" for zone in data.legend)]),
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
        legend=(LegendItem(palette.accent, label), *data.legend),
        number_format="0",
        category_labels=tuple(
            (
                fraction,
                "0" if fraction == 0.5 else format_signed((2 * fraction - 1) * data.edge, 1, lang),
            )
            for fraction in (0.0, 0.25, 0.5, 0.75, 1.0)
        ),
    )
