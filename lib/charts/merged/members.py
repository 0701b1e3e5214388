"""The members of a merged province: their colours and their positions by dimension."""

import pandas as pd

from lib.common.theme import Palette
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import merged

PHONE_WIDTH = 400  # px; half a projector is wider than that and keeps its text size


def require_profile(dataset: Dataset, view: View) -> None:
    """LookupError where there are no two members to hold side by side."""
    if not merged.has_profile(dataset, view):
        raise LookupError(f"fewer than two members of {view.province} in {view.year}")


def dimensions_by_distance(dataset: Dataset, view: View) -> tuple[pd.DataFrame, list[str]]:
    """The members' positions in the dimensions, and these, the widest distance first."""
    side = merged.member_positions(dataset, view)
    side = side[side["measure"].isin(dataset.dimensions(view.year))]
    apart = side.groupby("measure")["percentile"].agg(lambda s: s.max() - s.min())
    return side, apart.sort_values(ascending=False, kind="stable").index.tolist()


def member_colors(
    dataset: Dataset, view: View, palette: Palette
) -> tuple[list[str], dict[str, str]]:
    """The members with any score that year, the chosen one first, and each one's colour."""
    found = set(dataset.positions_of_year(view.year)["province"])
    codes = [c for c in merged.members(dataset, view) if c in found]
    hues = [palette.second, palette.muted]
    if view.province in codes:
        hues.insert(0, palette.accent)
    return codes, dict(zip(codes, hues, strict=False))
