"""The pictures, one module a page: (world, view) in, ``Figure`` out; no Streamlit."""

from typing import Any

from lib import estimates
from lib.charts import dimensions, map, merged, overview, peers, plan, targets, trends
from lib.figure import Builder, Figure
from lib.view import View
from lib.world import World

# Every chart by name; pages ask for it by this name and one test draws them all.
CHARTS: dict[str, Builder] = {
    "overview.strip": overview.strip,
    "overview.profile": overview.profile,
    "overview.country": overview.country,
    "map.national": map.national,
    "map.region": map.region,
    "dimensions.radar": dimensions.radar,
    "dimensions.strip": dimensions.strip,
    "dimensions.telling": dimensions.telling,
    "peers.ladder": peers.ladder,
    "peers.bump": peers.bump,
    "peers.duel": peers.duel,
    "trends.path": trends.path,
    "trends.waterfall": trends.waterfall,
    "trends.usual": trends.usual,
    "trends.movers": trends.movers,
    "targets.gaps": targets.gaps,
    "targets.path": targets.path,
    "targets.chance": targets.next_group,
    "plan.coverage": plan.coverage,
    "plan.result": plan.result,
    "merged.profile": merged.profile,
    "merged.learn": merged.learn,
    "merged.ranges": merged.ranges,
}


def draw(name: str, world: World, view: View, **options: Any) -> Figure:
    """A chart by its name; one of estimates says so in its title, subtitle, tooltips and source."""
    figure = CHARTS[name](world, view, **options)
    return estimates.mark(figure, world, view) if world.estimated else figure
