"""Colours for scores and for changes of points."""

from lib.common import theme
from lib.common.theme import Palette


def sequential_color(score: float, low: float, high: float, palette: Palette) -> str:
    """A colour along the ramp of the groups: lightest at ``low``, darkest at ``high``.

    Darkest too where all scores are the same.
    """
    fraction = (score - low) / (high - low) if high > low else 1.0
    stops = palette.groups[::-1]
    place = min(max(fraction, 0.0), 1.0) * (len(stops) - 1)
    left = min(int(place), len(stops) - 2)
    return theme.mix_colors(stops[left], stops[left + 1], place - left)


def diverging_color(change: float, limit: float, palette: Palette) -> str:
    """A colour for a change in points: neutral at 0, full at ``limit``."""
    end = palette.high if change > 0 else palette.low
    return theme.mix_colors(palette.zero, end, abs(change) / limit if limit else 0.0)
