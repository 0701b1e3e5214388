"""The published tables, and a new year's scores to put into files."""

import os
import shutil

import pytest

from lib.common import paths
from lib.datasets.tables import load_tables
from lib.ingest.storing import replacement
from tests.ingest.workbooks import next_year, turned


@pytest.fixture(scope="session")
def tables():
    return load_tables()


@pytest.fixture(scope="module")
def scores(tables):
    return next_year(tables)


@pytest.fixture
def rows(tables, scores):
    """The sheet of a new year in the producer's layout, with a column a province."""
    return turned(tables, scores)


@pytest.fixture
def root(tmp_path):
    """A copy of the project's data to store into."""
    for folder in ("data", "geo", "static"):
        skip = shutil.ignore_patterns(replacement.BACKUP)
        shutil.copytree(paths.ROOT / folder, tmp_path / folder, ignore=skip)
    return tmp_path


@pytest.fixture
def fail_at_replacement(monkeypatch):
    """Takes a number: the replacement of a file with that number, from 1, meets a full disk."""

    def arm(number):
        calls, move = [], os.replace

        def replace(source, target):
            calls.append(target)
            if len(calls) == number:
                raise OSError("disk full")
            move(source, target)

        monkeypatch.setattr(replacement.os, "replace", replace)

    return arm
