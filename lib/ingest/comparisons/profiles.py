"""Rows in the wrong place: a new year's scores that look like those of another province.

The profile of a province is its scores, each by its distance from the national median in
interquartile ranges. On 2019-2024 a pair of provinces whose profiles fit each other better than
themselves by 30 % was found for half of all swaps of two rows, and falsely for 2 of 10,745 pairs.
"""

import numpy as np
import pandas as pd

from lib.ingest.issues import Issue, Location, question
from lib.ingest.layouts.shared import RecognizedScores

_MARGIN = 0.3  # by which profiles fit better elsewhere
_MIN_MEASURES = 10  # that two profiles have in common
_MIN_PROVINCES = 17


def check_places(
    new: pd.DataFrame, before: pd.DataFrame, year: int, recognized: RecognizedScores
) -> list[Issue]:
    """Ask about two provinces that may be swapped, or figures that are shifted by a row.

    Args:
        new: the scores of ``year``: province, sub_dimension, score (points).
        before: the same of the year before.
        year: of the file.
        recognized: where the scores stand in the file.
    """
    profiles, former = _profiles(new), _profiles(before)
    common = profiles.columns.intersection(former.columns)
    provinces = profiles.index.intersection(former.index)
    if len(common) < _MIN_MEASURES or len(provinces) < _MIN_PROVINCES:
        return []
    places = {
        c.province: c.location.line()
        for c in recognized.cells
        if c.year == year and "." in c.measure
    }
    now = profiles.loc[provinces, common].to_numpy()
    then = former.loc[provinces, common].to_numpy()
    distances = np.nanmean(np.abs(now[:, None, :] - then[None, :, :]), axis=2)
    shifted = _check_shift(distances, list(provinces), places, year)
    return shifted or _check_swaps(distances, list(provinces), places, year)


def _profiles(scores: pd.DataFrame) -> pd.DataFrame:
    """One row a province: each score by its distance from the median in interquartile ranges."""
    grid = scores.pivot(index="province", columns="sub_dimension", values="score")
    width = grid.quantile(0.75) - grid.quantile(0.25)
    return ((grid - grid.median()) / width.where(width > 0)).dropna(axis=1, how="all")


def _check_swaps(
    distances: np.ndarray, provinces: list[str], places: dict[str, Location], year: int
) -> list[Issue]:
    """Pairs that together fit each other better than themselves."""
    own = np.diag(distances)
    crossed = distances + distances.T
    swapped = crossed < (1 - _MARGIN) * (own[:, None] + own[None, :])
    issues = []
    for first, second in zip(*np.nonzero(np.triu(swapped, 1)), strict=True):
        values = {"province": provinces[first], "province_other": provinces[second], "year": year}
        issues.append(question("swapped", places.get(provinces[first], Location()), **values))
    return issues


def _check_shift(
    distances: np.ndarray, provinces: list[str], places: dict[str, Location], year: int
) -> list[Issue]:
    """Whether all figures fit the province of the row above or below better than their own."""
    in_file = [i for i, p in enumerate(provinces) if p in places]
    in_file.sort(key=lambda i: (places[provinces[i]].row, places[provinces[i]].column))
    ordered = distances[np.ix_(in_file, in_file)]
    own = np.diag(ordered).mean()
    for step in (1, -1):
        if np.diag(ordered, step).mean() < (1 - _MARGIN) * own:
            location = Location(places[provinces[in_file[0]]].sheet)
            return [question("shifted", location, year=year)]
    return []
