"""Find or get what opens our files in the tests: LibreOffice Impress and Calc, poppler for PDF.

`python -m tests.support.office_setup` makes them available; tests ask ``missing_parts``.

Impress opens a PPTX without Calc too, but not the workbooks inside it that its charts are drawn
from, and no XLSX.
"""

import shutil
import sys
from pathlib import Path

from tests.support.debian import install_packages

# LibreOffice comes in modules. Each has a library and a file that registers its file types.
MODULES = {"Impress": ("libsdlo", "impress.xcd"), "Calc": ("libsclo", "calc.xcd")}
PACKAGES = ("libreoffice-impress", "libreoffice-calc", "poppler-utils", "fonts-liberation")


def find_office() -> str | None:
    """Return the path of LibreOffice's command; None where there is none."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def missing_modules(command: Path) -> list[str]:
    """Return which of Impress and Calc an installation lacks.

    Args:
        command: LibreOffice's command, or a link to it. The libraries lie beside the real file (on
            macOS in ``Frameworks``). Where none do, as with a wrapper script of a sandboxed
            installation, its modules cannot be listed and are assumed to be there.
    """
    program = command.resolve().parent
    libraries = {
        path.stem for place in (".", "../Frameworks") for path in (program / place).glob("lib*lo.*")
    }
    if not libraries:
        return []
    registries = (program / "../share/registry", program / "../Resources/registry")
    return [
        f"LibreOffice {name}"
        for name, (library, registered) in MODULES.items()
        if library not in libraries or not any((path / registered).exists() for path in registries)
    ]


def missing_parts() -> list[str]:
    """Return the names of what is not installed."""
    office = find_office()
    missing = ["LibreOffice"] if office is None else missing_modules(Path(office))
    return missing if shutil.which("pdftotext") else [*missing, "poppler's pdftotext"]


def instruction() -> str:
    """Return the sentence that says what is missing and how to install it."""
    return (
        f"{' and '.join(missing_parts())} not found: install LibreOffice Impress and Calc, and "
        f"poppler (Debian: apt-get install --no-install-recommends {' '.join(PACKAGES)}) "
        "and run make test again."
    )


def main() -> int:
    """Make all available; 1 with one sentence where that fails."""
    if missing_parts():
        install_packages(*PACKAGES)
    if missing_parts():
        print(instruction(), file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
