"""Every chart by its name, ``page.chart``: pages ask for charts here, one test draws them all."""

from typing import Any

from lib.charts import label_estimates
from lib.charts.dimensions import radar, telling
from lib.charts.dimensions import strip as dimensions_strip
from lib.charts.figure import ChartBuilder, Figure
from lib.charts.map import national, region
from lib.charts.merged import learn, ranges
from lib.charts.merged import profile as merged_profile
from lib.charts.overview import country, profile, strip
from lib.charts.peers import bump, duel, ladder
from lib.charts.plan import coverage, result
from lib.charts.targets import chance, gaps
from lib.charts.targets import path as targets_path
from lib.charts.trends import movers, path, usual, waterfall
from lib.model.dataset import Dataset
from lib.model.view import View

# Every chart by name; pages ask for it by this name and one test draws them all.
CHARTS: dict[str, ChartBuilder] = {
    "overview.strip": strip.build,
    "overview.profile": profile.build,
    "overview.country": country.build,
    "map.national": national.build,
    "map.region": region.build,
    "dimensions.radar": radar.build,
    "dimensions.strip": dimensions_strip.build,
    "dimensions.telling": telling.build,
    "peers.ladder": ladder.build,
    "peers.bump": bump.build,
    "peers.duel": duel.build,
    "trends.path": path.build,
    "trends.waterfall": waterfall.build,
    "trends.usual": usual.build,
    "trends.movers": movers.build,
    "targets.gaps": gaps.build,
    "targets.path": targets_path.build,
    "targets.chance": chance.build,
    "plan.coverage": coverage.build,
    "plan.result": result.build,
    "merged.profile": merged_profile.build,
    "merged.learn": learn.build,
    "merged.ranges": ranges.build,
}


def draw(name: str, dataset: Dataset, view: View, **options: Any) -> Figure:
    """A chart by its name; one of estimates says so in its title, subtitle, tooltips and source."""
    figure = CHARTS[name](dataset, view, **options)
    return label_estimates.label_estimates(figure, dataset, view) if dataset.estimated else figure
