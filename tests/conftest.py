"""Fixtures that all tests share, and markers that say what a test needs besides Python."""

from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

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
# Tests of a module in these folders share files that take long to make.
SHARED_FILES = {"exports"}


def required_markers(item: pytest.Item) -> set[str]:
    """Return the markers of what a test needs."""
    folder = item.path.relative_to(TESTS).parts[0]
    markers = {MARKER_OF_FOLDER[folder]} if folder in MARKER_OF_FOLDER else set()
    fixtures = getattr(item, "fixturenames", ())
    return markers | {MARKER_OF_FIXTURE[name] for name in fixtures if name in MARKER_OF_FIXTURE}


# First, since pytest's -m reads the markers in this hook too.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test by what it needs; those that run alone come last."""
    for item in items:
        for marker in required_markers(item):
            item.add_marker(marker)
    items.sort(key=lambda item: item.path.relative_to(TESTS).parts[0] in ALONE)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Spread tests over the processes in their order; those that run alone all go to one process.

    The marker ``xdist_group`` would say the same, but xdist 3.8 ignores it with pytest 9.2.
    """
    from xdist.scheduler import LoadScopeScheduling

    class Scheduling(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            folder = nodeid.split("/")[1] if nodeid.startswith("tests/") else ""
            if folder in ALONE:
                return "alone"
            return nodeid.split("::")[0] if folder in SHARED_FILES else nodeid

    config.option.loadscopereorder = False
    return Scheduling(config, log)


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
    from tests.support.browser_page import checked_visit

    options = {"size": "projector"} | getattr(request, "param", {})
    with checked_visit(chromium, server, **options) as visit:
        yield visit


@pytest.fixture(scope="session")
def office() -> ModuleType:
    """``tests.support.office``; fails with what to install where a program is missing."""
    if office_setup.missing_parts():
        pytest.fail(office_setup.instruction())
    return office_module
