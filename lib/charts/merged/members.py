"""The members of a merged province: their colours and their positions by dimension."""

import pandas as pd

from lib.common.theme import Palette
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative.merged.members import has_profile, member_positions, members

PHONE_WIDTH = 400  # px; half a projector is wider than that and keeps its text size


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
    distances = positions.groupby("measure")["percentile"].agg(lambda s: s.max() - s.min())
    return positions, distances.sort_values(ascending=False, kind="stable").index.tolist()


def member_colors(
    dataset: Dataset, view: View, palette: Palette
) -> tuple[list[str], dict[str, str]]:
    """The members with any score that year.

    Returns:
        Their codes, the selected province first, and the colour (hex) of each in the same order.
    """
    scored = set(dataset.positions_of_year(view.year)["province"])
    codes = [c for c in members(dataset, view) if c in scored]
    available = [palette.second, palette.muted]
    if view.province in codes:
        available.insert(0, palette.accent)
    return codes, dict(zip(codes, available, strict=False))
