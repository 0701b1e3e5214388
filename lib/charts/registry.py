"""Every chart by its name, ``page.chart``.

To add a chart, write a module in the folder of its page with a function
``build(dataset, view) -> Figure`` and list it in ``CHARTS``: one test then draws it for many views.
"""

from typing import Any

from lib.charts.dimensions import radar as dimensions_radar
from lib.charts.dimensions import strip as dimensions_strip
from lib.charts.dimensions import telling as dimensions_telling
from lib.charts.figure import ChartBuilder, Figure
from lib.charts.map import national as map_national
from lib.charts.map import region as map_region
from lib.charts.merged import learn as merged_learn
from lib.charts.merged import profile as merged_profile
from lib.charts.merged import ranges as merged_ranges
from lib.charts.overview import country as overview_country
from lib.charts.overview import profile as overview_profile
from lib.charts.overview import strip as overview_strip
from lib.charts.peers import bump as peers_bump
from lib.charts.peers import duel as peers_duel
from lib.charts.peers import ladder as peers_ladder
from lib.charts.plan import coverage as plan_coverage
from lib.charts.plan import result as plan_result
from lib.charts.successors import path as successor_path
from lib.charts.targets import chance as targets_chance
from lib.charts.targets import gaps as targets_gaps
from lib.charts.targets import path as targets_path
from lib.charts.trends import movers as trends_movers
from lib.charts.trends import path as trends_path
from lib.charts.trends import spread as trends_spread
from lib.charts.trends import usual as trends_usual
from lib.charts.trends import waterfall as trends_waterfall
from lib.model.dataset import Dataset
from lib.model.view import View

CHARTS: dict[str, ChartBuilder] = {
    "overview.strip": overview_strip.build,
    "overview.profile": overview_profile.build,
    "overview.country": overview_country.build,
    "map.national": map_national.build,
    "map.region": map_region.build,
    "dimensions.radar": dimensions_radar.build,
    "dimensions.strip": dimensions_strip.build,
    "dimensions.telling": dimensions_telling.build,
    "peers.ladder": peers_ladder.build,
    "peers.bump": peers_bump.build,
    "peers.duel": peers_duel.build,
    "trends.path": trends_path.build,
    "trends.waterfall": trends_waterfall.build,
    "trends.usual": trends_usual.build,
    "trends.spread": trends_spread.build,
    "trends.movers": trends_movers.build,
    "targets.gaps": targets_gaps.build,
    "targets.path": targets_path.build,
    "targets.chance": targets_chance.build,
    "plan.coverage": plan_coverage.build,
    "plan.result": plan_result.build,
    "merged.profile": merged_profile.build,
    "merged.learn": merged_learn.build,
    "merged.ranges": merged_ranges.build,
    "merged.history": successor_path.build_of_member,
}

# The charts of changes that are counted since the view's ``shown_since``.
COUNTED_SINCE = ("trends.waterfall", "trends.usual", "map.national", "map.region")


def draw(name: str, dataset: Dataset, view: View, **options: Any) -> Figure:
    """Build a chart.

    Args:
        name: a key of ``CHARTS``.
        options: the chart's own, e.g. ``height`` (px).

    Raises:
        LookupError: the data that the chart needs does not exist for this view.
    """
    return CHARTS[name](dataset, view, **options)
