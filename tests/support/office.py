"""LibreOffice as the program that our files must open in, and poppler to read its PDF."""

import subprocess
from collections.abc import Sequence
from pathlib import Path

from tests.support.office_setup import find_office

LIMIT = 300  # s


def convert(paths: Sequence[Path], to: str) -> list[Path]:
    """Have LibreOffice open files and save each as another type.

    Args:
        paths: Files in one folder; all are converted by one start of the program.
        to: The new type's file extension: "csv", "xlsx", "pdf".

    Returns:
        The new files in the same order, in the folder "converted" beside the given ones.

    Raises:
        RuntimeError: LibreOffice is missing or could not open a file.
    """
    office = find_office()
    if office is None:
        raise RuntimeError("LibreOffice is missing")
    folder = paths[0].parent
    # A profile of its own: a second LibreOffice with the same profile would only call the first.
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    run = subprocess.run(
        [office, profile, "--headless", "--convert-to", to]
        + ["--outdir", str(folder / "converted"), *map(str, paths)],
        capture_output=True,
        text=True,
        timeout=LIMIT,
    )
    converted = [folder / "converted" / f"{path.stem}.{to}" for path in paths]
    failed = [old.name for old, new in zip(paths, converted, strict=True) if not new.exists()]
    if failed:
        said = run.stderr or run.stdout
        raise RuntimeError(f"LibreOffice could not open {', '.join(failed)}: {said}")
    return converted


def pdf_pages(path: Path) -> list[str]:
    """Return the text of each page of a PDF."""
    run = subprocess.run(["pdftotext", str(path), "-"], check=True, capture_output=True)
    return run.stdout.decode().split("\f")[:-1]
