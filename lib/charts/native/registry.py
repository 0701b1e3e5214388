"""Every native chart by the name of the chart that shows the same; maps have none."""

from collections.abc import Callable

from lib.charts.native import dimensions, merged, overview, peers, plan, targets, trends
from lib.charts.native.chart import NativeChart
from lib.model.dataset import Dataset
from lib.model.view import View

# By the name of the chart that shows the same; what is not here is drawn as a picture.
NATIVE_CHARTS: dict[str, Callable[[Dataset, View], NativeChart]] = {
    "overview.strip": overview.strip,
    "peers.ladder": peers.ladder,
    "dimensions.radar": dimensions.radar,
    "dimensions.strip": dimensions.strip,
    "dimensions.telling": dimensions.telling,
    "trends.waterfall": trends.waterfall,
    "trends.usual": trends.usual,
    "targets.gaps": targets.gaps,
    "targets.path": targets.path,
    "plan.coverage": plan.coverage,
    "merged.profile": merged.profile,
}
