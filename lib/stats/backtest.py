"""Back-tests: past years forecast from the years before them alone."""

import numpy as np
import pandas as pd

TEST_YEARS = (2021, 2022, 2023, 2024)  # later years of the changes that back-tests forecast
BOOTSTRAP_DRAWS = 2000
ALL_YEARS = "all"  # row of a back-test that holds all its years together


def summarize_backtest(results: pd.DataFrame, years: pd.Series) -> pd.DataFrame:
    """Number and mean of every column of a back-test, by year and for all years.

    Args:
        results: one row per forecast.
        years: the year of each row.

    Returns:
        n (rows), the columns of ``results`` (means); indexed by year, then ALL_YEARS.
    """
    if results.empty:
        return pd.DataFrame(columns=["n", *results.columns])
    out = results.groupby(years).mean()
    out.insert(0, "n", results.groupby(years).size())
    overall = pd.DataFrame([{"n": len(results), **results.mean()}], index=[ALL_YEARS])
    return pd.concat([out.set_axis(out.index.astype(object)), overall]).rename_axis("year")


def bootstrap_interval(
    values: np.ndarray,
    clusters: pd.Series,
    level: float = 0.90,
    draws: int = BOOTSTRAP_DRAWS,
) -> tuple[float, float]:
    """An interval of the mean where the values of a cluster go together (bootstrap, Efron 1979).

    Args:
        values: one for each case.
        clusters: of each case, its province or its year; whole clusters are drawn with replacement.
        level: 0-1, the part of the draws inside.
        draws: the seed is fixed.

    Returns:
        Lower and upper bound, in the unit of ``values``; NaN without values.
    """
    if not len(values):
        return np.nan, np.nan
    codes, names = pd.factorize(clusters)
    sums, sizes = np.bincount(codes, weights=values), np.bincount(codes)
    n = len(names)
    drawn = np.random.default_rng(0).multinomial(n, np.full(n, 1 / n), size=draws)
    low, high = np.quantile((drawn @ sums) / (drawn @ sizes), [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)
