"""Back-tests: past years forecast from the years before them alone."""

import pandas as pd

TEST_YEARS = (2021, 2022, 2023, 2024)  # later years of the changes that back-tests forecast
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
