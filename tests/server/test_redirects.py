"""Where requests are redirected to: the page before the login, the first page for unknown ones."""

import pytest

from lib.server.login_redirect import same_site_path
from lib.server.unknown_pages import is_known_path


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("https://papi.vn/trends?province=79", "/trends?province=79"),
        ("http://papi.vn/", "/"),
        ("https://evil.vn/trends", ""),
        ("https://papi.vn.evil.vn/trends", ""),
        ("https://papi.vn//evil.vn", ""),
        ("https://papi.vn/\\evil.vn", ""),
        ("javascript:alert(1)", ""),
        ("", ""),
        ("https://papi.vn/" + "x" * 3000, ""),
    ],
)
def test_the_login_returns_to_paths_of_the_same_site_only(url, path):
    assert same_site_path(url, "papi.vn") == path


@pytest.mark.parametrize(
    ("path", "known"),
    [("/", True), ("/map", True), ("/healthz", True), ("/nosuch", False), ("/nosuch/", False),
     ("/map/", True), ("/map/x/y", False), ("/x/y", False), ("/map/_stcore/health", True),
     ("/auth/login", True),
     ("/favicon.png", True), ("/static/js/x.js", True), ("/_stcore/health", True)],
)  # fmt: skip
def test_pages_files_and_the_servers_folders_are_known(path, known):
    assert is_known_path(path) == known
