"""What a province could gain in one year, judged by the one-year movements that began at its level.

Only movements up to the year that is looked at count. Scores, gains and distances are in points.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.stats.ranking import TOTAL

REFERENCE_SIZE = 40  # movements of a sub-dimension that serve as reference
MIN_REFERENCES = 20  # fewer say nothing about what can be attained
GOOD_QUANTILE = 0.75  # quantile of the reference gains that counts as a good year
LEVEL_TOLERANCE = 2.0  # points; about one standard deviation of the totals of a year
_COLUMNS = ["measure", "dimension", "score", "median_gain", "good_gain", "highest", "room"]
_COLUMNS += ["attainable", "typical", "n", "reach"]


@dataclass(frozen=True, eq=False)
class ReferenceGains:
    """One sub-dimension of a province: its ``score`` and what became of others at that level.

    ``highest`` is the most that any province reached under the same definition, ``gains`` the
    one-year gains (points, ascending), ``reach`` the largest distance of their starting scores
    from ``score`` (points; NaN without gains).
    """

    measure: str
    score: float
    highest: float
    gains: np.ndarray
    reach: float

    @property
    def room(self) -> float:
        """Points up to the highest score ever reached."""
        return round(self.highest - self.score, 6)

    @property
    def enough(self) -> bool:
        """Whether there are enough movements to go by."""
        return len(self.gains) >= MIN_REFERENCES

    def gain(self, q: float | np.ndarray) -> np.ndarray:
        """Gain at a quantile (0-1) of the movements, at most the room; 0 without enough of them.

        Losses count as they are: an ordinary year brings some.
        """
        if not self.enough:
            return np.zeros_like(q, dtype=float)
        return np.minimum(np.quantile(self.gains, q), self.room)


def find_references(
    moved: pd.DataFrame,
    positions: pd.DataFrame,
    breaks: pd.DataFrame,
    province: str,
    year: int,
    similar: int = REFERENCE_SIZE,
) -> list[ReferenceGains]:
    """The movements by which each sub-dimension of a province is judged.

    Of all movements (any province's, its own too) that arrived by ``year`` and began under the
    definition of ``year``, the ``similar`` whose starting score is nearest.

    Args:
        moved: see ``moves.moves``.
        positions: see ``positions.positions``.
        breaks: sub_dimension, year (the first that does not compare with the year before).
        province: code.
        year: the year whose scores are looked at.
        similar: movements for each sub-dimension.

    Returns:
        One for each sub-dimension in which the province has a score, by code.
    """
    since = breaks[breaks["year"] <= year].groupby("sub_dimension")["year"].max().to_dict()
    known = positions.loc[positions["year"] <= year, ["year", "province", "measure", "score"]]
    known = _sub_dimensions_only(known)
    highest = (
        known[known["year"] >= _definition_since(known, since)].groupby("measure")["score"].max()
    )
    past = _sub_dimensions_only(
        moved.loc[moved["year"] <= year, ["year", "measure", "start", "gain"]]
    )
    past = past[past["year"] > _definition_since(past, since)]
    of_measure = past.groupby("measure").indices
    starts, gains = past["start"].to_numpy(), past["gain"].to_numpy()

    own = known[(known["year"] == year) & (known["province"] == province)]
    out = []
    for row in own.sort_values("measure").itertuples(index=False):
        rows = of_measure.get(row.measure, np.array([], dtype=int))
        off = np.abs(starts[rows] - row.score)
        nearest = off.argsort(kind="stable")[:similar]
        reach = float(off[nearest].max()) if len(nearest) else np.nan
        found = np.sort(gains[rows[nearest]])
        out.append(
            ReferenceGains(row.measure, row.score, float(highest[row.measure]), found, reach)
        )
    return out


def compute_attainable_gains(found: Sequence[ReferenceGains]) -> pd.DataFrame:
    """What the province could gain in each sub-dimension in one year.

    Args:
        found: the result of ``references``.

    Returns:
        measure, dimension, score, median_gain, good_gain (the gain that half, three quarters of
        the movements stay below), highest (ever reached), room (highest minus score), attainable,
        typical (good_gain, median_gain, not below 0 nor above room), n (movements), reach (points);
        most attainable first. With fewer than MIN_MOVES movements the gains are NaN and attainable
        and typical 0.
    """
    rows = []
    for one in found:
        median, good = (
            np.quantile(one.gains, [0.5, GOOD_QUANTILE]) if one.enough else (np.nan, np.nan)
        )
        # max() with the 0 first turns NaN into 0
        could, usual = (round(min(max(0.0, gain), one.room), 6) for gain in (good, median))
        dimension = one.measure.split(".")[0]
        gains = (median, good, one.highest, one.room, could, usual)
        rows.append((one.measure, dimension, one.score, *gains, len(one.gains), one.reach))
    out = pd.DataFrame(rows, columns=_COLUMNS)
    return out.sort_values("attainable", ascending=False, kind="stable").reset_index(drop=True)


def round_down_to_steps(table: pd.DataFrame, step: float = 0.01) -> pd.DataFrame:
    """The result of ``attainable`` with its gains rounded down to whole steps (points).

    What a slider holds, an address carries and a text writes is then the same number.
    """
    out = table.copy()
    for column in ("attainable", "typical"):
        # A hair more, so that 0.29 stays 0.29.
        out[column] = (np.floor(table[column] / step + 1e-6) * step).round(6)
    return out.sort_values("attainable", ascending=False, kind="stable").reset_index(drop=True)


def gains_at(found: Sequence[ReferenceGains], q: float) -> pd.Series:
    """The gain of each sub-dimension at quantile ``q`` (0-1) of its movements, by measure."""
    return pd.Series({one.measure: float(one.gain(q)) for one in found}, dtype=float)


def total_gain_curve(found: Sequence[ReferenceGains], shares: np.ndarray) -> np.ndarray:
    """The gain of the total where every sub-dimension gains its own quantile, for each share."""
    return sum((one.gain(shares) for one in found), start=np.zeros(len(shares)))


def find_gains_to_learn_from(
    moved: pd.DataFrame,
    positions: pd.DataFrame,
    province: str,
    year: int,
    n: int = 10,
    within: float = LEVEL_TOLERANCE,
) -> pd.DataFrame:
    """The largest one-year gains of the total among provinces that began where this one stands.

    The level is the distance to the national median of the same year, because the whole country
    moves; totals out of a different maximum are left out.

    Args:
        moved: see ``moves.moves``.
        positions: see ``positions.positions``.
        province: code; its own movements are left out.
        year: the year in which it is looked at; later arrivals are left out.
        n: rows at most.
        within: points by which the levels may differ.

    Returns:
        province, year (of arrival), start, end, gain, national (the median gain of that year),
        relative (gain minus national), start_rank, end_rank, distance (level at the start minus
        this province's level, points); the largest gain first. Losses are left out; empty where
        the province has no total.
    """
    totals = positions.loc[
        (positions["measure"] == TOTAL) & (positions["year"] <= year),
        ["year", "province", "score", "q50", "max_score"],
    ]
    own = totals[(totals["year"] == year) & (totals["province"] == province)]
    level = own["score"].sub(own["q50"]).max()  # NaN without a total
    scale = totals[totals["max_score"].isin(own["max_score"])]
    median = scale.drop_duplicates("year").set_index("year")["q50"]

    past = moved[(moved["measure"] == TOTAL) & (moved["year"] <= year) & (moved["gain"] > 0)]
    past = past[past["province"] != province]
    past = past.assign(distance=past["start"] - (past["year"] - 1).map(median) - level)
    past = past[past["distance"].abs() <= within]  # NaN on another scale
    columns = ["province", "year", "start", "end", "gain", "national", "relative"]
    columns += ["start_rank", "end_rank", "distance"]
    first = past.sort_values(["gain", "year", "province"], ascending=[False, False, True])
    return first[columns].head(n).reset_index(drop=True)


def gains_by_part(moved: pd.DataFrame, province: str, year: int) -> pd.DataFrame:
    """The movement into ``year`` by dimension and sub-dimension, the largest gain first.

    What does not compare with the year before is missing, so the rest may not add up.

    Returns:
        measure, start, end, gain, national (median gain), relative (points); losses stand last.
    """
    own = moved[(moved["year"] == year) & (moved["province"] == province)]
    own = own[own["measure"] != TOTAL]
    columns = ["measure", "start", "end", "gain", "national", "relative"]
    first = own.sort_values(["gain", "measure"], ascending=[False, True])
    return first[columns].reset_index(drop=True)


def _sub_dimensions_only(table: pd.DataFrame) -> pd.DataFrame:
    return table[table["measure"].str.contains(".", regex=False)]


def _definition_since(table: pd.DataFrame, since: dict[str, int]) -> pd.Series:
    """The first year of the present definition of each row's measure (0 where it never broke)."""
    return table["measure"].map(since).astype(float).fillna(0)
