"""The published tables, and a new year's scores to put into files."""

import pytest

from lib.datasets.tables import load_tables
from tests.ingest.workbooks import next_year


@pytest.fixture(scope="session")
def tables():
    return load_tables()


@pytest.fixture(scope="module")
def scores(tables):
    return next_year(tables)
