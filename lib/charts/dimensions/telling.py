"""The sub-dimensions with the best and the lowest ranks."""

import pandas as pd

from lib.charts.chart_data import encode_chart_data
from lib.charts.figure import Figure
from lib.charts.rank_tracks import rank_track_rows, rank_track_spec
from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import brief, tables
from lib.narrative.overview import sub_dimensions_best_first

NAMED_SUB_DIMENSIONS = 4  # of those ranked highest, and of those ranked lowest
_LABEL_WIDTHS = (400, 236)  # px left of the chart for names: screen, phone


def extreme_positions(dataset: Dataset, view: View) -> tuple[pd.DataFrame, int]:
    """The province's positions in the sub-dimensions ranked highest and lowest, best first.

    Returns:
        The positions and how many there are at either end.
    """
    rows = sub_dimensions_best_first(dataset, view)
    count = min(NAMED_SUB_DIMENSIONS, len(rows) // 2)
    return pd.concat([rows.head(count), rows.tail(count)]), count


def build(dataset: Dataset, view: View) -> Figure:
    """The sub-dimensions in which the province ranks highest and lowest."""
    lang = view.lang
    rows, count = extreme_positions(dataset, view)
    ranks = "; ".join(
        f"{dataset.measure_name(r['measure'], lang)}: {r['rank']}/{r['scored']}"
        for _, r in rows.iterrows()
    )
    return Figure(
        name="dimensions.telling",
        spec=rank_track_spec(lang, view.theme, len(rows), _LABEL_WIDTHS),
        data=encode_chart_data(
            rows=rank_track_rows(dataset, view, rows, weakest=count, label_width=_LABEL_WIDTHS[0])
        ),
        title=brief.extremes_title(dataset, view),
        subtitle=t("dimensions.telling_subtitle", lang, year=view.year, n=count),
        alt=t(
            "overview.profile_alt",
            lang,
            name=dataset.province_name(view.province, lang),
            places=ranks,
        ),
        table=tables.province_table(dataset, view, rows["measure"].tolist()),
    )
