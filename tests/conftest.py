"""Shared fixtures: the real world once a session, and a way to make a small one by hand."""

from functools import cache

import pytest
from playwright.sync_api import sync_playwright
from streamlit.components.v2 import manifest_scanner

from lib.datasets import tables
from lib.model.dataset import Dataset
from lib.model.view import View
from tests.support.browser_setup import ARGUMENTS, find

# Streamlit's test looks through all installed packages for components at each run: once is enough.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)


@pytest.fixture(scope="session")
def dataset() -> Dataset:
    return Dataset.build(tables.load_tables())


@pytest.fixture
def long_an_2023() -> View:
    return View()


@pytest.fixture(scope="session")
def chromium():
    """One browser for all tests: Playwright starts once in a process."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=list(ARGUMENTS))
        yield browser
        browser.close()
