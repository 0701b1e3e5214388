"""Every editable chart by the name of the chart with the same content; the others are pictures."""

from collections.abc import Callable

from lib.charts.editable import (
    dimensions,
    merged,
    overview,
    peers,
    plan,
    successors,
    targets,
    trends,
)
from lib.charts.editable.chart import EditableChart
from lib.model.dataset import Dataset
from lib.model.view import View

EDITABLE_CHARTS: dict[str, Callable[[Dataset, View], EditableChart]] = {
    "overview.strip": overview.strip,
    "peers.ladder": peers.ladder,
    "dimensions.radar": dimensions.radar,
    "dimensions.strip": dimensions.strip,
    "dimensions.telling": dimensions.telling,
    "trends.waterfall": trends.waterfall,
    "trends.usual": trends.usual,
    "trends.spread": trends.spread,
    "trends.path": successors.path,
    "targets.gaps": targets.gaps,
    "targets.path": targets.path,
    "plan.coverage": plan.coverage,
    "merged.profile": merged.profile,
}
