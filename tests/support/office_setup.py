"""Find or get what opens a PPTX in the tests: LibreOffice, and poppler to read its PDF.

`python -m tests.support.office_setup` makes them available; the tests ask `missing()`.
"""

import shutil
import sys

from tests.support.browser_setup import apt

TOOLS = ("soffice", "pdftotext")
PACKAGES = ("libreoffice-impress", "libreoffice-calc", "poppler-utils", "fonts-liberation")


def missing() -> list[str]:
    """The tools that are not there."""
    return [tool for tool in TOOLS if not shutil.which(tool)]


def sentence() -> str:
    """What to do about it."""
    return (
        f"{' and '.join(missing())} not found: install LibreOffice and poppler "
        f"(Debian: apt-get install --no-install-recommends {' '.join(PACKAGES)}) "
        "and run make test again."
    )


def main() -> int:
    """Make the tools available; 1 with one sentence where that fails."""
    if missing():
        apt("--no-install-recommends", *PACKAGES)
    if missing():
        print(sentence(), file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
