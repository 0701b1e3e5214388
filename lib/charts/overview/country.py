"""The national map of the total, small, beside the overview."""

from dataclasses import replace

from lib.charts.figure import Figure
from lib.charts.map import national
from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import overview, phrases
from lib.narrative.estimates import FigureLabels
from lib.stats.ranking import TOTAL


def build(dataset: Dataset, view: View) -> Figure:
    """The national map of the total; its title is about the province's region."""
    total = replace(view, measure=TOTAL, paint=View.paint)
    subtitle = t(
        "overview.map_subtitle",
        view.lang,
        year=view.year,
        coverage=phrases.coverage_phrase(dataset, view, TOTAL),
    )
    labels = FigureLabels(dataset, view, several_provinces=True)
    figure = national.build(dataset, total, height=370, island_names=False)
    return replace(
        figure,
        name="overview.country",
        title=labels.title(overview.region_groups_title(dataset, view)),
        subtitle=labels.subtitle(subtitle),
    )
