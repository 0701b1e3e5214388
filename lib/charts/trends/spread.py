"""The change of one of the 34 beside the spread of the 63 of past years, joined as in 2025."""

from functools import partial

from lib.charts import encodings
from lib.charts.figure import Figure, LegendItem
from lib.charts.trends.usual import (
    UsualData,
    count_by_size,
    histogram_data,
    template,
    zone_colors,
)
from lib.common.numbers import format_number, format_signed
from lib.common.text import t
from lib.common.theme import PALETTES
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative.trends import spread
from lib.stats.typical_change import BADGES


def spread_data(dataset: Dataset, view: View) -> UsualData:
    """Past differences in two zones, and the province's own.

    Raises:
        LookupError: the view's change is not judged by that spread.
    """
    lang, found = view.lang, spread.spread(dataset, view)
    sizes = found.cases["beyond"].to_numpy()
    edge = float(max(abs(sizes).max(), abs(found.own), found.bound))
    name = dataset.name_in_sentence(view.province, lang)
    colors = zone_colors(PALETTES[view.theme])
    bound = format_number(found.bound, 2, lang)
    return UsualData(
        changes=found.cases,
        own_change=found.own,
        label=f"{name} {format_signed(found.own, 2, lang)}",
        edge=edge,
        bins=count_by_size(sizes, edge, (found.bound, edge)),
        legend=tuple(
            LegendItem(colors[zone], t(f"successor.kpi_{kind}", lang), t(text, lang, n=bound))
            for zone, kind, text in zip(
                BADGES,
                ("within", "beyond"),
                ("trends.zone_usual", "trends.zone_rare"),
                strict=False,
            )
        ),
    )


def build(dataset: Dataset, view: View) -> Figure:
    """A histogram of past differences in two zones, with the province's own.

    Raises:
        LookupError: the view's change is not judged by that spread.
    """
    lang, data = view.lang, spread_data(dataset, view)
    return Figure(
        name="trends.spread",
        spec=template(lang, view.theme, encodings.tick_decimals(data.edge)),
        data=histogram_data(data.bins, data.edge, data.own_change, data.label),
        title=spread.spread_title(dataset, view),
        subtitle=spread.spread_subtitle(dataset, view),
        alt=t(
            "trends.spread_alt",
            lang,
            name=dataset.name_in_sentence(view.province, lang),
            off=format_signed(data.own_change, 2, lang),
            bound=format_number(spread.spread(dataset, view).bound, 2, lang),
        ),
        table=partial(spread.spread_table, view=view),
        legend=data.legend,
        source="source.change",
    )
