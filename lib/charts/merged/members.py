"""The members of a merged province: their colours and their positions by dimension."""

import altair as alt
import pandas as pd

from lib.charts.figure import Swatch
from lib.charts.province_marks import BESIDE_SHAPES, BESIDE_SWATCHES
from lib.common.theme import Palette
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative.merged.members import has_profile, member_positions, members

PHONE_WIDTH = 400  # px; half a projector is wider than that and keeps its text size
KINDS = ("own", "second", "third")  # of members; "own" is the selected province
KIND_SIGNS = dict(zip(KINDS, "●■▲", strict=True))  # the shapes of their dots, in texts


def require_profile(dataset: Dataset, view: View) -> None:
    """Check that at least two members have scores.

    Raises:
        LookupError: if not.
    """
    if not has_profile(dataset, view):
        raise LookupError(f"fewer than two members of {view.province} in {view.year}")


def dimensions_by_distance(dataset: Dataset, view: View) -> tuple[pd.DataFrame, list[str]]:
    """Compare the members in the dimensions.

    Returns:
        The members' positions, and the dimensions by the distance between the members'
        percentiles, the widest first.
    """
    positions = member_positions(dataset, view)
    positions = positions[positions["measure"].isin(dataset.dimensions(view.year))]
    percentiles: dict[str, list[float]] = {}
    for measure, percentile in zip(positions["measure"], positions["percentile"], strict=True):
        percentiles.setdefault(measure, []).append(percentile)
    distances = {measure: max(values) - min(values) for measure, values in percentiles.items()}
    return positions, sorted(distances, key=lambda measure: -distances[measure])


def member_kinds(dataset: Dataset, view: View) -> dict[str, str]:
    """The kind (one of ``KINDS``) of each member with any score that year.

    Returns:
        By code, in the order of ``KINDS``; without "own" if the selected province has no score.
    """
    codes = [c for c in members(dataset, view) if dataset.scores_of(view.year, c)]
    return dict(zip(codes, KINDS[view.province not in codes :], strict=False))


def kind_colors(palette: Palette) -> dict[str, str]:
    """The colour (hex) of each of ``KINDS``."""
    return dict(zip(KINDS, (palette.accent, palette.second, palette.muted), strict=True))


def kind_swatches() -> dict[str, Swatch]:
    """The shape of each of ``KINDS`` in a legend."""
    return dict(zip(KINDS, BESIDE_SWATCHES, strict=False))


def kind_shape() -> alt.Shape:
    """The shapes of ``KINDS``, by a field "kind"."""
    scale = alt.Scale(domain=list(KINDS), range=list(BESIDE_SHAPES[: len(KINDS)]))
    return alt.Shape("kind:N", scale=scale, legend=None)


def kind_color(palette: Palette) -> alt.Color:
    """The colours of ``KINDS``, by a field "kind"."""
    colors = kind_colors(palette)
    scale = alt.Scale(domain=list(colors), range=list(colors.values()))
    return alt.Color("kind:N", scale=scale, legend=None)
