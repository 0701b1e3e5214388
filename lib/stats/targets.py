"""From a wish to numbers: how far it is, what would reach it, how hard that is, what if.

All other provinces stand still throughout. Scores, gains and gaps are in points, strain is a gain
as a share of the attainable one, ranks are in places (1 = best), groups run from 1 to 4.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from lib.stats.attainable_gains import ReferenceGains, total_gain_curve
from lib.stats.ranking import THRESHOLDS, TOTAL

NEXT_THRESHOLD = {4: "q25", 3: "q50", 2: "q75"}  # the cut that leads out of a group upwards
_LEVELS = (*THRESHOLDS, "mean", "best")
_QUANTILES = np.linspace(0, 1, 101)
_ORDER_COST = 1e-6  # extra cost per row of the list, so that equal gains are taken in its order


@dataclass(frozen=True)
class Target:
    """What is aimed at: a group (1-3), a rank (places) or a score (points) of the total."""

    kind: Literal["group", "rank", "score"]
    value: float


@dataclass(frozen=True)
class Outcome:
    """Where a province would stand: ``total`` and its ``change`` (points), ``rank``, ``group``."""

    total: float
    change: float
    rank: int
    group: int


@dataclass(frozen=True, eq=False)
class TargetMix:
    """A mix of gains that reaches a target, or the most there is where none does.

    ``mark`` is the smallest total that meets the target (-inf where any does), ``needed`` the gain
    up to it (0 if already there), ``gains`` has measure, dimension, gain, strain, the largest gain
    first; ``strain`` is their sum and ``even_share`` the strain if every sub-dimension gave the
    same share (above 1 where infeasible). ``total``, ``rank`` and ``group`` are those after it.
    """

    target: Target
    mark: float
    needed: float
    feasible: bool
    gains: pd.DataFrame
    strain: float
    even_share: float
    total: float
    rank: int
    group: int


def distances_to_levels(positions: pd.DataFrame, province: str, year: int) -> pd.DataFrame:
    """How many points the total lacks to the marks above it.

    The cuts move with the province itself: where a cut lies between two provinces, reaching the
    published one is not enough. ``gap`` is the distance to the mark as published, ``needed`` the
    gain after which the recomputed mark is reached.

    Args:
        positions: see ``positions.positions``.
        province: code.
        year: the year whose scores are looked at.

    Returns:
        target (group: next group up, or the cut of group 1; rank: next rank up; region: best of
        the region; median; best), score (of the mark), gap, needed (points, 0 if already there),
        province, rank (who holds the mark, the province itself if nobody is ahead; "" and NA for
        cuts). Empty where the province has no total.
    """
    table = positions[(positions["year"] == year) & (positions["measure"] == TOTAL)]
    table = table.sort_values(["score", "province"], ascending=[False, True])
    found = table[table["province"] == province]
    rows = []
    if not found.empty:
        own = found.iloc[0]
        score = own["score"]
        others = np.sort(table.loc[table["province"] != province, "score"].to_numpy())

        def cut(code: str, group: int) -> tuple:
            level = own[NEXT_THRESHOLD[group + 1]]
            needed = _shortfall(_required_total(others, Target("group", group)), score)
            return code, level, _shortfall(level, score), needed, "", pd.NA

        def holder(code: str, among: pd.DataFrame) -> tuple:
            ahead = not among.empty and among["score"].iloc[0] > score
            first = among.iloc[0] if ahead else own
            gap = _shortfall(first["score"], score)
            return code, first["score"], gap, gap, first["province"], first["rank"]

        above = table[table["score"] > score]
        rows = [
            cut("group", max(int(own["group"]) - 1, 1)),
            holder("rank", above[above["score"] == above["score"].min()]),
            holder("region", table[table["region"] == own["region"]]),
            cut("median", 2),
            holder("best", table),
        ]
    columns = ["target", "score", "gap", "needed", "province", "rank"]
    return pd.DataFrame(rows, columns=columns).astype({"rank": "Int64"})


def gaps_by_dimension(
    positions: pd.DataFrame, province: str, year: int, mark: str = "q50"
) -> pd.DataFrame:
    """In which dimensions a province lacks the points: own score minus the mark of the dimension.

    Only the gaps to the mean add up to that of the total; those to a cut need not.

    Args:
        positions: see ``positions.positions``.
        province: code.
        year: the year whose scores are looked at.
        mark: q25, q50, q75, mean or best (NEXT_CUT names the cut of the next group up).

    Returns:
        measure (a dimension), score, level (the mark), gap (points, negative = below); the
        largest deficit first.
    """
    if mark not in _LEVELS:
        raise ValueError(f"The mark {mark!r} is none of {', '.join(_LEVELS)}.")
    own = positions[(positions["year"] == year) & (positions["province"] == province)]
    own = own[own["measure"].str.fullmatch(r"\d")]
    out = own[["measure", "score"]].assign(level=own[mark])
    out["gap"] = (out["score"] - out["level"]).round(6)
    return out.sort_values(["gap", "measure"]).reset_index(drop=True)


def smallest_total(
    positions: pd.DataFrame, province: str, year: int, target: Target
) -> float | None:
    """The smallest total with which the province meets the target (-inf where any does).

    Counts the movement of the cuts with the province itself. None where it has no total.
    """
    own = _own_and_others(positions, province, year)
    return None if own is None else _required_total(own[1], target)


def outcome_of_gains(
    positions: pd.DataFrame, province: str, year: int, changes: Mapping[str, float]
) -> Outcome | None:
    """Where the province would stand with other scores, all other provinces standing still.

    The cuts are computed anew with its new total; on a cut belongs to the group above.

    Args:
        positions: see ``positions.positions``.
        province: code.
        year: the year whose scores are changed.
        changes: points by sub-dimension or dimension; all are simply added to the total.

    Returns:
        None where the province has no total. ValueError for a measure that it has no score in.
    """
    scored = (positions["year"] == year) & (positions["province"] == province)
    known = set(positions.loc[scored, "measure"]) - {TOTAL}
    for measure, points in changes.items():
        if measure not in known:
            raise ValueError(f"Province {province} has no score in {measure!r} in {year}.")
        if not math.isfinite(points):
            raise ValueError(f"The change of {measure!r} is not a number of points.")
    found = _own_and_others(positions, province, year)
    return None if found is None else _outcome_after(*found, sum(changes.values()))


def find_mix(
    attainable: pd.DataFrame,
    positions: pd.DataFrame,
    province: str,
    year: int,
    target: Target,
    weights: Mapping[str, float] | None = None,
) -> TargetMix | None:
    """The mix of sub-dimension gains that reaches the target with the smallest sum of strains.

    A linear programme. As the total is a plain sum, it takes the largest attainable gains first and
    so names few sub-dimensions; ``even_share`` is the other extreme, the same strain in all.

    Args:
        attainable: measure, dimension, attainable (see ``attainable.attainable``); the gains
            allowed, equal ones taken in this order.
        positions: see ``positions.positions``.
        province: code.
        year: the year from which the gains start.
        target: the group, rank or score of the total.
        weights: by sub-dimension, how much its strain counts (1 where not named).

    Returns:
        Where the target cannot be reached, ``feasible`` is False and all attainable gains are
        taken. None where the province has no total.
    """
    found = _own_and_others(positions, province, year)
    if found is None:
        return None
    own, others = found
    mark = _required_total(others, target)
    needed = _shortfall(mark, own)
    table = attainable.loc[attainable["attainable"] > 0, ["measure", "dimension", "attainable"]]
    most = table["attainable"].to_numpy(dtype=float)
    there_is = round(float(most.sum()), 6)
    cost = np.array([(weights or {}).get(measure, 1.0) for measure in table["measure"]])
    if needed == 0:
        taken = np.zeros(len(most))
    elif needed >= there_is:
        taken = most
    else:
        taken = _least_effort(most, needed, cost)
    gains = table.drop(columns="attainable").assign(gain=taken, strain=taken / most)
    gains = gains[gains["gain"] > 0].sort_values("gain", ascending=False, kind="stable")
    after = _outcome_after(own, others, float(taken.sum()))
    return TargetMix(
        target=target,
        mark=mark,
        needed=needed,
        feasible=needed <= there_is,
        gains=gains.reset_index(drop=True),
        strain=float(gains["strain"].sum()),
        even_share=needed / there_is if there_is else (math.inf if needed else 0.0),
        total=after.total,
        rank=after.rank,
        group=after.group,
    )


def required_quantile(
    found: Sequence[ReferenceGains],
    positions: pd.DataFrame,
    province: str,
    year: int,
    target: Target,
) -> float | None:
    """How good a year it takes: the lowest quantile that meets the target if all gain theirs.

    Every sub-dimension gains the same quantile of its own reference movements at once, at most its
    room. Losses count, so that keeping what is already reached has a difficulty too. Not a
    probability: sub-dimensions seldom have their good years together.

    Args:
        found: the result of ``attainable.references``.
        positions: see ``positions.positions``.
        province: code.
        year: the year from which the gains start.
        target: the group, rank or score of the total.

    Returns:
        0 to 1 in steps of 0.01. None where even the best movements do not reach it, where the
        province has no total or no sub-dimension has enough movements to go by.
    """
    own = _own_and_others(positions, province, year)
    if own is None or not any(one.enough for one in found):
        return None
    needed = _required_total(own[1], target) - own[0]
    met = np.round(total_gain_curve(found, _QUANTILES) - needed, 6) >= 0
    return round(float(_QUANTILES[met.argmax()]), 2) if met.any() else None


def _own_and_others(
    positions: pd.DataFrame, province: str, year: int
) -> tuple[float, np.ndarray] | None:
    """The province's total and the others', ascending."""
    totals = ((positions["year"] == year) & (positions["measure"] == TOTAL)).to_numpy()
    own = (positions["province"][totals] == province).to_numpy()
    scores = positions["score"].to_numpy()[totals]
    return (float(scores[own][0]), np.sort(scores[~own])) if own.any() else None


def _shortfall(mark: float, score: float) -> float:
    return max(0.0, round(float(mark - score), 6))


def _required_total(others: np.ndarray, target: Target) -> float:
    """The smallest total that meets the target beside ``others`` (ascending); -inf if any does."""
    value = target.value
    if target.kind == "score":
        if not math.isfinite(value):
            raise ValueError(f"The score {value} is not a number of points.")
        return float(value)
    if target.kind == "group":
        if value not in (1, 2, 3):
            raise ValueError(f"The group {value} is none of 1, 2 and 3.")
        # With n others a cut lies at place n * share of all scores counted from 0. A total reaches
        # it exactly when that many others, rounded up, are not above it.
        below = math.ceil(len(others) * THRESHOLDS[NEXT_THRESHOLD[int(value) + 1]])
    elif target.kind == "rank":
        if value not in range(1, len(others) + 2):
            raise ValueError(f"The rank {value} is not among 1 to {len(others) + 1}.")
        below = len(others) + 1 - int(value)
    else:
        raise ValueError(f"The target {target.kind!r} is none of group, rank and score.")
    return float(others[below - 1]) if below else -math.inf


def _outcome_after(own: float, others: np.ndarray, points: float) -> Outcome:
    """Standing after a change of the total, by the rules of ``positions.add_position``."""
    total = round(own + points, 6)
    cuts = np.quantile(np.append(others, total), list(THRESHOLDS.values()))
    group = 1 + int((np.round(total - cuts, 6) < 0).sum())
    return Outcome(total, round(total - own, 6), 1 + int((others > total).sum()), group)


def _least_effort(most: np.ndarray, needed: float, cost: np.ndarray) -> np.ndarray:
    """Gains of at most ``most`` each and ``needed`` together with the least weighted strain."""
    from scipy.optimize import linprog  # takes long to load

    order = 1 + _ORDER_COST * np.arange(len(most))
    shares = linprog(cost * order, A_ub=[-most], b_ub=[-needed], bounds=(0, 1), method="highs").x
    return np.round(shares * most, 6)  # as scores: below is floating-point noise
