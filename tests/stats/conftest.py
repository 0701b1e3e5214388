"""Fixtures of the statistics: the yearly changes of the real scores."""

import pandas as pd
import pytest

from lib.model.dataset import Dataset
from lib.stats.yearly_changes import compute_yearly_changes


@pytest.fixture(scope="session")
def yearly_changes(dataset: Dataset) -> pd.DataFrame:
    return compute_yearly_changes(dataset.positions, dataset.tables.breaks)
