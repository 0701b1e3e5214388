"""How far is a target, which gains would reach it, and what if?

All other provinces stay where they are throughout. Scores, gains and gaps are in points, effort is
a gain as a fraction of the attainable one, ranks are in places (1 = best), groups run from 1 to 4.
Frames named ``positions`` are the result of ``ranking.compute_positions``.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd

from lib.stats.ranking import SCORE_DECIMALS, THRESHOLD_OF_GROUP, THRESHOLDS, TOTAL, is_dimension

_LEVELS = (*THRESHOLDS, "mean", "best")


@dataclass(frozen=True)
class Target:
    """What is aimed at: a group (1-3), a rank (places) or a score (points) of the total."""

    kind: Literal["group", "rank", "score"]
    value: float


@dataclass(frozen=True)
class Outcome:
    """Where a province would be: ``total`` and its ``change`` (points), ``rank``, ``group``."""

    total: float
    change: float
    rank: int
    group: int


@dataclass(frozen=True, eq=False)
class TargetMix:
    """A mix of gains that reaches a target, or all attainable gains where none does.

    Attributes:
        target: what is aimed at.
        required_total: the smallest total that meets the target (-inf where any does).
        gain_needed: points up to it (0 if already there).
        expected: points that come anyhow; the gains bring what is left after them.
        feasible: whether the attainable gains reach it.
        gains: measure, dimension, gain (points), effort (0-1); the largest gain first.
        effort: the sum over the gains.
        even_fraction: the effort if every sub-dimension gave the same fraction of its attainable
            gain (above 1 where infeasible, inf where nothing is attainable).
        total, rank, group: after the expected change and the gains.
    """

    target: Target
    required_total: float
    gain_needed: float
    expected: float
    feasible: bool
    gains: pd.DataFrame
    effort: float
    even_fraction: float
    total: float
    rank: int
    group: int


class _Totals(NamedTuple):
    """One year's totals: the province's own and the others', ascending (points)."""

    own: float
    others: np.ndarray


def distances_to_levels(positions: pd.DataFrame, province: str, year: int) -> pd.DataFrame:
    """How many points the total lacks to the levels above it.

    Thresholds move with the province itself: where one lies between two provinces, reaching it as
    published is not enough. ``gap`` is the distance to the level as published, ``gain_needed`` the
    gain after which the recomputed level is reached.

    Args:
        positions: the positions of at least ``year``.
        province: code.
        year: the year whose scores are looked at.

    Returns:
        target (group: next group up, or the threshold of group 1; rank: next rank up; region: best
        of the region; median; best), score (of the level), gap, gain_needed (points, 0 if already
        there), province, rank (whose score the level is, the province itself if nobody is ahead;
        "" and NA for thresholds). Empty where the province has no total.
    """
    columns = ["target", "score", "gap", "gain_needed", "province", "rank"]
    table = positions[["province", "score", "rank", "region", "group", *THRESHOLDS]]
    table = table[(positions["year"] == year) & (positions["measure"] == TOTAL)]
    best_first = sorted(table.itertuples(index=False), key=lambda row: (-row.score, row.province))
    own = next((row for row in best_first if row.province == province), None)
    if own is None:
        return pd.DataFrame(columns=columns).astype({"rank": "Int64"})
    score = own.score
    others = np.sort([row.score for row in best_first if row.province != province])

    def threshold_row(name: str, group: int) -> tuple:
        level = getattr(own, THRESHOLD_OF_GROUP[group])
        required_total = _required_total(others, Target("group", group))
        gap, gain_needed = _shortfall(level, score), _shortfall(required_total, score)
        return name, level, gap, gain_needed, "", pd.NA

    def province_row(name: str, candidates: list) -> tuple:
        is_ahead = bool(candidates) and candidates[0].score > score
        leader = candidates[0] if is_ahead else own
        gap = _shortfall(leader.score, score)
        return name, leader.score, gap, gap, leader.province, leader.rank

    above = [row for row in best_first if row.score > score]
    rows = [
        threshold_row("group", max(own.group - 1, 1)),
        province_row("rank", [row for row in above if row.score == above[-1].score]),
        province_row("region", [row for row in best_first if row.region == own.region]),
        threshold_row("median", 2),
        province_row("best", best_first),
    ]
    return pd.DataFrame(rows, columns=columns).astype({"rank": "Int64"})


