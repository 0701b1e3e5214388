"""Figures drawn once for all tests of the charts."""

from functools import cache

import pytest

from lib.charts.registry import CHARTS


@pytest.fixture(scope="session")
def build(dataset):
    """A chart of the 63 provinces by its name and view; built once a session."""
    return cache(lambda name, view: CHARTS[name](dataset, view))
