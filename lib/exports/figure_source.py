"""Where the figures of a story's screens come from."""

from collections.abc import Callable

from lib.charts.figure import Figure
from lib.charts.registry import CHARTS
from lib.model.dataset import Dataset
from lib.narrative.elements import ChartSlot

# Returns the figure of a slot; the pages pass one that takes it from their cache.
FigureSource = Callable[[Dataset, ChartSlot], Figure]


def draw_figure(dataset: Dataset, slot: ChartSlot) -> Figure:
    """Draw the figure of a slot anew."""
    return CHARTS[slot.chart](dataset, slot.view)
