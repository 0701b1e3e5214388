"""Shared fixtures: the real world once a session, and a way to make a small one by hand."""

import pytest

from lib import data
from lib.view import View
from lib.world import World


@pytest.fixture(scope="session")
def world() -> World:
    return World.build(data.load())


@pytest.fixture
def long_an_2023() -> View:
    return View()
