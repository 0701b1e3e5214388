"""How much provinces usually move, and so which changes and which ranks to take seriously.

Survey noise is not published by province, so the one-year movements of all provinces stand in for
it (``moved`` is always the result of ``moves.moves``). A change is judged in points against the
national median gain; a rank is forecast from where similarly placed provinces went. Whatever is
said of a year rests on movements that had arrived by then. Ranks are places (1 = best), shares run
from 0 to 1.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from lib.measures.positions import TOTAL

SINCE = 2018  # first starting year whose movements, in points, judge a change; totals out of 80
USUAL = 0.20  # share of movements at least as large; from here on a change is usual
NOTABLE = 0.05  # the same; from here up to USUAL a change is notable, below it rare
BADGES = ("usual", "notable", "rare")
MIN_MOVES = 100  # movements (under two years of provinces); fewer judge and forecast nothing
REACH = 0.05  # share (3 places of 61); standard deviation of the weights around a standing
RANGE = (0.10, 0.90)  # quantiles of next year's standing; between them lie 80 %
TEST_YEARS = (2021, 2022, 2023, 2024)  # years of arrival that back-tests forecast
ALL = "all"  # row of a back-test that holds all its years together
_EPS = 1e-9  # scores hold six decimals; below this is floating-point noise


class Badge(NamedTuple):
    """``name`` (of BADGES, "" = unknown), ``share`` (0-1, movements as large), ``moves``."""

    name: str
    share: float
    moves: int


class Range(NamedTuple):
    """``best`` and ``worst`` rank and ``n``, the (effective) number of movements behind them."""

    best: int
    worst: int
    n: float


def usual(moved: pd.DataFrame, since: int = SINCE) -> pd.DataFrame:
    """How large a movement each badge allows, as known in every year.

    Args:
        moved: see ``moves.moves``.
        since: the first starting year.

    Returns:
        year, measure, moves (arrivals after ``since`` up to and in that year), median (of
        |relative|), usual_to, notable_to (the largest |relative| still so called); all in points,
        NaN where there are fewer than MIN_MOVES.
    """
    rows = []
    recent = moved.loc[moved["year"] > since, ["year", "measure", "relative"]]
    years, size = recent["year"].to_numpy(), recent["relative"].abs().to_numpy()
    for measure, own in recent.groupby("measure").indices.items():
        for year in np.unique(years[own]):
            known = np.sort(size[own[years[own] <= year]])
            marks = (_median(known), _largest(known, USUAL), _largest(known, NOTABLE))
            rows.append((year, measure, len(known), *marks))
    columns = ["year", "measure", "moves", "median", "usual_to", "notable_to"]
    return pd.DataFrame(rows, columns=columns)


def badge(
    moved: pd.DataFrame, measure: str, year: int, relative: float, since: int = SINCE
) -> Badge:
    """Whether a change is larger than provinces usually move in a year.

    The reference is every movement of the measure that starts in or after ``since`` and arrives up
    to and in ``year``, so the movement itself is among them and later years are not: what was said
    of 2023 does not change when 2024 is published. "usual" where at least USUAL of the reference
    is as large (either way), "notable" from NOTABLE, else "rare"; "" and NaN where it holds fewer
    than MIN_MOVES.

    Args:
        moved: see ``moves.moves``.
        measure, year: the measure and the year of arrival.
        relative: gain minus the national median gain, points.
        since: the first starting year.
    """
    known = _sizes(moved, measure, year, since)
    share = _share_larger(known, np.array([abs(relative)]))
    return Badge(str(_names(share)[0]), float(share[0]), len(known))


def badges(moved: pd.DataFrame, since: int = SINCE) -> pd.DataFrame:
    """The badge of every movement that starts in or after ``since``; see ``badge``.

    Returns:
        year, province, measure, gain, relative (points), share_larger (0-1, movements at least as
        large), badge, moves (number in the reference).
    """
    return _judged(moved, since, lag=0)


def backtest_badges(
    moved: pd.DataFrame,
    measure: str | None = None,
    years: tuple[int, ...] = TEST_YEARS,
    since: int = SINCE,
) -> pd.DataFrame:
    """How often each badge falls when only the years before judge; about 0.80, 0.15, 0.05 is right.

    Args:
        moved: see ``moves.moves``.
        measure: one measure, or None for all together.
        years: years of arrival to judge.
        since: the first starting year.

    Returns:
        n (movements that get a badge), usual, notable, rare (0-1); indexed by year and ALL.
    """
    rows = moved if measure is None else moved[moved["measure"] == measure]
    judged = _judged(rows, since, lag=1)
    judged = judged[judged["year"].isin(years) & (judged["badge"] != "")]
    shares = {name: (judged["badge"] == name).astype(float) for name in BADGES}
    return by_year(pd.DataFrame(shares), judged["year"])


def rank_range(
    moved: pd.DataFrame, measure: str, year: int, share: float, scored: int
) -> Range | None:
    """The ranks between which a province standing at ``share`` ends next year four times in five.

    From all earlier movements of the measure in any era (shares compare where points do not), each
    weighted by how near it started; provinces return towards the middle, and so do the ranges.
    None where fewer than MIN_MOVES arrived up to ``year``.

    Args:
        moved: see ``moves.moves``.
        measure, year: the measure and the year shown.
        share: the province's standing that year (0-1, provinces at or below).
        scored: the number of provinces to be ranked next year; this year's will do.
    """
    known = arrived(moved, measure, year)
    if len(known) < MIN_MOVES or np.isnan(share):
        return None
    best, worst, n = _ranges(known, np.array([share]), np.array([scored]))
    return Range(int(best[0]), int(worst[0]), float(n[0]))


def rank_ranges(moved: pd.DataFrame, standing: pd.DataFrame) -> pd.DataFrame:
    """``rank_range`` of every province in one measure and year.

    Args:
        moved: see ``moves.moves``.
        standing: the positions of one measure in one year.

    Returns:
        province, rank (this year's), best, worst (next year's), n (effective movements); empty
        where fewer than MIN_MOVES have arrived.
    """
    known = _arrived_for(moved, standing)
    if len(known) < MIN_MOVES:
        return pd.DataFrame(columns=["province", "rank", "best", "worst", "n"])
    best, worst, n = _ranges(known, standing["share"].to_numpy(), standing["scored"].to_numpy())
    return _ranked(standing, best, worst, n)


def backtest_ranges(
    moved: pd.DataFrame,
    measure: str = TOTAL,
    years: tuple[int, ...] = TEST_YEARS,
    since: int | None = None,
) -> pd.DataFrame:
    """How often next year's rank fell within its range; 0.80 is right.

    Each year of arrival is forecast from the arrivals before it only.

    Args:
        moved: see ``moves.moves``.
        measure: the measure to forecast.
        years: years of arrival to forecast.
        since: the first starting year to learn from; None for every era, as ``rank_range`` does.

    Returns:
        n (provinces), coverage (0-1), width (mean of worst minus best, places); indexed by year
        and ALL. Years with too few movements before them are left out.
    """
    parts = []
    for year in years:
        known = arrived(moved, measure, year - 1)
        known = known if since is None else known[known["year"] > since]
        test = moved[(moved["measure"] == measure) & (moved["year"] == year)]
        if len(known) < MIN_MOVES or test.empty:
            continue
        at, scored = test["start_share"].to_numpy(), test["start_scored"].to_numpy()
        best, worst, _ = _ranges(known, at, scored)
        within = test["end_rank"].between(best, worst).astype(float)
        parts.append(pd.DataFrame({"year": year, "coverage": within, "width": worst - best}))
    if not parts:
        return pd.DataFrame(columns=["n", "coverage", "width"])
    tested = pd.concat(parts, ignore_index=True)
    return by_year(tested[["coverage", "width"]], tested["year"])


def wobble(moved: pd.DataFrame, measure: str, year: int, since: int = SINCE) -> float:
    """How far one year's score may lie off in four cases of five, points; NaN if unknown.

    The largest usual movement up to ``year`` (see ``usual``) over the square root of two, because
    a movement holds the errors of two surveys. It takes all movement for error, so it is an upper
    bound; its size is back-tested by ``backtest_badges``, the attribution to error cannot be.
    """
    return _largest(_sizes(moved, measure, year, since), USUAL) / np.sqrt(2)


def position_ranges(
    moved: pd.DataFrame, standing: pd.DataFrame, since: int = SINCE
) -> pd.DataFrame:
    """Where each province would rank this year were its own score off by one ``wobble``.

    The other provinces stay as published. This describes the year shown; it is no forecast (for
    that see ``rank_ranges``).

    Args:
        moved: see ``moves.moves``.
        standing: the positions of one measure in one year.
        since: the first starting year of the movements.

    Returns:
        province, rank, best, worst, n (movements behind the wobble); empty where there are fewer
        than MIN_MOVES.
    """
    known = _arrived_for(moved, standing)
    known = known[known["year"] > since]
    if len(known) < MIN_MOVES:
        return pd.DataFrame(columns=["province", "rank", "best", "worst", "n"])
    off = wobble(known, standing["measure"].iloc[0], standing["year"].iloc[0], since)
    own, rank = standing["score"].to_numpy(), standing["rank"].to_numpy()
    best = 1 + _ahead(own, own + off)
    # A lowered score has the province's own published one ahead of it.
    worst = np.maximum(_ahead(own, own - off), rank)
    return _ranked(standing, best, worst, np.full(len(own), float(len(known))))


def arrived(moved: pd.DataFrame, measure: str, year: int) -> pd.DataFrame:
    """The movements of a measure that had arrived by ``year``, of every era."""
    return moved[(moved["year"] <= year) & (moved["measure"] == measure)]


def nearness(started: pd.Series, share: np.ndarray) -> np.ndarray:
    """Weight of each past movement for each standing: Gaussian in share, 1 at the same standing.

    Returns:
        One row per ``share``, one column per ``started`` (both 0-1).
    """
    off = (share[:, None] - started.to_numpy()[None, :]) / REACH
    return np.exp(-(off**2) / 2)


def effective(weights: np.ndarray) -> np.ndarray:
    """The number of equally weighted movements that say as much as each row of weights."""
    return weights.sum(axis=1) ** 2 / (weights**2).sum(axis=1)


def by_year(tested: pd.DataFrame, years: pd.Series) -> pd.DataFrame:
    """Number (n) and mean of every column of a back-test, indexed by year and then ALL."""
    if tested.empty:
        return pd.DataFrame(columns=["n", *tested.columns])
    out = tested.groupby(years).mean()
    out.insert(0, "n", tested.groupby(years).size())
    whole = pd.DataFrame([{"n": len(tested), **tested.mean()}], index=[ALL])
    return pd.concat([out.set_axis(out.index.astype(object)), whole]).rename_axis("year")


def _judged(moved: pd.DataFrame, since: int, lag: int) -> pd.DataFrame:
    """Badges; the reference ends ``lag`` years before the year judged."""
    rows = moved.loc[moved["year"] > since, ["year", "province", "measure", "gain", "relative"]]
    rows = rows.reset_index(drop=True)
    years, size = rows["year"].to_numpy(), rows["relative"].abs().to_numpy()
    share, count = np.full(len(rows), np.nan), np.zeros(len(rows), dtype=int)
    for own in rows.groupby("measure").indices.values():
        for year in np.unique(years[own]):
            known = np.sort(size[own[years[own] <= year - lag]])
            at = own[years[own] == year]
            share[at] = _share_larger(known, size[at])
            count[at] = len(known)
    return rows.assign(share_larger=share, badge=_names(share), moves=count)


def _sizes(moved: pd.DataFrame, measure: str, year: int, since: int) -> np.ndarray:
    """The sizes (|relative|) of the movements that judge a measure in a year, sorted."""
    known = arrived(moved, measure, year)
    return np.sort(known.loc[known["year"] > since, "relative"].abs().to_numpy())


def _share_larger(known: np.ndarray, size: np.ndarray) -> np.ndarray:
    """Share of the sorted ``known`` sizes that are at least ``size``; NaN if too few or NaN."""
    if len(known) < MIN_MOVES:
        return np.full(len(size), np.nan)
    share = (len(known) - np.searchsorted(known, size - _EPS)) / len(known)
    return np.where(np.isnan(size), np.nan, share)


def _names(share: np.ndarray) -> np.ndarray:
    tests = [share >= USUAL, share >= NOTABLE, share < NOTABLE]
    return np.select(tests, list(BADGES), default="")


def _median(known: np.ndarray) -> float:
    return float(np.median(known)) if len(known) >= MIN_MOVES else np.nan


def _largest(known: np.ndarray, share: float) -> float:
    """The largest of the sorted sizes that at least ``share`` of them reach; NaN if too few."""
    if len(known) < MIN_MOVES:
        return np.nan
    return float(known[len(known) - int(np.ceil(share * len(known) - _EPS))])


def _ahead(scores: np.ndarray, at: np.ndarray) -> np.ndarray:
    """How many of the scores are above each of ``at``."""
    return len(scores) - np.searchsorted(np.sort(scores), at + _EPS, side="right")


def _arrived_for(moved: pd.DataFrame, standing: pd.DataFrame) -> pd.DataFrame:
    """The movements known in the year of ``standing`` in its measure."""
    if standing.empty:
        return moved.iloc[:0]
    return arrived(moved, standing["measure"].iloc[0], standing["year"].iloc[0])


def _ranges(
    known: pd.DataFrame, share: np.ndarray, scored: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Best and worst rank and effective movements for each standing."""
    order = np.argsort(known["end_share"].to_numpy(), kind="stable")
    end = known["end_share"].to_numpy()[order]
    weights = nearness(known["start_share"].iloc[order], share)
    # A movement stands at the middle of its own weight.
    passed = weights.cumsum(axis=1) - weights / 2
    passed /= weights.sum(axis=1, keepdims=True)
    low, high = np.array([np.interp(RANGE, row, end) for row in passed]).T
    best, worst = (np.rint(scored + 1 - scored * at).astype(int) for at in (high, low))
    return best.clip(1, scored), worst.clip(1, scored), effective(weights)


def _ranked(
    standing: pd.DataFrame, best: np.ndarray, worst: np.ndarray, n: np.ndarray
) -> pd.DataFrame:
    out = standing[["province", "rank"]].reset_index(drop=True)
    return out.assign(best=best, worst=worst, n=n)