def gaps_by_dimension(
    positions: pd.DataFrame, province: str, year: int, level: str = "q50"
) -> pd.DataFrame:
    """In which dimensions a province lacks points: own score minus the level of the dimension.

    Only the gaps to the mean add up to that of the total; those to a threshold need not.

    Args:
        positions: the positions of at least ``year``.
        province: code.
        year: the year whose scores are looked at.
        level: q25, q50, q75, mean or best (``ranking.NEXT_THRESHOLD`` names that of the next group
            up).

    Returns:
        measure (a dimension), score, level (points), gap (points, negative = below); the largest
        deficit first.

    Raises:
        ValueError: ``level`` is none of those.
    """
    if level not in _LEVELS:
        raise ValueError(f"The level {level!r} is none of {', '.join(_LEVELS)}.")
    of_province = (positions["year"] == year) & (positions["province"] == province)
    out = positions[["measure", "score", level]][of_province].rename(columns={level: "level"})
    out = out[is_dimension(out["measure"])]
    out["gap"] = (out["score"] - out["level"]).round(SCORE_DECIMALS)
    order = np.lexsort((out["measure"].to_numpy(dtype=str), out["gap"]))
    return out.iloc[order].reset_index(drop=True)


def outcome_of_gains(
    positions: pd.DataFrame,
    province: str,
    year: int,
    gains: Mapping[str, float],
    expected: float = 0.0,
) -> Outcome | None:
    """Where the province would be with other scores, all other provinces staying where they are.

    The thresholds are recomputed with its new total; on a threshold belongs to the group above.

    Args:
        positions: the positions of at least ``year``.
        province: code.
        year: the year whose scores are changed.
        gains: points by sub-dimension or dimension; all are simply added to the total.
        expected: points that the total comes closer to the median anyhow, see ``find_mix``.

    Returns:
        None where the province has no total.

    Raises:
        ValueError: The province has no score in a measure, or a gain is not a finite number.
    """
    of_province = (positions["year"] == year) & (positions["province"] == province)
    scored_measures = set(positions.loc[of_province, "measure"]) - {TOTAL}
    for measure, points in gains.items():
        if measure not in scored_measures:
            raise ValueError(f"Province {province} has no score in {measure!r} in {year}.")
        if not math.isfinite(points):
            raise ValueError(f"The change of {measure!r} is not a number of points.")
    totals = _totals(positions, province, year)
    return None if totals is None else _outcome_after(totals, sum(gains.values()) + expected)


def find_mix(
    attainable_gains: pd.DataFrame,
    positions: pd.DataFrame,
    province: str,
    year: int,
    target: Target,
    weights: Mapping[str, float] | None = None,
    *,
    column: str = "attainable",
    expected: float = 0.0,
) -> TargetMix | None:
    """The mix of sub-dimension gains that reaches the target with the smallest sum of efforts.

    As the total is a plain sum, it takes the largest gains first and so names few sub-dimensions;
    ``even_fraction`` is the other extreme, the same effort in all.

    Args:
        attainable_gains: measure, dimension, and the gains allowed (points; see
            ``attainable_gains.compute_attainable_gains`` and ``gains.two_parts.split_gains``).
            Equal ones are taken in this order.
        positions: the positions of at least ``year``.
        province: code.
        year: the year from which the gains start.
        target: the group, rank or score of the total.
        weights: by sub-dimension, how much its effort counts (1 where not named).
        column: of ``attainable_gains``, which holds the gains allowed.
        expected: points that the total comes closer to the target anyhow (negative where it falls
            back; see ``forecasts.expected_change``). The mix brings what is left after them.

    Returns:
        Where the target cannot be reached, ``feasible`` is False and all attainable gains are
        taken. None where the province has no total.

    Raises:
        ValueError: There is no such group or rank, or the score is not a finite number.
    """
    totals = _totals(positions, province, year)
    if totals is None:
        return None
    required_total = _required_total(totals.others, target)
    gain_needed = _shortfall(required_total, totals.own)
    to_win = _shortfall(required_total, totals.own + expected)
    table = attainable_gains[["measure", "dimension"]][attainable_gains[column] > 0]
    largest = attainable_gains[column].to_numpy(dtype=float)
    largest = largest[largest > 0]
    attainable_total = round(float(largest.sum()), SCORE_DECIMALS)
    if to_win == 0:
        taken = np.zeros(len(largest))
    elif to_win >= attainable_total:
        taken = largest
    else:
        cost = np.array([(weights or {}).get(measure, 1.0) for measure in table["measure"]])
        taken = _least_effort(largest, to_win, cost)
    order = np.argsort(-taken, kind="stable")
    order = order[taken[order] > 0]
    gains = table.iloc[order].assign(gain=taken[order], effort=(taken / largest)[order])
    even_fraction = math.inf if to_win else 0.0
    if attainable_total:
        even_fraction = to_win / attainable_total
    outcome = _outcome_after(totals, float(taken.sum()) + expected)
    return TargetMix(
        target=target,
        required_total=required_total,
        gain_needed=gain_needed,
        expected=expected,
        feasible=to_win <= attainable_total,
        gains=gains.reset_index(drop=True),
        effort=float(gains["effort"].sum()),
        even_fraction=even_fraction,
        total=outcome.total,
        rank=outcome.rank,
        group=outcome.group,
    )


