"""Fixtures that all tests share, and markers that say what a test needs besides Python."""

from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from lib.datasets import tables
from lib.model.dataset import Dataset
from tests.support import office as office_module
from tests.support import office_setup

TESTS = Path(__file__).parent
# What a test needs besides Python, by its folder and by the fixtures that it uses, also indirectly.
# Tests of exports make whole files and tests of pages run whole pages: a second or more each.
MARKER_OF_FOLDER = {"browser": "browser", "hosting": "hosting", "exports": "slow", "pages": "slow"}
MARKER_OF_FIXTURE = {"chromium": "browser", "office": "office"}
# These wait for servers and browsers to act within seconds, so no other test may run beside them.
ALONE = {"browser", "hosting"}


def required_markers(item: pytest.Item) -> set[str]:
    """Return the markers of what a test needs."""
    folder = item.path.relative_to(TESTS).parts[0]
    markers = {MARKER_OF_FOLDER[folder]} if folder in MARKER_OF_FOLDER else set()
    fixtures = getattr(item, "fixturenames", ())
    return markers | {MARKER_OF_FIXTURE[name] for name in fixtures if name in MARKER_OF_FIXTURE}


# First, since pytest's -m and xdist read the markers in this hook too.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark every test by what it needs; those that run alone come last, in one group of xdist's."""
    others, alone = [], []
    for item in items:
        markers = required_markers(item)
        for marker in markers:
            item.add_marker(marker)
        (alone if markers & ALONE else others).append(item)
    if config.pluginmanager.hasplugin("xdist"):
        for item in alone:
            item.add_marker(pytest.mark.xdist_group("alone"))
    items[:] = others + alone


@pytest.fixture(scope="session")
def dataset() -> Dataset:
    """The real data, loaded and computed once a process."""
    return Dataset.build(tables.load_tables())


@pytest.fixture(scope="session")
def chromium() -> Iterator:
    """One browser for all tests: Playwright starts once in a process."""
    from playwright.sync_api import sync_playwright

    from tests.support.browser_setup import ARGUMENTS, find_browser

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium, server: str, request: pytest.FixtureRequest) -> Iterator:
    """A new page of the folder's ``server`` that must end without errors.

    A test's parameter may choose the page's ``size`` (else a projector's) and more of Playwright's
    options.
    """
    from tests.support.visits import checked_visit

    options = {"size": "projector"} | getattr(request, "param", {})
    with checked_visit(chromium, server, **options) as visit:
        yield visit


@pytest.fixture(scope="session")
def office() -> ModuleType:
    """``tests.support.office``; fails with what to install where a program is missing."""
    if office_setup.missing_parts():
        pytest.fail(office_setup.instruction())
    return office_module
