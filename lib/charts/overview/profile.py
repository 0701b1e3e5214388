"""The province's rank in every dimension."""

from functools import partial

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
from lib.narrative import overview, phrases, tables
from lib.narrative.estimates import FigureLabels


def build(dataset: Dataset, view: View) -> Figure:
    """The province's rank in every dimension, over the four groups, the best first.

    Raises:
        LookupError: the province has no score in a dimension that year.
    """
    lang = view.lang
    labels = FigureLabels(dataset, view, several_provinces=False)
    own = dataset.dimension_positions(view.year, view.province).sort_values(
        "percentile", ascending=False
    )
    if own.empty:
        raise LookupError(f"{view.province} has no dimension in {view.year}")
    return Figure(
        name="overview.profile",
        spec=rank_track_spec(lang, view.theme, len(own), remarks=labels.remarks),
        data=encode_chart_data(rows=rank_track_rows(dataset, view, own)),
        title=labels.title(overview.profile_title(dataset, view)),
        subtitle=labels.subtitle(
            t("overview.profile_subtitle", lang, year=view.year, scored=phrases.scored_range(own))
        ),
        alt=labels.alt(rank_track_alt(dataset, view, own, short=True)),
        source=labels.source(),
        table=partial(tables.province_table, view=view, measures=dataset.dimensions(view.year)),
        legend=rank_track_legend(view, len(own)),
    )
