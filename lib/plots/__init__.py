"""The story's charts as plain data: what a slide's native, editable charts hold.

A plot holds the world's numbers in full; what is written beside a point is text in the view's
language, so that its decimal sign does not depend on the reader's office. Maps are no plots.
"""

from collections.abc import Callable

from lib.plots import dimensions, merged, overview, peers, plan, targets, trends
from lib.plots.plot import Plot, Series
from lib.view import View
from lib.world import World

__all__ = ["PLOTS", "Plot", "Series"]

# By the name of the chart that shows the same; what is not here is drawn as a picture.
PLOTS: dict[str, Callable[[World, View], Plot]] = {
    "overview.strip": overview.strip,
    "peers.ladder": peers.ladder,
    "dimensions.radar": dimensions.radar,
    "dimensions.strip": dimensions.strips,
    "dimensions.telling": dimensions.telling,
    "trends.waterfall": trends.waterfall,
    "trends.usual": trends.usual,
    "targets.gaps": targets.gaps,
    "targets.path": targets.path,
    "plan.coverage": plan.coverage,
    "merged.profile": merged.members,
}
