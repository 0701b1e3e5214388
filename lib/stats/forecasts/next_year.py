"""Where will every province stand next year? All of them are simulated together.

A province's distance to the national median next year is what was to be expected of its standing
(``expected_change``) plus a change that a province of similar standing once had. Ranks, groups and
the chances of targets all come from the same draws, so they agree with each other. Learnt from
the yearly changes of the total of every era. Frames named ``changes`` are those rows of
``yearly_changes.compute_yearly_changes``, ``totals`` the rows of ``ranking.compute_positions`` with
the total; gaps are distances to the median (points), ranks are in places (1 = best).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from lib.stats.backtest import TEST_YEARS
from lib.stats.forecasts.expected_change import fit_expected_change, residual_distribution
from lib.stats.ranking import GROUPS, group_sizes
from lib.stats.targets import Target

DRAWS = 4000
SEED = 20230402
RANGE_QUANTILES = (0.10, 0.90)  # of next year's rank; between them lie at least 80 %
GAP_LEVELS = (np.arange(100) + 0.5) / 100  # quantiles at which gaps are kept


class RankRange(NamedTuple):
    """Ranks from ``best`` to ``worst``, both inside the range."""

    best: int
    worst: int


@dataclass(frozen=True, eq=False)
class NextYear:
    """Next year's totals as simulated, one row for each province.

    Attributes:
        rows: row numbers by province.
        rank_chances: chance (0-1) of every rank, best first.
        gaps: quantiles of the distance to the median (points), equally likely each.
        n: effective number of past changes behind each row.
    """

    rows: dict[str, int]
    rank_chances: np.ndarray
    gaps: np.ndarray
    n: np.ndarray

    def group_chances(self, province: str) -> np.ndarray:
        """The chance (0-1) of each group, highest first; the chances add up to 1."""
        ends = np.cumsum(group_sizes(len(self.rows)))
        until = self.rank_chances[self.rows[province]].cumsum()[ends - 1]
        return np.diff(until, prepend=0.0)

    def rank_range(self, province: str) -> RankRange:
        """The ranks between which the province ends in at least four cases of five."""
        return RankRange(*_range_of_ranks(self.rank_chances[self.rows[province]]))

    def chance(
        self, province: str, target: Target, median: float, median_moves: np.ndarray
    ) -> float:
        """The chance (0-1) that next year's total meets a target.

        Args:
            province: one of ``rows``.
            target: a group or a better one, a rank or a better one, or a score.
            median: the national median of the year looked at (points).
            median_moves: past changes of the median in a year (points), each as likely as another;
                only for a score.

        Raises:
            ValueError: The target is none of these.
        """
        if target.kind == "group" and target.value in GROUPS:
            return float(self.group_chances(province)[: int(target.value)].sum())
        if target.kind == "rank" and target.value >= 1:
            return float(self.rank_chances[self.rows[province]][: int(target.value)].sum())
        if target.kind == "score" and np.isfinite(target.value):
            totals = median + np.add.outer(median_moves, self.gaps[self.rows[province]])
            return float((totals >= target.value).mean())
        raise ValueError(f"The target {target.kind} {target.value} is none.")


def simulate_next_year(
    changes: pd.DataFrame, totals: pd.DataFrame, year: int, draws: int = DRAWS
) -> NextYear | None:
    """Simulate the totals of all provinces in the year after ``year``.

    Each province draws from the residuals of past changes, weighted by how near they started to its
    standing, at evenly spread quantiles in random order (Latin hypercube), provinces independently.

    Args:
        changes: year, start_gap, gap_change, start_percentile; later ones are not used.
        totals: province, gap_q50, percentile; one year.
        year: the year looked at.
        draws: simulated years. The seed is fixed.

    Returns:
        None with fewer than ``typical_change.MIN_CHANGES`` changes or without totals.
    """
    line = fit_expected_change(changes, year)
    if line is None or totals.empty:
        return None
    gaps, percentiles = (totals[name].to_numpy(float) for name in ("gap_q50", "percentile"))
    residuals, shares = residual_distribution(changes, line, year, percentiles)
    middles = shares.cumsum(axis=1) - shares / 2
    levels = (np.arange(draws) + 0.5) / draws
    left = np.array([np.interp(levels, row, residuals) for row in middles])
    ordered = (gaps + line.at(gaps))[:, None] + left
    simulated = np.random.default_rng(SEED).permuted(ordered, axis=1)
    return NextYear(
        rows={str(province): row for row, province in enumerate(totals["province"])},
        rank_chances=rank_chances(simulated),
        gaps=np.quantile(ordered, GAP_LEVELS, axis=1).T,
        n=1 / (shares**2).sum(axis=1),
    )


def rank_chances(simulated: np.ndarray) -> np.ndarray:
    """How often each province held each rank.

    Args:
        simulated: scores; one row for each province, one column for each draw.

    Returns:
        0-1; one row for each province, one column for each rank, best first.
    """
    n, draws = simulated.shape
    best_first = np.argsort(-simulated, axis=0, kind="stable")  # province by rank, in every draw
    cells = best_first * n + np.arange(n)[:, None]
    return np.bincount(cells.ravel(), minlength=n * n).reshape(n, n) / draws


def forecast_past_years(
    changes: pd.DataFrame,
    positions: pd.DataFrame,
    years: tuple[int, ...] = TEST_YEARS,
    tests: pd.DataFrame | None = None,
    simulate: Callable[[pd.DataFrame, int], NextYear | None] | None = None,
) -> pd.DataFrame:
    """Forecasts of past years from the years before them alone, beside what came.

    Args:
        changes: as in ``simulate_next_year``, with province, start_group, start_rank, start_scored,
            end_group, end_rank.
        positions: year, province, gap_q50, percentile of the total.
        years: the years to forecast; those with too few changes before them are left out.
        tests: the changes to forecast, with the columns of ``changes``; None = ``changes``.
        simulate: another method than ``simulate_next_year``, of the positions of a year and it.

    Returns:
        One row for each province published in both years: year (the later), province, start_group,
        start_rank, start_scored, end_group, end_rank, chance_1 to chance_4 (of the groups, 0-1),
        best, worst (ranks).
    """
    columns = ["province", "start_group", "start_rank", "start_scored", "end_group", "end_rank"]
    tests = changes if tests is None else tests
    parts = []
    for year in years:
        test = tests.loc[tests["year"] == year, ["year", *columns]]
        totals = positions[positions["year"] == year - 1]
        if simulate:
            forecast = simulate(totals, year - 1)
        else:
            forecast = simulate_next_year(changes, totals, year - 1)
        if forecast is None or test.empty:
            continue
        chances = np.array([forecast.group_chances(code) for code in test["province"]])
        named = {f"chance_{group}": chances[:, group - 1] for group in GROUPS}
        ranges = [forecast.rank_range(code) for code in test["province"]]
        best, worst = np.array(ranges).T
        parts.append(test.assign(**named, best=best, worst=worst))
    if not parts:
        named_columns = [f"chance_{group}" for group in GROUPS]
        return pd.DataFrame(columns=["year", *columns, *named_columns, "best", "worst"])
    return pd.concat(parts, ignore_index=True)


def target_cases(forecasts: pd.DataFrame) -> pd.DataFrame:
    """The forecasts of provinces below the highest group: did they reach the next one?

    Args:
        forecasts: the result of ``forecast_past_years``.

    Returns:
        year, province, start_group (2-4), chance (0-1, of a higher group), reached (0 or 1).
    """
    below = forecasts[forecasts["start_group"] > 1].reset_index(drop=True)
    chances = below[[f"chance_{group}" for group in GROUPS]].to_numpy(float).cumsum(axis=1)
    start = below["start_group"].to_numpy(int)
    chance = chances[np.arange(len(below)), start - 2]
    out = below[["year", "province", "start_group"]]
    return out.assign(chance=chance, reached=(below["end_group"] < start).astype(float))


def range_cases(forecasts: pd.DataFrame) -> pd.DataFrame:
    """Whether next year's rank fell within its range.

    Args:
        forecasts: the result of ``forecast_past_years``.

    Returns:
        year, province, third (1 = upper third of the table at the start), within (0 or 1), width
        (places).
    """
    third = 1 + (forecasts["start_rank"] - 1) * 3 // forecasts["start_scored"]
    within = forecasts["end_rank"].between(forecasts["best"], forecasts["worst"])
    out = forecasts[["year", "province"]]
    return out.assign(
        third=third.astype(int),
        within=within.astype(float),
        width=forecasts["worst"] - forecasts["best"],
    )


def _range_of_ranks(chances: np.ndarray) -> tuple[int, int]:
    """The ranks at RANGE_QUANTILES of one row of ``rank_chances``."""
    low, high = RANGE_QUANTILES
    until = chances.cumsum()
    best = 1 + int(np.searchsorted(until, low + 1e-9))
    return best, 1 + int(np.searchsorted(until, high - 1e-9))
