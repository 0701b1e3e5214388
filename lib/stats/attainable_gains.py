"""What could a province gain in one year, judged by what others gained from a similar score?

Only yearly changes that ended by the year looked at count. Scores, gains and distances are in
points. Frames named ``yearly_changes`` are the result of
``yearly_changes.compute_yearly_changes``, ``positions`` of ``ranking.compute_positions``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.stats.ranking import SCORE_DECIMALS, TOTAL, is_sub_dimension

REFERENCE_SIZE = 40  # yearly changes of a sub-dimension that serve as reference
MIN_REFERENCES = 20  # fewer say nothing about what can be attained
GOOD_QUANTILE = 0.75  # quantile of the reference gains that counts as a good year
LEVEL_TOLERANCE = 2.0  # points; about one standard deviation of the totals of a year
_COLUMNS = ["measure", "dimension", "score", "median_gain", "good_gain", "highest", "room"]
_COLUMNS += ["attainable", "typical", "n", "reach"]


@dataclass(frozen=True, eq=False)
class ReferenceGains:
    """What provinces gained in a year that started near a province's score in a sub-dimension.

    Attributes:
        measure: code of the sub-dimension.
        score: the province's score (points).
        highest: the most that any province reached under the same definition (points).
        gains: the one-year gains (points), ascending.
        reach: the largest distance of their starting scores from ``score`` (points; NaN without
            gains).
    """

    measure: str
    score: float
    highest: float
    gains: np.ndarray
    reach: float

    @property
    def room(self) -> float:
        """Points up to the highest score ever reached."""
        return round(self.highest - self.score, SCORE_DECIMALS)

    @property
    def is_sufficient(self) -> bool:
        """Whether there are enough gains to judge by."""
        return len(self.gains) >= MIN_REFERENCES


@dataclass(frozen=True, eq=False)
class PastGains:
    """The yearly changes of all provinces that the gains of one year are judged by.

    Attributes:
        starts, gains: the scores at which they started and their gains (points), by sub-dimension.
        highest: the most that any province reached under the definition of the year (points), by
            sub-dimension.
    """

    starts: dict[str, np.ndarray]
    gains: dict[str, np.ndarray]
    highest: dict[str, float]


def collect_past_gains(
    yearly_changes: pd.DataFrame, positions: pd.DataFrame, breaks: pd.DataFrame, year: int
) -> PastGains:
    """All changes that ended by ``year`` and started under the definition of ``year``.

    Args:
        yearly_changes: year, measure, start, gain (points).
        positions: year, measure, score (points).
        breaks: sub_dimension, year (the first that does not compare with the year before).
        year: the year whose scores are looked at.
    """
    past_breaks = breaks[breaks["year"] <= year]
    defined_since = past_breaks.groupby("sub_dimension")["year"].max().to_dict()
    scores = positions.loc[positions["year"] <= year, ["year", "measure", "score"]]
    scores = scores[is_sub_dimension(scores["measure"])]
    same_definition = scores["year"] >= _definition_start(scores, defined_since)
    highest = scores[same_definition].groupby("measure")["score"].max()

    past = yearly_changes.loc[yearly_changes["year"] <= year, ["year", "measure", "start", "gain"]]
    past = past[is_sub_dimension(past["measure"])]
    past = past[past["year"] > _definition_start(past, defined_since)]
    starts, gains = past["start"].to_numpy(), past["gain"].to_numpy()
    indices_by_measure = past.groupby("measure").indices
    return PastGains(
        starts={measure: starts[indices] for measure, indices in indices_by_measure.items()},
        gains={measure: gains[indices] for measure, indices in indices_by_measure.items()},
        highest={measure: float(score) for measure, score in highest.items()},
    )


def find_references(
    past: PastGains, scores: Mapping[str, float], n_references: int = REFERENCE_SIZE
) -> list[ReferenceGains]:
    """The yearly changes by which each sub-dimension of a province is judged.

    Of all past changes (any province's, its own too), the ``n_references`` whose starting score is
    nearest.

    Args:
        past: the result of ``collect_past_gains``.
        scores: the province's scores of the year by sub-dimension (points).
        n_references: changes for each sub-dimension.

    Returns:
        One for each of ``scores``, by code.
    """
    none = np.array([])
    references = []
    for measure, score in sorted(scores.items()):
        distance = np.abs(past.starts.get(measure, none) - score)
        nearest = distance.argsort(kind="stable")[:n_references]
        references.append(
            ReferenceGains(
                measure=measure,
                score=score,
                highest=past.highest[measure],
                gains=np.sort(past.gains.get(measure, none)[nearest]),
                reach=float(distance[nearest].max()) if len(nearest) else np.nan,
            )
        )
    return references


def compute_attainable_gains(references: Sequence[ReferenceGains]) -> pd.DataFrame:
    """What the province could gain in each sub-dimension in one year.

    Args:
        references: the result of ``find_references``.

    Returns:
        measure, dimension, score, median_gain, good_gain (quantiles 0.5 and GOOD_QUANTILE of the
        reference gains), highest (ever reached), room (highest minus score), attainable, typical
        (good_gain and median_gain, not below 0 nor above room), reach (see ReferenceGains), all in
        points, and n (reference gains); most attainable first. With fewer than MIN_REFERENCES the
        quantiles are NaN and attainable and typical 0.
    """
    rows = []
    for reference in references:
        median, good = (
            np.quantile(reference.gains, [0.5, GOOD_QUANTILE])
            if reference.is_sufficient
            else (np.nan, np.nan)
        )
        # max() with the 0 first turns NaN into 0.
        attainable, typical = (
            round(min(max(0.0, gain), reference.room), SCORE_DECIMALS) for gain in (good, median)
        )
        dimension = reference.measure.split(".")[0]
        gains = (median, good, reference.highest, reference.room, attainable, typical)
        size = (len(reference.gains), reference.reach)
        rows.append((reference.measure, dimension, reference.score, *gains, *size))
    out = pd.DataFrame(rows, columns=_COLUMNS)
    return out.sort_values("attainable", ascending=False, kind="stable").reset_index(drop=True)


def gains_by_part(yearly_changes: pd.DataFrame, province: str, year: int) -> pd.DataFrame:
    """A province's change into ``year`` by dimension and sub-dimension, the largest gain first.

    What does not compare with the year before is missing, so the rest may not add up.

    Args:
        yearly_changes: see ``compute_yearly_changes``.
        province: code.
        year: the later of the two years.

    Returns:
        measure, start, end, gain, national (the median gain), relative (points); losses come last.
    """
    of_province = (yearly_changes["year"] == year) & (yearly_changes["province"] == province)
    columns = ["measure", "start", "end", "gain", "national", "relative"]
    parts = yearly_changes[columns][of_province & (yearly_changes["measure"] != TOTAL)]
    order = np.lexsort((parts["measure"].to_numpy(dtype=str), -parts["gain"]))
    return parts.iloc[order].reset_index(drop=True)


def _definition_start(table: pd.DataFrame, defined_since: dict[str, int]) -> pd.Series:
    """The first year of the present definition of each row's measure (0 where it never broke)."""
    return table["measure"].map(defined_since).astype(float).fillna(0)