def _totals(positions: pd.DataFrame, province: str, year: int) -> _Totals | None:
    """The totals of a year; None where the province has none."""
    is_total = ((positions["year"] == year) & (positions["measure"] == TOTAL)).to_numpy()
    is_own = (positions["province"][is_total] == province).to_numpy()
    scores = positions["score"].to_numpy()[is_total]
    return _Totals(float(scores[is_own][0]), np.sort(scores[~is_own])) if is_own.any() else None


def _shortfall(level: float, score: float) -> float:
    """Points up to a level; 0 from the level on."""
    return max(0.0, round(float(level - score), SCORE_DECIMALS))


def _required_total(others: np.ndarray, target: Target) -> float:
    """The smallest total that meets the target beside ``others`` (ascending); -inf if any does.

    Raises:
        ValueError: There is no such group or rank, or the score is not a finite number.
    """
    value = target.value
    if target.kind == "score":
        if not math.isfinite(value):
            raise ValueError(f"The score {value} is not a number of points.")
        return float(value)
    if target.kind == "group":
        if value not in THRESHOLD_OF_GROUP:
            raise ValueError(f"The group {value} is none of 1, 2 and 3.")
        # Beside n others a quantile q of all scores lies at place n * q, counted from 0. A total
        # reaches it exactly when that many others, rounded up, are not above it.
        below = math.ceil(len(others) * THRESHOLDS[THRESHOLD_OF_GROUP[int(value)]])
    elif target.kind == "rank":
        if value not in range(1, len(others) + 2):
            raise ValueError(f"The rank {value} is not among 1 to {len(others) + 1}.")
        below = len(others) + 1 - int(value)
    else:
        raise ValueError(f"The target {target.kind!r} is none of group, rank and score.")
    return float(others[below - 1]) if below else -math.inf


def _outcome_after(totals: _Totals, points: float) -> Outcome:
    """Position after a change of the total, by the rules of ``ranking.add_positions``."""
    total = round(totals.own + points, SCORE_DECIMALS)
    thresholds = np.quantile(np.append(totals.others, total), list(THRESHOLDS.values()))
    group = 1 + int((np.round(total - thresholds, SCORE_DECIMALS) < 0).sum())
    rank = 1 + int((totals.others > total).sum())
    return Outcome(total, round(total - totals.own, SCORE_DECIMALS), rank, group)


def _least_effort(largest: np.ndarray, gain_needed: float, cost: np.ndarray) -> np.ndarray:
    """Gains up to ``largest``, ``gain_needed`` together, with the least weighted effort.

    The largest gain for its cost is taken first and the last one in part, which is the exact
    solution because any fraction of a gain may be taken (Dantzig 1957).
    """
    taken = np.zeros(len(largest))
    left = gain_needed
    # Free gains come first; equal ones are taken in the order of the list.
    price = cost / largest
    for row in np.argsort(price, kind="stable"):
        taken[row] = min(largest[row], max(0.0, round(left, SCORE_DECIMALS)))
        left -= taken[row]
    return np.round(taken, SCORE_DECIMALS)  # as scores: below is floating-point noise
