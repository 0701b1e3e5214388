"""The sub-dimensions with the best and the lowest ranks."""

from dataclasses import dataclass
from functools import partial

import pandas as pd

from lib.charts.chart_data import encode_chart_data
from lib.charts.figure import Figure
from lib.charts.rank_tracks import (
    rank_track_alt,
    rank_track_legend,
    rank_track_rows,
    rank_track_spec,
)
from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import phrases, tables
from lib.narrative.dimensions import extremes
from lib.narrative.estimates import FigureLabels
from lib.narrative.overview import sub_dimensions_best_first

NAMED_SUB_DIMENSIONS = 4  # of those ranked highest, and of those ranked lowest
_LABEL_WIDTHS = (400, 236)  # px left of the chart for names: screen, phone


@dataclass(frozen=True)
class TellingData:
    """What the chart shows, on a screen and on a slide.

    Attributes:
        positions: the province's in the sub-dimensions ranked highest and lowest, best first.
        names: of these sub-dimensions, with their codes.
        count: how many there are at either end.
    """

    positions: pd.DataFrame
    names: tuple[str, ...]
    count: int


def telling_data(dataset: Dataset, view: View) -> TellingData:
    """The sub-dimensions ranked highest and lowest.

    Raises:
        LookupError: the province has scores in fewer than two sub-dimensions.
    """
    rows = sub_dimensions_best_first(dataset, view)
    count = min(NAMED_SUB_DIMENSIONS, len(rows) // 2)
    if not count:
        raise LookupError(f"{view.province} has no scores to rank in {view.year}")
    positions = pd.concat([rows.head(count), rows.tail(count)])
    names = [phrases.name_with_code(dataset, m, view.lang) for m in positions["measure"]]
    return TellingData(positions, tuple(names), count)


def build(dataset: Dataset, view: View) -> Figure:
    """The sub-dimensions in which the province ranks highest and lowest.

    Raises:
        LookupError: the province has scores in fewer than two sub-dimensions.
    """
    lang, data = view.lang, telling_data(dataset, view)
    rows, count = data.positions, data.count
    labels = FigureLabels(dataset, view, several_provinces=False)
    return Figure(
        name="dimensions.telling",
        spec=rank_track_spec(lang, view.theme, len(rows), _LABEL_WIDTHS, labels.remarks),
        data=encode_chart_data(
            rows=rank_track_rows(dataset, view, rows, weakest=count, label_width=_LABEL_WIDTHS[0])
        ),
        title=labels.title(extremes.extremes_title(dataset, view)),
        subtitle=labels.subtitle(t("dimensions.telling_subtitle", lang, year=view.year, n=count)),
        alt=labels.alt(rank_track_alt(dataset, view, rows)),
        source=labels.source(),
        table=partial(tables.province_table, view=view, measures=rows["measure"].tolist()),
        legend=rank_track_legend(view, len(rows), count),
    )
