"""Find or get a Chromium for the browser tests: the system's, else apt's, else Playwright's.

`python -m tests.support.browser_setup` makes one available; tests ask ``find_browser`` which one to
start.
"""

import shutil
import subprocess
import sys
from pathlib import Path

from tests.support.debian import install_packages

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Quiet: no calls to outside hosts; software WebGL; no sandbox, which root cannot have.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--enable-unsafe-swiftshader",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find_browser() -> str | None:
    """Return the system browser's path; None means that Playwright's own is to be used."""
    return next((path for path in map(shutil.which, NAMES) if path), None)


def _playwright_has_one() -> bool:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path).exists()


def main() -> int:
    """Make a browser available; 1 with one sentence where that fails."""
    if find_browser() or _playwright_has_one():
        return 0
    if install_packages("chromium", recommended=True) and find_browser():
        return 0
    install = [sys.executable, "-m", "playwright", "install", "--with-deps", "chromium"]
    if subprocess.run(install, check=False).returncode == 0:
        return 0
    print("No browser for the tests: install Chromium and run make test again.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
