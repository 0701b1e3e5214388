"""Find or get a Chromium for the browser tests: the system's, else apt's, else Playwright's.

`python tests/support/browser_setup.py` makes one available; the tests ask `find()` which one to start.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

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


def find() -> str | None:
    """The system browser's path; None means that Playwright's own is to be used."""
    return next((path for path in map(shutil.which, NAMES) if path), None)


def _playwright_has_one() -> bool:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path).exists()


def apt(*packages: str) -> bool:
    """Install Debian packages where that is possible: as root, with apt-get."""
    if os.name != "posix" or os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    quiet = {
        "stdout": subprocess.DEVNULL,
        "env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
    }
    commands = (["apt-get", "update"], ["apt-get", "install", "-y", *packages])
    return not any(subprocess.run(c, check=False, **quiet).returncode for c in commands)


def main() -> int:
    """Make a browser available; 1 with one sentence where that fails."""
    if find() or _playwright_has_one() or (apt("chromium") and find()):
        return 0
    install = [sys.executable, "-m", "playwright", "install", "--with-deps", "chromium"]
    if subprocess.run(install, check=False).returncode == 0:
        return 0
    print("No browser for the tests: install Chromium and run make test again.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
