"""How much provinces usually move in a year, and which changes are larger than that."""

from typing import NamedTuple

import numpy as np
import pandas as pd

FIRST_START_YEAR = (
    2018  # first starting year whose movements, in points, judge a change; totals out of 80
)
USUAL = 0.20  # share of movements at least as large; from here on a change is usual
NOTABLE = 0.05  # the same; from here up to USUAL a change is notable, below it rare
BADGES = ("usual", "notable", "rare")
MIN_CHANGES = 100  # movements (under two years of provinces); fewer judge and forecast nothing
TEST_YEARS = (2021, 2022, 2023, 2024)  # years of arrival that back-tests forecast
ALL_YEARS = "all"  # row of a back-test that holds all its years together
_EPS = 1e-9  # scores hold six decimals; below this is floating-point noise


class Badge(NamedTuple):
    """``name`` (of BADGES, "" = unknown), ``fraction`` (0-1, movements as large), ``moves``."""

    name: str
    fraction: float
    moves: int


def badge_limits(moved: pd.DataFrame, since: int = FIRST_START_YEAR) -> pd.DataFrame:
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
            marks = (
                _median(known),
                _largest_reached_by(known, USUAL),
                _largest_reached_by(known, NOTABLE),
            )
            rows.append((year, measure, len(known), *marks))
    columns = ["year", "measure", "moves", "median", "usual_to", "notable_to"]
    return pd.DataFrame(rows, columns=columns)


def judge_change(
    moved: pd.DataFrame, measure: str, year: int, relative: float, since: int = FIRST_START_YEAR
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
    known = _change_sizes(moved, measure, year, since)
    share = _fraction_larger(known, np.array([abs(relative)]))
    return Badge(str(_badge_names(share)[0]), float(share[0]), len(known))


def judge_changes(moved: pd.DataFrame, since: int = FIRST_START_YEAR) -> pd.DataFrame:
    """The badge of every movement that starts in or after ``since``; see ``badge``.

    Returns:
        year, province, measure, gain, relative (points), fraction_as_large (0-1, movements at least as
        large), badge, moves (number in the reference).
    """
    return _judge(moved, since, lag=0)


def backtest_badges(
    moved: pd.DataFrame,
    measure: str | None = None,
    years: tuple[int, ...] = TEST_YEARS,
    since: int = FIRST_START_YEAR,
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
    judged = _judge(rows, since, lag=1)
    judged = judged[judged["year"].isin(years) & (judged["badge"] != "")]
    shares = {name: (judged["badge"] == name).astype(float) for name in BADGES}
    return summarize_backtest(pd.DataFrame(shares), judged["year"])


def score_uncertainty(
    moved: pd.DataFrame, measure: str, year: int, since: int = FIRST_START_YEAR
) -> float:
    """How far one year's score may lie off in four cases of five, points; NaN if unknown.

    The largest usual movement up to ``year`` (see ``usual``) over the square root of two, because
    a movement holds the errors of two surveys. It takes all movement for error, so it is an upper
    bound; its size is back-tested by ``backtest_badges``, the attribution to error cannot be.
    """
    return _largest_reached_by(_change_sizes(moved, measure, year, since), USUAL) / np.sqrt(2)


def known_by(moved: pd.DataFrame, measure: str, year: int) -> pd.DataFrame:
    """The movements of a measure that had arrived by ``year``, of every era."""
    return moved[(moved["year"] <= year) & (moved["measure"] == measure)]


def summarize_backtest(tested: pd.DataFrame, years: pd.Series) -> pd.DataFrame:
    """Number (n) and mean of every column of a back-test, indexed by year and then ALL."""
    if tested.empty:
        return pd.DataFrame(columns=["n", *tested.columns])
    out = tested.groupby(years).mean()
    out.insert(0, "n", tested.groupby(years).size())
    whole = pd.DataFrame([{"n": len(tested), **tested.mean()}], index=[ALL_YEARS])
    return pd.concat([out.set_axis(out.index.astype(object)), whole]).rename_axis("year")


def _judge(moved: pd.DataFrame, since: int, lag: int) -> pd.DataFrame:
    """Badges; the reference ends ``lag`` years before the year judged."""
    rows = moved.loc[moved["year"] > since, ["year", "province", "measure", "gain", "relative"]]
    rows = rows.reset_index(drop=True)
    years, size = rows["year"].to_numpy(), rows["relative"].abs().to_numpy()
    share, count = np.full(len(rows), np.nan), np.zeros(len(rows), dtype=int)
    for own in rows.groupby("measure").indices.values():
        for year in np.unique(years[own]):
            known = np.sort(size[own[years[own] <= year - lag]])
            at = own[years[own] == year]
            share[at] = _fraction_larger(known, size[at])
            count[at] = len(known)
    return rows.assign(fraction_as_large=share, badge=_badge_names(share), moves=count)


def _change_sizes(moved: pd.DataFrame, measure: str, year: int, since: int) -> np.ndarray:
    """The sizes (|relative|) of the movements that judge a measure in a year, sorted."""
    known = known_by(moved, measure, year)
    return np.sort(known.loc[known["year"] > since, "relative"].abs().to_numpy())


def _fraction_larger(known: np.ndarray, size: np.ndarray) -> np.ndarray:
    """Share of the sorted ``known`` sizes that are at least ``size``; NaN if too few or NaN."""
    if len(known) < MIN_CHANGES:
        return np.full(len(size), np.nan)
    share = (len(known) - np.searchsorted(known, size - _EPS)) / len(known)
    return np.where(np.isnan(size), np.nan, share)


def _badge_names(share: np.ndarray) -> np.ndarray:
    tests = [share >= USUAL, share >= NOTABLE, share < NOTABLE]
    return np.select(tests, list(BADGES), default="")


def _median(known: np.ndarray) -> float:
    return float(np.median(known)) if len(known) >= MIN_CHANGES else np.nan


def _largest_reached_by(known: np.ndarray, share: float) -> float:
    """The largest of the sorted sizes that at least ``share`` of them reach; NaN if too few."""
    if len(known) < MIN_CHANGES:
        return np.nan
    return float(known[len(known) - int(np.ceil(share * len(known) - _EPS))])
