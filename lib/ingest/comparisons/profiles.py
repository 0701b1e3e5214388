"""Rows in the wrong place: a new year's scores that look like those of another province.

The profile of a province is its scores, each by its distance from the national median in
interquartile ranges. On 2019-2024 a pair of provinces whose profiles fit each other better than
themselves by 30 % was found for half of all swaps of two rows, and falsely for 2 of 10,745 pairs.
"""

import numpy as np
import pandas as pd

from lib.ingest.issues import Issue, Location, problem, question
from lib.ingest.layouts.shared import RecognizedScores

_MARGIN = 0.3  # by which profiles fit better elsewhere
_MIN_MEASURES = 10  # that two profiles have in common
_MIN_PROVINCES = 17
_EQUAL, _NEARLY_ALL = 1e-6, 0.9  # points by which equal scores may differ; of those of a province


def check_places(
    new: pd.DataFrame,
    before: pd.DataFrame,
    year: int,
    recognized: RecognizedScores,
    mergers: pd.DataFrame,
) -> list[Issue]:
    """Ask about two provinces that may be swapped, or figures that are shifted by a row.

    Args:
        new: the scores of ``year``: province, sub_dimension, score (points).
        before: the same of the year before.
        year: of the file.
        recognized: where the scores stand in the file.
        mergers: province, successor; a file may list the provinces by what they became.
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
    if shifted:
        return shifted
    swapped = _check_swaps(distances, list(provinces), places, year)
    for pair in exchanged_names(places, mergers):
        if not set(pair) <= set(provinces):
            continue
        first, second = (provinces.get_loc(province) for province in pair)
        crossed = distances[first, second] + distances[second, first]
        # Neither the order nor the profile alone is proof; both together are.
        kind = (
            problem if crossed < distances[first, first] + distances[second, second] else question
        )
        values = {"province": pair[0], "province_other": pair[1], "year": year}
        swapped = [s for s in swapped if set(pair) != {v for k, v in s.values if k != "year"}]
        swapped.append(kind("exchanged", places[pair[0]], **values))
    return swapped


def exchanged_names(places: dict[str, Location], mergers: pd.DataFrame) -> list[tuple[str, str]]:
    """The two names that break the order of a file, if exchanging them makes it whole.

    Args:
        places: where each province stands.
        mergers: province, successor.

    Returns:
        the pair, or nothing; the order is that of codes, or of the groups that became one province.
    """
    in_file = sorted(places, key=lambda p: (places[p].row, places[p].column))
    first_members = mergers.groupby("successor")["province"].transform("min")
    groups = dict(zip(mergers["province"], first_members, strict=True))
    groups_34 = dict(zip(mergers["successor"], first_members, strict=True))
    orders = (
        sorted(in_file),
        sorted(in_file, key=lambda p: (groups.get(p, p), p)),
        sorted(in_file, key=lambda p: groups_34.get(p, p)),
    )
    for order in orders if len(in_file) >= _MIN_PROVINCES else ():
        wrong = [p for p, expected in zip(in_file, order, strict=True) if p != expected]
        if len(wrong) == 2:
            return [(wrong[0], wrong[1])]
        if not wrong:
            return []
    return []


def check_places_of_present(
    new: pd.DataFrame, present: pd.DataFrame, year: int, recognized: RecognizedScores
) -> list[Issue]:
    """Refuse a published year in which a province has the published scores of another.

    Args:
        new: the scores of ``year`` in the file: province, sub_dimension, score (points).
        present: the published ones.
        year: of the file.
        recognized: where the scores stand in the file.
    """
    now = new.pivot(index="province", columns="sub_dimension", values="score")
    then = present.pivot(index="province", columns="sub_dimension", values="score")
    common = now.columns.intersection(then.columns)
    places = {c.province: c.location.line() for c in recognized.cells if c.year == year}
    for province in now.index:
        equal = (then[common] - now.loc[province, common]).abs() <= _EQUAL
        share = equal.sum(axis=1) / max(len(common), 1)
        other = str(share.idxmax()) if len(share) else province
        if other != province and share[other] >= _NEARLY_ALL:
            values = {"province": province, "province_other": other, "year": year}
            return [problem("other_province", places.get(province, Location()), **values)]
    return []


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
