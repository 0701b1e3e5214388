"""Fixtures of the statistics: the yearly changes of the real scores."""

import pandas as pd
import pytest

from lib.model.dataset import Dataset
from lib.stats.backtest import TEST_YEARS
from lib.stats.changes.residual_badges import changes_to_judge
from lib.stats.forecasts.next_year import forecast_past_years
from lib.stats.ranking import TOTAL
from lib.stats.yearly_changes import compute_yearly_changes


@pytest.fixture(scope="session")
def yearly_changes(dataset: Dataset) -> pd.DataFrame:
    return compute_yearly_changes(dataset.positions, dataset.tables.breaks)


@pytest.fixture(scope="session")
def total_changes(dataset: Dataset) -> pd.DataFrame:
    return dataset.changes_of_measure(TOTAL)


@pytest.fixture(scope="session")
def totals(dataset: Dataset) -> pd.DataFrame:
    return dataset.positions_of_measure(TOTAL)


@pytest.fixture(scope="session")
def forecasts(total_changes: pd.DataFrame, totals: pd.DataFrame) -> pd.DataFrame:
    """The totals of 2020 to 2024, each year forecast from the years before it."""
    return forecast_past_years(total_changes, totals, (2020, *TEST_YEARS))


@pytest.fixture(scope="session")
def changes_judged(dataset: Dataset) -> pd.DataFrame:
    """All changes, those of the total on the parts that compare."""
    return changes_to_judge(dataset.yearly_changes, dataset.compared_totals)
